//! Attributions from spans: which source, cue and content belong together.
//!
//! Takes the spans of one window and four rows of link scores a word. A content goes to the cue that it agrees with
//! most; contents of one cue are one attribution, broken where the text breaks it. A cue takes the source that agrees
//! with it, if one does by more than a half; a source that no cue took goes to its best cue among those without one.
//! A content in a window without a cue stands alone, with the nearest source.

use std::ops::Range;

use crate::encoder::Readings;
use crate::labels::Role;
use crate::matrix::{Matrix, dot, sigmoid};

/// Who is quoted, by what words, saying what: ranges of words for each part, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct AttributionWords {
    pub(crate) source: Vec<Range<u32>>,
    pub(crate) cue: Vec<Range<u32>>,
    pub(crate) content: Vec<Range<u32>>,
}

impl AttributionWords {
    /// The ranges of one part.
    pub(crate) fn part(&self, role: Role) -> &[Range<u32>] {
        match role {
            Role::Source => &self.source,
            Role::Cue => &self.cue,
            Role::Content => &self.content,
        }
    }

    /// All its ranges.
    pub(crate) fn ranges_mut(&mut self) -> impl Iterator<Item = &mut Range<u32>> {
        self.source.iter_mut().chain(&mut self.cue).chain(&mut self.content)
    }

    /// What is left of it within `kept`, if anything is.
    pub(crate) fn clipped(&self, kept: &Range<u32>) -> Option<Self> {
        let clip = |part: &[Range<u32>]| -> Vec<Range<u32>> {
            part.iter()
                .map(|range| range.start.max(kept.start)..range.end.min(kept.end))
                .filter(|range| range.start < range.end)
                .collect()
        };
        let clipped = Self { source: clip(&self.source), cue: clip(&self.cue), content: clip(&self.content) };
        clipped.start().is_some().then_some(clipped)
    }

    /// Its first word.
    pub(crate) fn start(&self) -> Option<u32> {
        [&self.source, &self.cue, &self.content].into_iter().filter_map(|part| part.first()).map(|r| r.start).min()
    }
}

/// Puts the spans of one window together, in the order of their first words.
pub(crate) fn assemble(spans: &[(Range<usize>, Role)], readings: &Readings) -> Vec<AttributionWords> {
    let of = |role: Role| -> Vec<Range<usize>> {
        spans.iter().filter(|span| span.1 == role).map(|span| span.0.clone()).collect()
    };
    let (sources, cues, contents) = (of(Role::Source), of(Role::Cue), of(Role::Content));
    let mut attributions: Vec<AttributionWords> =
        cues.iter().map(|cue| AttributionWords { cue: vec![words(cue)], ..AttributionWords::default() }).collect();
    for content in &contents {
        match best_cue(content, &cues, readings) {
            Some(cue) => attributions[cue].content.push(words(content)),
            None => attributions.push(AttributionWords {
                source: nearest(content, &sources).map(words).into_iter().collect(),
                content: vec![words(content)],
                ..AttributionWords::default()
            }),
        }
    }
    for (cue, source) in link_sources(&sources, &cues, readings) {
        attributions[cue].source.push(words(&sources[source]));
    }
    attributions.sort_by_key(AttributionWords::start);
    attributions
}

fn best_cue(content: &Range<usize>, cues: &[Range<usize>], readings: &Readings) -> Option<usize> {
    let score = |cue: &Range<usize>| {
        mean_dot(content, &readings.link_content_word, readings.link_content_cue.row(cue.start), |agreement| agreement)
    };
    best(cues.iter().map(score)).map(|(cue, _)| cue)
}

/// Pairs of a cue and its source.
fn link_sources(sources: &[Range<usize>], cues: &[Range<usize>], readings: &Readings) -> Vec<(usize, usize)> {
    let score = |source: &Range<usize>, cue: &Range<usize>| {
        mean_dot(source, &readings.link_source_word, readings.link_source_cue.row(cue.start), sigmoid)
    };
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (index, cue) in cues.iter().enumerate() {
        let found = best(sources.iter().map(|source| score(source, cue)));
        pairs.extend(found.filter(|&(_, score)| score > 0.5).map(|(source, _)| (index, source)));
    }
    for (index, source) in sources.iter().enumerate() {
        if pairs.iter().any(|pair| pair.1 == index) {
            continue;
        }
        let free: Vec<usize> = (0..cues.len()).filter(|cue| pairs.iter().all(|pair| pair.0 != *cue)).collect();
        let found = best(free.iter().map(|&cue| score(source, &cues[cue])));
        pairs.extend(found.map(|(at, _)| (free[at], index)));
    }
    pairs
}

