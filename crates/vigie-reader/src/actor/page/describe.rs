//! Descriptions: what a page says of a person beside the name.
//!
//! Titles before it (`Gen. Ben Hodges`), appositions after it (`X, a former ambassador to Y`) and before it (`the
//! minister, X`), `who previously served as`, and `X is the head of Y`. Plain patterns of words, with the parts of speech
//! to tell where they end; trees are too often wrong here.

use std::ops::Range;

use vigie_lang::Upos;

use super::Page;
use crate::actor::scan::{ItemKind, segments};
use crate::actor::words::Words;

/// How far a description reaches, in words.
const LONGEST: usize = 40;

/// What stands beside one mention of a person.
#[derive(Debug, Clone, Default)]
pub(super) struct Described {
    pub(super) title: Option<Range<usize>>,
    pub(super) apposition: Option<Range<usize>>,
    /// An apposition that stands before the name.
    pub(super) reversed: Option<Range<usize>>,
    /// A former role from a relative clause.
    pub(super) served: Option<Range<usize>>,
    /// What the person is said to be.
    pub(super) predicate: Option<Range<usize>>,
}

impl Page<'_> {
    /// What stands beside a name.
    pub(super) fn describe(&self, name: &Range<usize>) -> Described {
        let sentence = self.sentence_words(name.start);
        let title = self.title(name, &sentence);
        Described {
            apposition: self.apposition(name.end, &sentence),
            reversed: self.reversed(name.start, name.end, &sentence),
            served: self.served(name.end, &sentence),
            predicate: self.predicate(name.end, &sentence),
            title,
        }
    }

    pub(super) fn sentence_words(&self, at: usize) -> Range<usize> {
        let number = self.sentence_of[at];
        let start = self.sentence_of.partition_point(|&sentence| sentence < number);
        let end = self.sentence_of.partition_point(|&sentence| sentence <= number);
        start..end
    }

    fn title(&self, name: &Range<usize>, sentence: &Range<usize>) -> Option<Range<usize>> {
        let mut start = name.start;
        while start > sentence.start && name.start - start < 12 && self.is_in_title(start - 1, name.start) {
            start -= 1;
        }
        // A title does not begin with what only links.
        while start < name.start && matches!(self.document.word(start).upos(), Upos::Adp | Upos::Punct | Upos::Part) {
            start += 1;
        }
        (start < name.start && self.tells_a_role(&(start..name.start))).then_some(start..name.start)
    }

    fn is_in_title(&self, at: usize, name: usize) -> bool {
        let word = self.document.word(at);
        match word.upos() {
            Upos::Noun | Upos::Propn | Upos::Adj => {
                !self.is_person_name(at) && !matches!(word.text(), "Mr." | "Mrs." | "Ms.")
            }
            Upos::Part => word.xpos() == "POS",
            Upos::Verb => matches!(word.lemma(), "retire" | "elect" | "act") && word.xpos().starts_with("VB"),
            Upos::Punct => matches!(word.text(), "-") && word.is_glued(),
            Upos::Adv => matches!(word.text(), "then" | "former" | "longtime"),
            Upos::Adp => {
                word.text() == "of"
                    && at > 0
                    && name - at <= 4
                    && !self.is_office(name - 1)
                    && self.tells_a_role(&(at - 1..at))
            }
            _ => false,
        }
    }

    /// Whether the word right before a name is itself a role: `for opposition leader X` is no title of X with `for` in it.
    fn is_office(&self, at: usize) -> bool {
        let is_field = matches!(
            self.document.word(at).lemma(),
            "state" | "State" | "defense" | "defence" | "staff" | "police" | "army" | "war" | "justice"
        );
        !is_field && self.tells_a_role(&(at..at + 1))
    }

    fn apposition(&self, at: usize, sentence: &Range<usize>) -> Option<Range<usize>> {
        let comma = self.opening(at, sentence)?;
        let mut start = comma + 1;
        // An age: `Petrova, 52, a teacher`.
        if start + 1 < sentence.end
            && self.document.word(start).upos() == Upos::Num
            && self.document.word(start + 1).text() == ","
        {
            start += 2;
        }
        let end = self.end_of_phrase(start, sentence)?;
        self.checked(start..end)
    }

    fn opening(&self, at: usize, sentence: &Range<usize>) -> Option<usize> {
        if at >= sentence.end {
            return None;
        }
        matches!(self.document.word(at).text(), "," | "—" | "–" | "-" | "(").then_some(at)
    }

    /// A description that begins with words that can begin one, and tells a role.
    fn checked(&self, words: Range<usize>) -> Option<Range<usize>> {
        if words.is_empty() || self.is_person_name(words.start) {
            return None;
        }
        let first = self.document.word(words.start);
        let can_begin = match first.upos() {
            Upos::Det => !matches!(first.lemma(), "this" | "that" | "no" | "all"),
            Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num => true,
            Upos::Pron => first.xpos() == "PRP$",
            Upos::Verb | Upos::Adv => matches!(first.lemma(), "retire" | "former" | "formerly" | "act"),
            _ => false,
        };
        let start = words.start + usize::from(first.upos() == Upos::Det);
        (can_begin && start < words.end && self.tells_a_role(&(start..words.end))).then_some(words)
    }

    /// Where a noun phrase ends that is closed by a sign; `None` where a verb follows it, for then it is a subject.
    fn end_of_phrase(&self, start: usize, sentence: &Range<usize>) -> Option<usize> {
        let last = sentence.end.min(start + LONGEST);
        let mut at = start;
        while at < last {
            let word = self.document.word(at);
            let text = word.text();
            let is_clause =
                matches!(word.xpos(), "VBD" | "VBZ" | "VBP" | "MD") && matches!(word.upos(), Upos::Verb | Upos::Aux);
            match text {
                "," if self.is_place_comma(at, last) => at += 1,
                "," | ";" | ":" | ")" | "—" | "–" | "”" | "\"" | "." | "!" | "?" | "who" | "which" | "that"
                | "where" | "whose" => return Some(at),
                "and" | "or"
                    if at + 1 < last
                        && (self.is_person_name(at + 1) || self.document.word(at + 1).upos() == Upos::Verb) =>
                {
                    return Some(at);
                }
                _ if is_clause => return None,
                _ if at > start + 1 && word.upos() == Upos::Verb && word.xpos() == "VBG" => return Some(at),
                _ => {}
            }
            at += 1;
        }
        (last == sentence.end).then_some(last)
    }

    /// Whether a comma parts a town from its country: `in Minsk, Belarus`.
    fn is_place_comma(&self, at: usize, last: usize) -> bool {
        let is_place = |at: usize| self.place_words.get(at).copied().unwrap_or(false);
        if at + 1 >= last || at == 0 || !is_place(at - 1) || !is_place(at + 1) {
            return false;
        }
        let mut end = at + 1;
        while end < last && is_place(end) {
            end += 1;
        }
        end == last || self.document.word(end).upos() == Upos::Punct
    }

    /// `The foreign minister, X, said`
    fn reversed(&self, name: usize, end: usize, sentence: &Range<usize>) -> Option<Range<usize>> {
        if name < sentence.start + 2 || self.document.word(name - 1).text() != "," {
            return None;
        }
        let is_closed = end >= sentence.end || self.document.word(end).upos() == Upos::Punct;
        let comma = name - 1;
        let mut start = comma;
        while start > sentence.start && comma - start < 15 {
            let word = self.document.word(start - 1);
            let belongs = matches!(
                word.upos(),
                Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det | Upos::Adp | Upos::Part | Upos::Num
            ) || word.xpos() == "PRP$";
            if !belongs || self.is_person_name(start - 1) && self.document.word(start).xpos() != "POS" {
                break;
            }
            start -= 1;
        }
        while start < comma && self.document.word(start).upos() == Upos::Adp {
            start += 1;
        }
        // A list of names is no description; one has an article, a possessive, or a role at its end.
        let first = (start < comma).then(|| self.document.word(start))?;
        let begins = first.upos() == Upos::Det
            || first.xpos() == "PRP$"
            || start == sentence.start && self.tells_a_role(&(start..start + 1))
            || (start..comma).any(|at| self.document.word(at).xpos() == "POS");
        if is_closed && begins { self.checked(start..comma) } else { None }
    }

    /// `X, who previously served as an analyst at Y`
    fn served(&self, at: usize, sentence: &Range<usize>) -> Option<Range<usize>> {
        let comma = self.opening(at, sentence)?;
        let text = |at: usize| if at < sentence.end { self.document.word(at).text() } else { "" };
        if text(comma + 1) != "who" {
            return None;
        }
        let mut at = comma + 2;
        let mut is_over = false;
        while matches!(
            text(at),
            "also" | "previously" | "once" | "formerly" | "later" | "has" | "had" | "briefly" | "earlier" | "long"
        ) {
            is_over |= matches!(text(at), "previously" | "once" | "formerly" | "had" | "earlier");
            at += 1;
        }
        match (text(at), text(at + 1)) {
            ("served" | "worked" | "serving", "as") => at += 2,
            ("was" | "been", _) => at += 1,
            _ if is_over => at += 1,
            _ => return None,
        }
        let end = self.end_of_phrase(at, sentence)?;
        self.checked(at..end)
    }

    /// `X is the head of Y`
    fn predicate(&self, at: usize, sentence: &Range<usize>) -> Option<Range<usize>> {
        if at + 2 >= sentence.end
            || self.document.word(at).text() != "is"
            || self.document.word(at + 1).upos() != Upos::Det
        {
            return None;
        }
        let end = self.end_of_phrase(at + 1, sentence)?;
        self.checked(at + 1..end)
    }

    /// Whether words tell a role before their first preposition.
    pub(super) fn tells_a_role(&self, words: &Range<usize>) -> bool {
        let text = self.text_of(words);
        let words = Words::of(text);
        let segments = segments(self.book, &words, None);
        let roles = |item: &crate::actor::scan::Item| matches!(item.kind, ItemKind::Noun(noun) if noun.sector != "JNK");
        let head = segments.iter().find(|segment| !segment.items.is_empty());
        head.is_some_and(|segment| segment.items.iter().any(roles))
    }

    pub(super) fn is_person_name(&self, at: usize) -> bool {
        self.person_words.get(at).copied().unwrap_or(false)
    }
}
