//! Wants: which rows of tables answer to something, found by the narrow rows and their indexes, so that only these are unpacked.

use std::collections::{BTreeMap, HashSet};

use rusqlite::Connection;
use vigie_record::Dataset;

use crate::error::Answer;
use crate::names::known_country;
use crate::row::dataset_number;

/// What the rows of tables that are wanted have; an empty list asks nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowWant {
    /// One of these PLOVER types.
    pub types: Vec<String>,
    /// Somebody of one of these countries acts.
    pub actor_countries: Vec<String>,
    /// Somebody of one of these is acted on.
    pub recipient_countries: Vec<String>,
    /// It was in one of these.
    pub place_countries: Vec<String>,
    /// It comes from a dataset whose rows can have a text.
    pub with_text: bool,
}

/// Datasets whose rows can have a text.
const WITH_TEXT: [Dataset; 5] = [Dataset::Icews, Dataset::Acled, Dataset::UcdpGed, Dataset::Vigie, Dataset::Plain];

/// How many rows of tables there are of a day, which nobody has unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayOfRows {
    /// The last day of the rows, counted from 1970-01-01.
    pub day: i32,
    /// How many there are.
    pub n_rows: u64,
    /// Those in which one of some countries acts, is acted on or is the place.
    pub n_of_countries: u64,
}

/// The keys of the rows of tables that answer to one of some wants, in order.
pub(crate) fn wanted(db: &Connection, wants: &[RowWant]) -> Answer<Vec<i64>> {
    let mut keys = Vec::new();
    for want in wants {
        let mut parts = vec!["e.dataset <> 0".to_owned()];
        if want.with_text {
            let numbers: Vec<i64> = WITH_TEXT.iter().map(|dataset| dataset_number(*dataset)).collect();
            parts.push(format!("e.dataset IN ({})", list(&numbers)));
        }
        if !want.types.is_empty() {
            parts.push(format!("e.code IN ({})", list(&codes_of(db, &want.types)?)));
        }
        match (want.actor_countries.is_empty(), want.recipient_countries.is_empty()) {
            (false, _) => {
                parts.push(format!("e.actor_country IN ({})", list(&countries_of(db, &want.actor_countries)?)));
            }
            // The index of pairs begins with the actor's country: going through all of them it is of use here too.
            (true, false) => parts.push("e.actor_country IN (SELECT key FROM country)".to_owned()),
            (true, true) => {}
        }
        if !want.recipient_countries.is_empty() {
            parts.push(format!("e.recipient_country IN ({})", list(&countries_of(db, &want.recipient_countries)?)));
        }
        if !want.place_countries.is_empty() {
            let countries = list(&countries_of(db, &want.place_countries)?);
            parts.push(format!("e.place IN (SELECT key FROM place WHERE country IN ({countries}))"));
        }
        let mut statement = db.prepare(&format!("SELECT e.key FROM event AS e WHERE {}", parts.join(" AND ")))?;
        let found = statement.query_map([], |row| row.get::<_, i64>(0))?;
        keys.extend(found.collect::<Result<Vec<_>, _>>()?);
    }
    keys.sort_unstable();
    keys.dedup();
    Ok(keys)
}

fn list(keys: &[i64]) -> String {
    keys.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}

fn countries_of(db: &Connection, codes: &[String]) -> Answer<Vec<i64>> {
    let mut keys = Vec::new();
    for code in codes {
        keys.extend(known_country(db, code)?);
    }
    Ok(keys)
}

fn codes_of(db: &Connection, types: &[String]) -> Answer<Vec<i64>> {
    let (mut keys, mut statement) = (Vec::new(), db.prepare("SELECT key FROM code WHERE event_type = ?1")?);
    for event_type in types {
        let found = statement.query_map([event_type], |row| row.get::<_, i64>(0))?;
        keys.extend(found.collect::<Result<Vec<_>, _>>()?);
    }
    Ok(keys)
}

/// How many rows of tables with a type there are of each day, those with some keys left out. One walk through the narrow rows, none
/// is unpacked.
pub(crate) fn days_of_rows(db: &Connection, countries: &[String], except: &[i64]) -> Answer<Vec<DayOfRows>> {
    let countries = countries_of(db, countries)?;
    let mut places = HashSet::new();
    if !countries.is_empty() {
        let mut statement = db.prepare(&format!("SELECT key FROM place WHERE country IN ({})", list(&countries)))?;
        for place in statement.query_map([], |row| row.get::<_, i64>(0))? {
            places.insert(place?);
        }
    }
    let mut untyped = HashSet::new();
    let mut statement = db.prepare("SELECT key FROM code WHERE event_type = ''")?;
    for code in statement.query_map([], |row| row.get::<_, i64>(0))? {
        untyped.insert(code?);
    }
    let mut statement = db.prepare(
        "SELECT key, dataset, code, day, n_days, actor_country, recipient_country, place FROM event ORDER BY key",
    )?;
    let (mut days, mut except): (BTreeMap<i32, [u64; 2]>, _) = (BTreeMap::new(), except.iter().copied().peekable());
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let key: i64 = row.get(0)?;
        while except.peek().is_some_and(|left_out| *left_out < key) {
            except.next();
        }
        if except.peek() == Some(&key) || row.get::<_, i64>(1)? == 0 || untyped.contains(&row.get::<_, i64>(2)?) {
            continue;
        }
        let Some(day) = row.get::<_, Option<i32>>(3)? else { continue };
        let counts = days.entry(day.saturating_add(row.get(4)?)).or_default();
        counts[0] += 1;
        let of_countries = !countries.is_empty()
            && (countries.contains(&row.get(5)?)
                || countries.contains(&row.get(6)?)
                || row.get::<_, Option<i64>>(7)?.is_some_and(|place| places.contains(&place)));
        counts[1] += u64::from(of_countries);
    }
    Ok(days.into_iter().map(|(day, [n_rows, n_of_countries])| DayOfRows { day, n_rows, n_of_countries }).collect())
}
