//! Actors: who acts, who is acted on, who is quoted, and what is known of them.

use serde::{Deserialize, Serialize};

use crate::ByteRange;

/// What a phrase resolves to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Identity {
    /// A stable id, such as `BLR/lukashenko-alexander` or `RUS`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor_id: Option<String>,
    /// The full name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// ISO 3166-1 alpha-3, or `IGO`, `NGO`, `MNC` and the like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The PLOVER sector, such as `GOV` or `MIL`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
    /// The office or role, such as `former U.S. ambassador to Belarus`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The body that the person speaks or acts for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
}

/// Who acts or is acted on, as the sentence has it and as the whole page makes it known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Where the sentence names it.
    pub spans: Vec<ByteRange>,
    /// What the sentence says there.
    pub text: String,
    /// What it resolves to.
    #[serde(flatten)]
    pub identity: Identity,
}

/// Who is quoted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Where the text names it.
    pub spans: Vec<ByteRange>,
    /// What the text says there.
    pub text: String,
    /// What it resolves to, from the whole page.
    #[serde(flatten)]
    pub identity: Identity,
    /// Whether the page gives a name.
    pub named: bool,
    /// Why it has no name, in the text's own words where it says so, such as `on condition of anonymity`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unnamed_because: Option<String>,
}
