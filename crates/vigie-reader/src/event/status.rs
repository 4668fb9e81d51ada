//! Status: whether an event happened, is planned, feared or denied.
//!
//! The engine's head reads it from the sentence; syntax overrules it only where the words leave no doubt, and alone
//! decides where the model has no such head.

use vigie_lang::EventMention;
use vigie_record::Status;

use crate::tree::Tree;

/// How sure the head must be that nothing but a plain negation overrules it.
const SURE: f64 = 0.8;

/// The most clauses above an event that are looked at.
const MOST_CLAUSES: usize = 3;

/// The status of an event that the heads found.
pub(crate) fn of(tree: &Tree<'_>, trigger: usize, mention: EventMention<'_>) -> Status {
    let read = Status::named(mention.status()).unwrap_or(Status::Happened);
    match of_syntax(tree, trigger) {
        Some(status)
            if matches!(read, Status::Happened | Status::UnderWay) && mention.status_probability().get() < SURE =>
        {
            status
        }
        Some(Status::Denied) if read == Status::Happened => Status::Denied,
        _ => read,
    }
}

/// What the words around an event say of it beyond doubt, if they say anything.
pub(crate) fn of_syntax(tree: &Tree<'_>, trigger: usize) -> Option<Status> {
    if is_negated(tree, trigger) {
        return Some(Status::Denied);
    }
    let mut at = trigger;
    for _ in 0..MOST_CLAUSES {
        if let Some(status) = of_clause(tree, at) {
            return Some(status);
        }
        let relation = tree.relation(at);
        if !matches!(relation, "xcomp" | "obj" | "conj" | "advcl" | "acl" | "ccomp" | "nmod" | "obl") {
            return None;
        }
        let head = tree.head(at)?;
        if is_negated(tree, head) && matches!(relation, "xcomp" | "obj") {
            return Some(Status::Denied);
        }
        if let Some(status) =
            of_governor(tree.lemma(head)).filter(|_| matches!(relation, "xcomp" | "obj" | "acl" | "ccomp"))
        {
            return Some(status);
        }
        at = head;
    }
    None
}

fn is_negated(tree: &Tree<'_>, word: usize) -> bool {
    tree.children(word).iter().any(|&child| {
        matches!(tree.relation(child), "advmod" | "det")
            && (tree.word(child).feature("Polarity") == Some("Neg")
                || matches!(tree.lemma(child), "not" | "never" | "no" | "neither"))
    })
}

/// What auxiliaries and conjunctions of a clause say.
fn of_clause(tree: &Tree<'_>, verb: usize) -> Option<Status> {
    for &child in tree.children(verb) {
        let lemma = tree.lemma(child);
        match tree.relation(child) {
            "mark" if matches!(lemma, "if" | "unless" | "whether") => return Some(Status::Hypothetical),
            "aux" => match lemma {
                "will" | "shall" => return Some(Status::Planned),
                "may" | "might" | "could" | "can" => return Some(Status::Possible),
                "would" | "should" | "must" => return Some(Status::Hypothetical),
                _ => {}
            },
            _ => {}
        }
    }
    None
}

/// What a verb or noun says of an act that it governs.
fn of_governor(lemma: &str) -> Option<Status> {
    match lemma {
        "plan" | "intend" | "agree" | "promise" | "vow" | "pledge" | "prepare" | "announce" | "order" | "decide"
        | "schedule" | "aim" => Some(Status::Planned),
        "threaten" => Some(Status::Threatened),
        "fear" | "expect" | "suspect" | "consider" | "seem" | "appear" | "risk" | "allege" => Some(Status::Possible),
        "refuse" | "fail" | "deny" | "decline" | "avoid" | "rule" | "abort" | "foil" | "prevent" | "avert" => {
            Some(Status::Denied)
        }
        "want" | "urge" | "demand" | "ask" | "call" | "hope" | "wish" | "propose" | "advocate" => {
            Some(Status::Hypothetical)
        }
        "continue" | "keep" => Some(Status::UnderWay),
        _ => None,
    }
}
