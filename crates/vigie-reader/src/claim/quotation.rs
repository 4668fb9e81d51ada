//! Quotations: what stands between quotation marks, and in whose words a claim is given.
//!
//! Double marks only, curled, straight or written as two single ones; single marks are too often apostrophes. A quotation
//! that is not closed by the end of its paragraph goes on in the next if that one begins with an opening mark.

use std::ops::Range;

use vigie_lang::Upos;
use vigie_record::ClaimForm;

use super::draft::Draft;
use super::lexicon::Lexicon;
use super::tokens::{Tokens, gap, overlap};

/// A quotation of fewer words is a scare quote or a title.
const FEWEST_WORDS: usize = 4;

/// Words between a quotation and the verb that says it.
const NEAR: usize = 8;

/// A stretch between quotation marks, with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quotation {
    pub(crate) words: Range<usize>,
    /// Whether its paragraph ends before a closing mark comes.
    pub(crate) open: bool,
}

/// Which marks a word is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Opens,
    Closes,
    Either,
}

fn mark(text: &str) -> Option<Mark> {
    match text {
        "“" | "„" | "«" | "``" => Some(Mark::Opens),
        "”" | "»" => Some(Mark::Closes),
        "\"" | "''" => Some(Mark::Either),
        _ => None,
    }
}

/// Whether a word is a quotation mark.
pub(crate) fn is_mark(text: &str) -> bool {
    mark(text).is_some()
}

/// Whether a quotation mark stands in a stretch.
pub(crate) fn has_mark(tokens: &Tokens<'_>, words: &Range<usize>) -> bool {
    tokens.words[words.clone()].iter().any(|token| is_mark(token.text))
}

/// All quotations, in the order of the text.
pub(crate) fn quotations(tokens: &Tokens<'_>) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut opened: Option<usize> = None;
    for (index, token) in tokens.words.iter().enumerate() {
        let begins = index == 0 || tokens.words[index - 1].paragraph != token.paragraph;
        if begins && let Some(start) = opened.take() {
            found.push(Quotation { words: start..index, open: true });
        }
        match (mark(token.text), opened) {
            (Some(Mark::Opens | Mark::Either), None) => opened = Some(index),
            (Some(Mark::Closes | Mark::Either), Some(start)) => {
                found.push(Quotation { words: start..index + 1, open: false });
                opened = None;
            }
            _ => {}
        }
    }
    found.extend(opened.map(|start| Quotation { words: start..tokens.len(), open: true }));
    found
}

/// Whether a word stands in one of some quotations, which are in the order of the text.
fn is_quoted(quotations: &[Quotation], word: usize) -> bool {
    let next = quotations.partition_point(|quotation| quotation.words.end <= word);
    quotations.get(next).is_some_and(|quotation| quotation.words.start <= word)
}

/// In whose words some content is given.
pub(crate) fn form(tokens: &Tokens<'_>, quotations: &[Quotation], content: &[Range<usize>]) -> ClaimForm {
    let (mut inside, mut all) = (0_usize, 0_usize);
    for word in content.iter().flat_map(Clone::clone).filter(|&word| tokens.words[word].upos != Upos::Punct) {
        all += 1;
        inside += usize::from(is_quoted(quotations, word));
    }
    match inside {
        0 => ClaimForm::Indirect,
        // A stray `that` before the mark does not make the words the reporter's.
        n if n * 10 >= all * 9 => ClaimForm::Direct,
        _ => ClaimForm::Mixed,
    }
}

/// Adds the quotations that stand beside a verb of saying, or go on from the paragraph before, and are in no claim.
pub(crate) fn add_missed(tokens: &Tokens<'_>, quotations: &[Quotation], lexicon: &Lexicon, drafts: &mut Vec<Draft>) {
    let mut holders = Holders::of(tokens, drafts);
    for (index, quotation) in quotations.iter().enumerate() {
        let words = &quotation.words;
        if words.len() < FEWEST_WORDS + 1 || holders.content_of(words).is_some() {
            continue;
        }
        let known = drafts.len();
        let before = index.checked_sub(1).map(|before| &quotations[before]);
        if let Some(draft) = said_beside(tokens, quotations, words, lexicon, &holders) {
            drafts.push(draft);
        } else if let Some(before) = before.filter(|before| goes_on(tokens, before, words))
            && let Some(earlier) = holders.content_of(&before.words).map(|at| &drafts[at])
            && !earlier.source.is_empty()
        {
            let source = earlier.source.clone();
            drafts.push(Draft {
                source,
                cue: Vec::new(),
                content: vec![words.clone()],
                rule: Some("continued-quotation"),
            });
        }
        if let Some(added) = drafts.get(known) {
            holders.add(known, added);
        }
    }
    drafts.sort_by_key(Draft::start);
}

