//! Settling the forecasts about a problem's outcome by what reports and tables say.

use jiff::civil::Date;
use vigie_record::Digest;

use super::entry::{Ledger, Outcome, Resolution};
use crate::dossier::Dossier;
use crate::warning::{Came, Problem, came};

/// Places that a resolution names.
const MOST_PLACES: usize = 3;

/// What can be said of the forecasts about a problem.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settled {
    /// What became of those that are settled.
    pub resolutions: Vec<Resolution>,
    /// Those whose day is over and of which nobody can say it.
    pub unsettled: Vec<Unsettled>,
}

/// A forecast that cannot be settled yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unsettled {
    /// Its id.
    pub forecast: Digest,
    /// How many reports would have told.
    pub n_reports: usize,
    /// How many outlets tell of the outcome, too few.
    pub n_outlets: usize,
}

/// Settles the open forecasts that name a problem, by what is known on a day: it came where enough outlets tell of it, it failed
/// where its day is over, nothing tells of it and enough reports would have told.
pub fn settle(ledger: &Ledger, problem: &Problem, dossier: &Dossier, day: Date) -> Settled {
    let mut settled = Settled::default();
    let about = ledger.forecasts.iter().filter(|one| one.problem.as_deref() == Some(&problem.name));
    for forecast in about.filter(|one| ledger.resolution(one).is_none()) {
        let (outcome, because) = match came(problem, dossier, forecast.issued_on, forecast.due.min(day)) {
            Came::Yes(citations) => {
                let places: Vec<&str> = citations.iter().take(MOST_PLACES).map(|one| one.report.as_str()).collect();
                (Outcome::Yes, format!("reported in {}", places.join(", ")))
            }
            Came::No { n_reports } if forecast.due < day => {
                (Outcome::No, format!("{n_reports} reports would have told"))
            }
            Came::No { .. } => continue,
            Came::Unknown { n_reports, n_outlets } => {
                settled.unsettled.push(Unsettled { forecast: forecast.id, n_reports, n_outlets });
                continue;
            }
        };
        settled.resolutions.push(Resolution {
            forecast_id: forecast.id,
            outcome,
            on: day,
            by: "Vigie".to_owned(),
            because: Some(because),
        });
    }
    settled
}
