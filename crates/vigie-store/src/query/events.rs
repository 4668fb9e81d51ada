//! Events, of reports and of tables, one by one.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use rusqlite::Connection;
use vigie_record::{Event, Reading, TableEvent};

use super::filter::Filter;
use super::page::{Cursor, Page, ReportHead, cut, head};
use super::way;
use crate::added;
use crate::blocks;
use crate::error::{Answer, Fault};
use crate::get;
use crate::put::EVENT;
use crate::row::{COLUMNS, EventRow};

/// An event that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct EventItem {
    /// Its key in this store.
    pub key: i64,
    /// The event.
    pub record: EventRecord,
}

/// An event of a report, or of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum EventRecord {
    /// A report tells of it.
    Told {
        /// The event.
        event: Box<Event>,
        /// The report's head.
        head: Box<ReportHead>,
        /// The text of the report, to which the event's ranges belong.
        text: String,
        /// The sentence in which it is told.
        sentence: Option<String>,
        /// The number of that sentence, from 1.
        number: Option<usize>,
    },
    /// A table has it.
    Row(Box<TableEvent>),
}

/// A page of the events that fulfil a filter, those that began last first.
pub(crate) fn events(db: &Connection, filter: &Filter, most: usize, from: Option<Cursor>) -> Answer<Page<EventItem>> {
    let newest = match from {
        Some(cursor) => cursor.newest,
        None => db.query_row("SELECT ifnull(max(key), 0) FROM event", [], |row| row.get(0))?,
    };
    let mut conditions = filter.of_event(db)?;
    conditions.add(format!("+e.key <= {newest}"));
    if let Some(cursor) = from {
        conditions.add(cursor.after("e"));
    }
    let found = way::newest(db, filter, &conditions, most.saturating_add(1))?;
    let (keys, next) = cut(found, most, newest);
    let mut shelf = Shelf::default();
    let items = keys.into_iter().map(|key| shelf.event(db, key)).collect::<Answer<_>>()?;
    Ok(Page { items, next })
}

/// Reports and blocks of rows that were opened for one page of an answer.
#[derive(Default)]
pub(crate) struct Shelf {
    readings: BTreeMap<i64, (ReportHead, Reading, i64)>,
    blocks: blocks::Shelf,
}

impl Shelf {
    /// The event with a key.
    pub(crate) fn event(&mut self, db: &Connection, key: i64) -> Answer<EventItem> {
        let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} FROM event WHERE key = ?1"))?;
        let row = statement.query_row([key], EventRow::read)?;
        let record = match row.report {
            Some(report) => self.told(db, report, key)?,
            None => EventRecord::Row(Box::new(self.blocks.event(db, key)?)),
        };
        Ok(EventItem { key, record })
    }

    fn told(&mut self, db: &Connection, report: i64, key: i64) -> Answer<EventRecord> {
        let (head, reading, first_event) = self.reading(db, report)?;
        let index = usize::try_from(key - *first_event).unwrap_or(usize::MAX);
        let event = match added::with_key(db, EVENT, key)? {
            Some(event) => event,
            None => reading
                .events
                .get(index)
                .cloned()
                .ok_or_else(|| Fault::Damaged(format!("the reading of a report lacks its event {index}")))?,
        };
        Ok(EventRecord::Told {
            sentence: sentence_of(reading, &event.spans),
            number: number_of(reading, &event.spans),
            event: Box::new(event),
            head: Box::new(head.clone()),
            text: reading.report.text.clone(),
        })
    }

    /// A report with its head and the key of its first event.
    pub(crate) fn reading(&mut self, db: &Connection, report: i64) -> Answer<&(ReportHead, Reading, i64)> {
        if let Entry::Vacant(place) = self.readings.entry(report) {
            let lost = || Fault::Damaged(format!("the report with key {report} is not there"));
            let reading = get::reading(db, report)?.ok_or_else(lost)?;
            let head = head(db, report)?.ok_or_else(lost)?;
            let first: i64 = db
                .prepare_cached("SELECT first_event FROM report WHERE key = ?1")?
                .query_row([report], |row| row.get(0))?;
            place.insert((head, reading, first));
        }
        self.readings.get(&report).ok_or_else(|| Fault::Damaged("a report was lost on its way".to_owned()))
    }
}

/// The text of the sentence in which something begins.
pub(crate) fn sentence_of(reading: &Reading, spans: &[vigie_record::ByteRange]) -> Option<String> {
    let sentence = reading.sentences.get(number_of(reading, spans)?.checked_sub(1)?)?;
    reading.report.text.get(sentence.as_range()).map(str::to_owned)
}

/// The number of the sentence in which something begins, from 1.
pub(crate) fn number_of(reading: &Reading, spans: &[vigie_record::ByteRange]) -> Option<usize> {
    let first = spans.iter().min()?;
    reading.sentences.iter().rposition(|sentence| sentence.start() <= first.start()).map(|index| index + 1)
}
