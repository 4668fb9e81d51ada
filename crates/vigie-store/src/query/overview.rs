//! Overviews: many events at once, as a timeline, a map, a network or a series has them.
//!
//! All come from the narrow rows; no reading is unpacked.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rusqlite::{CachedStatement, Connection, OptionalExtension, params_from_iter};
use vigie_record::{Digest, Status};

use super::filter::Filter;
use super::way;
use crate::days;
use crate::error::{Answer, StoreError};
use crate::names::NO_DEGREES;
use crate::row::{COLUMNS, EventRow, count, dataset_of, status_of};
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
    pub actor: Arc<[String; 3]>,
    /// Who is acted on.
    pub recipient: Arc<[String; 3]>,
    /// The PLOVER type.
    pub event_type: Arc<str>,
    /// Whether it happened, where that is said.
    pub status: Option<Status>,
    /// The report that tells of it.
    pub report: Option<Digest>,
    /// The day of that report.
    pub published: Option<Date>,
    /// Where.
    pub place: Option<Spot>,
}

/// A place on the map: its name, degrees north and east.
pub type Spot = (Arc<str>, [f64; 2]);

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

    /// The day of the newest report that is not dated after `last`, or of the newest event where there is none.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn newest_day(&self, last: Date) -> Result<Option<Date>, StoreError> {
        self.ask(|db| {
            let query = "SELECT coalesce((SELECT max(day) FROM report WHERE day <= ?1), (SELECT max(day) FROM event WHERE day <= ?1))";
            let day: Option<i64> = db.prepare_cached(query)?.query_row([days::number(last)], |row| row.get(0))?;
            Ok(day.and_then(days::day))
        })
    }
}

fn marks(db: &Connection, filter: &Filter, placed: bool, most: usize) -> Answer<Vec<Mark>> {
    let mut conditions = filter.of_event(db)?;
    conditions.add("e.day IS NOT NULL");
    if placed {
        // Asked for each event that fits: a list of all places would take longer than the rest.
        conditions.add("EXISTS (SELECT 1 FROM place AS g WHERE g.key = e.place AND g.lat < 1000 AND g.lon < 1000)");
    }
    let found = way::newest(db, filter, &conditions, most)?;
    let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} FROM event WHERE key = ?1"))?;
    let mut shown = Shown::new(db)?;
    let mut marks = Vec::with_capacity(found.len());
    for (_, key) in found {
        marks.extend(shown.mark(&statement.query_row([key], EventRow::read)?)?);
    }
    Ok(marks)
}

/// What marks show of what many of them share, looked up once each.
struct Shown<'db> {
    parties: Lookup<'db, (i64, i64), Arc<[String; 3]>>,
    types: Lookup<'db, i64, Arc<str>>,
    reports: Lookup<'db, i64, (Digest, Option<Date>)>,
    places: Lookup<'db, i64, Option<Spot>>,
    ids: CachedStatement<'db>,
}

/// A question that is asked once for each key.
struct Lookup<'db, K, V> {
    statement: CachedStatement<'db>,
    known: BTreeMap<K, V>,
}

impl<K: Ord + Copy, V: Clone> Lookup<'_, K, V> {
    fn get(
        &mut self,
        key: K,
        ask: impl FnOnce(&mut CachedStatement<'_>) -> rusqlite::Result<V>,
    ) -> rusqlite::Result<V> {
        if let Some(found) = self.known.get(&key) {
            return Ok(found.clone());
        }
        let found = ask(&mut self.statement)?;
        self.known.insert(key, found.clone());
        Ok(found)
    }
}

impl<'db> Shown<'db> {
    fn new(db: &'db Connection) -> Answer<Self> {
        fn lookup<'db, K, V>(db: &'db Connection, query: &str) -> rusqlite::Result<Lookup<'db, K, V>> {
            Ok(Lookup { statement: db.prepare_cached(query)?, known: BTreeMap::new() })
        }
        Ok(Self {
            parties: lookup(
                db,
                "SELECT a.actor_id, a.name, c.code FROM actor AS a, country AS c WHERE a.key = ?1 AND c.key = ?2",
            )?,
            types: lookup(db, "SELECT event_type FROM code WHERE key = ?1")?,
            reports: lookup(db, "SELECT id, day FROM report WHERE key = ?1")?,
            places: lookup(db, "SELECT name, lat, lon FROM place WHERE key = ?1")?,
            ids: db.prepare_cached("SELECT id FROM record WHERE kind = 1 AND key = ?1")?,
        })
    }

    /// The mark of an event; none where it has no day that the calendar knows.
    fn mark(&mut self, event: &EventRow) -> Answer<Option<Mark>> {
        let days = event.day.and_then(|first| days::day(first).zip(days::day(first + event.n_days)));
        let Some((day, end_day)) = days else { return Ok(None) };
        let id = self.ids.query_row([event.key], |row| row.get(0)).optional()?;
        let id = match (id, dataset_of(event.dataset), &event.native) {
            (Some(id), ..) => Digest::from_bytes(id).to_string(),
            (None, Some(dataset), Some(native)) => format!("{dataset}:{native}"),
            _ => return Ok(None),
        };
        let mut party = |actor: i64, country: i64| {
            self.parties.get((actor, country), |statement| {
                statement.query_row([actor, country], |row| Ok(Arc::new([row.get(0)?, row.get(1)?, row.get(2)?])))
            })
        };
        let (actor, recipient) =
            (party(event.actor, event.actor_country)?, party(event.recipient, event.recipient_country)?);
        let report = event.report.map(|key| {
            self.reports.get(key, |statement| {
                statement.query_row([key], |row| {
                    Ok((Digest::from_bytes(row.get(0)?), row.get::<_, Option<i64>>(1)?.and_then(days::day)))
                })
            })
        });
        let report = report.transpose()?;
        let place = event.place.map(|key| {
            self.places.get(key, |statement| {
                statement.query_row([key], |row| {
                    let (lat, lon): (f64, f64) = (row.get(1)?, row.get(2)?);
                    let name: String = row.get(0)?;
                    Ok((lat < NO_DEGREES && lon < NO_DEGREES).then(|| (name.into(), [lat, lon])))
                })
            })
        });
        Ok(Some(Mark {
            id,
            day,
            end_day,
            actor,
            recipient,
            event_type: self.types.get(event.code, |statement| {
                statement.query_row([event.code], |row| row.get::<_, String>(0).map(Arc::from))
            })?,
            status: event.status.and_then(status_of),
            report: report.map(|(id, _)| id),
            published: report.and_then(|(_, day)| day),
            place: place.transpose()?.flatten(),
        }))
    }
}

fn acts(db: &Connection, filter: &Filter, most: usize) -> Answer<Vec<Tie>> {
    let mut conditions = filter.of_event(db)?;
    for condition in way::in_index(db, filter)? {
        conditions.add(condition);
    }
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
    let mut conditions = filter.of_event(db)?;
    if let Some(since) = filter.since {
        // A day counts what began on it, and no day before the first is asked for.
        conditions.add(format!("e.day >= {}", days::number(since)));
    }
    for condition in way::in_index(db, filter)? {
        conditions.add(condition);
    }
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
