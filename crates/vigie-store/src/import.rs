//! Event tables in: file by file, many rows at a time.
//!
//! A row is known by its dataset and by what the dataset calls it: the same again adds nothing, a newer version takes the place
//! of the older, which stands no more but is kept. A file that was cut off half way is read again from its beginning, and
//! goes on where it was.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use vigie_record::{Digest, Reading, TableDeletion, TableEvent, TableMention, TableQuotation};

use crate::blocks::PackedRows;
use crate::days;
use crate::error::{Answer, StoreError};
use crate::names::Names;
use crate::open;
use crate::put::{self, Put, next_claim, next_event, next_key, retire};
use crate::row::{EventRow, Native, count, dataset_number};
use crate::store::Store;
use crate::words;

/// What the store knows of a file of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    /// It was put in, all of it: there is nothing to do.
    Done,
    /// It is new, or was begun and not ended.
    Open(OpenFile),
}

/// A file whose rows are being put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenFile {
    key: i64,
}

/// What became of some rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// They are new.
    pub n_added: u64,
    /// They took the place of an older version.
    pub n_replaced: u64,
    /// They were there already, in this version or a newer one, or had been taken out.
    pub n_known: u64,
    /// They took an event out.
    pub n_deleted: u64,
}

impl Imported {
    /// Adds up.
    pub fn add(&mut self, other: Self) {
        self.n_added += other.n_added;
        self.n_replaced += other.n_replaced;
        self.n_known += other.n_known;
        self.n_deleted += other.n_deleted;
    }
}

impl Store {
    /// Begins to put a file of a table in; `name` is for people.
    ///
    /// What is put in until [`Store::end_file`] does not wait for the disk at each step; all else that is done with the store meanwhile does.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn begin_file(&mut self, digest: Digest, name: &str, at: Timestamp) -> Result<FileState, StoreError> {
        self.hurry(|db, _| begin(db, digest, name, at))
    }

    /// Puts events of a table in, in one transaction.
    ///
    /// # Errors
    /// When the store cannot be written: then none of them is there.
    pub fn put_rows(&mut self, file: OpenFile, rows: &PackedRows<TableEvent>) -> Result<Imported, StoreError> {
        self.hurry(|db, names| put_events(db, names, file.key, rows))
    }

    /// Puts mentions of a table's events in.
    ///
    /// # Errors
    /// When the store cannot be written: then none of them is there.
    pub fn put_mentions(&mut self, file: OpenFile, rows: &PackedRows<TableMention>) -> Result<Imported, StoreError> {
        self.hurry(|db, names| put_mentions(db, names, file.key, rows))
    }

    /// Puts quotations of a table in, as claims.
    ///
    /// # Errors
    /// When the store cannot be written: then none of them is there.
    pub fn put_quotations(
        &mut self,
        file: OpenFile,
        rows: &PackedRows<TableQuotation>,
    ) -> Result<Imported, StoreError> {
        self.hurry(|db, names| put_quotations(db, names, file.key, rows))
    }

    /// Takes events out that their dataset has taken out.
    ///
    /// # Errors
    /// When the store cannot be written: then none of them is out.
    pub fn put_deletions(&mut self, file: OpenFile, rows: &[TableDeletion]) -> Result<Imported, StoreError> {
        self.hurry(|db, _| put_deletions(db, file.key, rows))
    }

    /// Puts a report in that a file of rows brings with it: as [`Store::put`] does, but for the wait for the disk.
    ///
    /// # Errors
    /// When the store cannot be written: then nothing of the report is there.
    pub fn put_reading(&mut self, _file: OpenFile, reading: &Reading, read_at: Timestamp) -> Result<Put, StoreError> {
        self.hurry(|db, names| put::put(db, names, reading, read_at))
    }

    /// Forgets a file of which no row went in: it was no table.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn drop_file(&mut self, file: OpenFile) -> Result<(), StoreError> {
        self.change(|db, _| {
            db.execute("DELETE FROM file WHERE key = ?1 AND n_rows = 0", [file.key])?;
            Ok(())
        })
    }

    /// Ends a file: all its rows are on the disk when this returns, and it is never read again.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn end_file(&mut self, file: OpenFile, n_rejected: u64, at: Timestamp) -> Result<(), StoreError> {
        self.ask(open::settle)?;
        self.change(|db, _| {
            let n_rejected = i64::try_from(n_rejected).unwrap_or(i64::MAX);
            db.execute(
                "UPDATE file SET done_at = ?2, n_rejected = ?3 WHERE key = ?1",
                params![file.key, at.to_string(), n_rejected],
            )?;
            Ok(())
        })
    }
}

