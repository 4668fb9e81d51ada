//! Definite phrases: `the Belarusian leader`, `the group`, `the ministry`, `a spokesperson`.

use std::ops::Range;

use vigie_record::Identity;

use super::Page;
use super::mention::{Known, Mention};
use crate::actor::phrase::{Kind, Reading};
use crate::actor::words::Words;

/// How many words back a description may find the one whom it describes.
const REACH: usize = 400;

impl Page<'_> {
    /// Whom a phrase without a name stands for; `None` where it is the first that the page says of its bearer.
    pub(super) fn definite(&self, words: &Range<usize>, reading: &Reading, depth: usize) -> Option<Identity> {
        let first = self.document.word(words.start);
        let keys = Words::of(self.text_of(words));
        let last = keys.len().checked_sub(1)?;
        let head = singular(keys.key(last));
        if let Some(identity) = self.of_owner(words, reading, depth) {
            return Some(identity);
        }
        let is_definite =
            matches!(first.text().to_lowercase().as_str(), "the" | "this" | "that") || first.text() == "President";
        let speaks_for = is_speaker_of_a_body(&head) && keys.len() <= 2;
        if !is_definite && speaks_for {
            return Some(self.spokesperson(words, reading, &head));
        }
        if !is_definite || keys.len() > 4 || self.document.word(words.end - 1).feature("Number") == Some("Plur") {
            return None;
        }
        let is_bare = reading.country.is_empty() || reading.country == self.home_code();
        let fits = |known: &Known| is_meant(known, &head, if is_bare { "" } else { &reading.country });
        let before = self.last_before(words.start, |mention| fits(&self.known[mention.who]));
        if let Some(mention) = before {
            return Some(self.known[mention.who].identity.clone());
        }
        if speaks_for {
            return Some(self.spokesperson(words, reading, &head));
        }
        let holder = self.book.holder(&reading.country, &head, self.date)?;
        Some(self.book.read(&holder, "", self.date).into_identity())
    }

    fn last_before(&self, at: usize, fits: impl Fn(&Mention) -> bool) -> Option<&Mention> {
        let end = self.mentions.partition_point(|mention| mention.words.start < at);
        self.mentions[..end]
            .iter()
            .rev()
            .take_while(|mention| at - mention.words.start <= REACH)
            .find(|mention| fits(mention))
    }

    /// `his government`, `its spokesman`: the country and body are those of the owner.
    fn of_owner(&self, words: &Range<usize>, reading: &Reading, depth: usize) -> Option<Identity> {
        let first = self.document.word(words.start);
        if first.xpos() != "PRP$" || words.len() < 2 {
            return None;
        }
        let owner = self.pronoun(words.start, depth)?;
        let is_body = owner.role.is_none();
        let sector = Some(reading.sector.to_owned()).filter(|sector| !sector.is_empty());
        Some(Identity {
            country: Some(reading.country.clone()).filter(|country| !country.is_empty()).or(owner.country),
            sector: sector.filter(|sector| sector != "UNK").or(if is_body { owner.sector } else { None }),
            role: reading.role.clone(),
            organization: reading.organization.clone().or(if is_body { owner.name } else { None }),
            ..Identity::default()
        })
    }

    /// A spokesperson of whom only that is said speaks for the body that the paragraph is about.
    fn spokesperson(&self, words: &Range<usize>, reading: &Reading, head: &str) -> Identity {
        let paragraph = self.paragraph_of[words.start];
        let end = self.mentions.partition_point(|mention| mention.words.start < words.start);
        let near = self.mentions[..end]
            .iter()
            .rev()
            .take_while(|mention| self.paragraph_of[mention.words.start] + 1 >= paragraph);
        let bodies: Vec<&Mention> = near.filter(|mention| self.known[mention.who].kind == Kind::Body).collect();
        let same = bodies.iter().filter(|mention| self.paragraph_of[mention.words.start] == paragraph);
        let chosen = same
            .clone()
            .find(|mention| mention.is_subject || mention.is_source)
            .or_else(|| same.clone().next())
            .or(bodies.first());
        let Some(body) = chosen.map(|mention| &self.known[mention.who].identity) else {
            return reading.clone().into_identity();
        };
        Identity {
            role: body.name.as_ref().map(|name| format!("{name} {head}")),
            organization: body.name.clone(),
            country: body.country.clone(),
            sector: body.sector.clone().or_else(|| Some(reading.sector.to_owned()).filter(|sector| !sector.is_empty())),
            ..Identity::default()
        }
    }
}

/// Whether a noun can mean someone whom the page has named.
fn is_meant(known: &Known, noun: &str, country: &str) -> bool {
    let identity = &known.identity;
    let fits_country = country.is_empty() || identity.country.as_deref() == Some(country);
    let sector = identity.sector.as_deref().unwrap_or("");
    let name = known.name.join(" ");
    fits_country
        && match known.kind {
            Kind::Person => {
                let role = identity.role.as_deref().unwrap_or("").to_lowercase();
                let has_noun = role.split(|letter: char| !letter.is_alphanumeric()).any(|word| word == noun);
                has_noun || noun == "leader" && is_leader(&role) && !country.is_empty()
            }
            Kind::Body => match noun {
                "group" | "organization" | "movement" | "militia" | "faction" => {
                    !matches!(sector, "GOV" | "BUS" | "MIL" | "COP" | "JRN" | "JUD" | "LEG")
                }
                "company" | "firm" | "giant" | "carmaker" | "bank" | "manufacturer" | "airline" | "maker" => {
                    sector == "BUS" || sector.is_empty() && name.contains(noun)
                }
                "party" => sector == "PTY" || sector == "OPP",
                "agency" | "service" | "office" => matches!(sector, "GOV" | "SPY" | "COP") || name.contains(noun),
                "alliance" | "bloc" | "union" => {
                    matches!(identity.country.as_deref(), Some("IGO" | "EUR")) || name.contains(noun)
                }
                "court" | "tribunal" => sector == "JUD",
                "university" | "institute" | "school" | "college" => sector == "EDU" || name.contains(noun),
                "newspaper" | "daily" | "broadcaster" | "network" => sector == "JRN",
                "ministry" | "department" | "council" | "commission" | "committee" | "parliament" | "army"
                | "police" | "bureau" | "embassy" => name.contains(noun),
                _ => false,
            },
            Kind::State => matches!(noun, "country" | "nation" | "republic" | "state" | "kingdom"),
            Kind::Unnamed => false,
        }
}

fn is_leader(role: &str) -> bool {
    let is_deputy = ["former", "deputy", "vice", "spokes", "adviser", "aide", "representative", "ambassador"]
        .iter()
        .any(|word| role.contains(word));
    let leads = [
        "president",
        "leader",
        "prime minister",
        "premier",
        "chancellor",
        "king",
        "ruler",
        "head of state",
        "emir",
        "sultan",
        "dictator",
        "monarch",
    ];
    !is_deputy && leads.iter().any(|word| role.contains(word))
}

fn is_speaker_of_a_body(noun: &str) -> bool {
    matches!(noun, "spokesperson" | "spokesman" | "spokeswoman" | "statement" | "spokespeople")
}

fn singular(key: &str) -> String {
    let key = match key.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => key.strip_suffix('s').filter(|stem| stem.len() > 3 && !stem.ends_with('s')).unwrap_or(key).to_owned(),
    };
    key.replace("organisation", "organization")
}
