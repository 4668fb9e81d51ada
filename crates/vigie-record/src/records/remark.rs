//! Remarks: what people add to records.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{ForecastStatus, Identity, Status};
use crate::digest::Digest;

/// Something that a person says of a record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", untagged)]
pub enum RemarkBody {
    /// It is wrong, and how it is right.
    Correction(Box<Correction>),
    /// A word of one's own for finding it again.
    Tag {
        /// The word.
        tag: String,
    },
    /// What to make of it.
    Judgement(Judgement),
    /// An earlier remark is taken back.
    Undo {
        /// The id of the remark.
        undo: Digest,
    },
}

/// How an event is right; what is left out stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Correction {
    /// It is no event at all.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub reject: bool,
    /// The PLOVER type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_type: Option<String>,
    /// The PLOVER mode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// Whether it happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Who acts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<Identity>,
    /// Who is acted on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<Identity>,
    /// Its first day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_date: Option<Date>,
    /// Its last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_date: Option<Date>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

/// What somebody makes of a record.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Judgement {
    /// How reliable the source is: A to F of the Admiralty scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reliability: Option<char>,
    /// How credible the information is: 1 to 6 of the Admiralty scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credibility: Option<u8>,
    /// What became of a forecast.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolution: Option<ForecastStatus>,
    /// The day on which that was settled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolved_on: Option<Date>,
    /// In words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A remark with what it is about, its author and its time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Remark {
    /// A digest of all the rest.
    pub id: Digest,
    /// The record that it is about: its id, or DATASET:ID for a row of a table.
    pub target: String,
    /// Who made it.
    pub author: String,
    /// When.
    pub made_at: Timestamp,
    /// What it says.
    pub body: RemarkBody,
    /// The remark that took it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone_by: Option<Digest>,
}

impl RemarkBody {
    /// Its kind, as the store and its users name it.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Correction(_) => "correction",
            Self::Tag { .. } => "tag",
            Self::Judgement(_) => "judgement",
            Self::Undo { .. } => "undo",
        }
    }
}
