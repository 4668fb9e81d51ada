//! Drafts: attributions as stretches of words, while they are mended.

use std::ops::Range;

use vigie_lang::{Document, Role};

use super::tokens::{gap, overlap};

/// Who is quoted, by what words, saying what: stretches of words in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Draft {
    pub(crate) source: Vec<Range<usize>>,
    pub(crate) cue: Vec<Range<usize>>,
    pub(crate) content: Vec<Range<usize>>,
    /// What made it, where that is not the engine.
    pub(crate) rule: Option<&'static str>,
}

impl Draft {
    /// The attributions of a document.
    pub(crate) fn all(document: &Document) -> Vec<Self> {
        let drafts = document.attributions().map(|found| Self {
            source: found.word_ranges(Role::Source).collect(),
            cue: found.word_ranges(Role::Cue).collect(),
            content: found.word_ranges(Role::Content).collect(),
            rule: None,
        });
        drafts.collect()
    }

    /// All its stretches.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &Range<usize>> {
        self.source.iter().chain(&self.cue).chain(&self.content)
    }

    /// Its first word.
    pub(crate) fn start(&self) -> usize {
        self.parts().map(|part| part.start).min().unwrap_or(usize::MAX)
    }

    /// Whether one of its stretches shares a word with `words`.
    pub(crate) fn touches(&self, words: &Range<usize>) -> bool {
        self.parts().any(|part| overlap(part, words))
    }

    /// The words between a stretch and the nearest of the others.
    pub(crate) fn distance(&self, words: &Range<usize>) -> usize {
        self.parts().filter(|part| *part != words).map(|part| gap(part, words)).min().unwrap_or(usize::MAX)
    }
}
