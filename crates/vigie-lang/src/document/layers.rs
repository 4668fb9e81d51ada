//! The layers of a document: rows of numbers, a few bytes a word.

use std::ops::Range;

use vigie_record::ByteRange;

use crate::decode::attribution::AttributionWords;
use crate::decode::events::EventRow;
use crate::decode::factuality::Factuality;
use crate::decode::likely::Chances;
use crate::labels::NameKind;
use crate::tokenize::MultiwordToken;
use crate::upos::Upos;

/// All that was read in a text, word by word and span by span.
///
/// Word numbers count from the first word of the layers, bytes from the first byte of their text.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Layers {
    pub(crate) words: Vec<WordRow>,
    /// The lemmas of all words, one after the other.
    pub(crate) lemmas: String,
    pub(crate) multiword: Vec<MultiwordToken>,
    pub(crate) paragraphs: Vec<Range<u32>>,
    pub(crate) sentences: Vec<Range<u32>>,
    pub(crate) names: Vec<NameRow>,
    /// What names are chosen from when the whole section is read; empty from then on.
    pub(crate) maybe_names: Vec<MaybeName>,
    pub(crate) attributions: Vec<AttributionWords>,
    pub(crate) events: Vec<EventRow>,
}

/// One word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct WordRow {
    pub(crate) range: ByteRange,
    /// The number of its head; its own number where its head is the root.
    pub(crate) head: u32,
    pub(crate) lemma_start: usize,
    pub(crate) lemma_length: u32,
    pub(crate) factuality: Option<Factuality>,
    pub(crate) xpos: u16,
    pub(crate) feats: u16,
    pub(crate) relation: u16,
    pub(crate) upos: Upos,
}

/// One name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NameRow {
    pub(crate) words: Range<u32>,
    pub(crate) kind: NameKind,
}

/// A span that is a name if the rest of the text does not speak against it, or if it speaks for it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MaybeName {
    pub(crate) words: Range<u32>,
    pub(crate) kind: NameKind,
    /// Whether it is one by itself.
    pub(crate) is_told: bool,
    pub(crate) chances: Chances,
}

impl Layers {
    /// The number of words.
    pub(crate) fn n_words(&self) -> u32 {
        number(self.words.len())
    }

    /// Adds what was read in the words after these, whose bytes begin `bytes` later.
    pub(crate) fn append(&mut self, other: Self, bytes: usize) {
        let (words, lemmas) = (self.n_words(), self.lemmas.len());
        self.words.extend(other.words.into_iter().map(|word| WordRow {
            range: word.range.shifted(bytes),
            head: word.head + words,
            lemma_start: word.lemma_start + lemmas,
            ..word
        }));
        self.lemmas.push_str(&other.lemmas);
        self.multiword.extend(
            other
                .multiword
                .into_iter()
                .map(|token| MultiwordToken { range: token.range.shifted(bytes), words: later(&token.words, words) }),
        );
        self.paragraphs.extend(other.paragraphs.iter().map(|range| later(range, words)));
        self.sentences.extend(other.sentences.iter().map(|range| later(range, words)));
        self.names.extend(other.names.iter().map(|name| NameRow { words: later(&name.words, words), ..*name }));
        self.maybe_names
            .extend(other.maybe_names.into_iter().map(|name| MaybeName { words: later(&name.words, words), ..name }));
        self.attributions.extend(other.attributions.into_iter().map(|mut attribution| {
            attribution.ranges_mut().for_each(|range| *range = later(range, words));
            attribution
        }));
        self.events.extend(other.events.into_iter().map(|event| event.renumbered(|word| word + words)));
    }

    /// Adds a lemma, and gives its place.
    pub(crate) fn push_lemma(&mut self, lemma: &str) -> (usize, u32) {
        let start = self.lemmas.len();
        self.lemmas.push_str(lemma);
        (start, number(lemma.len()))
    }
}

/// A number of words as the layers keep it.
pub(crate) fn number(n: usize) -> u32 {
    u32::try_from(n).expect("a text that fits into memory has fewer than 2^32 words")
}

fn later(range: &Range<u32>, by: u32) -> Range<u32> {
    range.start + by..range.end + by
}
