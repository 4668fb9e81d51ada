//! Marked pairs: what one party of a sentence does to another.
//!
//! The pieces of the two parties are marked in the window, so that the encoder reads the sentence with this one question
//! in mind. Cost: one window.

use std::ops::Range;

use vigie_record::{ByteRange, Probability};

use crate::decode::events::softmax;
use crate::encoder::{EncodeError, Window};
use crate::matrix::Matrix;
use crate::model::Model;
use crate::windows::Plan;

/// How likely each answer is to what the first party does to the second.
#[derive(Debug, Clone, PartialEq)]
pub struct PairReading {
    /// The model's labels with their probabilities; the first label says that it does nothing to it.
    pub answers: Vec<(String, Probability)>,
}

/// Reads what the party at `source` does to the one at `target`.
///
/// `None` where the model has no such head, where a range holds no word, where the two overlap, or where they lie too far
/// apart for one window.
pub(crate) fn read(
    model: &Model,
    plan: &Plan,
    source: ByteRange,
    target: ByteRange,
) -> Result<Option<PairReading>, EncodeError> {
    let Some(labels) = &model.labels.events else { return Ok(None) };
    let (source, target) = (words_in(plan, source), words_in(plan, target));
    if source.is_empty() || target.is_empty() || (source.start < target.end && target.start < source.end) {
        return Ok(None);
    }
    let both = source.start.min(target.start)..source.end.max(target.end);
    let Some(words) = plan.around(both) else { return Ok(None) };
    let rows = [source, target].map(|run| run.start - words.start..run.end - words.start);
    let readings = model.encoder.read(&marked(plan.window(words), &rows))?;
    let Some(events) = readings.events else { return Ok(None) };
    let means = rows.map(|rows| mean(&events.pair, rows));
    let scores: Vec<f32> = means[0].iter().zip(&means[1]).map(|(a, b)| a + b).collect();
    let probability = |value: f32| Probability::nearest(f64::from(value)).unwrap_or(Probability::ZERO);
    let answers = labels.pair.iter().cloned().zip(softmax(&scores).into_iter().map(probability)).collect();
    Ok(Some(PairReading { answers }))
}

/// The words of which some part lies in `range`.
fn words_in(plan: &Plan, range: ByteRange) -> Range<usize> {
    let words = &plan.tokens.words;
    let start = words.partition_point(|word| word.range.end() <= range.start());
    let end = words.partition_point(|word| word.range.start() < range.end());
    start..end.max(start)
}

/// The window with the pieces of two runs of its words marked as the parties.
fn marked(mut window: Window, parties: &[Range<usize>; 2]) -> Window {
    for (mark, rows) in (1..).zip(parties) {
        let pieces = at(window.first[rows.start])..=at(window.last[rows.end - 1]);
        window.marks[pieces].fill(mark);
    }
    window
}

/// The mean of some rows, column by column.
fn mean(scores: &Matrix, rows: Range<usize>) -> Vec<f32> {
    let n = rows.len() as f32;
    let mut sums = vec![0.0; scores.n_columns()];
    for row in rows {
        sums.iter_mut().zip(scores.row(row)).for_each(|(sum, score)| *sum += score / n);
    }
    sums
}

fn at(place: i32) -> usize {
    usize::try_from(place).expect("places in a window are not negative")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fake;
    use crate::pieces::PieceCache;
    use crate::tokenize::tokenize;

    #[test]
    fn the_pieces_of_the_parties_are_marked() {
        let text = "Ab cd, ef gh.";
        let model = fake::model();
        let plan =
            Plan::new(text.to_owned(), tokenize(text), &model.pieces, &mut PieceCache::default(), model.max_pieces);
        let window = marked(plan.window(0..6), &[3..5, 0..1]);
        let marks: Vec<i32> = window.first.iter().map(|&first| window.marks[at(first)]).collect();
        assert_eq!(marks, [2, 0, 0, 1, 1, 0]);
        assert_eq!((window.marks[0], window.marks[window.n_pieces() - 1]), (0, 0));
        assert_eq!(window.marks.len(), window.n_pieces());
    }

    #[test]
    fn a_mean_is_taken_column_by_column() {
        let scores = Matrix::new(2, vec![1.0, 4.0, 3.0, 0.0, 9.0, 9.0]);
        assert_eq!(mean(&scores, 0..2), [2.0, 2.0]);
    }

    #[test]
    fn words_are_found_by_their_bytes() {
        let text = "Ab cd, ef gh.";
        let model = fake::model();
        let plan =
            Plan::new(text.to_owned(), tokenize(text), &model.pieces, &mut PieceCache::default(), model.max_pieces);
        assert_eq!(words_in(&plan, ByteRange::new(3, 5)), 1..2);
        assert_eq!(words_in(&plan, ByteRange::new(4, 8)), 1..4);
        assert_eq!(words_in(&plan, ByteRange::new(2, 3)), 1..1);
    }
}
