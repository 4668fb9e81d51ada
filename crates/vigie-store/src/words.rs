//! Indexes of words, but for those of reports: of who acts where, of names of actors and places, of rows of tables with a text of their own.
//!
//! Most rows of a table have no words but names, which many rows share: a name is indexed once, under its own key. A row with a text of its own (a
//! note, a headline) is indexed under its key with its names beside it, so that a question may be answered by both together.

use std::fmt::Write as _;

use rusqlite::Connection;
use vigie_record::TableEvent;

use crate::blocks;
use crate::error::Answer;
use crate::row::EventRow;

/// Indexes the name of a new actor.
pub(crate) fn of_actor(db: &Connection, key: i64, name: &str) -> Answer<()> {
    of_name(db, "actor_words", key, name)
}

/// Indexes the name of a new place.
pub(crate) fn of_place(db: &Connection, key: i64, name: &str) -> Answer<()> {
    of_name(db, "place_words", key, name)
}

fn of_name(db: &Connection, table: &str, key: i64, name: &str) -> Answer<()> {
    if !name.is_empty() {
        db.prepare_cached(&format!("INSERT INTO {table} (rowid, name) VALUES (?1, ?2)"))?.execute((key, name))?;
    }
    Ok(())
}

/// Indexes an event by the numbers of its parties and its place.
pub(crate) fn of_event(db: &Connection, row: &EventRow) -> Answer<()> {
    let mut who = format!("a{} r{}", row.actor, row.recipient);
    if let Some(place) = row.place {
        // A string takes whatever comes.
        let _ = write!(who, " p{place}");
    }
    db.prepare_cached("INSERT INTO event_who (rowid, who) VALUES (?1, ?2)")?.execute((row.key, who))?;
    Ok(())
}

/// Indexes the text of a row of a table, if it has one, with the names in it.
pub(crate) fn of_row(db: &Connection, key: i64, event: &TableEvent) -> Answer<()> {
    let Some(text) = event.text.as_deref().filter(|text| !text.trim().is_empty()) else { return Ok(()) };
    let mut words = vec![text];
    for party in [&event.actor, &event.recipient].into_iter().flatten() {
        words.push(&party.text);
        words.extend(party.identity.name.as_deref());
        words.extend(party.beside.iter().map(String::as_str));
    }
    words.extend(event.place.iter().map(|place| place.name.as_str()));
    db.prepare_cached("INSERT INTO row_words (rowid, words) VALUES (?1, ?2)")?.execute((key, words.join("\n")))?;
    Ok(())
}

/// Makes the indexes of names and of rows anew.
pub(crate) fn mend(db: &Connection) -> Answer<()> {
    for index in ["actor_words", "place_words", "row_words", "event_who"] {
        db.execute(&format!("INSERT INTO {index} ({index}) VALUES ('delete-all')"), [])?;
    }
    db.execute("INSERT INTO actor_words (rowid, name) SELECT key, name FROM actor WHERE name <> ''", [])?;
    db.execute("INSERT INTO place_words (rowid, name) SELECT key, name FROM place WHERE name <> ''", [])?;
    db.execute(
        "INSERT INTO event_who (rowid, who) SELECT key, 'a' || actor || ' r' || recipient || ifnull(' p' || place, '') FROM event",
        [],
    )?;
    let mut statement = db.prepare("SELECT key FROM event WHERE native IS NOT NULL ORDER BY key")?;
    let mut keys = statement.query([])?;
    let mut rows = blocks::InOrder::default();
    while let Some(row) = keys.next()? {
        let key = row.get(0)?;
        of_row(db, key, &rows.event(db, key)?)?;
    }
    Ok(())
}
