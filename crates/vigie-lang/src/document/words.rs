//! Words of a document.

use vigie_record::ByteRange;

use super::Document;
use super::layers::WordRow;
use crate::decode::factuality::Factuality;
use crate::upos::Upos;

/// A word as Universal Dependencies has it: `do` and `n't` are two.
#[derive(Clone, Copy, Debug)]
pub struct Word<'d> {
    document: &'d Document,
    index: usize,
}

impl<'d> Word<'d> {
    pub(super) fn new(document: &'d Document, index: usize) -> Self {
        Self { document, index }
    }

    fn row(self) -> &'d WordRow {
        &self.document.layers.words[self.index]
    }

    /// Its number in the document, from 0.
    pub fn index(self) -> usize {
        self.index
    }

    /// Its place in the text.
    pub fn range(self) -> ByteRange {
        self.row().range
    }

    /// What the text says there.
    pub fn text(self) -> &'d str {
        self.document.text(self.range())
    }

    /// Whether nothing, not even white space, stands between it and the word before.
    pub fn is_glued(self) -> bool {
        let before = self.index.checked_sub(1).map(|index| &self.document.layers.words[index]);
        before.is_some_and(|before| before.range.end() == self.range().start())
    }

    /// Its part of speech.
    pub fn upos(self) -> Upos {
        self.row().upos
    }

    /// Its tag in the treebank's own set, as `VBD`.
    pub fn xpos(self) -> &'d str {
        &self.document.labels().xpos[usize::from(self.row().xpos)]
    }

    /// Its features as CoNLL-U has them, as `Mood=Ind|Tense=Past`; `_` where it has none.
    pub fn feats(self) -> &'d str {
        &self.document.labels().feats[usize::from(self.row().feats)]
    }

    /// One of its features, as `Past` for `Tense`.
    pub fn feature(self, name: &str) -> Option<&'d str> {
        self.feats().split('|').filter_map(|feature| feature.split_once('=')).find(|(key, _)| *key == name).map(|f| f.1)
    }

    /// Its lemma.
    pub fn lemma(self) -> &'d str {
        let row = self.row();
        &self.document.layers.lemmas[row.lemma_start..][..row.lemma_length as usize]
    }

    /// The word that it depends on; `None` for the root of a sentence.
    pub fn head(self) -> Option<Self> {
        let head = self.row().head as usize;
        (head != self.index).then(|| Self::new(self.document, head))
    }

    /// How it depends on its head, as `nsubj:pass`.
    pub fn relation(self) -> &'d str {
        &self.document.labels().relation[usize::from(self.row().relation)]
    }

    /// How sure the text is that what it tells of happened; only for predicates.
    pub fn factuality(self) -> Option<Factuality> {
        self.row().factuality
    }
}
