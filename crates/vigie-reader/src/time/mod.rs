//! Time expressions with their TIMEX3 types and values, resolved against the day of publication.
//!
//! Takes a raw text and, if it is known, when it was published. Gives every expression that tells a time — `the past few
//! days`, `last month`, `June 1`, `8 p.m. EST`, `24-year-old`, `every Tuesday`, `recently` — with its words, the days that
//! it covers and its value. A weekday or a month without a year is taken as near the publication, on the side to which
//! the verbs around it look.
//!
//! The words of the text are looked up one by one in a table and read by small rules; there is no backtracking beyond a
//! few words, so the time is linear in the text. Extents and values follow the `TimeML` annotation guidelines: no
//! preposition in front, `the` and words such as `nearly` inside.
//!
//! # Known mistakes
//! A named day of history (`Black Monday`) is not known; verbs are known by their form only, so `put` and `read` have no
//! tense; `today` is the day of publication even where it means these times.

mod calendar;
mod clock;
mod dates;
mod lengths;
mod meaning;
mod numbers;
mod pairs;
mod pointing;
mod references;
mod resolve;
mod sets;
mod tense;
#[cfg(test)]
mod tests;
mod unit;
mod words;
mod years;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use vigie_record::{ByteRange, Precision, PublishedAt, TimeSpan};

use self::meaning::{Found, Meaning, Third, YearOf};
use self::resolve::{Context, Resolved, resolve};
use self::words::{Lexeme, Words};

/// Words that tell a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeExpression {
    /// Where they stand.
    pub range: ByteRange,
    /// The days that they cover. A preposition before them counts: `since 2020` has no end.
    pub span: TimeSpan,
    /// What kind of time it is.
    pub timex3_type: TimexType,
    /// The value in the notation of TIMEX3, such as `2022-06-01`, `P5Y` or `XXXX-WXX-2`.
    pub timex3_value: String,
}

/// What kind of time an expression tells, as TIMEX3 has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimexType {
    /// A day or longer.
    Date,
    /// A time of day.
    Time,
    /// A length.
    Duration,
    /// A time that comes again.
    Set,
}

/// Finds the time expressions of a text, in their order; none overlaps another.
///
/// Without a day of publication, values that need it have `X` for what is not known, and the `relative` field of the
/// span says how to count.
///
/// ```
/// use vigie_reader::time::expressions;
///
/// let published = "2022-06-01".parse().ok();
/// let found = expressions("Drills began last month.", published);
/// assert_eq!(found[0].timex3_value, "2022-05");
/// ```
pub fn expressions(text: &str, published_at: Option<PublishedAt>) -> Vec<TimeExpression> {
    let words = Words::of(text);
    let mut context =
        Context { published: published_at.map(PublishedAt::date), spoken: None, tense: tense::Tense::Unknown };
    let mut expressions = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some(found) = found_at(&words, at) else {
            at += 1;
            continue;
        };
        for found in pairs::shared(&words, found) {
            at = found.to;
            context.tense = tense::tense(&words, found.from, found.to);
            let resolved = resolve(&found.meaning, found.third, context);
            context.spoken = resolved.stretch.or(context.spoken);
            expressions.push(expression(&words, &found, resolved));
        }
    }
    expressions
}

/// The latest day or month that a text names in full: about the day of a text that does not say when it was published.
pub(crate) fn latest_day(times: &[(ByteRange, TimeSpan)]) -> Option<Date> {
    let is_near = |span: &TimeSpan| matches!(span.precision, Precision::Time | Precision::Day | Precision::Month);
    times.iter().filter(|(_, span)| is_near(span)).filter_map(|(_, span)| span.start).max()
}

/// The longest expression that begins with the word at `at`.
fn found_at(words: &Words<'_>, at: usize) -> Option<Found> {
    if !may_begin(words, at) {
        return None;
    }
    plain(words, at)
        .into_iter()
        .chain(with_part(words, at))
        .chain(pairs::first_day(words, at))
        .max_by_key(|found| found.to)
}

/// Whether an expression can begin here at all: a quick look that spares most words the rules.
fn may_begin(words: &Words<'_>, at: usize) -> bool {
    words.lexeme(at) != Lexeme::Mark || matches!(words.text(at), "'" | "’" | "‘")
}

