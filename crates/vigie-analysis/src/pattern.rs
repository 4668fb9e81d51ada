//! Patterns: what an analyst looks for among events, claims and sentences.
//!
//! A condition that names nothing asks nothing. Actors are named as the records name them: `BLR` is a country, `BLR/MIL`
//! its military, `BLR/lukashenko-alexander` a person by id.

use std::cell::OnceCell;

use serde::{Deserialize, Serialize};
use vigie_record::{ClaimKind, Polarity, Status};

use crate::dossier::{ClaimRow, EventRow, PartyRow};

/// The sixteen event types of PLOVER.
pub const EVENT_TYPES: [&str; 16] = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
];

/// The sectors that actors have, as PLOVER names them.
pub const SECTORS: [&str; 28] = [
    "GOV", "MIL", "REB", "PRM", "UAF", "OPP", "PTY", "LEG", "COP", "SPY", "JUD", "MED", "JRN", "EDU", "BUS", "LAB",
    "AGR", "CRM", "CVL", "SOC", "NGO", "ENV", "REF", "REL", "SET", "ELI", "PRE", "UNK",
];

/// An actor as a pattern names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(into = "String")]
pub enum Who {
    /// Anybody of a country, or with this id.
    One(String),
    /// A sector of a country.
    Sector {
        /// The country.
        country: String,
        /// The sector.
        sector: String,
    },
}

impl Who {
    /// The actor that some words of a pattern name.
    pub fn named(name: &str) -> Self {
        match name.split_once('/') {
            Some((country, sector)) if SECTORS.contains(&sector) => {
                Self::Sector { country: country.to_owned(), sector: sector.to_owned() }
            }
            _ => Self::One(name.to_owned()),
        }
    }

    /// Whether a party is meant.
    pub fn is(&self, party: &PartyRow) -> bool {
        let has = |field: &Option<String>, wanted: &str| field.as_deref() == Some(wanted);
        match self {
            Self::One(name) => has(&party.country, name) || has(&party.actor_id, name),
            Self::Sector { country, sector } => has(&party.country, country) && has(&party.sector, sector),
        }
    }

    /// The country that it belongs to, or its id.
    pub fn country(&self) -> &str {
        match self {
            Self::One(name) => name.split('/').next().unwrap_or(name),
            Self::Sector { country, .. } => country,
        }
    }
}

impl From<Who> for String {
    fn from(who: Who) -> Self {
        match who {
            Who::One(name) => name,
            Who::Sector { country, sector } => format!("{country}/{sector}"),
        }
    }
}

/// What an event must be.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct EventPattern {
    /// One of these types.
    pub types: Vec<String>,
    /// One of these modes.
    pub modes: Vec<String>,
    /// One of these contexts.
    pub contexts: Vec<String>,
    /// A CAMEO code that begins with one of these.
    pub cameo: Vec<String>,
    /// One of these statuses; `happened` and `under-way` where none is named.
    pub statuses: Vec<Status>,
    /// One of these acts.
    pub actor: Vec<Who>,
    /// One of these is acted on.
    pub recipient: Vec<Who>,
    /// It was in one of these countries.
    pub place: Vec<String>,
    /// It is at least so likely real.
    pub min_probability: Option<f64>,
    /// Its sentence has one of these.
    pub words: Vec<Words>,
    /// Its sentence has none of these.
    pub unless: Vec<Words>,
}

/// What a claim must be.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ClaimPattern {
    /// One of these says so.
    pub source: Vec<Who>,
    /// One of these kinds.
    pub kinds: Vec<ClaimKind>,
    /// What is said has one of these.
    pub words: Vec<Words>,
    /// What is said has none of these.
    pub unless: Vec<Words>,
}

/// What a sentence must have.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct MentionPattern {
    /// One of these.
    pub words: Vec<Words>,
    /// And one of these, where some are named.
    pub with: Vec<Words>,
    /// None of these.
    pub unless: Vec<Words>,
}

/// A word or phrase. A `*` at the end of a word stands for any ending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(into = "String")]
pub struct Words(Vec<String>);

impl Words {
    /// The phrase of some words; absent where there are none.
    pub fn new(phrase: &str) -> Option<Self> {
        let words: Vec<String> = words_of(phrase, true).collect();
        (!words.is_empty()).then_some(Self(words))
    }

