//! The document: a text and all that was read in it.
//!
//! A [`Document`] owns its text and layers; words, sentences, names and attributions are small copies that point into
//! it. The text is never altered: what a word says is the text at its range.

mod events;
pub(crate) mod layers;
mod spans;
mod words;

use std::ops::Range;
use std::sync::Arc;

use vigie_record::{ByteRange, Note, NoteKind, Provenance};

pub use self::events::EventMention;
pub use self::spans::{Attribution, Multiword, Name, Sentence};
pub use self::words::Word;
use crate::labels::Labels;
use layers::Layers;

/// A text with its words, tags, trees, names, attributions and factuality.
#[derive(Debug, Clone)]
pub struct Document {
    text: String,
    layers: Layers,
    /// Absent where the text has no words, so that no model was asked.
    labels: Option<Arc<Labels>>,
    notes: Vec<Note>,
    provenance: Arc<Provenance>,
}

impl Document {
    pub(crate) fn new(
        text: String,
        layers: Layers,
        labels: Option<Arc<Labels>>,
        notes: Vec<Note>,
        provenance: Arc<Provenance>,
    ) -> Self {
        Self { text, layers, labels, notes, provenance }
    }

    /// The whole text.
    pub fn full_text(&self) -> &str {
        &self.text
    }

    /// What the text says at `range`.
    ///
    /// # Panics
    /// If the range does not lie in the text, on character boundaries; those of this document's words and spans do.
    pub fn text(&self, range: ByteRange) -> &str {
        &self.text[range.as_range()]
    }

    /// The number of words.
    pub fn n_words(&self) -> usize {
        self.layers.words.len()
    }

    /// The word with a number.
    ///
    /// # Panics
    /// If there is none.
    pub fn word(&self, index: usize) -> Word<'_> {
        assert!(index < self.n_words(), "the document has {} words", self.n_words());
        Word::new(self, index)
    }

    /// All words, in the order of the text.
    pub fn words(&self) -> impl ExactSizeIterator<Item = Word<'_>> {
        (0..self.n_words()).map(|index| Word::new(self, index))
    }

    /// The surface tokens that hold more than one word, such as `don't`.
    pub fn multiword_tokens(&self) -> impl ExactSizeIterator<Item = Multiword<'_>> {
        self.layers.multiword.iter().map(|token| Multiword::new(self, token))
    }

    /// The words of each paragraph, as ranges of word numbers.
    pub fn paragraphs(&self) -> impl ExactSizeIterator<Item = Range<usize>> + '_ {
        self.layers.paragraphs.iter().map(widen)
    }

    /// All sentences, in the order of the text. Each word is in one.
    pub fn sentences(&self) -> impl ExactSizeIterator<Item = Sentence<'_>> {
        (0..self.layers.sentences.len()).map(|index| Sentence::new(self, index))
    }

    /// All names, in the order of the text. They do not overlap.
    pub fn names(&self) -> impl ExactSizeIterator<Item = Name<'_>> {
        self.layers.names.iter().map(|row| Name::new(self, row))
    }

    /// Who is quoted saying what, in the order of the text.
    pub fn attributions(&self) -> impl ExactSizeIterator<Item = Attribution<'_>> {
        self.layers.attributions.iter().map(|row| Attribution::new(self, row))
    }

    /// Whether the model that read it has heads for events.
    pub fn has_event_heads(&self) -> bool {
        self.labels.as_ref().is_some_and(|labels| labels.events.is_some())
    }

    /// The events that the model's heads find, in the order of their words; none where the model has no such heads.
    pub fn events(&self) -> impl ExactSizeIterator<Item = EventMention<'_>> {
        self.layers.events.iter().map(|row| EventMention::new(self, row))
    }

    /// What could not be read as one would wish.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// What made this reading.
    pub fn provenance(&self) -> &Provenance {
        &self.provenance
    }

    /// Adds the reading of the text that comes right after this one, read by the same annotator.
    pub fn append(&mut self, next: Self) {
        let bytes = self.text.len();
        for note in next.notes {
            self.add_note(Note { range: note.range.shifted(bytes), ..note });
        }
        self.text.push_str(&next.text);
        self.layers.append(next.layers, bytes);
        self.labels = self.labels.take().or(next.labels);
    }

    /// Adds a note; a stretch in another language that goes on is one note.
    fn add_note(&mut self, note: Note) {
        match self.notes.iter_mut().rev().find(|earlier| earlier.kind == NoteKind::OtherLanguage) {
            Some(earlier) if note.kind == earlier.kind && earlier.range.end() == note.range.start() => {
                earlier.range = earlier.range.cover(note.range);
            }
            _ => self.notes.push(note),
        }
    }

    fn labels(&self) -> &Labels {
        self.labels.as_deref().expect("a document that has words was read with a model")
    }
}

fn widen(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}
