//! Reports in and out again, their versions and stories, and what people say of them.

mod fresh;
#[path = "../examples/made_up/mod.rs"]
mod made_up;

use fresh::store;
use made_up::{at, reading, reading_of};
use vigie_record::{ByteRange, Event, Reading, Status};
use vigie_store::{Access, Addition, Correction, EventRecord, Filter, Put, RemarkBody, Store, StoreError};

#[test]
fn what_goes_in_comes_out() {
    let (_folder, mut store) = store();
    for n in 0..20 {
        let reading = reading(n);
        assert_eq!(store.put(&reading, at()).unwrap(), Put::Added);
        assert_eq!(store.put(&reading, at()).unwrap(), Put::Known);
        assert_eq!(store.reading(reading.report.id).unwrap(), Some(reading));
    }
    store.group_stories().unwrap();
    let found = store.reading(reading(3).report.id).unwrap().unwrap();
    assert_eq!(found.report.story_id, Some(found.report.id.to_string()), "each is a story of its own");
    let status = store.status().unwrap();
    assert_eq!((status.n_reports, status.n_stories, status.n_pending), (20, 20, 0));
}

#[test]
fn a_store_that_is_opened_again_has_it_all() {
    let (folder, mut store) = store();
    let reading = reading(1);
    store.put(&reading, at()).unwrap();
    drop(store);
    let path = folder.path().join("vigie.db");
    let store = Store::open(&path, Access::Read).unwrap();
    assert_eq!(store.reading(reading.report.id).unwrap(), Some(reading.clone()));
    let mut reader = Store::open(&path, Access::Read).unwrap();
    assert!(matches!(reader.put(&made_up::reading(2), at()), Err(StoreError::ReadOnly { .. })));
}

#[test]
fn what_is_no_store_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.txt");
    std::fs::write(&path, "Dear all, this is a letter and no store. ".repeat(100)).unwrap();
    assert!(matches!(Store::open(&path, Access::Create), Err(StoreError::Foreign { .. })));
    let missing = folder.path().join("none.db");
    assert!(matches!(Store::open(&missing, Access::Write), Err(StoreError::Missing { .. })));
    let other = folder.path().join("other.db");
    rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    assert!(matches!(Store::open(&other, Access::Create), Err(StoreError::Foreign { .. })));
    let newer = folder.path().join("newer.db");
    drop(Store::open(&newer, Access::Create).unwrap());
    rusqlite::Connection::open(&newer).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(Store::open(&newer, Access::Read), Err(StoreError::Newer { found: 99, .. })));
}

fn told(text: &str, n: u64) -> Reading {
    reading_of(n, text.to_owned())
}

/// Words that stand nowhere else.
fn passage(number: usize, n_words: usize) -> String {
    let letter = |digit: char| char::from(b'a' + digit as u8 - b'0');
    let word = |n: usize| (number * 1000 + n).to_string().chars().map(letter).collect::<String>();
    (0..n_words).map(word).collect::<Vec<_>>().join(" ") + ". "
}

/// How many of the reports are in a story with the first.
fn n_with_first(store: &Store, readings: &[Reading]) -> usize {
    let of = |reading: &Reading| {
        store.reading(reading.report.id).expect("the store can be read").expect("it is there").report
    };
    readings.iter().filter(|reading| of(reading).story_id == of(&readings[0]).story_id).count()
}

#[test]
fn copies_are_one_story_and_a_row_of_half_copies_is_not() {
    let (_folder, mut store) = store();
    // Each has half of the one before and half of the one after.
    let row: Vec<Reading> =
        (0..40).map(|n| told(&format!("{}{}", passage(n, 100), passage(n + 1, 100)), n as u64)).collect();
    store.put_all(&row, at()).unwrap();
    store.group_stories().unwrap();
    assert!((1..6).contains(&n_with_first(&store, &row)), "{}", n_with_first(&store, &row));
    let body: Vec<String> = (100..106).map(|n| passage(n, 60)).collect();
    let whole = body.concat();
    let copies = [
        whole.clone(),
        format!("{}{whole}", passage(200, 50)),
        body[..4].concat(),
        format!("{}{}", passage(201, 30), body[1..].concat()),
        format!("{}{}{}", body[..3].concat(), passage(202, 60), body[4..].concat()),
    ];
    let copies: Vec<Reading> = (100..).zip(&copies).map(|(n, text)| told(text, n)).collect();
    let report_of_the_day = |day: usize| {
        let lines: Vec<String> =
            (0..12).map(|line| format!("{}day{day}line{line} it ended at that. ", passage(300 + line, 9))).collect();
        told(&lines.concat(), 200 + day as u64)
    };
    let of_one_template: Vec<Reading> = (0..6).map(report_of_the_day).collect();
    // What came first is found by what comes later, in another batch too.
    store.put_all(&copies[..2], at()).unwrap();
    store.group_stories().unwrap();
    store.put_all(&copies[2..], at()).unwrap();
    store.put_all(&of_one_template, at()).unwrap();
    store.group_stories().unwrap();
    assert_eq!(n_with_first(&store, &copies), copies.len());
    assert_eq!(n_with_first(&store, &of_one_template), 1, "other words at the same places");
}

