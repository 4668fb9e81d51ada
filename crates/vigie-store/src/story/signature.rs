//! Signatures: which texts may have long runs of words in common, told from 128 bytes of each.
//!
//! A text is taken as the set of its runs of six words. Of each of 32 hashes of a set the least is kept: two sets agree in
//! it as often as they overlap (MinHash: Broder 1997). Six words in a row are seldom the same by chance, so texts that agree in one
//! value are looked at: of those that overlap by a sixth that finds nineteen in twenty.

use crate::hash::{finished, hash_of};

/// Words of a run.
pub(super) const RUN: usize = 6;

/// Values of a signature.
const N_MINIMA: usize = 32;

/// One value in so many is looked up alone.
const SINGLE_IN: usize = 2;

/// What is kept of a text to find its copies by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signature {
    /// How many different runs the text has.
    pub(crate) n_runs: u32,
    minima: [u32; N_MINIMA],
}

impl Signature {
    /// The signature of a text.
    pub(crate) fn of(text: &str) -> Self {
        let words = words(text);
        let mut runs: Vec<u64> =
            if words.len() < RUN { vec![joined(&words)] } else { words.windows(RUN).map(joined).collect() };
        runs.sort_unstable();
        runs.dedup();
        let mut minima = [u32::MAX; N_MINIMA];
        for run in &runs {
            for (least, factor) in minima.iter_mut().zip(FACTORS) {
                let value = (run.wrapping_mul(factor) >> 32) as u32;
                *least = value.min(*least);
            }
        }
        Self { n_runs: u32::try_from(runs.len()).unwrap_or(u32::MAX), minima }
    }

    /// Its values, as the store keeps them.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        self.minima.iter().flat_map(|value| value.to_le_bytes()).collect()
    }

    /// The signature that the store keeps; none where the bytes are too few or too many.
    pub(crate) fn from_bytes(n_runs: u32, bytes: &[u8]) -> Option<Self> {
        let (values, rest) = bytes.as_chunks::<4>();
        if !rest.is_empty() {
            return None;
        }
        let minima: Vec<u32> = values.iter().map(|value| u32::from_le_bytes(*value)).collect();
        Some(Self { n_runs, minima: minima.try_into().ok()? })
    }

    /// What is looked up: some of its values, and each with the next, as hashes with their place mixed in. One value finds a text of which the other is a
    /// small part; two together find a copy where each of them stands in many texts, as words do that all quote.
    pub(crate) fn bands(&self) -> impl Iterator<Item = i64> {
        let values = || self.minima.iter().copied().map(u64::from);
        let singles = values().zip(1_u64..).step_by(SINGLE_IN).map(|(value, place)| finished(place << 32 | value));
        let next = values().cycle().skip(1);
        let pairs =
            values().zip(next).zip(101_u64..).map(|((one, two), place)| finished(finished(place << 32 | one) ^ two));
        singles.chain(pairs).map(u64::cast_signed)
    }

    /// The share of runs that both have among those that either has, as far as so few values tell.
    pub(crate) fn overlap(&self, other: &Self) -> f64 {
        let equal = self.minima.iter().zip(&other.minima).filter(|(one, two)| one == two).count();
        equal as f64 / N_MINIMA as f64
    }
}

/// The hashes of the words of a text.
pub(super) fn words(text: &str) -> Vec<u64> {
    let lower = text.to_lowercase();
    lower
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| hash_of(word.as_bytes()))
        .collect()
}

/// One hash of several, in their order.
pub(super) fn joined(words: &[u64]) -> u64 {
    words.iter().fold(0x51_7cc1, |hash, &word| finished(hash.rotate_left(21) ^ word))
}

/// Odd factors that make as many hashes of one.
const FACTORS: [u64; N_MINIMA] = {
    let mut factors = [0; N_MINIMA];
    let mut state = 0x243f_6a88_85a3_08d3_u64;
    let mut index = 0;
    while index < N_MINIMA {
        // The steps of SplitMix64.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        factors[index] = (mixed ^ (mixed >> 31)) | 1;
        index += 1;
    }
    factors
};

#[cfg(test)]
mod tests {
    use super::*;

    fn text(from: u32, n_words: u32) -> String {
        let words: Vec<String> = (from..from + n_words).map(|n| format!("word{}", n * 7919 % 10_007)).collect();
        words.join(" ")
    }

    #[test]
    fn overlaps_are_told_from_few_values() {
        let original = text(0, 400);
        let of = Signature::of(&original);
        let overlap = |other: &str| of.overlap(&Signature::of(other));
        assert!((overlap(&original.to_uppercase()) - 1.0).abs() < 1e-9);
        assert!((0.45..0.85).contains(&overlap(&text(0, 270))), "{}", overlap(&text(0, 270)));
        assert!(overlap(&text(5000, 400)) < 0.05);
        assert!(overlap("") < 0.05);
        assert!(overlap(&text(360, 400)) > 0.0, "a tenth of it in a longer text");
    }

    #[test]
    fn signatures_read_back() {
        let signature = Signature::of("Troops crossed the river at dawn on Monday.");
        assert_eq!(Signature::from_bytes(signature.n_runs, &signature.to_bytes()), Some(signature));
        assert_eq!(Signature::from_bytes(3, &[0; 7]), None);
        assert_eq!(Signature::from_bytes(3, &[0; 8]), None);
    }
}
