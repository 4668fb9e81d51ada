//! The event ontology: types and modes with their quad classes, scores and CAMEO codes, and the words of contexts.

use std::collections::HashMap;

use crate::knowledge::{Row, TableError, TableFault, UserTables, rows_of};

const TYPES: &str = include_str!("../../../../knowledge/event-types.tsv");
const MODES: &str = include_str!("../../../../knowledge/event-modes.tsv");
const CAMEO: &str = include_str!("../../../../knowledge/cameo.tsv");
const CONTEXTS: &str = include_str!("../../../../knowledge/contexts.tsv");

/// The most words of a phrase that shows a context.
const LONGEST: usize = 4;

/// Types, modes and contexts.
#[derive(Debug, Default)]
pub struct Ontology {
    kinds: HashMap<String, Scores>,
    modes: HashMap<(String, String), Scores>,
    /// What each CAMEO code is in PLOVER: type and mode; codes of mere statements are none.
    cameo: HashMap<String, (String, Option<String>)>,
    /// Contexts in the order of the table, and the words that show them.
    contexts: Vec<String>,
    words: HashMap<String, Vec<usize>>,
}

/// What goes with a type or a mode.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scores {
    /// 1 to 4; 0 where a mode takes that of its type.
    pub quad_class: u8,
    /// From −10 to 10.
    pub goldstein: f64,
    /// The nearest CAMEO code.
    pub cameo: Option<String>,
}

impl Ontology {
    /// Reads the tables.
    ///
    /// # Errors
    /// When one is broken.
    pub fn new(user: &UserTables) -> Result<Self, TableError> {
        let mut ontology = Self::default();
        for table in rows_of(user, "event-types.tsv", TYPES, &["type", "quad_class", "goldstein", "cameo"])? {
            for row in table.rows() {
                let quad_class = number(row, "event-types.tsv", "quad_class")?;
                let scores = Scores {
                    quad_class: quad(quad_class),
                    goldstein: number(row, "event-types.tsv", "goldstein")?,
                    cameo: code(row),
                };
                ontology.kinds.entry(row.get("type").to_owned()).or_insert(scores);
            }
        }
        for table in rows_of(user, "event-modes.tsv", MODES, &["type", "mode", "goldstein", "cameo"])? {
            for row in table.rows() {
                let scores =
                    Scores { quad_class: 0, goldstein: number(row, "event-modes.tsv", "goldstein")?, cameo: code(row) };
                ontology.modes.entry((row.get("type").to_owned(), row.get("mode").to_owned())).or_insert(scores);
            }
        }
        for table in rows_of(user, "cameo.tsv", CAMEO, &["cameo", "type", "mode"])? {
            for row in table.rows().filter(|row| !matches!(row.get("type"), "" | "-")) {
                let mode = Some(row.get("mode").to_owned()).filter(|mode| !matches!(mode.as_str(), "" | "-"));
                ontology.cameo.entry(row.get("cameo").to_owned()).or_insert((row.get("type").to_owned(), mode));
            }
        }
        for table in rows_of(user, "contexts.tsv", CONTEXTS, &["context", "word"])? {
            for row in table.rows() {
                let context = ontology.context_number(row.get("context"));
                ontology.words.entry(row.get("word").to_lowercase()).or_default().push(context);
            }
        }
        Ok(ontology)
    }

    /// What goes with a type and a mode; none for a type that the tables do not know.
    pub fn scores(&self, kind: &str, mode: Option<&str>) -> Option<Scores> {
        let of_kind = self.kinds.get(kind)?;
        let of_mode = mode.and_then(|mode| self.modes.get(&(kind.to_owned(), mode.to_owned())));
        Some(
            of_mode
                .map_or_else(|| of_kind.clone(), |scores| Scores { quad_class: of_kind.quad_class, ..scores.clone() }),
        )
    }

    /// The PLOVER type and mode of a CAMEO code: of the code itself, else of the shorter codes that it belongs to.
    pub fn of_cameo(&self, code: &str) -> Option<(&str, Option<&str>)> {
        let mut shorter = (2..=code.len()).rev().filter_map(|length| code.get(..length));
        let (kind, mode) = shorter.find_map(|code| self.cameo.get(code))?;
        Some((kind, mode.as_deref()))
    }

