//! Onset: how likely it is that one country uses force against another within a horizon.
//!
//! Asked as of a cut date, answered from the events up to and on that day. Cases to learn from are pairs on earlier days
//! whose horizon has ended by then; nothing after the cut date reaches the answer, and leaving it out of the history
//! changes nothing.
//!
//! A pair on a day is described by some 250 numbers: fading counts of what each does to the other by channel of acts,
//! times since the last force, how both deal with others and at home, whom those like them and close to them fight. The
//! model is the mean of a logistic regression and of boosted trees, learned anew every four weeks.
//!
//! Cost: a second of walking for a hundred thousand events and two years, and a few seconds for each model.

mod features;
mod model;
mod moves;
mod question;
mod reasons;
mod themes;
mod ties;
mod traces;
mod walk;

#[cfg(test)]
mod tests;

use vigie_record::Probability;

use self::moves::Moves;
pub use self::question::{OnsetError, Outcome, Question};
pub use self::reasons::{Precedents, Reason, Reasons, Recency, explain};
pub use self::themes::Theme;
use self::walk::Walk;
use crate::history::{Day, History};

/// The odds of one pair as of one day.
#[derive(Debug, Clone, PartialEq)]
pub struct Odds {
    /// The cut date: what is later was not known.
    pub day: Day,
    /// Who would use force.
    pub actor: String,
    /// Against whom.
    pub recipient: String,
    /// How likely it is.
    pub probability: Probability,
}

/// Gives the odds of every pair with at least five events so far, by day and in order of names.
///
/// `is_force` says which events the odds are about. Events that did not happen are no force, whatever it says of them.
///
/// # Errors
///
/// Where the history says nothing of the time or of any two countries.
pub fn odds(history: &History, is_force: impl Outcome, question: &Question) -> Result<Vec<Odds>, OnsetError> {
    let moves = Moves::of(history, is_force);
    let mut walk = begin(history, &moves, question)?;
    let mut all = Vec::new();
    for day in question.cuts().skip_while(|day| moves.moves.first().is_some_and(|first| *day < first.day)) {
        walk.go_to(day);
        let first = all.len();
        let snapshot = walk.snapshot(day);
        for pair in walk.pairs() {
            let value = walk.odds(day, &snapshot, pair);
            let [actor, recipient] = [pair.0, pair.1].map(|country| moves.countries[country as usize].clone());
            let probability = Probability::nearest(value).unwrap_or(Probability::ZERO);
            all.push(Odds { day, actor, recipient, probability });
        }
        all[first..].sort_by(|one, other| (&one.actor, &one.recipient).cmp(&(&other.actor, &other.recipient)));
    }
    Ok(all)
}

/// Begins the walk where the history has something to say.
fn begin<'a>(history: &History, moves: &'a Moves, question: &Question) -> Result<Walk<'a>, OnsetError> {
    let no_pairs = OnsetError::NoPairs { n_events: history.len() };
    if moves.moves.iter().all(|act| act.actor == act.recipient) {
        return Err(no_pairs);
    }
    let (Some(first), Some(last)) = (moves.moves.first(), moves.moves.last()) else { return Err(no_pairs) };
    let to = question.last();
    if to < first.day {
        return Err(OnsetError::BeforeTheData { to, first: first.day });
    }
    if to > last.day + 366 {
        return Err(OnsetError::AfterTheData { to, last: last.day });
    }
    Walk::new(moves, question.horizon()).ok_or(no_pairs)
}
