//! The commands on a store, asked of a server that has the same store: what they write is the same to the byte.

#![allow(missing_docs, clippy::unwrap_used, reason = "a test has no documentation, and may break off")]

#[path = "../../vigie-server/tests/house/mod.rs"]
mod house;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::thread;

use assert_cmd::Command;
use house::{Ask, House};
use serde_json::{Value, json};
use vigie_server::TlsFiles;

struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

/// A server, the token of an account that may judge, and the store that it has.
struct Desk {
    house: House,
    token: String,
    store: String,
}

impl Desk {
    fn with_reports(n: u64) -> Self {
        let house = House::with_reports(n);
        let token = token(&house, &house.administrator(), "judge");
        let store = house.folder.path().join("desk.db").display().to_string();
        Self { house, token, store }
    }

    fn address(&self) -> String {
        format!("http://{}", self.house.address)
    }

    /// Runs a command on the store, without a server.
    fn here(&self, args: &[&str]) -> Run {
        run(self.house.folder.path(), None, &[args, &["--store", &self.store]].concat())
    }

    /// Asks the server.
    fn there(&self, args: &[&str]) -> Run {
        run(self.house.folder.path(), Some(&self.token), &[args, &["--server", &self.address()]].concat())
    }
}

/// A token with a role.
fn token(house: &House, cookie: &str, role: &str) -> String {
    let body = json!({ "name": "laptop", "role": role, "days": 1 });
    let made = house.send(&Ask::post("/api/v1/tokens", &body).cookie(cookie).own());
    assert_eq!(made.status, 201, "{}", made.body);
    made.json()["token"].as_str().unwrap().to_owned()
}

