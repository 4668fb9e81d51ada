//! The store: one file, opened by this process.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior};
use vigie_record::{Dataset, Digest, Reading, Report, TableEvent, TableMention};

use crate::blocks;
use crate::error::{Answer, StoreError};
use crate::get::{self, Found};
use crate::history::{self, EventName, HistoryNames, HistoryPlace, HistoryRow};
use crate::names::Names;
use crate::open::{self, Access};
use crate::opened::Readings;
use crate::pair::{self, PairOf};
use crate::put::{self, Put};
use crate::standing::{self, Standing, StandingRow};
use crate::story;
use crate::wants::{self, DayOfRows, RowWant};

/// A store that is open.
///
/// One process may have it open several times. Writers wait for each other; readers wait for nobody and see what was there
/// when their query began.
#[derive(Debug)]
pub struct Store {
    pub(crate) db: Connection,
    pub(crate) names: Names,
    pub(crate) readings: Arc<Readings>,
    path: PathBuf,
}

impl Store {
    /// Whether the file at `path` is a store of an older version: opening it brings it to the newest, which takes a while where there is much in it.
    pub fn is_older(path: &Path) -> bool {
        open::is_older(path)
    }

    /// Opens the store at `path`, bringing it to the newest version of the schema first.
    ///
    /// # Errors
    /// When it is not there, is none, is damaged or of a later version, or cannot be read.
    pub fn open(path: &Path, access: Access) -> Result<Self, StoreError> {
        Ok(Self {
            db: open::open(path, access)?,
            names: Names::default(),
            readings: Arc::default(),
            path: path.to_owned(),
        })
    }

    /// Opens the same store once more, to read. Both share the readings that either has unpacked.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn another_reader(&self) -> Result<Self, StoreError> {
        Ok(Self { readings: Arc::clone(&self.readings), ..Self::open(&self.path, Access::Read)? })
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts a report with all its records in, in one transaction that is on the disk when this returns.
    ///
    /// A report that is there already is left as it is. One of the same address with another text replaces the older one.
    ///
    /// # Errors
    /// When the store cannot be written: then nothing of the report is there.
    pub fn put(&mut self, reading: &Reading, read_at: Timestamp) -> Result<Put, StoreError> {
        self.change(|db, names| put::put(db, names, reading, read_at))
    }

    /// Puts several reports in, in one transaction.
    ///
    /// # Errors
    /// When the store cannot be written: then none of them is there.
    pub fn put_all(&mut self, readings: &[Reading], read_at: Timestamp) -> Result<Vec<Put>, StoreError> {
        self.change(|db, names| readings.iter().map(|reading| put::put(db, names, reading, read_at)).collect())
    }

