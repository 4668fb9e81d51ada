//! Hyphens inside words: most part their words (`well - known`), some prefixes and suffixes stay (`non-stop`).

use super::chunk::Chunk;
use super::scan::letters;
use super::tables;
use super::units::{is_digit, is_letter, is_wordy};

/// The end of the word `at..end`, before a hyphen at `end`, with what stays on it.
pub(super) fn end(chunk: &Chunk<'_>, at: usize, end: usize) -> usize {
    if !is_wordy(chunk.at(end + 1)) || !chunk.is_word_start(at) || chunk.behind(at) == '-' {
        return end;
    }
    let last = letters(chunk, end + 1);
    if keeps_prefix(chunk, at, end, last) || keeps_suffix(chunk, end, last) || is_extension(chunk, at, end) {
        last
    } else {
        end
    }
}

/// Whether the part before the hyphen is a prefix that stays on the word `end + 1..last`.
fn keeps_prefix(chunk: &Chunk<'_>, at: usize, end: usize, last: usize) -> bool {
    let is_word = last - end > 2
        && !matches!(chunk.form(end + 1, last).as_str(), "to" | "in" | "on" | "of" | "or" | "and" | "the");
    is_word && tables::PREFIXES.contains(chunk.form(at, end).as_str())
}

/// Whether the part after the hyphen is a suffix.
fn keeps_suffix(chunk: &Chunk<'_>, end: usize, last: usize) -> bool {
    is_letter(chunk.at(end + 1)) && tables::SUFFIXES.contains(chunk.form(end + 1, last).as_str())
}

/// Whether it is a telephone extension: `x3-4321`.
fn is_extension(chunk: &Chunk<'_>, at: usize, end: usize) -> bool {
    chunk.at(at).eq_ignore_ascii_case(&'x')
        && chunk.run(at + 1, is_digit) == end
        && chunk.run(end + 1, is_digit) - end > 4
}
