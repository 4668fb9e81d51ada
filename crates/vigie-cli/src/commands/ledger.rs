//! `vigie ledger`: forecasts are kept until their day comes, settled, and scored.
//!
//! The ledger is a list of entries that only grows: forecasts and resolutions, never edited. It lies in a store, or in a file of JSON
//! lines.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use vigie::desk;
use vigie_analysis::ledger::settle as settled;
use vigie_analysis::ledger::{Entry, Ledger, LedgerError, LedgerForecast, Maker, Outcome, Resolution, scores};
use vigie_record::{Digest, Probability};
use vigie_store::{Access, Store};

use super::onset::put;
use super::problem;
use super::store::{now, today};
use crate::cli::store::StoreArgs;
use crate::cli::{
    LedgerAddArgs, LedgerArgs, LedgerCommand, LedgerExportArgs, LedgerFile, LedgerImportArgs, LedgerListArgs,
    LedgerPlace, LedgerPlotArgs, LedgerReadArgs, LedgerResolveArgs, LedgerScoreArgs, LedgerSettleArgs, OutcomeArg,
    PageFormat,
};
use crate::evidence::EvidenceReader;
use crate::format::ledger as page;
use crate::format::records::written;
use crate::inputs::{unreadable, unwritable};
use crate::output_file::{self, keep_apart};
use crate::speech::Failure;

/// The ledger of a folder that has no store.
const HERE: &str = "ledger.jsonl";

/// Where a ledger lies.
pub(super) enum Place {
    File(PathBuf),
    Store(Box<Store>),
}

impl Place {
    fn of(place: &LedgerPlace) -> Result<Self, Failure> {
        Self::find(&place.file, &place.store, Access::Write)
    }

    /// The same, to read it only.
    fn to_read(place: &LedgerPlace) -> Result<Self, Failure> {
        Self::find(&place.file, &place.store, Access::Read)
    }

    /// The file that is named, else the store that is named, else what there is.
    fn find(file: &LedgerFile, store: &StoreArgs, access: Access) -> Result<Self, Failure> {
        if let Some(file) = &file.ledger {
            return Ok(Self::File(file.clone()));
        }
        if store.store.is_none() {
            let is_here = Path::new(HERE).exists();
            if is_here || !super::store::path(store)?.exists() {
                return Ok(Self::File(PathBuf::from(HERE)));
            }
        }
        Ok(Self::Store(Box::new(super::store::open(store, access)?)))
    }

    /// Refuses to write where the ledger lies.
    fn keep_apart(&self, output: Option<&Path>) -> Result<(), Failure> {
        match (self, output) {
            (_, None) => Ok(()),
            (Self::File(path), Some(output)) => keep_apart(output, None, [path.as_path()]),
            (Self::Store(store), Some(output)) => keep_apart(output, Some(store.path()), []),
        }
    }

    fn shown(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Store(store) => store.path().display().to_string(),
        }
    }

    /// The ledger as it stands; an empty one where there is no file yet and that is allowed.
    fn ledger(&self, may_be_new: bool) -> Result<Ledger, Failure> {
        match self {
            Self::File(path) => open(path, may_be_new),
            Self::Store(store) => Ok(desk::ledger(store)?),
        }
    }

    /// Adds entries, without forecasts that stand there already; says how many were new.
    fn append(&mut self, entries: Vec<Entry>) -> Result<usize, Failure> {
        match self {
            Self::File(path) => append(path, entries),
            Self::Store(store) => Ok(desk::enter(store, &entries, now())?),
        }
    }
}

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
        LedgerCommand::Import(args) => import(args),
        LedgerCommand::Export(args) => export(args),
    }
}

/// The ledger in a file; an empty one where there is no file yet and that is allowed.
fn open(path: &Path, may_be_new: bool) -> Result<Ledger, Failure> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if may_be_new && error.kind() == io::ErrorKind::NotFound => return Ok(Ledger::default()),
        Err(error) => return Err(unreadable(path, error).into()),
    };
    let mut ledger = Ledger::default();
    for entry in entries(path, &text)? {
        ledger.take(entry);
    }
    Ok(ledger)
}

/// The entries of the text of a file.
fn entries(path: &Path, text: &str) -> Result<Vec<Entry>, Failure> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(index, line)| {
            serde_json::from_str(line).map_err(|error| Failure::Table {
                place: format!("{}:{}", path.display(), index + 1),
                reason: format!("this is no entry of a ledger: {error}"),
            })
        })
        .collect()
}

