//! Reading a stretch: window after window, from scores to layers.

use std::ops::Range;

use vigie_record::{ByteRange, Note, NoteKind};

use crate::decode::attribution::assemble;
use crate::decode::events;
use crate::decode::tree::{ArcScores, ROOT};
use crate::document::layers::{Layers, MaybeName, WordRow, number};
use crate::encoder::{EncodeError, Readings};
use crate::matrix::{Matrix, argmax, dot};
use crate::model::Model;
use crate::upos::Upos;
use crate::windows::Plan;

/// What was read in a stretch.
#[derive(Debug, Default)]
pub(crate) struct StretchReading {
    /// Its words and spans; word numbers count from the first word of the stretch, bytes from that of the section.
    pub(crate) layers: Layers,
    pub(crate) notes: Vec<Note>,
}

/// Reads the words of a stretch.
pub(crate) fn read(model: &Model, plan: &Plan, stretch: Range<usize>) -> Result<StretchReading, EncodeError> {
    let mut reading = StretchReading::default();
    let (mut start, mut context) = (stretch.start, stretch.start);
    while start < stretch.end {
        let words = plan.fitting(context, stretch.end);
        let readings = model.encoder.read(&plan.window(words.clone()))?;
        let view = WindowView { model, plan, readings, words, start };
        let kept = view.kept(&stretch);
        if kept.is_forced {
            reading.notes.push(forced_end(plan, kept.end - 1));
        }
        let layers = view.layers(kept.end)?;
        reading.layers.append(layers, 0);
        start = kept.end;
        context = if kept.is_forced { plan.context(start, stretch.start) } else { start };
    }
    Ok(reading)
}

/// Up to where a window is kept.
struct Kept {
    end: usize,
    is_forced: bool,
}

/// The readings of a window, and where they belong.
struct WindowView<'r> {
    model: &'r Model,
    plan: &'r Plan,
    readings: Readings,
    /// The words of the window in the section.
    words: Range<usize>,
    /// The first word that is not mere context.
    start: usize,
}

