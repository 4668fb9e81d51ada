//! Texts as paragraphs of sentences, and the real ones that others are made of.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::made_up::Chance;

/// Texts that share more of their runs of eight words than this are copies that nobody planted; the later is left out.
const UNPLANTED: f64 = 0.1;

const RUN: usize = 8;

/// A text: a headline, and paragraphs of sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Prose {
    pub(crate) headline: String,
    pub(crate) paragraphs: Vec<Vec<String>>,
}

impl Prose {
    /// A text of paragraphs, under a headline of some words of it.
    pub(crate) fn of(paragraphs: Vec<Vec<String>>, chance: &mut Chance) -> Self {
        let headline = headline(&paragraphs, chance);
        Self { headline, paragraphs }
    }

    pub(crate) fn n_sentences(&self) -> usize {
        self.paragraphs.iter().map(Vec::len).sum()
    }

    /// As an outlet prints it.
    pub(crate) fn printed(&self) -> String {
        let mut parts = vec![self.headline.clone()];
        parts.extend(self.paragraphs.iter().map(|sentences| sentences.join(" ")));
        parts.retain(|part| !part.is_empty());
        parts.join("\n\n")
    }
}

/// Four to nine words of some sentence among the first.
pub(crate) fn headline(paragraphs: &[Vec<String>], chance: &mut Chance) -> String {
    let sentences: Vec<&String> = paragraphs.iter().flatten().take(6).collect();
    let Some(words) = (!sentences.is_empty()).then(|| chance.pick(&sentences).split_whitespace().collect::<Vec<_>>())
    else {
        return String::new();
    };
    let n_words = 4 + index(chance, 6);
    let from = index(chance, words.len().saturating_sub(n_words).max(1));
    words[from..(from + n_words).min(words.len())].join(" ")
}

/// A number below another.
pub(crate) fn index(chance: &mut Chance, n: usize) -> usize {
    usize::try_from(chance.below(n as u64)).unwrap_or(0)
}

/// Real texts.
pub(crate) struct Sources {
    pub(crate) texts: Vec<Vec<Vec<String>>>,
    /// For each text those that share the most of its own words.
    neighbours: Vec<Vec<usize>>,
    words: Vec<String>,
    pub(crate) n_left_out: usize,
}

impl Sources {
    /// Reads lines of JSON with a `text`.
    pub(crate) fn read(path: &Path) -> std::io::Result<Self> {
        let mut texts = Vec::new();
        let mut runs_seen: BTreeMap<u64, usize> = BTreeMap::new();
        let mut n_left_out = 0;
        for line in std::fs::read_to_string(path)?.lines() {
            let parsed: serde_json::Value = serde_json::from_str(line)?;
            let Some(text) = parsed.get("text").and_then(serde_json::Value::as_str) else { continue };
            let runs = runs(text);
            let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
            for run in &runs {
                if let Some(&other) = runs_seen.get(run) {
                    *shared.entry(other).or_default() += 1;
                }
            }
            if shared.values().any(|&n| n as f64 > runs.len() as f64 * UNPLANTED) {
                n_left_out += 1;
                continue;
            }
            for run in runs {
                runs_seen.entry(run).or_insert(texts.len());
            }
            texts.push(paragraphs(text));
        }
        let neighbours = neighbours(&texts);
        let mut words: Vec<String> = Vec::new();
        for sentence in texts.iter().flatten().flatten() {
            words.extend(sentence.split_whitespace().map(str::to_owned));
        }
        Ok(Self { texts, neighbours, words, n_left_out })
    }

    /// Some sentences in a row out of a text.
    pub(crate) fn passage(&self, text: usize, n_sentences: usize, chance: &mut Chance) -> Vec<String> {
        let sentences: Vec<&String> = self.texts[text].iter().flatten().collect();
        let from = index(chance, sentences.len().saturating_sub(n_sentences) + 1);
        sentences[from.min(sentences.len())..].iter().take(n_sentences).map(|sentence| (*sentence).clone()).collect()
    }

    pub(crate) fn any(&self, chance: &mut Chance) -> usize {
        index(chance, self.texts.len())
    }

    /// Texts on the topic of one, the nearest first, with itself.
    pub(crate) fn on_topic_of(&self, text: usize) -> &[usize] {
        &self.neighbours[text]
    }

    /// A word as often used as in the texts.
    pub(crate) fn word(&self, chance: &mut Chance) -> &str {
        chance.pick::<String>(&self.words)
    }

    /// A sentence in which one of so many words is another.
    pub(crate) fn reworded(&self, sentence: &str, one_in: u64, chance: &mut Chance) -> String {
        let words = sentence.split_whitespace();
        let words: Vec<&str> =
            words.map(|word| if chance.below(one_in) == 0 { self.word(chance) } else { word }).collect();
        words.join(" ")
    }
}

/// The sentences of a text, two to four in a paragraph where its own paragraphs are long.
fn paragraphs(text: &str) -> Vec<Vec<String>> {
    let mut paragraphs = Vec::new();
    for block in text.split('\n').map(str::trim).filter(|block| !block.is_empty()) {
        let mut sentences = Vec::new();
        let mut start = 0;
        for (at, mark) in block.match_indices(['.', '?', '!']) {
            let after = &block[at + mark.len()..];
            let begins = after.strip_prefix(['”', '"']).unwrap_or(after);
            let end = block.len() - begins.len();
            if begins.is_empty()
                || (begins.starts_with(' ')
                    && begins[1..].starts_with(|next: char| !next.is_lowercase())
                    && end - start > 25)
            {
                sentences.push(block[start..end].trim().to_owned());
                start = end;
            }
        }
        if !block[start..].trim().is_empty() {
            sentences.push(block[start..].trim().to_owned());
        }
        paragraphs.extend(sentences.chunks(3).map(<[String]>::to_vec));
    }
    paragraphs
}

fn runs(text: &str) -> BTreeSet<u64> {
    let words: Vec<String> = text
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.windows(RUN).map(|run| key(&run.join(" "))).collect()
}

fn key(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// How many texts go for one topic.
const ON_TOPIC: usize = 6;

fn neighbours(texts: &[Vec<Vec<String>>]) -> Vec<Vec<usize>> {
    let mut having: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (number, text) in texts.iter().enumerate() {
        let names: BTreeSet<u64> = text
            .iter()
            .flatten()
            .flat_map(|sentence| sentence.split_whitespace())
            .filter(|word| word.starts_with(char::is_uppercase))
            .map(key)
            .collect();
        for name in names {
            having.entry(name).or_default().push(number);
        }
    }
    let mut shared: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); texts.len()];
    for with in having.values().filter(|with| with.len() < 60) {
        for &one in with {
            for &other in with {
                *shared[one].entry(other).or_default() += 1.0 / with.len() as f64;
            }
        }
    }
    let nearest = |(own, shared): (usize, BTreeMap<usize, f64>)| {
        let mut by_weight: Vec<(usize, f64)> = shared.into_iter().filter(|&(other, _)| other != own).collect();
        by_weight.sort_by(|one, two| two.1.total_cmp(&one.1));
        std::iter::once(own).chain(by_weight.into_iter().map(|(other, _)| other)).take(ON_TOPIC).collect()
    };
    shared.into_iter().enumerate().map(nearest).collect()
}
