//! Events, of reports and of tables, one by one.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use rusqlite::Connection;
use vigie_record::{ByteRange, Event, Status, TableEvent};

use super::filter::Filter;
use super::page::{Cursor, Page, ReportHead, cut, head};
use super::way;
use crate::added;
use crate::blocks;
use crate::error::{Answer, Fault};
use crate::get;
use crate::opened::{Opened, Readings};
use crate::put::EVENT;
use crate::row::{COLUMNS, CORRECTED, EventRow, status_of};
use crate::standing;

/// An event that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct EventItem {
    /// Its key in this store.
    pub key: i64,
    /// The event, as analysts have corrected it.
    pub record: EventRecord,
    /// Whether it happened; for rows of tables, which do not tell, where an analyst says so.
    pub status: Option<Status>,
    /// Whether an analyst has corrected it.
    pub is_corrected: bool,
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
        text: Arc<str>,
        /// The sentence in which it is told.
        sentence: Option<String>,
        /// The number of that sentence, from 1.
        number: Option<usize>,
    },
    /// A table has it.
    Row(Box<TableEvent>),
}

/// A page of the events that fulfil a filter, those that began last first.
pub(crate) fn events(
    db: &Connection,
    readings: &Readings,
    filter: &Filter,
    most: usize,
    from: Option<Cursor>,
) -> Answer<Page<EventItem>> {
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
    let mut shelf = Shelf::of(readings);
    let items = keys.into_iter().map(|key| shelf.event(db, key)).collect::<Answer<_>>()?;
    Ok(Page { items, next })
}

/// Reports and blocks of rows that were opened for one page of an answer.
pub(crate) struct Shelf<'r> {
    readings: &'r Readings,
    reports: BTreeMap<i64, (ReportHead, Arc<Opened>)>,
    blocks: blocks::Shelf,
}

fn corrected(db: &Connection, key: i64, record: EventRecord) -> Answer<EventRecord> {
    Ok(match record {
        EventRecord::Told { event, head, text, sentence, number } => EventRecord::Told {
            event: Box::new(standing::corrected_event(db, key, *event)?),
            head,
            text,
            sentence,
            number,
        },
        row @ EventRecord::Row(_) => row,
    })
}

impl<'r> Shelf<'r> {
    /// A shelf with nothing on it.
    pub(crate) fn of(readings: &'r Readings) -> Self {
        Self { readings, reports: BTreeMap::new(), blocks: blocks::Shelf::default() }
    }

    /// The event with a key.
    pub(crate) fn event(&mut self, db: &Connection, key: i64) -> Answer<EventItem> {
        let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} FROM event WHERE key = ?1"))?;
        let row = statement.query_row([key], EventRow::read)?;
        let is_corrected = row.flags & CORRECTED != 0;
        let record = if let Some(report) = row.report {
            let record = self.told(db, report, key, row.occurrence)?;
            if is_corrected { corrected(db, key, record)? } else { record }
        } else {
            let event = self.blocks.event(db, key)?;
            let event = if is_corrected { standing::corrected_row(db, key, event)? } else { event };
            EventRecord::Row(Box::new(event))
        };
        Ok(EventItem { key, record, status: row.status.and_then(status_of), is_corrected })
    }

    fn told(&mut self, db: &Connection, report: i64, key: i64, occurrence: Option<i64>) -> Answer<EventRecord> {
        let readings = self.readings;
        let (head, opened) = self.report(db, report)?;
        let index = usize::try_from(key - opened.first_event).unwrap_or(usize::MAX);
        let event = if let Some(event) = added::with_key(db, EVENT, key)? {
            event
        } else {
            let lost = || Fault::Damaged(format!("the reading of a report lacks its event {index}"));
            let mut event = opened.reading.events.get(index).cloned().ok_or_else(lost)?;
            if let Some(occurrence) = occurrence {
                event.occurrence_id = get::event_id_among(db, readings, occurrence)?;
            }
            event
        };
        Ok(EventRecord::Told {
            sentence: sentence_of(opened, &event.spans),
            number: number_of(opened, &event.spans),
            event: Box::new(event),
            head: Box::new(head.clone()),
            text: Arc::clone(&opened.text),
        })
    }

    /// A report with its head.
    pub(crate) fn report(&mut self, db: &Connection, report: i64) -> Answer<&(ReportHead, Arc<Opened>)> {
        match self.reports.entry(report) {
            Entry::Occupied(place) => Ok(place.into_mut()),
            Entry::Vacant(place) => {
                let lost = || Fault::Damaged(format!("the report with key {report} is not there"));
                let opened = self.readings.get(db, report)?.ok_or_else(lost)?;
                let head = head(db, report)?.ok_or_else(lost)?;
                Ok(place.insert((head, opened)))
            }
        }
    }
}

/// The text of the sentence in which something begins.
pub(crate) fn sentence_of(opened: &Opened, spans: &[ByteRange]) -> Option<String> {
    let sentence = opened.reading.sentences.get(number_of(opened, spans)?.checked_sub(1)?)?;
    opened.text.get(sentence.as_range()).map(str::to_owned)
}

/// The number of the sentence in which something begins, from 1.
pub(crate) fn number_of(opened: &Opened, spans: &[ByteRange]) -> Option<usize> {
    let first = spans.iter().min()?;
    opened.reading.sentences.iter().rposition(|sentence| sentence.start() <= first.start()).map(|index| index + 1)
}
