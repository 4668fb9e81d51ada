//! Remarks: what people add to records. A machine record is never edited; a remark names what it is about, who made it and when,
//! and an undo is a remark of its own.
//!
//! What follows from a remark is kept in the narrow rows that queries go by: a rejected event is in no count, a corrected one is
//! found under what it was corrected to, a forecast that is settled says so. The reading of the machine stays as it was.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use vigie_record::{Correction, Dataset, Digest, ForecastStatus, Judgement, Remark, RemarkBody};

use crate::days;
use crate::error::{Answer, Fault, StoreError};
use crate::names::{CodeName, Names};
use crate::possible;
use crate::put::{self, EVENT, FORECAST, REMARK, enter, retire};
use crate::row::{COLUMNS, CORRECTED, EventRow, Native, dataset_number, status_number};
use crate::store::Store;

impl Store {
    /// Adds a remark, and lets what follows from it follow; it is on the disk when this returns.
    ///
    /// # Errors
    /// When the store has no such record, the remark says something that cannot be, or the store cannot be written.
    pub fn remark(
        &mut self,
        target: &str,
        body: RemarkBody,
        author: &str,
        at: Timestamp,
    ) -> Result<Remark, StoreError> {
        self.change(|db, names| add(db, names, target, body, author, at))
    }

    /// Takes a remark back; that is a remark too, and can be taken back as well.
    ///
    /// # Errors
    /// When there is no such remark, it was taken back before, or the store cannot be written.
    pub fn undo(&mut self, remark: Digest, author: &str, at: Timestamp) -> Result<Remark, StoreError> {
        self.change(|db, names| undo(db, names, remark, author, at))
    }

    /// Puts a remark in that was made in another store, as it stands there; `false` where it is here already.
    ///
    /// # Errors
    /// When the store has no such record, the remark says something that cannot be, or the store cannot be written.
    pub fn bring(&mut self, remark: &Remark) -> Result<bool, StoreError> {
        self.change(|db, names| bring(db, names, remark))
    }

    /// The remarks about a record, in the order in which they were made, also those that were taken back.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn remarks(&self, target: &str) -> Result<Vec<Remark>, StoreError> {
        self.ask(|db| about(db, target))
    }

    /// All remarks, in the order in which they were made.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn all_remarks(&self) -> Result<Vec<Remark>, StoreError> {
        self.ask(|db| read(db, "1 OR target = ?1", ""))
    }
}

/// What a remark is about.
pub(crate) enum Target {
    Event(i64),
    Forecast(i64),
    Other,
}

fn add(
    db: &Connection,
    names: &mut Names,
    target: &str,
    body: RemarkBody,
    author: &str,
    at: Timestamp,
) -> Answer<Remark> {
    if author.trim().is_empty() {
        return Err(Fault::Refused("a remark needs an author".to_owned()));
    }
    let found = find(db, target)?;
    check(&body, &found)?;
    // What came in from another store stands as it was said there; what is said here must be able to be.
    possible::check(db, &body, target, &found, at)?;
    let remark = write(db, target, body, author, at)?;
    follow(db, names, target, &found)?;
    Ok(remark)
}

