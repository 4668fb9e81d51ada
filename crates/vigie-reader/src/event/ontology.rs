//! The event ontology: types and modes with their quad classes, scores and CAMEO codes, and the words of contexts.

use std::collections::HashMap;

use vigie_codes::EventCodes;
pub use vigie_codes::Scores;

use crate::knowledge::{TableError, UserTables, rows_of};

const CONTEXTS: &str = include_str!("../../../../knowledge/contexts.tsv");

/// The most words of a phrase that shows a context.
const LONGEST: usize = 4;

/// Types, modes and contexts.
#[derive(Debug, Default)]
pub struct Ontology {
    codes: EventCodes,
    /// Contexts in the order of the table, and the words that show them.
    contexts: Vec<String>,
    words: HashMap<String, Vec<usize>>,
}

impl Ontology {
    /// Reads the tables.
    ///
    /// # Errors
    /// When one is broken.
    pub fn new(user: &UserTables) -> Result<Self, TableError> {
        let mut ontology = Self { codes: EventCodes::new(user)?, ..Self::default() };
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
        self.codes.scores(kind, mode)
    }

    /// The PLOVER type and mode of a CAMEO code: of the code itself, else of the shorter codes that it belongs to.
    pub fn of_cameo(&self, code: &str) -> Option<(&str, Option<&str>)> {
        self.codes.of_cameo(code)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_show_contexts_in_the_order_of_the_table() {
        let user = UserTables::from([(
            "contexts.tsv".to_owned(),
            "context\tword\nquarrel\tfish war\npride\tanthem\nquarrel\tcod\n".to_owned(),
        )]);
        let ontology = Ontology::new(&user).unwrap();
        let lemmas = ["the", "anthem", "of", "the", "fish", "war"].map(str::to_owned);
        assert_eq!(ontology.contexts(&lemmas)[..2], ["quarrel", "pride"]);
        assert!(ontology.contexts(&["fish".to_owned()]).is_empty(), "half a phrase shows nothing");
    }
}
