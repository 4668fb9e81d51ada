//! Event tables in: nothing twice, the newer before the older, nothing back that is out.

mod fresh;
#[path = "../examples/made_up/mod.rs"]
mod made_up;

use fresh::store;
use made_up::{at, table_event};
use vigie_record::{Dataset, Digest, Origin, TableDeletion, TableEvent};
use vigie_store::{
    Bin, Correction, Dyad, EventRecord, FileState, Filter, Imported, OpenFile, Over, PackedRows, RemarkBody, Store,
};

fn begin(store: &mut Store, name: &str) -> OpenFile {
    match store.begin_file(Digest::of(name.as_bytes()), name, at()).expect("a file can be begun") {
        FileState::Open(file) => file,
        FileState::Done => panic!("{name} was put in before"),
    }
}

fn import(store: &mut Store, name: &str, rows: Vec<TableEvent>) -> Imported {
    let file = begin(store, name);
    let done = store.put_rows(file, &PackedRows::new(rows).expect("rows can be packed")).expect("rows go in");
    store.end_file(file, 0, at()).expect("a file can be ended");
    done
}

fn n_events(store: &Store) -> usize {
    let mut n_events = 0;
    store.each_event(|_| n_events += 1).expect("events can be read");
    n_events
}

#[test]
fn rows_come_out_as_they_went_in() {
    let (_folder, mut store) = store();
    let rows: Vec<TableEvent> = (0..200).map(table_event).collect();
    let done = import(&mut store, "table", rows.clone());
    assert_eq!(done, Imported { n_added: 200, ..Imported::default() });
    for row in &rows {
        let found = store.table_event(Dataset::Gdelt, &row.native_id).unwrap();
        assert_eq!(found.as_ref(), Some(row));
    }
    let page = store.events(&Filter::default(), 500, None).unwrap();
    assert_eq!(page.items.len(), 200);
    assert!(page.items.iter().all(|item| matches!(&item.record, EventRecord::Row(row) if rows.contains(row))));
}

#[test]
fn the_same_again_adds_nothing() {
    let (_folder, mut store) = store();
    let rows: Vec<TableEvent> = (0..100).map(table_event).collect();
    import(&mut store, "table", rows.clone());
    assert_eq!(store.begin_file(Digest::of(b"table"), "table", at()).unwrap(), FileState::Done);
    // The same rows in another file, and some more.
    let more: Vec<TableEvent> = (50..150).map(table_event).collect();
    let done = import(&mut store, "other", more);
    assert_eq!((done.n_added, done.n_known), (50, 50));
    assert_eq!(n_events(&store), 150);
    assert_eq!(
        store.table_event(Dataset::Gdelt, &rows[60].native_id).unwrap().unwrap().origin.file,
        Digest::of(b"table")
    );
    assert!(store.check().unwrap().problems.is_empty());
}

#[test]
fn a_newer_version_takes_the_place_of_the_older_whatever_comes_first() {
    let (_folder, mut store) = store();
    let old = table_event(1);
    let new = TableEvent { version: old.version + 1, text: Some("corrected".to_owned()), ..old.clone() };
    import(&mut store, "first", vec![old.clone()]);
    assert_eq!(import(&mut store, "second", vec![new.clone()]).n_replaced, 1);
    assert_eq!(import(&mut store, "third", vec![old.clone()]).n_known, 1);
    assert_eq!(n_events(&store), 1);
    assert_eq!(store.table_event(Dataset::Gdelt, &old.native_id).unwrap().unwrap().text, new.text);
    assert!(store.check().unwrap().problems.is_empty());
}

#[test]
fn what_its_dataset_took_out_comes_back_in_a_later_version_only() {
    let (_folder, mut store) = store();
    let row = table_event(1);
    let deletion = |version| TableDeletion {
        id: row.id,
        dataset: row.dataset,
        native_id: row.native_id.clone(),
        version,
        origin: Origin { file: Digest::of(b"deletions"), line: 1 },
    };
    import(&mut store, "first", vec![row.clone(), table_event(2)]);
    let file = begin(&mut store, "deletions");
    assert_eq!(store.put_deletions(file, &[deletion(row.version)]).unwrap().n_deleted, 1);
    assert_eq!(store.put_deletions(file, &[deletion(row.version)]).unwrap().n_known, 1);
    store.end_file(file, 0, at()).unwrap();
    assert_eq!(n_events(&store), 1);
    assert_eq!(import(&mut store, "again", vec![row.clone()]).n_known, 1);
    assert_eq!(n_events(&store), 1);
    let later = TableEvent { version: row.version + 1, ..row.clone() };
    assert_eq!(import(&mut store, "later", vec![later]).n_added, 1);
    assert_eq!(n_events(&store), 2);
}

