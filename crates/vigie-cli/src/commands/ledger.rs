//! `vigie ledger`: forecasts are kept until their day comes, settled, and scored.
//!
//! The ledger is a file of JSON lines that only grows: forecasts and resolutions, never edited.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use jiff::Zoned;
use jiff::civil::Date;
use vigie_analysis::ledger::{Entry, Ledger, LedgerError, LedgerForecast, Maker, Outcome, Resolution, scores};
use vigie_analysis::warning::{Came, came};
use vigie_record::{Digest, Forecast, Probability};

use super::problem;
use crate::cli::{
    LedgerAddArgs, LedgerArgs, LedgerCommand, LedgerListArgs, LedgerPlotArgs, LedgerReadArgs, LedgerResolveArgs,
    LedgerScoreArgs, LedgerSettleArgs, OutcomeArg, PageFormat,
};
use crate::evidence::{EvidenceReader, Read};
use crate::format::ledger as page;
use crate::format::records::written;
use crate::inputs::{unreadable, unwritable};
use crate::speech::Failure;

/// Does what is asked.
pub(crate) fn run(args: &LedgerArgs) -> Result<ExitCode, Failure> {
    match &args.command {
        LedgerCommand::Add(args) => add(args),
        LedgerCommand::Read(args) => read(args),
        LedgerCommand::List(args) => list(args, false),
        LedgerCommand::Due(args) => list(args, true),
        LedgerCommand::Resolve(args) => resolve(args),
        LedgerCommand::Settle(args) => settle(args),
        LedgerCommand::Score(args) => score(args),
        LedgerCommand::Plot(args) => plot(args),
    }
}

fn today() -> Date {
    Zoned::now().date()
}

/// The ledger in a file; an empty one where there is no file yet and that is allowed.
fn open(path: &Path, may_be_new: bool) -> Result<Ledger, Failure> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if may_be_new && error.kind() == io::ErrorKind::NotFound => return Ok(Ledger::default()),
        Err(error) => return Err(unreadable(path, error).into()),
    };
    let mut ledger = Ledger::default();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let entry = serde_json::from_str(line).map_err(|error| Failure::Table {
            place: format!("{}:{}", path.display(), index + 1),
            reason: format!("this is no entry of a ledger: {error}"),
        })?;
        ledger.take(entry);
    }
    Ok(ledger)
}

/// Adds entries to a file, without forecasts that stand there already; says how many were new.
pub(super) fn append(path: &Path, entries: impl IntoIterator<Item = Entry>) -> Result<usize, Failure> {
    let mut ledger = open(path, true)?;
    let new: Vec<Entry> = entries.into_iter().filter(|entry| ledger.take(entry.clone())).collect();
    let mut lines = String::new();
    for entry in &new {
        lines.push_str(&serde_json::to_string(entry).map_err(|error| Failure::Output(error.into()))?);
        lines.push('\n');
    }
    if !lines.is_empty() {
        let unwritten = |error| unwritable(path, error);
        let mut file = OpenOptions::new().create(true).append(true).open(path).map_err(unwritten)?;
        file.write_all(lines.as_bytes()).and_then(|()| file.sync_all()).map_err(unwritten)?;
    }
    Ok(new.len())
}

fn refused(place: &str) -> impl Fn(LedgerError) -> Failure {
    let place = place.to_owned();
    move |source| Failure::Ledger { place: place.clone(), source }
}

