//! Cases worked by hand, and what must hold of every warning.

use jiff::civil::{Date, date};
use proptest::prelude::*;
use vigie_record::Status;

use super::*;
use crate::dossier::{Dossier, EventRow, PartyRow, ReportRow, SentenceRow};
use crate::likelihood::{log_odds, probability_of};

const PROBLEM: &str = r#"
name = "Arcadia attacks Borduria"
horizon_days = 30

[[outcome.event]]
types = "ASSAULT"
actor = "ARC"
recipient = "BOR"

[base_rate]
given = 0.1
because = "a judgement"

[coverage]
min_reports = 2

[[indicator]]
name = "mobilises"
if_outcome = 0.8
if_not = 0.2
[[indicator.event]]
types = "MOBILIZE"
actor = "ARC"

[[indicator]]
name = "field hospitals"
lr_seen = 3.0
lr_absent = 0.5
[[indicator.mention]]
words = "field hospital*"

[[threshold]]
name = "watch"
raise = 0.25
clear = 0.15
"#;

/// What a report of a made-up world says.
struct Told {
    day: Date,
    outlet: &'static str,
    event: Option<(&'static str, Status)>,
    sentence: &'static str,
}

fn dossier(told: &[Told]) -> Dossier {
    let mut dossier = Dossier::default();
    for (report, one) in told.iter().enumerate() {
        dossier.reports.push(ReportRow {
            id: None,
            name: format!("r{report}"),
            outlet: Some(one.outlet.to_owned()),
            story: format!("s{report}"),
            known_on: one.day,
        });
        dossier.sentences.push(SentenceRow { report, number: 1, text: one.sentence.to_owned() });
        let party = |country: &str| PartyRow { country: Some(country.to_owned()), ..PartyRow::default() };
        if let Some((event_type, status)) = one.event {
            dossier.events.push(EventRow {
                report,
                record: format!("e{report}"),
                day: one.day,
                event_type: event_type.to_owned(),
                mode: None,
                contexts: Vec::new(),
                cameo: None,
                status,
                probability: None,
                actor: party("ARC"),
                recipient: party("BOR"),
                place_country: None,
                said_by: None,
                sentence: Some(report),
            });
        }
    }
    dossier
}

fn problem() -> Problem {
    Problem::parse("p.toml", PROBLEM).unwrap_or_else(|faults| panic!("{faults}"))
}

const fn told(day: Date, event: Option<(&'static str, Status)>, sentence: &'static str) -> Told {
    Told { day, outlet: "Wire", event, sentence }
}

#[test]
fn odds_are_the_base_rate_times_what_is_seen() {
    let mobilises = Some(("MOBILIZE", Status::Happened));
    let seen = dossier(&[told(date(2022, 3, 1), mobilises, "Arcadia called up men.")]);
    let warning = warn(&problem(), &seen, date(2022, 3, 2)).unwrap();
    // Odds of 1 to 9, times 0.8 / 0.2: 4 to 9. One report does not make the other indicator watched.
    assert!((warning.now.probability - 4.0 / 13.0).abs() < 1e-9, "{}", warning.now.probability);
    let states: Vec<State> = warning.now.indicators.iter().map(|row| row.sight.state).collect();
    assert_eq!(states, [State::Seen, State::Unmonitored]);
    assert_eq!((warning.alarm.raised.len(), warning.crossings.len()), (1, 1));
    assert!((warning.before.probability - 0.1).abs() < 1e-12);
}

#[test]
fn silence_is_absence_only_where_somebody_watches() {
    let quiet = [told(date(2022, 3, 1), None, "Rain."), told(date(2022, 3, 2), None, "More rain.")];
    let warning = warn(&problem(), &dossier(&quiet), date(2022, 3, 3)).unwrap();
    // Absent by silence, which counts half: odds 1/9 times (0.2/0.8)^½ times (0.5)^½.
    let wanted = probability_of(log_odds(0.1) + 0.5 * 0.25_f64.ln() + 0.5 * 0.5_f64.ln());
    assert!((warning.now.probability - wanted).abs() < 1e-9);
    let later = warn(&problem(), &dossier(&quiet), date(2022, 6, 1)).unwrap();
    assert!(later.now.indicators.iter().all(|row| row.sight.state == State::Unmonitored));
    assert!((later.now.probability - 0.1).abs() < 1e-9, "what nobody watches moves nothing");
}

#[test]
fn a_report_of_absence_counts_in_full_and_old_sightings_fade() {
    let denied = [told(date(2022, 3, 1), None, "No field hospitals were seen.")];
    let warning = warn(&problem(), &dossier(&denied), date(2022, 3, 3)).unwrap();
    assert_eq!(warning.now.indicators[1].sight.state, State::Absent);
    assert!((warning.now.indicators[1].adds - 0.5_f64.ln()).abs() < 1e-12);

    let old = [told(date(2022, 3, 1), None, "A field hospital opened.")];
    let warning = warn(&problem(), &dossier(&old), date(2022, 4, 29)).unwrap();
    // 59 days old where 30 are fresh (0 to 29): 30 days over, one half-life.
    assert_eq!(warning.now.indicators[1].sight.state, State::Stale);
    assert!((warning.now.indicators[1].adds - 0.5 * 3.0_f64.ln()).abs() < 1e-12);
}

#[test]
fn the_last_word_counts() {
    let told = [
        told(date(2022, 3, 1), None, "A field hospital opened."),
        told(date(2022, 3, 5), None, "No field hospital was seen any more."),
    ];
    let dossier = dossier(&told);
    let on = |day: Date| warn(&problem(), &dossier, day).unwrap().now.indicators[1].clone();
    assert_eq!((on(date(2022, 3, 3)).sight.state, on(date(2022, 4, 1)).sight.state), (State::Seen, State::Absent));
    // 59 days after the denial nobody watches: it is as stale as a sighting of that age, and still speaks against.
    let old = on(date(2022, 5, 3));
    assert_eq!((old.sight.state, old.sight.is_absence()), (State::Stale, true));
    assert!((old.adds - 0.5 * 0.5_f64.ln()).abs() < 1e-12, "{}", old.adds);
}

#[test]
fn nothing_that_comes_later_is_known() {
    let mobilises = Some(("MOBILIZE", Status::Happened));
    let early = told(date(2022, 3, 1), mobilises, "Arcadia called up men.");
    let late =
        told(date(2022, 3, 9), Some(("ASSAULT", Status::Happened)), "A field hospital opened as Arcadia attacked.");
    let day = date(2022, 3, 5);
    let without = warn(&problem(), &dossier(&[early]), day).unwrap();
    let early = told(date(2022, 3, 1), mobilises, "Arcadia called up men.");
    let with = warn(&problem(), &dossier(&[early, late]), day).unwrap();
    assert_eq!((without.now, without.crossings, without.outcome), (with.now, with.crossings, with.outcome));
    assert_eq!(with.n_later, 1);
}

#[test]
fn a_horizon_in_the_past_is_refused() {
    let text = PROBLEM.replace("horizon_days = 30", "horizon_days = 30\nuntil = \"2022-03-31\"");
    let problem = Problem::parse("p.toml", &text).unwrap();
    assert!(warn(&problem, &Dossier::default(), date(2022, 4, 1)).is_err());
    let warning = warn(&problem, &Dossier::default(), date(2022, 3, 16)).unwrap();
    // Half of the horizon is left: 1 - 0.9^½.
    assert!((warning.now.probability - (1.0 - 0.9_f64.sqrt())).abs() < 1e-9);
}

#[test]
fn faults_name_lines_and_nearest_names() {
    struct Case {
        from: &'static str,
        to: &'static str,
        said: &'static [&'static str],
    }
    let cases = [
        Case { from: "\"MOBILIZE\"", to: "\"MOBILISE\"", said: &["p.toml:22: there is no event type", "`MOBILIZE`"] },
        Case { from: "types = \"ASS", to: "typs = \"ASS", said: &["p.toml:6:", "did you mean `types`?"] },
        Case { from: "clear = 0.15", to: "clear = 0.35", said: &["p.toml:35:", "raised at 0.25 and cleared at 0.35"] },
        Case { from: "given = 0.1", to: "given = 1.1", said: &["p.toml:11: `given` is 1.1"] },
        Case { from: "horizon_days = 30", to: "horizon_days = -3", said: &["p.toml:3: `horizon_days` is -3"] },
        Case { from: "lr_absent = 0.5", to: "lr_absent = 1.5", said: &["the same way whether it is seen or absent"] },
        Case { from: "if_not = 0.2", to: "", said: &["what `mobilises` is worth is said in one way"] },
        Case {
            from: "[[indicator.mention]]\nwords = \"field hospital*\"",
            to: "",
            said: &["nothing that it would be seen by"],
        },
        // Reports once counted as watching a country that no report can be of, and the odds moved by it.
        Case {
            from: "min_reports = 2",
            to: "min_reports = 2\ncountries = [\"UKR\", \"Belarus\"]",
            said: &["p.toml:16: `Belarus` is no code of a country", "did you mean `BLR`, Belarus?"],
        },
        Case { from: "min_reports = 2", to: "min_reports = 2\ncountries = \"BY\"", said: &["p.toml:16:", "`BLR`"] },
        Case { from: "min_reports = 2", to: "min_reports = 2\ncountries = \"BRL\"", said: &["p.toml:16:", "`BLR`"] },
        Case { from: "min_reports = 2", to: "min_reports = 2\ncountries = \"Narnia\"", said: &["`Narnia` is no code"] },
        Case { from: "actor = \"ARC\"\n\n[[", to: "place = \"Ukrain\"\n\n[[", said: &["`Ukrain` is no", "`UKR`"] },
        Case { from: "name = \"field hospitals\"", to: "name = \"mobilises\"", said: &["there are two indicators"] },
    ];
    let mut wrong = Vec::new();
    for case in cases {
        let text = PROBLEM.replace(case.from, case.to);
        assert_ne!(text, PROBLEM, "{}", case.from);
        let found = Problem::parse("p.toml", &text).map_or_else(|faults| faults.to_string(), |_| "nothing".to_owned());
        if !case.said.iter().all(|said| found.contains(said)) {
            wrong.push((case.to, found));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn several_of_a_group_count_less_each() {
    let text = PROBLEM
        .replace("lr_seen", "group = \"posture\"\nlr_seen")
        .replace("if_outcome", "group = \"posture\"\nif_outcome");
    let problem = Problem::parse("p.toml", &text).unwrap();
    let mobilises = Some(("MOBILIZE", Status::Happened));
    let seen = dossier(&[told(date(2022, 3, 1), mobilises, "Arcadia called up men and a field hospital.")]);
    let warning = warn(&problem, &seen, date(2022, 3, 2)).unwrap();
    let adds: Vec<f64> = warning.now.indicators.iter().map(|row| row.adds).collect();
    assert!((adds[0] - 4.0_f64.ln()).abs() < 1e-12 && (adds[1] - 0.5 * 3.0_f64.ln()).abs() < 1e-12, "{adds:?}");
}

proptest! {
    #[test]
    fn probabilities_stay_within_bounds_and_order_does_not_matter(
        rows in prop::collection::vec((0_i64..120, 0_usize..4, 0_usize..3), 0..20),
        day in 0_i64..130,
    ) {
        let start = date(2022, 1, 1);
        let on = |n: i64| start.saturating_add(jiff::Span::new().days(n));
        let events = [None, Some(("MOBILIZE", Status::Happened)), Some(("MOBILIZE", Status::Denied)), Some(("ASSAULT", Status::Happened))];
        let sentences = ["Rain.", "A field hospital opened.", "No field hospital opened."];
        let tell = |(n, event, sentence): &(i64, usize, usize)| told(on(*n), events[*event], sentences[*sentence]);
        let one: Vec<Told> = rows.iter().map(tell).collect();
        let other: Vec<Told> = rows.iter().rev().map(tell).collect();
        let (one, other) = (dossier(&one), dossier(&other));
        let one = warn(&problem(), &one, on(day)).unwrap();
        let other = warn(&problem(), &other, on(day)).unwrap();
        prop_assert!((0.0..=1.0).contains(&one.now.probability));
        prop_assert!(one.now.range[0] <= one.now.probability && one.now.probability <= one.now.range[1]);
        prop_assert!((one.now.probability - other.now.probability).abs() < 1e-12);
        let sum: f64 = one.now.indicators.iter().map(|row| row.adds).sum();
        let again = probability_of(log_odds(one.now.base.probability) + sum);
        prop_assert!((one.now.probability - again).abs() < 1e-12, "rows give the sum");
    }
}

proptest! {
    #[test]
    fn no_file_makes_reading_it_panic(at in 0_usize..700, with in "\\PC{0,6}", cut in 0_usize..12) {
        let mut letters: Vec<char> = PROBLEM.chars().collect();
        let at = at.min(letters.len());
        let end = (at + cut).min(letters.len());
        letters.splice(at..end, with.chars());
        let text: String = letters.into_iter().collect();
        if let Err(faults) = Problem::parse("p.toml", &text) {
            let n_lines = text.lines().count().max(1);
            prop_assert!(faults.faults.iter().all(|fault| (1..=n_lines + 1).contains(&fault.line)), "{}", faults);
        }
    }
}
