//! JSON: one object a line for each text.
//!
//! Ranges are `[start, end)` in code points of the whole text, word numbers count within the object. A text of more than
//! [`MOST`] bytes is several objects, numbered by `part`, whose `start` says where in the text they begin; so memory
//! stays bounded.

use std::io::{self, Write};

use serde::Serialize;
use vigie_lang::{Attribution, Document, NameKind, Role, Upos};
use vigie_record::{ByteRange, NoteKind, Provenance};

use super::{Characters, Mark};

/// The bytes of text after which an object ends.
const MOST: usize = 4 << 20;

/// Writes JSON.
#[derive(Debug, Default)]
pub(crate) struct Json {
    whole: Option<Document>,
    characters: usize,
    part: usize,
}

impl Json {
    /// Takes one part of a text, and writes an object when it is whole.
    pub(crate) fn write(&mut self, id: &str, mark: Mark, part: Document, out: &mut Vec<u8>) -> io::Result<()> {
        if mark.is_first {
            *self = Self::default();
        }
        let document = match self.whole.take() {
            None => part,
            Some(mut whole) => {
                whole.append(part);
                whole
            }
        };
        if !mark.is_last && document.full_text().len() < MOST {
            self.whole = Some(document);
            return Ok(());
        }
        let characters = Characters::new(document.full_text(), self.characters);
        let is_split = self.part > 0 || !mark.is_last;
        let part = is_split.then_some(Part { part: self.part, start: self.characters });
        serde_json::to_writer(&mut *out, &Reading::of(id, part, &document, &characters))?;
        self.characters = characters.at(document.full_text().len());
        self.part += 1;
        writeln!(out)
    }
}

#[derive(Serialize)]
struct Reading<'d> {
    id: &'d str,
    #[serde(flatten)]
    part: Option<Part>,
    text: &'d str,
    sentences: Vec<SentenceObject>,
    tokens: Vec<TokenObject<'d>>,
    names: Vec<NameObject<'d>>,
    attributions: Vec<AttributionObject>,
    notes: Vec<NoteObject<'d>>,
    provenance: &'d Provenance,
}

#[derive(Serialize)]
struct Part {
    part: usize,
    start: usize,
}

#[derive(Serialize)]
struct SentenceObject {
    span: [usize; 2],
    /// Numbers of its first token and of the one after its last.
    tokens: [usize; 2],
    begins_paragraph: bool,
}

#[derive(Serialize)]
struct TokenObject<'d> {
    span: [usize; 2],
    text: &'d str,
    lemma: &'d str,
    upos: Upos,
    xpos: &'d str,
    feats: &'d str,
    /// The number of its head; `null` for a root.
    head: Option<usize>,
    relation: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    factuality: Option<FactualityObject>,
}

#[derive(Serialize)]
struct FactualityObject {
    value: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    probability: Option<f64>,
}

#[derive(Serialize)]
struct NameObject<'d> {
    span: [usize; 2],
    tokens: [usize; 2],
    kind: NameKind,
    text: &'d str,
}

#[derive(Serialize)]
struct AttributionObject {
    source: Vec<[usize; 2]>,
    cue: Vec<[usize; 2]>,
    content: Vec<[usize; 2]>,
}

#[derive(Serialize)]
struct NoteObject<'d> {
    span: [usize; 2],
    kind: NoteKind,
    message: &'d str,
}

impl<'d> Reading<'d> {
    fn of(id: &'d str, part: Option<Part>, document: &'d Document, characters: &Characters<'_>) -> Self {
        let span = |range: ByteRange| characters.range(range);
        let spans = |attribution: Attribution<'_>, role| attribution.ranges(role).map(span).collect();
        Self {
            id,
            part,
            text: document.full_text(),
            sentences: document
                .sentences()
                .map(|sentence| SentenceObject {
                    span: span(sentence.range()),
                    tokens: [sentence.word_range().start, sentence.word_range().end],
                    begins_paragraph: sentence.begins_paragraph(),
                })
                .collect(),
            tokens: document
                .words()
                .map(|word| TokenObject {
                    span: span(word.range()),
                    text: word.text(),
                    lemma: word.lemma(),
                    upos: word.upos(),
                    xpos: word.xpos(),
                    feats: word.feats(),
                    head: word.head().map(vigie_lang::Word::index),
                    relation: word.relation(),
                    factuality: word.factuality().map(|factuality| FactualityObject {
                        value: hundredths(f64::from(factuality.value)),
                        probability: factuality.probability.map(|probability| hundredths(probability.get())),
                    }),
                })
                .collect(),
            names: document
                .names()
                .map(|name| NameObject {
                    span: span(name.range()),
                    tokens: [name.word_range().start, name.word_range().end],
                    kind: name.kind(),
                    text: name.text(),
                })
                .collect(),
            attributions: document
                .attributions()
                .map(|attribution| AttributionObject {
                    source: spans(attribution, Role::Source),
                    cue: spans(attribution, Role::Cue),
                    content: spans(attribution, Role::Content),
                })
                .collect(),
            notes: document
                .notes()
                .iter()
                .map(|note| NoteObject { span: span(note.range), kind: note.kind, message: &note.message })
                .collect(),
            provenance: document.provenance(),
        }
    }
}

fn hundredths(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
