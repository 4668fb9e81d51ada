//! Temporal rules: having had one role with somebody some time ago, how often is it that one whom another role falls on?
//!
//! A rule is a pair of roles and a class of recency and frequency. Each time a question was asked (this actor had this role with somebody
//! today), every tie of the actor is a case of the rules that its acts fall under, and those with the right answer are the cases in which the
//! rule spoke true. What is learned is counted day by day, from what was known before that day alone.

use super::memory::{Memory, Role, Tally};

/// How many steps ago, by class: the last step of each.
const GAPS: [u32; 11] = [1, 2, 3, 5, 8, 14, 24, 45, 90, 180, u32::MAX];

/// How often, by class: the largest count of each.
const COUNTS: [u32; 4] = [1, 3, 8, u32::MAX];

/// The number of classes of recency and frequency.
pub(crate) const N_CLASSES: usize = GAPS.len() * COUNTS.len();

/// Cases that a rule must have before its own share outweighs that of its pair of roles.
const PRIOR: f32 = 6.0;

/// How often a rule was a case, and how often it spoke true.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cases {
    pub(crate) n: u32,
    pub(crate) n_true: u32,
}

impl Cases {
    fn share(self, prior: f32) -> f32 {
        (PRIOR * prior + self.n_true as f32) / (PRIOR + self.n as f32)
    }
}

/// The rules, by the role asked about, the role seen and the class.
pub(crate) struct Rules {
    n_roles: usize,
    by_class: Vec<Cases>,
    by_pair: Vec<Cases>,
    by_role: Vec<Cases>,
}

/// The class of an act on a day.
pub(crate) fn class_of(tally: &Tally, day: u32) -> usize {
    let gap = day - tally.last;
    let recency = GAPS.iter().position(|&end| gap <= end).unwrap_or(GAPS.len() - 1);
    let frequency = COUNTS.iter().position(|&end| tally.count <= end).unwrap_or(COUNTS.len() - 1);
    recency * COUNTS.len() + frequency
}

/// How many steps ago and how often the acts of a class were, both ends included.
pub(crate) fn bounds_of(class: usize) -> ((u32, u32), (u32, u32)) {
    let bounds = |ends: &[u32], place: usize| {
        let start = place.checked_sub(1).map_or(1, |before| ends[before] + 1);
        (start, ends[place])
    };
    (bounds(&GAPS, class / COUNTS.len()), bounds(&COUNTS, class % COUNTS.len()))
}

impl Rules {
    pub(crate) fn new(n_roles: usize) -> Self {
        Self {
            n_roles,
            by_class: vec![Cases::default(); n_roles * n_roles * N_CLASSES],
            by_pair: vec![Cases::default(); n_roles * n_roles],
            by_role: vec![Cases::default(); n_roles],
        }
    }

    fn pair(&self, asked: Role, seen: Role) -> usize {
        usize::from(asked) * self.n_roles + usize::from(seen)
    }

    /// The share of cases in which a tie of any kind was the answer to a question about `asked`.
    pub(crate) fn base(&self, asked: Role) -> f32 {
        self.by_role[usize::from(asked)].share(0.01)
    }

    /// The share of cases in which the rule spoke true.
    pub(crate) fn confidence(&self, asked: Role, seen: Role, class: usize) -> f32 {
        let pair = self.pair(asked, seen);
        let prior = self.by_pair[pair].share(self.base(asked));
        self.by_class[pair * N_CLASSES + class].share(prior)
    }

    /// The cases of the rule itself.
    pub(crate) fn cases(&self, asked: Role, seen: Role, class: usize) -> Cases {
        self.by_class[self.pair(asked, seen) * N_CLASSES + class]
    }

    /// The cases of all rules for a role.
    pub(crate) fn all_cases(&self, asked: Role) -> Cases {
        self.by_role[usize::from(asked)]
    }

    /// Learns from one question of `day` and its right answers, in order; `memory` must not yet know that day.
    pub(crate) fn learn(&mut self, memory: &Memory, actor: u32, asked: Role, answers: &[u32], day: u32) {
        for tie in &memory.past(actor).ties {
            let is_true = u32::from(answers.binary_search(&tie.other).is_ok());
            for act in &tie.acts {
                let pair = self.pair(asked, act.role);
                for cases in [
                    &mut self.by_class[pair * N_CLASSES + class_of(&act.tally, day)],
                    &mut self.by_pair[pair],
                    &mut self.by_role[usize::from(asked)],
                ] {
                    cases.n += 1;
                    cases.n_true += is_true;
                }
            }
        }
    }
}