    /// Whether the store has the report with an id.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn has(&self, id: Digest) -> Result<bool, StoreError> {
        self.ask(|db| Ok(put::key_of(db, id)?.is_some()))
    }

    /// Notes that reports which are there already were met, each at its place.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn note_met(&mut self, reports: &[Report], at: Timestamp) -> Result<(), StoreError> {
        self.change(|db, _| {
            for report in reports {
                if let Some(key) = put::key_of(db, report.id)? {
                    put::see(db, key, report, at)?;
                }
            }
            Ok(())
        })
    }

    /// Groups the reports that have no story yet, and tells which of their events are the same occurrence. Each batch is a
    /// transaction of its own; what is left undone is done by the next call.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn group_stories(&mut self) -> Result<usize, StoreError> {
        story::group_all(&mut self.db).map_err(|fault| fault.at(&self.path))
    }

    /// The report with an id and all that was read in it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn reading(&self, id: Digest) -> Result<Option<Reading>, StoreError> {
        self.ask(|db| match put::key_of(db, id)? {
            Some(key) => get::reading_among(db, &self.readings, key),
            None => Ok(None),
        })
    }

    /// Hands every reading to `take`, in the order in which they came in, until it has enough.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn each_reading(&self, mut take: impl FnMut(Reading) -> bool) -> Result<(), StoreError> {
        self.ask(|db| {
            let mut statement = db.prepare("SELECT key FROM report ORDER BY key")?;
            let mut keys = statement.query([])?;
            while let Some(row) = keys.next()? {
                if let Some(reading) = get::reading(db, row.get(0)?)?
                    && !take(reading)
                {
                    break;
                }
            }
            Ok(())
        })
    }

    /// The records whose ids begin with `prefix`, at most `most`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn find(&self, prefix: &str, most: usize) -> Result<Vec<Found>, StoreError> {
        self.ask(|db| get::find(db, prefix, most))
    }

    /// The row of a table that stands, by its dataset and by what the dataset calls it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn table_event(&self, dataset: Dataset, native_id: &str) -> Result<Option<TableEvent>, StoreError> {
        self.ask(|db| blocks::named(db, dataset, native_id))
    }

    /// Whether a dataset has taken out the row that it calls so.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn is_deleted(&self, dataset: Dataset, native_id: &str) -> Result<bool, StoreError> {
        self.ask(|db| blocks::is_deleted(db, dataset, native_id))
    }

    /// Texts that mention the event of a table, at most so many, those that were seen last first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn mentions(&self, dataset: Dataset, native_id: &str, most: usize) -> Result<Vec<TableMention>, StoreError> {
        self.ask(|db| blocks::mentions(db, dataset, native_id, most))
    }

    /// What the numbers in the rows of the event history mean. Ask for it after the rows, so that no number is too new.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn history_names(&self) -> Result<HistoryNames, StoreError> {
        self.ask(history::names)
    }

    /// Hands every event that stands, of reports and of tables, to `take`, as a narrow row.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn each_event(&self, take: impl FnMut(HistoryRow)) -> Result<(), StoreError> {
        self.ask(|db| history::each(db, take))
    }

    /// Hands every event of a pair that stands to `take`, as a narrow row, in no order.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn each_event_of(&self, pair: PairOf<'_>, take: impl FnMut(HistoryRow)) -> Result<(), StoreError> {
        self.ask(|db| pair::each(db, pair, take))
    }

    /// The days of which there is anything, counted from 1970-01-01, in order.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn event_days(&self) -> Result<Vec<i32>, StoreError> {
        self.ask(pair::days)
    }

    /// A number that the events that stand do not exceed; known at once.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn most_events(&self) -> Result<usize, StoreError> {
        self.ask(standing::most_events)
    }

    /// A number that the rows of tables do not exceed; known at once.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn most_rows(&self) -> Result<usize, StoreError> {
        self.ask(standing::most_rows)
    }

    /// Hands every reading that no newer version has replaced to `take`, in the order in which they came in, as it stands:
    /// without the events that an analyst has rejected, and with the others as they were corrected. One pass, no memory.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn each_standing(&self, take: impl FnMut(Standing)) -> Result<(), StoreError> {
        self.ask(|db| standing::readings(db, take))
    }

    /// Hands every row of a table that stands to `take`, with what was corrected, in the order of their keys: those with some
    /// `keys`, which are in order, or all. Rows are unpacked a block at a time.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn each_standing_row(&self, keys: Option<&[i64]>, take: impl FnMut(StandingRow<'_>)) -> Result<(), StoreError> {
        self.ask(|db| standing::rows(db, keys, take))
    }

    /// The keys of the rows of tables that answer to one of some wants, in order, found without unpacking any.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn wanted_rows(&self, wants: &[RowWant]) -> Result<Vec<i64>, StoreError> {
        self.ask(|db| wants::wanted(db, wants))
    }

    /// How many rows of tables with a type there are of each day, and how many of them tell of some countries; those with the keys
    /// `except`, which are in order, are left out. One walk through the narrow rows.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn days_of_rows(&self, countries: &[String], except: &[i64]) -> Result<Vec<DayOfRows>, StoreError> {
        self.ask(|db| wants::days_of_rows(db, countries, except))
    }

    /// What the event with a key is called outside this store.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn event_name(&self, key: i64) -> Result<Option<EventName>, StoreError> {
        self.ask(|db| history::name_of(db, key))
    }

    /// Where the event with a key took place.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn event_place(&self, key: i64) -> Result<Option<HistoryPlace>, StoreError> {
        self.ask(|db| history::place_of(db, key))
    }

    /// Whether what is put in is on the disk when it is acknowledged: so it is, but within a step of an import.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn waits_for_disk(&self) -> Result<bool, StoreError> {
        self.ask(|db| Ok(db.pragma_query_value(None, "synchronous", |row| row.get::<_, i64>(0))? >= 2))
    }

    /// Asks the store something.
    pub(crate) fn ask<T>(&self, question: impl FnOnce(&Connection) -> Answer<T>) -> Result<T, StoreError> {
        question(&self.db).map_err(|fault| fault.at(&self.path))
    }

    /// Changes the store: all of it, or nothing where something goes wrong.
    pub(crate) fn change<T>(
        &mut self,
        work: impl FnOnce(&Connection, &mut Names) -> Answer<T>,
    ) -> Result<T, StoreError> {
        let Self { db, names, path, .. } = self;
        let attempt = || -> Answer<T> {
            let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = work(&change, names)?;
            change.commit()?;
            Ok(done)
        };
        attempt().map_err(|fault| {
            names.forget();
            fault.at(path)
        })
    }
}
