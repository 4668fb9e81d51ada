//! Situations like the one that stands now, whatever their order of acts: stretches of days in which the mix of acts was nearest.
//!
//! Nearness is the Bhattacharyya coefficient of the two mixes, the sum of √(share here × share there) over the acts: 1 where
//! they are the same, 0 where they have no act in common. Source: Bhattacharyya (1943), Bulletin of the Calcutta Mathematical Society 35, 99–109.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::lead::turned;
use super::look_up::{Act, Asked, Desk};
use super::tally::{HORIZONS, N_CODES, Pair, Tally};
use super::timeline::{Code, Step};
use crate::history::Day;

/// Situations that are kept.
const MOST: usize = 20;

/// Situations of fewer steps have no mix to speak of.
const LEAST_STEPS: usize = 3;

/// Mixes that are less near are not alike.
const LEAST_NEARNESS: f64 = 0.5;

/// A situation of the past.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Closest {
    /// Who stood for the first side.
    pub actor: String,
    /// Who stood for the second.
    pub recipient: String,
    /// Its last day.
    pub day: Option<Date>,
    /// How near its mix of acts is, in 0..=1.
    pub nearness: f64,
    /// The references of its rows, one for each of its steps, in order of days.
    pub records: Vec<u64>,
    /// The first acts of each kind that followed within 90 days, with how many days later.
    pub followed: Vec<(Act, i32)>,
    /// The reference of a row of each of these, in their order.
    pub followed_records: Vec<Option<u64>>,
}

/// A search for situations like one.
pub(super) struct Search {
    /// The root of the share of each act of the situation.
    roots: Vec<f64>,
    asked: Asked,
    is_empty: bool,
    found: Vec<Found>,
}

#[derive(Debug, Clone, Copy)]
struct Found {
    nearness: f64,
    day: i32,
    pair: (u32, u32),
    turn: bool,
}

/// The acts of a stretch, and what they have in common with the situation: the sum of √share × √count.
struct Mix {
    counts: [u16; N_CODES],
    common: f64,
}

impl Mix {
    fn enter(&mut self, roots: &[f64], code: Code) {
        let count = &mut self.counts[usize::from(code)];
        self.common += roots[usize::from(code)] * (f64::from(*count + 1).sqrt() - f64::from(*count).sqrt());
        *count += 1;
    }

    fn leave(&mut self, roots: &[f64], code: Code) {
        let count = &mut self.counts[usize::from(code)];
        self.common -= roots[usize::from(code)] * (f64::from(*count).sqrt() - f64::from(*count - 1).sqrt());
        *count -= 1;
    }
}

impl Search {
    pub(super) fn new(now: &[Step], asked: Asked) -> Self {
        let mut roots = vec![0.0; N_CODES];
        for step in now {
            roots[usize::from(step.code)] += 1.0 / now.len() as f64;
        }
        for share in &mut roots {
            *share = f64::sqrt(*share);
        }
        Self { roots, asked, is_empty: now.len() < LEAST_STEPS, found: Vec::new() }
    }

    /// Looks at the stretches of a pair. Those that reach into the last 90 days, and so the situation itself, are left out.
    pub(super) fn look(&mut self, pair: (u32, u32), turn: bool, steps: &[Step]) {
        if self.is_empty || steps.len() < LEAST_STEPS {
            return;
        }
        let last = self.asked.data_end - HORIZONS[2];
        let mut mix = Mix { counts: [0; N_CODES], common: 0.0 };
        let (mut start, mut end) = (0, 0);
        let mut best: Option<Found> = None;
        for of_day in steps.chunk_by(|a, b| a.day == b.day) {
            let day = of_day[0].day;
            if day > last {
                break;
            }
            while day - steps[start].day >= self.asked.window {
                mix.leave(&self.roots, turned(steps[start].code, turn));
                start += 1;
            }
            for step in of_day {
                mix.enter(&self.roots, turned(step.code, turn));
            }
            end += of_day.len();
            // A stretch that does not overlap the best so far begins a spell of its own.
            if best.is_some_and(|best| day - best.day >= self.asked.window) {
                self.keep(best.take());
            }
            let n = end - start;
            let nearness = (mix.common / (n as f64).sqrt()).clamp(0.0, 1.0);
            if n >= LEAST_STEPS && nearness >= LEAST_NEARNESS && best.is_none_or(|best| nearness > best.nearness) {
                best = Some(Found { nearness, day, pair, turn });
            }
        }
        self.keep(best);
    }

    fn keep(&mut self, found: Option<Found>) {
        let Some(found) = found else { return };
        let place = self.found.partition_point(|one| {
            let same = || (found.day, found.pair, found.turn).cmp(&(one.day, one.pair, one.turn));
            found.nearness.total_cmp(&one.nearness).then_with(same).is_lt()
        });
        if place < MOST {
            self.found.insert(place, found);
            self.found.truncate(MOST);
        }
    }

    /// Takes in what was found elsewhere.
    pub(super) fn add(&mut self, other: Self) {
        for found in other.found {
            self.keep(Some(found));
        }
    }

    /// The closest situations, and what followed them.
    pub(super) fn end(&self, desk: &Desk<'_>) -> (Vec<Closest>, Tally) {
        let (mut pair, mut tally) = (Pair::new(), Tally::new());
        let mut closest = Vec::new();
        for found in &self.found {
            pair.take(desk.timelines.pair(found.pair), self.asked.data_end);
            tally.count(&mut pair, &[found.day], found.turn);
            closest.push(self.situation(desk, found, &pair));
        }
        (closest, tally)
    }

    /// A situation that was found, with the rows that it is made of and what followed it.
    fn situation(&self, desk: &Desk<'_>, found: &Found, pair: &Pair) -> Closest {
        let Found { nearness, day, pair: sides, turn } = *found;
        let followed = (0..).take(N_CODES).filter_map(|code| {
            let days_later = pair.next_after(code, day).filter(|gap| *gap <= HORIZONS[2])?;
            let step = Step { day: day + days_later, code };
            Some((days_later, turned(code, turn), desk.timelines.record(sides, step)))
        });
        let mut followed: Vec<(i32, Code, Option<u64>)> = followed.collect();
        followed.sort_unstable();
        let steps = desk.timelines.pair(sides);
        let steps = steps.iter().filter(|step| step.day <= day && day - step.day < self.asked.window);
        let name = |side: u32| desk.timelines.names[side as usize].clone();
        let (first, second) = if turn { (sides.1, sides.0) } else { sides };
        Closest {
            actor: name(first),
            recipient: name(second),
            day: Day::from_number(day).date(),
            nearness,
            records: steps.filter_map(|step| desk.timelines.record(sides, *step)).collect(),
            followed_records: followed.iter().map(|(_, _, record)| *record).collect(),
            followed: followed.into_iter().map(|(days_later, code, _)| (desk.act(code), days_later)).collect(),
        }
    }
}
