//! Cells: what a flat table holds.

use std::borrow::Cow;

use jiff::civil::Date;
use serde_json::Value;
use vigie_record::{ByteRange, Probability};

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'r> {
    /// Not known.
    Nothing,
    /// Words.
    Text(Cow<'r, str>),
    /// A number.
    Number(f64),
    /// A whole number.
    Integer(i64),
    /// Yes or no.
    Truth(bool),
    /// A day.
    Date(Date),
}

impl<'r> Cell<'r> {
    pub(crate) fn text(text: impl Into<Cow<'r, str>>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Nothing } else { Self::Text(text) }
    }

    pub(crate) fn of<T: ToString>(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, |value| Self::text(value.to_string()))
    }

    pub(crate) fn words(text: Option<&'r String>) -> Self {
        text.map_or(Self::Nothing, |text| Self::text(text.as_str()))
    }

    pub(crate) fn list(parts: &[String]) -> Self {
        Self::text(parts.join("; "))
    }

    pub(crate) fn number(number: Option<f64>) -> Self {
        number.filter(|number| number.is_finite()).map_or(Self::Nothing, Self::Number)
    }

    pub(crate) fn probability(probability: Option<Probability>) -> Self {
        Self::number(probability.map(Probability::get))
    }

    pub(crate) fn integer(number: Option<impl Into<i64>>) -> Self {
        number.map_or(Self::Nothing, |number| Self::Integer(number.into()))
    }

    pub(crate) fn date(day: Option<Date>) -> Self {
        day.map_or(Self::Nothing, Self::Date)
    }

    /// The name that a value has in records.
    pub(crate) fn named(value: impl serde::Serialize) -> Self {
        match serde_json::to_value(value) {
            Ok(Value::String(name)) => Self::text(name),
            _ => Self::Nothing,
        }
    }

    /// The cell as a value of JSON.
    pub(crate) fn to_json(&self) -> Value {
        match self {
            Self::Nothing => Value::Null,
            Self::Text(text) => Value::from(text.as_ref()),
            Self::Number(number) => Value::from(*number),
            Self::Integer(number) => Value::from(*number),
            Self::Truth(truth) => Value::from(*truth),
            Self::Date(day) => Value::from(day.to_string()),
        }
    }
}

impl std::fmt::Display for Cell<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Nothing => Ok(()),
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
            Self::Integer(number) => number.fmt(f),
            Self::Truth(truth) => truth.fmt(f),
            Self::Date(day) => day.fmt(f),
        }
    }
}

/// The words that ranges point at, with a sign where there is a gap. A range that does not lie in the text gives none.
pub(crate) fn words_at(text: &str, spans: &[ByteRange]) -> String {
    let found: Vec<&str> = spans.iter().filter_map(|range| text.get(range.as_range())).collect();
    let joined = found.join(" … ");
    joined.split_whitespace().collect::<Vec<_>>().join(" ")
}
