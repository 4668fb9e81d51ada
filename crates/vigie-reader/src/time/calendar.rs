//! Calendar values: days, weeks, months and longer stretches that have a name in TIMEX3.

use jiff::Span;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use vigie_record::Precision;

use super::unit::{Season, Unit};

/// A stretch of the calendar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Stretch {
    Day(Date),
    /// A week by the year and number of ISO 8601.
    Week(i16, i8),
    Weekend(i16, i8),
    Month(i16, i8),
    Quarter(i16, i8),
    Half(i16, i8),
    Season(i16, Season),
    Year(i16),
    FiscalYear(i16),
    /// A decade by its first year.
    Decade(i16),
    /// A century by its first two figures, `19` for the twentieth.
    Century(i16),
}

impl Stretch {
    /// The stretch of a unit that holds a day; weeks are those of ISO 8601.
    pub(super) fn around(day: Date, unit: Unit) -> Self {
        let year = day.year();
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Self::Day(day),
            Unit::Week | Unit::Fortnight => Self::week_of(day),
            Unit::Month => Self::Month(year, day.month()),
            Unit::Quarter => Self::Quarter(year, (day.month() - 1) / 3 + 1),
            Unit::Year => Self::Year(year),
            Unit::Decade => Self::Decade(year - year.rem_euclid(10)),
            Unit::Century => Self::Century(year.div_euclid(100)),
        }
    }

    /// The week of a day.
    pub(super) fn week_of(day: Date) -> Self {
        let week = day.iso_week_date();
        Self::Week(week.year(), week.week())
    }

    /// The weekend at the end of the week of a day.
    pub(super) fn weekend_of(day: Date) -> Self {
        let week = day.iso_week_date();
        Self::Weekend(week.year(), week.week())
    }

    /// The value that TIMEX3 gives it.
    pub(super) fn timex3(self) -> String {
        match self {
            Self::Day(day) => format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day()),
            Self::Week(year, week) => format!("{year:04}-W{week:02}"),
            Self::Weekend(year, week) => format!("{year:04}-W{week:02}-WE"),
            Self::Month(year, month) => format!("{year:04}-{month:02}"),
            Self::Quarter(year, quarter) => format!("{year:04}-Q{quarter}"),
            Self::Half(year, half) => format!("{year:04}-H{half}"),
            Self::Season(year, season) => format!("{year:04}-{}", season.letters()),
            Self::Year(year) if year < 0 => format!("BC{:04}", -i32::from(year)),
            Self::Year(year) => format!("{year:04}"),
            Self::FiscalYear(year) => format!("FY{year:04}"),
            Self::Decade(year) => format!("{:03}", year.div_euclid(10)),
            Self::Century(century) => format!("{century:02}"),
        }
    }

    /// Its first and last day; none beyond the calendar.
    pub(super) fn days(self) -> Option<(Date, Date)> {
        match self {
            Self::Day(day) => Some((day, day)),
            Self::Week(year, week) => {
                let monday = ISOWeekDate::new(year, week, Weekday::Monday).ok()?.date();
                Some((monday, after(monday, 6)?))
            }
            Self::Weekend(year, week) => {
                let saturday = ISOWeekDate::new(year, week, Weekday::Saturday).ok()?.date();
                Some((saturday, after(saturday, 1)?))
            }
            Self::Month(year, month) => months(year, month, 1),
            Self::Quarter(year, quarter) => months(year, quarter * 3 - 2, 3),
            Self::Half(year, half) => months(year, half * 6 - 5, 6),
            Self::Season(year, season) => months(year, season.first_month(), 3),
            Self::Year(year) | Self::FiscalYear(year) => months(year, 1, 12),
            Self::Decade(year) => months(year, 1, 120),
            Self::Century(century) => months(century.checked_mul(100)?, 1, 1200),
        }
    }

    /// How exact it is.
    pub(super) const fn precision(self) -> Precision {
        match self {
            Self::Day(_) => Precision::Day,
            Self::Week(..) | Self::Weekend(..) => Precision::Week,
            Self::Month(..) => Precision::Month,
            Self::Quarter(..) | Self::Half(..) => Precision::Quarter,
            Self::Season(..) => Precision::Season,
            Self::Year(_) | Self::FiscalYear(_) => Precision::Year,
            Self::Decade(_) => Precision::Decade,
            Self::Century(_) => Precision::Century,
        }
    }
}

/// So many days after a day, before it where the number is negative.
pub(super) fn after(day: Date, days: i64) -> Option<Date> {
    day.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// A year and month moved by so many months.
pub(super) fn month_after(year: i16, month: i8, by: i32) -> Option<(i16, i8)> {
    let months = i32::from(year) * 12 + i32::from(month) - 1 + by;
    let year = i16::try_from(months.div_euclid(12)).ok()?;
    Some((year, i8::try_from(months.rem_euclid(12) + 1).ok()?))
}

/// The first and last day of `count` months.
fn months(year: i16, month: i8, count: i32) -> Option<(Date, Date)> {
    let first = Date::new(year, month, 1).ok()?;
    let (year, month) = month_after(year, month, count - 1)?;
    Some((first, Date::new(year, month, 1).ok()?.last_of_month()))
}

/// The last day with this weekday on or before `day`; Monday is 1.
pub(super) fn weekday_until(day: Date, weekday: i8) -> Option<Date> {
    let back = (day.weekday().to_monday_one_offset() - weekday).rem_euclid(7);
    after(day, -i64::from(back))
}

/// The first day with this weekday on or after `day`.
pub(super) fn weekday_from(day: Date, weekday: i8) -> Option<Date> {
    let forward = (weekday - day.weekday().to_monday_one_offset()).rem_euclid(7);
    after(day, i64::from(forward))
}

/// Easter Sunday of the western churches, by the anonymous Gregorian algorithm (Meeus).
pub(super) fn easter(year: i16) -> Option<Date> {
    let year_number = i32::from(year);
    let (a, b, c) = (year_number % 19, year_number / 100, year_number % 100);
    let epact = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let to_sunday = (32 + 2 * (b % 4) + 2 * (c / 4) - epact - c % 4) % 7;
    let shift = (a + 11 * epact + 22 * to_sunday) / 451;
    let days = epact + to_sunday - 7 * shift + 114;
    Date::new(year, i8::try_from(days / 31).ok()?, i8::try_from(days % 31 + 1).ok()?).ok()
}
