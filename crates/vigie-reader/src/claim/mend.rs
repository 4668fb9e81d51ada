//! Mending: what the engine's attributions get wrong and a tree can put right.
//!
//! - A source that is only punctuation is none; a cue in the active takes its subject where it has no source.
//! - Content that the engine hung on a far cue, in another sentence and outside quotation marks, is let go.
//! - A cue that lost its content takes the clause that it governs; what has no content even then is no claim.
//! - What [`super::idle`] knows to say nothing is no claim.
//! - A source in another sentence than its cue gives way to the subject of the cue; whoever is told something, and a phrase that hangs
//!   on the cue, are no part of content or source; who `was quoted as saying` is the source.
//! - Page furniture is cut out of content that runs over it.
//!
//! Known mistakes: contents of two neighbours that the engine gave to one cue stay together inside quotation marks.

use std::ops::Range;

use vigie_lang::Upos;
use vigie_record::ByteRange;

use super::draft::Draft;
use super::lexicon::Lexicon;
use super::missed;
use super::quotation::has_mark;
use super::tokens::{Tokens, gap, overlap};
use crate::furniture;

/// Words between a stretch of content and the rest of its claim, beyond which they hardly belong together.
const NEAR: usize = 2;

/// Verbs whose subject is talked about, not talking.
const SEEMING: &[&str] = &["seem", "appear", "look"];

/// Verbs whose subject in the passive is told something.
const TELLING: &[&str] = &["tell", "inform", "warn", "notify", "remind", "ask", "assure", "advise"];

/// Mends all drafts of a document.
pub(crate) fn mend(tokens: &Tokens<'_>, lexicon: &Lexicon, drafts: Vec<Draft>) -> Vec<Draft> {
    let furniture = furniture::ranges(tokens.text);
    let mut mended = Vec::new();
    for mut draft in drafts {
        clean(tokens, &furniture, &mut draft);
        if draft.content.is_empty() {
            draft.content.extend(governed_clause(tokens, &draft));
        }
        if draft.content.is_empty() {
            continue;
        }
        drop_empty_subject(&mut draft, tokens);
        take_apart_the_told(tokens, &mut draft);
        cut_source(tokens, &mut draft);
        leave_far_source(tokens, &mut draft);
        if draft.source.is_empty() {
            find_source(tokens, &mut draft);
        }
        let_go_of_strays(tokens, &mut draft);
        let said_next = missed::part_at_saying(tokens, &mut draft);
        if !super::idle::is_idle(tokens, lexicon, &draft) {
            mended.push(draft);
            mended.extend(said_next);
        }
    }
    missed::add_missed_cues(tokens, lexicon, &mut mended);
    mended
}

/// Cuts furniture, and drops stretches that are only punctuation.
fn clean(tokens: &Tokens<'_>, furniture: &[ByteRange], draft: &mut Draft) {
    let says_something = |part: &Range<usize>| tokens.text_of(part).chars().any(char::is_alphanumeric);
    draft.source.retain(says_something);
    let content = std::mem::take(&mut draft.content);
    let pieces = content.into_iter().flat_map(|part| without_furniture(tokens, furniture, part));
    draft.content = pieces.filter(says_something).collect();
}

/// What is left of a stretch without the words of furniture.
fn without_furniture(tokens: &Tokens<'_>, furniture: &[ByteRange], part: Range<usize>) -> Vec<Range<usize>> {
    if furniture.is_empty() {
        return vec![part];
    }
    let mut kept: Vec<Range<usize>> = Vec::new();
    for word in part.filter(|&word| !furniture::holds(furniture, tokens.words[word].range)) {
        match kept.last_mut() {
            Some(last) if last.end == word => last.end += 1,
            _ => kept.push(word..word + 1),
        }
    }
    kept
}

/// The clause that a cue without content governs.
fn governed_clause(tokens: &Tokens<'_>, draft: &Draft) -> Option<Range<usize>> {
    let cue = draft.cue.first()?;
    let verb = tokens.head_of(cue).filter(|&word| tokens.words[word].upos == Upos::Verb)?;
    let clause = tokens.children(verb).iter().copied().find(|child| {
        let is_clause = matches!(tokens.words[*child].relation, "ccomp" | "parataxis");
        is_clause && !cue.contains(child)
    })?;
    let mut words = tokens.phrase(clause, |_| false);
    while words.start < words.end && matches!(tokens.words[words.start].text, "," | ":" | "—" | "-" | "–") {
        words.start += 1;
    }
    (words.len() > 1 && !draft.touches(&words)).then_some(words)
}

/// Drops the `it` of `it was announced that`, which says nothing.
fn drop_empty_subject(draft: &mut Draft, tokens: &Tokens<'_>) {
    if draft.content.len() > 1 {
        draft
            .content
            .retain(|part| !(part.len() == 1 && matches!(tokens.words[part.start].lower.as_str(), "it" | "there")));
    }
}