fn mean_dot(span: &Range<usize>, rows: &Matrix, with: &[f32], shape: impl Fn(f32) -> f32) -> f32 {
    span.clone().map(|word| shape(dot(rows.row(word), with))).sum::<f32>() / span.len() as f32
}

/// The place and value of the largest score, the first of equals; what is no number counts as the least.
fn best(scores: impl Iterator<Item = f32>) -> Option<(usize, f32)> {
    scores
        .map(|score| if score.is_nan() { f32::NEG_INFINITY } else { score })
        .enumerate()
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
}

fn nearest<'s>(content: &Range<usize>, sources: &'s [Range<usize>]) -> Option<&'s Range<usize>> {
    sources
        .iter()
        .min_by_key(|source| content.start.saturating_sub(source.end).max(source.start.saturating_sub(content.end)))
}

fn words(span: &Range<usize>) -> Range<u32> {
    let index = |word: usize| u32::try_from(word).expect("a window has fewer than 2^32 words");
    index(span.start)..index(span.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads words marked as `[Police]s1 [said]c1 [he fled]t1`: s source, c cue, t content, and the numbers of the cues
    /// that they agree with; words that bear no number agree with none. Links are one-hot by number.
    fn read(marked: &str) -> (Vec<(Range<usize>, Role)>, Readings) {
        let mut spans = Vec::new();
        let mut rows: Vec<[f32; 8]> = Vec::new();
        for part in marked.split('[').filter(|part| !part.trim().is_empty()) {
            let Some((inside, after)) = part.split_once(']') else {
                rows.extend(part.split_whitespace().map(|_| [0.0; 8]));
                continue;
            };
            let mut mark = after.chars();
            let role = match mark.next() {
                Some('s') => Role::Source,
                Some('c') => Role::Cue,
                _ => Role::Content,
            };
            let mut row = [0.0; 8];
            let link = mark.next().and_then(|c| c.to_digit(10)).unwrap_or(0) as usize;
            if link > 0 {
                row[link] = 4.0;
            }
            let start = rows.len();
            rows.extend(inside.split_whitespace().map(|_| row));
            spans.push((start..rows.len(), role));
            rows.extend(mark.as_str().split_whitespace().map(|_| [0.0; 8]));
        }
        let matrix = Matrix::new(8, rows.concat());
        let readings = Readings {
            link_source_word: matrix.clone(),
            link_content_word: matrix.clone(),
            link_source_cue: matrix.clone(),
            link_content_cue: matrix,
            ..Readings::default()
        };
        (spans, readings)
    }

    #[test]
    fn spans_are_put_together() {
        struct Case {
            marked: &'static str,
            /// One line an attribution: source, cue, content.
            expected: &'static [&'static str],
        }
        let cases = [
            Case { marked: "", expected: &[] },
            Case { marked: "[Police]s1 [said]c1 [he fled]t1 .", expected: &["[0..1] [1..2] [2..4]"] },
            Case { marked: "[It rains]t1 , [she]s1 [said]c1 , [a lot]t1", expected: &["[3..4] [4..5] [0..2, 6..8]"] },
            Case {
                marked: "[Ann]s1 [said]c1 [no]t1 [Bob]s2 [agreed]c2 [yes]t2",
                expected: &["[0..1] [1..2] [2..3]", "[3..4] [4..5] [5..6]"],
            },
            Case {
                marked: "[Ann]s1 [said]c1 [no]t1 and [added]c1 [yes]t1",
                expected: &["[0..1] [1..2] [2..3, 5..6]", "[0..1] [4..5] []"],
            },
            Case { marked: "[Ann]s0 [said]c1 [no]t1", expected: &["[0..1] [1..2] [2..3]"] },
            Case { marked: "[Ann]s0 well [no way]t0", expected: &["[0..1] [] [2..4]"] },
            Case { marked: "[no way]t0", expected: &["[] [] [0..2]"] },
        ];
        let mut wrong = Vec::new();
        for case in cases {
            let (spans, readings) = read(case.marked);
            let found: Vec<String> = assemble(&spans, &readings)
                .iter()
                .map(|found| format!("{:?} {:?} {:?}", found.source, found.cue, found.content))
                .collect();
            if found != case.expected {
                wrong.push(format!("{}: {found:?} instead of {:?}", case.marked, case.expected));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn what_lies_outside_is_clipped_away() {
        let one = |range: &Range<u32>| std::slice::from_ref(range).to_vec();
        let attribution = AttributionWords { source: one(&(0..2)), cue: one(&(2..3)), content: one(&(3..9)) };
        let clipped = attribution.clipped(&(1..5)).unwrap();
        assert_eq!(clipped, AttributionWords { source: one(&(1..2)), cue: one(&(2..3)), content: one(&(3..5)) });
        assert_eq!(attribution.clipped(&(20..30)), None);
    }
}
