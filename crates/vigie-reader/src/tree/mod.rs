//! Trees: dependents of each word, phrases, and, in `slots`, who fills which slot of a verb or an event noun.
//!
//! A [`Tree`] is made once a document.

mod slots;

use std::collections::BTreeMap;
use std::ops::Range;

use vigie_lang::{Document, Name, NameKind, Upos, Word};
use vigie_record::ByteRange;

use crate::verbs;

/// The trees of a document.
pub struct Tree<'d> {
    document: &'d Document,
    lemmas: Vec<&'d str>,
    children: Vec<Vec<usize>>,
    sentences: Vec<Range<usize>>,
    sentence_of: Vec<usize>,
    /// For each word of the name of a person, the words of that name.
    name_of: BTreeMap<usize, Range<usize>>,
}

impl<'d> Tree<'d> {
    /// Takes the trees of a document.
    pub fn new(document: &'d Document) -> Self {
        let mut children = vec![Vec::new(); document.n_words()];
        for word in document.words() {
            if let Some(head) = word.head() {
                children[head.index()].push(word.index());
            }
        }
        let sentences: Vec<_> = document.sentences().map(vigie_lang::Sentence::word_range).collect();
        let mut sentence_of = vec![0; document.n_words()];
        for (number, range) in sentences.iter().enumerate() {
            sentence_of[range.clone()].fill(number);
        }
        let people = document.names().filter(|name| name.kind() == NameKind::Per).map(Name::word_range);
        let name_of = people.flat_map(|name| name.clone().map(move |word| (word, name.clone()))).collect();
        let lemmas = document.words().map(verbs::lemma_of).collect();
        Self { document, lemmas, children, sentences, sentence_of, name_of }
    }

