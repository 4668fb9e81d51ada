//! Idle drafts: what the engine takes for somebody's words though nobody says anything by them.
//!
//! Acts (`a problem was discovered`), topics without a statement (`commented on the recall`), what is only supposed (`if he
//! thinks`, `could be hoping`), what is not said (`has made no statement on the talks`), and questions to the reader (`you`).

use std::ops::Range;

use vigie_lang::Upos;

use super::certainty::is_negated;
use super::draft::Draft;
use super::lexicon::{CueSense, Lexicon};
use super::quotation::has_mark;
use super::tokens::Tokens;

/// A quotation of fewer words says nothing by itself.
const FEWEST_QUOTED: usize = 4;

/// How many words the label of a speaker may have, with its colon: `Ann Lee:`.
const LONGEST_LABEL: usize = 6;

/// Steps up a tree on which a cue may hang from what is only supposed.
const MOST_STEPS: usize = 4;

/// Verbs of speaking whose `on` or `about` gives only the topic.
const TALKING: &[&str] = &["comment", "speak", "talk", "testify", "lecture", "elaborate", "opine"];

/// Verbs by which somebody keeps silent.
const KEEPING_SILENT: &[&str] = &["decline", "refuse", "fail"];

/// Prepositions that tie a noun of saying to a verb of which it is neither subject nor object.
const ASIDE: &[&str] = &["despite", "amid", "amidst", "after", "under", "following", "over", "before"];

/// Those who are received and not spoken of: `welcomed the visitors`.
const GUESTS: &[&str] = &[
    "force",
    "troop",
    "soldier",
    "visitor",
    "delegation",
    "guest",
    "migrant",
    "refugee",
    "passenger",
    "fan",
    "player",
    "student",
    "pilgrim",
    "tourist",
    "crowd",
    "evacuee",
];

/// What something does to somebody: `the announcement worried the opposition` says nothing that anybody thinks.
const AFFECTING: &[&str] = &[
    "worry",
    "alarm",
    "anger",
    "annoy",
    "please",
    "delight",
    "surprise",
    "shock",
    "stun",
    "frighten",
    "scare",
    "upset",
    "disappoint",
    "outrage",
    "infuriate",
    "relieve",
    "unsettle",
    "embolden",
    "encourage",
    "discourage",
];

/// Whether a draft is no claim.
pub(super) fn is_idle(tokens: &Tokens<'_>, lexicon: &Lexicon, draft: &Draft) -> bool {
    let is_quoted = draft.content.iter().any(|part| part.len() > FEWEST_QUOTED && has_mark(tokens, part));
    let known = draft.cue.iter().flat_map(Clone::clone).any(|word| lexicon.cue_key(&tokens.words[word]).is_some());
    if asks_you(tokens, draft) || is_own_voice(tokens, draft) || draft.source.is_empty() && !known && !is_quoted {
        return true;
    }
    let Some(cue) = draft.cue.first().filter(|_| !is_quoted) else { return false };
    let Some(head) = super::cue_head(tokens, lexicon, cue) else { return false };
    let sense = super::sense(tokens, lexicon, head, cue);
    let plain = draft.content.iter().all(|part| is_plain(tokens, part));
    plain && is_affecting(tokens, head)
        || is_act(tokens, draft, head, sense, plain)
        || plain && is_topic(tokens, draft, head)
        || is_supposed(tokens, head, sense)
        || is_unsaid(tokens, draft, head, plain)
        || is_aside(tokens, draft, head)
}

/// Whether a verb tells how something leaves somebody, not what somebody says.
fn is_affecting(tokens: &Tokens<'_>, head: usize) -> bool {
    let token = &tokens.words[head];
    // The engine's lemmas of regular forms can be off by a letter: `worried` is one of `worrie`.
    let is_past_of = |verb: &str| match verb.strip_suffix('y') {
        Some(stem) if token.lower == format!("{stem}ied") => true,
        _ => token.lower == format!("{verb}ed") || verb.ends_with('e') && token.lower == format!("{verb}d"),
    };
    AFFECTING.iter().any(|verb| token.lemma == *verb || is_past_of(verb)) && tokens.child(head, &["obj"]).is_some()
}

/// A claim of whoever is spoken to: `do you think`.
fn asks_you(tokens: &Tokens<'_>, draft: &Draft) -> bool {
    matches!(draft.source.as_slice(), [only] if only.len() == 1 && tokens.words[only.start].lower == "you")
}

