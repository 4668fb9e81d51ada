//! The lexicon of claims: cues and words of probability, from `cues.tsv` and `certainty.tsv`.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use vigie_lang::Upos;
use vigie_record::{ClaimKind, Probability};

use super::tokens::{Token, Tokens};
use crate::knowledge::{Row, TableError, TableFault, UserTables, rows_of};

const CUES: &str = include_str!("../../../../knowledge/cues.tsv");
const CERTAINTY: &str = include_str!("../../../../knowledge/certainty.tsv");

static OURS: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::new(&UserTables::new()).expect("a test reads the tables of the program"));

/// The least and the most probable that some words allow.
pub(crate) type Interval = [Probability; 2];

/// What cues and words of probability mean.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    /// By the first word.
    cues: BTreeMap<String, Vec<(Vec<String>, CueSense)>>,
    markers: BTreeMap<String, Vec<MarkerPhrase>>,
}

/// What a cue tells of the claim behind it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct CueSense {
    pub(crate) kind: Option<ClaimKind>,
    pub(crate) interval: Option<Interval>,
    /// Whether it stands beside quotation marks.
    pub(crate) speech: bool,
    /// Whether it says something only with a clause or a quotation behind it: `found that`, not `found a body`.
    pub(crate) clause: bool,
}

/// How a word of probability counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MarkerUse {
    /// Wherever it stands.
    Plain,
    /// Not before a noun: `it is certain`, not `a certain man`.
    Predicate,
    /// Only where it is a modal verb.
    Modal,
    /// Only of what is to come, and where nothing else marks it.
    Future,
}

#[derive(Debug, Clone)]
struct MarkerPhrase {
    words: Vec<String>,
    interval: Interval,
    how: MarkerUse,
}

/// A word of probability in a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Marker {
    pub(crate) words: Range<usize>,
    pub(crate) interval: Interval,
    pub(crate) how: MarkerUse,
}

impl Lexicon {
    /// Reads the tables, a user's own before ours.
    ///
    /// # Errors
    /// When a table is broken.
    pub fn new(user: &UserTables) -> Result<Self, TableError> {
        let mut lexicon = Self::default();
        for table in rows_of(user, "cues.tsv", CUES, &["cue", "kind", "low", "high", "speech"])? {
            for row in table.rows() {
                lexicon.add_cue(row)?;
            }
        }
        for table in rows_of(user, "certainty.tsv", CERTAINTY, &["phrase", "low", "high", "how"])? {
            for row in table.rows() {
                lexicon.add_marker(row)?;
            }
        }
        Ok(lexicon)
    }

    /// The tables of the program.
    pub fn ours() -> &'static Self {
        &OURS
    }

    fn add_cue(&mut self, row: Row<'_>) -> Result<(), TableError> {
        let words = words_of(row.get("cue"));
        let kind = match row.get("kind") {
            "" => None,
            name => Some(kind_named(name).ok_or_else(|| bad("cues.tsv", "kind", name, "a kind of claim"))?),
        };
        let is = |column: &str| row.get(column) == "yes";
        let sense = CueSense { kind, interval: interval("cues.tsv", row)?, speech: is("speech"), clause: is("clause") };
        if let Some(first) = words.first().cloned() {
            self.cues.entry(first).or_default().push((words, sense));
        }
        Ok(())
    }

    fn add_marker(&mut self, row: Row<'_>) -> Result<(), TableError> {
        let words = words_of(row.get("phrase"));
        let interval = interval("certainty.tsv", row)?
            .ok_or_else(|| bad("certainty.tsv", "low", row.get("low"), "a probability"))?;
        let how = match row.get("how") {
            "modal of a forecast" => MarkerUse::Future,
            "modal" => MarkerUse::Modal,
            "predicate" | "adjective" => MarkerUse::Predicate,
            _ => MarkerUse::Plain,
        };
        if let Some(first) = words.first().cloned() {
            self.markers.entry(first).or_default().push(MarkerPhrase { words, interval, how });
        }
        Ok(())
    }

    /// What a lemma means as a cue, by itself.
    pub(crate) fn cue_lemma(&self, lemma: &str) -> Option<CueSense> {
        let rows = self.cues.get(lemma)?;
        rows.iter().find(|(words, _)| words.len() == 1).map(|(_, sense)| *sense)
    }

    /// What the cue that begins at or after a word means: the longest row that matches there.
    pub(crate) fn cue_at(&self, tokens: &Tokens<'_>, word: usize) -> Option<CueSense> {
        let first = tokens.words.get(word)?;
        let key = self.cue_key(first)?;
        let matching = self.cues.get(&key)?.iter().filter(|(words, _)| matches(tokens, word + 1, &words[1..]));
        matching.reduce(|best, next| if next.0.len() > best.0.len() { next } else { best }).map(|(_, sense)| *sense)
    }

    /// The lemma under which a word stands among the cues: its own, or one that its form suggests where the engine's
    /// lemma is unknown.
    pub(crate) fn cue_key(&self, token: &Token<'_>) -> Option<String> {
        let mut keys = vec![token.lemma.clone(), token.lower.clone()];
        for (ending, others) in [
            ("ied", ["y", ""]),
            ("ies", ["y", ""]),
            ("ed", ["", "e"]),
            ("ing", ["", "e"]),
            ("es", ["", "e"]),
            ("s", ["", ""]),
        ] {
            if let Some(stem) = token.lower.strip_suffix(ending) {
                keys.extend(others.iter().map(|other| format!("{stem}{other}")));
            }
        }
        keys.into_iter().find(|key| self.cues.contains_key(key))
    }

    /// All words of probability in a stretch, the longest first where they would overlap.
    pub(crate) fn markers(&self, tokens: &Tokens<'_>, within: &Range<usize>) -> Vec<Marker> {
        let mut found = Vec::new();
        let mut at = within.start;
        while at < within.end.min(tokens.len()) {
            let marker = self.marker_at(tokens, at).filter(|marker| marker.words.end <= within.end);
            at = marker.as_ref().map_or(at + 1, |marker| marker.words.end);
            found.extend(marker);
        }
        found
    }

    fn marker_at(&self, tokens: &Tokens<'_>, word: usize) -> Option<Marker> {
        let token = &tokens.words[word];
        let rows = [Some(&token.lower), (token.lemma != token.lower).then_some(&token.lemma)];
        let rows = rows.into_iter().flatten().filter_map(|key| self.markers.get(key)).flatten();
        let matching = rows.filter(|row| matches(tokens, word, &row.words) && is_used(tokens, word, row));
        let best = matching.reduce(|best, next| if next.words.len() > best.words.len() { next } else { best })?;
        Some(Marker { words: word..word + best.words.len(), interval: best.interval, how: best.how })
    }
}