    /// Whether a text, cut by [`words_of`], has the phrase.
    fn is_in(&self, text: &[String]) -> bool {
        self.places(text).next().is_some()
    }

    /// Where the phrase stands in a text, cut by [`words_of`].
    fn places(&self, text: &[String]) -> impl Iterator<Item = (usize, usize)> {
        let is_phrase = |part: &[String]| part.iter().zip(&self.0).all(|(word, wanted)| fits(word, wanted));
        let parts = text.windows(self.0.len()).enumerate();
        parts.filter(move |(_, part)| is_phrase(part)).map(|(start, part)| (start, start + part.len()))
    }
}

impl From<Words> for String {
    fn from(words: Words) -> Self {
        words.0.join(" ")
    }
}

fn fits(word: &str, wanted: &str) -> bool {
    wanted.strip_suffix('*').map_or(word == wanted, |beginning| word.starts_with(beginning))
}

/// The words of a text in small letters, without marks; `*` stays where a pattern has it.
fn words_of(text: &str, with_star: bool) -> impl Iterator<Item = String> {
    let is_mark = move |letter: char| !(letter.is_alphanumeric() || (with_star && letter == '*'));
    text.split(is_mark).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// A text that patterns are compared with: it is cut into words when the first of them asks, and once.
#[derive(Debug)]
pub(crate) struct Wording<'a> {
    text: &'a str,
    words: OnceCell<Vec<String>>,
}

impl<'a> Wording<'a> {
    /// The words of a text.
    pub(crate) const fn of(text: &'a str) -> Self {
        Self { text, words: OnceCell::new() }
    }

    fn words(&self) -> &[String] {
        self.words.get_or_init(|| words_of(self.text, false).collect())
    }

    fn has(&self, words: &[Words], with: &[Words], unless: &[Words]) -> bool {
        let any = |wanted: &[Words]| wanted.iter().any(|phrase| phrase.is_in(self.words()));
        (words.is_empty() || any(words)) && (with.is_empty() || any(with)) && !any(unless)
    }
}

/// Words that deny what they stand near to.
const DENYING: &[&str] =
    &["no", "not", "nor", "neither", "none", "never", "without", "deny", "denied", "denies", "denying", "absent", "t"];

/// Words that only suppose what they stand near to. `May` is left out: it is a month more often.
const SUPPOSING: &[&str] = &["if", "unless", "whether", "would", "could", "might", "should"];

/// How far before and after a phrase such a word speaks of it.
const NEAR: (usize, usize) = (10, 8);

/// How a row answers to a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It has what is looked for.
    Seen,
    /// It says that there is none.
    Denied,
}

impl EventPattern {
    /// How an event answers; `sentence` is the one that it stands in.
    ///
    /// A denial by the very actor who is watched is no answer: that a government denies its plans tells nothing of them.
    pub fn answer(&self, event: &EventRow, sentence: &str) -> Option<Answer> {
        self.answer_in(event, &Wording::of(sentence))
    }

    /// The same, of a sentence that other patterns are compared with too.
    pub(crate) fn answer_in(&self, event: &EventRow, sentence: &Wording<'_>) -> Option<Answer> {
        if !self.fits_all_but_status(event, sentence) {
            return None;
        }
        if self.takes(event.status) {
            let is_likely = self.min_probability.is_none_or(|least| event.probability.is_none_or(|p| p >= least));
            return is_likely.then_some(Answer::Seen);
        }
        let is_own = event.said_by.as_deref().is_some_and(|by| event.actor.country.as_deref() == Some(by));
        (event.status == Status::Denied && !is_own).then_some(Answer::Denied)
    }

    /// Whether a status is one of those that are looked for.
    pub fn takes(&self, status: Status) -> bool {
        if self.statuses.is_empty() {
            matches!(status, Status::Happened | Status::UnderWay)
        } else {
            self.statuses.contains(&status)
        }
    }

    /// Whether all conditions hold but those on status and probability.
    fn fits_all_but_status(&self, event: &EventRow, sentence: &Wording<'_>) -> bool {
        let named = |wanted: &[String], found: Option<&str>| {
            wanted.is_empty() || found.is_some_and(|found| wanted.iter().any(|name| name == found))
        };
        let who = |wanted: &[Who], party: &PartyRow| wanted.is_empty() || wanted.iter().any(|who| who.is(party));
        named(&self.types, Some(&event.event_type))
            && named(&self.modes, event.mode.as_deref())
            && (self.contexts.is_empty() || event.contexts.iter().any(|context| self.contexts.contains(context)))
            && (self.cameo.is_empty()
                || event
                    .cameo
                    .as_ref()
                    .is_some_and(|code| self.cameo.iter().any(|root| code.starts_with(root.as_str()))))
            && who(&self.actor, &event.actor)
            && who(&self.recipient, &event.recipient)
            && named(&self.place, event.place_country.as_deref())
            && sentence.has(&self.words, &[], &self.unless)
    }
}

