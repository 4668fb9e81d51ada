//! Support: how well an event is borne out, and what in the store is newest.

use rusqlite::{Connection, OptionalExtension};
use vigie_record::{Digest, Status};

use crate::error::{Answer, StoreError};
use crate::row::{CORRECTED, status_number};
use crate::store::Store;

/// How well an event is borne out by those that tell of the same occurrence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Support {
    /// Outlets that tell of it as something that is so.
    pub n_for: u64,
    /// Outlets that say that it is not so.
    pub n_against: u64,
    /// Whether an analyst has corrected it.
    pub is_corrected: bool,
    /// Whether an analyst has said that it is no event.
    pub is_rejected: bool,
    /// Whether its report was replaced by a newer version.
    pub is_superseded: bool,
}

/// What is newest in a store. It changes with every report and every remark, whoever wrote it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Newest {
    /// The report that came in last.
    pub report: Option<Digest>,
    /// How many reports have come in.
    pub n_reports: u64,
    /// The remark that was made last.
    pub remark: Option<Digest>,
    /// How many remarks were made.
    pub n_remarks: u64,
    /// The key of the event that came in last.
    pub event: i64,
    /// How often a record was added by hand, or taken back again.
    pub n_by_hand: u64,
}

impl Store {
    /// How well the event with a key is borne out.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn support(&self, event: i64) -> Result<Support, StoreError> {
        self.ask(|db| support(db, event))
    }

    /// The key of the event of a report or of a table with an id.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn event_key(&self, id: Digest) -> Result<Option<i64>, StoreError> {
        self.ask(|db| {
            let mut statement = db.prepare_cached("SELECT key FROM record WHERE id = ?1 AND kind = 1")?;
            Ok(statement.query_row([id.as_bytes().as_slice()], |row| row.get(0)).optional()?)
        })
    }

    /// What is newest. Costs a few steps of an index.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn newest(&self) -> Result<Newest, StoreError> {
        self.ask(newest)
    }

    /// A number that is another one after each change that was made through another opening of the store, by whichever process.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn change_mark(&self) -> Result<i64, StoreError> {
        self.ask(|db| Ok(db.pragma_query_value(None, "data_version", |row| row.get(0))?))
    }

    /// Keeps at most so many KiB of the file in memory.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn keep_at_most(&self, kib: u32) -> Result<(), StoreError> {
        self.ask(|db| Ok(db.pragma_update(None, "cache_size", -i64::from(kib))?))
    }
}

fn support(db: &Connection, event: i64) -> Answer<Support> {
    let mut statement = db.prepare_cached(
        "SELECT flags, report, 0 FROM event WHERE key = ?1
         UNION ALL SELECT flags, report, 1 FROM event_past WHERE key = ?1 AND because = 'rejected'",
    )?;
    let row: Option<(i64, Option<i64>, bool)> =
        statement.query_row([event], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
    // What stands no more, and was not taken out by a person, was told by an older version of a report.
    let Some((flags, report, is_rejected)) = row else {
        return Ok(Support { is_superseded: true, ..Support::default() });
    };
    let [n_for, n_against] = voices(db, event)?;
    let is_superseded = match report {
        Some(report) => db
            .prepare_cached("SELECT replaced_by IS NOT NULL FROM report WHERE key = ?1")?
            .query_row([report], |row| row.get(0))?,
        None => false,
    };
    Ok(Support {
        // A report speaks for its own event, also where no day or party lets one find others that do.
        n_for: n_for.max(u64::from(report.is_some())),
        n_against,
        is_corrected: flags & CORRECTED != 0,
        is_rejected,
        is_superseded,
    })
}

/// Who tells of an event as it is told here, and who denies it: reports of the same parties, the same type and the same days.
/// Copies of one text are one voice, and so are reports of one outlet.
fn voices(db: &Connection, event: i64) -> Answer<[u64; 2]> {
    let mut statement = db.prepare_cached(
        "SELECT e.status = ?2 AS denied, min(count(DISTINCT ifnull(r.story, r.key)), count(DISTINCT ifnull(r.outlet, -r.key)))
         FROM event AS o
         JOIN code AS oc ON oc.key = o.code
         JOIN event AS e ON e.actor_country = o.actor_country AND e.recipient_country = o.recipient_country
             AND e.day BETWEEN o.day - 1 AND o.day + 1 AND e.actor = o.actor AND e.recipient = o.recipient
         JOIN code AS c ON c.key = e.code AND c.event_type = oc.event_type
         JOIN report AS r ON r.key = e.report AND r.replaced_by IS NULL
         WHERE o.key = ?1 AND o.actor <> 0 AND (e.status = o.status OR e.status = ?2 OR o.status = ?2)
         GROUP BY denied",
    )?;
    let mut rows = statement.query([event, status_number(Status::Denied)])?;
    let mut voices = [0, 0];
    while let Some(row) = rows.next()? {
        voices[usize::from(row.get::<_, bool>(0)?)] = row.get::<_, i64>(1)?.unsigned_abs();
    }
    Ok(voices)
}

fn newest(db: &Connection) -> Answer<Newest> {
    let last = |table: &str| -> Answer<(Option<Digest>, u64)> {
        let query = format!("SELECT id, key FROM {table} ORDER BY key DESC LIMIT 1");
        let row: Option<([u8; 32], i64)> =
            db.prepare_cached(&query)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        Ok(row.map_or((None, 0), |(id, key)| (Some(Digest::from_bytes(id)), key.unsigned_abs())))
    };
    let (report, n_reports) = last("report")?;
    let (remark, n_remarks) = last("remark")?;
    let event = db.prepare_cached("SELECT ifnull(max(key), 0) FROM event")?.query_row([], |row| row.get(0))?;
    let n_by_hand: i64 =
        db.prepare_cached("SELECT count(*) + count(withdrawn_at) FROM addition")?.query_row([], |row| row.get(0))?;
    Ok(Newest { report, n_reports, remark, n_remarks, event, n_by_hand: n_by_hand.unsigned_abs() })
}
