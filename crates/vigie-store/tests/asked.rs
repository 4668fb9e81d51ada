//! What is asked of a store: by words, by every filter, page by page.

mod fresh;
#[path = "../examples/made_up/mod.rs"]
mod made_up;

use fresh::store;
use made_up::{at, reading, reading_of};
use vigie_record::{Reading, Status};
use vigie_store::{Bin, ClaimItem, Dyad, EventRecord, Filter, Over, RecordKind, Store};

#[test]
fn words_phrases_and_beginnings_are_found_and_lit() {
    struct Case(&'static str, &'static [u64], &'static str);
    let (_folder, mut store) = store();
    store
        .put(
            &reading_of(
                1,
                "Größe: nothing here. The people's militia was formed. It drilled at the border.".to_owned(),
            ),
            at(),
        )
        .unwrap();
    store.put(&reading_of(2, "A militia of the people, and no phrase. The border is calm.".to_owned()), at()).unwrap();
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
fn claims_are_found_by_a_part_of_what_their_source_is_called() {
    let (_folder, mut store) = store();
    let mut readings: Vec<Reading> = (0..150).map(reading).collect();
    for source in readings.iter_mut().flat_map(|reading| &mut reading.claims).filter_map(|claim| claim.source.as_mut())
    {
        source.text = format!("The 100% loyal men of {}", source.identity.actor_id.as_deref().unwrap_or("nobody"));
    }
    store.put_all(&readings, at()).unwrap();
    let claims: Vec<_> = readings.iter().flat_map(|reading| &reading.claims).collect();
    let cases = [
        ("LOYAL MEN", None),
        ("MEN OF USA", None),
        ("MEN OF USA", Some("2017-06-01")),
        ("USA/GOV", None),
        ("% LOYAL MEN OF R", None),
        ("nobody but %", None),
    ];
    for (words, since) in cases {
        let fits = |claim: &&&vigie_record::Claim| {
            claim.source.as_ref().is_some_and(|source| {
                source.text.to_uppercase().contains(words) || source.identity.actor_id.as_deref() == Some(words)
            })
        };
        let since: Option<jiff::civil::Date> = since.and_then(|day| day.parse().ok());
        let is_late = |claim: &&&vigie_record::Claim| {
            let report = readings.iter().find(|reading| reading.claims.iter().any(|own| own.id == claim.id)).unwrap();
            since.is_none_or(|since| report.report.published_at.is_some_and(|at| at.date() >= since))
        };
        let mut expected: Vec<_> = claims.iter().filter(fits).filter(is_late).map(|claim| claim.id).collect();
        let filter = Filter { source: Some(words.to_owned()), since, ..Filter::default() };
        let (mut found, mut days, mut from) = (Vec::new(), Vec::new(), None);
        loop {
            let page = store.claims(&filter, 7, from).unwrap();
            for item in page.items {
                let ClaimItem::Told { claim, head, .. } = item else { panic!("there are no tables here") };
                found.push(claim.id);
                days.push(head.published_at);
            }
            from = page.next;
            if from.is_none() {
                break;
            }
        }
        assert!(days.is_sorted_by(|one, two| one >= two), "{words}: newest first");
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{words} since {since:?}");
        assert_eq!(expected.is_empty(), words.starts_with("nobody"), "{words} since {since:?}");
    }
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
