//! `vigie add`: reports in, read and kept.
//!
//! The way from a report into the store is the facade's; here files are found, and what became of each is said.

use std::fmt::Display;
use std::ops::ControlFlow;
use std::process::ExitCode;

use vigie::collect::{Became, settled};

use super::{collector, now, today};
use crate::answers::server::{Outcome, Server};
use crate::cli::store::AddArgs;
use crate::incoming::{Fault, Origin, Piece, Pieces};
use crate::inputs::{self, Input};
use crate::progress::Progress;
use crate::speech::Failure;

/// Reads new reports into the store.
pub(crate) fn run(args: &AddArgs) -> Result<ExitCode, Failure> {
    if let Some(address) = args.reach.server() {
        return send(&Server::reach(address, &args.reach.server)?, args);
    }
    let mut tally = Tally::default();
    let inputs = inputs::find_all(&args.paths, inputs::REPORTS, &mut tally.skipped)?;
    let progress = Progress::start(inputs.iter().map(Input::n_bytes).sum());
    let mut collector = collector(&args.reach.store, args.model.as_deref(), &args.work)?;
    collector.assume_day(args.date);
    let outcome = collector.add_all(
        args.work.n_jobs(),
        Pieces::new(inputs, None),
        // What is no piece has its fault with it.
        |given| given.as_ref().map_err(|_| None)?.report().map(|incoming| incoming.report).map_err(Some),
        now,
        |given, became| {
            progress.advance(given.as_ref().map_or(0, Piece::n_bytes));
            match (given, became) {
                (Err(fault), _) | (Ok(_), Err(Some(fault))) => tally.skip(fault, &progress),
                (Ok(piece), Ok(became)) => tally.count(&piece.origin, became, &progress),
                (Ok(_), Err(None)) => {}
            }
            ControlFlow::Continue(())
        },
    );
    drop(progress);
    let finished = outcome.and_then(|()| collector.finish(now()));
    let code = tally.sum_up(&collector.store().path().display());
    finished.map_err(|error| Failure::collecting(args.work.knowledge.as_deref(), error))?;
    Ok(code)
}

/// Sends reports to a server, one after the other.
fn send(server: &Server, args: &AddArgs) -> Result<ExitCode, Failure> {
    let mut tally = Tally::default();
    let inputs = inputs::find_all(&args.paths, inputs::REPORTS, &mut tally.skipped)?;
    let progress = Progress::start(inputs.iter().map(Input::n_bytes).sum());
    for given in Pieces::new(inputs, None) {
        progress.advance(given.as_ref().map_or(0, Piece::n_bytes));
        let piece = match given {
            Ok(piece) => piece,
            Err(fault) => {
                tally.skip(fault, &progress);
                continue;
            }
        };
        let report = match piece.report() {
            Ok(incoming) => incoming.report,
            Err(fault) => {
                tally.skip(fault, &progress);
                continue;
            }
        };
        let (report, flaws) = settled(report, args.date, today());
        match server.add(&report) {
            Ok(Outcome::Added) => tally.added += 1,
            Ok(Outcome::Replaced) => tally.replaced += 1,
            Ok(Outcome::Known) => {
                tally.known += 1;
                continue;
            }
            Err(fault) if fault.is_of_what_was_sent() => {
                tally.skip(piece.origin.fault(&fault.detail()), &progress);
                continue;
            }
            Err(fault) => {
                drop(progress);
                tally.sum_up(&server.address());
                return Err(fault.into());
            }
        }
        tally.note(flaws, &piece.origin, &progress);
    }
    drop(progress);
    Ok(tally.sum_up(&server.address()))
}

/// Counts what became of the inputs.
#[derive(Default)]
struct Tally {
    added: usize,
    replaced: usize,
    known: usize,
    skipped: usize,
    flawed: usize,
}

impl Tally {
    fn skip(&mut self, fault: Fault, progress: &Progress) {
        self.skipped += 1;
        progress.aside(|| fault.say());
    }

    fn count(&mut self, origin: &Origin, became: Became, progress: &Progress) {
        let flaws = match became {
            Became::Refused { why } => return self.skip(origin.fault(&why), progress),
            Became::Known { .. } => {
                self.known += 1;
                return;
            }
            Became::Added { flaws, .. } => {
                self.added += 1;
                flaws
            }
            Became::Replaced { flaws, .. } => {
                self.replaced += 1;
                flaws
            }
        };
        self.note(flaws, origin, progress);
    }

    fn note(&mut self, flaws: Vec<String>, origin: &Origin, progress: &Progress) {
        for flaw in flaws {
            self.flawed += 1;
            progress.aside(|| tell!("note: {}: {flaw}", origin.place()));
        }
    }

    fn sum_up(&self, store: &dyn Display) -> ExitCode {
        let Self { added, replaced, known, skipped, flawed } = *self;
        tell!("{store}: {added} reports added, {replaced} newer versions, {known} there already, {skipped} skipped");
        ExitCode::from(if skipped + flawed > 0 { Failure::USER } else { 0 })
    }
}