    /// The contexts that some lemmas, in the order of the text, show; in the order of the table.
    pub fn contexts(&self, lemmas: &[String]) -> Vec<String> {
        let mut found = vec![false; self.contexts.len()];
        for start in 0..lemmas.len() {
            for length in 1..=LONGEST.min(lemmas.len() - start) {
                let phrase = lemmas[start..start + length].join(" ");
                for &context in self.words.get(&phrase).into_iter().flatten() {
                    found[context] = true;
                }
            }
        }
        self.contexts.iter().zip(found).filter(|(_, found)| *found).map(|(context, _)| context.clone()).collect()
    }

    fn context_number(&mut self, context: &str) -> usize {
        self.contexts.iter().position(|known| known == context).unwrap_or_else(|| {
            self.contexts.push(context.to_owned());
            self.contexts.len() - 1
        })
    }
}

fn code(row: Row<'_>) -> Option<String> {
    Some(row.get("cameo").to_owned()).filter(|code| !code.is_empty())
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a class from 1 to 4")]
fn quad(value: f64) -> u8 {
    value.clamp(0.0, 4.0) as u8
}

fn number(row: Row<'_>, table: &str, column: &str) -> Result<f64, TableError> {
    let cell = row.get(column);
    cell.parse::<f64>().ok().filter(|value| value.is_finite()).ok_or_else(|| TableError {
        table: table.to_owned(),
        line: 0,
        reason: TableFault::BadCell {
            column: column.to_owned(),
            cell: cell.to_owned(),
            expected: "a number".to_owned(),
        },
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_mode_keeps_the_quad_class_of_its_type() {
        let ontology = Ontology::new(&UserTables::new()).unwrap();
        assert_eq!(ontology.scores("ASSAULT", Some("firearms")).unwrap().quad_class, 4);
        assert_eq!(ontology.scores("CONSULT", Some("visit")).unwrap().quad_class, 1);
        assert_eq!(ontology.scores("GOSSIP", None), None);
        for kind in [
            "AGREE",
            "CONSULT",
            "SUPPORT",
            "CONCEDE",
            "COOPERATE",
            "AID",
            "RETREAT",
            "REQUEST",
            "ACCUSE",
            "REJECT",
            "THREATEN",
            "PROTEST",
            "SANCTION",
            "MOBILIZE",
            "COERCE",
            "ASSAULT",
        ] {
            let scores = ontology.scores(kind, None).unwrap();
            assert!((1..=4).contains(&scores.quad_class) && scores.cameo.is_some(), "{kind}: {scores:?}");
        }
    }

    #[test]
    fn cameo_codes_become_types_and_types_become_codes_that_exist() {
        let ontology = Ontology::new(&UserTables::new()).unwrap();
        assert_eq!(ontology.of_cameo("190").map(|found| found.0), Some("ASSAULT"));
        assert_eq!(ontology.of_cameo("0211").map(|found| found.0), Some("REQUEST"));
        assert_eq!(ontology.of_cameo("01"), None, "a statement is no event");
        assert_eq!((ontology.of_cameo(""), ontology.of_cameo("99")), (None, None));
        let of_kinds = ontology.kinds.iter().map(|(kind, scores)| (kind, scores.cameo.clone().unwrap_or_default()));
        let of_modes =
            ontology.modes.iter().map(|((kind, _), scores)| (kind, scores.cameo.clone().unwrap_or_default()));
        let strays: BTreeSet<String> = of_kinds
            .chain(of_modes)
            .filter(|(kind, code)| ontology.of_cameo(code).is_none_or(|found| found.0 != *kind))
            .map(|(kind, code)| format!("{kind} {code} {:?}", ontology.of_cameo(&code)))
            .collect();
        assert!(strays.is_empty(), "{strays:?}");
    }

    #[test]
    fn a_broken_number_is_named() {
        let user = UserTables::from([(
            "event-types.tsv".to_owned(),
            "type\tquad_class\tgoldstein\tcameo\nX\tfour\t1\t\n".to_owned(),
        )]);
        assert!(
            Ontology::new(&user).unwrap_err().to_string().contains("`four` in column `quad_class` is not a number")
        );
    }
}
