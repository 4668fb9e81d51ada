//! Numbers: how many, in figures or in words, told or vague.

use super::meaning::Amount;
use super::words::{Lexeme, Words};
use crate::number_words::{SMALL, TENS};

const ORDINALS: [&str; 12] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth",
];
const TEEN_ORDINALS: [&str; 7] =
    ["thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"];

/// Phrases for some number, with about how many people mean.
const VAGUE: &[(&str, f64)] = &[
    ("a couple of", 2.0),
    ("a couple", 2.0),
    ("couple of", 2.0),
    ("a few", 4.0),
    ("quite a few", 6.0),
    ("few", 4.0),
    ("several", 5.0),
    ("some", 5.0),
    ("many", 10.0),
    ("a number of", 5.0),
    ("numerous", 10.0),
    ("multiple", 5.0),
    ("countless", 50.0),
    ("dozens of", 36.0),
    ("scores of", 60.0),
    ("tens of", 30.0),
    ("hundreds of", 300.0),
    ("thousands of", 3000.0),
    ("tens of thousands of", 30_000.0),
    ("hundreds of thousands of", 300_000.0),
    ("millions of", 3e6),
];

/// Reads how many from the word at `at`; gives the word after it too. `a` and `an` count as one.
pub(super) fn amount(words: &Words<'_>, at: usize) -> Option<(Amount, usize)> {
    let vague = VAGUE.iter().filter_map(|&(phrase, about)| Some((words.skip(at, phrase)?, about)));
    if let Some((next, about)) = vague.max_by_key(|&(next, _)| next) {
        return Some((Amount::Vague(about), next));
    }
    if let Some(next) = words.skip_any(at, &["half an", "half a", "a half"]) {
        return Some((Amount::Exact(0.5), words.past_hyphen(next)));
    }
    if words.is(at, "half") && words.is_hyphen(at + 1) {
        return Some((Amount::Exact(0.5), at + 2));
    }
    if let Some(next) = words.skip_any(at, &["a dozen", "one dozen"]) {
        return Some((Amount::Exact(12.0), next));
    }
    if let Some(next) = words.skip(at, "a single").or_else(|| words.skip(at, "single -").map(|next| next - 1)) {
        return Some((Amount::Exact(1.0), next));
    }
    if words.is_any(at, &["a", "an"]) {
        return Some((Amount::Exact(1.0), at + 1));
    }
    let (number, next) = match words.lexeme(at) {
        Lexeme::Number(number) => (f64::from(number), at + 1),
        Lexeme::Figure(figure) => (figure, at + 1),
        _ => cardinal(words, at)?,
    };
    let (scaled, next) = scale(words, number, next);
    Some(with_half(words, scaled, next))
}

/// Reads a whole number written in words.
pub(super) fn cardinal(words: &Words<'_>, at: usize) -> Option<(f64, usize)> {
    if words.lexeme(at) != Lexeme::Word {
        return None;
    }
    if let Some(small) = position(words, at, &SMALL) {
        return Some((small, at + 1));
    }
    let tens = (position(words, at, &TENS)? + 2.0) * 10.0;
    let next = words.past_hyphen(at + 1);
    match position(words, next, &SMALL) {
        Some(ones) if (1.0..10.0).contains(&ones) => Some((tens + ones, next + 1)),
        _ => Some((tens, at + 1)),
    }
}

/// Reads an ordinal: `third`, `3rd`, `21st`, `twenty-first`.
pub(super) fn ordinal(words: &Words<'_>, at: usize) -> Option<(i8, usize)> {
    if let Lexeme::Number(number) = words.lexeme(at) {
        let has_ending = words.is_glued(at + 1) && words.is_any(at + 1, &["st", "nd", "rd", "th"]);
        return (has_ending && number < 100).then(|| i8::try_from(number).ok())?.map(|number| (number, at + 2));
    }
    if let Some(number) = whole_position(words, at, &ORDINALS) {
        return Some((number + 1, at + 1));
    }
    if let Some(number) = whole_position(words, at, &TEEN_ORDINALS) {
        return Some((number + 13, at + 1));
    }
    if words.is(at, "twentieth") {
        return Some((20, at + 1));
    }
    if words.is(at, "thirtieth") {
        return Some((30, at + 1));
    }
    let tens = whole_position(words, at, &["twenty", "thirty"])?;
    if !words.is_hyphen(at + 1) {
        return None;
    }
    let ones = whole_position(words, at + 2, &ORDINALS[..9])?;
    Some(((tens + 2) * 10 + ones + 1, at + 3))
}

fn position(words: &Words<'_>, at: usize, list: &[&str]) -> Option<f64> {
    whole_position(words, at, list).map(f64::from)
}

fn whole_position(words: &Words<'_>, at: usize, list: &[&str]) -> Option<i8> {
    let text = words.text(at);
    i8::try_from(list.iter().position(|word| text.eq_ignore_ascii_case(word))?).ok()
}

/// Reads `hundred`, `thousand` and `million` after a number, and what stands below them.
fn scale(words: &Words<'_>, number: f64, next: usize) -> (f64, usize) {
    let factor = match whole_position(words, next, &["hundred", "thousand", "million"]) {
        Some(0) => 100.0,
        Some(1) => 1000.0,
        Some(_) => 1e6,
        None => return (number, next),
    };
    let rest = if words.is(next + 1, "and") { next + 2 } else { next + 1 };
    match cardinal(words, rest) {
        Some((below, after)) if below < factor => (number * factor + below, after),
        _ => (number * factor, next + 1),
    }
}

/// Reads `and a half` and `1/2` after a number.
fn with_half(words: &Words<'_>, number: f64, next: usize) -> (Amount, usize) {
    let hyphens = if words.is_hyphen(next) { "- and - a - half" } else { "and a half" };
    if let Some(after) = words.skip(next, hyphens) {
        return (Amount::Exact(number + 0.5), after);
    }
    if words.text(next) == "½" {
        return (Amount::Exact(number + 0.5), next + 1);
    }
    if let Some(after) = words.skip(next, "1 / 2") {
        return (Amount::Exact(number + 0.5), after);
    }
    (Amount::Exact(number), next)
}