/// Whether whoever writes speaks of himself, outside quotation marks and the turns of an interview: the outlet's own voice is no claim.
fn is_own_voice(tokens: &Tokens<'_>, draft: &Draft) -> bool {
    let [only] = draft.source.as_slice() else { return false };
    if only.len() > 1 || !matches!(tokens.words[only.start].lower.as_str(), "i" | "we") {
        return false;
    }
    let paragraph = tokens.words[only.start].paragraph;
    let start = tokens.words.partition_point(|token| token.paragraph < paragraph);
    let is_turn = tokens.words[start..].iter().take(LONGEST_LABEL).any(|token| token.text == ":");
    let marks = tokens.words[start..only.start].iter().filter(|token| super::quotation::is_mark(token.text)).count();
    // A paragraph that goes on with a quotation begins with a mark, so an even number stands before what is outside.
    !is_turn && marks % 2 == 0 && !draft.content.iter().any(|part| has_mark(tokens, part))
}

/// Whether some content is a thing and no statement: a noun phrase without a clause of its own.
fn is_plain(tokens: &Tokens<'_>, part: &Range<usize>) -> bool {
    let first = tokens.words[part.start].lower.as_str();
    if matches!(first, "that" | "whether" | "how" | "why" | "if" | "what" | "who" | "where" | "when" | "to" | "not") {
        return false;
    }
    let Some(head) = tokens.head_of(part) else { return true };
    let token = &tokens.words[head];
    let has_clause =
        |word: usize| tokens.child(word, &["nsubj", "nsubj:pass", "cop", "expl", "aux", "csubj", "mark"]).is_some();
    matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num) && !has_clause(head)
}

/// Whether a cue that says nothing by itself, or nothing without a clause, has only a thing behind it.
fn is_act(tokens: &Tokens<'_>, draft: &Draft, head: usize, sense: Option<CueSense>, plain: bool) -> bool {
    if !plain {
        return false;
    }
    let token = &tokens.words[head];
    let receives = token.lemma == "welcome"
        && draft.content.iter().filter_map(|part| tokens.head_of(part)).any(|object| {
            tokens.words[object].upos == Upos::Propn || GUESTS.contains(&tokens.words[object].lemma.as_str())
        });
    let unsaid = |sense: CueSense| {
        sense.clause || draft.source.is_empty() && token.upos == Upos::Verb && !tokens.is_passive(head)
    };
    // A cue that no table knows is left to the engine, which is right three times in four, if somebody stands behind it.
    receives || sense.map_or(draft.source.is_empty(), unsaid)
}

/// Whether a verb of speaking has only what is spoken about.
fn is_topic(tokens: &Tokens<'_>, draft: &Draft, head: usize) -> bool {
    let about = |word: usize| matches!(tokens.words[word].lower.as_str(), "on" | "about" | "regarding" | "of");
    let begins = |part: &Range<usize>| about(part.start) || part.start.checked_sub(1).is_some_and(about);
    TALKING.contains(&tokens.words[head].lemma.as_str()) && draft.content.iter().all(begins)
}

/// Whether a thought stands under `if`, or under `may` and the like, so that nobody is said to have it.
fn is_supposed(tokens: &Tokens<'_>, head: usize, sense: Option<CueSense>) -> bool {
    let speech = sense.is_some_and(|sense| sense.speech);
    let when = tokens.child(head, &["mark", "advmod"]).is_some_and(|mark| tokens.words[mark].lower == "when");
    if when && tokens.words[head].xpos == "VBN" && tokens.child(head, &["nsubj", "nsubj:pass"]).is_none() {
        // `When asked whether`: whoever answers has not asked.
        return true;
    }
    let mut at = head;
    for _ in 0..MOST_STEPS {
        let has = |relation: &str, words: &[&str]| {
            tokens.children(at).iter().any(|&child| {
                tokens.words[child].relation == relation && words.contains(&tokens.words[child].lower.as_str())
            })
        };
        if tokens.words[at].relation.starts_with("advcl") && has("mark", &["if", "unless"]) {
            return true;
        }
        if !speech && has("aux", &["could", "may", "might"]) {
            return true;
        }
        let token = &tokens.words[at];
        match token.head.filter(|_| matches!(token.relation, "xcomp" | "conj" | "advcl" | "cop" | "aux")) {
            Some(up) => at = up,
            None => return false,
        }
    }
    false
}

