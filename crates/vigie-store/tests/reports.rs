//! Reports in and out again, found by all that they can be found by.

#[path = "../examples/made_up/mod.rs"]
mod made_up;

use made_up::{at, reading, reading_of};
use vigie_record::{ByteRange, Event, Reading, Status};
use vigie_store::{
    Access, Addition, Bin, Correction, Dyad, EventRecord, Filter, Over, Put, RecordKind, RemarkBody, Store, StoreError,
};

fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let store = Store::open(&folder.path().join("vigie.db"), Access::Create).expect("a store can be made");
    (folder, store)
}

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
fn words_phrases_and_beginnings_are_found_and_lit() {
    struct Case(&'static str, &'static [u64], &'static str);
    let (_folder, mut store) = store();
    store
        .put(&told("Größe: nothing here. The people's militia was formed. It drilled at the border.", 1), at())
        .unwrap();
    store.put(&told("A militia of the people, and no phrase. The border is calm.", 2), at()).unwrap();
    let cases = [
        Case("\"people's militia\"", &[1], "people's militia"),
        Case("milit*", &[2, 1], "militia"),
        Case("border militia", &[2, 1], "border"),
        Case("GROSSE OR größe", &[1], "Größe"),
        Case("grosse", &[], ""),
        Case("groß*", &[1], "Größe"),
        Case("militia -calm", &[1], "militia"),
    ];
    for Case(words, expected, lit) in cases {
        let filter = Filter { words: Some(words.parse().unwrap()), ..Filter::default() };
        let page = store.search(&filter, 10, None).unwrap();
        let mut urls: Vec<String> = page.items.iter().filter_map(|hit| hit.report.url.clone()).collect();
        let mut wanted: Vec<String> = expected.iter().map(|n| format!("https://outlet.example/{n}")).collect();
        urls.sort();
        wanted.sort();
        assert_eq!(urls, wanted, "{words}");
        for hit in page.items {
            let sentence = hit.sentence.unwrap();
            let shown: Vec<&str> = sentence.hits.iter().map(|range| &sentence.text[range.as_range()]).collect();
            assert!(!shown.is_empty() && sentence.text.contains(lit) || !lit.is_empty(), "{words}: {sentence:?}");
        }
    }
}

/// Whether a party is of a country.
fn is(code: &str, party: Option<&vigie_record::Party>) -> bool {
    party.and_then(|party| party.identity.country.as_deref()) == Some(code)
}

type Test<'a> = Box<dyn Fn(&vigie_record::Event) -> bool + 'a>;

/// Every event that stands, by hand.
fn all(store: &Store) -> Vec<vigie_record::Event> {
    let mut events = Vec::new();
    store
        .each_reading(|reading| {
            events.extend(reading.events);
            true
        })
        .expect("the store can be read");
    events
}

#[test]
fn filters_find_what_a_look_at_every_event_finds() {
    let (_folder, mut store) = store();
    let readings: Vec<Reading> = (0..150).map(reading).collect();
    store.put_all(&readings, at()).unwrap();
    let events = all(&store);
    let dyad = |both_ways| Some(Dyad { actor: "RUS".to_owned(), recipient: "UKR".to_owned(), both_ways });
    let cases: Vec<(&str, Filter, Test<'_>)> = vec![
        ("all", Filter::default(), Box::new(|_| true)),
        (
            "a country",
            Filter { countries: vec!["USA".to_owned()], ..Filter::default() },
            Box::new(|event| is("USA", event.actor.as_ref()) || is("USA", event.recipient.as_ref())),
        ),
        (
            "a dyad",
            Filter { dyad: dyad(false), ..Filter::default() },
            Box::new(|event| is("RUS", event.actor.as_ref()) && is("UKR", event.recipient.as_ref())),
        ),
        (
            "a dyad both ways, and a type",
            Filter { dyad: dyad(true), event_types: vec!["assault".to_owned(), "19".to_owned()], ..Filter::default() },
            Box::new(|event| {
                (is("RUS", event.actor.as_ref()) && is("UKR", event.recipient.as_ref())
                    || is("UKR", event.actor.as_ref()) && is("RUS", event.recipient.as_ref()))
                    && event.event_type == "ASSAULT"
            }),
        ),
        (
            "an actor and a status",
            Filter {
                actor: Some("MIL of RUS".to_owned()),
                statuses: vec![Status::Planned, Status::Denied],
                ..Filter::default()
            },
            Box::new(|event| {
                event.actor.as_ref().and_then(|party| party.identity.actor_id.as_deref()) == Some("RUS/MIL")
                    && matches!(event.status, Status::Planned | Status::Denied)
            }),
        ),
        (
            "a recipient",
            Filter { recipient: Some("usa/gov".to_owned()), ..Filter::default() },
            Box::new(|event| {
                event.recipient.as_ref().and_then(|party| party.identity.actor_id.as_deref()) == Some("USA/GOV")
            }),
        ),
        (
            "days and a place",
            Filter {
                since: "2016-01-01".parse().ok(),
                until: "2019-12-31".parse().ok(),
                place: Some("POL".to_owned()),
                ..Filter::default()
            },
            Box::new(|event| {
                let year = event.event_date.as_ref().and_then(|date| date.start).map_or(0, jiff::civil::Date::year);
                (2016..=2019).contains(&year)
                    && event.place.as_ref().and_then(|place| place.country.as_deref()) == Some("POL")
            }),
        ),
        (
            "a source",
            Filter { source: Some("GOV of USA".to_owned()), ..Filter::default() },
            Box::new(|event| {
                let claims = readings.iter().flat_map(|reading| &reading.claims);
                claims.filter(|claim| Some(claim.id) == event.claim_id).any(|claim| {
                    claim.source.as_ref().and_then(|source| source.identity.actor_id.as_deref()) == Some("USA/GOV")
                })
            }),
        ),
    ];
    let mut wrong = Vec::new();
    for (what, filter, test) in cases {
        let mut expected: Vec<String> =
            events.iter().filter(|event| test(event)).map(|event| event.id.to_string()).collect();
        let (mut found, mut from) = (Vec::new(), None);
        loop {
            let page = store.events(&filter, 7, from).unwrap();
            for item in page.items {
                let EventRecord::Told { event, .. } = item.record else { panic!("there are no tables here") };
                found.push(event.id.to_string());
            }
            from = page.next;
            if from.is_none() {
                break;
            }
        }
        let n_counted: u64 =
            store.counts(&filter, Bin::Month, Over::Records).unwrap().bins.iter().map(|row| row.n_events).sum();
        expected.sort();
        found.sort();
        if expected != found || n_counted != expected.len() as u64 || expected.is_empty() {
            wrong.push((what, expected.len(), found.len(), n_counted));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn pages_stay_what_they_are_while_the_store_grows() {
    let (_folder, mut store) = store();
    store.put_all(&(0..40).map(reading).collect::<Vec<_>>(), at()).unwrap();
    let filter = Filter::default();
    let whole: Vec<_> = store.search(&filter, 100, None).unwrap().items.into_iter().map(|hit| hit.report.id).collect();
    let (mut found, mut from, mut n) = (Vec::new(), None, 40);
    loop {
        let page = store.search(&filter, 6, from).unwrap();
        found.extend(page.items.into_iter().map(|hit| hit.report.id));
        // Between two pages somebody adds reports, also such that would stand further up.
        store.put(&reading(n), at()).unwrap();
        n += 1;
        from = page.next;
        if from.is_none() {
            break;
        }
    }
    assert_eq!(found, whole);
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

#[test]
fn ids_are_found_by_how_they_begin() {
    let (_folder, mut store) = store();
    let reading = reading(5);
    store.put(&reading, at()).unwrap();
    let event = reading.events[0].id;
    let found = store.find(&event.to_string()[..12].to_uppercase(), 5).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].kind, found[0].id, found[0].report), (RecordKind::Event, event, Some(reading.report.id)));
    assert_eq!(store.find(&reading.report.id.to_string(), 5).unwrap()[0].kind, RecordKind::Report);
    assert!(store.find("not hexadecimal", 5).unwrap().is_empty());
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
fn what_lasts_into_some_days_is_found_in_them_and_counted_in_none_that_is_shorter() {
    use jiff::civil::date;
    let (_folder, mut store) = store();
    let mut one = reading(1);
    one.events.truncate(1);
    let event = &mut one.events[0];
    event.event_date = Some(vigie_record::TimeSpan {
        start: Some(date(2014, 1, 1)),
        end: Some(date(2014, 12, 31)),
        precision: vigie_record::Precision::Year,
        expression: None,
        relative: None,
    });
    store.put(&one, at()).unwrap();
    let asked = |since, until| Filter { since: Some(since), until: Some(until), ..Filter::default() };
    let n_found = |filter: &Filter| store.events(filter, 9, None).unwrap().items.len();
    let cases = [
        (date(2014, 6, 1), date(2014, 7, 31), 1),
        (date(2014, 12, 31), date(2015, 7, 31), 1),
        (date(2013, 6, 1), date(2014, 1, 1), 1),
        (date(2015, 1, 1), date(2015, 7, 31), 0),
        (date(2013, 1, 1), date(2013, 12, 31), 0),
    ];
    for (since, until, n) in cases {
        assert_eq!(n_found(&asked(since, until)), n, "{since} to {until}");
    }
    let counted = |bin, filter: &Filter| {
        let counts = store.counts(filter, bin, Over::Records).unwrap();
        (counts.bins.iter().map(|row| row.n_events).sum::<u64>(), counts.n_wide)
    };
    let june = asked(date(2014, 6, 1), date(2014, 7, 31));
    assert_eq!(counted(Bin::Day, &Filter::default()), (0, 1));
    assert_eq!(counted(Bin::Month, &june), (0, 1));
    assert_eq!(counted(Bin::Year, &june), (1, 0));
}

/// `--from gdelt` once listed every report and forecast of a store without a table.
#[test]
fn reports_and_forecasts_are_from_reports() {
    use vigie_record::Dataset;
    use vigie_store::From;
    let (_folder, mut store) = store();
    store.put_all(&(0..20).map(reading).collect::<Vec<_>>(), at()).unwrap();
    store.group_stories().unwrap();
    let n_found = |from| {
        let filter = Filter { from, ..Filter::default() };
        [
            store.search(&filter, 100, None).unwrap().items.len(),
            store.heads(&filter, 100, None).unwrap().items.len(),
            store.forecasts(&filter, 100, None).unwrap().items.len(),
            store.stories(&filter, 1, 100, None).unwrap().items.len(),
        ]
    };
    let all = n_found(From::Anywhere);
    assert!(all.iter().all(|n| *n > 0), "{all:?}");
    assert_eq!(n_found(From::Reports), all);
    assert_eq!([From::Tables, From::Dataset(Dataset::Gdelt)].map(n_found), [[0; 4]; 2]);
}

/// `--certainty unlikely` once gave whatever an interval had in common with, most of it of other bands.
#[test]
fn a_band_is_the_one_that_is_shown() {
    let (_folder, mut store) = store();
    let edges = |low, high| [low, high].map(|edge| vigie_record::Probability::nearest(edge).unwrap());
    let bands = [("unlikely", [0.1, 0.5]), ("roughly even chance", [0.2, 0.8]), ("likely", [0.2, 0.97])];
    let mut readings: Vec<Reading> = (0..30).map(reading).collect();
    for (n, reading) in readings.iter_mut().enumerate() {
        let (band, [low, high]) = bands[n % 3];
        for claim in &mut reading.claims {
            (claim.certainty.band, claim.certainty.probability) = (Some(band.to_owned()), Some(edges(low, high)));
        }
        reading.forecasts.iter_mut().for_each(|forecast| forecast.probability = Some(edges(low, high)));
    }
    store.put_all(&readings, at()).unwrap();
    let filter = |certainty: &str| Filter { certainty: Some(certainty.parse().unwrap()), ..Filter::default() };
    for (at, (band, _)) in bands.into_iter().enumerate() {
        let of_band = |count: fn(&Reading) -> usize| readings.iter().skip(at).step_by(3).map(count).sum::<usize>();
        let claims = store.claims(&filter(band), 1000, None).unwrap().items;
        assert_eq!(claims.len(), of_band(|reading| reading.claims.len()), "{band}");
        let forecasts = store.forecasts(&filter(band), 1000, None).unwrap().items;
        assert_eq!(forecasts.len(), of_band(|reading| reading.forecasts.len()), "{band}");
        assert!(!claims.is_empty() && !forecasts.is_empty(), "{band}");
    }
    // Numbers ask for what has something in common with them.
    let all: usize = readings.iter().map(|reading| reading.claims.len()).sum();
    assert_eq!(store.claims(&filter("0.3-0.4"), 1000, None).unwrap().items.len(), all);
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
