//! Words and paragraphs of a text.

use std::ops::Range;

use vigie_record::ByteRange;

/// The words and paragraphs of one text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tokens {
    /// The words, in the order of the text.
    pub words: Vec<Word>,
    /// The surface tokens that hold more than one word.
    pub multiword: Vec<MultiwordToken>,
    /// The words of each paragraph, as ranges of word indices.
    pub paragraphs: Vec<Range<u32>>,
}

/// A word as Universal Dependencies has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Its place in the text.
    pub range: ByteRange,
}

/// A surface token such as `don't`, which is more than one word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MultiwordToken {
    /// Its place in the text.
    pub range: ByteRange,
    /// Its words, as a range of word indices.
    pub words: Range<u32>,
}

/// Splits one text into paragraphs of words.
pub fn tokenize(text: &str) -> Tokens {
    let mut tokens = Tokens::default();
    for line in text.split('\n') {
        let first = tokens.words.len() as u32;
        for piece in line.split_whitespace() {
            let start = piece.as_ptr() as usize - text.as_ptr() as usize;
            tokens.words.push(Word { range: ByteRange::new(start, start + piece.len()) });
        }
        let last = tokens.words.len() as u32;
        if first < last {
            tokens.paragraphs.push(first..last);
        }
    }
    tokens
}
