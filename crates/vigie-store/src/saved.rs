//! Saved searches: filters that are looked at again and again, and where a new hit is told.

use jiff::Timestamp;
use rusqlite::{Row, params};

use crate::error::{Answer, Fault, StoreError};
use crate::store::Store;

/// The most that one account may have.
const MOST: i64 = 100;

/// A saved search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSearch {
    /// Its number in this store.
    pub key: i64,
    /// Whose it is.
    pub account: i64,
    /// What its owner calls it.
    pub name: String,
    /// What is asked for, as the server writes it.
    pub query: String,
    /// How a hit is told, in the server's word.
    pub channel: String,
    /// To where.
    pub address: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// The key of the newest report that was looked at.
    pub newest: i64,
    /// When there was last a hit.
    pub last_hit: Option<Timestamp>,
    /// Why the last hit could not be told.
    pub last_error: Option<String>,
}

/// A search to be saved.
#[derive(Debug, Clone)]
pub struct NewSearch<'a> {
    /// Whose it is.
    pub account: i64,
    /// What its owner calls it.
    pub name: &'a str,
    /// What is asked for.
    pub query: &'a str,
    /// How a hit is told.
    pub channel: &'a str,
    /// To where.
    pub address: &'a str,
}

/// What came of a look.
#[derive(Debug, Clone)]
pub struct Look<'a> {
    /// The key of the newest report that was looked at.
    pub newest: i64,
    /// When there was a hit; none where there was none.
    pub hit: Option<Timestamp>,
    /// Why it could not be told.
    pub error: Option<&'a str>,
}

const COLUMNS: &str = "key, account, name, query, channel, address, made_at, newest, last_hit, last_error";

impl Store {
    /// Saves a search; only reports that come in later are hits.
    ///
    /// # Errors
    /// When the account has too many, or the store cannot be written.
    pub fn save_search(&mut self, search: &NewSearch<'_>, at: Timestamp) -> Result<SavedSearch, StoreError> {
        self.change(|db, _| {
            let count = "SELECT count(*) FROM saved_search WHERE account = ?1 AND closed_at IS NULL";
            let n: i64 = db.query_row(count, [search.account], |row| row.get(0))?;
            if n >= MOST {
                return Err(Fault::Refused(format!("there are {MOST} watches already: end one first")));
            }
            db.execute(
                "INSERT INTO saved_search (account, name, query, channel, address, made_at, newest)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, (SELECT ifnull(max(key), 0) FROM report))",
                params![search.account, search.name, search.query, search.channel, search.address, at.to_string()],
            )?;
            let query = format!("SELECT {COLUMNS} FROM saved_search WHERE key = ?1");
            saved(db.query_row(&query, [db.last_insert_rowid()], raw)?)
        })
    }

    /// The searches that are saved, of one account or of all whose accounts are open.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn saved_searches(&self, of: Option<i64>) -> Result<Vec<SavedSearch>, StoreError> {
        self.ask(|db| {
            let query = format!(
                "SELECT {COLUMNS} FROM saved_search WHERE closed_at IS NULL AND (?1 IS NULL OR account = ?1)
                   AND account IN (SELECT key FROM account WHERE closed_at IS NULL) ORDER BY key"
            );
            let mut statement = db.prepare_cached(&query)?;
            statement.query_map([of], raw)?.map(|row| saved(row?)).collect()
        })
    }

    /// Ends a saved search.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn end_search(&mut self, key: i64, at: Timestamp) -> Result<(), StoreError> {
        self.change(|db, _| {
            db.execute("UPDATE saved_search SET closed_at = ?2 WHERE key = ?1", params![key, at.to_string()])?;
            Ok(())
        })
    }

    /// Remembers a look at a saved search.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn note_look(&mut self, key: i64, look: &Look<'_>) -> Result<(), StoreError> {
        self.change(|db, _| {
            db.execute(
                "UPDATE saved_search SET newest = ?2, last_hit = ifnull(?3, last_hit), last_error = ?4 WHERE key = ?1",
                params![key, look.newest, look.hit.map(|at| at.to_string()), look.error],
            )?;
            Ok(())
        })
    }
}

type Raw = (i64, i64, String, String, String, String, String, i64, Option<String>, Option<String>);

fn raw(row: &Row<'_>) -> rusqlite::Result<Raw> {
    Ok((
        row.get(0)?,
        row.get(1)?,
        row.get(2)?,
        row.get(3)?,
        row.get(4)?,
        row.get(5)?,
        row.get(6)?,
        row.get(7)?,
        row.get(8)?,
        row.get(9)?,
    ))
}

fn saved(
    (key, account, name, query, channel, address, made_at, newest, last_hit, last_error): Raw,
) -> Answer<SavedSearch> {
    let instant = |text: String| text.parse().map_err(|_| Fault::Damaged(format!("`{text}` is no moment")));
    Ok(SavedSearch {
        key,
        account,
        name,
        query,
        channel,
        address,
        made_at: instant(made_at)?,
        newest,
        last_hit: last_hit.map(instant).transpose()?,
        last_error,
    })
}
