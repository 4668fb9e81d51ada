//! A store becomes what the analysis weighs: a history of events, or a dossier with the sentences that it cites.
//!
//! What was rejected or replaced is in neither; what was corrected is in them as it was corrected. Nothing here has words for
//! a screen: faces say what they find in their own way.

use std::collections::HashSet;
use std::num::NonZeroUsize;

use jiff::civil::Date;
use vigie_analysis::dossier::{Dossier, PartyRow, ReadReport, Unread};
use vigie_analysis::precedents::{Precedents, SideId, StepKind, Timelines, TimelinesBuilder};
use vigie_analysis::warning::{Problem, WantedRows, WarnError, Warning, look_back, warn as warning_of};
use vigie_analysis::{Actor, ActorId, Day, Entry, History, HistoryBuilder, Kind, KindId, TooMany};
use vigie_record::{ByteRange, Reading, Report, Status};
use vigie_store::{
    EventName, HistoryActor, HistoryCode, HistoryNames, HistoryRow, Over, PairOf, RowWant, Store, StoreError,
};

use crate::ahead;

/// The most rows of tables that a dossier takes: each is kept with its words, at about a kilobyte.
const MOST_ROWS: usize = 2_000_000;

/// Why a store is not weighed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WeighError {
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There are more events than a history holds.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The problem cannot be asked on that day.
    #[error(transparent)]
    Warn(#[from] WarnError),
    /// There is nothing with a day to draw on.
    #[error("the store has no report and no row of a table with a day")]
    Empty,
    /// A dossier of so many rows would not fit.
    #[error(
        "the problem `{problem}` draws on {n_rows} rows of tables, and a warning takes {MOST_ROWS} at most: name types and \
         countries in each of its patterns, and learn from `parties` rather than `pairs`"
    )]
    TooWide {
        /// The name of the problem.
        problem: String,
        /// How many rows it would take.
        n_rows: usize,
    },
}

/// What a problem comes to on a day, with all that a face shows of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighing {
    /// The warning: the odds, their course, each indicator with its citations.
    pub warning: Warning,
    /// What followed when it stood so before between the parties of the outcome; none where it names no two, or they have no events.
    pub precedents: Option<Precedents>,
}

/// What the event with a key of a store goes by: the first half of its id, or the dataset and its own number there; none where there is no
/// such event.
///
/// # Errors
/// When the store cannot be read.
pub fn citation(store: &Store, key: u64) -> Result<Option<String>, WeighError> {
    let Ok(key) = i64::try_from(key) else { return Ok(None) };
    Ok(store.event_name(key)?.map(|name| match name {
        EventName::Told { id, .. } => id.to_string()[..16].to_owned(),
        EventName::Row { dataset, native_id } => format!("{dataset}:{native_id}"),
    }))
}

/// The events of a store as a history, whose references are the keys of the store.
///
/// An event that a report tells of stands on its day, or on that of the report where it has none or a later one. With
/// `known_by`, only what was known by the end of that day is taken: reports by when they were published, rows of tables by
/// their last day. What is dated after `today` is left out ([`ahead`]). Over occurrences, of several records of one occurrence the first that stands is taken.
///
/// # Errors
/// When the store cannot be read, or has more events than a history holds.
pub fn history(store: &Store, known_by: Option<Date>, today: Date, over: Over) -> Result<History, WeighError> {
    let sieve = Sieve::new(known_by, today, over);
    gathered_history(store, Gatherer::new(store.most_events()?, &store.history_names()?, sieve))
}

/// The same of all records, in which a party of a report is nobody where only its words are known, such as `he` or `military sites`: for
/// questions about who acts, which none but countries and actors that are known by an id can answer.
///
/// # Errors
/// As [`history`].
pub fn history_of_known(store: &Store, today: Date) -> Result<History, WeighError> {
    let sieve = Sieve::new(None, today, Over::Records);
    let gatherer = Gatherer::new(store.most_events()?, &store.history_names()?, sieve);
    gathered_history(store, Gatherer { known_only: true, ..gatherer })
}

fn gathered_history(store: &Store, mut gatherer: Gatherer) -> Result<History, WeighError> {
    let (mut later, mut full) = (Vec::new(), None);
    store.each_event(|row| match gatherer.take(&row) {
        Ok(true) => {}
        Ok(false) => later.push(row),
        Err(error) => full = Some(error),
    })?;
    if let Some(error) = full {
        return Err(error.into());
    }
    if !later.is_empty() {
        // Somebody has put names in while the rows were read.
        gatherer.learn(&store.history_names()?);
        for row in &later {
            gatherer.take(row)?;
        }
    }
    Ok(gatherer.builder.build())
}

