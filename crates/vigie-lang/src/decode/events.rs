//! Events from scores: which words tell of one, of what type and status, and who its parties are.
//!
//! A word is a trigger where the types together are likely enough; its parties are the words of its sentence whose link
//! is not quite unlikely. The labels are the model's: what they mean is known to the floors above.

use std::ops::Range;

use crate::encoder::EventReadings;
use crate::labels::EventLabels;
use crate::matrix::{argmax, dot, sigmoid};

/// The least probability that a word tells of an event at which it is kept; whoever reads events may ask for more.
const LEAST_TRIGGER: f32 = 0.3;

/// The least probability of a link at which it is kept.
const LEAST_PARTY: f32 = 0.02;

/// An event that a word tells of. Numbers of words are those of the readings, until they are shifted.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct EventRow {
    pub(crate) trigger: u32,
    pub(crate) kind: u16,
    pub(crate) mode: u16,
    pub(crate) status: u16,
    pub(crate) probability: f32,
    pub(crate) kind_probability: f32,
    pub(crate) status_probability: f32,
    /// How likely each status is.
    pub(crate) statuses: Vec<f32>,
    pub(crate) actors: Vec<Party>,
    pub(crate) recipients: Vec<Party>,
}

/// A word that is party to an event, and how likely.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Party {
    pub(crate) word: u32,
    pub(crate) probability: f32,
}

impl EventRow {
    /// The same event where each word's number is changed by `change`.
    pub(crate) fn renumbered(mut self, change: impl Fn(u32) -> u32) -> Self {
        self.trigger = change(self.trigger);
        self.actors.iter_mut().chain(&mut self.recipients).for_each(|party| party.word = change(party.word));
        self
    }
}

/// Finds the events of a sentence, whose words are `rows` of the readings.
pub(crate) fn decode(readings: &EventReadings, labels: &EventLabels, rows: Range<usize>) -> Vec<EventRow> {
    rows.clone().filter_map(|row| event_at(readings, labels, row, &rows)).collect()
}

fn event_at(readings: &EventReadings, labels: &EventLabels, row: usize, sentence: &Range<usize>) -> Option<EventRow> {
    let kinds = softmax(readings.kind.row(row));
    let probability = 1.0 - kinds.first()?;
    if kinds.len() < 2 || probability.is_nan() || probability < LEAST_TRIGGER {
        return None;
    }
    let kind = 1 + argmax(&kinds[1..]);
    let statuses = softmax(readings.status.row(row));
    let status = argmax(&statuses);
    let mode = best_mode(readings, labels, row, &labels.kind[kind]);
    let parties = |events: &crate::Matrix, words: &crate::Matrix, bias: f32| {
        let link = events.row(row);
        let score = |word: usize| sigmoid(dot(words.row(word), link) + bias);
        let parties = sentence
            .clone()
            .filter(|&word| word != row)
            .map(|word| Party { word: number(word), probability: score(word) });
        parties.filter(|party| party.probability >= LEAST_PARTY).collect()
    };
    Some(EventRow {
        trigger: number(row),
        kind: label(kind),
        mode: label(mode),
        status: label(status),
        probability,
        kind_probability: kinds[kind] / probability,
        status_probability: statuses[status],
        statuses,
        actors: parties(&readings.event_actor, &readings.word_actor, labels.party_bias[0]),
        recipients: parties(&readings.event_recipient, &readings.word_recipient, labels.party_bias[1]),
    })
}

/// The best mode of a type: labels of modes begin with their type and a space, the first is none.
fn best_mode(readings: &EventReadings, labels: &EventLabels, row: usize, kind: &str) -> usize {
    let scores = readings.mode.row(row);
    let fits = |mode: &str| mode.strip_prefix(kind).is_some_and(|rest| rest.starts_with(' '));
    let mut best = 0;
    for (mode, name) in labels.mode.iter().enumerate().skip(1) {
        if fits(name) && scores[mode] > scores[best] {
            best = mode;
        }
    }
    best
}

/// Probabilities from scores; scores that are no numbers count as very small.
pub(crate) fn softmax(scores: &[f32]) -> Vec<f32> {
    let finite = |score: f32| if score.is_nan() { -1e6 } else { score.clamp(-1e6, 1e6) };
    let most = scores.iter().map(|&score| finite(score)).fold(f32::NEG_INFINITY, f32::max);
    let odds: Vec<f32> = scores.iter().map(|&score| (finite(score) - most).exp()).collect();
    let sum: f32 = odds.iter().sum();
    odds.into_iter().map(|odd| odd / sum).collect()
}

fn label(index: usize) -> u16 {
    u16::try_from(index).expect("the header allows no more labels than fit")
}

fn number(word: usize) -> u32 {
    u32::try_from(word).expect("a window has fewer than 2^32 words")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Matrix;

    fn labels() -> EventLabels {
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        EventLabels {
            kind: names(&["O", "ASSAULT", "CONSULT"]),
            mode: names(&["-", "ASSAULT firearms", "CONSULT visit"]),
            status: names(&["happened", "planned"]),
            pair: names(&["none", "ASSAULT"]),
            party_bias: [0.0, 0.0],
        }
    }

    fn readings(kind: &[f32], n: usize, fill: f32) -> EventReadings {
        let matrix = |columns: usize| Matrix::new(columns, vec![fill; n * columns]);
        EventReadings {
            kind: Matrix::new(3, kind.to_vec()),
            mode: Matrix::new(3, [0.0, 1.0, 9.0].repeat(n)),
            status: matrix(2),
            pair: matrix(2),
            event_actor: matrix(2),
            event_recipient: matrix(2),
            word_actor: matrix(2),
            word_recipient: matrix(2),
        }
    }

    #[test]
    fn a_likely_word_is_a_trigger_with_a_mode_of_its_own_type() {
        let events = decode(&readings(&[9.0, 0.0, 0.0, 0.0, 5.0, 0.0], 2, 1.0), &labels(), 0..2);
        assert_eq!(events.len(), 1);
        assert_eq!((events[0].trigger, events[0].kind, events[0].mode), (1, 1, 1), "{events:?}");
        assert_eq!(events[0].actors.iter().map(|party| party.word).collect::<Vec<_>>(), [0], "never its own party");
        assert!(events[0].probability > 0.9);
    }

    proptest! {
        #[test]
        fn any_scores_give_parties_inside_the_sentence(kind in prop::collection::vec(prop::num::f32::ANY, 12), fill in prop::num::f32::ANY) {
            for event in decode(&readings(&kind, 4, fill), &labels(), 1..4) {
                prop_assert!((1..4).contains(&event.trigger));
                prop_assert!((0.0..=1.0).contains(&event.probability));
                for party in event.actors.iter().chain(&event.recipients) {
                    prop_assert!((1..4).contains(&party.word) && party.word != event.trigger);
                }
            }
        }
    }
}
