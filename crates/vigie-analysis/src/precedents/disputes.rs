//! After a threat, a show of force, an alert or a mobilisation in a militarised dispute: does the use of force follow?
//!
//! Made for the incident data of the Correlates of War project (MID 5), whose codes it goes by. A case is an act by one state
//! against another on a known day; acts of the same kind between the same two states within the horizon are one case. Force
//! follows where, strictly after that day and within the horizon, one of the two uses force against the other (hostility 4 or 5).
//!
//! Beside it stands the rate after no such act: the history of the same pairs is cut into stretches as long as the horizon,
//! those with such an act in the stretch before the cut are left out, and of the others it is counted how many have force within
//! them. Only pairs of states that came to a dispute are in the data, so that no rate here holds for states at large.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::history::Day;
use crate::rate::Rate;

/// The kinds of acts by their codes.
const ACTS: [(&str, &[u8]); 11] = [
    ("any of the below", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
    ("threat to use force", &[1]),
    ("other threat (blockade, occupy, war, join)", &[2, 3, 4, 5, 6]),
    ("show of force", &[7]),
    ("alert", &[8, 9]),
    ("mobilisation", &[10]),
    ("fortify border", &[11]),
    ("border violation", &[12]),
    ("any threat", &[1, 2, 3, 4, 5, 6]),
    ("show of force, alert or mobilisation", &[7, 8, 9, 10]),
    ("threat, show of force, alert or mobilisation", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
];

/// The hostility from which force is used.
const FORCE: u8 = 4;

/// One state's part in one incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActRow {
    /// The number of the dispute.
    pub dispute: u32,
    /// The number of the incident.
    pub incident: u32,
    /// The state.
    pub state: u32,
    /// Whether it stands on side A of the incident.
    pub in_side_a: bool,
    /// The day on which it began; absent where the data do not know it.
    pub day: Option<Day>,
    /// The code of its highest act; 0 for none.
    pub action: u8,
    /// From 1, none, to 5, war.
    pub hostility: u8,
}

/// What follows acts of one kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// The kind.
    pub act: &'static str,
    /// How often either of the two used force against the other within the horizon, in the same dispute.
    pub same_dispute: Rate,
    /// The same, by the one that had acted.
    pub by_actor: Rate,
    /// The same in any dispute of the two.
    pub any_dispute: Rate,
    /// Of the disputes with such a case: in how many force followed one of them, in the same dispute.
    pub by_dispute: Rate,
    /// Of the cases before which no force had been used in the dispute: how often it then was, in the same dispute.
    pub opening: Rate,
}

/// The answer for a whole table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DisputeReport {
    /// Days within which force follows.
    pub horizon_days: i32,
    /// By kind of act.
    pub acts: Vec<Compared>,
    /// Stretches within a dispute, from its first to its last incident between the two, without any such act in the stretch before:
    /// how many have force between the two.
    pub without_in_dispute: Rate,
    /// Stretches of the whole span of the data, of the same pairs, without any such act in the stretch before.
    pub without_any_day: Rate,
    /// Of these, the stretches without force in the stretch before either.
    pub without_calm: Rate,
    /// Pairs of states with an incident.
    pub n_pairs: usize,
    /// Disputes with an incident.
    pub n_disputes: usize,
    /// Rows whose day is not known; they are left out.
    pub n_without_day: usize,
}

type PairOfStates = (u32, u32);

/// What two states did to each other: day, dispute, who acted, action, hostility.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Done {
    day: i32,
    dispute: u32,
    actor: u32,
    action: u8,
    hostility: u8,
}

/// Counts what followed, with `last` as the last day of the data.
pub fn after_acts(rows: &[ActRow], horizon: i32, last: Day) -> DisputeReport {
    let last = last.number();
    let pairs = pairs(rows);
    let disputes: BTreeSet<u32> = pairs.values().flatten().map(|done| done.dispute).collect();
    let first = pairs.values().flatten().map(|done| done.day).min().unwrap_or(last);
    let (mut in_dispute, mut any_day, mut calm) = (Rate::default(), Rate::default(), Rate::default());
    for done in pairs.values() {
        stretches(done, (first, last), horizon, false, &mut any_day);
        stretches(done, (first, last), horizon, true, &mut calm);
        let own: BTreeSet<u32> = done.iter().map(|one| one.dispute).collect();
        for dispute in own {
            let of_dispute: Vec<Done> = done.iter().copied().filter(|one| one.dispute == dispute).collect();
            let (from, to) = (of_dispute[0].day, of_dispute[of_dispute.len() - 1].day);
            stretches(&of_dispute, (from, to.max(from + horizon)), horizon, false, &mut in_dispute);
        }
    }
    DisputeReport {
        horizon_days: horizon,
        acts: ACTS.iter().map(|(name, codes)| compare(name, codes, &pairs, horizon, last)).collect(),
        without_in_dispute: in_dispute,
        without_any_day: any_day,
        without_calm: calm,
        n_pairs: pairs.len(),
        n_disputes: disputes.len(),
        n_without_day: rows.iter().filter(|row| row.day.is_none()).count(),
    }
}

