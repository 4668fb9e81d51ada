//! Times as texts give them: stretches of days with a precision.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ByteRange;

/// When something happens or is due: whole days from `start` to `end`, both included.
///
/// A side is absent where it is open (`since 2020`) or cannot be known because the report has no date; then `relative`
/// says what the text does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeSpan {
    /// The first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Date>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Date>,
    /// How exact the text is.
    pub precision: Precision,
    /// The words that say so; none where it is taken from the report's own date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expression: Option<ByteRange>,
    /// What the text says counted from a day that is not known, as `PUBLISHED+P5Y`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relative: Option<String>,
}

/// How exact a time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    /// A time of day.
    Time,
    /// A day.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
    /// A quarter of a year.
    Quarter,
    /// A season.
    Season,
    /// A year.
    Year,
    /// A decade.
    Decade,
    /// A century.
    Century,
    /// A stretch of its own, such as `the past few days`.
    Span,
    /// Next to nothing, such as `recently`.
    Vague,
}

impl TimeSpan {
    /// One day, which the report's own date gives.
    pub fn of_day(day: Date) -> Self {
        Self { start: Some(day), end: Some(day), precision: Precision::Day, expression: None, relative: None }
    }
}
