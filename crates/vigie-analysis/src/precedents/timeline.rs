//! Timelines: what two countries did to each other, day by day, whoever of them acted.
//!
//! A kind of act on a day is one step, however many rows tell of it, so that neither copies nor many reports make a
//! precedent. Only what happened or goes on is taken.

use std::collections::{BTreeMap, HashMap};

use crate::history::{Actor, ActorId, Day, EventRef, History};

/// The most kinds of acts that are told apart, so that their codes are the bits of one number.
const MOST_KINDS: usize = 63;

/// What is done, and by which side: twice the number of the kind, and one more where the second side acts.
pub(super) type Code = u8;

/// A step of a timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Step {
    pub(super) day: i32,
    pub(super) code: Code,
}

/// Stands for more than one side.
pub(super) const SEVERAL: u32 = u32::MAX;

/// The days on which something was done, with the other side of it.
pub(super) type Days = Vec<(i32, u32)>;

/// The sides of a history: countries, or actors by name where no country is known.
#[derive(Debug)]
pub(super) struct Sides {
    pub(super) names: Vec<String>,
    of_actor: Vec<u32>,
    /// The dyads between two sides, the side with the lower number first.
    pairs: BTreeMap<(u32, u32), Vec<(ActorId, ActorId)>>,
    /// The names of the kinds of acts.
    pub(super) kinds: Vec<String>,
    /// The quad class of each kind.
    pub(super) quads: Vec<u8>,
    /// The number of the kind for each kind of the history.
    of_kind: Vec<Option<u8>>,
}

impl Sides {
    pub(super) fn of(history: &History) -> Self {
        let (mut names, mut numbers, mut of_actor) = (Vec::new(), BTreeMap::new(), Vec::new());
        for (_, actor) in history.actors() {
            let name = side_name(actor);
            let number = *numbers.entry(name.to_owned()).or_insert_with(|| {
                names.push(name.to_owned());
                u32::try_from(names.len() - 1).unwrap_or(SEVERAL)
            });
            of_actor.push(number);
        }
        let mut pairs: BTreeMap<(u32, u32), Vec<(ActorId, ActorId)>> = BTreeMap::new();
        for (actor, recipient) in history.dyads() {
            let (a, b) = (of_actor[actor.number()], of_actor[recipient.number()]);
            if a != b {
                pairs.entry((a.min(b), a.max(b))).or_default().push((actor, recipient));
            }
        }
        let (mut kinds, mut quads, mut of_kind) = (Vec::new(), Vec::new(), Vec::new());
        for (id, kind) in history.kinds() {
            let name = kind_name(kind.plover, kind.cameo);
            let known = kinds.iter().position(|known| *known == name);
            let number = known.unwrap_or_else(|| {
                kinds.push(name);
                quads.push(history.at(history.by_kind(id)).next().map_or(0, EventRef::quad_class));
                kinds.len() - 1
            });
            of_kind.push(u8::try_from(number).ok().filter(|_| number < MOST_KINDS));
        }
        Self { names, of_actor, pairs, kinds, quads, of_kind }
    }

    /// The number of a side by name.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.names.iter().position(|known| known == name).and_then(|place| u32::try_from(place).ok())
    }

    /// The references of the records of a step.
    pub(super) fn records(&self, history: &History, pair: (u32, u32), step: Step) -> Vec<u64> {
        let mut records = Vec::new();
        for (actor, recipient) in self.pairs.get(&pair).into_iter().flatten() {
            if Code::from(self.of_actor[actor.number()] != pair.0) != step.code % 2 {
                continue;
            }
            let rows = history.by_dyad(*actor, *recipient);
            let of_day = history.at(rows).filter(|event| event.day().number() == step.day && event.is_real());
            let of_kind = of_day.filter(|event| self.kind_of(*event) == Some(step.code / 2));
            records.extend(of_kind.map(EventRef::record));
        }
        records
    }

    /// For each side and kind the days on which somebody did it to the side (`to_side`), or the side did it to somebody, with the
    /// other side; [`SEVERAL`] where there was more than one. Of one side only, or of some kinds only, where that is asked.
    pub(super) fn thirds(
        &self,
        history: &History,
        until: Day,
        to_side: bool,
        only: impl Fn(u32, u8) -> bool,
    ) -> BTreeMap<(u32, u8), Days> {
        let mut thirds: BTreeMap<(u32, u8), Days> = BTreeMap::new();
        for ((a, b), dyads) in &self.pairs {
            for (actor, recipient) in dyads {
                let acts = self.of_actor[actor.number()];
                let suffers = if acts == *a { *b } else { *a };
                let (side, other) = if to_side { (suffers, acts) } else { (acts, suffers) };
                for event in history.at(history.by_dyad(*actor, *recipient)).take_while(|event| event.day() <= until) {
                    let kind = self.kind_of(event).filter(|kind| event.is_real() && only(side, *kind));
                    if let Some(kind) = kind {
                        let days = thirds.entry((side, kind)).or_default();
                        let entry = (event.day().number(), other);
                        if days.last() != Some(&entry) {
                            days.push(entry);
                        }
                    }
                }
            }
        }
        for days in thirds.values_mut() {
            days.sort_unstable();
            days.dedup();
            days.dedup_by(|later, kept| {
                let same_day = later.0 == kept.0;
                if same_day {
                    kept.1 = SEVERAL;
                }
                same_day
            });
        }
        thirds
    }

    fn kind_of(&self, event: EventRef<'_>) -> Option<u8> {
        self.of_kind[event.kind_id().number()]
    }
}

