//! Blocks: rows of tables as they came, packed many at a time.
//!
//! A row keeps all that its importer made of it, and the line as it stood in the file. What can be had otherwise is left out:
//! the digests of the row and of its file.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use vigie_record::{Dataset, Digest, TableEvent, TableMention, TableQuotation};

use crate::body::{pack, unpack};
use crate::error::{Answer, Fault, StoreError};
use crate::row::{Native, count, dataset_number};

/// Rows of a block: enough to pack well, few enough to unpack for one of them.
const ROWS: usize = 64;

/// What stands for a digest that is left out.
const LEFT_OUT: Digest = Digest::from_bytes([0; 32]);

/// Rows of a table, packed and ready to be put in. Packing takes most of the time of an import, and needs no store: do it on
/// another thread.
#[derive(Debug)]
pub struct PackedRows<T> {
    pub(crate) blocks: Vec<PackedBlock<T>>,
}

#[derive(Debug)]
pub(crate) struct PackedBlock<T> {
    pub(crate) rows: Vec<T>,
    n_bytes: usize,
    body: Vec<u8>,
}

/// A row that blocks can hold.
pub trait Packable: Serialize + DeserializeOwned + Sized {
    /// Leaves out what can be had otherwise.
    #[doc(hidden)]
    fn strip(&mut self) -> (Digest, Digest);
    /// Puts it back.
    #[doc(hidden)]
    fn restore(&mut self, id: Option<Digest>, file: Digest);
    /// Drops the line as it stood, which only the block needs.
    #[doc(hidden)]
    fn drop_line(&mut self);
}

impl<T: Packable> PackedRows<T> {
    /// Packs rows.
    ///
    /// # Errors
    /// When a row cannot be written as JSON.
    pub fn new(rows: Vec<T>) -> Result<Self, StoreError> {
        let packed = || -> Answer<Self> {
            let (mut blocks, mut rows) = (Vec::new(), rows.into_iter());
            loop {
                let part: Vec<T> = rows.by_ref().take(ROWS).collect();
                if part.is_empty() {
                    return Ok(Self { blocks });
                }
                blocks.push(block(part)?);
            }
        };
        packed().map_err(|fault| StoreError::Refused { reason: format!("rows cannot be packed: {fault:?}") })
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.blocks.iter().map(|block| block.rows.len()).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }
}

fn block<T: Packable>(mut rows: Vec<T>) -> Answer<PackedBlock<T>> {
    let mut lines = Vec::with_capacity(rows.len() * 1024);
    for row in &mut rows {
        let (id, file) = row.strip();
        serde_json::to_writer(&mut lines, row)?;
        lines.push(b'\n');
        row.restore(Some(id), file);
        row.drop_line();
    }
    Ok(PackedBlock { rows, n_bytes: lines.len(), body: pack(&lines)? })
}

impl<T> PackedBlock<T> {
    /// Puts the block into a table of blocks.
    pub(crate) fn insert(&self, db: &Connection, table: &str, key: i64, file: i64) -> Answer<()> {
        db.prepare_cached(&format!(
            "INSERT INTO {table} (key, file, n_rows, n_bytes, body) VALUES (?1, ?2, ?3, ?4, ?5)"
        ))?
        .execute(params![key, file, count(self.rows.len()), count(self.n_bytes), self.body])?;
        Ok(())
    }
}

impl Packable for TableEvent {
    fn strip(&mut self) -> (Digest, Digest) {
        (std::mem::replace(&mut self.id, LEFT_OUT), std::mem::replace(&mut self.origin.file, LEFT_OUT))
    }

    fn restore(&mut self, id: Option<Digest>, file: Digest) {
        self.id = id.unwrap_or_else(|| self.dataset.id_of(&self.native_id));
        self.origin.file = file;
    }

    fn drop_line(&mut self) {
        self.raw = String::new();
    }
}

impl Packable for TableMention {
    fn strip(&mut self) -> (Digest, Digest) {
        // Its own id is of several parts, so it stays; that of its event can be had.
        (std::mem::replace(&mut self.event_id, LEFT_OUT), std::mem::replace(&mut self.origin.file, LEFT_OUT))
    }

    fn restore(&mut self, id: Option<Digest>, file: Digest) {
        self.event_id = id.unwrap_or_else(|| self.dataset.id_of(&self.native_id));
        self.origin.file = file;
    }

    fn drop_line(&mut self) {
        self.raw = String::new();
    }
}

impl Packable for TableQuotation {
    fn strip(&mut self) -> (Digest, Digest) {
        (self.id, std::mem::replace(&mut self.origin.file, LEFT_OUT))
    }

    fn restore(&mut self, _id: Option<Digest>, file: Digest) {
        self.origin.file = file;
    }

    fn drop_line(&mut self) {}
}

/// Blocks that were opened for one answer.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    events: Opened,
    quotations: Opened,
}

/// The rows of blocks in the order of their keys: one block is open at a time.
#[derive(Debug, Default)]
pub(crate) struct InOrder {
    first: i64,
    file: Option<Digest>,
    lines: Vec<u8>,
    /// Where each line begins and ends.
    places: Vec<(usize, usize)>,
}

