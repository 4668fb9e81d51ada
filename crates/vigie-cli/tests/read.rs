//! Whole runs of `vigie read` and of the commands that answer questions, with the model in the program.
#![cfg(feature = "embedded-model")]

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

const STORY: &str = "title: Drills near the border\noutlet: Example Wire\npublished_at: 2022-06-01\n\n“Größe” is no word of \
                     ours.\n\nRussian troops shelled the city of Kharkiv on Monday, Ukraine's defence ministry said. Belarus will \
                     hold drills near its southern border next week.\n";

struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Run {
    fn lines(&self) -> Vec<Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
    }
}

fn run(folder: &Path, args: &[&str], stdin: &[u8]) -> Run {
    let mut command = Command::cargo_bin("vigie").expect("the program is built");
    command.env_remove("VIGIE_MODEL").env("NO_COLOR", "1").current_dir(folder).args(args);
    let output = command.write_stdin(stdin).output().expect("the program runs");
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

/// What the report of a line says at a range of characters.
fn said(line: &Value, range: &Value) -> String {
    let at = |index: usize| usize::try_from(range[index].as_u64().expect("a place")).expect("a place");
    let text = line["report"]["text"].as_str().expect("a report has its text");
    text.chars().skip(at(0)).take(at(1) - at(0)).collect()
}

#[test]
fn a_report_becomes_records_with_ranges_in_characters() {
    let here = folder(&[("story.txt", STORY)]);
    let found = run(here.path(), &["read", "--format", "jsonl", "story.txt"], b"");
    assert_eq!(found.code, Some(0), "{}", found.stderr);
    let lines = found.lines();
    let line = &lines[0];
    assert_eq!((lines.len(), &line["id"]), (1, &Value::from("story.txt")));
    assert_eq!(line["report"]["title"], "Drills near the border");
    assert_eq!(line["report"]["published_at"], "2022-06-01");
    assert_eq!(line["schema_version"], 1);
    for key in ["events", "claims", "forecasts", "notes", "sentences"] {
        assert!(line[key].is_array(), "{key}");
    }
    let event = line["events"].as_array().expect("a list").iter().find(|event| event["event_type"] == "ASSAULT");
    let event = event.unwrap_or_else(|| panic!("the shelling is found: {}", found.stdout));
    assert_eq!(said(line, &event["action"]["spans"][0]), "shelled");
    assert!(said(line, &event["spans"][0]).starts_with("Russian troops"), "{event}");
}

#[test]
fn an_event_has_the_day_of_its_own_clause() {
    let text = "Dylann Roof was accused on Monday of killing nine people in June 2015. The senator was criticised for noting that \
                the rules had been used since 2004.";
    let here = folder(&[("story.txt", text)]);
    let read = run(here.path(), &["read", "--format", "jsonl", "--date", "2016-04-28", "story.txt"], b"");
    let lines = read.lines();
    let events = lines[0]["events"].as_array().unwrap();
    let began = |lemma: &str| {
        let event = events.iter().find(|event| event["action"]["lemma"] == lemma);
        event.unwrap_or_else(|| panic!("no `{lemma}`: {}", read.stdout))["event_date"]["start"].clone()
    };
    assert_eq!(began("accuse"), "2016-04-25");
    assert_eq!(began("kill"), "2015-06-01");
    assert_eq!(began("criticise"), "2016-04-28");
}

#[test]
fn a_dump_is_read_line_by_line_in_order_and_what_is_bad_is_named() {
    let dump = "{\"id\": \"a\", \"text\": \"Guards left.\"}\nnot json\n\n{\"id\": 4, \"text\": \"\"}\n{\"id\": 5, \
                \"text\": \"Drills began.\", \"published_at\": \"June 1st\"}\n{\"id\": \"m\", \"text\": \"Menu\\nSign in\\nSubscribe\"}\n{\"text\": \"Police left.\"}\n";
    let here = folder(&[("dump.jsonl", dump)]);
    let mut first = None;
    for jobs in ["1", "5"] {
        let found =
            run(here.path(), &["read", "--format", "jsonl", "--jobs", jobs, "--date", "2022-05-05", "dump.jsonl"], b"");
        assert_eq!(found.code, Some(1));
        let ids: Vec<String> = found.lines().iter().map(|line| line["id"].to_string()).collect();
        assert_eq!(ids, ["\"a\"", "5", "\"dump.jsonl:7\""]);
        let lines = found.lines();
        assert_eq!(lines[0]["report"]["published_at"], "2022-05-05");
        assert!(lines[1]["report"].get("published_at").is_none(), "a wrong date is not made good by another");
        assert_eq!(lines[1]["notes"][0]["kind"], "wrong-date");
        for said in [
            "skipped: dump.jsonl:2: this is no JSON",
            "skipped: dump.jsonl:4: the report is empty",
            "note: dump.jsonl:5: published_at: `June 1st` is no date",
            "skipped: dump.jsonl:6: there is no report here, only page furniture",
            "3 of the inputs were skipped",
        ] {
            assert!(found.stderr.contains(said), "{said}: {}", found.stderr);
        }
        assert_eq!(*first.get_or_insert(found.stdout.clone()), found.stdout, "{jobs} jobs change nothing");
    }
}

#[test]
fn every_form_is_written() {
    let here = folder(&[("a.txt", STORY), ("b.txt", "Guards left.")]);
    let json = run(here.path(), &["read", "--format", "json", "a.txt", "b.txt"], b"");
    let list: Value = serde_json::from_str(&json.stdout).expect("the whole is one array");
    assert_eq!(list.as_array().map(Vec::len), Some(2));
    let none = run(here.path(), &["read", "--format", "json"], b"");
    assert_eq!((none.code, none.stdout.as_str()), (Some(1), "[]\n"), "{}", none.stderr);
    let csv = run(here.path(), &["read", "--format", "csv", "."], b"");
    assert!(
        csv.stdout.starts_with("report,report_id,published_at,outlet,id,sentence,spans,event_type,"),
        "{}",
        csv.stdout
    );
    assert!(csv.stdout.contains("\r\na.txt,"), "{}", csv.stdout);
    let claims = run(here.path(), &["read", "--format", "csv", "--only", "claims", "b.txt"], b"");
    assert!(claims.stdout.contains(",source,") && claims.stdout.lines().count() == 1, "{}", claims.stdout);
    let only = run(here.path(), &["read", "--format", "jsonl", "--only", "events", "a.txt"], b"");
    assert!(only.lines()[0].get("claims").is_none());
}

#[test]
fn pages_and_packed_files_are_read() {
    let paragraph = "<p>Russian troops shelled the city of Kharkiv on Monday, the ministry of defence in Kyiv said in a long \
                     statement that it gave to reporters.</p>";
    let page = format!(
        "<!doctype html><html><head><title>Shells fall</title><meta property=\"og:site_name\" content=\"Example Wire\">\
         <meta property=\"article:published_time\" content=\"2022-06-01T09:30:00Z\"></head><body><nav>Menu</nav><article>{}\
         </article></body></html>",
        paragraph.repeat(4)
    );
    let here = folder(&[("story.html", &page)]);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, page.as_bytes()).expect("a vector takes whatever comes");
    let packed = packed.finish().expect("a vector takes whatever comes");
    fs::write(here.path().join("story.html.gz"), packed).expect("there is room for a file");
    fs::write(here.path().join("empty.html"), "<html><body></body></html>").expect("there is room for a file");
    let found = run(here.path(), &["read", "--format", "jsonl", "."], b"");
    assert_eq!(found.code, Some(1), "{}", found.stderr);
    assert!(found.stderr.contains("empty.html: no article is found in this page"), "{}", found.stderr);
    let lines = found.lines();
    let ids: Vec<&str> = lines.iter().filter_map(|line| line["id"].as_str()).collect();
    assert_eq!(ids, ["story.html", "story.html.gz"]);
    assert_eq!(lines[0]["report"]["title"], "Shells fall");
    assert_eq!(lines[0]["report"]["outlet"], "Example Wire");
    assert_eq!(lines[0]["report"]["published_at"], "2022-06-01T09:30:00Z");
    assert_eq!(lines[0]["events"], lines[1]["events"]);
    let sniffed = run(here.path(), &["read", "--format", "jsonl", "-"], page.as_bytes());
    assert_eq!(sniffed.lines()[0]["report"]["title"], "Shells fall", "{}", sniffed.stderr);
}

