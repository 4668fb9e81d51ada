//! Looking back: what followed when it stood between the parties of a problem as it stands now.

use std::num::NonZeroUsize;

use jiff::civil::Date;
use vigie_record::Status;

use super::problem::Problem;
use crate::dossier::{Dossier, EventRow, PartyRow};
use crate::history::Day;
use crate::precedents::{Act, ActOfNow, Precedents, Question, Timelines, is_force, look_up_in, outside_views};

/// Days up to the one that is asked about in which a situation is looked for.
const SITUATION_DAYS: i32 = 30;

/// The precedents of what the parties of the outcome do to each other on a day; none where the outcome names no two, or nothing
/// is known of them.
///
/// What the acts of others say from outside is drawn from the dossier: it has those too that are aimed at nobody who is named.
pub fn look_back(
    problem: &Problem,
    timelines: &Timelines,
    dossier: &Dossier,
    day: Date,
    n_threads: NonZeroUsize,
) -> Option<Precedents> {
    let (actor, recipient) = problem.parties()?;
    let then = problem.outcome.events.first().and_then(|event| event.types.first());
    let question = Question {
        actor: actor.country().to_owned(),
        recipient: recipient.country().to_owned(),
        day: day.into(),
        window_days: SITUATION_DAYS,
        then: then.filter(|kind| timelines.has(kind)).cloned(),
    };
    let mut found = look_up_in(timelines, &question, n_threads).ok()?;
    found.outside = if is_about_force(problem) {
        outside_views(acts_of_now(dossier, (actor.country(), recipient.country()), day).into_iter())
    } else {
        Vec::new()
    };
    Some(found)
}

/// What each party did to the other in the days of the situation, and the first to nobody who is named, the newest first.
fn acts_of_now(dossier: &Dossier, (first, second): (&str, &str), day: Date) -> Vec<ActOfNow> {
    let until = Day::from(day);
    let is_of_now = |event: &EventRow| {
        let ago = until - Day::from(event.day);
        let is_real = matches!(event.status, Status::Happened | Status::UnderWay);
        (0..SITUATION_DAYS).contains(&ago) && is_real && dossier.known_on(event.report) <= day
    };
    let act = |event: &EventRow| {
        let by = event.actor.country.as_deref()?;
        let on = event.recipient.country.as_deref();
        let at_nobody = event.recipient == PartyRow::default();
        let by_first = by == first;
        let is_theirs = (by_first && (at_nobody || on == Some(second))) || (by == second && on == Some(first));
        let act = Act { by_first, kind: event.event_type.clone() };
        is_theirs.then(|| ActOfNow { act, at_nobody, record: Some(event.record.clone()) })
    };
    let mut acts: Vec<(Date, ActOfNow)> = dossier
        .events
        .iter()
        .filter(|event| is_of_now(event))
        .filter_map(|event| Some((event.day, act(event)?)))
        .collect();
    acts.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.record.cmp(&b.1.record)));
    acts.into_iter().map(|(_, act)| act).collect()
}

/// Whether the outcome is force, or any act at all.
fn is_about_force(problem: &Problem) -> bool {
    problem.outcome.events.iter().any(|event| {
        let is_open = event.types.is_empty() && event.cameo.is_empty();
        let by_code = || event.cameo.iter().any(|code| code.get(..2).is_some_and(is_force));
        is_open || event.types.iter().any(|kind| is_force(kind)) || by_code()
    })
}
