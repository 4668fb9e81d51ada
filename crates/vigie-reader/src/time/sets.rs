//! Times that come again: `weekly`, `every Tuesday`, `each year`, `Fridays`.

use super::meaning::{Amount, Found, Meaning};
use super::numbers::{amount, ordinal};
use super::unit::Unit;
use super::words::{Lexeme, Words};

/// Adverbs and adjectives with the length between two times.
const ADVERBS: &[(&str, &str)] = &[
    ("hourly", "PT1H"),
    ("daily", "P1D"),
    ("nightly", "XXXX-XX-XXTNI"),
    ("weekly", "P1W"),
    ("biweekly", "P2W"),
    ("fortnightly", "P2W"),
    ("monthly", "P1M"),
    ("bimonthly", "P2M"),
    ("quarterly", "P3M"),
    ("semiannual", "P6M"),
    ("semiannually", "P6M"),
    ("annual", "P1Y"),
    ("annually", "P1Y"),
    ("yearly", "P1Y"),
    ("biennial", "P2Y"),
];

/// Reads a time that comes again.
pub(super) fn set(words: &Words<'_>, at: usize) -> Option<Found> {
    adverb(words, at).or_else(|| every(words, at)).or_else(|| rate(words, at)).or_else(|| plural(words, at))
}

fn adverb(words: &Words<'_>, at: usize) -> Option<Found> {
    let value = ADVERBS.iter().find(|(word, _)| words.is(at, word))?.1;
    // With a capital inside a sentence it is a name: `the Daily Mail`.
    let is_name =
        words.is_capital(at) && (!words.begins_line(at) && !words.begins_sentence(at) || words.is_capital(at + 1));
    (!is_name).then(|| Found::new(at, at + 1, Meaning::Set(value.to_owned())))
}

/// Reads `every Tuesday`, `every two weeks`, `each year`, `every other day`.
fn every(words: &Words<'_>, at: usize) -> Option<Found> {
    if !words.is_any(at, &["every", "each"]) {
        return None;
    }
    let next = if words.is_any(at + 1, &["single", "passing"]) { at + 2 } else { at + 1 };
    let of_unit = |unit: Unit, count: f64| {
        let (before, after) = unit.letters();
        let count = if unit == Unit::Fortnight { count * 2.0 } else { count };
        format!("{before}{count}{after}")
    };
    let (value, to) = match words.lexeme(next) {
        Lexeme::Unit(unit) => (of_unit(unit, 1.0), next + 1),
        Lexeme::Weekday(weekday) => match words.lexeme(next + 1) {
            Lexeme::Part(part) => (format!("XXXX-WXX-{weekday}{}", part.letters()), next + 2),
            _ => (format!("XXXX-WXX-{weekday}"), next + 1),
        },
        Lexeme::Month(month) => (format!("XXXX-{month:02}"), next + 1),
        Lexeme::Season(season) => (format!("XXXX-{}", season.letters()), next + 1),
        Lexeme::Part(part) => (format!("XXXX-XX-XX{}", part.letters()), next + 1),
        _ if words.is(next, "weekend") => ("XXXX-WXX-WE".to_owned(), next + 1),
        _ if words.is(next, "other") => match words.lexeme(next + 1) {
            Lexeme::Unit(unit) => (of_unit(unit, 2.0), next + 2),
            _ => return None,
        },
        _ => counted(words, next, of_unit)?,
    };
    Some(Found::new(at, to, Meaning::Set(value)))
}

fn counted(words: &Words<'_>, at: usize, of_unit: impl Fn(Unit, f64) -> String) -> Option<(String, usize)> {
    if let Some((Amount::Exact(count), next)) = amount(words, at)
        && let Lexeme::Units(unit) = words.lexeme(next)
    {
        return Some((of_unit(unit, count), next + 1));
    }
    if let Some((Amount::Vague(_), next)) = amount(words, at)
        && let Lexeme::Units(unit) = words.lexeme(next)
    {
        let (before, after) = unit.letters();
        return Some((format!("{before}X{after}"), next + 1));
    }
    let (count, next) = ordinal(words, at)?;
    match words.lexeme(next) {
        Lexeme::Unit(unit) => Some((of_unit(unit, f64::from(count)), next + 1)),
        _ => None,
    }
}

/// Reads the unit of a rate: `$15 a year`, `twice a week`, `per day`.
fn rate(words: &Words<'_>, at: usize) -> Option<Found> {
    let start = if words.is_any(at, &["once", "twice"]) {
        at + 1
    } else if matches!(words.lexeme(at), Lexeme::Number(_) | Lexeme::Word)
        && words.is(at + 1, "times")
        && words.is_any(at + 2, &["a", "per"])
    {
        at + 2
    } else {
        at
    };
    let has_count = start > at;
    if !(words.is(start, "per") || has_count && words.is_any(start, &["a", "an", "each", "every"])) {
        return None;
    }
    let Lexeme::Unit(unit) = words.lexeme(start + 1) else { return None };
    if unit == Unit::Second || unit == Unit::Minute && !has_count {
        return None;
    }
    let (before, after) = unit.letters();
    let to = start + 2;
    // The word `per` marks the relation and is no part of the time.
    let from = if has_count { at } else { start + 1 };
    (from == at || !has_count).then(|| Found::new(from, to, Meaning::Set(format!("{before}1{after}"))))
}

fn plural(words: &Words<'_>, at: usize) -> Option<Found> {
    let value = match words.lexeme(at) {
        Lexeme::Weekdays(weekday) => format!("XXXX-WXX-{weekday}"),
        _ if words.is(at, "weekends") => "XXXX-WXX-WE".to_owned(),
        _ if words.is(at, "weekdays") => "XXXX-WXX-XD".to_owned(),
        _ => return None,
    };
    Some(Found::new(at, at + 1, Meaning::Set(value)))
}
