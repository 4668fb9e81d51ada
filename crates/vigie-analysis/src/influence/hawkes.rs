//! The Hawkes model of one follower, one leader and what they share.

use super::daily::{Daily, Stream};
use super::fit::{Fit, Parts, trace};
use super::lots::lot_below;
use super::slow::SlowLevel;

/// In how many days the influence of an act may fade to a share of 1/e; the likeliest is taken.
const TAUS: [f64; 8] = [1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 21.0, 34.0];

/// Days that are named as those on which most is put down to the leader.
const MOST_STRONGEST: usize = 5;

/// Days that are drawn together.
const BLOCK_DAYS: usize = 30;

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

/// A day on which much of what the follower did is put down to the leader.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Followed {
    /// The day, counted from the first.
    pub day: usize,
    /// How many of the follower's acts of that day.
    pub acts: f64,
}

/// How far a follower follows a leader.
#[derive(Debug, Clone, PartialEq)]
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
    /// The days on which most is put down to the leader, the most first.
    pub strongest: Vec<Followed>,
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
    let model = Model::of(days, follower, leader, shared, settings.within);
    let best = model.likeliest(&model.times, None);
    let due = |part| {
        let tried = &model.tried[best.place];
        tried.parts.due_to(&model.times, &best.fit.weights, part, &tried.sizes(part)) / model.n_acts(&model.times)
    };
    let chance = model.by_chance(&best, leader, settings);
    let mut drawn: Vec<f64> = (0..settings.n_bootstrap.max(1))
        .map(|draw| {
            // How fast influence fades is not known either: each draw finds it anew.
            let times = model.drawn_days(settings.seed ^ (draw as u64) << 20);
            model.share(&model.likeliest(&times, Some(&best.starts)), &times)
        })
        .collect();
    drawn.sort_by(f64::total_cmp);
    let share = model.share(&best, &model.times);
    Ok(Influence {
        share,
        // Draws of few acts may all fade faster than the whole does; an interval holds what it is the interval of.
        interval: [quantile(&drawn, 0.05).min(share), quantile(&drawn, 0.95).max(share)],
        by_chance: chance.mean_share,
        p_value: chance.p_value,
        acts_per_act: best.fit.weights[LEADER],
        tau: TAUS[best.place],
        own_share: due(OWN).clamp(0.0, 1.0),
        shared_share: (FIRST_SHARED..FIRST_SHARED + 2 * shared.len()).map(due).sum::<f64>().clamp(0.0, 1.0),
        n: [follower.n(), leader.n()],
        n_days: model.n_days(),
        strongest: model.strongest(&best),
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

/// One way in which influence may fade, with what may make up the follower's counts then.
struct Tried {
    parts: Parts,
    /// What is left of the leader's acts within the days that count.
    within: Vec<f64>,
}

impl Tried {
    fn sizes(&self, part: usize) -> Vec<f64> {
        self.parts.sizes.iter().skip(part).step_by(self.parts.width).copied().collect()
    }
}

struct Model {
    /// By [`TAUS`].
    tried: Vec<Tried>,
    /// 1 for each day with data, and 0 for the others.
    times: Vec<f64>,
}

/// The likeliest of the ways in which influence may fade.
struct Best {
    place: usize,
    fit: Fit,
    /// The weights of all ways, from which other fits begin.
    starts: Vec<Vec<f64>>,
}

/// What chance alone gives.
struct Chance {
    mean_share: f64,
    p_value: f64,
}

impl Model {
    fn of(days: &Daily, follower: &Stream, leader: &Stream, shared: &[Stream], within: usize) -> Self {
        let tried = TAUS.map(|tau| Tried {
            parts: parts(follower, leader, shared, tau),
            within: trace(leader.counts(), tau, Some(within)),
        });
        let times = days.covered.iter().map(|covered| f64::from(u8::from(*covered))).collect();
        Self { tried: tried.into(), times }
    }

    fn n_days(&self) -> usize {
        self.times.iter().filter(|times| **times > 0.0).count()
    }

    fn n_acts(&self, times: &[f64]) -> f64 {
        let counts = self.tried.first().map_or(&[][..], |tried| &tried.parts.counts);
        counts.iter().zip(times).map(|(count, times)| count * times).sum::<f64>().max(1.0)
    }

    /// Fits each way of fading, and takes the likeliest.
    fn likeliest(&self, times: &[f64], starts: Option<&[Vec<f64>]>) -> Best {
        let fits = self.tried.iter().enumerate();
        let fits: Vec<Fit> =
            fits.map(|(place, tried)| tried.parts.fit(times, starts.map(|starts| starts[place].as_slice()))).collect();
        let mut place = 0;
        for (other, fit) in fits.iter().enumerate() {
            if fit.ln_likelihood > fits[place].ln_likelihood {
                place = other;
            }
        }
        Best { place, fit: fits[place].clone(), starts: fits.into_iter().map(|fit| fit.weights).collect() }
    }

    /// The share of the acts that follow the leader's within the days that count.
    fn share(&self, best: &Best, times: &[f64]) -> f64 {
        let tried = &self.tried[best.place];
        let due = tried.parts.due_to(times, &best.fit.weights, LEADER, &tried.within);
        (due / self.n_acts(times)).clamp(0.0, 1.0)
    }

    /// The days on which most is put down to the leader.
    fn strongest(&self, best: &Best) -> Vec<Followed> {
        let Tried { parts, within } = &self.tried[best.place];
        let due = parts.due_by_day(&self.times, &best.fit.weights, LEADER, within);
        let mut days: Vec<Followed> = due
            .into_iter()
            .enumerate()
            .map(|(day, acts)| Followed { day, acts })
            .filter(|one| one.acts > 0.0)
            .collect();
        days.sort_by(|a, b| b.acts.total_cmp(&a.acts).then(a.day.cmp(&b.day)));
        days.truncate(MOST_STRONGEST);
        days
    }

    /// Shifts the leader in time, round from the end to the beginning, and fits again: what is found then is chance.
    fn by_chance(&self, best: &Best, leader: &Stream, settings: Settings) -> Chance {
        let n_days = leader.counts().len();
        let apart = 60.min(n_days / 4).max(1);
        let mut shifted = Self {
            tried: self.tried.iter().map(|one| Tried { parts: one.parts.clone(), within: Vec::new() }).collect(),
            times: self.times.clone(),
        };
        let (mut n_as_good, mut sum) = (0.0, 0.0);
        for shift in 0..settings.n_shifts.max(1) {
            let by = apart + lot_below(settings.seed, shift as u64, n_days - 2 * apart);
            let counts: Vec<u32> = (0..n_days).map(|day| leader.counts()[(day + by) % n_days]).collect();
            for (tried, tau) in shifted.tried.iter_mut().zip(TAUS) {
                tried.parts.set(LEADER, &trace(&counts, tau, None));
                tried.within = trace(&counts, tau, Some(settings.within));
            }
            // A shifted leader has its choice of ways to fade like the true one, or chance would look worse than it is.
            let found = shifted.likeliest(&self.times, Some(&best.starts));
            sum += shifted.share(&found, &self.times);
            n_as_good += f64::from(u8::from(found.fit.ln_likelihood >= best.fit.ln_likelihood));
        }
        let n_shifts = settings.n_shifts.max(1) as f64;
        Chance { mean_share: (sum / n_shifts).clamp(0.0, 1.0), p_value: (n_as_good + 1.0) / (n_shifts + 1.0) }
    }

    /// How often each day is drawn where as many days with data as there are are drawn in blocks of neighbours, since days hang together.
    fn drawn_days(&self, key: u64) -> Vec<f64> {
        let known: Vec<usize> = (0..self.times.len()).filter(|day| self.times[*day] > 0.0).collect();
        let n = known.len();
        let block = BLOCK_DAYS.min(n);
        let starts = (0_u64..).map(|number| lot_below(key, number, n - block + 1));
        let mut times = vec![0.0; self.times.len()];
        for day in starts.flat_map(|start| known[start..start + block].iter()).take(n) {
            times[*day] += 1.0;
        }
        times
    }
}

/// What may make up the follower's counts.
fn parts(follower: &Stream, leader: &Stream, shared: &[Stream], tau: f64) -> Parts {
    let n_days = follower.counts().len();
    let mut columns = vec![trace(follower.counts(), tau, None), trace(leader.counts(), tau, None)];
    for stream in shared {
        columns.push(trace(stream.counts(), tau, None));
        columns.push(stream.counts().iter().map(|count| f64::from(*count)).collect());
    }
    let mut parts = Parts {
        sizes: vec![0.0; n_days * columns.len()],
        counts: follower.counts().iter().map(|count| f64::from(*count)).collect(),
        width: columns.len(),
        slow: SlowLevel::over(n_days),
    };
    for (part, sizes) in columns.iter().enumerate() {
        parts.set(part, sizes);
    }
    parts
}

fn quantile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a short list")]
    let place = (share * last as f64).round() as usize;
    sorted.get(place.min(last)).copied().unwrap_or(0.0)
}
