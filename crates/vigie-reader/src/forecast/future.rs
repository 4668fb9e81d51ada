//! Futures: the words of a sentence that say something of what is to come.
//!
//! `will`, `is going to`, what is expected, planned, due or set to be, predictions, `is to` with an infinitive, modals in a
//! condition or with a time to come, and the future that reported speech puts into the past (`said it would`). Not: a future
//! in the past, a counterfactual (`would have`), a question, a habit (`will often`), `will` as a noun or a name.

use std::ops::Range;

use vigie_lang::Upos;

use crate::claim::certainty::is_negated;
use crate::claim::tokens::Tokens;

/// Words that are followed by an infinitive after `be`: `is expected to`, `are due to`.
const EXPECTED: &[&str] = &[
    "expect",
    "set",
    "due",
    "likely",
    "unlikely",
    "schedule",
    "slate",
    "poise",
    "plan",
    "bind",
    "bound",
    "project",
    "forecast",
    "predict",
    "anticipate",
    "about",
    "destine",
    "certain",
    "sure",
    "tip",
    "estimate",
    "scheduled",
    "expected",
    "slated",
    "poised",
    "estimated",
    "projected",
    "planned",
    "anticipated",
];

/// Words after `be` that are followed by a time: `is scheduled for`, `is due in`.
const TIMED: &[&str] = &["schedule", "scheduled", "due", "slate", "slated", "expect", "expected", "plan", "planned"];

/// Verbs that mean to do what their infinitive says, when they stand in the present.
const MEANING: &[&str] =
    &["plan", "intend", "aim", "hope", "expect", "prepare", "propose", "promise", "vow", "pledge", "threaten"];

/// Verbs that bind their subject whenever they were said.
const BINDING: &[&str] = &["vow", "pledge", "promise", "threaten", "undertake"];

/// Verbs that foretell.
const FORETELLING: &[&str] =
    &["predict", "forecast", "foresee", "project", "anticipate", "expect", "envisage", "foretell", "envision"];

/// Adverbs that make `will` a habit.
const HABITUAL: &[&str] = &["often", "usually", "sometimes", "typically", "normally", "frequently", "generally"];

/// Nouns whose `of` or `that` says what may come: `little chance of rain`.
const CHANCES: &[&str] = &["chance", "likelihood", "probability", "prospect"];

/// Nouns whose infinitive says what somebody means to do: `announced plans to leave`.
const PLANS: &[&str] = &["plan", "intention", "pledge", "promise", "threat", "vow", "commitment"];

/// Verbs that make such plans known, or hold them.
const PLANNING: &[&str] = &[
    "announce",
    "have",
    "unveil",
    "reveal",
    "outline",
    "confirm",
    "make",
    "express",
    "reiterate",
    "disclose",
    "declare",
];

/// Words that point to what is to come.
const COMING: &[&str] = &["tomorrow", "upcoming", "forthcoming", "tonight", "someday"];

/// How a future is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// By its verb, in a main clause or any other.
    Plain,
    /// By `would` in reported speech or after a condition.
    Would,
    /// By a modal that needs a time to come or a condition.
    Modal,
    /// By a present tense that needs a time to come.
    Present,
}

/// A verb that tells of what is to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Future {
    /// The top word of the clause.
    pub(crate) top: usize,
    /// The words that mark it.
    pub(crate) marker: Range<usize>,
    pub(crate) way: Way,
}

/// All that may be futures in a sentence, before time and surroundings are asked.
pub(crate) fn candidates(tokens: &Tokens<'_>, sentence: &Range<usize>) -> Vec<Future> {
    let asks = tokens.words[sentence.clone()].iter().rev().take(3).any(|token| token.text == "?");
    if asks {
        return Vec::new();
    }
    let mut found: Vec<Future> = sentence.clone().filter_map(|word| candidate(tokens, word)).collect();
    found.sort_by_key(|future| (future.top, future.way as u8, future.marker.start));
    found.dedup_by_key(|future| future.top);
    found
}

