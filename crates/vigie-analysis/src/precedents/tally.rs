//! Tallies: what followed the cases of a lead, how often nothing did, and how often it would have come anyway.
//!
//! The base rate beside a rate is that of the same pairs of sides on any day of their history, each pair counted as often as it
//! has cases, so that what only happens because busy pairs are busy is no effect. Cases so late that their horizon reaches
//! beyond the data are left out of that horizon.

use serde::{Deserialize, Serialize};

use super::timeline::{Code, Step};
use crate::rate::Rate;

/// Days within which something follows.
pub const HORIZONS: [i32; 3] = [7, 30, 90];

/// How many codes there can be.
pub(super) const N_CODES: usize = 128;

/// A set of codes, a bit for each.
type Codes = u128;

/// A pair of sides, ready to be counted.
#[derive(Debug)]
pub(super) struct Pair {
    /// The days of each code, in order.
    days: Vec<Vec<i32>>,
    /// The codes that have days.
    codes: Vec<Code>,
    first: i32,
    until: i32,
    /// Of each code the shares of days that it follows, worked out where they are first asked for.
    bases: Vec<Option<[f64; 3]>>,
    steps: Vec<Step>,
    /// Each day with a step, and the codes that follow it within each horizon; worked out where they are first asked for.
    after: Vec<(i32, [Codes; 3])>,
}

impl Pair {
    pub(super) fn new() -> Self {
        Self {
            days: vec![Vec::new(); N_CODES],
            codes: Vec::new(),
            first: 0,
            until: 0,
            bases: vec![None; N_CODES],
            steps: Vec::new(),
            after: Vec::new(),
        }
    }

    /// Takes another pair's steps, which are not empty.
    pub(super) fn take(&mut self, steps: &[Step], until: i32) {
        for code in self.codes.drain(..) {
            self.days[usize::from(code)].clear();
            self.bases[usize::from(code)] = None;
        }
        for step in steps {
            let days = &mut self.days[usize::from(step.code)];
            if days.is_empty() {
                self.codes.push(step.code);
            }
            days.push(step.day);
        }
        self.steps.clear();
        self.steps.extend_from_slice(steps);
        self.after.clear();
        (self.first, self.until) = (steps.first().map_or(until, |step| step.day), until);
    }

    /// The days of a code.
    pub(super) fn days_of(&self, code: Code) -> &[i32] {
        &self.days[usize::from(code)]
    }

    /// The codes that follow a day within each horizon.
    fn codes_after(&mut self, day: i32) -> [Codes; 3] {
        if self.after.is_empty() {
            self.look_ahead();
        }
        if let Ok(place) = self.after.binary_search_by_key(&day, |(day, _)| *day) {
            return self.after[place].1;
        }
        let mut after = [0; 3];
        for code in &self.codes {
            let Some(gap) = self.next_after(*code, day) else { continue };
            for (codes, horizon) in after.iter_mut().zip(HORIZONS) {
                if gap <= horizon {
                    *codes |= 1 << code;
                }
            }
        }
        after
    }

    /// Works out for each day with a step the codes that follow it, by a window that moves along.
    fn look_ahead(&mut self) {
        self.after.extend(self.steps.chunk_by(|a, b| a.day == b.day).map(|of_day| (of_day[0].day, [0; 3])));
        for (place, horizon) in HORIZONS.into_iter().enumerate() {
            let (mut counts, mut codes): ([u32; N_CODES], Codes) = ([0; N_CODES], 0);
            let (mut start, mut end) = (0, 0);
            for (day, after) in &mut self.after {
                while self.steps.get(end).is_some_and(|step| step.day <= *day + horizon) {
                    let code = self.steps[end].code;
                    counts[usize::from(code)] += 1;
                    codes |= 1 << code;
                    end += 1;
                }
                while self.steps.get(start).is_some_and(|step| step.day <= *day) {
                    let code = self.steps[start].code;
                    counts[usize::from(code)] -= 1;
                    if counts[usize::from(code)] == 0 {
                        codes &= !(1 << code);
                    }
                    start += 1;
                }
                after[place] = codes;
            }
        }
    }

    /// How many steps there are.
    pub(super) fn n_steps(&self) -> usize {
        self.steps.len()
    }

    /// The first day of its history.
    pub(super) const fn first(&self) -> i32 {
        self.first
    }

