//! A run of text without white space, as the rules see it, with its neighbours in the paragraph.

use super::units::{Unit, is_wordy};

/// A run without white space.
///
/// Places in it are indices of units. Past its end it reads as NUL, so a rule need not ask whether there is more.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chunk<'a> {
    /// The whole text.
    pub(super) text: &'a str,
    /// The units, and one more for the end.
    pub(super) units: &'a [Unit],
    /// The chunk before, if the paragraph has one.
    pub(super) before: Option<&'a str>,
    /// The chunk after, if the paragraph has one.
    pub(super) after: Option<&'a str>,
}

/// The longest form that any table holds, in bytes.
const LONGEST_FORM: usize = 24;

/// A short form in lower case with straight apostrophes, for looking up in tables; no allocation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form {
    bytes: [u8; LONGEST_FORM],
    len: usize,
}

impl Form {
    /// The form as text; empty where the word was too long or not ASCII, which no table holds.
    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.len]).unwrap_or_default()
    }

    /// Reads a form from characters.
    pub(super) fn read(chars: impl Iterator<Item = char>) -> Self {
        let mut form = Self { bytes: [0; LONGEST_FORM], len: 0 };
        for c in chars {
            let c = if super::units::is_apostrophe(c) { '\'' } else { c };
            if !c.is_ascii() || form.len == LONGEST_FORM {
                form.len = 0;
                break;
            }
            form.bytes[form.len] = c.to_ascii_lowercase() as u8;
            form.len += 1;
        }
        form
    }
}

impl Chunk<'_> {
    /// The number of units.
    pub(super) fn len(&self) -> usize {
        self.units.len() - 1
    }

    /// The character at `i`, NUL past the end.
    pub(super) fn at(&self, i: usize) -> char {
        if i < self.len() { self.units[i].char } else { '\0' }
    }

    /// The character before `i`, NUL at the start.
    pub(super) fn behind(&self, i: usize) -> char {
        if i == 0 { '\0' } else { self.at(i - 1) }
    }

    /// The bytes of the units `from..to`.
    pub(super) fn bytes(&self, from: usize, to: usize) -> std::ops::Range<usize> {
        self.units[from].start..self.units[to].start
    }

    /// The units `from..to` in lower case.
    pub(super) fn form(&self, from: usize, to: usize) -> Form {
        Form::read(self.units[from..to].iter().map(|unit| unit.char))
    }

    /// Where the run of units that `holds` is true of ends, from `i` on.
    pub(super) fn run(&self, i: usize, holds: impl Fn(char) -> bool) -> usize {
        let end = self.len();
        (i..end).find(|&k| !holds(self.units[k].char)).unwrap_or(end)
    }

    /// Whether the units from `i` on are `ascii`, in any case.
    pub(super) fn has(&self, i: usize, ascii: &str) -> bool {
        ascii.chars().enumerate().all(|(k, c)| self.at(i + k).eq_ignore_ascii_case(&c))
    }

    /// Whether no letter or digit stands right behind `i`.
    pub(super) fn is_word_start(&self, i: usize) -> bool {
        !is_wordy(self.behind(i))
    }

    /// Whether the chunk ends at `i`, or after a mark or two.
    pub(super) fn is_nearly_over(&self, i: usize) -> bool {
        self.len() <= i + 2 && !(i..self.len()).any(|k| is_wordy(self.at(k)))
    }
}