fn candidate(tokens: &Tokens<'_>, word: usize) -> Option<Future> {
    let token = &tokens.words[word];
    let one = word..word + 1;
    match token.lower.as_str() {
        "will" | "'ll" | "wo" | "shall" | "gonna" | "gon"
            if token.upos == Upos::Aux || token.lower.starts_with("gon") =>
        {
            // The tree may hang `gonna` on nothing and its verb on it.
            let top = if token.relation == "aux" { token.head? } else { word };
            (!is_habit(tokens, top) && !is_advice(tokens, top)).then_some(Future { top, marker: one, way: Way::Plain })
        }
        "would" | "'d" if token.upos == Upos::Aux && token.lemma != "have" => {
            let top = token.head?;
            let open = !is_perfect(tokens, top)
                && !is_habit(tokens, top)
                && !is_contrary(tokens, top)
                && !is_asked(tokens, top);
            open.then_some(Future { top, marker: one, way: Way::Would })
        }
        "could" | "may" | "might" | "can" | "should" | "must" if token.upos == Upos::Aux => {
            let top = token.head?;
            let open = !is_perfect(tokens, top) && !is_advice(tokens, top);
            open.then_some(Future { top, marker: one, way: Way::Modal })
        }
        "going" => {
            let verb = infinitive(tokens, word)?;
            in_present(tokens, word).then_some(Future {
                top: word,
                marker: word..verb.min(word + 2).max(word + 1),
                way: Way::Plain,
            })
        }
        _ => by_lemma(tokens, word),
    }
}

fn by_lemma(tokens: &Tokens<'_>, word: usize) -> Option<Future> {
    let token = &tokens.words[word];
    let lemma = token.lemma.as_str();
    let one = word..word + 1;
    if lemma == "be" && is_to(tokens, word) {
        let top = infinitive(tokens, word).unwrap_or(token.head.unwrap_or(word));
        let way = if is_past(token.lower.as_str()) { Way::Would } else { Way::Plain };
        return Some(Future { top, marker: word..(word + 2).min(tokens.len()), way });
    }
    let after_be = tokens.child(word, &["cop", "aux:pass"]).map(|be| tokens.words[be].lower.as_str());
    if EXPECTED.contains(&lemma)
        && (infinitive(tokens, word).is_some() || (TIMED.contains(&lemma) && has_time(tokens, word)))
    {
        if let Some(be) = after_be {
            let way = if is_past(be) { Way::Would } else { Way::Plain };
            return Some(Future { top: word, marker: one, way });
        }
        if matches!(token.relation, "acl" | "acl:relcl" | "amod" | "advcl")
            && token.upos != Upos::Noun
            && token.xpos == "VBN"
        {
            return Some(Future { top: word, marker: one, way: Way::Plain });
        }
    }
    if lemma == "due" && is_due_to(tokens, word) {
        return Some(Future { top: word + 2, marker: one, way: Way::Plain });
    }
    if token.upos == Upos::Noun && PLANS.contains(&lemma) && is_plan_to(tokens, word) {
        return Some(Future { top: word, marker: one, way: Way::Plain });
    }
    if token.upos == Upos::Noun && CHANCES.contains(&lemma) && opens_what_may_come(tokens, word) {
        // The statement is that of the verb: `the asteroid has a chance of striking`.
        let top = token.head.filter(|_| matches!(token.relation, "obj" | "nsubj")).unwrap_or(word);
        return Some(Future { top, marker: one, way: Way::Plain });
    }
    if token.upos != Upos::Verb {
        return None;
    }
    let arranges = TIMED.contains(&lemma) && lemma != "expect" && has_time(tokens, word);
    if arranges && tokens.child(word, &["obj"]).is_some() {
        return Some(Future { top: word, marker: one, way: Way::Present });
    }
    // `had forecast`, `had hoped to`: a past before the past is over.
    let is_over = tokens
        .children(word)
        .iter()
        .any(|&child| tokens.words[child].lower == "had" && tokens.words[child].relation == "aux");
    if is_over && (MEANING.contains(&lemma) || FORETELLING.contains(&lemma)) {
        return None;
    }
    let has_infinitive = infinitive(tokens, word).is_some();
    if has_infinitive && MEANING.contains(&lemma) && after_be.is_none() {
        let way = if in_present(tokens, word) || BINDING.contains(&lemma) { Way::Plain } else { Way::Would };
        return Some(Future { top: word, marker: one, way });
    }
    if FORETELLING.contains(&lemma) && after_be.is_none() {
        let thing = tokens.child(word, &["obj"]).is_some();
        let says = tokens.child(word, &["ccomp"]).is_some() || (in_present(tokens, word) && thing);
        // `expected a rise by March` needs its time.
        let way = if says { Way::Plain } else { Way::Present };
        return (says || thing).then_some(Future { top: word, marker: one, way });
    }
    let finite = matches!(token.xpos, "VBZ" | "VBP") || (token.xpos == "VBG" && in_present(tokens, word));
    let asserted = matches!(token.relation, "root" | "ccomp" | "conj" | "parataxis");
    (finite && asserted).then_some(Future { top: word, marker: one, way: Way::Present })
}

