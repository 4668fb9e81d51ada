//! Reports go into a store: read once, kept with their records, grouped into stories.
//!
//! A [`Collector`] takes one report at a time ([`Collector::add`]) or many, which are read side by side and kept in the order in which
//! they came ([`Collector::add_all`]). What is in the store already is not read again. Each report is on the disk, with all its records,
//! before the next.
//!
//! The reader is made when the first new report asks for it ([`ReaderSource`]), so that a run in which nothing is new takes no time;
//! several collectors, each with a store handle of its own, may share one.

mod reader;

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use vigie_lang::{LoadError, ReadError};
use vigie_reader::knowledge::TableError;
use vigie_reader::{Reading, furniture};
use vigie_record::{ByteRange, Digest, Note, NoteKind, PublishedAt, Report};
use vigie_store::{Access, Put, Store, StoreError};

pub use self::reader::ReaderSource;
use crate::ahead;
use crate::ordered::in_order;

/// Reports that were met again and are noted together.
const MET_AT_ONCE: usize = 500;

/// Puts reports into a store.
///
/// ```no_run
/// use std::path::Path;
/// use std::sync::Arc;
///
/// use jiff::Timestamp;
/// use vigie::collect::{Became, Collector, ReaderSource};
/// use vigie_lang::ModelFile;
/// use vigie_reader::knowledge::UserTables;
/// use vigie_record::Report;
///
/// let model = || ModelFile::open(Path::new("models/vigie-en.model"))?.load();
/// let reader = Arc::new(ReaderSource::new(model, UserTables::new()));
/// let mut collector = Collector::open(Path::new("desk.db"), reader)?;
/// let report = Report::of_text("Belarus announced drills near its southern border.".to_owned());
/// let became = collector.add(report, Timestamp::UNIX_EPOCH)?;
/// assert!(matches!(became, Became::Added { .. }));
/// collector.finish(Timestamp::UNIX_EPOCH)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Collector {
    store: Store,
    reader: Arc<ReaderSource>,
    /// The day of reports that bring none.
    day: Option<PublishedAt>,
    /// Reports that were met again and are not noted yet.
    met: Vec<Report>,
}

/// What became of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Became {
    /// It is new: it was read and kept.
    Added {
        /// Its id.
        id: Digest,
        /// What of its fields could not be understood, a sentence each.
        flaws: Vec<String>,
    },
    /// It is a newer version of a report of the same address: it was read and kept, the older one stands no more.
    Replaced {
        /// Its id.
        id: Digest,
        /// The id of the older version.
        older: Digest,
        /// What of its fields could not be understood, a sentence each.
        flaws: Vec<String>,
    },
    /// It was there already; where it was met is noted.
    Known {
        /// Its id.
        id: Digest,
    },
    /// It is no report that is worth keeping.
    Refused {
        /// Why.
        why: Refusal,
    },
}

/// Why a report is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no text.
    #[error("the report is empty")]
    Empty,
    /// There is nothing but menus, notices and the like.
    #[error("there is no report here, only page furniture such as menus and notices")]
    Furniture,
}

/// Why collecting ends.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CollectError {
    /// The store does not do what it should.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The model cannot be used.
    #[error("the model cannot be used")]
    Model(#[from] LoadError),
    /// A table of the reader is wrong.
    #[error("a table that the reader goes by is wrong")]
    Knowledge(#[source] Box<TableError>),
    /// The engine stopped while reading.
    #[error("the model stopped while reading")]
    Read(#[source] ReadError),
}

impl From<ReadError> for CollectError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Load(error) => Self::Model(error),
            other => Self::Read(other),
        }
    }
}

/// A report that was looked at, and read if it is new.
enum Looked {
    Refused(Refusal),
    Known(Box<Report>),
    Read { reading: Box<Reading>, flaws: Vec<String> },
}

impl Collector {
    /// Opens the store at `path`, and makes it where it is not there.
    ///
    /// # Errors
    /// When the store cannot be opened.
    pub fn open(path: &Path, reader: Arc<ReaderSource>) -> Result<Self, CollectError> {
        let store = Store::open(path, Access::Create)?;
        Ok(Self { store, reader, day: None, met: Vec::new() })
    }

    /// Takes `day` for the day of publication of reports that bring none.
    pub fn assume_day(&mut self, day: Option<PublishedAt>) {
        self.day = day;
    }

    /// The store that is filled.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The store that is filled, to change.
    pub fn store_mut(&mut self) -> &mut Store {
        &mut self.store
    }

    /// Puts one report in; it is on the disk when this returns. Where a known one was met is noted by [`Self::finish`].
    ///
    /// # Errors
    /// When the store cannot be written, or nothing can be read.
    pub fn add(&mut self, report: Report, at: Timestamp) -> Result<Became, CollectError> {
        let looked = look(|id| self.store.has(id), &self.reader, self.day, date_of(at), report)?;
        self.keep(looked, at)
    }

