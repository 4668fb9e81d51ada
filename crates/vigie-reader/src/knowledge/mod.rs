//! Knowledge: the tables of `knowledge/`, compiled into the program, with a user's own before them.

mod table;

use std::collections::BTreeMap;

pub use self::table::{Row, Table, TableError, TableFault};

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
