//! `vigie forecast` over small graphs made up for it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

struct Said {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

fn forecast(folder: &Path, more: &[&str]) -> Said {
    let mut command = Command::cargo_bin("vigie").expect("the program is built");
    command.env("NO_COLOR", "1").args(["forecast", "--data"]).arg(folder).args(more).write_stdin("");
    let output = command.output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program speaks UTF-8");
    Said { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// Six actors and two relations: 0 visits 1 on even days and 2 on odd ones, 3 hosts 4 each day.
fn graph(valid: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let mut train = String::new();
    for day in 0..40 {
        writeln!(train, "0\t0\t{}\t{}\t0\n3\t1\t4\t{}\t0", 1 + day % 2, day * 24, day * 24).expect("strings grow");
    }
    let names = ["Oslo\t0", "Rome\t1", "Lima\t2", "Baku\t3", "Riga\t4", "Kyiv\t5"].join("\n");
    for (name, text) in [
        ("train.txt", train.as_str()),
        ("valid.txt", valid),
        ("entity2id.txt", &names),
        ("relation2id.txt", "Visit\t0\nHost\t1\n"),
        ("stat.txt", "6\t2\t0\n"),
    ] {
        fs::write(folder.path().join(name), text).expect("there is room for a file");
    }
    folder
}

#[test]
fn answers_both_questions_of_each_event_once() {
    let folder = graph("0\t0\t1\t960\n0 \t0\t1\t960\t0\n3\t1\t4\t960\n");
    let said = forecast(folder.path(), &["--split", "valid"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let lines: Vec<&str> = said.stdout.lines().collect();
    assert_eq!(lines.len(), 4, "{}", said.stdout);
    let hosts = lines.iter().find(|line| line.starts_with("3\t1\t4\t960\to\t")).expect("the question is answered");
    assert!(hosts.contains("\t4:"), "the one who was always hosted comes first: {hosts}");
    for pair in lines.iter().flat_map(|line| line.rsplit('\t').next().unwrap_or("").split(' ')) {
        let (_, probability) = pair.split_once(':').expect("number:probability");
        let probability: f64 = probability.parse().expect("a number");
        assert!((0.0..=1.0).contains(&probability), "{pair}");
    }
}

#[test]
fn gives_the_same_bytes_on_any_number_of_threads() {
    let folder = graph("0\t0\t1\t960\n3\t1\t4\t960\n0\t0\t2\t984\n");
    let one = forecast(folder.path(), &["--threads", "1"]);
    let three = forecast(folder.path(), &["--threads", "3"]);
    assert_eq!(one.stdout, three.stdout);
    assert!(!one.stdout.is_empty());
}

#[test]
fn an_empty_part_has_no_answers() {
    let folder = graph("");
    let said = forecast(folder.path(), &[]);
    assert_eq!((said.code, said.stdout.as_str()), (Some(0), ""), "{}", said.stderr);
}

#[test]
fn says_what_is_wrong_and_where() {
    struct Case {
        valid: &'static str,
        message: &'static str,
    }
    let cases = [
        Case { valid: "0\t0\t9\t960\n", message: "valid.txt:1: actor 9 is not in the tables, which have 6" },
        Case { valid: "0\t0\t1\t960\n0\t7\t1\t960\n", message: "valid.txt:2: relation 7 is not in the tables" },
        Case { valid: "0\t0\t1\n", message: "valid.txt:1: 3 columns where four are wanted" },
        Case { valid: "0\t0\tone\t960\n", message: "`one` is not a whole number" },
        Case { valid: "0\t0\t1\t24\n", message: "time 24 is not after 936" },
    ];
    for Case { valid, message } in cases {
        let folder = graph(valid);
        let said = forecast(folder.path(), &[]);
        let flat = said.stderr.replace(['│', '╰', '▶', '─'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
        // A narrow terminal breaks paths and sentences where it likes.
        let [flat, message] = [flat.replace(' ', ""), message.replace(' ', "")];
        assert!(flat.contains(&message), "{valid:?}: {}", said.stderr);
        assert_eq!((said.code, said.stdout.as_str()), (Some(1), ""), "{valid:?}");
    }
}

#[test]
fn tells_a_person_who_is_next_and_why() {
    let folder = graph("0\t0\t1\t960\n");
    let said = forecast(folder.path(), &["--actor", "baku", "--type", "host", "--date", "960"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let lines: Vec<&str> = said.stdout.lines().collect();
    assert!(lines[0].starts_with("Baku: Host, to whom, at 960?"), "{}", said.stdout);
    assert!(lines[5].trim_end().ends_with("Riga"), "{}", said.stdout);
    assert!(said.stdout.contains("on 40 of 40 days"), "{}", said.stdout);
    // From the ninth day in a row on: days 9 to 39.
    assert!(said.stdout.contains("in 31 of 31 cases"), "{}", said.stdout);
    let dated = ["--actor", "baku", "--type", "host", "--begins", "2014-01-01", "--date"];
    let said = forecast(folder.path(), &[&dated[..], &["2014-02-10"]].concat());
    assert!(said.stdout.starts_with("Baku: Host, to whom, on 2014-02-10?"), "{}{}", said.stdout, said.stderr);
    assert_eq!(forecast(folder.path(), &[&dated[..], &["2013-12-31"]].concat()).code, Some(1));
    let undated = forecast(folder.path(), &["--actor", "baku", "--type", "host", "--date", "2014-02-10"]);
    assert!(undated.code == Some(1) && undated.stderr.contains("--begins"), "{}", undated.stderr);
    let alone = forecast(folder.path(), &["--actor", "baku", "--type", "host", "--recipient", "riga"]);
    assert_eq!(alone.stdout.lines().filter(|line| line.ends_with("%  Riga")).count(), 1, "{}", alone.stdout);
    let unknown = forecast(folder.path(), &["--actor", "Bkau", "--type", "Host"]);
    assert_eq!(unknown.code, Some(1));
    assert!(unknown.stderr.contains("Baku"), "{}", unknown.stderr);
}
