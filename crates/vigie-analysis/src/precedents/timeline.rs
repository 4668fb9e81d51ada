//! Timelines: what each two sides did to each other, day by day, whoever of them acted.
//!
//! A kind of act on a day is one step, however many rows tell of it, so that neither copies nor many reports make a
//! precedent. Only what happened or goes on is taken. Of the rows of a step the one with the lowest reference is kept, as its
//! citation. Cost: sixteen bytes a row while they are gathered, as much again while they are sorted.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::num::NonZeroUsize;
use std::thread;

use vigie_record::Status;

use crate::history::{Actor, Day, EventRef, History, Kind};

/// The most kinds of acts that are told apart, so that their codes are the bits of one number.
const MOST_KINDS: usize = 63;

/// Days are put into keys of 24 bits from this one on, which lies before all that a calendar has.
const DAY_NOUGHT: i32 = -(1 << 23);

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

/// A side of timelines: a country, or an actor by name where no country is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SideId(u32);

/// A kind of act of timelines; none beyond those that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepKind(Option<u8>);

/// Gathers rows for [`Timelines`].
#[derive(Debug)]
pub struct TimelinesBuilder {
    until: Day,
    names: Vec<String>,
    numbers: HashMap<String, u32>,
    kinds: Vec<String>,
    quads: Vec<u8>,
    span: Option<(i32, i32)>,
    pairs: HashMap<u64, u32, BuildHasherDefault<PairHasher>>,
    /// The number of the pair, the day and the code in one, and the reference of the row.
    found: Vec<(u64, u64)>,
}

impl TimelinesBuilder {
    /// A builder that passes over what comes after a day.
    pub fn new(until: Day) -> Self {
        Self {
            until,
            names: Vec::new(),
            numbers: HashMap::new(),
            kinds: Vec::new(),
            quads: Vec::new(),
            span: None,
            pairs: HashMap::default(),
            found: Vec::new(),
        }
    }

    /// The side of an actor; ask once for each actor rather than once for each row.
    pub fn side(&mut self, actor: Actor<'_>) -> SideId {
        let name = [actor.country, actor.name, actor.id].into_iter().find(|name| !name.is_empty()).unwrap_or("");
        if let Some(number) = self.numbers.get(name) {
            return SideId(*number);
        }
        let number = u32::try_from(self.names.len()).unwrap_or(SEVERAL);
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        SideId(number)
    }

    /// The kind of an act, by its PLOVER type or else the root of its CAMEO code, with its quad class.
    pub fn kind(&mut self, kind: Kind<'_>, quad_class: u8) -> StepKind {
        let root = kind.cameo.get(..2).unwrap_or(kind.cameo);
        let name = if kind.plover.is_empty() { root } else { kind.plover };
        let place = self.kinds.iter().position(|known| known == name).unwrap_or_else(|| {
            self.kinds.push(name.to_owned());
            self.quads.push(0);
            self.kinds.len() - 1
        });
        self.quads[place] = self.quads[place].max(quad_class);
        StepKind(u8::try_from(place).ok().filter(|_| place < MOST_KINDS))
    }

    /// Takes a row: what one side does to another on a day. What is not real makes no step.
    ///
    /// # Panics
    /// Beyond four thousand million pairs of sides, for which no memory is enough.
    pub fn push(&mut self, day: Day, sides: Option<(SideId, SideId)>, kind: StepKind, status: Status, record: u64) {
        if day > self.until {
            return;
        }
        let day = day.number();
        let (first, last) = self.span.unwrap_or((day, day));
        self.span = Some((first.min(day), last.max(day)));
        let (Some((SideId(a), SideId(b))), Some(kind)) = (sides, kind.0) else { return };
        if a == b || !matches!(status, Status::Happened | Status::UnderWay) {
            return;
        }
        let next = self.pairs.len();
        let pair = *self
            .pairs
            .entry(u64::from(a.min(b)) << 32 | u64::from(a.max(b)))
            .or_insert_with(|| u32::try_from(next).expect("memory ends before four thousand million pairs"));
        let code = 2 * kind + Code::from(a > b);
        let days = u64::from(day.abs_diff(DAY_NOUGHT));
        self.found.push((u64::from(pair) << 32 | days << 8 | u64::from(code), record));
    }

