//! A store as the analysis weighs it: what was rejected or replaced is gone, what was corrected is as it was corrected.

#[path = "../../vigie-store/examples/made_up/mod.rs"]
mod made_up;

use std::num::NonZeroUsize;

use jiff::Span;
use jiff::civil::{Date, date};
use made_up::{at, reading_of, table_event};
use vigie::weigh::{WeighError, dossier, dossier_for, history, history_of, timelines, warn};
use vigie_analysis::dossier::{Dossier, EventRow};
use vigie_analysis::precedents::{Question, look_up, look_up_in};
use vigie_analysis::warning::{Problem, warn as warning_of};
use vigie_record::{Digest, Identity, PublishedAt, Reading, Status, TableEvent, TableParty, TimeSpan};
use vigie_store::{Access, Correction, FileState, Over, PackedRows, PairOf, RemarkBody, Store};

/// The day by the clock of a face.
const TODAY: Date = date(2026, 6, 1);

fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let store = Store::open(&folder.path().join("vigie.db"), Access::Create).expect("a store can be made");
    (folder, store)
}

/// A report of a day with one event: Belarus's military assaults Ukraine.
fn told(n: u64, text: &str, day: Date) -> Reading {
    let mut reading = reading_of(n, text.to_owned());
    reading.report.published_at = Some(PublishedAt::Day(day));
    reading.events.truncate(1);
    let event = &mut reading.events[0];
    event.event_type.replace_range(.., "ASSAULT");
    event.status = Status::Happened;
    event.event_date = None;
    event.claim_id = None;
    for (party, country) in [(&mut event.actor, "BLR"), (&mut event.recipient, "UKR")] {
        let known = reading_of(0, "A.".to_owned()).events[0].actor.clone();
        *party = known.map(|mut party| {
            party.identity = Identity { country: Some(country.to_owned()), ..Identity::default() };
            party
        });
    }
    reading
}

fn import(store: &mut Store, n_rows: u64) {
    import_of(store, (0..n_rows).map(table_event).collect());
}

/// A row as they are made up, ten a day; of fifty one tells of an assault of Belarus on Ukraine.
fn spread(n: u64) -> TableEvent {
    let mut row = table_event(n);
    let day = date(2015, 1, 1).saturating_add(Span::new().days(i64::try_from(n / 10).unwrap_or(0)));
    row.event_date = TimeSpan::of_day(day);
    row.recorded_at = None;
    if n.is_multiple_of(50) {
        row.event_type = Some("ASSAULT".to_owned());
        for (party, country) in [(&mut row.actor, "BLR"), (&mut row.recipient, "UKR")] {
            let identity = Identity { country: Some(country.to_owned()), ..Identity::default() };
            *party = Some(TableParty { identity, ..TableParty::default() });
        }
    }
    row
}

fn import_of(store: &mut Store, rows: Vec<TableEvent>) {
    let FileState::Open(file) = store.begin_file(Digest::of(b"table"), "table.tsv", at()).expect("rows go in") else {
        return;
    };
    store.put_rows(file, &PackedRows::new(rows).expect("rows go in")).expect("rows go in");
    store.end_file(file, 0, at()).expect("rows go in");
}

fn problem() -> Problem {
    let text = "name = 'war'\nhorizon_days = 30\n[[outcome.event]]\ntypes = 'ASSAULT'\nactor = 'BLR'\nrecipient = 'UKR'\n\
                [base_rate]\ngiven = 0.02\nbecause = 'seldom'\n[coverage]\nmin_reports = 1\ncountries = ['BLR', 'UKR']\n\
                [[indicator]]\nname = 'drill'\nlr_seen = 4\nlr_absent = 1\n[[indicator.mention]]\nwords = 'drill'\n";
    Problem::parse("t", text).expect("the problem is right")
}

