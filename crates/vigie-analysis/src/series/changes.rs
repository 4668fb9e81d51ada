//! Changes of level in event counts: where a new run began, and how likely it is that one has begun of late.
//!
//! The model is that of Adams and `MacKay` (2007), arXiv:0710.3742: runs with one rate each, a constant chance of a change
//! from one bin to the next, gamma priors on the rates. Their message, passed forward, gives what is known as of the
//! last bin; passed backward too (Fearnhead 2006), it gives for each bin the probability that a run began there, in the
//! light of all that came after. Ours differs in skipping bins without data, in weighing a bin by the days that are known of it,
//! and in dividing the evidence by the dispersion of the counts, since news comes in bursts.
//!
//! Cost: O(n·r) time, O(n) memory, `n` bins, `r` the longest run (1,500 bins).

use super::bins::{Bin, Series};
use super::level::Levels;
use crate::history::Day;
use crate::numbers::ln_sum;

/// The longest run that is thought of.
const LONGEST: usize = 1_500;

/// How likely a change must be to be told.
const LIKELY: f64 = 0.5;

/// Over how many bins about a change its probability is summed: the day is seldom exactly known.
const ABOUT: usize = 2;

/// A change of level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// The first day of the bin at which the new level most likely begins.
    pub day: Day,
    /// The number of that bin.
    pub bin: usize,
    /// How likely it is that a new level began there or within two bins of it.
    pub probability: f64,
    /// Events a day before, back to the change before it.
    pub before: f64,
    /// Events a day after, up to the next change.
    pub after: f64,
}

/// What is known of the changes of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Changes {
    /// The changes that are likelier than not, by time.
    pub changes: Vec<Change>,
    /// For each bin, how likely it is that a new level began there.
    pub probability: Vec<f64>,
    /// For each bin, how likely it was as of that bin, with nothing later known, that the level had changed in it or the
    /// three bins before.
    pub of_late: Vec<f64>,
    /// Variance over mean of the counts, from bin to bin.
    pub dispersion: f64,
}

/// Finds the changes of a series; `expected_run` is how many bins a level lasts on average, before anything is seen.
pub fn changes(series: &Series, expected_run: f64) -> Changes {
    let hazard = 1.0 / expected_run.max(2.0);
    let bins: Vec<(f64, f64)> = series.bins.iter().map(|bin| (bin.n as f64, f64::from(bin.n_covered))).collect();
    let levels = Levels::of(&bins);
    let n = levels.len();
    let messages = Messages::of(&levels, hazard);
    let probability: Vec<f64> = (0..n).map(|bin| messages.began(bin)).collect();
    let changes = found(&series.bins, &levels, &probability);
    Changes { changes, of_late: messages.of_late, probability, dispersion: levels.dispersion() }
}

/// The messages that pass along the bins.
struct Messages {
    /// The log evidence of the first `i` bins together with a change after them.
    forward: Vec<f64>,
    /// The log evidence of the bins from `i` on, if a run begins there.
    backward: Vec<f64>,
    ln_all: f64,
    of_late: Vec<f64>,
}

impl Messages {
    fn of(levels: &Levels, hazard: f64) -> Self {
        let n = levels.len();
        let (ln_change, ln_stay) = (hazard.ln(), (1.0 - hazard).ln());
        // A run over the bins from..to, and whatever ends it.
        let run =
            |from: usize, to: usize| levels.ln_evidence(from, to) + (to - from).saturating_sub(1) as f64 * ln_stay;
        let mut forward = vec![0.0; n + 1];
        let mut of_late = Vec::with_capacity(n);
        let mut alive = Vec::new();
        for end in 1..=n {
            let first = end.saturating_sub(LONGEST);
            alive.clear();
            alive.extend((first..end).map(|start| forward[start] + run(start, end)));
            let all = ln_sum(alive.iter().copied());
            let late = ln_sum(alive.iter().copied().skip(alive.len().saturating_sub(4)).filter(|log| log.is_finite()));
            // The very first run is no change.
            let is_young = end <= 4;
            of_late.push(if is_young { 0.0 } else { (late - all).exp().clamp(0.0, 1.0) });
            forward[end] = all + ln_change;
        }
        let mut backward = vec![0.0; n + 1];
        for start in (0..n).rev() {
            let last = (start + LONGEST).min(n);
            let ends = (start + 1..=last).map(|end| {
                let rest = if end == n { 0.0 } else { ln_change + backward[end] };
                run(start, end) + rest
            });
            backward[start] = ln_sum(ends);
        }
        Self { ln_all: backward[0], forward, backward, of_late }
    }