/// What states on opposite sides of an incident did, by pair and day.
fn pairs(rows: &[ActRow]) -> BTreeMap<PairOfStates, Vec<Done>> {
    let mut incidents: BTreeMap<(u32, u32), Vec<&ActRow>> = BTreeMap::new();
    for row in rows {
        incidents.entry((row.dispute, row.incident)).or_default().push(row);
    }
    let mut pairs: BTreeMap<PairOfStates, Vec<Done>> = BTreeMap::new();
    for of_incident in incidents.values() {
        for row in of_incident {
            let Some(day) = row.day else { continue };
            let others =
                of_incident.iter().filter(|other| other.in_side_a != row.in_side_a && other.state != row.state);
            for other in others {
                let pair = (row.state.min(other.state), row.state.max(other.state));
                let done = Done {
                    day: day.number(),
                    dispute: row.dispute,
                    actor: row.state,
                    action: row.action,
                    hostility: row.hostility,
                };
                pairs.entry(pair).or_default().push(done);
            }
        }
    }
    for done in pairs.values_mut() {
        done.sort_unstable();
        done.dedup();
    }
    pairs
}

fn is_act(done: &Done, codes: &[u8]) -> bool {
    codes.contains(&done.action)
}

fn compare(
    name: &'static str,
    codes: &[u8],
    pairs: &BTreeMap<PairOfStates, Vec<Done>>,
    horizon: i32,
    last: i32,
) -> Compared {
    let (mut same_dispute, mut by_actor, mut any_dispute) = (Rate::default(), Rate::default(), Rate::default());
    let (mut opening, mut disputes) = (Rate::default(), BTreeMap::new());
    for done in pairs.values() {
        let mut free_from: BTreeMap<(u32, u32), i32> = BTreeMap::new();
        for act in done.iter().filter(|one| is_act(one, codes)) {
            let free = free_from.entry((act.dispute, act.actor)).or_insert(i32::MIN);
            if act.day < *free || act.day + horizon > last {
                continue;
            }
            *free = act.day + horizon;
            let force = done.iter().filter(|one| one.hostility >= FORCE);
            let after = force.clone().filter(|one| one.day > act.day && one.day <= act.day + horizon);
            let in_dispute = after.clone().any(|one| one.dispute == act.dispute);
            *disputes.entry(act.dispute).or_insert(false) |= in_dispute;
            same_dispute.count(in_dispute);
            by_actor.count(after.clone().any(|one| one.dispute == act.dispute && one.actor == act.actor));
            any_dispute.count(after.clone().next().is_some());
            let is_first = !force.clone().any(|one| one.dispute == act.dispute && one.day <= act.day);
            if is_first {
                opening.count(in_dispute);
            }
        }
    }
    let n_followed = disputes.values().filter(|followed| **followed).count();
    let by_dispute = Rate::new(n_followed as u64, disputes.len() as u64);
    Compared { act: name, same_dispute, by_actor, any_dispute, by_dispute, opening }
}

/// Counts the stretches from one day to another that no such act (and no force, where `calm` is asked) went before, and those of them
/// that have force.
fn stretches(done: &[Done], (from, to): (i32, i32), horizon: i32, calm: bool, rate: &mut Rate) {
    let mut cut = from;
    while cut + horizon <= to {
        let went_before = done.iter().any(|one| {
            one.day <= cut && one.day > cut - horizon && (is_act(one, ACTS[0].1) || (calm && one.hostility >= FORCE))
        });
        if !went_before {
            rate.count(done.iter().any(|one| one.hostility >= FORCE && one.day > cut && one.day <= cut + horizon));
        }
        cut += horizon;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(dispute: u32, incident: u32, state: u32, in_side_a: bool, day: i32, action: u8, hostility: u8) -> ActRow {
        ActRow { dispute, incident, state, in_side_a, day: Some(Day::from_number(day)), action, hostility }
    }

    #[test]
    fn force_that_follows_is_counted_once_and_not_before() {
        let rows = [
            // A shows force against B on day 0 and again on day 10: one case. B attacks on day 50.
            row(1, 1, 2, true, 0, 7, 3),
            row(1, 1, 3, false, 0, 0, 1),
            row(1, 2, 2, true, 10, 7, 3),
            row(1, 2, 3, false, 10, 0, 1),
            row(1, 3, 3, true, 50, 16, 4),
            row(1, 3, 2, false, 50, 0, 1),
            // In another dispute of the same two an alert that nothing follows.
            row(2, 4, 3, true, 400, 8, 3),
            row(2, 4, 2, false, 400, 0, 1),
        ];
        let report = after_acts(&rows, 90, Day::from_number(1000));
        let of = |name: &str| report.acts.iter().find(|one| one.act == name).unwrap();
        let show = of("show of force");
        assert_eq!(
            (show.same_dispute, show.by_actor, show.opening),
            (Rate::new(1, 1), Rate::new(0, 1), Rate::new(1, 1))
        );
        assert_eq!((of("alert").same_dispute, of("any of the below").by_dispute), (Rate::new(0, 1), Rate::new(1, 2)));
        assert_eq!((report.n_pairs, report.n_disputes), (1, 2));
        // Of the 11 cuts at 0, 90, …, 900 an act lies in the 90 days up to 0, 90 and 450. The stretches of the others have no force.
        assert_eq!(report.without_any_day, Rate::new(0, 8));
    }

    #[test]
    fn cases_whose_horizon_is_beyond_the_data_are_left_out() {
        let rows = [row(1, 1, 2, true, 950, 7, 3), row(1, 1, 3, false, 950, 0, 1)];
        let report = after_acts(&rows, 90, Day::from_number(1000));
        assert_eq!(report.acts[0].same_dispute, Rate::default());
        assert_eq!(after_acts(&[], 90, Day::from_number(0)).n_pairs, 0);
    }
}
