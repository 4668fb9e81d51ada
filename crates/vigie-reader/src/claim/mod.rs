//! Claims: who says what, in what words, and how sure.
//!
//! The engine's attributions are mended with the tree, quotations that it missed are added, and each becomes a [`Claim`]
//! with its form, kind, certainty, listener and the claim that it stands in. Spans are left as the page has them.
//!
//! Needs: attributions, trees, names; who a mention of a source is, as a function. Gives: [`Claim`]s in the order of the
//! text, without events. Settings: the [`Lexicon`]. Scored by: `eval/attribution_eval.py`. Known mistakes: see `mend`.

mod anonymity;
pub(crate) mod certainty;
mod draft;
mod idle;
mod kind;
mod lexicon;
mod listener;
mod mend;
mod missed;
mod nesting;
mod quotation;
pub(crate) mod tokens;

use std::ops::Range;

use vigie_lang::{Document, Upos};
use vigie_record::{ByteRange, Claim, Content, Cue, Digest, Identity, Phrase, Polarity, Provenance, Source};

use self::draft::Draft;
use self::lexicon::CueSense;
pub use self::lexicon::Lexicon;
use self::quotation::Quotation;
use self::tokens::Tokens;
use crate::forecast;

/// Reads the claims of a document with the tables of the program.
///
/// `who` tells what the mention of a source resolves to.
pub fn claims(
    document: &Document,
    report_id: Digest,
    who: &dyn Fn(ByteRange) -> Identity,
    provenance: &Provenance,
) -> Vec<Claim> {
    claims_with(Lexicon::ours(), document, report_id, who, provenance)
}

/// Reads the claims of a document with a user's tables before ours.
pub fn claims_with(
    lexicon: &Lexicon,
    document: &Document,
    report_id: Digest,
    who: &dyn Fn(ByteRange) -> Identity,
    provenance: &Provenance,
) -> Vec<Claim> {
    let tokens = Tokens::of(document);
    let quotations = quotation::quotations(&tokens);
    let mut drafts = mend::mend(&tokens, lexicon, Draft::all(document));
    quotation::add_missed(&tokens, &quotations, lexicon, &mut drafts);
    drafts.sort_by_key(Draft::start);
    drafts.dedup_by(|a, b| a.source == b.source && a.cue == b.cue && a.content == b.content);
    let parents = nesting::parents(&drafts, &|word| tokens.words[word].sentence);
    let inner = nesting::inner(&drafts, &parents);
    let ids: Vec<Digest> = drafts.iter().map(|draft| id(&tokens, report_id, draft)).collect();
    let names: Vec<ByteRange> = document.names().map(vigie_lang::Name::range).collect();
    let page = Page { tokens: &tokens, quotations: &quotations, names: &names, lexicon, report_id, who, provenance };
    let claim = |(index, draft): (usize, &Draft)| {
        page.claim(draft, ids[index], parents[index].map(|parent| ids[parent]), &inner[index])
    };
    drafts.iter().enumerate().map(claim).collect()
}

/// All that the claims of one page have in common.
struct Page<'p> {
    tokens: &'p Tokens<'p>,
    quotations: &'p [Quotation],
    names: &'p [ByteRange],
    lexicon: &'p Lexicon,
    report_id: Digest,
    who: &'p dyn Fn(ByteRange) -> Identity,
    provenance: &'p Provenance,
}