#[test]
fn the_brief_is_for_people() {
    let here = folder(&[("story.txt", STORY)]);
    let found = run(here.path(), &["read", "--cite", "story.txt"], b"");
    assert_eq!(found.code, Some(0), "{}", found.stderr);
    assert!(
        found.stdout.starts_with("Drills near the border\nExample Wire · 2022-06-01 · story.txt · 3 sentences\n"),
        "{}",
        found.stdout
    );
    assert!(found.stdout.contains("What happened"), "{}", found.stdout);
    assert!(found.stdout.contains("[2]"), "{}", found.stdout);
    assert!(found.stdout.contains("> Russian troops shelled"), "{}", found.stdout);
    assert!(!found.stdout.contains('\u{1b}'), "no colour where nobody sees it");
    assert!(found.stdout.lines().all(|line| line.chars().count() <= 100), "{}", found.stdout);
}

#[test]
fn a_record_is_explained() {
    let here = folder(&[("story.txt", STORY)]);
    let lines = run(here.path(), &["read", "--format", "jsonl", "story.txt"], b"").lines();
    let id = lines[0]["events"][0]["id"].as_str().expect("an event has an id").to_owned();
    let found = run(here.path(), &["read", "--explain", &id[..12], "story.txt"], b"");
    assert_eq!(found.code, Some(0), "{}", found.stderr);
    assert!(found.stdout.starts_with(&format!("event {id}\n")), "{}", found.stdout);
    for said in ["  sentence", "  action", "  status", "  read by"] {
        assert!(found.stdout.contains(said), "{said}\n{}", found.stdout);
    }
    let none = run(here.path(), &["read", "--explain", "zzz", "story.txt"], b"");
    assert_eq!(none.code, Some(1));
    assert!(none.stderr.contains("no record begins with `zzz`"), "{}", none.stderr);
}

