//! Spans from BIO tags: the best sequence of tags that is well formed.
//!
//! The Viterbi algorithm over learned transitions, with moves that BIO does not know forbidden, so that every span
//! begins with its `B`. Cost: O(n·k²) time and O(n·k) memory for n words and k tags.

use std::ops::Range;

use crate::labels::SpanKind;
use crate::matrix::Matrix;

/// A BIO tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Bio<K> {
    /// No span.
    Outside,
    /// The first word of a span.
    Begin(K),
    /// A later word of a span.
    Inside(K),
}

impl<K: SpanKind> Bio<K> {
    /// Reads a tag as `O`, `B-PER` or `I-PER`.
    pub(crate) fn parse(tag: &str) -> Option<Self> {
        let kind = |name: &str| K::ALL.iter().copied().find(|kind| kind.as_str() == name);
        match tag.split_once('-') {
            None => (tag == "O").then_some(Self::Outside),
            Some(("B", name)) => kind(name).map(Self::Begin),
            Some(("I", name)) => kind(name).map(Self::Inside),
            Some(_) => None,
        }
    }
}

impl<K: Eq> Bio<K> {
    /// Whether this tag may come after `before`; nothing stands before the first word.
    pub(super) fn may_follow(&self, before: Option<&Self>) -> bool {
        match self {
            Self::Outside | Self::Begin(_) => true,
            Self::Inside(kind) => {
                matches!(before, Some(Self::Begin(other) | Self::Inside(other)) if other == kind)
            }
        }
    }
}

/// Learned scores of the moves from tag to tag.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Transitions {
    /// Score of beginning with each tag.
    pub(crate) start: Vec<f32>,
    /// Score of ending with each tag.
    pub(crate) end: Vec<f32>,
    /// Scores of moves: a row for each tag moved from.
    pub(crate) moves: Vec<Vec<f32>>,
}

/// Tags and the moves between them, ready to decode.
#[derive(Debug, Clone)]
pub(crate) struct BioDecoder<K> {
    tags: Vec<Bio<K>>,
    start: Vec<f32>,
    end: Vec<f32>,
    /// `moves[to * k + from]`, −∞ where BIO forbids it.
    moves: Vec<f32>,
}

impl<K: Copy + Eq> BioDecoder<K> {
    /// Makes a decoder for `tags`; the transitions must have their numbers.
    pub(crate) fn new(tags: Vec<Bio<K>>, transitions: &Transitions) -> Self {
        let allowed = |from: Option<&Bio<K>>, to: &Bio<K>, score: f32| {
            if to.may_follow(from) { finite(score) } else { f32::NEG_INFINITY }
        };
        let start = tags.iter().zip(&transitions.start).map(|(tag, &score)| allowed(None, tag, score)).collect();
        let end = transitions.end.iter().map(|&score| finite(score)).collect();
        let mut moves = Vec::with_capacity(tags.len() * tags.len());
        for (to, to_tag) in tags.iter().enumerate() {
            for (from, from_tag) in tags.iter().enumerate() {
                moves.push(allowed(Some(from_tag), to_tag, transitions.moves[from][to]));
            }
        }
        Self { tags, start, end, moves }
    }

    /// Finds the spans of the words `words`, whose scores are rows of `scores`; ranges count from the first row.
    pub(crate) fn decode(&self, scores: &Matrix, words: Range<usize>) -> Vec<(Range<usize>, K)> {
        let path = self.best_path(scores, words.clone());
        spans(path.iter().map(|&tag| self.tags[tag]), words.start)
    }

    fn best_path(&self, scores: &Matrix, words: Range<usize>) -> Vec<usize> {
        let k = self.tags.len();
        if words.is_empty() || k == 0 {
            return Vec::new();
        }
        let mut best: Vec<f32> =
            self.start.iter().zip(scores.row(words.start)).map(|(start, &score)| start + finite(score)).collect();
        let mut next = vec![0.0; k];
        let mut origins = Vec::with_capacity(k * words.len());
        for word in words.start + 1..words.end {
            let row = scores.row(word);
            for (to, slot) in next.iter_mut().enumerate() {
                let moves = &self.moves[to * k..][..k];
                let mut origin = (0, f32::NEG_INFINITY);
                for (from, (before, step)) in best.iter().zip(moves).enumerate() {
                    if before + step > origin.1 {
                        origin = (from, before + step);
                    }
                }
                origins.push(origin.0);
                *slot = origin.1 + finite(row[to]);
            }
            std::mem::swap(&mut best, &mut next);
        }
        best.iter_mut().zip(&self.end).for_each(|(score, end)| *score += end);
        let mut tag = crate::matrix::argmax(&best);
        let mut path = vec![tag];
        for step in origins.chunks_exact(k).rev() {
            tag = step[tag];
            path.push(tag);
        }
        path.reverse();
        path
    }
}

