//! Whether two texts are copies of each other, told from the texts themselves.
//!
//! Signatures find pairs that may be copies; they cannot tell a copy from the next day's report of the same markets. The texts can: whatever
//! a newspaper does to agency text, long runs of its words stay, and so do its figures. What an outlet prints every day in the same words
//! breaks off at each figure, and has other figures at the same places.

use crate::hash::hash_of;

use super::signature::{RUN, joined};

/// From this share on of the shorter text's runs that stand in the longer, it is a copy.
const COPY: f64 = 0.5;

/// From this share on of the longer text's runs: what has less of it is one of many texts in a digest.
const PART: f64 = 0.2;

/// Texts whose figures differ at so many places, and at more than they agree, are two reports of one template.
const OTHER_FIGURES: usize = 3;

/// Texts that have other words at so many places, and at this share of those that both have, are two reports of one template too.
const OTHER_WORDS: u32 = 4;
const SHARE_OF_OTHER_WORDS: f64 = 0.15;

/// Texts of fewer runs are a sentence or so: copies only where they are the same but for a word or two, that is from this share on of the runs
/// of three words of either.
const SHORT: usize = 16;
const SHORT_RUN: usize = 3;
const SHORT_COPY: f64 = 0.6;

/// The overlap that copies of so many runs have at least: what both have among what either has.
pub(super) fn least_overlap(n_one: u32, n_two: u32) -> f64 {
    let (shorter, longer) = (f64::from(n_one.min(n_two)), f64::from(n_one.max(n_two)));
    let n_common = (COPY * shorter).max(PART * longer);
    n_common / (shorter + longer - n_common)
}

/// What is compared of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Text {
    /// Hashes of its runs of words, in order, each once.
    runs: Vec<u64>,
    /// Hashes of its words, in order.
    words: Vec<u64>,
    /// The figures behind two words, under the hash of the two, in order.
    figures: Vec<(u64, u64)>,
}

impl Text {
    pub(crate) fn of(text: &str) -> Self {
        let lower = text.to_lowercase();
        let words = || lower.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
        let hashes: Vec<u64> = words().map(|word| hash_of(word.as_bytes())).collect();
        let runs = runs(&hashes, RUN);
        let figures = figures(words().zip(hashes.iter().copied()));
        Self { runs, words: hashes, figures }
    }

    /// Its runs, in order.
    pub(crate) fn runs(&self) -> &[u64] {
        &self.runs
    }

    /// The share of the shorter text's runs that stand in the longer, where one is a copy of the other, or a part of it.
    pub(crate) fn copied(&self, other: &Self) -> Option<f64> {
        if self.runs.len().min(other.runs.len()) < SHORT {
            return self.is_short_copy(other).then_some(SHORT_COPY);
        }
        let share = share_enough(&self.runs, &other.runs)?;
        (!self.has_other_figures(other) && !self.has_other_words(other)).then_some(share)
    }

    /// The same of two copies without the runs that are no part of what the texts tell: those of `furniture`, which are in order.
    pub(crate) fn copied_without(&self, furniture: [&[u64]; 2], other: &Self) -> Option<f64> {
        if self.runs.len().min(other.runs.len()) < SHORT {
            return Some(SHORT_COPY);
        }
        let [own, theirs] = [self, other].map(|text| {
            let is_told = |run: &&u64| furniture.iter().all(|of| of.binary_search(run).is_err());
            text.runs.iter().filter(is_told).copied().collect::<Vec<u64>>()
        });
        share_enough(&own, &theirs)
    }

    fn has_other_figures(&self, other: &Self) -> bool {
        let (mut rest, mut n_same, mut n_other) = (other.figures.as_slice(), 0, 0);
        for own in self.figures.chunk_by(|one, two| one.0 == two.0) {
            let place = own[0].0;
            rest = &rest[rest.partition_point(|(before, _)| *before < place)..];
            let theirs = &rest[..rest.partition_point(|(at, _)| *at == place)];
            if theirs.is_empty() {
                continue;
            }
            if own.iter().any(|figure| theirs.contains(figure)) {
                n_same += 1;
            } else {
                n_other += 1;
            }
        }
        n_other >= OTHER_FIGURES && n_other > n_same
    }

    fn is_short_copy(&self, other: &Self) -> bool {
        let [own, theirs] = [self, other].map(|text| runs(&text.words, SHORT_RUN.min(text.words.len().max(1))));
        let n_common = n_common(&own, &theirs);
        n_common as f64 >= SHORT_COPY * (own.len() + theirs.len() - n_common) as f64
    }

    fn has_other_words(&self, other: &Self) -> bool {
        let (own, theirs) = (slots(&self.words), slots(&other.words));
        let (mut at, mut n_same, mut n_other) = (0, 0_u32, 0_u32);
        for (place, word) in &own {
            while theirs.get(at).is_some_and(|(before, _)| before < place) {
                at += 1;
            }
            match theirs.get(at) {
                Some((same, with)) if same == place && with == word => n_same += 1,
                Some((same, _)) if same == place => n_other += 1,
                _ => {}
            }
        }
        n_other >= OTHER_WORDS && f64::from(n_other) >= SHARE_OF_OTHER_WORDS * f64::from(n_same + n_other)
    }
}

