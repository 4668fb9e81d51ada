//! Sectors: what kind of actor the head of a phrase is.

use super::entry::LandWord;
use super::lands::land_item;
use super::naming::Named;
use super::office::after_office;
use super::phrase::Scene;
use super::roles::{is_generic, is_loose, is_staff};
use super::scan::{Intro, ItemKind, Segment};

/// The sector of a phrase and how it was found.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sector {
    pub(super) code: &'static str,
    /// A country that a noun gives, as `IGO`.
    pub(super) country: &'static str,
    /// Whether another hit may beat it.
    pub(super) is_weak: bool,
}

impl Scene<'_> {
    pub(super) fn sector(&self, named: Option<&Named>) -> Sector {
        if self.is_land_alone() {
            return self.segment_sector(0, named).unwrap_or_default();
        }
        let mut weak = Sector::default();
        for number in 0..self.segments.len() {
            let intro = self.segments[number].intro;
            if intro == Intro::Other || intro == Intro::Bracket && number > 0 && !weak.code.is_empty() {
                break;
            }
            let Some(sector) = self.segment_sector(number, named) else {
                continue;
            };
            if !sector.is_weak {
                return sector;
            }
            if weak.code.is_empty() && weak.country.is_empty() {
                weak = sector;
            }
        }
        weak
    }

    pub(super) fn segment_sector(&self, number: usize, named: Option<&Named>) -> Option<Sector> {
        let segment = &self.segments[number];
        if let Some(at) = self.head_noun(number) {
            return Some(self.noun_sector(number, at, named));
        }
        if let Some(body) = self.body_of(segment) {
            let sector = self.book.bodies[body as usize].sector_on(self.date);
            return Some(Sector {
                code: after(segment, sector),
                country: "",
                is_weak: sector.is_empty() && number > 0,
            });
        }
        if let Some(person) = named.filter(|named| named.segment == number).and_then(|named| named.person) {
            // An apposition that follows beats the table.
            let is_described = self.segments.get(number + 1).is_some_and(|next| next.intro == Intro::Comma)
                && self.head_noun(number + 1).is_some();
            let held = self.book.people[person as usize].office_at(self.date)?;
            return Some(Sector { code: after(segment, held.sector()), country: "", is_weak: is_described });
        }
        let has_metonym = segment.items.iter().any(|item| matches!(item.kind, ItemKind::Land(_, LandWord::Metonym)));
        if number == 0 && (self.is_land_alone() || has_metonym) {
            let (land, word) = segment.items.iter().rev().find_map(land_item)?;
            let code = match word {
                LandWord::Capital | LandWord::Metonym => "GOV",
                LandWord::Name | LandWord::Demonym | LandWord::Territory => self.book.lands[land as usize].sector,
            };
            return (!code.is_empty()).then_some(Sector { code, country: "", is_weak: false });
        }
        None
    }

    /// The sector of a head noun with what stands before and after it.
    pub(super) fn noun_sector(&self, number: usize, at: usize, named: Option<&Named>) -> Sector {
        let segment = &self.segments[number];
        let ItemKind::Noun(noun) = segment.items[at].kind else {
            return Sector::default();
        };
        let key = self.words.keys(segment.items[at].words.clone());
        let is_generic = is_generic(key) || noun.sector == "UNK";
        let found = |code: &'static str| Sector { code: after(segment, code), country: noun.country, is_weak: false };
        let before = nouns_before(segment, at);
        if let Some(side) = before.iter().find(|code| matches!(**code, "OPP" | "REB" | "UAF" | "PRM"))
            && (is_generic || matches!(noun.sector, "GOV" | "MIL" | "UAF" | "BUS" | "LAB" | "CVL" | "PRE"))
        {
            return found(side);
        }
        let body = self
            .body_of(segment)
            .map(|body| self.book.bodies[body as usize].sector_on(self.date))
            .filter(|code| !code.is_empty());
        let fights = matches!(noun.sector, "UAF" | "REB" | "MIL" | "PRM");
        let takes_body = |code: &str| {
            is_generic || (noun.sector == "UAF" || noun.sector == "REB" || is_staff(key)) && !(fights && code == "GOV")
        };
        if let Some(code) = body.filter(|code| takes_body(code)) {
            return found(code);
        }
        if is_generic && let Some(code) = before.first() {
            return found(code);
        }
        if matches!(noun.sector, "LAB" | "BUS" | "CVL")
            && let Some(code) = before.iter().find(|code| matches!(**code, "MIL" | "COP" | "SPY" | "CRM" | "MED"))
        {
            return found(code);
        }
        if is_generic && let Some(code) = self.belonging(number) {
            return found(code);
        }
        // A bare `leader` before a name that the tables know says less than they do.
        if is_loose(key)
            && let Some(held) =
                named.and_then(|named| named.person).and_then(|n| self.book.people[n as usize].office_at(self.date))
            && !held.is_past
            && !held.sector().is_empty()
        {
            return found(held.sector());
        }
        Sector {
            code: after(segment, noun.sector),
            country: noun.country,
            is_weak: noun.sector == "UNK" || noun.sector == "JNK",
        }
    }

    /// The sector of the body or people that a head belongs to by `of`, `at`, `for`.
    pub(super) fn belonging(&self, number: usize) -> Option<&'static str> {
        let after = self.segments[number + 1..]
            .iter()
            .take_while(|segment| segment.intro == Intro::Of || segment.intro == Intro::And);
        let after = after.enumerate().map(|(at, segment)| (number + 1 + at, segment));
        after.filter(|(_, segment)| segment.intro == Intro::Of).find_map(|(next, segment)| {
            let body = self.body_of(segment).map(|body| self.book.bodies[body as usize].sector_on(self.date));
            let noun = self.head_noun(next).and_then(|at| match segment.items[at].kind {
                ItemKind::Noun(noun) if is_generic(self.words.keys(segment.items[at].words.clone())) => {
                    body.or(nouns_before(segment, at).first().copied()).or(Some(noun.sector))
                }
                ItemKind::Noun(noun) => Some(noun.sector),
                _ => None,
            });
            noun.or(body).filter(|code| !matches!(*code, "" | "UNK" | "JNK"))
        })
    }

    /// The number of the item that is the head noun of a segment.
    pub(super) fn head_noun(&self, number: usize) -> Option<usize> {
        let items = &self.segments[number].items;
        let last = items.iter().rposition(|item| matches!(item.kind, ItemKind::Noun(_)))?;
        // In `Hezbollah fighters` the noun is the head; in `the group Hezbollah` it still is.
        let ItemKind::Noun(noun) = items[last].kind else {
            return None;
        };
        let is_weak = matches!(noun.sector, "UNK" | "JNK");
        let better = items[..last]
            .iter()
            .rposition(|item| matches!(item.kind, ItemKind::Noun(noun) if !matches!(noun.sector, "UNK" | "JNK")));
        let is_title = items[last + 1..].iter().all(|item| item.kind == ItemKind::Capital);
        if is_weak && is_title { better.or(Some(last)) } else { Some(last) }
    }
}

/// The sectors of the nouns before the head, the nearest first.
fn nouns_before(segment: &Segment, at: usize) -> Vec<&'static str> {
    let nouns = segment.items[..at]
        .iter()
        .rev()
        .filter_map(|item| if let ItemKind::Noun(noun) = item.kind { Some(noun) } else { None });
    nouns.map(|noun| noun.sector).filter(|code| !matches!(*code, "" | "UNK" | "JNK")).collect()
}

/// The sector, as it is after `former` in the same segment.
fn after(segment: &Segment, code: &'static str) -> &'static str {
    let is_former = segment.items.iter().any(|item| item.kind == ItemKind::Former);
    if is_former { after_office(code) } else { code }
}
