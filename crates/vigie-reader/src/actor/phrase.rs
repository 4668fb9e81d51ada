//! Phrases: who a noun phrase means, from its own words and the book.
//!
//! The head noun gives the sector, its modifiers the country; a title in the phrase beats what the tables know of a
//! person; what follows `of` tells where a `member` or a `spokesman` belongs.

use std::ops::Range;

use jiff::civil::Date;
use vigie_record::Identity;

use super::book::ActorBook;
use super::entry::{LandWord, Meaning};
use super::office::after_office;
use super::scan::{Intro, Item, ItemKind, Segment, countries_in, segments};
use super::words::Words;

/// What a phrase tells of an actor.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Reading {
    pub(super) kind: Kind,
    pub(super) name: Option<String>,
    pub(super) country: String,
    pub(super) sector: &'static str,
    pub(super) role: Option<String>,
    pub(super) organization: Option<String>,
}

/// What kind of actor a phrase names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nobody by name.
    #[default]
    Unnamed,
    /// A person with a name.
    Person,
    /// An organisation with a name.
    Body,
    /// A country or its government.
    State,
}

impl ActorBook {
    /// Resolves a phrase to an actor; what it does not know stays empty.
    ///
    /// `context` is what stands around the phrase: it decides between namesakes and gives the country where it names
    /// one only. `date` picks the office that a person held then.
    ///
    /// ```
    /// use vigie_reader::actor::ActorBook;
    /// use vigie_reader::knowledge::UserTables;
    ///
    /// let book = ActorBook::new(&UserTables::new())?;
    /// let identity = book.resolve("the Norwegian foreign minister", "", None);
    /// assert_eq!(identity.country.as_deref(), Some("NOR"));
    /// assert_eq!(identity.sector.as_deref(), Some("GOV"));
    /// # Ok::<(), vigie_reader::knowledge::TableError>(())
    /// ```
    pub fn resolve(&self, phrase: &str, context: &str, date: Option<Date>) -> Identity {
        self.read(phrase, context, date).into_identity()
    }

    pub(super) fn read(&self, phrase: &str, context: &str, date: Option<Date>) -> Reading {
        let words = Words::of(phrase);
        let around = countries_in(self, context);
        let near = if let [only] = around.as_slice() { Some(*only) } else { None };
        let segments = segments(self, &words, near);
        let scene = Scene { book: self, phrase, words: &words, segments: &segments, context, date };
        let named = scene.named();
        let reading = match &named {
            Some(named) => Scene { segments: &without_name(segments.clone(), named), ..scene }.read(Some(named)),
            None => scene.read(None),
        };
        if reading == Reading::default()
            && words.len() <= 2
            && let Some(long) = spelled_out(phrase, context)
        {
            return self.read(long, "", date);
        }
        reading
    }
}

impl Reading {
    pub(super) fn into_identity(self) -> Identity {
        let actor_id = match self.kind {
            Kind::State => Some(self.country.clone()).filter(|country| !country.is_empty()),
            Kind::Person | Kind::Body => self.name.as_deref().and_then(|name| actor_id(&self.country, name)),
            Kind::Unnamed => None,
        };
        let text = |text: String| Some(text).filter(|text| !text.is_empty());
        Identity {
            actor_id,
            name: self.name,
            country: text(self.country),
            sector: text(self.sector.to_owned()),
            role: self.role,
            organization: self.organization,
        }
    }
}

/// The stable id of a person or an organisation: country and name.
pub(super) fn actor_id(country: &str, name: &str) -> Option<String> {
    let words = Words::of(name);
    let slug: Vec<&str> = (0..words.len()).map(|at| words.key(at)).collect();
    let slug = slug.join("-");
    match (country, slug.as_str()) {
        (_, "") => None,
        ("", _) => Some(slug),
        _ => Some(format!("{country}/{slug}")),
    }
}

/// The words before `(MDC)` in the context of the phrase `MDC`.
fn spelled_out<'c>(phrase: &str, context: &'c str) -> Option<&'c str> {
    let short = phrase.trim().trim_start_matches("the ").trim_start_matches("The ");
    let n_letters = short.chars().filter(|letter| letter.is_uppercase()).count();
    if n_letters < 2 || short.contains(' ') {
        return None;
    }
    let before = context[..context.find(&format!("({short})"))?].trim_end();
    let mut start = before.len();
    let mut n_words = 0;
    for (at, _) in before.match_indices(' ').rev().chain(std::iter::once((0, ""))) {
        let word = before[at..start].trim();
        n_words += usize::from(word.starts_with(char::is_uppercase));
        start = at;
        if n_words >= n_letters || at == 0 {
            break;
        }
    }
    Some(before[start..].trim()).filter(|long| !long.is_empty() && *long != short)
}

