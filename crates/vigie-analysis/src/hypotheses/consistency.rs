//! How well a piece of evidence agrees with a hypothesis, as a person rates it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Consistency {
    /// The evidence has nothing to do with it.
    NotApplicable,
    /// Hardly to be expected if it were true.
    VeryInconsistent,
    /// Not to be expected if it were true.
    Inconsistent,
    /// Neither.
    Neutral,
    /// To be expected if it were true.
    Consistent,
    /// Very much to be expected if it were true.
    VeryConsistent,
}

/// Ratings by their sign and their words.
const NAMES: [(&str, &str, Consistency); 6] = [
    ("N/A", "not applicable", Consistency::NotApplicable),
    ("II", "very inconsistent", Consistency::VeryInconsistent),
    ("I", "inconsistent", Consistency::Inconsistent),
    ("N", "neutral", Consistency::Neutral),
    ("C", "consistent", Consistency::Consistent),
    ("CC", "very consistent", Consistency::VeryConsistent),
];

/// Why some words are no rating.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no rating: write II, I, N, C, CC or N/A, or the words (very inconsistent ... very consistent)")]
pub struct ConsistencyError {
    /// What was given.
    pub found: String,
}

impl Consistency {
    /// From 1, very inconsistent, to 5, very consistent; absent where it is not applicable.
    pub const fn points(self) -> Option<f64> {
        match self {
            Self::NotApplicable => None,
            Self::VeryInconsistent => Some(1.0),
            Self::Inconsistent => Some(2.0),
            Self::Neutral => Some(3.0),
            Self::Consistent => Some(4.0),
            Self::VeryConsistent => Some(5.0),
        }
    }

    /// Its sign.
    pub fn as_str(self) -> &'static str {
        NAMES.iter().find(|(_, _, rating)| *rating == self).map_or("N/A", |(sign, _, _)| sign)
    }

    /// The rating on the other side of neutral.
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::VeryInconsistent => Self::VeryConsistent,
            Self::Inconsistent => Self::Consistent,
            Self::Consistent => Self::Inconsistent,
            Self::VeryConsistent => Self::VeryInconsistent,
            same => same,
        }
    }
}

impl std::str::FromStr for Consistency {
    type Err = ConsistencyError;

    fn from_str(text: &str) -> Result<Self, ConsistencyError> {
        let plain = text.trim().replace(['-', '_'], " ");
        let is = |name: &str| plain.eq_ignore_ascii_case(name) || (name == "N/A" && plain.eq_ignore_ascii_case("na"));
        NAMES
            .iter()
            .find(|(sign, words, _)| is(sign) || is(words))
            .map(|(_, _, rating)| *rating)
            .ok_or_else(|| ConsistencyError { found: text.to_owned() })
    }
}

impl fmt::Display for Consistency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl From<Consistency> for String {
    fn from(rating: Consistency) -> Self {
        rating.as_str().to_owned()
    }
}

impl TryFrom<String> for Consistency {
    type Error = ConsistencyError;

    fn try_from(text: String) -> Result<Self, ConsistencyError> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratings_have_a_sign_and_words() {
        for (sign, words, rating) in NAMES {
            for text in [sign, words, &sign.to_lowercase(), &words.replace(' ', "-")] {
                assert_eq!(text.parse(), Ok(rating), "{text}");
            }
            assert_eq!(rating.reversed().reversed(), rating);
        }
        assert!("III".parse::<Consistency>().is_err());
    }
}