    /// Sorts what was gathered.
    pub fn build(self, n_threads: NonZeroUsize) -> Timelines {
        let mut pairs: Vec<((u32, u32), u32)> =
            self.pairs.iter().map(|(key, number)| ((high(*key), low(*key)), *number)).collect();
        pairs.sort_unstable();
        let mut place_of = vec![0_u32; pairs.len()];
        for (place, (_, number)) in (0..).zip(&pairs) {
            place_of[*number as usize] = place;
        }
        // Sorted by counting into pairs, and then within each.
        let mut starts = vec![0_usize; pairs.len() + 1];
        for (key, _) in &self.found {
            starts[place_of[high(*key) as usize] as usize + 1] += 1;
        }
        for place in 0..pairs.len() {
            starts[place + 1] += starts[place];
        }
        let (mut free, mut rows) = (starts.clone(), vec![(0_u32, 0_u64); self.found.len()]);
        for (key, record) in self.found {
            let slot = &mut free[place_of[high(key) as usize] as usize];
            rows[*slot] = (low(key), record);
            *slot += 1;
        }
        drop(free);
        sort_each(&starts, &mut rows, n_threads.get());
        let mut lines = Timelines {
            until: self.until,
            names: self.names,
            kinds: self.kinds,
            quads: self.quads,
            span: self.span,
            pairs: pairs.into_iter().map(|(pair, _)| pair).collect(),
            starts: Vec::with_capacity(starts.len()),
            steps: Vec::with_capacity(rows.len()),
            records: Vec::with_capacity(rows.len()),
        };
        for ends in starts.windows(2) {
            lines.starts.push(lines.steps.len());
            let mut last = None;
            for (key, record) in &rows[ends[0]..ends[1]] {
                if last != Some(*key) {
                    last = Some(*key);
                    let day = DAY_NOUGHT.saturating_add_unsigned(key >> 8);
                    lines.steps.push(Step { day, code: (key & 0xff) as Code });
                    lines.records.push(*record);
                }
            }
        }
        lines.starts.push(lines.steps.len());
        lines
    }
}

/// Sorts the rows of each pair, on several threads.
fn sort_each(starts: &[usize], mut rows: &mut [(u32, u64)], n_threads: usize) {
    let share = rows.len().div_ceil(n_threads).max(1);
    thread::scope(|scope| {
        let (mut first, mut done) = (0, 0);
        while first + 1 < starts.len() {
            let mut last = first + 1;
            while last + 1 < starts.len() && starts[last] - done < share {
                last += 1;
            }
            let (part, rest) = std::mem::take(&mut rows).split_at_mut(starts[last] - done);
            let (ends, base) = (&starts[first..=last], done);
            rows = rest;
            (first, done) = (last, starts[last]);
            let mut work = move || {
                for ends in ends.windows(2) {
                    part[ends[0] - base..ends[1] - base].sort_unstable();
                }
            };
            if first + 1 < starts.len() {
                scope.spawn(work);
            } else {
                work();
            }
        }
    });
}

const fn high(key: u64) -> u32 {
    (key >> 32) as u32
}

#[expect(clippy::cast_possible_truncation, reason = "the halves of a number of 64 bits")]
const fn low(key: u64) -> u32 {
    key as u32
}

/// Mixes the two numbers of a pair: they are ours and no stranger's, so that nobody can choose them to collide.
#[derive(Debug, Default)]
struct PairHasher(u64);

impl Hasher for PairHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 32);
    }
}

/// The timelines of all pairs of sides up to a day.
#[derive(Debug)]
pub struct Timelines {
    until: Day,
    pub(super) names: Vec<String>,
    /// The names of the kinds of acts.
    pub(super) kinds: Vec<String>,
    /// The quad class of each kind.
    pub(super) quads: Vec<u8>,
    /// The first and the last day of any row.
    span: Option<(i32, i32)>,
    pairs: Vec<(u32, u32)>,
    /// Where the steps of each pair begin, and after the last where they end.
    starts: Vec<usize>,
    steps: Vec<Step>,
    /// The reference of one row of each step.
    records: Vec<u64>,
}

impl Timelines {
    /// Gathers the steps of all pairs in one walk through a history.
    pub fn of(history: &History, until: Day) -> Self {
        let mut builder = TimelinesBuilder::new(until);
        let sides: Vec<SideId> = history.actors().map(|(_, actor)| builder.side(actor)).collect();
        let mut kinds = Vec::new();
        for (id, kind) in history.kinds() {
            let quad_class = history.at(history.by_kind(id)).next().map_or(0, EventRef::quad_class);
            kinds.push(builder.kind(kind, quad_class));
        }
        for event in history.events().take_while(|event| event.day() <= until) {
            let side = |actor: crate::history::ActorId| sides[actor.number()];
            let pair = event.actor_id().map(side).zip(event.recipient_id().map(side));
            builder.push(event.day(), pair, kinds[event.kind_id().number()], event.status(), event.record());
        }
        builder.build(NonZeroUsize::MIN)
    }

    /// The last day that they may hold.
    pub const fn until(&self) -> Day {
        self.until
    }

    /// The first and the last day on which there is anything.
    pub fn span(&self) -> Option<(Day, Day)> {
        self.span.map(|(first, last)| (Day::from_number(first), Day::from_number(last)))
    }

