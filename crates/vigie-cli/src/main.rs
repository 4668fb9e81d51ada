//! Vigie on the command line: data on stdout, everything else on stderr.
//!
//! Exit codes: 0 done, 1 the user's matter (a bad file, a wrong option), 2 ours.

#[macro_use]
mod tell;

mod answers;
mod cli;
mod commands;
mod events;
mod evidence;
mod format;
mod graph_folder;
mod incoming;
mod inputs;
mod knowledge;
mod model;
mod output_file;
mod pick;
mod progress;
mod speech;
mod table_file;
mod text;

use std::process::ExitCode;

use clap::Parser as _;

use cli::{Cli, Command};
use speech::Failure;

fn main() -> ExitCode {
    let cli = match Cli::try_parse_from(cli::as_meant(std::env::args_os())) {
        Ok(cli) => cli,
        Err(message) => return show_usage(&message),
    };
    let outcome = match cli.command {
        Command::Forecast(args) => commands::forecast::run(&args),
        Command::Read(args) => commands::read::run(&args),
        Command::Add(args) => commands::store::add::run(&args),
        Command::Fetch(args) => commands::store::fetch::run(&args),
        Command::Search(args) => commands::store::lists::search(&args),
        Command::Show(args) => commands::store::show::run(&args),
        Command::Events(args) => commands::store::lists::events(&args),
        Command::Claims(args) => commands::store::lists::claims(&args),
        Command::Forecasts(args) => commands::store::lists::forecasts(&args),
        Command::Stories(args) => commands::store::lists::stories(&args),
        Command::Status(args) => commands::store::status::run(&args),
        Command::Export(args) => commands::store::export::run(&args),
        Command::Import(args) => commands::store::import::run(&args),
        Command::Correct(args) => commands::store::remarks::correct(&args),
        Command::Tag(args) => commands::store::remarks::tag(&args),
        Command::Judge(args) => commands::store::remarks::judge(&args),
        Command::Record(args) => commands::store::by_hand::run(&args),
        Command::Undo(args) => commands::store::remarks::undo(&args),
        Command::Check(args) => commands::store::care::check(&args),
        Command::Backup(args) => commands::store::care::backup(&args),
        Command::Restore(args) => commands::store::care::restore(&args),
        Command::Annotate(args) => commands::annotate::run(&args),
        Command::Extract(args) => commands::extract::run(&args),
        Command::Code(args) => commands::code::run(&args),
        Command::Actor(args) => commands::actor::run(&args),
        Command::When(args) => commands::when::run(&args),
        Command::Where(args) => commands::whereabouts::run(&args),
        Command::Onset(args) => commands::onset::run(&args),
        Command::Series(args) => commands::series::run(&args),
        Command::Influence(args) => commands::influence::run(&args),
        Command::Warn(args) => commands::warn::run(&args),
        Command::Watch(args) => commands::watch::run(&args),
        Command::Precedents(args) => commands::precedents::run(&args),
        Command::Hypotheses(args) => commands::hypotheses::run(&args),
        Command::Ledger(args) => commands::ledger::run(&args),
        Command::Serve(args) => commands::serve::run(&args),
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