#[test]
fn what_an_analyst_says_of_an_event_is_weighed() {
    let (_folder, mut store) = store();
    let readings: Vec<Reading> = (1..4)
        .map(|n| told(n, &format!("Text {n} of a drill."), date(2022, 6, 10 + i8::try_from(n).unwrap())))
        .collect();
    store.put_all(&readings, at()).unwrap();
    store.group_stories().unwrap();
    let reject = Correction { reject: true, ..Correction::default() };
    let other = Correction {
        event_type: Some("THREATEN".to_owned()),
        status: Some(Status::Planned),
        recipient: Some(Identity { country: Some("POL".to_owned()), ..Identity::default() }),
        start_date: Some(date(2022, 6, 1)),
        ..Correction::default()
    };
    store.remark(&readings[0].events[0].id.to_string(), RemarkBody::Correction(Box::new(reject)), "ana", at()).unwrap();
    store.remark(&readings[1].events[0].id.to_string(), RemarkBody::Correction(Box::new(other)), "ana", at()).unwrap();

    let found = dossier(&store).unwrap();
    assert_eq!((found.reports.len(), found.events.len()), (3, 2), "a report whose event is rejected is still a report");
    let (changed, same) = (&found.events[0], &found.events[1]);
    assert_eq!(
        (changed.event_type.as_str(), changed.status, changed.day),
        ("THREATEN", Status::Planned, date(2022, 6, 1))
    );
    assert_eq!((changed.recipient.country.as_deref(), changed.cameo.as_deref()), (Some("POL"), None));
    assert_eq!(
        (same.event_type.as_str(), same.day),
        ("ASSAULT", date(2022, 6, 13)),
        "without a day it is the report's"
    );
    assert_eq!(same.sentence.map(|index| found.sentences[index].text.as_str()), Some("Text 3 of a drill."));
    assert_eq!(found.reports[2].id, Some(readings[2].report.id));

    let history = history(&store, None, TODAY, Over::Records).unwrap();
    let days: Vec<(Option<Date>, Status)> =
        history.events().map(|event| (event.day().date(), event.status())).collect();
    assert_eq!(days, [(Some(date(2022, 6, 1)), Status::Planned), (Some(date(2022, 6, 13)), Status::Happened)]);
}

#[test]
fn a_version_that_was_replaced_is_gone() {
    let (_folder, mut store) = store();
    let (old, mut new) = (told(1, "The old text.", date(2022, 6, 1)), told(1, "The new text.", date(2022, 6, 1)));
    new.report.url.clone_from(&old.report.url);
    store.put(&old, at()).unwrap();
    store.put(&new, at()).unwrap();
    let found = dossier(&store).unwrap();
    let texts: Vec<&str> = found.sentences.iter().map(|sentence| sentence.text.as_str()).collect();
    assert_eq!((texts, found.events.len()), (vec!["The new text."], 1));
    assert_eq!(history(&store, None, TODAY, Over::Records).unwrap().len(), 1);
}

#[test]
fn rows_of_tables_come_with_their_lines_and_only_those_that_can_answer() {
    let (_folder, mut store) = store();
    import_of(&mut store, (0..500).map(spread).collect());
    let all = dossier(&store).unwrap();
    assert_eq!((all.events.len(), all.reports[6].name.as_str()), (500, "table.tsv:7"));
    let some = dossier_for(&store, &problem()).unwrap();
    let outcome = &problem().outcome.events[0];
    let answers = |event: &&EventRow| outcome.answer(event, "").is_some();
    let records = |found: &Dossier| {
        found.events.iter().filter(answers).map(|event| event.record.clone()).collect::<Vec<String>>()
    };
    assert!(!records(&all).is_empty() && some.events.len() < 450, "{} of 500 rows are read", some.events.len());
    assert_eq!(records(&some), records(&all), "what can answer is there");
    let n_unread: u64 = some.unread.values().map(|unread| unread.n_rows).sum();
    assert_eq!(some.reports.len() as u64 + n_unread, 500, "and the others are counted");
    for day in [all.newest(TODAY), all.oldest()].into_iter().flatten() {
        let [whole, part] = [&all, &some].map(|dossier| warning_of(&problem(), dossier, day).unwrap());
        assert_eq!((whole.n_reports, whole.n_later, whole.course), (part.n_reports, part.n_later, part.course));
        assert_eq!(whole.now, part.now, "a warning is the same");
    }
}

