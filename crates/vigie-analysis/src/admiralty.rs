//! The Admiralty scale: how reliable a source is (A–F) and how credible what it says (1–6), and what that weighs.
//!
//! The weights are a convention of Vigie, printed beside each use: the scale itself gives none. `F` and `6` mean that it
//! cannot be judged, which is not the same as bad: they weigh 0.7 each, a half together.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a reliability of A to F weighs.
const RELIABILITY: [(char, f64); 6] = [('A', 1.0), ('B', 0.85), ('C', 0.65), ('D', 0.35), ('E', 0.1), ('F', 0.7)];

/// What a credibility of 1 to 6 weighs.
const CREDIBILITY: [(char, f64); 6] = [('1', 1.0), ('2', 0.85), ('3', 0.65), ('4', 0.35), ('5', 0.1), ('6', 0.7)];

/// A grade such as `B2`, or `B` where only the source is graded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Grade {
    reliability: char,
    credibility: Option<char>,
}

/// Why some words are no grade.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no grade: write a letter from A to F and a figure from 1 to 6, such as B2")]
pub struct GradeError {
    /// What was given.
    pub found: String,
}

impl Grade {
    /// Neither source nor content can be judged.
    pub const UNKNOWN: Self = Self { reliability: 'F', credibility: Some('6') };

    /// Reliable beyond doubt, and confirmed.
    pub const BEYOND_DOUBT: Self = Self { reliability: 'A', credibility: Some('1') };

    /// What it weighs, in 0..=1: the reliability's weight times the credibility's.
    pub fn weight(self) -> f64 {
        let of = |scale: &[(char, f64)], grade| scale.iter().find(|(name, _)| *name == grade).map_or(1.0, |(_, w)| *w);
        of(&RELIABILITY, self.reliability) * self.credibility.map_or(1.0, |grade| of(&CREDIBILITY, grade))
    }
}

impl std::str::FromStr for Grade {
    type Err = GradeError;

    fn from_str(text: &str) -> Result<Self, GradeError> {
        let error = || GradeError { found: text.to_owned() };
        let mut letters = text.trim().chars().map(|letter| letter.to_ascii_uppercase());
        let reliability = letters.next().filter(|letter| ('A'..='F').contains(letter)).ok_or_else(error)?;
        let credibility = letters.next();
        let is_wrong = credibility.is_some_and(|figure| !('1'..='6').contains(&figure)) || letters.next().is_some();
        if is_wrong { Err(error()) } else { Ok(Self { reliability, credibility }) }
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.reliability)?;
        self.credibility.map_or(Ok(()), |figure| write!(f, "{figure}"))
    }
}

impl From<Grade> for String {
    fn from(grade: Grade) -> Self {
        grade.to_string()
    }
}

impl TryFrom<String> for Grade {
    type Error = GradeError;

    fn try_from(text: String) -> Result<Self, GradeError> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_are_a_letter_and_a_figure() {
        for (text, weight) in [("A1", 1.0), ("b2", 0.7225), ("C", 0.65), ("F6", 0.49), (" E5 ", 0.01)] {
            let grade: Grade = text.parse().unwrap();
            assert!((grade.weight() - weight).abs() < 1e-12, "{text}");
            assert_eq!(grade.to_string(), text.trim().to_uppercase());
        }
        for bad in ["", "G1", "A7", "A0", "2B", "B22", "é"] {
            assert!(bad.parse::<Grade>().is_err(), "{bad}");
        }
    }
}
