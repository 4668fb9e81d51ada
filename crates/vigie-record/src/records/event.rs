//! Events: who did what to whom, when, where, and whether it happened.

use serde::{Deserialize, Serialize};

use super::actor::Party;
use super::time::TimeSpan;
use crate::{ByteRange, Digest, Probability, Provenance};

/// One thing that somebody does to somebody, as one report tells it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// A digest of its content and place.
    pub id: Digest,
    /// The report that tells of it.
    pub report_id: Digest,
    /// The sentences that tell of it.
    pub spans: Vec<ByteRange>,
    /// Who acts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Party>,
    /// Who is acted on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<Party>,
    /// The words that say the act.
    pub action: Action,
    /// The PLOVER type.
    pub event_type: String,
    /// The PLOVER mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// The PLOVER contexts.
    #[serde(default)]
    pub contexts: Vec<String>,
    /// The CAMEO code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cameo: Option<String>,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad_class: u8,
    /// From −10 to 10.
    pub goldstein: f64,
    /// Numbers that the sentence gives.
    #[serde(default)]
    pub magnitude: Vec<Magnitude>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_date: Option<TimeSpan>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Whether it happened.
    pub status: Status,
    /// How likely it is that it is real.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<Probability>,
    /// The claim that carries it; absent where the reporter speaks in his own name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim_id: Option<Digest>,
    /// What reports of the same event share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurrence_id: Option<Digest>,
    /// What made it.
    pub provenance: Provenance,
}

/// The words that say an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Where they stand.
    pub spans: Vec<ByteRange>,
    /// The lemma of the head word.
    pub lemma: String,
}

/// A number that tells how large an event is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Magnitude {
    /// What is counted: `killed`, `wounded`, `arrested`, `troops`, `people`, `money`.
    pub kind: String,
    /// The least.
    pub low: f64,
    /// The most; the same where the text gives one number.
    pub high: f64,
    /// The unit where it is not persons, such as `USD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The words.
    pub span: ByteRange,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Its usual name.
    pub name: String,
    /// Degrees north.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// Degrees east.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    /// ISO 3166-1 alpha-3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The first-level division.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adm1: Option<String>,
    /// Where the text names it.
    pub spans: Vec<ByteRange>,
}

/// Whether an event happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It did.
    Happened,
    /// It goes on.
    UnderWay,
    /// It is announced, intended or agreed.
    Planned,
    /// Its actor threatens it.
    Threatened,
    /// It may be, or is feared or expected by others.
    Possible,
    /// It did not happen, or is denied.
    Denied,
    /// It stands in a condition or a wish.
    Hypothetical,
    /// It happened, and is background to the news.
    Historical,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Happened,
        Self::UnderWay,
        Self::Planned,
        Self::Threatened,
        Self::Possible,
        Self::Denied,
        Self::Hypothetical,
        Self::Historical,
    ];

    /// Its name in records.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Happened => "happened",
            Self::UnderWay => "under-way",
            Self::Planned => "planned",
            Self::Threatened => "threatened",
            Self::Possible => "possible",
            Self::Denied => "denied",
            Self::Hypothetical => "hypothetical",
            Self::Historical => "historical",
        }
    }

    /// The status with a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::Status;

    #[test]
    fn statuses_have_one_name() {
        for status in Status::ALL {
            assert_eq!(serde_json::to_value(status).unwrap(), status.as_str());
            assert_eq!(Status::named(status.as_str()), Some(status));
        }
    }
}
