//! The events of a pair of parties, and the days on which anything happened: what a series needs, found by indexes.

use rusqlite::Connection;

use crate::error::Answer;
use crate::history::{self, HistoryRow};

/// Who acts on whom, each by countries, ids or names as they stand, of which one is enough; a side that is not named is anybody. What a
/// country does within itself is in no pair of which a side is anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairOf<'a> {
    /// Who acts.
    pub actor: Option<&'a [String]>,
    /// Who is acted on.
    pub recipient: Option<&'a [String]>,
}

/// A named side: whole countries, or some actors with their countries.
struct Side {
    countries: Vec<i64>,
    actors: Option<Vec<i64>>,
}

/// Hands the events of a pair that stand to `take`.
pub(crate) fn each(db: &Connection, pair: PairOf<'_>, mut take: impl FnMut(HistoryRow)) -> Answer<()> {
    let mut parts = Vec::new();
    for (names, column) in [(pair.actor, "actor"), (pair.recipient, "recipient")] {
        match names.map(|names| side(db, names)).transpose()? {
            Some(side) => {
                parts.push(format!("e.{column}_country IN ({})", list(&side.countries)));
                parts.extend(side.actors.map(|actors| format!("e.{column} IN ({})", list(&actors))));
            }
            // The index of pairs begins with the actor's country: going through all of them it is of use here too.
            None if column == "actor" => parts.push("e.actor_country IN (SELECT key FROM country)".to_owned()),
            None => {}
        }
    }
    if pair.actor.is_none() || pair.recipient.is_none() {
        parts.push("(e.actor_country <> e.recipient_country OR e.actor_country = 0)".to_owned());
    }
    let days = history::report_days(db)?;
    let mut statement = db.prepare(&format!("{} WHERE {}", history::SELECT, parts.join(" AND ")))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        take(history::read(row, &days)?);
    }
    Ok(())
}

fn list(keys: &[i64]) -> String {
    keys.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}

/// Whom some names mean.
fn side(db: &Connection, names: &[String]) -> Answer<Side> {
    let ask = |query: &str| -> Answer<Vec<(i64, i64)>> {
        let mut statement = db.prepare(query)?;
        let mut all = Vec::new();
        for name in names {
            let found = statement.query_map([name], |row| Ok((row.get(0)?, row.get(1)?)))?;
            all.extend(found.collect::<Result<Vec<_>, _>>()?);
        }
        Ok(all)
    };
    let countries = ask("SELECT key, key FROM country WHERE code = ?1 COLLATE NOCASE AND key <> 0")?;
    let bearers = ask(
        "SELECT key, country FROM actor WHERE key <> 0 AND (actor_id = ?1 COLLATE NOCASE OR name = ?1 COLLATE NOCASE)",
    )?;
    let countries: Vec<i64> = countries.into_iter().map(|(key, _)| key).collect();
    if bearers.iter().all(|(_, country)| countries.contains(country)) {
        return Ok(Side { countries, actors: None });
    }
    // Some who go by the name belong to other countries, or to none.
    let mut actors: Vec<i64> = bearers.iter().map(|(key, _)| *key).collect();
    for country in &countries {
        let mut statement = db.prepare_cached("SELECT key FROM actor WHERE country = ?1")?;
        let of_country = statement.query_map([country], |row| row.get(0))?;
        actors.extend(of_country.collect::<Result<Vec<i64>, _>>()?);
    }
    let mut all: Vec<i64> = countries.into_iter().chain(bearers.into_iter().map(|(_, country)| country)).collect();
    all.sort_unstable();
    all.dedup();
    Ok(Side { countries: all, actors: Some(actors) })
}

/// The days on which any event stands, counted from 1970-01-01, found from one to the next by the index of days.
pub(crate) fn days(db: &Connection) -> Answer<Vec<i32>> {
    let mut statement = db.prepare(
        "WITH RECURSIVE found (day) AS (
             SELECT min(day) FROM event
             UNION ALL SELECT (SELECT min(day) FROM event WHERE day > found.day) FROM found WHERE found.day IS NOT NULL
         ) SELECT day FROM found WHERE day IS NOT NULL",
    )?;
    let found = statement.query_map([], |row| row.get(0))?;
    let mut days: Vec<i32> = found.collect::<Result<_, _>>()?;
    let mut statement = db.prepare("SELECT DISTINCT day FROM report WHERE day IS NOT NULL AND replaced_by IS NULL")?;
    let found = statement.query_map([], |row| row.get(0))?;
    days.extend(found.collect::<Result<Vec<i32>, _>>()?);
    days.sort_unstable();
    days.dedup();
    Ok(days)
}