/// A score that sums cannot break: far too large ones are cut, what is no number is very small.
pub(super) fn finite(score: f32) -> f32 {
    if score.is_nan() { -1e6 } else { score.clamp(-1e6, 1e6) }
}

fn spans<K: Copy + Eq>(tags: impl Iterator<Item = Bio<K>>, start: usize) -> Vec<(Range<usize>, K)> {
    let mut spans: Vec<(Range<usize>, K)> = Vec::new();
    for (word, tag) in (start..).zip(tags) {
        match tag {
            Bio::Outside => {}
            Bio::Begin(kind) => spans.push((word..word + 1, kind)),
            Bio::Inside(_) => {
                let span = spans.last_mut().expect("an inside tag follows the tag that began its span");
                span.0.end = word + 1;
            }
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::labels::NameKind;

    const TAGS: [&str; 5] = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG"];

    fn decoder(scores: &[f32]) -> BioDecoder<NameKind> {
        let tags = TAGS.iter().map(|tag| Bio::parse(tag).unwrap()).collect();
        let transitions = Transitions {
            start: scores[..5].to_vec(),
            end: scores[5..10].to_vec(),
            moves: scores[10..35].chunks(5).map(<[f32]>::to_vec).collect(),
        };
        BioDecoder::new(tags, &transitions)
    }

    fn path_score(decoder: &BioDecoder<NameKind>, scores: &Matrix, path: &[usize]) -> f32 {
        let mut sum = decoder.start[path[0]] + decoder.end[path[path.len() - 1]];
        for (word, &tag) in path.iter().enumerate() {
            sum += scores.row(word)[tag];
            if word > 0 {
                sum += decoder.moves[tag * 5 + path[word - 1]];
            }
        }
        sum
    }

    #[test]
    fn an_inside_tag_without_a_beginning_is_never_chosen() {
        let mut scores = vec![0.0; 15];
        scores[2] = 9.0;
        scores[5 + 4] = 9.0;
        let spans = decoder(&[0.0; 35]).decode(&Matrix::new(5, scores), 0..3);
        for (range, _) in &spans {
            assert!(range.start < range.end);
        }
        assert_eq!(spans, [(0..2, NameKind::Org)]);
    }

    #[test]
    fn two_spans_side_by_side_stay_two() {
        let mut scores = vec![0.0; 15];
        scores[1] = 9.0;
        scores[5 + 1] = 9.0;
        let spans = decoder(&[0.0; 35]).decode(&Matrix::new(5, scores), 0..3);
        assert_eq!(spans, [(0..1, NameKind::Per), (1..2, NameKind::Per)]);
    }

    proptest! {
        #[test]
        fn finds_the_best_of_all_valid_paths(
            transitions in prop::collection::vec(-3.0_f32..3.0, 35),
            scores in prop::collection::vec(-3.0_f32..3.0, 5..=20),
        ) {
            let decoder = decoder(&transitions);
            let scores = Matrix::new(5, scores);
            let n = scores.n_rows();
            let path = decoder.best_path(&scores, 0..n);
            let found = path_score(&decoder, &scores, &path);
            prop_assert!(found.is_finite());
            for code in 0..5_usize.pow(u32::try_from(n).unwrap()) {
                let other: Vec<usize> = (0..n).map(|word| code / 5_usize.pow(u32::try_from(word).unwrap()) % 5).collect();
                prop_assert!(path_score(&decoder, &scores, &other) <= found + 1e-3);
            }
        }

        #[test]
        fn any_scores_give_spans_in_order(
            transitions in prop::collection::vec(prop::num::f32::ANY, 35),
            scores in prop::collection::vec(prop::num::f32::ANY, 0..200),
        ) {
            let scores = Matrix::new(5, scores);
            let n = scores.n_rows();
            let mut end = 0;
            for (range, _) in decoder(&transitions).decode(&scores, 0..n) {
                prop_assert!(end <= range.start && range.start < range.end && range.end <= n);
                end = range.end;
            }
        }
    }
}
