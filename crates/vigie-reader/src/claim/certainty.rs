//! Certainty: how probable a source says it is, by its own words.
//!
//! Words of probability count where they stand in the clause that is claimed, not in a relative clause, a condition or a
//! claim within the claim. A number that the text states is taken as stated. Among several words in one sentence the least
//! sure one rules, since `I am sure that he might` is a `might`; the first sentence that has any speaks for the claim.
//! Where the content has none, the cue may commit its source: `fears`, `predicts`, `knows`.

use crate::number_words;
use std::ops::Range;

use vigie_lang::Upos;
use vigie_record::{Certainty, ClaimKind, Polarity, Probability};

use super::lexicon::{CueSense, Interval, Lexicon, Marker, MarkerUse};
use super::tokens::Tokens;

/// Relations of clauses whose words of probability are their own.
const ASIDE: &[&str] = &["acl:relcl", "acl", "advcl", "advcl:relcl"];

/// Words before a number, or after it, that make it a probability.
const CHANCE: &[&str] =
    &["chance", "probability", "likelihood", "odds", "likely", "certain", "sure", "confident", "risk", "possibility"];

/// Words between a number and such a word.
const CHANCE_NEAR: usize = 3;

/// The band of ICD 203 that holds a probability.
pub(crate) fn band(middle: f64) -> &'static str {
    // Ends of bands are whole per cents; a middle is not always.
    match (middle * 1000.0).round() / 1000.0 {
        p if p < 0.05 => "almost no chance",
        p if p < 0.20 => "very unlikely",
        p if p < 0.45 => "unlikely",
        p if p <= 0.55 => "roughly even chance",
        p if p <= 0.80 => "likely",
        p if p <= 0.95 => "very likely",
        _ => "almost certain",
    }
}

/// How sure a source is, from the words of its claim.
pub(crate) struct Judged {
    pub(crate) interval: Option<Interval>,
    /// The words that tell, as stretches of words.
    pub(crate) markers: Vec<Range<usize>>,
}

/// Reads the words of probability in some content, without the stretches of claims within it.
pub(crate) fn judge(
    tokens: &Tokens<'_>,
    lexicon: &Lexicon,
    content: &[Range<usize>],
    within: &[Range<usize>],
    future: bool,
) -> Judged {
    let mut markers = Vec::new();
    for part in content {
        for marker in stated(tokens, part).into_iter().chain(lexicon.markers(tokens, part)) {
            let hidden = within.iter().any(|inner| inner.contains(&marker.words.start));
            let known = markers.iter().any(|known: &Marker| super::tokens::overlap(&known.words, &marker.words));
            if !hidden && !known && !stands_aside(tokens, part, marker.words.start) {
                markers.push(marker);
            }
        }
    }
    markers.sort_by_key(|marker| marker.words.start);
    let plain: Vec<&Marker> = markers.iter().filter(|marker| marker.how != MarkerUse::Future).collect();
    let chosen: Vec<&Marker> = if plain.is_empty() && future { markers.iter().collect() } else { plain };
    let sentence = chosen.first().map(|marker| tokens.words[marker.words.start].sentence);
    let here = chosen.iter().filter(|marker| Some(tokens.words[marker.words.start].sentence) == sentence);
    let here: Vec<&&Marker> = here.collect();
    // What a later clause hedges is not what the first one says.
    let first = here.iter().any(|marker| !in_later_clause(tokens, marker.words.start));
    let own = here.into_iter().filter(|marker| !first || !in_later_clause(tokens, marker.words.start));
    let least = own.min_by(|a, b| sureness(a.interval).total_cmp(&sureness(b.interval)));
    Judged {
        interval: least.map(|marker| marker.interval),
        markers: chosen.iter().map(|marker| marker.words.clone()).collect(),
    }
}

/// How far a probability lies from an open one, wide intervals less far.
fn sureness(interval: Interval) -> f64 {
    let [low, high] = interval.map(Probability::get);
    (f64::midpoint(low, high) - 0.5).abs() - (high - low) / 4.0
}

/// Whether a word stands in a clause that is put beside an earlier one, with a subject of its own.
fn in_later_clause(tokens: &Tokens<'_>, word: usize) -> bool {
    let mut word = word;
    for _ in 0..tokens.len() {
        let token = &tokens.words[word];
        if token.relation == "conj" && tokens.child(word, &["nsubj", "nsubj:pass", "expl"]).is_some() {
            return true;
        }
        match token.head {
            Some(head) => word = head,
            None => return false,
        }
    }
    false
}

/// Whether a word stands in a clause aside from what is claimed.
fn stands_aside(tokens: &Tokens<'_>, content: &Range<usize>, word: usize) -> bool {
    let mut word = word;
    for _ in 0..tokens.len() {
        let token = &tokens.words[word];
        let Some(head) = token.head.filter(|head| content.contains(head)) else { return false };
        if ASIDE.contains(&token.relation) {
            return true;
        }
        word = head;
    }
    false
}

