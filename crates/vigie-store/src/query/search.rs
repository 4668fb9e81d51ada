//! Search: the reports that hold some words and fulfil a filter, each with the sentence that was hit.

use rusqlite::{Connection, OptionalExtension, params_from_iter};
use vigie_record::ByteRange;

use super::filter::Filter;
use super::page::{Cursor, Page, ReportHead, cut, head};
use super::words::Words;
use crate::error::Answer;
use crate::get;
use crate::row::count;

/// A report that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What is known of its publication.
    pub report: ReportHead,
    /// The sentence that was hit; the first where no words were asked for, or where they stand in the headline alone.
    pub sentence: Option<Sentence>,
}

/// A sentence of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Its number, from 1.
    pub number: usize,
    /// Its text.
    pub text: String,
    /// Where the words stand that were asked for, in bytes of its text.
    pub hits: Vec<ByteRange>,
}

/// Marks that the index puts around what it hits.
const BEGIN: char = '\u{1}';
const END: char = '\u{2}';

/// A page of the reports that fulfil a filter.
pub(crate) fn search(db: &Connection, filter: &Filter, most: usize, from: Option<Cursor>) -> Answer<Page<Hit>> {
    let newest = match from {
        Some(cursor) => cursor.newest,
        None => db.query_row("SELECT ifnull(max(key), 0) FROM report", [], |row| row.get(0))?,
    };
    let found = matching(db, filter, most + 1, from, newest)?;
    let (keys, next) = cut(found, most, newest);
    let mut items = Vec::new();
    for key in keys {
        if let Some(report) = head(db, key)? {
            items.push(Hit { report, sentence: sentence(db, key, filter.words.as_ref())? });
        }
    }
    Ok(Page { items, next })
}

fn matching(
    db: &Connection,
    filter: &Filter,
    most: usize,
    from: Option<Cursor>,
    newest: i64,
) -> Answer<Vec<(Option<i64>, i64)>> {
    let mut conditions = filter.of_report(db)?;
    conditions.add(format!("r.key <= {newest}"));
    if let Some(cursor) = from {
        conditions.add(cursor.after("r"));
    }
    let mut values = conditions.values.clone();
    let (source, order) = match &filter.words {
        Some(words) => {
            values.insert(0, words.as_query().to_owned().into());
            (
                "(SELECT rowid AS key FROM report_words WHERE report_words MATCH ?) AS w CROSS JOIN report AS r ON r.key = w.key",
                "+r.day DESC, +r.key DESC",
            )
        }
        None => ("report AS r", "r.day DESC, r.key DESC"),
    };
    let query =
        format!("SELECT r.day, r.key FROM {source} WHERE {} ORDER BY {order} LIMIT {}", conditions.all(), count(most));
    let mut statement = db.prepare(&query)?;
    let rows = statement.query_map(params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The sentence of a report with the most hits.
fn sentence(db: &Connection, key: i64, words: Option<&Words>) -> Answer<Option<Sentence>> {
    let Some(reading) = get::bare_reading(db, key)? else { return Ok(None) };
    let body: Option<String> = db
        .prepare_cached("SELECT body FROM report_text WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    let Some(body) = body else { return Ok(None) };
    let hits = match words {
        Some(words) => hits(db, key, words, &body)?,
        None => Vec::new(),
    };
    let n_hits = |sentence: &ByteRange| hits.iter().filter(|hit| sentence.contains(**hit)).count();
    // Of those with the most hits the first.
    let best = reading.sentences.iter().enumerate().rev().max_by_key(|(_, sentence)| n_hits(sentence));
    let Some((index, &range)) = best else { return Ok(None) };
    let Some(text) = body.get(range.as_range()) else { return Ok(None) };
    let own = hits.iter().filter(|hit| range.contains(**hit));
    let within = own.map(|hit| ByteRange::new(hit.start() - range.start(), hit.end() - range.start())).collect();
    Ok(Some(Sentence { number: index + 1, text: text.to_owned(), hits: within }))
}

/// Where the words stand in the body of a report.
fn hits(db: &Connection, key: i64, words: &Words, body: &str) -> Answer<Vec<ByteRange>> {
    let mut statement = db.prepare_cached(
        "SELECT highlight(report_words, 1, char(1), char(2)) FROM report_words WHERE report_words MATCH ?1 AND rowid = ?2",
    )?;
    let marked: Option<String> = statement.query_row((words.as_query(), key), |row| row.get(0)).optional()?;
    Ok(marked.map_or_else(Vec::new, |marked| marks(&marked, body)))
}

/// The ranges between marks, in bytes of the text without them; none where the text has such marks of its own.
fn marks(marked: &str, body: &str) -> Vec<ByteRange> {
    if body.contains([BEGIN, END]) {
        return Vec::new();
    }
    let (mut found, mut start, mut n_marks) = (Vec::new(), 0, 0);
    for (at, character) in marked.char_indices() {
        match character {
            BEGIN => start = at - n_marks,
            END => found.push(ByteRange::new(start, (at - n_marks).max(start))),
            _ => continue,
        }
        n_marks += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_ranges_of_the_text_without_them() {
        let marked = "Größe: \u{1}drills\u{2} and \u{1}tanks\u{2}.";
        let body = "Größe: drills and tanks.";
        let words: Vec<&str> = marks(marked, body).into_iter().map(|range| &body[range.as_range()]).collect();
        assert_eq!(words, ["drills", "tanks"]);
        assert!(marks(marked, "\u{1}").is_empty());
    }
}
