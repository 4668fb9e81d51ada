//! Whole runs of the commands on a store, with the model in the program.
#![cfg(feature = "embedded-model")]

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

const STORY: &str = "title: Drills near the border\noutlet: Example Wire\npublished_at: 2022-06-01\n\nRussian troops shelled the city of \
                     Kharkiv on Monday, Ukraine's defence ministry said. Belarus will hold drills near its southern border next \
                     week.\n";

const COPY: &str = "title: Border drills\noutlet: Another Paper\npublished_at: 2022-06-01\n\nThis story was sent by an agency. Russian troops \
                    shelled the city of Kharkiv on Monday, Ukraine's defence ministry said. Belarus will hold drills near its \
                    southern border next week.\n";

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

fn run(folder: &Path, args: &[&str]) -> Run {
    let mut command = Command::cargo_bin("vigie").expect("the program is built");
    command.env_remove("VIGIE_MODEL").env_remove("VIGIE_AUTHOR").env("USER", "ana").env("NO_COLOR", "1");
    command.env("VIGIE_STORE", "desk.db").current_dir(folder).args(args);
    let output = command.write_stdin("").output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program speaks UTF-8");
    Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    for (name, text) in [("story.txt", STORY), ("copy.txt", COPY)] {
        fs::write(folder.path().join(name), text).expect("there is room for a file");
    }
    folder
}

#[test]
fn reports_are_added_once_found_and_shown() {
    let folder = folder();
    let folder = folder.path();
    let added = run(folder, &["add", "story.txt", "copy.txt"]);
    assert_eq!(added.code, Some(0), "{}", added.stderr);
    assert!(added.stderr.contains("2 reports added"), "{}", added.stderr);
    let again = run(folder, &["add", "story.txt", "copy.txt", "missing.txt"]);
    assert!(again.stderr.contains("0 reports added") && again.stderr.contains("2 there already"), "{}", again.stderr);
    assert_eq!(again.code, Some(1), "an input is not there");

    let found = run(folder, &["search", "\"southern border\"", "drill*", "--format", "jsonl"]);
    assert_eq!((found.code, found.lines().len()), (Some(0), 2), "{}", found.stderr);
    let hit = &found.lines()[0];
    assert!(hit["sentence"]["text"].as_str().unwrap().starts_with("Belarus will hold drills"), "{hit}");
    assert!(hit["sentence"]["hits"].as_array().unwrap().len() >= 2, "{hit}");
    assert_eq!(hit["report"]["n_in_story"], 2, "one is a copy of the other");
    let page = run(folder, &["search", "border", "--country", "BLR", "--limit", "1"]);
    assert!(page.stdout.contains("‹border›") && page.stderr.contains("--after"), "{}{}", page.stdout, page.stderr);
    assert_eq!(run(folder, &["search", "helicopter"]).code, Some(1), "nothing was found");

    let id = hit["report"]["id"].as_str().unwrap().to_owned();
    let shown = run(folder, &["show", &id[..12]]);
    assert!(shown.stdout.contains("What happened") && shown.stdout.contains("Kharkiv"), "{}", shown.stdout);
    let stories = run(folder, &["stories", "--format", "csv"]);
    assert_eq!(stories.stdout.lines().count(), 2, "{}", stories.stdout);
    let status = run(folder, &["status", "--format", "jsonl"]);
    assert_eq!(
        (&status.lines()[0]["n_reports"], &status.lines()[0]["n_stories"]),
        (&2.into(), &1.into()),
        "{}",
        status.stdout
    );
}