/// Whether it is told that somebody said nothing: `has made no statement on`, `declined to say whether`.
fn is_unsaid(tokens: &Tokens<'_>, draft: &Draft, head: usize, plain: bool) -> bool {
    let open = |part: &Range<usize>| {
        matches!(
            tokens.words[part.start].lower.as_str(),
            "whether" | "if" | "what" | "how" | "why" | "when" | "where" | "who"
        )
    };
    if !plain && !draft.content.iter().all(open) {
        return false;
    }
    let nobody = draft.source.first().is_some_and(|source| {
        matches!(tokens.words[source.start].lower.as_str(), "neither" | "nobody" | "none" | "no")
    });
    let governor =
        || tokens.words[head].head.filter(|_| matches!(tokens.words[head].relation, "xcomp" | "obj" | "nsubj:pass"));
    let silent = |verb: usize| KEEPING_SILENT.contains(&tokens.words[verb].lemma.as_str());
    let speaks = matches!(
        tokens.words[head].lemma.as_str(),
        "say" | "tell" | "comment" | "disclose" | "reveal" | "specify" | "elaborate" | "discuss"
    ) || tokens.words[head].upos == Upos::Noun;
    let no = |noun: usize| {
        tokens.children(noun).iter().any(|&child| matches!(tokens.words[child].lower.as_str(), "no" | "any"))
    };
    speaks
        && (nobody
            || is_negated(tokens, head)
            || no(head)
            || governor().is_some_and(|verb| silent(verb) || is_negated(tokens, verb)))
}

/// Whether a noun of saying stands beside a verb whose subject the engine took for its source: `backed him despite criticism of`.
fn is_aside(tokens: &Tokens<'_>, draft: &Draft, head: usize) -> bool {
    let token = &tokens.words[head];
    let Some(verb) = token.head.filter(|_| token.upos == Upos::Noun && token.relation.starts_with("obl")) else {
        return false;
    };
    let beside = tokens.child(head, &["case"]).is_some_and(|case| ASIDE.contains(&tokens.words[case].lower.as_str()));
    let subject = tokens.subject(verb);
    beside && subject.is_some_and(|subject| draft.source.iter().any(|source| source.contains(&subject)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::tokens::by_hand::read;

    #[test]
    fn what_says_nothing_is_idle() {
        struct Case {
            marked: &'static str,
            source: Range<usize>,
            cue: Range<usize>,
            content: Range<usize>,
            idle: bool,
        }
        let cases = [
            Case {
                marked: "Police/NOUN/2/nsubj found/VERB/0/root/find a/DET/4/det body/NOUN/2/obj",
                source: 0..1,
                cue: 1..2,
                content: 2..4,
                idle: true,
            },
            Case {
                marked: "Police/NOUN/2/nsubj found/VERB/0/root/find that/SCONJ/5/mark he/PRON/5/nsubj fled/VERB/2/ccomp",
                source: 0..1,
                cue: 1..2,
                content: 2..5,
                idle: false,
            },
            Case {
                marked: "If/SCONJ/3/mark he/PRON/3/nsubj thinks/VERB/7/advcl/think so/ADV/3/advmod ,/PUNCT/3/punct they/PRON/7/nsubj leave/VERB/0/root",
                source: 1..2,
                cue: 2..3,
                content: 3..4,
                idle: true,
            },
            Case {
                marked: "Do/AUX/3/aux you/PRON/3/nsubj think/VERB/0/root he/PRON/5/nsubj left/VERB/3/ccomp ?/PUNCT/3/punct",
                source: 1..2,
                cue: 2..3,
                content: 3..5,
                idle: true,
            },
            Case {
                marked: "Ann/PROPN/2/nsubj commented/VERB/0/root/comment on/ADP/5/case the/DET/5/det recall/NOUN/2/obl",
                source: 0..1,
                cue: 1..2,
                content: 3..5,
                idle: true,
            },
            Case {
                marked: "Ann/PROPN/2/nsubj condemned/VERB/0/root/condemn the/DET/4/det raid/NOUN/2/obj",
                source: 0..1,
                cue: 1..2,
                content: 2..4,
                idle: false,
            },
            Case {
                marked: "Ann/PROPN/2/nsubj backed/VERB/0/root/back Bo/PROPN/2/obj despite/ADP/5/case criticism/NOUN/2/obl of/ADP/8/case the/DET/8/det raid/NOUN/5/nmod",
                source: 0..1,
                cue: 4..6,
                content: 6..8,
                idle: true,
            },
        ];
        for case in cases {
            let tokens = read(case.marked);
            let draft =
                Draft { source: vec![case.source], cue: vec![case.cue], content: vec![case.content], rule: None };
            assert_eq!(is_idle(&tokens, Lexicon::ours(), &draft), case.idle, "{}", case.marked);
        }
    }
}
