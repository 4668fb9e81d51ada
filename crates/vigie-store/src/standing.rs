//! What stands: readings and rows of tables, less what was rejected or replaced, with the rest as analysts have corrected it.
//!
//! The narrow rows say at once what stands, so that a reading is unpacked once and no record is asked for alone, save the few
//! that were corrected.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row, Rows};
use vigie_record::{
    Correction, Digest, Event, Identity, Party, Precision, Reading, Status, TableEvent, TableParty, TimeSpan,
};

use crate::added::{self, Addition};
use crate::blocks;
use crate::body::unpack;
use crate::error::Answer;
use crate::remark::correction_of;
use crate::row::{CORRECTED, probability_of, status_of};

/// A reading as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The reading, with its story, without events that were rejected.
    pub reading: Reading,
    /// How many of its events were rejected.
    pub n_rejected: usize,
}

/// A row of a table as it stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StandingRow<'a> {
    /// Its key in this store.
    pub key: i64,
    /// The row, as it was corrected.
    pub event: &'a TableEvent,
    /// Whether it happened, where an analyst says so; tables do not.
    pub status: Option<Status>,
    /// The name of the file that it came in.
    pub file: &'a str,
}

/// A bound on the number of events: keys are given in turn and never again.
pub(crate) fn most_events(db: &Connection) -> Answer<usize> {
    let n: i64 = db.query_row("SELECT ifnull(max(key), 0) FROM event", [], |row| row.get(0))?;
    Ok(usize::try_from(n).unwrap_or(0))
}

/// A bound on the number of rows of tables: what their files have added.
pub(crate) fn most_rows(db: &Connection) -> Answer<usize> {
    let n: i64 = db.query_row("SELECT ifnull(sum(n_added + n_replaced), 0) FROM file", [], |row| row.get(0))?;
    Ok(usize::try_from(n).unwrap_or(0))
}

/// Hands the readings that stand to `take`.
pub(crate) fn readings(db: &Connection, mut take: impl FnMut(Standing)) -> Answer<()> {
    let mut events =
        db.prepare("SELECT report, key, flags FROM event WHERE report IS NOT NULL ORDER BY report, key")?;
    let mut events = Narrow::new(events.query([])?)?;
    let mut reports = db.prepare(
        "SELECT r.key, b.n_bytes, b.body, t.body, s.id, r.first_event
         FROM report AS r
         JOIN reading AS b ON b.key = r.key
         JOIN report_text AS t ON t.key = r.key
         LEFT JOIN report AS s ON s.key = r.story
         WHERE r.replaced_by IS NULL ORDER BY r.key",
    )?;
    let mut rows = reports.query([])?;
    while let Some(row) = rows.next()? {
        let (report, first): (i64, i64) = (row.get(0)?, row.get(5)?);
        let n_bytes: i64 = row.get(1)?;
        let mut reading: Reading = serde_json::from_slice(&unpack(&row.get::<_, Vec<u8>>(2)?, n_bytes)?)?;
        reading.report.text = row.get(3)?;
        let story: Option<[u8; 32]> = row.get(4)?;
        reading.report.story_id = story.map(|id| Digest::from_bytes(id).to_string()).or(reading.report.story_id);
        let standing = events.of(report)?;
        let n_before = reading.events.len();
        let mut kept = Vec::with_capacity(standing.len());
        for (event, key) in reading.events.into_iter().zip(first..) {
            let Some(flags) = standing.get(&key) else { continue };
            kept.push(if flags & CORRECTED == 0 { event } else { corrected_event(db, key, event)? });
        }
        let n_rejected = n_before - kept.len();
        reading.events = kept;
        for (key, addition) in added::to_report(db, report)? {
            match addition {
                Addition::Event(event) => {
                    let Some(flags) = standing.get(&key) else { continue };
                    let event = if flags & CORRECTED == 0 { *event } else { corrected_event(db, key, *event)? };
                    reading.events.push(event);
                }
                Addition::Claim(claim) => reading.claims.push(*claim),
                Addition::Forecast(forecast) => reading.forecasts.push(*forecast),
            }
        }
        take(Standing { reading, n_rejected });
    }
    Ok(())
}

