//! Units of time, seasons and parts of the day, with their letters in TIMEX3 values.

use jiff::Span;
use vigie_record::Precision;

/// A unit in which durations are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// What stands before and after the number of a duration, as `P` and `D`.
    pub(super) const fn letters(self) -> (&'static str, &'static str) {
        match self {
            Self::Second => ("PT", "S"),
            Self::Minute => ("PT", "M"),
            Self::Hour => ("PT", "H"),
            Self::Day => ("P", "D"),
            Self::Week | Self::Fortnight => ("P", "W"),
            Self::Month => ("P", "M"),
            Self::Quarter => ("P", "Q"),
            Self::Year => ("P", "Y"),
            Self::Decade => ("P", "DE"),
            Self::Century => ("P", "CE"),
        }
    }

    /// Whether it is shorter than a day.
    pub(super) const fn is_of_clock(self) -> bool {
        matches!(self, Self::Second | Self::Minute | Self::Hour)
    }

    /// How exact a date is that is told in it.
    pub(super) const fn precision(self) -> Precision {
        match self {
            Self::Second | Self::Minute | Self::Hour => Precision::Time,
            Self::Day => Precision::Day,
            Self::Week | Self::Fortnight => Precision::Week,
            Self::Month => Precision::Month,
            Self::Quarter => Precision::Quarter,
            Self::Year => Precision::Year,
            Self::Decade => Precision::Decade,
            Self::Century => Precision::Century,
        }
    }

    /// So many of it, in whole days or months; none where it is far too long for a calendar.
    pub(super) fn times(self, count: f64) -> Option<Span> {
        let (days, months) = match self {
            Self::Second => (1.0 / 86_400.0, 0.0),
            Self::Minute => (1.0 / 1440.0, 0.0),
            Self::Hour => (1.0 / 24.0, 0.0),
            Self::Day => (1.0, 0.0),
            Self::Week => (7.0, 0.0),
            Self::Fortnight => (14.0, 0.0),
            Self::Month => (0.0, 1.0),
            Self::Quarter => (0.0, 3.0),
            Self::Year => (0.0, 12.0),
            Self::Decade => (0.0, 120.0),
            Self::Century => (0.0, 1200.0),
        };
        Span::new().try_months(rounded(months * count)?).ok()?.try_days(rounded(days * count)?).ok()
    }
}

/// The nearest whole number, where a calendar can hold it.
pub(super) fn rounded(number: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "the size is checked")]
    (number.abs() < 4e6).then(|| number.round() as i64)
}

/// A season of the northern half of the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

impl Season {
    /// Its letters in a TIMEX3 value.
    pub(super) const fn letters(self) -> &'static str {
        match self {
            Self::Spring => "SP",
            Self::Summer => "SU",
            Self::Autumn => "FA",
            Self::Winter => "WI",
        }
    }

    /// Its first month; winter begins in the December of its year.
    pub(super) const fn first_month(self) -> i8 {
        match self {
            Self::Spring => 3,
            Self::Summer => 6,
            Self::Autumn => 9,
            Self::Winter => 12,
        }
    }
}

/// A part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DayPart {
    Morning,
    Noon,
    Afternoon,
    Evening,
    Night,
    Midnight,
}

impl DayPart {
    /// What stands after the day in a TIMEX3 value.
    pub(super) const fn letters(self) -> &'static str {
        match self {
            Self::Morning => "TMO",
            Self::Noon => "T12:00",
            Self::Afternoon => "TAF",
            Self::Evening => "TEV",
            Self::Night => "TNI",
            Self::Midnight => "T24:00",
        }
    }
}