    /// Days from a day to the next of a code.
    pub(super) fn next_after(&self, code: Code, day: i32) -> Option<i32> {
        let days = &self.days[usize::from(code)];
        days.get(days.partition_point(|known| *known <= day)).map(|next| next - day)
    }

    /// The shares of the days of its history on which a code follows within each horizon.
    fn base(&mut self, code: Code) -> [f64; 3] {
        let index = usize::from(code);
        if let Some(base) = self.bases[index] {
            return base;
        }
        let base = HORIZONS.map(|horizon| {
            // Days on which it follows are those from `horizon` days before each act to the day before it.
            let last = self.until - horizon;
            let (mut covered, mut reached) = (0_i64, self.first);
            for day in &self.days[index] {
                let (start, end) = ((day - horizon).max(reached), (*day).min(last + 1));
                if end > start {
                    covered += i64::from(end - start);
                    reached = end;
                }
            }
            let all = i64::from(last) - i64::from(self.first) + 1;
            if all > 0 { covered as f64 / all as f64 } else { 0.0 }
        });
        self.bases[index] = Some(base);
        base
    }
}

/// What followed the cases of a lead.
#[derive(Debug, Clone)]
pub(super) struct Tally {
    /// Cases whose horizon lies within the data.
    pub(super) cases: [u64; 3],
    /// Of these, those that nothing between the two sides followed.
    pub(super) nothing: [u64; 3],
    hits: [Counter; 3],
    /// The cases that the base rate lets one expect.
    expected: Vec<[f64; 3]>,
}

/// Counts codes, a set of them at a time: bit by bit, so that a set of many codes costs as little as one of few.
#[derive(Debug, Clone)]
struct Counter {
    /// The bits of the counts since they were last added up: those of the lowest place first, of each code one.
    planes: [Codes; N_PLANES],
    n: u32,
    sums: Vec<u64>,
}

/// Sets are added up before a count needs more bits.
const N_PLANES: usize = 12;

impl Counter {
    fn new() -> Self {
        Self { planes: [0; N_PLANES], n: 0, sums: vec![0; N_CODES] }
    }

    fn add(&mut self, codes: Codes) {
        if self.n + 1 == 1 << N_PLANES {
            for code in 0..N_CODES {
                self.sums[code] = self.count(code);
            }
            (self.planes, self.n) = ([0; N_PLANES], 0);
        }
        self.n += 1;
        let mut carry = codes;
        for plane in &mut self.planes {
            let next = *plane & carry;
            *plane ^= carry;
            carry = next;
            if carry == 0 {
                break;
            }
        }
    }

    fn count(&self, code: usize) -> u64 {
        let of_planes =
            self.planes.iter().enumerate().map(|(place, plane)| u64::from((plane >> code) & 1 == 1) << place);
        self.sums[code] + of_planes.sum::<u64>()
    }
}

/// Turns the sides of all codes of a set about: neighbouring bits change places.
const fn turned_all(codes: Codes) -> Codes {
    const EVEN: Codes = Codes::MAX / 3;
    (codes & EVEN) << 1 | (codes >> 1) & EVEN
}

/// How often something followed, by horizon.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Followed {
    /// How often it followed, of the cases.
    pub rates: [Rate; 3],
    /// How often it follows any day of the same pairs, in 0..=1.
    pub base_rates: [f64; 3],
}

impl Tally {
    pub(super) fn new() -> Self {
        Self {
            cases: [0; 3],
            nothing: [0; 3],
            hits: [Counter::new(), Counter::new(), Counter::new()],
            expected: vec![[0.0; 3]; N_CODES],
        }
    }

    /// Counts the cases of a pair; codes are turned about where the pair is read the other way.
    pub(super) fn count(&mut self, pair: &mut Pair, days: &[i32], turn: bool) {
        let mut n_cases = [0_u64; 3];
        let first = pair.first;
        for day in days.iter().copied().filter(|day| *day >= first) {
            if day.saturating_add(HORIZONS[0]) > pair.until {
                continue;
            }
            let after = pair.codes_after(day);
            for (place, horizon) in HORIZONS.into_iter().enumerate() {
                if day.saturating_add(horizon) > pair.until {
                    continue;
                }
                n_cases[place] += 1;
                self.nothing[place] += u64::from(after[place] == 0);
                self.hits[place].add(if turn { turned_all(after[place]) } else { after[place] });
            }
        }
        if n_cases == [0; 3] {
            return;
        }
        for code in pair.codes.clone() {
            let base = pair.base(code);
            let expected = &mut self.expected[usize::from(super::lead::turned(code, turn))];
            for place in 0..3 {
                expected[place] += base[place] * n_cases[place] as f64;
            }
        }
        for (all, new) in self.cases.iter_mut().zip(n_cases) {
            *all += new;
        }
    }