    /// The document.
    pub fn document(&self) -> &'d Document {
        self.document
    }

    /// A word.
    pub fn word(&self, word: usize) -> Word<'d> {
        self.document.word(word)
    }

    /// Its lemma.
    pub fn lemma(&self, word: usize) -> &'d str {
        self.lemmas[word]
    }

    /// Its relation to its head.
    pub fn relation(&self, word: usize) -> &'d str {
        self.word(word).relation()
    }

    /// Its head.
    pub fn head(&self, word: usize) -> Option<usize> {
        self.word(word).head().map(Word::index)
    }

    /// The words that depend on it, in the order of the text.
    pub fn children(&self, word: usize) -> &[usize] {
        &self.children[word]
    }

    /// Its first dependent in a relation.
    pub fn child(&self, word: usize, relation: &str) -> Option<usize> {
        self.children(word).iter().copied().find(|&child| self.relation(child) == relation)
    }

    /// The number of the sentence that it stands in.
    pub fn sentence_of(&self, word: usize) -> usize {
        self.sentence_of[word]
    }

    /// The number of sentences.
    pub fn n_sentences(&self) -> usize {
        self.sentences.len()
    }

    /// The words of a sentence.
    pub fn sentence(&self, number: usize) -> Range<usize> {
        self.sentences[number].clone()
    }

    /// The place of a sentence in the text.
    pub fn sentence_range(&self, number: usize) -> ByteRange {
        self.range_of(&self.sentence(number).collect::<Vec<_>>())
    }

    /// The smallest range that holds some words.
    pub fn range_of(&self, words: &[usize]) -> ByteRange {
        let ranges = words.iter().map(|&word| self.word(word).range());
        ranges.reduce(ByteRange::cover).unwrap_or_default()
    }

    /// All words under a word and itself, in the order of the text.
    pub fn subtree(&self, word: usize) -> Vec<usize> {
        self.subtree_without(word, |_| false)
    }

    /// The words under a word, without those parts whose top `cut` names.
    fn subtree_without(&self, word: usize, cut: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut words = vec![word];
        let mut at = 0;
        while at < words.len() {
            let next: Vec<usize> = self.children(words[at]).iter().copied().filter(|&child| !cut(child)).collect();
            words.extend(next);
            at += 1;
        }
        words.sort_unstable();
        words
    }

    /// The noun phrase of a head word: with modifiers and of-phrases, without clauses, appositions, coordination and the
    /// preposition before it; only what stands together with the head.
    pub fn phrase(&self, head: usize) -> Vec<usize> {
        let cut = |child: usize| {
            let relation = self.relation(child);
            let own = self.head(child) == Some(head);
            matches!(
                relation,
                "acl"
                    | "acl:relcl"
                    | "advcl"
                    | "advcl:relcl"
                    | "appos"
                    | "parataxis"
                    | "ccomp"
                    | "dep"
                    | "list"
                    | "orphan"
                    | "nsubj"
                    | "nsubj:pass"
                    | "cop"
                    | "aux"
                    | "mark"
                    | "advmod"
                    | "discourse"
                    | "vocative"
                    | "csubj"
                    | "xcomp"
                    | "obj"
                    | "obl"
                    | "obl:agent"
                    | "obl:tmod"
                    | "obl:unmarked"
                    | "nmod:unmarked"
            ) || (own && matches!(relation, "conj" | "cc" | "cc:preconj" | "case" | "punct"))
                || (relation == "nmod" && own && !self.is_close(child))
        };
        let words = self.subtree_without(head, cut);
        let at = words.iter().position(|&word| word == head).unwrap_or(0);
        let (mut start, mut end) = (at, at + 1);
        // `Fiji-based` and `seven-year-old` hang together, whatever their hyphens hang on.
        let is_hyphen = |word: usize| matches!(self.word(word).text(), "-" | "–") && self.word(word).is_glued();
        let meet = |left: usize, right: usize| left + 1 == right || left + 2 == right && is_hyphen(left + 1);
        while start > 0 && meet(words[start - 1], words[start]) {
            start -= 1;
        }
        while end < words.len() && meet(words[end - 1], words[end]) {
            end += 1;
        }
        let (mut first, mut last) = (words[start], words[end - 1] + 1);
        // The parser may take the parts of a name for several people: `Asif Ali Zardari`.
        if let Some(name) = self.name_of.get(&head) {
            (first, last) = (first.min(name.start), last.max(name.end));
        }
        let is_edge =
            |word: usize| self.word(word).upos() == Upos::Punct && !matches!(self.word(word).text(), "." | "'");
        while first < head && is_edge(first) {
            first += 1;
        }
        while last > head + 1 && is_edge(last - 1) {
            last -= 1;
        }
        (first..last).collect()
    }

    /// Whether a noun's phrase belongs to what the noun means, as `of Belarus` in `the president of Belarus` does.
    fn is_close(&self, nmod: usize) -> bool {
        let is_name = self.word(nmod).upos() == Upos::Propn;
        self.preposition(nmod).is_some_and(|preposition| match preposition.as_str() {
            "of" => true,
            "for" | "to" => is_name,
            _ => false,
        }) && self.child(nmod, "acl:relcl").is_none()
    }

    /// The preposition of a phrase: its case words joined, as `out of`.
    pub fn preposition(&self, word: usize) -> Option<String> {
        let cases: Vec<&str> = self
            .children(word)
            .iter()
            .flat_map(|&child| {
                let fixed = self.children(child).iter().copied().filter(|&part| self.relation(part) == "fixed");
                std::iter::once(child).chain(fixed).filter(move |_| self.relation(child) == "case")
            })
            .map(|case| self.lemma(case))
            .collect();
        (!cases.is_empty()).then(|| cases.join(" ").to_lowercase())
    }

    /// A word with those coordinated to it.
    pub fn with_conjuncts(&self, word: usize) -> Vec<usize> {
        let mut words = vec![word];
        words.extend(
            self.children(word)
                .iter()
                .copied()
                .filter(|&child| self.relation(child) == "conj" && self.is_nominal(child)),
        );
        words
    }

    /// Whether a word can name somebody.
    pub fn is_nominal(&self, word: usize) -> bool {
        matches!(
            self.word(word).upos(),
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Adj | Upos::Det | Upos::X | Upos::Sym
        )
    }
}