impl ClaimPattern {
    /// How a claim answers; one whose source denies what is said is a denial.
    pub fn answer(&self, claim: &ClaimRow) -> Option<Answer> {
        self.answer_in(claim, &Wording::of(&claim.content))
    }

    /// The same, of content that other patterns are compared with too.
    pub(crate) fn answer_in(&self, claim: &ClaimRow, content: &Wording<'_>) -> Option<Answer> {
        let fits = (self.source.is_empty() || self.source.iter().any(|who| who.is(&claim.source)))
            && (self.kinds.is_empty() || self.kinds.contains(&claim.kind))
            && content.has(&self.words, &[], &self.unless);
        fits.then(|| {
            let asks_denial = self.kinds.contains(&ClaimKind::Denial);
            let denies = claim.polarity == Polarity::Denied || claim.kind == ClaimKind::Denial;
            if denies && !asks_denial { Answer::Denied } else { Answer::Seen }
        })
    }
}

impl MentionPattern {
    /// How a sentence answers: one with a denying word near the phrase is a denial, one that only supposes it is no answer.
    pub fn answer(&self, sentence: &str) -> Option<Answer> {
        self.answer_in(&Wording::of(sentence))
    }

    /// The same, of a sentence that other patterns are compared with too.
    pub(crate) fn answer_in(&self, sentence: &Wording<'_>) -> Option<Answer> {
        if !sentence.has(&self.words, &self.with, &self.unless) {
            return None;
        }
        let words = sentence.words();
        let answers = self.words.iter().flat_map(|phrase| phrase.places(words)).map(|(start, end)| {
            let around = &words[start.saturating_sub(NEAR.0)..(end + NEAR.1).min(words.len())];
            let has = |list: &[&str]| around.iter().any(|word| list.contains(&word.as_str()));
            if has(DENYING) { Some(Answer::Denied) } else { (!has(SUPPOSING)).then_some(Answer::Seen) }
        });
        // One place that says it is enough.
        answers.flatten().min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_by_whole_words() {
        let cases = [
            ("field hospital", "A field hospital was seen.", true),
            ("field hospital", "Hospitals in the field.", false),
            ("reserv*", "Some 430 reservists came.", true),
            ("reserv", "Some 430 reservists came.", false),
            ("Call-up", "No call-up was ordered.", true),
            ("", "Anything.", false),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .filter(|(phrase, text, wanted)| {
                let words: Vec<String> = words_of(text, false).collect();
                Words::new(phrase).is_some_and(|phrase| phrase.is_in(&words)) != *wanted
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn a_denying_word_counts_where_it_is_near() {
        let pattern = MentionPattern { words: Words::new("strike group").into_iter().collect(), ..Default::default() };
        assert_eq!(pattern.answer("A strike group is forming."), Some(Answer::Seen));
        assert_eq!(pattern.answer("No strike group has been seen."), Some(Answer::Denied));
        assert_eq!(pattern.answer("They did not say."), None);
        assert_eq!(pattern.answer("If a strike group forms, they leave."), None);
        assert_eq!(pattern.answer("KYIV, May 4 - A strike group forms."), Some(Answer::Seen));
        let far = "A strike group is forming near the town of Mazyr in the south of the country, said a man who did not leave.";
        assert_eq!(pattern.answer(far), Some(Answer::Seen));
    }

    #[test]
    fn actors_are_named_by_country_sector_or_id() {
        let party = PartyRow {
            actor_id: Some("BLR/khrenin-viktor".to_owned()),
            country: Some("BLR".to_owned()),
            sector: Some("MIL".to_owned()),
            name: None,
        };
        for (name, wanted) in
            [("BLR", true), ("BLR/MIL", true), ("BLR/GOV", false), ("BLR/khrenin-viktor", true), ("RUS", false)]
        {
            assert_eq!(Who::named(name).is(&party), wanted, "{name}");
        }
    }
}