fn run(folder: &Path, token: Option<&str>, args: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vigie"));
    for name in ["VIGIE_MODEL", "VIGIE_AUTHOR", "VIGIE_STORE", "VIGIE_SERVER", "VIGIE_TOKEN"] {
        command.env_remove(name);
    }
    command.env("USER", "bert").env("NO_COLOR", "1").current_dir(folder).args(args);
    if let Some(token) = token {
        command.env("VIGIE_TOKEN", token);
    }
    command.timeout(std::time::Duration::from_mins(1));
    let output = command.write_stdin("").output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program speaks UTF-8");
    Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

impl Run {
    /// What stands on stderr, however wide the terminal is.
    fn says(&self) -> String {
        self.stderr.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ")
    }
}

/// The ids of a list, as lines.
fn ids(run: &Run) -> Vec<String> {
    let id = |line: &str| {
        let line: Value = serde_json::from_str(line).expect("each line is JSON");
        line["id"].as_str().or(line["report"]["id"].as_str()).expect("it has an id").to_owned()
    };
    run.stdout.lines().map(id).collect()
}

/// A problem that the made-up reports say something of.
const PROBLEM: &str = r#"
name = "Force"
question = "Does Russia use force against Ukraine within 30 days?"
horizon_days = 30

[outcome]
[[outcome.event]]
types = "ASSAULT"
actor = "RUS"
recipient = "UKR"

[base_rate]
given = 0.05
because = "a guess"

[[indicator]]
name = "Troops are called up"
if_outcome = 0.9
if_not = 0.3
because = "a guess"
[[indicator.event]]
types = "MOBILIZE"
"#;

#[test]
fn a_server_and_its_store_give_the_same_bytes() {
    let desk = Desk::with_reports(60);
    let words = ["drills", "border OR troops", "\"the border\""];
    let mut asked: Vec<Vec<&str>> = words.iter().map(|words| vec!["search", words]).collect();
    let lists: [&[&str]; 14] = [
        &["search"],
        &["events"],
        &["claims"],
        &["forecasts"],
        &["stories", "--least", "1"],
        &["events", "--dyad", "RUS-UKR", "--since", "2021", "--until", "2022-12"],
        &["events", "--country", "Ukraine,BLR", "--status", "happened,denied"],
        &["events", "--words", "border", "--all-versions"],
        &["claims", "--kind", "report,denial", "--certainty", "likely"],
        &["forecasts", "--since", "2000-01-01"],
        &["events", "--count", "month"],
        &["events", "--count", "day", "--occurrences", "--country", "RUS"],
        &["events", "--from", "reports", "--limit", "7"],
        &["search", "--outlet", "a", "--all"],
    ];
    asked.extend(lists.iter().map(|list| list.to_vec()));
    let mut n_with_lines = 0;
    for (index, question) in asked.iter().enumerate() {
        for format in ["jsonl", if index % 2 == 0 { "table" } else { "csv" }] {
            let question = [question.as_slice(), &["--format", format]].concat();
            let (here, there) = (desk.here(&question), desk.there(&question));
            assert_eq!(here.stdout, there.stdout, "{question:?}: {}{}", here.stderr, there.stderr);
            assert_eq!((here.code, &here.stderr), (there.code, &there.stderr), "{question:?}");
            n_with_lines += usize::from(here.stdout.lines().count() > 1);
        }
    }
    assert!(n_with_lines > 20, "only {n_with_lines} of {} answers say anything", asked.len() * 2);
}

#[test]
fn what_is_weighed_at_a_server_is_what_its_store_comes_to() {
    struct Case<'a>(&'a [&'a str], &'a str);
    let desk = Desk::with_reports(60);
    let problem = desk.house.folder.path().join("problem.toml");
    std::fs::write(&problem, PROBLEM).unwrap();
    let file = problem.to_str().unwrap();
    for question in [
        &["warn", file][..],
        &["warn", file, "--cite", "--date", "2022-03-01"],
        &["warn", file, "--format", "json"],
        &["precedents", "Russia", "UKR"],
        &["precedents", "RUS", "UKR", "--window", "365", "--date", "2022-03-01"],
        &["precedents", "RUS", "UKR", "--window", "90", "--format", "json"],
    ] {
        let (here, there) = (desk.here(question), desk.there(question));
        assert_eq!(
            (here.code, &here.stdout),
            (Some(0), &there.stdout),
            "{question:?}: {}{}",
            here.stderr,
            there.stderr
        );
        assert!(here.stdout.len() > 200, "{question:?}: {}", here.stdout);
    }
    std::fs::write(desk.house.folder.path().join("broken.toml"), PROBLEM.replace("ASSAULT", "ASAULT")).unwrap();
    std::fs::write(desk.house.folder.path().join("misspelt.toml"), PROBLEM.replace("UKR", "UKX")).unwrap();
    for Case(question, says) in [
        Case(&["precedents", "RUS", "UKA"], "nobody in the events is called `UKA`"),
        Case(&["precedents", "RUS", "UKR", "--then", "ASSAULTS"], "no event is of the kind"),
        Case(&["precedents", "--rule", "14", "19"], "beside --rule"),
        Case(&["warn", file, file], "beside"),
        Case(&["warn", file, "--record"], "the file of a ledger"),
        Case(&["warn", "broken.toml"], "did you mean `ASSAULT`?"),
        Case(&["warn", "misspelt.toml"], "did you mean `UKR`?"),
    ] {
        let there = desk.there(question);
        assert!(there.code == Some(1) && there.stderr.contains(says), "{question:?}: {}", there.stderr);
    }
}

#[test]
fn reports_and_records_are_shown_as_they_are_here() {
    let desk = Desk::with_reports(30);
    let mut shown: Vec<String> = Vec::new();
    for list in ["search", "events", "claims", "forecasts"] {
        shown.extend(ids(&desk.here(&[list, "--format", "jsonl", "--limit", "3"])));
    }
    assert!(shown.len() > 8, "{shown:?}");
    let corrected = desk.here(&["tag", &shown[0], "odd"]);
    assert_eq!(corrected.code, Some(0), "{}", corrected.stderr);
    for id in &shown {
        for format in ["page", "jsonl"] {
            let question = ["show", &id[..20], "--cite", "--format", format];
            let (here, there) = (desk.here(&question), desk.there(&question));
            assert_eq!((here.code, &here.stdout), (Some(0), &there.stdout), "{id}: {}{}", here.stderr, there.stderr);
            assert_eq!(there.code, Some(0), "{}", there.stderr);
        }
    }
    assert!(desk.there(&["show", &shown[0]]).stdout.contains("tagged odd"));
    for missing in ["ffffffffffffffff", "gdelt:1", "no id"] {
        let (here, there) = (desk.here(&["show", missing]), desk.there(&["show", missing]));
        assert_eq!((here.code, here.stderr), (there.code, there.stderr), "{missing}");
    }
    let (here, there) = (desk.here(&["status", "--format", "jsonl"]), desk.there(&["status", "--format", "jsonl"]));
    let line = |run: &Run| serde_json::from_str::<Value>(&run.stdout).unwrap();
    let (mut here, there) = (line(&here), line(&there));
    assert_eq!(there["store"], desk.address(), "the server does not tell where its store lies");
    here["store"] = there["store"].clone();
    assert_eq!(here, there);
    assert!(desk.there(&["status"]).stdout.contains("30"));
}

#[test]
fn what_is_exported_at_a_server_is_what_its_store_exports() {
    let desk = Desk::with_reports(40);
    // A text in which characters and bytes differ, a correction of an event and a tag of a report.
    let story =
        house::made_up::reading_of(900, "Größe 🙂: the 🙂 army shelled the depot, the minister said.".to_owned());
    desk.house.store().put(&story, house::made_up::at()).unwrap();
    let event = ids(&desk.here(&["events", "--format", "jsonl", "--limit", "1"])).remove(0);
    for said in [&["correct", &event, "--status", "denied"][..], &["tag", &story.report.id.to_string(), "odd"]] {
        assert_eq!(desk.here(said).code, Some(0));
    }
    let mut n_lines = 0;
    for question in [
        &["--format", "jsonl"][..],
        &["--format", "jsonl", "--only", "events"],
        &["--format", "csv"],
        &["--format", "csv", "--only", "claims"],
        &["--format", "spreadsheet", "--only", "forecasts"],
        &["--format", "geojson"],
        &["--format", "polecat", "--country", "RUS,UKR"],
        &["--format", "gdelt"],
        &["--format", "csv", "--words", "depot"],
        &["--format", "csv", "--country", "TUV"],
    ] {
        let question = [&["export"][..], question].concat();
        let (here, there) = (desk.here(&question), desk.there(&question));
        assert_eq!(here.stdout, there.stdout, "{question:?}: {}{}", here.stderr, there.stderr);
        assert_eq!((here.code, &here.stderr), (there.code, &there.stderr), "{question:?}");
        n_lines += here.stdout.lines().count();
    }
    assert!(n_lines > 200, "only {n_lines} lines");
    assert!(desk.there(&["export", "--format", "jsonl"]).stdout.contains("\"tag\":\"odd\""));
    let nowhere = ["export", "--server", "http://127.0.0.1:9", "--format", "csv"];
    let away = run(desk.house.folder.path(), Some(&desk.token), &nowhere);
    assert_eq!((away.code, away.stdout.as_str()), (Some(1), ""), "no heading of a table that never comes");
    assert!(away.stderr.contains("no answer from http://127.0.0.1:9"), "{}", away.stderr);
}

#[test]
fn pages_fit_together_while_reports_come_in() {
    let desk = Desk::with_reports(40);
    let whole = ids(&desk.here(&["events", "--all", "--format", "jsonl"]));
    assert!(whole.len() > 15);
    let (mut walked, mut after) = (Vec::new(), None::<String>);
    for n in 100.. {
        let mut question = vec!["events", "--format", "jsonl", "--limit", "9"];
        if let Some(after) = &after {
            question.extend(["--after", after]);
        }
        let page = desk.there(&question);
        assert_eq!(page.code, Some(0), "{}", page.stderr);
        walked.extend(ids(&page));
        desk.house.store().put(&house::made_up::reading(n), house::made_up::at()).unwrap();
        let Some((_, next)) = page.stderr.split_once("--after ") else { break };
        after = next.split(',').take(3).collect::<Vec<_>>().join(",").split_whitespace().next().map(str::to_owned);
        after = after.map(|place| place.trim_end_matches(',').to_owned());
    }
    assert_eq!(walked, whole);
}

#[test]
fn people_judge_at_a_server_and_take_it_back() {
    let desk = Desk::with_reports(10);
    let event = ids(&desk.there(&["events", "--format", "jsonl", "--limit", "1"])).remove(0);
    let corrected =
        desk.there(&["correct", &event[..16], "--status", "denied", "--actor", "POL/GOV", "--because", "a test"]);
    assert_eq!(corrected.code, Some(0), "{}", corrected.stderr);
    assert!(corrected.stderr.starts_with("correction ") && corrected.stderr.contains("by ana"), "{}", corrected.stderr);
    let found = desk.here(&["events", "--actor", "POL/GOV", "--status", "denied", "--format", "jsonl"]);
    assert_eq!(ids(&found), [event.as_str()], "{}", found.stderr);
    for question in [&["tag", &event, "odd"][..], &["judge", &event, "--credibility", "3", "--note", "alone"]] {
        let said = desk.there(question);
        assert_eq!(said.code, Some(0), "{}", said.stderr);
    }
    let shown = desk.here(&["show", &event]).stdout;
    for said in ["corrected to status denied, actor POL/GOV: a test", "tagged odd", "judged information 3: alone"] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    let remark = corrected.stderr.split_whitespace().nth(1).unwrap();
    let undone = desk.there(&["undo", remark]);
    assert_eq!(undone.code, Some(0), "{}", undone.stderr);
    assert_eq!(desk.here(&["events", "--actor", "POL/GOV", "--status", "denied"]).code, Some(1));
    let kept = desk.there(&["undo", &event]);
    assert!(kept.code == Some(1) && kept.says().contains("was not added by hand"), "{}", kept.stderr);
    let wrong = desk.there(&["judge", &event, "--resolution", "came-true"]);
    assert!(wrong.code == Some(1) && wrong.says().contains("only forecasts"), "{}", wrong.stderr);
}

#[test]
fn reports_are_sent_and_records_added_to_them() {
    let desk = Desk::with_reports(0);
    let folder = desk.house.folder.path().join("in");
    fs::create_dir(&folder).unwrap();
    let story =
        "title: Größe 🙂\noutlet: Example Wire\npublished_at: 2022-06-01\n\nThe 🙂 army shelled the depot on Monday.\n";
    fs::write(folder.join("story.txt"), story).unwrap();
    fs::write(folder.join("undated.txt"), "Troops left the town at dawn, and nobody knows why.\n").unwrap();
    fs::write(folder.join("empty.txt"), "  \n").unwrap();
    let added = desk.there(&["add", "in", "missing.txt", "--date", "2022-06-02"]);
    assert!(added.stderr.contains("2 reports added, 0 newer versions, 0 there already, 2 skipped"), "{}", added.stderr);
    assert_eq!(added.code, Some(1), "two inputs were skipped");
    let again = desk.there(&["add", "in/story.txt"]);
    assert!(again.code == Some(0) && again.stderr.contains("1 there already"), "{}", again.stderr);

    let found = desk.here(&["search", "--format", "jsonl"]);
    let lines: Vec<Value> = found.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let heads: Vec<_> =
        lines.iter().map(|line| (&line["report"]["published_at"], &line["report"]["source_file"])).collect();
    let day = |day: &str, file: &str| (json!(day), json!(file));
    let wanted = [day("2022-06-02", "undated.txt"), day("2022-06-01", "story.txt")];
    assert_eq!(heads, wanted.iter().map(|(day, file)| (day, file)).collect::<Vec<_>>());

    let report = lines[1]["report"]["id"].as_str().unwrap();
    let said = ["shelled the depot", "--type", "ASSAULT", "--actor", "RUS/MIL", "--recipient", "UKR"];
    let made = desk.there(&[&["record", "event", &report[..12]][..], &said].concat());
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    assert!(made.stderr.contains("by ana"), "{}", made.stderr);
    let id = made.stdout.trim();
    let listed = desk.here(&["events", "--actor", "RUS/MIL", "--format", "jsonl"]);
    assert_eq!(ids(&listed), [id], "{}", listed.stderr);
    let line: Value = serde_json::from_str(listed.stdout.trim()).unwrap();
    let span: Vec<usize> = serde_json::from_value(line["action"]["spans"][0].clone()).unwrap();
    let text = desk.here(&["show", report, "--format", "jsonl"]).stdout;
    let text = serde_json::from_str::<Value>(&text).unwrap()["report"]["text"].as_str().unwrap().to_owned();
    let words: String = text.chars().skip(span[0]).take(span[1] - span[0]).collect();
    assert_eq!(words, "shelled the depot", "the face before them is two units there and one character here");
    for said in [
        &["record", "claim", report, "the depot", "--source", "Ana", "--certainty", "likely"][..],
        &["record", "forecast", report, "the depot", "--end", "2022-07-01"],
    ] {
        let made = desk.there(said);
        assert_eq!(made.code, Some(0), "{}", made.stderr);
    }
    let undone = desk.there(&["undo", id]);
    assert!(undone.code == Some(0) && undone.stderr.contains("taken back by ana"), "{}", undone.stderr);
    assert_eq!(desk.here(&["events", "--actor", "RUS/MIL"]).code, Some(1));
}

#[test]
fn a_report_is_sent_again_to_a_server_that_is_busy() {
    // `add` gave up at the first `busy`, and left all later reports unsent.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let busy = json!({ "type": "urn:vigie:problem:busy", "title": "Busy", "status": 503, "detail": "try again", "code": "busy" });
    let kept = json!({ "id": "0".repeat(64), "outcome": "added", "n_events": 0, "n_claims": 0, "n_forecasts": 0 });
    let server = thread::spawn(move || {
        [("503 Busy", &busy), ("503 Busy", &busy), ("201 Created", &kept)].map(|(status, body)| {
            let mut asked = BufReader::new(listener.accept().unwrap().0);
            let (mut line, mut length) = (String::new(), 0);
            while line != "\r\n" {
                line.clear();
                asked.read_line(&mut line).unwrap();
                if let Some(n) = line.to_lowercase().strip_prefix("content-length:") {
                    length = n.trim().parse().unwrap();
                }
            }
            let mut sent = vec![0; length];
            asked.read_exact(&mut sent).unwrap();
            let body = body.to_string();
            let head = format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
            write!(asked.get_mut(), "{head}{body}").unwrap();
            serde_json::from_slice::<Value>(&sent).unwrap()["text"].clone()
        })
    });
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("report.txt"), "Troops left the town at dawn.\n").unwrap();
    let added = run(folder.path(), Some("token"), &["add", "report.txt", "--server", &address]);
    assert!(added.code == Some(0) && added.stderr.contains("1 reports added"), "{}", added.stderr);
    let texts = server.join().unwrap();
    assert!(texts.iter().all(|text| text.as_str().is_some_and(|text| text.contains("Troops left"))), "{texts:?}");
}

