//! A user's own knowledge: the tables of a folder, which add to those in the program or go before them.

use std::fs;
use std::path::Path;

use vigie_reader::knowledge::UserTables;

use crate::inputs::unreadable;
use crate::speech::{Failure, InputError};

/// Tables that the program has, and a user may have of his own.
const TABLES: &[&str] = &[
    "acled.tsv",
    "adm1.tsv",
    "agents.tsv",
    "cameo.tsv",
    "certainty.tsv",
    "contexts.tsv",
    "countries.tsv",
    "country-codes.tsv",
    "country-points.tsv",
    "cues.tsv",
    "event-modes.tsv",
    "event-types.tsv",
    "frames.tsv",
    "light-verbs.tsv",
    "organizations.tsv",
    "party-weights.tsv",
    "people.tsv",
    "places-extra.tsv",
    "sector-codes.tsv",
    "status-weights.tsv",
    "status-words.tsv",
    "territories.tsv",
    "topics.tsv",
    "word-classes.tsv",
];

/// The table of places.
pub(crate) const PLACES: &str = "places-extra.tsv";

/// Reads the `.tsv` files of a folder. A name that no part of the program asks for is told of, as it is most likely
/// misspelt.
pub(crate) fn load(folder: Option<&Path>) -> Result<UserTables, Failure> {
    let mut tables = UserTables::new();
    let Some(folder) = folder else { return Ok(tables) };
    let entries = fs::read_dir(folder).map_err(|error| unreadable(folder, error))?;
    for entry in entries {
        let path = entry.map_err(|error| unreadable(folder, error))?.path();
        if path.extension().is_none_or(|ending| ending != "tsv") {
            continue;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = fs::read(&path).map_err(|error| unreadable(&path, error))?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let offset = error.utf8_error().valid_up_to();
            let (name, byte) = (path.display().to_string(), error.as_bytes()[offset]);
            InputError::NotUtf8 { name, offset: offset as u64, byte }
        })?;
        tables.insert(name, text);
    }
    if tables.is_empty() {
        return Err(InputError::NoTables { path: folder.to_owned() }.into());
    }
    for name in tables.keys().filter(|name| !TABLES.contains(&name.as_str())) {
        tell!("note: {}: nothing asks for a table `{name}`; there are {}", folder.display(), TABLES.join(", "));
    }
    Ok(tables)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_in_the_tree_is_known() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
        let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let unknown: Vec<String> =
            names.filter(|name| name.contains(".tsv") && !TABLES.contains(&name.as_str())).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
