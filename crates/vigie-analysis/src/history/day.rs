//! Days as whole numbers, so that a column of them is small and their distances are subtractions.

use std::fmt;
use std::ops::{Add, Sub};

use jiff::civil::Date;

/// The first day of the year 1970, from which days are counted.
const EPOCH: Date = jiff::civil::date(1970, 1, 1);

/// A day, counted from 1 January 1970.
///
/// ```
/// use jiff::civil::date;
/// use vigie_analysis::Day;
///
/// let day = Day::from(date(2022, 2, 24));
/// assert_eq!((day + 7).to_string(), "2022-03-03");
/// assert_eq!(Day::from(date(2022, 3, 3)) - day, 7);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Day(i32);

impl Day {
    /// The first day that there is.
    pub const MIN: Self = Self(i32::MIN);

    /// The last day that there is.
    pub const MAX: Self = Self(i32::MAX);

    /// The day that lies `number` days after 1 January 1970.
    pub const fn from_number(number: i32) -> Self {
        Self(number)
    }

    /// How many days it lies after 1 January 1970.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The day of the calendar; absent where the calendar ends (before −9999, after 9999).
    pub fn date(self) -> Option<Date> {
        EPOCH.checked_add(jiff::Span::new().try_days(self.0).ok()?).ok()
    }
}

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        let days = EPOCH.duration_until(date).as_hours() / 24;
        // The calendar's 20,000 years are some seven million days.
        Self(i32::try_from(days).unwrap_or(i32::MAX))
    }
}

impl Add<i32> for Day {
    type Output = Self;

    fn add(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }
}

impl Sub<i32> for Day {
    type Output = Self;

    fn sub(self, days: i32) -> Self {
        Self(self.0.saturating_sub(days))
    }
}

impl Sub for Day {
    type Output = i32;

    fn sub(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.date() {
            Some(date) => date.fmt(f),
            None => write!(f, "day {}", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_and_dates_agree_over_the_whole_calendar() {
        let days = [(1970, 1, 1), (1969, 12, 31), (2000, 2, 29), (2022, 2, 24), (-9999, 1, 1), (9999, 12, 31)];
        for (year, month, day) in days {
            let date = date(year, month, day);
            assert_eq!(Day::from(date).date(), Some(date));
        }
        assert_eq!(Day::from(date(1969, 12, 31)).number(), -1);
    }

    #[test]
    fn days_outside_the_calendar_have_a_name_too() {
        assert_eq!(Day::MAX.date(), None);
        assert_eq!(Day::MAX + 1, Day::MAX);
        assert_eq!(Day::MAX.to_string(), "day 2147483647");
    }
}
