//! The file of a matrix: TOML that grows by ratings at its end, or a CSV table with a column for each hypothesis.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;

use super::consistency::Consistency;
use super::matrix::{Evidence, EvidenceSource, Explanation, Matrix, Rating};
use crate::admiralty::Grade;
use crate::fault::{Faults, FileFaults, meant, of_toml};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MatrixFile {
    title: String,
    #[serde(default)]
    hypothesis: Vec<HypothesisFile>,
    #[serde(default)]
    evidence: Vec<EvidenceFile>,
    #[serde(default)]
    rating: Vec<RatingFile>,
    #[serde(default)]
    proposal: Vec<RatingFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HypothesisFile {
    id: Spanned<String>,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EvidenceFile {
    id: Spanned<String>,
    text: String,
    #[serde(default = "yes")]
    observed: bool,
    #[serde(default)]
    source: Vec<SourceFile>,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceFile {
    name: String,
    grade: Option<Spanned<String>>,
    origin: Option<String>,
    #[serde(default)]
    conflicting: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RatingFile {
    evidence: Spanned<String>,
    hypothesis: Spanned<String>,
    value: Spanned<String>,
    by: Spanned<String>,
    at: Option<String>,
    because: Option<String>,
}

/// Reads a matrix in TOML.
///
/// # Errors
/// With everything that is wrong in it.
pub fn matrix_of_toml(file: &str, text: &str) -> Result<Matrix, FileFaults> {
    let raw: MatrixFile = toml::from_str(text).map_err(|error| of_toml(file, text, &error))?;
    let mut faults = Faults::new(text);
    let hypotheses: Vec<(usize, Explanation)> = raw
        .hypothesis
        .into_iter()
        .map(|raw| (raw.id.span().start, Explanation { id: raw.id.into_inner(), text: raw.text }))
        .collect();
    let mut evidence = Vec::new();
    for raw in raw.evidence {
        let at = raw.id.span().start;
        let sources = raw.source.into_iter().map(|source| read_source(source, &mut faults)).collect();
        let id = raw.id.into_inner();
        evidence.push((at, Evidence { id, text: raw.text, observed: raw.observed, sources, left: 1.0 }));
    }
    twice("hypotheses", hypotheses.iter().map(|(at, one)| (*at, one.id.as_str())), &mut faults);
    twice("pieces of evidence", evidence.iter().map(|(at, one)| (*at, one.id.as_str())), &mut faults);
    if hypotheses.is_empty() {
        faults.at(0, "there is no hypothesis", Some("write [[hypothesis]] with an id and a text".to_owned()));
    }
    let known = Known {
        hypotheses: hypotheses.iter().map(|(_, one)| one.id.as_str()).collect(),
        evidence: evidence.iter().map(|(_, one)| one.id.as_str()).collect(),
    };
    let ratings = raw.rating.into_iter().filter_map(|raw| known.rating(raw, &mut faults)).collect();
    let proposals = raw.proposal.into_iter().filter_map(|raw| known.rating(raw, &mut faults)).collect();
    faults.end(file)?;
    Ok(Matrix {
        title: raw.title,
        hypotheses: hypotheses.into_iter().map(|(_, one)| one).collect(),
        evidence: evidence.into_iter().map(|(_, one)| one).collect(),
        ratings,
        proposals,
    })
}

fn read_source(raw: SourceFile, faults: &mut Faults<'_>) -> EvidenceSource {
    let grade = raw.grade.and_then(|grade| {
        let parsed = grade.get_ref().parse::<Grade>();
        parsed.map_err(|error| faults.at(grade.span().start, error.to_string(), None)).ok()
    });
    EvidenceSource { name: raw.name, grade, origin: raw.origin, conflicting: raw.conflicting }
}

fn twice<'a>(what: &str, ids: impl Iterator<Item = (usize, &'a str)>, faults: &mut Faults<'_>) {
    let mut known = BTreeSet::new();
    for (at, id) in ids {
        if !known.insert(id) {
            faults.at(at, format!("there are two {what} `{id}`"), None);
        }
    }
}

/// The names that a rating may use.
struct Known<'a> {
    hypotheses: Vec<&'a str>,
    evidence: Vec<&'a str>,
}

impl Known<'_> {
    fn rating(&self, raw: RatingFile, faults: &mut Faults<'_>) -> Option<Rating> {
        for (what, id, known) in
            [("evidence", &raw.evidence, &self.evidence), ("hypothesis", &raw.hypothesis, &self.hypotheses)]
        {
            if !known.contains(&id.get_ref().as_str()) {
                let help = meant(id.get_ref(), known.iter().copied());
                faults.at(id.span().start, format!("there is no {what} `{}`", id.get_ref()), help);
            }
        }
        if raw.by.get_ref().trim().is_empty() {
            faults.at(raw.by.span().start, "a rating has no author", Some("write `by = \"your name\"`".to_owned()));
        }
        let value = raw.value.get_ref().parse::<Consistency>();
        let value = value.map_err(|error| faults.at(raw.value.span().start, error.to_string(), None)).ok()?;
        Some(Rating {
            evidence: raw.evidence.into_inner(),
            hypothesis: raw.hypothesis.into_inner(),
            value,
            by: raw.by.into_inner(),
            at: raw.at,
            because: raw.because,
        })
    }
}

