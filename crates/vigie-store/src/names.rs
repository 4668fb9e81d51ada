//! Dictionaries: actors, codes, places, countries and outlets under small numbers.

use rusqlite::{Connection, OptionalExtension, params};
use vigie_record::{Identity, Place};

use crate::error::Answer;
use crate::hash::Lookup;
use crate::words;

/// The most names of one kind that are kept in memory; beyond, all are looked up in the store again.
const MOST_KEPT: usize = 400_000;

/// What separates the parts of a name in memory.
const PART: char = '\u{1f}';

/// Stands for degrees that are not known: rows of a dictionary have no nulls, so that they are unique.
pub(crate) const NO_DEGREES: f64 = 1000.0;

/// The numbers of names that this process has met. Names are never deleted from a store, so a number holds for ever once its
/// transaction is in; [`Names::forget`] is called when one is not.
#[derive(Debug, Default)]
pub(crate) struct Names {
    countries: Lookup<String, i64>,
    outlets: Lookup<String, i64>,
    actors: Lookup<String, (i64, i64)>,
    codes: Lookup<String, i64>,
    places: Lookup<String, i64>,
    joined: String,
}

/// What kind of thing an event is, as all events of its kind have it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct CodeName<'a> {
    pub(crate) event_type: &'a str,
    pub(crate) mode: &'a str,
    pub(crate) cameo: &'a str,
    pub(crate) quad_class: u8,
    pub(crate) goldstein: Option<f64>,
}

impl Names {
    /// Forgets everything, as after a transaction that came to nothing.
    pub(crate) fn forget(&mut self) {
        *self = Self::default();
    }

    /// The number of a country; 0 of none.
    pub(crate) fn country(&mut self, db: &Connection, code: &str) -> Answer<i64> {
        if code.is_empty() {
            return Ok(0);
        }
        if let Some(&key) = self.countries.get(code) {
            return Ok(key);
        }
        db.prepare_cached("INSERT OR IGNORE INTO country (code) VALUES (?1)")?.execute([code])?;
        let key = db.prepare_cached("SELECT key FROM country WHERE code = ?1")?.query_row([code], |row| row.get(0))?;
        keep(&mut self.countries, code, key);
        Ok(key)
    }

    /// The number of an outlet; none of one without a name.
    pub(crate) fn outlet(&mut self, db: &Connection, name: &str) -> Answer<Option<i64>> {
        if name.is_empty() {
            return Ok(None);
        }
        if let Some(&key) = self.outlets.get(name) {
            return Ok(Some(key));
        }
        db.prepare_cached("INSERT OR IGNORE INTO outlet (name) VALUES (?1)")?.execute([name])?;
        let key = db.prepare_cached("SELECT key FROM outlet WHERE name = ?1")?.query_row([name], |row| row.get(0))?;
        keep(&mut self.outlets, name, key);
        Ok(Some(key))
    }

    /// The numbers of an actor and of its country; 0 of nobody.
    pub(crate) fn actor(&mut self, db: &Connection, who: &Identity, text: &str) -> Answer<(i64, i64)> {
        // Whoever is not resolved goes by the words that name him.
        let is_known = who.actor_id.is_some() || who.name.is_some();
        let spaced;
        let name = if is_known {
            said(who.name.as_ref())
        } else {
            spaced = text.split_whitespace().collect::<Vec<_>>().join(" ");
            &spaced
        };
        let (actor_id, code, sector) =
            (said(who.actor_id.as_ref()), said(who.country.as_ref()), said(who.sector.as_ref()));
        self.join(&[actor_id, name, code, sector]);
        if self.joined.len() == 3 * PART.len_utf8() {
            return Ok((0, 0));
        }
        if let Some(&keys) = self.actors.get(&self.joined) {
            return Ok(keys);
        }
        let country = self.country(db, code)?;
        let row = params![actor_id, name, country, sector];
        let n_new = db
            .prepare_cached("INSERT OR IGNORE INTO actor (actor_id, name, country, sector) VALUES (?1, ?2, ?3, ?4)")?
            .execute(row)?;
        let key = db
            .prepare_cached("SELECT key FROM actor WHERE actor_id = ?1 AND name = ?2 AND country = ?3 AND sector = ?4")?
            .query_row(row, |row| row.get(0))?;
        if n_new > 0 {
            words::of_actor(db, key, name)?;
        }
        self.join(&[actor_id, name, code, sector]);
        keep(&mut self.actors, &self.joined, (key, country));
        Ok((key, country))
    }

