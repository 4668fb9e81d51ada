//! How a history is made: entries in any order become sorted columns.

use vigie_record::Probability;

use super::{ALONE, Actor, ActorId, Day, Entry, History, Index, Kind, KindId, Names, Tuples};

/// The most events that one history holds: rows are numbered by `u32`.
const MOST: usize = u32::MAX as usize - 1;

/// Why an event does not go into a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a history holds at most {MOST} events; take fewer years or fewer actors at a time")]
pub struct TooMany;

/// Gathers events for a [`History`].
///
/// ```
/// use jiff::civil::date;
/// use vigie_analysis::{Actor, Entry, HistoryBuilder, Kind};
///
/// let mut builder = HistoryBuilder::new();
/// let minsk = builder.actor(Actor { country: "BLR", ..Actor::default() });
/// let kyiv = builder.actor(Actor { country: "UKR", ..Actor::default() });
/// let threat = builder.kind(Kind { plover: "THREATEN", cameo: "138" });
/// builder.push(Entry::happened(date(2022, 6, 1).into(), minsk, kyiv, threat, 0))?;
/// let history = builder.build();
/// assert_eq!(history.by_dyad(minsk, kyiv), [0]);
/// # Ok::<(), vigie_analysis::TooMany>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct HistoryBuilder {
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
    status: Vec<vigie_record::Status>,
    probability: Vec<f32>,
    occurrence: Vec<u64>,
    record: Vec<u64>,
    covered: Vec<Day>,
}

impl HistoryBuilder {
    /// A builder without events.
    pub fn new() -> Self {
        Self::default()
    }

    /// A builder with room for so many events, so that no column is moved while they come.
    pub fn with_capacity(n_events: usize) -> Self {
        Self {
            days: Vec::with_capacity(n_events),
            ends: Vec::with_capacity(n_events),
            actor: Vec::with_capacity(n_events),
            recipient: Vec::with_capacity(n_events),
            kind: Vec::with_capacity(n_events),
            quad_class: Vec::with_capacity(n_events),
            goldstein: Vec::with_capacity(n_events),
            status: Vec::with_capacity(n_events),
            probability: Vec::with_capacity(n_events),
            record: Vec::with_capacity(n_events),
            ..Self::default()
        }
    }

    /// The id of an actor; ask once for each actor rather than once for each event.
    pub fn actor(&mut self, actor: Actor<'_>) -> ActorId {
        let Actor { id, name, country, sector } = actor;
        let parts = [id, name, country, sector].map(|part| self.strings.number(part));
        ActorId(self.actors.number(parts))
    }

    /// The id of a kind of act; ask once for each kind rather than once for each event.
    pub fn kind(&mut self, kind: Kind<'_>) -> KindId {
        let parts = [kind.plover, kind.cameo].map(|part| self.strings.number(part));
        KindId(self.kinds.number(parts))
    }

    /// Takes an event. What is no number in it counts as nought, and an end before the day as the day.
    ///
    /// # Errors
    ///
    /// Where there are as many as a history can hold.
    pub fn push(&mut self, entry: Entry) -> Result<(), TooMany> {
        if self.days.len() >= MOST {
            return Err(TooMany);
        }
        self.days.push(entry.day);
        self.ends.push(entry.end.max(entry.day));
        self.actor.push(entry.actor.map_or(u32::MAX, |actor| actor.0));
        self.recipient.push(entry.recipient.map_or(u32::MAX, |recipient| recipient.0));
        self.kind.push(entry.kind.0);
        self.quad_class.push(if entry.quad_class > 4 { 0 } else { entry.quad_class });
        self.goldstein.push(if entry.goldstein.is_finite() { entry.goldstein } else { 0.0 });
        self.status.push(entry.status);
        self.probability.push(entry.probability.map_or(f32::NAN, narrow));
        self.note_occurrence(entry.occurrence);
        self.record.push(entry.record);
        Ok(())
    }

    /// Says that there is data of a day, even if no event is from it.
    pub fn cover(&mut self, day: Day) {
        if self.covered.last() != Some(&day) {
            self.covered.push(day);
        }
    }

