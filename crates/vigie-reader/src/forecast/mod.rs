//! Forecasts: what somebody says will be, under what condition, by when.
//!
//! A future that stands in the content of a claim is that claim's; any other is the outlet's own. One record a statement:
//! verbs of one clause share it, clauses with their own subjects have their own.
//!
//! Needs: trees, claims, times as ranges with their days, the day of publication. Gives: [`Forecast`]s in the order of the
//! text, all open. Scored by: sentences with a statement about the future, F1. Known mistakes: general truths told with
//! `will`; plans that the past has already settled, where no date tells.

mod condition;
mod future;

use std::ops::Range;

use jiff::civil::Date;
use vigie_lang::Document;
use vigie_record::{
    ByteRange, Claim, ClaimForm, ClaimKind, Content, Digest, Forecast, ForecastStatus, Phrase, Precision, Provenance,
    PublishedAt, TimeSpan,
};

use self::future::{Future, Way};
use crate::claim::tokens::{Tokens, overlap};
use crate::claim::{Lexicon, certainty};

/// Words before a time that opens a sentence: `in about`.
const OPENING: usize = 2;

/// A statement of fewer words is none.
const FEWEST_WORDS: usize = 3;

/// Days before publication from which on a past is no longer the news.
const OLD_DAYS: i64 = 45;

/// Relations of clauses that stand aside from what is claimed.
const ASIDE: &[&str] = &["acl:relcl", "acl", "advcl", "advcl:relcl"];

/// Verbs that say how something is, not what comes about.
const STATES: &[&str] = &[
    "have",
    "be",
    "know",
    "need",
    "want",
    "seem",
    "mean",
    "explain",
    "think",
    "believe",
    "see",
    "feel",
    "understand",
    "say",
    "tell",
    "imagine",
    "do",
    "contain",
    "lack",
    "look",
    "include",
    "suggest",
    "indicate",
    "appear",
    "argue",
    "like",
    "remain",
    "belong",
    "depend",
    "consider",
    "own",
    "reflect",
    "represent",
    "sound",
    "ask",
    "recall",
    "remember",
    "wonder",
    "hear",
];

/// Verbs that a speaker puts politely with `would`.
const POLITE: &[&str] = &[
    "like",
    "want",
    "love",
    "advise",
    "say",
    "argue",
    "prefer",
    "think",
    "recommend",
    "suggest",
    "appreciate",
    "hope",
    "need",
    "call",
    "describe",
    "imagine",
    "urge",
    "encourage",
    "guess",
];

/// Reads the forecasts of a document.
///
/// `claims` are those of the same document; `times` its time expressions with the days they mean.
pub fn forecasts(
    document: &Document,
    report_id: Digest,
    claims: &[Claim],
    times: &[(ByteRange, TimeSpan)],
    published_at: Option<PublishedAt>,
    provenance: &Provenance,
) -> Vec<Forecast> {
    forecasts_with(Lexicon::ours(), document, report_id, claims, times, published_at, provenance)
}

/// Reads the forecasts of a document with a user's tables before ours.
pub fn forecasts_with(
    lexicon: &Lexicon,
    document: &Document,
    report_id: Digest,
    claims: &[Claim],
    times: &[(ByteRange, TimeSpan)],
    published_at: Option<PublishedAt>,
    provenance: &Provenance,
) -> Vec<Forecast> {
    let tokens = Tokens::of(document);
    let published = published_at.map(PublishedAt::date);
    let claims: Vec<Carried<'_>> = claims.iter().map(|claim| Carried::new(&tokens, claim)).collect();
    let times: Vec<Timed<'_>> = times.iter().map(|(range, span)| (words_in(&tokens, *range), span)).collect();
    let claims_of =
        by_sentence(&tokens, claims.iter().map(|claim| claim.content.iter().chain(&claim.cue).chain(&claim.source)));
    let times_of = by_sentence(&tokens, times.iter().map(|time| std::iter::once(&time.0)));
    let page = Page { lexicon, tokens: &tokens, claims, claims_of, times, times_of, published, report_id, provenance };
    let mut found = Vec::new();
    for sentence in tokens.sentences.clone() {
        page.read_sentence(&sentence, &mut found);
    }
    found
}