/// The infinitive with `to` that a word governs.
pub(super) fn infinitive(tokens: &Tokens<'_>, word: usize) -> Option<usize> {
    tokens.children(word).iter().copied().find(|&child| {
        matches!(tokens.words[child].relation, "xcomp" | "ccomp" | "advcl" | "csubj")
            && child > word
            && tokens
                .children(child)
                .iter()
                .any(|&mark| tokens.words[mark].lower == "to" && tokens.words[mark].relation == "mark")
    })
}

/// Whether a form of `be` is followed by `to` and a verb: `is to meet`, not `the aim is to win`.
fn is_to(tokens: &Tokens<'_>, word: usize) -> bool {
    let at = |offset: usize| tokens.words.get(word + offset);
    let Some((to, verb)) = at(1).zip(at(2)) else { return false };
    if to.lower != "to" || to.upos != Upos::Part || !(verb.upos == Upos::Verb || verb.upos == Upos::Aux) {
        return false;
    }
    if !matches!(tokens.words[word].lower.as_str(), "is" | "are" | "'s" | "'re" | "was" | "were") {
        return false;
    }
    let top =
        if tokens.words[word].upos == Upos::Aux && tokens.words[word].head == Some(word + 2) { word + 2 } else { word };
    let subject = tokens.child(top, &["nsubj", "nsubj:pass"]).or_else(|| tokens.child(word, &["nsubj"]));
    subject.is_some_and(|subject| {
        let token = &tokens.words[subject];
        !matches!(token.relation, "csubj")
            && !matches!(
                token.lemma.as_str(),
                "aim"
                    | "goal"
                    | "purpose"
                    | "plan"
                    | "idea"
                    | "job"
                    | "task"
                    | "it"
                    | "what"
                    | "all"
                    | "objective"
                    | "way"
                    | "point"
                    | "step"
                    | "role"
                    | "mission"
                    | "thing"
                    | "this"
                    | "that"
                    | "intention"
                    | "function"
                    | "option"
                    | "challenge"
                    | "strategy"
                    | "key"
                    | "solution"
                    | "alternative"
                    | "priority"
                    | "duty"
                    | "ambition"
                    | "work"
                    | "first"
                    | "best"
            )
    })
}

/// Whether `due` is followed by what is to be done, and not by a cause: `is due to speak`.
fn is_due_to(tokens: &Tokens<'_>, word: usize) -> bool {
    let lower = |at: usize| tokens.words.get(at).map_or("", |token| token.lower.as_str());
    let verb = tokens.words.get(word + 2).is_some_and(|verb| verb.xpos == "VB");
    let before = word.checked_sub(1).map_or("", lower);
    lower(word + 1) == "to"
        && verb
        && matches!(before, "is" | "are" | "'s" | "'re" | "am" | "'m" | "now" | "also" | "be")
}