#[test]
fn a_file_that_was_cut_off_goes_on_where_it_was() {
    let (_folder, mut store) = store();
    let file = begin(&mut store, "table");
    store.put_rows(file, &PackedRows::new((0..64).map(table_event).collect()).unwrap()).unwrap();
    // Here the run ends. The next begins at the first row again.
    let again = begin(&mut store, "table");
    let done = store.put_rows(again, &PackedRows::new((0..128).map(table_event).collect()).unwrap()).unwrap();
    store.end_file(again, 0, at()).unwrap();
    assert_eq!((done.n_known, done.n_added), (64, 64));
    assert_eq!(n_events(&store), 128);
    assert_eq!(store.status().unwrap().n_files, [1, 0]);
}

#[test]
fn corrections_are_counted_by_and_taken_back() {
    let (_folder, mut store) = store();
    import(&mut store, "table", (0..40).map(table_event).collect());
    let target = "gdelt:410000003";
    let filter = Filter {
        dyad: Some(Dyad { actor: "FRA".to_owned(), recipient: "DEU".to_owned(), both_ways: false }),
        ..Filter::default()
    };
    let count = |store: &Store| -> u64 {
        store
            .counts(&filter, Bin::Year, Over::Records)
            .expect("events can be counted")
            .bins
            .iter()
            .map(|row| row.n_events)
            .sum()
    };
    let before = count(&store);
    let identity = |id: &str| vigie_record::Identity {
        actor_id: Some(format!("{id}/GOV")),
        country: Some(id.to_owned()),
        ..vigie_record::Identity::default()
    };
    let correction =
        Correction { actor: Some(identity("FRA")), recipient: Some(identity("DEU")), ..Correction::default() };
    let said = store.remark(target, RemarkBody::Correction(Box::new(correction)), "Ana", at()).unwrap();
    assert_eq!(count(&store), before + 1);
    let reject = Correction { reject: true, because: Some("a football match".to_owned()), ..Correction::default() };
    let rejected = store.remark(target, RemarkBody::Correction(Box::new(reject)), "Bo", at()).unwrap();
    assert_eq!((count(&store), n_events(&store)), (before, 39));
    assert_eq!(import(&mut store, "again", vec![table_event(3)]).n_known, 1, "what was rejected does not come back");
    let undone = store.undo(rejected.id, "Bo", at()).unwrap();
    assert_eq!((count(&store), n_events(&store)), (before + 1, 40));
    assert!(store.undo(rejected.id, "Bo", at()).is_err(), "it is taken back already");
    store.undo(undone.id, "Bo", at()).unwrap();
    assert_eq!(n_events(&store), 39, "an undo can be undone");
    store.undo(rejected.id, "Bo", at()).unwrap();
    store.undo(said.id, "Ana", at()).unwrap();
    assert_eq!((count(&store), n_events(&store)), (before, 40));
    let remarks = store.remarks(target).unwrap();
    assert_eq!(remarks.iter().filter(|remark| remark.body.kind() == "undo").count(), 4);
    assert!(store.check().unwrap().problems.is_empty());
}

/// Whether a row is one that is asked for.
type Fits<'f> = Box<dyn Fn(&TableEvent) -> bool + 'f>;

fn names_of(store: &Store, filter: &Filter) -> Vec<String> {
    let page = store.events(filter, 500, None).expect("events can be asked for");
    let name = |record| match record {
        EventRecord::Row(row) => row.native_id,
        EventRecord::Told { event, .. } => event.id.to_string(),
    };
    page.items.into_iter().map(|item| name(item.record)).collect()
}

