//! What the program says when something is wrong, before it needs a model that works.

use std::fs;

use assert_cmd::Command;

struct Said {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

fn vigie(args: &[&str]) -> Said {
    let mut command = Command::cargo_bin("vigie").expect("the program is built");
    command.env_remove("VIGIE_MODEL").env("NO_COLOR", "1").args(args).write_stdin("");
    let output = command.output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program speaks UTF-8");
    Said { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// The message without the breaks of lines that a narrow terminal asks for.
fn flat(message: &str) -> String {
    message.replace(['│', '╰', '▶', '─'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn without_a_command_it_shows_help() {
    let said = vigie(&[]);
    assert_eq!(said.code, Some(1));
    assert!(said.stderr.contains("annotate"), "{}", said.stderr);
    assert!(said.stdout.is_empty());
}

#[test]
fn wrong_options_are_the_users_matter() {
    for args in [&["annotate", "--format", "xml"][..], &["annotate", "--threads", "0"], &["anotate"]] {
        let said = vigie(args);
        assert_eq!(said.code, Some(1), "{args:?}");
        assert!(said.stdout.is_empty(), "{args:?}");
    }
}

#[test]
fn help_and_version_are_no_faults() {
    for args in [&["--help"][..], &["--version"], &["annotate", "--help"]] {
        let said = vigie(args);
        assert_eq!(said.code, Some(0), "{args:?}");
        assert!(said.stderr.is_empty(), "{args:?}");
    }
}

#[test]
fn a_missing_model_is_named() {
    let said = vigie(&["annotate", "--model", "no/such.model", "-"]);
    assert_eq!(said.code, Some(1));
    let message = flat(&said.stderr);
    assert!(message.contains("vigie::model"), "{message}");
    assert!(message.contains("there is no model file at `no/such.model`"), "{message}");
    assert!(message.contains("help:"), "{message}");
}

#[test]
fn what_is_no_model_is_named() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let path = folder.path().join("letter.model");
    fs::write(&path, "Dear all").expect("there is room for a file");
    let said = vigie(&["annotate", "--model", path.to_str().expect("the path is UTF-8"), "-"]);
    assert_eq!(said.code, Some(1));
    assert!(flat(&said.stderr).contains("is no Vigie model"), "{}", said.stderr);
}
