//! Looking back: what followed when it stood between the parties of a problem as it stands now.

use jiff::civil::Date;

use super::problem::Problem;
use crate::history::{EventRef, History};
use crate::precedents::{Precedents, Question, look_up};

/// Days up to the one that is asked about in which a situation is looked for.
const SITUATION_DAYS: i32 = 30;

/// The precedents of what the parties of the outcome do to each other on a day; none where the outcome names no two, or nothing
/// is known of them.
pub fn look_back(problem: &Problem, history: &History, day: Date) -> Option<Precedents> {
    let (actor, recipient) = problem.parties()?;
    let then = problem.outcome.events.first().and_then(|event| event.types.first());
    let is_known = |kind: &&String| {
        let mut kinds = history.kinds().filter(|(_, known)| known.plover == **kind);
        kinds.any(|(id, _)| history.at(history.by_kind(id)).any(EventRef::is_real))
    };
    let question = Question {
        actor: actor.country().to_owned(),
        recipient: recipient.country().to_owned(),
        day: day.into(),
        window_days: SITUATION_DAYS,
        then: then.filter(is_known).cloned(),
    };
    look_up(history, &question).ok()
}