    /// Takes in what was counted elsewhere.
    pub(super) fn add(&mut self, other: &Self) {
        for place in 0..3 {
            self.cases[place] += other.cases[place];
            self.nothing[place] += other.nothing[place];
        }
        for (hits, more) in self.hits.iter_mut().zip(&other.hits) {
            for code in 0..N_CODES {
                hits.sums[code] += more.count(code);
            }
        }
        for (expected, more) in self.expected.iter_mut().zip(&other.expected) {
            for place in 0..3 {
                expected[place] += more[place];
            }
        }
    }

    /// The codes that followed at least once.
    pub(super) fn codes(&self) -> impl Iterator<Item = Code> {
        // What followed within a shorter horizon followed within the longest, save where that reaches beyond the data.
        (0..).take(N_CODES).filter(|code| self.hits.iter().any(|hits| hits.count(usize::from(*code)) > 0))
    }

    /// How often a code followed.
    pub(super) fn followed(&self, code: Code) -> Followed {
        let expected = self.expected[usize::from(code)];
        let rate = |place: usize| Rate::new(self.hits[place].count(usize::from(code)), self.cases[place]);
        let base = |place: usize| {
            let share = if self.cases[place] == 0 { 0.0 } else { expected[place] / self.cases[place] as f64 };
            share.clamp(0.0, 1.0)
        };
        Followed { rates: [rate(0), rate(1), rate(2)], base_rates: [base(0), base(1), base(2)] }
    }

    /// How often nothing followed.
    pub(super) fn nothing(&self) -> [Rate; 3] {
        [0, 1, 2].map(|place| Rate::new(self.nothing[place], self.cases[place]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(steps: &[(i32, Code)], until: i32) -> Pair {
        let steps: Vec<Step> = steps.iter().map(|(day, code)| Step { day: *day, code: *code }).collect();
        let mut pair = Pair::new();
        pair.take(&steps, until);
        pair
    }

    #[test]
    fn the_base_rate_is_the_share_of_days_before_an_act() {
        // Days 0 to 107; within 7 days of day 10 lie the days 3 to 9, of 101 days that have 7 days after them.
        let found = pair(&[(0, 2), (10, 4)], 107).base(4);
        assert!((found[0] - 7.0 / 101.0).abs() < 1e-12, "{found:?}");
        // Two acts near each other: days 3 to 11.
        let found = pair(&[(0, 2), (10, 4), (12, 4)], 107).base(4);
        assert!((found[0] - 9.0 / 101.0).abs() < 1e-12, "{found:?}");
        // No day has ninety days after it in a week.
        assert_eq!(pair(&[(0, 2)], 7).base(2)[2].to_bits(), 0.0_f64.to_bits());
    }

    #[test]
    fn sets_of_codes_are_counted_bit_by_bit() {
        let mut counter = Counter::new();
        for n in 0..10_000_u32 {
            counter.add(u128::from(n % 2 == 0) | u128::from(n % 5 == 0) << 77 | 1 << 127);
        }
        assert_eq!([0, 1, 77, 127].map(|code| counter.count(code)), [5000, 0, 2000, 10_000]);
        assert_eq!(turned_all(1 << 4 | 1 << 7 | 1 << 126), 1 << 5 | 1 << 6 | 1 << 127);
    }

    #[test]
    fn what_follows_is_counted_by_horizon_and_late_cases_are_left_out() {
        let mut pair = pair(&[(0, 2), (5, 4), (50, 2), (95, 2)], 100);
        let mut tally = Tally::new();
        tally.count(&mut pair, &[0, 50, 95], false);
        assert_eq!(tally.cases, [2, 2, 1]);
        let followed = tally.followed(4);
        assert_eq!(followed.rates, [Rate::new(1, 2), Rate::new(1, 2), Rate::new(1, 1)]);
        assert_eq!(tally.nothing()[0], Rate::new(1, 2));
        // Read the other way, the act is the other side's.
        let mut other = Tally::new();
        other.count(&mut pair, &[0], true);
        assert_eq!(other.followed(5).rates[0], Rate::new(1, 1));
    }
}
