//! The desk: what people and Vigie expect, weigh and are told. A ledger of forecasts, matrices of hypotheses with their ratings,
//! and what watches remember.
//!
//! The store keeps entries whole, as the lines and texts that they are outside it, with the columns that they are found by; what
//! they mean is known to those who weigh.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, params};
use vigie_record::Digest;

use crate::days;
use crate::error::{Answer, Fault, StoreError};
use crate::store::Store;

/// An entry of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedgerLine {
    /// Somebody says what will be.
    Forecast {
        /// Its id.
        id: Digest,
        /// The last day that counts.
        due: Date,
        /// Who says so.
        source: String,
        /// The name of the problem whose outcome settles it.
        problem: Option<String>,
        /// The line of a ledger file.
        body: String,
    },
    /// Somebody says what became of it.
    Resolution {
        /// The id of the forecast.
        forecast: Digest,
        /// The line of a ledger file.
        body: String,
    },
}

/// A rating that somebody gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatingRow {
    /// The evidence.
    pub evidence: String,
    /// The hypothesis.
    pub hypothesis: String,
    /// How well they agree, as a matrix file writes it.
    pub value: String,
    /// Who says so.
    pub author: String,
    /// When.
    pub made_at: Timestamp,
    /// Why.
    pub because: Option<String>,
}

/// A matrix as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixRow {
    /// Its name.
    pub name: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// The text of a matrix file, without what was rated since.
    pub body: String,
    /// What was rated since, in the order in which it was.
    pub ratings: Vec<RatingRow>,
}

/// A crossing of a threshold that was told.
#[derive(Debug, Clone, PartialEq)]
pub struct CrossingRow {
    /// The threshold.
    pub threshold: String,
    /// Whether it was raised, or cleared.
    pub raised: bool,
    /// The day that was asked about.
    pub day: Date,
    /// The probability that crossed it.
    pub probability: f64,
    /// When it was told.
    pub told_at: Timestamp,
}

/// What a watch remembers of a problem.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WatchRow {
    /// The day of the last look.
    pub last_day: Option<Date>,
    /// What the store held at the last look: see [`Store::extent`].
    pub seen: String,
    /// The crossings that were told, in their order.
    pub told: Vec<CrossingRow>,
}

impl Store {
    /// Puts entries on the ledger, and says how many are new: a forecast stands there once. All of them, or none.
    ///
    /// # Errors
    /// When a resolution is of no forecast, or the store cannot be written.
    pub fn add_to_ledger(&mut self, lines: &[LedgerLine], at: Timestamp) -> Result<usize, StoreError> {
        self.change(|db, _| lines.iter().try_fold(0, |n_new, line| Ok(n_new + usize::from(enter(db, line, at)?))))
    }

    /// The lines of the ledger, in the order in which they were entered.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn ledger(&self) -> Result<Vec<String>, StoreError> {
        self.ask(|db| {
            let mut statement = db.prepare("SELECT body FROM ledger ORDER BY key")?;
            let lines = statement.query_map([], |row| row.get(0))?;
            Ok(lines.collect::<Result<_, _>>()?)
        })
    }

    /// Keeps a matrix under a name.
    ///
    /// # Errors
    /// When there is one of this name, or the store cannot be written.
    pub fn put_matrix(&mut self, name: &str, body: &str, at: Timestamp) -> Result<(), StoreError> {
        self.change(|db, _| {
            let known: bool =
                db.query_row("SELECT EXISTS (SELECT 1 FROM matrix WHERE name = ?1)", [name], |row| row.get(0))?;
            if known || name.trim().is_empty() {
                let why = if known { "is there already" } else { "is no name" };
                return Err(Fault::Refused(format!("the matrix `{name}` {why}")));
            }
            db.execute(
                "INSERT INTO matrix (name, made_at, body) VALUES (?1, ?2, ?3)",
                params![name, at.to_string(), body],
            )?;
            Ok(())
        })
    }

    /// Adds to the text of a matrix.
    ///
    /// # Errors
    /// When there is none of this name, or the store cannot be written.
    pub fn add_to_matrix(&mut self, name: &str, text: &str) -> Result<(), StoreError> {
        self.change(|db, _| {
            let n = db.execute("UPDATE matrix SET body = body || ?2 WHERE name = ?1", params![name, text])?;
            if n == 0 { Err(no_matrix(name)) } else { Ok(()) }
        })
    }

    /// Adds a rating.
    ///
    /// # Errors
    /// When there is no such matrix, the rating has no author, or the store cannot be written.
    pub fn rate(&mut self, matrix: &str, rating: &RatingRow) -> Result<(), StoreError> {
        self.change(|db, _| {
            if rating.author.trim().is_empty() {
                return Err(Fault::Refused("a rating needs an author".to_owned()));
            }
            let n = db.execute(
                "INSERT INTO rating (matrix, evidence, hypothesis, value, author, made_at, because)
                 SELECT key, ?2, ?3, ?4, ?5, ?6, ?7 FROM matrix WHERE name = ?1",
                params![
                    matrix,
                    rating.evidence,
                    rating.hypothesis,
                    rating.value,
                    rating.author,
                    rating.made_at.to_string(),
                    rating.because
                ],
            )?;
            if n == 0 { Err(no_matrix(matrix)) } else { Ok(()) }
        })
    }

    /// The names of all matrices, in their order.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn matrices(&self) -> Result<Vec<String>, StoreError> {
        self.ask(|db| {
            let mut statement = db.prepare("SELECT name FROM matrix ORDER BY name")?;
            let names = statement.query_map([], |row| row.get(0))?;
            Ok(names.collect::<Result<_, _>>()?)
        })
    }

    /// The matrix of a name.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn matrix(&self, name: &str) -> Result<Option<MatrixRow>, StoreError> {
        self.ask(|db| matrix(db, name))
    }

    /// What a watch remembers of a problem; nothing where it never looked.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn watch(&self, problem: &str) -> Result<WatchRow, StoreError> {
        self.ask(|db| watch(db, problem))
    }

    /// Remembers a look at a problem, and the crossings that were told at it; all of it, or nothing.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn keep_watch(
        &mut self,
        problem: &str,
        day: Date,
        seen: &str,
        told: &[CrossingRow],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.change(|db, _| {
            db.execute(
                "INSERT INTO watch (problem, last_day, looked_at, seen) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (problem) DO UPDATE SET last_day = ?2, looked_at = ?3, seen = ?4",
                params![problem, days::number(day), at.to_string(), seen],
            )?;
            for crossing in told {
                db.execute(
                    "INSERT INTO crossing (problem, threshold, raised, day, probability, told_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    params![
                        problem,
                        crossing.threshold,
                        crossing.raised,
                        days::number(crossing.day),
                        crossing.probability,
                        crossing.told_at.to_string()
                    ],
                )?;
            }
            Ok(())
        })
    }

    /// How far the store reaches: a text that changes whenever a report, a row of a table or a remark has come in, found at once.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn extent(&self) -> Result<String, StoreError> {
        self.ask(|db| {
            let query =
                "SELECT (SELECT ifnull(max(key), 0) FROM report) || ' ' || (SELECT ifnull(max(key), 0) FROM event)
                                || ' ' || (SELECT ifnull(max(key), 0) FROM remark)
                                || ' ' || (SELECT ifnull(sum(n_added + n_replaced), 0) FROM file)
                                || ' ' || (SELECT count(*) FROM report WHERE story IS NULL)";
            Ok(db.query_row(query, [], |row| row.get(0))?)
        })
    }
}

