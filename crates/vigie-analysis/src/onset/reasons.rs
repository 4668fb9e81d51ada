//! Reasons: why the odds of a pair are what they are, with the records and with what happened in like cases.

use std::collections::BTreeMap;

use vigie_record::Probability;

use super::features::Snapshot;
use super::moves::Moves;
use super::themes::Theme;
use super::walk::{LEAST_EVENTS, Walk};
use super::{Odds, OnsetError, Outcome, Question, begin};
use crate::history::{Day, History};

/// How many records a reason names.
const N_RECORDS: usize = 3;

/// Why the odds of a pair are what they are.
#[derive(Debug, Clone, PartialEq)]
pub struct Reasons {
    /// The odds themselves.
    pub odds: Odds,
    /// How often force followed in all cases whose horizon has ended; absent where there are none.
    pub base_rate: Option<Probability>,
    /// What happened in earlier cases that stood where this one stands.
    pub precedents: Precedents,
    /// What raises and lowers the odds against an average case, the weightiest first. Empty where too little has come true
    /// to learn from; then the odds are the pair's own rate of force, drawn towards that of all pairs.
    pub reasons: Vec<Reason>,
}

/// One thing that raises or lowers the odds.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// What it is.
    pub theme: Theme,
    /// By what the odds (not the probability) are multiplied because of it.
    pub factor: f64,
    /// The latest events that it is made of, as places in the history.
    pub rows: Vec<usize>,
    /// How many such events there are so far.
    pub n_events: usize,
}

/// Earlier cases with force as lately as in this one, and how many came true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Precedents {
    /// When the actor last used force against the recipient.
    pub recency: Recency,
    /// How many earlier pairs and days stood so; a pair is counted once in each horizon.
    pub n: usize,
    /// In how many of them force followed within the horizon.
    pub n_true: usize,
}

/// How long ago force was last used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recency {
    /// Not so far.
    Never,
    /// More than half a year ago.
    LongAgo,
    /// In the last half year, but not in the last thirty days.
    HalfYear,
    /// In the last thirty days.
    Month,
}

impl Recency {
    pub(super) fn of(last: Option<Day>, today: Day) -> Self {
        match last.map(|last| today - last) {
            None => Self::Never,
            Some(..=30) => Self::Month,
            Some(31..=182) => Self::HalfYear,
            Some(_) => Self::LongAgo,
        }
    }

    /// In words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Never => "no force so far",
            Self::LongAgo => "the last force more than half a year ago",
            Self::HalfYear => "the last force in the last half year, none in the last 30 days",
            Self::Month => "force in the last 30 days",
        }
    }
}

/// Says why the odds of a pair are what they are on the last day of a question.
///
/// # Errors
///
/// Where the history says nothing of the time or of the pair.
pub fn explain(
    history: &History,
    is_force: impl Outcome,
    question: &Question,
    actor: &str,
    recipient: &str,
) -> Result<Reasons, OnsetError> {
    let moves = Moves::of(history, is_force);
    let mut walk = begin(history, &moves, question)?;
    let day = question.last();
    walk.go_to(day);
    let number = |name: &str| moves.countries.iter().position(|country| country == name);
    let numbers = number(actor)
        .zip(number(recipient))
        .and_then(|(actor, recipient)| Some((u32::try_from(actor).ok()?, u32::try_from(recipient).ok()?)));
    let n_events = numbers.map_or(0, |pair| walk.n_events(pair));
    let [actor, recipient] = [actor, recipient].map(str::to_owned);
    let Some(pair) = numbers.filter(|(from, to)| from != to && n_events >= LEAST_EVENTS) else {
        return Err(OnsetError::TooQuiet { actor, recipient, n_events, least: LEAST_EVENTS, day });
    };
    let value = walk.odds(day, &walk.snapshot(day), pair);
    let probability = Probability::nearest(value).unwrap_or(Probability::ZERO);
    Ok(Reasons {
        odds: Odds { day, actor, recipient, probability },
        base_rate: walk.base_rate(day).and_then(Probability::nearest),
        precedents: walk.precedents(day, pair),
        reasons: reasons(&walk, &moves, day, pair),
    })
}

fn reasons(walk: &Walk<'_>, moves: &Moves, day: Day, pair: (u32, u32)) -> Vec<Reason> {
    let Some(model) = walk.model() else { return Vec::new() };
    let mut row = Vec::new();
    walk.snapshot(day).features(pair.0, pair.1, &mut row);
    let mut weights: BTreeMap<Theme, f64> = BTreeMap::new();
    for (name, part) in Snapshot::names().iter().zip(model.parts(&row)) {
        *weights.entry(Theme::of(name)).or_default() += part;
    }
    let mut reasons: Vec<Reason> =
        weights.into_iter().map(|(theme, weight)| reason(moves, day, pair, theme, weight)).collect();
    reasons.sort_by(|one, other| other.factor.ln().abs().total_cmp(&one.factor.ln().abs()));
    reasons
}

fn reason(moves: &Moves, day: Day, (actor, recipient): (u32, u32), theme: Theme, weight: f64) -> Reason {
    let until = moves.moves.partition_point(|act| act.day <= day);
    let known = &moves.moves[..until];
    let holds = |act: &&super::moves::Move| theme.holds(act, actor, recipient);
    Reason {
        theme,
        factor: weight.exp(),
        rows: known.iter().rev().filter(holds).take(N_RECORDS).map(|act| act.row as usize).collect(),
        n_events: known.iter().filter(holds).count(),
    }
}
