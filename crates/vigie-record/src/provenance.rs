//! Provenance: what made a record.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Digest;

/// Which program, which model and which part of them made a reading.
///
/// Two readings of one text with equal provenance are equal to the byte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// The version of the program, as in `0.1.0`.
    pub program_version: String,
    /// The digest of the model file.
    pub model_digest: Digest,
    /// The part that made it, as in `vigie-lang/annotator`.
    pub component: String,
    /// The person who added it by hand; absent where a program made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// When that was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_at: Option<Timestamp>,
}