#[test]
fn precedents_are_those_of_the_whole_history_on_any_number_of_threads() {
    let (_folder, mut store) = store();
    import_of(&mut store, (0..6000).map(spread).collect());
    let whole = history(&store, None, TODAY, Over::Records).unwrap();
    let (_, last) = whole.span().unwrap();
    let ask = |day| Question { actor: "RUS".to_owned(), recipient: "UKR".to_owned(), day, window_days: 60, then: None };
    for n_threads in [1, 3].map(|n| NonZeroUsize::new(n).unwrap()) {
        let lines = timelines(&store, None, TODAY, Over::Records, n_threads).unwrap();
        for day in [last, last + -200] {
            let found = look_up_in(&lines, &ask(day), n_threads).unwrap();
            assert_eq!(found, look_up(&whole, &ask(day)).unwrap());
            assert!(found.rules.iter().all(|rule| rule.instances.iter().all(|one| !one.records.is_empty())));
        }
    }
}

#[test]
fn rows_of_tables_are_a_history() {
    let (_folder, mut store) = store();
    import(&mut store, 500);
    let history = history(&store, None, TODAY, Over::Records).unwrap();
    assert_eq!(history.len(), 500);
    let first = table_event(0);
    let event = history.get(0).unwrap();
    assert_eq!(event.actor().map(|actor| actor.name.to_owned()), first.actor.and_then(|actor| actor.identity.name));
    assert_eq!((event.kind().cameo, event.quad_class()), (first.cameo.as_deref().unwrap(), first.quad_class.unwrap()));
}

#[test]
fn the_events_of_a_pair_are_those_of_the_whole_that_fit() {
    let (_folder, mut store) = store();
    import(&mut store, 2000);
    let whole = history(&store, None, TODAY, Over::Records).unwrap();
    let cases = [
        (Some("RUS"), Some("UKR")),
        (None, Some("rus")),
        (Some("UKRMIL"), None),
        (Some("MIL OF RUS 1"), Some("UKR")),
        (Some("Nobody"), None),
        (Some("Nobody|UKRMIL|RUS"), Some("UKR")),
    ];
    for (actor, recipient) in cases {
        let [actor, recipient]: [Option<Vec<String>>; 2] = [actor, recipient]
            .map(|names: Option<&str>| names.map(|names| names.split('|').map(str::to_owned).collect()));
        let (actor, recipient) = (actor.as_deref(), recipient.as_deref());
        let is = |wanted: Option<&[String]>, party: Option<vigie_analysis::Actor<'_>>| {
            wanted.is_none_or(|wanted| {
                party.is_some_and(|party| {
                    let names = [party.country, party.id, party.name];
                    wanted.iter().any(|wanted| names.iter().any(|name| name.eq_ignore_ascii_case(wanted)))
                })
            })
        };
        let fits = |event: &vigie_analysis::EventRef<'_>| {
            let (one, other) = (event.actor(), event.recipient());
            let is_within =
                one.zip(other).is_some_and(|(one, other)| !one.country.is_empty() && one.country == other.country);
            is(actor, one) && is(recipient, other) && (!is_within || (actor.is_some() && recipient.is_some()))
        };
        let wanted: Vec<u64> = whole.events().filter(fits).map(vigie_analysis::EventRef::record).collect();
        let found = history_of(&store, &[PairOf { actor, recipient }], TODAY).unwrap();
        let records: Vec<u64> = found.events().map(vigie_analysis::EventRef::record).collect();
        assert_eq!(records, wanted, "{actor:?} > {recipient:?}");
        assert_eq!(found.covered(), whole.covered());
    }
}

