//! Records that people add by hand: whole records of their own, beside what was read in a report.
//!
//! They have keys among the events, claims and forecasts, so that queries, counts and the analysis meet them as they meet others, and a place of their own
//! for the record itself, so that a reading stays as the machine made it. Who takes one back leaves the record where it is, marked; it is in no answer any more.
//! A newer version of a report keeps those whose words it still has.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde::de::DeserializeOwned;
use vigie_record::{ByteRange, Claim, Digest, Event, Forecast, Provenance, Ranged, Reading, Report};

use crate::error::{Answer, Fault, StoreError};
use crate::names::Names;
use crate::put::{self, CLAIM, EVENT, FORECAST, enter, retire};
use crate::row::EventRow;
use crate::store::Store;

/// A record that somebody adds by hand. Its provenance says who, and when.
#[derive(Debug, Clone, PartialEq)]
pub enum Addition {
    /// Who did what to whom.
    Event(Box<Event>),
    /// Who says what.
    Claim(Box<Claim>),
    /// What is said to be to come.
    Forecast(Box<Forecast>),
}

impl Store {
    /// Adds a record to its report by hand, and gives its id, which is a digest of all that it says and of who says it when.
    ///
    /// # Errors
    /// When there is no such report, a range lies outside its text, nobody is named as the author, or the store cannot be written.
    pub fn add_by_hand(&mut self, addition: Addition) -> Result<Digest, StoreError> {
        self.change(|db, names| add(db, names, addition))
    }

    /// Who added the record with an id by hand; nobody where the program read it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn author_of(&self, id: Digest) -> Result<Option<String>, StoreError> {
        self.ask(|db| {
            let mut statement = db.prepare_cached("SELECT author FROM addition WHERE id = ?1")?;
            Ok(statement.query_row([id.as_bytes().as_slice()], |row| row.get(0)).optional()?)
        })
    }

    /// Takes a record back that was added by hand.
    ///
    /// # Errors
    /// When no such record was added, it was taken back before, another record leans on it, or the store cannot be written.
    pub fn withdraw(&mut self, id: Digest, author: &str, at: Timestamp) -> Result<(), StoreError> {
        self.change(|db, _| withdraw(db, id, author, at))
    }
}

impl Addition {
    const fn kind(&self) -> i64 {
        match self {
            Self::Event(_) => EVENT,
            Self::Claim(_) => CLAIM,
            Self::Forecast(_) => FORECAST,
        }
    }

    const fn report_id(&self) -> Digest {
        match self {
            Self::Event(event) => event.report_id,
            Self::Claim(claim) => claim.report_id,
            Self::Forecast(forecast) => forecast.report_id,
        }
    }

    const fn provenance(&self) -> &Provenance {
        match self {
            Self::Event(event) => &event.provenance,
            Self::Claim(claim) => &claim.provenance,
            Self::Forecast(forecast) => &forecast.provenance,
        }
    }

    fn spans(&self) -> &[ByteRange] {
        match self {
            Self::Event(event) => &event.spans,
            Self::Claim(claim) => &claim.spans,
            Self::Forecast(forecast) => &forecast.spans,
        }
    }

    fn ranges(&mut self) -> &mut dyn Ranged {
        match self {
            Self::Event(event) => event.as_mut(),
            Self::Claim(claim) => claim.as_mut(),
            Self::Forecast(forecast) => forecast.as_mut(),
        }
    }

    fn json(&self) -> Answer<String> {
        Ok(match self {
            Self::Event(event) => serde_json::to_string(event)?,
            Self::Claim(claim) => serde_json::to_string(claim)?,
            Self::Forecast(forecast) => serde_json::to_string(forecast)?,
        })
    }

    fn of_json(kind: i64, json: &str) -> Answer<Self> {
        Ok(match kind {
            EVENT => Self::Event(serde_json::from_str(json)?),
            CLAIM => Self::Claim(serde_json::from_str(json)?),
            FORECAST => Self::Forecast(serde_json::from_str(json)?),
            other => return Err(Fault::Damaged(format!("a record of the unknown kind {other} was added by hand"))),
        })
    }

    /// Gives it the id that it has by what it says.
    fn name(&mut self) -> Answer<Digest> {
        let unnamed = Digest::from_bytes([0; 32]);
        self.set_id(unnamed);
        let id = Digest::of_parts(&[b"by hand", self.json()?.as_bytes()]);
        self.set_id(id);
        Ok(id)
    }

    const fn set_id(&mut self, id: Digest) {
        match self {
            Self::Event(event) => event.id = id,
            Self::Claim(claim) => claim.id = id,
            Self::Forecast(forecast) => forecast.id = id,
        }
    }
}

