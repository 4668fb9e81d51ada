//! Sources: pages and feeds that are fetched again and again, and how the last visits went.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};
use vigie_record::{Digest, SourceState};

use crate::error::{Answer, Fault, StoreError};
use crate::row::count;
use crate::store::Store;

/// A page or a feed that is visited again and again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its key in this store.
    pub key: i64,
    /// Its address.
    pub url: String,
    /// What it is: `feed`, `page`, or nothing until the first answer shows it.
    pub kind: String,
    /// What it calls itself.
    pub name: String,
    /// How long it is left alone between two visits.
    pub every: SignedDuration,
    /// When it was first asked for.
    pub added_at: Timestamp,
    /// How the last visits went.
    pub visit: SourceState,
    /// Reports that came from it and were new.
    pub n_added: u64,
}

/// An article that a feed named, as it was met last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// A digest of what the feed said of it.
    pub stamp: Digest,
    /// When it was last tried.
    pub tried_at: Timestamp,
    /// Why the feed's own text had to do, where it had to.
    pub last_error: Option<String>,
    /// How often in a row it could not be fetched.
    pub n_failures: u32,
}

const COLUMNS: &str = "key, url, kind, name, every, added_at, etag, last_modified, last_success, last_error, next_try, \
                       n_failures, n_added";

impl Store {
    /// Remembers a source by its address; one that is known is visited `every` so often from now on.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn add_source(
        &mut self,
        url: &str,
        kind: &str,
        every: SignedDuration,
        at: Timestamp,
    ) -> Result<Source, StoreError> {
        self.change(|db, _| {
            db.prepare_cached(
                "INSERT INTO source (url, kind, name, every, added_at) VALUES (?1, ?2, '', ?3, ?4)
                 ON CONFLICT (url) DO UPDATE SET every = ?3, kind = CASE WHEN ?2 = '' THEN kind ELSE ?2 END",
            )?
            .execute(params![url, kind, every.as_secs(), at.to_string()])?;
            find(db, url)?.ok_or_else(|| Fault::Damaged("a source was lost as it was put in".to_owned()))
        })
    }

    /// Forgets a source and what its feed named; the reports stay. Says whether it was there.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn remove_source(&mut self, url: &str) -> Result<bool, StoreError> {
        self.change(|db, _| {
            let Some(source) = find(db, url)? else { return Ok(false) };
            db.execute("DELETE FROM article WHERE source = ?1", [source.key])?;
            Ok(db.execute("DELETE FROM source WHERE key = ?1", [source.key])? > 0)
        })
    }

    /// The source with an address.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn source(&self, url: &str) -> Result<Option<Source>, StoreError> {
        self.ask(|db| find(db, url))
    }

    /// All sources, in the order in which they were first asked for.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn sources(&self) -> Result<Vec<Source>, StoreError> {
        self.ask(|db| {
            let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} FROM source ORDER BY key"))?;
            let sources = statement.query_map([], read)?.collect::<Result<_, _>>()?;
            Ok(sources)
        })
    }

    /// Notes how a visit to a source went: what it is and calls itself, where that was seen, and how many reports were new.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn note_visit(
        &mut self,
        key: i64,
        seen: Option<(&str, &str)>,
        visit: &SourceState,
        n_added: u64,
    ) -> Result<(), StoreError> {
        let (kind, name) = seen.unzip();
        let written = |at: Option<Timestamp>| at.map(|at| at.to_string());
        self.change(|db, _| {
            db.prepare_cached(
                "UPDATE source SET kind = ifnull(?2, kind), name = ifnull(?3, name), etag = ?4, last_modified = ?5, last_success = ?6,
                                   last_error = ?7, next_try = ?8, n_failures = ?9, n_added = n_added + ?10
                 WHERE key = ?1",
            )?
            .execute(params![
                key,
                kind,
                name,
                visit.etag,
                visit.last_modified,
                written(visit.last_success),
                visit.last_error,
                written(visit.next_try),
                visit.n_failures,
                i64::try_from(n_added).unwrap_or(i64::MAX),
            ])?;
            Ok(())
        })
    }

    /// What is remembered of an article that a feed named.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn article(&self, url: &str) -> Result<Option<Article>, StoreError> {
        self.ask(|db| {
            let mut statement =
                db.prepare_cached("SELECT stamp, tried_at, last_error, n_failures FROM article WHERE url = ?1")?;
            Ok(statement.query_row([url], read_article).optional()?)
        })
    }

    /// Articles of a source that could not be had, fewer than `most_failures` times in a row, with their addresses.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn failed_articles(
        &self,
        source: i64,
        most_failures: u32,
        most: usize,
    ) -> Result<Vec<(String, Article)>, StoreError> {
        self.ask(|db| {
            let mut statement = db.prepare_cached(
                "SELECT stamp, tried_at, last_error, n_failures, url FROM article
                 WHERE source = ?1 AND n_failures > 0 AND n_failures < ?2 ORDER BY tried_at, url LIMIT ?3",
            )?;
            let found = statement
                .query_map(params![source, most_failures, count(most)], |row| Ok((row.get(4)?, read_article(row)?)))?;
            Ok(found.collect::<Result<_, _>>()?)
        })
    }

    /// Remembers an article that a feed named.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn note_article(&mut self, source: i64, url: &str, article: &Article) -> Result<(), StoreError> {
        self.change(|db, _| {
            db.prepare_cached(
                "INSERT INTO article (url, source, stamp, tried_at, last_error, n_failures) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (url) DO UPDATE SET source = ?2, stamp = ?3, tried_at = ?4, last_error = ?5, n_failures = ?6",
            )?
            .execute(params![
                url,
                source,
                article.stamp.as_bytes().as_slice(),
                article.tried_at.to_string(),
                article.last_error,
                article.n_failures,
            ])?;
            Ok(())
        })
    }
}

fn read_article(row: &Row<'_>) -> rusqlite::Result<Article> {
    Ok(Article {
        stamp: Digest::from_bytes(row.get(0)?),
        tried_at: moment(row, 1)?.unwrap_or(Timestamp::UNIX_EPOCH),
        last_error: row.get(2)?,
        n_failures: row.get(3)?,
    })
}

fn find(db: &Connection, url: &str) -> Answer<Option<Source>> {
    let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} FROM source WHERE url = ?1"))?;
    Ok(statement.query_row([url], read).optional()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Source> {
    Ok(Source {
        key: row.get(0)?,
        url: row.get(1)?,
        kind: row.get(2)?,
        name: row.get(3)?,
        every: SignedDuration::from_secs(row.get(4)?),
        added_at: moment(row, 5)?.unwrap_or(Timestamp::UNIX_EPOCH),
        visit: SourceState {
            etag: row.get(6)?,
            last_modified: row.get(7)?,
            last_success: moment(row, 8)?,
            last_error: row.get(9)?,
            next_try: moment(row, 10)?,
            n_failures: row.get(11)?,
        },
        n_added: row.get::<_, i64>(12)?.unsigned_abs(),
    })
}

/// A moment in a row; one that is not written as such is none.
fn moment(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Timestamp>> {
    Ok(row.get::<_, Option<String>>(at)?.and_then(|text| text.parse().ok()))
}
