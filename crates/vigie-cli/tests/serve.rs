//! `vigie serve` as it is started.

#![allow(missing_docs, reason = "tests have no documentation")]

use assert_cmd::Command;

/// The server once said that a case was missing and then listened over an empty store, which looked as if the case were empty.
#[test]
fn a_case_that_is_not_there_ends_it_before_anything_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_vigie"));
    command.current_dir(folder.path()).timeout(std::time::Duration::from_secs(30));
    let output = command.args(["serve", "nowhere", "--port", "0", "--store", "desk.db"]).output().unwrap();
    let says = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{says}");
    assert!(says.contains("there is no `nowhere`"), "{says}");
    assert!(!says.contains("listening"), "{says}");
    assert!(!folder.path().join("desk.db").exists());
}