#[test]
fn people_correct_and_take_back_and_nothing_is_lost() {
    let folder = folder();
    let folder = folder.path();
    run(folder, &["add", "story.txt"]);
    let events = run(folder, &["events", "--dyad", "RUS:UKR", "--type", "ASSAULT", "--format", "jsonl"]);
    assert_eq!(events.lines().len(), 1, "{}{}", events.stdout, events.stderr);
    let id = events.lines()[0]["id"].as_str().unwrap().to_owned();
    let corrected = run(folder, &["correct", &id[..16], "--status", "denied", "--because", "a test"]);
    assert!(corrected.stderr.contains("by ana"), "{}", corrected.stderr);
    let denied = run(folder, &["events", "--status", "denied"]);
    assert!(denied.stdout.contains("denied") && denied.stdout.contains("corrected"), "{}", denied.stdout);
    let exported = run(folder, &["export", "--format", "csv", "--status", "denied"]);
    assert!(exported.stdout.contains(",denied,"), "{}", exported.stdout);
    let unknown = run(folder, &["correct", &id, "--type", "INVASION"]);
    assert!(unknown.code == Some(1) && unknown.stderr.contains("ASSAULT"), "{}", unknown.stderr);
    assert_eq!(run(folder, &["correct", &id, "--type", "ASSAULT", "--mode", "invade"]).code, Some(1));
    assert_eq!(run(folder, &["tag", &id, "shelling"]).code, Some(0));
    assert_eq!(run(folder, &["events", "--tag", "shelling", "--format", "jsonl"]).lines().len(), 1);
    let wrong = run(folder, &["judge", &id, "--resolution", "came-true"]);
    assert!(wrong.code == Some(1) && wrong.stderr.contains("only forecasts"), "{}", wrong.stderr);
    let shown = run(folder, &["show", &id]).stdout;
    assert!(shown.contains("corrected to status denied: a test") && shown.contains("tagged shelling"), "{shown}");
    let remark = corrected.stderr.split_whitespace().nth(1).unwrap().to_owned();
    assert_eq!(run(folder, &["undo", &remark]).code, Some(0));
    assert_eq!(run(folder, &["events", "--status", "denied"]).code, Some(1), "nothing is denied any more");

    assert_eq!(run(folder, &["backup", "copy.db"]).code, Some(0));
    fs::write(folder.join("desk.db"), "this was a store").unwrap();
    let broken = run(folder, &["check"]);
    assert!(broken.code == Some(1) && broken.stderr.contains("no store of Vigie"), "{}", broken.stderr);
    let restored = run(folder, &["restore", "copy.db"]);
    assert_eq!(restored.code, Some(0), "{}", restored.stderr);
    let checked = run(folder, &["check"]);
    assert!(checked.code == Some(0) && checked.stderr.contains("is sound: 1 reports"), "{}", checked.stderr);
}

#[test]
fn what_people_said_goes_along_with_an_export() {
    let folder = folder();
    let folder = folder.path();
    run(folder, &["add", "story.txt"]);
    let events = run(folder, &["events", "--dyad", "RUS:UKR", "--type", "ASSAULT", "--format", "jsonl"]);
    let id = events.lines()[0]["id"].as_str().unwrap().to_owned();
    let said = |args: &[&str]| run(folder, args).stderr.split_whitespace().nth(1).unwrap().to_owned();
    said(&["correct", &id, "--status", "denied", "--because", "a test"]);
    let undone = said(&["tag", &id, "shelling"]);
    assert_eq!(run(folder, &["undo", &undone]).code, Some(0));
    let whole = run(folder, &["export", "--format", "jsonl", "--output", "desk.jsonl"]);
    assert_eq!(whole.code, Some(0), "{}", whole.stderr);
    let lines = fs::read_to_string(folder.join("desk.jsonl")).unwrap();
    assert_eq!(lines.matches("\"record\":\"remark\"").count(), 3, "{lines}");

    let elsewhere = |args: &[&str]| run(folder, &[args, &["--store", "other.db"]].concat());
    let brought = elsewhere(&["import", "desk.jsonl"]);
    assert!(brought.code == Some(0) && brought.stderr.contains("4 rows added"), "{}", brought.stderr);
    let denied = elsewhere(&["events", "--status", "denied", "--format", "jsonl"]);
    assert_eq!(denied.lines()[0]["id"], *id, "{}{}", denied.stdout, denied.stderr);
    assert_eq!(elsewhere(&["events", "--tag", "shelling"]).code, Some(1), "it was taken back");
    let shown = elsewhere(&["show", &id]).stdout;
    assert!(shown.contains("corrected to status denied: a test"), "{shown}");
    assert_eq!(elsewhere(&["check"]).code, Some(0));
    assert_eq!(elsewhere(&["stories", "--least", "1"]).code, Some(0), "reports that came along are grouped");

    // Said twice it stands once; of a record that is not there nothing can be said.
    fs::write(folder.join("again.jsonl"), format!("{lines}\n")).unwrap();
    let again = elsewhere(&["import", "again.jsonl"]);
    assert!(again.code == Some(0) && again.stderr.contains("0 rows added"), "{}", again.stderr);
    let remarks: Vec<&str> = lines.lines().filter(|line| line.contains("\"record\":\"remark\"")).collect();
    fs::write(folder.join("remarks.jsonl"), remarks.join("\n")).unwrap();
    let lost = run(folder, &["import", "remarks.jsonl", "--store", "empty.db"]);
    assert!(
        lost.code == Some(1) && lost.stderr.contains("remarks.jsonl:1") && lost.stderr.contains(&id),
        "{}",
        lost.stderr
    );
    let other = run(folder, &["export", "--format", "jsonl", "--type", "SANCTION"]);
    assert!(!other.stdout.contains("\"remark\""), "{}", other.stdout);
}

