//! Whole runs of the commands that weigh and warn, on event tables and matrices: none of them reads a text, so none loads the model.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

const PROBLEM: &str = r#"
name = "Arcadia attacks Borduria"
horizon_days = 30
events = ["events.tsv"]

[[outcome.event]]
types = "ASSAULT"
actor = "ARC"
recipient = "BOR"

[base_rate]
learn = "parties"

[[indicator]]
name = "Arcadia mobilises"
learn = "parties"
fresh_days = 20
[[indicator.event]]
types = "MOBILIZE"
actor = "ARC"
recipient = "BOR"

[[threshold]]
name = "watch"
raise = 0.3
clear = 0.2
"#;

struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

fn run(folder: &Path, args: &[&str]) -> Run {
    let mut command = Command::cargo_bin("vigie").expect("the program is built");
    for name in ["VIGIE_MODEL", "VIGIE_LEDGER", "VIGIE_STORE"] {
        command.env_remove(name);
    }
    command.env("XDG_DATA_HOME", folder);
    let output = command.env("NO_COLOR", "1").current_dir(folder).args(args).output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program speaks UTF-8");
    Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("there is room for a file");
    }
    folder
}

/// Two years in which Arcadia talks every third day, mobilises every hundred days, and each time but the last attacks ten days later.
fn table() -> String {
    let start = jiff::civil::date(2020, 1, 1);
    let mut table = "date\tactor_country\trecipient_country\tcameo\n".to_owned();
    for n in 0..730 {
        let day = start.saturating_add(jiff::Span::new().days(n));
        let mut act = |cameo: &str| writeln!(table, "{day}\tARC\tBOR\t{cameo}").expect("text can be written");
        match n % 100 {
            50 => act("154"),
            60 if n < 700 => act("190"),
            other if other % 3 == 0 => act("036"),
            _ => {}
        }
    }
    table
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}{}", run.stdout, run.stderr))
}

