//! Whole runs of `vigie annotate` with the model in the program.
#![cfg(feature = "embedded-model")]

use std::fs;
use std::path::Path;
use std::process::{Command as Process, Stdio};

use assert_cmd::Command;
use tempfile::TempDir;

const STORY: &str = "MINSK, June 1 - Belarus has begun drills near its southern border, the defence ministry said on \
                     Wednesday.\n\n\"We don't plan to attack anybody,\" a spokesman told reporters. Ms. Kovacs \
                     doubted that.\n";

struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

fn run(folder: &Path, args: &[&str], stdin: &[u8]) -> Run {
    let mut command = Command::cargo_bin("vigie").expect("the program is built");
    command.env_remove("VIGIE_MODEL").env("NO_COLOR", "1").current_dir(folder).arg("annotate").args(args);
    let output = command.write_stdin(stdin).output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program speaks UTF-8");
    Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("there is room for a folder");
        fs::write(path, bytes).expect("there is room for a file");
    }
    folder
}

/// Rows of words and tokens.
fn rows(conllu: &str) -> Vec<Vec<&str>> {
    let is_row = |line: &&str| !line.is_empty() && !line.starts_with('#');
    conllu.lines().filter(is_row).map(|line| line.split('\t').collect()).collect()
}

fn misc<'r>(row: &[&'r str], key: &str) -> Option<&'r str> {
    row[9].split('|').filter_map(|pair| pair.split_once('=')).find(|(found, _)| *found == key).map(|pair| pair.1)
}

#[test]
fn conllu_has_every_character_of_the_text_in_its_place() {
    let here = folder(&[("story.txt", STORY.as_bytes())]);
    let found = run(here.path(), &["story.txt"], b"");
    assert_eq!(found.code, Some(0), "{}", found.stderr);
    assert!(found.stdout.starts_with("# newdoc id = story.txt\n# newpar\n# sent_id = story.txt-1\n# text = MINSK"));
    let letters: Vec<char> = STORY.chars().collect();
    let mut forms = String::new();
    let mut token_end = 0;
    for row in rows(&found.stdout) {
        assert_eq!(row.len(), 10, "{row:?}");
        let place = |key| misc(&row, key).and_then(|n| n.parse::<usize>().ok()).expect("every row has its place");
        let (start, end) = (place("start_char"), place("end_char"));
        assert_eq!(letters[start..end].iter().collect::<String>(), row[1]);
        let mut keys: Vec<&str> = row[9].split('|').collect();
        keys.sort_unstable();
        assert_eq!(keys.join("|"), row[9], "keys are in order");
        if start >= token_end {
            forms.push_str(row[1]);
            token_end = end;
        }
    }
    assert_eq!(forms, STORY.split_whitespace().collect::<String>());
    assert!(rows(&found.stdout).iter().any(|row| row[0].contains('-') && row[1] == "don't"), "{}", found.stdout);
}

#[test]
fn json_says_the_same_on_any_number_of_threads() {
    let here = folder(&[("a.txt", STORY.repeat(40).as_bytes()), ("b.txt", "Größe 🙂 zählt.".as_bytes())]);
    let found = run(here.path(), &["--format", "json", "--threads", "1", "a.txt", "b.txt"], b"");
    assert_eq!(found.code, Some(0), "{}", found.stderr);
    for threads in ["2", "7"] {
        let again = run(here.path(), &["--format", "json", "--threads", threads, "b.txt", "a.txt"], b"");
        let mut lines: Vec<&str> = again.stdout.lines().collect();
        lines.reverse();
        assert!(found.stdout.lines().eq(lines), "{threads} threads, and the files the other way round");
    }
    for line in found.stdout.lines() {
        let reading: serde_json::Value = serde_json::from_str(line).expect("each line is JSON");
        let text: Vec<char> = reading["text"].as_str().expect("there is a text").chars().collect();
        for token in reading["tokens"].as_array().expect("there are tokens") {
            let at = |index: usize| usize::try_from(token["span"][index].as_u64().expect("a place")).expect("a place");
            assert_eq!(text[at(0)..at(1)].iter().collect::<String>(), token["text"].as_str().expect("a text"));
        }
        for key in ["id", "sentences", "names", "attributions", "notes", "provenance"] {
            assert!(!reading[key].is_null(), "{key}");
        }
    }
}

#[test]
fn texts_without_words_give_nothing_and_no_fault() {
    let here = folder(&[("empty.txt", b""), ("blank.txt", b" \n\n\t"), ("mark.txt", b"\xef\xbb\xbf")]);
    let found = run(here.path(), &["empty.txt", "blank.txt", "mark.txt"], b"");
    assert_eq!((found.code, found.stdout.as_str(), found.stderr.as_str()), (Some(0), "", ""));
    let json = run(here.path(), &["--format", "json", "empty.txt"], b"");
    assert!(json.stdout.starts_with("{\"id\":\"empty.txt\",\"text\":\"\",\"sentences\":[]"), "{}", json.stdout);
}

