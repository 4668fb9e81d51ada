//! Words and paragraphs of a text, as Universal Dependencies has them for English (EWT 2.16).
//!
//! Takes any text; gives the place of every word, the surface tokens that hold more than one word (`don't`), and the
//! paragraphs. Sentence boundaries are not decided here (the model does that); a paragraph's end always is one.
//!
//! Every character that is no white space lies in exactly one word; words are in order and hold no white space. Text is
//! cut at white space into chunks, and each chunk is read once from left to right by hand-written rules with small
//! tables (`tables/`). No grapheme cluster is ever split. Cost: time in proportion to the text; one pass, no backtracking
//! further than a few dozen characters.
//!
//! Needs: nothing. Gives: words, multiword tokens, paragraphs. Settings: none. Scored by: `ud_eval.py` (words).
//! Known mistakes: possessives written without an apostrophe (`the drivers licence`), abbreviations not in the table,
//! a missing space after a stop where the next word is no capital (`end.then` is split, `end.co` is not).

mod addresses;
mod chunk;
mod contractions;
mod emoticons;
mod hyphens;
mod marks;
mod numbers;
mod paragraphs;
mod scan;
mod stops;
mod tables;
#[cfg(test)]
mod tests;
mod units;

use std::ops::Range;

use vigie_record::ByteRange;

use chunk::Chunk;
use units::{Units, is_space};

/// The words and paragraphs of one text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tokens {
    /// The words, in the order of the text.
    pub words: Vec<Word>,
    /// The surface tokens that hold more than one word.
    pub multiword: Vec<MultiwordToken>,
    /// The words of each paragraph, as ranges of word indices; none is empty, and together they hold every word.
    pub paragraphs: Vec<Range<u32>>,
}

/// A word as Universal Dependencies has it; the text at its range is its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Its place in the text.
    pub range: ByteRange,
}

/// A surface token such as `don't`, which is more than one word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MultiwordToken {
    /// Its place in the text: from its first word's start to its last word's end.
    pub range: ByteRange,
    /// Its words, as a range of word indices.
    pub words: Range<u32>,
}

/// The most bytes that are read as one chunk; a longer run without white space is cut between grapheme clusters.
const LONGEST_CHUNK: usize = 4096;

/// The most bytes of the next chunk that are looked at.
const LONGEST_GLANCE: usize = 64;

/// Splits one text into paragraphs of words.
///
/// ```
/// use vigie_lang::tokenize::tokenize;
///
/// let text = "Minsk didn't answer.";
/// let tokens = tokenize(text);
/// let forms: Vec<&str> = tokens.words.iter().map(|word| &text[word.range.as_range()]).collect();
/// assert_eq!(forms, ["Minsk", "did", "n't", "answer", "."]);
/// assert_eq!(tokens.multiword[0].words, 1..3);
/// ```
pub fn tokenize(text: &str) -> Tokens {
    let mut tokens = Tokens::default();
    let mut units = Units::default();
    for paragraph in paragraphs::paragraphs(text) {
        let first = tokens.n_words();
        tokens.read_paragraph(text, paragraph, &mut units);
        if first < tokens.n_words() {
            tokens.paragraphs.push(first..tokens.n_words());
        }
    }
    tokens
}

impl Tokens {
    /// The number of words so far. A text of four thousand million words does not fit into memory.
    fn n_words(&self) -> u32 {
        u32::try_from(self.words.len()).unwrap_or(u32::MAX)
    }

    /// Adds the word at `range`.
    fn push(&mut self, range: Range<usize>) {
        self.words.push(Word { range: ByteRange::new(range.start, range.end) });
    }

    /// Joins the words from `first` on into one multiword token, if they are two or more.
    fn join(&mut self, first: u32) {
        let last = self.n_words();
        if last - first > 1 {
            let start = self.words[first as usize].range;
            let end = self.words[last as usize - 1].range;
            self.multiword.push(MultiwordToken { range: start.cover(end), words: first..last });
        }
    }

    /// Adds the words of one paragraph.
    fn read_paragraph(&mut self, text: &str, paragraph: Range<usize>, units: &mut Units) {
        let mut before: Option<&str> = None;
        let mut open = scan::Open::default();
        let mut chunks = text[paragraph.clone()].split(is_space).filter(|chunk| !chunk.is_empty()).peekable();
        while let Some(chunk) = chunks.next() {
            let after = chunks.peek().map(|after| &after[..after.floor_char_boundary(LONGEST_GLANCE)]);
            let start = chunk.as_ptr() as usize - text.as_ptr() as usize;
            units.read(chunk, start);
            for piece in units.pieces(LONGEST_CHUNK) {
                scan::scan(&Chunk { text, units: piece, before, after }, &mut open, self);
            }
            before = Some(chunk);
        }
    }
}