impl Store {
    /// Changes the store without waiting for the disk. The next change waits again, whatever became of this one.
    fn hurry<T>(&mut self, work: impl FnOnce(&Connection, &mut Names) -> Answer<T>) -> Result<T, StoreError> {
        self.ask(open::hurry)?;
        let done = self.change(work);
        self.ask(open::wait)?;
        done
    }
}

fn begin(db: &Connection, digest: Digest, name: &str, at: Timestamp) -> Answer<FileState> {
    let id = digest.as_bytes().as_slice();
    let known: Option<(i64, Option<String>)> = db
        .query_row("SELECT key, done_at FROM file WHERE digest = ?1", [id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(match known {
        Some((_, Some(_))) => FileState::Done,
        Some((key, None)) => FileState::Open(OpenFile { key }),
        None => {
            db.execute(
                "INSERT INTO file (digest, name, begun_at) VALUES (?1, ?2, ?3)",
                params![id, name, at.to_string()],
            )?;
            FileState::Open(OpenFile { key: db.last_insert_rowid() })
        }
    })
}

fn put_events(db: &Connection, names: &mut Names, file: i64, packed: &PackedRows<TableEvent>) -> Answer<Imported> {
    let mut done = Imported::default();
    let mut first = next_event(db)?;
    let has_past = has_past(db)?;
    for block in &packed.blocks {
        let before = done.n_added + done.n_replaced;
        for (event, key) in block.rows.iter().zip(first..) {
            let mut row = EventRow::of_table(db, names, event)?;
            row.key = key;
            if put_event(db, &row, has_past, &mut done)? {
                words::of_row(db, key, event)?;
            }
        }
        if done.n_added + done.n_replaced > before {
            block.insert(db, "event_block", first, file)?;
            first += count(block.rows.len());
        }
    }
    tally(db, file, packed.len(), &done)?;
    Ok(done)
}

/// Whether any event was ever taken out, so that rows must be looked for among those too.
fn has_past(db: &Connection) -> Answer<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM deletion) OR EXISTS (SELECT 1 FROM event_past)";
    Ok(db.query_row(query, [], |row| row.get(0))?)
}

/// Puts an event in; says whether it stands now.
fn put_event(db: &Connection, row: &EventRow, has_past: bool, done: &mut Imported) -> Answer<bool> {
    if has_past && is_out(db, row)? {
        done.n_known += 1;
        return Ok(false);
    }
    if row.insert(db)? {
        done.n_added += 1;
        return Ok(true);
    }
    let mut statement = db.prepare_cached("SELECT key, version FROM event WHERE dataset = ?1 AND native = ?2")?;
    let (older, version): (i64, i64) =
        statement.query_row(params![row.dataset, row.native], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if row.version > version {
        retire(db, "key = ?3", older, "replaced", Some(row.key))?;
        row.insert(db)?;
        done.n_replaced += 1;
        return Ok(true);
    }
    done.n_known += 1;
    Ok(false)
}

/// Whether this version of a row was taken out: by its dataset, or by an analyst.
fn is_out(db: &Connection, row: &EventRow) -> Answer<bool> {
    let mut statement = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM deletion WHERE dataset = ?1 AND native = ?2 AND version >= ?3)
             OR EXISTS (SELECT 1 FROM event_past WHERE dataset = ?1 AND native = ?2 AND version >= ?3 AND because = 'rejected')",
    )?;
    Ok(statement.query_row(params![row.dataset, row.native, row.version], |row| row.get(0))?)
}

