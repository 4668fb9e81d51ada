//! The history of events: columns in memory, sorted by day, with indexes by actor, by dyad and by kind.
//!
//! A [`HistoryBuilder`] takes actors, kinds and entries in any order; a [`History`] answers by day and by index. Ten
//! million events with a hundred thousand actors take some 650 MB. What is *possible*, *denied*, *hypothetical* or
//! *planned* is in it with its status; [`EventRef::is_real`] tells it from what happened.
//!
//! Days without data are gaps, not noughts: a day counts as covered where it has an event of any status or where the
//! builder was told of it ([`HistoryBuilder::cover`]).

mod builder;
mod day;
mod entry;
mod index;
mod names;

use std::ops::Range;

use vigie_record::{Probability, Status};

pub use self::builder::{HistoryBuilder, TooMany};
pub use self::day::Day;
pub use self::entry::{Actor, ActorId, Entry, Kind, KindId};
use self::index::Index;
use self::names::{Names, Tuples};

/// No occurrence is known.
const ALONE: u64 = u64::MAX;

/// Events in columns, sorted by day; events of one day stand in the order in which they came in.
#[derive(Debug, Clone)]
pub struct History {
    strings: Names,
    actors: Tuples<[u32; 4]>,
    kinds: Tuples<[u32; 2]>,
    days: Vec<Day>,
    ends: Vec<Day>,
    actor: Vec<u32>,
    recipient: Vec<u32>,
    kind: Vec<u32>,
    quad_class: Vec<u8>,
    goldstein: Vec<f32>,
    status: Vec<Status>,
    /// Not a number where none was given.
    probability: Vec<f32>,
    /// Empty where no row has one.
    occurrence: Vec<u64>,
    record: Vec<u64>,
    covered: Vec<Day>,
    dyads: Tuples<[u32; 2]>,
    by_actor: Index,
    by_recipient: Index,
    by_dyad: Index,
    by_kind: Index,
}

impl History {
    /// How many events there are.
    pub fn len(&self) -> usize {
        self.days.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.days.is_empty()
    }

    /// The first and the last day with an event.
    pub fn span(&self) -> Option<(Day, Day)> {
        Some((*self.days.first()?, *self.days.last()?))
    }

    /// The event at a place, counted from nought; absent beyond the last.
    pub fn get(&self, row: usize) -> Option<EventRef<'_>> {
        (row < self.len()).then_some(EventRef { history: self, row })
    }

    /// All events by day.
    pub fn events(&self) -> impl DoubleEndedIterator<Item = EventRef<'_>> + ExactSizeIterator {
        (0..self.len()).map(|row| EventRef { history: self, row })
    }

    /// The places of the events from one day to another, both included.
    pub fn rows_between(&self, from: Day, to: Day) -> Range<usize> {
        let start = self.days.partition_point(|day| *day < from);
        let end = self.days.partition_point(|day| *day <= to);
        start..end.max(start)
    }

    /// The events of some places, such as an index gives.
    pub fn at<'a>(&'a self, rows: &'a [u32]) -> impl DoubleEndedIterator<Item = EventRef<'a>> + ExactSizeIterator {
        rows.iter().map(|row| EventRef { history: self, row: *row as usize })
    }

    /// The places of what an actor does, by day.
    pub fn by_actor(&self, actor: ActorId) -> &[u32] {
        self.by_actor.rows(actor.number())
    }

    /// The places of what is done to an actor, by day.
    pub fn by_recipient(&self, recipient: ActorId) -> &[u32] {
        self.by_recipient.rows(recipient.number())
    }

    /// The places of what one actor does to another, by day.
    pub fn by_dyad(&self, actor: ActorId, recipient: ActorId) -> &[u32] {
        self.dyads.find([actor.0, recipient.0]).map_or(&[], |dyad| self.by_dyad.rows(dyad as usize))
    }

    /// The places of the events of a kind, by day.
    pub fn by_kind(&self, kind: KindId) -> &[u32] {
        self.by_kind.rows(kind.number())
    }

    /// The dyads with an event, in the order in which they first acted.
    pub fn dyads(&self) -> impl ExactSizeIterator<Item = (ActorId, ActorId)> {
        self.dyads.all().iter().map(|[actor, recipient]| (ActorId(*actor), ActorId(*recipient)))
    }

    /// All actors, in order of their ids.
    pub fn actors(&self) -> impl Iterator<Item = (ActorId, Actor<'_>)> {
        (0..).zip(self.actors.all()).map(|(number, parts)| (ActorId(number), self.actor_of(*parts)))
    }

    /// All kinds, in order of their ids.
    pub fn kinds(&self) -> impl Iterator<Item = (KindId, Kind<'_>)> {
        (0..).zip(self.kinds.all()).map(|(number, parts)| (KindId(number), self.kind_of(*parts)))
    }

    /// The actor with an id of this history.
    ///
    /// # Panics
    ///
    /// Where the id comes from another history that has more actors.
    pub fn actor(&self, actor: ActorId) -> Actor<'_> {
        self.actor_of(self.actors.all()[actor.number()])
    }

    /// The kind with an id of this history.
    ///
    /// # Panics
    ///
    /// Where the id comes from another history that has more kinds.
    pub fn kind(&self, kind: KindId) -> Kind<'_> {
        self.kind_of(self.kinds.all()[kind.number()])
    }

    /// The id of an actor; absent where it is not in the history.
    pub fn find_actor(&self, actor: Actor<'_>) -> Option<ActorId> {
        let Actor { id, name, country, sector } = actor;
        let [id, name, country, sector] = [id, name, country, sector].map(|part| self.strings.find(part));
        self.actors.find([id?, name?, country?, sector?]).map(ActorId)
    }

    /// Whether there is data of a day: where there is none, nothing is known of it.
    pub fn is_covered(&self, day: Day) -> bool {
        self.covered.binary_search(&day).is_ok()
    }

    /// The days of which there is data, in order.
    pub fn covered(&self) -> &[Day] {
        &self.covered
    }

    fn actor_of(&self, [id, name, country, sector]: [u32; 4]) -> Actor<'_> {
        let [id, name, country, sector] = [id, name, country, sector].map(|part| self.strings.name(part));
        Actor { id, name, country, sector }
    }

    fn kind_of(&self, [plover, cameo]: [u32; 2]) -> Kind<'_> {
        Kind { plover: self.strings.name(plover), cameo: self.strings.name(cameo) }
    }
}

