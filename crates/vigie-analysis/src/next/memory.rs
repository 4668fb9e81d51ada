//! All that was seen so far, kept in a form that answers "what ties these two?" at once.
//!
//! Every event is told from both ends: `a` did `r` to `b`, and `b` was done `r` to by `a`. A [`Role`] says which end: `r` itself for who
//! acts, and its mirror for who is acted on. So one question, "with whom does this actor have this role on this day?", covers both the
//! unknown recipient and the unknown actor.
//!
//! Counts fade with three half-lives, and are kept as they stood at their last change, so that a day costs only what happens on it.

use std::collections::BTreeMap;

use super::id;

/// One end of a relation: below the number of relations who acts, above who is acted on.
pub(crate) type Role = u16;

/// The number of half-lives that are kept side by side.
pub(crate) const N_FADES: usize = 3;

/// The half-lives, in steps of the graph's time.
const HALF_LIVES: [f32; N_FADES] = [3.0, 12.0, 50.0];

/// Past so many steps a faded count is nothing.
const FADED: usize = 1024;

/// How much of a count is left after each number of steps.
pub(crate) struct Fading(Vec<[f32; N_FADES]>);

impl Fading {
    pub(crate) fn new() -> Self {
        let left = |gap: usize| HALF_LIVES.map(|half_life| (-(gap as f32) / half_life).exp2());
        Self((0..FADED).map(left).collect())
    }

    fn left(&self, gap: u32) -> [f32; N_FADES] {
        self.0.get(gap as usize).copied().unwrap_or([0.0; N_FADES])
    }
}

/// How often something was seen, and when.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tally {
    pub(crate) count: u32,
    /// The steps on which it was seen.
    pub(crate) days: u32,
    pub(crate) first: u32,
    pub(crate) last: u32,
    /// The step before the last on which it was seen; `last` where there is none.
    pub(crate) before: u32,
    faded: [f32; N_FADES],
}

impl Tally {
    pub(crate) fn add(&mut self, day: u32, fading: &Fading) {
        if self.count == 0 {
            *self = Self { count: 1, days: 1, first: day, last: day, before: day, faded: [1.0; N_FADES] };
            return;
        }
        let left = fading.left(day - self.last);
        for (value, left) in self.faded.iter_mut().zip(left) {
            *value = *value * left + 1.0;
        }
        if day != self.last {
            self.before = self.last;
            self.days += 1;
        }
        self.count += 1;
        self.last = day;
    }

    /// The faded counts as they stand on `day`.
    pub(crate) fn faded(&self, day: u32, fading: &Fading) -> [f32; N_FADES] {
        let left = fading.left(day.saturating_sub(self.last));
        std::array::from_fn(|index| self.faded[index] * left[index])
    }
}

/// One role that an actor had with another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Act {
    pub(crate) role: Role,
    pub(crate) tally: Tally,
}

/// All that ties one actor to another.
#[derive(Debug, Clone)]
pub(crate) struct Tie {
    pub(crate) other: u32,
    pub(crate) tally: Tally,
    /// How often the actor was the one who acted.
    pub(crate) n_out: u32,
    pub(crate) acts: Vec<Act>,
}

/// All that an actor did in one role.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Strand {
    pub(crate) tally: Tally,
    /// With how many others.
    pub(crate) n_others: u32,
    /// The steps on which somebody new came in.
    pub(crate) n_new: u32,
}

/// One actor's past.
#[derive(Debug, Clone, Default)]
pub(crate) struct Past {
    pub(crate) tally: Tally,
    pub(crate) ties: Vec<Tie>,
    by_other: BTreeMap<u32, u32>,
    strands: BTreeMap<Role, Strand>,
}

impl Past {
    pub(crate) fn strand(&self, role: Role) -> Option<&Strand> {
        self.strands.get(&role)
    }
}

/// All that happened before the day in hand.
pub(crate) struct Memory {
    pub(crate) n_relations: usize,
    pub(crate) fading: Fading,
    pub(crate) pasts: Vec<Past>,
    /// Who stood at the far end of each role, in the order in which they came.
    pub(crate) far_ends: Vec<Vec<u32>>,
    /// Everything under each role.
    pub(crate) by_role: Vec<Tally>,
    pub(crate) n_events: u64,
}

impl Memory {
    pub(crate) fn new(n_actors: usize, n_relations: usize) -> Self {
        let n_roles = 2 * n_relations;
        Self {
            n_relations,
            fading: Fading::new(),
            pasts: vec![Past::default(); n_actors],
            far_ends: vec![Vec::new(); n_roles],
            by_role: vec![Tally::default(); n_roles],
            n_events: 0,
        }
    }

    /// The other end of a role.
    pub(crate) fn mirror(&self, role: Role) -> Role {
        mirror_of(role, self.n_relations)
    }

    pub(crate) fn past(&self, actor: u32) -> &Past {
        &self.pasts[actor as usize]
    }

    /// The tally of `actor` at the far end of `role`.
    pub(crate) fn at_far_end(&self, role: Role, actor: u32) -> Option<&Strand> {
        self.past(actor).strand(self.mirror(role))
    }

    /// Takes one event in. Days must not go back.
    pub(crate) fn add(&mut self, actor: u32, role: Role, recipient: u32, day: u32) {
        self.n_events += 1;
        self.add_end(actor, role, recipient, day);
        self.add_end(recipient, self.mirror(role), actor, day);
    }

    fn add_end(&mut self, actor: u32, role: Role, other: u32, day: u32) {
        let is_out = usize::from(role) < self.n_relations;
        let fading = &self.fading;
        let past = &mut self.pasts[actor as usize];
        past.tally.add(day, fading);
        let next = id(past.ties.len());
        let index = *past.by_other.entry(other).or_insert(next);
        if index == next {
            past.ties.push(Tie { other, tally: Tally::default(), n_out: 0, acts: Vec::new() });
        }
        let tie = &mut past.ties[index as usize];
        tie.tally.add(day, fading);
        tie.n_out += u32::from(is_out);
        let place = tie.acts.iter().position(|act| act.role == role);
        let is_new = place.is_none();
        let place = place.unwrap_or_else(|| {
            tie.acts.push(Act { role, tally: Tally::default() });
            tie.acts.len() - 1
        });
        tie.acts[place].tally.add(day, fading);
        let strand = past.strands.entry(role).or_insert_with(|| {
            // The first time in this role: a new far end of its mirror.
            Strand { tally: Tally::default(), n_others: 0, n_new: 0 }
        });
        let is_first = strand.tally.count == 0;
        strand.tally.add(day, fading);
        strand.n_others += u32::from(is_new);
        strand.n_new += u32::from(is_new);
        self.by_role[usize::from(role)].add(day, fading);
        if is_first {
            let mirror = mirror_of(role, self.n_relations);
            self.far_ends[usize::from(mirror)].push(actor);
        }
    }
}

fn mirror_of(role: Role, n_relations: usize) -> Role {
    let n_relations = Role::try_from(n_relations).unwrap_or(0);
    if role < n_relations { role + n_relations } else { role - n_relations }
}
