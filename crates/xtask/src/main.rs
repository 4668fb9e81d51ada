//! The project's own tasks, run as `cargo xtask <task>`.

#![expect(clippy::print_stdout, reason = "a face: what the tasks find goes to the terminal")]

mod check;
mod licence;
mod metadata;
mod msrv;
mod picture;
mod root;
mod scores;
mod tidy;
mod web;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// The project's own tasks.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Runs all that CI runs, and stops at the first step that fails
    Check,
    /// Holds the tree to its rules: crates and floors, sources of data, licences, links of the documents
    Tidy,
    /// Scores `vigie annotate` on the dev data and keeps the figures in gold/scores.toml
    Scores(scores::Arguments),
    /// Draws the coloured reading view of an example report into docs/view.svg
    Picture(picture::Arguments),
}

fn main() -> ExitCode {
    let Err(error) = run(&Arguments::parse().task) else { return ExitCode::SUCCESS };
    eprintln!("xtask: {error}");
    for cause in error.chain().skip(1) {
        eprintln!("  because: {cause}");
    }
    ExitCode::FAILURE
}

fn run(task: &Task) -> Result<()> {
    match task {
        Task::Check => check::check(),
        Task::Tidy => tidy::tidy(),
        Task::Scores(arguments) => scores::scores(arguments),
        Task::Picture(arguments) => picture::picture(arguments),
    }
}
