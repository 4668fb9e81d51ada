//! Odds, series and influence from an event table.

use std::fmt::Write as _;
use std::fs;

use assert_cmd::Command;

struct Said {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

fn vigie(args: &[&str]) -> Said {
    let mut command = Command::cargo_bin("vigie").expect("the program is built");
    command.env_remove("VIGIE_STORE");
    command.env("NO_COLOR", "1").args(args).write_stdin("");
    let output = command.output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program speaks UTF-8");
    Said { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// Half a year of two countries that talk each day, of which one strikes every seventh day and the other two days later.
fn table() -> tempfile::TempPath {
    let mut text = "date\tactor\tactor_country\trecipient\trecipient_country\tcameo\tgoldstein\n".to_owned();
    for day in 0..182 {
        let date =
            jiff::civil::date(2021, 1, 1).checked_add(jiff::Span::new().days(day)).expect("a day of the calendar");
        let mut row = |actor: &str, recipient: &str, cameo: &str| {
            writeln!(text, "{date}\t{actor}\t{actor}\t{recipient}\t{recipient}\t{cameo}\t0.0")
                .expect("memory is there");
        };
        row("Freedonia", "Osterlich, Lower", "042");
        row("Osterlich, Lower", "Freedonia", "042");
        if day % 7 == 0 {
            row("Freedonia", "Osterlich, Lower", "190");
        }
        if day % 7 == 2 {
            row("Osterlich, Lower", "Freedonia", "190");
        }
    }
    text.push_str("no date\tFreedonia\tFreedonia\tFreedonia\tFreedonia\t190\t0.0\n");
    let file = tempfile::NamedTempFile::new().expect("a folder for such files").into_temp_path();
    fs::write(&file, text).expect("room on the disk");
    file
}

#[test]
fn odds_go_out_in_the_columns_of_the_contract() {
    let table = table();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("odds.csv");
    let (events, path) = (table.to_str().unwrap(), out.to_str().unwrap());
    let dates = ["--from", "2021-05-02", "--to", "2021-05-20", "--out", path];
    let said = vigie(&[&["onset", "--events", events][..], &dates].concat());
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(said.stderr.contains(":418: `no date` is no date"), "a bad line is told of: {}", said.stderr);
    let odds = fs::read_to_string(out).unwrap();
    let lines: Vec<&str> = odds.trim_end().split("\r\n").collect();
    assert_eq!(lines[0], "date,actor_country,recipient_country,probability");
    assert_eq!(lines.len(), 1 + 3 * 2, "three cut dates, two pairs");
    assert!(lines[1].starts_with("2021-05-02,Freedonia,\"Osterlich, Lower\",0."), "{}", lines[1]);
}

#[test]
fn odds_are_explained() {
    let table = table();
    let said = vigie(&["onset", "--events", table.to_str().unwrap(), "--explain", "Freedonia > Osterlich, Lower"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(said.stdout.contains("precedents, force in the last 30 days: force followed in"), "{}", said.stdout);
}

#[test]
fn a_series_has_a_row_for_each_bin() {
    let table = table();
    let events = table.to_str().unwrap();
    let said = vigie(&["series", "--events", events, "--pair", "Freedonia > *", "--codes", "19", "--by", "month"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let rows: Vec<&str> = said.stdout.trim_end().split("\r\n").collect();
    assert_eq!(rows.len(), 1 + 7);
    assert!(rows[1].starts_with("2021-01-01,2021-01-31,31,5,"), "{}", rows[1]);
    let said = vigie(&["series", "--events", events, "--pair", "Atlantis > *", "--format", "table"]);
    assert_eq!(said.code, Some(1));
    assert!(said.stderr.contains("no event fits"), "{}", said.stderr);
}

#[test]
fn influence_is_given_in_both_directions() {
    let table = table();
    let pairs = ["--follower", "Osterlich, Lower > Freedonia", "--leader", "Freedonia > Osterlich, Lower"];
    let said = vigie(
        &[&["influence", "--events", table.to_str().unwrap(), "--codes", "19", "--draws", "20"][..], &pairs].concat(),
    );
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let found: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(found.as_array().map(Vec::len), Some(2));
    assert!(found[0]["share"].as_f64().is_some_and(|share| (0.0..=1.0).contains(&share)));
}

#[test]
fn what_cannot_be_answered_is_the_users_matter() {
    let table = table();
    let events = table.to_str().unwrap();
    let cases: &[(&[&str], &str)] = &[
        (&["onset", "--events", "no/such.tsv"], "there is no"),
        (&["onset", "--events", events, "--from", "2030-01-01"], "more than a year before"),
        (&["onset", "--events", events, "--horizon", "0"], "a horizon of 0 days"),
        (&["onset", "--events", events, "--explain", "Atlantis > Freedonia"], "odds take 5"),
        (&["series", "--events", events, "--from", "2022-01-01", "--to", "2021-01-01"], "is after the last"),
        (&["influence", "--events", events, "--follower", "Atlantis > *", "--leader", "Freedonia > *"], "it takes 20"),
    ];
    for (args, part) in cases {
        let said = vigie(args);
        let message = said.stderr.replace(['│', '╰', '▶', '─'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(said.code, Some(1), "{args:?}: {message}");
        assert!(message.contains(part), "{args:?}: {message}");
    }
}

/// An answer without the names of its rows: a store names them by dataset, a table by line.
fn without_records(answer: &str) -> Vec<&str> {
    answer.lines().filter(|line| !line.contains("\"line ") && !line.contains("\"plain:")).collect()
}

#[test]
fn a_store_is_asked_as_the_table_that_went_into_it() {
    let table = table();
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("desk.db");
    let (events, store) = (table.to_str().unwrap(), store.to_str().unwrap());
    let said = vigie(&["import", "--store", store, events]);
    assert!(said.stderr.contains("1 rejected"), "the line without a day: {}", said.stderr);
    let series = ["--pair", "Freedonia > *", "--codes", "19", "--by", "month"];
    let influence = [
        "--follower",
        "Osterlich, Lower > Freedonia",
        "--leader",
        "Freedonia > Osterlich, Lower",
        "--codes",
        "19",
        "--draws",
        "9",
    ];
    let cases: [(&str, &[&str]); 3] = [("series", &series), ("influence", &influence), ("series", &["--by", "week"])];
    for (command, options) in cases {
        let of_table = vigie(&[&[command, "--events", events], options].concat());
        let of_store = vigie(&[&[command, "--store", store], options].concat());
        assert_eq!(of_store.code, Some(0), "{command}: {}", of_store.stderr);
        assert_eq!(without_records(&of_store.stdout), without_records(&of_table.stdout), "{command}");
    }
    let said =
        vigie(&["forecast", "--store", store, "--actor", "Freedonia", "--type", "ASSAULT", "--date", "2021-07-05"]);
    assert!(said.stdout.starts_with("Freedonia: ASSAULT, to whom, on 2021-07-05?"), "{}{}", said.stdout, said.stderr);
    let said = vigie(&["precedents", "Freedonia", "Osterlich, Lower", "--store", store]);
    assert!(said.code == Some(0) && said.stdout.contains("WHAT FOLLOWED BEFORE"), "{}{}", said.stdout, said.stderr);
}

#[test]
fn tables_of_datasets_are_read_by_their_columns() {
    let mut text = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\t\
                    Target Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n"
        .to_owned();
    for n in 1..=5 {
        writeln!(
            text,
            "{n}\t2014-03-0{n}\tMilitary (Mali)\tMilitary\tMali\tUse conventional military force\t190\t-10.0\tGovernment (France)\t\
             Government\tFrance\t{n}\t1\tAn outlet\t\t\t\tMali\t17.0\t-4.0"
        )
        .unwrap();
    }
    text.push_str("6\tno day\tA\t\tMali\tx\t190\t-10.0\tB\t\tFrance\t6\t1\tP\t\t\t\tMali\t\t\n");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("icews.tab");
    fs::write(&path, text).unwrap();
    let said =
        vigie(&["series", "--events", path.to_str().unwrap(), "--pair", "MLI > FRA", "--codes", "19", "--by", "month"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(said.stdout.contains("2014-03-01,2014-03-31,5,5,-50.00"), "{}", said.stdout);
    assert!(said.stderr.contains("icews.tab:7:"), "the bad row is told of: {}", said.stderr);
}

#[test]
fn where_there_is_no_store_and_no_table_that_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::cargo_bin("vigie").expect("the program is built");
    command.env_remove("VIGIE_STORE").env("XDG_DATA_HOME", folder.path()).current_dir(folder.path());
    let output = command.args(["series", "--pair", "A > B"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("--events FILE"), "{said}");
}

/// A table that names its countries by codes: `Russia` was nobody there, or one event of many.
#[test]
fn countries_are_asked_for_by_any_name() {
    let mut text = "date\tactor\tactor_country\trecipient\trecipient_country\tcameo\n".to_owned();
    for day in 0..120 {
        let date = jiff::civil::date(2021, 1, 1).checked_add(jiff::Span::new().days(day)).unwrap();
        writeln!(text, "{date}\tArmy\tRUS\tTown\tUKR\t{}", if day % 7 == 0 { "190" } else { "042" }).unwrap();
        writeln!(text, "{date}\tArmy\tUKR\tTown\tRUS\t{}", if day % 7 == 2 { "190" } else { "042" }).unwrap();
    }
    let file = tempfile::NamedTempFile::new().unwrap().into_temp_path();
    fs::write(&file, text).unwrap();
    let events = file.to_str().unwrap();
    let asked = |args: &[&str]| {
        let said = vigie(&[&[args[0], "--events", events], &args[1..]].concat());
        assert_eq!(said.code, Some(0), "{args:?}: {}", said.stderr);
        said.stdout
    };
    let series = |pair: &str| asked(&["series", "--pair", pair, "--format", "csv"]);
    assert_eq!(series("Russia > Ukraine"), series("RUS > UKR"));
    assert_eq!(series("Russian > *"), series("RUS > *"));
    let explained = |pair: &str| asked(&["onset", "--explain", pair]);
    assert_eq!(explained("Russia > Ukraine"), explained("RUS > UKR"));
    let influence = |one: &str, other: &str| {
        let said = asked(&["influence", "--follower", one, "--leader", other, "--draws", "9"]);
        let said: serde_json::Value = serde_json::from_str(&said).unwrap();
        said[0]["n_follower"].clone()
    };
    assert_eq!(influence("Russia > *", "Ukraine > Russia"), influence("RUS > *", "UKR > RUS"));
    let said = asked(&["precedents", "Russia", "Ukraine"]);
    assert!(said.contains("WHAT FOLLOWED BEFORE"), "{said}");
    let said = asked(&["forecast", "--actor", "Russia", "--type", "190"]);
    assert!(said.starts_with("RUS: 190, to whom, on 2021-05-01?"), "the day after the last: {said}");
}

#[test]
fn numbers_and_codes_that_mean_nothing_are_refused() {
    let table = table();
    let events = table.to_str().unwrap();
    let pair = ["--follower", "Freedonia > *", "--leader", "* > Freedonia"];
    for (args, part) in [
        (&["series", "--events", events, "--codes", "FOO"][..], "--codes"),
        (&["series", "--events", events, "--one-in", "0"], "from 1 on"),
        (&[&["influence", "--events", events, "--draws", "0"][..], &pair].concat(), "from 1 on"),
    ] {
        let said = vigie(args);
        assert_eq!((said.code, said.stdout.as_str()), (Some(1), ""), "{args:?}");
        assert!(said.stderr.contains(part), "{args:?}: {}", said.stderr);
    }
}
