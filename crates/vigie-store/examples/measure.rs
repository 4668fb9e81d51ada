//! Measures the store on made-up records: `docs/speed.md` has what it said.
//!
//!     cargo run --release -p vigie-store --example measure -- tables 10000000 STORE    rows a second, size, memory, a dyad by day, the event history
//!     cargo run --release -p vigie-store --example measure -- reports 100000 STORE     searches: the middle and the 95th of a hundred
//!     cargo run --release -p vigie-store --example measure -- stories 1000000 STORE TEXTS    grouping: seconds, precision and recall on planted copies
//!
//! `TEXTS` holds real reports, a line of JSON with a `text` each: `benches/report_texts.py` makes such a file of corpora of news.

#![expect(clippy::print_stdout, reason = "this is a program of its own, and this is what it has to say")]

mod made_up;
mod planted;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use made_up::{COUNTRIES, Chance, TYPES, at, reading, table_event, word};
use vigie_record::{Digest, Status};
use vigie_store::{Access, Bin, Dyad, FileState, Filter, Over, PackedRows, Store, StoreError};

const ROWS_AT_ONCE: u64 = 8192;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match asked_for(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(1)
        }
    }
}

fn asked_for(arguments: &[String]) -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let path = Path::new;
    match words.as_slice() {
        ["tables", n, store] => tables(n.parse()?, path(store))?,
        ["reports", n, store] => reports(n.parse()?, path(store))?,
        ["stories", n, store, texts] => planted::stories(n.parse()?, path(store), path(texts))?,
        _ => return Err("usage: measure tables|reports N STORE, or stories N STORE TEXTS".into()),
    }
    Ok(())
}

/// Runs something, and says how long it took.
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    #[expect(clippy::disallowed_methods, reason = "what is measured here is time")]
    let start = Instant::now();
    let done = work();
    (done, start.elapsed())
}

/// The seconds of processor that this thread has had: what a machine that has other work to do would leave out of account.
fn processor() -> f64 {
    let said = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    said.split_whitespace().next().and_then(|first| first.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}

/// The most memory that this process has had, in megabytes.
fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|number| number.parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// The size of a store with its log, in megabytes.
fn megabytes(path: &Path) -> u64 {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let size = |path: &Path| std::fs::metadata(path).map_or(0, |found| found.len());
    (size(path) + size(Path::new(&log))) >> 20
}

/// Puts rows in: they are made and packed on a thread of their own, as `vigie import` reads them.
fn tables(n_rows: u64, path: &Path) -> Result<(), StoreError> {
    let mut store = Store::open(path, Access::Create)?;
    let (give, packs) = sync_channel(3);
    let (made, done) = timed(|| -> Result<[f64; 3], StoreError> {
        let FileState::Open(file) = store.begin_file(Digest::of(&n_rows.to_le_bytes()), "made-up", at())? else {
            return Ok([0.0; 3]);
        };
        let begun = processor();
        std::thread::scope(|scope| {
            let making = scope.spawn(move || {
                let (mut making, mut packing) = (0.0, 0.0);
                for first in (0..n_rows).step_by(usize::try_from(ROWS_AT_ONCE).unwrap_or(1)) {
                    let before = processor();
                    let rows: Vec<_> = (first..(first + ROWS_AT_ONCE).min(n_rows)).map(table_event).collect();
                    let between = processor();
                    let packed = PackedRows::new(rows);
                    making += between - before;
                    packing += processor() - between;
                    if give.send(packed).is_err() {
                        break;
                    }
                }
                [making, packing]
            });
            for pack in packs {
                store.put_rows(file, &pack?)?;
            }
            store.end_file(file, 0, at())?;
            let [making, packing] = making.join().unwrap_or_default();
            Ok([making, packing, processor() - begun])
        })
    });
    let [making, packing, writing] = made?;
    println!(
        "rows {n_rows}: {:.1} s, {:.0} rows/s; processor: {packing:.1} s to pack them, {writing:.1} s to write them, {making:.1} s to make \
         them up; peak {} MB, file {} MB",
        done.as_secs_f64(),
        n_rows as f64 / done.as_secs_f64(),
        peak_megabytes(),
        megabytes(path)
    );
    asked(&store)
}

fn asked(store: &Store) -> Result<(), StoreError> {
    for (actor, recipient) in [("RUS", "UKR"), ("USA", "CHN"), ("KAZ", "VEN")] {
        let dyad = Some(Dyad { actor: actor.to_owned(), recipient: recipient.to_owned(), both_ways: false });
        let filter = Filter { dyad, ..Filter::default() };
        let (counts, took) = timed(|| store.counts(&filter, Bin::Day, Over::Records));
        let n_events: u64 = counts?.bins.iter().map(|row| row.n_events).sum();
        println!("daily counts {actor}:{recipient}: {n_events} events in {:.1} ms", took.as_secs_f64() * 1e3);
    }
    let mut sum = 0_u64;
    let mut n_rows = 0_u64;
    let (read, took) = timed(|| {
        store.each_event(|row| {
            n_rows += 1;
            sum = sum.wrapping_add(u64::from(row.actor) + u64::from(row.code));
        })
    });
    read?;
    let (names, names_took) = timed(|| store.history_names());
    println!(
        "event history: {n_rows} rows in {:.2} s, {} actors in {:.2} s (check {sum})",
        took.as_secs_f64(),
        names?.actors.len(),
        names_took.as_secs_f64()
    );
    for (what, filter) in [
        ("newest", Filter::default()),
        ("a country", Filter { countries: vec!["TWN".to_owned()], ..Filter::default() }),
        ("an actor", Filter { actor: Some("MIL OF RUS 7".to_owned()), ..Filter::default() }),
        ("all of an actor's kind", Filter { actor: Some("MIL OF RUS".to_owned()), ..Filter::default() }),
        ("a rare actor", Filter { party: Some("REB OF PHL 301".to_owned()), ..Filter::default() }),
        ("a place", Filter { place: Some("Town 17, ".to_owned()), ..Filter::default() }),
    ] {
        let before = processor();
        let (page, took) = timed(|| store.events(&filter, 50, None));
        println!(
            "a page of events, {what}: {} in {:.1} ms, {:.1} ms of the processor",
            page?.items.len(),
            took.as_secs_f64() * 1e3,
            (processor() - before) * 1e3
        );
    }
    Ok(())
}

/// Puts reports in, and searches them.
fn reports(n_reports: u64, path: &Path) -> Result<(), StoreError> {
    let mut store = Store::open(path, Access::Create)?;
    let mut writing = Duration::ZERO;
    for first in (0..n_reports).step_by(500) {
        let readings: Vec<_> = (first..(first + 500).min(n_reports)).map(reading).collect();
        let (put, took) = timed(|| store.put_all(&readings, at()));
        put?;
        writing += took;
    }
    let (grouped, grouping) = timed(|| store.group_stories());
    grouped?;
    println!(
        "reports {n_reports}: put in {:.1} s, grouped in {:.1} s, peak {} MB, file {} MB",
        writing.as_secs_f64(),
        grouping.as_secs_f64(),
        peak_megabytes(),
        megabytes(path)
    );
    let known = reading(n_reports / 2);
    let (has, took) = timed(|| store.has(known.report.id));
    println!("a report that is there: {} in {:.3} ms", has?, took.as_secs_f64() * 1e3);
    searches(&store, n_reports)
}

/// Notes how long something took, by the clock and of the processor.
fn note([clock, own]: &mut [Vec<f64>; 2], took: Duration, before: f64) {
    clock.push(took.as_secs_f64() * 1e3);
    own.push((processor() - before) * 1e3);
}

/// One page of each list that a server gives, as long as it is where nothing else is asked for.
fn pages<'a>(store: &Store, by_kind: &mut BTreeMap<&'a str, [Vec<f64>; 2]>) -> Result<usize, StoreError> {
    let filter = Filter::default();
    let mut n_found = 0;
    let mut list = |name: &'a str, ask: &dyn Fn() -> Result<usize, StoreError>| -> Result<(), StoreError> {
        let before = processor();
        let (n_items, took) = timed(ask);
        n_found += n_items?;
        note(by_kind.entry(name).or_default(), took, before);
        Ok(())
    };
    list("fifty events", &|| Ok(store.events(&filter, 50, None)?.items.len()))?;
    list("fifty claims", &|| Ok(store.claims(&filter, 50, None)?.items.len()))?;
    list("fifty forecasts", &|| Ok(store.forecasts(&filter, 50, None)?.items.len()))?;
    list("fifty hits", &|| Ok(store.search(&filter, 50, None)?.items.len()))?;
    Ok(n_found)
}

