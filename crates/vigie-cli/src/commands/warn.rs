//! `vigie warn`: how likely an outcome is, what speaks for it, and what to look for.

use std::num::NonZeroUsize;
use std::path::Path;
use std::process::ExitCode;
use std::thread::available_parallelism;

use vigie::lines::{PrecedentsLine, WarningLine};
use vigie::weigh::Weighing;
use vigie_analysis::ledger::{LedgerForecast, Maker};
use vigie_analysis::warning::{self, Problem, Warning};
use vigie_record::{Digest, Probability};

use super::{ledger, problem};
use crate::answers::server::Server;
use crate::cli::{PageFormat, WarnArgs};
use crate::evidence::EvidenceReader;
use crate::format::records::written;
use crate::format::{columns, precedents, warning as page};
use crate::speech::Failure;

/// Rules on a page.
const MOST_RULES: usize = 4;

/// A server has its own ledger, to which this command does not write.
const OWN_LEDGER: &str = "the file of a ledger behind it, where a server is asked";

/// Draws the warning.
pub(crate) fn run(args: &WarnArgs) -> Result<ExitCode, Failure> {
    let problem = problem::open(&args.problem)?;
    let server = args.server.asked_instead_of(&args.evidence)?;
    let ledger = args.record.as_deref().map(|file| Some(file).filter(|file| *file != Path::new("-")));
    if server.is_some() && ledger == Some(None) {
        return Err(Failure::Option { option: "--record", value: "nothing".to_owned(), wanted: OWN_LEDGER });
    }
    let (line, code) = match server {
        Some(address) => {
            let text = problem::text_of(&args.problem)?;
            (Server::reach(address, &args.server)?.warning(&text, args.date)?, ExitCode::SUCCESS)
        }
        None => drawn(args, &problem)?,
    };
    match args.format {
        PageFormat::Text => {
            let width = columns();
            let precedents = line.precedents.as_ref().map_or(String::new(), |found| of_precedents(found, width));
            written(page::page(&line.warning, &precedents, args.cite, width).as_bytes())?;
        }
        PageFormat::Json => {
            let json = serde_json::to_string_pretty(&line).map_err(|error| Failure::Output(error.into()))?;
            written(format!("{json}\n").as_bytes())?;
        }
    }
    if let Some(file) = ledger {
        let forecast = forecast(&problem, &line.warning)?;
        let (place, is_new) = ledger::record(file, &args.evidence.store, forecast)?;
        tell!("{place}: {}", if is_new { "the odds are on the ledger" } else { "these odds were there already" });
    }
    Ok(code)
}

/// The warning that is drawn from what is on this machine.
fn drawn(args: &WarnArgs, problem: &Problem) -> Result<(WarningLine, ExitCode), Failure> {
    let evidence = EvidenceReader::new(&args.evidence).read(&problem::paths(&args.problem, problem), Some(problem))?;
    let day = args.date.or_else(|| evidence.newest()).ok_or(problem::NO_REPORTS)?;
    problem::check_actors(&args.problem, problem, &evidence.parties()?)?;
    problem::tell_of_outlets(&args.problem, problem, &evidence.dossier);
    let warning = warning::warn(problem, &evidence.dossier, day).map_err(Failure::Past)?;
    let precedents = match problem.parties() {
        Some(_) => {
            let n_threads = available_parallelism().unwrap_or(NonZeroUsize::MIN);
            warning::look_back(problem, &evidence.timelines(Some(day), n_threads)?, &evidence.dossier, day, n_threads)
        }
        None => None,
    };
    let code = if evidence.n_skipped == 0 { ExitCode::SUCCESS } else { ExitCode::from(Failure::USER) };
    Ok((WarningLine::new(Weighing { warning, precedents }, |record| evidence.cited(record)), code))
}

fn of_precedents(line: &PrecedentsLine, width: usize) -> String {
    let found = &line.found;
    let rules = precedents::rules(found, MOST_RULES, &|record| line.cited(record), width);
    let outside = precedents::outside(found, width);
    let since = found.since.map(|day| day.to_string()).unwrap_or_default();
    format!(
        "\nPRECEDENTS ({} pairs since {since}; A is {}, B is {})\n{rules}{outside}",
        found.n_pairs, found.actor, found.recipient
    )
}

/// The odds as a forecast that can be scored.
fn forecast(problem: &Problem, warning: &Warning) -> Result<LedgerForecast, Failure> {
    let now = &warning.now;
    let due = now.day.saturating_add(jiff::Span::new().days(now.horizon_days));
    let probability = Probability::nearest(now.probability).unwrap_or(Probability::ZERO);
    let forecast = LedgerForecast {
        id: Digest::of(b""),
        statement: problem.question.clone().unwrap_or_else(|| problem.name.clone()),
        condition: None,
        probability,
        issued_on: now.day,
        due,
        source: "Vigie".to_owned(),
        maker: Maker::Vigie,
        from: Some(problem.name.clone()),
        problem: Some(problem.name.clone()),
    };
    LedgerForecast::new(forecast).map_err(|source| Failure::Ledger { place: problem.name.clone(), source })
}
