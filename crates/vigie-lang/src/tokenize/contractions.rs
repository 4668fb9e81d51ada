//! Words within a token: clitics with an apostrophe, and contractions written without one.

use super::chunk::{Chunk, Form};
use super::units::{is_apostrophe, is_letter, is_wordy};
use super::{Tokens, tables};

/// What may follow an apostrophe as a word of its own, the longest first; besides, `'ma` as in `I'ma` is `'m` and `a`.
const CLITICS: [&str; 8] = ["nt", "re", "ve", "ll", "s", "d", "m", "z"];

/// Tokens whose first part, before the rest, ends with an apostrophe or lies before one.
const BROKEN: [(&str, usize); 6] = [("y'all", 2), ("d'you", 2), ("d'ya", 2), ("c'mon", 3), ("'tis", 2), ("'twas", 2)];

/// The end of the clitic at `at`, which must be an apostrophe behind a word: `'s`, `'ve`.
pub(super) fn clitic(chunk: &Chunk<'_>, at: usize) -> Option<usize> {
    if !is_apostrophe(chunk.at(at)) || at == 0 {
        return None;
    }
    let ends = |end: usize| !is_wordy(chunk.at(end));
    if chunk.has(at + 1, "ma") && ends(at + 3) {
        return Some(at + 2);
    }
    let clitic = CLITICS.iter().find(|clitic| chunk.has(at + 1, clitic) && ends(at + 1 + clitic.len()));
    clitic.map(|clitic| at + 1 + clitic.len())
}

/// Adds the words of the token `at..end`.
pub(super) fn split(chunk: &Chunk<'_>, at: usize, end: usize, tokens: &mut Tokens) {
    let mut from = at;
    for length in lengths(chunk, at, end) {
        tokens.push(chunk.bytes(from, from + length));
        from += length;
    }
    if from < end {
        tokens.push(chunk.bytes(from, end));
    }
}

/// The lengths of the words in the token `at..end`, without the last.
fn lengths(chunk: &Chunk<'_>, at: usize, end: usize) -> Vec<usize> {
    let length = end - at;
    if !(2..=10).contains(&length) && !is_negation(chunk, at, end) {
        return Vec::new();
    }
    if is_negation(chunk, at, end) {
        return vec![length - 3];
    }
    let form = chunk.form(at, end);
    let form = form.as_str();
    if let Some((_, first)) = BROKEN.iter().find(|(broken, _)| *broken == form) {
        return vec![*first];
    }
    if !is_contraction_here(chunk, form, end) {
        return Vec::new();
    }
    match tables::UNSPACED.get(form) {
        Some(lengths) => lengths[..lengths.len() - 1].to_vec(),
        None => Vec::new(),
    }
}

/// Whether `at..end` ends with `n't`, behind something else.
fn is_negation(chunk: &Chunk<'_>, at: usize, end: usize) -> bool {
    end - at > 3
        && is_apostrophe(chunk.at(end - 2))
        && chunk.at(end - 1).eq_ignore_ascii_case(&'t')
        && chunk.at(end - 3).eq_ignore_ascii_case(&'n')
}

/// Whether a form that may also be a plain word is a contraction before what follows it.
fn is_contraction_here(chunk: &Chunk<'_>, form: &str, end: usize) -> bool {
    let follower = || {
        let after = if end == chunk.len() { chunk.after.unwrap_or_default() } else { "" };
        Form::read(after.chars().take_while(|&c| is_letter(c) || c == '\''))
    };
    match form {
        "its" => tables::AFTER_ITS.contains(follower().as_str()),
        "lets" => {
            is_start(chunk) && !matches!(follower().as_str(), "" | "the" | "you" | "them" | "us" | "me" | "him" | "her")
        }
        _ => true,
    }
}

/// Whether the chunk begins a paragraph, or comes behind a stop or a comma.
fn is_start(chunk: &Chunk<'_>) -> bool {
    chunk.before.is_none_or(|before| before.ends_with(|c: char| !is_letter(c)))
}