#[test]
fn records_are_added_by_hand_and_taken_back() {
    let folder = folder();
    let folder = folder.path();
    run(folder, &["add", "story.txt"]);
    let report = run(folder, &["search", "drills", "--format", "jsonl"]).lines()[0]["report"]["id"].clone();
    let report = &report.as_str().unwrap()[..16];
    let record = |args: &[&str]| run(folder, &[&["record"], args].concat());
    let added = record(&[
        "event",
        report,
        "hold  drills",
        "--type",
        "mobilize",
        "--status",
        "planned",
        "--actor",
        "BLR/MIL",
        "--start",
        "2022-06-08",
    ]);
    assert_eq!(added.code, Some(0), "{}", added.stderr);
    let id = added.stdout.trim();
    let listed = || run(folder, &["events", "--actor", "BLR/MIL", "--type", "MOBILIZE", "--format", "jsonl"]).lines();
    assert!(listed().iter().any(|event| event["id"] == id), "it is found like any other");
    let claim =
        record(&["claim", report, "drills near its southern border", "--source", "Minsk", "--certainty", "likely"]);
    assert_eq!(claim.code, Some(0), "{}", claim.stderr);
    let claim = claim.stdout.trim();
    let forecast =
        record(&["forecast", report, "drills near its southern border", "--claim", claim, "--end", "2022-06-14"]);
    assert_eq!(forecast.code, Some(0), "{}", forecast.stderr);
    let due = run(folder, &["forecasts", "--format", "jsonl"]).lines();
    assert!(due.iter().any(|row| row["id"] == forecast.stdout.trim()), "{due:?}");
    for (args, wanted) in [
        (["event", report, "an airship", "--type", "MOBILIZE"], "does not say `an airship`"),
        (["event", report, "on", "--type", "MOBILIZE"], "--place"),
        (["event", report, "drills", "--type", "PICNIC"], "PLOVER"),
        (["claim", report, "drills", "--kind", "rumour"], "rumour"),
    ] {
        let wrong = record(&args);
        assert!(wrong.code == Some(1) && wrong.stderr.contains(wanted), "{args:?}: {}", wrong.stderr);
    }
    let leaned_on = run(folder, &["undo", claim]);
    assert!(leaned_on.code == Some(1) && leaned_on.stderr.contains("said by this claim"), "{}", leaned_on.stderr);
    let undone = run(folder, &["undo", &id[..12]]);
    assert_eq!(undone.code, Some(0), "{}", undone.stderr);
    assert!(!listed().iter().any(|event| event["id"] == id));
    let read = run(folder, &["events", "--dyad", "RUS:UKR", "--format", "jsonl"]).lines()[0]["id"].clone();
    let wrong = run(folder, &["undo", read.as_str().unwrap()]);
    assert!(wrong.code == Some(1) && wrong.stderr.contains("vigie::store::not_by_hand"), "{}", wrong.stderr);
}

