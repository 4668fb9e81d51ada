//! The walk through time: what is learned on each day comes from that day and the days before, and from nothing else.

use std::collections::BTreeMap;

use super::features::Snapshot;
use super::model::Model;
use super::moves::{Move, Moves};
use super::reasons::{Precedents, Recency};
use super::traces::Traces;
use crate::history::Day;
use crate::learn::Cases;

/// How many events a pair must have to be asked about.
pub(super) const LEAST_EVENTS: u32 = 5;

/// How many days lie between the days from which cases are taken to learn from.
const LEARN_EVERY: i32 = 7;

/// After so many days without any event nobody tells of the time.
const SILENCE: i32 = 60;

/// How many days a model serves before a new one is learned.
const SERVES: i32 = 28;

/// The most cases that are taken from one day. A history with more pairs gives a share of them, drawn by lot.
const MOST_OF_A_DAY: usize = 1_500;

/// The most cases that are learned from; older ones are let go.
const MOST: usize = 150_000;

/// How many cases must have come true for a model to be learned.
const LEAST_TRUE: usize = 8;

/// A pair on a day, with what was known of it.
struct PastCase {
    day: Day,
    pair: (u32, u32),
    row: Vec<f32>,
}

/// Walks through the moves of a history.
pub(super) struct Walk<'a> {
    moves: &'a [Move],
    next: usize,
    traces: Traces,
    began: Day,
    horizon: i32,
    /// The days of force of each pair so far.
    force: BTreeMap<(u32, u32), Vec<Day>>,
    past: Vec<PastCase>,
    next_case: Day,
    model: Option<(i32, Option<Model>)>,
}

impl<'a> Walk<'a> {
    /// Begins at the first move; nothing where there is none.
    pub(super) fn new(moves: &'a Moves, horizon: i32) -> Option<Self> {
        let began = moves.moves.first()?.day;
        Some(Self {
            moves: &moves.moves,
            next: 0,
            traces: Traces::new(moves.countries.len()),
            began,
            horizon,
            force: BTreeMap::new(),
            past: Vec::new(),
            next_case: began,
            model: None,
        })
    }

    /// Goes on to a day, and learns on the way.
    pub(super) fn go_to(&mut self, day: Day) {
        while self.next_case <= day {
            self.take_moves(self.next_case);
            self.next_case = self.next_case
                + if self.is_silent(self.next_case) {
                    // On to the week of the next move: from a gap in the data nothing is learned.
                    let next = self.moves.get(self.next).map_or(day + 1, |act| act.day.min(day + 1));
                    ((next - self.next_case) / LEARN_EVERY).max(1) * LEARN_EVERY
                } else {
                    self.take_cases(self.next_case);
                    LEARN_EVERY
                };
        }
        self.take_moves(day);
        // Which model serves depends on the day alone, not on the day on which the walk was asked to begin.
        let learned_on = day.number().div_euclid(SERVES) * SERVES;
        if self.model.as_ref().is_none_or(|(known, _)| *known != learned_on) {
            self.model = Some((learned_on, self.learn(Day::from_number(learned_on))));
        }
    }

    /// Whether nothing at all was told for so long that there is no data.
    fn is_silent(&self, day: Day) -> bool {
        self.traces.now.is_none_or(|last| day - last > SILENCE)
    }