/// The events of some pairs as a history, with the days of which the store has anything: what a series of a pair needs, without
/// going through all the others.
///
/// # Errors
/// As [`history`].
pub fn history_of(store: &Store, pairs: &[PairOf<'_>], today: Date) -> Result<History, WeighError> {
    let mut rows: Vec<HistoryRow> = Vec::new();
    for pair in pairs {
        store.each_event_of(*pair, |row| rows.push(row))?;
    }
    rows.sort_unstable_by_key(|row| row.key);
    rows.dedup_by_key(|row| row.key);
    let sieve = Sieve::new(None, today, Over::Records);
    let last = sieve.last;
    let mut gatherer = Gatherer::new(rows.len(), &store.history_names()?, sieve);
    for row in &rows {
        gatherer.take(row)?;
    }
    for day in store.event_days()?.into_iter().filter(|day| *day <= last) {
        gatherer.builder.cover(Day::from_number(day));
    }
    Ok(gatherer.builder.build())
}

/// What each two sides did to each other, by the events of a store: all that precedents ask, at a fraction of the cost of a [`history`].
///
/// What was known by a day is taken as there, and nothing later than that day, or than `today`.
///
/// # Errors
/// When the store cannot be read.
pub fn timelines(
    store: &Store,
    known_by: Option<Date>,
    today: Date,
    over: Over,
    n_threads: NonZeroUsize,
) -> Result<Timelines, WeighError> {
    let mut gatherer = StepGatherer {
        builder: TimelinesBuilder::new(known_by.map_or(Day::MAX, Day::from)),
        sides: Vec::new(),
        codes: Vec::new(),
        sieve: Sieve::new(known_by, today, over),
    };
    gatherer.learn(&store.history_names()?);
    let mut later = Vec::new();
    store.each_event(|row| {
        if !gatherer.take(&row) {
            later.push(row);
        }
    })?;
    if !later.is_empty() {
        // Somebody has put names in while the rows were read.
        gatherer.learn(&store.history_names()?);
        for row in &later {
            gatherer.take(row);
        }
    }
    Ok(gatherer.builder.build(n_threads))
}

/// Rows of a store on their way into timelines.
struct StepGatherer {
    builder: TimelinesBuilder,
    sides: Vec<Option<SideId>>,
    codes: Vec<StepKind>,
    sieve: Sieve,
}

impl StepGatherer {
    fn learn(&mut self, names: &HistoryNames) {
        for actor in names.actors.iter().skip(self.sides.len()) {
            let known = actor_of(actor);
            self.sides.push((known != Actor::default()).then(|| self.builder.side(known)));
        }
        for code in names.codes.iter().skip(self.codes.len()) {
            self.codes.push(self.builder.kind(kind_of(code), code.quad_class));
        }
    }

    /// Takes a row; false where its names are not known yet.
    fn take(&mut self, row: &HistoryRow) -> bool {
        let (Some(actor), Some(recipient), Some(kind)) = (
            self.sides.get(row.actor as usize).copied(),
            self.sides.get(row.recipient as usize).copied(),
            self.codes.get(row.code as usize).copied(),
        ) else {
            return false;
        };
        if let Some((day, _)) = self.sieve.days(row) {
            let status = row.status.unwrap_or(Status::Happened);
            self.builder.push(day, actor.zip(recipient), kind, status, row.key.unsigned_abs());
        }
        true
    }
}

/// What of the rows of a store counts, and on which days.
struct Sieve {
    known_by: Option<i32>,
    /// The last day that is believed.
    last: i32,
    over: Over,
    occurrences: HashSet<i64>,
}

impl Sieve {
    fn new(known_by: Option<Date>, today: Date, over: Over) -> Self {
        let last = Day::from(ahead::last_day(today)).number();
        Self { known_by: known_by.map(|day| Day::from(day).number()), last, over, occurrences: HashSet::new() }
    }

    /// The first and the last day of a row; none where it does not count.
    fn days(&mut self, row: &HistoryRow) -> Option<(Day, Day)> {
        let known_on = if row.dataset.is_none() { row.report_day } else { row.end_day };
        let day = row.day.or(row.report_day)?;
        if self.known_by.is_some_and(|by| known_on.is_none_or(|known_on| known_on > by)) {
            return None;
        }
        if row.report_day.is_some_and(|day| day > self.last) || day.min(row.report_day.unwrap_or(day)) > self.last {
            return None;
        }
        if self.over == Over::Occurrences && row.dataset.is_none() && !self.occurrences.insert(row.occurrence) {
            return None;
        }
        let last = row.report_day.unwrap_or(self.last);
        let (day, end) = (day.min(last), row.end_day.unwrap_or(day).min(last));
        Some((Day::from_number(day), Day::from_number(end.max(day))))
    }
}

fn actor_of(actor: &HistoryActor) -> Actor<'_> {
    Actor { id: &actor.actor_id, name: &actor.name, country: &actor.country, sector: &actor.sector }
}