fn no_matrix(name: &str) -> Fault {
    Fault::NoRecord { what: "matrix", wanted: name.to_owned() }
}

fn enter(db: &Connection, line: &LedgerLine, at: Timestamp) -> Answer<bool> {
    let n_new = match line {
        LedgerLine::Forecast { id, due, source, problem, body } => db
            .prepare_cached(
                "INSERT OR IGNORE INTO ledger (kind, forecast, due, source, problem, entered_at, body)
                 VALUES ('forecast', ?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![id.as_bytes().as_slice(), days::number(*due), source, problem, at.to_string(), body])?,
        LedgerLine::Resolution { forecast, body } => {
            let id = forecast.as_bytes().as_slice();
            let is_known: bool = db
                .prepare_cached("SELECT EXISTS (SELECT 1 FROM ledger WHERE forecast = ?1 AND kind = 'forecast')")?
                .query_row([id], |row| row.get(0))?;
            if !is_known {
                return Err(Fault::NoRecord { what: "forecast on its ledger", wanted: forecast.to_string() });
            }
            // Who brings a file in twice resolves nothing twice.
            let last: Option<String> = db
                .prepare_cached(
                    "SELECT body FROM ledger WHERE forecast = ?1 AND kind = 'resolution' ORDER BY key DESC LIMIT 1",
                )?
                .query_row([id], |row| row.get(0))
                .optional()?;
            if last.as_deref() == Some(body) {
                return Ok(false);
            }
            db.prepare_cached(
                "INSERT INTO ledger (kind, forecast, entered_at, body) VALUES ('resolution', ?1, ?2, ?3)",
            )?
            .execute(params![id, at.to_string(), body])?
        }
    };
    Ok(n_new == 1)
}

fn matrix(db: &Connection, name: &str) -> Answer<Option<MatrixRow>> {
    let found: Option<(i64, String, String)> = db
        .query_row("SELECT key, made_at, body FROM matrix WHERE name = ?1", [name], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let Some((key, made_at, body)) = found else { return Ok(None) };
    let mut statement = db.prepare(
        "SELECT evidence, hypothesis, value, author, made_at, because FROM rating WHERE matrix = ?1 ORDER BY key",
    )?;
    let mut rows = statement.query([key])?;
    let mut ratings = Vec::new();
    while let Some(row) = rows.next()? {
        ratings.push(RatingRow {
            evidence: row.get(0)?,
            hypothesis: row.get(1)?,
            value: row.get(2)?,
            author: row.get(3)?,
            made_at: moment(&row.get::<_, String>(4)?)?,
            because: row.get(5)?,
        });
    }
    Ok(Some(MatrixRow { name: name.to_owned(), made_at: moment(&made_at)?, body, ratings }))
}

fn watch(db: &Connection, problem: &str) -> Answer<WatchRow> {
    let known: Option<(i64, String)> = db
        .query_row("SELECT last_day, seen FROM watch WHERE problem = ?1", [problem], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let Some((last_day, seen)) = known else { return Ok(WatchRow::default()) };
    let mut statement = db
        .prepare("SELECT threshold, raised, day, probability, told_at FROM crossing WHERE problem = ?1 ORDER BY key")?;
    let mut rows = statement.query([problem])?;
    let mut told = Vec::new();
    while let Some(row) = rows.next()? {
        let day = days::day(row.get(2)?).ok_or_else(|| Fault::Damaged("a crossing has no day".to_owned()))?;
        told.push(CrossingRow {
            threshold: row.get(0)?,
            raised: row.get(1)?,
            day,
            probability: row.get(3)?,
            told_at: moment(&row.get::<_, String>(4)?)?,
        });
    }
    Ok(WatchRow { last_day: days::day(last_day), seen, told })
}

fn moment(text: &str) -> Answer<Timestamp> {
    text.parse().map_err(|_| Fault::Damaged(format!("`{text}` is no moment")))
}
