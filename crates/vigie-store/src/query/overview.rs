//! Overviews: many events at once, as a timeline, a map, a network or a series has them.
//!
//! All come from the narrow rows; no reading is unpacked.

use jiff::civil::Date;
use rusqlite::{Connection, params_from_iter};
use vigie_record::{Dataset, Digest, Status};

use super::filter::Filter;
use crate::days;
use crate::error::{Answer, StoreError};
use crate::names::NO_DEGREES;
use crate::row::{Native, count, dataset_of, status_of};
use crate::store::Store;

/// An event as a mark on a timeline or a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Its id, or `DATASET:ID` for a row of a table.
    pub id: String,
    /// Its first day.
    pub day: Date,
    /// Its last day.
    pub end_day: Date,
    /// Who acts: id, name, country; empty words for what is not known.
    pub actor: [String; 3],
    /// Who is acted on.
    pub recipient: [String; 3],
    /// The PLOVER type.
    pub event_type: String,
    /// Whether it happened, where that is said.
    pub status: Option<Status>,
    /// The report that tells of it.
    pub report: Option<Digest>,
    /// The day of that report.
    pub published: Option<Date>,
    /// Where: name, degrees north and east.
    pub place: Option<(String, [f64; 2])>,
}

/// What one actor does to another, or who quotes whom, over all events or claims.
#[derive(Debug, Clone, PartialEq)]
pub struct Tie {
    /// Who acts or quotes: id, name, country, sector; empty words for what is not known.
    pub from: [String; 4],
    /// Who is acted on or quoted.
    pub to: [String; 4],
    /// How often.
    pub count: u64,
    /// The sum of the Goldstein values; none of quotations.
    pub goldstein: Option<f64>,
}

/// What was done on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayCount {
    /// The day.
    pub day: Date,
    /// The status; none where a table does not say.
    pub status: Option<Status>,
    /// How many.
    pub count: u64,
    /// The sum of the Goldstein values.
    pub goldstein: f64,
}

/// How often one country acts on another in a stretch of days and in the days before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DyadCount {
    /// Who acts.
    pub actor: String,
    /// Who is acted on.
    pub recipient: String,
    /// Events in the stretch.
    pub now: u64,
    /// Events before it.
    pub before: u64,
}