/// Columns of a CSV table that are no hypothesis.
const COLUMNS: [&str; 8] = ["evidence", "text", "source", "grade", "origin", "observed", "by", "at"];

/// Reads a matrix in CSV: one row for each piece of evidence and rater, one column for each hypothesis.
///
/// The columns `evidence` and `by` must be there; `text`, `source`, `grade`, `origin`, `observed` and `at` may be; every other column is a
/// hypothesis.
///
/// # Errors
/// With everything that is wrong in it.
pub fn matrix_of_csv(file: &str, text: &str) -> Result<Matrix, FileFaults> {
    let mut faults = Faults::new(text);
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            faults.at(0, error.to_string(), None);
            csv::StringRecord::new()
        }
    };
    for needed in ["evidence", "by"] {
        if !header.iter().any(|name| name.eq_ignore_ascii_case(needed)) {
            let help = "the first line names the columns: evidence, by, and one for each hypothesis".to_owned();
            faults.at(0, format!("there is no column `{needed}`"), Some(help));
        }
    }
    let is_plain = |name: &str| COLUMNS.iter().any(|column| column.eq_ignore_ascii_case(name));
    let hypotheses: Vec<(usize, &str)> =
        header.iter().enumerate().filter(|(_, name)| !name.is_empty() && !is_plain(name)).collect();
    let mut rows = CsvRows { evidence: BTreeMap::new(), order: Vec::new(), ratings: Vec::new() };
    for record in reader.records() {
        match record {
            Ok(record) => {
                let at = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
                rows.read(&header, &record, &hypotheses, at, &mut faults);
            }
            Err(error) => faults.at(text.len(), error.to_string(), None),
        }
    }
    faults.end(file)?;
    let explanation = |(_, name): &(usize, &str)| Explanation { id: (*name).to_owned(), text: (*name).to_owned() };
    Ok(Matrix {
        title: file.to_owned(),
        hypotheses: hypotheses.iter().map(explanation).collect(),
        evidence: rows.order.iter().filter_map(|id| rows.evidence.remove(id)).collect(),
        ratings: rows.ratings,
        proposals: Vec::new(),
    })
}

struct CsvRows {
    evidence: BTreeMap<String, Evidence>,
    order: Vec<String>,
    ratings: Vec<Rating>,
}

impl CsvRows {
    fn read(
        &mut self,
        header: &csv::StringRecord,
        record: &csv::StringRecord,
        hypotheses: &[(usize, &str)],
        at: usize,
        faults: &mut Faults<'_>,
    ) {
        let field = |name: &str| {
            let column = header.iter().position(|column| column.eq_ignore_ascii_case(name))?;
            record.get(column).filter(|found| !found.is_empty())
        };
        let Some(id) = field("evidence") else {
            faults.at(at, "a row names no evidence", None);
            return;
        };
        if !self.evidence.contains_key(id) {
            self.order.push(id.to_owned());
            let grade = field("grade")
                .and_then(|grade| grade.parse::<Grade>().map_err(|error| faults.at(at, error.to_string(), None)).ok());
            let source = field("source").or_else(|| field("grade").or_else(|| field("origin")).map(|_| id));
            let sources = source.map(|name| EvidenceSource {
                name: name.to_owned(),
                grade,
                origin: field("origin").map(str::to_owned),
                conflicting: false,
            });
            let observed = !field("observed").is_some_and(|word| ["no", "false", "0"].contains(&word));
            let text = field("text").unwrap_or(id).to_owned();
            let evidence =
                Evidence { id: id.to_owned(), text, observed, sources: sources.into_iter().collect(), left: 1.0 };
            self.evidence.insert(id.to_owned(), evidence);
        }
        for (column, hypothesis) in hypotheses {
            let Some(found) = record.get(*column).filter(|found| !found.is_empty()) else { continue };
            let Some(by) = field("by") else {
                faults.at(at, format!("the ratings of `{id}` have no author in column `by`"), None);
                return;
            };
            match found.parse() {
                Ok(value) => self.ratings.push(Rating {
                    evidence: id.to_owned(),
                    hypothesis: (*hypothesis).to_owned(),
                    value,
                    by: by.to_owned(),
                    at: field("at").map(str::to_owned),
                    because: None,
                }),
                Err(error) => {
                    let error: super::ConsistencyError = error;
                    faults.at(at, format!("column `{hypothesis}`: {error}"), None);
                }
            }
        }
    }
}

