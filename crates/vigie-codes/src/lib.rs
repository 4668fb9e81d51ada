//! The codes of the trade: event types, sectors and countries, and what other people's codes are in them.
//!
//! Holds the form of the tables in `knowledge/` ([`Table`]) and those of them that are codes: [`EventCodes`] (PLOVER, CAMEO, ACLED),
//! [`SectorCodes`] and [`CountryCodes`] (ISO, FIPS, CAMEO, Gleditsch and Ward, Correlates of War, names). A user's tables go
//! before ours. It knows no record and opens no file.

mod country;
mod event;
mod polecat;
mod sector;
mod table;

use std::collections::BTreeMap;

pub use country::CountryCodes;
pub use event::{EventCodes, Scores};
pub use polecat::POLECAT_COLUMNS;
pub use sector::{CodedActor, SectorCodes, plover_sector};
pub use table::{Row, Table, TableError, TableFault};

/// The texts of a user's own tables, by file name, such as `people.tsv`.
pub type UserTables = BTreeMap<String, String>;

/// Reads a table: the user's rows, if he has any, then ours.
///
/// # Errors
/// When one of the two is broken.
pub fn rows_of(user: &UserTables, name: &str, ours: &str, needed: &[&str]) -> Result<Vec<Table>, TableError> {
    let mut tables = Vec::new();
    if let Some(text) = user.get(name) {
        tables.push(Table::parse(name, text, needed)?);
    }
    tables.push(Table::parse(name, ours, needed)?);
    Ok(tables)
}

/// All codes.
#[derive(Debug, Clone, Default)]
pub struct Codes {
    /// Types and modes of events.
    pub events: EventCodes,
    /// Sectors of actors.
    pub sectors: SectorCodes,
    /// Countries.
    pub countries: CountryCodes,
}

impl Codes {
    /// Reads the tables.
    ///
    /// # Errors
    /// When one is broken.
    pub fn new(user: &UserTables) -> Result<Self, TableError> {
        Ok(Self {
            events: EventCodes::new(user)?,
            sectors: SectorCodes::new(user)?,
            countries: CountryCodes::new(user)?,
        })
    }
}