    /// Puts many in, read by `n_threads` side by side and kept in the order of `given`.
    ///
    /// `report_of` makes a report of what is given, on any of the threads; `clock` says the moment at which one is kept. What became of each
    /// is told to `each`, or why it is no report; it says whether to go on.
    ///
    /// # Errors
    /// When the store cannot be written, or nothing can be read: what was kept until then stays.
    pub fn add_all<T: Send, F: Send>(
        &mut self,
        n_threads: NonZeroUsize,
        given: impl Iterator<Item = T>,
        report_of: impl Fn(&T) -> Result<Report, F> + Sync,
        clock: impl Fn() -> Timestamp,
        mut each: impl FnMut(T, Result<Became, F>) -> ControlFlow<()>,
    ) -> Result<(), CollectError> {
        // The threads look into the store with a handle of their own, so that they never wait for this one, which writes.
        let known = Mutex::new(Store::open(self.store.path(), Access::Read)?);
        let has = |id| known.lock().unwrap_or_else(PoisonError::into_inner).has(id);
        let (reader, day, today) = (Arc::clone(&self.reader), self.day, date_of(clock()));
        let mut failed = None;
        let work = |given: T| {
            let looked = report_of(&given).map(|report| look(has, &reader, day, today, report));
            (given, looked)
        };
        in_order(n_threads, given, work, |(given, looked)| {
            let kept = match looked {
                Err(fault) => return each(given, Err(fault)),
                Ok(looked) => looked.and_then(|looked| self.keep(looked, clock())),
            };
            match kept {
                Ok(became) => each(given, Ok(became)),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        });
        failed.map_or(Ok(()), Err)
    }

    /// Ends a run: notes where known reports were met, and groups the new ones into stories.
    ///
    /// # Errors
    /// When the store cannot be written: what is left undone is done by the next call.
    pub fn finish(&mut self, at: Timestamp) -> Result<(), CollectError> {
        self.note_met(at)?;
        self.store.group_stories()?;
        Ok(())
    }

    fn note_met(&mut self, at: Timestamp) -> Result<(), CollectError> {
        if !self.met.is_empty() {
            self.store.note_met(&self.met, at)?;
            self.met.clear();
        }
        Ok(())
    }

    fn keep(&mut self, looked: Looked, at: Timestamp) -> Result<Became, CollectError> {
        Ok(match looked {
            Looked::Refused(why) => Became::Refused { why },
            Looked::Known(report) => {
                let id = report.id;
                self.met.push(*report);
                if self.met.len() >= MET_AT_ONCE {
                    self.note_met(at)?;
                }
                Became::Known { id }
            }
            Looked::Read { reading, flaws } => {
                let id = reading.report.id;
                match self.store.put(&reading, at)? {
                    Put::Added => Became::Added { id, flaws },
                    Put::Replaced { older } => Became::Replaced { id, older, flaws },
                    Put::Known => Became::Known { id },
                }
            }
        })
    }
}

/// The day of a moment, by UTC.
fn date_of(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// The report with a day of publication where it brings none, and what of its fields could not be understood, or cannot be right
/// where `today` is by the clock, a sentence each.
pub fn settled(mut report: Report, day: Option<PublishedAt>, today: Date) -> (Report, Vec<String>) {
    if let Some(published) = report.published_at.map(PublishedAt::date).filter(|day| *day > ahead::last_day(today)) {
        report.notes.push(Note {
            range: ByteRange::default(),
            kind: NoteKind::WrongDate,
            message: format!("published in the future: {published}, by the clock it is {today}"),
        });
    }
    let is_flaw = |kind| matches!(kind, NoteKind::WrongDate | NoteKind::WrongField);
    let flaws = report.notes.iter().filter(|note| is_flaw(note.kind)).map(|note| note.message.clone()).collect();
    // A date that was given and not understood is not made up.
    if !report.notes.iter().any(|note| note.kind == NoteKind::WrongDate) {
        report.published_at = report.published_at.or(day);
    }
    (report, flaws)
}

/// Looks at a report, and reads it where the store has it not.
fn look(
    has: impl FnOnce(Digest) -> Result<bool, StoreError>,
    reader: &ReaderSource,
    day: Option<PublishedAt>,
    today: Date,
    report: Report,
) -> Result<Looked, CollectError> {
    if has(report.id)? {
        return Ok(Looked::Known(Box::new(report)));
    }
    if report.text.trim().is_empty() {
        return Ok(Looked::Refused(Refusal::Empty));
    }
    if furniture::is_all(&report.text) {
        return Ok(Looked::Refused(Refusal::Furniture));
    }
    let (report, flaws) = settled(report, day, today);
    let reading = reader.reader()?.read(report)?;
    Ok(Looked::Read { reading: Box::new(reading), flaws })
}

#[cfg(test)]
mod tests;
