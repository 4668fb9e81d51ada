//! Records: the public format, schema version 1.
//!
//! Field names are fixed. Ranges are bytes of the report's text inside the house; faces turn them into code points.

mod actor;
mod claim;
mod event;
mod forecast;
mod reading;
mod remark;
mod report;
mod table;
mod time;

pub use actor::{Identity, Party, Source};
pub use claim::{Certainty, Claim, ClaimForm, ClaimKind, Content, Cue, Phrase, Polarity};
pub use event::{Action, Event, Magnitude, Place, Status};
pub use forecast::{Forecast, ForecastStatus};
pub use reading::Reading;
pub use remark::{Correction, Judgement, Remark, RemarkBody};
pub use report::{PublishedAt, PublishedAtError, Report};
pub use table::{
    Dataset, Origin, PlacePrecision, TableDeletion, TableEvent, TableMagnitude, TableMention, TableParty,
    TableQuotation,
};
pub use time::{Precision, TimeSpan};

/// The version of the format of records.
pub const SCHEMA_VERSION: u32 = 1;