/// The narrow rows of events in the order of their reports.
struct Narrow<'s> {
    rows: Rows<'s>,
    next: Option<(i64, i64, i64)>,
}

impl<'s> Narrow<'s> {
    fn new(rows: Rows<'s>) -> Answer<Self> {
        let mut narrow = Self { rows, next: None };
        narrow.advance()?;
        Ok(narrow)
    }

    fn advance(&mut self) -> Answer<()> {
        let read = |row: &Row<'_>| -> rusqlite::Result<(i64, i64, i64)> { Ok((row.get(0)?, row.get(1)?, row.get(2)?)) };
        self.next = self.rows.next()?.map(read).transpose()?;
        Ok(())
    }

    /// The events of a report that stand, with their flags; those of reports before it are passed over.
    fn of(&mut self, report: i64) -> Answer<BTreeMap<i64, i64>> {
        let mut found = BTreeMap::new();
        while let Some((of, key, flags)) = self.next.filter(|(of, ..)| *of <= report) {
            if of == report {
                found.insert(key, flags);
            }
            self.advance()?;
        }
        Ok(found)
    }
}

/// What the narrow row of a corrected event says.
struct Now {
    quad_class: u8,
    goldstein: Option<f64>,
    status: Option<Status>,
    probability: Option<vigie_record::Probability>,
}

fn now(db: &Connection, key: i64) -> Answer<Now> {
    let mut statement = db.prepare_cached(
        "SELECT c.quad_class, c.goldstein, c.has_goldstein, e.status, e.probability
         FROM event AS e JOIN code AS c ON c.key = e.code WHERE e.key = ?1",
    )?;
    Ok(statement.query_row([key], |row| {
        Ok(Now {
            quad_class: row.get(0)?,
            goldstein: Some(row.get(1)?).filter(|_| row.get(2).unwrap_or(false)),
            status: row.get::<_, Option<i64>>(3)?.and_then(status_of),
            probability: row.get::<_, Option<i64>>(4)?.and_then(probability_of),
        })
    })?)
}

/// An event of a report as analysts have corrected it.
pub(crate) fn corrected_event(db: &Connection, key: i64, event: Event) -> Answer<Event> {
    let said = correction_of(db, &event.id.to_string())?;
    let now = now(db, key)?;
    let has_other_type = said.event_type.as_ref().is_some_and(|said| *said != event.event_type);
    let mut event = corrected(event, &said);
    if has_other_type {
        (event.quad_class, event.goldstein) = (now.quad_class, now.goldstein.unwrap_or(0.0));
    }
    event.status = now.status.unwrap_or(event.status);
    event.probability = now.probability;
    Ok(event)
}

/// An event of a report with what a correction says of it. The class and the value of another type are not known here, and left as they were.
pub fn corrected(mut event: Event, said: &Correction) -> Event {
    if let Some(event_type) = &said.event_type
        && *event_type != event.event_type
    {
        event.event_type.clone_from(event_type);
        (event.mode, event.cameo) = (None, None);
    }
    event.mode = said.mode.clone().or(event.mode);
    if let Some(status) = said.status {
        // The probability was that of the status which was wrong.
        (event.status, event.probability) = (status, None);
    }
    let party = |party: Option<Party>, said: Option<&Identity>| match (party, said) {
        (party, None) => party,
        (Some(party), Some(said)) => Some(Party { identity: said.clone(), ..party }),
        (None, Some(said)) => Some(Party { spans: Vec::new(), text: named(said), identity: said.clone() }),
    };
    event.actor = party(event.actor, said.actor.as_ref());
    event.recipient = party(event.recipient, said.recipient.as_ref());
    event.event_date = corrected_date(event.event_date, said);
    event
}