    /// What is known on a day that was gone to.
    pub(super) fn snapshot(&self, day: Day) -> Snapshot<'_> {
        Snapshot::new(&self.traces, day, self.began)
    }

    /// The pairs that are asked about, by their numbers.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (u32, u32)> {
        let pairs = self.traces.pairs.iter().filter(|((from, to), trace)| from != to && trace.n >= LEAST_EVENTS);
        pairs.map(|(pair, _)| *pair)
    }

    /// How much one has done to the other.
    pub(super) fn n_events(&self, pair: (u32, u32)) -> u32 {
        self.traces.pairs.get(&pair).map_or(0, |trace| trace.n)
    }

    /// The model that serves; nothing where too little has come true to learn from.
    pub(super) fn model(&self) -> Option<&Model> {
        self.model.as_ref()?.1.as_ref()
    }

    /// The odds of a pair on a day that was gone to.
    pub(super) fn odds(&self, day: Day, snapshot: &Snapshot<'_>, pair: (u32, u32)) -> f64 {
        let Some(model) = self.model() else { return self.plain_odds(day, pair) };
        let mut row = Vec::new();
        snapshot.features(pair.0, pair.1, &mut row);
        model.probability(&row)
    }

    /// How often force followed in all cases whose horizon has ended by a day.
    pub(super) fn base_rate(&self, day: Day) -> Option<f64> {
        let ended = self.past.iter().filter(|case| case.day + self.horizon <= day);
        let (n, n_true) =
            ended.fold((0.0, 0.0), |(n, n_true), case| (n + 1.0, n_true + f64::from(u8::from(self.came_true(case)))));
        (n > 0.0).then(|| n_true / n)
    }

    /// What happened in cases that stood where a pair stands on a day.
    pub(super) fn precedents(&self, day: Day, pair: (u32, u32)) -> Precedents {
        let recency = |pair: &(u32, u32), day: Day| {
            let last = self.force.get(pair).and_then(|days| days[..days.partition_point(|force| *force <= day)].last());
            Recency::of(last.copied(), day)
        };
        let mut found = Precedents { recency: recency(&pair, day), n: 0, n_true: 0 };
        let mut counted: BTreeMap<(u32, u32), Day> = BTreeMap::new();
        for case in self.past.iter().filter(|case| case.day + self.horizon <= day) {
            let is_apart = counted.get(&case.pair).is_none_or(|last| case.day - *last >= self.horizon);
            if is_apart && recency(&case.pair, case.day) == found.recency {
                counted.insert(case.pair, case.day);
                found.n += 1;
                found.n_true += usize::from(self.came_true(case));
            }
        }
        found
    }

    /// The odds without a model: what the pair's own days of force make likely, drawn towards those of all pairs.
    fn plain_odds(&self, day: Day, pair: (u32, u32)) -> f64 {
        let n_pairs = self.pairs().count().max(1) as f64;
        let days = f64::from((day - self.began).max(0)) + 1.0;
        let all: f64 = self.force.values().map(|days| days.len() as f64).sum::<f64>() / n_pairs;
        let own = self.force.get(&pair).map_or(0.0, |days| days.len() as f64);
        let rate = (own + (all + 0.01) * 30.0 / (days + 30.0)) / (days + 30.0);
        (1.0 - (-rate * f64::from(self.horizon)).exp()).clamp(0.0001, 0.995)
    }

    fn take_moves(&mut self, day: Day) {
        while let Some(act) = self.moves.get(self.next).filter(|act| act.day <= day) {
            self.traces.add(act);
            if act.is_force() && act.actor != act.recipient {
                let days = self.force.entry((act.actor, act.recipient)).or_default();
                if days.last() != Some(&act.day) {
                    days.push(act.day);
                }
            }
            self.next += 1;
        }
    }

    fn take_cases(&mut self, day: Day) {
        let pairs: Vec<(u32, u32)> = self.pairs().collect();
        if pairs.is_empty() {
            return;
        }
        let snapshot = Snapshot::new(&self.traces, day, self.began);
        let mut taken = Vec::new();
        for pair in &pairs {
            if pairs.len() > MOST_OF_A_DAY && !is_drawn(*pair, day, MOST_OF_A_DAY as f64 / pairs.len() as f64) {
                continue;
            }
            let mut row = Vec::new();
            snapshot.features(pair.0, pair.1, &mut row);
            taken.push(PastCase { day, pair: *pair, row });
        }
        self.past.append(&mut taken);
        if self.past.len() > MOST {
            self.past.drain(..self.past.len() - MOST);
        }
    }

    /// Whether force followed a case within the horizon, as far as the walk has come.
    fn came_true(&self, case: &PastCase) -> bool {
        self.force.get(&case.pair).is_some_and(|days| {
            let next = days.partition_point(|force| *force <= case.day);
            days.get(next).is_some_and(|force| *force <= case.day + self.horizon)
        })
    }

    /// A model from the cases whose horizon has ended by a day.
    fn learn(&self, day: Day) -> Option<Model> {
        let mut cases = Cases::new(self.past.first()?.row.len());
        for case in self.past.iter().filter(|case| case.day + self.horizon <= day) {
            cases.push(&case.row, self.came_true(case));
        }
        let n_true = cases.n_true();
        (n_true >= LEAST_TRUE && n_true < cases.len()).then(|| Model::learn(&cases))
    }
}

/// Whether a pair is drawn on a day, in a share of the draws.
fn is_drawn(pair: (u32, u32), day: Day, share: f64) -> bool {
    let key = (u64::from(pair.0) << 32 | u64::from(pair.1)) ^ u64::from(day.number().unsigned_abs()).rotate_left(17);
    crate::learn::lot(key) < share
}