impl Store {
    /// The events with a day that fulfil a filter, newest first, at most `most`; with `placed` only those on the map.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn marks(&self, filter: &Filter, placed: bool, most: usize) -> Result<Vec<Mark>, StoreError> {
        self.ask(|db| marks(db, filter, placed, most))
    }

    /// Who acts on whom in the events that fulfil a filter, the most often first, at most `most`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn acts(&self, filter: &Filter, most: usize) -> Result<Vec<Tie>, StoreError> {
        self.ask(|db| acts(db, filter, most))
    }

    /// Which outlet quotes whom in the claims that fulfil a filter, the most often first, at most `most`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn quotes(&self, filter: &Filter, most: usize) -> Result<Vec<Tie>, StoreError> {
        self.ask(|db| quotes(db, filter, most))
    }

    /// Counts and Goldstein sums of the events that fulfil a filter, by day and status, in the order of the days.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn day_counts(&self, filter: &Filter) -> Result<Vec<DayCount>, StoreError> {
        self.ask(|db| day_counts(db, filter))
    }

    /// How often each country acts on another from `since` to `until`, and in the days from `before` on until then.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn dyad_counts(&self, before: Date, since: Date, until: Date) -> Result<Vec<DyadCount>, StoreError> {
        self.ask(|db| {
            let mut statement = db.prepare_cached(
                "SELECT a.code, b.code, sum(e.day >= ?2), sum(e.day < ?2) FROM event AS e
                 JOIN country AS a ON a.key = e.actor_country JOIN country AS b ON b.key = e.recipient_country
                 WHERE e.day BETWEEN ?1 AND ?3 AND e.actor_country <> 0 AND e.recipient_country <> 0
                   AND (e.status IS NULL OR e.status < 2)
                 GROUP BY e.actor_country, e.recipient_country ORDER BY 3 DESC, 1, 2",
            )?;
            let rows =
                statement.query_map([days::number(before), days::number(since), days::number(until)], |row| {
                    Ok(DyadCount {
                        actor: row.get(0)?,
                        recipient: row.get(1)?,
                        now: row.get::<_, i64>(2)?.unsigned_abs(),
                        before: row.get::<_, i64>(3)?.unsigned_abs(),
                    })
                })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The day of the newest report, or of the newest event where there are no reports.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn newest_day(&self) -> Result<Option<Date>, StoreError> {
        self.ask(|db| {
            let query = "SELECT coalesce((SELECT max(day) FROM report), (SELECT max(day) FROM event))";
            let day: Option<i64> = db.prepare_cached(query)?.query_row([], |row| row.get(0))?;
            Ok(day.and_then(days::day))
        })
    }
}

/// The parties, the code and the place of an event, for what is shown of it.
const JOINS: &str = "JOIN actor AS a ON a.key = e.actor JOIN country AS ac ON ac.key = e.actor_country
     JOIN actor AS b ON b.key = e.recipient JOIN country AS bc ON bc.key = e.recipient_country
     JOIN code AS k ON k.key = e.code
     LEFT JOIN report AS r ON r.key = e.report
     LEFT JOIN record AS x ON x.key = e.key AND x.kind = 1
     LEFT JOIN place AS p ON p.key = e.place";

fn marks(db: &Connection, filter: &Filter, placed: bool, most: usize) -> Answer<Vec<Mark>> {
    let mut conditions = filter.of_event(db)?;
    conditions.add("e.day IS NOT NULL");
    if placed {
        conditions.add("e.place IN (SELECT key FROM place WHERE lat < 1000 AND lon < 1000)");
    }
    // Those that are wanted are found first, and then what is shown of them.
    let query = format!(
        "SELECT e.day, e.n_days, a.actor_id, a.name, ac.code, b.actor_id, b.name, bc.code, k.event_type, e.status,
                r.id, r.day, x.id, e.dataset, e.native, p.name, p.lat, p.lon
         FROM (SELECT e.* FROM event AS e WHERE {} ORDER BY e.day DESC, e.key DESC LIMIT {}) AS e {JOINS}
         ORDER BY e.day DESC, e.key DESC",
        conditions.all(),
        count(most)
    );
    let mut statement = db.prepare(&query)?;
    let mut rows = statement.query(params_from_iter(conditions.values))?;
    let mut marks = Vec::new();
    while let Some(row) = rows.next()? {
        let (first, n_days): (i64, i64) = (row.get(0)?, row.get(1)?);
        let Some((day, end_day)) = days::day(first).zip(days::day(first + n_days)) else { continue };
        let id: Option<[u8; 32]> = row.get(12)?;
        let id = match (id, dataset_of(row.get(13)?)) {
            (Some(id), _) => Digest::from_bytes(id).to_string(),
            (None, Some(dataset)) => native_id(dataset, row.get_ref(14)?),
            (None, None) => continue,
        };
        let (lat, lon): (Option<f64>, Option<f64>) = (row.get(16)?, row.get(17)?);
        let point = lat.zip(lon).filter(|(lat, lon)| *lat < NO_DEGREES && *lon < NO_DEGREES);
        let place = row.get::<_, Option<String>>(15)?.zip(point.map(|(lat, lon)| [lat, lon]));
        marks.push(Mark {
            id,
            day,
            end_day,
            actor: [row.get(2)?, row.get(3)?, row.get(4)?],
            recipient: [row.get(5)?, row.get(6)?, row.get(7)?],
            event_type: row.get(8)?,
            status: row.get::<_, Option<i64>>(9)?.and_then(status_of),
            report: row.get::<_, Option<[u8; 32]>>(10)?.map(Digest::from_bytes),
            published: row.get::<_, Option<i64>>(11)?.and_then(days::day),
            place,
        });
    }
    Ok(marks)
}

fn native_id(dataset: Dataset, native: rusqlite::types::ValueRef<'_>) -> String {
    let native = match native {
        rusqlite::types::ValueRef::Integer(number) => Native::Number(number).to_string(),
        other => String::from_utf8_lossy(other.as_bytes().unwrap_or_default()).into_owned(),
    };
    format!("{dataset}:{native}")
}

fn acts(db: &Connection, filter: &Filter, most: usize) -> Answer<Vec<Tie>> {
    let mut conditions = filter.of_event(db)?;
    conditions.add("e.actor <> 0 AND e.recipient <> 0 AND e.actor <> e.recipient");
    let query = format!(
        "SELECT a.actor_id, a.name, ac.code, a.sector, b.actor_id, b.name, bc.code, b.sector, t.n, t.goldstein
         FROM (SELECT e.actor, e.recipient, count(*) AS n, sum(k.goldstein) AS goldstein
               FROM event AS e JOIN code AS k ON k.key = e.code WHERE {}
               GROUP BY e.actor, e.recipient ORDER BY n DESC, e.actor, e.recipient LIMIT {}) AS t
         JOIN actor AS a ON a.key = t.actor JOIN country AS ac ON ac.key = a.country
         JOIN actor AS b ON b.key = t.recipient JOIN country AS bc ON bc.key = b.country
         ORDER BY t.n DESC, t.actor, t.recipient",
        conditions.all(),
        count(most)
    );
    let mut statement = db.prepare(&query)?;
    let rows = statement.query_map(params_from_iter(conditions.values), |row| {
        Ok(Tie {
            from: [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?],
            to: [row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?],
            count: row.get::<_, i64>(8)?.unsigned_abs(),
            goldstein: row.get(9)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn quotes(db: &Connection, filter: &Filter, most: usize) -> Answer<Vec<Tie>> {
    let mut conditions = filter.of_claim(db)?;
    conditions.add("c.source IS NOT NULL AND c.source <> 0");
    let query = format!(
        "SELECT o.name, b.actor_id, b.name, bc.code, b.sector, t.n
         FROM (SELECT q.outlet, c.source, count(*) AS n FROM claim AS c JOIN report AS q ON q.key = c.report
               WHERE {} AND q.outlet IS NOT NULL AND q.replaced_by IS NULL
               GROUP BY q.outlet, c.source ORDER BY n DESC, q.outlet, c.source LIMIT {}) AS t
         JOIN outlet AS o ON o.key = t.outlet
         JOIN actor AS b ON b.key = t.source JOIN country AS bc ON bc.key = b.country
         ORDER BY t.n DESC, t.outlet, t.source",
        conditions.all(),
        count(most)
    );
    let mut statement = db.prepare(&query)?;
    let rows = statement.query_map(params_from_iter(conditions.values), |row| {
        Ok(Tie {
            from: [String::new(), row.get(0)?, String::new(), String::new()],
            to: [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?],
            count: row.get::<_, i64>(5)?.unsigned_abs(),
            goldstein: None,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn day_counts(db: &Connection, filter: &Filter) -> Answer<Vec<DayCount>> {
    let conditions = filter.of_event(db)?;
    let query = format!(
        "SELECT e.day, e.status, count(*), sum(k.goldstein) FROM event AS e JOIN code AS k ON k.key = e.code
         WHERE {} AND e.day IS NOT NULL GROUP BY e.day, e.status ORDER BY e.day, e.status",
        conditions.all()
    );
    let mut statement = db.prepare(&query)?;
    let mut rows = statement.query(params_from_iter(conditions.values))?;
    let mut counts = Vec::new();
    while let Some(row) = rows.next()? {
        if let Some(day) = days::day(row.get(0)?) {
            counts.push(DayCount {
                day,
                status: row.get::<_, Option<i64>>(1)?.and_then(status_of),
                count: row.get::<_, i64>(2)?.unsigned_abs(),
                goldstein: row.get(3)?,
            });
        }
    }
    Ok(counts)
}
