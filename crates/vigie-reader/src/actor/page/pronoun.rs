//! Pronouns: the last one named who fits, a subject or a speaker before others.

use std::ops::Range;

use vigie_lang::Upos;
use vigie_record::{ByteRange, Identity};

use super::gender::Gender;
use super::mention::Mention;
use super::{Page, strip_article};
use crate::actor::phrase::Kind;

/// How many sentences back a pronoun looks.
const REACH: u32 = 3;

/// How many paragraphs one turn of an interview may have.
const MOST_PARAGRAPHS: u32 = 6;

/// How many words the label of a speaker may have, with its colon.
const LONGEST_LABEL: usize = 6;

impl Page<'_> {
    /// Whom the pronoun at a word stands for; `None` if it is no pronoun that stands for somebody.
    pub(super) fn pronoun(&self, at: usize, depth: usize) -> Option<Identity> {
        let word = self.document.word(at);
        // In capitals it is the country.
        if word.text() == "US" {
            return None;
        }
        let key = word.text().to_lowercase();
        let found = match key.as_str() {
            "he" | "him" | "his" | "himself" | "she" | "her" | "hers" | "herself" => {
                let named = self.person_before(at, family(&key));
                if let Some(words) = self.unnamed_speaker(at, named) {
                    let mut identity = self.identity_at(self.range_of(&words), depth + 1);
                    identity.role.get_or_insert_with(|| strip_article(self.text_of(&words)).to_owned());
                    return Some(identity);
                }
                named
            }
            "i" | "me" | "my" | "myself" | "we" | "us" | "our" | "ourselves" | "mine" | "ours" => {
                return Some(self.speaker(at, depth));
            }
            "it" | "its" | "itself" => self.thing_before(at),
            "who" | "whom" | "which" | "that" if word.upos() == Upos::Pron => {
                return Some(self.antecedent(at, depth));
            }
            "they" | "them" | "their" | "themselves" => return Some(self.group_before(at, depth)),
            "you" | "this" | "that" | "these" | "those" | "one" | "others" | "there" => None,
            _ if word.upos() == Upos::Pron => None,
            _ => return None,
        };
        Some(found.map_or_else(Identity::default, |mention| self.known[mention.who].identity.clone()))
    }

    /// The one who says what stands at a word.
    fn speaker(&self, at: usize, depth: usize) -> Identity {
        let source = self.source_over(at);
        let turn = || self.speaker_of_turn(at).map(|who| self.known[who].identity.clone());
        source.map(|source| self.identity_at(source, depth + 1)).or_else(turn).unwrap_or_default()
    }

    /// The person whose label opens the turn of an interview that a word stands in: `Ann Lee: I left.`
    fn speaker_of_turn(&self, at: usize) -> Option<usize> {
        let mut paragraph = self.paragraph_of[at];
        for _ in 0..=MOST_PARAGRAPHS {
            let start = self.paragraph_of.partition_point(|&number| number < paragraph);
            let label = (start..at.min(start + LONGEST_LABEL)).find(|&word| self.document.word(word).text() == ":");
            if let Some(colon) = label {
                let named = self.mentions_in(&(start..colon)).next()?;
                return (self.known[named.who].kind == Kind::Person && named.words.end == colon).then_some(named.who);
            }
            paragraph = paragraph.checked_sub(1)?;
        }
        None
    }

    /// Whom a relative pronoun stands for: what its clause hangs on, else the name right before it.
    fn antecedent(&self, at: usize, depth: usize) -> Identity {
        let mut verb = self.document.word(at).head();
        for _ in 0..3 {
            let Some(word) = verb else { break };
            if word.relation() == "acl:relcl" {
                let Some(noun) = word.head().map(vigie_lang::Word::index).filter(|&noun| noun < at) else { break };
                let named = self.mentions_in(&(noun..at)).find(|mention| mention.words.contains(&noun));
                if let Some(mention) = named.filter(|mention| self.known[mention.who].kind == Kind::Person) {
                    return self.known[mention.who].identity.clone();
                }
                let words = self.phrase_of(noun);
                return self.identity_at(self.range_of(&words), depth + 1);
            }
            verb = word.head();
        }
        self.adjacent(at).map_or_else(Identity::default, |mention| self.known[mention.who].identity.clone())
    }

    /// The source of the smallest quotation that holds a word.
    fn source_over(&self, at: usize) -> Option<ByteRange> {
        self.source_of[at]
    }

    /// The last person before a pronoun who can be meant.
    fn person_before(&self, at: usize, gender: Option<Gender>) -> Option<&Mention> {
        let at = self.first_of_chain(at);
        let source = self.source_over(at);
        let source = source.filter(|_| self.is_in_marks[at]);
        let speaker = source.map(|source| self.words_in(source)).and_then(|words| self.named_person_number(&words));
        let fits = |mention: &Mention| {
            let known = &self.known[mention.who];
            let agrees = known.gender.is_none() || gender.is_none() || known.gender == gender;
            known.kind == Kind::Person && agrees && Some(mention.who) != speaker
        };
        // Those who speak of somebody seldom speak of those who spoke before.
        let talked_of = source.and_then(|_| self.before(at, REACH, |mention| fits(mention) && !mention.is_source));
        talked_of.or_else(|| self.before(at, REACH, fits))
    }

    /// Somebody without a name who has spoken in the paragraph since anybody was named: `a lecturer said … she added`.
    fn unnamed_speaker(&self, at: usize, named: Option<&Mention>) -> Option<Range<usize>> {
        let paragraph = self.paragraph_of[at];
        let since = named.map_or(0, |mention| mention.words.end);
        let last = self.last_source(at, |first| self.paragraph_of[first] == paragraph)?;
        let opens = self.document.word(last.start).text().to_lowercase();
        let speaks_of = self.source_over(at);
        let is_meant = last.start >= since
            && last.len() > 1
            && matches!(opens.as_str(), "a" | "an" | "one" | "another")
            && !self.is_plural(&last)
            && self.mentions_in(&last).all(|mention| self.known[mention.who].kind != Kind::Person)
            && speaks_of != Some(self.range_of(&last));
        is_meant.then_some(last)
    }

    /// The last source that ends before a word; `reaches` says of its first word whether it is near enough.
    fn last_source(&self, at: usize, reaches: impl Fn(usize) -> bool) -> Option<Range<usize>> {
        let end = self.sources.partition_point(|words| words.start < at);
        let mut near = self.sources[..end].iter().rev().take_while(|words| reaches(words.start));
        near.find(|words| words.end <= at).cloned()
    }

    /// The first of the pronouns of one sentence that stand for the same person: no name is a subject between them.
    fn first_of_chain(&self, at: usize) -> usize {
        let sentence = self.sentence_words(at);
        let family = family(self.document.word(at).text());
        let end = self.mentions.partition_point(|mention| mention.words.start < at);
        let barrier = self.mentions[..end]
            .iter()
            .rev()
            .take_while(|mention| mention.words.start >= sentence.start)
            .find(|mention| mention.is_subject && self.known[mention.who].kind == Kind::Person)
            .map_or(sentence.start, |mention| mention.words.end);
        let quotation = self.source_over(at);
        let same = |&word: &usize| {
            family.is_some()
                && self::family(self.document.word(word).text()) == family
                && self.source_over(word) == quotation
        };
        (barrier..at).find(same).unwrap_or(at)
    }

    /// The organisation or land that `it` stands for: the subject or source of this sentence or the one before.
    fn thing_before(&self, at: usize) -> Option<&Mention> {
        self.before(at, 1, |mention| {
            (mention.is_subject || mention.is_source)
                && matches!(self.known[mention.who].kind, Kind::Body | Kind::State)
        })
    }

    fn named_person_number(&self, words: &Range<usize>) -> Option<usize> {
        self.mentions_in(words).find(|mention| self.known[mention.who].kind == Kind::Person).map(|mention| mention.who)
    }

    /// The last fitting mention before a word: sentence by sentence, a subject or speaker first, then the first named.
    pub(super) fn before(&self, at: usize, reach: u32, fits: impl Fn(&Mention) -> bool) -> Option<&Mention> {
        let sentence = self.sentence_of[at];
        let mut end = self.mentions.partition_point(|mention| mention.words.start < at);
        for back in 0..=reach.min(sentence) {
            let is_earlier = |mention: &Mention| self.sentence_of[mention.words.start] < sentence - back;
            let start = self.mentions[..end].partition_point(is_earlier);
            let there = self.mentions[start..end].iter();
            end = start;
            let fitting: Vec<&Mention> =
                there.filter(|mention| fits(mention) && !self.is_fellow(mention, at)).collect();
            let chosen =
                fitting.iter().rev().find(|mention| mention.is_source || mention.is_subject).or(fitting.first());
            if let Some(chosen) = chosen {
                return Some(chosen);
            }
        }
        None
    }

    /// Whether a name is the subject of the verb whose object the pronoun is: it cannot be the same person.
    fn is_fellow(&self, mention: &Mention, at: usize) -> bool {
        let pronoun = self.document.word(at);
        let is_object = matches!(pronoun.relation(), "obj" | "iobj" | "obl");
        is_object
            && !pronoun.text().to_lowercase().ends_with("self")
            && mention.words.clone().any(|word| {
                let word = self.document.word(word);
                word.relation().starts_with("nsubj")
                    && word.head().map(vigie_lang::Word::index) == pronoun.head().map(vigie_lang::Word::index)
            })
    }

    /// The name right before `who`.
    fn adjacent(&self, at: usize) -> Option<&Mention> {
        let before = self.mentions[..self.mentions.partition_point(|mention| mention.words.start < at)].last()?;
        at.checked_sub(before.words.end).is_some_and(|gap| gap <= 2).then_some(before)
    }

    /// The last group before `they`: a plural subject or source, in this sentence or the one before.
    fn group_before(&self, at: usize, depth: usize) -> Identity {
        let sentence = self.sentence_of[at];
        let start = self.sentence_of.partition_point(|&number| number + 1 < sentence);
        let source = self.last_source(at, |first| first >= start);
        if let Some(words) = source.filter(|words| self.is_plural(words)) {
            return self.identity_at(self.range_of(&words), depth + 1);
        }
        let subject = (start..at).rev().find(|&word| {
            let word = self.document.word(word);
            word.relation().starts_with("nsubj")
                && word.feature("Number") == Some("Plur")
                && matches!(word.upos(), Upos::Noun | Upos::Propn)
        });
        subject.map_or_else(Identity::default, |head| {
            let words = self.phrase_of(head);
            self.identity_at(self.range_of(&words), depth + 1)
        })
    }

    fn is_plural(&self, words: &Range<usize>) -> bool {
        words.clone().any(|at| {
            let word = self.document.word(at);
            let is_head = word.head().is_none_or(|head| !words.contains(&head.index()));
            word.text().eq_ignore_ascii_case("and") || is_head && word.feature("Number") == Some("Plur")
        })
    }

    /// The words that stand together with a head, before it and in the phrase with `of` after it.
    pub(super) fn phrase_of(&self, head: usize) -> Range<usize> {
        let sentence = self.sentence_words(head);
        let mut start = head;
        while start > sentence.start
            && matches!(
                self.document.word(start - 1).upos(),
                Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det | Upos::Num | Upos::Part
            )
        {
            start -= 1;
        }
        let mut end = head + 1;
        let opens = end < sentence.end && matches!(self.document.word(end).text(), "of" | "from" | "in" | "at");
        while opens
            && end < sentence.end
            && matches!(self.document.word(end).upos(), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det | Upos::Adp)
        {
            end += 1;
        }
        start..end
    }

    pub(super) fn range_of(&self, words: &Range<usize>) -> ByteRange {
        self.document.word(words.start).range().cover(self.document.word(words.end - 1).range())
    }
}

/// Which pronouns can stand for one person.
fn family(pronoun: &str) -> Option<Gender> {
    match pronoun.to_lowercase().as_str() {
        "he" | "him" | "his" | "himself" => Some(Gender::Male),
        "she" | "her" | "hers" | "herself" => Some(Gender::Female),
        _ => None,
    }
}
