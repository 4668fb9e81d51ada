//! Faces made of marks: `:-)`, `;)`, `^_^`.

use super::chunk::Chunk;
use super::tables;
use super::units::is_wordy;

/// The end of the face at `at`, if there is one; `bracketed` says whether a round bracket is open before it.
pub(super) fn end(chunk: &Chunk<'_>, at: usize, bracketed: bool) -> Option<usize> {
    if !could_begin(chunk.at(at)) || !chunk.is_word_start(at) && is_wordy(chunk.at(at)) {
        return None;
    }
    let face = tables::EMOTICONS.iter().find(|face| is_face(chunk, at, face))?;
    if bracketed && at > 0 && face.ends_with(')') {
        return None;
    }
    let end = at + face.chars().count();
    Some(chunk.run(end, |c| c == chunk.behind(end) && matches!(c, ')' | '(')))
}

/// Whether `face` stands at `at`, free of letters, and of a number before it (`10:(`).
fn is_face(chunk: &Chunk<'_>, at: usize, face: &str) -> bool {
    let end = at + face.chars().count();
    let is_here = face.chars().enumerate().all(|(i, c)| chunk.at(at + i) == c);
    let is_free = chunk.is_word_start(at) || !is_wordy(chunk.behind(end)) && !chunk.behind(at).is_ascii_digit();
    is_here && !is_wordy(chunk.at(end)) && is_free
}

fn could_begin(c: char) -> bool {
    matches!(
        c,
        ':' | ';' | '=' | '8' | 'x' | 'X' | '^' | '-' | '>' | '<' | '(' | 'D' | 'o' | 'O' | 'T' | '\\' | '*' | '¯'
    )
}