impl Page<'_> {
    fn claim(&self, draft: &Draft, id: Digest, parent_id: Option<Digest>, inner: &[Range<usize>]) -> Claim {
        let tokens = self.tokens;
        let cue_head = draft.cue.first().and_then(|cue| cue_head(tokens, self.lexicon, cue));
        let sense = cue_head.and_then(|head| sense(tokens, self.lexicon, head, &draft.cue[0]));
        let future = forecast::has_future(tokens, &draft.content, inner);
        let judged = certainty::judge(tokens, self.lexicon, &draft.content, inner, future);
        let signs = kind::Signs { future, hedged: judged.interval.is_some() };
        let kind = kind::kind(tokens, sense, &draft.content, inner, &signs);
        let asks = cue_head.is_some_and(|head| ASKING.contains(&tokens.words[head].lemma.as_str()));
        let nobody = || draft.source.first().is_some_and(|source| is_nobody(tokens, source));
        let polarity = match certainty::polarity(tokens, &draft.content, kind, asks) {
            Polarity::Affirmed if nobody() || cue_head.is_some_and(|head| turns(tokens, head)) => Polarity::Denied,
            polarity => polarity,
        };
        let component = match draft.rule {
            Some(rule) => format!("vigie-reader/claim/{rule}"),
            None => "vigie-reader/claim".to_owned(),
        };
        Claim {
            id,
            report_id: self.report_id,
            spans: sentences(tokens, draft),
            source: self.source(draft),
            cue: cue_head.map(|head| Cue { spans: self.ranges(&draft.cue), lemma: self.cue_lemma(head) }),
            content: Content { spans: self.ranges(&draft.content), text: self.joined(&draft.content) },
            form: quotation::form(tokens, self.quotations, &draft.content),
            kind,
            certainty: certainty::certainty(tokens, &judged, sense, &draft.cue, polarity),
            told_to: listener::listener(tokens, draft).map(|words| self.phrase(&words)),
            parent_id,
            event_ids: Vec::new(),
            provenance: Provenance { component, ..self.provenance.clone() },
        }
    }

    fn cue_lemma(&self, head: usize) -> String {
        let token = &self.tokens.words[head];
        self.lexicon.cue_key(token).unwrap_or_else(|| token.lemma.clone())
    }

    fn source(&self, draft: &Draft) -> Option<Source> {
        let first = draft.source.first()?;
        let identity = (self.who)(self.tokens.range_of(first));
        let (named, unnamed_because) = anonymity::named(self.tokens, self.names, &draft.source, &identity);
        Some(Source {
            spans: self.ranges(&draft.source),
            text: self.joined(&draft.source),
            identity,
            named,
            unnamed_because,
        })
    }

    fn ranges(&self, parts: &[Range<usize>]) -> Vec<ByteRange> {
        parts.iter().map(|part| self.tokens.range_of(part)).collect()
    }

    fn joined(&self, parts: &[Range<usize>]) -> String {
        let texts: Vec<&str> = parts.iter().map(|part| self.tokens.text_of(part)).collect();
        texts.join(" ")
    }

    fn phrase(&self, words: &Range<usize>) -> Phrase {
        Phrase { spans: vec![self.tokens.range_of(words)], text: self.tokens.text_of(words).to_owned() }
    }
}

/// Cues behind which `if` and `whether` open a question.
const ASKING: &[&str] = &[
    "ask",
    "wonder",
    "question",
    "doubt",
    "inquire",
    "enquire",
    "determine",
    "investigate",
    "know",
    "see",
    "decide",
    "check",
    "examine",
    "establish",
    "consider",
    "clear",
    "sure",
];

/// Verbs that only lead to the verb of saying behind them: `sought to signal`, `started expressing`, `was quick to assure`.
const LEADING: &[&str] = &[
    "seek", "start", "begin", "issue", "give", "release", "deliver", "raise", "have", "publish", "continue", "try",
    "go", "come", "take", "be", "make", "move", "rush", "hasten", "hurry", "quick", "keep", "stop", "use", "dare",
    "appear", "seem", "step", "turn",
];

/// Whether words name nobody, or hardly anybody, as a source: `few`, `no one`, `neither side`.
fn is_nobody(tokens: &Tokens<'_>, source: &Range<usize>) -> bool {
    let few = tokens.words[source.start].lower == "few" && source.len() == 1;
    few || matches!(tokens.words[source.start].lower.as_str(), "no" | "nobody" | "none" | "neither")
}

/// The word of a cue that says what is done: its head, or the verb of saying to which the head only leads, or its first verb where the
/// head is an auxiliary or a mark.
fn cue_head(tokens: &Tokens<'_>, lexicon: &Lexicon, cue: &Range<usize>) -> Option<usize> {
    let head = tokens.head_of(cue)?;
    let says = |word: &usize| {
        let token = &tokens.words[*word];
        matches!(token.upos, Upos::Verb | Upos::Noun)
            && lexicon.cue_lemma(&token.lemma).is_some_and(|sense| sense.speech)
    };
    if LEADING.contains(&tokens.words[head].lemma.as_str())
        && let Some(verb) = cue.clone().filter(|&word| word > head).find(says)
    {
        return Some(verb);
    }
    if matches!(tokens.words[head].upos, Upos::Verb | Upos::Noun | Upos::Adj | Upos::Propn) {
        return Some(head);
    }
    let verb = cue.clone().find(|&word| tokens.words[word].upos == Upos::Verb);
    Some(verb.unwrap_or(head))
}

/// What a cue tells: by its head, else by the words before it (`is afraid`), else by the complement that it ends with
/// (`seems to think`).
fn sense(tokens: &Tokens<'_>, lexicon: &Lexicon, head: usize, cue: &Range<usize>) -> Option<CueSense> {
    let negated = certainty::is_negated(tokens, head);
    let verbal = |word: &usize| matches!(tokens.words[*word].upos, Upos::Verb | Upos::Adj | Upos::Aux | Upos::Noun);
    // `is afraid that` begins with its copula, which stands before the head.
    let copula = cue.clone().take_while(|&word| word < head).find_map(|word| lexicon.cue_at(tokens, word));
    let complement =
        || cue.clone().filter(verbal).filter(|&word| word > head).find_map(|word| lexicon.cue_at(tokens, word));
    let found = lexicon.cue_at(tokens, head).or(copula).or_else(complement)?;
    // What somebody does not say or think commits him to nothing.
    Some(if negated { CueSense { interval: None, ..found } } else { found })
}

