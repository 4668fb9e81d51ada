//! The kind of a claim: report, assessment, explanation, forecast, analogy, intention, demand or denial.
//!
//! A cue that tells by itself rules (`denied`, `urged`, `predicted`); behind a neutral one (`said`) the content decides, by
//! what it foretells, demands, likens or explains, and by its words of probability.

use std::ops::Range;

use vigie_lang::Upos;
use vigie_record::ClaimKind;

use super::lexicon::CueSense;
use super::tokens::Tokens;

/// Phrases that give a reason.
const REASONS: &[&[&str]] = &[
    &["because"],
    &["the", "only", "explanation"],
    &["the", "explanation"],
    &["the", "reason"],
    &["main", "reason"],
    &["that", "be", "why"],
    &["due", "to"],
    &["owing", "to"],
    &["as", "a", "result", "of"],
    &["cause", "by"],
    &["be", "why"],
    &["stem", "from"],
    &["prompt", "by"],
    &["be", "the", "result", "of"],
    &["thanks", "to"],
    &["lead", "to"],
    &["explain"],
    &["drive", "by"],
    &["be", "behind"],
];

/// Phrases that liken.
const LIKENESSES: &[&[&str]] = &[
    &["sound", "like"],
    &["sound", "oddly"],
    &["look", "just", "like"],
    &["be", "like"],
    &["just", "like"],
    &["similar", "to"],
    &["reminiscent", "of"],
    &["resemble"],
    &["akin", "to"],
    &["parallel"],
    &["echo"],
    &["same", "kind"],
    &["same", "kinds"],
    &["the", "same", "as"],
    &["remind"],
    &["align", "with"],
    &["mirror"],
    &["recall", "the"],
    &["comparable"],
    &["a", "repeat", "of"],
    &["another", "vietnam"],
];

/// Words that demand, behind a subject that is not the speaker.
const DUTIES: &[&str] = &["must", "should", "ought", "shall"];

/// What a rule must know of some content besides its words.
pub(crate) struct Signs {
    /// Whether something to come is said in its main clause.
    pub(crate) future: bool,
    /// Whether it has words of probability.
    pub(crate) hedged: bool,
}

/// The kind of a claim.
///
/// `inner` are the stretches of claims in the content, whose reasons and likenesses are their own.
pub(crate) fn kind(
    tokens: &Tokens<'_>,
    cue: Option<CueSense>,
    content: &[Range<usize>],
    inner: &[Range<usize>],
    signs: &Signs,
) -> ClaimKind {
    let hint = cue.and_then(|sense| sense.kind);
    if let Some(kind @ (ClaimKind::Denial | ClaimKind::Demand | ClaimKind::Explanation | ClaimKind::Analogy)) = hint {
        return kind;
    }
    let main = main_sentence(tokens, content);
    let own = inner
        .iter()
        .filter(|part| part.start >= main.start)
        .fold(main.clone(), |own, part| own.start..own.end.min(part.start));
    let has = |phrases: &[&[&str]]| phrases.iter().any(|phrase| has_phrase(tokens, &own, phrase));
    match hint {
        Some(ClaimKind::Intention) => return ClaimKind::Intention,
        Some(ClaimKind::Forecast) => return ClaimKind::Forecast,
        _ => {}
    }
    if has(LIKENESSES) {
        return ClaimKind::Analogy;
    }
    if has(REASONS) {
        return ClaimKind::Explanation;
    }
    if signs.future {
        return if speaks_of_himself(tokens, &main) { ClaimKind::Intention } else { ClaimKind::Forecast };
    }
    if demands(tokens, &main) {
        return ClaimKind::Demand;
    }
    match hint {
        Some(kind) => kind,
        None if signs.hedged => ClaimKind::Assessment,
        None => ClaimKind::Report,
    }
}

/// The first sentence of some content, as far as it belongs to it.
fn main_sentence(tokens: &Tokens<'_>, content: &[Range<usize>]) -> Range<usize> {
    let Some(first) = content.iter().find(|part| !part.is_empty()) else { return 0..0 };
    let sentence = tokens.words[first.start].sentence;
    let end = first
        .clone()
        .take_while(|&word| tokens.words[word].sentence == sentence)
        .last()
        .map_or(first.start, |word| word + 1);
    first.start..end
}