#[test]
fn bad_inputs_are_named_skipped_and_counted() {
    let here = folder(&[
        ("1.txt", b"Drills began."),
        ("2.txt", b"Caf\xe9 owners left."),
        ("3.txt", b"\xff\xfeD\0r\0i\0l\0l\0s\0"),
        ("4.txt", b"Guards left."),
    ]);
    let found = run(here.path(), &["1.txt", "2.txt", "3.txt", "gone.txt", "4.txt"], b"");
    assert_eq!(found.code, Some(1));
    let ids: Vec<&str> = found.stdout.lines().filter_map(|line| line.strip_prefix("# newdoc id = ")).collect();
    assert_eq!(ids, ["1.txt", "4.txt"]);
    for said in ["byte 3 is 0xE9", "UTF-16LE", "there is no `gone.txt`", "3 of the inputs could not be read"] {
        assert!(found.stderr.contains(said), "{said}: {}", found.stderr);
    }
}

#[test]
fn a_folder_stands_for_its_texts_in_order() {
    let here = folder(&[
        ("news/b.txt", b"Guards left."),
        ("news/a/z.txt", b"Drills began."),
        ("news/picture.png", b"\x89PNG"),
        ("bare/picture.png", b"\x89PNG"),
    ]);
    let found = run(here.path(), &["news"], b"");
    let ids: Vec<&str> = found.stdout.lines().filter_map(|line| line.strip_prefix("# newdoc id = ")).collect();
    assert_eq!((found.code, ids), (Some(0), vec!["a/z.txt", "b.txt"]));
    let bare = run(here.path(), &["bare"], b"");
    assert_eq!(bare.code, Some(1));
    assert!(bare.stderr.contains("has no .txt files"), "{}", bare.stderr);
}

#[test]
fn standard_input_is_read_until_a_bad_byte() {
    let here = folder(&[]);
    for args in [&["-"][..], &[]] {
        let found = run(here.path(), args, b"Drills began.");
        assert_eq!(found.code, Some(0), "{}", found.stderr);
        assert!(found.stdout.starts_with("# newdoc id = -\n"), "{}", found.stdout);
    }
    let cut = run(here.path(), &["-"], b"Drills began.\xff And so on.");
    assert_eq!(cut.code, Some(1));
    assert!(cut.stderr.contains("byte 13 is 0xFF"), "{}", cut.stderr);
}

#[test]
fn lines_can_be_paragraphs() {
    let here = folder(&[]);
    let text = b"The guards who had stood at the northern gate since the spring left it\nand nobody in the town could say why.\n";
    let paragraphs = |args: &[&str]| run(here.path(), args, text).stdout.matches("# newpar").count();
    assert_eq!(paragraphs(&["--lines", "-"]), 2);
    assert_eq!(paragraphs(&["-"]), 1);
}

#[test]
fn the_view_carries_its_meaning_without_colour() {
    let here = folder(&[]);
    let found = run(here.path(), &["--format", "view", "-"], STORY.as_bytes());
    assert_eq!(found.code, Some(0), "{}", found.stderr);
    assert!(!found.stdout.contains('\u{1b}'), "no colour where nobody sees it");
    assert!(found.stdout.contains("── - ──"), "{}", found.stdout);
    assert!(found.stdout.contains("drills"), "{}", found.stdout);
    assert!(found.stdout.contains("<cue 1: said>"), "{}", found.stdout);
    assert!(found.stdout.contains("(denied)"), "{}", found.stdout);
    assert!(found.stdout.lines().all(|line| line.chars().count() <= 100), "{}", found.stdout);
}

/// A report could carry the escape that clears the screen of whoever reads it; it is shown as a sign.
#[test]
fn the_view_steers_no_terminal() {
    let here = folder(&[]);
    let found =
        run(here.path(), &["--format", "view", "-"], "Guards \u{1b}[2J left.\u{7} Drills \u{202e}began.".as_bytes());
    assert_eq!(found.code, Some(0), "{}", found.stderr);
    assert!(!found.stdout.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{:?}", found.stdout);
    assert!(found.stdout.contains('␛'), "{}", found.stdout);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_named() {
    let here = folder(&[("story.txt", STORY.as_bytes())]);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has a full device");
    let output = Process::new(assert_cmd::cargo::cargo_bin!("vigie"))
        .args(["annotate", "story.txt"])
        .current_dir(here.path())
        .env_remove("VIGIE_MODEL")
        .stdout(full)
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("the output cannot be written"), "{said}");
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let here = folder(&[("long.txt", STORY.repeat(40).as_bytes())]);
    let mut child = Process::new(assert_cmd::cargo::cargo_bin!("vigie"))
        .args(["annotate", "--format", "json", "long.txt", "long.txt"])
        .current_dir(here.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}
