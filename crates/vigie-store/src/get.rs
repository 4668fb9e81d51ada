//! Records out again, as they were put in.

use rusqlite::{Connection, OptionalExtension};
use vigie_record::{Digest, Event, Reading};

use crate::added;
use crate::body::unpack;
use crate::error::{Answer, Fault};
use crate::opened::Readings;
use crate::put::{CLAIM, EVENT, FORECAST, REMARK};
use crate::row::count;

/// What an id, or the beginning of one, leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordKind {
    /// A report.
    Report,
    /// An event of a report.
    Event,
    /// A claim of a report.
    Claim,
    /// A forecast of a report.
    Forecast,
    /// A correction, tag or judgement.
    Remark,
}

/// A record that was looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: RecordKind,
    /// Its whole id.
    pub id: Digest,
    /// The id of the report that it is or belongs to; none of a remark.
    pub report: Option<Digest>,
}

/// The reading of the report with a key: as the machine made it, with the story and the occurrences that were found since,
/// and behind it what people have added.
pub(crate) fn reading(db: &Connection, key: i64) -> Answer<Option<Reading>> {
    let row = db
        .prepare_cached(
            "SELECT b.n_bytes, b.body, t.body, s.id, r.first_event
             FROM report AS r
             JOIN reading AS b ON b.key = r.key
             JOIN report_text AS t ON t.key = r.key
             LEFT JOIN report AS s ON s.key = r.story
             WHERE r.key = ?1",
        )?
        .query_row([key], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, Vec<u8>>(1)?,
                row.get::<_, String>(2)?,
                row.get::<_, Option<[u8; 32]>>(3)?,
                row.get::<_, i64>(4)?,
            ))
        })
        .optional()?;
    let Some((n_bytes, body, text, story, first_event)) = row else { return Ok(None) };
    let mut reading: Reading = serde_json::from_slice(&unpack(&body, n_bytes)?)?;
    reading.report.text = text;
    reading.report.story_id = story.map(|id| Digest::from_bytes(id).to_string()).or(reading.report.story_id);
    occurrences(db, &Readings::default(), key, first_event, &mut reading)?;
    added::join(db, key, &mut reading)?;
    Ok(Some(reading))
}

/// The same, where the readings at hand may hold it.
pub(crate) fn reading_among(db: &Connection, readings: &Readings, key: i64) -> Answer<Option<Reading>> {
    let Some(opened) = readings.get(db, key)? else { return Ok(None) };
    let story: Option<[u8; 32]> = db
        .prepare_cached("SELECT s.id FROM report AS r LEFT JOIN report AS s ON s.key = r.story WHERE r.key = ?1")?
        .query_row([key], |row| row.get(0))?;
    let mut reading = opened.reading.clone();
    opened.text.as_ref().clone_into(&mut reading.report.text);
    reading.report.story_id = story.map(|id| Digest::from_bytes(id).to_string()).or(reading.report.story_id);
    occurrences(db, readings, key, opened.first_event, &mut reading)?;
    added::join(db, key, &mut reading)?;
    Ok(Some(reading))
}

/// Says of each event of a reading which occurrence it belongs to.
fn occurrences(
    db: &Connection,
    readings: &Readings,
    report: i64,
    first_event: i64,
    reading: &mut Reading,
) -> Answer<()> {
    let mut statement =
        db.prepare_cached("SELECT key, occurrence FROM event WHERE report = ?1 AND occurrence IS NOT NULL")?;
    let mut rows = statement.query([report])?;
    while let Some(row) = rows.next()? {
        let (key, occurrence): (i64, i64) = (row.get(0)?, row.get(1)?);
        let index = usize::try_from(key - first_event).unwrap_or(usize::MAX);
        if let Some(event) = reading.events.get_mut(index) {
            event.occurrence_id = event_id_among(db, readings, occurrence)?;
        }
    }
    Ok(())
}

/// The id of the event of a report with a key.
pub(crate) fn event_id(db: &Connection, key: i64) -> Answer<Option<Digest>> {
    event_id_among(db, &Readings::default(), key)
}

