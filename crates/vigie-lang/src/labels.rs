//! Labels: what the columns of the scores stand for.

use serde::Serialize;

use crate::decode::bio::Bio;
use crate::decode::lemma::LemmaScript;
use crate::upos::Upos;

/// What the columns of each head stand for, as the model file has it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Labels {
    pub(crate) upos: Vec<Upos>,
    pub(crate) xpos: Vec<String>,
    pub(crate) feats: Vec<String>,
    pub(crate) lemma: Vec<LemmaScript>,
    pub(crate) relation: Vec<String>,
    pub(crate) ner: Vec<Bio<NameKind>>,
    pub(crate) attribution: Vec<Bio<Role>>,
    pub(crate) events: Option<EventLabels>,
}

/// What the heads for events stand for. The engine does not know what the words mean.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct EventLabels {
    /// The first says that a word tells of no event.
    pub(crate) kind: Vec<String>,
    /// The first says that an event has no mode.
    pub(crate) mode: Vec<String>,
    pub(crate) status: Vec<String>,
    /// What one party does to another; the first says nothing.
    pub(crate) pair: Vec<String>,
    /// Log-odds that are added to each link of an actor, and of a recipient.
    pub(crate) party_bias: [f32; 2],
}

/// The number of columns of each head that the labels ask for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Widths {
    pub(crate) upos: usize,
    pub(crate) xpos: usize,
    pub(crate) feats: usize,
    pub(crate) lemma: usize,
    pub(crate) ner: usize,
    pub(crate) attribution: usize,
    pub(crate) relation: usize,
    /// Types, modes, statuses and pairs, where the model has heads for events.
    pub(crate) events: Option<[usize; 4]>,
}

impl Labels {
    /// How many labels each head has.
    pub(crate) fn widths(&self) -> Widths {
        Widths {
            upos: self.upos.len(),
            xpos: self.xpos.len(),
            feats: self.feats.len(),
            lemma: self.lemma.len(),
            ner: self.ner.len(),
            attribution: self.attribution.len(),
            relation: self.relation.len(),
            events: self
                .events
                .as_ref()
                .map(|events| [&events.kind, &events.mode, &events.status, &events.pair].map(Vec::len)),
        }
    }
}

/// The kind of thing that a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum NameKind {
    /// A person.
    Per,
    /// An organisation, a company, a government body, a team.
    Org,
    /// A place: a country, a town, a river, a building.
    Loc,
    /// Another name: a war, a law, a nationality, a work.
    Misc,
}

/// The part that a stretch of text plays where somebody is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Who is quoted.
    Source,
    /// The words that say that somebody is quoted, such as `said` or `according to`.
    Cue,
    /// What is quoted.
    Content,
}

/// A kind of span that has a name in BIO tags.
pub(crate) trait SpanKind: Copy + Eq + 'static {
    /// All kinds.
    const ALL: &'static [Self];

    /// The name, as in the tag `B-name`.
    fn as_str(self) -> &'static str;
}

impl NameKind {
    /// Its name in the tags, as `PER`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Per => "PER",
            Self::Org => "ORG",
            Self::Loc => "LOC",
            Self::Misc => "MISC",
        }
    }
}

impl Role {
    /// Its name in the tags, as `source`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Cue => "cue",
            Self::Content => "content",
        }
    }
}

impl SpanKind for NameKind {
    const ALL: &'static [Self] = &[Self::Per, Self::Org, Self::Loc, Self::Misc];

    fn as_str(self) -> &'static str {
        self.as_str()
    }
}

impl SpanKind for Role {
    const ALL: &'static [Self] = &[Self::Source, Self::Cue, Self::Content];

    fn as_str(self) -> &'static str {
        self.as_str()
    }
}
