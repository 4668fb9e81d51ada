//! Days as the store counts them: from 1 January 1970.

use jiff::civil::{Date, date};
use vigie_record::TimeSpan;

const FIRST: Date = date(1970, 1, 1);

/// The number of a day.
pub(crate) fn number(day: Date) -> i64 {
    i64::from((day - FIRST).get_days())
}

/// The day with a number; none for numbers beyond the calendar.
pub(crate) fn day(number: i64) -> Option<Date> {
    let span = jiff::Span::new().try_days(number).ok()?;
    FIRST.checked_add(span).ok()
}

/// The first day of a span, and how many more there are to its last. A span that is open on one side is taken as one day there.
pub(crate) fn span(time: Option<&TimeSpan>) -> (Option<i64>, i64) {
    let Some(time) = time else { return (None, 0) };
    match (time.start.map(number), time.end.map(number)) {
        (Some(start), Some(end)) => (Some(start), (end - start).max(0)),
        (start, end) => (start.or(end), 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_numbers() {
        for (text, n) in [("1970-01-01", 0), ("1969-12-31", -1), ("2022-06-01", 19_144), ("9999-12-31", 2_932_896)] {
            let parsed: Date = text.parse().unwrap();
            assert_eq!(number(parsed), n, "{text}");
            assert_eq!(day(n), Some(parsed));
        }
        assert_eq!(day(i64::MAX), None);
        assert_eq!(day(5_000_000), None);
    }
}
