//! `vigie forecast`: who acts next, ranked.

mod question;
mod split;

use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::thread::available_parallelism;

use vigie_analysis::next::Settings;

use crate::cli::{ForecastArgs, Split};
use crate::graph_folder::GraphFolder;
use crate::speech::Failure;

/// Answers one question of a person, or those of a whole part.
pub(crate) fn run(args: &ForecastArgs) -> Result<ExitCode, Failure> {
    let folder = GraphFolder::open(&args.data)?;
    match &args.event_type {
        Some(event_type) => question::run(&folder, event_type, args),
        None => split::run(&folder, args.split.unwrap_or(Split::Valid), args),
    }
}

fn settings(args: &ForecastArgs) -> Settings {
    Settings::new(args.threads.or_else(|| available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN))
}
