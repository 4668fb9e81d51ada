//! Conditions: the clause that says under what condition something comes, as long as it is still open.

use std::ops::Range;

use super::future::trimmed;
use crate::claim::tokens::Tokens;

/// Words that begin a condition, or a time that stands for one.
const CONDITIONS: &[&str] = &["if", "unless", "until", "when", "once", "till", "provided", "assuming", "whenever"];

/// The clause that says under what condition something comes.
pub(crate) fn condition(tokens: &Tokens<'_>, top: usize) -> Option<Range<usize>> {
    let mut at = Some(top);
    for _ in 0..3 {
        let word = at?;
        let found = tokens.children(word).iter().copied().find(|&child| is_condition(tokens, child));
        if let Some(clause) = found {
            let whole = tokens.reach(clause);
            let words = if whole.contains(&top) { tokens.phrase(clause, |_| false) } else { whole };
            return Some(trimmed(tokens, words));
        }
        at =
            tokens.words[word].head.filter(|_| matches!(tokens.words[word].relation, "conj" | "xcomp" | "aux" | "cop"));
    }
    None
}

fn is_condition(tokens: &Tokens<'_>, child: usize) -> bool {
    let token = &tokens.words[child];
    match token.relation {
        "advcl" | "advcl:relcl" => {
            tokens.children(child).iter().any(|&mark_at| {
                let mark = &tokens.words[mark_at];
                let is_mark = matches!(mark.relation, "mark" | "advmod") && CONDITIONS.contains(&mark.lower.as_str());
                // `should they attempt it`
                let is_inverted = mark.relation == "aux" && mark.lower == "should";
                is_mark
                    || is_inverted
                        && tokens.child(child, &["nsubj", "nsubj:pass"]).is_some_and(|subject| subject > mark_at)
            }) && !is_past_clause(tokens, child)
        }
        "obl" => tokens
            .children(child)
            .iter()
            .any(|&case| tokens.words[case].lower == "without" && tokens.words[case].relation == "case"),
        _ => false,
    }
}

/// Whether a clause stands in the past, so that what it opens is no condition still open: `when he fell`.
fn is_past_clause(tokens: &Tokens<'_>, verb: usize) -> bool {
    let marks =
        |words: &[&str]| tokens.children(verb).iter().any(|&mark| words.contains(&tokens.words[mark].lower.as_str()));
    let past = tokens.words[verb].xpos == "VBD"
        || tokens
            .child(verb, &["aux", "aux:pass", "cop"])
            .is_some_and(|be| matches!(tokens.words[be].lower.as_str(), "was" | "were" | "had" | "did"));
    past && marks(&["when", "once", "until", "till", "even"])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::tokens::by_hand::read;

    #[test]
    fn conditions_are_clauses_that_are_still_open() {
        let tokens = read(
            "If/SCONJ/3/mark he/PRON/3/nsubj falls/VERB/7/advcl/fall/VBZ ,/PUNCT/3/punct they/PRON/7/nsubj will/AUX/7/aux leave/VERB/0/root/leave/VB",
        );
        assert_eq!(condition(&tokens, 6).map(|words| tokens.text_of(&words)), Some("If he falls"));
        let tokens = read(
            "They/PRON/3/nsubj will/AUX/3/aux leave/VERB/0/root/leave/VB should/AUX/6/aux he/PRON/6/nsubj fall/VERB/3/advcl/fall/VB",
        );
        assert_eq!(condition(&tokens, 2).map(|words| tokens.text_of(&words)), Some("should he fall"));
    }
}