impl InOrder {
    /// The event of a table with a key.
    pub(crate) fn event(&mut self, db: &Connection, key: i64) -> Answer<TableEvent> {
        let index = usize::try_from(key - self.first).unwrap_or(usize::MAX);
        let lost = || Fault::Damaged(format!("the row with key {key} is in no block of events"));
        if self.file.is_none() || index >= self.places.len() {
            self.open(db, key)?;
        }
        let file = self.file.ok_or_else(lost)?;
        let index = usize::try_from(key - self.first).unwrap_or(usize::MAX);
        let (start, end) = *self.places.get(index).ok_or_else(lost)?;
        let mut event: TableEvent = serde_json::from_slice(&self.lines[start..end])?;
        event.restore(None, file);
        Ok(event)
    }

    fn open(&mut self, db: &Connection, key: i64) -> Answer<()> {
        let Some((first, Block { file, lines, .. })) = block_at(db, "event_block", key)? else { return Ok(()) };
        let ends = lines.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(place, _)| place);
        self.places.clear();
        let mut start = 0;
        for end in ends {
            self.places.push((start, end));
            start = end + 1;
        }
        (self.first, self.file, self.lines) = (first, Some(file), lines);
        Ok(())
    }
}

/// The last block of a table that begins at or before a key, with its first key.
fn block_at(db: &Connection, table: &str, key: i64) -> Answer<Option<(i64, Block)>> {
    let query = format!(
        "SELECT b.key, b.n_rows, b.n_bytes, b.body, f.digest FROM {table} AS b JOIN file AS f ON f.key = b.file
         WHERE b.key <= ?1 ORDER BY b.key DESC LIMIT 1"
    );
    let found = db
        .prepare_cached(&query)?
        .query_row([key], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, i64>(1)?,
                row.get::<_, i64>(2)?,
                row.get::<_, Vec<u8>>(3)?,
                row.get::<_, [u8; 32]>(4)?,
            ))
        })
        .optional()?;
    let Some((first, n_rows, n_bytes, body, file)) = found else { return Ok(None) };
    Ok(Some((first, Block { n_rows, file: Digest::from_bytes(file), lines: unpack(&body, n_bytes)? })))
}

/// The lines of the blocks of one table, by the key of the first row.
#[derive(Debug, Default)]
struct Opened {
    blocks: BTreeMap<i64, Block>,
}

#[derive(Debug)]
struct Block {
    n_rows: i64,
    file: Digest,
    lines: Vec<u8>,
}

/// Blocks that are kept open.
const MOST_OPEN: usize = 64;

impl Shelf {
    /// The event of a table with a key.
    pub(crate) fn event(&mut self, db: &Connection, key: i64) -> Answer<TableEvent> {
        self.events.row(db, "event_block", key)
    }

    /// The quotation with a key.
    pub(crate) fn quotation(&mut self, db: &Connection, key: i64) -> Answer<TableQuotation> {
        self.quotations.row(db, "quotation_block", key)
    }
}

/// Whether a dataset has taken out the row that it calls so.
pub(crate) fn is_deleted(db: &Connection, dataset: Dataset, native_id: &str) -> Answer<bool> {
    let mut statement = db.prepare_cached("SELECT 1 FROM deletion WHERE dataset = ?1 AND native = ?2")?;
    Ok(statement.exists((dataset_number(dataset), Native::of(native_id)))?)
}

/// The event of a table by its name.
pub(crate) fn named(db: &Connection, dataset: Dataset, native_id: &str) -> Answer<Option<TableEvent>> {
    let key: Option<i64> = db
        .prepare_cached("SELECT key FROM event WHERE dataset = ?1 AND native = ?2")?
        .query_row(params![dataset_number(dataset), Native::of(native_id)], |row| row.get(0))
        .optional()?;
    key.map(|key| Shelf::default().event(db, key)).transpose()
}

/// Texts that mention the event of a table, those that were seen last first.
pub(crate) fn mentions(db: &Connection, dataset: Dataset, native_id: &str, most: usize) -> Answer<Vec<TableMention>> {
    let mut statement = db.prepare_cached(
        "SELECT key FROM mention WHERE dataset = ?1 AND native = ?2 ORDER BY day DESC, key DESC LIMIT ?3",
    )?;
    let row = params![dataset_number(dataset), Native::of(native_id), count(most)];
    let keys: Vec<i64> = statement.query_map(row, |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut opened = Opened::default();
    keys.into_iter().map(|key| opened.row(db, "mention_block", key)).collect()
}

impl Opened {
    fn row<T: Packable>(&mut self, db: &Connection, table: &str, key: i64) -> Answer<T> {
        let lost = || Fault::Damaged(format!("the row with key {key} is in no block of `{table}`"));
        let holds = |(first, block): (&i64, &Block)| key < first + block.n_rows;
        if !self.blocks.range(..=key).next_back().is_some_and(holds) {
            self.open(db, table, key)?;
        }
        let (first, block) = self.blocks.range(..=key).next_back().filter(|&entry| holds(entry)).ok_or_else(lost)?;
        let index = usize::try_from(key - first).unwrap_or(usize::MAX);
        let line = block.lines.split(|&byte| byte == b'\n').nth(index).ok_or_else(lost)?;
        let mut row: T = serde_json::from_slice(line)?;
        row.restore(None, block.file);
        Ok(row)
    }

    fn open(&mut self, db: &Connection, table: &str, key: i64) -> Answer<()> {
        let Some((first, block)) = block_at(db, table, key)? else { return Ok(()) };
        if self.blocks.len() >= MOST_OPEN {
            self.blocks.clear();
        }
        self.blocks.insert(first, block);
        Ok(())
    }
}
