//! Settling a forecast by the outcome of a problem: whether it came between two days, as far as anybody looked.

use jiff::civil::Date;

use super::problem::Problem;
use super::sightings::{Citation, Sightings};
use super::state::voices;
use crate::dossier::Dossier;
use crate::pattern::Answer;

/// Whether an outcome came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    /// It did, and here it is told.
    Yes(Vec<Citation>),
    /// It did not: so many reports would have told.
    No {
        /// How many.
        n_reports: usize,
    },
    /// Too few reports would have told, or too few outlets tell of it.
    Unknown {
        /// Reports that would have told.
        n_reports: usize,
        /// Outlets that tell of it.
        n_outlets: usize,
    },
}

/// Whether the outcome of a problem came after `from` and until `to`, by all that is known.
pub fn came(problem: &Problem, dossier: &Dossier, from: Date, to: Date) -> Came {
    let sightings = Sightings::gather(problem, dossier);
    let is_in = |day: Date| day > from && day <= to;
    let told: Vec<&Citation> =
        sightings.outcome.iter().filter(|one| one.answer == Answer::Seen && is_in(one.day)).collect();
    let n_outlets = voices(&told);
    let n_unread = usize::try_from(sightings.watch_unread.between(from, to)).unwrap_or(usize::MAX);
    let n_reports = sightings.watch.iter().filter(|(known_on, _)| is_in(*known_on)).count() + n_unread;
    if !told.is_empty() && n_outlets >= problem.outcome.min_outlets {
        return Came::Yes(told.into_iter().cloned().collect());
    }
    if told.is_empty() && n_reports >= problem.coverage.min_reports {
        return Came::No { n_reports };
    }
    Came::Unknown { n_reports, n_outlets }
}