/// Whether some words stand one after the other, by form or lemma.
fn has_phrase(tokens: &Tokens<'_>, within: &Range<usize>, phrase: &[&str]) -> bool {
    tokens.words[within.clone()]
        .windows(phrase.len())
        .any(|words| words.iter().zip(phrase).all(|(token, word)| token.lower == *word || token.lemma == *word))
}

/// Whether the subject of the main clause is the speaker, who acts: `we will`, `I am going to`.
fn speaks_of_himself(tokens: &Tokens<'_>, main: &Range<usize>) -> bool {
    let Some(head) = tokens.head_of(main) else { return false };
    let subject = tokens.child(head, &["nsubj"]);
    subject.is_some_and(|word| matches!(tokens.words[word].lower.as_str(), "i" | "we"))
        && tokens.words[head].upos == Upos::Verb
}

/// Whether the main clause says what others are to do.
fn demands(tokens: &Tokens<'_>, main: &Range<usize>) -> bool {
    let Some(head) = tokens.head_of(main) else { return false };
    let is_copular = tokens.child(head, &["cop"]).is_some();
    let duty = tokens.children(head).iter().any(|&child| {
        let token = &tokens.words[child];
        // `he must be tired` concludes; it demands nothing.
        let concludes = token.lower == "must" && is_copular;
        token.relation == "aux" && DUTIES.contains(&token.lower.as_str()) && !concludes
    });
    let needs =
        matches!(tokens.words[head].lemma.as_str(), "need" | "have") && tokens.child(head, &["xcomp"]).is_some();
    let perfect = tokens.child(head, &["aux"]).is_some_and(|_| {
        tokens
            .children(head)
            .iter()
            .any(|&child| tokens.words[child].lower == "have" && tokens.words[child].relation == "aux")
    });
    let imperative = tokens.words[head].feats.contains("Mood=Imp") && tokens.child(head, &["nsubj"]).is_none();
    ((duty || needs) && !perfect) || imperative
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::lexicon::Lexicon;
    use crate::claim::tokens::by_hand::read;

    fn kind_of(marked: &str, cue: &str, future: bool, hedged: bool) -> ClaimKind {
        let tokens = read(marked);
        let whole = 0..tokens.len();
        kind(&tokens, Lexicon::ours().cue_lemma(cue), std::slice::from_ref(&whole), &[], &Signs { future, hedged })
    }

    #[test]
    fn cues_and_contents_tell_the_kind() {
        let leave = "They/PRON/3/nsubj will/AUX/3/aux leave/VERB/0/root";
        let we = "We/PRON/3/nsubj will/AUX/3/aux leave/VERB/0/root";
        let must = "They/PRON/3/nsubj must/AUX/3/aux leave/VERB/0/root";
        let because = "They/PRON/2/nsubj left/VERB/0/root because/SCONJ/5/mark he/PRON/5/nsubj lost/VERB/2/advcl/lose";
        let cases = [
            (leave, "say", true, true, ClaimKind::Forecast),
            (we, "say", true, true, ClaimKind::Intention),
            (must, "say", false, false, ClaimKind::Demand),
            (because, "say", false, false, ClaimKind::Explanation),
            (leave, "deny", true, true, ClaimKind::Denial),
            ("They/PRON/2/nsubj left/VERB/0/root", "say", false, false, ClaimKind::Report),
            ("They/PRON/2/nsubj left/VERB/0/root", "believe", false, false, ClaimKind::Assessment),
            (
                "It/PRON/2/nsubj sounds/VERB/0/root/sound like/ADP/4/case war/NOUN/2/obl",
                "say",
                false,
                true,
                ClaimKind::Analogy,
            ),
        ];
        for (marked, cue, future, hedged, expected) in cases {
            assert_eq!(kind_of(marked, cue, future, hedged), expected, "{cue} {marked}");
        }
    }
}
