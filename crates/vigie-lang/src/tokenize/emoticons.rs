//! Faces made of marks: `:-)`, `;)`, `^_^`.

use super::chunk::Chunk;
use super::tables;
use super::units::is_wordy;

/// The end of the face at `at`, if there is one.
pub(super) fn end(chunk: &Chunk<'_>, at: usize) -> Option<usize> {
    if !could_begin(chunk.at(at)) || !chunk.is_word_start(at) && is_wordy(chunk.at(at)) {
        return None;
    }
    let face = tables::EMOTICONS.iter().find(|face| is_face(chunk, at, face))?;
    let end = at + face.chars().count();
    Some(chunk.run(end, |c| c == chunk.behind(end) && matches!(c, ')' | '(')))
}

/// Whether `face` stands at `at`, free of letters and not a bracket's closing.
fn is_face(chunk: &Chunk<'_>, at: usize, face: &str) -> bool {
    let end = at + face.chars().count();
    let is_here = face.chars().enumerate().all(|(i, c)| chunk.at(at + i) == c);
    let is_free = !is_wordy(chunk.at(end)) && (chunk.is_word_start(at) || !is_wordy(chunk.behind(end)) && !is_digit_before(chunk, at));
    is_here && is_free && !(face.ends_with(')') && closes(chunk, at))
}

/// Whether a digit stands behind `at`, so that `10:(` is no face.
fn is_digit_before(chunk: &Chunk<'_>, at: usize) -> bool {
    chunk.behind(at).is_ascii_digit()
}

/// Whether a bracket that is open in this chunk waits for the one at `at`.
fn closes(chunk: &Chunk<'_>, at: usize) -> bool {
    let from = at.saturating_sub(40);
    (from..at).any(|i| chunk.at(i) == '(')
}

fn could_begin(c: char) -> bool {
    matches!(c, ':' | ';' | '=' | '8' | 'x' | 'X' | '^' | '-' | '>' | '<' | '(' | 'D' | 'o' | 'O' | 'T' | '\\' | '*' | '¯')
}