#[test]
fn filters_are_understood_or_refused_with_what_they_can_be() {
    let folder = folder();
    let folder = folder.path();
    run(folder, &["add", "story.txt"]);
    let n_found = |args: &[&str]| run(folder, &[&["events", "--format", "jsonl"], args].concat()).lines().len();
    let by_code = n_found(&["--country", "UKR"]);
    assert!(by_code > 0);
    for name in ["UA", "ukr", "Ukraine"] {
        assert_eq!(n_found(&["--country", name]), by_code, "{name}");
    }
    assert_eq!(n_found(&["--country", "UKR", "--since", "2022", "--until", "2022-06"]), by_code);
    for (args, wanted) in [
        (["--country", "Atlantis"], "ISO 3166"),
        (["--type", "INVASION"], "ASSAULT"),
        (["--since", "soon"], "2022-02-24"),
        (["--limit", "0"], "from 1 on"),
    ] {
        let refused = run(folder, &[&["events"], args.as_slice()].concat());
        assert!(refused.code == Some(1) && refused.stderr.contains(wanted), "{args:?}: {}", refused.stderr);
    }
    let turned = run(folder, &["events", "--since", "2022-06-02", "--until", "2022-06-01"]);
    assert!(turned.stderr.contains("--until"), "{}", turned.stderr);
}

#[test]
fn nobody_has_to_listen() {
    // `vigie add reports 2>&1 | head` ended the program half-way once whoever read had gone.
    let folder = folder();
    for number in 0..20 {
        fs::write(folder.path().join(format!("{number}.jsonl")), "no report\n".repeat(2000)).unwrap();
    }
    let mut adding = std::process::Command::new(assert_cmd::cargo::cargo_bin("vigie"))
        .args(["add", "--store", "desk.db", "."])
        .current_dir(folder.path())
        .stdin(std::process::Stdio::null())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(adding.stderr.take());
    assert_eq!(adding.wait().unwrap().code(), Some(1));
    assert_eq!(run(folder.path(), &["search", "Kharkiv", "--format", "jsonl"]).lines().len(), 2);
}

#[test]
fn tables_go_in_once_and_wrong_rows_are_kept_aside() {
    let folder = folder();
    let folder = folder.path();
    let table = "date\tactor\tactor_country\trecipient\trecipient_country\tcameo\n\
                 2030-02-01\tMilitary (Sylvania)\tRussia\tUkraine\tUkraine\t154\n\
                 2030-02-30\tMilitary (Sylvania)\tRussia\tUkraine\tUkraine\t154\n\
                 2030-02-02\tMilitary (Sylvania)\tRussia\tUkraine\tUkraine\t190\n";
    fs::write(folder.join("plain.tsv"), table).unwrap();
    let put = run(folder, &["import", "plain.tsv"]);
    assert!(
        put.code == Some(1) && put.stderr.contains("2 rows added") && put.stderr.contains("1 rejected"),
        "{}",
        put.stderr
    );
    let rejects = fs::read_to_string(folder.join("desk.db.rejects.jsonl")).unwrap();
    assert!(rejects.contains("\"line\":3") && rejects.contains("2030-02-30"), "{rejects}");
    assert!(run(folder, &["import", "plain.tsv"]).stderr.contains("there already"), "the same file adds nothing");
    let counts = run(folder, &["events", "--dyad", "RUS-UKR", "--count", "month", "--format", "csv"]);
    assert_eq!(counts.stdout, "day,n_events\r\n2030-02-01,2\r\n", "{}", counts.stderr);
    let wrong = run(folder, &["import", "story.txt"]);
    assert!(wrong.code == Some(1) && wrong.stderr.contains("story.txt"), "{}", wrong.stderr);
}

/// Rejects lay in a buffer until the end of all files, while each file was marked as done: when the disk was full they were gone, and
/// the file was not read again.
#[cfg(target_os = "linux")]
#[test]
fn a_table_whose_rejects_cannot_be_kept_is_not_done() {
    let folder = folder();
    let folder = folder.path();
    let table = "date\tactor\tactor_country\trecipient\trecipient_country\tcameo\n\
                 2030-02-01\tMilitary (Sylvania)\tRussia\tUkraine\tUkraine\t154\n\
                 2030-02-30\tMilitary (Sylvania)\tRussia\tUkraine\tUkraine\t154\n";
    fs::write(folder.join("plain.tsv"), table).unwrap();
    let full = run(folder, &["import", "plain.tsv", "--rejects", "/dev/full"]);
    assert!(full.code == Some(1) && full.stderr.contains("No space left"), "{}", full.stderr);
    let again = run(folder, &["import", "plain.tsv"]);
    assert!(again.code == Some(1) && again.stderr.contains("1 there already, 1 rejected"), "{}", again.stderr);
    let rejects = fs::read_to_string(folder.join("desk.db.rejects.jsonl")).unwrap();
    assert!(rejects.contains("2030-02-30"), "{rejects}");
}

