//! Words of a phrase, in the form in which the book knows them.
//!
//! Lower case, without marks, hyphens part words, a possessive `'s` falls, `U.S.` is `us` and knows that it was written
//! in capitals.

use std::ops::Range;

use super::spelling::{fold_into, one_spelling};

/// A phrase cut into words. All keys stand in one string, parted by single spaces.
#[derive(Debug, Default)]
pub(super) struct Words {
    keys: String,
    words: Vec<Cut>,
}

/// One word of a phrase.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "they are independent facts of how a word is written")]
pub(super) struct Cut {
    key: Range<usize>,
    /// Its place in the phrase.
    pub(super) place: Range<usize>,
    /// Whether it begins with a capital.
    pub(super) is_capital: bool,
    /// Whether it has two capitals or more and no small letter but a final `s`.
    pub(super) is_acronym: bool,
    /// Whether a possessive ending fell.
    pub(super) is_possessive: bool,
    /// Whether it hangs on the word before by a hyphen.
    pub(super) is_hyphened: bool,
    /// The sign that stands between it and the word before.
    pub(super) sign: Sign,
}

/// What stands before a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Sign {
    /// White space or a hyphen.
    #[default]
    None,
    /// A comma, semicolon, colon, dash or full stop.
    Comma,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
}

impl Words {
    /// Cuts a phrase.
    pub(super) fn of(phrase: &str) -> Self {
        let mut words = Self { keys: String::with_capacity(phrase.len() + 4), words: Vec::with_capacity(6) };
        let mut sign = Sign::None;
        let mut is_hyphened = false;
        let mut at = 0;
        while let Some(letter) = phrase[at..].chars().next() {
            let end = word_end(phrase, at);
            if end > at {
                words.add(phrase, at..end, sign, is_hyphened);
                (sign, is_hyphened, at) = (Sign::None, false, end);
                continue;
            }
            at += letter.len_utf8();
            is_hyphened = matches!(letter, '-' | '‐' | '‑') && phrase[at..].starts_with(|c: char| c.is_alphanumeric());
            sign = match letter {
                '(' | '[' => Sign::Open,
                ')' | ']' => Sign::Close,
                ',' | ';' | ':' | '—' | '–' | '.' | '/' if sign == Sign::None => Sign::Comma,
                '&' => {
                    words.push_key("and", at - 1..at);
                    sign
                }
                _ => sign,
            };
        }
        words
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    pub(super) fn get(&self, index: usize) -> &Cut {
        &self.words[index]
    }

    /// The key of one word.
    pub(super) fn key(&self, index: usize) -> &str {
        &self.keys[self.words[index].key.clone()]
    }

    /// The key of several words in a row.
    pub(super) fn keys(&self, range: Range<usize>) -> &str {
        match (self.words.get(range.start), range.end.checked_sub(1).and_then(|last| self.words.get(last))) {
            (Some(first), Some(last)) if range.start < range.end => &self.keys[first.key.start..last.key.end],
            _ => "",
        }
    }

    /// The place of several words in the phrase.
    pub(super) fn place(&self, range: Range<usize>) -> Range<usize> {
        self.words[range.start].place.start..self.words[range.end - 1].place.end
    }

    fn add(&mut self, phrase: &str, place: Range<usize>, sign: Sign, is_hyphened: bool) {
        let mut text = &phrase[place.clone()];
        let mut is_possessive = false;
        for ending in ["'s", "’s", "'S", "’S"] {
            if let Some(rest) = text.strip_suffix(ending) {
                (text, is_possessive) = (rest, true);
            }
        }
        let upper = text.chars().filter(|c| c.is_uppercase()).count();
        let lower = text.chars().filter(|c| c.is_lowercase()).count();
        let start = self.push_key(text, place);
        if start == self.keys.len() {
            return;
        }
        let cut = self.words.last_mut().expect("a word was pushed");
        cut.is_capital = text.starts_with(char::is_uppercase);
        cut.is_acronym = upper >= 2 && (lower == 0 || lower == 1 && text.ends_with('s'));
        cut.is_possessive = is_possessive;
        cut.is_hyphened = is_hyphened;
        cut.sign = sign;
    }

    /// Adds the key of a text, unless it is empty, and gives its start.
    fn push_key(&mut self, text: &str, place: Range<usize>) -> usize {
        if !self.keys.is_empty() {
            self.keys.push(' ');
        }
        let start = self.keys.len();
        for letter in text.chars().filter(|letter| !matches!(letter, '\'' | '’' | '.' | '`' | '‘')) {
            fold_into(&mut self.keys, letter);
        }
        if start == self.keys.len() {
            self.keys.truncate(start.saturating_sub(1));
            return self.keys.len();
        }
        let one = one_spelling(&self.keys[start..]);
        if one != &self.keys[start..] {
            let one = one.to_owned();
            self.keys.truncate(start);
            self.keys.push_str(&one);
        }
        let key = start..self.keys.len();
        let cut = Cut {
            key,
            place,
            is_capital: false,
            is_acronym: false,
            is_possessive: false,
            is_hyphened: false,
            sign: Sign::None,
        };
        self.words.push(cut);
        start
    }
}

/// Where the word that begins at `start` ends; `start` where none begins.
fn word_end(phrase: &str, start: usize) -> usize {
    let mut end = start;
    let mut run = 0;
    let mut letters = phrase[start..].char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next_is_word = letters.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        if letter.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&letter) {
            run += 1;
        } else if matches!(letter, '\'' | '’' | 'ʻ') && run > 0 && next_is_word {
            run = 2;
        } else if letter == '.' && run == 1 && at > 0 {
            // `U.S.`, `J.`: the full stop of a single letter belongs to it.
            run = 0;
        } else {
            break;
        }
        end = start + at + letter.len_utf8();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_one_form() {
        for (phrase, keys) in [
            ("the U.S. Army's chief", "the us army chief"),
            ("Nagorno-Karabakh", "nagorno karabakh"),
            ("Antigua & Barbuda", "antigua and barbuda"),
            ("Jüri Ratas, ex-premier", "juri ratas ex premier"),
            ("Cote d’Ivoire's J. Doe", "cote divoire j doe"),
            ("  ’ — ", ""),
            ("soldiers' wives", "soldiers wives"),
        ] {
            let words = Words::of(phrase);
            assert_eq!(words.keys(0..words.len()), keys, "{phrase}");
        }
        assert!(Words::of("U.S.").get(0).is_acronym);
        assert_eq!(Words::of("a (b) c").get(1).sign, Sign::Open);
        assert_eq!(Words::of("a (b) c").get(2).sign, Sign::Close);
    }

    proptest::proptest! {
        #[test]
        fn any_phrase_is_cut_on_boundaries(phrase in "\\PC{0,40}") {
            let words = Words::of(&phrase);
            for index in 0..words.len() {
                let _ = &phrase[words.get(index).place.clone()];
                assert!(!words.key(index).is_empty());
            }
        }
    }
}
