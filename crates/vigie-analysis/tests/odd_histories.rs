//! Histories as nobody wishes for them: one event, all on one day, out of order, far in the future, a million copies of one row.
//! Each question answers or refuses; none falls over, and every probability lies in 0..=1.

use std::num::NonZeroUsize;

use vigie_analysis::influence::{Daily, Settings as InfluenceSettings, Stream, granger, influence};
use vigie_analysis::next::{Forecaster, Graph, Query, Settings};
use vigie_analysis::onset;
use vigie_analysis::precedents::{Question, look_up, recency};
use vigie_analysis::series::{Series, Step, changes, unusual};
use vigie_analysis::{Actor, Day, Entry, EventRef, History, HistoryBuilder, Kind};

/// A history of acts, each a day and whether the first acts on the second with force.
fn history(acts: impl IntoIterator<Item = (i32, bool, bool)>) -> History {
    let mut builder = HistoryBuilder::new();
    let [one, other] = ["FRA", "MLI"].map(|country| builder.actor(Actor { country, ..Actor::default() }));
    let talk = builder.kind(Kind { plover: "CONSULT", cameo: "040" });
    let force = builder.kind(Kind { plover: "ASSAULT", cameo: "190" });
    for (record, (day, is_first, is_force)) in (0..).zip(acts) {
        let (actor, recipient) = if is_first { (one, other) } else { (other, one) };
        let kind = if is_force { force } else { talk };
        builder.push(Entry::happened(Day::from_number(day), actor, recipient, kind, record)).expect("there is room");
    }
    builder.build()
}

fn is_probability(value: f64) -> bool {
    (0.0..=1.0).contains(&value)
}

fn is_force(event: EventRef<'_>) -> bool {
    event.kind().cameo == "190"
}

/// Asks everything, and looks at each number that is said to be a probability.
fn ask_all(name: &str, history: &History) {
    for step in [Step::Day, Step::Week, Step::Month] {
        let Ok(series) = Series::of(history, |_| true, step, None, None) else { continue };
        let found = changes(&series, 26.0);
        assert!(found.probability.iter().chain(&found.of_late).all(|p| is_probability(*p)), "{name}: changes");
        assert!(found.changes.iter().all(|change| is_probability(change.probability)), "{name}: a change");
        assert!(unusual(&series, 200.0).iter().all(|odd| is_probability(odd.probability)), "{name}: unusual");
    }
    let Some((first, last)) = history.span() else { return };
    if let Ok(question) = onset::Question::new(30, 7, last, last)
        && let Ok(odds) = onset::odds(history, is_force, &question)
    {
        assert!(odds.iter().all(|odds| is_probability(odds.probability.get())), "{name}: odds");
    }
    let question =
        |day| Question { actor: "FRA".to_owned(), recipient: "MLI".to_owned(), day, window_days: 30, then: None };
    for day in [first, last, last + 400] {
        if let Ok(found) = look_up(history, &question(day)) {
            let rates =
                found.rules.iter().flat_map(|rule| rule.followed.iter().flat_map(|sequel| sequel.followed.rates));
            assert!(
                rates.into_iter().all(|rate| rate.interval().into_iter().all(is_probability)),
                "{name}: precedents"
            );
        }
    }
    assert!(recency(history, "CONSULT", "ASSAULT", true, last).is_ok() || history.len() < 3, "{name}: recency");
    if let Some(days) = Daily::of(history, None, None) {
        let follower: Stream = days.stream(history, |event| event.recipient().is_some_and(|one| one.country == "FRA"));
        let leader = days.stream(history, |event| event.recipient().is_some_and(|one| one.country == "MLI"));
        let settings = InfluenceSettings { within: 7, n_bootstrap: 9, n_shifts: 9, seed: 1 };
        if let Ok(found) = influence(&days, &follower, &leader, &[], settings) {
            assert!(is_probability(found.share) && is_probability(found.p_value), "{name}: influence");
        }
        if let Some(test) = granger(&days, &follower, &leader, &[]) {
            assert!(is_probability(test.p_value), "{name}: Granger");
        }
    }
    let (mut graph, _) = Graph::of_countries(history);
    graph.facts.dedup();
    let settings = Settings::new(NonZeroUsize::MIN);
    if let Ok(forecaster) = Forecaster::learn(&graph, &settings) {
        let time = graph.facts.iter().map(|fact| fact.time).max().unwrap_or(0) + 1;
        let answers =
            forecaster.answer(&[Query::Recipient { actor: 0, relation: 0 }], time).expect("it is a later day");
        assert!(answers.iter().flatten().all(|answer| is_probability(answer.probability.get())), "{name}: who is next");
    }
}

