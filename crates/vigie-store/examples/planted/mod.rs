//! Planted copies: texts, and copies of some of them made by the edits that newspapers make to agency text.

use std::collections::BTreeMap;
use std::path::Path;

use vigie_record::{Reading, Report};
use vigie_store::{Access, Filter, Put, Store, StoreError};

use crate::made_up::{Chance, at, text, word};
use crate::{peak_megabytes, timed};

/// One text in so many has copies.
const ONE_IN: u64 = 4;

/// Puts texts and copies in, groups them, and compares the stories with what was planted.
pub(crate) fn stories(n_reports: u64, path: &Path) -> Result<(), StoreError> {
    let mut store = Store::open(path, Access::Create)?;
    let mut chance = Chance(23);
    // The story that each report was made of, by its address.
    let mut planted: BTreeMap<u64, u64> = BTreeMap::new();
    let (mut n, mut batch, mut writing) = (0, Vec::new(), 0.0);
    while n < n_reports {
        let n_sentences = 8 + chance.below(25);
        let original = text(&mut chance, n_sentences);
        let n_copies = if chance.below(ONE_IN) == 0 { 1 + chance.skewed(12) } else { 0 };
        for copy in 0..=n_copies {
            let body = if copy == 0 { original.clone() } else { edited(&original, &mut chance) };
            planted.insert(n, n - copy);
            batch.push(bare(n, body));
            n += 1;
        }
        if batch.len() >= 1000 {
            writing += put_in(&mut store, &mut batch, &mut planted)?;
        }
    }
    writing += put_in(&mut store, &mut batch, &mut planted)?;
    let (grouped, grouping) = timed(|| store.group_stories());
    println!(
        "stories: {} reports put in {writing:.1} s, grouped in {:.1} s, peak {} MB, file {} MB",
        grouped?,
        grouping.as_secs_f64(),
        peak_megabytes(),
        std::fs::metadata(path).map_or(0, |found| found.len()) >> 20
    );
    compare(&store, &planted)
}

/// Puts reports in, and forgets of those that were planted what came out the same as another: that is one report.
fn put_in(store: &mut Store, batch: &mut Vec<Reading>, planted: &mut BTreeMap<u64, u64>) -> Result<f64, StoreError> {
    let (put, took) = timed(|| store.put_all(batch, at()));
    for (reading, put) in batch.iter().zip(put?) {
        if put == Put::Known {
            let number = reading.report.url.as_deref().and_then(|url| url.rsplit('/').next()?.parse().ok());
            number.and_then(|number: u64| planted.remove(&number));
        }
    }
    batch.clear();
    Ok(took.as_secs_f64())
}

fn address(n: u64) -> String {
    format!("https://planted.example/{n}")
}

/// A report without records.
fn bare(n: u64, body: String) -> Reading {
    let mut report = Report::of_text(body);
    report.title = Some(word(n % 9000));
    report.url = Some(address(n));
    Reading {
        report,
        events: Vec::new(),
        claims: Vec::new(),
        forecasts: Vec::new(),
        sentences: Vec::new(),
        notes: Vec::new(),
    }
}

/// A copy with edits: a lead added, the end cut off, sentences dropped, words changed, a by-line, or several of these.
fn edited(original: &str, chance: &mut Chance) -> String {
    let mut sentences: Vec<String> = original.split_inclusive(['.']).map(str::to_owned).collect();
    for _ in 0..=chance.below(2) {
        match chance.below(5) {
            0 => {
                let n_sentences = 1 + chance.below(3);
                sentences.insert(0, format!("{} ", text(chance, n_sentences)));
            }
            1 => {
                let kept = sentences.len() * 2 / 3;
                sentences.truncate(kept.max(3));
            }
            2 if sentences.len() > 5 => {
                #[expect(clippy::cast_possible_truncation, reason = "it is below the number of sentences")]
                let at = chance.below(sentences.len() as u64) as usize;
                sentences.remove(at);
            }
            3 => {
                for sentence in &mut sentences {
                    *sentence = replaced(sentence, chance);
                }
            }
            _ => {
                let n_sentences = 1 + chance.below(2);
                sentences.push(format!(" {}", text(chance, n_sentences)));
            }
        }
    }
    sentences.concat()
}

/// One word in about thirty is another.
fn replaced(sentence: &str, chance: &mut Chance) -> String {
    let words = sentence
        .split(' ')
        .map(|said| if chance.below(30) == 0 { word(chance.below(40_000)) } else { said.to_owned() });
    words.collect::<Vec<_>>().join(" ")
}

/// Precision and recall over pairs of reports: of those in one story, how many were made of one text, and the other way round.
fn compare(store: &Store, planted: &BTreeMap<u64, u64>) -> Result<(), StoreError> {
    let pairs = |n: u64| n * n.saturating_sub(1) / 2;
    let (mut n_found, mut n_right, mut from) = (0, 0, None);
    loop {
        let page = store.stories(&Filter::default(), 2, 500, from)?;
        for story in &page.items {
            let mut origins: BTreeMap<u64, u64> = BTreeMap::new();
            for report in &story.reports {
                let number = report.head.url.as_deref().and_then(|url| url.rsplit('/').next()?.parse::<u64>().ok());
                let origin = number.and_then(|number| planted.get(&number)).copied().unwrap_or(u64::MAX);
                *origins.entry(origin).or_default() += 1;
            }
            n_found += pairs(story.reports.len() as u64);
            n_right += origins.values().copied().map(pairs).sum::<u64>();
        }
        from = page.next;
        if from.is_none() {
            break;
        }
    }
    let mut sizes: BTreeMap<u64, u64> = BTreeMap::new();
    for origin in planted.values() {
        *sizes.entry(*origin).or_default() += 1;
    }
    let n_planted: u64 = sizes.values().copied().map(pairs).sum();
    println!(
        "pairs planted {n_planted}, found {n_found}, right {n_right}: precision {:.4}, recall {:.4}",
        n_right as f64 / n_found.max(1) as f64,
        n_right as f64 / n_planted.max(1) as f64
    );
    Ok(())
}
