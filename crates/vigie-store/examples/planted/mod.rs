//! Planted copies: real texts and others made of them, and copies of some made by the edits that newspapers make to agency text.

mod edits;
mod originals;
mod outlets;
mod prose;
mod templates;

use std::collections::BTreeMap;
use std::path::Path;

use edits::{Edit, copied};
use originals::{Kind, original};
use prose::Sources;
use vigie_record::{Reading, Report};
use vigie_store::{Access, Filter, Put, Store, StoreError};

use crate::made_up::{Chance, at};
use crate::{peak_megabytes, processor, timed};

/// One text in so many has copies, one to so many.
const ONE_IN: u64 = 4;
const MOST_COPIES: u64 = 12;

/// One text in so many is printed by an outlet that puts furniture around it.
const FURNISHED: u64 = 3;

/// What was planted under a number.
#[derive(Debug, Clone, Copy)]
struct Planted {
    /// The number of the text that it was made of, its own where it is none.
    origin: u64,
    /// How that text was made.
    kind: Kind,
    edit: Option<Edit>,
}

/// Puts texts and copies in, groups them, and compares the stories with what was planted.
pub(crate) fn stories(n_reports: u64, path: &Path, texts: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let sources = Sources::read(texts)?;
    println!(
        "{} real texts, {} more left out as copies of these that nobody planted",
        sources.texts.len(),
        sources.n_left_out
    );
    let mut store = Store::open(path, Access::Create)?;
    let mut chance = Chance(23);
    let mut planted: BTreeMap<u64, Planted> = BTreeMap::new();
    let (mut n, mut n_originals, mut batch, mut writing) = (0, 0, Vec::new(), 0.0);
    while n < n_reports {
        let (kind, prose) = original(n_originals, &sources, &mut chance);
        n_originals += 1;
        let origin = n;
        let outlet = outlets::some(chance.below(FURNISHED) == 0, &mut chance);
        let body = outlets::printed(&prose, outlet, &sources);
        planted.insert(n, Planted { origin, kind, edit: None });
        batch.push(bare(n, outlet, prose.headline.clone(), body));
        n += 1;
        let n_copies = if chance.below(ONE_IN) == 0 { 1 + chance.skewed(MOST_COPIES) } else { 0 };
        for _ in 0..n_copies {
            let (edit, outlet, body) = copied(&prose, &sources, &mut chance);
            planted.insert(n, Planted { origin, kind, edit: Some(edit) });
            batch.push(bare(n, outlet, prose.headline.clone(), body));
            n += 1;
        }
        if batch.len() >= 1000 {
            writing += put_in(&mut store, &mut batch, &mut planted)?;
        }
    }
    writing += put_in(&mut store, &mut batch, &mut planted)?;
    let begun = processor();
    let (grouped, grouping) = timed(|| store.group_stories());
    println!(
        "stories: {} reports put in {writing:.1} s, grouped in {:.1} s ({:.1} s of the processor), peak {} MB, file {} MB",
        grouped?,
        grouping.as_secs_f64(),
        processor() - begun,
        peak_megabytes(),
        std::fs::metadata(path).map_or(0, |found| found.len()) >> 20
    );
    Ok(compare(&store, &planted)?)
}

/// Puts reports in, and forgets of those that were planted what came out the same as another: that is one report.
fn put_in(
    store: &mut Store,
    batch: &mut Vec<Reading>,
    planted: &mut BTreeMap<u64, Planted>,
) -> Result<f64, StoreError> {
    let (put, took) = timed(|| store.put_all(batch, at()));
    for (reading, put) in batch.iter().zip(put?) {
        if put == Put::Known
            && let Some(number) = number(reading.report.url.as_deref())
        {
            planted.remove(&number);
        }
    }
    batch.clear();
    Ok(took.as_secs_f64())
}

/// The address of the n-th text, and back.
fn address(n: u64) -> String {
    format!("https://planted.example/{n}")
}

fn number(url: Option<&str>) -> Option<u64> {
    url?.rsplit('/').next()?.parse().ok()
}