/// The certainty of a claim.
pub(crate) fn certainty(
    tokens: &Tokens<'_>,
    judged: &Judged,
    cue: Option<CueSense>,
    cue_words: &[Range<usize>],
    polarity: Polarity,
) -> Certainty {
    let mut markers: Vec<_> = judged.markers.iter().map(|words| tokens.range_of(words)).collect();
    let mut interval = judged.interval;
    if let Some(committed) = cue.and_then(|sense| sense.interval) {
        let denies = cue.is_some_and(|sense| sense.kind == Some(ClaimKind::Denial));
        if interval.is_none() || denies {
            interval = Some(committed);
            markers.extend(cue_words.iter().map(|words| tokens.range_of(words)));
            markers.sort_unstable();
            markers.dedup();
        }
    }
    Certainty {
        probability: interval,
        band: interval.map(|[low, high]| band(f64::midpoint(low.get(), high.get())).to_owned()),
        markers,
        polarity,
    }
}

/// Whether some content affirms, denies, or leaves open.
pub(crate) fn polarity(tokens: &Tokens<'_>, content: &[Range<usize>], kind: ClaimKind, open_cue: bool) -> Polarity {
    if kind == ClaimKind::Denial {
        return Polarity::Denied;
    }
    let Some(first) = content.first().filter(|part| !part.is_empty()) else { return Polarity::Affirmed };
    let begins = tokens.words[first.start].lower.as_str();
    let sentence = tokens.words[first.start].sentence;
    let asks = content
        .iter()
        .flat_map(Clone::clone)
        .any(|word| tokens.words[word].text == "?" && tokens.words[word].sentence == sentence);
    if begins == "whether" || (begins == "if" && open_cue) || asks {
        return Polarity::Open;
    }
    let Some(head) = tokens.head_of(first) else { return Polarity::Affirmed };
    let negated = tokens.children(head).iter().any(|&child| {
        let token = &tokens.words[child];
        let is_not = matches!(token.lemma.as_str(), "not" | "n't" | "never") && token.relation == "advmod";
        let is_no = token.relation.starts_with("nsubj")
            && (matches!(token.lemma.as_str(), "nobody" | "none" | "nothing")
                || tokens.children(child).iter().any(|&word| tokens.words[word].lemma == "no"));
        is_not || is_no
    });
    if negated { Polarity::Denied } else { Polarity::Affirmed }
}

/// Probabilities that the text states: `a 60 percent chance`, `60 to 70 percent likely`, `a one-in-three chance`.
fn stated(tokens: &Tokens<'_>, within: &Range<usize>) -> Vec<Marker> {
    let mut found = Vec::new();
    let mut at = within.start;
    while at < within.end {
        let read = percentage(tokens, at, within.end).or_else(|| one_in(tokens, at, within.end));
        if let Some((end, low, high)) = read
            && let Some(words) = with_chance(tokens, &(at..end), within)
            && let (Some(low), Some(high)) = (Probability::nearest(low), Probability::nearest(high))
        {
            at = words.end.max(end);
            found.push(Marker { words, interval: [low, high], how: MarkerUse::Plain });
        } else {
            at += 1;
        }
    }
    found
}

/// `60 percent`, `60-70%`, `60 to 70 per cent`, `between 60 and 70 percent`: the word after it, and both ends.
fn percentage(tokens: &Tokens<'_>, start: usize, end: usize) -> Option<(usize, f64, f64)> {
    let (low, mut high, mut at) = match numbers_of(&tokens.words[start].lower)?.as_slice() {
        [one] => (*one, *one, start + 1),
        [low, high] => (*low, *high, start + 1),
        _ => return None,
    };
    let lower = |at: usize| (at < end).then(|| tokens.words[at].lower.as_str());
    if matches!(lower(at), Some("to" | "and" | "-" | "–" | "or"))
        && let Some(second) = lower(at + 1).and_then(numbers_of)
    {
        high = *second.first()?;
        at += 2;
    }
    let glued = tokens.words[at - 1].lower.ends_with('%');
    match lower(at) {
        Some("percent" | "%" | "pct" | "percentage") => at += 1,
        Some("per") if lower(at + 1) == Some("cent") => at += 2,
        _ if glued => {}
        _ => return None,
    }
    ((0.0..=100.0).contains(&low) && low <= high && high <= 100.0).then_some((at, low / 100.0, high / 100.0))
}

/// `one in three`, `one-in-three`, `3 in 10`.
fn one_in(tokens: &Tokens<'_>, start: usize, end: usize) -> Option<(usize, f64, f64)> {
    let token = tokens.words[start].lower.as_str();
    let parts: Vec<&str> = token.split("-in-").collect();
    let (part, whole, after) = if let [part, whole] = parts[..] {
        (number_words::value(part)?, number_words::value(whole)?, start + 1)
    } else {
        let text = |at: usize| (at < end).then(|| tokens.words[at].lower.as_str());
        let skip = |at: usize| at + usize::from(text(at) == Some("-"));
        let middle = skip(start + 1);
        if text(middle) != Some("in") {
            return None;
        }
        let last = skip(middle + 1);
        (number_words::value(token)?, number_words::value(text(last)?)?, last + 1)
    };
    (whole > part && part > 0.0).then(|| (after, part / whole, part / whole))
}

