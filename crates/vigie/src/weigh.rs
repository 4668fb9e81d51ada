//! A store becomes what the analysis weighs: a history of events, or a dossier with the sentences that it cites.
//!
//! What was rejected or replaced is in neither; what was corrected is in them as it was corrected. Nothing here has words for
//! a screen: faces say what they find in their own way.

use std::collections::HashSet;

use jiff::civil::Date;
use vigie_analysis::dossier::{Dossier, ReadReport};
use vigie_analysis::precedents::Precedents;
use vigie_analysis::warning::{Problem, WarnError, Warning, look_back, warn as warning_of};
use vigie_analysis::{Actor, ActorId, Day, Entry, History, HistoryBuilder, Kind, KindId, TooMany};
use vigie_record::{ByteRange, Reading, Report, Status};
use vigie_store::{HistoryNames, HistoryRow, Over, PairOf, Store, StoreError};

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
        "the problem `{problem}` draws on all rows of the store, which are more than {MOST_ROWS}: name countries in its \
         `coverage` and in each of its patterns, and learn from `parties` rather than `pairs`"
    )]
    TooWide {
        /// The name of the problem.
        problem: String,
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

/// The events of a store as a history, whose references are the keys of the store.
///
/// An event that a report tells of stands on its day, or on that of the report where it has none or a later one. With
/// `known_by`, only what was known by the end of that day is taken: reports by when they were published, rows of tables by
/// their last day. Over occurrences, of several records of one occurrence the first that stands is taken.
///
/// # Errors
/// When the store cannot be read, or has more events than a history holds.
pub fn history(store: &Store, known_by: Option<Date>, over: Over) -> Result<History, WeighError> {
    let mut gatherer = Gatherer::new(store.most_events()?, &store.history_names()?, known_by, over);
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
pub fn history_of(store: &Store, pairs: &[PairOf<'_>]) -> Result<History, WeighError> {
    let mut rows: Vec<HistoryRow> = Vec::new();
    for pair in pairs {
        store.each_event_of(*pair, |row| rows.push(row))?;
    }
    rows.sort_unstable_by_key(|row| row.key);
    rows.dedup_by_key(|row| row.key);
    let mut gatherer = Gatherer::new(rows.len(), &store.history_names()?, None, Over::Records);
    for row in &rows {
        gatherer.take(row)?;
    }
    for day in store.event_days()? {
        gatherer.builder.cover(Day::from_number(day));
    }
    Ok(gatherer.builder.build())
}

/// Rows of a store on their way into a history.
struct Gatherer {
    builder: HistoryBuilder,
    actors: Vec<Option<ActorId>>,
    codes: Vec<(KindId, u8, f32)>,
    known_by: Option<i32>,
    over: Over,
    occurrences: HashSet<i64>,
}

impl Gatherer {
    fn new(n_events: usize, names: &HistoryNames, known_by: Option<Date>, over: Over) -> Self {
        let known_by = known_by.map(|day| Day::from(day).number());
        let mut gatherer = Self {
            builder: HistoryBuilder::with_capacity(n_events),
            actors: Vec::new(),
            codes: Vec::new(),
            known_by,
            over,
            occurrences: HashSet::new(),
        };
        gatherer.learn(names);
        gatherer
    }

    fn learn(&mut self, names: &HistoryNames) {
        for actor in names.actors.iter().skip(self.actors.len()) {
            let known =
                Actor { id: &actor.actor_id, name: &actor.name, country: &actor.country, sector: &actor.sector };
            self.actors.push((known != Actor::default()).then(|| self.builder.actor(known)));
        }
        for code in names.codes.iter().skip(self.codes.len()) {
            let kind = self.builder.kind(Kind { plover: &code.event_type, cameo: &code.cameo });
            self.codes.push((kind, code.quad_class, narrow(code.goldstein.unwrap_or(0.0))));
        }
    }

    /// Takes a row; false where its names are not known yet.
    fn take(&mut self, row: &HistoryRow) -> Result<bool, TooMany> {
        let known_on = if row.dataset.is_none() { row.report_day } else { row.end_day };
        let Some(day) = row.day.or(row.report_day) else { return Ok(true) };
        if self.known_by.is_some_and(|by| known_on.is_none_or(|known_on| known_on > by)) {
            return Ok(true);
        }
        let place = |number: u32| number as usize;
        let (Some(actor), Some(recipient), Some((kind, quad_class, goldstein))) = (
            self.actors.get(place(row.actor)).copied(),
            self.actors.get(place(row.recipient)).copied(),
            self.codes.get(place(row.code)).copied(),
        ) else {
            return Ok(false);
        };
        if self.over == Over::Occurrences && row.dataset.is_none() && !self.occurrences.insert(row.occurrence) {
            return Ok(true);
        }
        let last = row.report_day.unwrap_or(i32::MAX);
        let (day, end) = (day.min(last), row.end_day.unwrap_or(day).min(last));
        self.builder.push(Entry {
            day: Day::from_number(day),
            end: Day::from_number(end.max(day)),
            actor,
            recipient,
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
/// Of tables only rows are taken in which one of `countries` acts, is acted on or is the place; all, where that is none.
///
/// # Errors
/// When the store cannot be read.
pub fn dossier(store: &Store, countries: Option<&[String]>) -> Result<Dossier, WeighError> {
    let mut dossier = Dossier::default();
    store.each_standing(|standing| add(&mut dossier, &standing.reading))?;
    store.each_standing_row(countries, |row| {
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

/// The dossier that a problem needs of a store.
///
/// # Errors
/// When the store cannot be read, or the problem asks of more rows of tables than a dossier holds.
pub fn dossier_for(store: &Store, problem: &Problem) -> Result<Dossier, WeighError> {
    let countries = problem.countries();
    if countries.is_none() && store.most_rows()? > MOST_ROWS {
        return Err(WeighError::TooWide { problem: problem.name.clone() });
    }
    dossier(store, countries.as_deref())
}

/// What a problem comes to against a store on a day, by what was known then; without a day on that of the newest report.
///
/// # Errors
/// When the store cannot be read or holds nothing, or the problem cannot be asked on that day.
pub fn warn(store: &Store, problem: &Problem, day: Option<Date>) -> Result<Weighing, WeighError> {
    weigh(store, problem, &dossier_for(store, problem)?, day)
}

/// The same, with a dossier that was made before.
///
/// # Errors
/// As [`warn`].
pub fn weigh(store: &Store, problem: &Problem, dossier: &Dossier, day: Option<Date>) -> Result<Weighing, WeighError> {
    let day = day.or_else(|| dossier.newest()).ok_or(WeighError::Empty)?;
    let warning = warning_of(problem, dossier, day)?;
    let precedents = match problem.parties() {
        Some(_) => look_back(problem, &history(store, Some(day), Over::Records)?, day),
        None => None,
    };
    Ok(Weighing { warning, precedents })
}
