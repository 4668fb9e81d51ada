//! Pages: who is meant where, as known from the whole page.
//!
//! A [`Page`] gathers the people of a document with what its titles and appositions say of them, and the organisations
//! and lands between them. A family name, a pronoun, `the group` or `the Belarusian leader` then stand for the last one
//! who fits.
//!
//! Needs: names, parts of speech, trees and attributions of a document; an [`ActorBook`]. Gives: an [`Identity`] for any
//! noun phrase. Known mistakes: two people of one family name on a page; `he` after a sentence with two men.

mod definite;
mod describe;
mod gather;
mod gender;
mod mention;
mod pronoun;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::Date;
use vigie_lang::{Document, Name, NameKind, Role, Upos};
use vigie_record::{ByteRange, Identity};

pub(super) use self::gender::is_given_name;
use self::mention::{Known, Mention};
use super::book::ActorBook;
use super::phrase::{Kind, actor_id};

/// A document with everybody who acts in it.
#[derive(Debug)]
pub struct Page<'d> {
    document: &'d Document,
    book: &'d ActorBook,
    date: Option<Date>,
    /// Everybody and everything that has a name on the page.
    known: Vec<Known>,
    /// Where they are named, in the order of the text.
    mentions: Vec<Mention>,
    /// The words of those who are quoted, in the order of the text.
    sources: Vec<Range<usize>>,
    /// How many words the longest of them has.
    longest_source: usize,
    /// For each word the source of the smallest quotation that it stands in.
    source_of: Vec<Option<ByteRange>>,
    /// Which words stand between quotation marks that open in their paragraph.
    is_in_marks: Vec<bool>,
    /// Where the name of each organisation begins, by where it ends.
    body_names: BTreeMap<usize, usize>,
    /// Abbreviations that the page explains.
    short: BTreeMap<String, String>,
    /// The name of the country that the page is mostly about; empty where there is none.
    home: String,
    /// The countries that it names.
    lands: BTreeSet<String>,
    sentence_of: Vec<u32>,
    paragraph_of: Vec<u32>,
    /// Which words stand in the name of a person, and which in that of a place.
    person_words: Vec<bool>,
    place_words: Vec<bool>,
}

impl<'d> Page<'d> {
    /// Reads who is named in a document, seen from the day of its publication.
    pub fn read(document: &'d Document, book: &'d ActorBook, date: Option<Date>) -> Self {
        let mut sources: Vec<_> =
            document.attributions().flat_map(|attribution| attribution.word_ranges(Role::Source)).collect();
        sources.sort_by_key(|words| words.start);
        let longest_source = sources.iter().map(Range::len).max().unwrap_or(0);
        let bodies = document.names().filter(|name| name.kind() == NameKind::Org).map(Name::word_range);
        let mut page = Self {
            document,
            book,
            date,
            known: Vec::new(),
            mentions: Vec::new(),
            sources,
            longest_source,
            source_of: vec![None; document.n_words()],
            is_in_marks: Vec::with_capacity(document.n_words()),
            body_names: bodies.map(|words| (words.end, words.start)).collect(),
            short: BTreeMap::new(),
            home: String::new(),
            lands: BTreeSet::new(),
            sentence_of: vec![0; document.n_words()],
            paragraph_of: vec![0; document.n_words()],
            person_words: Vec::new(),
            place_words: Vec::new(),
        };
        page.number_words();
        page.find_quoted();
        page.gather();
        page
    }

    /// Who is meant by the noun phrase at a range of the text; what is not known stays empty.
    pub fn identity(&self, range: ByteRange) -> Identity {
        self.identity_at(range, 0)
    }

    /// The people, organisations and lands that the page names, in the order of their first mention.
    pub fn identities(&self) -> impl Iterator<Item = &Identity> {
        self.known.iter().map(|known| &known.identity)
    }

    fn identity_at(&self, range: ByteRange, depth: usize) -> Identity {
        let words = self.words_in(range);
        // A pronoun may lead to a speaker who is a pronoun; a page has no deeper chains than this.
        if words.is_empty() || depth > 3 {
            return Identity::default();
        }
        if let Some(known) = self.named_person(&words) {
            return known.identity.clone();
        }
        let bare = self.without_edges(words.clone());
        if bare.len() == 1
            && let Some(identity) = self.pronoun(bare.start, depth)
        {
            return identity;
        }
        self.common(bare, depth)
    }

    /// The words that lie in a range.
    fn words_in(&self, range: ByteRange) -> Range<usize> {
        let bound = |byte: usize| {
            let (mut low, mut high) = (0, self.document.n_words());
            while low < high {
                let middle = usize::midpoint(low, high);
                if self.document.word(middle).range().end() <= byte { low = middle + 1 } else { high = middle }
            }
            low
        };
        let start = bound(range.start());
        let mut end = start;
        while end < self.document.n_words() && self.document.word(end).range().start() < range.end() {
            end += 1;
        }
        start..end
    }

    /// Words without signs and prepositions at their edges.
    fn without_edges(&self, mut words: Range<usize>) -> Range<usize> {
        let is_edge = |at: usize| matches!(self.document.word(at).upos(), Upos::Punct | Upos::Sconj);
        while !words.is_empty() && (is_edge(words.start) || self.document.word(words.start).upos() == Upos::Adp) {
            words.start += 1;
        }
        while !words.is_empty() && is_edge(words.end - 1) {
            words.end -= 1;
        }
        words
    }

