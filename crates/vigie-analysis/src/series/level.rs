//! Levels: what a run of counts says of the rate behind it.

use crate::numbers::ln_gamma;

/// Counts by bin, each with the days that are known of it, as sums from the first bin on.
#[derive(Debug, Clone)]
pub(super) struct Levels {
    counts: Vec<f64>,
    days: Vec<f64>,
    /// Variance over mean from one bin to the next; 1 where the counts vary as chance has it.
    dispersion: f64,
    /// What is thought of a rate before anything is seen: as after one event in so many days.
    prior_days: f64,
}

impl Levels {
    /// Sums up bins: count and days known; a bin without days adds nothing.
    pub(super) fn of(bins: &[(f64, f64)]) -> Self {
        let running = |part: fn(&(f64, f64)) -> f64| {
            let mut sum = 0.0;
            std::iter::once(0.0)
                .chain(bins.iter().map(move |bin| {
                    sum += part(bin);
                    sum
                }))
                .collect::<Vec<f64>>()
        };
        let counts = running(|(count, days)| if *days > 0.0 { *count } else { 0.0 });
        let days = running(|(_, days)| *days);
        let (all, all_days) = (counts[bins.len()], days[bins.len()]);
        Self { prior_days: all_days / (all + 1.0), dispersion: dispersion(bins), counts, days }
    }

    /// How many bins there are.
    pub(super) fn len(&self) -> usize {
        self.counts.len() - 1
    }

    /// Variance over mean.
    pub(super) fn dispersion(&self) -> f64 {
        self.dispersion
    }

    /// The log likelihood of one rate for the bins `from..to`, with the rate integrated out (Poisson counts, gamma prior).
    /// Overdispersed counts weigh less by their dispersion. The part that is the same for every cut is left out.
    pub(super) fn ln_evidence(&self, from: usize, to: usize) -> f64 {
        let count = (self.counts[to] - self.counts[from]) / self.dispersion;
        let days = (self.days[to] - self.days[from]) / self.dispersion;
        let prior = self.prior_days / self.dispersion;
        let shape = 1.0 / self.dispersion;
        shape * prior.max(1e-9).ln() - ln_gamma(shape) + ln_gamma(shape + count)
            - (shape + count) * (prior + days).max(1e-9).ln()
    }

    /// The mean rate a day of the bins `from..to`, drawn a little towards that of all.
    pub(super) fn rate(&self, from: usize, to: usize) -> f64 {
        let (count, days) = (self.counts[to] - self.counts[from], self.days[to] - self.days[from]);
        if self.prior_days + days > 0.0 { (count + 1.0) / (self.prior_days + days) } else { 0.0 }
    }
}

/// How much more counts differ from one bin to the next than Poisson counts would; at least 1.
///
/// Neighbours are compared, so that a change of level counts once and not in every bin after it.
pub(super) fn dispersion(bins: &[(f64, f64)]) -> f64 {
    let known: Vec<(f64, f64)> = bins.iter().copied().filter(|(_, days)| *days > 0.0).collect();
    let (mut excess, mut n) = (0.0, 0.0);
    for pair in known.windows(2) {
        let ((a, days_a), (b, days_b)) = (pair[0], pair[1]);
        let rate = (a + b) / (days_a + days_b);
        if rate > 0.0 {
            let difference = a / days_a - b / days_b;
            excess += difference * difference / (rate / days_a + rate / days_b);
            n += 1.0;
        }
    }
    if n > 0.0 { (excess / n).max(1.0) } else { 1.0 }
}
