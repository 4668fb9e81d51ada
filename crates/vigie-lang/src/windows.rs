//! Windows: which words the encoder reads together.
//!
//! Paragraphs that follow each other are packed into one stretch as long as their pieces fit into a window. A paragraph
//! that is too long by itself is a stretch of its own, and is read window after window: what was read up to the last
//! sentence end of a window is kept, and the next window begins after it. Where a window has no such end, three
//! quarters of it are kept, a sentence is ended there by force, and the next window begins a little earlier, so that
//! its words are not without context.

use std::ops::Range;

use crate::encoder::Window;
use crate::pieces::{MOST_PIECES, PieceCache, PieceReader};
use crate::shape;
use crate::tokenize::{Tokens, Word};

/// The least room that a window must have: for its special pieces, context, and some words.
pub(crate) const LEAST_PIECES: usize = 2 + CONTEXT_PIECES + 4 * MOST_PIECES;

/// The pieces of context before a window that begins inside a sentence.
const CONTEXT_PIECES: usize = 40;

/// What stands before a word, as the encoder is told.
const GLUED: i32 = 0;
const SPACED: i32 = 1;
const PARAGRAPH: i32 = 2;

/// The words of a section, ready to be put into windows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plan {
    pub(crate) text: String,
    pub(crate) tokens: Tokens,
    pieces: Vec<i32>,
    /// Where the pieces of each word end.
    piece_ends: Vec<usize>,
    shapes: Vec<u8>,
    places: Vec<Place>,
    max_pieces: usize,
    start: i32,
    end: i32,
}

/// How a word stands to its neighbours.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    begins_paragraph: bool,
    ends_paragraph: bool,
    /// Whether the next word belongs to the same surface token.
    is_held: bool,
}

impl Plan {
    /// Takes the words of a text apart.
    pub(crate) fn new(
        text: String,
        tokens: Tokens,
        reader: &PieceReader,
        cache: &mut PieceCache,
        max_pieces: usize,
    ) -> Self {
        let n = tokens.words.len();
        let (mut pieces, mut piece_ends, mut shapes) = (Vec::new(), Vec::with_capacity(n), Vec::with_capacity(n));
        for word in &tokens.words {
            let form = &text[word.range.as_range()];
            cache.append(reader, form, &mut pieces);
            piece_ends.push(pieces.len());
            shapes.push(shape::shape(form));
        }
        let places = places(&tokens);
        let (start, end) = (reader.start(), reader.end());
        Self { text, tokens, pieces, piece_ends, shapes, places, max_pieces, start, end }
    }

    /// The plan of a text without words, which no model needs to see.
    pub(crate) fn without_words(text: String) -> Self {
        Self { text, ..Self::default() }
    }

    /// The stretches that can be read independently of each other, in order.
    pub(crate) fn stretches(&self) -> Vec<Range<usize>> {
        let mut stretches: Vec<Range<usize>> = Vec::new();
        for paragraph in &self.tokens.paragraphs {
            let paragraph = paragraph.start as usize..paragraph.end as usize;
            match stretches.last_mut() {
                Some(last) if self.n_pieces(&(last.start..paragraph.end)) <= self.room() => last.end = paragraph.end,
                _ => stretches.push(paragraph),
            }
        }
        stretches
    }

    /// The words from `start` on that fit into a window, up to `end`: at least one.
    pub(crate) fn fitting(&self, start: usize, end: usize) -> Range<usize> {
        let most = self.first_piece(start) + self.room();
        let fit = self.piece_ends[start..end].partition_point(|&piece_end| piece_end <= most);
        start..start + fit.max(1)
    }

    /// Where the context of a window that begins at `start` begins; not before `least`.
    pub(crate) fn context(&self, start: usize, least: usize) -> usize {
        let from = self.first_piece(start).saturating_sub(CONTEXT_PIECES);
        least + (least..start).take_while(|&word| self.first_piece(word) < from).count()
    }

    /// As many words around `words` as fit into a window with them; `None` if not even they do.
    pub(crate) fn around(&self, words: Range<usize>) -> Option<Range<usize>> {
        let room = self.room();
        if self.n_pieces(&words) > room {
            return None;
        }
        let (mut start, mut end) = (words.start, words.end);
        loop {
            let before = start;
            if start > 0 && self.n_pieces(&(start - 1..end)) <= room {
                start -= 1;
            }
            if end < self.tokens.words.len() && self.n_pieces(&(start..end + 1)) <= room {
                end += 1;
            } else if start == before {
                return Some(start..end);
            }
        }
    }

    /// The window of some words.
    pub(crate) fn window(&self, words: Range<usize>) -> Window {
        let room = self.n_pieces(&words) + 2;
        let mut window = Window {
            ids: Vec::with_capacity(room),
            shapes: Vec::with_capacity(room),
            gaps: Vec::with_capacity(room),
            marks: Vec::with_capacity(room),
            first: Vec::with_capacity(words.len()),
            last: Vec::with_capacity(words.len()),
        };
        window.push(self.start, shape::SPECIAL, GLUED);
        for word in words {
            window.first.push(place(window.ids.len()));
            let pieces = &self.pieces[self.first_piece(word)..self.piece_ends[word]];
            for (index, &piece) in pieces.iter().enumerate() {
                window.push(piece, self.shapes[word], if index == 0 { self.gap(word) } else { GLUED });
            }
            window.last.push(place(window.ids.len() - 1));
        }
        window.push(self.end, shape::SPECIAL, GLUED);
        window
    }