fn add(args: &LedgerAddArgs) -> Result<ExitCode, Failure> {
    let probability = Probability::try_from(args.probability)
        .map_err(|error| Failure::Table { place: "--probability".to_owned(), reason: error.to_string() })?;
    let of_problem = args.problem.as_ref().map(|path| problem::open(path)).transpose()?;
    let forecast = LedgerForecast::new(LedgerForecast {
        id: Digest::of(b""),
        statement: args.statement.clone(),
        condition: None,
        probability,
        issued_on: args.issued_on.unwrap_or_else(today),
        due: args.due,
        source: args.source.clone(),
        maker: Maker::Person,
        from: None,
        problem: of_problem.map(|problem| problem.name),
    })
    .map_err(refused("--due"))?;
    let id = forecast.id;
    let n_new = append(&args.file.ledger, [Entry::Forecast(forecast)])?;
    if n_new == 0 {
        eprintln!("note: it stands there already");
    }
    written(format!("{id}\n").as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// Puts the forecasts of reports on the ledger: those that have odds and a day.
fn read(args: &LedgerReadArgs) -> Result<ExitCode, Failure> {
    let evidence = EvidenceReader::new(&args.evidence).read(&[], None)?;
    let (mut entries, mut n_all) = (Vec::new(), 0);
    for read in &evidence.reports {
        n_all += read.forecasts.len();
        entries.extend(read.forecasts.iter().filter_map(|forecast| of_claim(read, forecast)).map(Entry::Forecast));
    }
    let n_fit = entries.len();
    let n_new = append(&args.file.ledger, entries)?;
    eprintln!(
        "{n_all} forecasts in {} reports; {n_fit} have odds and a day; {n_new} are new on the ledger",
        evidence.reports.len()
    );
    Ok(if evidence.n_skipped == 0 { ExitCode::SUCCESS } else { ExitCode::from(Failure::USER) })
}

/// The forecast of a report as one that can be scored; none where it has no odds or no last day. The odds are the middle of
/// what its words allow.
fn of_claim(read: &Read, forecast: &Forecast) -> Option<LedgerForecast> {
    let [low, high] = forecast.probability?;
    let claim = read.claims.iter().find(|claim| Some(claim.id) == forecast.claim_id);
    let source = claim
        .and_then(|claim| claim.source.as_ref())
        .map(|source| source.identity.name.clone().unwrap_or_else(|| source.text.clone()));
    let id = forecast.id.to_string();
    LedgerForecast::new(LedgerForecast {
        id: Digest::of(b""),
        statement: forecast.statement.text.clone(),
        condition: forecast.condition.as_ref().map(|condition| condition.text.clone()),
        probability: Probability::nearest(f64::midpoint(low.get(), high.get()))?,
        issued_on: read.report.published_at?.date(),
        due: forecast.horizon.as_ref()?.end?,
        source: source.or_else(|| read.report.outlet.clone())?,
        maker: Maker::Claim,
        from: Some(format!("{} {}", read.name, &id[..16])),
        problem: None,
    })
    .ok()
}

fn list(args: &LedgerListArgs, only_due: bool) -> Result<ExitCode, Failure> {
    let ledger = open(&args.file.ledger, false)?;
    let day = args.date.unwrap_or_else(today);
    let forecasts: Vec<&LedgerForecast> =
        if only_due { ledger.due(day).collect() } else { ledger.forecasts.iter().collect() };
    match args.format {
        PageFormat::Text => written(page::list(&ledger, &forecasts, day).as_bytes())?,
        PageFormat::Json => {
            for forecast in forecasts {
                let resolution = ledger.resolution(forecast);
                let line = serde_json::json!({ "forecast": forecast, "resolution": resolution });
                written(format!("{line}\n").as_bytes())?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn resolve(args: &LedgerResolveArgs) -> Result<ExitCode, Failure> {
    let path = &args.file.ledger;
    let ledger = open(path, false)?;
    let forecast = ledger.find(&args.id).map_err(refused(&path.display().to_string()))?;
    let outcome = match args.outcome {
        OutcomeArg::Yes => Outcome::Yes,
        OutcomeArg::No => Outcome::No,
        OutcomeArg::Void => Outcome::Void,
    };
    let resolution = Resolution {
        forecast_id: forecast.id,
        outcome,
        on: args.on.unwrap_or_else(today),
        by: args.by.clone(),
        because: args.because.clone(),
    };
    append(path, [Entry::Resolution(resolution)])?;
    Ok(ExitCode::SUCCESS)
}

/// Settles the forecasts about a problem's outcome by what the reports say.
fn settle(args: &LedgerSettleArgs) -> Result<ExitCode, Failure> {
    let path = &args.file.ledger;
    let problem = problem::open(&args.problem)?;
    let evidence =
        EvidenceReader::new(&args.evidence).read(&problem::paths(&args.problem, &problem), Some(&problem))?;
    let day = args.date.or_else(|| evidence.dossier.newest()).ok_or(problem::NO_REPORTS)?;
    let ledger = open(path, false)?;
    let mut entries = Vec::new();
    for forecast in ledger.forecasts.iter().filter(|one| one.problem.as_deref() == Some(&problem.name)) {
        if ledger.resolution(forecast).is_some() {
            continue;
        }
        let end = forecast.due.min(day);
        let (outcome, because) = match came(&problem, &evidence.dossier, forecast.issued_on, end) {
            Came::Yes(citations) => {
                let places: Vec<&str> = citations.iter().take(3).map(|one| one.report.as_str()).collect();
                (Outcome::Yes, format!("reported in {}", places.join(", ")))
            }
            Came::No { n_reports } if forecast.due < day => {
                (Outcome::No, format!("{n_reports} reports would have told"))
            }
            Came::No { .. } => continue,
            Came::Unknown { n_reports, n_outlets } => {
                let id = &forecast.id.to_string()[..8];
                eprintln!("note: {id} stays open: {n_reports} reports would have told, {n_outlets} outlets tell of it");
                continue;
            }
        };
        entries.push(Entry::Resolution(Resolution {
            forecast_id: forecast.id,
            outcome,
            on: day,
            by: "Vigie".to_owned(),
            because: Some(because),
        }));
    }
    let n_settled = append(path, entries)?;
    eprintln!("{n_settled} forecasts are settled");
    Ok(if evidence.n_skipped == 0 { ExitCode::SUCCESS } else { ExitCode::from(Failure::USER) })
}

fn score(args: &LedgerScoreArgs) -> Result<ExitCode, Failure> {
    let scores = scores(&open(&args.file.ledger, false)?);
    match args.format {
        PageFormat::Text => written(page::scores(&scores).as_bytes())?,
        PageFormat::Json => {
            let json = serde_json::to_string_pretty(&scores).map_err(|error| Failure::Output(error.into()))?;
            written(format!("{json}\n").as_bytes())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn plot(args: &LedgerPlotArgs) -> Result<ExitCode, Failure> {
    let scores = scores(&open(&args.file.ledger, false)?);
    let wanted = args.source.as_deref().unwrap_or("all");
    let Some(score) = scores.iter().find(|score| score.source == wanted) else {
        let known: Vec<&str> = scores.iter().map(|score| score.source.as_str()).collect();
        return Err(Failure::NothingToDrawOn {
            reason: format!("`{wanted}` has no settled forecast; there are: {}", known.join(", ")),
            help: "settle some first: vigie ledger due, vigie ledger resolve",
        });
    };
    match &args.svg {
        Some(path) => fs::write(path, page::svg(score)).map_err(|error| unwritable(path, error))?,
        None => written(page::chart(score).as_bytes())?,
    }
    Ok(ExitCode::SUCCESS)
}