/// The figures of a text, a run of numbers as one, each under the two words before it.
fn figures<'w>(words: impl Iterator<Item = (&'w str, u64)>) -> Vec<(u64, u64)> {
    let mut found = Vec::new();
    let (mut before, mut number) = ([0, 0], Vec::new());
    let mut end = |before: [u64; 2], number: &mut Vec<u64>| {
        if !number.is_empty() {
            found.push((joined(&before), joined(number)));
            number.clear();
        }
    };
    for (word, hash) in words {
        if word.bytes().any(|byte| byte.is_ascii_digit()) {
            number.push(hash);
        } else {
            end(before, &mut number);
            before = [before[1], hash];
        }
    }
    end(before, &mut number);
    found.sort_unstable();
    found
}

/// The share of the shorter text's runs that stand in the longer, where it is enough, and makes enough of the longer.
fn share_enough(one: &[u64], two: &[u64]) -> Option<f64> {
    let n_common = n_common(one, two) as f64;
    let (shorter, longer) = (one.len().min(two.len()) as f64, one.len().max(two.len()) as f64);
    (n_common >= COPY * shorter && n_common >= PART * longer).then(|| n_common / shorter.max(1.0))
}

/// The hashes of so many words in a row, in order, each once.
fn runs(words: &[u64], n_words: usize) -> Vec<u64> {
    let mut runs: Vec<u64> = words.windows(n_words).map(joined).collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// Each word by the two before it and the one behind it, where a text has those once, in order of their hashes.
fn slots(words: &[u64]) -> Vec<(u64, u64)> {
    let mut slots: Vec<(u64, u64)> =
        words.array_windows().map(|&[first, second, word, last]| (joined(&[first, second, last]), word)).collect();
    slots.sort_unstable();
    let mut once = Vec::with_capacity(slots.len());
    once.extend(slots.chunk_by(|one, two| one.0 == two.0).filter(|same| same.len() == 1).map(|same| same[0]));
    once
}

/// How many values two lists in order have in common.
fn n_common(one: &[u64], two: &[u64]) -> usize {
    let (mut at, mut n_common) = (0, 0);
    for value in one {
        while two.get(at).is_some_and(|other| other < value) {
            at += 1;
        }
        n_common += usize::from(two.get(at) == Some(value));
    }
    n_common
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(from: u32, n_words: u32) -> String {
        let words: Vec<String> = (from..from + n_words).map(|n| format!("w{}x", letters(n * 7919 % 10_007))).collect();
        words.join(" ")
    }

    fn letters(mut n: u32) -> String {
        let mut word = String::new();
        while n > 0 {
            word.push(char::from(b'a' + u8::try_from(n % 26).unwrap()));
            n /= 26;
        }
        word
    }

    #[test]
    fn copies_are_told_from_texts_that_look_like_it() {
        struct Case {
            what: &'static str,
            one: String,
            other: String,
            is_copy: bool,
        }
        let original = words(0, 400);
        let every_sixth = |n: u32| {
            original.split(' ').enumerate().map(
                move |(at, word)| {
                    if at % 6 == 5 { format!("{n}{word}") } else { word.to_owned() }
                },
            )
        };
        let with_figures = |n: u32| {
            let parts: Vec<String> = (0..8).map(|at| format!("{} of {}", words(at * 30, 30), at * 31 + n)).collect();
            parts.join(" ")
        };
        let case = |what, other: String, is_copy| Case { what, one: original.clone(), other, is_copy };
        let cases = [
            case("the same in capitals", original.to_uppercase(), true),
            case("a lead added", format!("{} {original}", words(5000, 60)), true),
            case("cut to a quarter", words(0, 100), true),
            case("a third of it, and twice as much again", words(270, 400), false),
            case("a thirtieth of it in a digest", format!("{} {}", words(0, 14), words(5000, 400)), false),
            case("another text", words(5000, 400), false),
            Case {
                what: "the same words between other ones",
                one: every_sixth(1).collect::<Vec<_>>().join(" "),
                other: every_sixth(2).collect::<Vec<_>>().join(" "),
                is_copy: false,
            },
            Case {
                what: "the same report of other figures",
                one: with_figures(1),
                other: with_figures(2),
                is_copy: false,
            },
            Case {
                what: "figures that are the same",
                one: with_figures(1),
                other: with_figures(1) + " end",
                is_copy: true,
            },
        ];
        let wrong: Vec<_> = cases
            .iter()
            .filter(|case| Text::of(&case.one).copied(&Text::of(&case.other)).is_some() != case.is_copy)
            .map(|case| case.what)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn furniture_is_left_out() {
        let furniture = words(9000, 80);
        let [one, two] = [0, 3000].map(|from| Text::of(&format!("{} {furniture}", words(from, 60))));
        let common: Vec<u64> = one.runs().iter().copied().filter(|run| two.runs().contains(run)).collect();
        assert!(one.copied(&two).is_some());
        assert_eq!(one.copied_without([&common, &[]], &two), None);
        assert_eq!(one.copied_without([&[], &[]], &two), one.copied(&two));
    }
}