/// Whether a noun of planning has an infinitive, and somebody who makes it known.
fn is_plan_to(tokens: &Tokens<'_>, noun: usize) -> bool {
    let to = |child: usize| tokens.children(child).iter().any(|&mark| tokens.words[mark].lower == "to");
    let planned = tokens
        .children(noun)
        .iter()
        .any(|&child| child > noun && tokens.words[child].relation.starts_with("acl") && to(child));
    let verb = tokens.words[noun].head.filter(|_| tokens.words[noun].relation == "obj");
    planned
        && verb.is_some_and(|verb| PLANNING.contains(&tokens.words[verb].lemma.as_str()) && !is_negated(tokens, verb))
}

/// Whether a noun of chance stands in the present and is followed by what it is the chance of.
fn opens_what_may_come(tokens: &Tokens<'_>, noun: usize) -> bool {
    let followed = tokens.children(noun).iter().any(|&child| {
        let opens = |word: &usize| matches!(tokens.words[*word].lower.as_str(), "of" | "that");
        child > noun
            && tokens.children(child).iter().any(opens)
            && matches!(tokens.words[child].relation, "nmod" | "acl" | "ccomp" | "advcl" | "acl:relcl")
    });
    let verb = tokens.words[noun].head.or_else(|| tokens.child(noun, &["cop"]));
    followed
        && verb.is_some_and(|verb| {
            in_present(tokens, verb) || matches!(tokens.words[verb].lower.as_str(), "is" | "are" | "has" | "have")
        })
}

fn is_past(be: &str) -> bool {
    matches!(be, "was" | "were" | "been")
}

/// Whether a verb stands in the present: by its own form, or that of its auxiliary.
fn in_present(tokens: &Tokens<'_>, verb: usize) -> bool {
    let token = &tokens.words[verb];
    let helper = tokens.child(verb, &["aux", "aux:pass", "cop"]).map(|helper| tokens.words[helper].lower.as_str());
    match helper {
        Some(helper) => {
            matches!(helper, "is" | "are" | "am" | "'s" | "'re" | "'m" | "has" | "have" | "'ve" | "do" | "does")
        }
        None => matches!(token.xpos, "VBZ" | "VBP") || (token.xpos == "VBG" && token.relation != "xcomp"),
    }
}

/// Whether a verb has a perfect auxiliary under its modal: `would have gone`.
fn is_perfect(tokens: &Tokens<'_>, verb: usize) -> bool {
    tokens.children(verb).iter().any(|&child| {
        tokens.words[child].lemma == "have"
            && tokens.words[child].relation == "aux"
            && matches!(tokens.words[child].lower.as_str(), "have" | "'ve")
    })
}

/// Whether `will` tells what somebody is wont to do, as in `boys will be boys`.
fn is_habit(tokens: &Tokens<'_>, verb: usize) -> bool {
    let lemma = &tokens.words[verb].lemma;
    let same = tokens.child(verb, &["nsubj"]).is_some_and(|subject| tokens.words[subject].lemma == *lemma);
    same || tokens.children(verb).iter().any(|&child| HABITUAL.contains(&tokens.words[child].lower.as_str()))
}

/// Whether a clause tells a reader what he will find, as advice and instructions do: `you will need`, `will help you`.
fn is_advice(tokens: &Tokens<'_>, verb: usize) -> bool {
    tokens.children(verb).iter().any(|&child| {
        let token = &tokens.words[child];
        matches!(token.relation, "nsubj" | "nsubj:pass" | "obj" | "iobj") && token.lower == "you"
    })
}

