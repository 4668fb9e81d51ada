//! `vigie hypotheses`: explanations ranked by how little the evidence contradicts them; ratings and proposals added to the file.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;
use vigie_analysis::fault::FileFaults;
use vigie_analysis::hypotheses::{
    Matrix, Rating, Weighed, evidence_as_toml, matrix_of_csv, matrix_of_toml, rating_as_toml, weigh,
};
use vigie_analysis::warning::propose;

use super::problem::{self, text_of};
use crate::cli::{HypothesesArgs, PageFormat};
use crate::evidence::EvidenceReader;
use crate::format::records::written;
use crate::format::{columns, matrix as page};
use crate::inputs;
use crate::speech::Failure;

#[derive(Serialize)]
struct Answer<'a> {
    matrix: &'a Matrix,
    weighed: &'a Weighed,
}

/// Weighs the matrix, after adding what is to be added.
pub(crate) fn run(args: &HypothesesArgs) -> Result<ExitCode, Failure> {
    let mut text = text_of(&args.matrix)?;
    let mut matrix = read(&args.matrix, &text).map_err(Failure::File)?;
    let mut lines = rating(args).map_or(String::new(), |rating| rating_as_toml(&rating, "rating"));
    if let Some(path) = &args.propose {
        lines = proposals(args, path, &matrix)?;
    }
    if !lines.is_empty() {
        text.push_str(&lines);
        // Nothing is written before the file with the new lines in it reads well.
        matrix = read(&args.matrix, &text).map_err(Failure::File)?;
        append(&args.matrix, &lines)?;
    }
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
    let day = evidence.dossier.newest().ok_or(problem::NO_REPORTS)?;
    let mut lines = String::new();
    for (found, ratings) in propose(&problem, &evidence.dossier, day) {
        if matrix.evidence.iter().any(|known| known.id == found.id) {
            continue;
        }
        lines.push_str(&evidence_as_toml(&found));
        let is_known = |rating: &&Rating| matrix.hypotheses.iter().any(|one| one.id == rating.hypothesis);
        ratings.iter().filter(is_known).for_each(|rating| lines.push_str(&rating_as_toml(rating, "proposal")));
    }
    if lines.is_empty() {
        eprintln!("note: the indicators of {} find nothing that is not there already", path.display());
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