#[test]
fn an_edited_article_is_a_version_and_shows_what_changed() {
    let folder = folder();
    let folder = folder.path();
    let line = |text: &str| {
        format!("{{\"text\": \"{text}\", \"url\": \"https://example.org/1\", \"published_at\": \"2022-06-01\"}}")
    };
    let first = "Russian troops shelled Kharkiv on Monday. Ten people were killed. Talks go on.";
    let second = "Russian troops shelled Kharkiv on Monday. Twelve people were killed. Talks go on.";
    fs::write(folder.join("one.jsonl"), line(first)).unwrap();
    fs::write(folder.join("two.jsonl"), line(second)).unwrap();
    run(folder, &["add", "one.jsonl"]);
    let added = run(folder, &["add", "two.jsonl"]);
    assert!(added.stderr.contains("1 newer versions"), "{}", added.stderr);
    let found = run(folder, &["search", "Twelve", "--format", "jsonl"]);
    let id = found.lines()[0]["report"]["id"].as_str().unwrap().to_owned();
    let shown = run(folder, &["show", &id[..12]]).stdout;
    assert!(shown.contains("(this one)") && shown.contains("  - Ten people were killed."), "{shown}");
    assert!(shown.contains("  + Twelve people were killed.") && !shown.contains("- Talks go on"), "{shown}");
    assert_eq!(run(folder, &["search", "Ten"]).code, Some(1), "the older version is found no more");
}

#[test]
fn an_archive_of_several_tables_goes_in_table_by_table() {
    let folder = folder();
    let folder = folder.path();
    let table = |day: &str, note: &str| {
        format!(
            "date\tactor\tactor_country\trecipient\trecipient_country\tcameo\tevent\n{day}\tMilitary (Sylvania)\tRussia\tUkraine\tUkraine\t154\t{note}\n"
        )
    };
    let mut archive = zip::ZipWriter::new(fs::File::create(folder.join("all.zip")).unwrap());
    for (name, text) in [
        ("a/one.tsv", table("2030-02-01", "Trenches were dug")),
        ("two.tsv", table("2030-02-02", "Tanks")),
        ("readme.txt", "no table".to_owned()),
    ] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut archive, text.as_bytes()).unwrap();
    }
    archive.finish().unwrap();
    let put = run(folder, &["import", "all.zip"]);
    assert!(put.code == Some(1) && put.stderr.contains("all.zip!a/one.tsv: 1 rows added"), "{}", put.stderr);
    assert!(
        put.stderr.contains("all.zip!two.tsv: 1 rows added") && put.stderr.contains("all.zip!readme.txt"),
        "{}",
        put.stderr
    );
    assert!(run(folder, &["import", "all.zip"]).stderr.contains("all.zip!two.tsv: there already"));
    fs::create_dir_all(folder.join("tables/deep")).unwrap();
    fs::write(folder.join("tables/deep/three.tsv"), table("2030-02-03", "Tanks")).unwrap();
    let put = run(folder, &["import", "tables"]).stderr;
    assert!(put.contains("tables/deep/three.tsv: 1 rows added") && put.contains("(plain table)"), "{put}");
    let found = run(folder, &["events", "--words", "trenches", "--format", "jsonl"]);
    assert_eq!(found.lines().len(), 1, "{}", found.stderr);
}