#[test]
fn an_edited_report_replaces_the_older_version_and_is_no_second_item() {
    let (_folder, mut store) = store();
    let first = told("Two soldiers were wounded at the bridge.", 7);
    let second = told("Three soldiers were wounded at the bridge, the ministry said.", 7);
    store.put(&first, at()).unwrap();
    assert_eq!(store.put(&second, at()).unwrap(), Put::Replaced { older: first.report.id });
    let filter = Filter { words: Some("soldiers".parse().unwrap()), ..Filter::default() };
    let found = store.search(&filter, 10, None).unwrap().items;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].report.id, second.report.id);
    let both = store.search(&Filter { all_versions: true, ..filter }, 10, None).unwrap().items;
    assert_eq!(both.len(), 2);
    let mut n_events = 0;
    store.each_event(|_| n_events += 1).unwrap();
    assert_eq!(n_events, second.events.len(), "what the older version told is told no more");
    assert_eq!(store.reading(first.report.id).unwrap().unwrap().events.len(), first.events.len(), "but it is kept");
}

/// An event that somebody adds to a report, with other parties than any that was read.
fn by_hand(reading: &Reading, author: &str) -> Event {
    let mut event = reading.events[0].clone();
    "CONSULT".clone_into(&mut event.event_type);
    event.claim_id = None;
    event.occurrence_id = None;
    event.provenance.author = Some(author.to_owned());
    event.provenance.made_at = Some(at());
    event
}

#[test]
fn a_record_that_is_added_by_hand_is_found_like_any_other_and_can_be_taken_back() {
    let (_folder, mut store) = store();
    let readings = [reading(1), reading(2)];
    store.put_all(&readings, at()).unwrap();
    let count = |store: &Store| {
        let (mut n_rows, mut standing) = (0, Vec::new());
        store.each_event(|_| n_rows += 1).unwrap();
        store.each_standing(|one| standing.extend(one.reading.events.into_iter().map(|event| event.id))).unwrap();
        (n_rows, standing)
    };
    let (n_before, _) = count(&store);
    let id = store.add_by_hand(Addition::Event(Box::new(by_hand(&readings[0], "ada")))).unwrap();
    // What comes in afterwards does not take its place.
    store.put(&reading(3), at()).unwrap();
    let own = store.reading(readings[0].report.id).unwrap().unwrap();
    assert_eq!(own.events.len(), readings[0].events.len() + 1);
    assert_eq!(own.events.last().unwrap().id, id);
    let listed =
        store.events(&Filter { event_types: vec!["CONSULT".to_owned()], ..Filter::default() }, 100, None).unwrap();
    let found = listed.items.iter().find_map(|item| match &item.record {
        EventRecord::Told { event, .. } if event.id == id => Some(event),
        _ => None,
    });
    assert_eq!(found.unwrap().provenance.author.as_deref(), Some("ada"));
    let (n_with, standing) = count(&store);
    assert_eq!(n_with, n_before + 1 + reading(3).events.len());
    assert!(standing.contains(&id));
    let key = store.event_key(id).unwrap().unwrap();
    assert!(
        matches!(store.event_name(key).unwrap(), Some(vigie_store::EventName::Told { id: found, .. }) if found == id)
    );
    // People can say of it what they can say of any event.
    let correction = Correction { status: Some(Status::Denied), ..Correction::default() };
    store.remark(&id.to_string(), RemarkBody::Correction(Box::new(correction)), "bea", at()).unwrap();
    store.withdraw(id, "ada", at()).unwrap();
    assert!(store.withdraw(id, "ada", at()).is_err(), "only once");
    let (n_after, standing) = count(&store);
    assert_eq!(n_after, n_with - 1);
    assert!(!standing.contains(&id));
    assert_eq!(store.reading(readings[0].report.id).unwrap(), Some(readings[0].clone()));
    assert!(store.check().unwrap().problems.is_empty());
}