/// A phrase while it is read.
pub(super) struct Scene<'s> {
    pub(super) book: &'s ActorBook,
    pub(super) phrase: &'s str,
    pub(super) words: &'s Words,
    pub(super) segments: &'s [Segment],
    pub(super) context: &'s str,
    pub(super) date: Option<Date>,
}

/// The sector of a phrase and how it was found.
#[derive(Debug, Clone, Copy, Default)]
struct Sector {
    code: &'static str,
    /// A country that a noun gives, as `IGO`.
    country: &'static str,
    /// Whether another hit may beat it.
    is_weak: bool,
}

impl Scene<'_> {
    fn read(&self, named: Option<&Named>) -> Reading {
        let sector = self.sector(named);
        let mut reading = Reading { sector: sector.code, ..Reading::default() };
        let body = self.head_body();
        reading.country = self.country(named, body, sector);
        if let Some(named) = named {
            self.tell_person(&mut reading, named);
        } else if let Some(body) = body.filter(|_| self.head_noun(0).is_none()) {
            reading.kind = Kind::Body;
            reading.name = Some(self.book.bodies[body as usize].name.clone());
        } else if self.is_land_alone() {
            reading.kind = Kind::State;
            reading.name = self.land_of(0).map(|land| self.book.lands[land as usize].name.clone());
        }
        if reading.kind == Kind::Unnamed {
            reading.role = self.bare_role();
        }
        if reading.kind != Kind::Body {
            reading.organization = self.any_body().map(|body| self.book.bodies[body as usize].name.clone());
        }
        reading
    }

    // Who

    /// The person whom the phrase names, known to the tables or not.
    fn named(&self) -> Option<Named> {
        for (number, segment) in self.segments.iter().enumerate() {
            if !matches!(segment.intro, Intro::Start | Intro::Comma) {
                continue;
            }
            if let Some(named) = self.long_form(number, segment) {
                return Some(named);
            }
            for item in &segment.items {
                if let ItemKind::People(people) = &item.kind {
                    // `Olaf Scholz's spokesman` is not `Olaf Scholz`.
                    let has_head = segment.items.iter().any(|other| {
                        other.words.start >= item.words.end && matches!(other.kind, ItemKind::Noun(_) | ItemKind::Plain)
                    });
                    if has_head && self.words.get(item.words.end - 1).is_possessive {
                        return None;
                    }
                    let words = self.with_capitals_around(segment, item);
                    // `Juan Carlos Jobet` is not `Juan Carlos`.
                    let is_other = item.words.len() < 3 && words != item.words;
                    let person = if is_other { None } else { self.best_person(people) };
                    return Some(Named { person, words, segment: number });
                }
            }
            if let Some(named) = self.unlisted(number, segment) {
                return Some(named);
            }
            if segment.items.iter().any(|item| matches!(item.kind, ItemKind::Noun(_) | ItemKind::Body(_))) {
                break;
            }
        }
        None
    }

    /// A person whose name stands with more words than the tables have, as `Ibrahim Mohamed Solih`.
    fn long_form(&self, number: usize, segment: &Segment) -> Option<Named> {
        let end = segment.items.last()?.words.end;
        let is_name = |item: &&Item| {
            !matches!(item.kind, ItemKind::Noun(_) | ItemKind::Small | ItemKind::Former)
                && item.words.clone().all(|at| self.words.get(at).is_capital && !self.words.get(at).is_possessive)
        };
        let first = segment.items.iter().rev().take_while(is_name).last()?.words.start;
        (first..end.saturating_sub(2)).find_map(|start| {
            if segment.items.iter().any(|item| matches!(item.kind, ItemKind::People(_)) && item.words == (start..end)) {
                return None;
            }
            let people = self.book.with_ends(self.words.key(start), self.words.key(end - 1));
            // Every word of the known name stands in the longer one: `George W. Bush` is not `George H. W. Bush`.
            let is_within = |person: &u32| {
                let known = Words::of(&self.book.people[*person as usize].name);
                (0..known.len()).all(|at| (start..end).any(|word| self.words.key(word) == known.key(at)))
            };
            let people: Vec<u32> = people.iter().copied().filter(is_within).collect();
            let person = if people.is_empty() { None } else { self.best_person(&people) };
            person.map(|person| Named { person: Some(person), words: start..end, segment: number })
        })
    }

    /// A run of capitals that ends a segment and may be the name of a person.
    fn unlisted(&self, number: usize, segment: &Segment) -> Option<Named> {
        let n_capitals = segment.items.iter().rev().take_while(|item| item.kind == ItemKind::Capital).count();
        let run = &segment.items[segment.items.len() - n_capitals..];
        let words = run.first()?.words.start..run.last()?.words.end;
        let (first, last) = (words.start, words.end - 1);
        // `The Daily Beast` is no Beast whom somebody calls Daily.
        let begins_with_the = segment.items.first().is_some_and(|item| self.is_article(item));
        let is_title = |item: &Item| {
            matches!(item.kind, ItemKind::Noun(noun) if noun.sector != "JNK")
                && !(begins_with_the && self.words.get(item.words.start).is_capital)
        };
        let has_title = segment.items[..segment.items.len() - n_capitals].iter().any(is_title);
        if first < last {
            let people = self.book.with_ends(self.words.key(first), self.words.key(last));
            let person = if people.is_empty() { None } else { self.best_person(people) };
            let is_described = self.segments.get(number + 1).is_some_and(|next| {
                next.intro == Intro::Comma && next.items.iter().any(|item| matches!(item.kind, ItemKind::Noun(_)))
            });
            return (person.is_some() || has_title || is_described).then_some(Named { person, words, segment: number });
        }
        let title = self.title_words(segment, first);
        let lands = self.lands_in(segment);
        let person = self.by_surname(self.words.key(last), &title, lands.last().copied());
        (person.is_some() || has_title).then_some(Named { person, words, segment: number })
    }

    fn title_words(&self, segment: &Segment, before: usize) -> Vec<&str> {
        let nouns =
            segment.items.iter().filter(|item| item.words.start < before && !matches!(item.kind, ItemKind::Small));
        nouns.flat_map(|item| item.words.clone()).map(|at| self.words.key(at)).collect()
    }

    /// The words of a person's name, with the unknown capitals that hang on it.
    fn with_capitals_around(&self, segment: &Segment, item: &Item) -> Range<usize> {
        let mut words = item.words.clone();
        for next in segment.items.iter().filter(|other| other.words.start >= item.words.end) {
            if next.kind != ItemKind::Capital || next.words.start != words.end {
                break;
            }
            words.end = next.words.end;
        }
        words
    }

    /// The one of several namesakes who fits the lands of the phrase, the context and the date best.
    fn best_person(&self, people: &[u32]) -> Option<u32> {
        if let [only] = people {
            return Some(*only);
        }
        let lands: Vec<&str> = self.segments.iter().flat_map(|segment| self.lands_in(segment)).collect();
        let around = countries_in(self.book, self.context);
        let fit = |number: &u32| {
            let person = &self.book.people[*number as usize];
            let held = person.office_at(self.date);
            let country = person.country.as_str();
            let rank = held.map_or(0, |held| held.office.rank());
            (
                lands.contains(&country),
                around.contains(&country),
                held.is_some_and(|held| !held.is_past),
                rank,
                std::cmp::Reverse(*number),
            )
        };
        people.iter().copied().max_by_key(fit)
    }

    /// The person whom a family name means: one with the office or country of the title, else a head of state or
    /// government, or a minister, of that day.
    pub(super) fn by_surname(&self, key: &str, title: &[&str], country: Option<&str>) -> Option<u32> {
        let people = self.book.with_surname(key);
        if people.is_empty() || key.len() < 2 {
            return None;
        }
        let around = countries_in(self.book, self.context);
        let fit = |number: u32| {
            let person = &self.book.people[number as usize];
            if country.is_some_and(|country| country != person.country) {
                return None;
            }
            let held = person.office_at(self.date)?;
            let role = Words::of(&held.office.role);
            let n_shared = (0..role.len()).filter(|at| title.contains(&role.key(*at))).count();
            let is_titled = n_shared > 0 && !title.is_empty();
            let is_known = held.office.rank() > 0 && !held.is_past;
            let is_near = around.contains(&person.country.as_str());
            let fits = is_titled && (is_known || country.is_some() || is_near || n_shared > 1)
                || title.is_empty() && (is_known || is_near)
                || country.is_some();
            fits.then(|| (n_shared, is_near, !held.is_past, held.office.rank()))
        };
        let scored: Vec<_> = people.iter().filter_map(|number| Some((fit(*number)?, *number))).collect();
        let best = scored.iter().map(|(score, _)| *score).max()?;
        let mut same = scored.iter().filter(|(score, _)| *score == best);
        let first = same.next()?.1;
        // Two of the same standing: nobody knows which.
        same.next().is_none().then_some(first)
    }

    fn tell_person(&self, reading: &mut Reading, named: &Named) {
        reading.kind = Kind::Person;
        reading.role = self.role_text(named);
        reading.name = Some(self.phrase[self.words.place(named.words.clone())].trim().to_owned()).map(without_ending);
        let Some(person) = named.person.map(|number| &self.book.people[number as usize]) else {
            return;
        };
        // A title with another country is that of a namesake.
        if person.country == reading.country || reading.country.is_empty() || person.country == "IGO" {
            reading.name = Some(person.name.clone());
            let held = person.office_at(self.date);
            reading.role = reading.role.take().or_else(|| held.and_then(super::office::Held::role));
        }
    }

    /// The words of the title before a name, or of the apposition after it.
    fn role_text(&self, named: &Named) -> Option<String> {
        let segment = &self.segments[named.segment];
        let title: Vec<&Item> = segment.items.iter().filter(|item| item.words.start < named.words.start).collect();
        let has_noun = title.iter().any(|item| matches!(item.kind, ItemKind::Noun(_)));
        if let (Some(first), true) = (title.iter().find(|item| !self.is_article(item)), has_noun) {
            return Some(self.phrase[self.words.place(first.words.start..named.words.start)].to_owned())
                .map(without_ending);
        }
        let next = self.segments.get(named.segment + 1).filter(|next| next.intro == Intro::Comma)?;
        next.items.iter().find(|item| matches!(item.kind, ItemKind::Noun(_)))?;
        let first = next.items.iter().find(|item| !self.is_article(item))?;
        let last = self.segments[named.segment + 1..]
            .iter()
            .enumerate()
            .take_while(|(at, segment)| *at == 0 || segment.intro != Intro::Comma);
        let end = last.filter_map(|(_, segment)| segment.items.last()).last()?.words.end;
        Some(self.phrase[self.words.place(first.words.start..end)].to_owned())
    }

    /// The words of a phrase that gives a role and no name: `senior State Department official`.
    fn bare_role(&self) -> Option<String> {
        let items = &self.segments[0].items;
        let head = &items[self.head_noun(0)?];
        if !is_generic(self.words.keys(head.words.clone())) {
            return None;
        }
        let is_counted = |item: &&Item| {
            item.kind == ItemKind::Small && !matches!(self.words.key(item.words.start), "senior" | "top" | "acting")
        };
        let first = items.iter().find(|item| !is_counted(item))?;
        let after = self.segments[1..].iter().take_while(|segment| segment.intro == Intro::Of);
        let end = after.filter_map(|segment| segment.items.last()).last().or(items.last())?.words.end;
        Some(self.phrase[self.words.place(first.words.start..end)].to_owned())
    }

    fn is_article(&self, item: &Item) -> bool {
        item.kind == ItemKind::Small
            && matches!(self.words.key(item.words.start), "the" | "a" | "an" | "his" | "her" | "their" | "its")
    }

    // Sector

    fn sector(&self, named: Option<&Named>) -> Sector {
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

    fn segment_sector(&self, number: usize, named: Option<&Named>) -> Option<Sector> {
        let segment = &self.segments[number];
        if let Some(at) = self.head_noun(number) {
            return Some(self.noun_sector(number, at, named));
        }
        if let Some(body) = self.body_of(segment) {
            let body = &self.book.bodies[body as usize];
            return Some(Sector {
                code: self.after(segment, body.sector),
                country: "",
                is_weak: body.sector.is_empty() && number > 0,
            });
        }
        if let Some(person) = named.filter(|named| named.segment == number).and_then(|named| named.person) {
            // An apposition that follows beats the table.
            let is_described = self.segments.get(number + 1).is_some_and(|next| next.intro == Intro::Comma)
                && self.head_noun(number + 1).is_some();
            let held = self.book.people[person as usize].office_at(self.date)?;
            return Some(Sector { code: self.after(segment, held.sector()), country: "", is_weak: is_described });
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
    fn noun_sector(&self, number: usize, at: usize, named: Option<&Named>) -> Sector {
        let segment = &self.segments[number];
        let ItemKind::Noun(noun) = segment.items[at].kind else {
            return Sector::default();
        };
        let key = self.words.keys(segment.items[at].words.clone());
        let is_generic = is_generic(key) || noun.sector == "UNK";
        let found =
            |code: &'static str| Sector { code: self.after(segment, code), country: noun.country, is_weak: false };
        let before = self.nouns_before(segment, at);
        if let Some(side) = before.iter().find(|code| matches!(**code, "OPP" | "REB" | "UAF" | "PRM"))
            && (is_generic || matches!(noun.sector, "GOV" | "MIL" | "UAF" | "BUS" | "LAB" | "CVL" | "PRE"))
        {
            return found(side);
        }
        let body =
            self.body_of(segment).map(|body| self.book.bodies[body as usize].sector).filter(|code| !code.is_empty());
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
            code: self.after(segment, noun.sector),
            country: noun.country,
            is_weak: noun.sector == "UNK" || noun.sector == "JNK",
        }
    }

    /// The sectors of the nouns before the head, the nearest first.
    fn nouns_before(&self, segment: &Segment, at: usize) -> Vec<&'static str> {
        let nouns = segment.items[..at]
            .iter()
            .rev()
            .filter_map(|item| if let ItemKind::Noun(noun) = item.kind { Some(noun) } else { None });
        nouns.map(|noun| noun.sector).filter(|code| !matches!(*code, "" | "UNK" | "JNK")).collect()
    }

    /// The sector of the body or people that a head belongs to by `of`, `at`, `for`.
    fn belonging(&self, number: usize) -> Option<&'static str> {
        let after = self.segments[number + 1..]
            .iter()
            .take_while(|segment| segment.intro == Intro::Of || segment.intro == Intro::And);
        let after = after.enumerate().map(|(at, segment)| (number + 1 + at, segment));
        after.filter(|(_, segment)| segment.intro == Intro::Of).find_map(|(next, segment)| {
            let body = self.body_of(segment).map(|body| self.book.bodies[body as usize].sector);
            let noun = self.head_noun(next).and_then(|at| match segment.items[at].kind {
                ItemKind::Noun(noun) if is_generic(self.words.keys(segment.items[at].words.clone())) => {
                    body.or(self.nouns_before(segment, at).first().copied()).or(Some(noun.sector))
                }
                ItemKind::Noun(noun) => Some(noun.sector),
                _ => None,
            });
            noun.or(body).filter(|code| !matches!(*code, "" | "UNK" | "JNK"))
        })
    }

    /// The sector, as it is after `former` in the same segment.
    fn after(&self, segment: &Segment, code: &'static str) -> &'static str {
        let is_former = segment.items.iter().any(|item| item.kind == ItemKind::Former);
        if is_former { after_office(code) } else { code }
    }

    /// The number of the item that is the head noun of a segment.
    fn head_noun(&self, number: usize) -> Option<usize> {
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

    // Lands and bodies

    fn country(&self, named: Option<&Named>, head_body: Option<u32>, sector: Sector) -> String {
        let head = &self.segments[0];
        if let Some(body) = head_body.filter(|_| self.head_noun(0).is_none()) {
            let country = &self.book.bodies[body as usize].country;
            if !country.is_empty() {
                return country.clone();
            }
        }
        let (backers, lands) = self.backers_and_lands(head);
        if let Some(country) = lands.last() {
            return (*country).to_owned();
        }
        if !sector.country.is_empty() {
            return sector.country.to_owned();
        }
        if let Some(country) = self.body_country(head) {
            return country;
        }
        let appositions = self.segments[1..].iter().take_while(|segment| !matches!(segment.intro, Intro::Other));
        for segment in appositions.filter(|segment| segment.intro != Intro::And) {
            // What an apposition says of its own place comes before what the tables know.
            if let Some(country) = self
                .lands_in(segment)
                .last()
                .map(|country| (*country).to_owned())
                .or_else(|| self.body_country(segment))
            {
                return country;
            }
        }
        let owner = named.and_then(|named| named.person).or_else(|| self.owner());
        if let Some(person) = owner {
            return self.country_of(person);
        }
        if let Some(backer) = backers.last() {
            return (*backer).to_owned();
        }
        let is_public = !matches!(sector.code, "" | "UNK" | "JNK");
        let is_bodiless = head_body.is_none_or(|body| !self.book.bodies[body as usize].sector.is_empty());
        if is_public && is_bodiless && !self.context.is_empty() {
            let around = countries_in(self.book, self.context);
            if let [only] = around.as_slice() {
                return (*only).to_owned();
            }
        }
        String::new()
    }

    /// The country of a person; that of the body for one in the service of several states.
    fn country_of(&self, person: u32) -> String {
        let person = &self.book.people[person as usize];
        let held = person.office_at(self.date).filter(|_| person.country == "IGO");
        let body = held.map(|held| self.book.read(&title_case(&held.office.role), "", None).country);
        body.filter(|country| !country.is_empty()).unwrap_or_else(|| person.country.clone())
    }

    fn body_country(&self, segment: &Segment) -> Option<String> {
        let body = self.body_of(segment)?;
        Some(self.book.bodies[body as usize].country.clone()).filter(|country| !country.is_empty())
    }

    /// The codes of the lands in a segment, without those of mere backers.
    fn lands_in(&self, segment: &Segment) -> Vec<&str> {
        self.backers_and_lands(segment).1
    }

    fn backers_and_lands(&self, segment: &Segment) -> (Vec<&str>, Vec<&str>) {
        let (mut backers, mut lands) = (Vec::new(), Vec::new());
        for (at, item) in segment.items.iter().enumerate() {
            match &item.kind {
                ItemKind::Land(numbers, _) => {
                    let is_backer = segment.items.get(at + 1).is_some_and(|next| next.kind == ItemKind::Backed);
                    let code = self.best_land(numbers);
                    if is_backer { backers.push(code) } else { lands.push(code) }
                }
                // `Somali pirates` stand in the table as one phrase.
                ItemKind::Noun(_) if item.words.len() > 1 => {
                    lands.extend(item.words.clone().filter_map(|word| self.land_word(word)));
                }
                _ => {}
            }
        }
        backers.retain(|code| !code.is_empty());
        lands.retain(|code| !code.is_empty());
        (backers, lands)
    }

    /// The country of a single word that names one, or a body of one by its abbreviation.
    fn land_word(&self, word: usize) -> Option<&str> {
        self.book.meanings(self.words, word..word + 1).into_iter().find_map(|meaning| match meaning {
            Meaning::Land(land, LandWord::Name | LandWord::Demonym | LandWord::Territory) => {
                Some(self.book.lands[land as usize].code.as_str())
            }
            Meaning::Body(body) if self.words.get(word).is_acronym => {
                Some(self.book.bodies[body as usize].country.as_str())
            }
            _ => None,
        })
    }

    /// The person whose possessive stands before the head: `Olaf Scholz's spokesman`.
    fn owner(&self) -> Option<u32> {
        self.segments[0].items.iter().find_map(|item| match &item.kind {
            ItemKind::People(people) if self.words.get(item.words.end - 1).is_possessive => self.best_person(people),
            _ => None,
        })
    }

    fn best_land(&self, numbers: &[u32]) -> &str {
        let code = |number: u32| self.book.lands[number as usize].code.as_str();
        if let [only] = numbers {
            return code(*only);
        }
        let around = countries_in(self.book, self.context);
        let near = numbers.iter().copied().find(|number| around.contains(&code(*number)));
        near.or(numbers.first().copied()).map_or("", code)
    }

    fn land_of(&self, number: usize) -> Option<u32> {
        self.segments[number].items.iter().rev().find_map(land_item).map(|found| found.0)
    }

    /// Whether the phrase is nothing but the name of a land.
    fn is_land_alone(&self) -> bool {
        let items = &self.segments[0].items;
        let mut n_lands = 0;
        for item in items {
            match item.kind {
                ItemKind::Land(_, LandWord::Demonym) => return false,
                ItemKind::Land(..) => n_lands += 1,
                ItemKind::Small => {}
                _ => return false,
            }
        }
        n_lands > 0
    }

    /// The organisation of a segment: the one that fits its lands and the context, else the first.
    fn body_of(&self, segment: &Segment) -> Option<u32> {
        let numbers = segment
            .items
            .iter()
            .rev()
            .find_map(|item| if let ItemKind::Body(n) = &item.kind { Some(n) } else { None })?;
        if let [only] = numbers.as_slice() {
            return Some(*only);
        }
        let lands: Vec<&str> = self.segments.iter().flat_map(|segment| self.lands_in(segment)).collect();
        let around = countries_in(self.book, self.context);
        let country = |number: &&u32| self.book.bodies[**number as usize].country.as_str();
        let by = |codes: &[&str]| numbers.iter().find(|number| codes.contains(&country(number)));
        by(&lands).or_else(|| by(&around)).or(numbers.first()).copied()
    }

    fn head_body(&self) -> Option<u32> {
        self.body_of(&self.segments[0])
    }

    fn any_body(&self) -> Option<u32> {
        self.segments.iter().find_map(|segment| self.body_of(segment))
    }
}

/// A person whom a phrase names.
#[derive(Debug, Clone)]
struct Named {
    person: Option<u32>,
    words: Range<usize>,
    segment: usize,
}

/// The segments in which what stands inside a person's name means nothing else.
fn without_name(mut segments: Vec<Segment>, named: &Named) -> Vec<Segment> {
    for item in &mut segments[named.segment].items {
        let is_inside = named.words.start <= item.words.start && item.words.end <= named.words.end;
        if is_inside && !matches!(item.kind, ItemKind::People(_)) {
            item.kind = ItemKind::Capital;
        }
    }
    segments
}

fn land_item(item: &Item) -> Option<(u32, LandWord)> {
    match &item.kind {
        ItemKind::Land(numbers, word) => Some((*numbers.first()?, *word)),
        _ => None,
    }
}

/// Whether a role says nothing of the body that its bearer belongs to: all its words are such.
fn is_generic(key: &str) -> bool {
    key.split(' ').all(|word| GENERIC.contains(&word.strip_suffix('s').unwrap_or(word)) || GENERIC.contains(&word))
}

/// Whether a role is so loose that what is known of a person tells more.
fn is_loose(key: &str) -> bool {
    matches!(
        key,
        "leader"
            | "chief"
            | "head"
            | "commander"
            | "official"
            | "member"
            | "figure"
            | "founder"
            | "representative"
            | "boss"
            | "spokesman"
            | "spokeswoman"
    )
}

/// Whether a role is that of someone who works or fights for whatever body is named before it.
fn is_staff(key: &str) -> bool {
    const STAFF: [&str; 14] = [
        "worker",
        "employee",
        "staff",
        "volunteer",
        "activist",
        "fighter",
        "gunman",
        "militant",
        "force",
        "troop",
        "militia",
        "soldier",
        "supporter",
        "rebel",
    ];
    let last = key.rsplit(' ').next().unwrap_or(key);
    last == "gunmen" || STAFF.contains(&last) || STAFF.contains(&last.strip_suffix('s').unwrap_or(last))
}

const GENERIC: [&str; 61] = [
    "official",
    "leader",
    "chief",
    "head",
    "director",
    "president",
    "chairman",
    "chair",
    "chairwoman",
    "chairperson",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "spokespeople",
    "spokesmen",
    "member",
    "founder",
    "representative",
    "secretary",
    "commander",
    "deputy",
    "adviser",
    "aide",
    "employee",
    "staff",
    "source",
    "supporter",
    "group",
    "unit",
    "figure",
    "branch",
    "wing",
    "cell",
    "faction",
    "agent",
    "officer",
    "operative",
    "boss",
    "executive",
    "coordinator",
    "personnel",
    "team",
    "delegation",
    "delegate",
    "side",
    "analyst",
    "senior",
    "top",
    "vice",
    "general",
    "regional",
    "local",
    "leadership",
    "veteran",
    "number",
    "hundred",
    "thousand",
    "dozen",
    "body",
    "cofounder",
    "co",
];

/// A role with capitals, so that the names in it are known: those of the tables are in lower case.
fn title_case(role: &str) -> String {
    let words = role.split(' ').map(|word| {
        let mut letters = word.chars();
        let first: String = letters.next().map(char::to_uppercase).into_iter().flatten().collect();
        first + letters.as_str()
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A name without a possessive ending and signs.
fn without_ending(name: String) -> String {
    let trimmed =
        name.trim_end_matches(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ':' | '-' | '—'));
    let trimmed = ["'s", "’s"].iter().find_map(|ending| trimmed.strip_suffix(ending)).unwrap_or(trimmed);
    trimmed.to_owned()
}
