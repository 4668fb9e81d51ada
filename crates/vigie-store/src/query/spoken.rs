//! Spoken: filters as people write them, the same for every face.

use std::str::FromStr;

use super::filter::Dyad;

/// What a dyad is written as, for messages.
const DYAD: &str = "two codes of countries: RUS:UKR, or RUS-UKR for both ways";

/// What a certainty is written as, for messages.
pub const CERTAINTY_WANTED: &str = "a band such as `likely` or `very unlikely`, or numbers such as 0.55-0.8";

/// The bands of ICD 203.
const BANDS: [(&str, [f64; 2]); 7] = [
    ("almost no chance", [0.01, 0.05]),
    ("very unlikely", [0.05, 0.2]),
    ("unlikely", [0.2, 0.45]),
    ("roughly even chance", [0.45, 0.55]),
    ("likely", [0.55, 0.8]),
    ("very likely", [0.8, 0.95]),
    ("almost certain", [0.95, 0.99]),
];

/// Why a text is no dyad.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no dyad: write {DYAD}")]
pub struct DyadError {
    /// What was found.
    pub found: String,
}

impl Dyad {
    /// What a dyad is written as, for messages.
    pub const WANTED: &'static str = DYAD;
}

impl std::fmt::Display for Dyad {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { actor, recipient, both_ways } = self;
        write!(f, "{actor}{}{recipient}", if *both_ways { '-' } else { ':' })
    }
}

impl FromStr for Dyad {
    type Err = DyadError;

    fn from_str(text: &str) -> Result<Self, DyadError> {
        let parts = text.split_once([':', '>']).map(|parts| (parts, false));
        let parts = parts.or_else(|| text.split_once('-').map(|parts| (parts, true)));
        match parts {
            Some(((actor, recipient), both_ways)) if !actor.is_empty() && !recipient.is_empty() => {
                Ok(Self { actor: actor.to_owned(), recipient: recipient.to_owned(), both_ways })
            }
            _ => Err(DyadError { found: text.to_owned() }),
        }
    }
}

/// The interval of probability that a band of ICD 203 or a pair of numbers means; none where it is neither.
pub fn certainty(text: &str) -> Option<[f64; 2]> {
    if let Some((_, [low, high])) = BANDS.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)) {
        // The edge that two bands share belongs to both: what lies on it alone is in neither.
        return Some([low + 1e-6, high - 1e-6]);
    }
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| (0.0..=1.0).contains(number));
    let (low, high) = match text.split_once('-') {
        Some((low, high)) => number(low).zip(number(high))?,
        None => number(text).map(|number| (number, number))?,
    };
    (low <= high).then_some([low, high])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dyads_and_certainties_are_understood() {
        let both = |text: &str| text.parse::<Dyad>().ok().map(|dyad| (dyad.actor, dyad.recipient, dyad.both_ways));
        assert_eq!(both("RUS:UKR"), Some(("RUS".to_owned(), "UKR".to_owned(), false)));
        assert_eq!(both("RUS-UKR"), Some(("RUS".to_owned(), "UKR".to_owned(), true)));
        for text in ["RUS:UKR", "RUS-UKR"] {
            assert_eq!(text.parse::<Dyad>().unwrap().to_string(), text);
        }
        for bad in ["", "RUS", "RUS:", ":UKR"] {
            assert!(bad.parse::<Dyad>().is_err(), "{bad}");
        }
        assert_eq!(certainty("0.5-0.75"), Some([0.5, 0.75]));
        assert_eq!(certainty("0.5"), Some([0.5, 0.5]));
        assert!(certainty("Likely").is_some_and(|[low, high]| low > 0.55 && high < 0.8));
        for bad in ["", "probably", "0.8-0.2", "2"] {
            assert!(certainty(bad).is_none(), "{bad}");
        }
    }
}
