//! What must hold of odds: nothing of the future in them, an answer or a refusal for any history.

use vigie_record::Status;

use super::*;
use crate::history::{Actor, Entry, EventRef, HistoryBuilder, Kind};

const COUNTRIES: [&str; 8] = ["ALB", "BRA", "CHL", "DNK", "EGY", "FRA", "GHA", "HUN"];

/// An act as the tests write it: day, actor, recipient, CAMEO code.
type Act = (i32, usize, usize, &'static str);

fn history(acts: impl IntoIterator<Item = Act>) -> History {
    let mut builder = HistoryBuilder::new();
    let actors = COUNTRIES.map(|country| builder.actor(Actor { country, ..Actor::default() }));
    for (record, (day, actor, recipient, cameo)) in (0..).zip(acts) {
        let kind = builder.kind(Kind { plover: "", cameo });
        let quad_class = match cameo.as_bytes()[..2] {
            [b'0', b'0'..=b'5'] => 1,
            [b'0', _] => 2,
            [b'1', b'0'..=b'3'] => 3,
            _ => 4,
        };
        let entry = Entry::happened(Day::from_number(day), actors[actor], actors[recipient], kind, record);
        builder.push(Entry { quad_class, ..entry }).unwrap();
    }
    builder.build()
}

fn is_force(event: EventRef<'_>) -> bool {
    matches!(event.kind().cameo.get(..2), Some("18" | "19" | "20"))
}

/// Three years in which every pair talks, and in which force follows ten to thirty days after threats.
fn three_years() -> Vec<Act> {
    let mut acts = Vec::new();
    for day in 0..1_095_i32 {
        for pair in 0..12 {
            let (actor, recipient) = (pair % 8, (pair * 3 + 1 + pair / 8) % 8);
            if actor == recipient {
                continue;
            }
            let lot =
                |kind: u64| crate::learn::lot((u64::from(day.unsigned_abs()) << 20) | ((pair as u64) << 4) | kind);
            if lot(1) < 0.2 {
                acts.push((day, actor, recipient, "042"));
            }
            if lot(2) < 0.008 {
                acts.extend([
                    (day, actor, recipient, "138"),
                    (day + 1, actor, recipient, "130"),
                    (day + 15, actor, recipient, "190"),
                ]);
            }
        }
    }
    acts
}

fn ask(horizon: i32, every: i32, from: i32, to: i32) -> Question {
    Question::new(horizon, every, Day::from_number(from), Day::from_number(to)).unwrap()
}

#[test]
fn leaving_out_what_came_after_a_day_changes_nothing() {
    let acts = three_years();
    let whole = odds(&history(acts.clone()), is_force, &ask(30, 30, 700, 820)).unwrap();
    for cut in [700, 760, 820] {
        let cut_off = history(acts.iter().copied().filter(|act| act.0 <= cut));
        let alone = odds(&cut_off, is_force, &ask(30, 30, cut, cut)).unwrap();
        let of_whole: Vec<&Odds> = whole.iter().filter(|odds| odds.day.number() == cut).collect();
        assert!(!alone.is_empty());
        assert_eq!(alone.iter().collect::<Vec<_>>(), of_whole, "as of day {cut}");
    }
}

#[test]
fn what_used_to_come_before_force_raises_the_odds() {
    let acts = three_years();
    let day = 900;
    let all = odds(&history(acts.clone()), is_force, &ask(30, 7, day, day)).unwrap();
    let threatened = |odds: &&Odds| {
        acts.iter().any(|act| {
            act.3 == "138"
                && act.0 <= day
                && act.0 > day - 12
                && COUNTRIES[act.1] == odds.actor
                && COUNTRIES[act.2] == odds.recipient
        })
    };
    let mean = |part: Vec<&Odds>| part.iter().map(|odds| odds.probability.get()).sum::<f64>() / part.len() as f64;
    let (after_threats, others): (Vec<&Odds>, Vec<&Odds>) = all.iter().partition(threatened);
    assert!(!after_threats.is_empty() && !others.is_empty());
    assert!(mean(after_threats) > 2.0 * mean(others));
}

#[test]
fn strange_histories_get_odds_or_a_refusal() {
    struct Case {
        what: &'static str,
        acts: Vec<Act>,
        from: i32,
        to: i32,
        n_odds: Result<usize, &'static str>,
    }

    let talk = |day| (day, 0, 1, "042");
    let cases = [
        Case { what: "no event", acts: vec![], from: 0, to: 9, n_odds: Err("none of 0 events") },
        Case { what: "one event", acts: vec![talk(3)], from: 0, to: 9, n_odds: Ok(0) },
        Case { what: "all on one day", acts: vec![talk(3); 40], from: 0, to: 9, n_odds: Ok(7) },
        Case {
            what: "a hundred thousand copies",
            acts: vec![(3, 0, 1, "190"); 100_000],
            from: 0,
            to: 60,
            n_odds: Ok(58),
        },
        Case { what: "backwards", acts: (0..100).rev().map(talk).collect(), from: 90, to: 91, n_odds: Ok(2) },
        Case {
            what: "in the future",
            acts: vec![talk(2_900_000); 9],
            from: 0,
            to: 9,
            n_odds: Err("and the events begin on"),
        },
        Case {
            what: "long ago",
            acts: vec![talk(-400_000); 9],
            from: 0,
            to: 9,
            n_odds: Err("more than a year before"),
        },
        Case {
            what: "one far off",
            acts: (0..100).map(talk).chain([talk(-700_000)]).collect(),
            from: 90,
            to: 90,
            n_odds: Ok(1),
        },
        Case {
            what: "within a country",
            acts: vec![(3, 2, 2, "190"); 9],
            from: 0,
            to: 9,
            n_odds: Err("none of 9 events"),
        },
        Case {
            what: "force each day",
            acts: (0..200).map(|day| (day, 0, 1, "190")).collect(),
            from: 190,
            to: 190,
            n_odds: Ok(1),
        },
    ];
    let mut wrong = Vec::new();
    for case in cases {
        let found = odds(&history(case.acts), is_force, &ask(30, 1, case.from, case.to));
        let is_right = match (&found, case.n_odds) {
            (Ok(odds), Ok(n)) => {
                odds.len() == n && odds.iter().all(|odds| (0.0..=1.0).contains(&odds.probability.get()))
            }
            (Err(error), Err(part)) => error.to_string().contains(part),
            _ => false,
        };
        if !is_right {
            wrong.push((case.what, found));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_did_not_happen_is_no_force() {
    let mut builder = HistoryBuilder::new();
    let [actor, recipient] = ["AUT", "BEL"].map(|country| builder.actor(Actor { country, ..Actor::default() }));
    let kind = builder.kind(Kind { plover: "ASSAULT", cameo: "190" });
    for day in 0..300 {
        let entry = Entry::happened(Day::from_number(day), actor, recipient, kind, 0);
        let talk = builder.kind(Kind { plover: "CONSULT", cameo: "042" });
        builder.push(Entry { status: Status::Denied, ..entry }).unwrap();
        builder.push(Entry { kind: talk, ..entry }).unwrap();
    }
    let found = odds(&builder.build(), is_force, &ask(30, 1, 299, 299)).unwrap();
    assert!(found[0].probability.get() < 0.05, "{found:?}");
}

#[test]
fn reasons_name_records_that_were_known() {
    let acts = three_years();
    let reasons = explain(&history(acts.clone()), is_force, &ask(30, 7, 900, 900), "ALB", "BRA").unwrap();
    assert_eq!(reasons.odds.day, Day::from_number(900));
    assert!(!reasons.reasons.is_empty());
    assert!(reasons.precedents.n >= reasons.precedents.n_true && reasons.precedents.n > 0);
    let history = history(acts);
    for reason in &reasons.reasons {
        assert!(reason.factor.is_finite() && reason.factor > 0.0);
        assert!(reason.rows.iter().all(|row| history.get(*row).unwrap().day() <= Day::from_number(900)));
    }
}

#[test]
fn pairs_that_have_done_nothing_are_refused() {
    let history = history(three_years());
    for (actor, recipient) in [("ALB", "Atlantis"), ("ALB", "ALB"), ("", "BRA")] {
        let found = explain(&history, is_force, &ask(30, 7, 100, 900), actor, recipient);
        assert!(matches!(found, Err(OnsetError::TooQuiet { n_events: 0, .. })), "{found:?}");
    }
}
