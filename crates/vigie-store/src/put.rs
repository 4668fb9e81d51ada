//! Reports in: each with all its records, whole or not at all.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use vigie_record::{Claim, Digest, Forecast, ForecastStatus, PublishedAt, Reading, Report};

use crate::added;
use crate::body::pack;
use crate::days;
use crate::error::Answer;
use crate::names::Names;
use crate::row::{COLUMNS, EventRow, count};
use crate::story;

/// What became of a report that was put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It is new.
    Added,
    /// It is a newer version of a report of the same address, which it replaces.
    Replaced {
        /// The id of the older version.
        older: Digest,
    },
    /// It was there already; where it was met is noted.
    Known,
}

/// Kinds of records, as the table `record` numbers them.
pub(crate) const EVENT: i64 = 1;
pub(crate) const CLAIM: i64 = 2;
pub(crate) const FORECAST: i64 = 3;
pub(crate) const REMARK: i64 = 4;

/// The key of the report with an id.
pub(crate) fn key_of(db: &Connection, id: Digest) -> Answer<Option<i64>> {
    let mut statement = db.prepare_cached("SELECT key FROM report WHERE id = ?1")?;
    Ok(statement.query_row([id.as_bytes().as_slice()], |row| row.get(0)).optional()?)
}

/// Puts a report in, within the transaction that is open.
pub(crate) fn put(db: &Connection, names: &mut Names, reading: &Reading, read_at: Timestamp) -> Answer<Put> {
    let report = &reading.report;
    if let Some(key) = key_of(db, report.id)? {
        see(db, key, report, read_at)?;
        return Ok(Put::Known);
    }
    let older = older_version(db, report)?;
    let key = add(db, names, reading, read_at)?;
    see(db, key, report, read_at)?;
    match older {
        None => Ok(Put::Added),
        Some((older_key, older)) => {
            replace(db, older_key, key)?;
            added::carry(db, names, older_key, key, report)?;
            Ok(Put::Replaced { older })
        }
    }
}

/// Notes where and when a report was met.
pub(crate) fn see(db: &Connection, key: i64, report: &Report, seen_at: Timestamp) -> Answer<()> {
    let said = |field: &Option<String>| field.clone().unwrap_or_default();
    let published_at = report.published_at.map_or_else(String::new, |at| at.to_string());
    db.prepare_cached(
        "INSERT OR IGNORE INTO sighting (report, outlet, url, published_at, source_file, seen_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        key,
        said(&report.outlet),
        said(&report.url),
        published_at,
        said(&report.source_file),
        seen_at.to_string()
    ])?;
    Ok(())
}

/// The newest report of the same address.
fn older_version(db: &Connection, report: &Report) -> Answer<Option<(i64, Digest)>> {
    let Some(url) = report.url.as_deref().filter(|url| !url.is_empty()) else { return Ok(None) };
    let mut statement = db.prepare_cached(
        "SELECT key, id FROM report WHERE url = ?1 AND replaced_by IS NULL ORDER BY key DESC LIMIT 1",
    )?;
    let found = statement.query_row([url], |row| Ok((row.get(0)?, row.get::<_, [u8; 32]>(1)?))).optional()?;
    Ok(found.map(|(key, id)| (key, Digest::from_bytes(id))))
}

/// The older version stands no more, nor do its events: what it told is told by the newer.
fn replace(db: &Connection, older: i64, newer: i64) -> Answer<()> {
    db.execute("UPDATE report SET replaced_by = ?2 WHERE key = ?1", [older, newer])?;
    retire(db, "report = ?3", older, "edited", Some(newer))
}

/// Moves events to those that stand no more. Of one that was corrected, what the correction made of it is kept.
pub(crate) fn retire(db: &Connection, which: &str, what: i64, because: &str, by: Option<i64>) -> Answer<()> {
    db.prepare_cached(&format!(
        "INSERT OR REPLACE INTO event_past ({COLUMNS}, because, by_key) SELECT {COLUMNS}, ?1, ?2 FROM event WHERE {which}"
    ))?
    .execute(params![because, by, what])?;
    let which = which.replace("?3", "?1");
    db.prepare_cached(&format!("DELETE FROM event WHERE {which}"))?.execute([what])?;
    Ok(())
}

