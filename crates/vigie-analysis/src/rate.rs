//! Rates: how often something was so among the cases in which it could have been, with what chance alone leaves open.
//!
//! The interval is Wilson's at 95 %: it stays within 0..=1, has a width where nothing or everything came true, and a reader
//! can recompute it with a pocket calculator from the two counts that are always shown beside it.
//! Source: Wilson (1927), Journal of the American Statistical Association 22, 209–212.

use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Serialize, Serializer};

/// The normal quantile of a two-sided interval of 95 %.
const Z: f64 = 1.959_963_984_540_054;

/// How often something was so: `hits` of `cases`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(from = "Counts")]
pub struct Rate {
    hits: u64,
    cases: u64,
}

/// A rate as it is read: what else it was written with follows from these.
#[derive(Deserialize)]
struct Counts {
    hits: u64,
    cases: u64,
}

impl From<Counts> for Rate {
    fn from(counts: Counts) -> Self {
        Self::new(counts.hits, counts.cases)
    }
}

impl Rate {
    /// A rate of `hits` in `cases`; more hits than cases are taken as all of them.
    pub fn new(hits: u64, cases: u64) -> Self {
        Self { hits: hits.min(cases), cases }
    }

    /// How often it was so.
    pub fn hits(self) -> u64 {
        self.hits
    }

    /// How often it could have been.
    pub fn cases(self) -> u64 {
        self.cases
    }

    /// Counts one case more.
    pub fn count(&mut self, hit: bool) {
        self.hits += u64::from(hit);
        self.cases += 1;
    }

    /// The share, in 0..=1; absent without a case.
    pub fn share(self) -> Option<f64> {
        (self.cases > 0).then(|| self.hits as f64 / self.cases as f64)
    }

    /// Wilson's interval at 95 %; all of 0..=1 without a case.
    pub fn interval(self) -> [f64; 2] {
        let Some(share) = self.share() else { return [0.0, 1.0] };
        let n = self.cases as f64;
        let spread = 1.0 + Z * Z / n;
        let middle = (share + Z * Z / (2.0 * n)) / spread;
        let half = Z / spread * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
        // At the ends the formula is exact, its arithmetic is not.
        let low = if self.hits == 0 { 0.0 } else { (middle - half).max(0.0) };
        let high = if self.hits == self.cases { 1.0 } else { (middle + half).min(1.0) };
        [low, high]
    }
}

impl Serialize for Rate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Rate", 4)?;
        fields.serialize_field("hits", &self.hits)?;
        fields.serialize_field("cases", &self.cases)?;
        fields.serialize_field("share", &self.share())?;
        fields.serialize_field("interval", &self.interval())?;
        fields.end()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn intervals_are_those_of_the_formula() {
        struct Case {
            hits: u64,
            cases: u64,
            interval: [f64; 2],
        }
        // Worked by hand: for 23 of 61, z² = 3.8415, the denominator is 1.06297, the middle 0.38433, the half-width 0.11819.
        let cases = [
            Case { hits: 23, cases: 61, interval: [0.2661, 0.5025] },
            Case { hits: 0, cases: 10, interval: [0.0, 0.2775] },
            Case { hits: 10, cases: 10, interval: [0.7225, 1.0] },
            Case { hits: 1, cases: 1, interval: [0.2065, 1.0] },
            Case { hits: 0, cases: 0, interval: [0.0, 1.0] },
        ];
        let wrong: Vec<_> = cases
            .iter()
            .map(|case| (Rate::new(case.hits, case.cases).interval(), case.interval))
            .filter(|(found, wanted)| found.iter().zip(wanted).any(|(a, b)| (a - b).abs() > 1e-4))
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    proptest! {
        #[test]
        fn the_interval_holds_the_share_and_lies_in_the_unit_interval(cases in 1_u64..1_000_000, part in 0.0..=1.0_f64) {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of the cases")]
            let rate = Rate::new((cases as f64 * part) as u64, cases);
            let [low, high] = rate.interval();
            let share = rate.share().unwrap();
            prop_assert!(0.0 <= low && low <= share + 1e-12 && share <= high + 1e-12 && high <= 1.0);
        }
    }
}
