//! References: `now`, `recently`, `the future`, times that name no stretch of the calendar.

use super::meaning::{Found, Meaning};
use super::numbers::amount;
use super::words::{Lexeme, Words};

const PRESENT: &[&str] = &[
    "now",
    "right now",
    "currently",
    "current",
    "at present",
    "presently",
    "nowadays",
    "these days",
    "the present",
    "at the moment",
    "the moment",
    "the time being",
    "present - day",
];
const PAST: &[&str] = &[
    "recently",
    "more recently",
    "most recently",
    "just recently",
    "until recently",
    "lately",
    "previously",
    "the past",
    "the recent past",
    "long ago",
    "not long ago",
    "recent",
    "in the old days",
];
const FUTURE: &[&str] = &[
    "soon",
    "very soon",
    "the future",
    "the near future",
    "the foreseeable future",
    "the not - too - distant future",
    "someday",
    "the coming days",
    "the near term",
    "the long term",
    "the short term",
];

/// Reads a reference.
pub(super) fn reference(words: &Words<'_>, at: usize) -> Option<Found> {
    let lists = [(PRESENT, "PRESENT_REF"), (PAST, "PAST_REF"), (FUTURE, "FUTURE_REF")];
    let longest = lists
        .into_iter()
        .filter_map(|(list, value)| Some((list.iter().filter_map(|phrase| words.skip(at, phrase)).max()?, value)))
        .max_by_key(|&(to, _)| to);
    let (to, value) = longest?;
    if is_other(words, at, to) {
        return None;
    }
    // `Recent years` is one expression.
    if words.is(at, "recent") {
        return match words.lexeme(to) {
            Lexeme::Units(_) => Some(Found::new(at, to + 1, Meaning::Reference(value))),
            _ => Some(Found::new(at, to, Meaning::Reference(value))),
        };
    }
    Some(Found::new(at, to, Meaning::Reference(value)))
}

/// Whether the words have another sense here.
fn is_other(words: &Words<'_>, at: usize, to: usize) -> bool {
    match words.text(to - 1).to_ascii_lowercase().as_str() {
        "past" if words.follows_any(at, &["in", "from"]) => {
            // `In the past five years` is longer and so found elsewhere.
            amount(words, to).is_some() || matches!(words.lexeme(to), Lexeme::Unit(_) | Lexeme::Units(_))
        }
        "past" | "present" | "future" | "moment" => {
            // `The past five years`, `the present government`, `the future king`.
            !(super::pointing::ends_clause(words, to) || words.is_any(to, &["of", "that", "will", "was", "is", "has"]))
                || words.is(to - 1, "moment") && words.is_any(to, &["of", "that", "when", "he", "she", "they"])
        }
        "soon" => words.is(to, "as") || words.follows_any(at, &["as", "too", "how"]),
        "current" => words.is_capital(at) && !words.begins_sentence(at),
        "now" => words.is(to, "-") || words.is_capital(at) && !words.begins_sentence(at),
        _ => false,
    }
}
