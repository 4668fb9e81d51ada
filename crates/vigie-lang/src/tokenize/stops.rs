//! Stops behind words: whether they belong to an abbreviation or an initial, or end the sentence.
//!
//! EWT parts the stop from an abbreviation that ends a sentence (`at 5 p.m` `.`), so what follows decides.

use super::chunk::{Chunk, Form};
use super::tables::{self, Abbreviation};
use super::units::{is_digit, is_letter};

/// What comes after a stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Follower {
    /// The paragraph ends.
    Nothing,
    /// A mark after which the sentence goes on, or small letters.
    Rest,
    /// A digit.
    Digit,
    /// A capital, at a word that begins sentences (`The`).
    Starter,
    /// A capital at another word.
    Capital,
}

/// The end of the word `at..end`, before a stop at `end`, with the stop if it belongs to the word.
pub(super) fn end(chunk: &Chunk<'_>, at: usize, end: usize) -> usize {
    let end = dotted(chunk, at, end);
    let dots = chunk.run(end, |c| c == '.') - end;
    if dots == 1 && belongs(chunk, at, end) || dots == 2 && is_abbreviation(chunk, at, end) { end + 1 } else { end }
}

/// The end of the last letter of an abbreviation with stops inside: `U.S`, `a.k.a`, `Ph.D`.
fn dotted(chunk: &Chunk<'_>, at: usize, end: usize) -> usize {
    let mut last = end;
    if end - at == 1 {
        while chunk.at(last) == '.' && is_letter(chunk.at(last + 1)) && !is_letter(chunk.at(last + 2)) {
            last += 2;
        }
        return last;
    }
    for length in 1..=3 {
        let to = end + 1 + length;
        if to <= chunk.len() && !is_letter(chunk.at(to)) && tables::KEPT.contains(chunk.form(at, to).as_str()) {
            last = to;
        }
    }
    last
}

/// Whether `at..end` is an abbreviation, whatever follows.
fn is_abbreviation(chunk: &Chunk<'_>, at: usize, end: usize) -> bool {
    is_dotted(chunk, at, end) || matches!(listed(chunk, at, end), Some(Abbreviation::Leaning | Abbreviation::Closing))
}

/// Whether a stop lies inside `at..end`.
fn is_dotted(chunk: &Chunk<'_>, at: usize, end: usize) -> bool {
    (at..end).any(|i| chunk.at(i) == '.')
}

/// Whether the stop at `end` belongs to the word `at..end`.
fn belongs(chunk: &Chunk<'_>, at: usize, end: usize) -> bool {
    let follower = follower(chunk, end + 1);
    if end - at == 1 {
        return belongs_to_initial(chunk, at, follower);
    }
    let kind = listed(chunk, at, end).or(is_dotted(chunk, at, end).then_some(Abbreviation::Closing));
    match kind {
        None => false,
        Some(Abbreviation::Leaning) => follower != Follower::Nothing,
        Some(Abbreviation::Number) => follower == Follower::Digit,
        Some(Abbreviation::Closing) => match follower {
            Follower::Nothing | Follower::Starter => false,
            Follower::Rest | Follower::Digit => true,
            Follower::Capital => !ends_clause(chunk, at, end),
        },
    }
}

/// The kind of the abbreviation `at..end`, if the table has it and its capital is right.
fn listed(chunk: &Chunk<'_>, at: usize, end: usize) -> Option<Abbreviation> {
    let (kind, needs_capital) = tables::ABBREVIATIONS.get(chunk.form(at, end).as_str())?;
    (!needs_capital || chunk.at(at).is_uppercase()).then_some(*kind)
}

/// Whether an abbreviation before a capital is a clause's end rather than part of a name: `etc. Minsk`, not `Inc. Minsk`.
fn ends_clause(chunk: &Chunk<'_>, at: usize, end: usize) -> bool {
    matches!(chunk.form(at, end).as_str(), "etc")
}

/// Whether the stop belongs to the single letter at `at`.
fn belongs_to_initial(chunk: &Chunk<'_>, at: usize, follower: Follower) -> bool {
    let letter = chunk.at(at);
    let behind_capital = chunk.before.is_some_and(|before| before.starts_with(char::is_uppercase));
    if letter.is_uppercase() {
        match follower {
            Follower::Nothing | Follower::Starter | Follower::Digit => false,
            Follower::Capital => letter != 'I' || behind_capital,
            Follower::Rest => letter != 'I' && (behind_capital || at + 2 < chunk.len()),
        }
    } else {
        matches!(letter, 'b' | 'c' | 'd' | 'p' | 'v') && follower == Follower::Digit
            || letter == 'v' && follower == Follower::Capital
    }
}

/// What comes after the stop before `from`.
fn follower(chunk: &Chunk<'_>, from: usize) -> Follower {
    let past = chunk.run(from, |c| matches!(c, '"' | '”' | '\'' | '’' | ']'));
    let word = match (chunk.at(past), chunk.after) {
        ('\0', None) => return Follower::Nothing,
        ('\0', Some(after)) => after,
        _ => &chunk.text[chunk.bytes(past, chunk.len())],
    };
    let word = word.trim_start_matches(['"', '“', '\'', '‘', '(', '[', '+', '#']);
    match word.chars().next() {
        Some(c) if is_digit(c) => Follower::Digit,
        Some(c) if c.is_uppercase() => {
            let form = Form::read(word.chars().take_while(|&c| is_letter(c)));
            let is_shouted = word.chars().nth(1).is_some_and(char::is_uppercase);
            let is_starter = !is_shouted && tables::STARTERS.contains(form.as_str());
            if is_starter { Follower::Starter } else { Follower::Capital }
        }
        _ => Follower::Rest,
    }
}
