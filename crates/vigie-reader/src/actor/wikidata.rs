//! Wikidata: people and their offices from the lines of a JSON dump.
//!
//! A dump is read twice: [`Offices::learn`] takes in countries (P298) and positions (P31 or P279 of a position) from each
//! line, then [`Offices::rows`] gives the rows of `people.tsv` for each person with a position held (P39), with its dates
//! (P580, P582) and the country of the position or, failing that, of citizenship (P27).

use std::collections::BTreeMap;

use serde_json::Value;

use super::book::ActorBook;

/// The header of the rows.
pub const HEADER: &str = "name\taliases\tcountry\tsector\trole\tfrom\tto\n";

/// The items that say that another is a position: position, public office, political office, head of state, minister.
const POSITIONS: [&str; 6] = ["Q4164871", "Q294414", "Q107711", "Q48352", "Q2285706", "Q83307"];

/// What the positions and countries of a dump mean.
#[derive(Debug, Clone, Default)]
pub struct Offices {
    /// Codes of countries by item.
    countries: BTreeMap<String, String>,
    /// Labels and countries of positions by item.
    positions: BTreeMap<String, (String, Option<String>)>,
}

impl Offices {
    /// Takes in a line of the dump; a line that is no item is passed over.
    pub fn learn(&mut self, line: &str) {
        let Some(item) = item_of(line) else {
            return;
        };
        let Some(id) = item["id"].as_str() else {
            return;
        };
        if let Some(code) = values(&item, "P298").find_map(|value| value.as_str().map(str::to_owned)) {
            self.countries.insert(id.to_owned(), code);
        }
        let kinds = ids(&item, "P31").chain(ids(&item, "P279"));
        if kinds.into_iter().any(|kind| POSITIONS.contains(&kind.as_str())) {
            let country = ids(&item, "P1001").chain(ids(&item, "P17")).next();
            self.positions.insert(id.to_owned(), (label(&item).unwrap_or_default(), country));
        }
    }

    /// The rows for the person on a line of the dump, one for each time in office; none for anything else.
    ///
    /// The book tells the sector of a position from its words.
    pub fn rows(&self, line: &str, book: &ActorBook) -> Vec<String> {
        let Some(item) = item_of(line) else {
            return Vec::new();
        };
        let Some(name) = label(&item) else {
            return Vec::new();
        };
        let citizenship = ids(&item, "P27").find_map(|country| self.countries.get(&country));
        let held = item["claims"]["P39"].as_array().into_iter().flatten().filter(|claim| claim["rank"] != "deprecated");
        held.filter_map(|claim| {
            let position = claim["mainsnak"]["datavalue"]["value"]["id"].as_str()?;
            let (role, place) = self.positions.get(position).filter(|(role, _)| !role.is_empty())?;
            let country = place.as_ref().and_then(|place| self.countries.get(place)).or(citizenship)?;
            let sector = book
                .resolve(role, "", None)
                .sector
                .filter(|sector| sector != "UNK" && sector != "JNK")
                .unwrap_or_default();
            let day = |property: &str| {
                let value = &claim["qualifiers"][property][0]["datavalue"]["value"];
                day_of(&value["time"], &value["precision"])
            };
            let (from, to) = (day("P580").unwrap_or_default(), day("P582").unwrap_or_default());
            let cells = [&plain(&name), &aliases(&item), country, &sector, &plain(role), &from, &to];
            Some(cells.map(String::as_str).join("\t"))
        })
        .collect()
    }
}

/// The item of a line: dumps are one array, an item a line, each with a comma behind.
fn item_of(line: &str) -> Option<Value> {
    let line = line.trim().trim_end_matches(',');
    if !line.starts_with('{') {
        return None;
    }
    serde_json::from_str(line).ok()
}

fn label(item: &Value) -> Option<String> {
    let labels = &item["labels"];
    ["en", "mul"].iter().find_map(|language| labels[language]["value"].as_str()).map(str::to_owned)
}

fn aliases(item: &Value) -> String {
    let names = item["aliases"]["en"].as_array().into_iter().flatten().filter_map(|alias| alias["value"].as_str());
    // A single word would catch every namesake.
    names.filter(|name| name.contains(' ') && !name.contains(';')).map(plain).collect::<Vec<_>>().join(";")
}

/// Text that can stand in a cell.
fn plain(text: &str) -> String {
    text.replace(['\t', '\n', '\r'], " ")
}

fn values<'v>(item: &'v Value, property: &str) -> impl Iterator<Item = &'v Value> {
    let claims = item["claims"][property].as_array().into_iter().flatten();
    claims.map(|claim| &claim["mainsnak"]["datavalue"]["value"])
}

fn ids(item: &Value, property: &str) -> impl Iterator<Item = String> {
    values(item, property).filter_map(|value| value["id"].as_str().map(str::to_owned)).collect::<Vec<_>>().into_iter()
}

/// `+2009-01-20T00:00:00Z` with precision 9 for a year, 10 for a month, 11 for a day.
fn day_of(time: &Value, precision: &Value) -> Option<String> {
    let day = time.as_str()?.strip_prefix('+')?.get(..10)?;
    let length = match precision.as_u64()? {
        11.. => 10,
        10 => 7,
        9 => 4,
        _ => return None,
    };
    day.get(..length).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::UserTables;

    /// A time without its precision, as fuzzing made one, ended the program: it is no day.
    #[test]
    fn items_become_rows() {
        let lines = [
            "[".to_owned(),
            r#"{"id":"Q1","labels":{"en":{"value":"Nordland"}},"claims":{"P298":[{"mainsnak":{"datavalue":{"value":"NOR"}}}]}},"#.to_owned(),
            r#"{"id":"Q2","labels":{"en":{"value":"Minister of Defence of Nordland"}},"claims":{"P31":[{"mainsnak":{"datavalue":{"value":{"id":"Q4164871"}}}}],
                "P1001":[{"mainsnak":{"datavalue":{"value":{"id":"Q1"}}}}]}},"#
                .replace('\n', " "),
            r#"{"id":"Q3","labels":{"en":{"value":"Ada Fjell"}},"aliases":{"en":[{"value":"A. Fjell"},{"value":"Fjell"}]},"claims":{"P39":[{"rank":"normal",
                "mainsnak":{"datavalue":{"value":{"id":"Q2"}}},"qualifiers":{"P580":[{"datavalue":{"value":{"time":"+2011-03-00T00:00:00Z","precision":10}}}],
                "P582":[{"datavalue":{"value":{"time":"+2013-10-16T00:00:00Z"}}}]}}]}}"#
                .replace('\n', " "),
            "]".to_owned(),
            "{broken".to_owned(),
        ];
        let book = ActorBook::new(&UserTables::new()).unwrap();
        let mut offices = Offices::default();
        for line in &lines {
            offices.learn(line);
        }
        let rows: Vec<String> = lines.iter().flat_map(|line| offices.rows(line, &book)).collect();
        assert_eq!(rows, ["Ada Fjell\tA. Fjell\tNOR\tGOV\tMinister of Defence of Nordland\t2011-03\t"]);
        let user = UserTables::from([("people.tsv".to_owned(), format!("{HEADER}{}\n", rows[0]))]);
        let identity = ActorBook::new(&user).unwrap().resolve("Ada Fjell", "", "2012-01-01".parse().ok());
        assert_eq!(identity.actor_id.as_deref(), Some("NOR/ada-fjell"));
    }
}
