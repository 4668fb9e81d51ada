//! The narrow row of an event: all that queries ask for, in numbers.

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, Row, params};
use vigie_record::{Dataset, Event, Identity, Place, Probability, Status, TableEvent};

use crate::days;
use crate::error::Answer;
use crate::names::{CodeName, Names};
use crate::words;

/// The actor and the recipient are told apart; not so in datasets that name two sides only.
pub(crate) const DIRECTED: i64 = 1;

/// What an analyst has corrected.
pub(crate) const CORRECTED: i64 = 2;

/// Parts of a probability of one.
const PARTS: f64 = 10_000.0;

/// The columns of an event, in the order of [`EventRow`].
pub(crate) const COLUMNS: &str = "key, day, n_days, actor, recipient, code, dataset, flags, status, probability, occurrence, \
                                  actor_country, recipient_country, place, report, claim, native, version";

/// The name of an event in its dataset: a number where it is written as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Native {
    Number(i64),
    Text(String),
}

/// An event as the table `event` has it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct EventRow {
    pub(crate) key: i64,
    pub(crate) day: Option<i64>,
    pub(crate) n_days: i64,
    pub(crate) actor: i64,
    pub(crate) recipient: i64,
    pub(crate) code: i64,
    pub(crate) dataset: i64,
    pub(crate) flags: i64,
    pub(crate) status: Option<i64>,
    pub(crate) probability: Option<i64>,
    pub(crate) occurrence: Option<i64>,
    pub(crate) actor_country: i64,
    pub(crate) recipient_country: i64,
    pub(crate) place: Option<i64>,
    pub(crate) report: Option<i64>,
    pub(crate) claim: Option<i64>,
    pub(crate) native: Option<Native>,
    pub(crate) version: i64,
}

/// What an event of a report and one of a table have in common.
struct Parts<'a> {
    actor: Option<(&'a Identity, &'a str)>,
    recipient: Option<(&'a Identity, &'a str)>,
    code: CodeName<'a>,
    place: Option<&'a Place>,
}

impl EventRow {
    /// The row of an event of a report.
    pub(crate) fn of_event(db: &Connection, names: &mut Names, event: &Event) -> Answer<Self> {
        let parts = Parts {
            actor: event.actor.as_ref().map(|party| (&party.identity, party.text.as_str())),
            recipient: event.recipient.as_ref().map(|party| (&party.identity, party.text.as_str())),
            code: CodeName {
                event_type: &event.event_type,
                mode: event.mode.as_deref().unwrap_or(""),
                cameo: event.cameo.as_deref().unwrap_or(""),
                quad_class: event.quad_class,
                goldstein: Some(event.goldstein),
            },
            place: event.place.as_ref(),
        };
        let mut row = Self::of_parts(db, names, &parts)?;
        (row.day, row.n_days) = days::span(event.event_date.as_ref());
        row.flags = DIRECTED;
        row.status = Some(status_number(event.status));
        row.probability = event.probability.map(parts_of);
        Ok(row)
    }

    /// The row of an event of a table.
    pub(crate) fn of_table(db: &Connection, names: &mut Names, event: &TableEvent) -> Answer<Self> {
        let parts = Parts {
            actor: event.actor.as_ref().map(|party| (&party.identity, party.text.as_str())),
            recipient: event.recipient.as_ref().map(|party| (&party.identity, party.text.as_str())),
            code: CodeName {
                event_type: event.event_type.as_deref().unwrap_or(""),
                mode: event.mode.as_deref().unwrap_or(""),
                cameo: event.cameo.as_deref().unwrap_or(""),
                quad_class: event.quad_class.unwrap_or(0),
                goldstein: event.goldstein,
            },
            place: event.place.as_ref(),
        };
        let mut row = Self::of_parts(db, names, &parts)?;
        (row.day, row.n_days) = days::span(Some(&event.event_date));
        row.dataset = dataset_number(event.dataset);
        row.flags = if event.directed { DIRECTED } else { 0 };
        row.native = Some(Native::of(&event.native_id));
        row.version = i64::try_from(event.version).unwrap_or(i64::MAX);
        Ok(row)
    }

    fn of_parts(db: &Connection, names: &mut Names, parts: &Parts<'_>) -> Answer<Self> {
        let mut numbers = |side: Option<(&Identity, &str)>| {
            side.map_or(Ok((0, 0)), |(identity, text)| names.actor(db, identity, text))
        };
        let (actor, actor_country) = numbers(parts.actor)?;
        let (recipient, recipient_country) = numbers(parts.recipient)?;
        let code = names.code(db, parts.code)?;
        let place = parts.place.map(|place| names.place(db, place)).transpose()?;
        Ok(Self {
            key: 0,
            day: None,
            n_days: 0,
            actor,
            recipient,
            code,
            dataset: 0,
            flags: 0,
            status: None,
            probability: None,
            occurrence: None,
            actor_country,
            recipient_country,
            place,
            report: None,
            claim: None,
            native: None,
            version: 0,
        })
    }

