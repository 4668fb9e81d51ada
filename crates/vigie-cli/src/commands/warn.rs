//! `vigie warn`: how likely an outcome is, what speaks for it, and what to look for.

use std::num::NonZeroUsize;
use std::path::Path;
use std::process::ExitCode;
use std::thread::available_parallelism;

use serde::Serialize;
use vigie_analysis::ledger::{LedgerForecast, Maker};
use vigie_analysis::precedents::Precedents;
use vigie_analysis::warning::{self, Problem, Warning};
use vigie_record::{Digest, Probability};

use super::{ledger, problem};
use crate::cli::{PageFormat, WarnArgs};
use crate::evidence::EvidenceReader;
use crate::format::records::written;
use crate::format::{columns, precedents, warning as page};
use crate::speech::Failure;

/// Rules on a page.
const MOST_RULES: usize = 4;

#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    warning: &'a Warning,
    precedents: Option<precedents::Cited<'a>>,
}

/// Draws the warning.
pub(crate) fn run(args: &WarnArgs) -> Result<ExitCode, Failure> {
    let problem = problem::open(&args.problem)?;
    let evidence =
        EvidenceReader::new(&args.evidence).read(&problem::paths(&args.problem, &problem), Some(&problem))?;
    let day = args.date.or_else(|| evidence.newest()).ok_or(problem::NO_REPORTS)?;
    problem::check_actors(&args.problem, &problem, &evidence.parties()?)?;
    problem::tell_of_outlets(&args.problem, &problem, &evidence.dossier);
    let warning = warning::warn(&problem, &evidence.dossier, day).map_err(Failure::Past)?;
    let found = match problem.parties() {
        Some(_) => {
            let n_threads = available_parallelism().unwrap_or(NonZeroUsize::MIN);
            warning::look_back(&problem, &evidence.timelines(Some(day), n_threads)?, &evidence.dossier, day, n_threads)
        }
        None => None,
    };
    match args.format {
        PageFormat::Text => {
            let width = columns();
            let precedents = found
                .as_ref()
                .map_or(String::new(), |found| of_precedents(found, &|record| evidence.cited(record), width));
            written(page::page(&warning, &precedents, args.cite, width).as_bytes())?;
        }
        PageFormat::Json => {
            let cited = |record| evidence.cited(record);
            let precedents = found.as_ref().map(|found| precedents::Cited::new(found, &cited));
            let answer = Answer { warning: &warning, precedents };
            let json = serde_json::to_string_pretty(&answer).map_err(|error| Failure::Output(error.into()))?;
            written(format!("{json}\n").as_bytes())?;
        }
    }
    if let Some(file) = &args.record {
        let forecast = forecast(&problem, &warning)?;
        let (place, is_new) = ledger::record(
            Some(file.as_path()).filter(|file| *file != Path::new("-")),
            &args.evidence.store,
            forecast,
        )?;
        tell!("{place}: {}", if is_new { "the odds are on the ledger" } else { "these odds were there already" });
    }
    Ok(if evidence.n_skipped == 0 { ExitCode::SUCCESS } else { ExitCode::from(Failure::USER) })
}

fn of_precedents(found: &Precedents, cited: &dyn Fn(u64) -> String, width: usize) -> String {
    let rules = precedents::rules(found, MOST_RULES, cited, width);
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
