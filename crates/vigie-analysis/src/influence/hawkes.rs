//! The Hawkes model of one follower, one leader and what they share.

use super::daily::{Daily, Stream};
use super::fit::{Fit, Parts, trace};
use super::lots::lot_below;

/// In how many days the influence of an act may fade to a share of 1/e; the likeliest is taken.
const TAUS: [f64; 8] = [1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 21.0, 34.0];

/// How far apart the knots of the slow level lie, in days.
const KNOT_DAYS: usize = 45;

/// The fewest acts of each stream, and days, that say anything.
const LEAST_ACTS: u64 = 20;
const LEAST_DAYS: usize = 90;

/// What is asked of influence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Within how many days an act must follow to count.
    pub within: usize,
    /// How many times the days are drawn anew for the interval.
    pub n_bootstrap: usize,
    /// How many times the leader is shifted in time, to see what chance alone gives.
    pub n_shifts: usize,
    /// What the lots depend on.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { within: 14, n_bootstrap: 200, n_shifts: 199, seed: 1 }
    }
}

/// How far a follower follows a leader.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Influence {
    /// The share of the follower's acts that follow the leader's within so many days, beyond what both share.
    pub share: f64,
    /// Its interval at 90 %, by bootstrap over blocks of days.
    pub interval: [f64; 2],
    /// The share that is found on average when the leader is shifted in time, so that nothing can follow it.
    pub by_chance: f64,
    /// How often a shifted leader does at least as well; the smallest value that the number of shifts allows where none does.
    pub p_value: f64,
    /// How many acts of the follower one act of the leader brings, in all.
    pub acts_per_act: f64,
    /// In how many days the influence fades to a share of 1/e.
    pub tau: f64,
    /// The share of the follower's acts that follow its own earlier acts.
    pub own_share: f64,
    /// The share that follows the shared streams.
    pub shared_share: f64,
    /// How many acts there are of the follower and of the leader, and over how many days with data.
    pub n: [u64; 2],
    /// Days with data.
    pub n_days: usize,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InfluenceError {
    /// Streams of other days.
    #[error("a stream has {found} days, and there are {expected}")]
    Length {
        /// The days of the stream.
        found: usize,
        /// The days that there are.
        expected: usize,
    },
    /// Too few acts.
    #[error("the {which} has {found} acts; it takes {LEAST_ACTS} to say anything of influence")]
    TooFew {
        /// Which stream.
        which: &'static str,
        /// Its acts.
        found: u64,
    },
    /// Too few days.
    #[error("there are {found} days with data; it takes {LEAST_DAYS} to say anything of influence")]
    TooShort {
        /// The days.
        found: usize,
    },
    /// No days to follow within.
    #[error("an act cannot follow within {found} days; it takes 1 to 365")]
    Within {
        /// The days that were asked for.
        found: usize,
    },
}

/// Says how far `follower` follows `leader`, beyond what both share with each of the `shared` streams.
///
/// # Errors
///
/// Where there is too little to say anything.
pub fn influence(
    days: &Daily,
    follower: &Stream,
    leader: &Stream,
    shared: &[Stream],
    settings: Settings,
) -> Result<Influence, InfluenceError> {
    check(days, follower, leader, shared, settings)?;
    let model = Model::likeliest(days, follower, leader, shared);
    let within = trace(leader.counts(), model.tau, Some(settings.within));
    let n_acts = (follower.n() as f64).max(1.0);
    let share = |fit: &Fit, on: &[usize], sizes: &[f64]| {
        let acts: f64 = on.iter().map(|day| model.parts.counts[*day]).sum();
        (model.parts.due_to(on, &fit.weights, LEADER, sizes) / acts.max(1.0)).clamp(0.0, 1.0)
    };
    let due = |part| model.parts.due_to(&model.days, &model.fit.weights, part, &model.sizes(part)) / n_acts;
    let chance = model.by_chance(leader, settings);
    let mut drawn: Vec<f64> = (0..settings.n_bootstrap.max(1))
        .map(|draw| {
            let on = model.drawn_days(settings.seed ^ (draw as u64) << 20);
            share(&model.parts.fit(&on, Some(&model.fit.weights)), &on, &within)
        })
        .collect();
    drawn.sort_by(f64::total_cmp);
    Ok(Influence {
        share: share(&model.fit, &model.days, &within),
        interval: [quantile(&drawn, 0.05), quantile(&drawn, 0.95)],
        by_chance: chance.mean_share,
        p_value: chance.p_value,
        acts_per_act: model.fit.weights[LEADER],
        tau: model.tau,
        own_share: due(OWN).clamp(0.0, 1.0),
        shared_share: (FIRST_SHARED..FIRST_SHARED + 2 * shared.len()).map(due).sum::<f64>().clamp(0.0, 1.0),
        n: [follower.n(), leader.n()],
        n_days: model.days.len(),
    })
}

fn check(
    days: &Daily,
    follower: &Stream,
    leader: &Stream,
    shared: &[Stream],
    settings: Settings,
) -> Result<(), InfluenceError> {
    let expected = days.covered.len();
    for stream in [follower, leader].into_iter().chain(shared) {
        let found = stream.counts().len();
        if found != expected {
            return Err(InfluenceError::Length { found, expected });
        }
    }
    if !(1..=365).contains(&settings.within) {
        return Err(InfluenceError::Within { found: settings.within });
    }
    let found = days.covered.iter().filter(|covered| **covered).count();
    if found < LEAST_DAYS {
        return Err(InfluenceError::TooShort { found });
    }
    for (which, stream) in [("follower", follower), ("leader", leader)] {
        if stream.n() < LEAST_ACTS {
            return Err(InfluenceError::TooFew { which, found: stream.n() });
        }
    }
    Ok(())
}

