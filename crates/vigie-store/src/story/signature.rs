//! Signatures: how much two texts have in common, told from 384 bytes of each.
//!
//! A text is taken as the set of its runs of three words. Of each of 96 hashes of a set the least is kept: two sets agree in
//! it as often as they overlap (MinHash: Broder 1997). Three values together make a band; texts that share no band are never
//! compared, which leaves out hardly any pair that overlaps by half, and nearly all that do not.

use crate::hash::{finished, hash_of};

/// Words of a shingle.
const SHINGLE: usize = 3;

/// Values of a signature.
const N_MINIMA: usize = 96;

/// Values of a band, and bands.
const BAND: usize = 3;
const N_BANDS: usize = 32;

/// Texts that are too short to be looked at are copies where they are the same but for a word or two.
const SHORT_COPY: f64 = 0.6;

/// What is kept of a text to find its copies by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signature {
    /// How many different shingles the text has.
    pub(crate) n_shingles: u32,
    minima: [u32; N_MINIMA],
}

impl Signature {
    /// The signature of a text.
    pub(crate) fn of(text: &str) -> Self {
        let lower = text.to_lowercase();
        let words: Vec<u64> = lower
            .split(|character: char| !character.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(|word| hash_of(word.as_bytes()))
            .collect();
        let mut shingles: Vec<u64> =
            if words.len() < SHINGLE { vec![joined(&words)] } else { words.windows(SHINGLE).map(joined).collect() };
        shingles.sort_unstable();
        shingles.dedup();
        let mut minima = [u32::MAX; N_MINIMA];
        for shingle in &shingles {
            for (least, factor) in minima.iter_mut().zip(FACTORS) {
                let value = (shingle.wrapping_mul(factor) >> 32) as u32;
                *least = value.min(*least);
            }
        }
        Self { n_shingles: u32::try_from(shingles.len()).unwrap_or(u32::MAX), minima }
    }

    /// Its values, as the store keeps them.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        self.minima.iter().flat_map(|value| value.to_le_bytes()).collect()
    }

    /// The signature that the store keeps; none where the bytes are too few or too many.
    pub(crate) fn from_bytes(n_shingles: u32, bytes: &[u8]) -> Option<Self> {
        let (values, rest) = bytes.as_chunks::<4>();
        if !rest.is_empty() {
            return None;
        }
        let minima: Vec<u32> = values.iter().map(|value| u32::from_le_bytes(*value)).collect();
        Some(Self { n_shingles, minima: minima.try_into().ok()? })
    }

    /// The hashes of its bands, each with its place mixed in.
    pub(crate) fn bands(&self) -> impl Iterator<Item = i64> {
        self.minima.chunks_exact(BAND).take(N_BANDS).zip(1_u64..).map(|(values, place)| {
            let hash = values.iter().fold(place, |hash, &value| finished(hash ^ u64::from(value)).rotate_left(17));
            hash.cast_signed()
        })
    }

    /// Whether two texts of a sentence or so are copies of each other.
    pub(crate) fn is_short_copy(&self, other: &Self) -> bool {
        self.overlap(other) >= SHORT_COPY
    }

    /// The share of shingles that both have among those that either has.
    pub(crate) fn overlap(&self, other: &Self) -> f64 {
        let equal = self.minima.iter().zip(&other.minima).filter(|(one, two)| one == two).count();
        equal as f64 / N_MINIMA as f64
    }
}

/// One hash of several, in their order.
pub(super) fn joined(words: &[u64]) -> u64 {
    words.iter().fold(0x51_7cc1, |hash, &word| finished(hash.rotate_left(21) ^ word))
}

/// Odd factors that make 96 hashes of one.
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
        assert!((0.5..0.8).contains(&overlap(&text(0, 270))), "{}", overlap(&text(0, 270)));
        assert!(overlap(&text(5000, 400)) < 0.05);
        assert!(overlap("") < 0.05);
        assert!(
            Signature::of("Troops crossed the river at dawn on Monday.")
                .is_short_copy(&Signature::of("TROOPS crossed the river at dawn on Monday"))
        );
    }

    #[test]
    fn signatures_read_back() {
        let signature = Signature::of("Troops crossed the river at dawn.");
        assert_eq!(Signature::from_bytes(signature.n_shingles, &signature.to_bytes()), Some(signature));
        assert_eq!(Signature::from_bytes(3, &[0; 7]), None);
        assert_eq!(Signature::from_bytes(3, &[0; 8]), None);
    }
}
