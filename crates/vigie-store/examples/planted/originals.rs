//! Texts that are no copies of each other, though some look like it.

use super::prose::{Prose, Sources, index};
use super::templates;
use crate::made_up::Chance;

/// How a text was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// As it was found.
    Real,
    /// Passages of one to four sentences from texts on anything.
    Recombined,
    /// Passages of texts on one topic with one word in four replaced, and a sentence or two as they stand: quoted by many.
    OneTopic,
    /// A real text with one word in three replaced.
    Rewritten,
    /// One to three sentences of a recombined text: a brief.
    Brief,
    /// The first sentences of eight real texts.
    Digest,
    /// What an outlet prints every day, with other figures: its report of the markets, its weather, its results.
    Market,
    Weather,
    Sport,
}

/// The n-th text. Real ones come first, each once.
pub(crate) fn original(n: usize, sources: &Sources, chance: &mut Chance) -> (Kind, Prose) {
    if n < sources.texts.len() {
        return (Kind::Real, Prose::of(sources.texts[n].clone(), chance));
    }
    let kind = match chance.below(20) {
        0..=5 => Kind::Recombined,
        6..=7 => Kind::OneTopic,
        8..=11 => Kind::Rewritten,
        12..=13 => Kind::Brief,
        14 => Kind::Digest,
        15..=16 => Kind::Market,
        17..=18 => Kind::Weather,
        _ => Kind::Sport,
    };
    let paragraphs = match kind {
        Kind::Recombined => recombined(3 + index(chance, 7), 4, sources, chance),
        Kind::OneTopic => on_one_topic(sources, chance),
        Kind::Rewritten => {
            let text = &sources.texts[sources.any(chance)];
            let reworded = |sentence: &String| sources.reworded(sentence, 3, &mut *chance);
            let mut reworded = reworded;
            text.iter().map(|paragraph| paragraph.iter().map(&mut reworded).collect()).collect()
        }
        Kind::Brief => {
            let n_passages = 1 + index(chance, 3);
            let passages = recombined(n_passages, 1, sources, chance);
            // A brief of a sentence that other texts have, too, would be a part of them: its words are its own.
            passages
                .iter()
                .map(|passage| passage.iter().map(|sentence| sources.reworded(sentence, 4, chance)).collect())
                .collect()
        }
        Kind::Digest => {
            let first = |text: usize| sources.texts[text].iter().flatten().take(2).cloned().collect();
            (0..8).map(|_| first(sources.any(chance))).collect()
        }
        Kind::Real | Kind::Market => templates::market(chance),
        Kind::Weather => templates::weather(chance),
        Kind::Sport => templates::sport(chance),
    };
    (kind, Prose::of(paragraphs, chance))
}

fn recombined(n_passages: usize, most: usize, sources: &Sources, chance: &mut Chance) -> Vec<Vec<String>> {
    let passage = |_| {
        let n_sentences = 1 + index(chance, most);
        sources.passage(sources.any(chance), n_sentences, chance)
    };
    (0..n_passages).map(passage).collect()
}

fn on_one_topic(sources: &Sources, chance: &mut Chance) -> Vec<Vec<String>> {
    let topic = sources.on_topic_of(sources.any(chance));
    let n_passages = 4 + index(chance, 5);
    let mut paragraphs = Vec::new();
    for number in 0..n_passages {
        let passage = sources.passage(*chance.pick(topic), 1 + index(chance, 3), chance);
        let is_quoted = number < 2 && passage.len() == 1;
        let sentences = passage
            .iter()
            .map(|sentence| if is_quoted { sentence.clone() } else { sources.reworded(sentence, 4, chance) });
        paragraphs.push(sentences.collect());
    }
    paragraphs
}