fn matches(tokens: &Tokens<'_>, start: usize, words: &[String]) -> bool {
    let there = tokens.words.get(start..start + words.len());
    there.is_some_and(|there| there.iter().zip(words).all(|(token, word)| is_form_of(token, word)))
}

/// Whether a word is a form of another; `must` and the like are no forms of anything else.
fn is_form_of(token: &Token<'_>, word: &str) -> bool {
    token.lower == word || token.lemma == word || (word == "not" && matches!(token.lower.as_str(), "n't" | "n’t"))
}

/// Whether a phrase is used as its row asks.
fn is_used(tokens: &Tokens<'_>, word: usize, row: &MarkerPhrase) -> bool {
    let token = &tokens.words[word];
    match row.how {
        MarkerUse::Modal | MarkerUse::Future => {
            let is_modal = token.upos == Upos::Aux || row.words.len() > 1 || token.lower == "gonna";
            is_modal && !(token.lower == "may" && token.upos == Upos::Propn)
        }
        MarkerUse::Predicate => {
            let last = &tokens.words[word + row.words.len() - 1];
            token.relation != "amod" && last.relation != "amod" && token.upos != Upos::Propn
        }
        MarkerUse::Plain => !matches!(token.upos, Upos::Propn),
    }
}

fn words_of(cell: &str) -> Vec<String> {
    cell.split_whitespace().map(str::to_owned).collect()
}

fn interval(table: &str, row: Row<'_>) -> Result<Option<Interval>, TableError> {
    let read = |column: &str| -> Result<Option<Probability>, TableError> {
        let cell = row.get(column);
        if cell.is_empty() {
            return Ok(None);
        }
        let probability = cell.parse::<f64>().ok().and_then(|value| Probability::try_from(value).ok());
        probability.map(Some).ok_or_else(|| bad(table, column, cell, "a probability"))
    };
    let (low, high) = (read("low")?, read("high")?);
    Ok(low.zip(high).map(|(low, high)| if low <= high { [low, high] } else { [high, low] }))
}

fn kind_named(name: &str) -> Option<ClaimKind> {
    Some(match name {
        "report" => ClaimKind::Report,
        "assessment" => ClaimKind::Assessment,
        "explanation" => ClaimKind::Explanation,
        "forecast" => ClaimKind::Forecast,
        "analogy" => ClaimKind::Analogy,
        "intention" => ClaimKind::Intention,
        "demand" => ClaimKind::Demand,
        "denial" => ClaimKind::Denial,
        _ => return None,
    })
}

fn bad(table: &str, column: &str, cell: &str, expected: &str) -> TableError {
    let reason =
        TableFault::BadCell { column: column.to_owned(), cell: cell.to_owned(), expected: expected.to_owned() };
    TableError { table: table.to_owned(), line: 0, reason }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::tokens::by_hand::read;

    #[test]
    fn the_tables_of_the_program_are_sound() {
        let lexicon = Lexicon::new(&UserTables::new()).unwrap();
        assert_eq!(lexicon.cue_lemma("deny").unwrap().kind, Some(ClaimKind::Denial));
        assert!(lexicon.cue_lemma("say").unwrap().speech);
    }

    #[test]
    fn the_longest_phrase_wins() {
        let tokens = read(
            "It/PRON/4/expl is/AUX/4/cop very/ADV/4/advmod likely/ADJ/0/root that/SCONJ/7/mark he/PRON/7/nsubj won/VERB/4/csubj",
        );
        let found = Lexicon::ours().markers(&tokens, &(0..7));
        let words: Vec<_> = found.iter().map(|marker| tokens.text_of(&marker.words)).collect();
        assert_eq!(words, ["very likely"]);
    }

    #[test]
    fn words_count_only_in_their_use() {
        let tokens = read("A/DET/3/det certain/ADJ/3/amod man/NOUN/5/nsubj in/ADP/5/case May/PROPN/0/root");
        assert!(Lexicon::ours().markers(&tokens, &(0..5)).is_empty());
    }

    #[test]
    fn a_user_s_rows_come_first() {
        let mut user = UserTables::new();
        user.insert("cues.tsv".to_owned(), "cue\tkind\tlow\thigh\tspeech\nclaim\tdenial\t\t\tyes\n".to_owned());
        let lexicon = Lexicon::new(&user).unwrap();
        assert_eq!(lexicon.cue_lemma("claim").unwrap().kind, Some(ClaimKind::Denial));
    }
}