#[test]
fn nothing_that_was_known_later_is_in_the_history_of_a_day() {
    let (_folder, mut store) = store();
    let mut late = told(2, "Told late.", date(2022, 6, 20));
    late.events[0].event_date = Some(vigie_record::TimeSpan::of_day(date(2022, 6, 1)));
    store.put_all(&[told(1, "Told at once.", date(2022, 6, 10)), late], at()).unwrap();
    let n_known = |day| history(&store, Some(day), TODAY, Over::Records).unwrap().len();
    assert_eq!([date(2022, 6, 9), date(2022, 6, 10), date(2022, 6, 19), date(2022, 6, 20)].map(n_known), [0, 1, 1, 2]);
}

#[test]
fn an_occurrence_that_two_reports_tell_of_can_be_counted_once() {
    let (_folder, mut store) = store();
    let text = "On the first of June the army of the one country shelled a town of the other country near the border, and many fled.";
    let (one, mut two) = (told(1, text, date(2022, 6, 2)), told(2, &format!("{text} So it is."), date(2022, 6, 2)));
    two.report.outlet = Some("Another".to_owned());
    store.put_all(&[one, two], at()).unwrap();
    store.group_stories().unwrap();
    let n = |over| history(&store, None, TODAY, over).unwrap().len();
    assert_eq!([n(Over::Records), n(Over::Occurrences)], [2, 1]);
}

#[test]
fn a_problem_is_weighed_against_a_store() {
    let (_folder, mut store) = store();
    assert!(matches!(warn(&store, &problem(), None, TODAY), Err(WeighError::Empty)));
    let mut readings: Vec<Reading> = vec![told(1, "They hold a drill.", date(2022, 6, 1))];
    readings[0].events.clear();
    readings.push(told(2, "They struck.", date(2022, 6, 20)));
    store.put_all(&readings, at()).unwrap();
    import(&mut store, 300);
    let before = warn(&store, &problem(), Some(date(2022, 6, 5)), TODAY).unwrap();
    let row = &before.warning.now.indicators[0];
    assert_eq!(row.sight.citations.len(), 1);
    assert_eq!(row.sight.citations[0].report_id, Some(readings[0].report.id));
    assert!((before.warning.now.probability - 0.08 / 1.06).abs() < 1e-9, "0.02, and four times its odds");
    assert!(!before.warning.outcome.reported && before.warning.course.len() > 4);
    let after = warn(&store, &problem(), None, TODAY).unwrap();
    assert!(after.warning.outcome.reported, "the newest report tells of it");
    assert!(after.precedents.is_some_and(|found| found.actor == "BLR" && found.recipient == "UKR"));
}

/// A report of a wrong year was once the newest that was known: the odds were as of that year, in which nothing was fresh, and a history of
/// events ended there.
#[test]
fn what_is_dated_after_today_is_not_the_newest() {
    let (_folder, mut store) = store();
    let mut known = told(1, "They hold a drill.", date(2022, 6, 1));
    known.events[0].event_type.replace_range(.., "MOBILIZE");
    let slip = told(2, "They struck.", date(2202, 6, 1));
    store.put_all(&[known, slip], at()).unwrap();
    let mut row = table_event(1);
    row.event_date = TimeSpan::of_day(date(9999, 12, 31));
    import_of(&mut store, vec![row]);
    let day = date(2022, 6, 1);
    let now = warn(&store, &problem(), None, TODAY).unwrap().warning;
    assert_eq!((now.now.day, now.outcome.reported), (day, false));
    let whole = history(&store, None, TODAY, Over::Records).unwrap();
    assert_eq!((whole.len(), whole.span()), (1, Some((day.into(), day.into()))));
    let pair = history_of(&store, &[PairOf { actor: Some(&["BLR".to_owned()]), recipient: None }], TODAY).unwrap();
    assert_eq!((pair.len(), pair.covered().len()), (1, 1));
    let lines = timelines(&store, None, TODAY, Over::Records, NonZeroUsize::MIN).unwrap();
    assert_eq!(lines.span(), Some((day.into(), day.into())));
    // Who asks about that year gets it.
    let then = warn(&store, &problem(), Some(date(2202, 6, 1)), TODAY).unwrap().warning;
    assert!(then.outcome.reported);
}
