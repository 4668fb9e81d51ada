//! Plain text, with or without a head.
//!
//! A head is what letters and news wires have had for long: lines `field: value` at the very top, ended by an empty line.
//!
//! ```text
//! title: Belarus to hold drills near border
//! outlet: Example Wire
//! published_at: 2022-06-01
//! url: https://example.org/drills
//! authors: A. Writer; B. Reader
//!
//! MINSK - Belarus will hold ...
//! ```
//!
//! It is taken for a head only if every line of it names one of these five fields, in any order and each once; otherwise
//! it is a part of the text. The text begins after the empty line, and ranges count from there.

use vigie_record::Report;

use crate::date;

const FIELDS: [&str; 5] = ["title", "outlet", "published_at", "url", "authors"];

/// Makes a report of a text, with the fields of its head if it has one.
///
/// ```
/// let report = vigie_intake::report_of_text("title: Drills begin\npublished_at: 2022-06-01\n\nTroops moved.\n");
/// assert_eq!(report.title.as_deref(), Some("Drills begin"));
/// assert_eq!(report.text, "Troops moved.\n");
/// ```
pub fn report_of_text(text: &str) -> Report {
    let Some((fields, body)) = head(text) else { return Report::of_text(text.to_owned()) };
    let mut report = Report::of_text(body.to_owned());
    for (field, value) in fields {
        let value = value.to_owned();
        match field {
            "title" => report.title = Some(value),
            "outlet" => report.outlet = Some(value),
            "url" => report.url = Some(value),
            "authors" => report.authors = authors(&value),
            _ => date::set(&mut report, &value),
        }
    }
    report
}

/// The names in a list of authors.
pub(crate) fn authors(list: &str) -> Vec<String> {
    let separator = if list.contains(';') { ';' } else { ',' };
    list.split(separator).map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// The fields of the head, and the text after it; nothing where there is no head.
fn head(text: &str) -> Option<(Vec<(&'static str, &str)>, &str)> {
    let mut fields: Vec<(&str, &str)> = Vec::new();
    let mut rest = text;
    loop {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        rest = after;
        if line.trim().is_empty() {
            break;
        }
        let (name, value) = line.split_once(':')?;
        let name = FIELDS.into_iter().find(|field| field.eq_ignore_ascii_case(name.trim()))?;
        if fields.iter().any(|(known, _)| *known == name) {
            return None;
        }
        fields.push((name, value.trim()));
    }
    let body = rest.trim_start_matches(['\r', '\n']);
    fields.retain(|(_, value)| !value.is_empty());
    let is_head = !fields.is_empty();
    is_head.then_some((fields, body))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_head_is_known_by_its_fields() {
        struct Case(&'static str, Option<&'static str>, &'static str);
        let cases = [
            Case("title: Drills\n\nTroops moved.", Some("Drills"), "Troops moved."),
            Case("Title : Drills\r\noutlet: Wire\r\n\r\nTroops moved.", Some("Drills"), "Troops moved."),
            Case("title: Drills\n\n\n\nTroops.", Some("Drills"), "Troops."),
            Case("title: Drills", Some("Drills"), ""),
            Case("title: Drills\nTroops moved.\n\nThey left.", None, "title: Drills\nTroops moved.\n\nThey left."),
            Case("title: A\ntitle: B\n\nText", None, "title: A\ntitle: B\n\nText"),
            Case("Minsk: troops moved.\n\nText", None, "Minsk: troops moved.\n\nText"),
            Case("", None, ""),
            Case("\n\nTroops.", None, "\n\nTroops."),
        ];
        for Case(text, title, body) in cases {
            let report = report_of_text(text);
            assert_eq!((report.title.as_deref(), report.text.as_str()), (title, body), "{text:?}");
        }
    }

    #[test]
    fn fields_go_where_they_belong() {
        let report = report_of_text(
            "outlet: Wire\nurl: https://example.org/1?a=b\nauthors: A. Writer, B. Reader\npublished_at: 2022-06-01\n\nText",
        );
        assert_eq!(report.outlet.as_deref(), Some("Wire"));
        assert_eq!(report.url.as_deref(), Some("https://example.org/1?a=b"));
        assert_eq!(report.authors, ["A. Writer", "B. Reader"]);
        assert_eq!(report.published_at.map(|at| at.to_string()).as_deref(), Some("2022-06-01"));
        assert!(report.notes.is_empty());
    }

    #[test]
    fn a_wrong_date_is_told_of() {
        let report = report_of_text("published_at: June 1st\n\nTroops moved.");
        assert_eq!((report.published_at, report.text.as_str()), (None, "Troops moved."));
        assert_eq!(report.notes.len(), 1);
        assert!(report.notes[0].message.contains("`June 1st` is no date"), "{}", report.notes[0].message);
    }

    proptest! {
        #[test]
        fn the_text_is_the_end_of_what_came(text in "(title: ?.{0,9}\r?\n){0,2}(outlet:.{0,9}\n)?\n{0,3}\\PC{0,40}") {
            prop_assert!(text.ends_with(&report_of_text(&text).text));
        }
    }
}
