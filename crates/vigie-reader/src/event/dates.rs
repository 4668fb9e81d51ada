//! When and where an event is: the time and the place that its sentence ties to it.

use jiff::Unit;
use jiff::civil::Date;
use vigie_record::{ByteRange, Place, Status, TimeSpan};

use super::Page;
use super::candidates::Candidate;
use super::status::is_of_words;

/// Prepositions that say where something is.
const WHERE: &[&str] = &[
    "in",
    "at",
    "near",
    "on",
    "around",
    "outside",
    "inside",
    "over",
    "across",
    "along",
    "off",
    "from",
    "to",
    "into",
    "toward",
    "towards",
    "through",
    "within",
    "throughout",
];

/// When: the time expression closest below the event, else the nearest of its clause, else one of a clause below it, else the day of the report.
pub(crate) fn date_of(page: &Page<'_>, candidate: &Candidate) -> Option<TimeSpan> {
    let inside = below(page, candidate.trigger);
    let sentence = page.tree.sentence_range(page.tree.sentence_of(candidate.trigger));
    let trigger = page.tree.word(candidate.trigger).range();
    let times = inside_of(page.times, sentence);
    let nearest = |holds: &dyn Fn(ByteRange) -> bool| {
        times
            .iter()
            .filter(|(range, _)| holds(*range))
            .min_by_key(|(range, _)| range.start().abs_diff(trigger.start()))
            .map(|(_, span)| span.clone())
    };
    let is_below = |range: ByteRange| inside.iter().any(|own| own.contains(range));
    let is_beside = |range: ByteRange| in_clause(page, range, candidate.trigger);
    let found = nearest(&|range| is_below(range) && is_beside(range))
        .or_else(|| nearest(&|range| sentence.contains(range) && is_beside(range)))
        // `accused of killing nine people in 2015`: that is when they were killed.
        .or_else(|| nearest(&is_below).filter(|when| !is_of_words(&candidate.kind) && !is_long_past(page, when)));
    found.or_else(|| match candidate.status {
        Status::Happened | Status::UnderWay => page.published_at.map(|at| TimeSpan::of_day(at.date())),
        _ => None,
    })
}

/// How many days before the report an event lies that is only background to it.
const LONG_PAST_DAYS: i64 = 300;

/// Whether the words that date an event put it long before the report: `in 1995`, `ten years ago`.
///
/// A report without a date is as old as the latest day or month that it names.
pub(crate) fn is_long_past(page: &Page<'_>, when: &TimeSpan) -> bool {
    if when.expression.is_none() {
        return false;
    }
    if let Some(relative) = &when.relative {
        let years = relative.strip_prefix("PUBLISHED-P").and_then(|length| length.strip_suffix('Y'));
        return years.and_then(|years| years.parse::<u32>().ok()).is_some_and(|years| years > 1);
    }
    matches!((when.end, page.today), (Some(end), Some(today)) if days_between(end, today) > LONG_PAST_DAYS)
}

fn days_between(from: Date, to: Date) -> i64 {
    from.until((Unit::Day, to)).map_or(0, |span| i64::from(span.get_days()))
}

/// Where: a place under a preposition of place below the event, else the nearest of its sentence; never one of its parties.
pub(crate) fn place_of(page: &Page<'_>, candidate: &Candidate) -> Option<Place> {
    let inside = below(page, candidate.trigger);
    let sentence = page.tree.sentence_range(page.tree.sentence_of(candidate.trigger));
    let trigger = page.tree.word(candidate.trigger).range();
    let parties: Vec<ByteRange> =
        candidate.actors.iter().chain(&candidate.recipients).map(|&head| page.tree.word(head).range()).collect();
    let is_free = |range: ByteRange| !parties.iter().any(|party| range.contains(*party));
    let places = inside_of(page.places, sentence);
    let nearest = |holds: &dyn Fn(ByteRange) -> bool| {
        let found =
            places.iter().filter(|(range, _)| is_free(*range) && holds(*range) && is_under_preposition(page, *range));
        found.min_by_key(|(range, _)| range.start().abs_diff(trigger.start())).map(|(_, place)| place.clone())
    };
    nearest(&|range| inside.iter().any(|own| own.contains(range)))
        .or_else(|| nearest(&|range| sentence.contains(range) && in_clause(page, range, candidate.trigger)))
}

/// Those of some things, which are in the order of the text, that begin in a sentence; what stands below a word stands in its sentence.
pub(crate) fn inside_of<T>(things: &[(ByteRange, T)], sentence: ByteRange) -> &[(ByteRange, T)] {
    let first = things.partition_point(|(range, _)| range.start() < sentence.start());
    let end = things.partition_point(|(range, _)| range.start() < sentence.end());
    &things[first..end]
}

/// The ranges of the words below an event's word.
fn below(page: &Page<'_>, trigger: usize) -> Vec<ByteRange> {
    let mut ranges: Vec<ByteRange> = Vec::new();
    let words = page.tree.subtree(trigger);
    for pair in words.chunk_by(|a, b| a + 1 == *b) {
        ranges.push(page.tree.range_of(pair));
    }
    ranges
}

/// Whether the words of a range belong to the clause of an event's word: under the verb that governs it, or, for a name of
/// a place or a time under no verb at all, in the same fragment.
fn in_clause(page: &Page<'_>, range: ByteRange, trigger: usize) -> bool {
    let verb = clause_of(page, trigger);
    let mut words = words_of(page, range);
    words.all(|word| clause_of(page, word) == verb)
}

/// The verb, or the top word, of the clause that a word stands in.
fn clause_of(page: &Page<'_>, word: usize) -> usize {
    let mut at = word;
    while let Some(head) = page.tree.head(at) {
        let relation = page.tree.relation(at);
        if matches!(relation, "acl:relcl" | "acl" | "advcl" | "ccomp" | "parataxis" | "csubj")
            || (relation == "conj" && is_verb(page, at))
        {
            return at;
        }
        at = head;
    }
    at
}

fn is_verb(page: &Page<'_>, word: usize) -> bool {
    page.tree.word(word).upos() == vigie_lang::Upos::Verb
}

fn is_under_preposition(page: &Page<'_>, range: ByteRange) -> bool {
    let has_preposition = |word: usize| {
        page.tree.preposition(word).is_some_and(|preposition| preposition.split(' ').any(|part| WHERE.contains(&part)))
    };
    let mut words = words_of(page, range);
    words.any(has_preposition)
}

/// The words of which some part lies in a range.
fn words_of(page: &Page<'_>, range: ByteRange) -> std::ops::Range<usize> {
    let document = page.tree.document();
    let n = document.n_words();
    let first_where = |holds: &dyn Fn(usize) -> bool| {
        let (mut low, mut high) = (0, n);
        while low < high {
            let middle = usize::midpoint(low, high);
            if holds(middle) { low = middle + 1 } else { high = middle }
        }
        low
    };
    let start = first_where(&|word| document.word(word).range().end() <= range.start());
    let end = first_where(&|word| document.word(word).range().start() < range.end());
    start..end.max(start)
}