fn add(db: &Connection, names: &mut Names, mut addition: Addition) -> Answer<Digest> {
    let refused = |why: &str| Err(Fault::Refused(why.to_owned()));
    let report_id = addition.report_id();
    let key =
        put::key_of(db, report_id)?.ok_or_else(|| Fault::NoRecord { what: "report", wanted: report_id.to_string() })?;
    let (is_replaced, text): (bool, String) = db
        .prepare_cached(
            "SELECT r.replaced_by IS NOT NULL, t.body FROM report AS r JOIN report_text AS t ON t.key = r.key WHERE r.key = ?1",
        )?
        .query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if is_replaced {
        return refused("a newer version of this report is there: add the record to that one");
    }
    if addition.provenance().author.as_deref().unwrap_or("").trim().is_empty()
        || addition.provenance().made_at.is_none()
    {
        return refused("a record that is added by hand needs an author and a time");
    }
    if addition.spans().is_empty() || !lies_in(&mut addition, &text) {
        return refused("the words of the record do not stand in the text of its report");
    }
    let id = addition.name()?;
    insert(db, names, key, &addition, id)?;
    Ok(id)
}

fn lies_in(addition: &mut Addition, text: &str) -> bool {
    let mut lies = true;
    addition.ranges().turn_ranges(&mut |range| lies &= text.get(range.as_range()).is_some());
    lies
}

fn insert(db: &Connection, names: &mut Names, report: i64, addition: &Addition, id: Digest) -> Answer<()> {
    let known = db.prepare_cached("SELECT 1 FROM addition WHERE id = ?1")?.exists([id.as_bytes().as_slice()])?;
    if known {
        return Err(Fault::Refused("this very record was added already".to_owned()));
    }
    let day: Option<i64> =
        db.prepare_cached("SELECT day FROM report WHERE key = ?1")?.query_row([report], |row| row.get(0))?;
    let key = match addition {
        Addition::Event(event) => {
            let mut row = EventRow::of_event(db, names, event)?;
            row.key = put::next_event(db)?;
            row.report = Some(report);
            row.claim = claim_of(db, report, event.claim_id)?;
            row.insert(db)?;
            row.key
        }
        Addition::Claim(claim) => {
            let key = put::next_claim(db)?;
            put::add_claim(db, names, claim, key, report, day)?;
            key
        }
        Addition::Forecast(forecast) => {
            let key = put::next_forecast(db)?;
            put::add_forecast(db, forecast, key, report, claim_of(db, report, forecast.claim_id)?, day)?;
            key
        }
    };
    enter(db, id, addition.kind(), key)?;
    let provenance = addition.provenance();
    db.prepare_cached(
        "INSERT INTO addition (kind, key, id, report, author, made_at, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        addition.kind(),
        key,
        id.as_bytes().as_slice(),
        report,
        provenance.author.as_deref().unwrap_or(""),
        provenance.made_at.map_or_else(String::new, |at| at.to_string()),
        addition.json()?,
    ])?;
    Ok(())
}

/// The key of the claim of a report with an id.
fn claim_of(db: &Connection, report: i64, id: Option<Digest>) -> Answer<Option<i64>> {
    let Some(id) = id else { return Ok(None) };
    let mut statement = db.prepare_cached(
        "SELECT c.key FROM record AS r JOIN claim AS c ON c.key = r.key WHERE r.id = ?1 AND r.kind = ?2 AND c.report = ?3",
    )?;
    let key = statement.query_row(params![id.as_bytes().as_slice(), CLAIM, report], |row| row.get(0)).optional()?;
    key.map_or_else(
        || Err(Fault::NoRecord { what: "claim of this report", wanted: id.to_string() }),
        |key| Ok(Some(key)),
    )
}