fn put_deletions(db: &Connection, file: i64, rows: &[TableDeletion]) -> Answer<Imported> {
    let mut done = Imported::default();
    for row in rows {
        let (dataset, native) = (dataset_number(row.dataset), Native::of(&row.native_id));
        let (version, line) = (number(row.version), number(row.origin.line));
        let n_new = db
            .prepare_cached(
                "INSERT INTO deletion (dataset, native, version, file, line) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (dataset, native) DO UPDATE SET version = ?3, file = ?4, line = ?5 WHERE version < ?3",
            )?
            .execute(params![dataset, native, version, file, line])?;
        let event: Option<i64> = db
            .prepare_cached("SELECT key FROM event WHERE dataset = ?1 AND native = ?2 AND version <= ?3")?
            .query_row(params![dataset, native, version], |row| row.get(0))
            .optional()?;
        if let Some(event) = event {
            retire(db, "key = ?3", event, "deleted", Some(file))?;
            done.n_deleted += 1;
        } else if n_new == 0 {
            done.n_known += 1;
        } else {
            done.n_added += 1;
        }
    }
    tally(db, file, rows.len(), &done)?;
    Ok(done)
}

fn put_mentions(db: &Connection, names: &mut Names, file: i64, packed: &PackedRows<TableMention>) -> Answer<Imported> {
    let mut done = Imported::default();
    let mut first = next_key(db, "mention")?.max(after_blocks(db, "mention_block")?);
    for block in &packed.blocks {
        let before = done.n_added;
        for (mention, key) in block.rows.iter().zip(first..) {
            let outlet = names.outlet(db, &mention.outlet)?;
            let day = days::number(mention.seen_at.to_zoned(jiff::tz::TimeZone::UTC).date());
            let n_new = db
                .prepare_cached(
                    "INSERT OR IGNORE INTO mention (key, hash, dataset, native, outlet, day) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )?
                .execute(params![
                    key,
                    short(mention.id),
                    dataset_number(mention.dataset),
                    Native::of(&mention.native_id),
                    outlet,
                    day
                ])?;
            if n_new == 0 { done.n_known += 1 } else { done.n_added += 1 }
        }
        if done.n_added > before {
            block.insert(db, "mention_block", first, file)?;
            first += count(block.rows.len());
        }
    }
    tally(db, file, packed.len(), &done)?;
    Ok(done)
}

fn put_quotations(
    db: &Connection,
    names: &mut Names,
    file: i64,
    packed: &PackedRows<TableQuotation>,
) -> Answer<Imported> {
    let mut done = Imported::default();
    let mut first = next_claim(db)?;
    for block in &packed.blocks {
        let before = done.n_added;
        for (quotation, key) in block.rows.iter().zip(first..) {
            names.outlet(db, &quotation.outlet)?;
            let day = days::number(quotation.seen_at.to_zoned(jiff::tz::TimeZone::UTC).date());
            let n_new = db
                .prepare_cached(
                    "INSERT OR IGNORE INTO claim (key, dataset, hash, day, source_text, kind, form, polarity, band)
                     VALUES (?1, ?2, ?3, ?4, ?5, 'report', 'direct', 'affirmed', '')",
                )?
                .execute(params![
                    key,
                    dataset_number(quotation.dataset),
                    short(quotation.id),
                    day,
                    quotation.person_before.as_deref().unwrap_or("")
                ])?;
            if n_new == 0 { done.n_known += 1 } else { done.n_added += 1 }
        }
        if done.n_added > before {
            block.insert(db, "quotation_block", first, file)?;
            first += count(block.rows.len());
        }
    }
    tally(db, file, packed.len(), &done)?;
    Ok(done)
}

fn after_blocks(db: &Connection, table: &str) -> Answer<i64> {
    let query = format!("SELECT ifnull((SELECT key + n_rows FROM {table} ORDER BY key DESC LIMIT 1), 1)");
    Ok(db.query_row(&query, [], |row| row.get(0))?)
}

/// The first eight bytes of a digest.
fn short(digest: Digest) -> i64 {
    digest.as_bytes().first_chunk().map_or(0, |bytes| i64::from_be_bytes(*bytes))
}

fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

fn tally(db: &Connection, file: i64, n_rows: usize, done: &Imported) -> Answer<()> {
    db.prepare_cached(
        "UPDATE file SET n_rows = n_rows + ?2, n_added = n_added + ?3, n_replaced = n_replaced + ?4, n_known = n_known + ?5
         WHERE key = ?1",
    )?
    .execute(params![
        file,
        count(n_rows),
        number(done.n_added + done.n_deleted),
        number(done.n_replaced),
        number(done.n_known)
    ])?;
    Ok(())
}