/// `events --count day` said that three events of 2014 happened on the first of January, and `--since 2014-06` did not find them.
#[test]
fn what_is_known_to_the_year_is_found_in_its_months_and_counted_by_years() {
    let folder = folder();
    let folder = folder.path();
    let report = "published_at: 2022-06-01\n\nRussian troops seized Crimea in 2014. Russian troops shelled the city of Kharkiv on Monday, the \
                  ministry said.\n";
    fs::write(folder.join("years.txt"), report).unwrap();
    run(folder, &["add", "years.txt"]);
    let all = run(folder, &["events", "--format", "jsonl"]).lines();
    let of_year =
        |event: &&Value| event["event_date"]["start"] == "2014-01-01" && event["event_date"]["end"] == "2014-12-31";
    let n_of_year = all.iter().filter(of_year).count();
    assert!(n_of_year > 0, "{all:?}");
    let june = run(folder, &["events", "--since", "2014-06", "--until", "2014-07", "--format", "jsonl"]);
    assert_eq!(june.lines().len(), n_of_year, "{}", june.stderr);
    assert_eq!(run(folder, &["events", "--since", "2015-01", "--until", "2015-07"]).code, Some(1));
    let days = run(folder, &["events", "--count", "day", "--format", "csv"]);
    assert!(!days.stdout.contains("2014"), "{}", days.stdout);
    assert!(
        days.stderr.contains(&format!("{n_of_year} event")) && days.stderr.contains("longer than a day"),
        "{}",
        days.stderr
    );
    let years = run(folder, &["events", "--count", "year", "--format", "csv"]);
    assert!(years.stdout.contains(&format!("2014-01-01,{n_of_year}\r\n")), "{}", years.stdout);
    let limited = run(folder, &["events", "--count", "day", "--limit", "2"]);
    assert!(limited.code == Some(1) && limited.stderr.contains("--limit"), "{}", limited.stderr);
}

/// The same text came from an agency and then from a paper: the paper's copy was counted as there already and nobody could find it.
#[test]
fn the_same_text_of_a_second_outlet_is_found_and_shown() {
    let folder = folder();
    let folder = folder.path();
    fs::write(folder.join("again.txt"), STORY.replace("Example Wire", "Second Paper")).unwrap();
    run(folder, &["add", "story.txt"]);
    let again = run(folder, &["add", "again.txt"]);
    assert!(again.stderr.contains("1 there already"), "{}", again.stderr);
    for outlet in ["Example Wire", "Second Paper"] {
        let found = run(folder, &["search", "--outlet", outlet, "--format", "jsonl"]);
        assert_eq!(found.lines().len(), 1, "{outlet}: {}", found.stderr);
    }
    assert_eq!(run(folder, &["search", "--outlet", "Third"]).code, Some(1));
    let id = run(folder, &["search", "drills", "--format", "jsonl"]).lines()[0]["report"]["id"].clone();
    let shown = run(folder, &["show", &id.as_str().unwrap()[..12]]).stdout;
    assert!(shown.contains("\nmet\n") && shown.contains("Second Paper, 2022-06-01"), "{shown}");
}

/// `show` printed no text though help says so, JSON for rows, `happened` for what was corrected, and nobody's name for what he had added.
#[test]
fn a_page_shows_the_text_what_was_corrected_and_who_added_what() {
    let folder = folder();
    let folder = folder.path();
    run(folder, &["add", "story.txt"]);
    let report = run(folder, &["search", "drills", "--format", "jsonl"]).lines()[0]["report"]["id"].clone();
    let report = &report.as_str().unwrap()[..16];
    let page = |id: &str| run(folder, &["show", id]).stdout;
    assert!(
        page(report).contains("\ntext\n  Russian troops shelled the city of Kharkiv on Monday, Ukraine's"),
        "{}",
        page(report)
    );
    let event =
        run(folder, &["events", "--dyad", "RUS:UKR", "--type", "ASSAULT", "--format", "jsonl"]).lines()[0]["id"]
            .clone();
    let event = event.as_str().unwrap();
    run(folder, &["correct", event, "--status", "denied"]);
    let shown = page(event);
    assert!(
        shown.contains("  stands        as it was corrected here, by ana") && shown.contains("  status        denied"),
        "{shown}"
    );
    run(folder, &["correct", event, "--reject"]);
    assert!(page(event).contains("  stands        as no event: rejected by ana"), "{}", page(event));
    let added = run(
        folder,
        &[
            "record",
            "event",
            report,
            "hold drills",
            "--type",
            "MOBILIZE",
            "--actor",
            "BLR/MIL",
            "--start",
            "2022-06-08",
        ],
    );
    assert!(page(report).contains("added by ana"), "{}{}", added.stderr, page(report));
    let table = "date\tactor\tactor_country\trecipient\trecipient_country\tcameo\n2030-02-01\tMilitary\tRussia\tUkraine\tUkraine\t154\n";
    fs::write(folder.join("plain.tsv"), table).unwrap();
    run(folder, &["import", "plain.tsv"]);
    let row = run(folder, &["events", "--from", "tables", "--format", "jsonl"]).lines()[0].clone();
    let shown = page(&format!("plain:{}", row["native_id"].as_str().unwrap()));
    assert!(
        shown.starts_with("row plain:") && shown.contains("  CAMEO         154") && !shown.contains('{'),
        "{shown}"
    );
}