#[test]
fn every_way_through_the_events_finds_the_same() {
    let (_folder, mut store) = store();
    let rows: Vec<TableEvent> = (0..1500).map(table_event).collect();
    import(&mut store, "table", rows.clone());
    let has = |text: &Option<String>, part: &str| text.as_ref().is_some_and(|text| text.to_lowercase().contains(part));
    let acts = |row: &TableEvent, part: &str| row.actor.as_ref().is_some_and(|actor| has(&actor.identity.name, part));
    let is_acted_on =
        |row: &TableEvent, part: &str| row.recipient.as_ref().is_some_and(|party| has(&party.identity.name, part));
    let lies =
        |row: &TableEvent, part: &str| row.place.as_ref().is_some_and(|place| place.name.to_lowercase().contains(part));
    let one = rows[7].actor.as_ref().and_then(|actor| actor.identity.name.clone()).unwrap();
    let own = one.to_lowercase();
    let some = |text: &str| Some(text.to_owned());
    // One actor is a stretch of an index, `rus` some more, `o` more than are merged.
    let mut cases: Vec<(&str, Filter, Fits<'_>)> = vec![
        ("one actor", Filter { actor: some(&one), ..Filter::default() }, Box::new(|row| acts(row, &own))),
        (
            "recipients",
            Filter { recipient: some("of rus"), ..Filter::default() },
            Box::new(|row| is_acted_on(row, "of rus")),
        ),
        ("a place", Filter { place: some("Town 1"), ..Filter::default() }, Box::new(|row| lies(row, "town 1"))),
        (
            "either side",
            Filter { party: some("of ukr"), ..Filter::default() },
            Box::new(|row| acts(row, "of ukr") || is_acted_on(row, "of ukr")),
        ),
        (
            "both sides",
            Filter { actor: some("of"), recipient: some("of usa"), ..Filter::default() },
            Box::new(|row| acts(row, "of") && is_acted_on(row, "of usa")),
        ),
    ];
    // More names than are written into a question.
    cases.push((
        "anybody",
        Filter { party: some("o"), ..Filter::default() },
        Box::new(|row| acts(row, "o") || is_acted_on(row, "o")),
    ));
    let usa = |row: &TableEvent| {
        row.actor.as_ref().is_some_and(|actor| actor.identity.country.as_deref() == Some("USA"))
            && row.recipient.as_ref().is_some_and(|party| party.identity.country.as_deref() == Some("CHN"))
    };
    let dyad = Some(Dyad { actor: "USA".to_owned(), recipient: "CHN".to_owned(), both_ways: false });
    cases.push(("a dyad", Filter { dyad, ..Filter::default() }, Box::new(usa)));
    for (what, filter, fits) in cases {
        let mut wanted: Vec<&TableEvent> = rows.iter().filter(|row| fits(row)).collect();
        // Newest first; of one day the one that came last.
        wanted.reverse();
        wanted.sort_by_key(|row| std::cmp::Reverse(row.event_date.start));
        let wanted: Vec<&str> = wanted.iter().take(500).map(|row| row.native_id.as_str()).collect();
        assert!(!wanted.is_empty(), "{what}");
        assert_eq!(names_of(&store, &filter), wanted, "{what}");
        // Page after page it is the same.
        let (mut paged, mut from) = (Vec::new(), None);
        loop {
            let page = store.events(&filter, 7, from).unwrap();
            paged.extend(page.items.into_iter().map(|item| item.key));
            from = page.next;
            if from.is_none() || paged.len() >= 100 {
                break;
            }
        }
        let whole = store.events(&filter, paged.len(), None).unwrap();
        assert_eq!(paged, whole.items.iter().map(|item| item.key).collect::<Vec<_>>(), "{what}");
    }
}

#[test]
fn rows_are_found_by_their_text_and_their_names() {
    let (_folder, mut store) = store();
    let mut rows: Vec<TableEvent> = (0..40).map(table_event).collect();
    rows[3].text = Some("Shells fell on the market hall of Kharkív.".to_owned());
    rows[4].text = Some("A market was opened.".to_owned());
    import(&mut store, "table", rows.clone());
    let words = |text: &str| Filter { words: text.parse().ok(), ..Filter::default() };
    assert_eq!(names_of(&store, &words("\"market hall\"")), [rows[3].native_id.clone()]);
    assert_eq!(names_of(&store, &words("kharkiv shell*")), [rows[3].native_id.clone()]);
    assert_eq!(names_of(&store, &words("market")).len(), 2);
    assert!(names_of(&store, &words("title:market")).is_empty(), "rows have no headlines");
    let place = rows[9].place.as_ref().unwrap().name.clone();
    let of_place = names_of(&store, &words(&format!("\"{place}\"")));
    let wanted = rows.iter().filter(|row| row.place.as_ref().is_some_and(|own| own.name == place)).count();
    assert_eq!(of_place.len(), wanted);
    // Text and names together answer a question; and the index can be made anew.
    let actor = rows[3].actor.as_ref().unwrap().text.clone();
    store.mend_words().unwrap();
    assert!(names_of(&store, &words(&format!("market \"{actor}\""))).contains(&rows[3].native_id));
    assert_eq!(store.check().unwrap().problems, Vec::<String>::new());
}

#[test]
fn rows_can_be_tagged() {
    let (_folder, mut store) = store();
    import(&mut store, "table", (0..10).map(table_event).collect());
    let tag = || RemarkBody::Tag { tag: "border".to_owned() };
    let remark = store.remark("gdelt:410000003", tag(), "ana", at()).unwrap();
    let filter = Filter { tag: Some("border".to_owned()), ..Filter::default() };
    assert_eq!(names_of(&store, &filter), ["410000003"]);
    store.undo(remark.id, "ana", at()).unwrap();
    assert!(names_of(&store, &filter).is_empty());
}

#[test]
fn what_is_no_import_waits_for_the_disk_whatever_became_of_one() {
    let (folder, mut store) = store();
    let file = begin(&mut store, "table");
    store.put_rows(file, &PackedRows::new((0..10).map(table_event).collect()).unwrap()).unwrap();
    assert!(store.waits_for_disk().unwrap(), "the file was not ended, as after a failure");
    drop(folder);
}
