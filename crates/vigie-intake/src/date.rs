//! The date of a report, as it comes from outside: a wrong one is told of and left out.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use vigie_record::{ByteRange, Note, NoteKind, PublishedAt, Report};

/// Sets the date of `report` from what was found; what is no date gives a note, and the report stays without one.
pub(crate) fn set(report: &mut Report, found: &str) {
    match found.parse() {
        Ok(published_at) => report.published_at = Some(published_at),
        Err(fault) => match lenient(found) {
            Some(published_at) => report.published_at = Some(published_at),
            None => report.notes.push(Note {
                range: ByteRange::default(),
                kind: NoteKind::WrongDate,
                message: format!("published_at: {fault}"),
            }),
        },
    }
}

/// The years in which news can have been published; a date outside is a mistake of a machine.
const YEARS: std::ops::RangeInclusive<i16> = 1600..=2200;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Ways to write an instant or a time of day that are not quite ISO 8601.
const INSTANTS: [&str; 4] =
    ["%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%d %H:%M:%S%.f %z", "%Y-%m-%d %H:%M:%S%.f%:z", "%Y-%m-%dT%H:%M%:z"];
const TIMES: [&str; 4] = ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y/%m/%d %H:%M:%S", "%Y%m%d%H%M%S"];

/// Understands a date as pages, feeds and letters write it: ISO 8601 and its neighbours, RFC 2822, `20220601`,
/// `1 June 2022`, `June 1, 2022`. A day and a month in figures in another order are not guessed at.
pub(crate) fn lenient(found: &str) -> Option<PublishedAt> {
    let found = found.trim();
    if found.is_empty() || found.len() > 80 {
        return None;
    }
    let eight = || (found.len() == 8).then(|| in_figures(found)).flatten().map(PublishedAt::Day);
    let strict = || found.parse().ok();
    let letter = || jiff::fmt::rfc2822::parse(found).ok().map(|zoned| PublishedAt::Instant(zoned.timestamp()));
    let instant = || {
        let parsed = |format: &&str| jiff::fmt::strtime::parse(format, found).ok()?.to_timestamp().ok();
        INSTANTS.iter().find_map(parsed).map(PublishedAt::Instant)
    };
    let time = || {
        let parsed = |format: &&str| jiff::fmt::strtime::parse(format, found).ok()?.to_datetime().ok();
        TIMES.iter().find_map(parsed).and_then(in_utc)
    };
    let day = || in_figures(found).or_else(|| in_words(found)).map(PublishedAt::Day);
    let at = eight().or_else(strict).or_else(letter).or_else(instant).or_else(time).or_else(day)?;
    YEARS.contains(&at.date().year()).then_some(at)
}

/// A time without a zone is taken as UTC.
fn in_utc(time: DateTime) -> Option<PublishedAt> {
    time.to_zoned(TimeZone::UTC).ok().map(|zoned| PublishedAt::Instant(zoned.timestamp()))
}

/// A day as `20220601`, `2022/06/01` or `2022.06.01`, or such a day with something after it that no rule knows.
fn in_figures(found: &str) -> Option<Date> {
    let parts: Vec<&str> = found.split(|sign: char| !sign.is_ascii_digit()).collect();
    match parts.as_slice() {
        [all, ..] if all.len() == 8 => date(&all[..4], &all[4..6], &all[6..]),
        [year, month, day, ..] if year.len() == 4 && found.starts_with(year) => date(year, month, day),
        _ => None,
    }
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    YEARS.contains(&date.year()).then_some(date)
}

/// A day as `1 June 2022`, `June 1, 2022` or `Wed, Jun 01 2022`, in English.
fn in_words(found: &str) -> Option<Date> {
    let words: Vec<&str> =
        found.split(|sign: char| !sign.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let (place, month) = words.iter().enumerate().find_map(|(place, word)| {
        let begin = word.get(..3)?.to_ascii_lowercase();
        Some((place, MONTHS.iter().position(|month| *month == begin)? + 1))
    })?;
    let month = month.to_string();
    let day_of = |word: &&str| word.trim_end_matches(|sign: char| sign.is_ascii_alphabetic()).to_owned();
    let year_after = |place: usize| {
        words.get(place..)?.iter().find(|word| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let before = place
        .checked_sub(1)
        .and_then(|place| words.get(place))
        .map(day_of)
        .filter(|day| !day.is_empty() && day.len() < 3);
    match before {
        Some(day) => date(year_after(place + 1)?, &month, &day),
        None => date(year_after(place + 2)?, &month, &day_of(words.get(place + 1)?)),
    }
}

/// The day in an address such as `https://example.org/2022/06/01/drills`.
pub(crate) fn of_address(url: &str) -> Option<PublishedAt> {
    let parts: Vec<&str> = url.split(['/', '-', '?']).collect();
    let day = parts.windows(3).find_map(|window| {
        let [year, month, day] = window else { return None };
        let month = MONTHS
            .iter()
            .position(|known| month.eq_ignore_ascii_case(known))
            .map_or_else(|| (*month).to_owned(), |at| (at + 1).to_string());
        (year.len() == 4 && month.len() <= 2 && day.len() <= 2).then(|| date(year, &month, day))?
    })?;
    (1990..).contains(&day.year()).then_some(PublishedAt::Day(day))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn dates_are_understood_as_others_write_them() {
        struct Case(&'static str, Option<&'static str>);
        let cases = [
            Case("2022-06-01", Some("2022-06-01")),
            Case("2022-06-01T09:30:00+0300", Some("2022-06-01T06:30:00Z")),
            Case("2022-06-01T09:30:00.123-05:00", Some("2022-06-01T14:30:00.123Z")),
            Case("2022-06-01 09:30:00 +0000", Some("2022-06-01T09:30:00Z")),
            Case("2022-06-01 09:30", Some("2022-06-01T09:30:00Z")),
            Case("Wed, 01 Jun 2022 09:30:00 GMT", Some("2022-06-01T09:30:00Z")),
            Case("Wed, 1 Jun 2022 09:30:00 +0200", Some("2022-06-01T07:30:00Z")),
            Case("20220601", Some("2022-06-01")),
            Case("20220601093000", Some("2022-06-01T09:30:00Z")),
            Case("2022/06/01", Some("2022-06-01")),
            Case("1 June 2022", Some("2022-06-01")),
            Case("June 1st, 2022 at 9 a.m.", Some("2022-06-01")),
            Case("Published: Jun. 01, 2022, 9:30 a.m.", Some("2022-06-01")),
            Case("00000000", None),
            Case("9999-12-31", None),
            Case("06/01/2022", None),
            Case("yesterday", None),
            Case("", None),
            Case("May", None),
            Case("32 June 2022", None),
        ];
        for Case(found, expected) in cases {
            assert_eq!(lenient(found).map(|at| at.to_string()).as_deref(), expected, "{found}");
        }
    }

    #[test]
    fn the_day_in_an_address_is_found() {
        let day = |url| of_address(url).map(|at| at.to_string());
        assert_eq!(day("https://example.org/2022/06/01/drills").as_deref(), Some("2022-06-01"));
        assert_eq!(day("https://example.org/news/2022/jun/01/drills").as_deref(), Some("2022-06-01"));
        assert_eq!(day("https://example.org/2022-06-01-drills").as_deref(), Some("2022-06-01"));
        assert_eq!(day("https://example.org/news/1234/56/78"), None);
    }

    proptest! {
        #[test]
        fn no_date_panics(found in "[0-9a-zA-Z :/,.+é-]{0,40}") {
            let _ = (lenient(&found), of_address(&found));
        }
    }
}
