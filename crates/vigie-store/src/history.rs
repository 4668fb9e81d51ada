//! The event history: every event that stands, of reports and of tables, as a narrow row, in one fast pass.
//!
//! Rows hold numbers for what many events share; `Names` says once what each number means. Cost: about a third of a
//! microsecond a row, no memory.

use rusqlite::{Connection, Row};
use vigie_record::{Dataset, Digest, Probability, Status};

use crate::error::Answer;
use crate::names::NO_DEGREES;
use crate::row::{self, DIRECTED, Native};

/// An event in numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HistoryRow {
    /// Its key in this store: the same as long as the store lives, and of no other event.
    pub key: i64,
    /// Its first day, counted from 1970-01-01; none where it is not known.
    pub day: Option<i32>,
    /// Its last day; the same as the first where it is one day.
    pub end_day: Option<i32>,
    /// The actor: an index into [`HistoryNames::actors`]; 0 is nobody.
    pub actor: u32,
    /// The recipient, likewise.
    pub recipient: u32,
    /// What kind of event it is: an index into [`HistoryNames::codes`].
    pub code: u32,
    /// Who made the table; none of an event that a report tells of.
    pub dataset: Option<Dataset>,
    /// Whether it is the actor that acts, and not one of two sides.
    pub directed: bool,
    /// Whether it happened; none where a table does not say.
    pub status: Option<Status>,
    /// How likely it is real, where that is known.
    pub probability: Option<Probability>,
    /// The key of the first event that tells of the same occurrence: its own where it is the only one.
    pub occurrence: i64,
    /// When the report that tells of it was published, likewise counted; none of a table's, or where that is not known.
    pub report_day: Option<i32>,
}

/// What the numbers of [`HistoryRow`] mean.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HistoryNames {
    /// Actors by their number; the first is nobody, and numbers that are not in use are nobody too.
    pub actors: Vec<HistoryActor>,
    /// Codes by their number; the first, and numbers that are not in use, say nothing.
    pub codes: Vec<HistoryCode>,
}

/// An actor, with empty words for what is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryActor {
    /// Its stable id.
    pub actor_id: String,
    /// Its name, or the words that name it.
    pub name: String,
    /// Its country.
    pub country: String,
    /// Its sector.
    pub sector: String,
}

/// A kind of event, with empty words for what is not known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HistoryCode {
    /// The PLOVER type.
    pub event_type: String,
    /// The PLOVER mode.
    pub mode: String,
    /// The CAMEO code.
    pub cameo: String,
    /// 1 to 4; 0 where it is not known.
    pub quad_class: u8,
    /// From −10 to 10.
    pub goldstein: Option<f64>,
}

/// What a key of an event leads back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventName {
    /// An event of a report.
    Told {
        /// The id of the event.
        id: Digest,
        /// The id of the report.
        report: Digest,
    },
    /// An event of a table.
    Row {
        /// Who made the table.
        dataset: Dataset,
        /// What the dataset calls it.
        native_id: String,
    },
}

/// Reads what the numbers mean.
pub(crate) fn names(db: &Connection) -> Answer<HistoryNames> {
    let mut names = HistoryNames::default();
    let mut statement = db.prepare(
        "SELECT a.key, a.actor_id, a.name, c.code, a.sector FROM actor AS a JOIN country AS c ON c.key = a.country ORDER BY a.key",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let actor =
            HistoryActor { actor_id: row.get(1)?, name: row.get(2)?, country: row.get(3)?, sector: row.get(4)? };
        place(&mut names.actors, row.get(0)?, actor);
    }
    let mut statement =
        db.prepare("SELECT key, event_type, mode, cameo, quad_class, goldstein, has_goldstein FROM code ORDER BY key")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let goldstein: f64 = row.get(5)?;
        let code = HistoryCode {
            event_type: row.get(1)?,
            mode: row.get(2)?,
            cameo: row.get(3)?,
            quad_class: row.get(4)?,
            goldstein: row.get::<_, bool>(6)?.then_some(goldstein),
        };
        place(&mut names.codes, row.get(0)?, code);
    }
    if names.codes.is_empty() {
        names.codes.push(HistoryCode::default());
    }
    Ok(names)
}

/// Puts a value at its number, with empty ones in between.
fn place<T: Default + Clone>(list: &mut Vec<T>, number: i64, value: T) {
    let index = usize::try_from(number).unwrap_or(0);
    if list.len() <= index {
        list.resize(index + 1, T::default());
    }
    list[index] = value;
}

