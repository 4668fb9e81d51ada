//! Publication: where a report was met, and which versions of it there are.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::Connection;
use vigie_record::Digest;

use super::page::{ReportHead, head};
use crate::days;
use crate::error::{Answer, Fault, StoreError};
use crate::put::key_of;
use crate::store::Store;

/// A place where a report was met; empty words for what is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// Who published it there.
    pub outlet: String,
    /// Its address there.
    pub url: String,
    /// When it was published there, as given.
    pub published_at: String,
    /// The file that it was read from.
    pub source_file: String,
    /// When it was met.
    pub seen_at: Timestamp,
}

/// A report of the same address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its id.
    pub id: Digest,
    /// The day of its publication.
    pub day: Option<Date>,
    /// Whether a newer one has replaced it.
    pub is_replaced: bool,
}

impl Store {
    /// What is known of the publication of the report with an id.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn head(&self, id: Digest) -> Result<Option<ReportHead>, StoreError> {
        self.ask(|db| key_of(db, id)?.map_or(Ok(None), |key| head(db, key)))
    }

    /// Where the report with an id was met.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn sightings(&self, id: Digest) -> Result<Vec<Sighting>, StoreError> {
        self.ask(|db| key_of(db, id)?.map_or(Ok(Vec::new()), |key| sightings(db, key)))
    }

    /// The reports of the same address as the one with an id, itself among them, the oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn versions(&self, id: Digest) -> Result<Vec<Version>, StoreError> {
        self.ask(|db| {
            let mut statement = db.prepare_cached(
                "SELECT v.id, v.day, v.replaced_by IS NOT NULL FROM report AS r JOIN report AS v ON v.url = r.url
                 WHERE r.id = ?1 AND r.url IS NOT NULL ORDER BY v.key",
            )?;
            let rows = statement.query_map([id.as_bytes().as_slice()], |row| {
                let day: Option<i64> = row.get(1)?;
                Ok(Version {
                    id: Digest::from_bytes(row.get(0)?),
                    day: day.and_then(days::day),
                    is_replaced: row.get(2)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

fn sightings(db: &Connection, key: i64) -> Answer<Vec<Sighting>> {
    let mut statement = db.prepare_cached(
        "SELECT outlet, url, published_at, source_file, seen_at FROM sighting WHERE report = ?1 ORDER BY seen_at, source_file",
    )?;
    let rows = statement.query_map([key], |row| {
        let seen_at: String = row.get(4)?;
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, seen_at))
    })?;
    rows.map(|row| {
        let (outlet, url, published_at, source_file, seen_at) = row?;
        let seen_at = seen_at.parse().map_err(|_| Fault::Damaged(format!("`{seen_at}` is no moment")))?;
        Ok(Sighting { outlet, url, published_at, source_file, seen_at })
    })
    .collect()
}
