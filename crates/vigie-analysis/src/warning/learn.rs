//! What the past teaches: how often the outcome came, and how often an indicator was seen before it and otherwise.
//!
//! The past is cut into windows as long as the horizon, which do not overlap, and nothing after the day that is asked about is
//! looked at. At the beginning of each window an indicator is seen or not; within it the outcome comes or not.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::problem::{BaseRate, Over, Problem, Worth};
use super::sightings::Sightings;
use super::state::{Detail, State, state_on};
use crate::dossier::{Dossier, EventRow};
use crate::pattern::{Answer, EventPattern, Who};
use crate::rate::Rate;

/// Cases that are added to each side at the common rate, so that few cases move the odds little.
const SHRINKAGE: f64 = 4.0;

/// Pairs of countries with fewer events than this are no pairs to learn from.
const LEAST_EVENTS: usize = 5;

/// How often an indicator was seen before the outcome, and where none came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Table {
    /// Windows with the outcome.
    pub with_outcome: u64,
    /// Of these, those before which it was seen.
    pub seen_before: u64,
    /// Windows without the outcome.
    pub without_outcome: u64,
    /// Of these, those before which it was seen.
    pub seen_otherwise: u64,
}

impl Table {
    /// The factors for seen and for absent, drawn towards 1 by `SHRINKAGE` cases on each side.
    pub fn factors(self) -> (f64, f64) {
        let count = |n: u64| n as f64;
        let all = count(self.with_outcome + self.without_outcome);
        let common = (count(self.seen_before + self.seen_otherwise) + 1.0) / (all + 2.0);
        let share = |seen: u64, cases: u64| (count(seen) + SHRINKAGE * common) / (count(cases) + SHRINKAGE);
        let (before, otherwise) =
            (share(self.seen_before, self.with_outcome), share(self.seen_otherwise, self.without_outcome));
        (before / otherwise, (1.0 - before) / (1.0 - otherwise))
    }

    fn count(&mut self, seen: bool, came: bool) {
        let (cases, seen_cases) = if came {
            (&mut self.with_outcome, &mut self.seen_before)
        } else {
            (&mut self.without_outcome, &mut self.seen_otherwise)
        };
        *cases += 1;
        *seen_cases += u64::from(seen);
    }
}

/// What was learned.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Lessons {
    /// In how many windows the outcome came, where that was asked.
    pub(super) base: Option<Rate>,
    /// The tables of the indicators that are to be learned, by their place.
    pub(super) indicators: BTreeMap<usize, Table>,
}

/// Learns what a problem asks from what was known by a day.
pub(super) fn learn(problem: &Problem, dossier: &Dossier, sightings: &Sightings, day: Date) -> Lessons {
    let mut lessons = Lessons::default();
    let wanted = |over: Over| {
        let of_worth = problem.indicators.iter().enumerate().filter(move |(_, one)| one.worth == Worth::Learned(over));
        of_worth.map(|(index, _)| index).collect::<Vec<usize>>()
    };
    let base_over = match problem.base_rate {
        BaseRate::Learned(over) => Some(over),
        BaseRate::Given { .. } => None,
    };
    for over in [Over::Parties, Over::Pairs] {
        let indicators = wanted(over);
        let with_base = base_over == Some(over);
        if indicators.is_empty() && !with_base {
            continue;
        }
        let mut base = Rate::default();
        match over {
            Over::Parties => of_parties(problem, dossier, sightings, day, &indicators, &mut base, &mut lessons),
            Over::Pairs => of_pairs(problem, dossier, day, &indicators, &mut base, &mut lessons),
        }
        if with_base {
            lessons.base = Some(base);
        }
    }
    lessons
}

/// The beginnings of the windows before a day, from the newest; the last window ends on the day.
fn cuts(oldest: Option<Date>, day: Date, horizon: i32, fresh: i32) -> Vec<Date> {
    let Some(oldest) = oldest else { return Vec::new() };
    let step = jiff::Span::new().days(horizon.max(1));
    let mut cuts = Vec::new();
    let mut cut = day;
    while let Ok(earlier) = cut.checked_sub(step) {
        // An indicator needs its own days before the cut, or it would be unseen for want of data.
        if earlier.checked_sub(jiff::Span::new().days(fresh)).map_or(true, |first| first < oldest) {
            break;
        }
        cuts.push(earlier);
        cut = earlier;
    }
    cuts
}

fn of_parties(
    problem: &Problem,
    dossier: &Dossier,
    sightings: &Sightings,
    day: Date,
    indicators: &[usize],
    base: &mut Rate,
    lessons: &mut Lessons,
) {
    let fresh = indicators.iter().map(|index| problem.indicators[*index].fresh_days).max().unwrap_or(0);
    let came_on: Vec<Date> = (sightings.outcome.iter())
        .filter(|one| one.answer == Answer::Seen && one.known_on <= day)
        .map(|one| one.day)
        .collect();
    for cut in cuts(dossier.oldest(), day, problem.horizon_days, fresh) {
        let end = cut.saturating_add(jiff::Span::new().days(problem.horizon_days));
        let came = came_on.iter().any(|came| *came > cut && *came <= end);
        base.count(came);
        for index in indicators {
            let seen = state_on(problem, sightings, *index, cut, Detail::Bare).state == State::Seen;
            lessons.indicators.entry(*index).or_default().count(seen, came);
        }
    }
}

