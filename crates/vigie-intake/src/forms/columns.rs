//! Columns of tables, and fields of objects, by their names: which is the text, which the title, and so on.

use serde_json::{Map, Value};

use crate::json::JsonReport;
use crate::json::report_of_value;

/// Fields of a report and the names of columns that hold them, the most exact first.
const NAMES: &[(&str, &[&str])] = &[
    (
        "text",
        &[
            "text",
            "articlebody",
            "body",
            "content",
            "article",
            "fulltext",
            "articletext",
            "storytext",
            "bodytext",
            "maintext",
            "plaintext",
        ],
    ),
    ("title", &["title", "headline", "heading", "articletitle"]),
    (
        "published_at",
        &[
            "publishedat",
            "published",
            "datepublished",
            "publishdate",
            "publicationdate",
            "pubdate",
            "datetime",
            "date",
            "articledate",
            "timestamp",
        ],
    ),
    (
        "outlet",
        &[
            "outlet",
            "source",
            "publisher",
            "publication",
            "newspaper",
            "sourcename",
            "sitename",
            "site",
            "domain",
            "sourcedomain",
        ],
    ),
    ("url", &["url", "link", "articleurl", "sourceurl", "documentidentifier"]),
    ("authors", &["authors", "author", "byline"]),
    ("language", &["language", "lang"]),
    ("id", &["id", "articleid", "docid", "documentid", "guid"]),
];

/// Gives the fields of an object that it lacks from those that hold them under another name.
pub(crate) fn rename(fields: &mut Map<String, Value>) {
    for (field, known) in NAMES {
        if fields.contains_key(*field) {
            continue;
        }
        let other = known.iter().find_map(|name| fields.keys().find(|found| squeezed(found) == **name).cloned());
        if let Some(value) = other.and_then(|other| fields.remove(&other)) {
            fields.insert((*field).to_owned(), value);
        }
    }
}

/// Which column holds which field.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Columns {
    /// The number of a column and the field that it holds.
    known: Vec<(usize, &'static str)>,
}

impl Columns {
    /// Knows columns by their names; nothing where none is the text.
    pub(super) fn of<'n>(names: impl Iterator<Item = &'n str>) -> Option<Self> {
        let names: Vec<String> = names.map(squeezed).collect();
        let column = |(field, known): &(&'static str, &[&str])| {
            let at = known.iter().find_map(|name| names.iter().position(|found| found == name))?;
            Some((at, *field))
        };
        let known: Vec<_> = NAMES.iter().filter_map(column).collect();
        known.first().is_some_and(|(_, field)| *field == "text").then_some(Self { known })
    }

    /// The report of a row.
    pub(super) fn report(&self, cell: impl Fn(usize) -> Option<String>) -> Result<JsonReport, crate::JsonFault> {
        let mut fields = Map::new();
        for (at, field) in &self.known {
            if let Some(value) = cell(*at).filter(|value| !value.trim().is_empty()) {
                fields.insert((*field).to_owned(), Value::String(value));
            }
        }
        report_of_value(Value::Object(fields))
    }
}

/// A name without regard to letters' size, spaces and hyphens.
fn squeezed(name: &str) -> String {
    name.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_by_name() {
        let columns = Columns::of(["Doc ID", "Article Title", "Body", "Pub-Date", "ignored"].into_iter()).unwrap();
        let row = ["7", "Drills", "Troops moved.", "2022-06-01", "x"];
        let read = columns.report(|at| row.get(at).map(|cell| (*cell).to_owned())).unwrap();
        assert_eq!(read.id, Some("7".into()));
        assert_eq!((read.report.title.as_deref(), read.report.text.as_str()), (Some("Drills"), "Troops moved."));
        assert!(read.report.published_at.is_some());
        assert_eq!(Columns::of(["id", "title"].into_iter()), None);
    }
}