    /// Sorts by day and makes the indexes.
    pub fn build(mut self) -> History {
        self.sort();
        let covered = covered(self.covered, &self.days);
        let mut dyads = Tuples::default();
        let pairs = self.actor.iter().zip(&self.recipient);
        let dyad_of_row: Vec<Option<u32>> =
            pairs.map(|(actor, recipient)| Some(dyads.number([known(*actor)?, known(*recipient)?]))).collect();
        let n_actors = self.actors.all().len();
        History {
            by_actor: Index::new(n_actors, self.actor.iter().map(|actor| known(*actor))),
            by_recipient: Index::new(n_actors, self.recipient.iter().map(|recipient| known(*recipient))),
            by_dyad: Index::new(dyads.all().len(), dyad_of_row.iter().copied()),
            by_kind: Index::new(self.kinds.all().len(), self.kind.iter().map(|kind| Some(*kind))),
            dyads,
            covered,
            strings: self.strings,
            actors: self.actors,
            kinds: self.kinds,
            days: self.days,
            ends: self.ends,
            actor: self.actor,
            recipient: self.recipient,
            kind: self.kind,
            quad_class: self.quad_class,
            goldstein: self.goldstein,
            status: self.status,
            probability: self.probability,
            occurrence: self.occurrence,
            record: self.record,
        }
    }

    /// The column of occurrences costs nothing until the first event has one.
    fn note_occurrence(&mut self, occurrence: Option<u64>) {
        if self.occurrence.is_empty() && occurrence.is_none() {
            return;
        }
        self.occurrence.resize(self.days.len() - 1, ALONE);
        self.occurrence.push(occurrence.unwrap_or(ALONE));
    }

    /// Puts the columns in order of days, one after the other, so that only one of them is there twice at a time.
    fn sort(&mut self) {
        if !self.occurrence.is_empty() {
            self.occurrence.resize(self.days.len(), ALONE);
        }
        if self.days.is_sorted() {
            return;
        }
        let mut order: Vec<u32> = (0..).take(self.days.len()).collect();
        order.sort_by_key(|row| self.days[*row as usize]);
        reorder(&mut self.days, &order);
        reorder(&mut self.ends, &order);
        reorder(&mut self.actor, &order);
        reorder(&mut self.recipient, &order);
        reorder(&mut self.kind, &order);
        reorder(&mut self.quad_class, &order);
        reorder(&mut self.goldstein, &order);
        reorder(&mut self.status, &order);
        reorder(&mut self.probability, &order);
        reorder(&mut self.occurrence, &order);
        reorder(&mut self.record, &order);
    }
}

fn reorder<T: Copy>(column: &mut Vec<T>, order: &[u32]) {
    if !column.is_empty() {
        *column = order.iter().map(|row| column[*row as usize]).collect();
    }
}

fn covered(mut told: Vec<Day>, sorted_days: &[Day]) -> Vec<Day> {
    let mut last = None;
    for day in sorted_days {
        if last != Some(day) {
            told.push(*day);
            last = Some(day);
        }
    }
    told.sort_unstable();
    told.dedup();
    told
}

fn known(number: u32) -> Option<u32> {
    (number != u32::MAX).then_some(number)
}

