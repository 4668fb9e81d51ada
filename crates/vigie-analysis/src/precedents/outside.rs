//! The outside view: how often force followed acts like those that stand now, in the disputes of states of two decades, whoever they were.
//!
//! For histories that are too young or too small to have precedents of their own. The counts are those that `vigie precedents --disputes`
//! makes of the incidents of Militarized Interstate Disputes 5.0 (1992 to 2014), and anybody who has the file can make them again.
//! Source: Palmer et al. (2022), The MID5 Dataset, 2011–2014, Conflict Management and Peace Science 39, 470–482.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::look_up::Act;
use crate::rate::Rate;

/// Days within which force follows.
const HORIZON_DAYS: i32 = 90;

/// Records that are named of an act.
const MOST_RECORDS: usize = 3;

/// Whose counts they are.
const SOURCE: &str = "Correlates of War, Militarized Interstate Disputes 5.0, incidents of 1992 to 2014";

/// How often force followed a kind of act.
struct Counts {
    /// The kinds that events go by: PLOVER types, roots of CAMEO codes.
    kinds: &'static [&'static str],
    like: &'static str,
    by_either: (u64, u64),
    by_actor: (u64, u64),
    by_dispute: (u64, u64),
}

const COUNTS: [Counts; 2] = [
    Counts {
        kinds: &["THREATEN", "13"],
        like: "a threat of force, blockade, occupation or war",
        by_either: (72, 234),
        by_actor: (59, 234),
        by_dispute: (32, 62),
    },
    Counts {
        kinds: &["MOBILIZE", "15"],
        like: "a show of force, an alert or a mobilisation",
        by_either: (219, 902),
        by_actor: (168, 902),
        by_dispute: (72, 280),
    },
];

/// Stretches of the same pairs of states that no such act went before, and those of them with force by either.
const OTHERWISE: (u64, u64) = (722, 30_610);

/// The kinds of acts that are force.
const FORCE: [&str; 4] = ["ASSAULT", "18", "19", "20"];

/// What followed acts like one that stands now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutsideView {
    /// The act that stands now.
    pub act: Act,
    /// Whether nobody is named at whom it is aimed.
    pub at_nobody: bool,
    /// The ids of the newest records of it, where they are known.
    pub records: Vec<String>,
    /// What it is likened to.
    pub like: Cow<'static, str>,
    /// How often one of the two states used force against the other within the horizon.
    pub by_either: Rate,
    /// How often the one did that had acted, in the same dispute.
    pub by_actor: Rate,
    /// Of the disputes with such an act: in how many force followed, in the same dispute.
    pub by_dispute: Rate,
    /// The same pairs of states where no such act went before: stretches as long as the horizon, and those of them with force by either.
    pub otherwise: Rate,
    /// The horizon.
    pub horizon_days: i32,
    /// Whose data it is.
    pub source: Cow<'static, str>,
}

/// An act that may be likened to those of the table.
pub(crate) struct ActOfNow {
    pub(crate) act: Act,
    pub(crate) at_nobody: bool,
    pub(crate) record: Option<String>,
}

impl From<&Act> for ActOfNow {
    fn from(act: &Act) -> Self {
        Self { act: act.clone(), at_nobody: false, record: None }
    }
}

/// Whether acts of a kind are the force that the outside view is about.
pub fn is_force(kind: &str) -> bool {
    FORCE.contains(&kind)
}

/// The outside views of the acts that stand now, the newest first; each kind and side once. A threat in words counts as one of force, since kinds of
/// events do not say with what is threatened.
pub(crate) fn outside_views(now: impl Iterator<Item = ActOfNow>) -> Vec<OutsideView> {
    let mut views: Vec<OutsideView> = Vec::new();
    for ActOfNow { act, at_nobody, record } in now {
        let Some(counts) = COUNTS.iter().find(|counts| counts.kinds.contains(&act.kind.as_str())) else { continue };
        let known = views.iter_mut().find(|view| view.like == counts.like && view.act.by_first == act.by_first);
        if let Some(view) = known {
            view.at_nobody &= at_nobody;
            view.records.extend(record.filter(|_| view.records.len() < MOST_RECORDS));
            continue;
        }
        let rate = |(hits, cases)| Rate::new(hits, cases);
        views.push(OutsideView {
            act,
            at_nobody,
            records: record.into_iter().collect(),
            like: counts.like.into(),
            by_either: rate(counts.by_either),
            by_actor: rate(counts.by_actor),
            by_dispute: rate(counts.by_dispute),
            otherwise: rate(OTHERWISE),
            horizon_days: HORIZON_DAYS,
            source: SOURCE.into(),
        });
    }
    views
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_and_side_is_likened_once() {
        let act = |by_first, kind: &str| Act { by_first, kind: kind.to_owned() };
        let now =
            [act(true, "CONSULT"), act(true, "MOBILIZE"), act(true, "15"), act(false, "13"), act(true, "MOBILIZE")];
        let views = outside_views(now.iter().map(ActOfNow::from));
        let found: Vec<_> = views.iter().map(|view| (view.act.by_first, view.by_actor.cases())).collect();
        assert_eq!(found, [(true, 902), (false, 234)]);
        let unaimed =
            |record: &str| ActOfNow { act: act(true, "MOBILIZE"), at_nobody: true, record: Some(record.to_owned()) };
        let views_of_two = outside_views(["one", "two"].map(unaimed).into_iter());
        assert!(views_of_two[0].at_nobody && views_of_two[0].records == ["one", "two"]);
        assert!(views.iter().all(|view| view.by_either.interval()[0] > view.otherwise.interval()[1]));
        assert!(is_force("ASSAULT") && is_force("19") && !is_force("THREATEN"));
    }
}
