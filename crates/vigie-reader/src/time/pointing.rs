//! Pointing words: `today`, `last month`, `the following year`, `this weekend`, `the day before`.

use super::meaning::{Anchor, Found, Meaning, Shift, YearOf};
use super::unit::Unit;
use super::words::{Lexeme, Words};
use super::years::fiscal;

/// Words and phrases that are days of themselves.
const DAYS: &[(&str, i64)] = &[
    ("today", 0),
    ("yesterday", -1),
    ("tomorrow", 1),
    ("the day before yesterday", -2),
    ("the day after tomorrow", 2),
];

/// What stands before a unit, weekday or month, longest first.
const SHIFTS: &[(&str, Shift)] = &[
    ("this past", Shift::Last),
    ("this same", Shift::Same),
    ("this coming", Shift::Next),
    ("this", Shift::This),
    ("the current", Shift::This),
    ("the present", Shift::This),
    ("the coming", Shift::Next),
    ("coming", Shift::Next),
    ("last", Shift::Last),
    ("the last", Shift::Last),
    ("next", Shift::Next),
    ("the next", Shift::Following),
    ("the following", Shift::Following),
    ("the previous", Shift::Previous),
    ("the preceding", Shift::Previous),
    ("the prior", Shift::Previous),
    ("the same", Shift::Same),
    ("that same", Shift::Same),
    ("that", Shift::Same),
    ("previous", Shift::Previous),
    ("following", Shift::Following),
];

/// Reads a pointing expression.
pub(super) fn pointing(words: &Words<'_>, at: usize) -> Option<Found> {
    day_word(words, at)
        .or_else(|| tonight(words, at))
        .or_else(|| around(words, at))
        .or_else(|| shifted(words, at))
        .or_else(|| bare(words, at))
}

fn day_word(words: &Words<'_>, at: usize) -> Option<Found> {
    let (to, days) = DAYS.iter().find_map(|&(phrase, days)| Some((words.skip(at, phrase)?, days)))?;
    let is_paper = words.follows_any(at, &["USA", "Russia"]) && words.is_capital(at);
    let by = days as f64;
    (!is_paper).then(|| Found::new(at, to, Meaning::Away { unit: Unit::Day, by, from: Anchor::Published }))
}

fn tonight(words: &Words<'_>, at: usize) -> Option<Found> {
    let day = Meaning::Away { unit: Unit::Day, by: 0.0, from: Anchor::Published };
    let is_tonight = words.is(at, "tonight");
    let part = Meaning::Part { part: super::unit::DayPart::Night, day: Some(Box::new(day)) };
    (is_tonight || words.is(at, "overnight")).then(|| Found::new(at, at + 1, part))
}

/// Reads `the day before`, `the year after`, `the week before last`, `the year previous`.
fn around(words: &Words<'_>, at: usize) -> Option<Found> {
    let start = words.skip(at, "the")?;
    let Lexeme::Unit(unit) = words.lexeme(start) else { return None };
    if unit.is_of_clock() {
        return None;
    }
    if let Some(to) = words.skip(start + 1, "before last") {
        return Some(Found::new(at, to, Meaning::Shifted { unit, shift: Shift::BeforeLast }));
    }
    if let Some(to) = words.skip(start + 1, "after next") {
        return Some(Found::new(at, to, Meaning::Shifted { unit, shift: Shift::AfterNext }));
    }
    let shift = if words.is_any(start + 1, &["before", "previous", "earlier", "prior"]) {
        Shift::Previous
    } else if words.is_any(start + 1, &["after", "following", "later"]) {
        Shift::Following
    } else {
        return None;
    };
    // `The day before the vote` counts from the vote, which is no time that we know.
    let is_free = ends_clause(words, start + 2);
    is_free.then(|| Found::new(at, start + 2, Meaning::Shifted { unit, shift }))
}

/// Whether nothing that belongs to the words before follows.
pub(super) fn ends_clause(words: &Words<'_>, at: usize) -> bool {
    matches!(words.text(at), "" | "." | "," | ";" | ":" | "!" | "?" | ")" | "\"" | "”")
        || words.is_any(
            at,
            &["and", "but", "when", "because", "while", "as", "with", "in", "to", "at", "by", "for", "from"],
        )
        || words.begins_line(at)
}

