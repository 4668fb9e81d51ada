//! `vigie hypotheses`: explanations ranked by how little the evidence contradicts them; ratings and proposals added to the file.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;
use vigie::desk;
use vigie_analysis::fault::FileFaults;
use vigie_analysis::hypotheses::{Matrix, Rating, Weighed, matrix_of_csv, matrix_of_toml, rating_as_toml, weigh};
use vigie_store::{Access, Store};

use super::problem::{self, text_of};
use super::store::{self, now};
use crate::cli::{HypothesesArgs, PageFormat};
use crate::evidence::EvidenceReader;
use crate::format::records::written;
use crate::format::{columns, matrix as page};
use crate::inputs;
use crate::speech::{Failure, InputError};

#[derive(Serialize)]
struct Answer<'a> {
    matrix: &'a Matrix,
    weighed: &'a Weighed,
}

/// Weighs the matrix, after adding what is to be added.
pub(crate) fn run(args: &HypothesesArgs) -> Result<ExitCode, Failure> {
    let Some(path) = &args.matrix else { return list(args) };
    let matrix = match &args.keep {
        Some(name) => keep(args, path, name)?,
        None if path.exists() => in_file(args, path)?,
        None => in_store(args, path)?,
    };
    let weighed = weigh(&matrix);
    match args.format {
        PageFormat::Text => written(page::page(&matrix, &weighed, columns()).as_bytes())?,
        PageFormat::Json => {
            let answer = Answer { matrix: &matrix, weighed: &weighed };
            let json = serde_json::to_string_pretty(&answer).map_err(|error| Failure::Output(error.into()))?;
            written(format!("{json}\n").as_bytes())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The names of the matrices of the store.
fn list(args: &HypothesesArgs) -> Result<ExitCode, Failure> {
    let names = store::open(&args.evidence.store, Access::Read)?.matrices()?;
    if names.is_empty() {
        return Err(Failure::NothingToDrawOn {
            reason: "the store has no matrix".to_owned(),
            help: "name a file, and --keep NAME to put it there",
        });
    }
    written((names.join("\n") + "\n").as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// The matrix of a file, which is from now on in the store too.
fn keep(args: &HypothesesArgs, path: &Path, name: &str) -> Result<Matrix, Failure> {
    if is_csv(path) {
        return Err(Failure::NothingToDrawOn {
            reason: "a CSV table is not kept in a store".to_owned(),
            help: "keep the matrix in TOML",
        });
    }
    let text = text_of(path)?;
    let matrix = read(path, &text).map_err(Failure::File)?;
    let mut store = store::open(&args.evidence.store, Access::Create)?;
    desk::keep_matrix(&mut store, name, &text, now())?;
    tell!("{}: kept as `{name}`", store.path().display());
    Ok(matrix)
}

/// The matrix of the store that a name means, after adding what is to be added.
fn in_store(args: &HypothesesArgs, name: &Path) -> Result<Matrix, Failure> {
    let path = store::path(&args.evidence.store)?;
    if args.evidence.store.store.is_none() && !path.exists() {
        return Err(InputError::Missing { path: name.to_owned() }.into());
    }
    let name = name.to_string_lossy();
    let mut store = Store::open(&path, Access::Write)?;
    if let Some(rating) = rating(args) {
        desk::rate(&mut store, &name, &rating, now())?;
    }
    if let Some(path) = &args.propose {
        let problem = problem::open(path)?;
        let evidence = EvidenceReader::new(&args.evidence).read(&problem::paths(path, &problem), Some(&problem))?;
        let day = evidence.newest().ok_or(problem::NO_REPORTS)?;
        let n_new = desk::propose_to(&mut store, &name, &problem, &evidence.dossier, day)?;
        tell!("{n_new} pieces of evidence are new");
    }
    Ok(desk::matrix(&store, &name)?)
}

/// The matrix of a file, after adding what is to be added.
fn in_file(args: &HypothesesArgs, path: &Path) -> Result<Matrix, Failure> {
    let mut text = text_of(path)?;
    let mut matrix = read(path, &text).map_err(Failure::File)?;
    let mut lines = rating(args).map_or(String::new(), |rating| rating_as_toml(&rating, "rating"));
    if let Some(problem) = &args.propose {
        lines = proposals(args, problem, &matrix)?;
    }
    if !lines.is_empty() {
        text.push_str(&lines);
        // Nothing is written before the file with the new lines in it reads well.
        matrix = read(path, &text).map_err(Failure::File)?;
        append(path, &lines)?;
    }
    Ok(matrix)
}

fn is_csv(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"))
}

fn read(path: &Path, text: &str) -> Result<Matrix, FileFaults> {
    let name = path.display().to_string();
    if is_csv(path) { matrix_of_csv(&name, text) } else { matrix_of_toml(&name, text) }
}

fn append(path: &Path, lines: &str) -> Result<(), Failure> {
    if is_csv(path) {
        return Err(Failure::NothingToDrawOn {
            reason: "a CSV table is not added to".to_owned(),
            help: "add a row with your name in the column `by`, or keep the matrix in TOML",
        });
    }
    let unwritten = |source| inputs::unwritable(path, source);
    let mut file = OpenOptions::new().append(true).open(path).map_err(unwritten)?;
    file.write_all(lines.as_bytes()).and_then(|()| file.sync_all()).map_err(unwritten)?;
    Ok(())
}

/// What the indicators of a problem find, as lines for the file: evidence that is not there yet, and proposals for the hypotheses
/// that are.
fn proposals(args: &HypothesesArgs, path: &Path, matrix: &Matrix) -> Result<String, Failure> {
    let problem = problem::open(path)?;
    let evidence = EvidenceReader::new(&args.evidence).read(&problem::paths(path, &problem), Some(&problem))?;
    let day = evidence.newest().ok_or(problem::NO_REPORTS)?;
    let (lines, _) = desk::proposals(matrix, &problem, &evidence.dossier, day);
    if lines.is_empty() {
        tell!("note: the indicators of {} find nothing that is not there already", path.display());
    }
    Ok(lines)
}

/// The rating that is given on the command line.
fn rating(args: &HypothesesArgs) -> Option<Rating> {
    let (Some(evidence), Some(hypothesis), Some(value), Some(by)) =
        (&args.rate, &args.hypothesis, args.value, &args.by)
    else {
        return None;
    };
    Some(Rating {
        evidence: evidence.clone(),
        hypothesis: hypothesis.clone(),
        value,
        by: by.clone(),
        at: Some(jiff::Timestamp::now().round(jiff::Unit::Second).unwrap_or_default().to_string()),
        because: args.because.clone(),
    })
}