/// Whether a negated cue denies what follows it: `is not expected to land`, `they do not believe that he left`.
fn turns(tokens: &Tokens<'_>, head: usize) -> bool {
    certainty::is_negated(tokens, head)
        && matches!(
            tokens.words[head].lemma.as_str(),
            "expect"
                | "think"
                | "believe"
                | "intend"
                | "plan"
                | "want"
                | "anticipate"
                | "foresee"
                | "suppose"
                | "imagine"
                | "mean"
        )
}

/// The places of the sentences that a claim stands in.
fn sentences(tokens: &Tokens<'_>, draft: &Draft) -> Vec<ByteRange> {
    let mut numbers: Vec<usize> =
        draft.parts().flat_map(Clone::clone).map(|word| tokens.words[word].sentence).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.into_iter().filter_map(|number| tokens.sentences.get(number)).map(|words| tokens.range_of(words)).collect()
}

/// The digest of a claim's content and place.
fn id(tokens: &Tokens<'_>, report_id: Digest, draft: &Draft) -> Digest {
    let mut bytes = b"claim".to_vec();
    bytes.extend(report_id.as_bytes());
    for (role, parts) in [("s", &draft.source), ("c", &draft.cue), ("t", &draft.content)] {
        for part in parts {
            let line = format!("{role}{}\u{0}{}\u{0}", tokens.range_of(part), tokens.text_of(part));
            bytes.extend(line.as_bytes());
        }
    }
    Digest::of(&bytes)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use vigie_lang::{Annotator, Settings, fake};

    use super::*;
    use crate::forecast::forecasts;

    /// Checks what holds of the records of any text.
    fn check(text: &str) -> Result<(), TestCaseError> {
        let annotator = Annotator::with_model(fake::model(), Settings::default());
        let document = annotator.annotate(text).expect("the fake model reads everything");
        let report_id = Digest::of(text.as_bytes());
        let who = |_: ByteRange| Identity::default();
        let found = claims(&document, report_id, &who, document.provenance());
        let ids: BTreeSet<Digest> = found.iter().map(|claim| claim.id).collect();
        prop_assert_eq!(ids.len(), found.len(), "ids are unique");
        let lies_in_text = |range: &ByteRange| text.get(range.as_range()).is_some_and(|words| !words.is_empty());
        for claim in &found {
            let source = claim.source.iter().flat_map(|source| &source.spans);
            let cue = claim.cue.iter().flat_map(|cue| &cue.spans);
            let told_to = claim.told_to.iter().flat_map(|phrase| &phrase.spans);
            let all = source
                .chain(cue)
                .chain(told_to)
                .chain(&claim.content.spans)
                .chain(&claim.certainty.markers)
                .chain(&claim.spans);
            for range in all {
                prop_assert!(lies_in_text(range), "{} in {:?}", range, text);
            }
            prop_assert!(!claim.content.spans.is_empty());
            prop_assert!(claim.parent_id.is_none_or(|parent| ids.contains(&parent) && parent != claim.id));
            prop_assert!(claim.certainty.probability.is_none_or(|[low, high]| low <= high));
            prop_assert_eq!(claim.certainty.probability.is_some(), claim.certainty.band.is_some());
        }
        let foretold = forecasts(&document, report_id, &found, &[], None, document.provenance());
        for forecast in &foretold {
            let condition = forecast.condition.iter().flat_map(|phrase| &phrase.spans);
            for range in forecast.statement.spans.iter().chain(condition).chain(&forecast.spans) {
                prop_assert!(lies_in_text(range), "{} in {:?}", range, text);
            }
            prop_assert!(forecast.claim_id.is_none_or(|claim| ids.contains(&claim)));
        }
        let again = claims(&document, report_id, &who, document.provenance());
        prop_assert_eq!(found, again);
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn records_of_any_text_lie_in_it(text in "\\PC{0,200}") {
            check(&text)?;
        }

        #[test]
        fn records_of_newswire_lie_in_it(words in prop::collection::vec(prop::sample::select(vec![
            "said", "will", "“", "”", "\"", ",", ".", "?", "if", "he", "might", "is", "to", "going", "expected", "likely", "60",
            "percent", "chance", "one", "in", "three", "told", "reporters", "that", "because", "\n\n", "ADVERTISEMENT\n", "would", "’s", "gonna", "not", "by", "2040", "Ann", "denied",
        ]), 0..80)) {
            check(&words.join(" "))?;
        }
    }
}
