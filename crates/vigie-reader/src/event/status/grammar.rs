//! What the grammar of a sentence says of whether an act is real: conditions, negations, aims, what is reported.

use vigie_record::Status;

use crate::tree::Tree;

/// Verbs of saying: what they report has the status that its own words give it, and a claim says who vouches for it.
const SAYING: &[&str] = &[
    "say", "claim", "state", "insist", "maintain", "report", "assert", "contend", "conclude", "find", "judge", "note",
    "tell", "confirm", "suggest", "indicate", "reveal", "show", "know", "argue", "add", "announce", "declare",
    "estimate",
];

/// Whether what is to come is a threat: it depends on what others do, or is told as a warning, and it hurts.
pub(super) fn is_threat(tree: &Tree<'_>, verb: usize, kind: &str) -> bool {
    let hurts = matches!(kind, "ASSAULT" | "COERCE" | "SANCTION" | "PROTEST" | "MOBILIZE");
    let depends =
        |at: usize| tree.children(at).iter().any(|&child| tree.relation(child) == "advcl" && is_condition(tree, child));
    let warns = |at: usize| matches!(tree.lemma(at), "warn" | "threaten");
    let above = tree.head(verb).filter(|_| matches!(tree.relation(verb), "ccomp" | "conj"));
    let beside = tree.children(verb).iter().any(|&child| tree.relation(child) == "parataxis" && warns(child));
    hurts
        && (depends(verb)
            || beside
            || above.is_some_and(|above| warns(above) || depends(above) && tree.relation(verb) == "conj"))
}

/// Whether a status is one of what may yet happen: heads tell a threat from a plan better than single words do.
pub(super) fn is_shade(status: Status) -> bool {
    matches!(status, Status::Planned | Status::Threatened | Status::Possible | Status::Hypothetical)
}

/// Whether a noun names an act of force as one that all know of: `the attack`.
pub(super) fn is_presupposed(tree: &Tree<'_>, noun: usize, kind: &str) -> bool {
    let is_definite = |&child: &usize| {
        tree.relation(child) == "det"
            && matches!(tree.word(child).text().to_lowercase().as_str(), "the" | "this" | "these" | "that" | "those")
    };
    !is_verbal(tree, noun)
        && matches!(kind, "ASSAULT" | "COERCE" | "PROTEST")
        && tree.children(noun).iter().any(is_definite)
}

/// `I want to thank them`: who says so does it.
pub(super) fn is_done_by_saying(tree: &Tree<'_>, verb: usize) -> bool {
    let wants = |head: usize| {
        matches!(tree.lemma(head), "want" | "like" | "wish")
            && tree.subject(head).is_some_and(|subject| matches!(tree.word(subject).text(), "I" | "We" | "we"))
    };
    tree.relation(verb) == "xcomp"
        && matches!(tree.lemma(verb), "thank" | "congratulate" | "apologise" | "apologize" | "commend" | "salute")
        && tree.head(verb).is_some_and(wants)
}

/// Whether a verb is an infinitive that says what another act is for.
pub(super) fn is_aim(tree: &Tree<'_>, verb: usize) -> bool {
    let is_to = |&child: &usize| tree.relation(child) == "mark" && tree.lemma(child) == "to";
    // `managed to free them`, `were able to`: they did.
    let is_own_act = tree.relation(verb) == "xcomp" && !tree.is_passive(verb);
    matches!(tree.relation(verb), "xcomp" | "advcl" | "acl")
        && !is_own_act
        && tree.word(verb).xpos().starts_with("VB")
        && tree.children(verb).iter().any(is_to)
}

/// Whether acts of a type are done by words alone.
pub(crate) fn is_of_words(kind: &str) -> bool {
    matches!(kind, "REQUEST" | "THREATEN" | "ACCUSE")
}

/// Whether a clause with `would` is what somebody said, with no condition in it.
pub(super) fn is_reported(tree: &Tree<'_>, auxiliary: usize) -> bool {
    let Some(verb) = tree.head(auxiliary) else { return false };
    let has_condition = tree.children(verb).iter().any(|&child| {
        tree.relation(child) == "advcl" && tree.children(child).iter().any(|&mark| tree.lemma(mark) == "if")
    });
    let is_said = tree.relation(verb) == "ccomp" && tree.head(verb).is_some_and(|head| is_saying(tree, head));
    is_said && !has_condition
}

/// `are underway`, `is ongoing`
pub(super) fn is_going_on(tree: &Tree<'_>, word: usize) -> bool {
    matches!(tree.word(word).text().to_lowercase().as_str(), "underway" | "ongoing")
}

/// Whether a verb is one of saying.
pub(crate) fn is_saying(tree: &Tree<'_>, word: usize) -> bool {
    SAYING.contains(&tree.lemma(word))
}

/// Whether a verb is a participle with `was` or `were` and no `being`.
pub(super) fn is_over(tree: &Tree<'_>, verb: usize) -> bool {
    let has = |words: &[&str]| {
        tree.children(verb).iter().any(|&child| words.contains(&tree.word(child).text().to_lowercase().as_str()))
    };
    tree.word(verb).xpos() == "VBN" && has(&["was", "were"]) && !has(&["being"])
}