/// Parts the subject of a passive from content: who `was told` is the listener, who `was quoted as saying` the source.
fn take_apart_the_told(tokens: &Tokens<'_>, draft: &mut Draft) {
    let Some(verb) = draft.cue.first().and_then(|cue| tokens.head_of(cue)) else { return };
    let lemma = tokens.words[verb].lemma.as_str();
    let is_quoted = lemma == "quote" && draft.source.is_empty();
    if !(is_quoted || TELLING.contains(&lemma)) || draft.content.len() < 2 {
        return;
    }
    let Some(subject) = tokens.child(verb, &["nsubj:pass"]) else { return };
    let Some(at) = draft.content.iter().position(|part| part.contains(&subject) && part.end <= verb) else { return };
    let told = draft.content.remove(at);
    if is_quoted {
        draft.source = vec![told];
    }
}

/// Cuts from the end of a source what hangs on its cue: `a doctor to the news agency`, where he commented to it.
fn cut_source(tokens: &Tokens<'_>, draft: &mut Draft) {
    let Some(cue) = draft.cue.first().cloned() else { return };
    let Some(source) = draft.source.first_mut() else { return };
    let Some(head) = tokens.head_of(source) else { return };
    let hangs_on_cue = |word: &usize| {
        let token = &tokens.words[*word];
        *word > head
            && token.relation == "case"
            && token.head.is_some_and(|noun| {
                let noun = &tokens.words[noun];
                noun.relation.starts_with("obl") && noun.head.is_some_and(|verb| cue.contains(&verb))
            })
    };
    if let Some(cut) = source.clone().find(hangs_on_cue).filter(|&cut| cut > source.start) {
        source.end = cut;
    }
}

/// Leaves a source that stands sentences away, where the cue has a subject of its own and quotes nobody.
fn leave_far_source(tokens: &Tokens<'_>, draft: &mut Draft) {
    let (Some(source), Some(cue)) = (draft.source.first(), draft.cue.first()) else { return };
    let (there, here) = (tokens.words[source.start].sentence, tokens.words[cue.start].sentence);
    let quotes = draft.content.iter().any(|part| has_mark(tokens, part));
    if there.abs_diff(here) > 0 && !quotes {
        let own = tokens.head_of(cue).and_then(|verb| reported_subject(tokens, verb));
        if own.is_some() || there.abs_diff(here) > 1 {
            draft.source.clear();
        }
    }
}

/// The subject of a cue, also where it hangs on a passive: `thousands are said to have fled, fearing more`.
fn reported_subject(tokens: &Tokens<'_>, verb: usize) -> Option<usize> {
    tokens.subject(verb).or_else(|| {
        let above = |word: usize| {
            tokens.words[word].head.filter(|_| matches!(tokens.words[word].relation, "advcl" | "xcomp" | "conj"))
        };
        let mut at = above(verb)?;
        for _ in 0..3 {
            if let Some(subject) = tokens.child(at, &["nsubj", "nsubj:pass"]) {
                return Some(subject);
            }
            at = above(at)?;
        }
        None
    })
}

/// Gives a claim without source the subject of its cue.
fn find_source(tokens: &Tokens<'_>, draft: &mut Draft) {
    let Some(cue) = draft.cue.first().cloned() else { return };
    if let Some(at) = subject_among_contents(tokens, draft, &cue) {
        draft.source = vec![draft.content.remove(at)];
        return;
    }
    let Some(verb) = tokens.head_of(&cue) else { return };
    if !matches!(tokens.words[verb].upos, Upos::Verb | Upos::Aux | Upos::Adj) {
        return;
    }
    let subject = if tokens.is_passive(verb) { tokens.subject(verb) } else { reported_subject(tokens, verb) };
    let Some(subject) = subject else { return };
    let token = &tokens.words[subject];
    if matches!(token.lemma.as_str(), "it" | "there" | "this") {
        return;
    }
    let mut words = if token.upos == Upos::Pron { subject..subject + 1 } else { tokens.phrase(subject, |_| false) };
    while words.end > words.start + 1 && tokens.words[words.end - 1].upos == Upos::Punct {
        words.end -= 1;
    }
    if !draft.cue.iter().chain(&draft.content).any(|part| overlap(part, &words)) {
        draft.source = vec![words];
    }
}

/// The stretch of content that is in truth the subject of the cue.
fn subject_among_contents(tokens: &Tokens<'_>, draft: &Draft, cue: &Range<usize>) -> Option<usize> {
    if draft.content.len() < 2 {
        return None;
    }
    let verbs = cue.clone().filter(|&word| matches!(tokens.words[word].upos, Upos::Verb | Upos::Aux | Upos::Adj));
    for verb in verbs {
        if tokens.is_passive(verb) || SEEMING.contains(&tokens.words[verb].lemma.as_str()) {
            continue;
        }
        let Some(subject) = tokens.child(verb, &["nsubj"]) else { continue };
        let found = draft.content.iter().position(|part| {
            part.contains(&subject) && part.end <= cue.start && cue.start - part.end <= 1 && !has_mark(tokens, part)
        });
        if found.is_some() {
            return found;
        }
    }
    None
}

