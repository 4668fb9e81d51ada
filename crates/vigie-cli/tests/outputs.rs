//! What is written never takes the place of what is read, and what lies there stays where there is nothing to write. Tables only: none of these
//! runs loads the model.
#![expect(clippy::unwrap_used, reason = "tests; the helpers of a test are not exempt of themselves")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

fn run(folder: &Path, args: &[&str]) -> Run {
    let mut command = Command::cargo_bin("vigie").unwrap();
    for name in ["VIGIE_MODEL", "VIGIE_LEDGER", "VIGIE_STORE", "VIGIE_AUTHOR"] {
        command.env_remove(name);
    }
    let output = command.env("NO_COLOR", "1").env("USER", "ana").current_dir(folder).args(args).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    let flat = stderr.replace(['│', '╰', '▶', '─'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
    Run { code: output.status.code(), stdout: String::from_utf8_lossy(&output.stdout).into_owned(), stderr: flat }
}

/// A folder with a table of two years, and a store that has it.
fn desk() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut table = "date\tactor_country\trecipient_country\tcameo\n".to_owned();
    for n in 0..700 {
        let day = jiff::civil::date(2020, 1, 1).saturating_add(jiff::Span::new().days(n));
        let code = if n % 50 == 0 { "190" } else { "036" };
        writeln!(table, "{day}\tFRA\tMLI\t{code}").unwrap();
    }
    fs::write(folder.path().join("events.tsv"), table).unwrap();
    let brought = run(folder.path(), &["import", "--store", "desk.db", "events.tsv"]);
    assert_eq!(brought.code, Some(0), "{}", brought.stderr);
    folder
}

/// A whole store was once lost to `export --store desk.db -o desk.db`: the file became a line of CSV.
#[test]
fn no_output_takes_the_place_of_a_store_or_an_input() {
    let desk = desk();
    let desk = desk.path();
    fs::hard_link(desk.join("desk.db"), desk.join("twin.db")).unwrap();
    let added = ["--issued-on", "2020-05-01", "--due", "2020-05-31", "--source", "ana", "--store", "desk.db"];
    let added =
        run(desk, &[&["ledger", "add", "--statement", "It rains", "--probability", "0.8"][..], &added].concat());
    assert_eq!(added.code, Some(0), "{}", added.stderr);
    let exported = run(desk, &["ledger", "export", "--store", "desk.db", "--out", "ledger.jsonl"]);
    assert_eq!(exported.code, Some(0), "{}", exported.stderr);
    let all = |name: &str| fs::read(desk.join(name)).unwrap();
    let before = ["desk.db", "events.tsv", "ledger.jsonl"].map(all);
    let absolute = desk.join("desk.db");
    for args in [
        &["export", "--store", "desk.db", "-o", "desk.db"][..],
        &["export", "--store", "desk.db", "-o", absolute.to_str().unwrap()],
        &["export", "--store", "desk.db", "-o", "twin.db"],
        &["export", "--store", "desk.db", "-o", "desk.db-wal"],
        &["onset", "--store", "desk.db", "--out", "./desk.db"],
        &["onset", "--events", "events.tsv", "--out", "events.tsv"],
        &["ledger", "plot", "--store", "desk.db", "--svg", "desk.db"],
        &["ledger", "export", "--store", "desk.db", "--out", "desk.db"],
        &["ledger", "export", "--ledger", "ledger.jsonl", "--out", "ledger.jsonl"],
        &["import", "--store", "desk.db", "--rejects", "desk.db", "events.tsv"],
        &["import", "--store", "desk.db", "--rejects", "events.tsv", "events.tsv"],
        &["backup", "--store", "desk.db", "desk.db-shm"],
    ] {
        let said = run(desk, args);
        assert_eq!(said.code, Some(1), "{args:?}: {}", said.stderr);
        assert!(said.stderr.contains("would be lost"), "{args:?}: {}", said.stderr);
        assert!(["desk.db", "events.tsv", "ledger.jsonl"].map(all) == before, "{args:?} changed a file");
    }
    assert_eq!(run(desk, &["check", "--store", "desk.db"]).code, Some(0));
}

#[test]
fn where_nothing_is_found_a_file_stays_as_it_was() {
    let desk = desk();
    let desk = desk.path();
    fs::write(desk.join("keep.csv"), "of yesterday").unwrap();
    let read = || fs::read_to_string(desk.join("keep.csv")).unwrap();
    let export = |more: &[&str]| run(desk, &[&["export", "--store", "desk.db", "-o", "keep.csv"][..], more].concat());
    let none = export(&["--tag", "nosuch"]);
    assert!(none.code == Some(1) && none.stderr.contains("nothing was found"), "{}", none.stderr);
    assert_eq!(read(), "of yesterday");
    let some = export(&[]);
    assert!(some.code == Some(0) && some.stderr.contains("700 records written"), "{}", some.stderr);
    assert_eq!(read().lines().count(), 701);
    let names: Vec<_> = fs::read_dir(desk).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().contains("unfinished")), "{names:?}");
}