fn withdraw(db: &Connection, id: Digest, author: &str, at: Timestamp) -> Answer<()> {
    let row: Option<(i64, i64, bool)> = db
        .prepare_cached("SELECT kind, key, withdrawn_at IS NOT NULL FROM addition WHERE id = ?1")?
        .query_row([id.as_bytes().as_slice()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((kind, key, is_withdrawn)) = row else {
        return Err(Fault::NoRecord { what: "record added by hand", wanted: id.to_string() });
    };
    if is_withdrawn {
        return Err(Fault::Refused("the record was taken back already".to_owned()));
    }
    match kind {
        EVENT => withdraw_event(db, key)?,
        CLAIM => {
            let leans = db
                .prepare_cached(
                    "SELECT 1 FROM forecast WHERE claim = ?1 UNION ALL SELECT 1 FROM addition AS a JOIN event AS e ON e.key = a.key
                     WHERE a.kind = 1 AND a.report = (SELECT report FROM claim WHERE key = ?1) AND e.claim = ?1",
                )?
                .exists([key])?;
            if leans {
                return Err(Fault::Refused(
                    "another record is said by this claim: take that one back first".to_owned(),
                ));
            }
            forget(db, "claim", id, key)?;
        }
        _ => forget(db, "forecast", id, key)?,
    }
    db.prepare_cached("UPDATE addition SET withdrawn_by = ?2, withdrawn_at = ?3 WHERE id = ?1")?.execute(params![
        id.as_bytes().as_slice(),
        author,
        at.to_string()
    ])?;
    Ok(())
}

fn withdraw_event(db: &Connection, key: i64) -> Answer<()> {
    if db.prepare_cached("SELECT 1 FROM event WHERE key = ?1")?.exists([key])? {
        return retire(db, "key = ?3", key, "withdrawn", None);
    }
    db.prepare_cached("UPDATE event_past SET because = 'withdrawn' WHERE key = ?1")?.execute([key])?;
    Ok(())
}

fn forget(db: &Connection, table: &str, id: Digest, key: i64) -> Answer<()> {
    db.prepare_cached(&format!("DELETE FROM {table} WHERE key = ?1"))?.execute([key])?;
    db.prepare_cached("DELETE FROM record WHERE id = ?1")?.execute([id.as_bytes().as_slice()])?;
    Ok(())
}

/// The record with a key that was added by hand and stands, where the key is one of such a record.
pub(crate) fn with_key<T: DeserializeOwned>(db: &Connection, kind: i64, key: i64) -> Answer<Option<T>> {
    let mut statement = db.prepare_cached("SELECT body FROM addition WHERE kind = ?1 AND key = ?2")?;
    let body: Option<String> = statement.query_row([kind, key], |row| row.get(0)).optional()?;
    Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
}

/// What was added to a report by hand and not taken back, with the keys, in the order in which it was added.
pub(crate) fn to_report(db: &Connection, report: i64) -> Answer<Vec<(i64, Addition)>> {
    let mut statement = db.prepare_cached(
        "SELECT kind, key, body FROM addition WHERE report = ?1 AND withdrawn_at IS NULL ORDER BY made_at, kind, key",
    )?;
    let mut rows = statement.query([report])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (kind, body): (i64, String) = (row.get(0)?, row.get(2)?);
        found.push((row.get(1)?, Addition::of_json(kind, &body)?));
    }
    Ok(found)
}

/// Puts what was added to a report by hand behind what was read in it.
pub(crate) fn join(db: &Connection, report: i64, reading: &mut Reading) -> Answer<()> {
    for (_, addition) in to_report(db, report)? {
        match addition {
            Addition::Event(event) => reading.events.push(*event),
            Addition::Claim(claim) => reading.claims.push(*claim),
            Addition::Forecast(forecast) => reading.forecasts.push(*forecast),
        }
    }
    Ok(())
}

/// Brings what was added to the older version of a report to the newer, where its words still stand there.
pub(crate) fn carry(db: &Connection, names: &mut Names, older: i64, newer: i64, report: &Report) -> Answer<()> {
    let additions = to_report(db, older)?;
    if additions.is_empty() {
        return Ok(());
    }
    let text: String =
        db.prepare_cached("SELECT body FROM report_text WHERE key = ?1")?.query_row([older], |row| row.get(0))?;
    for (key, mut addition) in additions {
        let stands = addition.kind() != EVENT
            || db.prepare_cached("SELECT 1 FROM event_past WHERE key = ?1 AND because = 'edited'")?.exists([key])?;
        if !stands || !moved(&mut addition, &text, &report.text) {
            continue;
        }
        match &mut addition {
            Addition::Event(event) => (event.report_id, event.claim_id) = (report.id, None),
            Addition::Claim(claim) => claim.report_id = report.id,
            Addition::Forecast(forecast) => (forecast.report_id, forecast.claim_id) = (report.id, None),
        }
        let id = addition.name()?;
        insert(db, names, newer, &addition, id)?;
    }
    Ok(())
}

/// Moves all ranges of a record to where its words stand in another text; `false` where they do not.
fn moved(addition: &mut Addition, from: &str, to: &str) -> bool {
    let (mut start, mut end) = (usize::MAX, 0);
    addition.ranges().turn_ranges(&mut |range| (start, end) = (start.min(range.start()), end.max(range.end())));
    let Some(words) = from.get(start..end) else { return false };
    // Of several places that have the words, the nearest to where they stood.
    let Some((at, _)) = to.match_indices(words).min_by_key(|(at, _)| at.abs_diff(start)) else { return false };
    addition.ranges().turn_ranges(&mut |range| {
        *range = ByteRange::new(range.start() - start + at, range.end() - start + at);
    });
    true
}
