//! All that CI runs, step by step, in one order; the first step that fails ends it.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::root::{is_there, program, run, spoken};
use crate::{msrv, tidy, web};

/// What became of a step.
pub(crate) enum Outcome {
    /// It was done, and nothing is wrong.
    Passed,
    /// The closing line of what ran.
    PassedWith(String),
    /// The tool is not on this machine, and why that is no failure.
    Skipped(&'static str),
}

struct Step {
    name: &'static str,
    run: fn() -> Result<Outcome>,
}

const STEPS: &[Step] = &[
    Step { name: "pages", run: web::check },
    Step { name: "fmt", run: || cargo(&["fmt", "--all", "--check"]) },
    Step { name: "clippy, all features", run: || clippy("--all-features") },
    Step { name: "clippy, no features", run: || clippy("--no-default-features") },
    Step { name: "docs", run: docs },
    Step { name: "tests", run: tests },
    Step { name: "doctests", run: || passed(&mut program("cargo", &["test", "--workspace", "--doc", "--quiet"])) },
    Step { name: "pages in a browser", run: web::walk },
    Step { name: "tidy", run: || tidy::tidy().map(|()| Outcome::Passed) },
    Step { name: "typos", run: typos },
    Step { name: "rust-version", run: || msrv::check().map(|()| Outcome::Passed) },
];

/// Runs every step.
pub(crate) fn check() -> Result<()> {
    let mut closing = String::new();
    for (index, step) in STEPS.iter().enumerate() {
        println!("\n── {}/{} {}", index + 1, STEPS.len(), step.name);
        std::io::stdout().flush()?;
        match (step.run)().with_context(|| format!("check failed at step {}: {}", index + 1, step.name))? {
            Outcome::Passed => println!("   {}: passed", step.name),
            Outcome::Skipped(why) => println!("   {}: skipped, {why}", step.name),
            Outcome::PassedWith(line) => {
                println!("   {}: passed", step.name);
                closing = line;
            }
        }
    }
    println!("\nAll {} steps passed.\n{closing}", STEPS.len());
    Ok(())
}

fn passed(command: &mut Command) -> Result<Outcome> {
    run(command)?;
    Ok(Outcome::Passed)
}

fn cargo(arguments: &[&str]) -> Result<Outcome> {
    passed(&mut program("cargo", arguments))
}

fn clippy(features: &str) -> Result<Outcome> {
    cargo(&["clippy", "--workspace", "--all-targets", features, "--", "-D", "warnings"])
}

fn docs() -> Result<Outcome> {
    let mut command = program("cargo", &["doc", "--workspace", "--no-deps", "--document-private-items"]);
    passed(command.env("RUSTDOCFLAGS", "-D warnings"))
}

/// Nextest where it is there, `cargo test` where not; both close with a line that counts the tests.
fn tests() -> Result<Outcome> {
    if is_there("cargo", &["nextest", "--version"]) {
        let mut command = program("cargo", &["nextest", "run", "--workspace", "--no-fail-fast"]);
        let lines = watched(command.stderr(Stdio::piped()), "Summary")?;
        return Ok(Outcome::PassedWith(lines.last().cloned().unwrap_or_default()));
    }
    let mut command =
        program("cargo", &["test", "--workspace", "--lib", "--bins", "--tests", "--examples", "--no-fail-fast"]);
    let lines = watched(command.stdout(Stdio::piped()), "test result:")?;
    Ok(Outcome::PassedWith(closing_line(&lines)))
}

fn typos() -> Result<Outcome> {
    for name in ["typos", "target/ci-venv/bin/typos"] {
        if is_there(name, &["--version"]) {
            return passed(&mut program(name, &[]));
        }
    }
    Ok(Outcome::Skipped("typos is not on this machine (`pip install typos` brings it)"))
}

/// Runs a command of which one stream is piped, hands its lines on, and keeps those that begin with `sign`.
fn watched(command: &mut Command, sign: &str) -> Result<Vec<String>> {
    let mut child = command.spawn().with_context(|| format!("cannot start {}", spoken(command)))?;
    let stream: Box<dyn std::io::Read> = match (child.stdout.take(), child.stderr.take()) {
        (Some(stdout), _) => Box::new(stdout),
        (None, Some(stderr)) => Box::new(stderr),
        (None, None) => bail!("no stream of {} is piped", spoken(command)),
    };
    let mut kept = Vec::new();
    for line in BufReader::new(stream).lines() {
        let line = line?;
        println!("{line}");
        if line.trim_start().starts_with(sign) {
            kept.push(line.trim().to_owned());
        }
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("{} ended with {status}", spoken(command));
    }
    Ok(kept)
}

/// One line for the result lines of all test programs: `test result: ok. 7 passed; 0 failed; 1 ignored; …`.
fn closing_line(results: &[String]) -> String {
    let total = |what: &str| -> u64 {
        let counts = results.iter().flat_map(|line| line.split([';', '.']));
        counts.filter_map(|part| part.trim().strip_suffix(what)?.trim().parse::<u64>().ok()).sum()
    };
    format!(
        "test result: ok. {} passed; {} failed; {} ignored (from {} test programs)",
        total("passed"),
        total("failed"),
        total("ignored"),
        results.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_summed() {
        let lines = [
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s".to_owned(),
            "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s".to_owned(),
        ];
        assert_eq!(closing_line(&lines), "test result: ok. 15 passed; 0 failed; 1 ignored (from 2 test programs)");
    }
}
