//! Words for how likely something is and how far the judgement is to be trusted, as ICD 203 has them.
//!
//! The two are never mixed: [`band`] speaks of the outcome, [`Confidence`] of the ground that the judgement stands on.

use serde::{Deserialize, Serialize};

/// The words of ICD 203 for a probability. Ends of bands belong to the band that is nearer to even.
pub fn band(probability: f64) -> &'static str {
    // Ends of bands are whole per cents; a middle is not always.
    match (probability * 1000.0).round() / 1000.0 {
        p if p < 0.05 => "almost no chance",
        p if p < 0.20 => "very unlikely",
        p if p < 0.45 => "unlikely",
        p if p <= 0.55 => "roughly even chance",
        p if p <= 0.80 => "likely",
        p if p <= 0.95 => "very likely",
        _ => "almost certain",
    }
}

/// How far a judgement is to be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Little stands behind it.
    Low,
    /// It rests on what is plausible and comes from more than one side, with gaps.
    Moderate,
    /// It rests on much, from several sides.
    High,
}

impl Confidence {
    /// Its word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::High => "high",
        }
    }
}

/// The odds of a probability, `p / (1 - p)`, as a logarithm; what is certain is kept finite, at a millionth.
pub fn log_odds(probability: f64) -> f64 {
    let p = probability.clamp(1e-6, 1.0 - 1e-6);
    (p / (1.0 - p)).ln()
}

/// The probability of a logarithm of odds.
pub fn probability_of(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn bands_have_the_ends_of_icd_203() {
        let cases = [
            (0.0, "almost no chance"),
            (0.049, "almost no chance"),
            (0.05, "very unlikely"),
            (0.2, "unlikely"),
            (0.45, "roughly even chance"),
            (0.55, "roughly even chance"),
            (0.56, "likely"),
            (0.80, "likely"),
            (0.95, "very likely"),
            (0.96, "almost certain"),
        ];
        let wrong: Vec<_> = cases.iter().filter(|(p, word)| band(*p) != *word).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    proptest! {
        #[test]
        fn odds_go_there_and_back(p in 0.001..0.999_f64) {
            prop_assert!((probability_of(log_odds(p)) - p).abs() < 1e-9);
        }

        #[test]
        fn no_odds_leave_the_unit_interval(odds in proptest::num::f64::NORMAL) {
            prop_assert!((0.0..=1.0).contains(&probability_of(odds)));
        }
    }
}
