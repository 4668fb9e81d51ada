//! Tokens that begin with neither a letter nor a digit: punctuation, quotes, runs of marks, symbols.

use super::chunk::Chunk;
use super::scan::letters;
use super::tables;
use super::units::{is_apostrophe, is_currency, is_digit, is_letter, is_wordy};

/// The end of the mark or run of marks at `at`.
pub(super) fn end(chunk: &Chunk<'_>, at: usize) -> usize {
    let c = chunk.at(at);
    let next = chunk.at(at + 1);
    if is_drawing(chunk, at) {
        return chunk.len();
    }
    match c {
        '.' => stop(chunk, at),
        '!' | '?' | '！' | '？' => chunk.run(at, |c| matches!(c, '!' | '?' | '！' | '？')),
        '-' | '=' | '<' => arrow(chunk, at),
        '\'' | '’' | '`' | '‘' | '´' => apostrophe(chunk, at),
        '°' if matches!(next, 'C' | 'F') && !is_wordy(chunk.at(at + 2)) => at + 2,
        '+' if is_digit(next) && chunk.is_word_start(at) => super::numbers::end(chunk, at + 1),
        '#' if is_letter(next) && chunk.is_word_start(at) => letters(chunk, at + 1),
        '–' | '—' | '―' | '*' | '_' | '~' | '+' | '#' | '^' | '|' | '>' | ',' | '¨' => {
            chunk.run(at, |other| other == c)
        }
        '…' => chunk.run(at, |c| matches!(c, '…' | '.')),
        c if is_currency(c) => chunk.run(at, |other| other == c),
        _ => at + 1,
    }
}

/// The end of a run of stops, of a decimal fraction (`.04`), or of a bare file ending (`.doc`).
///
/// A question mark behind a single stop stands for a space that was lost in re-encoding, and stays on it.
fn stop(chunk: &Chunk<'_>, at: usize) -> usize {
    let end = chunk.run(at, |c| c == '.');
    let is_lost_space = end == at + 1 && chunk.at(end) == '?' && end + 1 == chunk.len();
    if is_lost_space {
        return end + 1;
    }
    let is_free = chunk.is_word_start(at) && end == at + 1;
    if is_free && is_digit(chunk.at(end)) && !matches!(chunk.behind(at), '.' | ')') {
        return super::numbers::end(chunk, end);
    }
    let last = chunk.run(end, is_wordy);
    if is_free && tables::FILES.contains(chunk.form(end, last).as_str()) { last } else { end }
}

/// The end of a run of dashes or the like, with an arrow's head.
fn arrow(chunk: &Chunk<'_>, at: usize) -> usize {
    let c = chunk.at(at);
    let ruled = chunk.run(at, |c| matches!(c, '-' | '='));
    let run = if ruled > at + 2 { ruled } else { chunk.run(at, |other| other == c) };
    if c == '<' {
        let tail = chunk.run(run, |c| matches!(c, '-' | '='));
        return if run == at + 1 && chunk.is_nearly_over(tail) { tail } else { run };
    }
    if chunk.at(run) == '>' && chunk.at(run + 1) != '>' { run + 1 } else { run }
}

/// The end of a quotation mark of one or two apostrophes, or of a word that lost its head (`'em`, `'72`).
fn apostrophe(chunk: &Chunk<'_>, at: usize) -> usize {
    let next = chunk.at(at + 1);
    if is_apostrophe(next) && next != '`' || chunk.at(at) == '`' && next == '`' {
        return at + 2;
    }
    if !chunk.is_word_start(at) {
        return at + 1;
    }
    let digits = chunk.run(at + 1, is_digit);
    if digits == at + 3 && (!is_wordy(chunk.at(digits)) || chunk.at(digits) == 's') {
        return chunk.run(digits, |c| c == 's');
    }
    let last = letters(chunk, at + 1);
    let form = chunk.form(at, last);
    let is_headless = matches!(
        form.as_str(),
        "'em"
            | "'til"
            | "'till"
            | "'cause"
            | "'tis"
            | "'twas"
            | "'n"
            | "'bout"
            | "'cuz"
            | "'s"
            | "'m"
            | "'re"
            | "'ve"
            | "'ll"
            | "'d"
    );
    if is_headless { last } else { at + 1 }
}

/// Whether the whole chunk is a drawing of lines and arrows.
fn is_drawing(chunk: &Chunk<'_>, at: usize) -> bool {
    at == 0
        && chunk.len() >= 6
        && chunk.run(0, |c| {
            matches!(c, '-' | '=' | '*' | '~' | '+' | '|' | '<' | '>' | '{' | '}' | '_' | '#' | '^' | '/' | '\\')
        }) == chunk.len()
}
