//! The file of a warning problem, and what it is drawn from: what `warn`, `watch` and `ledger` have in common.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use vigie_analysis::dossier::{Dossier, PartyRow};
use vigie_analysis::fault::{FileFaults, nearest};
use vigie_analysis::warning::{Problem, Strangers};

use crate::inputs::unreadable;
use crate::speech::{Failure, InputError};

/// Why there is nothing to say.
pub(super) const NO_REPORTS: Failure = Failure::NothingToDrawOn {
    reason: String::new(),
    help: "no report has a date: name reports on the command line, or in `reports` of the problem",
};

/// Reads a file of text.
pub(super) fn text_of(path: &Path) -> Result<String, Failure> {
    let bytes = fs::read(path).map_err(|error| unreadable(path, error))?;
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let byte = error.as_bytes().get(offset).copied().unwrap_or_default();
        InputError::NotUtf8 { name: path.display().to_string(), offset: offset as u64, byte }.into()
    })
}

/// Reads the problem in a file.
pub(super) fn open(path: &Path) -> Result<Problem, Failure> {
    Problem::parse(&path.display().to_string(), &text_of(path)?).map_err(Failure::File)
}

/// Where the reports of a problem lie: the paths that it names, as seen from its own folder.
pub(super) fn paths(file: &Path, problem: &Problem) -> Vec<PathBuf> {
    let folder = file.parent().unwrap_or(Path::new(""));
    problem.reports.iter().chain(&problem.events).map(|path| folder.join(path)).collect()
}

/// Says which actors of a problem match none of the parties that are known and are most likely misspelt.
pub(super) fn check_actors(file: &Path, problem: &Problem, parties: &[PartyRow]) -> Result<(), Failure> {
    let Strangers { misspelt, unheard } = Strangers::of(problem, parties);
    for (line, name) in unheard {
        tell!("note: {}:{line}: nothing in the reports has an actor `{name}`", file.display());
    }
    let file = file.display().to_string();
    if misspelt.is_empty() { Ok(()) } else { Err(Failure::File(FileFaults { file, faults: misspelt })) }
}

/// Tells of outlets of a problem that no report is of: most are misspelt, and a grade that nobody has counts for nothing.
///
/// An outlet may have no report yet, so this is no fault.
pub(super) fn tell_of_outlets(file: &Path, problem: &Problem, dossier: &Dossier) {
    let known: BTreeSet<&str> = dossier.reports.iter().filter_map(|report| report.outlet.as_deref()).collect();
    // Of a large store only those rows of tables are read that answer to the problem: the others may be of any outlet.
    let is_whole = dossier.unread.is_empty();
    let mut unknown: Vec<&(usize, String)> =
        problem.named_outlets.iter().filter(|(_, name)| !known.contains(name.as_str())).collect();
    unknown.sort_unstable();
    unknown.dedup();
    for (line, name) in unknown {
        let meant = match nearest(name, known.iter().copied()) {
            Some(near) => format!("; did you mean `{near}`?"),
            None if is_whole => String::new(),
            None => continue,
        };
        tell!("note: {}:{line}: no report is of the outlet `{name}`{meant}", file.display());
    }
}
