//! The desk of a store: what stands on its ledger and in its matrices, and what is refused.

#[path = "../../vigie-store/examples/made_up/mod.rs"]
mod made_up;

use jiff::civil::date;
use made_up::{at, reading};
use vigie::desk::{DeskError, alarm_of, claimed, enter, keep_matrix, ledger, matrix, rate, remember, resolve};
use vigie_analysis::hypotheses::Rating;
use vigie_analysis::ledger::{Entry, Outcome, Resolution};
use vigie_analysis::warning::Crossing;
use vigie_record::{Digest, ForecastStatus};
use vigie_store::{Access, Filter, Store, StoreError};

fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let store = Store::open(&folder.path().join("vigie.db"), Access::Create).expect("a store can be made");
    (folder, store)
}

fn resolution(forecast_id: Digest) -> Resolution {
    Resolution { forecast_id, outcome: Outcome::Yes, on: date(2030, 1, 1), by: "ana".to_owned(), because: None }
}

#[test]
fn forecasts_of_reports_go_on_the_ledger_once_and_are_settled_in_both_places() {
    let (_folder, mut store) = store();
    let readings: Vec<_> = (0..12).map(reading).collect();
    store.put_all(&readings, at()).unwrap();
    let (entries, n_all) = claimed(&store).unwrap();
    assert!(n_all >= entries.len() && entries.len() > 3, "{n_all} {}", entries.len());
    assert_eq!(enter(&mut store, &entries, at()).unwrap(), entries.len());
    assert_eq!(enter(&mut store, &entries, at()).unwrap(), 0);
    let first = ledger(&store).unwrap().forecasts[0].clone();
    assert!(
        matches!(resolve(&mut store, resolution(first.id), at()), Err(DeskError::Ledger(_))),
        "that day has not come"
    );
    assert_eq!(ledger(&store).unwrap().settled().count(), 0);
    let then = "2030-01-02T00:00:00Z".parse().unwrap();
    resolve(&mut store, resolution(first.id), then).unwrap();
    assert_eq!(ledger(&store).unwrap().settled().count(), 1);
    let page = store.forecasts(&Filter::default(), 50, None).unwrap();
    let settled: Vec<_> = page.items.iter().filter(|item| item.forecast.status == ForecastStatus::CameTrue).collect();
    assert_eq!(settled.len(), 1, "the record is judged too");
    assert_eq!(settled[0].forecast.statement.text, first.statement);
}

#[test]
fn a_resolution_of_no_forecast_is_refused_and_nothing_of_its_batch_stays() {
    let (_folder, mut store) = store();
    store.put(&reading(1), at()).unwrap();
    let mut entries = claimed(&store).unwrap().0;
    entries.push(Entry::Resolution(resolution(Digest::of(b"none"))));
    assert!(matches!(enter(&mut store, &entries, at()), Err(DeskError::Store(StoreError::NoRecord { .. }))));
    assert!(ledger(&store).unwrap().forecasts.is_empty());
}

#[test]
fn a_matrix_is_rated_by_several_people() {
    let (_folder, mut store) = store();
    let text = "title = 'Why?'\n[[hypothesis]]\nid = 'a'\ntext = 'A'\n[[hypothesis]]\nid = 'b'\ntext = 'B'\n\
                [[evidence]]\nid = 'e'\ntext = 'E'\n";
    assert!(matches!(keep_matrix(&mut store, "m", "title = 3", at()), Err(DeskError::Matrix(_))));
    keep_matrix(&mut store, "m", text, at()).unwrap();
    let rating = |by: &str, hypothesis: &str| Rating {
        evidence: "e".to_owned(),
        hypothesis: hypothesis.to_owned(),
        value: "II".parse().unwrap(),
        by: by.to_owned(),
        at: None,
        because: Some("it \"is\" so".to_owned()),
    };
    rate(&mut store, "m", &rating("ana", "a"), at()).unwrap();
    rate(&mut store, "m", &rating("bob", "a"), at()).unwrap();
    let found = matrix(&store, "m").unwrap();
    assert_eq!(found.ratings.iter().map(|one| one.by.as_str()).collect::<Vec<_>>(), ["ana", "bob"]);
    assert_eq!(found.ratings[0].because.as_deref(), Some("it \"is\" so"));
    assert!(matches!(
        rate(&mut store, "m", &rating("ana", "c"), at()),
        Err(DeskError::Unknown { what: "hypothesis", .. })
    ));
    assert!(matches!(matrix(&store, "n"), Err(DeskError::NoMatrix { .. })));
}

#[test]
fn which_thresholds_are_raised_follows_from_what_was_told() {
    let (_folder, mut store) = store();
    let crossing = |threshold: &str, raised| Crossing {
        day: date(2022, 6, 1),
        threshold: threshold.to_owned(),
        raised,
        probability: 0.4,
    };
    let told = [crossing("watch", true), crossing("alarm", true), crossing("alarm", false)];
    remember(&mut store, "war", date(2022, 6, 1), "1 2 3", &told, at()).unwrap();
    remember(&mut store, "war", date(2022, 6, 2), "1 2 4", &[], at()).unwrap();
    let row = store.watch("war").unwrap();
    assert_eq!((row.last_day, row.seen.as_str(), row.told.len()), (Some(date(2022, 6, 2)), "1 2 4", 3));
    assert_eq!(alarm_of(&row).raised.into_iter().collect::<Vec<_>>(), ["watch"]);
    assert!(store.watch("peace").unwrap().told.is_empty());
}
