//! Days ahead: what is dated after today is a slip of whoever wrote the date, and must not pass for the newest that is known.

use jiff::Span;
use jiff::civil::Date;

/// Days by which a date may lie ahead and be right: clocks and time zones differ, and some outlets date the issue of tomorrow.
const MOST_AHEAD: i64 = 3;

/// The last day that is believed where `today` is by the clock of a face.
pub fn last_day(today: Date) -> Date {
    today.saturating_add(Span::new().days(MOST_AHEAD))
}
