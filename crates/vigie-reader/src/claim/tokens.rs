//! Tokens: the words of a document with what the rules for claims and forecasts ask of them.
//!
//! A plain copy of the layers, so that a rule can be tested on a tree that was written by hand.

use std::ops::Range;

use vigie_lang::{Document, Upos, Word};
use vigie_record::ByteRange;

/// Steps up a tree that a borrowed subject may take, so that no chain of clauses is followed for ever.
const MOST_STEPS: usize = 5;

/// One word.
#[derive(Debug, Clone)]
pub(crate) struct Token<'d> {
    pub(crate) range: ByteRange,
    pub(crate) text: &'d str,
    /// What it says in lower case, with straight apostrophes.
    pub(crate) lower: String,
    /// Its lemma in lower case.
    pub(crate) lemma: String,
    pub(crate) upos: Upos,
    pub(crate) xpos: &'d str,
    pub(crate) feats: &'d str,
    pub(crate) head: Option<usize>,
    pub(crate) relation: &'d str,
    pub(crate) sentence: usize,
    pub(crate) paragraph: usize,
}

/// The words of a document and their trees.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tokens<'d> {
    pub(crate) text: &'d str,
    pub(crate) words: Vec<Token<'d>>,
    pub(crate) sentences: Vec<Range<usize>>,
    children: Vec<Vec<usize>>,
}

impl<'d> Tokens<'d> {
    /// Takes the words of a document.
    pub(crate) fn of(document: &'d Document) -> Self {
        let n = document.n_words();
        let mut sentence_of = vec![0; n];
        let mut sentences = Vec::new();
        for (number, sentence) in document.sentences().enumerate() {
            sentence_of[sentence.word_range()].fill(number);
            sentences.push(sentence.word_range());
        }
        let mut paragraph_of = vec![0; n];
        for (number, words) in document.paragraphs().enumerate() {
            paragraph_of[words].fill(number);
        }
        let token = |word: Word<'d>| Token {
            range: word.range(),
            text: word.text(),
            lower: plain(word.text()),
            lemma: plain(word.lemma()),
            upos: word.upos(),
            xpos: word.xpos(),
            feats: word.feats(),
            head: word.head().map(Word::index),
            relation: word.relation(),
            sentence: sentence_of[word.index()],
            paragraph: paragraph_of[word.index()],
        };
        Self::new(document.full_text(), document.words().map(token).collect(), sentences)
    }

    /// Puts words together.
    pub(crate) fn new(text: &'d str, words: Vec<Token<'d>>, sentences: Vec<Range<usize>>) -> Self {
        let mut children = vec![Vec::new(); words.len()];
        for (index, token) in words.iter().enumerate() {
            if let Some(head) = token.head {
                children[head].push(index);
            }
        }
        Self { text, words, sentences, children }
    }

    /// The number of words.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// The words that depend on one, in the order of the text.
    pub(crate) fn children(&self, word: usize) -> &[usize] {
        &self.children[word]
    }

    /// The first dependent in one of some relations.
    pub(crate) fn child(&self, word: usize, relations: &[&str]) -> Option<usize> {
        self.children(word).iter().copied().find(|&child| relations.contains(&self.words[child].relation))
    }

    /// The place of some words in the text.
    pub(crate) fn range_of(&self, words: &Range<usize>) -> ByteRange {
        match (self.words.get(words.start), self.words.get(words.end.saturating_sub(1))) {
            (Some(first), Some(last)) if words.start < words.end => first.range.cover(last.range),
            _ => ByteRange::default(),
        }
    }

    /// What the text says over some words.
    pub(crate) fn text_of(&self, words: &Range<usize>) -> &'d str {
        self.text.get(self.range_of(words).as_range()).unwrap_or_default()
    }

    /// The word of a stretch whose head lies outside it, the first that is no punctuation.
    pub(crate) fn head_of(&self, words: &Range<usize>) -> Option<usize> {
        let tops = |word: &usize| self.words[*word].head.is_none_or(|head| !words.contains(&head));
        let found = words.clone().filter(tops).find(|&word| self.words[word].upos != Upos::Punct);
        found.or_else(|| (!words.is_empty()).then_some(words.start))
    }

    /// The unbroken stretch of words around `word` that hang from it, without those that `cut` names and what hangs
    /// from them.
    pub(crate) fn phrase(&self, word: usize, cut: impl Fn(usize) -> bool) -> Range<usize> {
        let mut below = vec![word];
        let mut at = 0;
        while at < below.len() {
            below.extend(self.children(below[at]).iter().copied().filter(|&child| !cut(child)));
            at += 1;
        }
        below.sort_unstable();
        let middle = below.binary_search(&word).unwrap_or(0);
        let (mut first, mut last) = (middle, middle);
        while first > 0 && below[first - 1] + 1 == below[first] {
            first -= 1;
        }
        while last + 1 < below.len() && below[last] + 1 == below[last + 1] {
            last += 1;
        }
        below[first]..below[last] + 1
    }

    /// The words from the first to the last that hang from one, with all between them.
    pub(crate) fn reach(&self, word: usize) -> Range<usize> {
        let mut below = vec![word];
        let mut at = 0;
        while at < below.len() {
            below.extend_from_slice(self.children(below[at]));
            at += 1;
        }
        let first = below.iter().copied().min().unwrap_or(word);
        let last = below.iter().copied().max().unwrap_or(word);
        first..last + 1
    }

    /// Whether a verb is passive.
    pub(crate) fn is_passive(&self, verb: usize) -> bool {
        self.child(verb, &["nsubj:pass", "aux:pass"]).is_some()
    }

    /// Who does what a verb says: its own subject, or the one that it borrows from the clause that it hangs from.
    pub(crate) fn subject(&self, verb: usize) -> Option<usize> {
        let mut verb = verb;
        for _ in 0..MOST_STEPS {
            if let Some(subject) = self.child(verb, &["nsubj", "nsubj:outer"]) {
                return Some(subject);
            }
            if self.is_passive(verb) {
                return None;
            }
            let token = &self.words[verb];
            let head = token.head?;
            match token.relation.split(':').next().unwrap_or_default() {
                "conj" | "advcl" | "cop" | "aux" => {}
                "parataxis" if token.upos == Upos::Verb => {}
                "xcomp" => {
                    let object = self.child(head, &["obj", "iobj"]);
                    if object.is_some() && !matches!(self.words[head].lemma.as_str(), "promise" | "vow" | "threaten") {
                        return object;
                    }
                }
                "acl" if token.feats.contains("VerbForm=Ger") || token.feats.contains("Tense=Pres") => {
                    return (token.relation == "acl").then_some(head);
                }
                _ => return None,
            }
            verb = head;
        }
        None
    }

    /// Whether a word lies in a stretch that hangs from one in `relations` below `top`; `top` itself does not count.
    pub(crate) fn hangs_in(&self, word: usize, top: usize, relations: &[&str]) -> bool {
        let mut word = word;
        for _ in 0..self.len() {
            if word == top {
                return false;
            }
            if relations.contains(&self.words[word].relation) {
                return true;
            }
            match self.words[word].head {
                Some(head) => word = head,
                None => return false,
            }
        }
        false
    }
}

