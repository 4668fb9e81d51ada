//! Forecasts: what somebody says will be, under what condition, by when.

use serde::{Deserialize, Serialize};

use super::claim::{Content, Phrase};
use super::time::TimeSpan;
use crate::{ByteRange, Digest, Probability, Provenance};

/// A statement about the future that can come true or fail.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// A digest of its content and place.
    pub id: Digest,
    /// The report that has it.
    pub report_id: Digest,
    /// The sentences that it stands in.
    pub spans: Vec<ByteRange>,
    /// The claim that it is; absent where the outlet speaks in its own name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim_id: Option<Digest>,
    /// What is to be.
    pub statement: Content,
    /// Under what condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Phrase>,
    /// By when, or when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub horizon: Option<TimeSpan>,
    /// How likely, in the words of whoever says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<[Probability; 2]>,
    /// What became of it.
    pub status: ForecastStatus,
    /// When that was settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_at: Option<jiff::civil::Date>,
    /// The squared error of the probability.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brier_score: Option<f64>,
    /// What made it.
    pub provenance: Provenance,
}

/// What became of a forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ForecastStatus {
    /// Its day has not come.
    Open,
    /// It was right.
    CameTrue,
    /// It was wrong.
    Failed,
    /// It can no longer be settled.
    Void,
}