fn undo(db: &Connection, names: &mut Names, id: Digest, author: &str, at: Timestamp) -> Answer<Remark> {
    let wanted = || Fault::NoRecord { what: "remark", wanted: id.to_string() };
    let row: Option<(i64, String, Option<i64>)> = db
        .query_row("SELECT key, target, undone_by FROM remark WHERE id = ?1", [id.as_bytes().as_slice()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let (key, target, undone_by) = row.ok_or_else(wanted)?;
    if undone_by.is_some() {
        return Err(Fault::Refused(format!("the remark `{id}` was taken back already")));
    }
    let remark = write(db, &target, RemarkBody::Undo { undo: id }, author, at)?;
    let own: i64 =
        db.query_row("SELECT key FROM remark WHERE id = ?1", [remark.id.as_bytes().as_slice()], |row| row.get(0))?;
    take_back(db, key, own)?;
    follow(db, names, &target, &find(db, &target)?)?;
    Ok(remark)
}

fn bring(db: &Connection, names: &mut Names, remark: &Remark) -> Answer<bool> {
    let key_of = |id: Digest| -> Answer<Option<i64>> {
        let mut statement = db.prepare_cached("SELECT key FROM remark WHERE id = ?1")?;
        Ok(statement.query_row([id.as_bytes().as_slice()], |row| row.get(0)).optional()?)
    };
    if key_of(remark.id)?.is_some() {
        return Ok(false);
    }
    let found = find(db, &remark.target)?;
    check(&remark.body, &found)?;
    let key = insert(db, remark)?;
    if let RemarkBody::Undo { undo } = remark.body {
        let undone = key_of(undo)?.ok_or_else(|| Fault::NoRecord { what: "remark", wanted: undo.to_string() })?;
        take_back(db, undone, key)?;
    }
    follow(db, names, &remark.target, &found)?;
    Ok(true)
}

fn write(db: &Connection, target: &str, body: RemarkBody, author: &str, made_at: Timestamp) -> Answer<Remark> {
    let json = serde_json::to_string(&body)?;
    let n_before: i64 = db.query_row("SELECT count(*) FROM remark", [], |row| row.get(0))?;
    let id = Digest::of_parts(&[
        b"remark",
        target.as_bytes(),
        author.as_bytes(),
        made_at.to_string().as_bytes(),
        json.as_bytes(),
        // Who says the same twice in one moment says it twice.
        &n_before.to_le_bytes(),
    ]);
    let remark = Remark { id, target: target.to_owned(), author: author.to_owned(), made_at, body, undone_by: None };
    insert(db, &remark)?;
    Ok(remark)
}

/// Enters a remark, and gives its key.
fn insert(db: &Connection, remark: &Remark) -> Answer<i64> {
    let Remark { id, target, author, made_at, body, .. } = remark;
    db.execute(
        "INSERT INTO remark (id, kind, target, author, made_at, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            id.as_bytes().as_slice(),
            body.kind(),
            target,
            author,
            made_at.to_string(),
            serde_json::to_string(body)?
        ],
    )?;
    let key = db.last_insert_rowid();
    enter(db, *id, REMARK, key)?;
    Ok(key)
}

/// Marks a remark as taken back by another. Who takes an undo back wants what it had taken back.
fn take_back(db: &Connection, undone: i64, by: i64) -> Answer<()> {
    db.execute("UPDATE remark SET undone_by = ?2 WHERE key = ?1", [undone, by])?;
    db.execute("UPDATE remark SET undone_by = NULL WHERE undone_by = ?1", [undone])?;
    Ok(())
}

fn find(db: &Connection, target: &str) -> Answer<Target> {
    let none = || Fault::NoRecord { what: "record", wanted: target.to_owned() };
    if let Some((dataset, native)) = target.split_once(':') {
        let dataset = Dataset::named(dataset).ok_or_else(none)?;
        let row = params![dataset_number(dataset), Native::of(native)];
        let query = "SELECT key FROM event WHERE dataset = ?1 AND native = ?2
                     UNION ALL SELECT key FROM event_past WHERE dataset = ?1 AND native = ?2 AND because = 'rejected'";
        let key: Option<i64> = db.query_row(query, row, |row| row.get(0)).optional()?;
        return key.map(Target::Event).ok_or_else(none);
    }
    let id: Digest = target.parse().map_err(|_| none())?;
    if put::key_of(db, id)?.is_some() {
        return Ok(Target::Other);
    }
    let found: Option<(i64, i64)> = db
        .query_row("SELECT kind, key FROM record WHERE id = ?1", [id.as_bytes().as_slice()], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    match found {
        Some((EVENT, key)) => Ok(Target::Event(key)),
        Some((FORECAST, key)) => Ok(Target::Forecast(key)),
        Some(_) => Ok(Target::Other),
        None => Err(none()),
    }
}

fn check(body: &RemarkBody, target: &Target) -> Answer<()> {
    let refused = |reason: &str| Err(Fault::Refused(reason.to_owned()));
    match body {
        RemarkBody::Correction(correction) => {
            if !matches!(target, Target::Event(_)) {
                return refused("only events can be corrected; judge or tag other records");
            }
            if **correction == (Correction { because: correction.because.clone(), ..Correction::default() }) {
                return refused(
                    "a correction has to say what is right: a type, a status, a party, a date, or that it is no event",
                );
            }
        }
        RemarkBody::Judgement(judgement) => {
            if judgement.reliability.is_some_and(|letter| !('A'..='F').contains(&letter)) {
                return refused("the reliability of a source is a letter from A to F");
            }
            if judgement.credibility.is_some_and(|digit| !(1..=6).contains(&digit)) {
                return refused("the credibility of information is a number from 1 to 6");
            }
            if judgement.resolution.is_some() && !matches!(target, Target::Forecast(_)) {
                return refused("only forecasts come true or fail");
            }
            if *judgement == Judgement::default() {
                return refused("a judgement has to say something");
            }
        }
        RemarkBody::Tag { tag } if tag.trim().is_empty() => return refused("a tag needs a word"),
        RemarkBody::Tag { .. } | RemarkBody::Undo { .. } => {}
    }
    Ok(())
}

/// Brings the narrow row of a record in line with what is said of it now.
fn follow(db: &Connection, names: &mut Names, target: &str, found: &Target) -> Answer<()> {
    match *found {
        Target::Event(key) => follow_event(db, names, target, key),
        Target::Forecast(key) => follow_forecast(db, target, key),
        Target::Other => Ok(()),
    }
}

/// The narrow row of an event as the machine made it, also where it was corrected or rejected.
pub(crate) fn own_row(db: &Connection, key: i64) -> Answer<Option<EventRow>> {
    // It is kept aside from the first correction on.
    let row = |table: &str| {
        db.query_row(&format!("SELECT {COLUMNS} FROM {table} WHERE key = ?1"), [key], EventRow::read).optional()
    };
    Ok(match row("event_past")? {
        Some(kept) => Some(kept),
        None => row("event")?,
    })
}

/// All corrections of an event that hold, as one.
pub(crate) fn correction_of(db: &Connection, target: &str) -> Answer<Correction> {
    Ok(corrections(&about(db, target)?))
}

/// The corrections among the remarks about one event that were not taken back, as one; what is said later goes before what was said earlier.
pub fn corrections(remarks: &[Remark]) -> Correction {
    let standing = remarks.iter().filter(|remark| remark.undone_by.is_none());
    standing.fold(Correction::default(), |said, remark| match &remark.body {
        RemarkBody::Correction(correction) => later(said, (**correction).clone()),
        _ => said,
    })
}

fn follow_event(db: &Connection, names: &mut Names, target: &str, key: i64) -> Answer<()> {
    let said = correction_of(db, target)?;
    let gone: Option<String> = db
        .query_row(
            "SELECT because FROM event_past WHERE key = ?1 AND because NOT IN ('rejected', 'corrected')",
            [key],
            |row| row.get(0),
        )
        .optional()?;
    if let Some(because) = gone {
        return Err(Fault::Refused(format!("the event `{target}` stands no more: it was {because}")));
    }
    let own = own_row(db, key)?.ok_or_else(|| Fault::NoRecord { what: "event", wanted: target.to_owned() })?;
    db.execute("DELETE FROM event_past WHERE key = ?1", [key])?;
    db.execute("DELETE FROM event WHERE key = ?1", [key])?;
    own.insert(db)?;
    if said == Correction::default() {
        return Ok(());
    }
    if said.reject {
        return retire(db, "key = ?3", key, "rejected", None);
    }
    retire(db, "key = ?3", key, "corrected", None)?;
    corrected(db, names, &own, &said)?.insert(db)?;
    Ok(())
}

/// Two corrections as one: the later says more.
pub(crate) fn later(earlier: Correction, later: Correction) -> Correction {
    Correction {
        // Whoever says afterwards how the event is right says that it is one.
        reject: later.reject,
        event_type: later.event_type.or(earlier.event_type),
        mode: later.mode.or(earlier.mode),
        status: later.status.or(earlier.status),
        actor: later.actor.or(earlier.actor),
        recipient: later.recipient.or(earlier.recipient),
        start_date: later.start_date.or(earlier.start_date),
        end_date: later.end_date.or(earlier.end_date),
        because: None,
    }
}

fn corrected(db: &Connection, names: &mut Names, own: &EventRow, said: &Correction) -> Answer<EventRow> {
    let mut row = own.clone();
    row.flags |= CORRECTED;
    if let Some(actor) = &said.actor {
        (row.actor, row.actor_country) = names.actor(db, actor, "")?;
    }
    if let Some(recipient) = &said.recipient {
        (row.recipient, row.recipient_country) = names.actor(db, recipient, "")?;
    }
    if let Some(status) = said.status {
        row.status = Some(status_number(status));
        // The probability was that of the status which was wrong.
        row.probability = None;
    }
    if said.event_type.is_some() || said.mode.is_some() {
        row.code = corrected_code(db, names, own.code, said)?;
    }
    let start = said.start_date.map(days::number).or(row.day);
    let end = said.end_date.map(days::number).or(start.map(|start| start + row.n_days));
    row.n_days = start.zip(end).map_or(0, |(start, end)| (end - start).max(0));
    row.day = start;
    Ok(row)
}

fn corrected_code(db: &Connection, names: &mut Names, own: i64, said: &Correction) -> Answer<i64> {
    let (event_type, mode): (String, String) =
        db.query_row("SELECT event_type, mode FROM code WHERE key = ?1", [own], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let is_same_type = said.event_type.as_ref().is_none_or(|said| *said == event_type);
    let mode = said.mode.clone().unwrap_or(if is_same_type { mode } else { String::new() });
    let event_type = said.event_type.clone().unwrap_or(event_type);
    if is_same_type {
        let (cameo, quad_class, goldstein, has): (String, u8, f64, bool) = db.query_row(
            "SELECT cameo, quad_class, goldstein, has_goldstein FROM code WHERE key = ?1",
            [own],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )?;
        let goldstein = has.then_some(goldstein);
        return names.code(db, CodeName { event_type: &event_type, mode: &mode, cameo: &cameo, quad_class, goldstein });
    }
    // Another type has another class and value: those of whatever the store has most of under this type.
    let found: Option<(u8, f64, bool)> = db
        .query_row(
            "SELECT quad_class, goldstein, has_goldstein FROM code WHERE event_type = ?1 ORDER BY mode, key LIMIT 1",
            [&event_type],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()?;
    let (quad_class, goldstein) = found.map_or((0, None), |(class, value, has)| (class, has.then_some(value)));
    names.code(db, CodeName { event_type: &event_type, mode: &mode, cameo: "", quad_class, goldstein })
}

fn follow_forecast(db: &Connection, target: &str, key: i64) -> Answer<()> {
    let (mut status, mut resolved_on) = (ForecastStatus::Open, None);
    for remark in about(db, target)? {
        if let (RemarkBody::Judgement(Judgement { resolution: Some(said), resolved_on: day, .. }), None) =
            (remark.body, remark.undone_by)
        {
            status = said;
            resolved_on = day.or(Some(remark.made_at.to_zoned(jiff::tz::TimeZone::UTC).date()));
        }
    }
    db.execute(
        "UPDATE forecast SET status = ?2, resolved_on = ?3 WHERE key = ?1",
        params![key, put::forecast_word(status), resolved_on.map(days::number)],
    )?;
    Ok(())
}

/// The keys of the records of a kind that have a tag.
pub(crate) fn tagged(db: &Connection, tag: &str, kind: i64) -> Answer<Vec<i64>> {
    let mut statement =
        db.prepare_cached("SELECT DISTINCT target FROM remark WHERE kind = 'tag' AND undone_by IS NULL AND body = ?1")?;
    let body = serde_json::to_string(&RemarkBody::Tag { tag: tag.to_owned() })?;
    let targets: Vec<String> = statement.query_map([body], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut keys = Vec::new();
    for target in targets {
        let key: Option<i64> = match target.split_once(':') {
            Some((dataset, native)) if kind == EVENT => match Dataset::named(dataset) {
                Some(dataset) => db
                    .prepare_cached("SELECT key FROM event WHERE dataset = ?1 AND native = ?2")?
                    .query_row(params![dataset_number(dataset), Native::of(native)], |row| row.get(0))
                    .optional()?,
                None => None,
            },
            Some(_) => None,
            None => match target.parse::<Digest>() {
                Ok(id) => db
                    .prepare_cached("SELECT key FROM record WHERE id = ?1 AND kind = ?2")?
                    .query_row(params![id.as_bytes().as_slice(), kind], |row| row.get(0))
                    .optional()?,
                Err(_) => None,
            },
        };
        keys.extend(key);
    }
    Ok(keys)
}

fn about(db: &Connection, target: &str) -> Answer<Vec<Remark>> {
    read(db, "target = ?1", target)
}

fn read(db: &Connection, which: &str, target: &str) -> Answer<Vec<Remark>> {
    let mut statement = db.prepare_cached(&format!(
        "SELECT m.id, m.target, m.author, m.made_at, m.body, u.id FROM remark AS m LEFT JOIN remark AS u ON u.key = m.undone_by
         WHERE m.key IN (SELECT key FROM remark WHERE {which}) ORDER BY m.key"
    ))?;
    let mut rows = statement.query([target])?;
    let mut remarks = Vec::new();
    while let Some(row) = rows.next()? {
        let made_at: String = row.get(3)?;
        let body: String = row.get(4)?;
        remarks.push(Remark {
            id: Digest::from_bytes(row.get(0)?),
            target: row.get(1)?,
            author: row.get(2)?,
            made_at: made_at.parse().map_err(|_| Fault::Damaged(format!("a remark was made at `{made_at}`")))?,
            body: body_of(&body)?,
            undone_by: row.get::<_, Option<[u8; 32]>>(5)?.map(Digest::from_bytes),
        });
    }
    Ok(remarks)
}

fn body_of(json: &str) -> Answer<RemarkBody> {
    let fields: BTreeMap<String, serde_json::Value> = serde_json::from_str(json)?;
    let has = |names: &[&str]| names.iter().any(|name| fields.contains_key(*name));
    let value = serde_json::to_value(&fields)?;
    Ok(if has(&["tag", "undo"]) {
        serde_json::from_value(value)?
    } else if has(&["reliability", "credibility", "resolution", "resolved_on", "note"]) {
        RemarkBody::Judgement(serde_json::from_value(value)?)
    } else {
        RemarkBody::Correction(Box::new(serde_json::from_value(value)?))
    })
}
