//! Traces: counts that fade, so that a few numbers tell what was lately done and what is usual.

use std::collections::BTreeMap;

use super::moves::{Channel, Move};
use crate::history::Day;

/// After how many days a count has faded to its half.
pub(super) const HALF_LIVES: [f32; 4] = [7.0, 30.0, 120.0, 100_000.0];

/// How many half-lives there are; the last is so long that nothing fades.
pub(super) const N_LIVES: usize = HALF_LIVES.len();

/// The faded counts of one pair, or one country, by channel and half-life.
#[derive(Debug, Clone)]
pub(super) struct Trace {
    counts: [[f32; N_LIVES]; Channel::COUNT],
    /// Goldstein sums by half-life: what is below nought, what is above.
    goldstein: [[f32; N_LIVES]; 2],
    at: Day,
    pub(super) first: Day,
    pub(super) last: Day,
    pub(super) last_force: Option<Day>,
    pub(super) n_force_days: u32,
    pub(super) n: u32,
}

impl Trace {
    fn new(day: Day) -> Self {
        Self {
            counts: [[0.0; N_LIVES]; Channel::COUNT],
            goldstein: [[0.0; N_LIVES]; 2],
            at: day,
            first: day,
            last: day,
            last_force: None,
            n_force_days: 0,
            n: 0,
        }
    }

    fn fade(&mut self, to: Day) {
        let days = to - self.at;
        if days <= 0 {
            return;
        }
        for (life, half_life) in HALF_LIVES.iter().enumerate() {
            let left = (-(days as f32) / half_life).exp2();
            self.counts.iter_mut().for_each(|counts| counts[life] *= left);
            self.goldstein.iter_mut().for_each(|sums| sums[life] *= left);
        }
        self.at = to;
    }

    fn add(&mut self, act: &Move) {
        self.fade(act.day);
        for channel in Channel::ALL {
            if act.channels & channel.bit() != 0 {
                self.counts[channel as usize].iter_mut().for_each(|count| *count += 1.0);
            }
        }
        let side = usize::from(act.goldstein >= 0.0);
        self.goldstein[side].iter_mut().for_each(|sum| *sum += act.goldstein.abs());
        self.last = act.day;
        self.n += u32::from(act.channels & Channel::Any.bit() != 0);
        if act.is_force() {
            self.n_force_days += u32::from(self.last_force != Some(act.day));
            self.last_force = Some(act.day);
        }
    }

    /// A copy as it is on a day.
    pub(super) fn on(&self, day: Day) -> Self {
        let mut copy = self.clone();
        copy.fade(day);
        copy
    }

    /// How much of a channel is left with a half-life.
    pub(super) fn count(&self, channel: Channel, life: usize) -> f32 {
        self.counts[channel as usize][life]
    }

    /// The Goldstein sum with a half-life: hostile where `side` is 0, friendly where it is 1; both at least 0.
    pub(super) fn goldstein(&self, side: usize, life: usize) -> f32 {
        self.goldstein[side][life]
    }
}

/// All traces so far: of pairs, of what each country does to others, of what others do to it, and of the world.
#[derive(Debug)]
pub(super) struct Traces {
    pub(super) pairs: BTreeMap<(u32, u32), Trace>,
    pub(super) acting: Vec<Option<Trace>>,
    pub(super) suffering: Vec<Option<Trace>>,
    pub(super) world: Option<Trace>,
    pub(super) now: Option<Day>,
}

impl Traces {
    pub(super) fn new(n_countries: usize) -> Self {
        Self {
            pairs: BTreeMap::new(),
            acting: vec![None; n_countries],
            suffering: vec![None; n_countries],
            world: None,
            now: None,
        }
    }

    /// Takes the next move; they come by day.
    pub(super) fn add(&mut self, act: &Move) {
        let new = || Trace::new(act.day);
        self.pairs.entry((act.actor, act.recipient)).or_insert_with(new).add(act);
        if act.actor != act.recipient {
            self.acting[act.actor as usize].get_or_insert_with(new).add(act);
            self.suffering[act.recipient as usize].get_or_insert_with(new).add(act);
            self.world.get_or_insert_with(new).add(act);
        }
        self.now = Some(act.day);
    }
}