    /// Whether a step is of a kind.
    pub fn has(&self, kind: &str) -> bool {
        let number = self.kinds.iter().position(|known| known == kind);
        number.is_some_and(|number| self.steps.iter().any(|step| usize::from(step.code / 2) == number))
    }

    /// The names of all sides: countries, and actors of whom no country is known.
    pub fn sides(&self) -> impl Iterator<Item = &str> + Clone {
        self.names.iter().map(String::as_str)
    }

    /// The number of a side by name.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.names.iter().position(|known| known == name).and_then(|place| u32::try_from(place).ok())
    }

    /// The timeline of a pair: the first side is the one with the lower number.
    pub(super) fn pair(&self, pair: (u32, u32)) -> &[Step] {
        let place = self.pairs.binary_search(&pair);
        place.map_or(&[], |place| &self.steps[self.starts[place]..self.starts[place + 1]])
    }

    /// The reference of a row of a step of a pair.
    pub(super) fn record(&self, pair: (u32, u32), step: Step) -> Option<u64> {
        let place = self.pairs.binary_search(&pair).ok()?;
        let start = self.starts[place];
        let found = self.steps[start..self.starts[place + 1]].binary_search(&step).ok()?;
        self.records.get(start + found).copied()
    }

    /// How many pairs there are.
    pub(super) fn n_pairs(&self) -> usize {
        self.pairs.len()
    }

    /// The pairs in stretches of about the same number of steps, always cut at the same places.
    pub(super) fn stretches(&self, n: usize) -> Vec<std::ops::Range<usize>> {
        let share = self.steps.len().div_ceil(n).max(1);
        let (mut found, mut start) = (Vec::new(), 0);
        for place in 0..self.pairs.len() {
            if self.starts[place + 1] - self.starts[start] >= share || place + 1 == self.pairs.len() {
                found.push(start..place + 1);
                start = place + 1;
            }
        }
        found
    }

    /// The timelines of some pairs.
    pub(super) fn some(&self, places: std::ops::Range<usize>) -> impl Iterator<Item = ((u32, u32), &[Step])> {
        places.map(|place| (self.pairs[place], &self.steps[self.starts[place]..self.starts[place + 1]]))
    }

    /// All timelines, by pair.
    pub(super) fn iter(&self) -> impl Iterator<Item = ((u32, u32), &[Step])> {
        self.some(0..self.pairs.len())
    }

    /// For each kind the days on which somebody did it to a side (`to_side`), or the side did it to somebody, with the other side;
    /// [`SEVERAL`] where there was more than one.
    pub(super) fn thirds(&self, side: u32, to_side: bool) -> BTreeMap<u8, Days> {
        let mut thirds: BTreeMap<u8, Days> = BTreeMap::new();
        for ((a, b), steps) in self.iter().filter(|((a, b), _)| *a == side || *b == side) {
            let (other, is_first) = if a == side { (b, true) } else { (a, false) };
            // The side is acted on where the other one acts.
            let by_first = is_first != to_side;
            for step in steps.iter().filter(|step| step.code.is_multiple_of(2) == by_first) {
                thirds.entry(step.code / 2).or_default().push((step.day, other));
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

    /// The reference of a row in which somebody but `not` did a kind of act to a side on a day, or the side did it to somebody.
    pub(super) fn third_record(&self, side: u32, not: u32, to_side: bool, kind: u8, day: i32) -> Option<u64> {
        let with_side = self.pairs.iter().filter(|(a, b)| (*a == side && *b != not) || (*b == side && *a != not));
        with_side
            .filter_map(|pair| {
                let by_first = (pair.0 == side) != to_side;
                self.record(*pair, Step { day, code: 2 * kind + Code::from(!by_first) })
            })
            .min()
    }

    /// The same, less all that came after a day.
    pub(super) fn cut(&self, until: Day) -> Self {
        let mut cut = Self {
            until,
            names: self.names.clone(),
            kinds: self.kinds.clone(),
            quads: self.quads.clone(),
            span: self
                .span
                .filter(|(first, _)| *first <= until.number())
                .map(|(first, last)| (first, last.min(until.number()))),
            pairs: Vec::new(),
            starts: vec![0],
            steps: Vec::new(),
            records: Vec::new(),
        };
        for (place, pair) in self.pairs.iter().enumerate() {
            let (start, end) = (self.starts[place], self.starts[place + 1]);
            let n = self.steps[start..end].partition_point(|step| step.day <= until.number());
            if n > 0 {
                cut.pairs.push(*pair);
                cut.steps.extend_from_slice(&self.steps[start..start + n]);
                cut.records.extend_from_slice(&self.records[start..start + n]);
                cut.starts.push(cut.steps.len());
            }
        }
        cut
    }
}