/// A number together with the word near it that makes it a probability.
fn with_chance(tokens: &Tokens<'_>, number: &Range<usize>, within: &Range<usize>) -> Option<Range<usize>> {
    let is_chance = |word: &usize| CHANCE.contains(&tokens.words[*word].lemma.as_str());
    let after = number.end..(number.end + CHANCE_NEAR).min(within.end);
    if let Some(word) = after.clone().find(is_chance) {
        return Some(number.start..word + 1);
    }
    let before = number.start.saturating_sub(CHANCE_NEAR + 1).max(within.start)..number.start;
    before.rev().find(is_chance).map(|word| word..number.end)
}

fn numbers_of(text: &str) -> Option<Vec<f64>> {
    let numbers: Option<Vec<f64>> = text.trim_end_matches('%').split(['-', '–']).map(number_words::value).collect();
    numbers.filter(|numbers| !numbers.is_empty() && numbers.len() <= 2)
}

/// Whether a word is a finite verb's negation, for those who ask of a clause.
pub(crate) fn is_negated(tokens: &Tokens<'_>, verb: usize) -> bool {
    tokens.children(verb).iter().any(|&child| {
        let token = &tokens.words[child];
        token.upos != Upos::Punct && matches!(token.lemma.as_str(), "not" | "n't" | "never")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::tokens::by_hand::read;

    /// The interval in percent and the markers of a whole sentence.
    fn judged(marked: &str, future: bool) -> String {
        let tokens = read(marked);
        let whole = 0..tokens.len();
        let judged = judge(&tokens, Lexicon::ours(), std::slice::from_ref(&whole), &[], future);
        let interval = judged.interval.map(|ends| ends.map(|end| (end.get() * 100.0).round()));
        let words: Vec<&str> = judged.markers.iter().map(|words| tokens.text_of(words)).collect();
        format!("{interval:?} {words:?}")
    }

    #[test]
    fn words_of_probability_are_read_as_people_read_them() {
        let cases = [
            ("He/PRON/3/nsubj will/AUX/3/aux leave/VERB/0/root", false, "None []"),
            ("He/PRON/3/nsubj will/AUX/3/aux leave/VERB/0/root", true, "Some([80.0, 98.0]) [\"will\"]"),
            (
                "He/PRON/4/nsubj will/AUX/4/aux probably/ADV/4/advmod leave/VERB/0/root",
                true,
                "Some([60.0, 82.0]) [\"probably\"]",
            ),
            // The least sure word rules.
            (
                "I/PRON/3/nsubj am/AUX/3/cop afraid/ADJ/0/root he/PRON/6/nsubj might/AUX/6/aux leave/VERB/3/ccomp",
                true,
                "Some([20.0, 70.0]) [\"might\"]",
            ),
            // Words in a relative clause are its own.
            (
                "He/PRON/2/nsubj sold/VERB/0/root arms/NOUN/2/obj that/PRON/7/nsubj:pass might/AUX/7/aux be/AUX/7/aux:pass used/VERB/3/acl:relcl",
                false,
                "None []",
            ),
            // What is stated is taken as stated.
            (
                "There/PRON/2/expl is/VERB/0/root a/DET/8/det 60/NUM/8/nummod to/ADP/6/case 70/NUM/4/nmod percent/NOUN/8/compound chance/NOUN/2/nsubj of/ADP/10/case war/NOUN/8/nmod",
                false,
                "Some([60.0, 70.0]) [\"60 to 70 percent chance\"]",
            ),
            (
                "It/PRON/2/nsubj has/VERB/0/root a/DET/5/det one-in-four/NUM/5/nummod chance/NOUN/2/obj",
                false,
                "Some([25.0, 25.0]) [\"one-in-four chance\"]",
            ),
            // A percentage of something else is none.
            ("Some/DET/3/det 60/NUM/3/nummod percent/NOUN/4/nsubj voted/VERB/0/root", false, "None []"),
        ];
        let wrong: Vec<String> = cases
            .iter()
            .map(|(marked, future, expected)| (judged(marked, *future), expected, marked))
            .filter(|(found, expected, _)| found != *expected)
            .map(|(found, expected, marked)| format!("{marked}: {found} instead of {expected}"))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn bands_are_those_of_icd_203() {
        for (p, expected) in [
            (0.02, "almost no chance"),
            (0.1, "very unlikely"),
            (0.3, "unlikely"),
            (0.5, "roughly even chance"),
            (f64::midpoint(0.2, 0.7), "roughly even chance"),
            (0.7, "likely"),
            (0.9, "very likely"),
            (0.97, "almost certain"),
        ] {
            assert_eq!(band(p), expected);
        }
    }
}
