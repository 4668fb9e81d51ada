//! Listeners: to whom something was said, as in `told reporters` or `said in an interview with the BBC`.

use std::ops::Range;

use vigie_lang::Upos;

use super::draft::Draft;
use super::tokens::{Tokens, overlap};

/// Verbs that take their listener as an object.
const TELLING: &[&str] = &["tell", "inform", "assure", "remind", "brief", "warn", "notify", "ask"];

/// Occasions whose `with` names the listener.
const OCCASIONS: &[&str] = &["interview", "conversation", "call", "briefing", "meeting", "exchange"];

/// The words that name to whom a claim was said.
pub(crate) fn listener(tokens: &Tokens<'_>, draft: &Draft) -> Option<Range<usize>> {
    let cue = draft.cue.first()?;
    let verb = cue.clone().find(|&word| tokens.words[word].upos == Upos::Verb)?;
    let found = told(tokens, verb).or_else(|| said_to(tokens, verb)).or_else(|| spoken_with(tokens, verb))?;
    let inside = |child: usize| draft.source.iter().chain(&draft.content).any(|part| part.contains(&child));
    let cut = |child: usize| {
        inside(child)
            || matches!(
                tokens.words[child].relation,
                "punct" | "acl:relcl" | "parataxis" | "appos" | "case" | "conj" | "cc"
            ) && !matches!(tokens.words[child].relation, "conj" | "cc")
    };
    let words = tokens.phrase(found, cut);
    let clash = inside(found) || draft.source.iter().chain(&draft.content).any(|part| overlap(part, &words));
    (!clash && !words.contains(&verb)).then_some(words)
}

fn told(tokens: &Tokens<'_>, verb: usize) -> Option<usize> {
    if !TELLING.contains(&tokens.words[verb].lemma.as_str()) || tokens.is_passive(verb) {
        return None;
    }
    let bare = |child: &usize| {
        let token = &tokens.words[*child];
        *child > verb
            && matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Pron)
            && matches!(token.relation, "iobj" | "obj" | "obl" | "obl:unmarked")
            && case_of(tokens, *child).is_none()
    };
    tokens.children(verb).iter().copied().find(bare)
}

fn said_to(tokens: &Tokens<'_>, verb: usize) -> Option<usize> {
    tokens.children(verb).iter().copied().find(|&child| {
        tokens.words[child].relation == "obl"
            && child > verb
            && matches!(tokens.words[child].upos, Upos::Noun | Upos::Propn | Upos::Pron)
            && case_of(tokens, child) == Some("to")
    })
}

fn spoken_with(tokens: &Tokens<'_>, verb: usize) -> Option<usize> {
    let occasion = tokens.children(verb).iter().copied().find(|&child| {
        tokens.words[child].relation.starts_with("obl") && OCCASIONS.contains(&tokens.words[child].lemma.as_str())
    })?;
    let below = tokens.children(occasion).iter().chain(tokens.children(verb));
    below.copied().find(|&child| child > occasion && matches!(case_of(tokens, child), Some("with" | "to")))
}

fn case_of<'t>(tokens: &'t Tokens<'_>, word: usize) -> Option<&'t str> {
    tokens.child(word, &["case"]).map(|case| tokens.words[case].lemma.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::tokens::by_hand::read;

    #[test]
    fn listeners_are_found() {
        let cases = [
            (
                "Ann/PROPN/2/nsubj told/VERB/0/root/tell foreign/ADJ/4/amod reporters/NOUN/2/obj he/PRON/6/nsubj fled/VERB/2/ccomp",
                4..6,
                Some("foreign reporters"),
            ),
            (
                "Ann/PROPN/2/nsubj said/VERB/0/root/say to/ADP/4/case reporters/NOUN/2/obl he/PRON/6/nsubj fled/VERB/2/ccomp",
                4..6,
                Some("reporters"),
            ),
            (
                "Ann/PROPN/2/nsubj said/VERB/0/root/say he/PRON/4/nsubj fled/VERB/2/ccomp to/ADP/6/case Kyiv/PROPN/4/obl",
                2..6,
                None,
            ),
        ];
        for (marked, content, expected) in cases {
            let tokens = read(marked);
            let (source, cue) = (0..1, 1..2);
            let draft = Draft { source: vec![source], cue: vec![cue], content: vec![content], rule: None };
            assert_eq!(listener(&tokens, &draft).map(|words| tokens.text_of(&words)), expected);
        }
    }
}