/// Whether a verb tells of the past by its form: `struck`, `was sentenced`, `had left`; not `was to be sentenced`.
pub(super) fn is_past(tree: &Tree<'_>, verb: usize) -> bool {
    let is_to_come = |&child: &usize| {
        tree.lemma(child) == "to" || matches!(tree.lemma(child).to_lowercase().as_str(), "will" | "would" | "shall")
    };
    let is_perfect = || {
        let has_had = |&child: &usize| tree.relation(child) == "aux" && tree.lemma(child) == "have";
        tree.word(verb).xpos() == "VBN" && tree.children(verb).iter().any(has_had)
    };
    let is_past = tree.word(verb).xpos() == "VBD" || is_over(tree, verb) || is_perfect();
    is_past && !tree.children(verb).iter().any(is_to_come)
}

pub(super) fn is_verbal(tree: &Tree<'_>, word: usize) -> bool {
    crate::event::frames::is_verbal(tree, word)
}

/// Whether what a verb says, it says of the act that is its subject: `the offensive may begin`.
pub(super) fn tells_of_subject(tree: &Tree<'_>, verb: usize) -> bool {
    matches!(
        tree.lemma(verb),
        "begin"
            | "start"
            | "happen"
            | "occur"
            | "follow"
            | "continue"
            | "end"
            | "resume"
            | "take"
            | "go"
            | "fail"
            | "collapse"
            | "erupt"
    )
}

pub(super) fn has_auxiliary(tree: &Tree<'_>, verb: usize) -> bool {
    tree.children(verb).iter().any(|&child| matches!(tree.relation(child), "aux" | "nsubj" | "nsubj:pass"))
}

/// Whether a clause is an infinitive that says what something is done for.
pub(super) fn is_purpose(tree: &Tree<'_>, verb: usize) -> bool {
    tree.word(verb).xpos() == "VB"
        && tree.children(verb).iter().any(|&child| tree.relation(child) == "mark" && tree.lemma(child) == "to")
}

/// `inspectors are to visit`, `was to be hanged`, and of headlines `President to visit Baku`
pub(super) fn is_scheduled(tree: &Tree<'_>, verb: usize) -> bool {
    let is_be = |word: usize| tree.lemma(word) == "be" && tree.word(word).xpos() != "VB";
    let to = tree.children(verb).iter().copied().find(|&child| child < verb && tree.lemma(child) == "to");
    let Some(to) = to.filter(|&to| to > 0 && is_verbal(tree, verb) && tree.word(to).upos() == vigie_lang::Upos::Part)
    else {
        return false;
    };
    if tree.relation(verb) == "root" && tree.subject(verb).is_some_and(|subject| subject < to) {
        return true;
    }
    let before = to - 1;
    is_be(before) && (tree.head(before) == Some(verb) || tree.head(verb) == Some(before))
}

/// Whether a verb stands in a condition: after `if` or `unless`, or with `should` or `were` before its subject.
pub(super) fn is_condition(tree: &Tree<'_>, word: usize) -> bool {
    if !is_verbal(tree, word) {
        return false;
    }
    let children = tree.children(word);
    let subject = children.iter().copied().find(|&child| tree.relation(child).starts_with("nsubj"));
    let is_mark = |child: usize| {
        matches!(tree.relation(child), "mark" | "advmod")
            && matches!(tree.word(child).text().to_lowercase().as_str(), "if" | "unless")
    };
    let is_turned = |child: usize| {
        tree.relation(child).starts_with("aux")
            && matches!(tree.word(child).text().to_lowercase().as_str(), "should" | "were" | "had")
            && subject.is_some_and(|subject| child < subject)
            && tree.relation(word) == "advcl"
    };
    children.iter().any(|&child| child < word && (is_mark(child) || is_turned(child)))
}

/// Whether a word itself is negated: by `not` or `never` beside it, `without` before it, or `no` and `nobody` as its subject.
pub(super) fn is_negated(tree: &Tree<'_>, word: usize) -> bool {
    negates_itself(tree, word)
        || is_verbal(tree, word)
            && tree.children(word).iter().any(|&child| match tree.relation(child) {
                "mark" => tree.lemma(child).eq_ignore_ascii_case("without"),
                "nsubj" | "nsubj:pass" => is_nobody(tree, child),
                _ => false,
            })
}

/// `nobody`, `no minister`, `none of them`, `not one governor`, `neither side`
pub(crate) fn is_nobody(tree: &Tree<'_>, subject: usize) -> bool {
    let is_none = |word: usize| {
        matches!(tree.word(word).text().to_lowercase().as_str(), "nobody" | "none" | "no" | "neither" | "noone" | "nor")
    };
    let is_not_one = |word: usize| {
        tree.word(word).text().eq_ignore_ascii_case("not")
            && word + 1 < subject + 1
            && tree.word(word + 1).text().to_lowercase().starts_with(['o', 'a', 's'])
    };
    let first = tree.sentence(tree.sentence_of(subject)).start;
    is_none(subject)
        || tree.children(subject).iter().any(|&child| {
            child < subject && matches!(tree.relation(child), "det" | "advmod" | "cc:preconj") && is_none(child)
                || tree.relation(child) == "advmod" && child < subject && is_not_one(child)
        })
        || subject > first + 1 && is_not_one(subject - 2) && tree.word(subject - 1).upos() != vigie_lang::Upos::Verb
        || subject > first && is_not_one(subject - 1)
}

pub(crate) fn negates_itself(tree: &Tree<'_>, word: usize) -> bool {
    tree.children(word).iter().any(|&child| {
        matches!(tree.relation(child), "advmod" | "det")
            && (tree.word(child).feature("Polarity") == Some("Neg")
                || matches!(tree.lemma(child), "not" | "never" | "no" | "neither"))
    })
}
