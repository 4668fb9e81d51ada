//! The file of a warning problem, as TOML has it, before anything in it is believed.
//!
//! Every field that can be wrong keeps its place, so that a fault names its line.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::names::Names;

/// Some names with their place.
pub(super) type Placed = Option<Spanned<Names>>;

/// A number with its place.
pub(super) type Number = Option<Spanned<f64>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProblemFile {
    pub(super) name: Spanned<String>,
    pub(super) question: Option<String>,
    pub(super) horizon_days: Spanned<i64>,
    pub(super) until: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) reports: Names,
    #[serde(default)]
    pub(super) events: Names,
    pub(super) outcome: Spanned<OutcomeFile>,
    pub(super) base_rate: Spanned<BaseRateFile>,
    #[serde(default)]
    pub(super) coverage: CoverageFile,
    #[serde(default)]
    pub(super) sources: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    pub(super) hypothesis: Vec<Spanned<HypothesisFile>>,
    #[serde(default)]
    pub(super) indicator: Vec<Spanned<IndicatorFile>>,
    #[serde(default)]
    pub(super) threshold: Vec<Spanned<ThresholdFile>>,
    #[serde(default)]
    pub(super) alert: AlertFile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OutcomeFile {
    #[serde(default)]
    pub(super) event: Vec<EventFile>,
    pub(super) min_outlets: Option<Spanned<i64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BaseRateFile {
    pub(super) given: Number,
    pub(super) because: Option<String>,
    pub(super) learn: Option<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct CoverageFile {
    pub(super) min_reports: Option<Spanned<i64>>,
    pub(super) countries: Placed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HypothesisFile {
    pub(super) id: Spanned<String>,
    pub(super) text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IndicatorFile {
    pub(super) name: Spanned<String>,
    pub(super) look_for: Option<String>,
    pub(super) group: Option<String>,
    pub(super) fresh_days: Option<Spanned<i64>>,
    pub(super) needs: Option<Spanned<i64>>,
    pub(super) if_outcome: Number,
    pub(super) if_not: Number,
    pub(super) lr_seen: Number,
    pub(super) lr_absent: Number,
    pub(super) learn: Option<Spanned<String>>,
    pub(super) because: Option<String>,
    pub(super) watched_by: Placed,
    #[serde(default)]
    pub(super) event: Vec<EventFile>,
    #[serde(default)]
    pub(super) claim: Vec<ClaimFile>,
    #[serde(default)]
    pub(super) mention: Vec<MentionFile>,
    #[serde(default)]
    pub(super) series: Vec<SeriesFile>,
    #[serde(default)]
    pub(super) rates: BTreeMap<Spanned<String>, Spanned<String>>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct EventFile {
    pub(super) types: Placed,
    pub(super) modes: Placed,
    pub(super) contexts: Placed,
    pub(super) cameo: Placed,
    pub(super) status: Placed,
    pub(super) actor: Placed,
    pub(super) recipient: Placed,
    pub(super) place: Placed,
    pub(super) min_probability: Number,
    pub(super) words: Placed,
    pub(super) unless: Placed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClaimFile {
    pub(super) source: Placed,
    pub(super) kinds: Placed,
    pub(super) words: Placed,
    pub(super) unless: Placed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MentionFile {
    pub(super) words: Spanned<Names>,
    pub(super) with: Placed,
    pub(super) unless: Placed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SeriesFile {
    pub(super) types: Placed,
    pub(super) cameo: Placed,
    pub(super) actor: Placed,
    pub(super) recipient: Placed,
    pub(super) place: Placed,
    pub(super) window_days: Option<Spanned<i64>>,
    pub(super) against_days: Option<Spanned<i64>>,
    pub(super) at_least: Number,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ThresholdFile {
    pub(super) name: Spanned<String>,
    pub(super) raise: Spanned<f64>,
    pub(super) clear: Option<Spanned<f64>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct AlertFile {
    #[serde(default)]
    pub(super) command: Option<String>,
    #[serde(default)]
    pub(super) web_hook: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) mail: Option<Spanned<String>>,
}
