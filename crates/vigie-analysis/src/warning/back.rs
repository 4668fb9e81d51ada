//! Looking back: what followed when it stood between the parties of a problem as it stands now.

use std::num::NonZeroUsize;

use jiff::civil::Date;

use super::problem::Problem;
use crate::precedents::{Precedents, Question, Timelines, look_up_in};

/// Days up to the one that is asked about in which a situation is looked for.
const SITUATION_DAYS: i32 = 30;

/// The precedents of what the parties of the outcome do to each other on a day; none where the outcome names no two, or nothing
/// is known of them.
pub fn look_back(problem: &Problem, timelines: &Timelines, day: Date, n_threads: NonZeroUsize) -> Option<Precedents> {
    let (actor, recipient) = problem.parties()?;
    let then = problem.outcome.events.first().and_then(|event| event.types.first());
    let question = Question {
        actor: actor.country().to_owned(),
        recipient: recipient.country().to_owned(),
        day: day.into(),
        window_days: SITUATION_DAYS,
        then: then.filter(|kind| timelines.has(kind)).cloned(),
    };
    look_up_in(timelines, &question, n_threads).ok()
}
