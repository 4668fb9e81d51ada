//! `vigie serve`: the workbench over a store; reports of a case are added while it already answers.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;

use vigie::collect::{Became, Collector, ReaderSource};
use vigie::fetch::Guard;
use vigie_analysis::warning::Problem;
use vigie_server::{Mail, Patience, ServeError, Server, Settings, TlsFiles};

use super::problem;
use super::store::{make_folder, now, path, reader};
use crate::cli::ServeArgs;
use crate::incoming::{Fault, Piece, Pieces};
use crate::inputs::{self, Input};
use crate::speech::Failure;

/// The file of a case that is its warning problem.
const PROBLEM: &str = "problem.toml";

/// Starts the server, and the adding of the cases beside it.
pub(crate) fn run(args: &ServeArgs) -> Result<ExitCode, Failure> {
    share_heaps();
    let store = path(&args.store)?;
    let mut n_missing = 0;
    let inputs = if args.cases.is_empty() {
        Vec::new()
    } else {
        inputs::find_all(&args.cases, inputs::REPORTS, &mut n_missing)?
    };
    // A server that runs on without the case that was named would look as if the case were empty.
    if n_missing > 0 {
        return Ok(ExitCode::from(Failure::USER));
    }
    make_folder(&args.store, &store)?;
    let reader = reader(args.model.as_deref(), &args.work)?;
    let settings = Settings {
        store: store.clone(),
        listen: (args.listen, args.port).into(),
        hosts: args.host.clone(),
        behind_proxy: args.behind_proxy,
        tls: args.tls_cert.clone().zip(args.tls_key.clone()).map(|(certificate, key)| TlsFiles { certificate, key }),
        problems: problems(args)?,
        reader: Arc::clone(&reader),
        patience: Patience::default(),
        reach: Guard::allowing(args.allow_range.iter().map(String::as_str)).map_err(|error| Failure::Option {
            option: "--allow-range",
            value: error.found,
            wanted: "a range of addresses, such as 10.1.0.0/16 or fd00::/8",
        })?,
        mail: args.smtp.clone().zip(args.mail_from.clone()).map(|(server, from)| Mail { server, from }),
        look: None,
    };
    let server = Server::open(settings).map_err(failure)?;
    let address = server.address().map_err(failure)?;
    let scheme = if args.tls_cert.is_some() { "https" } else { "http" };
    tell!("the store is {}", store.display());
    if let Some(token) = server.welcome() {
        tell!("make the first account here, once: {scheme}://{address}/#/welcome/{token}");
    }
    tell!("listening at {scheme}://{address} (end with Ctrl-C)");
    let n_jobs = args.work.n_jobs();
    if !inputs.is_empty() {
        // The thread is left to itself: each report is on the disk whole before the next, so it can be broken off.
        thread::spawn(move || match add(&store, reader, n_jobs, inputs) {
            Ok(says) => tell!("{says}"),
            Err(failure) => {
                failure.report();
            }
        });
    }
    server.run().map_err(failure)?;
    Ok(ExitCode::SUCCESS)
}

/// Lets all threads share two heaps. The C library would give each its own, and keep in each what its largest answer took: half of the memory
/// of a server that many ask.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[allow(unsafe_code, reason = "nothing but this call, or the environment before the start, tells the C library")]
fn share_heaps() {
    // SAFETY: it takes two numbers and touches no memory of ours; no other thread has begun.
    unsafe { libc::mallopt(libc::M_ARENA_MAX, 2) };
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn share_heaps() {}

/// The problems that are named, and those of the cases.
fn problems(args: &ServeArgs) -> Result<Vec<Problem>, Failure> {
    let of_cases = args.cases.iter().map(|case| case.join(PROBLEM)).filter(|file| file.is_file());
    let files: Vec<PathBuf> = args.problem.iter().cloned().chain(of_cases).collect();
    files.iter().map(|file| problem::open(file)).collect()
}

/// Adds the reports of the cases; says what became of them.
fn add(
    store: &Path,
    reader: Arc<ReaderSource>,
    n_jobs: std::num::NonZeroUsize,
    reports: Vec<Input>,
) -> Result<String, Failure> {
    let collecting = |error| Failure::collecting(None, error);
    let mut collector = Collector::open(store, reader).map_err(collecting)?;
    let (mut n_added, mut n_known, mut n_skipped) = (0, 0, 0);
    collector
        .add_all(
            n_jobs,
            Pieces::new(reports, None),
            |given: &Result<Piece, Fault>| {
                given.as_ref().map_err(|_| None)?.report().map(|incoming| incoming.report).map_err(Some)
            },
            now,
            |given, became| {
                match (given, became) {
                    (Err(fault), _) | (Ok(_), Err(Some(fault))) => {
                        n_skipped += 1;
                        fault.say();
                    }
                    (Ok(piece), Ok(Became::Refused { why })) => {
                        n_skipped += 1;
                        piece.origin.fault(&why).say();
                    }
                    (Ok(_), Ok(Became::Known { .. })) => n_known += 1,
                    (Ok(_), Ok(_)) => n_added += 1,
                    (Ok(_), Err(None)) => {}
                }
                ControlFlow::Continue(())
            },
        )
        .and_then(|()| collector.finish(now()))
        .map_err(collecting)?;
    Ok(format!("{n_added} reports added, {n_known} there already, {n_skipped} skipped"))
}

fn failure(error: ServeError) -> Failure {
    match error {
        ServeError::Store(error) => error.into(),
        other => Failure::Serve(other),
    }
}