    /// Puts the row into the events that stand; `false` where its dataset has an event of this name already.
    pub(crate) fn insert(&self, db: &Connection) -> Answer<bool> {
        let mut statement = db.prepare_cached(&format!(
            "INSERT OR IGNORE INTO event ({COLUMNS})
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)"
        ))?;
        let n_rows = statement.execute(params![
            self.key,
            self.day,
            self.n_days,
            self.actor,
            self.recipient,
            self.code,
            self.dataset,
            self.flags,
            self.status,
            self.probability,
            self.occurrence,
            self.actor_country,
            self.recipient_country,
            self.place,
            self.report,
            self.claim,
            self.native,
            self.version,
        ])?;
        if n_rows == 1 {
            words::of_event(db, self)?;
        }
        Ok(n_rows == 1)
    }

    /// The row that a query for [`COLUMNS`] gives.
    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            key: row.get(0)?,
            day: row.get(1)?,
            n_days: row.get(2)?,
            actor: row.get(3)?,
            recipient: row.get(4)?,
            code: row.get(5)?,
            dataset: row.get(6)?,
            flags: row.get(7)?,
            status: row.get(8)?,
            probability: row.get(9)?,
            occurrence: row.get(10)?,
            actor_country: row.get(11)?,
            recipient_country: row.get(12)?,
            place: row.get(13)?,
            report: row.get(14)?,
            claim: row.get(15)?,
            native: match row.get_ref(16)? {
                ValueRef::Integer(number) => Some(Native::Number(number)),
                ValueRef::Text(text) => Some(Native::Text(String::from_utf8_lossy(text).into_owned())),
                _ => None,
            },
            version: row.get(17)?,
        })
    }
}

impl Native {
    /// The name in the form in which it is compared: a number only where the digits of that number are the whole name.
    pub(crate) fn of(name: &str) -> Self {
        match name.parse::<i64>() {
            Ok(number) if number.to_string() == name => Self::Number(number),
            _ => Self::Text(name.to_owned()),
        }
    }
}

impl ToSql for Native {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Self::Number(number) => number.to_sql(),
            Self::Text(text) => text.to_sql(),
        }
    }
}

impl std::fmt::Display for Native {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
        }
    }
}

/// The number of a dataset in the store; 0 is for reports. Numbers never change, whatever order the list has.
pub(crate) fn dataset_number(dataset: Dataset) -> i64 {
    match dataset {
        Dataset::Gdelt => 1,
        Dataset::Icews => 2,
        Dataset::Polecat => 3,
        Dataset::Acled => 4,
        Dataset::UcdpGed => 5,
        Dataset::Phoenix => 6,
        Dataset::Vigie => 7,
        Dataset::Plain => 8,
        // A dataset that is new on the ground gets its number here before an importer of it exists.
        _ => 99,
    }
}

/// The dataset with a number.
pub(crate) fn dataset_of(number: i64) -> Option<Dataset> {
    Dataset::ALL.into_iter().find(|&dataset| dataset_number(dataset) == number)
}

/// The number of a status.
pub(crate) fn status_number(status: Status) -> i64 {
    match status {
        Status::Happened => 0,
        Status::UnderWay => 1,
        Status::Planned => 2,
        Status::Threatened => 3,
        Status::Possible => 4,
        Status::Denied => 5,
        Status::Hypothetical => 6,
        Status::Historical => 7,
    }
}

/// The status with a number.
pub(crate) fn status_of(number: i64) -> Option<Status> {
    Status::ALL.into_iter().find(|&status| status_number(status) == number)
}

/// A number of things, as the database engine counts.
pub(crate) fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn parts_of(probability: Probability) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "a probability has at most ten thousand parts")]
    let parts = (probability.get() * PARTS).round() as i64;
    parts
}

/// The probability of so many parts.
pub(crate) fn probability_of(parts: i64) -> Option<Probability> {
    Probability::nearest(parts as f64 / PARTS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lead_back() {
        for dataset in Dataset::ALL {
            assert_eq!(dataset_of(dataset_number(dataset)), Some(dataset));
        }
        for status in Status::ALL {
            assert_eq!(status_of(status_number(status)), Some(status));
        }
    }

    #[test]
    fn names_of_events_keep_their_noughts() {
        for (name, is_number) in [("410412347", true), ("0410", false), ("-7", true), ("+7", false), ("UKR1", false)] {
            let native = Native::of(name);
            assert_eq!(matches!(native, Native::Number(_)), is_number, "{name}");
            assert_eq!(native.to_string(), name);
        }
    }
}
