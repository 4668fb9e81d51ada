//! Probabilities.

use serde::{Deserialize, Serialize};

/// A calibrated probability in 0..=1.
///
/// Never a raw score: what was not calibrated is absent.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(into = "f64", try_from = "f64")]
pub struct Probability(f64);

/// Why a number is no probability.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("{found} is not a probability: it does not lie in 0..=1")]
pub struct ProbabilityError {
    /// The number that was given.
    pub found: f64,
}

impl Probability {
    /// Certainly not.
    pub const ZERO: Self = Self(0.0);

    /// The number itself.
    pub const fn get(self) -> f64 {
        self.0
    }

    /// The probability nearest to `value`; absent for what is not a number.
    pub fn nearest(value: f64) -> Option<Self> {
        (!value.is_nan()).then(|| Self(value.clamp(0.0, 1.0)))
    }
}

impl From<Probability> for f64 {
    fn from(probability: Probability) -> Self {
        probability.0
    }
}

impl TryFrom<f64> for Probability {
    type Error = ProbabilityError;

    fn try_from(found: f64) -> Result<Self, ProbabilityError> {
        if (0.0..=1.0).contains(&found) { Ok(Self(found)) } else { Err(ProbabilityError { found }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_only_what_lies_between_nought_and_one() {
        for good in [0.0, 0.25, 1.0] {
            assert_eq!(Probability::try_from(good).unwrap().get().to_bits(), good.to_bits());
        }
        for bad in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
            assert!(Probability::try_from(bad).is_err(), "{bad}");
        }
        assert_eq!(Probability::nearest(7.0), Probability::try_from(1.0).ok());
        assert_eq!(Probability::nearest(f64::NAN), None);
    }
}
