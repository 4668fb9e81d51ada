//! Precedents in made-up histories: what is counted, and that no history leads to nonsense.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::history::{Actor, Day, Entry, History, HistoryBuilder, Kind};

const KINDS: [(&str, u8); 4] = [("CONSULT", 1), ("AID", 2), ("THREATEN", 3), ("ASSAULT", 4)];

/// A history of acts: day, who, on whom, kind.
fn history(acts: &[(i32, usize, usize, usize)]) -> History {
    let mut builder = HistoryBuilder::new();
    let sides = ["ARC", "BOR", "COR", "DOR"].map(|country| builder.actor(Actor { country, ..Actor::default() }));
    let kinds = KINDS.map(|(plover, _)| builder.kind(Kind { plover, cameo: "" }));
    for (record, (day, actor, recipient, kind)) in (0..).zip(acts) {
        let entry = Entry::happened(Day::from_number(*day), sides[*actor], sides[*recipient], kinds[*kind], record);
        builder.push(Entry { quad_class: KINDS[*kind].1, ..entry }).unwrap();
    }
    builder.build()
}

fn question(day: i32) -> Question {
    Question {
        actor: "ARC".to_owned(),
        recipient: "BOR".to_owned(),
        day: Day::from_number(day),
        window_days: 10,
        then: None,
    }
}

#[test]
fn what_followed_elsewhere_answers_for_here() {
    // Five times COR threatens DOR and attacks four days later, once it does not; now ARC threatens BOR.
    let mut acts = vec![(1000, 0, 1, 2)];
    for n in 0..6 {
        acts.push((n * 100, 2, 3, 2));
        if n < 5 {
            acts.push((n * 100 + 4, 2, 3, 3));
        }
    }
    let found = look_up(&history(&acts), &question(1000)).unwrap();
    let rule = &found.rules[0];
    assert_eq!((&*rule.form, rule.lead[0].kind.as_str(), rule.lead[0].by_first), ("repeated", "THREATEN", true));
    let sequel = &rule.followed[0];
    assert_eq!((sequel.act.kind.as_str(), sequel.act.by_first), ("ASSAULT", true));
    let rate = sequel.followed.rates[0];
    assert_eq!((rate.hits(), rate.cases(), sequel.own[0].cases()), (5, 6, 0));
    assert_eq!((rule.nothing[0].hits(), rule.nothing[0].cases()), (1, 6));
    // Seven days before each of four attacks, four days before the first, of the days 0 to 993.
    assert!((sequel.followed.base_rates[0] - 32.0 / 994.0).abs() < 1e-12, "{:?}", sequel.followed.base_rates);
    assert_eq!(rule.instances[1].days_later, Some(4));
    assert_eq!(rule.instances[0].days_later, None, "the newest was followed by nothing");
}

#[test]
fn copies_of_a_row_count_once_and_later_events_not_at_all() {
    let acts: Vec<_> =
        (0..8).flat_map(|n| [(n * 50, 2, 3, 2), (n * 50 + 3, 2, 3, 3)]).chain([(400, 0, 1, 2)]).collect();
    let copies: Vec<_> = acts.iter().flat_map(|act| std::iter::repeat_n(*act, 40)).collect();
    let later: Vec<_> = acts.iter().copied().chain([(401, 0, 1, 3), (500, 2, 3, 0)]).collect();
    let rules = |acts: &[(i32, usize, usize, usize)]| {
        let found = look_up(&history(acts), &question(400)).unwrap();
        found.rules.into_iter().map(|rule| (rule.lead, rule.followed)).collect::<Vec<_>>()
    };
    assert_eq!(rules(&acts), rules(&copies));
    assert_eq!(rules(&acts), rules(&later));
}

#[test]
fn what_third_parties_do_leads_too() {
    // Each time DOR attacks BOR, COR attacks BOR five days later. Now DOR attacks BOR and ARC is asked about.
    let mut acts = vec![(0, 0, 1, 0), (1000, 3, 1, 3), (1000, 0, 1, 0)];
    for n in 1..8 {
        acts.extend([(n * 100, 3, 1, 3), (n * 100 + 5, 2, 1, 3)]);
    }
    let found = look_up(&history(&acts), &question(1000)).unwrap();
    let rule = found.rules.iter().find(|rule| rule.form == "others-to").unwrap();
    let rate = rule.followed[0].followed.rates[0];
    // The first attack of DOR came before COR and BOR had any history.
    assert_eq!((rule.followed[0].act.kind.as_str(), rate.hits()), ("ASSAULT", 6));
}

