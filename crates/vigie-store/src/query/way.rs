//! Ways: how the events that fulfil a filter are gone through, so that a page of the newest is found without looking at all.
//!
//! Those of an actor, a recipient or a place are found in an index of words and sorted where they are few. Where they are many, all events are gone through by
//! day from the newest on, and a page is soon full. Those of a dyad stand in an index by day.

use rusqlite::{Connection, params_from_iter};

use super::filter::{Conditions, Filter, actors, called, country, list, named_by, places};
use super::words::Words;
use crate::error::Answer;
use crate::row::count;

/// Events that are sorted sooner than all are gone through: of ten million, as many as fill a page within the first twenty thousand.
pub(super) const FEW: usize = 10_000;

/// Names that are asked for in one question to the index.
const AT_ONCE: usize = 500;

/// A day and a key, newest first.
type Place = (Option<i64>, i64);

/// The first `most` of the events that fulfil some conditions, which are those of a filter and of the page.
pub(super) fn newest(db: &Connection, filter: &Filter, conditions: &Conditions, most: usize) -> Answer<Vec<Place>> {
    // Of several that are asked for, the one with the fewest events.
    let mut fewest: Option<Vec<i64>> = None;
    for who in asked(db, filter)? {
        if let Some(keys) = who.few(db)?
            && fewest.as_ref().is_none_or(|fewest| keys.len() < fewest.len())
        {
            fewest = Some(keys);
        }
    }
    if let Some(words) = &filter.words
        && let Some(keys) = few_with(db, words)?
        && fewest.as_ref().is_none_or(|fewest| keys.len() < fewest.len())
    {
        fewest = Some(keys);
    }
    match (fewest, &filter.dyad) {
        (Some(keys), _) => sorted(db, &keys, conditions, most),
        (None, Some(dyad)) => {
            let (one, two) = (country(db, &dyad.actor)?, country(db, &dyad.recipient)?);
            let way = |one: i64, two: i64| format!("e.actor_country = {one} AND e.recipient_country = {two}");
            let both = if dyad.both_ways { vec![way(one, two), way(two, one)] } else { vec![way(one, two)] };
            merged(db, &both, conditions, most)
        }
        (None, None) => by_day(db, filter, conditions, most),
    }
}

/// The conditions by which an index of words finds the events of all that a filter asks for by name; for questions that look at every event that fits.
pub(super) fn in_index(db: &Connection, filter: &Filter) -> Answer<Vec<String>> {
    let mut found = Vec::new();
    for who in asked(db, filter)? {
        if who.names.len() <= AT_ONCE {
            found.push(format!(
                "e.key IN (SELECT rowid FROM event_who WHERE event_who MATCH '{}')",
                question(&who.names)
            ));
        }
    }
    Ok(found)
}

/// Names of which an event must have one, as the index writes them.
struct Asked {
    names: Vec<String>,
}

fn asked(db: &Connection, filter: &Filter) -> Answer<Vec<Asked>> {
    let named = |letters: &[char], keys: &[i64]| Asked {
        names: keys.iter().flat_map(|key| letters.iter().map(move |letter| format!("{letter}{key}"))).collect(),
    };
    let mut asked = Vec::new();
    if let Some(actor) = &filter.actor {
        asked.push(named(&['a'], &actors(db, actor)?));
    }
    if let Some(recipient) = &filter.recipient {
        asked.push(named(&['r'], &actors(db, recipient)?));
    }
    if let Some(party) = &filter.party {
        asked.push(named(&['a', 'r'], &actors(db, party)?));
    }
    if let Some(place) = &filter.place {
        asked.push(named(&['p'], &places(db, place, &called(db, &filter.place_called)?)?));
    }
    Ok(asked)
}

impl Asked {
    /// The keys of the events, where they are few.
    fn few(&self, db: &Connection) -> Answer<Option<Vec<i64>>> {
        let mut statement = db.prepare_cached("SELECT rowid FROM event_who WHERE event_who MATCH ?1 LIMIT ?2")?;
        let mut keys = Vec::new();
        for names in self.names.chunks(AT_ONCE) {
            let room = count(FEW - keys.len());
            let found = statement.query_map((question(names), room), |row| row.get::<_, i64>(0))?;
            keys.extend(found.collect::<Result<Vec<_>, _>>()?);
            if keys.len() >= FEW {
                return Ok(None);
            }
        }
        keys.sort_unstable();
        keys.dedup();
        Ok(Some(keys))
    }
}

