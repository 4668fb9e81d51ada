//! Meanings: what an expression says before it is known from which day to count.

use jiff::civil::Date;

use super::unit::{DayPart, Season, Unit};

/// A stretch of words that tells a time.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// The first word.
    pub(super) from: usize,
    /// The word after the last.
    pub(super) to: usize,
    /// What it says.
    pub(super) meaning: Meaning,
    /// Which third of the stretch is meant, as in `early March`.
    pub(super) third: Option<Third>,
}

impl Found {
    pub(super) fn new(from: usize, to: usize, meaning: Meaning) -> Self {
        Self { from, to, meaning, third: None }
    }
}

/// A part of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Third {
    First,
    Middle,
    Last,
}

/// What an expression says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Meaning {
    /// A day with its year.
    Day(Date),
    /// A day of some year: `June 1`.
    YearDay { year: YearOf, month: i8, day: i8 },
    /// A month: `this February`, `May 2007`.
    Month { year: YearOf, month: i8 },
    /// A quarter: `the third quarter of 2009`.
    Quarter { year: YearOf, quarter: i8 },
    /// A half of a year.
    Half { year: YearOf, half: i8 },
    /// A season.
    Season { year: YearOf, season: Season },
    /// The last or n-th week of a month, from 1; 0 is the last.
    WeekOfMonth { year: YearOf, month: i8, week: i8 },
    /// A year of the calendar.
    Year(i16),
    /// A business year.
    FiscalYear(YearOf),
    /// A decade by its first year.
    Decade(i16),
    /// A century by its first two figures.
    Century(i16),
    /// A weekday.
    Weekday { weekday: i8, shift: Shift },
    /// A weekend.
    Weekend(Shift),
    /// A day, week, month … counted from another: `last month`, `the following year`.
    Shifted { unit: Unit, shift: Shift },
    /// The stretch last spoken of, a year before: `the same month last year`.
    SameOfLastYear,
    /// So much before or after: `two years ago`, `three days later`. `by` is negative for the past.
    Away { unit: Unit, by: f64, from: Anchor },
    /// A day that every year has under a name.
    Holiday { holiday: Holiday, year: YearOf },
    /// A part of a day: `Monday morning`.
    Part { part: DayPart, day: Option<Box<Meaning>> },
    /// A time of day.
    Clock { hour: i8, minute: i8, second: Option<i8>, is_utc: bool, day: Option<Box<Meaning>> },
    /// A stretch of time: `five years`, `the past few days`.
    Duration { lengths: Vec<(Amount, Unit)>, side: Option<Side> },
    /// A time that comes again: `weekly`, `every Tuesday`. The string is its value.
    Set(String),
    /// A time with a value of its own, such as `PRESENT_REF`.
    Reference(&'static str),
}

/// How many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Amount {
    /// So many.
    Exact(f64),
    /// Not told; the number is about what people mean.
    Vague(f64),
}

impl Amount {
    /// The number, told or guessed.
    pub(super) const fn number(self) -> f64 {
        match self {
            Self::Exact(number) | Self::Vague(number) => number,
        }
    }
}

/// Which side of the present a duration lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Past,
    Future,
}

/// The year of a month or day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum YearOf {
    /// It is told.
    Told(i16),
    /// It is told by way of another: `of last year`.
    Shifted(Shift),
    /// The text says `this`, `last` or `next` before the month itself: `last September`.
    Nearest(Shift),
    /// It is not told.
    Unknown,
}

/// From which stretch, and how far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shift {
    /// Not told.
    None,
    /// The one of publication.
    This,
    /// The one before publication.
    Last,
    /// The one after publication.
    Next,
    /// The one before last.
    BeforeLast,
    /// The one after next.
    AfterNext,
    /// The one just spoken of.
    Same,
    /// The one before that.
    Previous,
    /// The one after that.
    Following,
}

impl Shift {
    /// How many units away, and from what.
    pub(super) const fn steps(self) -> (i64, Anchor) {
        match self {
            Self::None | Self::This => (0, Anchor::Published),
            Self::Last => (-1, Anchor::Published),
            Self::Next => (1, Anchor::Published),
            Self::BeforeLast => (-2, Anchor::Published),
            Self::AfterNext => (2, Anchor::Published),
            Self::Same => (0, Anchor::Spoken),
            Self::Previous => (-1, Anchor::Spoken),
            Self::Following => (1, Anchor::Spoken),
        }
    }
}

/// From where one counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    /// The day of publication.
    Published,
    /// The time last spoken of.
    Spoken,
}

/// A day with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holiday {
    /// Always on the same day.
    Fixed(i8, i8),
    /// So many days after Easter.
    Easter(i64),
    /// The n-th such weekday of a month, the last where n is 0.
    Nth { month: i8, weekday: i8, n: i8 },
}