/// Whether the main clause of some content says something of what is to come.
pub(crate) fn has_future(tokens: &Tokens<'_>, content: &[Range<usize>], inner: &[Range<usize>]) -> bool {
    let Some(first) = content.iter().find(|part| !part.is_empty()) else { return false };
    let Some(sentence) = tokens.sentences.get(tokens.words[first.start].sentence) else { return false };
    future::candidates(tokens, sentence).into_iter().any(|future| {
        let in_main = first.contains(&future.top) && !inner.iter().any(|part| part.contains(&future.top));
        let is_polite = future.way == Way::Would && POLITE.contains(&tokens.words[future.top].lemma.as_str());
        in_main && !is_polite && matches!(future.way, Way::Plain | Way::Would) && !aside(tokens, first, future.top)
    })
}

/// A stretch without punctuation at its ends, and without the small words that tie it to what stands before.
pub(crate) fn trimmed(tokens: &Tokens<'_>, words: &Range<usize>) -> Range<usize> {
    future::trimmed(tokens, words.clone())
}

fn aside(tokens: &Tokens<'_>, within: &Range<usize>, word: usize) -> bool {
    let top = tokens.head_of(within);
    top.is_some_and(|top| tokens.hangs_in(word, top, ASIDE))
}

/// A claim as stretches of words.
struct Carried<'c> {
    claim: &'c Claim,
    content: Vec<Range<usize>>,
    cue: Vec<Range<usize>>,
    source: Vec<Range<usize>>,
}

impl<'c> Carried<'c> {
    fn new(tokens: &Tokens<'_>, claim: &'c Claim) -> Self {
        let all = |ranges: &[ByteRange]| ranges.iter().map(|range| words_in(tokens, *range)).collect();
        Self {
            claim,
            content: all(&claim.content.spans),
            cue: claim.cue.as_ref().map(|cue| all(&cue.spans)).unwrap_or_default(),
            source: claim.source.as_ref().map(|source| all(&source.spans)).unwrap_or_default(),
        }
    }

    fn holds(&self, word: usize) -> bool {
        self.content.iter().any(|part| part.contains(&word))
    }

    fn length(&self) -> usize {
        self.content.iter().map(Range::len).sum()
    }
}

/// The words of a time, and the days that it means.
type Timed<'p> = (Range<usize>, &'p TimeSpan);

/// For each sentence, the numbers of the things that have a word in it.
fn by_sentence<'r>(
    tokens: &Tokens<'_>,
    things: impl Iterator<Item = impl Iterator<Item = &'r Range<usize>>>,
) -> Vec<Vec<usize>> {
    let mut found: Vec<Vec<usize>> = vec![Vec::new(); tokens.sentences.len()];
    for (index, parts) in things.enumerate() {
        for part in parts.filter(|part| !part.is_empty() && part.end <= tokens.len()) {
            let touched = tokens.words[part.start].sentence..=tokens.words[part.end - 1].sentence;
            for list in found.get_mut(touched).into_iter().flatten() {
                if list.last() != Some(&index) {
                    list.push(index);
                }
            }
        }
    }
    found
}

/// The words that lie in a range of the text.
fn words_in(tokens: &Tokens<'_>, range: ByteRange) -> Range<usize> {
    let start = tokens.words.partition_point(|token| token.range.end() <= range.start());
    let end = tokens.words.partition_point(|token| token.range.start() < range.end());
    start..end.max(start)
}

struct Page<'p> {
    lexicon: &'p Lexicon,
    tokens: &'p Tokens<'p>,
    claims: Vec<Carried<'p>>,
    /// The claims that touch each sentence.
    claims_of: Vec<Vec<usize>>,
    times: Vec<Timed<'p>>,
    /// The times that stand in each sentence.
    times_of: Vec<Vec<usize>>,
    published: Option<Date>,
    report_id: Digest,
    provenance: &'p Provenance,
}