/// Whether `would` stands behind a condition that was never met: `had we known, it would`, `if he had known`.
fn is_contrary(tokens: &Tokens<'_>, verb: usize) -> bool {
    let mut at = Some(verb);
    for _ in 0..3 {
        let Some(word) = at else { return false };
        let unmet = tokens.children(word).iter().any(|&clause| {
            tokens.words[clause].relation.starts_with("advcl")
                && tokens.children(clause).iter().any(|&had| {
                    let has_subject_after =
                        tokens.child(clause, &["nsubj", "nsubj:pass"]).is_some_and(|subject| subject > had);
                    let is_under_if =
                        tokens.child(clause, &["mark"]).is_some_and(|mark| tokens.words[mark].lower == "if");
                    tokens.words[had].lower == "had"
                        && tokens.words[had].relation == "aux"
                        && (has_subject_after || is_under_if)
                })
        });
        if unmet {
            return true;
        }
        at = tokens.words[word].head.filter(|_| matches!(tokens.words[word].relation, "ccomp" | "conj" | "xcomp"));
    }
    false
}

/// Whether a clause is what somebody asked: `asked which would suit him`.
fn is_asked(tokens: &Tokens<'_>, verb: usize) -> bool {
    let asks = |word: usize| matches!(tokens.words[word].lemma.as_str(), "ask" | "wonder" | "inquire");
    tokens.words[verb].relation == "ccomp" && tokens.words[verb].head.is_some_and(asks)
}

/// Whether a word has a time or an occasion after it: `scheduled for Monday`, `due next week`.
fn has_time(tokens: &Tokens<'_>, word: usize) -> bool {
    tokens.children(word).iter().any(|&child| {
        let token = &tokens.words[child];
        child > word
            && (token.relation == "obl:tmod"
                || token.relation == "obl:unmarked"
                || (token.relation == "obl"
                    && tokens.child(child, &["case"]).is_some_and(|case| {
                        matches!(
                            tokens.words[case].lower.as_str(),
                            "for" | "in" | "on" | "by" | "at" | "before" | "after" | "within"
                        )
                    })))
    })
}

/// Whether words point to what is to come: `tomorrow`, `next week`, `in the coming days`, `by 2040`.
pub(crate) fn points_ahead(tokens: &Tokens<'_>, words: &Range<usize>, year: Option<i16>) -> bool {
    words.clone().any(|word| {
        let token = &tokens.words[word];
        let lower = token.lower.as_str();
        let next = |offset: usize| tokens.words.get(word + offset).map_or("", |token| token.lower.as_str());
        let unit = |text: &str| {
            matches!(
                text.trim_end_matches('s'),
                "day"
                    | "week"
                    | "month"
                    | "year"
                    | "decade"
                    | "hour"
                    | "season"
                    | "summer"
                    | "winter"
                    | "spring"
                    | "autumn"
                    | "fall"
                    | "quarter"
                    | "term"
                    | "election"
                    | "game"
                    | "round"
                    | "match"
                    | "monday"
                    | "tuesday"
                    | "wednesday"
                    | "thursday"
                    | "friday"
                    | "saturday"
                    | "sunday"
                    | "few"
                    | "two"
                    | "three"
                    | "five"
                    | "ten"
                    | "several"
                    | "couple"
            )
        };
        match lower {
            "next" | "coming" => unit(next(1)),
            "later" => next(1) == "this" || matches!(next(1), "today"),
            "future" => matches!(tokens.words[word.saturating_sub(2)].lower.as_str(), "in" | "the"),
            "by" | "in" | "from" | "until" | "before" | "for" => {
                let found = next(1).parse::<i16>().ok().filter(|found| (1900..2200).contains(found));
                found.zip(year).is_some_and(|(found, year)| found > year || (lower == "by" && found == year))
            }
            "one" => next(1) == "day",
            _ => COMING.contains(&lower),
        }
    })
}