/// The same, where the readings at hand may hold it.
pub(crate) fn event_id_among(db: &Connection, readings: &Readings, key: i64) -> Answer<Option<Digest>> {
    let mut statement = db.prepare_cached(
        "SELECT report FROM event WHERE key = ?1 UNION ALL SELECT report FROM event_past WHERE key = ?1",
    )?;
    let report: Option<Option<i64>> = statement.query_row([key], |row| row.get(0)).optional()?;
    let Some(Some(report)) = report else { return Ok(None) };
    if let Some(event) = added::with_key::<Event>(db, EVENT, key)? {
        return Ok(Some(event.id));
    }
    let opened = readings.get(db, report)?;
    Ok(opened.and_then(|opened| {
        let index = usize::try_from(key - opened.first_event).ok()?;
        opened.reading.events.get(index).map(|event| event.id)
    }))
}

/// The records whose ids begin with `prefix`, at most `most`.
pub(crate) fn find(db: &Connection, prefix: &str, most: usize) -> Answer<Vec<Found>> {
    let Some((low, high)) = bounds(prefix) else { return Ok(Vec::new()) };
    let bounds = (low.as_slice(), high.as_slice(), count(most));
    let mut found = Vec::new();
    let mut reports = db.prepare_cached("SELECT id FROM report WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3")?;
    for id in reports.query_map(bounds, |row| row.get::<_, [u8; 32]>(0))? {
        let id = Digest::from_bytes(id?);
        found.push(Found { kind: RecordKind::Report, id, report: Some(id) });
    }
    let mut records =
        db.prepare_cached("SELECT id, kind, key FROM record WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3")?;
    let rows: Vec<([u8; 32], i64, i64)> =
        records.query_map(bounds, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect::<Result<_, _>>()?;
    for (id, kind, key) in rows {
        let (kind, report) = match kind {
            EVENT => (RecordKind::Event, event_report(db, key)?),
            CLAIM => (RecordKind::Claim, report_of(db, "claim", key)?),
            FORECAST => (RecordKind::Forecast, report_of(db, "forecast", key)?),
            REMARK => (RecordKind::Remark, None),
            other => return Err(Fault::Damaged(format!("there is a record of the unknown kind {other}"))),
        };
        found.push(Found { kind, id: Digest::from_bytes(id), report });
    }
    found.truncate(most);
    Ok(found)
}

fn event_report(db: &Connection, key: i64) -> Answer<Option<Digest>> {
    match report_of(db, "event", key)? {
        Some(report) => Ok(Some(report)),
        None => report_of(db, "event_past", key),
    }
}

fn report_of(db: &Connection, table: &str, key: i64) -> Answer<Option<Digest>> {
    let query = format!("SELECT r.id FROM {table} AS x JOIN report AS r ON r.key = x.report WHERE x.key = ?1");
    let id: Option<[u8; 32]> = db.prepare_cached(&query)?.query_row([key], |row| row.get(0)).optional()?;
    Ok(id.map(Digest::from_bytes))
}

/// The least and the greatest id that begin with some hexadecimal digits; none where they are no such digits.
fn bounds(prefix: &str) -> Option<([u8; 32], [u8; 32])> {
    let digits = prefix.len();
    if digits == 0 || digits > 64 || !prefix.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let digest = |fill: char| -> Option<[u8; 32]> {
        let whole: String = prefix.chars().chain(std::iter::repeat_n(fill, 64 - digits)).collect();
        whole.parse::<Digest>().ok().map(|digest| *digest.as_bytes())
    };
    Some((digest('0')?, digest('f')?))
}

#[cfg(test)]
mod tests {
    use super::bounds;

    #[test]
    fn bounds_hold_what_begins_so() {
        let (low, high) = bounds("3F2").unwrap();
        assert_eq!((low[0], low[1], high[0], high[1]), (0x3f, 0x20, 0x3f, 0x2f));
        for bad in ["", "xyz", &"0".repeat(65)] {
            assert!(bounds(bad).is_none(), "{bad}");
        }
    }
}
