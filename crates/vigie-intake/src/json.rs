//! Reports as JSON objects, one a line in a dump.
//!
//! `text` must be there; `id`, `title`, `outlet`, `published_at`, `url`, `authors` (a list, or one string) and `language` may be. What lacks
//! such a field may have it under another name, as tables may (`articleBody`, `headline`, `date`). Other fields are passed over. A field of the wrong type, other than the text, is
//! told of in a note and left out.

use serde_json::{Map, Value};
use vigie_record::{ByteRange, Note, NoteKind, Report};

use crate::forms::columns;
use crate::{date, headed};

/// A report with the id that its dump gave it.
#[derive(Debug, Clone, PartialEq)]
pub struct JsonReport {
    /// The id as it came, a string or a number; absent where the dump gave none.
    pub id: Option<Value>,
    /// The report.
    pub report: Report,
}

/// Why a text is no report in JSON.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JsonFault {
    /// It is no JSON.
    #[error("this is no JSON: {reason} at character {column}")]
    NoJson {
        /// What is wrong.
        reason: String,
        /// Where in the line, from 1.
        column: usize,
    },
    /// It is JSON, but no object.
    #[error("this is JSON but no object: a report looks like {{\"id\": \"1\", \"text\": \"…\"}}")]
    NoObject,
    /// It has no text.
    #[error("the object has no `text` (nor `body`, `content` or `article`)")]
    NoText,
    /// Its text is no string.
    #[error("`text` is not a string")]
    BadText,
}

impl JsonFault {
    /// The fault that the JSON reader found.
    pub fn of(error: &serde_json::Error) -> Self {
        let said = error.to_string();
        let reason = said.split_once(" at line ").map_or(said.as_str(), |(reason, _)| reason);
        Self::NoJson { reason: reason.to_owned(), column: error.column() }
    }
}

/// Makes a report of a JSON object.
///
/// # Errors
/// When it is no JSON, no object, or has no text.
///
/// ```
/// let read = vigie_intake::report_of_json(r#"{"id": 7, "text": "Troops moved.", "outlet": "Wire"}"#)?;
/// assert_eq!(read.id, Some(7.into()));
/// assert_eq!(read.report.text, "Troops moved.");
/// # Ok::<(), vigie_intake::JsonFault>(())
/// ```
pub fn report_of_json(object: &str) -> Result<JsonReport, JsonFault> {
    report_of_value(serde_json::from_str(object).map_err(|error| JsonFault::of(&error))?)
}

/// Makes a report of a JSON value.
pub(crate) fn report_of_value(value: Value) -> Result<JsonReport, JsonFault> {
    let Value::Object(mut fields) = value else { return Err(JsonFault::NoObject) };
    columns::rename(&mut fields);
    let text = match fields.remove("text") {
        Some(Value::String(text)) => text,
        Some(Value::Null) | None => return Err(JsonFault::NoText),
        Some(_) => return Err(JsonFault::BadText),
    };
    let mut report = Report::of_text(text);
    let mut fields = Fields { fields, notes: Vec::new() };
    report.title = fields.string("title");
    report.outlet = fields.string("outlet");
    report.url = fields.string("url");
    report.language = fields.string("language");
    report.authors = fields.authors();
    let id = match fields.fields.remove("id") {
        Some(id @ (Value::String(_) | Value::Number(_))) => Some(id),
        None | Some(Value::Null) => None,
        Some(_) => {
            fields.note("id", "a string or a number");
            None
        }
    };
    let published_at = fields.string("published_at");
    report.notes = fields.notes;
    if let Some(found) = published_at {
        date::set(&mut report, &found);
    }
    Ok(JsonReport { id, report })
}

/// The fields of an object that are still to be taken, and what was wrong with those that were.
struct Fields {
    fields: Map<String, Value>,
    notes: Vec<Note>,
}

impl Fields {
    /// Takes a field that should be a string; an empty one is as good as none.
    fn string(&mut self, name: &str) -> Option<String> {
        match self.fields.remove(name)? {
            Value::String(value) if !value.trim().is_empty() => Some(value),
            Value::String(_) | Value::Null => None,
            _ => {
                self.note(name, "a string");
                None
            }
        }
    }

    fn authors(&mut self) -> Vec<String> {
        match self.fields.remove("authors") {
            Some(Value::String(list)) => headed::authors(&list),
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            None | Some(Value::Null) => Vec::new(),
            Some(_) => {
                self.note("authors", "a list of strings");
                Vec::new()
            }
        }
    }

    fn note(&mut self, name: &str, expected: &str) {
        let kind = if name == "published_at" { NoteKind::WrongDate } else { NoteKind::WrongField };
        let message = format!("{name}: this is not {expected}, and was left out");
        self.notes.push(Note { range: ByteRange::default(), kind, message });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn faults_say_what_is_wrong() {
        struct Case(&'static str, &'static str);
        let cases = [
            Case("{\"text\": \"a\"", "this is no JSON: EOF while parsing an object at character 12"),
            Case("[1]", "this is JSON but no object: a report looks like {\"id\": \"1\", \"text\": \"…\"}"),
            Case("{\"id\": 1}", "the object has no `text` (nor `body`, `content` or `article`)"),
            Case("{\"text\": 1}", "`text` is not a string"),
        ];
        for Case(object, expected) in cases {
            assert_eq!(report_of_json(object).unwrap_err().to_string(), expected, "{object}");
        }
    }

    #[test]
    fn wrong_fields_are_left_out_with_a_note() {
        let read = report_of_json(
            r#"{"id": ["x"], "text": "Text", "title": 7, "published_at": "soon", "authors": "A; B", "other": {}}"#,
        )
        .unwrap();
        assert_eq!((read.id, read.report.title, read.report.published_at), (None, None, None));
        assert_eq!(read.report.authors, ["A", "B"]);
        let kinds: Vec<NoteKind> = read.report.notes.iter().map(|note| note.kind).collect();
        assert_eq!(kinds, [NoteKind::WrongField, NoteKind::WrongField, NoteKind::WrongDate]);
    }

    #[test]
    fn what_extractors_write_is_read() {
        let read = report_of_json(r#"{"id": "p1", "articleBody": "Text", "outlet": "", "authors": ["A"]}"#).unwrap();
        assert_eq!((read.report.text.as_str(), read.report.outlet), ("Text", None));
    }

    #[test]
    fn dumps_may_call_their_fields_otherwise() {
        let read = report_of_json(
            r#"{"headline": "Drills", "Body": "Troops moved.", "date": "2022-06-01", "source": "Wire"}"#,
        );
        let report = read.unwrap().report;
        assert_eq!((report.title.as_deref(), report.text.as_str()), (Some("Drills"), "Troops moved."));
        assert_eq!((report.outlet.as_deref(), report.published_at.is_some()), (Some("Wire"), true));
        let exact = report_of_json(r#"{"text": "Troops moved.", "title": "Drills", "headline": "Other"}"#).unwrap();
        assert_eq!(exact.report.title.as_deref(), Some("Drills"));
    }

    proptest! {
        #[test]
        fn no_object_panics(object in "\\{(\"(id|text|title|authors|published_at)\": ?(\"\\PC{0,6}\"|[0-9]{1,3}|null|\\[\\]),?){0,5}\\}") {
            let _ = report_of_json(&object);
        }
    }
}
