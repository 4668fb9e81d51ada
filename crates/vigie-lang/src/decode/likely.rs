//! Spans that are likely to be right from their first word to their last.
//!
//! Scores of words and moves between tags, with moves that BIO does not know forbidden, give a probability to every sequence of
//! tags; the sum over all sequences that have a span in exactly these words is the span's own. Taken are the spans that do not
//! overlap and together exceed their least probabilities by most; what comes near is given too, for another place of the text may say
//! the same more plainly. Names are found so: each stands for itself. Parts of an
//! attribution are worth more together, and the best single sequence ([`super::bio`]) gives more of them whole. Cost:
//! O(n·k²) time and O(n·k) memory for n words and k tags, and O(n) more for each place where a span may begin.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use super::bio::{Bio, Transitions, finite};
use crate::labels::SpanKind;
use crate::matrix::{Matrix, argmax};

/// How likely a span must be to be told, where a model does not say.
pub(crate) const LEAST: f64 = 0.5;

/// How likely, of all kinds together, a span must be to be kept though it is not told.
const LEAST_KEPT: f64 = 0.2;

/// How likely a span of a kind must be for that to count.
const LEAST_COUNTED: f64 = 0.05;

/// The most kinds of spans that a decoder knows.
const MOST_KINDS: usize = 4;

/// Scores below the best by more than this count as this much below: sums never vanish, whatever a model says.
const FLOOR: f64 = -60.0;

/// Tags and the moves between them, ready to decode.
#[derive(Debug, Clone)]
pub(crate) struct LikelyDecoder<K> {
    tags: Vec<Bio<K>>,
    kinds: Vec<SpanTags<K>>,
    start: Vec<f64>,
    end: Vec<f64>,
    /// Weights of moves, `moves[from * k + to]`, 0 where BIO forbids it.
    moves: Vec<f64>,
}

/// A kind of span: the columns of its tags, and how likely a span must be to be told.
#[derive(Debug, Clone, Copy)]
struct SpanTags<K> {
    kind: K,
    /// The place of the kind among all.
    column: usize,
    begin: usize,
    /// None where spans of this kind have one word each.
    inside: Option<usize>,
    least: f64,
}

/// A span that is told, or that would be if other places of the text made it likelier.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LikelySpan<K> {
    pub(crate) words: Range<usize>,
    pub(crate) kind: K,
    pub(crate) is_told: bool,
    /// How likely a span in these words is, of each kind in the order of [`SpanKind::ALL`].
    pub(crate) chances: Chances,
}

/// How likely a span is, of each kind.
pub(crate) type Chances = [f32; MOST_KINDS];

/// A span that may be told, with its probability less the least that is asked for.
struct Candidate<K> {
    words: Range<usize>,
    kind: K,
    gain: f64,
}

impl<K: SpanKind> LikelyDecoder<K> {
    /// Makes a decoder for `tags`; the transitions must have their numbers. `least` is how likely a span of a kind must be.
    pub(crate) fn new(tags: Vec<Bio<K>>, transitions: &Transitions, least: impl Fn(K) -> f64) -> Self {
        let weight = |allowed: bool, score: f32, best: f32| {
            if allowed { f64::from(finite(score) - best).max(FLOOR).exp() } else { 0.0 }
        };
        let best = |scores: &[f32]| scores.iter().copied().map(finite).fold(f32::NEG_INFINITY, f32::max);
        let most = transitions.moves.iter().map(|row| best(row)).fold(f32::NEG_INFINITY, f32::max);
        let moves = tags.iter().zip(&transitions.moves).flat_map(|(from, row)| {
            tags.iter().zip(row).map(move |(tag, &score)| weight(tag.may_follow(Some(from)), score, most))
        });
        let (at_start, at_end) = (best(&transitions.start), best(&transitions.end));
        let column = |wanted: Bio<K>| tags.iter().position(|&tag| tag == wanted);
        assert!(K::ALL.len() <= MOST_KINDS, "a decoder of likely spans knows {MOST_KINDS} kinds");
        let kinds = K::ALL.iter().enumerate().filter_map(|(number, &kind)| {
            let begin = column(Bio::Begin(kind))?;
            Some(SpanTags { kind, column: number, begin, inside: column(Bio::Inside(kind)), least: least(kind) })
        });
        Self {
            kinds: kinds.collect(),
            start: tags.iter().zip(&transitions.start).map(|(t, &s)| weight(t.may_follow(None), s, at_start)).collect(),
            end: transitions.end.iter().map(|&score| weight(true, score, at_end)).collect(),
            moves: moves.collect(),
            tags,
        }
    }

