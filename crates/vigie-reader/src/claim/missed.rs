//! Missed sayings: clauses behind a verb of saying that the engine gave to another claim or to none.

use std::ops::Range;

use vigie_lang::Upos;

use super::certainty::is_negated;
use super::draft::Draft;
use super::idle::is_idle;
use super::lexicon::Lexicon;
use super::quotation::has_mark;
use super::tokens::{Tokens, overlap};
use crate::forecast::trimmed;

/// A clause of fewer words says too little.
const FEWEST_WORDS: usize = 3;

/// Participles by which the same source says more.
const SAYING: &[&str] = &[
    "saying",
    "adding",
    "stating",
    "noting",
    "arguing",
    "claiming",
    "explaining",
    "insisting",
    "warning",
    "suggesting",
];

/// Verbs that say, whatever stands beside them.
const SAY: &[&str] = &["say", "tell", "state", "claim", "announce", "add", "insist", "warn", "argue"];

/// Subjects that name nobody.
const NOBODY: &[&str] = &["you", "it", "which", "that", "who", "there"];

/// Parts what comes behind `saying` from a content that swallowed it: `said that they left, saying it rained`.
pub(super) fn part_at_saying(tokens: &Tokens<'_>, draft: &mut Draft) -> Option<Draft> {
    let last = draft.content.last_mut().filter(|part| !has_mark(tokens, part))?;
    let cue = draft.cue.first()?;
    let verb = tokens.head_of(cue)?;
    let opens = |word: &usize| {
        let token = &tokens.words[*word];
        SAYING.contains(&token.lower.as_str())
            && matches!(token.relation, "advcl" | "xcomp" | "conj")
            && token.head.is_some_and(|head| verb == head || cue.contains(&head) || last.contains(&head))
            && tokens.child(*word, &["ccomp", "parataxis"]).is_some()
            && tokens.child(*word, &["nsubj"]).is_none()
    };
    let saying = last.clone().skip(2).find(opens)?;
    let content = saying + 1..last.end;
    let mut end = saying;
    while end > last.start + 1 && tokens.words[end - 1].upos == Upos::Punct {
        end -= 1;
    }
    last.end = end;
    (content.len() > 1 && !draft.source.is_empty()).then(|| said(draft.source.clone(), saying, content, "saying"))
}

/// Adds what stands before or behind a verb of saying that the engine gave no claim: `The rebels want talks, an envoy told the paper.`
pub(super) fn add_missed_cues(tokens: &Tokens<'_>, lexicon: &Lexicon, drafts: &mut Vec<Draft>) {
    let mut is_cue = vec![false; tokens.len()];
    for part in drafts.iter().flat_map(|draft| &draft.cue) {
        is_cue[part.clone()].fill(true);
    }
    let free = is_cue.iter().enumerate().filter(|(_, is_cue)| !**is_cue).map(|(word, _)| word);
    let added: Vec<Draft> =
        free.filter_map(|verb| missed_at(tokens, verb)).filter(|draft| !is_idle(tokens, lexicon, draft)).collect();
    drafts.extend(added);
}

/// The claim of a finite verb of saying with a subject and a clause.
fn missed_at(tokens: &Tokens<'_>, verb: usize) -> Option<Draft> {
    let token = &tokens.words[verb];
    let is_finite = matches!(token.xpos, "VBD" | "VBZ" | "VBP");
    if !SAY.contains(&token.lemma.as_str()) || !is_finite || tokens.is_passive(verb) || is_negated(tokens, verb) {
        return None;
    }
    let has_subject = |clause: &usize| tokens.child(*clause, &["nsubj", "nsubj:pass"]).is_some();
    let subject = tokens.child(verb, &["nsubj"])?;
    let clause = tokens.child(verb, &["ccomp", "parataxis"]).filter(has_subject)?;
    let whole = |word: usize| trimmed(tokens, &tokens.phrase(word, |child| child == verb));
    let (source, content) = (whole(subject), whole(clause));
    let clash = overlap(&source, &content) || content.contains(&verb) || source.contains(&verb);
    let names_somebody = !NOBODY.contains(&tokens.words[subject].lower.as_str());
    (names_somebody && !clash && content.len() >= FEWEST_WORDS).then(|| said(vec![source], verb, content, "missed-cue"))
}

fn said(source: Vec<Range<usize>>, verb: usize, content: Range<usize>, rule: &'static str) -> Draft {
    let cue = std::iter::once(verb..verb + 1).collect();
    Draft { source, cue, content: vec![content], rule: Some(rule) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::mend::mend;
    use crate::claim::tokens::by_hand::read;

    fn draft(source: Range<usize>, cue: Range<usize>, content: Range<usize>) -> Draft {
        Draft { source: vec![source], cue: vec![cue], content: vec![content], rule: None }
    }

    #[test]
    fn what_is_said_next_is_a_claim_of_its_own() {
        let tokens = read(
            "Ann/PROPN/2/nsubj said/VERB/0/root/say they/PRON/4/nsubj left/VERB/2/ccomp/leave ,/PUNCT/6/punct saying/VERB/4/advcl/say it/PRON/8/nsubj rained/VERB/6/ccomp",
        );
        let found = mend(&tokens, Lexicon::ours(), vec![draft(0..1, 1..2, 2..8)]);
        let contents: Vec<&str> = found.iter().map(|draft| tokens.text_of(&draft.content[0])).collect();
        assert_eq!(contents, ["they left", "it rained"]);
    }

    #[test]
    fn a_verb_of_saying_that_the_engine_passed_over_makes_a_claim() {
        let tokens = read(
            "The/DET/2/det rebels/NOUN/3/nsubj want/VERB/9/ccomp/want talks/NOUN/3/obj ,/PUNCT/3/punct an/DET/7/det envoy/NOUN/9/nsubj ,/PUNCT/7/punct \
             told/VERB/0/root/tell/VBD Reuters/PROPN/9/obj",
        );
        let found = mend(&tokens, Lexicon::ours(), Vec::new());
        let all: Vec<_> =
            found.iter().map(|draft| (tokens.text_of(&draft.source[0]), tokens.text_of(&draft.content[0]))).collect();
        assert_eq!(all, [("an envoy", "The rebels want talks")]);
    }
}
