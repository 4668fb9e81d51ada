//! Vigie on the command line: data on stdout, everything else on stderr.
//!
//! Exit codes: 0 done, 1 the user's matter (a bad file, a wrong option), 2 ours.

mod cli;
mod commands;
mod format;
mod graph_folder;
mod incoming;
mod inputs;
mod knowledge;
mod model;
mod ordered;
mod progress;
mod speech;
mod text;

use std::process::ExitCode;

use clap::Parser as _;

use cli::{Cli, Command};
use speech::Failure;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(message) => return show_usage(&message),
    };
    let outcome = match cli.command {
        Command::Forecast(args) => commands::forecast::run(&args),
        Command::Read(args) => commands::read::run(&args),
        Command::Annotate(args) => commands::annotate::run(&args),
        Command::Extract(args) => commands::extract::run(&args),
        Command::Code(args) => commands::code::run(&args),
        Command::Actor(args) => commands::actor::run(&args),
        Command::When(args) => commands::when::run(&args),
        Command::Where(args) => commands::whereabouts::run(&args),
    };
    match outcome {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}

/// Prints help, or what is wrong with the options. A terminal that is gone needs neither.
fn show_usage(message: &clap::Error) -> ExitCode {
    let _ = message.print();
    if message.use_stderr() { ExitCode::from(Failure::USER) } else { ExitCode::SUCCESS }
}
