//! Readings: a report with all its records.

use serde::{Deserialize, Serialize};

use super::{Claim, Event, Forecast, Report};
use crate::{ByteRange, Note};

/// A report with everything that was read in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The report.
    pub report: Report,
    /// Who did what to whom.
    #[serde(default)]
    pub events: Vec<Event>,
    /// Who says what.
    #[serde(default)]
    pub claims: Vec<Claim>,
    /// What is said to be to come.
    #[serde(default)]
    pub forecasts: Vec<Forecast>,
    /// The places of the sentences of the text, so that a record's sentence has a number.
    #[serde(default)]
    pub sentences: Vec<ByteRange>,
    /// What could not be read as one would wish.
    #[serde(default)]
    pub notes: Vec<Note>,
}