#[test]
fn claims_and_forecasts_by_hand_have_keys_that_nobody_else_gets() {
    let (_folder, mut store) = store();
    let first = (0..40).map(reading).find(|one| !one.claims.is_empty() && !one.forecasts.is_empty()).unwrap();
    store.put(&first, at()).unwrap();
    let mut claim = first.claims[0].clone();
    claim.provenance.author = Some("ada".to_owned());
    claim.provenance.made_at = Some(at());
    let claim_id = store.add_by_hand(Addition::Claim(Box::new(claim))).unwrap();
    let mut forecast = first.forecasts[0].clone();
    forecast.claim_id = Some(claim_id);
    forecast.provenance.author = Some("ada".to_owned());
    forecast.provenance.made_at = Some(at());
    let forecast_id = store.add_by_hand(Addition::Forecast(Box::new(forecast))).unwrap();
    let own = store.reading(first.report.id).unwrap().unwrap();
    assert_eq!((own.claims.last().unwrap().id, own.forecasts.last().unwrap().id), (claim_id, forecast_id));
    assert!(store.withdraw(claim_id, "ada", at()).is_err(), "the forecast leans on it");
    store.withdraw(forecast_id, "ada", at()).unwrap();
    store.withdraw(claim_id, "ada", at()).unwrap();
    for n in 50..60 {
        store.put(&reading(n), at()).unwrap();
    }
    let n_claims = store.claims(&Filter::default(), 1000, None).unwrap().items.len();
    let expected = first.claims.len() + (50..60).map(|n| reading(n).claims.len()).sum::<usize>();
    assert_eq!(n_claims, expected);
    assert!(store.find(&claim_id.to_string(), 2).unwrap().is_empty());
}

#[test]
fn what_was_added_goes_over_to_a_newer_version_that_has_its_words() {
    let (_folder, mut store) = store();
    let first = told("Two soldiers were wounded at the bridge.", 7);
    let second = told("An update. Two soldiers were wounded at the bridge. The ministry said so.", 7);
    let third = told("The ministry took it back.", 7);
    store.put(&first, at()).unwrap();
    let whole = ByteRange::new(0, first.report.text.len());
    let mut event = by_hand(&reading(1), "ada");
    (event.report_id, event.spans, event.action.spans) = (first.report.id, vec![whole], vec![whole]);
    (event.actor, event.recipient, event.place, event.event_date) = (None, None, None, None);
    event.magnitude.clear();
    store.add_by_hand(Addition::Event(Box::new(event))).unwrap();
    let of = |store: &Store, id| {
        let reading = store.reading(id).unwrap().unwrap();
        reading.events.into_iter().filter(|event| event.provenance.author.is_some()).collect::<Vec<_>>()
    };
    assert_eq!(of(&store, first.report.id).len(), 1);
    store.put(&second, at()).unwrap();
    let carried = of(&store, second.report.id);
    assert_eq!(&second.report.text[carried[0].spans[0].as_range()], first.report.text);
    let mut n_rows = 0;
    store.each_event(|_| n_rows += 1).unwrap();
    assert_eq!(n_rows, second.events.len() + 1, "it counts once");
    store.put(&third, at()).unwrap();
    assert!(of(&store, third.report.id).is_empty(), "the words are gone");
}

#[test]
fn a_corrected_event_does_not_keep_a_newer_version_out() {
    let (_folder, mut store) = store();
    let first = (0..40).map(|n| told("Two soldiers were wounded.", n)).find(|one| !one.events.is_empty()).unwrap();
    store.put(&first, at()).unwrap();
    let correction = Correction { status: Some(Status::Denied), ..Correction::default() };
    let target = first.events[0].id.to_string();
    store.remark(&target, RemarkBody::Correction(Box::new(correction)), "bea", at()).unwrap();
    let mut newer = told("Three soldiers were wounded.", 7);
    newer.report.url.clone_from(&first.report.url);
    assert_eq!(store.put(&newer, at()).unwrap(), Put::Replaced { older: first.report.id });
}

