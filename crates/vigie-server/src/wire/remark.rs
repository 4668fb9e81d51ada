//! Remarks: what people say of records.

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use vigie_record::{ForecastStatus, Status};
use vigie_store::{Correction, Judgement, Remark, RemarkBody};

use super::filter::digest;
use super::party::Named;
use crate::trouble::Trouble;

/// What stands in a judgement by which a record was accepted as it is.
const ACCEPTED: &str = "accepted";

/// A remark about a record.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Remark")]
pub(crate) struct RemarkRow {
    /// Its id.
    pub(crate) id: String,
    /// The record that it is about: its id, or `DATASET:ID` for a row of a table.
    pub(crate) target: String,
    /// Who made it.
    pub(crate) author: String,
    /// When.
    pub(crate) made_at: Timestamp,
    /// What it says.
    #[serde(flatten)]
    pub(crate) says: Says,
    /// The remark that took it back.
    pub(crate) undone_by: Option<String>,
}

/// What a remark says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Says {
    /// The record is right as it is.
    Accept,
    /// It is wrong, and how it is right.
    Correction(Box<Corrected>),
    /// A word of one's own for finding it again.
    Tag {
        /// The word.
        tag: String,
    },
    /// What to make of it.
    Judgement(Judged),
    /// An earlier remark is taken back.
    Undo {
        /// The id of the remark.
        undo: String,
    },
}

/// How an event is right; what is left out stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "Correction")]
pub(crate) struct Corrected {
    /// It is no event at all.
    pub(crate) reject: bool,
    /// The PLOVER type.
    pub(crate) event_type: Option<String>,
    /// The PLOVER mode.
    pub(crate) mode: Option<String>,
    /// Whether it happened.
    pub(crate) status: Option<StatusName>,
    /// Who acts.
    pub(crate) actor: Option<Named>,
    /// Who is acted on.
    pub(crate) recipient: Option<Named>,
    /// Its first day.
    pub(crate) start_date: Option<Date>,
    /// Its last day.
    pub(crate) end_date: Option<Date>,
    /// Why.
    pub(crate) because: Option<String>,
}

/// What somebody makes of a record.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "Judgement")]
pub(crate) struct Judged {
    /// How reliable the source is: A to F of the Admiralty scale.
    pub(crate) reliability: Option<char>,
    /// How credible the information is: 1 to 6 of the Admiralty scale.
    #[schemars(range(min = 1, max = 6))]
    pub(crate) credibility: Option<u8>,
    /// What became of a forecast.
    pub(crate) resolution: Option<Resolution>,
    /// The day on which that was settled.
    pub(crate) resolved_on: Option<Date>,
    /// In words.
    pub(crate) note: Option<String>,
}

/// Whether an event happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Status")]
pub(crate) enum StatusName {
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

/// What became of a forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Resolution {
    /// Its day has not come.
    Open,
    /// It was right.
    CameTrue,
    /// It was wrong.
    Failed,
    /// It can no longer be settled.
    Void,
}

impl From<Status> for StatusName {
    fn from(status: Status) -> Self {
        match status {
            Status::Happened => Self::Happened,
            Status::UnderWay => Self::UnderWay,
            Status::Planned => Self::Planned,
            Status::Threatened => Self::Threatened,
            Status::Possible => Self::Possible,
            Status::Denied => Self::Denied,
            Status::Hypothetical => Self::Hypothetical,
            Status::Historical => Self::Historical,
        }
    }
}

impl From<StatusName> for Status {
    fn from(name: StatusName) -> Self {
        match name {
            StatusName::Happened => Self::Happened,
            StatusName::UnderWay => Self::UnderWay,
            StatusName::Planned => Self::Planned,
            StatusName::Threatened => Self::Threatened,
            StatusName::Possible => Self::Possible,
            StatusName::Denied => Self::Denied,
            StatusName::Hypothetical => Self::Hypothetical,
            StatusName::Historical => Self::Historical,
        }
    }
}

impl From<ForecastStatus> for Resolution {
    fn from(status: ForecastStatus) -> Self {
        match status {
            ForecastStatus::Open => Self::Open,
            ForecastStatus::CameTrue => Self::CameTrue,
            ForecastStatus::Failed => Self::Failed,
            ForecastStatus::Void => Self::Void,
        }
    }
}

impl From<Resolution> for ForecastStatus {
    fn from(resolution: Resolution) -> Self {
        match resolution {
            Resolution::Open => Self::Open,
            Resolution::CameTrue => Self::CameTrue,
            Resolution::Failed => Self::Failed,
            Resolution::Void => Self::Void,
        }
    }
}

impl From<Remark> for RemarkRow {
    fn from(remark: Remark) -> Self {
        Self {
            id: remark.id.to_string(),
            target: remark.target,
            author: remark.author,
            made_at: remark.made_at,
            says: remark.body.into(),
            undone_by: remark.undone_by.map(|id| id.to_string()),
        }
    }
}

impl From<RemarkBody> for Says {
    fn from(body: RemarkBody) -> Self {
        match body {
            RemarkBody::Correction(correction) => {
                let Correction { reject, event_type, mode, status, actor, recipient, start_date, end_date, because } =
                    *correction;
                Self::Correction(Box::new(Corrected {
                    reject,
                    event_type,
                    mode,
                    status: status.map(StatusName::from),
                    actor: actor.as_ref().map(Named::from),
                    recipient: recipient.as_ref().map(Named::from),
                    start_date,
                    end_date,
                    because,
                }))
            }
            RemarkBody::Tag { tag } => Self::Tag { tag },
            RemarkBody::Judgement(judgement) if judgement == accepted() => Self::Accept,
            RemarkBody::Judgement(Judgement { reliability, credibility, resolution, resolved_on, note }) => {
                let resolution = resolution.map(Resolution::from);
                Self::Judgement(Judged { reliability, credibility, resolution, resolved_on, note })
            }
            RemarkBody::Undo { undo } => Self::Undo { undo: undo.to_string() },
        }
    }
}

impl TryFrom<Says> for RemarkBody {
    type Error = Trouble;

    fn try_from(says: Says) -> Result<Self, Trouble> {
        Ok(match says {
            Says::Accept => Self::Judgement(accepted()),
            Says::Correction(corrected) => {
                let Corrected { reject, event_type, mode, status, actor, recipient, start_date, end_date, because } =
                    *corrected;
                Self::Correction(Box::new(Correction {
                    reject,
                    event_type,
                    mode,
                    status: status.map(Status::from),
                    actor: actor.map(Into::into),
                    recipient: recipient.map(Into::into),
                    start_date,
                    end_date,
                    because,
                }))
            }
            Says::Tag { tag } => Self::Tag { tag },
            Says::Judgement(Judged { reliability, credibility, resolution, resolved_on, note }) => {
                let resolution = resolution.map(ForecastStatus::from);
                Self::Judgement(Judgement { reliability, credibility, resolution, resolved_on, note })
            }
            Says::Undo { undo } => Self::Undo { undo: digest("undo", &undo)? },
        })
    }
}

fn accepted() -> Judgement {
    Judgement { note: Some(ACCEPTED.to_owned()), ..Judgement::default() }
}