impl Page<'_> {
    fn read_sentence(&self, sentence: &Range<usize>, found: &mut Vec<Forecast>) {
        let mut statements: Vec<Range<usize>> = Vec::new();
        for future in future::candidates(self.tokens, sentence) {
            let carrier = self.carrier(&future);
            if !self.is_to_come(&future, carrier, sentence) {
                continue;
            }
            let statement = self.statement(&future, carrier, sentence);
            // `may become` alone says nothing.
            if statement.len() < FEWEST_WORDS {
                continue;
            }
            if statements.iter().any(|known| overlap(known, &statement)) {
                continue;
            }
            statements.push(statement.clone());
            found.push(self.forecast(&future, carrier, sentence, &statement));
        }
    }

    /// The innermost claim whose content a future stands in.
    fn carrier(&self, future: &Future) -> Option<&Carried<'_>> {
        let cue_of = |claim: &&Carried<'_>| claim.cue.iter().any(|cue| cue.contains(&future.top));
        let own = self.claims_near(future.top).find(cue_of);
        let holding = || self.claims_near(future.top).filter(|claim| claim.holds(future.top));
        own.or_else(|| holding().min_by_key(|claim| claim.length()))
    }

    /// The claims that touch the sentence of a word.
    fn claims_near(&self, word: usize) -> impl Iterator<Item = &Carried<'_>> {
        self.claims_of[self.tokens.words[word].sentence].iter().map(|&index| &self.claims[index])
    }

    /// The times in the sentence of a word.
    fn times_near(&self, word: usize) -> impl Iterator<Item = &Timed<'_>> {
        self.times_of[self.tokens.words[word].sentence].iter().map(|&index| &self.times[index])
    }

    fn is_to_come(&self, future: &Future, carrier: Option<&Carried<'_>>, sentence: &Range<usize>) -> bool {
        let tokens = self.tokens;
        if future.way == Way::Plain {
            return true;
        }
        let clause =
            if future.way == Way::Present { self.own_words(future) } else { tokens.phrase(future.top, |_| false) };
        let year = self.published.map(Date::year);
        let ahead = || self.time_ahead(&clause).is_some() || future::points_ahead(tokens, &clause, year);
        match future.way {
            Way::Plain => true,
            Way::Would => {
                (self.is_reported(future, carrier) && !self.is_old(&clause, sentence))
                    || self.has_open_condition(future)
                    || ahead()
            }
            Way::Modal => {
                let lower = tokens.words[future.marker.start].lower.as_str();
                let weak = matches!(lower, "can" | "should" | "must");
                if weak {
                    lower == "should" && ahead()
                } else {
                    ahead() || self.has_open_condition(future) || self.tells_of_change(future)
                }
            }
            // `this year` in the present tense is the present.
            Way::Present => self.starts_ahead(&clause) || future::points_ahead(tokens, &clause, year),
        }
    }

    /// The words of a clause without those of clauses in it.
    fn own_words(&self, future: &Future) -> Range<usize> {
        let tokens = self.tokens;
        tokens.phrase(future.top, |child| {
            matches!(
                tokens.words[child].relation,
                "ccomp" | "advcl" | "acl:relcl" | "parataxis" | "conj" | "acl" | "xcomp"
            )
        })
    }

    /// Whether a modal says that something may come about, rather than that it may be so.
    fn tells_of_change(&self, future: &Future) -> bool {
        let tokens = self.tokens;
        let top = &tokens.words[future.top];
        let lower = tokens.words[future.marker.start].lower.as_str();
        // `could be hiding` says what may be so now.
        let is_progressive = tokens
            .children(future.top)
            .iter()
            .any(|&child| tokens.words[child].lower == "be" && tokens.words[child].relation == "aux");
        let is_state =
            is_progressive || tokens.child(future.top, &["cop"]).is_some() || STATES.contains(&top.lemma.as_str());
        let asserted = matches!(top.relation, "root" | "ccomp" | "conj" | "parataxis");
        // `could` beside a negation tells what somebody was not able to do.
        let nobody = tokens.child(future.top, &["nsubj", "nsubj:pass"]).is_some_and(|subject| {
            let none = |word: usize| matches!(tokens.words[word].lower.as_str(), "no" | "nobody" | "none" | "one");
            none(subject) || tokens.children(subject).iter().any(|&word| none(word))
        });
        let able = lower == "could" && (certainty::is_negated(tokens, future.top) || nobody);
        asserted && !is_state && !able && top.upos == vigie_lang::Upos::Verb
    }

    /// Whether `would` is the future of reported speech, not of a wish: no one backshifts his own words.
    fn is_reported(&self, future: &Future, carrier: Option<&Carried<'_>>) -> bool {
        let tokens = self.tokens;
        let is_direct = carrier.is_some_and(|claim| claim.claim.form == ClaimForm::Direct);
        if is_direct || POLITE.contains(&tokens.words[future.top].lemma.as_str()) {
            return false;
        }
        let mut at = tokens.words[future.top].head.filter(|_| tokens.words[future.top].relation != "root");
        for _ in 0..4 {
            let Some(head) = at else { break };
            if matches!(tokens.words[head].xpos, "VBD" | "VBN") && tokens.child(head, &["ccomp", "xcomp"]).is_some() {
                return true;
            }
            at = tokens.words[head].head;
        }
        carrier.is_some_and(|claim| !claim.cue.is_empty() && claim.holds(future.top))
    }

    /// Whether a date beside a clause says that its past is no news.
    fn is_old(&self, clause: &Range<usize>, sentence: &Range<usize>) -> bool {
        let Some(published) = self.published else { return false };
        self.times_near(sentence.start).any(|(words, span)| {
            !overlap(words, clause) && span.end.is_some_and(|end| days_between(end, published) > OLD_DAYS)
        })
    }

    fn has_open_condition(&self, future: &Future) -> bool {
        condition::condition(self.tokens, future.top).is_some()
    }

    /// The first time in a stretch that ends after publication.
    fn time_ahead(&self, words: &Range<usize>) -> Option<&TimeSpan> {
        let mut times = self.times_near(words.start);
        let is_length = |span: &TimeSpan| span.start.is_none() && span.end.is_none();
        times
            .find(|(time, span)| {
                overlap(time, words)
                    && (self.lies_ahead(span) || is_length(span) && self.may_lie_ahead(time, span, words))
            })
            .map(|time| time.1)
    }

    /// Whether a time in a stretch begins after publication.
    fn starts_ahead(&self, words: &Range<usize>) -> bool {
        let later = |start: Date| self.published.is_some_and(|published| start > published);
        let unknown = |span: &TimeSpan| span.start.is_none() && span.end.is_none() && self.lies_ahead(span);
        let ahead =
            |span: &TimeSpan| span.precision != Precision::Vague && span.start.is_some_and(later) || unknown(span);
        self.times_near(words.start).any(|(time, span)| overlap(time, words) && ahead(span))
    }

    fn lies_ahead(&self, span: &TimeSpan) -> bool {
        if let Some(published) = self.published
            && (span.start.is_some() || span.end.is_some())
        {
            // A stretch that is under way, such as `this year`, lies ahead only as far as it still goes.
            let vague = span.precision == Precision::Vague;
            return !vague
                && (span.start.is_some_and(|start| start > published) || span.end.is_some_and(|end| end > published));
        }
        span.relative.as_deref().is_some_and(|relative| relative.contains("+P"))
    }

    /// Whether a time in a statement about the future can only be its horizon, though the report has no date to tell: a day, month or year
    /// that it names, a length of time after `in`, `within` or `over`.
    fn may_lie_ahead(&self, words: &Range<usize>, span: &TimeSpan, statement: &Range<usize>) -> bool {
        // `In two days, they believe, it will`: a time that opens the sentence belongs to what follows.
        let opens = words.end <= statement.start
            && self
                .tokens
                .sentences
                .get(self.tokens.words[words.start].sentence)
                .is_some_and(|all| words.start <= all.start + OPENING);
        if self.published.is_some() || !(overlap(words, statement) || opens) || span.precision == Precision::Vague {
            return false;
        }
        let before = words.start.checked_sub(1).map_or("", |at| self.tokens.words[at].lower.as_str());
        let first = self.tokens.words[words.start].lower.as_str();
        let is_since = |word: &str| matches!(word, "since" | "from" | "last" | "past" | "ago" | "previous" | "during");
        let is_past = is_since(before) || words.clone().any(|at| is_since(&self.tokens.words[at].lower));
        let is_ahead =
            |word: &str| matches!(word, "in" | "within" | "over" | "by" | "next" | "coming" | "until" | "on" | "for");
        !is_past && (span.start.is_some() || span.end.is_some() || is_ahead(before) || is_ahead(first))
    }

    /// The words that say what is to be.
    fn statement(&self, future: &Future, carrier: Option<&Carried<'_>>, sentence: &Range<usize>) -> Range<usize> {
        let tokens = self.tokens;
        let is_cue = carrier.is_some_and(|claim| claim.cue.iter().any(|cue| cue.contains(&future.top)));
        if let Some(content) = carrier.filter(|_| is_cue).map(|claim| claim.content.as_slice())
            && let (Some(first), Some(last)) = (content.first(), content.last())
        {
            // `The storm is expected to move on`: the claim's two parts with its cue between them are one clause.
            let is_whole = last.start >= first.end && last.end <= sentence.end && first.start >= sentence.start;
            let words = if is_whole { first.start..last.end } else { first.clone() };
            let whole = self.with_subject(future.top, words, sentence);
            // A content that lost what is expected is no statement: `the price is expected to fall`.
            if future::infinitive(tokens, future.top).is_none_or(|verb| whole.contains(&verb)) {
                return future::trimmed(tokens, whole);
            }
        }
        let top = self.clause_top(future.top, carrier);
        let parts: Vec<Range<usize>> =
            self.claims_near(future.top).flat_map(|claim| claim.cue.iter().chain(&claim.source)).cloned().collect();
        let beyond = |child: usize| {
            let apart = tokens.words[child].relation == "parataxis" || has_own_subject(tokens, child);
            apart && child != future.top && !tokens.hangs_in(future.top, child, &[])
                || parts.iter().any(|part| part.contains(&child))
                    && carrier.is_some_and(|claim| !claim.holds(child))
                    && child != future.top
        };
        let clause = tokens.phrase(top, beyond);
        let clause = clause.start.max(sentence.start)..clause.end.min(sentence.end);
        let limit = carrier.and_then(|claim| claim.content.iter().find(|part| part.contains(&future.top)));
        let clause = limit.map_or(clause.clone(), |part| part.start.max(clause.start)..part.end.min(clause.end));
        let whole = if clause.contains(&future.top) { clause } else { future.top..future.top + 1 };
        future::trimmed(tokens, self.with_subject(future.top, whole, sentence))
    }

    /// Words with the subject of their verb before them: `the family hopes to send him`, not `to send him`.
    fn with_subject(&self, verb: usize, words: Range<usize>, sentence: &Range<usize>) -> Range<usize> {
        let tokens = self.tokens;
        let own = tokens.child(verb, &["nsubj", "nsubj:pass"]);
        let subject = own.filter(|&subject| {
            subject < words.start
                && sentence.contains(&subject)
                && !matches!(tokens.words[subject].lower.as_str(), "who" | "which" | "that" | "what")
                && !tokens.words[subject..words.start].iter().any(|token| matches!(token.text, "\"" | "“" | "”" | ";"))
        });
        subject.map_or(words.clone(), |subject| tokens.phrase(subject, |_| false).start.max(sentence.start)..words.end)
    }

    /// The top of the statement that a verb belongs to: a relative clause is told with its noun.
    fn clause_top(&self, word: usize, carrier: Option<&Carried<'_>>) -> usize {
        let tokens = self.tokens;
        let mut word = word;
        for _ in 0..4 {
            let token = &tokens.words[word];
            let up = matches!(token.relation, "xcomp" | "acl:relcl" | "acl")
                || (token.relation == "conj" && !has_own_subject(tokens, word));
            match token.head.filter(|&head| up && carrier.is_none_or(|claim| claim.holds(head) || !claim.holds(word))) {
                Some(head) => word = head,
                None => break,
            }
        }
        word
    }

    fn forecast(
        &self,
        future: &Future,
        carrier: Option<&Carried<'_>>,
        sentence: &Range<usize>,
        statement: &Range<usize>,
    ) -> Forecast {
        let tokens = self.tokens;
        let condition = condition::condition(tokens, future.top);
        let within: Vec<Range<usize>> = condition.iter().cloned().collect();
        let judged = certainty::judge(tokens, self.lexicon, std::slice::from_ref(statement), &within, true);
        let claimed = carrier.and_then(|claim| claim.claim.certainty.probability);
        let denied = carrier.is_some_and(|claim| claim.claim.kind == ClaimKind::Denial);
        let horizon = self.horizon(statement, sentence, condition.as_ref());
        let spans = vec![tokens.range_of(sentence)];
        let text = tokens.text_of(statement).to_owned();
        let range = tokens.range_of(statement);
        let component = "vigie-reader/forecast".to_owned();
        Forecast {
            id: self.id(range, &text),
            report_id: self.report_id,
            spans,
            claim_id: carrier.map(|claim| claim.claim.id),
            statement: Content { spans: vec![range], text },
            condition: condition
                .map(|words| Phrase { spans: vec![tokens.range_of(&words)], text: tokens.text_of(&words).to_owned() }),
            horizon,
            // What a denial is about is as improbable as the denial has it.
            probability: if denied { claimed } else { judged.interval.or(claimed) },
            status: ForecastStatus::Open,
            resolved_at: None,
            brier_score: None,
            provenance: Provenance { component, ..self.provenance.clone() },
        }
    }

    /// By when: the time in the statement that lies ahead, else one in its sentence, never one of the condition alone.
    fn horizon(
        &self,
        statement: &Range<usize>,
        sentence: &Range<usize>,
        condition: Option<&Range<usize>>,
    ) -> Option<TimeSpan> {
        let outside = |words: &Range<usize>| condition.is_none_or(|condition| !overlap(words, condition));
        let times = || {
            self.times_near(sentence.start)
                .filter(|(words, span)| self.lies_ahead(span) || self.may_lie_ahead(words, span, statement))
        };
        let mut within = times().filter(|(words, _)| overlap(words, statement) && outside(words));
        // Without a date nothing tells which of several lies ahead; what names the latest day does.
        let inside = match self.published {
            Some(_) => within.next(),
            None => within.reduce(|best, next| if next.1.end > best.1.end { next } else { best }),
        };
        let beside = || times().find(|(words, _)| outside(words));
        let (words, span) = inside.or_else(beside)?;
        // Nothing foretold lies before its publication.
        let start = span.start.map(|start| self.published.map_or(start, |published| start.max(published)));
        let end = self.end_of_stretch(words).or(span.end);
        Some(TimeSpan { start, end, ..(*span).clone() })
    }

    /// The last day of `from A to B` or `between A and B`, where A is a time.
    fn end_of_stretch(&self, first: &Range<usize>) -> Option<Date> {
        let tokens = self.tokens;
        let before = tokens.words[..first.start].last().map_or("", |token| token.lower.as_str());
        let link = tokens.words.get(first.end).map_or("", |token| token.lower.as_str());
        let joins = matches!((before, link), ("from", "to" | "until" | "till" | "through") | ("between", "and"));
        let second = self.times_near(first.start).find(|(words, _)| joins && words.start == first.end + 1);
        second.and_then(|(_, span)| span.end)
    }

    fn id(&self, range: ByteRange, text: &str) -> Digest {
        let mut bytes = b"forecast".to_vec();
        bytes.extend(self.report_id.as_bytes());
        bytes.extend(format!("{range}\u{0}{text}").as_bytes());
        Digest::of(&bytes)
    }
}

/// Whether a clause beside another has a subject of its own, and so is a statement of its own.
fn has_own_subject(tokens: &Tokens<'_>, word: usize) -> bool {
    tokens.words[word].relation == "conj" && tokens.child(word, &["nsubj", "nsubj:pass", "expl"]).is_some()
}

fn days_between(earlier: Date, later: Date) -> i64 {
    earlier.until(later).map_or(0, |span| i64::from(span.get_days()))
}