/// `restore` under a running server took the place of the file that the server went on writing to.
#[test]
fn a_store_that_is_open_is_not_restored() {
    let folder = folder();
    let folder = folder.path();
    run(folder, &["add", "story.txt"]);
    assert_eq!(run(folder, &["backup", "copy.db"]).code, Some(0));
    let open = vigie_store::Store::open(&folder.join("desk.db"), vigie_store::Access::Write).unwrap();
    let refused = run(folder, &["restore", "copy.db"]);
    assert!(refused.code == Some(1) && refused.stderr.contains("open in another program"), "{}", refused.stderr);
    drop(open);
    let restored = run(folder, &["restore", "copy.db"]);
    assert_eq!(restored.code, Some(0), "{}", restored.stderr);
}

#[test]
fn nothing_is_made_where_nothing_was_asked_for() {
    let folder = folder();
    let folder = folder.path();
    fs::write(folder.join("empty.txt"), "").unwrap();
    let read = run(folder, &["events", "--store", "empty.txt"]);
    assert!(read.code == Some(1) && read.stderr.contains("no store of Vigie"), "{}", read.stderr);
    assert_eq!(fs::metadata(folder.join("empty.txt")).unwrap().len(), 0);
    let lost = run(folder, &["add", "--store", "nope/deep/y.db", "story.txt"]);
    assert!(lost.code == Some(1) && lost.stderr.contains("there is no folder"), "{}", lost.stderr);
    assert!(!folder.join("nope").exists());
}

#[test]
fn words_that_must_not_be_there_are_no_options() {
    let folder = folder();
    let folder = folder.path();
    run(folder, &["add", "story.txt", "copy.txt"]);
    let found = run(folder, &["search", "drills", "-agency", "--format", "jsonl"]);
    assert_eq!((found.code, found.lines().len()), (Some(0), 1), "{}", found.stderr);
}

#[test]
fn countries_and_places_go_by_any_name() {
    let folder = folder();
    let folder = folder.path();
    let report = "published_at: 2022-06-01\n\nRussian troops shelled a depot in Kyiv on Monday, Ukraine's defence ministry said.\n";
    fs::write(folder.join("kyiv.txt"), report).unwrap();
    run(folder, &["add", "story.txt", "kyiv.txt"]);
    let n_found = |args: &[&str]| run(folder, &[&["events", "--format", "jsonl"], args].concat()).lines().len();
    let by_code = n_found(&["--dyad", "RUS:UKR"]);
    assert!(by_code > 0);
    assert_eq!(n_found(&["--dyad", "Russia:Ukraine"]), by_code);
    assert_eq!(n_found(&["--country", "Russian"]), n_found(&["--country", "RUS"]));
    let by_name = n_found(&["--place", "Kyiv"]);
    assert!(by_name > 0);
    assert_eq!(n_found(&["--place", "Kiev"]), by_name);
    let series = |pair: &str| run(folder, &["series", "--pair", pair, "--by", "month", "--format", "csv"]);
    assert_eq!(series("RUS > UKR").code, Some(0), "{}", series("RUS > UKR").stderr);
    assert_eq!(series("Russia > Ukraine").stdout, series("RUS > UKR").stdout);
}
