//! Sources that are fetched, and what is remembered of them.

use jiff::{SignedDuration, Timestamp};
use vigie_record::{Digest, SourceState};
use vigie_store::{Access, Article, Store};

fn at(hour: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hour)
}

#[test]
fn a_source_is_remembered_with_its_visits() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.db");
    let mut store = Store::open(&path, Access::Create).unwrap();
    let hour = SignedDuration::from_hours(1);
    let source = store.add_source("https://example.org/feed", "", hour, at(0)).unwrap();
    assert_eq!((source.kind.as_str(), source.visit.clone()), ("", SourceState::default()));
    let visit = SourceState {
        etag: Some("\"a\"".to_owned()),
        last_success: Some(at(1)),
        next_try: Some(at(2)),
        ..SourceState::default()
    };
    store.note_visit(source.key, Some(("feed", "Example Wire")), &visit, 3).unwrap();
    let failed = SourceState { last_error: Some("503".to_owned()), n_failures: 1, ..visit.clone() };
    store.note_visit(source.key, None, &failed, 2).unwrap();
    let again = store.add_source("https://example.org/feed", "", hour * 2, at(5)).unwrap();
    assert_eq!(again.key, source.key);
    drop(store);
    let store = Store::open(&path, Access::Read).unwrap();
    let [found] = store.sources().unwrap().try_into().unwrap();
    assert_eq!((found.kind.as_str(), found.name.as_str(), found.n_added), ("feed", "Example Wire", 5));
    assert_eq!((found.visit, found.every, found.added_at), (failed, hour * 2, at(0)));
}

#[test]
fn a_source_that_is_forgotten_takes_its_articles_along() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("desk.db"), Access::Create).unwrap();
    let source = store.add_source("https://example.org/feed", "feed", SignedDuration::from_hours(1), at(0)).unwrap();
    let article = Article { stamp: Digest::of(b"one"), tried_at: at(1), last_error: None, n_failures: 0 };
    store.note_article(source.key, "https://example.org/1", &article).unwrap();
    let changed = Article { stamp: Digest::of(b"two"), last_error: Some("403".to_owned()), ..article };
    store.note_article(source.key, "https://example.org/1", &changed).unwrap();
    assert_eq!(store.article("https://example.org/1").unwrap(), Some(changed));
    assert!(store.remove_source("https://example.org/feed").unwrap());
    assert!(!store.remove_source("https://example.org/feed").unwrap());
    assert_eq!(store.article("https://example.org/1").unwrap(), None);
}
