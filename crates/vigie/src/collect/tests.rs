use std::cell::Cell;

use vigie_lang::fake;
use vigie_reader::knowledge::UserTables;

use super::*;

/// A store in a folder that goes away.
fn collector(folder: &tempfile::TempDir) -> Collector {
    let reader = ReaderSource::new(|| Ok(fake::model()), UserTables::new());
    Collector::open(&folder.path().join("desk.db"), Arc::new(reader)).unwrap()
}

fn report(text: &str, url: &str) -> Report {
    let mut report = Report::of_text(text.to_owned());
    report.url = Some(url.to_owned());
    report
}

const AT: Timestamp = Timestamp::UNIX_EPOCH;

#[test]
fn a_report_becomes_what_it_is_to_the_store() {
    let folder = tempfile::tempdir().unwrap();
    let mut collector = collector(&folder);
    let one = report("Troops moved to the border on Monday.", "https://example.org/1");
    let first = one.id;
    assert_eq!(collector.add(one.clone(), AT).unwrap(), Became::Added { id: first, flaws: Vec::new() });
    assert_eq!(collector.add(one, AT).unwrap(), Became::Known { id: first });
    let edited = report("Troops moved to the border on Tuesday.", "https://example.org/1");
    let second = edited.id;
    let became = collector.add(edited, AT).unwrap();
    assert_eq!(became, Became::Replaced { id: second, older: first, flaws: Vec::new() });
    let empty = collector.add(report(" \n", "https://example.org/2"), AT).unwrap();
    assert_eq!(empty, Became::Refused { why: Refusal::Empty });
    collector.finish(AT).unwrap();
    let status = collector.store().status().unwrap();
    assert_eq!((status.n_reports, status.n_replaced, status.n_pending), (1, 1, 0));
}

#[test]
fn many_are_kept_in_their_order_whatever_the_threads() {
    let texts = |n: usize| (0..n).map(|at| format!("The minister met delegation number {at} in the capital."));
    for n_threads in [1, 4] {
        let folder = tempfile::tempdir().unwrap();
        let mut collector = collector(&folder);
        let mut seen = Vec::new();
        collector
            .add_all(
                NonZeroUsize::new(n_threads).unwrap(),
                texts(30),
                |text| if text.contains("number 7 ") { Err("the seventh") } else { Ok(Report::of_text(text.clone())) },
                || AT,
                |text, became| {
                    seen.push((text, became));
                    ControlFlow::Continue(())
                },
            )
            .unwrap();
        assert!(seen.iter().map(|(text, _)| text.clone()).eq(texts(30)), "{n_threads}");
        assert_eq!(seen[7].1, Err("the seventh"));
        let mut kept = Vec::new();
        collector
            .store()
            .each_reading(|reading| {
                kept.push(reading.report.text);
                true
            })
            .unwrap();
        let wanted: Vec<String> = texts(30).filter(|text| !text.contains("number 7 ")).collect();
        assert_eq!(kept, wanted, "{n_threads}");
    }
}

#[test]
fn the_reader_is_made_for_new_reports_only_and_once() {
    thread_local!(static MADE: Cell<usize> = const { Cell::new(0) });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.db");
    let source = || {
        Arc::new(ReaderSource::new(
            || {
                MADE.with(|made| made.set(made.get() + 1));
                Ok(fake::model())
            },
            UserTables::new(),
        ))
    };
    let one = report("Troops moved to the border.", "https://example.org/1");
    let two = report("Talks began in the capital.", "https://example.org/2");
    let mut first = Collector::open(&path, source()).unwrap();
    first.add(one.clone(), AT).unwrap();
    first.add(two, AT).unwrap();
    assert_eq!(MADE.with(Cell::get), 1);
    let mut second = Collector::open(&path, source()).unwrap();
    second.add(one, AT).unwrap();
    assert_eq!(MADE.with(Cell::get), 1);
}

#[test]
fn a_date_of_the_future_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut collector = collector(&folder);
    let at: Timestamp = "2026-05-28T10:00:00Z".parse().unwrap();
    for (n, (published, is_told)) in
        [("2202-05-28", true), ("2026-06-01", true), ("2026-05-30", false), ("2022-05-28", false)]
            .into_iter()
            .enumerate()
    {
        let mut one = report(&format!("Troops moved to the border {n}."), &format!("https://example.org/{n}"));
        one.published_at = published.parse().ok();
        let id = one.id;
        let Became::Added { flaws, .. } = collector.add(one, at).unwrap() else { panic!("it is new") };
        assert_eq!(flaws.iter().any(|flaw| flaw.contains(published)), is_told, "{published}: {flaws:?}");
        let kept = collector.store().reading(id).unwrap().unwrap();
        assert_eq!(kept.report.notes.iter().any(|note| note.kind == NoteKind::WrongDate), is_told, "{published}");
        assert_eq!(kept.report.published_at, published.parse().ok(), "what it says is kept");
    }
}
