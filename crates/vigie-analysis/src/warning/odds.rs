//! The odds of the outcome on a day: the base rate, moved by each indicator by what it is worth.
//!
//! A row for each step, so that a sceptic can recompute the sum: the logarithm of the base rate's odds, and for each indicator
//! the logarithm of its factor, times how far its sources bear it, times what time or silence leaves of it, times its share of
//! its group. Indicators of one group tell much the same: the most telling counts in full, the next a half, the next a quarter.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::learn::{Lessons, Table};
use super::problem::{BaseRate, Problem, Worth};
use super::sightings::Sightings;
use super::state::{Detail, Sight, State, age, state_on};
use crate::likelihood::{log_odds, probability_of};
use crate::rate::Rate;

/// What is left of an indicator beside a stronger one of its group.
const BESIDE: f64 = 0.5;

/// The odds on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Odds {
    /// The day.
    pub day: Date,
    /// How many days ahead is asked.
    pub horizon_days: i32,
    /// The base rate.
    pub base: Base,
    /// The indicators, in the order of the problem.
    pub indicators: Vec<Row>,
    /// How likely the outcome is.
    pub probability: f64,
    /// From the least to the most that it would be if any one indicator, or the base rate within its interval, were otherwise.
    pub range: [f64; 2],
}

/// The base rate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Base {
    /// How likely the outcome is where nothing is known.
    pub probability: f64,
    /// From how many past windows it was learned, where it was.
    pub rate: Option<Rate>,
    /// Why, in the analyst's words.
    pub because: Option<String>,
}

/// What an indicator does to the odds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The indicator.
    pub name: String,
    /// How it stands.
    #[serde(flatten)]
    pub sight: Sight,
    /// The factors by which it would move the odds in full.
    pub worth: Factors,
    /// Its share of its group.
    pub share: f64,
    /// What it adds to the logarithm of the odds: the logarithm of the factor of its state, times support, fade and share.
    pub adds: f64,
}

/// The factors of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Factors {
    /// Where it is seen.
    pub seen: f64,
    /// Where it is absent.
    pub absent: f64,
    /// The counts that they were learned from, where they were.
    pub learned: Option<Table>,
}

impl Factors {
    /// The factor of an indicator as it stands.
    pub fn of(&self, sight: &Sight) -> f64 {
        match sight.state {
            State::Unmonitored => 1.0,
            _ if sight.is_absence() => self.absent,
            _ => self.seen,
        }
    }
}

/// The odds of a problem on a day.
pub(super) fn odds_on(problem: &Problem, sightings: &Sightings, lessons: &Lessons, day: Date) -> Odds {
    odds_in(problem, sightings, lessons, day, Detail::Cited)
}

/// The probability of a problem on a day, without what is behind it.
pub(super) fn probability_on(problem: &Problem, sightings: &Sightings, lessons: &Lessons, day: Date) -> f64 {
    odds_in(problem, sightings, lessons, day, Detail::Bare).probability
}

fn odds_in(problem: &Problem, sightings: &Sightings, lessons: &Lessons, day: Date, detail: Detail) -> Odds {
    let horizon_days = problem.until.map_or(problem.horizon_days, |until| age(day, until).max(0));
    let base = base_on(problem, lessons, horizon_days);
    let mut rows: Vec<Row> = (0..problem.indicators.len())
        .map(|index| {
            let sight = state_on(problem, sightings, index, day, detail);
            let worth = match problem.indicators[index].worth {
                Worth::Given { seen, absent } => Factors { seen, absent, learned: None },
                Worth::Learned(_) => {
                    let table = lessons.indicators.get(&index).copied().unwrap_or_default();
                    let (seen, absent) = table.factors();
                    Factors { seen, absent, learned: Some(table) }
                }
            };
            let factor = worth.of(&sight);
            let adds = factor.ln() * sight.support * sight.fade;
            Row { name: problem.indicators[index].name.clone(), sight, worth, share: 1.0, adds }
        })
        .collect();
    share_out(problem, &mut rows);
    let sum: f64 = rows.iter().map(|row| row.adds).sum();
    let probability = if horizon_days == 0 { 0.0 } else { probability_of(log_odds(base.probability) + sum) };
    let range = range(&base, &rows, probability);
    Odds { day, horizon_days, base, indicators: rows, probability, range }
}

/// The base rate for a horizon. A given one belongs to the problem's own horizon, and is brought to a shorter or longer one as if
/// each day were alike.
fn base_on(problem: &Problem, lessons: &Lessons, horizon_days: i32) -> Base {
    let (probability, rate, because) = match &problem.base_rate {
        BaseRate::Given { probability, because } => (*probability, None, because.clone()),
        BaseRate::Learned(_) => {
            let rate = lessons.base.unwrap_or_default();
            // Half a case on each side, so that what never happened is unlikely and not impossible.
            ((rate.hits() as f64 + 0.5) / (rate.cases() as f64 + 1.0), Some(rate), None)
        }
    };
    let part = f64::from(horizon_days) / f64::from(problem.horizon_days);
    let probability = 1.0 - (1.0 - probability).powf(part);
    Base { probability, rate, because }
}

/// Gives each indicator of a group its share.
fn share_out(problem: &Problem, rows: &mut [Row]) {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, indicator) in problem.indicators.iter().enumerate() {
        if let Some(group) = &indicator.group {
            groups.entry(group).or_default().push(index);
        }
    }
    for members in groups.values_mut() {
        members.sort_by(|a, b| rows[*b].adds.abs().total_cmp(&rows[*a].adds.abs()).then(a.cmp(b)));
        let mut share = 1.0;
        for index in members {
            rows[*index].share = share;
            rows[*index].adds *= share;
            if rows[*index].adds != 0.0 {
                share *= BESIDE;
            }
        }
    }
}

/// What the probability would be without each indicator, and at the ends of a learned base rate.
fn range(base: &Base, rows: &[Row], probability: f64) -> [f64; 2] {
    let sum: f64 = rows.iter().map(|row| row.adds).sum();
    let start = log_odds(base.probability);
    let without = rows.iter().map(|row| probability_of(start + sum - row.adds));
    let ends = base.rate.map(Rate::interval).into_iter().flatten().map(|end| probability_of(log_odds(end) + sum));
    let others: Vec<f64> = without.chain(ends).collect();
    let low = others.iter().copied().fold(probability, f64::min);
    let high = others.iter().copied().fold(probability, f64::max);
    [low, high]
}