/// What is asked of an event for a [`HistoryRow`].
pub(crate) const SELECT: &str = "SELECT e.key, e.day, e.n_days, e.actor, e.recipient, e.code, e.dataset, e.flags, e.status, \
                                 e.probability, e.occurrence, e.report FROM event AS e";

/// Hands every event that stands to `take`, in the order of their keys.
pub(crate) fn each(db: &Connection, mut take: impl FnMut(HistoryRow)) -> Answer<()> {
    let report_days = report_days(db)?;
    let mut statement = db.prepare(&format!("{SELECT} ORDER BY e.key"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        take(read(row, &report_days)?);
    }
    Ok(())
}

/// The row that [`SELECT`] gives.
pub(crate) fn read(row: &Row<'_>, report_days: &ReportDays) -> Answer<HistoryRow> {
    let key = row.get(0)?;
    let day: Option<i32> = row.get(1)?;
    let n_days: i32 = row.get(2)?;
    let dataset: i64 = row.get(6)?;
    let flags: i64 = row.get(7)?;
    Ok(HistoryRow {
        key,
        day,
        end_day: day.map(|day| day.saturating_add(n_days)),
        actor: row.get(3)?,
        recipient: row.get(4)?,
        code: row.get(5)?,
        dataset: if dataset == 0 { None } else { row::dataset_of(dataset) },
        directed: flags & DIRECTED != 0,
        status: row.get::<_, Option<i64>>(8)?.and_then(row::status_of),
        probability: row.get::<_, Option<i64>>(9)?.and_then(row::probability_of),
        occurrence: row.get::<_, Option<i64>>(10)?.unwrap_or(key),
        report_day: row.get::<_, Option<i64>>(11)?.and_then(|report| report_days.of(report)),
    })
}

/// The days of all reports, looked up once: a join would ask for each event.
pub(crate) struct ReportDays {
    keys: Vec<i64>,
    days: Vec<Option<i32>>,
}

/// Looks the days of all reports up.
pub(crate) fn report_days(db: &Connection) -> Answer<ReportDays> {
    let mut found = ReportDays { keys: Vec::new(), days: Vec::new() };
    let mut statement = db.prepare("SELECT key, day FROM report ORDER BY key")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        found.keys.push(row.get(0)?);
        found.days.push(row.get(1)?);
    }
    Ok(found)
}

impl ReportDays {
    fn of(&self, report: i64) -> Option<i32> {
        self.days[self.keys.binary_search(&report).ok()?]
    }
}

/// Where the events with some keys lie on the globe: name, country, latitude and longitude.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryPlace {
    /// Its name.
    pub name: String,
    /// Its country.
    pub country: String,
    /// Degrees north and east, where they are known.
    pub point: Option<[f64; 2]>,
}

/// The place of an event, if it has one.
pub(crate) fn place_of(db: &Connection, key: i64) -> Answer<Option<HistoryPlace>> {
    let mut statement = db.prepare_cached(
        "SELECT p.name, c.code, p.lat, p.lon FROM event AS e JOIN place AS p ON p.key = e.place
         JOIN country AS c ON c.key = p.country WHERE e.key = ?1",
    )?;
    let mut rows = statement.query([key])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let (lat, lon): (f64, f64) = (row.get(2)?, row.get(3)?);
    let point = (lat < NO_DEGREES && lon < NO_DEGREES).then_some([lat, lon]);
    Ok(Some(HistoryPlace { name: row.get(0)?, country: row.get(1)?, point }))
}

/// What the event with a key is called outside this store.
pub(crate) fn name_of(db: &Connection, key: i64) -> Answer<Option<EventName>> {
    let mut statement = db.prepare_cached(
        "SELECT dataset, native, report FROM event WHERE key = ?1
         UNION ALL SELECT dataset, native, report FROM event_past WHERE key = ?1",
    )?;
    let mut rows = statement.query([key])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    if let Some(dataset) = row::dataset_of(row.get(0)?) {
        let native_id = match row.get_ref(1)? {
            rusqlite::types::ValueRef::Integer(number) => Native::Number(number).to_string(),
            other => String::from_utf8_lossy(other.as_bytes().unwrap_or_default()).into_owned(),
        };
        return Ok(Some(EventName::Row { dataset, native_id }));
    }
    let report: i64 = row.get(2)?;
    let Some(id) = crate::get::event_id(db, key)? else { return Ok(None) };
    let report: [u8; 32] =
        db.prepare_cached("SELECT id FROM report WHERE key = ?1")?.query_row([report], |row| row.get(0))?;
    Ok(Some(EventName::Told { id, report: Digest::from_bytes(report) }))
}
