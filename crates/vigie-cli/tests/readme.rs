//! The README's commands, as they stand there: the first is run, the second is what runs this test.
#![cfg(feature = "embedded-model")]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("the crate lies two folders below the root").to_owned()
}

/// The commands of the README's shell blocks, in order.
fn commands() -> Vec<String> {
    let page = fs::read_to_string(root().join("README.md")).expect("there is a README");
    let blocks = page.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.flat_map(str::lines).map(str::to_owned).collect()
}

#[test]
fn first_command_reads_a_report() {
    let commands = commands();
    let run = commands.first().expect("the README has a command");
    let arguments = run.strip_prefix("cargo run --release -p vigie-cli -- ").expect("it runs vigie");
    let mut vigie = Command::cargo_bin("vigie").expect("the program is built");
    let output = vigie.args(arguments.split_whitespace()).current_dir(root()).env_remove("VIGIE_MODEL").output();
    let output = output.expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let brief = String::from_utf8(output.stdout).expect("the program speaks UTF-8");
    assert!(brief.contains("Who says what"), "{brief}");
    assert!(brief.contains("Viktor Khrenin, Defence Minister"), "{brief}");
    assert!(brief.contains("planned  Belarus → create"), "{brief}");
}

#[test]
fn second_command_is_there_to_be_run() {
    let commands = commands();
    let script = commands.get(1).and_then(|command| command.strip_prefix("bash ")).expect("it is a script");
    let script = fs::read_to_string(root().join(script)).expect("the script is in the tree");
    assert!(script.contains("cargo xtask check"), "{script}");
}
