//! Who acts next, over small graphs with a structure that is known.

use std::num::NonZeroUsize;

use vigie_analysis::next::{Fact, ForecastError, Forecaster, Graph, Query, Settings, Share};
use vigie_analysis::{Actor, Day, Entry, HistoryBuilder, Kind};
use vigie_record::Status;

fn settings() -> Settings {
    Settings { n_trees: 20, ..Settings::new(NonZeroUsize::MIN) }
}

fn graph(n_actors: u32, n_relations: u32, facts: Vec<Fact>) -> Graph {
    let names = |what: &str, n: u32| (0..n).map(|it| format!("{what} {it}")).collect();
    Graph { actors: names("actor", n_actors), relations: names("relation", n_relations), facts }
}

fn fact(time: u32, actor: u32, relation: u32, recipient: u32) -> Fact {
    Fact { time, actor, relation, recipient }
}

fn first(forecaster: &Forecaster, query: Query, time: u32) -> u32 {
    forecaster.answer(&[query], time).expect("the question is sound")[0][0].actor
}

/// Ten actors each visit whom they threatened the day before, another one each day.
fn threats_then_visits() -> Vec<Fact> {
    let mut facts = Vec::new();
    let whom = |day: u32, actor: u32| (actor + 1 + (day * 7 + actor * 3) % 9) % 10;
    for day in 0..90 {
        for actor in 0..10 {
            facts.push(fact(day, actor, 0, whom(day, actor)));
            if day > 0 {
                facts.push(fact(day, actor, 1, whom(day - 1, actor)));
            }
        }
    }
    facts
}

#[test]
fn learns_that_one_act_follows_another() {
    let facts = threats_then_visits();
    let (past, today): (Vec<Fact>, Vec<Fact>) = facts.into_iter().partition(|fact| fact.time < 89);
    let forecaster = Forecaster::learn(&graph(10, 2, past), &settings()).expect("the graph is sound");
    let asked: Vec<&Fact> = today.iter().filter(|fact| fact.relation == 1).collect();
    let right = asked
        .iter()
        .filter(|fact| first(&forecaster, Query::Recipient { actor: fact.actor, relation: 1 }, 89) == fact.recipient);
    let right = right.count();
    assert!(right >= 8, "{right} of {} visits were seen to come", asked.len());
}

#[test]
fn what_lies_behind_the_day_asked_about_changes_nothing() {
    let facts = threats_then_visits();
    let past: Vec<Fact> = facts.iter().copied().filter(|fact| fact.time < 60).collect();
    let mut later = Forecaster::learn(&graph(10, 2, past.clone()), &settings()).expect("the graph is sound");
    let today: Vec<Fact> = facts.iter().copied().filter(|fact| fact.time == 60).collect();
    let query = Query::Actor { recipient: 3, relation: 1 };
    let before = later.answer(&[query], 60).expect("the question is sound");
    later.take_in(&today, 60).expect("the day is sound");
    let again = Forecaster::learn(&graph(10, 2, past), &settings()).expect("the graph is sound");
    assert_eq!(before, again.answer(&[query], 60).expect("the question is sound"));
    assert_eq!(later.answer(&[query], 60), Err(ForecastError::Past { asked: 60, known: 60 }));
}

#[test]
fn odd_histories_get_a_sound_answer_or_a_refusal() {
    let query = Query::Recipient { actor: 0, relation: 0 };
    let refused = Forecaster::learn(&graph(2, 1, Vec::new()), &settings()).err();
    assert_eq!(refused, Some(ForecastError::Empty));
    let refused = Forecaster::learn(&graph(2, 1, vec![fact(0, 0, 0, 2)]), &settings()).err();
    assert_eq!(refused, Some(ForecastError::Unknown { what: "actor", id: 2, known: 2 }));

    let copies = vec![fact(5, 0, 0, 1); 100_000];
    let far_apart = vec![fact(0, 0, 0, 1), fact(u32::MAX - 1, 0, 0, 1)];
    let to_itself = (0..50).map(|day| fact(day, 0, 0, 0)).collect();
    for facts in [vec![fact(5, 0, 0, 1)], copies, far_apart, to_itself] {
        let forecaster = Forecaster::learn(&graph(3, 1, facts), &settings()).expect("the graph is sound");
        let answers = forecaster.answer(&[query], u32::MAX).expect("the question is sound");
        assert!(!answers[0].is_empty());
        assert!(answers[0].iter().all(|it| (0.0..=1.0).contains(&it.probability.get())), "{answers:?}");
    }
}

#[test]
fn an_actor_never_seen_is_answered_from_the_others() {
    let facts = (0..60).map(|day| fact(day, 1 + day % 3, 0, 4)).collect();
    let forecaster = Forecaster::learn(&graph(6, 1, facts), &settings()).expect("the graph is sound");
    assert_eq!(first(&forecaster, Query::Recipient { actor: 5, relation: 0 }, 60), 4);
}

#[test]
fn reasons_are_counts_that_can_be_done_again() {
    // Each day 0 threatens 1; each day but the first, and not on every third, it visits 1, else 2.
    let mut facts = Vec::new();
    for day in 0..60 {
        facts.push(fact(day, 0, 0, 1));
        facts.push(fact(day, 0, 1, if day % 3 == 0 { 2 } else { 1 }));
    }
    let forecaster = Forecaster::learn(&graph(3, 2, facts), &settings()).expect("the graph is sound");
    let query = Query::Recipient { actor: 0, relation: 1 };
    let reasons = forecaster.reasons(query, 1, 60).expect("the question is sound");
    assert_eq!(reasons.base, Share { n: 40, of: 60 });
    // From the ninth threat on the day before: the questions of days 9 to 59, of which 34 are no multiples of three.
    let threats = reasons.precedents.iter().find(|it| it.relation == 0).expect("the threats speak");
    assert_eq!((threats.was_actor, threats.steps_ago, threats.times), (true, (1, 1), (9, u32::MAX)));
    assert_eq!(threats.came_true, Share { n: 34, of: 51 });
    assert_eq!(forecaster.activity(query), Ok(Share { n: 60, of: 60 }));
}

#[test]
fn a_history_becomes_a_graph_of_what_happened() {
    let mut builder = HistoryBuilder::new();
    let named = |name| Actor { name, ..Actor::default() };
    let (here, there) = (builder.actor(named("Here")), builder.actor(Actor { country: "XYZ", ..Actor::default() }));
    let threat = builder.kind(Kind { plover: "THREATEN", cameo: "130" });
    let day = Day::from_number(19_000);
    builder.push(Entry::happened(day, here, there, threat, 0)).expect("there is room");
    builder.push(Entry::happened(day + 3, there, here, threat, 1)).expect("there is room");
    builder
        .push(Entry { status: Status::Denied, ..Entry::happened(day + 4, here, there, threat, 2) })
        .expect("there is room");
    let (graph, origin) = Graph::of_history(&builder.build());
    assert_eq!(
        (origin, graph.actors, graph.relations),
        (day, vec!["Here".into(), "XYZ".into()], vec!["THREATEN".into()])
    );
    assert_eq!(graph.facts, [fact(0, 0, 0, 1), fact(3, 1, 0, 0)]);
}
