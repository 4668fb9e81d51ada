//! Entries of the book: what a run of words may mean.

use std::ops::Range;

use jiff::civil::Date;

use super::words::Words;

/// A country, or a territory that counts to one.
#[derive(Debug, Clone)]
pub(super) struct Land {
    /// The code of the country; may be empty for a territory that lies in several.
    pub(super) code: String,
    pub(super) name: String,
    /// The sector of a territory that acts as a state or a government.
    pub(super) sector: &'static str,
}

/// An organisation with a name of its own.
#[derive(Debug, Clone)]
pub(super) struct Body {
    pub(super) name: String,
    pub(super) country: String,
    pub(super) sector: &'static str,
    /// What it was before a day: rebels who came to govern.
    pub(super) before: Option<(Date, &'static str)>,
}

impl Body {
    /// Its sector on a day; today's, if no day is known.
    pub(super) fn sector_on(&self, date: Option<Date>) -> &'static str {
        match (self.before, date) {
            (Some((turn, sector)), Some(date)) if date < turn => sector,
            _ => self.sector,
        }
    }
}

/// What a role noun says of its bearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Noun {
    pub(super) sector: &'static str,
    /// `IGO` for an organisation of states, else empty.
    pub(super) country: &'static str,
}

/// How a word stands for a land.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LandWord {
    /// The name of a country.
    Name,
    /// An adjective or the name of a people.
    Demonym,
    /// The capital.
    Capital,
    /// A seat of power.
    Metonym,
    /// The name of a territory or of one of its cities.
    Territory,
}

/// What a run of words may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The number of a land.
    Land(u32, LandWord),
    /// The number of an organisation.
    Body(u32),
    /// A role noun.
    Noun(Noun),
    /// The number of a person.
    Person(u32),
}

/// A meaning with the letters that it asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) meaning: Meaning,
    pub(super) case: Case,
}

/// Which letters a text must use for the words to have a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Any,
    /// A capital somewhere.
    Capital,
    /// Capitals only, as in `IS` or `WHO`.
    Acronym,
}

impl Case {
    /// What the name of a table asks for.
    pub(super) fn of(name: &str) -> Self {
        let is_upper = !name.contains(char::is_lowercase) && name.contains(char::is_uppercase);
        if is_upper && name.chars().filter(|letter| letter.is_alphabetic()).count() <= 5 {
            Self::Acronym
        } else if name.contains(char::is_uppercase) {
            Self::Capital
        } else {
            Self::Any
        }
    }

    /// Whether words of a phrase have such letters.
    pub(super) fn fits(self, words: &Words, mut range: Range<usize>) -> bool {
        match self {
            Self::Any => true,
            Self::Capital => {
                range.any(|at| words.get(at).is_capital || words.get(at).is_acronym || starts_with_digit(words.key(at)))
            }
            Self::Acronym => {
                range.all(|at| words.get(at).is_acronym || words.key(at).len() == 1 || starts_with_digit(words.key(at)))
            }
        }
    }
}

fn starts_with_digit(key: &str) -> bool {
    key.starts_with(|letter: char| letter.is_ascii_digit())
}