/// Which claim each word belongs to.
struct Holders {
    content: Vec<Option<usize>>,
    cue: Vec<bool>,
}

impl Holders {
    fn of(tokens: &Tokens<'_>, drafts: &[Draft]) -> Self {
        let mut holders = Self { content: vec![None; tokens.len()], cue: vec![false; tokens.len()] };
        for (index, draft) in drafts.iter().enumerate() {
            holders.add(index, draft);
        }
        holders
    }

    fn add(&mut self, index: usize, draft: &Draft) {
        for part in &draft.content {
            self.content[part.clone()].fill(Some(index));
        }
        for part in &draft.cue {
            self.cue[part.clone()].fill(true);
        }
    }

    /// A claim that has a part of some words as its content.
    fn content_of(&self, words: &Range<usize>) -> Option<usize> {
        self.content[words.clone()].iter().find_map(|holder| *holder)
    }
}

/// Whether a quotation goes on where one that was never closed stopped.
fn goes_on(tokens: &Tokens<'_>, before: &Quotation, words: &Range<usize>) -> bool {
    before.open
        && before.words.end == words.start
        && tokens.words[words.start].paragraph != tokens.words[before.words.start].paragraph
}

/// The claim of a verb of saying that stands beside a quotation.
fn said_beside(
    tokens: &Tokens<'_>,
    quotations: &[Quotation],
    words: &Range<usize>,
    lexicon: &Lexicon,
    holders: &Holders,
) -> Option<Draft> {
    let paragraph = tokens.words[words.start].paragraph;
    let from = words.start.saturating_sub(NEAR);
    let to = (words.end + NEAR).min(tokens.len());
    let outside = |word: &usize| !is_quoted(quotations, *word);
    let says = |word: &usize| {
        let token = &tokens.words[*word];
        token.upos == Upos::Verb
            && token.paragraph == paragraph
            && lexicon.cue_lemma(&token.lemma).is_some_and(|sense| sense.speech)
            && !holders.cue[*word]
    };
    let verb = (from..to).filter(outside).filter(says).min_by_key(|&word| gap(&(word..word + 1), words))?;
    let subject = tokens.subject(verb).filter(outside)?;
    let mut source = tokens.phrase(subject, |child| !outside(&child) || child == verb);
    while source.len() > 1 && tokens.words[source.end - 1].upos == Upos::Punct {
        source.end -= 1;
    }
    let clash = source.contains(&verb) || overlap(&source, words);
    let cue = std::iter::once(verb..verb + 1).collect();
    (!clash).then(|| Draft { source: vec![source], cue, content: vec![words.clone()], rule: Some("quotation") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::tokens::by_hand::read;

    #[test]
    fn words_between_marks_are_direct() {
        let tokens = read(
            "“/PUNCT/4/punct We/PRON/4/nsubj will/AUX/4/aux stay/VERB/6/ccomp ,”/PUNCT/4/punct said/VERB/0/root Ann/PROPN/6/nsubj ./PUNCT/6/punct",
        );
        // The tokenizer parts comma and mark; here the stretch ends with its paragraph.
        let found = quotations(&tokens);
        assert_eq!(found, [Quotation { words: 0..8, open: true }]);
        assert_eq!(
            form(&tokens, &[Quotation { words: 0..5, open: false }], std::slice::from_ref(&(0..5))),
            ClaimForm::Direct
        );
        assert_eq!(
            form(&tokens, &[Quotation { words: 2..4, open: false }], std::slice::from_ref(&(0..5))),
            ClaimForm::Mixed
        );
        assert_eq!(form(&tokens, &[], std::slice::from_ref(&(0..5))), ClaimForm::Indirect);
    }

    #[test]
    fn a_missed_quotation_takes_the_speaker_beside_it() {
        let tokens = read(
            "“/PUNCT/5/punct We/PRON/5/nsubj will/AUX/5/aux surely/ADV/5/advmod stay/VERB/8/ccomp ,/PUNCT/5/punct ”/PUNCT/5/punct \
             said/VERB/0/root/say Ann/PROPN/8/nsubj Lee/PROPN/9/flat ./PUNCT/8/punct",
        );
        let mut drafts = Vec::new();
        add_missed(&tokens, &quotations(&tokens), Lexicon::ours(), &mut drafts);
        assert_eq!(drafts.len(), 1);
        assert_eq!(tokens.text_of(&drafts[0].source[0]), "Ann Lee");
        assert_eq!(drafts[0].content.first(), Some(&(0..7)));
    }
}
