//! Spoken: filters as people write them, the same for every face.

use std::str::FromStr;

use super::filter::Dyad;

/// What a dyad is written as, for messages.
const DYAD: &str = "two codes of countries: RUS:UKR, or RUS-UKR for both ways";

/// What a certainty is written as, for messages.
pub const CERTAINTY_WANTED: &str = "a band such as `likely` or `very unlikely`, or numbers such as 0.55-0.8";

/// How sure somebody is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Certainty {
    /// In a band of ICD 203: the one that is shown, in which the middle of the interval lies.
    Band(Band),
    /// The interval has something in common with this one.
    Between([f64; 2]),
}

/// A band of ICD 203.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    name: &'static str,
    edges: [f64; 2],
}

/// All of them, from the least likely.
const BANDS: [Band; 7] = [
    Band { name: "almost no chance", edges: [0.01, 0.05] },
    Band { name: "very unlikely", edges: [0.05, 0.2] },
    Band { name: "unlikely", edges: [0.2, 0.45] },
    Band { name: "roughly even chance", edges: [0.45, 0.55] },
    Band { name: "likely", edges: [0.55, 0.8] },
    Band { name: "very likely", edges: [0.8, 0.95] },
    Band { name: "almost certain", edges: [0.95, 0.99] },
];

/// Half of the last place to which a middle is rounded before its band is told.
const HALF_PLACE: f64 = 0.0005;

/// Why a text is no certainty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no certainty: write {CERTAINTY_WANTED}")]
pub struct CertaintyError {
    /// What was found.
    pub found: String,
}

impl Band {
    /// Its name.
    pub const fn as_str(self) -> &'static str {
        self.name
    }

    /// The middles that lie in it, from the first to the one that no longer does. An edge belongs to the band that is nearer to even.
    pub(super) fn middles(self) -> [f64; 2] {
        let edge = |edge: f64| if edge < 0.5 { edge - HALF_PLACE } else { edge + HALF_PLACE };
        let [low, high] = self.edges.map(edge);
        // What is surer than the last band but one is almost certain, up to what is sure.
        [if low < 0.04 { 0.0 } else { low }, if high > 0.96 { f64::INFINITY } else { high }]
    }
}

impl Certainty {
    /// The interval of probability that it means.
    pub const fn interval(self) -> [f64; 2] {
        match self {
            Self::Band(band) => band.edges,
            Self::Between(interval) => interval,
        }
    }
}

impl std::fmt::Display for Certainty {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Band(band) => f.write_str(band.name),
            Self::Between([low, high]) => write!(f, "{low}-{high}"),
        }
    }
}

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

impl FromStr for Certainty {
    type Err = CertaintyError;

    fn from_str(text: &str) -> Result<Self, CertaintyError> {
        let band = BANDS.iter().find(|band| band.name.eq_ignore_ascii_case(text.trim()));
        let found = band.map(|band| Self::Band(*band)).or_else(|| between(text).map(Self::Between));
        found.ok_or_else(|| CertaintyError { found: text.to_owned() })
    }
}

/// A pair of numbers, or one.
fn between(text: &str) -> Option<[f64; 2]> {
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
    fn every_middle_lies_in_one_band() {
        // As the reader tells bands: ends are whole per cents, and belong to the band that is nearer to even.
        for (middle, name) in [
            (0.0, "almost no chance"),
            (0.0494, "almost no chance"),
            (0.05, "very unlikely"),
            (0.1996, "unlikely"),
            (0.45, "roughly even chance"),
            (0.55, "roughly even chance"),
            (0.5506, "likely"),
            (0.8, "likely"),
            (0.95, "very likely"),
            (0.97, "almost certain"),
            (1.0, "almost certain"),
        ] {
            let lies = |band: &&Band| (band.middles()[0]..band.middles()[1]).contains(&middle);
            let found: Vec<&str> = BANDS.iter().filter(lies).map(|band| band.name).collect();
            assert_eq!(found, [name], "{middle}");
        }
    }

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
        let interval = |text: &str| text.parse::<Certainty>().ok().map(Certainty::interval);
        assert_eq!(interval("0.5-0.75"), Some([0.5, 0.75]));
        assert_eq!(interval("0.5"), Some([0.5, 0.5]));
        assert_eq!(interval("Likely"), Some([0.55, 0.8]));
        for text in ["0.5-0.75", "roughly even chance"] {
            assert_eq!(text.parse::<Certainty>().unwrap().to_string(), text);
        }
        for bad in ["", "probably", "0.8-0.2", "2"] {
            assert!(bad.parse::<Certainty>().is_err(), "{bad}");
        }
    }
}