/// A hundred searches for a phrase out of some report, with two filters.
fn searches(store: &Store, n_reports: u64) -> Result<(), StoreError> {
    let mut chance = Chance(11);
    let mut by_kind: BTreeMap<&str, [Vec<f64>; 2]> = BTreeMap::new();
    let mut n_found = 0;
    for _ in 0..100 {
        let text = reading(chance.below(n_reports)).report.text;
        let words: Vec<&str> = text.split_whitespace().collect();
        #[expect(clippy::cast_possible_truncation, reason = "it is below the number of words")]
        let at = chance.below(words.len() as u64 - 2) as usize;
        let rare = format!("\"{} {}\"", words[at].trim_matches('.'), words[at + 1].trim_matches('.'));
        // The two most common words: a phrase that thousands of reports have.
        let common = format!("\"{} {}\"", word(chance.below(3)), word(chance.below(3)));
        let one = word(chance.below(20));
        let country = (*chance.pick(COUNTRIES)).to_owned();
        let kind = chance.pick(TYPES).0.to_owned();
        for (name, asked) in [("a phrase", rare), ("a common phrase", common), ("a common word", one)] {
            let filter = Filter {
                words: asked.parse().ok(),
                countries: vec![country.clone()],
                event_types: vec![kind.clone()],
                ..Filter::default()
            };
            let before = processor();
            let (page, took) = timed(|| store.search(&filter, 20, None));
            n_found += page?.items.len();
            note(by_kind.entry(name).or_default(), took, before);
        }
        let filter = Filter {
            statuses: vec![*chance.pick(&Status::ALL)],
            event_types: vec![kind],
            countries: vec![country],
            ..Filter::default()
        };
        let before = processor();
        let (page, took) = timed(|| store.events(&filter, 20, None));
        n_found += page?.items.len();
        note(by_kind.entry("events by three filters").or_default(), took, before);
        n_found += pages(store, &mut by_kind)?;
    }
    for (name, [mut clock, mut processor]) in by_kind {
        clock.sort_by(f64::total_cmp);
        processor.sort_by(f64::total_cmp);
        println!(
            "{name}: middle {:.1} ms, 95th {:.1} ms, worst {:.1} ms; processor: {:.1} ms, {:.1} ms, {:.1} ms",
            clock[50], clock[95], clock[99], processor[50], processor[95], processor[99]
        );
    }
    println!("{n_found} found");
    Ok(())
}