    /// The person whom a phrase names: the first one, unless the phrase is about somebody of his.
    fn named_person(&self, words: &Range<usize>) -> Option<&Known> {
        let first = self.mentions_in(words).find(|mention| self.known[mention.who].kind == Kind::Person)?;
        let document = self.document;
        let next = (first.words.end < words.end).then(|| document.word(first.words.end));
        if next.is_some_and(|next| next.xpos() == "POS" || matches!(next.text(), "’s" | "'s" | "’" | "'"))
            && first.words.end + 1 < words.end
        {
            return None;
        }
        // `Biden administration officials` are not Biden.
        if next.is_some_and(|next| matches!(next.upos(), Upos::Noun | Upos::Propn | Upos::Adj)) {
            return None;
        }
        let before = words.start..first.words.start;
        let is_title = !before.clone().any(|at| {
            let word = document.word(at);
            word.upos() == Upos::Verb
                || word.upos() == Upos::Adp && !first.described.contains(&at) && at > words.start
                || word.text() == "," && at + 1 != first.words.start
        });
        // `Merkel's coalition partner` and `advisers to Merkel` are not Merkel; `the chancellor, Angela Merkel` is.
        let is_near = before.is_empty()
            || first.described.contains(&before.start.max(first.described.start))
            || before.len() == 1;
        (is_title && (is_near || self.is_head(first, words))).then(|| &self.known[first.who])
    }

    fn is_head(&self, mention: &Mention, words: &Range<usize>) -> bool {
        mention.words.clone().any(|at| self.document.word(at).head().is_none_or(|head| !words.contains(&head.index())))
    }

    fn mentions_in(&self, words: &Range<usize>) -> impl Iterator<Item = &Mention> {
        let (start, end) = (words.start, words.end);
        let first = self.mentions.partition_point(|mention| mention.words.start < start);
        self.mentions[first..]
            .iter()
            .take_while(move |mention| mention.words.start < end)
            .filter(move |mention| mention.words.end <= end)
    }

    /// A phrase that names no person.
    fn common(&self, words: Range<usize>, depth: usize) -> Identity {
        if words.is_empty() {
            return Identity::default();
        }
        let text = self.text_of(&words);
        let plain = strip_article(text);
        let long = self.short.get(plain).map(String::as_str);
        let mut reading = self.here(self.book.read(long.unwrap_or(text), &self.home, self.date));
        if reading.kind == Kind::Person && self.is_unknown_body(&words) {
            reading = super::phrase::Reading { sector: reading.sector, ..Default::default() };
        }
        if reading.kind == Kind::Unnamed {
            if let Some(identity) = self.definite(&words, &reading, depth) {
                return identity;
            }
            if reading.country.is_empty() || reading.country == self.home_code() {
                self.lend(&words, &mut reading);
            }
            if reading.name.is_none() && self.is_unknown_body(&words) {
                let name = long.unwrap_or(plain).to_owned();
                let id = actor_id(&reading.country, &name);
                let identity = reading.into_identity();
                return Identity { name: Some(name), actor_id: id, role: None, ..identity };
            }
        }
        reading.into_identity()
    }

    /// Gives a phrase the country of the person in it: `Putin's forces`.
    fn lend(&self, words: &Range<usize>, reading: &mut super::phrase::Reading) {
        let owner = self.mentions_in(words).find_map(|mention| {
            let known = &self.known[mention.who];
            (known.kind == Kind::Person).then(|| known.identity.country.clone()).flatten()
        });
        if let Some(country) = owner {
            reading.country = country;
        }
    }

    fn home_code(&self) -> &str {
        super::scan::countries_in(self.book, &self.home).first().copied().unwrap_or("")
    }

    /// Whether a phrase is nothing but the name of an organisation that the book does not know.
    fn is_unknown_body(&self, words: &Range<usize>) -> bool {
        self.body_names.get(&words.end).is_some_and(|&first| {
            words.start <= first && (words.start..first).all(|at| self.document.word(at).upos() == Upos::Det)
        })
    }

    fn text_of(&self, words: &Range<usize>) -> &'d str {
        let (first, last) = (self.document.word(words.start).range(), self.document.word(words.end - 1).range());
        self.document.text(first.cover(last))
    }

    fn number_words(&mut self) {
        for (number, sentence) in (0_u32..).zip(self.document.sentences()) {
            self.sentence_of[sentence.word_range()].fill(number);
        }
        for (number, paragraph) in (0_u32..).zip(self.document.paragraphs()) {
            self.paragraph_of[paragraph].fill(number);
        }
    }

    /// Finds who is quoted at each word, and which words stand between quotation marks.
    fn find_quoted(&mut self) {
        let mut quotations: Vec<_> = self
            .document
            .attributions()
            .flat_map(|attribution| {
                let source = attribution.ranges(Role::Source).next();
                let contents = attribution.ranges(Role::Content).zip(attribution.word_ranges(Role::Content));
                contents.map(move |(content, words)| (content.len(), words, source))
            })
            .collect();
        // The smallest is written last; of two that are as long, the first.
        quotations.reverse();
        quotations.sort_by_key(|(length, ..)| Reverse(*length));
        for (_, words, source) in quotations {
            self.source_of[words].fill(source);
        }
        let mut is_open = false;
        for at in 0..self.document.n_words() {
            is_open &= at > 0 && self.paragraph_of[at - 1] == self.paragraph_of[at];
            self.is_in_marks.push(is_open);
            is_open = match self.document.word(at).text() {
                "“" | "``" | "«" => true,
                "”" | "''" | "»" => false,
                "\"" => !is_open,
                _ => is_open,
            };
        }
    }
}

/// A phrase without its article.
fn strip_article(text: &str) -> &str {
    let articles = ["the ", "The ", "THE ", "a ", "A ", "an ", "An "];
    articles.iter().find_map(|article| text.strip_prefix(article)).unwrap_or(text).trim()
}
