//! The ground of Vigie: the types that every floor shares, and what is always true of them.
//!
//! Holds the records of the public format ([`Report`], [`Event`], [`Claim`], [`Forecast`], together a [`Reading`]), rows of tables made by others ([`TableEvent`]) and what they are made of: [`ByteRange`], [`Probability`], [`Note`], [`Digest`] and [`Provenance`]. It has no behaviour beyond keeping
//! these true: it opens no file, knows no language and no ontology.

mod characters;
mod columns;
mod digest;
mod note;
mod probability;
mod provenance;
mod range;
mod ranged;
mod records;
mod source_state;

pub use characters::Characters;
pub use columns::{Column, EVENT_COLUMNS, Holds};
pub use digest::{Digest, DigestError};
pub use note::{Note, NoteKind};
pub use probability::{Probability, ProbabilityError};
pub use provenance::Provenance;
pub use range::{ByteRange, RangeError};
pub use ranged::{Ranged, Turn};
pub use records::{
    Action, Certainty, Claim, ClaimForm, ClaimKind, Content, Correction, Cue, Dataset, Event, Forecast, ForecastStatus,
    Identity, Judgement, Magnitude, Origin, Party, Phrase, Place, PlacePrecision, Polarity, Precision, PublishedAt,
    PublishedAtError, Reading, Remark, RemarkBody, Report, SCHEMA_VERSION, Source, Status, TableDeletion, TableEvent,
    TableMagnitude, TableMention, TableParty, TableQuotation, TimeSpan,
};
pub use source_state::SourceState;
