//! Events of a document, as the model's heads find them.

use vigie_record::Probability;

use super::{Document, Word};
use crate::decode::events::{EventRow, Party};
use crate::labels::EventLabels;

/// An event that a word tells of, in the words of the model's labels.
#[derive(Clone, Copy, Debug)]
pub struct EventMention<'d> {
    document: &'d Document,
    row: &'d EventRow,
}

impl<'d> EventMention<'d> {
    pub(super) fn new(document: &'d Document, row: &'d EventRow) -> Self {
        Self { document, row }
    }

    /// The word that tells of it.
    pub fn trigger(self) -> Word<'d> {
        Word::new(self.document, self.row.trigger as usize)
    }

    /// How likely it is that the word tells of an event at all.
    pub fn probability(self) -> Probability {
        probability(self.row.probability)
    }

    /// Its likeliest type.
    pub fn kind(self) -> &'d str {
        &self.labels().kind[usize::from(self.row.kind)]
    }

    /// How likely the type is, if it is an event.
    pub fn kind_probability(self) -> Probability {
        probability(self.row.kind_probability)
    }

    /// Its mode within the type, if it has one.
    pub fn mode(self) -> Option<&'d str> {
        let mode = self.labels().mode[usize::from(self.row.mode)].as_str();
        mode.split_once(' ').map(|(_, mode)| mode)
    }

    /// Whether it happened, is planned, and so on.
    pub fn status(self) -> &'d str {
        &self.labels().status[usize::from(self.row.status)]
    }

    /// How likely the status is.
    pub fn status_probability(self) -> Probability {
        probability(self.row.status_probability)
    }

    /// Every status, with how likely it is.
    pub fn statuses(self) -> impl ExactSizeIterator<Item = (&'d str, Probability)> {
        let names = self.labels().status.iter().map(String::as_str);
        names.zip(self.row.statuses.iter().map(|&likely| probability(likely)))
    }

    /// The head words of those who act, with how likely each is.
    pub fn actors(self) -> impl ExactSizeIterator<Item = (Word<'d>, Probability)> {
        self.parties(&self.row.actors)
    }

    /// The head words of those who are acted on, with how likely each is.
    pub fn recipients(self) -> impl ExactSizeIterator<Item = (Word<'d>, Probability)> {
        self.parties(&self.row.recipients)
    }

    fn parties(self, parties: &'d [Party]) -> impl ExactSizeIterator<Item = (Word<'d>, Probability)> {
        let word = move |party: &Party| Word::new(self.document, party.word as usize);
        parties.iter().map(move |party| (word(party), probability(party.probability)))
    }

    fn labels(self) -> &'d EventLabels {
        self.document
            .labels()
            .events
            .as_ref()
            .expect("a document with events was read with a model that has their labels")
    }
}

fn probability(value: f32) -> Probability {
    Probability::nearest(f64::from(value)).unwrap_or(Probability::ZERO)
}
