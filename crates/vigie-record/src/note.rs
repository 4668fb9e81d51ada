//! Notes: what a reader should know about how a text was read.

use serde::{Deserialize, Serialize};

use crate::ByteRange;

/// What could not be read as one would wish, and where.
///
/// Reading does not fail on odd text: it gives fewer records and a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The stretch of text that it is about.
    pub range: ByteRange,
    /// The kind of trouble.
    pub kind: NoteKind,
    /// What a person should know: one line without a full stop.
    pub message: String,
}

/// The kinds of trouble that a note can tell of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum NoteKind {
    /// A sentence was ended where its reader ran out of room, not where it ends.
    ForcedSentenceEnd,
    /// The text was cut apart where it has no paragraph end, because it is too long to be read in one go.
    ForcedCut,
    /// The text does not look like the language that the model reads.
    OtherLanguage,
    /// The date of the report could not be understood, so it was read without one.
    WrongDate,
    /// A field of the report was of the wrong type, and left out.
    WrongField,
    /// The report looks like the beginning of one only.
    Truncated,
    /// Nothing in the page looks like a report.
    Furniture,
}