/// The question to the index for events that have one of some names.
fn question(names: &[String]) -> String {
    // No name begins with n, so nothing is found where nobody is meant.
    if names.is_empty() { "n0".to_owned() } else { names.join(" OR ") }
}

/// The keys of the events that words find, of reports and of tables, where they are few.
fn few_with(db: &Connection, words: &Words) -> Answer<Option<Vec<i64>>> {
    let mut keys = Vec::new();
    for found in [
        "SELECT key FROM event WHERE report IN (SELECT rowid FROM report_words WHERE report_words MATCH ?1) LIMIT ?2",
        "SELECT rowid FROM row_words WHERE row_words MATCH ?1 LIMIT ?2",
    ] {
        if words.asks_for_title() && found.contains("row_words") {
            continue;
        }
        let mut statement = db.prepare_cached(found)?;
        let found = statement.query_map((words.as_query(), count(FEW)), |row| row.get::<_, i64>(0))?;
        keys.extend(found.collect::<Result<Vec<_>, _>>()?);
    }
    if !words.asks_for_title() {
        let (actors, places) = named_by(db, words)?;
        let names = actors.iter().flat_map(|key| [format!("a{key}"), format!("r{key}")]);
        let names = names.chain(places.iter().map(|key| format!("p{key}"))).collect();
        match (Asked { names }).few(db)? {
            Some(found) => keys.extend(found),
            None => return Ok(None),
        }
    }
    keys.sort_unstable();
    keys.dedup();
    Ok(Some(keys).filter(|keys| keys.len() < FEW))
}

/// Sorts events with some keys.
fn sorted(db: &Connection, keys: &[i64], conditions: &Conditions, most: usize) -> Answer<Vec<Place>> {
    let query = format!(
        "SELECT e.day, e.key FROM event AS e WHERE e.key IN ({}) AND {} ORDER BY +e.day DESC, +e.key DESC LIMIT {}",
        list(keys),
        conditions.all().replace("e.day ", "+e.day "),
        count(most)
    );
    places_of(db, &query, conditions)
}

/// Goes through stretches of the index of dyads, each from its newest end, and merges what they give.
fn merged(db: &Connection, stretches: &[String], conditions: &Conditions, most: usize) -> Answer<Vec<Place>> {
    let mut found = Vec::new();
    for stretch in stretches {
        let query = format!(
            "SELECT e.day, e.key FROM event AS e INDEXED BY event_by_dyad WHERE {stretch} AND {} ORDER BY e.day DESC, e.key DESC LIMIT {}",
            conditions.all(),
            count(most)
        );
        found.extend(places_of(db, &query, conditions)?);
    }
    Ok(cut(found, most))
}

/// The newest of what was found, each once.
fn cut(mut found: Vec<Place>, most: usize) -> Vec<Place> {
    found.sort_unstable_by(|one, two| two.cmp(one));
    found.dedup();
    found.truncate(most);
    found
}

/// Goes through all events by day; or sorts those of few reports or with a tag, which are found first.
fn by_day(db: &Connection, filter: &Filter, conditions: &Conditions, most: usize) -> Answer<Vec<Place>> {
    let is_narrow = filter.story.is_some() || filter.outlet.is_some() || filter.tag.is_some();
    if is_narrow {
        // The order of days is not gone by: what is found in other indexes is sorted.
        let all = conditions.all().replace("e.day ", "+e.day ");
        let query = format!("SELECT count(*) FROM (SELECT 1 FROM event AS e WHERE {all} LIMIT {})", count(FEW));
        let values = params_from_iter(conditions.values.clone());
        if n_of(db.query_row(&query, values, |row| row.get(0))?) < FEW {
            let query = format!(
                "SELECT e.day, e.key FROM event AS e WHERE {all} ORDER BY +e.day DESC, +e.key DESC LIMIT {}",
                count(most)
            );
            return places_of(db, &query, conditions);
        }
    }
    let query = format!(
        "SELECT e.day, e.key FROM event AS e WHERE {} ORDER BY e.day DESC, e.key DESC LIMIT {}",
        conditions.all(),
        count(most)
    );
    places_of(db, &query, conditions)
}

fn n_of(counted: i64) -> usize {
    usize::try_from(counted).unwrap_or(0)
}

fn places_of(db: &Connection, query: &str, conditions: &Conditions) -> Answer<Vec<Place>> {
    let mut statement = db.prepare(query)?;
    let rows =
        statement.query_map(params_from_iter(conditions.values.clone()), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