/// A report without records.
fn bare(n: u64, outlet: u64, headline: String, body: String) -> Reading {
    let mut report = Report::of_text(body);
    report.title = Some(headline);
    report.outlet = Some(outlets::name(outlet));
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

fn pairs(n: u64) -> u64 {
    n * n.saturating_sub(1) / 2
}

/// Precision and recall over pairs of reports: of those in one story, how many were made of one text, and the other way round.
fn compare(store: &Store, planted: &BTreeMap<u64, Planted>) -> Result<(), StoreError> {
    let mut story_of: BTreeMap<u64, u64> = BTreeMap::new();
    let (mut n_found, mut n_right, mut from) = (0, 0, None);
    let mut wrong: BTreeMap<(Kind, Kind), (u64, Vec<u64>)> = BTreeMap::new();
    loop {
        let page = store.stories(&Filter::default(), 2, 500, from)?;
        for story in &page.items {
            let numbers: Vec<u64> =
                story.reports.iter().filter_map(|report| number(report.head.url.as_deref())).collect();
            let mut origins: BTreeMap<(Kind, u64), u64> = BTreeMap::new();
            for number in &numbers {
                story_of.insert(*number, numbers[0]);
                if let Some(planted) = planted.get(number) {
                    *origins.entry((planted.kind, planted.origin)).or_default() += 1;
                }
            }
            n_found += pairs(origins.values().sum());
            n_right += origins.values().copied().map(pairs).sum::<u64>();
            count_wrong(&origins, &mut wrong);
        }
        from = page.next;
        if from.is_none() {
            break;
        }
    }
    let mut sizes: BTreeMap<u64, u64> = BTreeMap::new();
    for planted in planted.values() {
        *sizes.entry(planted.origin).or_default() += 1;
    }
    let (mut n_together, mut n_planted) = (0, 0);
    let mut together: BTreeMap<(u64, u64), u64> = BTreeMap::new();
    for (number, planted) in planted {
        if let Some(story) = story_of.get(number) {
            *together.entry((planted.origin, *story)).or_default() += 1;
        }
    }
    n_together += together.values().copied().map(pairs).sum::<u64>();
    n_planted += sizes.values().copied().map(pairs).sum::<u64>();
    println!(
        "pairs planted {n_planted}, found {n_found}, right {n_right}: precision {:.4}, recall {:.4}",
        n_right as f64 / n_found.max(1) as f64,
        n_together as f64 / n_planted.max(1) as f64
    );
    for (kinds, (n, examples)) in wrong {
        println!("  wrong pairs of {kinds:?}: {n}, e.g. {:?}", &examples[..examples.len().min(6)]);
    }
    by_edit(planted, &story_of);
    Ok(())
}

/// Adds up the pairs of a story that were made of different texts, by how those were made.
fn count_wrong(origins: &BTreeMap<(Kind, u64), u64>, wrong: &mut BTreeMap<(Kind, Kind), (u64, Vec<u64>)>) {
    let mut by_kind: BTreeMap<Kind, (u64, u64, Vec<u64>)> = BTreeMap::new();
    for ((kind, origin), size) in origins {
        let (all, right, examples) = by_kind.entry(*kind).or_default();
        *all += size;
        *right += pairs(*size);
        examples.push(*origin);
    }
    for (one, (n_one, right, examples)) in &by_kind {
        let mut add = |two: Kind, n: u64, others: &[u64]| {
            if n > 0 {
                let (sum, shown) = wrong.entry((*one, two)).or_default();
                *sum += n;
                shown.extend(examples.iter().chain(others).take(2));
            }
        };
        add(*one, pairs(*n_one) - right, &[]);
        for (two, (n_two, _, others)) in by_kind.range((std::ops::Bound::Excluded(one), std::ops::Bound::Unbounded)) {
            add(*two, n_one * n_two, &others[..1]);
        }
    }
}

/// Copies, those of them that were found, and the numbers of those that were not.
type Found = (u64, u64, Vec<u64>);

/// Of the copies with each edit, how many are in the story of what they were copied from.
fn by_edit(planted: &BTreeMap<u64, Planted>, story_of: &BTreeMap<u64, u64>) {
    let mut by_edit: BTreeMap<(Edit, Option<Kind>), Found> = BTreeMap::new();
    for (number, planted) in planted {
        let Some(edit) = planted.edit else { continue };
        let found = story_of.get(number).is_some_and(|story| story_of.get(&planted.origin) == Some(story));
        for kind in [None, Some(planted.kind)] {
            let (all, right, missed) = by_edit.entry((edit, kind)).or_default();
            *all += 1;
            *right += u64::from(found);
            if !found {
                missed.push(*number);
            }
        }
    }
    for ((edit, kind), (all, right, missed)) in by_edit {
        let share = right as f64 / all as f64;
        if kind.is_none() {
            println!("  {edit:?}: {right} of {all} copies are with their original ({share:.4})");
        } else if share < 0.95 {
            println!(
                "    of these {:?}: {right} of {all} ({share:.4}), missed {:?}",
                kind,
                &missed[..missed.len().min(4)]
            );
        }
    }
}