/// Reads `last month`, `next Friday`, `this February`, `the same day`, `this weekend`, `last night`.
fn shifted(words: &Words<'_>, at: usize) -> Option<Found> {
    let (start, shift) = SHIFTS
        .iter()
        .filter_map(|&(phrase, shift)| Some((words.skip(at, phrase)?, shift)))
        .max_by_key(|&(to, _)| to)?;
    let has_article = words.is(at, "the");
    let meaning = match words.lexeme(start) {
        Lexeme::Unit(unit) if unit.is_of_clock() => return None,
        // `The past week`, `the next year` are stretches of time, and so read elsewhere.
        Lexeme::Unit(unit)
            if has_article && unit != Unit::Day && unit != Unit::Quarter && words.is_any(at + 1, &["last", "next"]) =>
        {
            return None;
        }
        Lexeme::Unit(_) if words.is(at, "previous") || words.is(at, "following") => return None,
        Lexeme::Unit(_) if words.is_hyphen(start + 1) || words.is_any(start + 1, &["old", "long"]) => return None,
        Lexeme::Unit(Unit::Century) if shift == Shift::Same => return None,
        Lexeme::Unit(unit) => {
            // `The last day of talks` is no day that we know.
            if unit == Unit::Day && words.is_any(start - 1, &["last", "next", "past", "coming"]) && !words.is(at, "the")
                || unit == Unit::Day && words.is_any(start - 1, &["last", "past", "coming"])
            {
                return None;
            }
            if let Some(found) = same_of_year(words, at, start + 1, shift) {
                return Some(found);
            }
            Meaning::Shifted { unit, shift }
        }
        Lexeme::Weekday(weekday) => Meaning::Weekday { weekday, shift },
        Lexeme::Month(month) => Meaning::Month { year: YearOf::Nearest(shift), month },
        Lexeme::Season(season) => Meaning::Season { year: YearOf::Nearest(shift), season },
        Lexeme::Part(part) => Meaning::Part { part, day: Some(Box::new(day_of_part(shift))) },
        _ => {
            if words.is_any(start, &["period", "time"]) {
                return same_of_year(words, at, start + 1, shift);
            }
            if words.is(start, "weekend") {
                return Some(Found::new(at, start + 1, Meaning::Weekend(shift)));
            }
            let (Meaning::FiscalYear(YearOf::Shifted(_)), to) = fiscal(words, start)? else { return None };
            return Some(Found::new(at, to, Meaning::FiscalYear(YearOf::Shifted(shift))));
        }
    };
    Some(Found::new(at, start + 1, meaning))
}

/// Reads `the same month a year ago`, `the same period last year`: the stretch last spoken of, a year before.
fn same_of_year(words: &Words<'_>, at: usize, next: usize, shift: Shift) -> Option<Found> {
    let start = words.skip_any(next, &["of", "in", "from"]).unwrap_or(next);
    let tails = [
        "a year ago",
        "a year earlier",
        "a year before",
        "one year ago",
        "one year earlier",
        "last year",
        "the previous year",
        "the prior year",
        "the year before",
        "the last year",
    ];
    let to = words.skip_any(start, &tails)?;
    (shift == Shift::Same).then(|| Found::new(at, to, Meaning::SameOfLastYear))
}

/// The day of `last night`, `this morning`, `the next morning`.
fn day_of_part(shift: Shift) -> Meaning {
    let (steps, from) = shift.steps();
    let by = steps as f64;
    Meaning::Away { unit: Unit::Day, by, from }
}

/// Words before `the day` that show that a certain day is meant.
const DAY_VERBS: &[&str] = &[
    "end",
    "ends",
    "ended",
    "ending",
    "finish",
    "finished",
    "finishing",
    "close",
    "closed",
    "closing",
    "start",
    "started",
    "begin",
    "began",
    "for",
];

/// Whether `the day` is not told by what follows, as in `the day of the vote`.
fn ends_day(words: &Words<'_>, at: usize) -> bool {
    ends_clause(words, at) || words.is_any(at, &["up", "down"])
}

/// Reads `the weekend`, `the day`, `the year` and others that stand for the present one in news.
fn bare(words: &Words<'_>, at: usize) -> Option<Found> {
    let start = words.skip(at, "the")?;
    if words.is(start, "weekend") {
        return Some(Found::new(at, start + 1, Meaning::Weekend(Shift::None)));
    }
    let Lexeme::Unit(unit) = words.lexeme(start) else { return None };
    let follows_part = words.follows_any(at, &["of", "in", "for"]) && ends_clause(words, start + 1);
    let is_part = words.follows_any(at, &["of"])
        && at > 1
        && words
            .is_any(at - 2, &["end", "beginning", "start", "middle", "rest", "remainder", "part", "half", "course"]);
    let is_late =
        words.follows_any(at, &["in"]) && at > 1 && words.is_any(at - 2, &["earlier", "later", "late", "early"]);
    let is_taken = match unit {
        Unit::Day if words.follows_any(at, DAY_VERBS) && ends_day(words, start + 1) => {
            return Some(Found::new(at, start + 1, Meaning::Shifted { unit, shift: Shift::Same }));
        }
        Unit::Year | Unit::Month | Unit::Week => {
            is_part || is_late || (unit == Unit::Year && follows_part && words.follows_any(at, &["for"]))
        }
        Unit::Day if is_late || (is_part && ends_clause(words, start + 1)) => {
            return Some(Found::new(at, start + 1, Meaning::Shifted { unit, shift: Shift::Same }));
        }
        _ => false,
    };
    is_taken.then(|| Found::new(at, start + 1, Meaning::Shifted { unit, shift: Shift::This }))
}