/// The timelines of all pairs of sides up to a day.
#[derive(Debug)]
pub(super) struct Timelines {
    pairs: Vec<(u32, u32)>,
    /// Where the steps of each pair begin, and after the last where they end.
    starts: Vec<usize>,
    steps: Vec<Step>,
}

impl Timelines {
    /// Gathers the steps of all pairs in one walk through the history.
    pub(super) fn of(history: &History, sides: &Sides, until: Day) -> Self {
        let pairs: Vec<(u32, u32)> = sides.pairs.keys().copied().collect();
        let places: HashMap<(u32, u32), u32> = pairs.iter().copied().zip(0..).collect();
        let mut found: Vec<(u32, Step)> = Vec::new();
        for event in history.events().take_while(|event| event.day() <= until) {
            let (Some(actor), Some(recipient)) = (event.actor_id(), event.recipient_id()) else { continue };
            let (a, b) = (sides.of_actor[actor.number()], sides.of_actor[recipient.number()]);
            if a == b || !event.is_real() {
                continue;
            }
            let place = places.get(&(a.min(b), a.max(b)));
            if let (Some(place), Some(kind)) = (place, sides.kind_of(event)) {
                found.push((*place, Step { day: event.day().number(), code: 2 * kind + Code::from(a > b) }));
            }
        }
        // Sorted by counting: the steps come by day, and stay so within a pair.
        let mut starts = vec![0; pairs.len() + 1];
        for (place, _) in &found {
            starts[*place as usize + 1] += 1;
        }
        for place in 0..pairs.len() {
            starts[place + 1] += starts[place];
        }
        let (mut free, mut steps) = (starts.clone(), vec![Step { day: 0, code: 0 }; found.len()]);
        for (place, step) in found {
            let slot = &mut free[place as usize];
            steps[*slot] = step;
            *slot += 1;
        }
        for place in 0..pairs.len() {
            steps[starts[place]..starts[place + 1]].sort_unstable();
        }
        Self::once_each(pairs, &starts, steps)
    }

    /// Leaves out what stands twice.
    fn once_each(pairs: Vec<(u32, u32)>, starts: &[usize], mut steps: Vec<Step>) -> Self {
        let (mut kept, mut new_starts) = (0, Vec::with_capacity(starts.len()));
        for place in 0..pairs.len() {
            let first = kept;
            new_starts.push(first);
            for index in starts[place]..starts[place + 1] {
                if kept == first || steps[kept - 1] != steps[index] {
                    steps[kept] = steps[index];
                    kept += 1;
                }
            }
        }
        new_starts.push(kept);
        steps.truncate(kept);
        Self { pairs, starts: new_starts, steps }
    }

    /// The timeline of a pair: the first side is the one with the lower number.
    pub(super) fn pair(&self, pair: (u32, u32)) -> &[Step] {
        let place = self.pairs.binary_search(&pair);
        place.map_or(&[], |place| &self.steps[self.starts[place]..self.starts[place + 1]])
    }

    /// The timelines that have a step, by pair.
    pub(super) fn iter(&self) -> impl Iterator<Item = ((u32, u32), &[Step])> {
        let all = self.pairs.iter().zip(self.starts.windows(2));
        all.map(|(pair, ends)| (*pair, &self.steps[ends[0]..ends[1]])).filter(|(_, steps)| !steps.is_empty())
    }
}

/// The name of the side of an actor.
fn side_name(actor: Actor<'_>) -> &str {
    [actor.country, actor.name, actor.id].into_iter().find(|name| !name.is_empty()).unwrap_or("")
}

/// The name of a kind: the PLOVER type, or the root of the CAMEO code.
fn kind_name(plover: &str, cameo: &str) -> String {
    if plover.is_empty() { cameo.get(..2).unwrap_or(cameo).to_owned() } else { plover.to_owned() }
}