fn plain(words: &Words<'_>, at: usize) -> Option<Found> {
    let rules = [
        clock::clock(words, at),
        dates::date(words, at).map(|found| clock::with_clock(words, found)),
        years::year(words, at),
        pointing::pointing(words, at).map(|found| clock::with_clock(words, found)),
        sets::set(words, at),
        lengths::length(words, at),
        references::reference(words, at),
    ];
    // The first of the longest.
    rules.into_iter().flatten().reduce(|best, found| if found.to > best.to { found } else { best })
}

/// Words before a date that mean a part of it.
const PARTS: &[(&str, Option<Third>)] = &[
    ("early in", Some(Third::First)),
    ("early", Some(Third::First)),
    ("the early part of", Some(Third::First)),
    ("the beginning of", Some(Third::First)),
    ("the very beginning of", Some(Third::First)),
    ("the start of", Some(Third::First)),
    ("beginning of", Some(Third::First)),
    ("start of", Some(Third::First)),
    ("the middle of", Some(Third::Middle)),
    ("mid -", Some(Third::Middle)),
    ("mid", Some(Third::Middle)),
    ("late in", Some(Third::Last)),
    ("late", Some(Third::Last)),
    ("the end of", Some(Third::Last)),
    ("the very end of", Some(Third::Last)),
    ("the close of", Some(Third::Last)),
    ("end of", Some(Third::Last)),
    ("the latter part of", Some(Third::Last)),
    ("later in", None),
    ("later", None),
    ("earlier in", None),
    ("earlier", None),
    ("the rest of", None),
    ("the remainder of", None),
    ("the course of", None),
    ("the early hours of", Some(Third::First)),
    ("the early", Some(Third::First)),
    ("the late", Some(Third::Last)),
    ("all of", None),
    ("the whole of", None),
];

/// Reads `early March`, `the end of last year`, `later this month`.
fn with_part(words: &Words<'_>, at: usize) -> Option<Found> {
    let parts = PARTS.iter().filter_map(|&(phrase, third)| Some((words.skip(at, phrase)?, third)));
    let (start, third) = parts.max_by_key(|&(next, _)| next)?;
    let inner = [
        dates::date(words, start).map(|found| clock::with_clock(words, found)),
        years::year(words, start),
        pointing::pointing(words, start).map(|found| clock::with_clock(words, found)),
    ];
    let found = inner.into_iter().flatten().max_by_key(|found| found.to)?;
    let is_date = !matches!(found.meaning, Meaning::Set(_) | Meaning::Reference(_) | Meaning::Duration { .. });
    is_date.then_some(Found { from: at, third: third.or(found.third), ..found })
}

/// Puts an expression together.
fn expression(words: &Words<'_>, found: &Found, resolved: Resolved) -> TimeExpression {
    let range = ByteRange::new(words.start(found.from), words.end(found.to - 1));
    let (start, end) = open_sides(words, found, resolved.start, resolved.end);
    TimeExpression {
        range,
        span: TimeSpan {
            start,
            end,
            precision: resolved.precision,
            expression: Some(range),
            relative: resolved.relative,
        },
        timex3_type: resolved.timex3_type,
        timex3_value: resolved.value,
    }
}

/// Opens the side that a preposition leaves open: the end after `since`, the start after `by`.
fn open_sides(
    words: &Words<'_>,
    found: &Found,
    start: Option<Date>,
    end: Option<Date>,
) -> (Option<Date>, Option<Date>) {
    if matches!(found.meaning, Meaning::Duration { .. } | Meaning::Set(_) | Meaning::Reference(_)) {
        return (start, end);
    }
    if words.follows_any(found.from, &["since"]) {
        return (start, None);
    }
    if words.follows_any(found.from, &["until", "till", "by"]) {
        return (None, end);
    }
    (start, end)
}

/// The year in a meaning, where it is told.
fn told_year(meaning: &Meaning) -> Option<i16> {
    match *meaning {
        Meaning::Day(day) => Some(day.year()),
        Meaning::Month { year: YearOf::Told(year), .. } | Meaning::Quarter { year: YearOf::Told(year), .. } => {
            Some(year)
        }
        _ => None,
    }
}
