//! Marked pairs: what one party of a sentence does to another.
//!
//! The two parties are marked in the window with pieces of their own, so that the encoder reads the sentence with this
//! one question in mind. Cost: one window.

use std::ops::Range;

use vigie_record::{ByteRange, Probability};

use crate::decode::events::softmax;
use crate::encoder::{EncodeError, Window};
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
pub(crate) fn read(model: &Model, plan: &Plan, source: ByteRange, target: ByteRange) -> Result<Option<PairReading>, EncodeError> {
    let (Some(labels), Some(marks)) = (&model.labels.events, model.pieces.marks()) else { return Ok(None) };
    let (source, target) = (words_in(plan, source), words_in(plan, target));
    if source.is_empty() || target.is_empty() || (source.start < target.end && target.start < source.end) {
        return Ok(None);
    }
    let Some(words) = plan.around(source.start.min(target.start)..source.end.max(target.end), 4) else { return Ok(None) };
    let (window, places) = marked(plan, words, [&source, &target], marks);
    let readings = model.encoder.read(&window)?;
    let Some(events) = readings.events else { return Ok(None) };
    let both: Vec<f32> = events.pair.row(places[0]).iter().zip(events.pair.row(places[1])).map(|(a, b)| a + b).collect();
    let probability = |value: f32| Probability::nearest(f64::from(value)).unwrap_or(Probability::ZERO);
    let answers = labels.pair.iter().cloned().zip(softmax(&both).into_iter().map(probability)).collect();
    Ok(Some(PairReading { answers }))
}

/// The words of which some part lies in `range`.
fn words_in(plan: &Plan, range: ByteRange) -> Range<usize> {
    let words = &plan.tokens.words;
    let start = words.partition_point(|word| word.range.end() <= range.start());
    let end = words.partition_point(|word| word.range.start() < range.end());
    start..end.max(start)
}

/// The window of `words` with marks around two runs of them, and the places of the opening marks among its words.
fn marked(plan: &Plan, words: Range<usize>, runs: [&Range<usize>; 2], marks: [i32; 4]) -> (Window, [usize; 2]) {
    let plain = plan.window(words.clone());
    let mut window = Window { ids: vec![plain.ids[0]], shapes: vec![0], gaps: vec![0], ..Window::default() };
    let mut places = [0, 0];
    for word in words.clone() {
        let row = word - words.start;
        let (first, last) = (at(plain.first[row]), at(plain.last[row]));
        let mut gap = plain.gaps[first];
        for (party, run) in runs.iter().enumerate().filter(|(_, run)| run.start == word) {
            places[party] = window.n_words();
            window.push_word(&[marks[party * 2]], 0, gap);
            debug_assert!(run.end > word);
            gap = 0;
        }
        window.push_word(&plain.ids[first..=last], plain.shapes[first], gap);
        for (party, _) in runs.iter().enumerate().filter(|(_, run)| run.end == word + 1) {
            window.push_word(&[marks[party * 2 + 1]], 0, 0);
        }
    }
    window.ids.push(plain.ids[plain.n_pieces() - 1]);
    window.shapes.push(0);
    window.gaps.push(0);
    (window, places)
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
    fn the_parties_stand_between_their_marks() {
        let text = "Ab cd, ef gh.";
        let model = fake::model();
        let plan = Plan::new(text.to_owned(), tokenize(text), &model.pieces, &mut PieceCache::default(), model.max_pieces);
        let (window, places) = marked(&plan, 0..6, [&(3..5), &(0..1)], [901, 902, 903, 904]);
        assert_eq!(window.n_words(), 10);
        let firsts: Vec<i32> = window.first.iter().map(|&first| window.ids[at(first)]).collect();
        assert_eq!((firsts[0], firsts[2], firsts[5], firsts[8]), (903, 904, 901, 902), "{firsts:?}");
        assert_eq!(places, [5, 0]);
        let gaps: Vec<i32> = window.first.iter().map(|&first| window.gaps[at(first)]).collect();
        assert_eq!(gaps, [2, 0, 0, 1, 0, 1, 0, 1, 0, 0], "a mark takes the gap of the word that it opens");
    }

    #[test]
    fn words_are_found_by_their_bytes() {
        let text = "Ab cd, ef gh.";
        let model = fake::model();
        let plan = Plan::new(text.to_owned(), tokenize(text), &model.pieces, &mut PieceCache::default(), model.max_pieces);
        assert_eq!(words_in(&plan, ByteRange::new(3, 5)), 1..2);
        assert_eq!(words_in(&plan, ByteRange::new(4, 8)), 1..4);
        assert_eq!(words_in(&plan, ByteRange::new(2, 3)), 1..1);
    }
}