/// A rating as it is written at the end of a file.
pub fn rating_as_toml(rating: &Rating, table: &str) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let times = [("at", &rating.at), ("because", &rating.because)];
    let rest: String = times
        .iter()
        .filter_map(|(name, value)| value.as_ref().map(|value| format!("{name} = {}\n", quoted(value))))
        .collect();
    format!(
        "\n[[{table}]]\nevidence = {}\nhypothesis = {}\nvalue = {}\nby = {}\n{rest}",
        quoted(&rating.evidence),
        quoted(&rating.hypothesis),
        quoted(rating.value.as_str()),
        quoted(&rating.by),
    )
}

/// A piece of evidence as it is written at the end of a file.
pub fn evidence_as_toml(evidence: &Evidence) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let source = |source: &EvidenceSource| {
        let mut parts = vec![format!("name = {}", quoted(&source.name))];
        parts.extend(source.grade.map(|grade| format!("grade = \"{grade}\"")));
        parts.extend(source.origin.as_ref().map(|origin| format!("origin = {}", quoted(origin))));
        if source.conflicting {
            parts.push("conflicting = true".to_owned());
        }
        format!("    {{ {} }},\n", parts.join(", "))
    };
    let sources: String = evidence.sources.iter().map(source).collect();
    format!(
        "\n[[evidence]]\nid = {}\ntext = {}\nobserved = {}\nsource = [\n{sources}]\n",
        quoted(&evidence.id),
        quoted(&evidence.text),
        evidence.observed
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
title = "Why a militia?"

[[hypothesis]]
id = "join"
text = "Preparing to join the war"

[[hypothesis]]
id = "defend"
text = "Defence against a landing"

[[evidence]]
id = "arms"
text = "Villagers get arms"
source = [{ name = "Wire", grade = "B2" }]

[[rating]]
evidence = "arms"
hypothesis = "join"
value = "I"
by = "ana"
"#;

    #[test]
    fn a_file_grows_by_ratings() {
        let rating = Rating {
            evidence: "arms".to_owned(),
            hypothesis: "defend".to_owned(),
            value: Consistency::VeryConsistent,
            by: "ben \"B\"".to_owned(),
            at: Some("2022-06-01T10:00:00Z".to_owned()),
            because: Some("as said\nin the report".to_owned()),
        };
        let longer = format!("{FILE}{}", rating_as_toml(&rating, "rating"));
        let matrix = matrix_of_toml("m.toml", &longer).unwrap();
        assert_eq!((matrix.ratings.len(), &matrix.ratings[1]), (2, &rating));
    }

    #[test]
    fn evidence_that_is_written_reads_back() {
        let source = |conflicting| EvidenceSource {
            name: "Wire, \"morning\"".to_owned(),
            grade: "C3".parse().ok(),
            origin: Some("r1".to_owned()),
            conflicting,
        };
        let evidence = Evidence {
            id: "drills".to_owned(),
            text: "Drills began".to_owned(),
            observed: false,
            sources: vec![source(false), source(true)],
            left: 1.0,
        };
        let longer = format!("{FILE}{}", evidence_as_toml(&evidence));
        assert_eq!(matrix_of_toml("m.toml", &longer).unwrap().evidence[1], evidence);
    }

    #[test]
    fn what_is_wrong_is_told_with_lines_and_names() {
        let bad =
            format!("{FILE}\n[[rating]]\nevidence = \"arm\"\nhypothesis = \"defend\"\nvalue = \"CCC\"\nby = \"ben\"\n");
        let faults = matrix_of_toml("m.toml", &bad).unwrap_err().to_string();
        for part in ["m.toml:24: there is no evidence `arm`", "did you mean `arms`?", "m.toml:26: `CCC` is no rating"] {
            assert!(faults.contains(part), "{part}: {faults}");
        }
        let faults = matrix_of_toml("m.toml", &FILE.replace("observed", "x").replace("value", "valeu")).unwrap_err();
        assert!(faults.to_string().contains("did you mean `value`?"), "{faults}");
    }

    #[test]
    fn a_table_has_a_column_for_each_hypothesis() {
        let csv = "evidence,text,grade,origin,by,at,join,defend\narms,\"Villagers, armed\",B2,wire,ana,2022-06-01,I,CC\narms,,,,ben,,N/A,\n";
        let matrix = matrix_of_csv("m.csv", csv).unwrap();
        assert_eq!((matrix.hypotheses.len(), matrix.evidence.len(), matrix.ratings.len()), (2, 1, 3));
        assert_eq!(matrix.evidence[0].text, "Villagers, armed");
        let faults = matrix_of_csv("m.csv", "evidence,by,join\narms,ana,XX\n").unwrap_err().to_string();
        assert!(faults.contains("m.csv:2: column `join`: `XX` is no rating"), "{faults}");
        assert!(matrix_of_csv("m.csv", "").is_err());
    }
}
