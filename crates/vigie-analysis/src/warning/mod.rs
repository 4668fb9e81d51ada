//! Warning problems: what is asked, what would tell, and what the odds are.
//!
//! A [`Problem`] and a [`Dossier`](crate::dossier::Dossier) come to a [`Warning`] for a day, in which every number can be
//! recomputed from its rows. Likelihood and confidence are kept apart.

mod alarm;
mod back;
mod confidence;
mod file;
mod learn;
mod names;
mod odds;
mod problem;
mod read;
mod settle;
mod sightings;
mod state;
mod strangers;
#[cfg(test)]
mod tests;
mod warn;

pub use self::alarm::{Alarm, Crossing};
pub use self::back::look_back;
pub use self::confidence::{Ground, Trust};
pub use self::learn::Table;
pub use self::odds::{Base, Factors, Odds, Row};
pub use self::problem::{
    Alert, BaseRate, Coverage, Hypothesis, Indicator, Outcome, Over, Problem, SeriesPattern, Threshold, WantedRows,
    Worth,
};
pub use self::settle::{Came, came};
pub use self::sightings::Citation;
pub use self::state::{Counts, Sight, State};
pub use self::strangers::Strangers;
pub use self::warn::{LookFor, Move, OutcomeState, WarnError, Warning, matrix, propose, warn};