fn kind_of(code: &HistoryCode) -> Kind<'_> {
    Kind { plover: &code.event_type, cameo: &code.cameo }
}

/// Rows of a store on their way into a history.
struct Gatherer {
    builder: HistoryBuilder,
    actors: Vec<Option<ActorId>>,
    /// Which of the actors have neither an id nor a country.
    wordy: Vec<bool>,
    codes: Vec<(KindId, u8, f32)>,
    sieve: Sieve,
    /// Whether those of reports of whom only words are known are nobody.
    known_only: bool,
}

impl Gatherer {
    fn new(n_events: usize, names: &HistoryNames, sieve: Sieve) -> Self {
        let mut gatherer = Self {
            builder: HistoryBuilder::with_capacity(n_events),
            actors: Vec::new(),
            wordy: Vec::new(),
            codes: Vec::new(),
            sieve,
            known_only: false,
        };
        gatherer.learn(names);
        gatherer
    }

    fn learn(&mut self, names: &HistoryNames) {
        for actor in names.actors.iter().skip(self.actors.len()) {
            let known = actor_of(actor);
            self.actors.push((known != Actor::default()).then(|| self.builder.actor(known)));
            self.wordy.push(known.id.is_empty() && known.country.is_empty());
        }
        for code in names.codes.iter().skip(self.codes.len()) {
            let kind = self.builder.kind(kind_of(code));
            self.codes.push((kind, code.quad_class, narrow(code.goldstein.unwrap_or(0.0))));
        }
    }

    /// Takes a row; false where its names are not known yet.
    fn take(&mut self, row: &HistoryRow) -> Result<bool, TooMany> {
        let (Some(actor), Some(recipient), Some((kind, quad_class, goldstein))) = (
            self.actors.get(row.actor as usize).copied(),
            self.actors.get(row.recipient as usize).copied(),
            self.codes.get(row.code as usize).copied(),
        ) else {
            return Ok(false);
        };
        let Some((day, end)) = self.sieve.days(row) else { return Ok(true) };
        // Tables name their actors; what reports say of one who is not known is often a pronoun.
        let named = |party: Option<ActorId>, index: u32| {
            let is_left_out = self.known_only && row.dataset.is_none() && self.wordy[index as usize];
            party.filter(|_| !is_left_out)
        };
        self.builder.push(Entry {
            day,
            end,
            actor: named(actor, row.actor),
            recipient: named(recipient, row.recipient),
            kind,
            quad_class,
            goldstein,
            status: row.status.unwrap_or(Status::Happened),
            probability: row.probability,
            occurrence: u64::try_from(row.occurrence).ok().filter(|_| row.occurrence != row.key),
            record: row.key.unsigned_abs(),
        })?;
        Ok(true)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "Goldstein values have one decimal")]
fn narrow(goldstein: f64) -> f32 {
    goldstein as f32
}

/// All that a store has for a warning: reports with their sentences, events and claims, and the rows of tables.
///
/// # Errors
/// When the store cannot be read.
pub fn dossier(store: &Store) -> Result<Dossier, WeighError> {
    gathered(store, None)
}

/// The reports of a store, and the rows of tables with some keys, or all.
fn gathered(store: &Store, keys: Option<&[i64]>) -> Result<Dossier, WeighError> {
    let mut dossier = Dossier::default();
    store.each_standing(|standing| add(&mut dossier, &standing.reading))?;
    store.each_standing_row(keys, |row| {
        dossier.add_table_event(row.file, row.event, row.status);
    })?;
    Ok(dossier)
}