#[test]
fn odd_histories_are_answered_or_refused() {
    let regular = |n: i32| (0..n).map(|day| (day, day % 2 == 0, day % 7 == 0));
    let cases: Vec<(&str, History)> = vec![
        ("none", history([])),
        ("one event", history([(19_000, true, true)])),
        ("one event of peace", history([(19_000, true, false)])),
        ("all on one day", history((0..500).map(|n| (19_000, n % 2 == 0, n % 3 == 0)))),
        ("two days", history((0..40).map(|n| (19_000 + n % 2, n % 2 == 0, n % 3 == 0)))),
        ("out of order", history(regular(300).collect::<Vec<_>>().into_iter().rev())),
        ("far in the future", history(regular(120).chain([(2_900_000, true, true)]))),
        ("before the calendar began", history([(-700_000, true, true), (-699_990, false, true)])),
        ("force every day", history((0..400).map(|day| (day, day % 2 == 0, true)))),
        ("never any force", history((0..400).map(|day| (day, day % 2 == 0, false)))),
    ];
    for (name, history) in &cases {
        ask_all(name, history);
    }
}

#[test]
fn events_out_of_order_give_what_they_give_in_order() {
    let acts: Vec<(i32, bool, bool)> = (0..300).map(|day| (day, day % 2 == 0, day % 7 == 0)).collect();
    let (ordered, reversed) = (history(acts.clone()), history(acts.into_iter().rev()));
    let odds = |history: &History| {
        let question =
            onset::Question::new(30, 7, Day::from_number(290), Day::from_number(299)).expect("it is a question");
        let odds = onset::odds(history, is_force, &question).expect("there are odds");
        odds.iter().map(|odds| (odds.actor.clone(), odds.probability.get().to_bits())).collect::<Vec<_>>()
    };
    assert_eq!(odds(&ordered), odds(&reversed));
}

#[test]
fn a_million_copies_of_one_row_are_one_step_and_no_precedent_of_their_own() {
    let copies = (0..1_000_000).map(|_| (200, true, true));
    let rest = (0..200).map(|day| (day, day % 2 == 0, day % 20 == 0));
    let (with, without) = (history(rest.clone().chain(copies)), history(rest.chain([(200, true, true)])));
    let rules = |history: &History| {
        let question = Question {
            actor: "FRA".to_owned(),
            recipient: "MLI".to_owned(),
            day: Day::from_number(200),
            window_days: 30,
            then: None,
        };
        let found = look_up(history, &question).expect("there are precedents");
        found
            .rules
            .iter()
            .map(|rule| (rule.form.clone(), rule.followed.first().map(|one| one.followed.rates)))
            .collect::<Vec<_>>()
    };
    assert_eq!(rules(&with), rules(&without));
    let series = Series::of(&with, |_| true, Step::Week, None, None).expect("there is a series");
    assert!(changes(&series, 26.0).probability.iter().all(|p| is_probability(*p)));
    let question = onset::Question::new(30, 7, Day::from_number(200), Day::from_number(200)).expect("it is a question");
    let odds = onset::odds(&with, is_force, &question).expect("there are odds");
    assert!(odds.iter().all(|odds| is_probability(odds.probability.get())));
}
