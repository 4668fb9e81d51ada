//! Mentions: where a page names somebody.

use std::ops::Range;

use vigie_record::Identity;

use super::gender::Gender;
use crate::actor::phrase::Kind;

/// Somebody or something that a page names.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) kind: Kind,
    pub(super) identity: Identity,
    pub(super) gender: Option<Gender>,
    /// The keys of the words of the longest name.
    pub(super) name: Vec<String>,
}

/// One place where somebody is named.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    /// The number of the one named.
    pub(super) who: usize,
    /// The words of the name.
    pub(super) words: Range<usize>,
    /// The words of a title or description before the name; empty where there is none.
    pub(super) described: Range<usize>,
    /// Whether it is the subject of a clause.
    pub(super) is_subject: bool,
    /// Whether it is quoted.
    pub(super) is_source: bool,
}