/// The places of the parts: own past, leader's past, two for each shared stream (its past, and the same day), the slow level.
const OWN: usize = 0;
const LEADER: usize = 1;
const FIRST_SHARED: usize = 2;

struct Model {
    parts: Parts,
    fit: Fit,
    tau: f64,
    /// The days with data.
    days: Vec<usize>,
}

/// What chance alone gives.
struct Chance {
    mean_share: f64,
    p_value: f64,
}

impl Model {
    fn likeliest(days: &Daily, follower: &Stream, leader: &Stream, shared: &[Stream]) -> Self {
        let known: Vec<usize> = (0..days.covered.len()).filter(|day| days.covered[*day]).collect();
        let models = TAUS.map(|tau| {
            let parts = parts(follower, leader, shared, tau);
            let fit = parts.fit(&known, None);
            (parts, fit, tau)
        });
        let mut best: Option<(Parts, Fit, f64)> = None;
        for model in models {
            if best.as_ref().is_none_or(|best| model.1.ln_likelihood > best.1.ln_likelihood) {
                best = Some(model);
            }
        }
        let (parts, fit, tau) =
            best.unwrap_or_else(|| (Parts::default(), Fit { weights: vec![0.0; 2], ln_likelihood: 0.0 }, 1.0));
        // The fit goes on from where it stands, until what it shares out is settled.
        let fit = (0..4).fold(fit, |fit, _| parts.fit(&known, Some(&fit.weights)));
        Self { parts, fit, tau, days: known }
    }

    fn sizes(&self, part: usize) -> Vec<f64> {
        self.parts.sizes.iter().skip(part).step_by(self.parts.width).copied().collect()
    }

    /// Shifts the leader in time, round from the end to the beginning, and fits again: what is found then is chance.
    fn by_chance(&self, leader: &Stream, settings: Settings) -> Chance {
        let without = {
            let mut parts = self.parts.clone();
            parts.set(LEADER, &vec![0.0; leader.counts().len()]);
            parts.fit(&self.days, Some(&self.fit.weights)).ln_likelihood
        };
        let gain = self.fit.ln_likelihood - without;
        let n_days = leader.counts().len();
        let apart = 60.min(n_days / 4).max(1);
        let (mut n_as_good, mut sum) = (0.0, 0.0);
        let mut parts = self.parts.clone();
        let n_acts: f64 = self.days.iter().map(|day| self.parts.counts[*day]).sum();
        for shift in 0..settings.n_shifts.max(1) {
            let by = apart + lot_below(settings.seed, shift as u64, n_days - 2 * apart);
            let shifted: Vec<u32> = (0..n_days).map(|day| leader.counts()[(day + by) % n_days]).collect();
            parts.set(LEADER, &trace(&shifted, self.tau, None));
            let mut start = self.fit.weights.clone();
            // A weight that is nought stays nought, so each shift begins with some.
            start[LEADER] = start[LEADER].max(0.05);
            let fit = parts.fit(&self.days, Some(&start));
            let near = trace(&shifted, self.tau, Some(settings.within));
            sum += parts.due_to(&self.days, &fit.weights, LEADER, &near) / n_acts.max(1.0);
            n_as_good += f64::from(u8::from(fit.ln_likelihood - without >= gain));
        }
        let n_shifts = settings.n_shifts.max(1) as f64;
        Chance { mean_share: (sum / n_shifts).clamp(0.0, 1.0), p_value: (n_as_good + 1.0) / (n_shifts + 1.0) }
    }

    /// As many days with data as there are, drawn in blocks of neighbours, since days hang together.
    fn drawn_days(&self, key: u64) -> Vec<usize> {
        let n = self.days.len();
        let block = 30.min(n);
        let starts = (0_u64..).map(|number| lot_below(key, number, n - block + 1));
        starts.flat_map(|start| self.days[start..start + block].iter().copied()).take(n).collect()
    }
}

fn parts(follower: &Stream, leader: &Stream, shared: &[Stream], tau: f64) -> Parts {
    let n_days = follower.counts().len();
    let mut columns = vec![trace(follower.counts(), tau, None), trace(leader.counts(), tau, None)];
    for stream in shared {
        columns.push(trace(stream.counts(), tau, None));
        columns.push(stream.counts().iter().map(|count| f64::from(*count)).collect());
    }
    columns.extend(slow_level(n_days));
    let mut parts = Parts {
        sizes: vec![0.0; n_days * columns.len()],
        counts: follower.counts().iter().map(|count| f64::from(*count)).collect(),
        width: columns.len(),
    };
    for (part, sizes) in columns.iter().enumerate() {
        parts.set(part, sizes);
    }
    parts
}

/// A level that changes slowly: tents that rise and fall over 45 days each, side by side.
fn slow_level(n_days: usize) -> Vec<Vec<f64>> {
    let n_knots = n_days.div_ceil(KNOT_DAYS) + 1;
    let tent = |knot: usize, day: usize| {
        let distance = (day as f64 - (knot * KNOT_DAYS) as f64).abs();
        (1.0 - distance / KNOT_DAYS as f64).max(0.0)
    };
    (0..n_knots).map(|knot| (0..n_days).map(|day| tent(knot, day)).collect()).collect()
}

fn quantile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a short list")]
    let place = (share * last as f64).round() as usize;
    sorted.get(place.min(last)).copied().unwrap_or(0.0)
}
