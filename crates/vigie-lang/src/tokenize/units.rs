//! The smallest pieces that a word can be cut into: grapheme clusters, with invisible characters on their neighbour.
//!
//! Rules look at one character a unit: the first visible one of its cluster. So a letter with its accents, an emoji of
//! several code points or a letter followed by a zero-width space is one thing to every rule, and never split.

use unicode_segmentation::UnicodeSegmentation;

/// One grapheme cluster.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    /// Its first byte in the text.
    pub(super) start: usize,
    /// Its first visible character.
    pub(super) char: char,
}

/// The units of one chunk; the storage is used again for the next.
#[derive(Debug, Default)]
pub(super) struct Units {
    units: Vec<Unit>,
}

impl Units {
    /// Reads the units of `chunk`, which starts at byte `start` of the text.
    pub(super) fn read(&mut self, chunk: &str, start: usize) {
        self.units.clear();
        if chunk.is_ascii() {
            self.units.extend(chunk.bytes().enumerate().map(|(i, b)| Unit { start: start + i, char: char::from(b) }));
        } else {
            self.read_clusters(chunk, start);
        }
        self.units.push(Unit { start: start + chunk.len(), char: '\0' });
    }

    fn read_clusters(&mut self, chunk: &str, start: usize) {
        let mut only_invisible = false;
        for (at, cluster) in chunk.grapheme_indices(true) {
            let visible = cluster.chars().find(|&c| !is_invisible(c));
            match (visible, self.units.last_mut()) {
                (Some(char), Some(unit)) if only_invisible => *unit = Unit { start: unit.start, char },
                (None, Some(_)) => continue,
                _ => self.units.push(Unit { start: start + at, char: visible.unwrap_or('\u{FEFF}') }),
            }
            only_invisible = visible.is_none();
        }
    }

    /// The units, in pieces of at most `longest` units, each with one more that marks its end.
    pub(super) fn pieces(&self, longest: usize) -> impl Iterator<Item = &[Unit]> {
        let last = self.units.len() - 1;
        (0..last).step_by(longest).map(move |from| &self.units[from..=last.min(from + longest)])
    }
}

/// White space: Unicode's, and the four information separators, which Python counts too.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1C}'..='\u{1F}')
}

/// Characters without width of their own: soft hyphen, zero-width spaces and joiners, marks of direction, selectors.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

/// A letter of a script that writes words without spaces between them: each is a word of its own here.
pub(super) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// A letter or a digit that may stand beside others in a word.
pub(super) fn is_wordy(c: char) -> bool {
    c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphanumeric() && !is_ideograph(c))
}

/// A letter that may stand beside others in a word.
pub(super) fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || (!c.is_ascii() && c.is_alphabetic() && !is_ideograph(c))
}

/// A decimal digit: ASCII, or of any other script.
pub(super) fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || (!c.is_ascii() && c.is_numeric() && !is_ideograph(c))
}

/// A small raised digit, as footnotes have.
pub(super) fn is_superscript(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '\u{2070}'..='\u{2079}')
}

/// An apostrophe as keyboards, typesetters and sloppy hands write it.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '`' | '´' | '‘' | '＇')
}

/// A sign of money.
pub(super) fn is_currency(c: char) -> bool {
    matches!(c, '$' | '¢'..='¥' | '\u{20A0}'..='\u{20CF}')
}
