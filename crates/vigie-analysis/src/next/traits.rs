//! What a name says of an actor: a body and the place in brackets behind it, `Police (Thailand)`; and where one is at home whose name does not say.

use std::collections::BTreeMap;

use super::id;
use super::memory::Role;

/// The place and the sort of each actor, as far as names say, and which sorts meet in which role.
pub(crate) struct Traits {
    place: Vec<u32>,
    /// The place in the name, or else the place of most of those with whom one has to do.
    home: Vec<u32>,
    votes: Vec<BTreeMap<u32, u32>>,
    sort: Vec<u32>,
    n_places: usize,
    n_sorts: usize,
    meetings: BTreeMap<(Role, u32), (u32, BTreeMap<u32, u32>)>,
}

const NONE: u32 = u32::MAX;

impl Traits {
    pub(crate) fn of_names(names: &[String]) -> Self {
        let mut places: BTreeMap<String, u32> = BTreeMap::new();
        let mut sorts: BTreeMap<String, u32> = BTreeMap::new();
        let number = |table: &mut BTreeMap<String, u32>, name: &str| {
            let next = id(table.len());
            *table.entry(name.replace('_', " ").to_lowercase()).or_insert(next)
        };
        let parts: Vec<(Option<&str>, &str)> = names.iter().map(|name| parts(name)).collect();
        for place in parts.iter().filter_map(|part| part.0) {
            number(&mut places, place);
        }
        let (mut place, mut sort) = (Vec::new(), Vec::new());
        for (index, &(of, body)) in parts.iter().enumerate() {
            if let Some(of) = of {
                place.push(number(&mut places, of));
                sort.push(2 + number(&mut sorts, body));
            } else {
                let own = places.get(&names[index].replace('_', " ").to_lowercase()).copied();
                place.push(own.unwrap_or(NONE));
                sort.push(u32::from(own.is_none()));
            }
        }
        Self {
            home: place.clone(),
            votes: vec![BTreeMap::new(); place.len()],
            place,
            sort,
            n_places: places.len(),
            n_sorts: sorts.len() + 2,
            meetings: BTreeMap::new(),
        }
    }

    pub(crate) fn n_actors(&self) -> usize {
        self.place.len()
    }

    pub(crate) fn n_places(&self) -> usize {
        self.n_places
    }

    pub(crate) fn n_sorts(&self) -> usize {
        self.n_sorts
    }

    /// The number of an actor's sort: 0 for a place, 1 for who has no place in its name.
    pub(crate) fn sort(&self, actor: u32) -> usize {
        self.sort[actor as usize] as usize
    }

    /// Where an actor is at home.
    pub(crate) fn home(&self, actor: u32) -> Option<u32> {
        let home = self.home[actor as usize];
        (home != NONE).then_some(home)
    }

    fn same_place(&self, actor: u32, other: u32) -> f32 {
        let (left, right) = (self.home[actor as usize], self.home[other as usize]);
        if left == NONE || right == NONE { 0.5 } else { f32::from(u8::from(left == right)) }
    }

    /// Takes one event in.
    pub(crate) fn add(&mut self, actor: u32, role: Role, other: u32) {
        let same = u32::from(self.same_place(actor, other) > 0.9);
        let key = (role, self.sort[actor as usize]);
        let meeting = self.meetings.entry(key).or_default();
        meeting.0 += 1;
        *meeting.1.entry(self.sort[other as usize] * 2 + same).or_default() += 1;
        self.vote(actor, other);
    }

    /// One whose name has no place is at home where most of those are with whom it has to do.
    fn vote(&mut self, actor: u32, other: u32) {
        let (index, place) = (actor as usize, self.place[other as usize]);
        if self.place[index] != NONE || place == NONE {
            return;
        }
        let votes = &mut self.votes[index];
        // Those who are of a place say more than the place itself, which has to do with everybody.
        *votes.entry(place).or_default() += if self.sort[other as usize] == 0 { 1 } else { 2 };
        let best = votes.iter().max_by_key(|&(place, n)| (*n, std::cmp::Reverse(*place)));
        self.home[index] = best.map_or(NONE, |(&place, _)| place);
    }

    /// Whether the two share a place; how often this sort of actor has this role with that sort; how often anybody of that sort.
    pub(crate) fn of(&self, actor: u32, role: Role, other: u32) -> [f32; 3] {
        let same_place = self.same_place(actor, other);
        let same = u32::from(same_place > 0.9);
        let share = self.meetings.get(&(role, self.sort[actor as usize])).map_or(0.0, |(all, by)| {
            let n = by.get(&(self.sort[other as usize] * 2 + same)).copied().unwrap_or(0);
            n as f32 / (*all as f32 + 5.0)
        });
        [same_place, share, self.sort[other as usize].min(2) as f32]
    }
}

/// The place in brackets, and what stands before it.
fn parts(name: &str) -> (Option<&str>, &str) {
    let name = name.trim();
    if let Some(rest) = name.strip_suffix(')')
        && let Some((body, place)) = rest.rsplit_once('(')
    {
        return (Some(place.trim()), body.trim_matches(['_', ' ']));
    }
    (None, name)
}