#[test]
fn lists_show_what_was_corrected() {
    // An event that somebody had corrected to denied was found under denied, and shown as happened.
    let (_folder, mut store) = store();
    let first = (0..40).map(reading).find(|one| !one.events.is_empty()).unwrap();
    store.put(&first, at()).unwrap();
    let status =
        Status::ALL.into_iter().find(|status| first.events.iter().all(|event| event.status != *status)).unwrap();
    let own = store.events(&Filter::default(), 100, None).unwrap().items;
    assert!(own.iter().all(|item| !item.is_corrected));
    let target = first.events[0].id.to_string();
    let correction = Correction { status: Some(status), ..Correction::default() };
    let remark = store.remark(&target, RemarkBody::Correction(Box::new(correction)), "bea", at()).unwrap();
    let found = store.events(&Filter { statuses: vec![status], ..Filter::default() }, 100, None).unwrap().items;
    let [item] = found.as_slice() else { panic!("{found:?}") };
    let EventRecord::Told { event, .. } = &item.record else { panic!("there are no tables here") };
    assert_eq!(
        (event.id, event.status, item.status, item.is_corrected),
        (first.events[0].id, status, Some(status), true)
    );
    store.undo(remark.id, "bea", at()).unwrap();
    assert_eq!(store.events(&Filter::default(), 100, None).unwrap().items, own);
}

#[test]
fn what_changes_after_a_reading_was_unpacked_is_seen_by_who_shares_it() {
    let (_folder, mut store) = store();
    let first = (0..40).map(reading).find(|one| !one.claims.is_empty() && !one.forecasts.is_empty()).unwrap();
    store.put(&first, at()).unwrap();
    let reader = store.another_reader().unwrap();
    let everything = Filter::default();
    let events = |reader: &Store| reader.events(&everything, 100, None).unwrap().items;
    let forecasts = |reader: &Store| reader.forecasts(&everything, 100, None).unwrap().items;
    let n_events = events(&reader).len();
    assert_eq!((n_events, forecasts(&reader).len()), (first.events.len(), first.forecasts.len()));
    assert_eq!(reader.search(&everything, 100, None).unwrap().items.len(), 1);

    let target = first.events[0].id.to_string();
    let reject = RemarkBody::Correction(Box::new(Correction { reject: true, ..Correction::default() }));
    let remark = store.remark(&target, reject, "bea", at()).unwrap();
    assert_eq!(events(&reader).len(), n_events - 1);
    store.undo(remark.id, "bea", at()).unwrap();
    assert_eq!(events(&reader).len(), n_events);

    let mut claim = first.claims[0].clone();
    (claim.provenance.author, claim.provenance.made_at) = (Some("ada".to_owned()), Some(at()));
    let source = claim.source.clone();
    let claim_id = store.add_by_hand(Addition::Claim(Box::new(claim))).unwrap();
    let mut forecast = first.forecasts[0].clone();
    forecast.claim_id = Some(claim_id);
    (forecast.provenance.author, forecast.provenance.made_at) = (Some("ada".to_owned()), Some(at()));
    let forecast_id = store.add_by_hand(Addition::Forecast(Box::new(forecast))).unwrap();
    let found = forecasts(&reader).into_iter().find(|item| item.forecast.id == forecast_id).unwrap();
    assert_eq!(found.source, source);
    assert_eq!(*found.text, *first.report.text);

    // A version that was read anew has a text of its own, and takes the place of the older one.
    let mut newer = reading_of(77, format!("{} It was read anew.", first.report.text));
    newer.report.url.clone_from(&first.report.url);
    store.put(&newer, at()).unwrap();
    for item in events(&reader) {
        let EventRecord::Told { event, text, .. } = item.record else { panic!("there are no tables here") };
        assert_eq!(event.report_id, newer.report.id);
        assert_eq!(*text, *newer.report.text);
    }

    // Occurrences are found later than the events, and tell of events in readings that were unpacked before.
    let copy = reading_of(77, format!("{} It was printed again.", newer.report.text));
    assert_eq!(store.put(&copy, at()).unwrap(), Put::Added);
    assert!(!events(&reader).is_empty());
    store.group_stories().unwrap();
    let mut n_grouped = 0;
    for item in events(&reader) {
        let EventRecord::Told { event, .. } = item.record else { panic!("there are no tables here") };
        let own = store.reading(event.report_id).unwrap().unwrap();
        let alone = own.events.iter().find(|one| one.id == event.id).unwrap();
        assert_eq!(*event, *alone, "the list tells what the reading tells");
        n_grouped += usize::from(event.occurrence_id.is_some());
    }
    assert!(n_grouped > 0, "some belong to an occurrence");
}