#[expect(clippy::cast_possible_truncation, reason = "a probability needs no more than seven digits")]
fn narrow(probability: Probability) -> f32 {
    probability.get() as f32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vigie_record::Status;

    use super::*;

    /// A history of events between four actors, each given as day, actor, recipient.
    fn history(events: &[(i32, u32, u32)]) -> History {
        let mut builder = HistoryBuilder::new();
        let actors = ["A", "B", "C", "D"].map(|name| builder.actor(Actor { name, ..Actor::default() }));
        let kind = builder.kind(Kind { plover: "ASSAULT", cameo: "190" });
        for (record, (day, actor, recipient)) in (0..).zip(events) {
            let (actor, recipient) = (actors[*actor as usize % 4], actors[*recipient as usize % 4]);
            builder.push(Entry::happened(Day::from_number(*day), actor, recipient, kind, record)).unwrap();
        }
        builder.build()
    }

    #[test]
    fn an_empty_history_answers() {
        let history = HistoryBuilder::new().build();
        assert!(history.is_empty());
        assert_eq!((history.span(), history.rows_between(Day::MIN, Day::MAX)), (None, 0..0));
        assert!(history.get(0).is_none());
    }

    #[test]
    fn a_day_without_data_is_a_gap_and_not_a_nought() {
        let mut builder = HistoryBuilder::new();
        let kind = builder.kind(Kind::default());
        let actor = builder.actor(Actor::default());
        builder.push(Entry::happened(Day::from_number(5), actor, actor, kind, 0)).unwrap();
        builder.cover(Day::from_number(3));
        let history = builder.build();
        let found: Vec<bool> = (2..7).map(|day| history.is_covered(Day::from_number(day))).collect();
        assert_eq!(found, [false, true, false, true, false]);
    }

    #[test]
    fn what_was_only_feared_is_told_from_what_happened() {
        let mut builder = HistoryBuilder::new();
        let kind = builder.kind(Kind { plover: "ASSAULT", cameo: "" });
        let actor = builder.actor(Actor { country: "RUS", ..Actor::default() });
        for status in Status::ALL {
            let entry = Entry { status, ..Entry::happened(Day::from_number(1), actor, actor, kind, 0) };
            builder.push(entry).unwrap();
        }
        let history = builder.build();
        let real: Vec<Status> =
            history.events().filter(|event| event.is_real()).map(super::super::EventRef::status).collect();
        assert_eq!(real, [Status::Happened, Status::UnderWay]);
    }

    #[test]
    fn what_an_entry_says_is_read_back() {
        let mut builder = HistoryBuilder::new();
        let actor = builder.actor(Actor { id: "BLR/x", name: "X", country: "BLR", sector: "GOV" });
        let kind = builder.kind(Kind { plover: "MOBILIZE", cameo: "154" });
        let plain = Entry { actor: None, ..Entry::happened(Day::from_number(9), actor, actor, kind, 1) };
        let full = Entry {
            day: Day::from_number(8),
            end: Day::from_number(12),
            recipient: None,
            quad_class: 4,
            goldstein: -7.2,
            probability: Probability::nearest(0.25),
            occurrence: Some(77),
            ..Entry::happened(Day::from_number(8), actor, actor, kind, 2)
        };
        builder.push(plain).unwrap();
        builder.push(full).unwrap();
        let history = builder.build();
        let (first, second) = (history.get(0).unwrap(), history.get(1).unwrap());
        assert_eq!((first.record(), second.record()), (2, 1));
        assert_eq!((first.end().number(), first.quad_class(), first.occurrence()), (12, 4, Some(77)));
        assert_eq!(first.probability(), Probability::nearest(0.25));
        assert_eq!((first.actor().unwrap().id, first.recipient(), first.kind().cameo), ("BLR/x", None, "154"));
        assert_eq!((second.occurrence(), second.actor(), second.probability()), (None, None, None));
    }

    #[test]
    fn numbers_that_are_none_do_no_harm() {
        let mut builder = HistoryBuilder::new();
        let (actor, kind) = (builder.actor(Actor::default()), builder.kind(Kind::default()));
        let entry = Entry::happened(Day::from_number(1), actor, actor, kind, 0);
        builder.push(Entry { goldstein: f32::NAN, quad_class: 9, end: Day::MIN, ..entry }).unwrap();
        let history = builder.build();
        let event = history.get(0).unwrap();
        assert_eq!((event.goldstein().to_bits(), event.quad_class(), event.end()), (0, 0, event.day()));
    }

    proptest! {
        #[test]
        fn indexes_hold_every_event_once_and_by_day(events in prop::collection::vec((-40_i32..40, 0_u32..4, 0_u32..4), 0..60)) {
            let history = history(&events);
            let mut sorted: Vec<(usize, i32)> = events.iter().map(|event| event.0).enumerate().collect();
            sorted.sort_by_key(|(_, day)| *day);
            let found: Vec<(usize, i32)> =
                history.events().map(|event| (usize::try_from(event.record()).unwrap(), event.day().number())).collect();
            prop_assert_eq!(found, sorted, "events stand by day, and within a day as they came");

            let mut n_in_dyads = 0;
            for (actor, recipient) in history.dyads() {
                let rows = history.by_dyad(actor, recipient);
                prop_assert!(rows.is_sorted() && !rows.is_empty());
                prop_assert!(history.at(rows).all(|event| event.actor_id() == Some(actor) && event.recipient_id() == Some(recipient)));
                n_in_dyads += rows.len();
            }
            let n_by_actor: usize = history.actors().map(|(actor, _)| history.by_actor(actor).len()).sum();
            let n_by_recipient: usize = history.actors().map(|(actor, _)| history.by_recipient(actor).len()).sum();
            let n_by_kind: usize = history.kinds().map(|(kind, _)| history.by_kind(kind).len()).sum();
            prop_assert_eq!([n_in_dyads, n_by_actor, n_by_recipient, n_by_kind], [history.len(); 4]);

            let between = history.rows_between(Day::from_number(-5), Day::from_number(5));
            prop_assert_eq!(between.len(), events.iter().filter(|event| (-5..=5).contains(&event.0)).count());
        }
    }
}
