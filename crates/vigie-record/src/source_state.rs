//! What is remembered of a page or a feed that is visited again and again.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How the last visits to a source went, and when it is visited next.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceState {
    /// What the server said to ask with, so that it answers only with what is new.
    pub etag: Option<String>,
    /// The same, for servers without such marks: the day of the version, as the server wrote it.
    pub last_modified: Option<String>,
    /// When it was last read.
    pub last_success: Option<Timestamp>,
    /// What went wrong the last time, if it did.
    pub last_error: Option<String>,
    /// When it is tried again at the earliest.
    pub next_try: Option<Timestamp>,
    /// How often in a row it has failed.
    pub n_failures: u32,
}
