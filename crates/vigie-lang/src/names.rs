//! Names that agree with each other within a section of text.
//!
//! A writer who says `Miramar` twice means one thing. So a name that is told at several places is of the kind that they say
//! together, and what comes near being a name is one where the same words surely are elsewhere.

use std::collections::HashMap;
use std::ops::Range;

use crate::decode::likely::Chances;
use crate::document::layers::{Layers, NameRow};
use crate::labels::{NameKind, SpanKind};
use crate::matrix::argmax;

/// How likely the places where a name is told must find its kind, on average, for it to be told elsewhere too. Chosen on the dev part of
/// UNER.
const SURE: f32 = 0.8;

/// What is known of a name from all places where it is told.
#[derive(Debug, Default)]
struct Known {
    n_places: u16,
    chances: Chances,
}

impl Known {
    fn kind(&self) -> NameKind {
        NameKind::ALL[argmax(&self.chances)]
    }

    fn is_sure(&self) -> bool {
        self.chances[argmax(&self.chances)] >= SURE * f32::from(self.n_places)
    }
}

/// Chooses the names of a section, whose text is `text`, from what may be names.
pub(crate) fn settle(text: &str, layers: &mut Layers) {
    let maybe_names = std::mem::take(&mut layers.maybe_names);
    let mut known: HashMap<String, Known> = HashMap::new();
    for name in maybe_names.iter().filter(|name| name.is_told) {
        let known = known.entry(key(text, layers, &name.words)).or_default();
        known.n_places = known.n_places.saturating_add(1);
        known.chances.iter_mut().zip(name.chances).for_each(|(sum, chance)| *sum += chance);
    }
    let mut end = 0;
    for name in maybe_names {
        let known = known.get(&key(text, layers, &name.words));
        let kind = match known {
            Some(known) if name.is_told && known.n_places > 1 => Some(known.kind()),
            _ if name.is_told => Some(name.kind),
            Some(known) if known.is_sure() && name.words.start >= end && is_capital(text, layers, &name.words) => {
                Some(known.kind())
            }
            _ => None,
        };
        if let Some(kind) = kind {
            end = name.words.end;
            layers.names.push(NameRow { words: name.words, kind });
        }
    }
}

/// The words of a span in small letters, by which names are compared.
fn key(text: &str, layers: &Layers, words: &Range<u32>) -> String {
    let words = &layers.words[words.start as usize..words.end as usize];
    let forms: Vec<String> = words.iter().map(|word| text[word.range.as_range()].to_lowercase()).collect();
    forms.join(" ")
}

fn is_capital(text: &str, layers: &Layers, words: &Range<u32>) -> bool {
    let first = layers.words[words.start as usize].range;
    text[first.as_range()].chars().next().is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use vigie_record::ByteRange;

    use super::*;
    use crate::document::layers::{MaybeName, WordRow};
    use crate::upos::Upos;

    /// A section of words between spaces, with spans that may be names: words, whether it is told, how likely PER, ORG, LOC, MISC are.
    fn names(text: &str, spans: &[(Range<u32>, bool, Chances)]) -> Vec<(String, NameKind)> {
        let start_of = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
        let word = |form: &str| WordRow {
            range: ByteRange::new(start_of(form), start_of(form) + form.len()),
            head: 0,
            lemma_start: 0,
            lemma_length: 0,
            factuality: None,
            xpos: 0,
            feats: 0,
            relation: 0,
            upos: Upos::Propn,
        };
        let mut layers = Layers { words: text.split(' ').map(word).collect(), ..Layers::default() };
        layers.maybe_names.extend(spans.iter().map(|(words, is_told, chances)| MaybeName {
            words: words.clone(),
            kind: NameKind::ALL[argmax(chances)],
            is_told: *is_told,
            chances: *chances,
        }));
        settle(text, &mut layers);
        layers.names.iter().map(|name| (key(text, &layers, &name.words), name.kind)).collect()
    }

    #[test]
    fn a_name_is_of_one_kind_throughout() {
        let text = "to Miramar , in Miramar with Miramar , Ann";
        let spans = [
            (1..2, true, [0.0, 0.1, 0.9, 0.0]),
            (4..5, true, [0.0, 0.0, 0.95, 0.0]),
            (6..7, true, [0.7, 0.0, 0.2, 0.0]),
            (8..9, true, [0.6, 0.0, 0.3, 0.0]),
        ];
        let place = |form: &str| (form.to_owned(), NameKind::Loc);
        let person = ("ann".to_owned(), NameKind::Per);
        assert_eq!(names(text, &spans), [place("miramar"), place("miramar"), place("miramar"), person]);
    }

    #[test]
    fn what_is_surely_a_name_elsewhere_is_one_here() {
        let text = "Enron 's Enron offices , enron and Hill";
        let near = [0.1, 0.3, 0.0, 0.0];
        let spans = |sure: f32| {
            [(0..1, true, [0.0, sure, 0.0, 0.0]), (2..3, false, near), (5..6, false, near), (7..8, false, near)]
        };
        let body = || ("enron".to_owned(), NameKind::Org);
        assert_eq!(names(text, &spans(0.9)), [body(), body()], "not in small letters, nor what is a name nowhere");
        assert_eq!(names(text, &spans(0.7)), [body()], "not where nobody is sure");
    }

    #[test]
    fn names_do_not_overlap() {
        let text = "Bay City and Bay , then Bay City";
        let sure = [0.0, 0.0, 0.9, 0.0];
        let near = [0.0, 0.0, 0.25, 0.0];
        let spans = [(0..2, true, sure), (3..4, true, sure), (6..8, false, near), (6..7, false, near)];
        let place = |form: &str| (form.to_owned(), NameKind::Loc);
        assert_eq!(names(text, &spans), [place("bay city"), place("bay"), place("bay city")]);
    }
}