    /// Finds the spans of the words `words`, whose scores are rows of `scores`, in the order of their first words, the longer first;
    /// ranges count from the first row. Those that are told do not overlap each other, and the others overlap none of those.
    pub(crate) fn decode(&self, scores: &Matrix, words: Range<usize>) -> Vec<LikelySpan<K>> {
        if words.is_empty() || self.tags.is_empty() {
            return Vec::new();
        }
        let lattice = Lattice::new(self, scores, words.clone());
        let mut seen: BTreeMap<(usize, Reverse<usize>), [f64; MOST_KINDS]> = BTreeMap::new();
        for tags in &self.kinds {
            for first in 0..words.len() {
                lattice.spans_from(first, tags, LEAST_COUNTED.min(tags.least), |last, probability| {
                    let place = (words.start + first, Reverse(words.start + last + 1));
                    seen.entry(place).or_default()[tags.column] = probability;
                });
            }
        }
        let mut candidates = Vec::new();
        for (&(start, Reverse(end)), chances) in &seen {
            for tags in self.kinds.iter().filter(|tags| chances[tags.column] > tags.least) {
                let gain = chances[tags.column] - tags.least;
                candidates.push(Candidate { words: start..end, kind: tags.kind, gain });
            }
        }
        let told = best_apart(candidates);
        let span = |((start, Reverse(end)), chances): ((usize, Reverse<usize>), [f64; MOST_KINDS])| {
            // Of what is told, the first that does not end before this span.
            let near = told.get(told.partition_point(|(other, _)| other.end <= start));
            let told = near.filter(|(other, _)| *other == (start..end)).map(|&(_, kind)| kind);
            let is_apart = near.is_none_or(|(other, _)| end <= other.start);
            let is_kept = told.is_some() || is_apart && chances.iter().sum::<f64>() > LEAST_KEPT;
            let chances = chances.map(narrow);
            let kind = told.unwrap_or(K::ALL[argmax(&chances)]);
            is_kept.then_some(LikelySpan { words: start..end, kind, is_told: told.is_some(), chances })
        };
        seen.into_iter().filter_map(span).collect()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a probability loses nothing that matters")]
fn narrow(probability: f64) -> f32 {
    probability as f32
}

/// The weights of all sequences of tags over some words, summed up from either side.
struct Lattice<'d, K> {
    decoder: &'d LikelyDecoder<K>,
    /// Weights of the tags of each word, divided so that those of all sequences up to a word sum to one.
    words: Vec<f64>,
    /// Share of the sequences up to a word that end in a tag.
    before: Vec<f64>,
    /// What all that may follow a tag at a word weighs.
    after: Vec<f64>,
    /// The weight of all whole sequences.
    whole: f64,
}

impl<'d, K: SpanKind> Lattice<'d, K> {
    fn new(decoder: &'d LikelyDecoder<K>, scores: &Matrix, words: Range<usize>) -> Self {
        let k = decoder.tags.len();
        let mut weights = Vec::with_capacity(k * words.len());
        for word in words {
            let row = scores.row(word);
            let best = row.iter().copied().map(finite).fold(f32::NEG_INFINITY, f32::max);
            weights.extend(row.iter().map(|&score| f64::from(finite(score) - best).max(FLOOR).exp()));
        }
        let mut before = vec![0.0; weights.len()];
        for at in (0..weights.len()).step_by(k) {
            let (done, rest) = before.split_at_mut(at);
            for to in 0..k {
                let reached = match at.checked_sub(k) {
                    None => decoder.start[to],
                    Some(earlier) => (0..k).map(|from| done[earlier + from] * decoder.moves[from * k + to]).sum(),
                };
                rest[to] = reached * weights[at + to];
            }
            let sum: f64 = rest[..k].iter().sum();
            rest[..k].iter_mut().chain(&mut weights[at..at + k]).for_each(|weight| *weight /= sum);
        }
        let mut lattice = Self { decoder, after: vec![0.0; weights.len()], words: weights, before, whole: 1.0 };
        let last = lattice.words.len() - k;
        lattice.after[last..].copy_from_slice(&decoder.end);
        for at in (0..last).step_by(k).rev() {
            for from in 0..k {
                lattice.after[at + from] = (0..k).map(|to| lattice.step(at, from, to)).sum();
            }
        }
        lattice.whole = (0..k).map(|tag| lattice.before[last + tag] * decoder.end[tag]).sum();
        lattice
    }