#[test]
fn a_warning_learns_from_the_past_and_looks_at_nothing_later() {
    let here = folder(&[("problem.toml", PROBLEM), ("events.tsv", &table())]);
    // Day 555, five days after a mobilisation; the attack of day 560 has not come yet.
    let found = run(here.path(), &["warn", "problem.toml", "--date", "2021-07-09", "--format", "json"]);
    assert_eq!(found.code, Some(0), "{}", found.stderr);
    let answer = json(&found);
    let (now, row) = (&answer["now"], &answer["now"]["indicators"][0]);
    assert_eq!(row["state"], "seen", "{row}");
    let probability = now["probability"].as_f64().expect("a number");
    let base = now["base"]["probability"].as_f64().expect("a number");
    assert!(probability > base && probability < 1.0, "{probability} {base}");
    assert!(row["worth"]["seen"].as_f64().expect("a number") > 1.0, "{row}");

    // A table that ends on that day says the same.
    let cut: String =
        table().lines().filter(|line| *line <= "2021-07-10").fold(String::new(), |text, line| text + line + "\n");
    let cut = format!("date\tactor_country\trecipient_country\tcameo\n{cut}");
    let there = folder(&[("problem.toml", PROBLEM), ("events.tsv", &cut)]);
    let other = run(there.path(), &["warn", "problem.toml", "--date", "2021-07-09", "--format", "json"]);
    assert_eq!(json(&other)["now"]["probability"], now["probability"]);
    let page = run(here.path(), &["warn", "problem.toml", "--date", "2021-07-09"]).stdout;
    for part in ["LIKELIHOOD", "CONFIDENCE", "past windows", "Arcadia mobilises", "PRECEDENTS"] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

/// Before the first report nothing is watched; the page once said `-0 %` of it.
#[test]
fn before_the_first_row_nothing_is_watched() {
    let here = folder(&[("problem.toml", PROBLEM), ("events.tsv", &table())]);
    let page = run(here.path(), &["warn", "problem.toml", "--date", "1990-01-01"]).stdout;
    assert!(page.contains("0 of 1 indicators are watched, 0 % of all"), "{page}");
}

/// A store is asked by a type; the message once wanted the folder of a graph.
#[test]
fn a_question_to_a_store_wants_a_type() {
    let said = run(desk().path(), &["forecast", "--store", "desk.db"]);
    assert_eq!(said.code, Some(1));
    assert!(said.stderr.contains("--type <TYPE>") && !said.stderr.contains("--data <DIR>"), "{}", said.stderr);
}

#[test]
fn what_is_wrong_with_a_problem_is_told_with_line_and_nearest_name() {
    let cases = [
        ("\"MOBILIZE\"", "\"MOBILISE\"", "problem.toml:19: there is no event type `MOBILISE`"),
        (
            "recipient = \"BOR\"\n\n[base",
            "recipient = \"BOT\"\n\n[base",
            "problem.toml:9: nothing in the reports has an actor `BOT`",
        ),
        ("clear = 0.2", "clear = 0.4", "cleared at 0.4"),
        ("horizon_days = 30", "horizon_days = 30\nuntil = \"2019-01-01\"", "is over on 2021"),
        ("events.tsv", "none.tsv", "none.tsv"),
    ];
    for (from, to, said) in cases {
        let text = PROBLEM.replace(from, to);
        assert_ne!(text, PROBLEM, "{from}");
        let here = folder(&[("problem.toml", &text), ("events.tsv", &table())]);
        let found = run(here.path(), &["warn", "problem.toml"]);
        assert_eq!((found.code, found.stdout.as_str()), (Some(1), ""), "{to}");
        let stderr = found.stderr.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ");
        assert!(stderr.contains(said), "{said}: {stderr}");
    }
}

/// A grade of an outlet that no report is of counts for nothing, and nobody was told.
#[test]
fn an_outlet_that_no_report_is_of_is_told_with_the_nearest() {
    let graded = format!("{PROBLEM}\n[sources]\n\"event.tsv\" = \"B2\"\n\"events.tsv\" = \"C3\"\n");
    let here = folder(&[("problem.toml", &graded), ("events.tsv", &table())]);
    let outlet = here.path().join("events.tsv").display().to_string();
    let found = run(here.path(), &["warn", "problem.toml"]);
    assert_eq!(found.code, Some(0), "{}", found.stderr);
    let said = "note: problem.toml:29: no report is of the outlet `event.tsv`; did you mean `events.tsv`?";
    assert!(found.stderr.contains(said), "{outlet}: {}", found.stderr);
    assert!(!found.stderr.contains("outlet `events.tsv`"), "{}", found.stderr);
}

#[cfg(unix)]
#[test]
fn a_crossing_is_told_once_and_again_where_it_was_not_delivered() {
    let here = folder(&[("problem.toml", PROBLEM), ("events.tsv", &table())]);
    let look = |date: &str, command: &str| {
        run(here.path(), &["watch", "problem.toml", "--once", "--date", date, "--command", command])
    };
    let note = "echo $VIGIE_THRESHOLD $VIGIE_CROSSING >> told.txt; cat > last.json";
    assert_eq!(look("2021-07-09", "exit 4").code, Some(1), "not delivered");
    for date in ["2021-07-09", "2021-07-10", "2021-07-10"] {
        let found = look(date, note);
        assert_eq!(found.code, Some(0), "{}", found.stderr);
    }
    let told = fs::read_to_string(here.path().join("told.txt")).expect("the command was run");
    assert_eq!(told, "watch raised\n");
    let last: Value =
        serde_json::from_str(&fs::read_to_string(here.path().join("last.json")).expect("words")).expect("JSON");
    assert_eq!((&last["threshold"], &last["raised"]), (&Value::from("watch"), &Value::from(true)));
    fs::write(here.path().join("problem.state.json"), "not a state").expect("room");
    assert_eq!(look("2021-07-11", note).code, Some(1));
}

#[test]
fn a_ledger_grows_is_settled_and_scored() {
    let here = folder(&[("problem.toml", PROBLEM), ("events.tsv", &table())]);
    let add = |statement: &str, probability: &str| {
        let args = ["ledger", "add", "--statement", statement, "--probability", probability, "--source", "ana"];
        let found = run(here.path(), &[&args[..], &["--issued-on", "2021-05-01", "--due", "2021-05-31"]].concat());
        (found.code, found.stdout.trim().to_owned())
    };
    let (code, id) = add("It rains", "0.8");
    assert_eq!(code, Some(0));
    assert_eq!(add("It rains", "1.8").0, Some(1), "no probability");
    let resolve = ["ledger", "resolve", &id[..8], "yes", "--by", "ana", "--on", "2021-06-01"];
    assert_eq!(run(here.path(), &resolve).code, Some(0));
    assert_eq!(run(here.path(), &["ledger", "resolve", "zz", "yes", "--by", "ana"]).code, Some(1));

    // Vigie's own odds go on it, and the table settles them: the attack came on day 560.
    let record = ["warn", "problem.toml", "--date", "2021-07-09", "--record", "ledger.jsonl"];
    assert_eq!(run(here.path(), &record).code, Some(0));
    assert_eq!(run(here.path(), &record).code, Some(0));
    let due = run(here.path(), &["ledger", "due", "--date", "2021-12-01"]).stdout;
    assert_eq!(due.lines().count(), 1, "{due}");
    assert_eq!(run(here.path(), &["ledger", "settle", "--problem", "problem.toml"]).code, Some(0));
    let scores = json(&run(here.path(), &["ledger", "score", "--format", "json"]));
    let sources: Vec<&str> =
        scores.as_array().expect("a list").iter().filter_map(|one| one["source"].as_str()).collect();
    assert_eq!(sources, ["all", "Vigie", "ana"]);
    assert_eq!(scores[0]["came_true"]["hits"], 2, "{scores}");
    assert!((scores[2]["brier"].as_f64().expect("a number") - 0.04).abs() < 1e-9);
    assert_eq!(run(here.path(), &["ledger", "plot", "--svg", "c.svg"]).code, Some(0));
    assert!(fs::read_to_string(here.path().join("c.svg")).expect("a picture").starts_with("<svg"));
    fs::write(here.path().join("ledger.jsonl"), "{\"entry\": \"guess\"}\n").expect("room");
    let broken = run(here.path(), &["ledger", "list"]);
    assert!(broken.code == Some(1) && broken.stderr.contains("ledger.jsonl:1"), "{}", broken.stderr);
}

#[test]
fn a_rating_is_added_to_the_matrix_and_counts() {
    let matrix = "title = \"Why?\"\n[[hypothesis]]\nid = \"a\"\ntext = \"A\"\n[[hypothesis]]\nid = \"b\"\ntext = \"B\"\n\
                  [[evidence]]\nid = \"e\"\ntext = \"E\"\n";
    let here = folder(&[("m.toml", matrix)]);
    let rate = |value: &str| {
        run(
            here.path(),
            &[
                "hypotheses",
                "m.toml",
                "--rate",
                "e",
                "--hypothesis",
                "a",
                "--as",
                value,
                "--by",
                "ana",
                "--format",
                "json",
            ],
        )
    };
    let found = rate("II");
    assert_eq!(found.code, Some(0), "{}", found.stderr);
    let answer = json(&found);
    assert_eq!(answer["weighed"]["ranking"][0]["id"], "b");
    assert_eq!(answer["matrix"]["ratings"][0]["by"], "ana");
    assert_eq!(rate("XX").code, Some(1));
    let unknown =
        run(here.path(), &["hypotheses", "m.toml", "--rate", "f", "--hypothesis", "a", "--as", "C", "--by", "ana"]);
    assert_eq!(unknown.code, Some(1));
    let text = fs::read_to_string(here.path().join("m.toml")).expect("the matrix is there");
    assert_eq!(text.matches("[[rating]]").count(), 1, "what is refused is not written");
}

#[test]
fn precedents_count_what_followed() {
    let here = folder(&[("events.tsv", &table())]);
    let ask = [
        "precedents",
        "ARC",
        "BOR",
        "--events",
        "events.tsv",
        "--date",
        "2021-07-09",
        "--then",
        "19",
        "--format",
        "json",
    ];
    let answer = json(&run(here.path(), &ask));
    let rules = answer["rules"].as_array().expect("a list");
    let after_mobilising = rules.iter().find(|rule| rule["form"] == "repeated" && rule["lead"][0]["kind"] == "15");
    let followed = &after_mobilising.unwrap_or_else(|| panic!("{answer}"))["followed"][0];
    // Mobilised on days 50, 150, …, 450; each time the attack came ten days later. Day 550 is too late to tell.
    assert_eq!((&followed["rates"][1]["hits"], &followed["rates"][1]["cases"]), (&Value::from(5), &Value::from(5)));
    let newest = &after_mobilising.expect("it was there")["instances"][0]["records"][0];
    let cited = answer["citations"][newest.to_string()].as_str().unwrap_or_default();
    assert!(cited.starts_with("line "), "{newest} goes by `{cited}`");
    let outside = &answer["outside"][0];
    assert_eq!((&outside["act"]["kind"], &outside["by_actor"]["cases"]), (&Value::from("15"), &Value::from(902)));
    let page = run(here.path(), &ask[..ask.len() - 2]).stdout;
    assert!(page.contains("OUTSIDE VIEW"), "{page}");
    assert!(
        page.contains("In 5 of 5 cases in which A 15 (show of force) B, A 19 (fight) B followed within 30 days"),
        "{page}"
    );
    let unknown = run(here.path(), &["precedents", "ARK", "BOR", "--events", "events.tsv"]);
    assert!(unknown.code == Some(1) && unknown.stderr.contains("ARC"), "{}", unknown.stderr);
}

/// A folder with the problem, the table, and a store that the table went into.
fn desk() -> TempDir {
    let codes = table().replace("ARC", "FRA").replace("BOR", "MLI");
    let problem = PROBLEM.replace("ARC", "FRA").replace("BOR", "MLI").replace("events = [\"events.tsv\"]\n", "");
    let here = folder(&[("problem.toml", &problem), ("events.tsv", &codes)]);
    let found = run(here.path(), &["import", "--store", "desk.db", "events.tsv"]);
    assert_eq!(found.code, Some(0), "{}", found.stderr);
    here
}

#[test]
fn a_problem_is_weighed_against_a_store_as_against_its_table() {
    let here = desk();
    let ask = |source: &[&str]| {
        let found =
            run(here.path(), &[&["warn", "problem.toml", "--date", "2021-07-09", "--format", "json"], source].concat());
        assert_eq!(found.code, Some(0), "{}", found.stderr);
        json(&found)
    };
    let (of_store, of_table) = (ask(&["--store", "desk.db"]), ask(&["events.tsv"]));
    assert_eq!(of_store["now"]["probability"], of_table["now"]["probability"]);
    assert_eq!(of_store["precedents"]["rules"][0]["followed"], of_table["precedents"]["rules"][0]["followed"]);
    let cited = &of_store["now"]["indicators"][0]["citations"][0];
    assert!(cited["report"].as_str().is_some_and(|name| name.starts_with("events.tsv:")), "{cited}");
    assert!(cited["report_id"].is_string(), "{cited}");
}

#[cfg(unix)]
#[test]
fn a_store_remembers_what_a_watch_has_told() {
    let here = desk();
    let look = |date: &str, command: &str| {
        let args = ["watch", "problem.toml", "--store", "desk.db", "--once", "--date", date, "--command", command];
        run(here.path(), &args)
    };
    assert_eq!(look("2021-07-09", "exit 4").code, Some(1), "not delivered");
    let n_told = |date: &str| {
        let found = look(date, "cat > last.json");
        assert_eq!(found.code, Some(0), "{}", found.stderr);
        found.stdout.lines().filter(|line| line.contains("watch")).count()
    };
    assert_eq!(["2021-07-09", "2021-07-09", "2021-07-10"].map(n_told), [1, 0, 0]);
    // A problem that was changed is looked at again, though the store is as it was.
    let problem = fs::read_to_string(here.path().join("problem.toml")).expect("the problem is there");
    let higher = problem.replace("raise = 0.3", "raise = 0.6").replace("clear = 0.2", "clear = 0.5");
    fs::write(here.path().join("problem.toml"), higher).expect("room");
    assert_eq!(["2021-07-10", "2021-07-10"].map(n_told), [1, 0], "cleared, once");
    assert!(!here.path().join("problem.state.json").exists());
}

#[test]
fn the_ledger_and_the_matrices_lie_in_the_store() {
    let here = desk();
    let ask = |args: &[&str]| run(here.path(), &[args, &["--store", "desk.db"]].concat());
    let add = ["ledger", "add", "--statement", "It rains", "--probability", "0.8", "--source", "ana"];
    let dates = ["--issued-on", "2021-05-01", "--due", "2021-05-31"];
    let added = ask(&[&add[..], &dates].concat());
    assert_eq!(added.code, Some(0), "{}", added.stderr);
    let id = added.stdout.trim();
    assert_eq!(ask(&["ledger", "resolve", &id[..8], "yes", "--by", "ana", "--on", "2021-06-01"]).code, Some(0));
    let recorded = ask(&["warn", "problem.toml", "--date", "2021-07-09", "--record"]);
    assert!(recorded.stderr.contains("the odds are on the ledger"), "{}", recorded.stderr);
    assert_eq!(ask(&["ledger", "due", "--date", "2021-12-01"]).stdout.lines().count(), 1);
    assert_eq!(ask(&["ledger", "settle", "--problem", "problem.toml"]).code, Some(0));
    let scores = json(&ask(&["ledger", "score", "--format", "json"]));
    assert_eq!(scores[0]["came_true"]["hits"], 2, "{scores}");
    // Out as the lines of a file, and in again: nothing is new there, all is new in another.
    assert_eq!(ask(&["ledger", "export", "--out", "lines.jsonl"]).code, Some(0));
    assert!(ask(&["ledger", "import", "lines.jsonl"]).stderr.contains("0 of 4 entries are new"));
    let other = run(here.path(), &["ledger", "import", "lines.jsonl", "--ledger", "other.jsonl"]);
    assert!(other.stderr.contains("4 of 4 entries are new"), "{}", other.stderr);

    let matrix = "title = \"Why?\"\n[[hypothesis]]\nid = \"a\"\ntext = \"A\"\n[[hypothesis]]\nid = \"b\"\ntext = \"B\"\n\
                  [[evidence]]\nid = \"e\"\ntext = \"E\"\n";
    fs::write(here.path().join("m.toml"), matrix).expect("room");
    assert_eq!(ask(&["hypotheses", "m.toml", "--keep", "why"]).code, Some(0));
    assert_eq!(ask(&["hypotheses", "m.toml", "--keep", "why"]).code, Some(1), "the name is taken");
    let rate = |evidence: &str| {
        ask(&[
            "hypotheses",
            "why",
            "--rate",
            evidence,
            "--hypothesis",
            "a",
            "--as",
            "II",
            "--by",
            "ana",
            "--format",
            "json",
        ])
    };
    let rated = rate("e");
    assert_eq!(json(&rated)["weighed"]["ranking"][0]["id"], "b", "{}", rated.stderr);
    assert!(rate("f").stderr.contains("no evidence `f`"));
    assert_eq!(json(&ask(&["hypotheses", "why", "--format", "json"]))["matrix"]["ratings"][0]["by"], "ana");
    assert_eq!(ask(&["hypotheses"]).stdout, "why\n");
    assert!(ask(&["hypotheses", "whom"]).stderr.contains("it has why"));
}