#[test]
fn an_empty_file_is_no_store_until_one_is_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("empty.txt");
    std::fs::write(&path, "").unwrap();
    for access in [Access::Read, Access::Write] {
        assert!(matches!(Store::open(&path, access), Err(StoreError::Foreign { .. })));
    }
    assert_eq!(std::fs::metadata(&path).unwrap().len(), 0);
    assert!(Store::open(&path, Access::Create).is_ok());
}

#[test]
fn what_cannot_be_is_not_said_of_a_record() {
    let (_folder, mut store) = store();
    let mut told = (0..40).map(reading).find(|one| !one.forecasts.is_empty()).unwrap();
    let day = |text: &str| Some(text.parse::<jiff::civil::Date>().unwrap());
    told.report.published_at = "2022-03-01".parse().ok();
    told.events[0].status = Status::Happened;
    told.events[0].event_date = day("2022-02-24").map(vigie_record::TimeSpan::of_day);
    store.put(&told, at()).unwrap();
    let (event, forecast) = (told.events[0].id.to_string(), told.forecasts[0].id.to_string());
    let days = |start: &str, end: &str| Correction {
        start_date: day(start).filter(|_| !start.is_empty()),
        end_date: day(end).filter(|_| !end.is_empty()),
        ..Correction::default()
    };
    let planned = |correction: Correction| Correction { status: Some(Status::Planned), ..correction };
    let mut wrong = Vec::new();
    for (correction, said) in [
        (days("2022-05-05", "2022-01-01"), "its last day, 2022-01-01, lies before its first, 2022-05-05"),
        (Correction { end_date: day("2022-02-01"), ..Correction::default() }, "lies before its first, 2022-02-24"),
        (days("9999-12-31", "9999-12-31"), "has not happened yet"),
        (planned(days("9999-12-31", "9999-12-31")), "more than 100 years ahead"),
        (
            Correction { reject: true, event_type: Some("COERCE".to_owned()), ..Correction::default() },
            "reject it, or say what is right",
        ),
        (planned(days("2023-01-01", "2023-02-01")), ""),
        (days("2022-02-20", "2022-03-20"), ""),
    ] {
        let body = RemarkBody::Correction(Box::new(correction.clone()));
        let found = store.remark(&event, body, "ana", at()).map_or_else(|error| error.to_string(), |_| String::new());
        if found.is_empty() != said.is_empty() || !found.contains(said) {
            wrong.push((correction, found));
        }
    }
    for (on, said) in [
        ("1999-01-01", "before it was made on 2022-03-01"),
        ("9999-12-31", "a day that has not come yet"),
        ("2022-05-20", ""),
    ] {
        let judgement = vigie_store::Judgement {
            resolution: Some(vigie_record::ForecastStatus::CameTrue),
            resolved_on: day(on),
            ..vigie_store::Judgement::default()
        };
        let body = RemarkBody::Judgement(judgement);
        let found =
            store.remark(&forecast, body, "ana", at()).map_or_else(|error| error.to_string(), |_| String::new());
        assert!(found.is_empty() == said.is_empty() && found.contains(said), "{on}: {found}");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A rejected event stayed hidden whatever was said of it afterwards, though each correction was accepted.
#[test]
fn a_later_correction_brings_a_rejected_event_back() {
    let (_folder, mut store) = store();
    let told = reading(3);
    store.put(&told, at()).unwrap();
    let id = told.events[0].id;
    let stands = |store: &Store| {
        let page = store.events(&Filter::default(), 100, None).unwrap();
        page.items.into_iter().find_map(|item| match item.record {
            EventRecord::Told { event, .. } if event.id == id => Some(event.status),
            _ => None,
        })
    };
    let say = |store: &mut Store, correction: Correction| {
        store.remark(&id.to_string(), RemarkBody::Correction(Box::new(correction)), "ana", at()).unwrap().id
    };
    say(&mut store, Correction { reject: true, ..Correction::default() });
    assert_eq!(stands(&store), None);
    let back = say(&mut store, Correction { status: Some(Status::Planned), ..Correction::default() });
    assert_eq!(stands(&store), Some(Status::Planned));
    store.undo(back, "ana", at()).unwrap();
    assert_eq!(stands(&store), None, "what is taken back brings nothing back");
}
