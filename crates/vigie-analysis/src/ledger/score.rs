//! Scores of settled forecasts: Brier and logarithm, skill against the base rate, and calibration.
//!
//! The Brier score is the mean of (probability − outcome)²: 0 is perfect, 0.25 is what always saying one half gives. The logarithmic
//! score is the mean of −ln of the probability that was given to what came, with probabilities drawn to within 0.005 and
//! 0.995, so that one who was certain and wrong is scored badly and not infinitely so.

use std::collections::BTreeMap;

use serde::Serialize;

use super::entry::Ledger;
use crate::rate::Rate;

/// How near to certainty the logarithmic score lets a probability come.
const NEAREST: f64 = 0.005;

/// The bins of the calibration.
const BINS: usize = 10;

/// The scores of one source, or of all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Score {
    /// The source; `all` for all of them.
    pub source: String,
    /// How many forecasts are settled, and how many of them came true.
    pub came_true: Rate,
    /// The Brier score.
    pub brier: f64,
    /// The Brier score of always saying the share that came true.
    pub brier_of_base_rate: f64,
    /// 1 − their ratio; absent where all came true or none did, so that there is nothing to be better than.
    pub skill: Option<f64>,
    /// The logarithmic score.
    pub log_score: f64,
    /// The mean distance between what was said and what came, over the bins, by their number of forecasts.
    pub calibration_error: f64,
    /// The bins that have forecasts, from the lowest.
    pub bins: Vec<Bin>,
}

/// Forecasts of about the same probability.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bin {
    /// The ends of the bin.
    pub from_to: [f64; 2],
    /// The mean probability that was given.
    pub said: f64,
    /// How many there are, and how many came true.
    pub came_true: Rate,
}

/// The scores of all settled forecasts, then by source, those with the most forecasts first.
pub fn scores(ledger: &Ledger) -> Vec<Score> {
    let mut by_source: BTreeMap<&str, Vec<(f64, bool)>> = BTreeMap::new();
    let mut all = Vec::new();
    for (forecast, came) in ledger.settled() {
        let one = (forecast.probability.get(), came);
        by_source.entry(forecast.source.as_str()).or_default().push(one);
        all.push(one);
    }
    let mut scores: Vec<Score> = by_source.iter().map(|(source, settled)| Score::of(source, settled)).collect();
    scores.sort_by(|a, b| b.came_true.cases().cmp(&a.came_true.cases()).then_with(|| a.source.cmp(&b.source)));
    if !all.is_empty() {
        scores.insert(0, Score::of("all", &all));
    }
    scores
}

impl Score {
    /// The scores of some settled forecasts, of which there is at least one.
    fn of(source: &str, settled: &[(f64, bool)]) -> Self {
        let n = settled.len() as f64;
        let mean = |of: &dyn Fn(f64, bool) -> f64| settled.iter().map(|(p, came)| of(*p, *came)).sum::<f64>() / n;
        let outcome = |came: bool| f64::from(u8::from(came));
        let mut came_true = Rate::default();
        for (_, came) in settled {
            came_true.count(*came);
        }
        let share = came_true.share().unwrap_or_default();
        let brier = mean(&|p, came| (p - outcome(came)).powi(2));
        let brier_of_base_rate = share * (1.0 - share);
        let skill = (brier_of_base_rate > 0.0).then(|| 1.0 - brier / brier_of_base_rate);
        let log_score = mean(&|p, came| {
            let p = p.clamp(NEAREST, 1.0 - NEAREST);
            -(if came { p } else { 1.0 - p }).ln()
        });
        let bins = bins(settled);
        let off = |bin: &Bin| {
            let came = bin.came_true.share().unwrap_or_default();
            bin.came_true.cases() as f64 * (bin.said - came).abs()
        };
        let calibration_error = bins.iter().map(off).sum::<f64>() / n;
        Self {
            source: source.to_owned(),
            came_true,
            brier,
            brier_of_base_rate,
            skill,
            log_score,
            calibration_error,
            bins,
        }
    }
}

fn bins(settled: &[(f64, bool)]) -> Vec<Bin> {
    let bin_of = |p: f64| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a probability times ten")]
        let bin = (p * BINS as f64) as usize;
        bin.min(BINS - 1)
    };
    let of_bin = |bin: usize| {
        let inside: Vec<&(f64, bool)> = settled.iter().filter(|(p, _)| bin_of(*p) == bin).collect();
        if inside.is_empty() {
            return None;
        }
        let mut came_true = Rate::default();
        for (_, came) in &inside {
            came_true.count(*came);
        }
        let said = inside.iter().map(|(p, _)| p).sum::<f64>() / inside.len() as f64;
        let width = 1.0 / BINS as f64;
        Some(Bin { from_to: [bin as f64 * width, (bin + 1) as f64 * width], said, came_true })
    };
    (0..BINS).filter_map(of_bin).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::entry::tests::{forecast, settled};
    use super::super::entry::{Entry, Outcome};
    use super::*;

    fn ledger(forecasts: &[(&str, f64, Outcome)]) -> Ledger {
        let mut ledger = Ledger::default();
        for (index, (source, probability, outcome)) in forecasts.iter().enumerate() {
            let one = forecast(source, &format!("number {index}"), *probability);
            ledger.take(Entry::Forecast(one.clone()));
            ledger.take(settled(&one, *outcome));
        }
        ledger
    }

    #[test]
    fn scores_are_those_of_the_formulas() {
        let ledger = ledger(&[
            ("ana", 0.8, Outcome::Yes),
            ("ana", 0.6, Outcome::No),
            ("ana", 0.9, Outcome::Void),
            ("ben", 1.0, Outcome::No),
        ]);
        let scores = scores(&ledger);
        assert_eq!(scores.iter().map(|score| score.source.as_str()).collect::<Vec<_>>(), ["all", "ana", "ben"]);
        let ana = &scores[1];
        // (0.2² + 0.6²) / 2 = 0.2; base rate one half: 0.25; skill 0.2; −(ln 0.8 + ln 0.4) / 2 = 0.5697.
        assert!((ana.brier - 0.2).abs() < 1e-12 && (ana.skill.unwrap() - 0.2).abs() < 1e-12);
        assert!((ana.log_score - 0.569_717).abs() < 1e-6);
        // Two bins of one forecast each, off by 0.2 and by 0.6.
        assert!((ana.calibration_error - 0.4).abs() < 1e-12);
        let ben = &scores[2];
        assert!((ben.log_score + 0.005_f64.ln()).abs() < 1e-12 && ben.skill.is_none());
        assert!(super::scores(&Ledger::default()).is_empty());
    }

    proptest! {
        #[test]
        fn scores_are_finite_and_bins_hold_all(forecasts in prop::collection::vec((0.0..=1.0_f64, any::<bool>()), 1..40)) {
            let score = Score::of("x", &forecasts);
            prop_assert!((0.0..=1.0).contains(&score.brier) && score.log_score.is_finite() && score.log_score >= 0.0);
            prop_assert_eq!(score.bins.iter().map(|bin| bin.came_true.cases()).sum::<u64>(), forecasts.len() as u64);
            prop_assert!((0.0..=1.0).contains(&score.calibration_error));
        }
    }
}
