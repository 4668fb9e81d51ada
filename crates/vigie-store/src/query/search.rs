//! Search: the reports that hold some words and fulfil a filter, each with the sentence that was hit.

use rusqlite::{Connection, OptionalExtension, params_from_iter};
use vigie_record::ByteRange;

use super::filter::{Conditions, Filter};
use super::page::{Cursor, Page, ReportHead, cut, head};
use super::words::Words;
use crate::error::Answer;
use crate::opened::Readings;
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
pub(crate) fn search(
    db: &Connection,
    readings: &Readings,
    filter: &Filter,
    most: usize,
    from: Option<Cursor>,
) -> Answer<Page<Hit>> {
    let newest = match from {
        Some(cursor) => cursor.newest,
        None => db.query_row("SELECT ifnull(max(key), 0) FROM report", [], |row| row.get(0))?,
    };
    let found = matching(db, filter, most + 1, from, newest)?;
    let (keys, next) = cut(found, most, newest);
    let mut items = Vec::new();
    for key in keys {
        if let Some(report) = head(db, key)? {
            items.push(Hit { report, sentence: sentence(db, readings, key, filter.words.as_ref())? });
        }
    }
    Ok(Page { items, next })
}

/// A page of the reports that fulfil a filter, without a sentence of each: no reading is unpacked.
pub(crate) fn heads(db: &Connection, filter: &Filter, most: usize, from: Option<Cursor>) -> Answer<Page<ReportHead>> {
    let newest = match from {
        Some(cursor) => cursor.newest,
        None => db.query_row("SELECT ifnull(max(key), 0) FROM report", [], |row| row.get(0))?,
    };
    let found = matching(db, filter, most + 1, from, newest)?;
    let (keys, next) = cut(found, most, newest);
    let mut items = Vec::new();
    for key in keys {
        items.extend(head(db, key)?);
    }
    Ok(Page { items, next })
}

/// Reports that hold the words, beyond which they are common: then the newest are looked at first, and not all that hold them.
const COMMON: usize = 2000;

/// Reports of which it is seen how many fulfil the rest of a filter.
const SAMPLE: i64 = 400;

/// A day and a key, newest first.
type Place = (Option<i64>, i64);

fn matching(db: &Connection, filter: &Filter, most: usize, from: Option<Cursor>, newest: i64) -> Answer<Vec<Place>> {
    let mut conditions = filter.of_report(db)?;
    conditions.add(format!("+r.key <= {newest}"));
    if let Some(cursor) = from {
        conditions.add(cursor.after("r"));
    }
    match &filter.words {
        Some(words) if newest_first(db, words, &conditions, most, newest)? => {
            by_day(db, Some(words), &conditions, most)
        }
        Some(words) => by_words(db, words, &conditions, most),
        None => by_day(db, None, &conditions, most),
    }
}

/// Whether going through reports by day, and asking each for the words, looks at fewer than going through all that hold them.
fn newest_first(db: &Connection, words: &Words, conditions: &Conditions, most: usize, newest: i64) -> Answer<bool> {
    let last = db
        .prepare_cached("SELECT rowid FROM report_words WHERE report_words MATCH ?1 ORDER BY rowid LIMIT 1 OFFSET ?2")?
        .query_row((words.as_query(), count(COMMON - 1)), |row| row.get::<_, i64>(0))
        .optional()?;
    let Some(last) = last else { return Ok(false) };
    let share_of_words = COMMON as f64 / last.max(1) as f64;
    let query = format!(
        "SELECT count(*) FROM (SELECT * FROM report ORDER BY day DESC, key DESC LIMIT {SAMPLE}) AS r WHERE {}",
        conditions.all()
    );
    let n_fit: i64 = db.query_row(&query, params_from_iter(conditions.values.clone()), |row| row.get(0))?;
    let share_of_filter = n_fit.max(1) as f64 / SAMPLE as f64;
    Ok(most as f64 / (share_of_words * share_of_filter) < newest as f64 * share_of_words)
}