/// Lets go of content that stands far from its cue and outside quotation marks.
fn let_go_of_strays(tokens: &Tokens<'_>, draft: &mut Draft) {
    let Some((cue, last)) = draft.cue.first().cloned().zip(draft.cue.last().cloned()) else { return };
    if draft.content.len() < 2 {
        return;
    }
    let passive = tokens.head_of(&cue).is_some_and(|verb| tokens.is_passive(verb));
    let follows = |part: &Range<usize>| part.start >= last.end && part.start - last.end <= 1;
    let anchored = draft.content.iter().any(follows);
    let sentence = tokens.words[cue.start].sentence;
    let is_stray = |part: &Range<usize>| {
        let elsewhere = tokens.words[part.start].sentence != sentence;
        let far = anchored && !passive && !follows(part) && draft.distance(part) > NEAR;
        !has_mark(tokens, part) && (elsewhere || far)
    };
    let kept: Vec<Range<usize>> = draft.content.iter().filter(|part| !is_stray(part)).cloned().collect();
    if !kept.is_empty() {
        draft.content = kept;
    } else if let Some(nearest) = draft.content.iter().min_by_key(|part| gap(part, &cue)).cloned() {
        draft.content = vec![nearest];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::tokens::by_hand::read;

    fn draft(source: &[Range<usize>], cue: &[Range<usize>], content: &[Range<usize>]) -> Draft {
        Draft { source: source.to_vec(), cue: cue.to_vec(), content: content.to_vec(), rule: None }
    }

    fn at(part: Range<usize>) -> Vec<Range<usize>> {
        std::iter::once(part).collect()
    }

    #[test]
    fn a_cue_takes_its_subject() {
        let tokens = read(
            "The/DET/2/det army/NOUN/3/nsubj denied/VERB/0/root the/DET/5/det raid/NOUN/3/obj ,/PUNCT/7/punct saying/VERB/3/advcl \
             it/PRON/9/nsubj slept/VERB/7/ccomp ./PUNCT/3/punct",
        );
        let one = 7..9;
        let found = mend(&tokens, Lexicon::ours(), vec![draft(&[], &at(6..7), std::slice::from_ref(&one))]);
        assert_eq!(tokens.text_of(&found[0].source[0]), "The army");
    }

    #[test]
    fn a_cue_without_content_takes_its_clause_or_is_dropped() {
        let tokens = read(
            "Ann/PROPN/2/nsubj fears/VERB/0/root that/SCONJ/5/mark war/NOUN/5/nsubj looms/VERB/2/ccomp ./PUNCT/2/punct",
        );
        let source = 0..1;
        let cue = 1..2;
        let found =
            mend(&tokens, Lexicon::ours(), vec![draft(std::slice::from_ref(&source), std::slice::from_ref(&cue), &[])]);
        assert_eq!(tokens.text_of(&found[0].content[0]), "that war looms");
        let found = mend(&tokens, Lexicon::ours(), vec![draft(std::slice::from_ref(&source), &at(3..4), &[])]);
        assert!(found.is_empty());
    }

    #[test]
    fn a_lone_comma_is_no_source() {
        let tokens = read("Ann/PROPN/3/nsubj ,/PUNCT/3/punct says/VERB/0/root he/PRON/5/nsubj left/VERB/3/ccomp");
        let found = mend(&tokens, Lexicon::ours(), vec![draft(&at(1..2), &at(2..3), &at(3..5))]);
        assert_eq!(tokens.text_of(&found[0].source[0]), "Ann");
    }

    #[test]
    fn who_is_told_is_no_content_and_who_is_quoted_is_the_source() {
        let tokens = read(
            "The/DET/2/det court/NOUN/4/nsubj:pass was/AUX/4/aux:pass told/VERB/0/root/tell that/SCONJ/7/mark he/PRON/7/nsubj fled/VERB/4/ccomp",
        );
        let found = mend(&tokens, Lexicon::ours(), vec![draft(&[], &at(3..4), &[0..2, 4..7])]);
        assert_eq!(found[0].content, at(4..7));
        let tokens = read(
            "Ann/PROPN/3/nsubj:pass was/AUX/3/aux:pass quoted/VERB/0/root/quote as/ADP/5/mark saying/VERB/3/advcl/say he/PRON/7/nsubj fled/VERB/5/ccomp",
        );
        let found = mend(&tokens, Lexicon::ours(), vec![draft(&[], &at(2..5), &[0..1, 5..7])]);
        assert_eq!((&found[0].source, &found[0].content), (&at(0..1), &at(5..7)));
    }

    #[test]
    fn what_hangs_on_the_cue_is_no_part_of_the_source() {
        let tokens = read(
            "He/PRON/2/nsubj fled/VERB/4/ccomp ,/PUNCT/2/punct said/VERB/0/root/say a/DET/6/det doctor/NOUN/4/nsubj to/ADP/8/case Reuters/PROPN/4/obl",
        );
        let found = mend(&tokens, Lexicon::ours(), vec![draft(&at(4..8), &at(3..4), &at(0..2))]);
        assert_eq!(tokens.text_of(&found[0].source[0]), "a doctor");
    }
}