    /// A word.
    pub(crate) fn word(&self, word: usize) -> Word {
        self.tokens.words[word]
    }

    /// What the text says at a word.
    pub(crate) fn form(&self, word: usize) -> &str {
        &self.text[self.word(word).range.as_range()]
    }

    /// Whether a paragraph ends with the word.
    pub(crate) fn ends_paragraph(&self, word: usize) -> bool {
        self.places[word].ends_paragraph
    }

    /// Whether the next word belongs to the same surface token, so that no sentence can end here.
    pub(crate) fn is_held(&self, word: usize) -> bool {
        self.places[word].is_held
    }

    fn room(&self) -> usize {
        self.max_pieces - 2
    }

    fn first_piece(&self, word: usize) -> usize {
        word.checked_sub(1).map_or(0, |before| self.piece_ends[before])
    }

    fn n_pieces(&self, words: &Range<usize>) -> usize {
        self.first_piece(words.end) - self.first_piece(words.start)
    }

    fn gap(&self, word: usize) -> i32 {
        if self.places[word].begins_paragraph {
            return PARAGRAPH;
        }
        let before = word.checked_sub(1).map(|before| self.word(before).range.end());
        if before == Some(self.word(word).range.start()) { GLUED } else { SPACED }
    }
}

impl Window {
    fn push(&mut self, piece: i32, shape: u8, gap: i32) {
        self.ids.push(piece);
        self.shapes.push(i32::from(shape));
        self.gaps.push(gap);
        self.marks.push(0);
    }
}

fn places(tokens: &Tokens) -> Vec<Place> {
    let mut places = vec![Place::default(); tokens.words.len()];
    for paragraph in tokens.paragraphs.iter().filter(|paragraph| !paragraph.is_empty()) {
        places[paragraph.start as usize].begins_paragraph = true;
        places[paragraph.end as usize - 1].ends_paragraph = true;
    }
    for token in tokens.multiword.iter().filter(|token| !token.words.is_empty()) {
        for place in &mut places[token.words.start as usize..token.words.end as usize - 1] {
            place.is_held = true;
        }
    }
    places
}

fn place(piece: usize) -> i32 {
    i32::try_from(piece).expect("a window has fewer than 2^31 pieces")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fake;
    use crate::tokenize::tokenize;

    fn plan(text: &str) -> Plan {
        let reader = PieceReader::from_json(fake::tokenizer_json().as_bytes()).unwrap();
        Plan::new(text.to_owned(), tokenize(text), &reader, &mut PieceCache::default(), LEAST_PIECES)
    }

    #[test]
    fn paragraphs_are_packed_as_long_as_they_fit() {
        let plan = plan(&"aa bb.\n\n".repeat(60));
        let stretches = plan.stretches();
        assert!(stretches.len() > 1);
        assert_eq!(stretches[0].start, 0);
        assert_eq!(stretches.last().unwrap().end, plan.tokens.words.len());
        for (stretch, next) in stretches.iter().zip(&stretches[1..]) {
            assert_eq!(stretch.end, next.start);
            assert!(plan.n_pieces(stretch) <= plan.room());
            let paragraph = next.start..next.start + 3;
            assert!(plan.n_pieces(stretch) + plan.n_pieces(&paragraph) > plan.room(), "the next one would have fitted");
        }
    }

    #[test]
    fn a_window_tells_where_its_words_are() {
        let plan = plan("Ab cd, ef.\n\nGh");
        let window = plan.window(0..plan.tokens.words.len());
        assert_eq!(window.n_words(), 6);
        let gaps: Vec<i32> = window.first.iter().map(|&at| window.gaps[usize::try_from(at).unwrap()]).collect();
        assert_eq!(gaps, [PARAGRAPH, SPACED, GLUED, SPACED, GLUED, PARAGRAPH]);
        let shapes: Vec<i32> = window.first.iter().map(|&at| window.shapes[usize::try_from(at).unwrap()]).collect();
        assert_eq!(shapes, [2, 1, 8, 1, 8, 2]);
        assert_eq!(window.last.last(), Some(&place(window.n_pieces() - 2)));
        assert_eq!((window.ids[0], window.ids[window.n_pieces() - 1]), (plan.start, plan.end));
    }

    #[test]
    fn a_window_is_never_too_long_and_never_empty() {
        let plan = plan(&"xyzzy plugh ".repeat(200));
        let n = plan.tokens.words.len();
        for start in 0..n {
            let words = plan.fitting(start, n);
            assert!(!words.is_empty());
            assert!(plan.window(words).n_pieces() <= LEAST_PIECES);
            let context = plan.context(start, 0);
            assert!(plan.n_pieces(&(context..start)) <= CONTEXT_PIECES);
        }
    }
}