    /// What a move weighs from a tag of the word that begins at `at` to a tag of the next, with all that may follow.
    fn step(&self, at: usize, from: usize, to: usize) -> f64 {
        let k = self.decoder.tags.len();
        self.decoder.moves[from * k + to] * self.words[at + k + to] * self.after[at + k + to]
    }

    /// Tells the last word and the probability of every span from the word `first` that is likely enough.
    fn spans_from(&self, first: usize, tags: &SpanTags<K>, least: f64, mut found: impl FnMut(usize, f64)) {
        let k = self.decoder.tags.len();
        let (mut at, mut tag) = (first * k, tags.begin);
        let mut reached = self.before[at + tag] / self.whole;
        // All spans from here together are as likely as that one goes on at least to the word that is looked at.
        while reached * self.after[at + tag] > least {
            let is_last = at + k == self.words.len();
            let goes_on = match tags.inside {
                Some(inside) if !is_last => self.step(at, tag, inside),
                _ => 0.0,
            };
            let probability = reached * (self.after[at + tag] - goes_on);
            if probability > least {
                found(at / k, probability);
            }
            let Some(inside) = tags.inside.filter(|_| !is_last) else { break };
            reached *= self.decoder.moves[tag * k + inside] * self.words[at + k + inside];
            (at, tag) = (at + k, inside);
        }
    }
}

/// The candidates that do not overlap and gain most together, in order.
fn best_apart<K: Copy>(mut candidates: Vec<Candidate<K>>) -> Vec<(Range<usize>, K)> {
    candidates.sort_by_key(|candidate| candidate.words.end);
    // The most that the first so many candidates gain, and whether the last of them is among those taken.
    let mut best: Vec<(f64, bool)> = vec![(0.0, false)];
    let compatible =
        |candidates: &[Candidate<K>], start: usize| candidates.partition_point(|earlier| earlier.words.end <= start);
    for (number, candidate) in candidates.iter().enumerate() {
        let with = best[compatible(&candidates[..number], candidate.words.start)].0 + candidate.gain;
        let without = best[number].0;
        best.push(if with > without { (with, true) } else { (without, false) });
    }
    let mut taken = Vec::new();
    let mut number = candidates.len();
    while number > 0 {
        let candidate = &candidates[number - 1];
        number = if best[number].1 {
            taken.push((candidate.words.clone(), candidate.kind));
            compatible(&candidates[..number - 1], candidate.words.start)
        } else {
            number - 1
        };
    }
    taken.reverse();
    taken
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;
    use crate::labels::NameKind;

    const TAGS: [&str; 5] = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG"];

    fn decoder(scores: &[f32], least: f64) -> LikelyDecoder<NameKind> {
        let tags = TAGS.iter().map(|tag| Bio::parse(tag).unwrap()).collect();
        let transitions = Transitions {
            start: scores[..5].to_vec(),
            end: scores[5..10].to_vec(),
            moves: scores[10..35].chunks(5).map(<[f32]>::to_vec).collect(),
        };
        LikelyDecoder::new(tags, &transitions, |_| least)
    }

    fn told_of(decoder: &LikelyDecoder<NameKind>, scores: &Matrix) -> Vec<(Range<usize>, NameKind)> {
        let spans = decoder.decode(scores, 0..scores.n_rows());
        spans.into_iter().filter(|span| span.is_told).map(|span| (span.words, span.kind)).collect()
    }

    /// The probability of every span, by writing out all sequences of tags.
    fn probabilities(transitions: &[f32], scores: &Matrix) -> HashMap<(Range<usize>, NameKind), f64> {
        let tags: Vec<Bio<NameKind>> = TAGS.iter().map(|tag| Bio::parse(tag).unwrap()).collect();
        let n = scores.n_rows();
        let (mut sums, mut whole) = (HashMap::new(), 0.0);
        for code in 0..5_usize.pow(u32::try_from(n).unwrap()) {
            let path: Vec<usize> = (0..n).map(|word| code / 5_usize.pow(u32::try_from(word).unwrap()) % 5).collect();
            let before = |word: usize| word.checked_sub(1).map(|earlier| &tags[path[earlier]]);
            if (0..n).any(|word| !tags[path[word]].may_follow(before(word))) {
                continue;
            }
            let mut score = transitions[path[0]] + transitions[5 + path[n - 1]];
            for word in 0..n {
                score += scores.row(word)[path[word]];
                if word > 0 {
                    score += transitions[10 + path[word - 1] * 5 + path[word]];
                }
            }
            let weight = f64::from(score).exp();
            whole += weight;
            let mut spans: Vec<(Range<usize>, NameKind)> = Vec::new();
            for (word, &tag) in path.iter().enumerate() {
                match tags[tag] {
                    Bio::Outside => {}
                    Bio::Begin(kind) => spans.push((word..word + 1, kind)),
                    Bio::Inside(_) => spans.last_mut().unwrap().0.end = word + 1,
                }
            }
            for span in spans {
                *sums.entry(span).or_insert(0.0) += weight;
            }
        }
        sums.into_iter().map(|(span, sum): (_, f64)| (span, sum / whole)).collect()
    }

    #[test]
    fn of_rivals_the_likelier_is_told() {
        // Surely a name; where it ends, nobody knows for sure: two in three say after the second word.
        let mut scores = vec![0.0; 15];
        scores[1] = 20.0;
        (scores[5], scores[5 + 2]) = (20.0, 20.0 + 2_f32.ln());
        scores[10] = 20.0;
        let scores = Matrix::new(5, scores);
        for (least, told) in [(0.2, Some(0..2)), (0.6, Some(0..2)), (0.7, None)] {
            let spans = told_of(&decoder(&[0.0; 35], least), &scores);
            assert!(spans.into_iter().map(|(words, _)| words).eq(told.clone()), "at least {least}: {told:?}");
        }
    }

    proptest! {
        #[test]
        fn takes_what_exceeds_the_least_by_most(
            transitions in prop::collection::vec(-3.0_f32..3.0, 35),
            scores in prop::collection::vec(-3.0_f32..3.0, 5..=20),
            least in 0.05_f64..0.6,
        ) {
            let decoder = decoder(&transitions, least);
            let scores = Matrix::new(5, scores);
            let likely: Vec<_> = probabilities(&transitions, &scores).into_iter().filter(|(_, p)| *p > least).collect();
            let gain = |spans: &[&((Range<usize>, NameKind), f64)]| spans.iter().map(|span| span.1 - least).sum::<f64>();
            let mut most: f64 = 0.0;
            for chosen in 0..1_usize << likely.len().min(12) {
                let spans: Vec<_> = likely.iter().enumerate().filter(|(i, _)| chosen >> i & 1 == 1).map(|(_, s)| s).collect();
                let apart = spans.iter().enumerate().all(|(i, a)| {
                    spans[..i].iter().all(|b| a.0.0.end <= b.0.0.start || b.0.0.end <= a.0.0.start)
                });
                if apart {
                    most = most.max(gain(&spans));
                }
            }
            let found = told_of(&decoder, &scores);
            let told: Vec<_> = likely.iter().filter(|(span, _)| found.contains(span)).collect();
            prop_assert_eq!(told.len(), found.len(), "all that is told is likely enough");
            prop_assert!((gain(&told) - most).abs() < 1e-6, "{} of {most}", gain(&told));
        }

        #[test]
        fn any_scores_give_spans_in_order(
            transitions in prop::collection::vec(prop::num::f32::ANY, 35),
            scores in prop::collection::vec(prop::num::f32::ANY, 0..200),
        ) {
            let scores = Matrix::new(5, scores);
            let n = scores.n_rows();
            let mut end = 0;
            let spans = decoder(&transitions, 0.3).decode(&scores, 0..n);
            for span in spans.iter().filter(|span| span.is_told) {
                let words = &span.words;
                prop_assert!(end <= words.start && words.start < words.end && words.end <= n);
                end = words.end;
            }
            for near in spans.iter().filter(|span| !span.is_told) {
                let is_apart = |told: &LikelySpan<_>| told.words.end <= near.words.start || near.words.end <= told.words.start;
                prop_assert!(near.words.end <= n && spans.iter().filter(|span| span.is_told).all(is_apart));
                prop_assert!(near.chances.iter().sum::<f32>() > 0.19);
            }
        }
    }
}
