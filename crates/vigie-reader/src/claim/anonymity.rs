//! Anonymity: whether the page names a source, and why not where it says so.

use std::ops::Range;

use vigie_lang::Upos;
use vigie_record::{ByteRange, Identity};

use super::tokens::Tokens;

/// How texts begin to say why a source has no name.
const REASONS: &[&str] = &[
    "on condition of anonymity",
    "on the condition of anonymity",
    "on condition that he not be",
    "on condition that she not be",
    "on condition that they not be",
    "who asked not to be",
    "who requested anonymity",
    "requesting anonymity",
    "who declined to be",
    "who did not want to be",
    "who wished to remain",
    "who wanted to remain",
    "asked not to be named",
    "asked not to be identified",
    "asking not to be",
    "declined to be named",
    "declined to be identified",
    "declined to give",
    "speaking anonymously",
    "spoke anonymously",
    "was not authorized to",
    "were not authorized to",
    "was not authorised to",
    "were not authorised to",
    "not authorized to speak",
    "not authorised to speak",
    "for fear of",
    "whose name was withheld",
    "name has been withheld",
    "granted anonymity",
];

/// Marks that end such a reason.
const ENDS: &[char] = &[',', '.', ';', '—', '“', '”', '"', '\n', ')'];

/// Whether a source has a name on the page, and why not.
pub(crate) fn named(
    tokens: &Tokens<'_>,
    names: &[ByteRange],
    source: &[Range<usize>],
    identity: &Identity,
) -> (bool, Option<String>) {
    let Some(first) = source.first() else { return (false, None) };
    let reason = reason(tokens, first);
    let Some(head) = nominal_head(tokens, first) else { return (false, reason) };
    let token = &tokens.words[head];
    let in_name = |word: usize| {
        let range = tokens.words[word].range;
        let next = names.partition_point(|name| name.end() <= range.start());
        names.get(next).is_some_and(|name| name.contains(range))
    };
    let is_named = if in_name(head) || token.upos == Upos::Propn {
        true
    } else if token.upos == Upos::Pron {
        identity.name.is_some()
    } else {
        let called = tokens.children(head).iter().any(|&child| {
            let relation = tokens.words[child].relation;
            (relation == "appos" || relation == "flat" || relation == "nmod:desc") && in_name(child)
        });
        called || (identity.name.is_some() && is_definite(tokens, head))
    };
    if is_named && reason.is_none() { (true, None) } else { (is_named && !is_withheld(reason.as_deref()), reason) }
}

/// The noun or pronoun that a source hangs on, also where the tree hangs it on an adjective.
fn nominal_head(tokens: &Tokens<'_>, source: &Range<usize>) -> Option<usize> {
    let nominal = |word: &usize| matches!(tokens.words[*word].upos, Upos::Noun | Upos::Propn | Upos::Pron);
    let head = tokens.head_of(source)?;
    let outside = |word: &usize| tokens.words[*word].head.is_none_or(|head| !source.contains(&head));
    let better = || source.clone().filter(outside).find(nominal).or_else(|| source.clone().find(nominal));
    Some(if nominal(&head) { head } else { better().unwrap_or(head) })
}

fn is_withheld(reason: Option<&str>) -> bool {
    reason.is_some_and(|reason| reason.contains("anonym") || reason.contains("named") || reason.contains("identified"))
}

/// Whether a noun speaks of somebody that is known: `the president`, `his office`, `Minsk officials` does not.
fn is_definite(tokens: &Tokens<'_>, noun: usize) -> bool {
    tokens.children(noun).iter().any(|&child| {
        let token = &tokens.words[child];
        token.relation == "nmod:poss"
            || (token.relation == "det" && matches!(token.lower.as_str(), "the" | "this" | "that"))
    }) && !tokens.words[noun].feats.contains("Number=Plur")
}

/// Why a source has no name, in the words of its sentence.
fn reason(tokens: &Tokens<'_>, source: &Range<usize>) -> Option<String> {
    let sentence = tokens.sentences.get(tokens.words[source.start].sentence)?;
    let text = tokens.text_of(sentence);
    let lower = text.to_ascii_lowercase();
    let start = REASONS.iter().filter_map(|reason| lower.find(reason)).min()?;
    let rest = &text[start..];
    let end = rest.find(ENDS).unwrap_or(rest.len());
    Some(rest[..end].trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::tokens::by_hand::read;

    #[test]
    fn sources_without_a_name_say_why() {
        let tokens = read(
            "One/NUM/3/nummod senior/ADJ/3/amod official/NOUN/4/nsubj spoke/VERB/0/root on/ADP/6/case condition/NOUN/4/obl of/ADP/8/case \
             anonymity/NOUN/6/nmod ,/PUNCT/11/punct he/PRON/11/nsubj said/VERB/4/parataxis",
        );
        let found = named(&tokens, &[], std::slice::from_ref(&(0..3)), &Identity::default());
        assert_eq!(found, (false, Some("on condition of anonymity".to_owned())));
    }

    #[test]
    fn a_name_names_and_a_pronoun_needs_one() {
        let tokens = read("He/PRON/2/nsubj said/VERB/0/root so/ADV/2/advmod to/ADP/5/case Ann/PROPN/2/obl");
        let known = Identity { name: Some("Ann Lee".to_owned()), ..Identity::default() };
        assert!(named(&tokens, &[], std::slice::from_ref(&(0..1)), &known).0);
        assert!(!named(&tokens, &[], std::slice::from_ref(&(0..1)), &Identity::default()).0);
        assert!(named(&tokens, &[], std::slice::from_ref(&(4..5)), &Identity::default()).0);
    }
}
