//! Why an answer is likely: counts that a sceptic can do again.

use super::memory::{Memory, Role};
use super::rules::{Rules, bounds_of, class_of};

/// Cases below which a rule says nothing to a person.
const N_CASES: u32 = 5;

/// At most so many precedents an answer.
const N_PRECEDENTS: usize = 3;

/// What speaks for an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Reasons {
    /// How many of all acts asked about fell on this one, whoever did them.
    pub base: Share,
    /// Of the cases in which somebody did what is asked about, and had some tie or other to one who comes into question: how often it was that one.
    pub any_tie: Share,
    /// The rules that speak loudest, loudest first; none where the two never met.
    pub precedents: Vec<Precedent>,
}

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// So many.
    pub n: u32,
    /// Of so many.
    pub of: u32,
}

/// In `came_true.n` of `came_true.of` cases in which one had to do with somebody like this, the act asked about was with that one.
#[derive(Debug, Clone, PartialEq)]
pub struct Precedent {
    /// What was done before between the two.
    pub relation: u32,
    /// Whether the one asked about had done it, or had it done to it.
    pub was_actor: bool,
    /// How many steps before, from and to; the second is the largest number there is where there is no end.
    pub steps_ago: (u32, u32),
    /// How often so far, from and to.
    pub times: (u32, u32),
    /// The cases.
    pub came_true: Share,
}

/// Finds what speaks for `other` as the answer.
pub(crate) fn reasons(memory: &Memory, rules: &Rules, actor: u32, asked: Role, other: u32, day: u32) -> Reasons {
    let far = memory.at_far_end(asked, other).map_or(0, |strand| strand.tally.count);
    let base = Share { n: far, of: memory.by_role[usize::from(asked)].count };
    let all = rules.all_cases(asked);
    let mut precedents = Vec::new();
    let tie = memory.past(actor).ties.iter().find(|tie| tie.other == other);
    for act in tie.map_or(&[][..], |tie| &tie.acts) {
        let class = class_of(&act.tally, day);
        let cases = rules.cases(asked, act.role, class);
        if cases.n < N_CASES || cases.n_true == 0 {
            continue;
        }
        let was_actor = usize::from(act.role) < memory.n_relations;
        let (steps_ago, times) = bounds_of(class);
        let relation = u32::from(if was_actor { act.role } else { memory.mirror(act.role) });
        let came_true = Share { n: cases.n_true, of: cases.n };
        let precedent = Precedent { relation, was_actor, steps_ago, times, came_true };
        precedents.push((rules.confidence(asked, act.role, class), precedent));
    }
    precedents.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.relation.cmp(&b.1.relation)));
    let precedents = precedents.into_iter().take(N_PRECEDENTS).map(|(_, precedent)| precedent).collect();
    Reasons { base, any_tie: Share { n: all.n_true, of: all.n }, precedents }
}