fn of_pairs(
    problem: &Problem,
    dossier: &Dossier,
    day: Date,
    indicators: &[usize],
    base: &mut Rate,
    lessons: &mut Lessons,
) {
    let Some((actor, recipient)) = problem.parties() else { return };
    let (actor, recipient) = (actor.country().to_owned(), recipient.country().to_owned());
    let fresh = indicators.iter().map(|index| problem.indicators[*index].fresh_days).max().unwrap_or(0);
    let cuts = cuts(dossier.oldest(), day, problem.horizon_days, fresh);
    for (pair, rows) in pairs(dossier, day) {
        if rows.len() < LEAST_EVENTS {
            continue;
        }
        let roles = Roles { from: [&actor, &recipient], to: [pair.0, pair.1] };
        let came_on = days(&problem.outcome.events, &rows, &roles);
        let seen_on: Vec<Vec<Date>> =
            indicators.iter().map(|index| days(&problem.indicators[*index].events, &rows, &roles)).collect();
        for cut in &cuts {
            let end = cut.saturating_add(jiff::Span::new().days(problem.horizon_days));
            let came = any_in(&came_on, *cut, end);
            base.count(came);
            for (index, seen_on) in indicators.iter().zip(&seen_on) {
                let start = cut.saturating_sub(jiff::Span::new().days(problem.indicators[*index].fresh_days));
                lessons.indicators.entry(*index).or_default().count(any_in(seen_on, start, *cut), came);
            }
        }
    }
}

/// Whether one of some sorted days lies after `start` and not after `end`.
fn any_in(days: &[Date], start: Date, end: Date) -> bool {
    let first = days.partition_point(|day| *day <= start);
    days.get(first).is_some_and(|day| *day <= end)
}

/// Other parties put for those of the problem.
struct Roles<'a> {
    from: [&'a str; 2],
    to: [&'a str; 2],
}

impl Roles<'_> {
    fn pattern(&self, pattern: &EventPattern) -> EventPattern {
        let who = |list: &[Who]| list.iter().map(|who| self.who(who)).collect();
        let place = pattern.place.iter().map(|place| self.country(place).to_owned()).collect();
        EventPattern { actor: who(&pattern.actor), recipient: who(&pattern.recipient), place, ..pattern.clone() }
    }

    fn country<'b>(&'b self, country: &'b str) -> &'b str {
        self.from.iter().position(|from| *from == country).map_or(country, |place| self.to[place])
    }

    fn who(&self, who: &Who) -> Who {
        match who {
            Who::Sector { country, sector } => {
                Who::Sector { country: self.country(country).to_owned(), sector: sector.clone() }
            }
            // A person of one country has no counterpart in another: the country stands for it.
            Who::One(_) => Who::One(self.country(who.country()).to_owned()),
        }
    }
}

/// The days on which something answers to the patterns with other parties, in order.
fn days(patterns: &[EventPattern], rows: &[&EventRow], roles: &Roles<'_>) -> Vec<Date> {
    let patterns: Vec<EventPattern> = patterns.iter().map(|pattern| roles.pattern(pattern)).collect();
    let answers = |row: &&&EventRow| patterns.iter().any(|pattern| pattern.answer(row, "") == Some(Answer::Seen));
    let mut days: Vec<Date> = rows.iter().filter(answers).map(|row| row.day).collect();
    days.sort_unstable();
    days
}

/// The events known by a day, by pairs of different countries, each pair in both orders.
fn pairs(dossier: &Dossier, day: Date) -> BTreeMap<(&str, &str), Vec<&EventRow>> {
    let mut pairs: BTreeMap<(&str, &str), Vec<&EventRow>> = BTreeMap::new();
    for event in dossier.events.iter().filter(|event| dossier.known_on(event.report) <= day) {
        let (Some(a), Some(b)) = (event.actor.country.as_deref(), event.recipient.country.as_deref()) else { continue };
        if a != b {
            pairs.entry((a, b)).or_default().push(event);
            pairs.entry((b, a)).or_default().push(event);
        }
    }
    let known: BTreeSet<(&str, &str)> = pairs.keys().copied().collect();
    debug_assert!(known.iter().all(|(a, b)| known.contains(&(*b, *a))), "each pair stands in both orders");
    pairs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn few_cases_move_the_odds_little() {
        let table = |with_outcome, seen_before, without_outcome, seen_otherwise| Table {
            with_outcome,
            seen_before,
            without_outcome,
            seen_otherwise,
        };
        // Common share (1 + 0 + 1) / (1 + 9 + 2) = 1/6: (1 + 4/6) / 5 = 1/3 against (0 + 4/6) / 13 = 2/39: 6.5.
        let (seen, absent) = table(1, 1, 9, 0).factors();
        assert!((seen - 6.5).abs() < 1e-9 && (absent - (2.0 / 3.0) / (37.0 / 39.0)).abs() < 1e-9, "{seen} {absent}");
        let (seen, absent) = Table::default().factors();
        assert!((seen - 1.0).abs() < 1e-12 && (absent - 1.0).abs() < 1e-12, "nothing teaches nothing");
    }

    proptest! {
        #[test]
        fn factors_are_positive_numbers(a in 0_u64..1000, b in 0_u64..1000, c in 0_u64..1000, d in 0_u64..1000) {
            let table = Table { with_outcome: a.max(b), seen_before: a.min(b), without_outcome: c.max(d), seen_otherwise: c.min(d) };
            let (seen, absent) = table.factors();
            prop_assert!(seen.is_finite() && seen > 0.0 && absent.is_finite() && absent > 0.0);
        }
    }
}