/// Adds entries to a file, without forecasts that stand there already; says how many were new.
fn append(path: &Path, entries: impl IntoIterator<Item = Entry>) -> Result<usize, Failure> {
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

/// Puts a forecast of Vigie on a ledger: that of a file, or that of a store. Says where, and whether it is new.
pub(super) fn record(
    file: Option<&Path>,
    store: &StoreArgs,
    forecast: LedgerForecast,
) -> Result<(String, bool), Failure> {
    let mut place = Place::find(&LedgerFile { ledger: file.map(Path::to_owned) }, store, Access::Write)?;
    let n_new = place.append(vec![Entry::Forecast(forecast)])?;
    Ok((place.shown(), n_new == 1))
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
    .map_err(|error| match error {
        LedgerError::DueBefore { due, issued_on } => Failure::DueBefore { due, issued_on },
        LedgerError::Nothing => Failure::Option {
            option: "--statement",
            value: args.statement.clone(),
            wanted: "words that say what is to be, so that it can come true or fail",
        },
        other => refused("the forecast")(other),
    })?;
    let id = forecast.id;
    let n_new = Place::of(&args.place)?.append(vec![Entry::Forecast(forecast)])?;
    if n_new == 0 {
        tell!("note: it stands there already");
    }
    written(format!("{id}\n").as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// Puts the forecasts of reports on the ledger: those that have odds and a day.
fn read(args: &LedgerReadArgs) -> Result<ExitCode, Failure> {
    let mut reader = EvidenceReader::new(&args.evidence);
    let (entries, n_all, is_whole) = if let Some(store) = reader.store(&[])? {
        let (entries, n_all) = desk::claimed(&store)?;
        (entries, n_all, true)
    } else {
        let evidence = reader.read(&[], None)?;
        let of = |read: &crate::evidence::Read| -> Vec<Entry> {
            let fit = read.forecasts.iter();
            let fit = fit.filter_map(|one| desk::forecast_of(&read.name, &read.report, &read.claims, one));
            fit.map(Entry::Forecast).collect()
        };
        let n_all = evidence.reports.iter().map(|read| read.forecasts.len()).sum();
        (evidence.reports.iter().flat_map(of).collect(), n_all, evidence.n_skipped == 0)
    };
    let n_fit = entries.len();
    let mut place = Place::find(&args.file, &args.evidence.store, Access::Write)?;
    let n_new = place.append(entries)?;
    tell!(
        "{n_all} forecasts in reports; {n_fit} have odds and a day; {n_new} are new on the ledger ({})",
        place.shown()
    );
    Ok(if is_whole { ExitCode::SUCCESS } else { ExitCode::from(Failure::USER) })
}

fn list(args: &LedgerListArgs, only_due: bool) -> Result<ExitCode, Failure> {
    let ledger = Place::to_read(&args.place)?.ledger(false)?;
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
    let mut place = Place::of(&args.place)?;
    let ledger = place.ledger(false)?;
    let forecast = ledger.find(&args.id).map_err(refused(&place.shown()))?;
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
    match &mut place {
        Place::Store(store) => desk::resolve(store, resolution, now())?,
        Place::File(path) => {
            resolution.check(forecast, today()).map_err(refused(&path.display().to_string()))?;
            append(path, [Entry::Resolution(resolution)])?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Settles the forecasts about a problem's outcome by what the reports say.
fn settle(args: &LedgerSettleArgs) -> Result<ExitCode, Failure> {
    let problem = problem::open(&args.problem)?;
    let evidence =
        EvidenceReader::new(&args.evidence).read(&problem::paths(&args.problem, &problem), Some(&problem))?;
    let day = args.date.or_else(|| evidence.newest()).ok_or(problem::NO_REPORTS)?;
    let mut place = Place::find(&args.file, &args.evidence.store, Access::Write)?;
    let found = settled(&place.ledger(false)?, &problem, &evidence.dossier, day);
    for open in &found.unsettled {
        let id = &open.forecast.to_string()[..8];
        let (n_reports, n_outlets) = (open.n_reports, open.n_outlets);
        tell!("note: {id} stays open: {n_reports} reports would have told, {n_outlets} outlets tell of it");
    }
    let n_settled = place.append(found.resolutions.into_iter().map(Entry::Resolution).collect())?;
    tell!("{n_settled} forecasts are settled");
    Ok(if evidence.n_skipped == 0 { ExitCode::SUCCESS } else { ExitCode::from(Failure::USER) })
}

fn import(args: &LedgerImportArgs) -> Result<ExitCode, Failure> {
    let text = problem::text_of(&args.from)?;
    let entries = entries(&args.from, &text)?;
    let n_all = entries.len();
    let mut place = Place::of(&args.place)?;
    let n_new = place.append(entries)?;
    tell!("{}: {n_new} of {n_all} entries are new on the ledger ({})", args.from.display(), place.shown());
    Ok(ExitCode::SUCCESS)
}

fn export(args: &LedgerExportArgs) -> Result<ExitCode, Failure> {
    let place = Place::to_read(&args.place)?;
    place.keep_apart(args.out.as_deref())?;
    let text = match place {
        Place::File(path) => problem::text_of(&path)?,
        Place::Store(store) => store.ledger()?.into_iter().map(|line| line + "\n").collect(),
    };
    put(args.out.as_deref(), text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn score(args: &LedgerScoreArgs) -> Result<ExitCode, Failure> {
    let scores = scores(&Place::to_read(&args.place)?.ledger(false)?);
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
    let place = Place::to_read(&args.place)?;
    place.keep_apart(args.svg.as_deref())?;
    let scores = scores(&place.ledger(false)?);
    let wanted = args.source.as_deref().unwrap_or("all");
    let Some(score) = scores.iter().find(|score| score.source == wanted) else {
        let known: Vec<&str> = scores.iter().map(|score| score.source.as_str()).collect();
        let others = if known.is_empty() { String::new() } else { format!("; there are: {}", known.join(", ")) };
        return Err(Failure::NothingToDrawOn {
            reason: format!("`{wanted}` has no settled forecast{others}"),
            help: "settle some first: vigie ledger due, vigie ledger resolve",
        });
    };
    match &args.svg {
        Some(path) => output_file::write(path, page::svg(score).as_bytes())?,
        None => written(page::chart(score).as_bytes())?,
    }
    Ok(ExitCode::SUCCESS)
}