/// The first key that no event has or ever had.
pub(crate) fn next_event(db: &Connection) -> Answer<i64> {
    let mut statement = db.prepare_cached(
        "SELECT 1 + max(
             ifnull((SELECT max(key) FROM event), 0),
             ifnull((SELECT max(key) FROM event_past), 0),
             ifnull((SELECT key + n_rows - 1 FROM event_block ORDER BY key DESC LIMIT 1), 0))",
    )?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

/// The first key that no claim has or ever had.
pub(crate) fn next_claim(db: &Connection) -> Answer<i64> {
    let mut statement = db.prepare_cached(
        "SELECT 1 + max(
             ifnull((SELECT max(key) FROM claim), 0),
             ifnull((SELECT max(key) FROM addition WHERE kind = 2), 0),
             ifnull((SELECT key + n_rows - 1 FROM quotation_block ORDER BY key DESC LIMIT 1), 0))",
    )?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

/// The first key beyond those of a table.
pub(crate) fn next_key(db: &Connection, table: &str) -> Answer<i64> {
    let mut statement = db.prepare_cached(&format!("SELECT 1 + ifnull(max(key), 0) FROM {table}"))?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

/// The first key that no forecast has or ever had.
pub(crate) fn next_forecast(db: &Connection) -> Answer<i64> {
    let mut statement = db.prepare_cached(
        "SELECT 1 + max(
             ifnull((SELECT max(key) FROM forecast), 0),
             ifnull((SELECT max(key) FROM addition WHERE kind = 3), 0))",
    )?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

fn add(db: &Connection, names: &mut Names, reading: &Reading, read_at: Timestamp) -> Answer<i64> {
    let report = &reading.report;
    let first = First { event: next_event(db)?, claim: next_claim(db)?, forecast: next_forecast(db)? };
    let outlet = names.outlet(db, report.outlet.as_deref().unwrap_or(""))?;
    db.prepare_cached(
        "INSERT INTO report (id, day, outlet, first_event, first_claim, first_forecast, published_at, url, language,
                             source_file, read_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
    .execute(params![
        report.id.as_bytes().as_slice(),
        report.published_at.map(PublishedAt::date).map(days::number),
        outlet,
        first.event,
        first.claim,
        first.forecast,
        report.published_at.map(|at| at.to_string()),
        report.url,
        report.language,
        report.source_file,
        read_at.to_string(),
    ])?;
    let key = db.last_insert_rowid();
    add_text(db, key, report)?;
    add_body(db, key, reading)?;
    add_records(db, names, key, reading, &first)?;
    let _ = story::sign(db, key, &report.text)?;
    Ok(key)
}

struct First {
    event: i64,
    claim: i64,
    forecast: i64,
}

fn add_text(db: &Connection, key: i64, report: &Report) -> Answer<()> {
    let row = params![key, report.title.as_deref().unwrap_or(""), report.text];
    db.prepare_cached("INSERT INTO report_text (key, title, body) VALUES (?1, ?2, ?3)")?.execute(row)?;
    db.prepare_cached("INSERT INTO report_words (rowid, title, body) VALUES (?1, ?2, ?3)")?.execute(row)?;
    Ok(())
}

/// The whole reading, without the text, which stands elsewhere.
fn add_body(db: &Connection, key: i64, reading: &Reading) -> Answer<()> {
    let mut bare = reading.clone();
    bare.report.text = String::new();
    let json = serde_json::to_vec(&bare)?;
    db.prepare_cached("INSERT INTO reading (key, n_bytes, body) VALUES (?1, ?2, ?3)")?.execute(params![
        key,
        count(json.len()),
        pack(&json)?
    ])?;
    Ok(())
}

fn add_records(db: &Connection, names: &mut Names, key: i64, reading: &Reading, first: &First) -> Answer<()> {
    let day = reading.report.published_at.map(PublishedAt::date).map(days::number);
    for (claim, own) in reading.claims.iter().zip(first.claim..) {
        add_claim(db, names, claim, own, key, day)?;
        enter(db, claim.id, CLAIM, own)?;
    }
    let claim_key = |id: Option<Digest>| {
        let index = reading.claims.iter().position(|claim| Some(claim.id) == id)?;
        Some(first.claim + i64::try_from(index).ok()?)
    };
    for (event, own) in reading.events.iter().zip(first.event..) {
        let mut row = EventRow::of_event(db, names, event)?;
        row.key = own;
        row.report = Some(key);
        row.claim = claim_key(event.claim_id);
        row.insert(db)?;
        enter(db, event.id, EVENT, own)?;
    }
    for (forecast, own) in reading.forecasts.iter().zip(first.forecast..) {
        add_forecast(db, forecast, own, key, claim_key(forecast.claim_id), day)?;
        enter(db, forecast.id, FORECAST, own)?;
    }
    Ok(())
}

/// Enters the id of a record. An id is a digest of content and place, so the first to bring it has it.
pub(crate) fn enter(db: &Connection, id: Digest, kind: i64, key: i64) -> Answer<()> {
    db.prepare_cached("INSERT OR IGNORE INTO record (id, kind, key) VALUES (?1, ?2, ?3)")?.execute(params![
        id.as_bytes().as_slice(),
        kind,
        key
    ])?;
    Ok(())
}

pub(crate) fn add_claim(
    db: &Connection,
    names: &mut Names,
    claim: &Claim,
    key: i64,
    report: i64,
    day: Option<i64>,
) -> Answer<()> {
    let source = claim.source.as_ref();
    let actor = source.map(|source| names.actor(db, &source.identity, &source.text)).transpose()?;
    let [low, high] =
        claim.certainty.probability.map_or([None, None], |[low, high]| [Some(low.get()), Some(high.get())]);
    db.prepare_cached(
        "INSERT INTO claim (key, report, dataset, day, source, source_text, kind, form, polarity, band, low, high)
         VALUES (?1, ?2, 0, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
    .execute(params![
        key,
        report,
        day,
        actor.map(|(key, _)| key),
        source.map_or("", |source| source.text.as_str()),
        word(&claim.kind)?,
        word(&claim.form)?,
        word(&claim.certainty.polarity)?,
        claim.certainty.band.as_deref().unwrap_or(""),
        low,
        high,
    ])?;
    Ok(())
}

pub(crate) fn add_forecast(
    db: &Connection,
    forecast: &Forecast,
    key: i64,
    report: i64,
    claim: Option<i64>,
    day: Option<i64>,
) -> Answer<()> {
    let horizon = forecast.horizon.as_ref();
    let [low, high] = forecast.probability.map_or([None, None], |[low, high]| [Some(low.get()), Some(high.get())]);
    db.prepare_cached(
        "INSERT INTO forecast (key, report, claim, issued_on, start_day, end_day, low, high, status, resolved_on)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        key,
        report,
        claim,
        day,
        horizon.and_then(|time| time.start).map(days::number),
        horizon.and_then(|time| time.end).map(days::number),
        low,
        high,
        forecast_word(forecast.status),
        forecast.resolved_at.map(days::number),
    ])?;
    Ok(())
}

/// The word that a status of a forecast has in records.
pub(crate) fn forecast_word(status: ForecastStatus) -> &'static str {
    match status {
        ForecastStatus::Open => "open",
        ForecastStatus::CameTrue => "came-true",
        ForecastStatus::Failed => "failed",
        ForecastStatus::Void => "void",
    }
}

/// The name that a value has in JSON.
pub(crate) fn word(value: &impl serde::Serialize) -> Answer<String> {
    Ok(serde_json::to_value(value)?.as_str().unwrap_or_default().to_owned())
}
