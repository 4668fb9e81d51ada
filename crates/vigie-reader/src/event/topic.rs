//! Topics: whether a page is about public life at all.
//!
//! On a page about a match, a tour or a new telephone most of what sounds like an act of politics is none: a win is no
//! assault and a launch no mobilisation. The words of `topics.tsv` are counted over the whole page. Cost: one look into a
//! map a word.

use std::collections::HashMap;

use crate::knowledge::{TableError, UserTables, rows_of};
use crate::tree::Tree;

const TOPICS: &str = include_str!("../../../../knowledge/topics.tsv");

/// The topic that the others are weighed against.
const PUBLIC: &str = "public";

/// How many words of another topic a page must have to be about it, and how many times those of public life.
const LEAST_WORDS: usize = 4;
const LEAST_TIMES: usize = 2;

/// The words of each topic.
#[derive(Debug, Default)]
pub(crate) struct Topics {
    /// The numbers of the topics that a word shows; 0 is public life.
    words: HashMap<String, Vec<usize>>,
    names: Vec<String>,
}

impl Topics {
    /// Reads the table; a user's rows add words.
    ///
    /// # Errors
    /// When a table, ours or the user's, is broken.
    pub(crate) fn new(user: &UserTables) -> Result<Self, TableError> {
        let mut topics = Self { words: HashMap::new(), names: vec![PUBLIC.to_owned()] };
        for table in rows_of(user, "topics.tsv", TOPICS, &["topic", "words"])? {
            for row in table.rows() {
                let number = topics.number(row.get("topic"));
                for word in row.get("words").split('|').map(str::trim).filter(|word| !word.is_empty()) {
                    topics.words.entry(word.to_lowercase()).or_default().push(number);
                }
            }
        }
        Ok(topics)
    }

    fn number(&mut self, name: &str) -> usize {
        self.names.iter().position(|known| known == name).unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        })
    }

    /// Whether a page is about something else than public life.
    pub(crate) fn is_private(&self, tree: &Tree<'_>) -> bool {
        self.is_private_text((0..tree.document().n_words()).map(|word| tree.lemma(word).to_lowercase()))
    }

    fn is_private_text(&self, lemmas: impl Iterator<Item = String>) -> bool {
        let mut counts = vec![0_usize; self.names.len()];
        for lemma in lemmas {
            for &topic in self.words.get(&lemma).into_iter().flatten() {
                counts[topic] += 1;
            }
        }
        let most = counts[1..].iter().copied().max().unwrap_or(0);
        most >= LEAST_WORDS && most >= LEAST_TIMES * counts[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_weighed_by_its_words() {
        struct Case(&'static str, bool);
        let topics = Topics::new(&UserTables::new()).unwrap();
        let cases = [
            Case("the striker score two goal in the second half of the match and the coach praise the team", true),
            Case("the police arrest the coach of the team after the match", false),
            Case("the army shell the town and the government deny it", false),
            Case("the band announce a tour with two concert and a new album", true),
            Case("the share fall", false),
            Case("", false),
        ];
        for Case(text, expected) in cases {
            let lemmas = text.split_whitespace().map(str::to_owned);
            assert_eq!(topics.is_private_text(lemmas), expected, "{text}");
        }
    }

    #[test]
    fn a_user_adds_words() {
        let table = "topic\twords\nfishing\ttrout|carp|angler|rod\n";
        let topics = Topics::new(&UserTables::from([("topics.tsv".to_owned(), table.to_owned())])).unwrap();
        let lemmas = "the angler catch a trout and a carp with his rod".split_whitespace().map(str::to_owned);
        assert!(topics.is_private_text(lemmas));
    }
}
