//! The encoder: what a trained graph is asked, and what it answers.
//!
//! An [`Encoder`] reads one [`Window`] of word pieces and gives [`Readings`], the scores of every head for every word.
//! One window is one run: what else is read beside it cannot change the answer. The engine does not care what stands
//! behind the trait; tests put a small deterministic one there.

use crate::matrix::Matrix;

/// One window of word pieces, as the graph takes it.
///
/// `ids`, `shapes`, `gaps` and `marks` have one entry a piece, `[CLS]` and `[SEP]` among them; `first` and `last` one entry a
/// word: the places of its first and last piece.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Window {
    /// The vocabulary number of each piece.
    pub ids: Vec<i32>,
    /// The letter shape of each piece's word.
    pub shapes: Vec<i32>,
    /// What stands before each piece: 0 nothing, 1 white space, 2 the start of a paragraph.
    pub gaps: Vec<i32>,
    /// Which party of a marked pair each piece belongs to: 0 neither, 1 the first, 2 the second. All 0 unless a pair is
    /// asked about.
    pub marks: Vec<i32>,
    /// Where the pieces of each word begin.
    pub first: Vec<i32>,
    /// Where the last piece of each word stands.
    pub last: Vec<i32>,
}

impl Window {
    /// The number of words.
    pub fn n_words(&self) -> usize {
        self.first.len()
    }

    /// The number of pieces, the two special ones among them.
    pub fn n_pieces(&self) -> usize {
        self.ids.len()
    }
}

/// The scores of all heads for one window of W words.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Readings {
    /// W log-odds that a sentence ends with the word.
    pub sentence_end: Vec<f32>,
    /// W × parts of speech.
    pub upos: Matrix,
    /// W × treebank tags.
    pub xpos: Matrix,
    /// W × bundles of features.
    pub feats: Matrix,
    /// W × lemma scripts.
    pub lemma: Matrix,
    /// W × name tags.
    pub ner: Matrix,
    /// W × attribution tags.
    pub attribution: Matrix,
    /// W × links: the word as a part of a source.
    pub link_source_word: Matrix,
    /// W × links: the word as a part of a content.
    pub link_content_word: Matrix,
    /// W × links: the word as a cue that wants a source.
    pub link_source_cue: Matrix,
    /// W × links: the word as a cue that wants a content.
    pub link_content_cue: Matrix,
    /// W × D: the word as a dependent.
    pub arc_dependent: Matrix,
    /// W+1 × D: the root, then each word, as a head.
    pub arc_head: Matrix,
    /// W × R: the word as the dependent of a relation.
    pub relation_dependent: Matrix,
    /// W+1 × R: the root, then each word, as the head of a relation.
    pub relation_head: Matrix,
    /// W values from −3 to 3: how certain the text is that what the word tells of happened.
    pub factuality: Vec<f32>,
    /// What the words tell of events; absent where the model has no heads for them.
    pub events: Option<EventReadings>,
}

/// The scores of the heads for events.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EventReadings {
    /// W × types of events; the first column says that the word tells of none.
    pub kind: Matrix,
    /// W × modes; the first column says that there is none.
    pub mode: Matrix,
    /// W × statuses.
    pub status: Matrix,
    /// W × what one marked party does to the other: the mean over the words of each party, the two means added up.
    pub pair: Matrix,
    /// W × links: the event as one that wants an actor.
    pub event_actor: Matrix,
    /// W × links: the event as one that wants a recipient.
    pub event_recipient: Matrix,
    /// W × links: the word as an actor.
    pub word_actor: Matrix,
    /// W × links: the word as a recipient.
    pub word_recipient: Matrix,
}

/// Why a graph gave no readings: its own fault, never the text's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// The graph stopped.
    #[error("graph `{graph}` stopped at a window of {n_pieces} pieces: {reason}")]
    Stopped {
        /// The graph.
        graph: &'static str,
        /// The length of the window.
        n_pieces: usize,
        /// What the runtime said.
        reason: String,
    },
    /// An output has another shape than the labels and the window ask for.
    #[error("graph `{graph}` gives `{output}` in the shape {found:?}, not {expected:?}")]
    Shape {
        /// The graph.
        graph: &'static str,
        /// The output.
        output: &'static str,
        /// The shape that was wanted; 0 stands for any.
        expected: Vec<usize>,
        /// The shape that came.
        found: Vec<usize>,
    },
}

/// What reads a window.
pub trait Encoder: Send + Sync {
    /// Reads one window.
    ///
    /// # Errors
    /// When the graph stops or answers in another shape.
    fn read(&self, window: &Window) -> Result<Readings, EncodeError>;

    /// Scores the relations of N dependents to their heads: two N × R matrices in, N × relations out.
    ///
    /// # Errors
    /// When the graph stops or answers in another shape.
    fn relate(&self, dependents: Matrix, heads: Matrix) -> Result<Matrix, EncodeError>;
}
