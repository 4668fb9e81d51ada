//! Spans of a document: sentences, names, attributions, tokens of several words.

use std::ops::Range;

use vigie_record::ByteRange;

use super::layers::NameRow;
use super::{Document, Word, widen};
use crate::decode::attribution::AttributionWords;
use crate::labels::{NameKind, Role};
use crate::tokenize::MultiwordToken;

/// A sentence.
#[derive(Clone, Copy, Debug)]
pub struct Sentence<'d> {
    document: &'d Document,
    index: usize,
}

/// A name of a person, an organisation, a place or something else.
#[derive(Clone, Copy, Debug)]
pub struct Name<'d> {
    document: &'d Document,
    row: &'d NameRow,
}

/// Who is quoted, by what words, saying what. Each part may be absent, or broken into several ranges.
#[derive(Clone, Copy, Debug)]
pub struct Attribution<'d> {
    document: &'d Document,
    row: &'d AttributionWords,
}

/// A surface token that holds more than one word, such as `don't`.
#[derive(Clone, Copy, Debug)]
pub struct Multiword<'d> {
    document: &'d Document,
    token: &'d MultiwordToken,
}

impl<'d> Sentence<'d> {
    pub(super) fn new(document: &'d Document, index: usize) -> Self {
        Self { document, index }
    }

    /// Its number in the document, from 0.
    pub fn index(self) -> usize {
        self.index
    }

    /// The numbers of its words: at least one.
    pub fn word_range(self) -> Range<usize> {
        widen(&self.document.layers.sentences[self.index])
    }

    /// Its words.
    pub fn words(self) -> impl ExactSizeIterator<Item = Word<'d>> {
        self.word_range().map(move |index| Word::new(self.document, index))
    }

    /// Its place in the text.
    pub fn range(self) -> ByteRange {
        range_of(self.document, self.word_range())
    }

    /// What the text says there.
    pub fn text(self) -> &'d str {
        self.document.text(self.range())
    }

    /// Whether a paragraph begins with it.
    pub fn begins_paragraph(self) -> bool {
        let first = self.document.layers.sentences[self.index].start;
        self.document.layers.paragraphs.binary_search_by_key(&first, |paragraph| paragraph.start).is_ok()
    }
}

impl<'d> Name<'d> {
    pub(super) fn new(document: &'d Document, row: &'d NameRow) -> Self {
        Self { document, row }
    }

    /// What kind of thing it names.
    pub fn kind(self) -> NameKind {
        self.row.kind
    }

    /// The numbers of its words: at least one.
    pub fn word_range(self) -> Range<usize> {
        widen(&self.row.words)
    }

    /// Its place in the text.
    pub fn range(self) -> ByteRange {
        range_of(self.document, self.word_range())
    }

    /// What the text says there.
    pub fn text(self) -> &'d str {
        self.document.text(self.range())
    }
}

impl<'d> Attribution<'d> {
    pub(super) fn new(document: &'d Document, row: &'d AttributionWords) -> Self {
        Self { document, row }
    }

    /// The words of one of its parts: a range of word numbers for each unbroken stretch.
    pub fn word_ranges(self, role: Role) -> impl ExactSizeIterator<Item = Range<usize>> + 'd {
        self.row.part(role).iter().map(widen)
    }

    /// The places of one of its parts in the text.
    pub fn ranges(self, role: Role) -> impl ExactSizeIterator<Item = ByteRange> + 'd {
        self.word_ranges(role).map(move |words| range_of(self.document, words))
    }
}

impl<'d> Multiword<'d> {
    pub(super) fn new(document: &'d Document, token: &'d MultiwordToken) -> Self {
        Self { document, token }
    }

    /// The numbers of its words: at least two.
    pub fn word_range(self) -> Range<usize> {
        widen(&self.token.words)
    }

    /// Its place in the text.
    pub fn range(self) -> ByteRange {
        self.token.range
    }

    /// What the text says there.
    pub fn text(self) -> &'d str {
        self.document.text(self.range())
    }
}

fn range_of(document: &Document, words: Range<usize>) -> ByteRange {
    let rows = &document.layers.words[words];
    match (rows.first(), rows.last()) {
        (Some(first), Some(last)) => first.range.cover(last.range),
        _ => ByteRange::default(),
    }
}