#[test]
fn a_users_broken_table_is_named_with_its_line() {
    let here = folder(&[("people.tsv", "name\tcountry\tsector\nA\tB\tC\tD\n"), ("peple.tsv", "name\n")]);
    let found = run(here.path(), &["actor", "--knowledge", "."], b"{\"id\": 1, \"phrase\": \"x\"}");
    assert_eq!(found.code, Some(1));
    let message = found.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(message.contains("people.tsv, line 2: 4 cells under 3 columns"), "{message}");
    assert!(message.contains("nothing asks for a table `peple.tsv`"), "{message}");
}

#[test]
fn questions_are_answered_in_order_and_bad_ones_named() {
    let here = folder(&[]);
    let when = "{\"id\": 1, \"text\": \"Größe: talks begin on June 5.\", \"published_at\": \"2022-06-01\"}\nno\n{\"id\": 2, \"text\": \"\"}\n";
    let found = run(here.path(), &["when"], when.as_bytes());
    assert_eq!(found.code, Some(1));
    assert!(found.stderr.contains("skipped: standard input:2: this is no JSON"), "{}", found.stderr);
    let lines = found.lines();
    assert_eq!((&lines[0]["id"], &lines[1]["id"]), (&1.into(), &2.into()));
    let expression = &lines[0]["expressions"][0];
    assert_eq!((&expression["start"], &expression["timex3_value"]), (&"2022-06-05".into(), &"2022-06-05".into()));
    assert_eq!((&expression["span"][0], &expression["timex3_type"]), (&22.into(), &"DATE".into()), "{expression}");

    let place = run(
        here.path(),
        &["where"],
        "{\"id\": \"x\", \"text\": \"«Größe» reached Kharkiv.\", \"span\": [16, 23]}".as_bytes(),
    );
    assert_eq!(place.lines()[0]["country"], "UKR", "{}", place.stdout);
    let undated = run(here.path(), &["when"], b"{\"id\": 1, \"text\": \"Talks begin.\", \"published_at\": \"June\"}");
    assert_eq!((undated.code, undated.lines().len()), (Some(1), 1));
    assert!(undated.stderr.contains("note: standard input:1: published_at: `June` is no date"), "{}", undated.stderr);
    let outside = run(here.path(), &["where"], b"{\"id\": \"x\", \"text\": \"Kyiv\", \"span\": [2, 9]}");
    assert!(outside.stderr.contains("`span` [2, 9] does not lie in the text"), "{}", outside.stderr);
    let lacks = run(here.path(), &["where"], b"{\"id\": \"x\", \"text\": \"Kyiv\"}");
    assert!(lacks.stderr.contains("missing field `span`"), "{}", lacks.stderr);
}

#[test]
fn a_marked_pair_is_answered() {
    let here = folder(&[]);
    let question = "{\"id\": \"p\", \"text\": \"Russia invaded Ukraine.\", \"source\": [0, 6], \"target\": [15, 22]}";
    let found = run(here.path(), &["code", "--format", "jsonl"], question.as_bytes());
    assert_eq!(found.code, Some(0), "{}", found.stderr);
    let line = &found.lines()[0];
    assert_eq!(line["id"], "p");
    for key in ["event", "mode", "status", "confidence"] {
        assert!(line.get(key).is_some(), "{key}");
    }
}

#[test]
fn a_phrase_is_resolved() {
    let here = folder(&[]);
    let question = "{\"id\": 1, \"phrase\": \"Ukrainian soldiers\", \"context\": \"\", \"date\": \"2022-06-01\"}";
    let found = run(here.path(), &["actor"], question.as_bytes());
    assert_eq!(found.code, Some(0), "{}", found.stderr);
    assert_eq!((&found.lines()[0]["country"], &found.lines()[0]["sector"]), (&"UKR".into(), &"MIL".into()));
}