impl WindowView<'_> {
    /// Decides up to which word the window is kept, and settles where its sentences end.
    fn kept(&self, stretch: &Range<usize>) -> Kept {
        if self.words.end == stretch.end {
            return Kept { end: stretch.end, is_forced: false };
        }
        let n_new = self.words.end - self.start;
        let least = self.start + n_new / 8;
        if let Some(last) = (least..self.words.end).rev().find(|&word| self.ends_sentence(word)) {
            return Kept { end: last + 1, is_forced: false };
        }
        let three_quarters = self.start + (n_new * 3 / 4).max(1);
        let end = (three_quarters..self.words.end).find(|&end| !self.plan.is_held(end - 1)).unwrap_or(self.words.end);
        Kept { end, is_forced: true }
    }

    fn ends_sentence(&self, word: usize) -> bool {
        let says_so = || self.readings.sentence_end[self.row(word)] > 0.0;
        !self.plan.is_held(word) && (self.plan.ends_paragraph(word) || says_so())
    }

    /// The row of a word in the readings.
    fn row(&self, word: usize) -> usize {
        word - self.words.start
    }

    /// The layers of the words from the start up to `end`.
    fn layers(&self, end: usize) -> Result<Layers, EncodeError> {
        let sentences = self.sentences(end);
        let mut layers = Layers::default();
        let heads: Vec<usize> = sentences.iter().flat_map(|sentence| self.heads(sentence)).collect();
        let relations = self.relations(&heads)?;
        for (word, (&head, &relation)) in (self.start..end).zip(heads.iter().zip(&relations)) {
            let row = self.word_row(word, head, relation, &mut layers);
            layers.words.push(row);
        }
        self.add_factuality(&mut layers);
        for sentence in &sentences {
            let rows = self.row(sentence.start)..self.row(sentence.end);
            let spans = self.model.decoders.ner.decode(&self.readings.ner, rows);
            layers.maybe_names.extend(spans.into_iter().map(|span| MaybeName {
                words: self.kept_number(span.words.start)..self.kept_number(span.words.end),
                kind: span.kind,
                is_told: span.is_told,
                chances: span.chances,
            }));
        }
        if let (Some(readings), Some(labels)) = (&self.readings.events, &self.model.labels.events) {
            let first = number(self.row(self.start));
            for sentence in &sentences {
                let events = events::decode(readings, labels, self.row(sentence.start)..self.row(sentence.end));
                layers.events.extend(events.into_iter().map(|event| event.renumbered(|row| row - first)));
            }
        }
        layers.sentences = sentences.iter().map(|s| number(s.start - self.start)..number(s.end - self.start)).collect();
        self.add_attributions(end, &mut layers);
        Ok(layers)
    }

    /// The number of a row's word, counted from the first word that is kept.
    fn kept_number(&self, row: usize) -> u32 {
        number(row - self.row(self.start))
    }

    fn sentences(&self, end: usize) -> Vec<Range<usize>> {
        let mut sentences = Vec::new();
        let mut first = self.start;
        for word in self.start..end {
            if word + 1 == end || self.ends_sentence(word) {
                sentences.push(first..word + 1);
                first = word + 1;
            }
        }
        sentences
    }

    /// The heads of a sentence's words: the row of the head among the heads of the window, of which the first is the
    /// root.
    fn heads(&self, sentence: &Range<usize>) -> Vec<usize> {
        let first = self.row(sentence.start);
        let (dependents, heads) = (&self.readings.arc_dependent, &self.readings.arc_head);
        let in_window = |head: usize| if head == ROOT { ROOT } else { first + head };
        let scores = ArcScores::new(sentence.len(), |dependent, head| {
            dot(dependents.row(first + dependent), heads.row(in_window(head)))
        });
        scores.best_tree().into_iter().map(in_window).collect()
    }

    /// The relation of each kept word to its head.
    fn relations(&self, heads: &[usize]) -> Result<Vec<usize>, EncodeError> {
        let (dependents, of_heads) = (&self.readings.relation_dependent, &self.readings.relation_head);
        let mut dependent_rows = Matrix::with_room(dependents.n_columns(), heads.len());
        let mut head_rows = Matrix::with_room(of_heads.n_columns(), heads.len());
        for (row, &head) in (self.row(self.start)..).zip(heads) {
            dependent_rows.push(dependents.row(row));
            head_rows.push(of_heads.row(head));
        }
        let scores = self.model.encoder.relate(dependent_rows, head_rows)?;
        let root = self.model.decoders.root_relation;
        let best_of = |row: &[f32]| {
            let (before, after) = (argmax(&row[..root]), root + 1 + argmax(&row[root + 1..]));
            let best_after = row.get(after).copied().unwrap_or(f32::NEG_INFINITY);
            if root == 0 || best_after > row[before] { after.min(row.len() - 1) } else { before }
        };
        let relation = |(row, &head)| if head == ROOT { root } else { best_of(scores.row(row)) };
        Ok(heads.iter().enumerate().map(relation).collect())
    }

    fn word_row(&self, word: usize, head: usize, relation: usize, layers: &mut Layers) -> WordRow {
        let (row, labels) = (self.row(word), &self.model.labels);
        let upos = labels.upos[argmax(self.readings.upos.row(row))];
        let (lemma_start, lemma_length) = self.push_lemma(word, upos, layers);
        WordRow {
            range: self.plan.word(word).range,
            head: if head == ROOT { number(word - self.start) } else { self.kept_number(head - 1) },
            lemma_start,
            lemma_length,
            factuality: None,
            xpos: column(argmax(self.readings.xpos.row(row))),
            feats: column(argmax(self.readings.feats.row(row))),
            relation: column(relation),
            upos,
        }
    }

    fn push_lemma(&self, word: usize, upos: Upos, layers: &mut Layers) -> (usize, u32) {
        let form = self.plan.form(word);
        let lower = if upos == Upos::Propn { None } else { Some(form.to_lowercase()) };
        match lower.and_then(|lower| self.model.lemmas.get(&lower, upos)) {
            Some(lemma) if !lemma.is_empty() => layers.push_lemma(lemma),
            _ => {
                let script = argmax(self.readings.lemma.row(self.row(word)));
                layers.push_lemma(&self.model.labels.lemma[script].apply(form))
            }
        }
    }

    /// Reads the factuality of predicates: verbs, words that are one through a copula, and auxiliaries that stand as the
    /// root of a sentence.
    fn add_factuality(&self, layers: &mut Layers) {
        let relations = &self.model.labels.relation;
        let n = layers.words.len();
        let mut is_predicate = vec![false; n];
        for (index, word) in layers.words.iter().enumerate() {
            let is_root = word.head as usize == index;
            is_predicate[index] |= word.upos == Upos::Verb || (word.upos == Upos::Aux && is_root);
            if relations[usize::from(word.relation)] == "cop" {
                is_predicate[word.head as usize] = true;
            }
        }
        let is_denied = denied(layers, relations);
        let first = self.row(self.start);
        for (index, word) in layers.words.iter_mut().enumerate().filter(|(index, _)| is_predicate[*index]) {
            let score = self.readings.factuality[first + index];
            let read = if is_denied[index] && score < LEANS { score.min(DENIED) } else { score };
            word.factuality = Some(self.model.decoders.calibration.read(read));
        }
    }

    /// Reads attributions in the whole window, context included, and keeps what lies in the words that are kept.
    fn add_attributions(&self, end: usize, layers: &mut Layers) {
        let spans = self.model.decoders.attribution.decode(&self.readings.attribution, 0..self.words.len());
        let first = number(self.row(self.start));
        let kept = first..number(self.row(end));
        for attribution in assemble(&spans, &self.readings) {
            if let Some(mut attribution) = attribution.clipped(&kept) {
                attribution.ranges_mut().for_each(|range| *range = range.start - first..range.end - first);
                layers.attributions.push(attribution);
            }
        }
    }
}

/// The factuality that a direct denial has at most, and the score from which on the reading of the whole sentence prevails.
const DENIED: f32 = -2.4;
const LEANS: f32 = 1.0;

/// Which words are denied by `not` or `never` beside them in a statement of fact: no modal verb opens what may be, no `if` what would be.
fn denied(layers: &Layers, relations: &[String]) -> Vec<bool> {
    let (mut is_negated, mut is_open) = (vec![false; layers.words.len()], vec![false; layers.words.len()]);
    for word in &layers.words {
        let lemma = &layers.lemmas[word.lemma_start..word.lemma_start + word.lemma_length as usize];
        match (relations[usize::from(word.relation)].as_str(), lemma.to_lowercase().as_str()) {
            ("advmod", "not" | "n't" | "never") => is_negated[word.head as usize] = true,
            ("aux", "will" | "would" | "shall" | "should" | "can" | "could" | "may" | "might" | "must" | "ought")
            | ("mark", _) => {
                is_open[word.head as usize] = true;
            }
            _ => {}
        }
    }
    is_negated.iter().zip(is_open).map(|(&negated, open)| negated && !open).collect()
}

fn forced_end(plan: &Plan, word: usize) -> Note {
    let end = plan.word(word).range.end();
    Note {
        range: ByteRange::new(end, end),
        kind: NoteKind::ForcedSentenceEnd,
        message: "a sentence too long to be read in one go was ended here".to_owned(),
    }
}

/// A label as the layers keep it.
fn column(label: usize) -> u16 {
    u16::try_from(label).expect("the header allows no more labels than fit")
}
