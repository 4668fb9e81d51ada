//! Reads one chunk from left to right: host words with their clitics, and marks.

use super::chunk::Chunk;
use super::units::{is_apostrophe, is_digit, is_ideograph, is_letter, is_superscript, is_wordy};
use super::{Tokens, addresses, contractions, emoticons, hyphens, marks, numbers, stops, tables};

/// What has been opened in the paragraph so far, and not closed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Open {
    /// Whether single quotes are open.
    quoted: bool,
    /// How many round brackets are open.
    brackets: usize,
}

impl Open {
    /// Takes in the mark at `at`, which is a token by itself.
    fn note(&mut self, chunk: &Chunk<'_>, at: usize) {
        match chunk.at(at) {
            '(' => self.brackets += 1,
            ')' => self.brackets = self.brackets.saturating_sub(1),
            c if is_apostrophe(c) => self.quoted = chunk.is_word_start(at) && is_wordy(chunk.at(at + 1)),
            _ => {}
        }
    }
}

/// Adds the words of `chunk` to `tokens`.
pub(super) fn scan(chunk: &Chunk<'_>, open: &mut Open, tokens: &mut Tokens) {
    let mut at = 0;
    while at < chunk.len() {
        let end = token(chunk, at, *open, tokens);
        if end == at + 1 {
            open.note(chunk, at);
        }
        at = end;
    }
}

/// Adds the token at `at` with its words, and gives its end.
fn token(chunk: &Chunk<'_>, at: usize, open: Open, tokens: &mut Tokens) -> usize {
    let first = tokens.n_words();
    let mut end = host(chunk, at, open).clamp(at + 1, chunk.len());
    contractions::split(chunk, at, end, tokens);
    if is_wordy(chunk.behind(end)) || chunk.behind(end) == '.' {
        while let Some(clitic) = contractions::clitic(chunk, end) {
            tokens.push(chunk.bytes(end, clitic));
            end = clitic;
        }
        if !open.quoted && is_plural_possessive(chunk, end) {
            tokens.push(chunk.bytes(end, end + 1));
            end += 1;
        }
    }
    tokens.join(first);
    end
}

/// Whether a lone apostrophe behind an `s` stands at `i`: `soldiers'`.
fn is_plural_possessive(chunk: &Chunk<'_>, i: usize) -> bool {
    let next = chunk.at(i + 1);
    matches!(chunk.at(i), '\'' | '’') && matches!(chunk.behind(i), 's' | 'S') && !is_wordy(next) && !is_apostrophe(next)
}

/// The end of the token at `at`, without clitics.
fn host(chunk: &Chunk<'_>, at: usize, open: Open) -> usize {
    let c = chunk.at(at);
    if let Some(end) = addresses::end(chunk, at).or_else(|| emoticons::end(chunk, at, open.brackets > 0)) {
        end
    } else if is_digit(c) {
        numbers::end(chunk, at)
    } else if is_letter(c) {
        word(chunk, at)
    } else if is_ideograph(c) {
        at + 1
    } else {
        marks::end(chunk, at)
    }
}

/// The end of the word of letters at `at`.
fn word(chunk: &Chunk<'_>, at: usize) -> usize {
    let end = letters(chunk, at);
    if let Some(currency) = currency(chunk, at, end) {
        return currency;
    }
    match chunk.at(end) {
        '.' => stops::end(chunk, at, end),
        '-' | '‐' | '‑' => hyphens::end(chunk, at, end),
        '&' if is_letter(chunk.at(end + 1)) => company(chunk, at, end),
        '$' if is_money_prefix(chunk, at, end) => end + 1,
        '/' | '!' => kept(chunk, at, end),
        _ => end,
    }
}

/// The end of the run of letters, digits, and what may stand between them, from `at` on.
pub(super) fn letters(chunk: &Chunk<'_>, at: usize) -> usize {
    let mut end = at;
    loop {
        end = chunk.run(end, |c| is_wordy(c) && !is_superscript(c));
        let c = chunk.at(end);
        let next = chunk.at(end + 1);
        let inside = match c {
            '_' => end > at && (is_wordy(next) || next == '_'),
            '\'' | '’' | '＇' => end > at && is_letter(next) && contractions::clitic(chunk, end).is_none(),
            '*' => end > at && is_masked(chunk, end),
            _ => is_superscript(c) && end < at + 3,
        };
        if !inside {
            return end;
        }
        end += 1;
    }
}

/// The end of a currency's letters glued to an amount, in the word `at..end`: `Rs500`, `EUR20`.
fn currency(chunk: &Chunk<'_>, at: usize, end: usize) -> Option<usize> {
    let amount = chunk.run(at, |c| c.is_ascii_alphabetic());
    let is_amount = amount < end && chunk.at(amount).is_ascii_digit();
    (is_amount && matches!(chunk.form(at, amount).as_str(), "rs" | "usd" | "eur" | "gbp" | "inr")).then_some(amount)
}

/// Whether the stars at `i` stand for letters of a swear word: `s**t`.
fn is_masked(chunk: &Chunk<'_>, i: usize) -> bool {
    let stars = chunk.run(i, |c| c == '*');
    chunk.behind(i) == '*' || (is_letter(chunk.at(stars)) && stars - i <= 4)
}

/// The end of a name such as `AT&T` or `PG&E`, of which `at..end` is the first part.
fn company(chunk: &Chunk<'_>, at: usize, end: usize) -> usize {
    let last = letters(chunk, end + 1);
    let is_short = |from: usize, to: usize| to - from <= 3;
    if is_short(at, end) && is_short(end + 1, last) { last } else { end }
}

/// Whether `at..end` is the letters of `US$`.
fn is_money_prefix(chunk: &Chunk<'_>, at: usize, end: usize) -> bool {
    end - at <= 3 && (at..end).all(|i| chunk.at(i).is_ascii_uppercase())
}

/// The end of the longest form with marks inside that the table keeps whole, else `end`.
fn kept(chunk: &Chunk<'_>, at: usize, end: usize) -> usize {
    let last = letters(chunk, end + 1);
    [last, end + 1].into_iter().find(|&to| tables::KEPT.contains(chunk.form(at, to).as_str())).unwrap_or(end)
}
