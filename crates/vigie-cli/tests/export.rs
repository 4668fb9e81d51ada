//! `vigie import` and `vigie export`: a zipped table of others goes into a store, comes out in every format, and goes into another store.
#![expect(clippy::unwrap_used, reason = "tests; the helpers of a test are not exempt of themselves")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A made-up row of GDELT 2.0.
fn row(id: u32, day: &str, actor: &str, code: &str) -> String {
    let mut cells = vec![String::new(); 61];
    let id = id.to_string();
    for (at, cell) in [
        (0, id.as_str()),
        (1, day),
        (5, actor),
        (6, "BELARUS"),
        (7, &actor[..3]),
        (15, "UKR"),
        (16, "=UKRAINE"),
        (17, "UKR"),
        (26, code),
        (29, "4"),
        (30, "-7.2"),
        (31, "12"),
        (51, "4"),
        (52, "Gomel, Belarus"),
        (53, "BO"),
        (56, "52.43"),
        (57, "30.97"),
        (59, "20300106101500"),
        (60, "https://example.org/a"),
    ] {
        cell.clone_into(&mut cells[at]);
    }
    cells.join("\t") + "\n"
}

fn vigie(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::cargo_bin("vigie").unwrap();
    command.current_dir(folder).env_remove("VIGIE_STORE").args(args).output().unwrap()
}

/// What a command writes; it must end well.
fn written(folder: &Path, args: &[&str]) -> String {
    let output = vigie(folder, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn zipped(path: &Path, table: &str) {
    let mut archive = ZipWriter::new(fs::File::create(path).unwrap());
    archive.start_file("20300106101500.export.CSV", SimpleFileOptions::default()).unwrap();
    archive.write_all(table.as_bytes()).unwrap();
    archive.finish().unwrap();
}

#[test]
fn a_zipped_table_goes_in_and_comes_out_in_every_format() {
    let folder = TempDir::new().unwrap();
    let at = folder.path();
    let table = row(900_000_001, "20300105", "BLRMIL", "154")
        + &row(900_000_002, "20300105", "BLRGOV", "173")
        + "broken\trow\n";
    zipped(&at.join("events.zip"), &table);
    let imported = vigie(at, &["import", "--store", "a.db", "events.zip"]);
    let said = String::from_utf8_lossy(&imported.stderr).into_owned();
    assert_eq!(imported.status.code(), Some(1), "a row was rejected: {said}");
    assert!(said.contains("2 rows added") && said.contains("1 rejected"), "{said}");
    let again = vigie(at, &["import", "--store", "a.db", "events.zip"]);
    assert!(String::from_utf8_lossy(&again.stderr).contains("there already"), "the same file adds nothing");

    let export = |format: &str, more: &[&str]| {
        let mut args = vec!["export", "--store", "a.db", "--format", format];
        args.extend(more);
        written(at, &args)
    };
    assert_eq!(export("csv", &[]).lines().count(), 3);
    assert_eq!(export("csv", &["--type", "MOBILIZE"]).lines().count(), 2, "filters of search hold");
    assert!(export("spreadsheet", &[]).contains(",'=UKRAINE,"));
    assert_eq!(export("geojson", &[]).matches("\"Feature\"").count(), 2);
    assert!(export("graphml", &["--nodes", "countries"]).contains("<data key=\"label\">Ukraine</data>"));
    assert_eq!(export("stix", &[]).matches("\"type\":\"vigie-event\"").count(), 2);
    assert!(export("gdelt", &[]).lines().all(|line| line.split('\t').count() == 61));
    assert!(export("polecat", &[]).lines().all(|line| line.split('\t').count() == 40));
    written(at, &["export", "--store", "a.db", "--format", "parquet", "--output", "events.parquet"]);
    assert!(fs::read(at.join("events.parquet")).unwrap().starts_with(b"PAR1"));

    let lines = export("jsonl", &[]);
    fs::write(at.join("all.jsonl"), &lines).unwrap();
    written(at, &["import", "--store", "b.db", "all.jsonl"]);
    let again = written(at, &["export", "--store", "b.db", "--format", "jsonl"]);
    let sorted = |lines: &str| {
        let mut lines: Vec<String> = lines.lines().map(without_origin).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&again), sorted(&lines), "what goes out comes in again");
}

/// A record but for the file and line that it was read from, which are those of the file that came last.
fn without_origin(line: &str) -> String {
    let mut record: serde_json::Value = serde_json::from_str(line).unwrap();
    assert!(record.as_object_mut().unwrap().remove("origin").is_some(), "{line}");
    record.to_string()
}

#[test]
fn what_a_format_cannot_hold_is_said() {
    let folder = TempDir::new().unwrap();
    let at = folder.path();
    fs::write(at.join("events.csv"), row(900_000_001, "20300105", "BLRMIL", "154")).unwrap();
    written(at, &["import", "--store", "a.db", "events.csv"]);
    let output = vigie(at, &["export", "--store", "a.db", "--format", "geojson", "--only", "claims"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("geojson holds events only"));
    let output = vigie(at, &["export", "--store", "a.db", "--country", "FRA"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("nothing was found"));
}
