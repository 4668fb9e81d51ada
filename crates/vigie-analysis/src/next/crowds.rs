//! With whom those of a place have to do: what one of them does, another may do next.

use std::collections::BTreeMap;

use super::memory::{Fading, Memory, N_FADES, Role, Tally};
use super::traits::Traits;

/// So many of a crowd come into question.
const N_FOREMOST: usize = 40;

/// Added to the whole that a share is of, so that one of one is not all.
const DOUBT: f32 = 1.0;

/// Those with whom somebody had to do, and how often.
#[derive(Default)]
struct Crowd {
    tally: Tally,
    others: BTreeMap<u32, Tally>,
}

impl Crowd {
    fn add(&mut self, other: u32, day: u32, fading: &Fading) {
        self.tally.add(day, fading);
        self.others.entry(other).or_default().add(day, fading);
    }

    fn of(&self, other: u32) -> Tally {
        self.others.get(&other).copied().unwrap_or_default()
    }

    /// The share of one among all, by each half-life.
    fn shares(&self, other: u32, day: u32, fading: &Fading) -> [f32; N_FADES] {
        let (part, all) = (self.of(other).faded(day, fading), self.tally.faded(day, fading));
        std::array::from_fn(|index| part[index] / (all[index] + DOUBT))
    }

    /// Those with the greatest faded counts, in no order.
    fn foremost(&self, day: u32, fading: &Fading) -> impl Iterator<Item = u32> {
        let rated = self.others.iter().map(|(&other, tally)| (tally.faded(day, fading).iter().sum::<f32>(), other));
        let mut rated: Vec<(f32, u32)> = rated.collect();
        if rated.len() > N_FOREMOST {
            rated.select_nth_unstable_by(N_FOREMOST, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            rated.truncate(N_FOREMOST);
        }
        rated.into_iter().map(|(_, other)| other)
    }
}

/// What the homes of two actors say of them.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Kinship {
    /// How often, and how long ago, those of the asker's home had the role with the candidate; its share among all with whom they had it.
    pub(crate) count: f32,
    pub(crate) last: Option<u32>,
    pub(crate) in_role: [f32; N_FADES],
    /// The candidate's share in all that those of the asker's home do.
    pub(crate) at_all: [f32; N_FADES],
    /// The share of the candidate's home in all that the asker does.
    pub(crate) reach: [f32; N_FADES],
    /// The share of the candidate's home in all that those of the asker's home do in the role.
    pub(crate) flow: [f32; N_FADES],
}

/// The crowds of all homes, and the homes with which actors have to do.
#[derive(Default)]
pub(crate) struct Crowds {
    /// By the home of who asks and the role asked about.
    in_role: BTreeMap<(u32, Role), Crowd>,
    /// By the home of who asks.
    at_all: BTreeMap<u32, Crowd>,
    /// By actor: where those are at home with whom it has to do.
    reach: BTreeMap<u32, Crowd>,
    /// By home and role: where the others are at home.
    flows: BTreeMap<(u32, Role), Crowd>,
}

impl Crowds {
    /// Takes one event in, told from one end.
    pub(crate) fn add(&mut self, actor: u32, role: Role, other: u32, day: u32, traits: &Traits, fading: &Fading) {
        let (home, far) = (traits.home(actor), traits.home(other));
        if let Some(home) = home {
            self.in_role.entry((home, role)).or_default().add(other, day, fading);
            self.at_all.entry(home).or_default().add(other, day, fading);
        }
        if let Some(far) = far {
            self.reach.entry(actor).or_default().add(far, day, fading);
        }
        if let (Some(home), Some(far)) = (home, far) {
            self.flows.entry((home, role)).or_default().add(far, day, fading);
        }
    }

    /// Those with whom others of a home have to do most, in a role and at all.
    pub(crate) fn foremost(&self, home: u32, role: Role, day: u32, memory: &Memory) -> impl Iterator<Item = u32> {
        let crowds = [self.in_role.get(&(home, role)), self.at_all.get(&home)];
        crowds.into_iter().flatten().flat_map(move |crowd| crowd.foremost(day, &memory.fading))
    }

    /// What homes say of a candidate.
    pub(crate) fn kinship(
        &self,
        actor: u32,
        role: Role,
        other: u32,
        day: u32,
        traits: &Traits,
        memory: &Memory,
    ) -> Kinship {
        let fading = &memory.fading;
        let (home, far) = (traits.home(actor), traits.home(other));
        let shares = |crowd: Option<&Crowd>, other: Option<u32>| {
            crowd.zip(other).map_or([0.0; N_FADES], |(crowd, other)| crowd.shares(other, day, fading))
        };
        let in_role = home.and_then(|home| self.in_role.get(&(home, role)));
        let tally = in_role.map(|crowd| crowd.of(other)).unwrap_or_default();
        Kinship {
            count: tally.count as f32,
            last: (tally.count > 0).then_some(tally.last),
            in_role: shares(in_role, Some(other)),
            at_all: shares(home.and_then(|home| self.at_all.get(&home)), Some(other)),
            reach: shares(self.reach.get(&actor), far),
            flow: shares(home.and_then(|home| self.flows.get(&(home, role))), far),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_does_speaks_for_another_of_the_same_home() {
        let names = ["Police (Chad)", "Jan Nowak", "Citizen (Chad)", "Village (Mali)", "Press (Chad)"];
        let mut traits = Traits::of_names(&names.map(str::to_owned));
        let memory = Memory::new(names.len(), 1);
        let mut crowds = Crowds::default();
        let mut tell = |actor: u32, other: u32, day: u32| {
            traits.add(actor, 0, other);
            crowds.add(actor, 0, other, day, &traits, &memory.fading);
        };
        // He has to do with people of Chad twice, with one of Mali once: he is at home in Chad.
        tell(1, 2, 1);
        tell(1, 4, 2);
        tell(1, 3, 3);
        let of = |other: u32| crowds.kinship(0, 0, other, 4, &traits, &memory);
        assert_eq!((of(3).last, of(2).last, of(0).last), (Some(3), Some(1), None));
        assert!(of(3).in_role[0] > of(2).in_role[0], "what was seen later counts for more");
        assert!(of(3).at_all[2] > 0.0);
        assert!(of(0).in_role[2] < f32::EPSILON, "nobody of Chad did it with the police");
        assert!(of(2).flow[2] > of(3).flow[2], "two of Chad, one of Mali");
        assert!(of(3).reach[2] < f32::EPSILON, "the police itself has done nothing yet");
        let mut foremost: Vec<u32> = crowds.foremost(traits.home(0).unwrap(), 0, 4, &memory).collect();
        foremost.sort_unstable();
        foremost.dedup();
        assert_eq!(foremost, [2, 3, 4]);
    }
}
