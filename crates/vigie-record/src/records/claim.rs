//! Claims: who says what, how sure, and in whose words.

use serde::{Deserialize, Serialize};

use super::actor::Source;
use crate::{ByteRange, Digest, Probability, Provenance};

/// Something that somebody is reported to have said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// A digest of its content and place.
    pub id: Digest,
    /// The report that has it.
    pub report_id: Digest,
    /// The sentences that it stands in.
    pub spans: Vec<ByteRange>,
    /// Who says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// The words that say that somebody says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<Cue>,
    /// What is said.
    pub content: Content,
    /// In whose words.
    pub form: ClaimForm,
    /// What kind of statement it is.
    pub kind: ClaimKind,
    /// How sure the source is.
    pub certainty: Certainty,
    /// To whom it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_to: Option<Phrase>,
    /// The claim that this one is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<Digest>,
    /// The events that it tells of.
    #[serde(default)]
    pub event_ids: Vec<Digest>,
    /// What made it.
    pub provenance: Provenance,
}

/// The words that say that somebody says something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cue {
    /// Where they stand.
    pub spans: Vec<ByteRange>,
    /// The lemma of the head word.
    pub lemma: String,
}

/// What is said, with the text of all its ranges joined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Where it stands; several ranges where the text breaks it.
    pub spans: Vec<ByteRange>,
    /// The words.
    pub text: String,
}

/// Some words of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phrase {
    /// Where they stand.
    pub spans: Vec<ByteRange>,
    /// The words.
    pub text: String,
}

/// In whose words a claim is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClaimForm {
    /// In the source's own, between quotation marks.
    Direct,
    /// In the reporter's.
    Indirect,
    /// In both.
    Mixed,
}

/// What kind of statement a claim is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClaimKind {
    /// Something is so, or happened.
    Report,
    /// A judgement.
    Assessment,
    /// Why something is so.
    Explanation,
    /// What will be.
    Forecast,
    /// What it is like.
    Analogy,
    /// What the source means to do.
    Intention,
    /// What the source wants others to do.
    Demand,
    /// That something is not so.
    Denial,
}

/// How sure a source is of what it says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Certainty {
    /// From the least to the most probable that its words allow; absent where nothing tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<[Probability; 2]>,
    /// The band of ICD 203 that holds the middle, such as `likely`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub band: Option<String>,
    /// The words that tell.
    #[serde(default)]
    pub markers: Vec<ByteRange>,
    /// Whether the source affirms or denies.
    pub polarity: Polarity,
}

/// Whether something is affirmed or denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Polarity {
    /// It is so.
    Affirmed,
    /// It is not so.
    Denied,
    /// Neither: a question, or an open matter.
    Open,
}
