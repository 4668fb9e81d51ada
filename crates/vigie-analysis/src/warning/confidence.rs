//! How far the odds are to be trusted: by rules that are printed with what they found, and never mixed with the odds.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::odds::Odds;
use super::problem::{BaseRate, Problem, Worth};
use super::state::{State, age};
use crate::likelihood::Confidence;

/// The confidence in some odds, with its grounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trust {
    /// The level: the lowest that one of the grounds allows.
    pub level: Confidence,
    /// The grounds.
    pub grounds: Vec<Ground>,
}

/// A ground for more or less confidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    /// The most that it allows.
    pub allows: Confidence,
    /// What was found.
    pub found: String,
}

/// Past windows below which a learned base rate says hardly anything.
const NO_WINDOWS: u64 = 5;

/// Past windows below which a learned base rate is thin.
const FEW_WINDOWS: u64 = 30;

/// The confidence in some odds.
pub(super) fn trust(problem: &Problem, odds: &Odds, newest_report: Option<jiff::civil::Date>) -> Trust {
    let grounds = vec![
        watched(odds),
        voices(odds),
        base(problem, odds),
        worths(problem),
        sources(problem),
        disputes(odds),
        freshness(problem, odds, newest_report),
    ];
    let level = grounds.iter().map(|ground| ground.allows).min().unwrap_or(Confidence::Low);
    Trust { level, grounds }
}

fn ground(allows: Confidence, found: String) -> Ground {
    Ground { allows, found }
}

/// How much of what would tell is watched.
fn watched(odds: &Odds) -> Ground {
    let weight = |row: &super::odds::Row| row.worth.seen.ln().abs().max(row.worth.absent.ln().abs());
    let all: f64 = odds.indicators.iter().map(weight).sum();
    let watched = odds.indicators.iter().filter(|row| row.sight.state != State::Unmonitored);
    let (n_watched, n_all) = (watched.clone().count(), odds.indicators.len());
    // A sum of nothing would be -0, and be written so.
    let share = if all > 0.0 { watched.map(weight).fold(0.0, |sum, weight| sum + weight) / all } else { 0.0 };
    let allows = match share {
        share if share < 0.5 => Confidence::Low,
        share if share < 0.8 => Confidence::Moderate,
        _ => Confidence::High,
    };
    let found =
        format!("{n_watched} of {n_all} indicators are watched, {:.0} % of all that they are worth", share * 100.0);
    ground(allows, found)
}

/// How many voices speak.
fn voices(odds: &Odds) -> Ground {
    let cited =
        odds.indicators.iter().filter(|row| row.sight.state == State::Seen).flat_map(|row| &row.sight.citations);
    let voices: BTreeSet<&str> = cited.map(super::sightings::Citation::voice).collect();
    let n_single =
        (odds.indicators.iter()).filter(|row| row.sight.state == State::Seen && row.sight.n_voices < 2).count();
    let n_seen = odds.indicators.iter().filter(|row| row.sight.state == State::Seen).count();
    if n_seen == 0 {
        return ground(Confidence::High, "no indicator is seen, so none rests on a single voice".to_owned());
    }
    let allows = match voices.len() {
        0 | 1 => Confidence::Low,
        _ if 2 * n_single > n_seen => Confidence::Moderate,
        _ => Confidence::High,
    };
    let found = format!(
        "{} outlets tell of what is seen; {n_single} of {n_seen} seen indicators rest on one alone",
        voices.len()
    );
    ground(allows, found)
}

fn base(problem: &Problem, odds: &Odds) -> Ground {
    match (&problem.base_rate, odds.base.rate) {
        (BaseRate::Learned(_), Some(rate)) if rate.cases() < NO_WINDOWS => ground(
            Confidence::Low,
            format!("the base rate comes from {} past windows: next to nothing is known", rate.cases()),
        ),
        (BaseRate::Learned(_), Some(rate)) if rate.cases() < FEW_WINDOWS => {
            ground(Confidence::Moderate, format!("the base rate comes from {} past windows only", rate.cases()))
        }
        (BaseRate::Learned(_), Some(rate)) => {
            ground(Confidence::High, format!("the base rate comes from {} past windows", rate.cases()))
        }
        (BaseRate::Given { because: Some(_), .. }, _) => {
            ground(Confidence::Moderate, "the base rate is a judgement, with its reason".to_owned())
        }
        _ => ground(Confidence::Low, "the base rate is given without a reason".to_owned()),
    }
}

fn worths(problem: &Problem) -> Ground {
    let n_learned = problem.indicators.iter().filter(|one| matches!(one.worth, Worth::Learned(_))).count();
    let n_all = problem.indicators.len();
    let allows = if 2 * n_learned >= n_all && n_all > 0 { Confidence::High } else { Confidence::Moderate };
    ground(
        allows,
        format!("{n_learned} of {n_all} indicators are worth what history says, the others what the analyst says"),
    )
}

fn sources(problem: &Problem) -> Ground {
    if problem.sources.is_empty() {
        ground(Confidence::Moderate, "nobody graded the sources: all count in full".to_owned())
    } else {
        ground(Confidence::High, format!("{} outlets are graded, others count as F6", problem.sources.len()))
    }
}

fn disputes(odds: &Odds) -> Ground {
    let disputed = |row: &&super::odds::Row| row.sight.state == State::Seen && !row.sight.against.is_empty();
    let names: Vec<&str> = odds.indicators.iter().filter(disputed).map(|row| row.name.as_str()).collect();
    if names.is_empty() {
        ground(Confidence::High, "nothing that is seen is disputed".to_owned())
    } else {
        ground(Confidence::Moderate, format!("seen, but disputed: {}", names.join("; ")))
    }
}

fn freshness(problem: &Problem, odds: &Odds, newest_report: Option<jiff::civil::Date>) -> Ground {
    let Some(newest) = newest_report else { return ground(Confidence::Low, "there is no report".to_owned()) };
    let old = age(newest, odds.day);
    let shortest = problem.indicators.iter().map(|one| one.fresh_days).min().unwrap_or(1);
    let allows = match old {
        old if old > shortest => Confidence::Low,
        old if 2 * old > shortest => Confidence::Moderate,
        _ => Confidence::High,
    };
    let days = if old == 1 { "day" } else { "days" };
    ground(allows, format!("the newest report is {old} {days} old"))
}
