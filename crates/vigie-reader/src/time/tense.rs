//! Tense: whether the words around an expression look back or forward.
//!
//! Looks for the nearest verb in the raw text, back to the beginning of the sentence and then on to its end, and knows
//! verbs only by their endings and a short list. Reads at most [`REACH`] words either way, so a text without stops costs
//! no more than any other.

use super::words::Words;

/// How many words are looked at on each side.
const REACH: usize = 30;

/// What the words around say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    Unknown,
}

/// Words that look forward.
const FORWARD: &[&str] = &[
    "will", "ll", "shall", "would", "due", "slated", "upcoming", "deadline", "plans", "planning", "going", "intends",
    "aims", "hopes", "expects", "may", "might", "should", "begins", "starts", "opens", "meets", "expires", "ends",
    "takes", "ahead", "ready",
];

/// Participles that look forward where `to` or `for` follows.
const PROMISES: &[&str] = &[
    "agreed",
    "vowed",
    "promised",
    "decided",
    "wanted",
    "pledged",
    "expected",
    "scheduled",
    "planned",
    "set",
    "hoped",
    "intended",
    "threatened",
    "proposed",
    "wants",
    "plan",
    "expect",
    "hope",
    "supposed",
    "invited",
    "urged",
    "asked",
    "called",
    "ordered",
    "poised",
    "likely",
    "need",
    "needs",
    "have",
    "has",
    "is",
    "are",
    "going",
];

/// Verbs of the past that do not end in `ed`.
const BACKWARD: &[&str] = &[
    "was", "were", "had", "did", "has", "have", "said", "told", "came", "went", "took", "gave", "made", "met", "fell",
    "rose", "began", "won", "lost", "held", "led", "left", "sent", "hit", "struck", "broke", "found", "got", "grew",
    "kept", "knew", "ran", "saw", "sold", "spoke", "spent", "stood", "thought", "wrote", "flew", "fought", "drew",
    "drove", "been", "brought", "bought", "built", "caught", "chose", "dealt", "felt", "heard", "paid", "shot",
    "sought", "taken", "taught", "threw", "withdrew", "wore", "became", "shown", "done", "given", "killed", "blew",
    "sank", "died", "says", "reports", "earlier", "ago",
];

/// Words in `ed` that are no verbs of the past.
const NO_VERBS: &[&str] = &[
    "need", "feed", "speed", "indeed", "hundred", "united", "red", "bed", "seed", "exceed", "proceed", "succeed",
    "kindred", "shed",
];

/// The tense around the words from `from` up to `to`.
pub(super) fn tense(words: &Words<'_>, from: usize, to: usize) -> Tense {
    if words.follows_any(from, &["until", "till", "by"]) {
        return Tense::Future;
    }
    if words.follows_any(from, &["since"]) {
        return Tense::Past;
    }
    let back = back(words, from);
    if back != Tense::Unknown {
        return back;
    }
    for at in to..words.len().min(to + REACH) {
        if words.begins_sentence(at) {
            break;
        }
        let found = cue(words, at);
        if found != Tense::Unknown {
            return found;
        }
    }
    Tense::Unknown
}

fn back(words: &Words<'_>, from: usize) -> Tense {
    if words.begins_sentence(from) {
        return Tense::Unknown;
    }
    let mut at = from;
    while at > from.saturating_sub(REACH) {
        at -= 1;
        let found = cue(words, at);
        if found != Tense::Unknown {
            return found;
        }
        if words.begins_sentence(at) {
            break;
        }
    }
    Tense::Unknown
}

/// What one word says.
fn cue(words: &Words<'_>, at: usize) -> Tense {
    let leads_on = words.is_any(at + 1, &["to"]) && words.text(at + 2).starts_with(char::is_lowercase)
        || words.is_any(at + 1, &["for"]) && words.is_any(at, &["scheduled", "planned", "set", "called"]);
    if leads_on && words.is_any(at, PROMISES)
        || words.is_any(at, FORWARD) && !words.is(at, "may")
        || words.text(at) == "may"
    {
        return Tense::Future;
    }
    let text = words.text(at);
    let is_participle = text.len() > 3 && text.ends_with("ed") && !words.is_any(at, NO_VERBS);
    let is_past = words.is_any(at, BACKWARD) || is_participle && text.starts_with(char::is_lowercase);
    if !is_past {
        return Tense::Unknown;
    }
    // `Will be completed` looks forward.
    if words.follows_any(at, &["be"]) || at > 1 && words.is(at - 2, "be") { Tense::Future } else { Tense::Past }
}