/// Adds a reading to a dossier; nothing where it has no day.
fn add(dossier: &mut Dossier, reading: &Reading) {
    let Reading { report, events, claims, sentences, .. } = reading;
    let text = |range: &ByteRange| report.text.get(range.as_range()).unwrap_or_default();
    let sentences: Vec<(ByteRange, &str)> = sentences.iter().map(|range| (*range, text(range))).collect();
    dossier.add(ReadReport { name: &name_of(report), report, events, claims, sentences: &sentences });
}

/// The name that people know a report by: its file, its address, its title, or else its id.
pub fn name_of(report: &Report) -> String {
    let names = [&report.source_file, &report.url, &report.title];
    names.into_iter().flatten().find(|name| !name.is_empty()).cloned().unwrap_or_else(|| report.id.to_string())
}

/// The dossier that a problem needs of a store: of tables only the rows that can answer to it, and how many others there are of each day.
///
/// # Errors
/// When the store cannot be read, or the problem asks of more rows of tables than a dossier holds.
pub fn dossier_for(store: &Store, problem: &Problem) -> Result<Dossier, WeighError> {
    let most_rows = store.most_rows()?;
    let too_wide = |n_rows: usize| WeighError::TooWide { problem: problem.name.clone(), n_rows };
    let Some(wanted) = problem.wanted_rows() else {
        return if most_rows > MOST_ROWS { Err(too_wide(most_rows)) } else { dossier(store) };
    };
    if most_rows == 0 {
        return gathered(store, Some(&[]));
    }
    let want = |one: WantedRows| RowWant {
        types: one.types,
        actor_countries: one.actors,
        recipient_countries: one.recipients,
        place_countries: one.places,
        with_text: one.with_text,
    };
    let keys = store.wanted_rows(&wanted.into_iter().map(want).collect::<Vec<_>>())?;
    if keys.len() > MOST_ROWS {
        return Err(too_wide(keys.len()));
    }
    let mut dossier = gathered(store, Some(&keys))?;
    let countries = &problem.coverage.countries;
    for of_day in store.days_of_rows(countries, &keys)? {
        let Some(day) = Day::from_number(of_day.day).date() else { continue };
        let n_watched = if countries.is_empty() { of_day.n_rows } else { of_day.n_of_countries };
        dossier.unread.insert(day, Unread { n_rows: of_day.n_rows, n_watched });
    }
    Ok(dossier)
}

/// Everybody who acts, is acted on or says something, also in rows of the store that a dossier passes over.
///
/// # Errors
/// When the store cannot be read.
pub fn parties(dossier: &Dossier, store: Option<&Store>) -> Result<Vec<PartyRow>, WeighError> {
    let of_events = dossier.events.iter().flat_map(|event| [&event.actor, &event.recipient]);
    let of_claims = dossier.claims.iter().map(|claim| &claim.source);
    let mut parties: Vec<PartyRow> = of_events.chain(of_claims).cloned().collect();
    if let Some(store) = store {
        let some = |text: String| (!text.is_empty()).then_some(text);
        parties.extend(store.history_names()?.actors.into_iter().map(|actor| PartyRow {
            actor_id: some(actor.actor_id),
            name: some(actor.name),
            country: some(actor.country),
            sector: some(actor.sector),
        }));
    }
    Ok(parties)
}

/// What a problem comes to against a store on a day, by what was known then; without a day on that of the newest report that is not
/// dated after `today`.
///
/// # Errors
/// When the store cannot be read or holds nothing, or the problem cannot be asked on that day.
pub fn warn(store: &Store, problem: &Problem, day: Option<Date>, today: Date) -> Result<Weighing, WeighError> {
    weigh(store, problem, &dossier_for(store, problem)?, day, today)
}

/// The same, with a dossier that was made before.
///
/// # Errors
/// As [`warn`].
pub fn weigh(
    store: &Store,
    problem: &Problem,
    dossier: &Dossier,
    day: Option<Date>,
    today: Date,
) -> Result<Weighing, WeighError> {
    let day = day.or_else(|| dossier.newest(ahead::last_day(today))).ok_or(WeighError::Empty)?;
    let warning = warning_of(problem, dossier, day)?;
    let precedents = match problem.parties() {
        Some(_) => {
            let one = NonZeroUsize::MIN;
            look_back(problem, &timelines(store, Some(day), today.max(day), Over::Records, one)?, dossier, day, one)
        }
        None => None,
    };
    Ok(Weighing { warning, precedents })
}