#[test]
fn who_may_not_is_told_why() {
    struct Case<'c> {
        token: Option<&'c str>,
        args: &'c [&'c str],
        says: &'c [&'c str],
    }
    let desk = Desk::with_reports(3);
    let cookie = desk.house.log_in("ana", house::PASSWORD).cookie().unwrap();
    let reader = token(&desk.house, &cookie, "read");
    let folder = desk.house.folder.path();
    let (address, store) = (desk.address(), desk.store.as_str());
    let event = ids(&desk.there(&["events", "--format", "jsonl", "--limit", "1"])).remove(0);
    let cases = [
        Case { token: None, args: &["events", "--server", &address], says: &["not-logged-in", "VIGIE_TOKEN"] },
        Case { token: Some("wrong"), args: &["events", "--server", &address], says: &["not-logged-in", "has ended"] },
        Case { token: Some("two words"), args: &["events", "--server", &address], says: &["VIGIE_TOKEN is no token"] },
        Case {
            token: Some(&reader),
            args: &["tag", &event, "odd", "--server", &address],
            says: &["forbidden", "right to judge"],
        },
        Case { token: Some(&reader), args: &["add", store, "--server", &address], says: &["forbidden"] },
        Case {
            token: None,
            args: &["events", "--server", "http://127.0.0.1:1"],
            says: &["no answer from http://127.0.0.1:1"],
        },
        Case {
            token: None,
            args: &["events", "--server", "http://desk.example.org"],
            says: &["plain HTTP", "--plain-http"],
        },
        Case { token: None, args: &["events", "--server", "desk.example.org"], says: &["no address of a server"] },
        Case {
            token: None,
            args: &["events", "--server", &address, "--token-file", "none"],
            says: &["`none` cannot be read"],
        },
        Case { token: None, args: &["events", "--server", &address, "--ca", store], says: &["no certificate in it"] },
        Case { token: None, args: &["events", "--server", &address, "--country", "Nowhere"], says: &["--country"] },
    ];
    fs::write(folder.join("report.txt"), "Troops left the town at dawn.\n").unwrap();
    for Case { token, args, says } in cases {
        let args: Vec<&str> =
            args.iter().map(|arg| if *arg == store && args[0] == "add" { "report.txt" } else { arg }).collect();
        let told = run(folder, token, &args);
        let stderr = told.says();
        assert_eq!((told.code, told.stdout.as_str()), (Some(1), ""), "{args:?}: {stderr}");
        for words in says {
            assert!(stderr.contains(words), "{args:?} does not say `{words}`: {stderr}");
        }
        assert!(!token.is_some_and(|token| stderr.contains(token)), "a token is nowhere shown: {stderr}");
    }
    fs::write(folder.join("token"), format!("{reader}\n")).unwrap();
    let by_file = run(folder, Some("wrong"), &["events", "--server", &address, "--token-file", "token"]);
    assert_eq!(by_file.code, Some(0), "{}", by_file.stderr);
    let Desk { house, token, .. } = desk;
    drop(house);
    let gone = std::env::temp_dir();
    let told = run(&gone, Some(&token), &["status", "--server", &address]);
    assert!(told.code == Some(1) && told.says().contains("no answer"), "{}", told.stderr);
}

#[test]
fn certificates_are_checked_against_the_authority_that_is_named() {
    let files: PathBuf = [env!("CARGO_MANIFEST_DIR"), "../vigie-server/tests/tls"].iter().collect();
    let pem = |name: &str| files.join(name);
    let house = House::start(3, |settings| {
        settings.tls = Some(TlsFiles { certificate: pem("localhost.pem"), key: pem("localhost.key") });
    });
    let folder = house.folder.path().to_owned();
    let address = format!("https://localhost:{}", house.address.port());
    let untrusted = run(&folder, None, &["status", "--server", &address]);
    assert!(
        untrusted.code == Some(1) && untrusted.says().contains("cannot show that it is the one"),
        "{}",
        untrusted.stderr
    );
    assert!(untrusted.says().contains("--ca"), "{}", untrusted.stderr);
    let authority = pem("localhost.pem").display().to_string();
    let trusted = run(&folder, None, &["status", "--server", &address, "--ca", &authority]);
    assert!(trusted.code == Some(1) && trusted.stderr.contains("not-logged-in"), "{}", trusted.stderr);
}