/// Goes through the reports that hold the words, and sorts those that fulfil the rest.
fn by_words(db: &Connection, words: &Words, conditions: &Conditions, most: usize) -> Answer<Vec<Place>> {
    let query = format!(
        "SELECT r.day, r.key FROM (SELECT rowid AS key FROM report_words WHERE report_words MATCH ?) AS w
         CROSS JOIN report AS r ON r.key = w.key WHERE {} ORDER BY +r.day DESC, +r.key DESC LIMIT {}",
        conditions.all(),
        count(most)
    );
    let mut values = conditions.values.clone();
    values.insert(0, words.as_query().to_owned().into());
    let mut statement = db.prepare(&query)?;
    let rows = statement.query_map(params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Goes through the reports that fulfil the rest by day, and keeps those that hold the words, until there are enough.
fn by_day(db: &Connection, words: Option<&Words>, conditions: &Conditions, most: usize) -> Answer<Vec<Place>> {
    let query =
        format!("SELECT r.day, r.key FROM report AS r WHERE {} ORDER BY r.day DESC, r.key DESC", conditions.all());
    let mut statement = db.prepare(&query)?;
    let mut holds =
        db.prepare_cached("SELECT EXISTS (SELECT 1 FROM report_words WHERE report_words MATCH ?1 AND rowid = ?2)")?;
    let mut rows = statement.query(params_from_iter(conditions.values.clone()))?;
    let mut found = Vec::new();
    while found.len() < most
        && let Some(row) = rows.next()?
    {
        let place: Place = (row.get(0)?, row.get(1)?);
        let is_held = match words {
            Some(words) => holds.query_row((words.as_query(), place.1), |row| row.get(0))?,
            None => true,
        };
        if is_held {
            found.push(place);
        }
    }
    Ok(found)
}

/// The sentence of a report with the most hits.
fn sentence(db: &Connection, readings: &Readings, key: i64, words: Option<&Words>) -> Answer<Option<Sentence>> {
    let Some(opened) = readings.get(db, key)? else { return Ok(None) };
    let (sentences, body) = (&opened.reading.sentences, &*opened.text);
    let hits = match words {
        Some(words) => hits(db, key, words, body)?,
        None => Vec::new(),
    };
    let Some((index, range)) = best(sentences, &hits) else { return Ok(None) };
    let Some(text) = body.get(range.as_range()) else { return Ok(None) };
    let own = within(&hits, range).iter();
    let own = own.map(|hit| ByteRange::new(hit.start() - range.start(), hit.end() - range.start())).collect();
    Ok(Some(Sentence { number: index + 1, text: text.to_owned(), hits: own }))
}

/// The sentence that holds the most hits, with its number from 0; of several the first.
fn best(sentences: &[ByteRange], hits: &[ByteRange]) -> Option<(usize, ByteRange)> {
    let numbered = sentences.iter().copied().enumerate();
    numbered.rev().max_by_key(|&(_, sentence)| within(hits, sentence).len())
}

/// Those of some hits that lie in a sentence. They are in the order of the text and do not overlap.
fn within(hits: &[ByteRange], sentence: ByteRange) -> &[ByteRange] {
    let first = hits.partition_point(|hit| hit.start() < sentence.start());
    let n_inside = hits[first..].partition_point(|hit| hit.end() <= sentence.end());
    &hits[first..first + n_inside]
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
    fn the_sentence_with_the_most_hits_is_shown() {
        let sentences = [ByteRange::new(0, 10), ByteRange::new(11, 20), ByteRange::new(21, 30)];
        let hit = |start: usize| ByteRange::new(start, start + 3);
        assert_eq!(best(&sentences, &[hit(2), hit(12), hit(16), hit(21), hit(27)]), Some((1, sentences[1])));
        assert_eq!(within(&[hit(2), hit(9), hit(12)], sentences[0]), [hit(2)], "one that runs over its end is of none");
        assert_eq!(best(&sentences, &[]), Some((0, sentences[0])));
        assert_eq!(best(&[], &[hit(2)]), None);
    }

    /// A report of eight megabytes that says `War.` and nothing else took hours: each sentence looked at every hit.
    #[test]
    fn many_hits_in_many_sentences_take_no_longer_each() {
        let sentences: Vec<ByteRange> = (0..1_500_000).map(|at| ByteRange::new(at * 5, at * 5 + 4)).collect();
        let hits: Vec<ByteRange> =
            sentences.iter().map(|sentence| ByteRange::new(sentence.start(), sentence.end() - 1)).collect();
        assert_eq!(best(&sentences, &hits), Some((0, sentences[0])));
    }

    #[test]
    fn marks_become_ranges_of_the_text_without_them() {
        let marked = "Größe: \u{1}drills\u{2} and \u{1}tanks\u{2}.";
        let body = "Größe: drills and tanks.";
        let words: Vec<&str> = marks(marked, body).into_iter().map(|range| &body[range.as_range()]).collect();
        assert_eq!(words, ["drills", "tanks"]);
        assert!(marks(marked, "\u{1}").is_empty());
    }
}