    /// The number of a code.
    pub(crate) fn code(&mut self, db: &Connection, code: CodeName<'_>) -> Answer<i64> {
        let CodeName { event_type, mode, cameo, quad_class, goldstein } = code;
        self.join(&[event_type, mode, cameo]);
        self.joined.push(char::from(quad_class));
        self.joined.extend(goldstein.into_iter().flat_map(digits));
        if let Some(&key) = self.codes.get(&self.joined) {
            return Ok(key);
        }
        let row = params![event_type, mode, cameo, quad_class, goldstein.unwrap_or(0.0), goldstein.is_some()];
        db.prepare_cached(
            "INSERT OR IGNORE INTO code (event_type, mode, cameo, quad_class, goldstein, has_goldstein)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(row)?;
        let key = db
            .prepare_cached(
                "SELECT key FROM code WHERE event_type = ?1 AND mode = ?2 AND cameo = ?3 AND quad_class = ?4
                 AND goldstein = ?5 AND has_goldstein = ?6",
            )?
            .query_row(row, |row| row.get(0))?;
        keep(&mut self.codes, &self.joined, key);
        Ok(key)
    }

    /// The number of a place.
    pub(crate) fn place(&mut self, db: &Connection, place: &Place) -> Answer<i64> {
        let (lat, lon) = (place.lat.unwrap_or(NO_DEGREES), place.lon.unwrap_or(NO_DEGREES));
        let (code, adm1) = (said(place.country.as_ref()), said(place.adm1.as_ref()));
        self.join(&[&place.name, code, adm1]);
        self.joined.extend(point(lat, lon));
        if let Some(&key) = self.places.get(&self.joined) {
            return Ok(key);
        }
        let country = self.country(db, code)?;
        let row = params![place.name, country, adm1, lat, lon];
        let n_new = db
            .prepare_cached("INSERT OR IGNORE INTO place (name, country, adm1, lat, lon) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(row)?;
        let key = db
            .prepare_cached(
                "SELECT key FROM place WHERE name = ?1 AND country = ?2 AND adm1 = ?3 AND lat = ?4 AND lon = ?5",
            )?
            .query_row(row, |row| row.get(0))?;
        if n_new > 0 {
            words::of_place(db, key, &place.name)?;
        }
        self.join(&[&place.name, code, adm1]);
        self.joined.extend(point(lat, lon));
        keep(&mut self.places, &self.joined, key);
        Ok(key)
    }

    fn join(&mut self, parts: &[&str]) {
        self.joined.clear();
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                self.joined.push(PART);
            }
            self.joined.push_str(part);
        }
    }
}

fn said(field: Option<&String>) -> &str {
    field.map_or("", String::as_str)
}

/// What tells two points apart, as characters.
fn point(lat: f64, lon: f64) -> impl Iterator<Item = char> {
    digits(lat).into_iter().chain(digits(lon))
}

fn digits(value: f64) -> [char; 8] {
    value.to_bits().to_le_bytes().map(char::from)
}

fn keep<V>(names: &mut Lookup<String, V>, name: &str, value: V) {
    if names.len() >= MOST_KEPT {
        names.clear();
    }
    names.insert(name.to_owned(), value);
}

/// The number of a country that may not be there.
pub(crate) fn known_country(db: &Connection, code: &str) -> Answer<Option<i64>> {
    Ok(db.prepare_cached("SELECT key FROM country WHERE code = ?1")?.query_row([code], |row| row.get(0)).optional()?)
}
