//! Pages: a part of a long answer, and where the next begins.

use std::fmt;
use std::str::FromStr;

use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use vigie_record::Digest;

use crate::error::Answer;

/// A part of an answer, newest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// What it holds.
    pub items: Vec<T>,
    /// Where the next page begins; none after the last.
    pub next: Option<Cursor>,
}

/// A place in an answer, written `day,key,newest`, or `-,key,newest` after what has no day.
///
/// It holds how much the store had when the first page was asked for, so that later pages of a store that grows hold what
/// they would have held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    pub(crate) day: Option<i64>,
    pub(crate) key: i64,
    pub(crate) newest: i64,
}

/// Why a text is no place in an answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no place to go on from: take the one that the page before gave")]
pub struct CursorError {
    /// What was found.
    pub found: String,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.day {
            Some(day) => write!(f, "{day},{},{}", self.key, self.newest),
            None => write!(f, "-,{},{}", self.key, self.newest),
        }
    }
}

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        let error = || CursorError { found: text.to_owned() };
        let mut parts = text.split(',');
        let mut part = || parts.next().ok_or_else(error);
        let (day, key, newest) = (part()?, part()?, part()?);
        let number = |part: &str| part.parse::<i64>().map_err(|_| error());
        let day = if day == "-" { None } else { Some(number(day)?) };
        let cursor = Self { day, key: number(key)?, newest: number(newest)? };
        if parts.next().is_some() { Err(error()) } else { Ok(cursor) }
    }
}

impl Cursor {
    /// The condition that rows come after this place, newest first; `alias` is the table with `day` and `key`.
    pub(crate) fn after(&self, alias: &str) -> String {
        let key = self.key;
        match self.day {
            Some(day) => {
                format!("({alias}.day < {day} OR ({alias}.day = {day} AND {alias}.key < {key}) OR {alias}.day IS NULL)")
            }
            None => format!("({alias}.day IS NULL AND {alias}.key < {key})"),
        }
    }
}

/// Cuts what was found, one more than was asked for, to a page.
pub(crate) fn cut(mut found: Vec<(Option<i64>, i64)>, most: usize, newest: i64) -> (Vec<i64>, Option<Cursor>) {
    let is_more = found.len() > most;
    found.truncate(most);
    let next = found.last().filter(|_| is_more).map(|&(day, key)| Cursor { day, key, newest });
    (found.into_iter().map(|(_, key)| key).collect(), next)
}

/// What is known of the publication of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportHead {
    /// Its id.
    pub id: Digest,
    /// Its headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When it was published, as it was given.
    pub published_at: Option<String>,
    /// Where it can be found.
    pub url: Option<String>,
    /// The file that it was read from.
    pub source_file: Option<String>,
    /// The id of its story.
    pub story_id: Option<Digest>,
    /// How many reports its story has, itself among them.
    pub n_in_story: u64,
    /// Whether a newer version has replaced it.
    pub is_replaced: bool,
}

/// The head of the report with a key.
pub(crate) fn head(db: &Connection, key: i64) -> Answer<Option<ReportHead>> {
    let mut statement = db.prepare_cached(
        "SELECT r.id, t.title, o.name, r.published_at, r.url, r.source_file, s.id,
                CASE WHEN r.story IS NULL THEN 1 ELSE (SELECT count(*) FROM report AS x WHERE x.story = r.story) END,
                r.replaced_by IS NOT NULL
         FROM report AS r
         JOIN report_text AS t ON t.key = r.key
         LEFT JOIN outlet AS o ON o.key = r.outlet
         LEFT JOIN report AS s ON s.key = r.story
         WHERE r.key = ?1",
    )?;
    let head = statement.query_row([key], |row| {
        Ok(ReportHead {
            id: Digest::from_bytes(row.get(0)?),
            title: Some(row.get::<_, String>(1)?).filter(|title| !title.is_empty()),
            outlet: row.get(2)?,
            published_at: row.get(3)?,
            url: row.get(4)?,
            source_file: row.get(5)?,
            story_id: row.get::<_, Option<[u8; 32]>>(6)?.map(Digest::from_bytes),
            n_in_story: row.get::<_, i64>(7)?.unsigned_abs(),
            is_replaced: row.get(8)?,
        })
    });
    Ok(head.optional()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_read_back() {
        for text in ["19144,7,99", "-,7,99", "-3,1,2"] {
            assert_eq!(text.parse::<Cursor>().unwrap().to_string(), text);
        }
        for bad in ["", "1,2", "1,2,3,4", "a,2,3", "1,,3"] {
            assert!(bad.parse::<Cursor>().is_err(), "{bad}");
        }
    }
}