#[test]
fn the_closest_situations_name_their_rows_and_those_of_what_followed() {
    // COR consults, threatens and threatens DOR, and attacks four days later; ARC does the same to BOR a year on, so far without the attack.
    let now = [(400, 0, 1, 0), (402, 0, 1, 2), (404, 0, 1, 2)];
    let before = [(10, 2, 3, 0), (12, 2, 3, 2), (14, 2, 3, 2), (18, 2, 3, 3)];
    let acts: Vec<_> = before.into_iter().chain(now).collect();
    let found = look_up(&history(&acts), &question(404)).unwrap();
    let [closest] = &found.closest[..] else { panic!("one situation is like it: {:?}", found.closest) };
    assert_eq!((closest.actor.as_str(), closest.recipient.as_str()), ("COR", "DOR"));
    assert_eq!(closest.records, [0, 1, 2], "a row of each of its steps, by day");
    let after: Vec<_> = closest.followed.iter().map(|(act, days)| (act.kind.as_str(), *days)).collect();
    assert_eq!((after, &closest.followed_records[..]), (vec![("ASSAULT", 4)], &[Some(3)][..]));
}

#[test]
fn nobody_is_found_by_a_wrong_name() {
    let found = look_up(&history(&[(0, 0, 1, 0)]), &Question { actor: "ARCADIA".to_owned(), ..question(5) });
    assert_eq!(found.unwrap_err().to_string(), "nobody in the events is called `ARCADIA`; did you mean `ARC`?");
    assert_eq!(look_up(&history(&[]), &question(5)).unwrap_err(), PrecedentError::NoEvents);
    assert_eq!(look_up(&history(&[(9, 0, 1, 0)]), &question(5)).unwrap_err(), PrecedentError::NoEvents);
    let same = Question { recipient: "ARC".to_owned(), ..question(5) };
    assert!(look_up(&history(&[(0, 0, 1, 0)]), &same).is_err());
    let future = Day::from(date(9999, 12, 31));
    assert!(look_up(&history(&[(0, 0, 1, 0)]), &Question { day: future, ..question(5) }).is_ok());
}

#[test]
fn recency_is_a_table_of_rates() {
    let acts: Vec<_> = (0..20).flat_map(|n| [(n * 100, 0, 1, 2), (n * 100 + 5, 0, 1, 3)]).collect();
    let table = recency(&history(&acts), "THREATEN", "ASSAULT", true, Day::from_number(3000)).unwrap();
    let near: u64 = table.cells.iter().filter(|cell| cell.days_since == [0, 3]).map(|cell| cell.rate.hits()).sum();
    let far: u64 = table.cells.iter().filter(|cell| cell.days_since == [31, 90]).map(|cell| cell.rate.cases()).sum();
    assert!(near > 0 && far > 0 && table.without.cases() > 0, "{table:?}");
    let n: u64 = table.cells.iter().map(|cell| cell.rate.cases()).sum::<u64>() + table.without.cases();
    // Both sides are looked at once a week from day 0 to 1875, thirty days before the last event.
    assert_eq!(n, 2 * 268);
    assert!(recency(&history(&acts), "THREATEN", "ASAULT", true, Day::from_number(9)).is_err());
}

proptest! {
    #[test]
    fn no_history_leads_to_nonsense(
        acts in prop::collection::vec((0_i32..400, 0_usize..4, 0_usize..4, 0_usize..4), 1..80),
        day in 0_i32..420,
    ) {
        let history = history(&acts);
        let Ok(found) = look_up(&history, &question(day)) else { return Ok(()) };
        for rule in &found.rules {
            for sequel in &rule.followed {
                for (rate, base) in sequel.followed.rates.iter().zip(sequel.followed.base_rates) {
                    prop_assert!(rate.hits() <= rate.cases() && (0.0..=1.0).contains(&base));
                }
            }
        }
        prop_assert!(found.closest.iter().all(|one| (0.0..=1.0).contains(&one.nearness)));
        let mut turned = acts.clone();
        turned.reverse();
        let again = look_up(&super::tests::history(&turned), &question(day)).unwrap();
        let counts = |found: &Precedents| found.rules.iter().map(|rule| (rule.lead.clone(), rule.followed.clone())).collect::<Vec<_>>();
        prop_assert_eq!(counts(&found), counts(&again), "the order of the rows does not matter");
    }
}