    /// How likely it is that a new run begins at a bin.
    fn began(&self, bin: usize) -> f64 {
        if bin == 0 { 0.0 } else { (self.forward[bin] + self.backward[bin] - self.ln_all).exp().clamp(0.0, 1.0) }
    }
}

/// The places where a change is likelier than not, each at its likeliest bin.
fn found(bins: &[Bin], levels: &Levels, probability: &[f64]) -> Vec<Change> {
    let about = |bin: usize| {
        probability[bin.saturating_sub(ABOUT)..(bin + ABOUT + 1).min(probability.len())].iter().sum::<f64>()
    };
    let is_peak = |bin: usize| {
        let near = bin.saturating_sub(ABOUT)..(bin + ABOUT + 1).min(probability.len());
        near.into_iter().all(|other| {
            probability[other] < probability[bin] || (other >= bin && probability[other] <= probability[bin])
        })
    };
    let places: Vec<usize> = (1..probability.len())
        .filter(|bin| bins[*bin].n_covered > 0 && about(*bin) >= LIKELY && is_peak(*bin))
        .collect();
    let bounds: Vec<usize> = std::iter::once(0).chain(places.iter().copied()).chain([bins.len()]).collect();
    let changes = bounds.windows(3).map(|bound| Change {
        day: bins[bound[1]].start,
        bin: bound[1],
        probability: about(bound[1]).min(1.0),
        before: levels.rate(bound[0], bound[1]),
        after: levels.rate(bound[1], bound[2]),
    });
    changes.collect()
}

#[cfg(test)]
mod tests {
    use super::super::bins::Step;
    use super::*;

    /// A series of days with some counts; a gap where there is none.
    fn series(counts: impl IntoIterator<Item = Option<u64>>) -> Series {
        let bins = (0..).zip(counts).map(|(day, count)| Bin {
            start: Day::from_number(day),
            end: Day::from_number(day + 1),
            n_covered: u32::from(count.is_some()),
            n: count.unwrap_or(0),
            by_status: [0; 8],
            goldstein: 0.0,
        });
        Series { step: Step::Day, bins: bins.collect() }
    }

    /// A count drawn by lot with some mean.
    fn drawn(mean: f64, key: u64) -> u64 {
        let (mut left, mut n, mut chance) = (crate::learn::lot(key), 0, (-mean).exp());
        while left > chance && n < 1_000 {
            left -= chance;
            n += 1;
            chance *= mean / n as f64;
        }
        n
    }

    #[test]
    fn a_change_is_found_where_it_is() {
        let counts = (0..200).map(|day| Some(drawn(if day < 120 { 2.0 } else { 7.0 }, day)));
        let found = changes(&series(counts), 100.0);
        assert_eq!(found.changes.len(), 1, "{:?}", found.changes);
        let change = found.changes[0];
        assert!(change.bin.abs_diff(120) <= 3, "{change:?}");
        assert!((change.before - 2.0).abs() < 0.5 && (change.after - 7.0).abs() < 1.0, "{change:?}");
        let most = |bins: std::ops::Range<usize>| found.of_late[bins].iter().copied().fold(0.0, f64::max);
        assert!(most(121..126) > 0.6 && most(40..118) < 0.5, "known soon after, and not before");
    }

    #[test]
    fn no_change_is_found_where_there_is_none() {
        for mean in [0.05, 1.0, 30.0] {
            let found = changes(&series((0..400).map(|day| Some(drawn(mean, day * 7 + 1)))), 100.0);
            assert!(found.changes.is_empty(), "mean {mean}: {:?}", found.changes);
        }
    }

    #[test]
    fn a_gap_is_no_fall() {
        let counts = (0..200).map(|day| (!(80..130).contains(&day)).then(|| drawn(5.0, day)));
        let found = changes(&series(counts), 100.0);
        assert!(found.changes.is_empty(), "{:?}", found.changes);
    }

    #[test]
    fn strange_series_do_no_harm() {
        for counts in [vec![], vec![Some(3)], vec![None; 50], vec![Some(0); 50], vec![Some(u64::MAX / 4), Some(0)]] {
            let found = changes(&series(counts), 0.0);
            assert!(found.probability.iter().chain(&found.of_late).all(|value| (0.0..=1.0).contains(value)));
            assert!(found.changes.iter().all(|change| change.before.is_finite() && change.after.is_finite()));
        }
    }
}