/// A word in lower case with straight apostrophes.
pub(crate) fn plain(text: &str) -> String {
    text.to_lowercase().replace(['’', '‘'], "'")
}

/// Whether two stretches share a word.
pub(crate) fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// The number of words between two stretches.
pub(crate) fn gap(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.start.saturating_sub(b.end).max(b.start.saturating_sub(a.end))
}

#[cfg(test)]
pub(crate) mod by_hand {
    //! Trees written by hand: one word after the other as `form/UPOS/head/relation`, heads from 1, 0 for the root.

    use vigie_lang::Upos;
    use vigie_record::ByteRange;

    use super::{Token, Tokens, plain};

    /// Reads one sentence. The lemma is the form in lower case; another stands after a fourth slash. Words are parted by
    /// single spaces.
    pub(crate) fn tokens(marked: &str, text: &'static mut String) -> Tokens<'static> {
        let rows: Vec<Vec<&str>> = marked.split_whitespace().map(|word| word.split('/').collect()).collect();
        let words: Vec<&str> = rows.iter().map(|row| row[0]).collect();
        *text = words.join(" ");
        let text: &'static str = text;
        let mut start = 0;
        let mut tokens = Vec::new();
        for row in rows {
            let range = ByteRange::new(start, start + row[0].len());
            start = range.end() + 1;
            let head: usize = row[2].parse().expect("a head is a number");
            let relation: &'static str = Box::leak(row[3].to_owned().into_boxed_str());
            tokens.push(Token {
                range,
                text: &text[range.as_range()],
                lower: plain(row[0]),
                lemma: plain(row.get(4).unwrap_or(&row[0])),
                upos: row[1].parse::<Upos>().expect("a part of speech"),
                xpos: Box::leak((*row.get(5).unwrap_or(&"_")).to_owned().into_boxed_str()),
                feats: Box::leak((*row.get(6).unwrap_or(&"_")).to_owned().into_boxed_str()),
                head: head.checked_sub(1),
                relation,
                sentence: 0,
                paragraph: 0,
            });
        }
        let sentence = 0..tokens.len();
        Tokens::new(text, tokens, vec![sentence])
    }

    /// Reads one sentence into memory that lasts as long as the test.
    pub(crate) fn read(marked: &str) -> Tokens<'static> {
        tokens(marked, Box::leak(Box::default()))
    }
}