/// Codes that no event has once gave 0.0001 for every pair.
#[test]
fn odds_of_what_is_no_force_are_refused() {
    let desk = desk();
    let onset = |roots: &str| run(desk.path(), &["onset", "--store", "desk.db", "--roots", roots]);
    for (roots, said) in [
        ("ASSAULT", "CAMEO"),
        ("99", "CAMEO"),
        ("19,FOO", "CAMEO"),
        ("18 19 20x", "CAMEO"),
        ("", "CAMEO"),
        ("20", "none of 700 events has a CAMEO code that begins with 20"),
    ] {
        let found = onset(roots);
        assert!(found.code == Some(1) && found.stderr.contains(said), "{roots}: {}", found.stderr);
    }
    let found = onset("18, 19");
    assert_eq!(found.code, Some(0), "{}", found.stderr);
}

/// Where no file can be made beside a store, as in a folder that may only be read, it was refused: `Error code 14`.
#[test]
fn a_store_is_read_where_nothing_can_be_written_beside_it() {
    let desk = desk();
    let desk = desk.path();
    fs::create_dir(desk.join("desk.db-shm")).unwrap();
    for args in [
        &["search", "--all"][..],
        &["status"],
        &["check"],
        &["events", "--all"],
        &["export", "-o", "out.csv"],
        &["onset"],
        &["ledger", "list"],
    ] {
        let found = run(desk, &[args, &["--store", "desk.db"]].concat());
        let wanted = if args[0] == "search" { Some(1) } else { Some(0) };
        assert_eq!(found.code, wanted, "{args:?}: {}", found.stderr);
    }
    let refused = run(desk, &["tag", "plain:1", "odd", "--store", "desk.db"]);
    assert_eq!(refused.code, Some(1), "{}", refused.stderr);
}

/// A table with a wrong year was once asked as of that year.
#[test]
fn rows_of_the_future_are_left_out_and_told_of() {
    let desk = desk();
    let table = fs::read_to_string(desk.path().join("events.tsv")).unwrap() + "9999-12-31\tFRA\tMLI\t190\n";
    fs::write(desk.path().join("slip.tsv"), table).unwrap();
    let found = run(desk.path(), &["series", "--events", "slip.tsv"]);
    assert_eq!(found.code, Some(0), "{}", found.stderr);
    assert!(found.stderr.contains("1 row lies in the future, the last on 9999-12-31"), "{}", found.stderr);
    let last = found.stdout.trim_end().lines().last().unwrap_or_default();
    assert!(last.starts_with("2021-11-29"), "{last}");
    let table = fs::read_to_string(desk.path().join("events.tsv")).unwrap() + "2099-12-31\tFRA\tMLI\t190\n";
    fs::write(desk.path().join("late.tsv"), table).unwrap();
    let imported = run(desk.path(), &["import", "--store", "slip.db", "late.tsv"]);
    assert_eq!(imported.code, Some(0), "{}", imported.stderr);
    let found = run(desk.path(), &["series", "--store", "slip.db"]);
    assert_eq!(found.code, Some(0), "{}", found.stderr);
    let last = found.stdout.trim_end().lines().last().unwrap_or_default();
    assert!(last.starts_with("2021-11-29"), "{last}");
}