/// What somebody goes by.
fn named(identity: &Identity) -> String {
    let names = [&identity.name, &identity.actor_id, &identity.country];
    names.into_iter().flatten().next().cloned().unwrap_or_default()
}

fn corrected_date(own: Option<TimeSpan>, said: &Correction) -> Option<TimeSpan> {
    let Some(start) = said.start_date.or(said.end_date) else { return own };
    let mut date = own.unwrap_or(TimeSpan {
        start: Some(start),
        end: Some(start),
        precision: Precision::Day,
        expression: None,
        relative: None,
    });
    // Where only the first day is corrected, the event lasts as long as it did.
    let length = date.start.zip(date.end).map(|(first, last)| last - first);
    date.start = said.start_date.or(date.start);
    date.end = said.end_date.or_else(|| start.checked_add(length.unwrap_or_default()).ok()).or(date.end);
    Some(date)
}

/// Hands the rows of tables that stand to `take`: those with some keys, in that order, or all in the order of their keys.
pub(crate) fn rows(db: &Connection, keys: Option<&[i64]>, mut take: impl FnMut(StandingRow<'_>)) -> Answer<()> {
    let files = files(db)?;
    let mut blocks = blocks::InOrder::default();
    let mut give = |key: i64, flags: i64, status: Option<i64>| -> Answer<()> {
        let event = blocks.event(db, key)?;
        let event = if flags & CORRECTED == 0 { event } else { corrected_row(db, key, event)? };
        let file = files.get(&event.origin.file).map_or("", String::as_str);
        take(StandingRow { key, event: &event, status: status.and_then(status_of), file });
        Ok(())
    };
    if let Some(keys) = keys {
        let mut statement = db.prepare("SELECT flags, status FROM event WHERE key = ?1 AND dataset <> 0")?;
        for key in keys {
            let mut rows = statement.query([key])?;
            if let Some(row) = rows.next()? {
                give(*key, row.get(0)?, row.get(1)?)?;
            }
        }
        return Ok(());
    }
    let mut statement = db.prepare("SELECT key, flags, status FROM event WHERE dataset <> 0 ORDER BY +key")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        give(row.get(0)?, row.get(1)?, row.get(2)?)?;
    }
    Ok(())
}

fn files(db: &Connection) -> Answer<BTreeMap<Digest, String>> {
    let mut statement = db.prepare("SELECT digest, name FROM file")?;
    let found = statement.query_map([], |row| Ok((Digest::from_bytes(row.get(0)?), row.get(1)?)))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// A row of a table as analysts have corrected it.
pub(crate) fn corrected_row(db: &Connection, key: i64, mut event: TableEvent) -> Answer<TableEvent> {
    let said = correction_of(db, &format!("{}:{}", event.dataset, event.native_id))?;
    if let Some(event_type) = &said.event_type
        && Some(event_type) != event.event_type.as_ref()
    {
        let now = now(db, key)?;
        event.event_type = Some(event_type.clone());
        (event.mode, event.cameo) = (None, None);
        (event.quad_class, event.goldstein) = (Some(now.quad_class).filter(|class| *class > 0), now.goldstein);
    }
    event.mode = said.mode.clone().or(event.mode);
    let party = |party: Option<TableParty>, said: Option<&Identity>| match (party, said) {
        (party, None) => party,
        (Some(party), Some(said)) => Some(TableParty { identity: said.clone(), ..party }),
        (None, Some(said)) => Some(TableParty { text: named(said), identity: said.clone(), ..TableParty::default() }),
    };
    event.actor = party(event.actor, said.actor.as_ref());
    event.recipient = party(event.recipient, said.recipient.as_ref());
    if let Some(date) = corrected_date(Some(event.event_date.clone()), &said) {
        event.event_date = date;
    }
    Ok(event)
}