/// A stretch without punctuation at its ends, and without the small words that tie it to what stands before.
pub(crate) fn trimmed(tokens: &Tokens<'_>, mut words: Range<usize>) -> Range<usize> {
    let ends = |word: usize| {
        tokens.words[word].upos == Upos::Punct && !matches!(tokens.words[word].text, "%" | "$" | "€" | "£")
    };
    let ties = |word: usize| matches!(tokens.words[word].lower.as_str(), "then" | "and" | "but" | "that" | "or" | "so");
    while words.len() > 1 && ends(words.end - 1) {
        words.end -= 1;
    }
    while words.len() > 1 && (ends(words.start) || (ties(words.start) && words.len() > 2)) {
        words.start += 1;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::tokens::by_hand::read;

    fn found(marked: &str) -> Vec<(String, Way)> {
        let tokens = read(marked);
        let all = candidates(&tokens, &(0..tokens.len()));
        all.into_iter().map(|future| (tokens.words[future.top].lower.clone(), future.way)).collect()
    }

    #[test]
    fn futures_are_found_by_their_verbs() {
        let cases: &[(&str, &[(&str, Way)])] = &[
            ("They/PRON/3/nsubj will/AUX/3/aux leave/VERB/0/root/leave/VB ./PUNCT/3/punct", &[("leave", Way::Plain)]),
            ("Will/AUX/3/aux they/PRON/3/nsubj leave/VERB/0/root/leave/VB ?/PUNCT/3/punct", &[]),
            ("Boys/NOUN/4/nsubj/boy will/AUX/4/aux be/AUX/4/cop boys/NOUN/0/root/boy", &[]),
            ("His/PRON/2/nmod:poss will/NOUN/3/nsubj broke/VERB/0/root/break/VBD", &[]),
            (
                "It/PRON/3/nsubj:pass is/AUX/3/aux:pass expected/VERB/0/root/expect/VBN to/PART/5/mark fall/VERB/3/xcomp/fall/VB",
                &[("expected", Way::Plain)],
            ),
            (
                "He/PRON/2/nsubj plans/VERB/0/root/plan/VBZ to/PART/4/mark run/VERB/2/xcomp/run/VB",
                &[("plans", Way::Plain)],
            ),
            (
                "He/PRON/2/nsubj planned/VERB/0/root/plan/VBD to/PART/4/mark run/VERB/2/xcomp/run/VB",
                &[("planned", Way::Would)],
            ),
            ("He/PRON/4/nsubj would/AUX/4/aux have/AUX/4/aux run/VERB/0/root/run/VBN", &[]),
            // What readers will find is advice.
            ("You/PRON/3/nsubj will/AUX/3/aux need/VERB/0/root/need/VB help/NOUN/3/obj", &[]),
            // What would be had something been.
            (
                "Had/AUX/3/aux we/PRON/3/nsubj known/VERB/6/advcl/know/VBN it/PRON/6/nsubj would/AUX/6/aux last/VERB/0/root/last/VB",
                &[],
            ),
            (
                "She/PRON/2/nsubj asked/VERB/0/root/ask/VBD which/PRON/5/nsubj would/AUX/5/aux suit/VERB/2/ccomp/suit/VB him/PRON/5/obj",
                &[],
            ),
            ("He/PRON/3/nsubj had/AUX/3/aux hoped/VERB/0/root/hope/VBN to/PART/5/mark win/VERB/3/xcomp/win/VB", &[]),
        ];
        for (marked, expected) in cases {
            let expected: Vec<_> = expected.iter().map(|(top, way)| ((*top).to_owned(), *way)).collect();
            assert_eq!(found(marked), expected, "{marked}");
        }
    }

    #[test]
    fn some_words_point_ahead() {
        let tokens = read(
            "Trade/NOUN/2/nsubj opens/VERB/0/root by/ADP/4/case 2040/NUM/2/obl or/CCONJ/7/cc next/ADJ/7/amod week/NOUN/4/conj",
        );
        assert!(points_ahead(&tokens, &(0..4), Some(2022)));
        assert!(!points_ahead(&tokens, &(0..4), Some(2041)));
        assert!(points_ahead(&tokens, &(4..7), None));
    }
}