/// An event of a history: a place in its columns.
#[derive(Debug, Clone, Copy)]
pub struct EventRef<'a> {
    history: &'a History,
    row: usize,
}

impl<'a> EventRef<'a> {
    /// Its place in the history.
    pub const fn row(self) -> usize {
        self.row
    }

    /// The day on which it happened, or the first of them.
    pub fn day(self) -> Day {
        self.history.days[self.row]
    }

    /// The last day.
    pub fn end(self) -> Day {
        self.history.ends[self.row]
    }

    /// The id of who acts.
    pub fn actor_id(self) -> Option<ActorId> {
        known(self.history.actor[self.row])
    }

    /// The id of who is acted on.
    pub fn recipient_id(self) -> Option<ActorId> {
        known(self.history.recipient[self.row])
    }

    /// Who acts.
    pub fn actor(self) -> Option<Actor<'a>> {
        self.actor_id().map(|actor| self.history.actor(actor))
    }

    /// Who is acted on.
    pub fn recipient(self) -> Option<Actor<'a>> {
        self.recipient_id().map(|recipient| self.history.actor(recipient))
    }

    /// The id of what is done.
    pub fn kind_id(self) -> KindId {
        KindId(self.history.kind[self.row])
    }

    /// What is done.
    pub fn kind(self) -> Kind<'a> {
        self.history.kind(self.kind_id())
    }

    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict; 0 where it is not known.
    pub fn quad_class(self) -> u8 {
        self.history.quad_class[self.row]
    }

    /// From −10 to 10.
    pub fn goldstein(self) -> f32 {
        self.history.goldstein[self.row]
    }

    /// Whether it happened.
    pub fn status(self) -> Status {
        self.history.status[self.row]
    }

    /// Whether it happened or goes on; what is planned, threatened, feared, denied or supposed is not real (yet), and
    /// background is old.
    pub fn is_real(self) -> bool {
        matches!(self.status(), Status::Happened | Status::UnderWay)
    }

    /// How likely it is that it is real.
    pub fn probability(self) -> Option<Probability> {
        Probability::nearest(f64::from(self.history.probability[self.row]))
    }

    /// What reports of the same event share.
    pub fn occurrence(self) -> Option<u64> {
        self.history.occurrence.get(self.row).copied().filter(|occurrence| *occurrence != ALONE)
    }

    /// How whoever made the history finds the record again.
    pub fn record(self) -> u64 {
        self.history.record[self.row]
    }
}

fn known(number: u32) -> Option<ActorId> {
    (number != u32::MAX).then_some(ActorId(number))
}
