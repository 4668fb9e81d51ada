//! `vigie forecast`: who acts next, ranked.

mod question;
mod split;

use std::process::ExitCode;

use crate::cli::{ForecastArgs, Split};
use crate::graph_folder::GraphFolder;
use crate::speech::Failure;

/// Answers one question of a person, or those of a whole part.
pub(crate) fn run(args: &ForecastArgs) -> Result<ExitCode, Failure> {
    let folder = args.data.as_deref().map(GraphFolder::open).transpose()?;
    match (&args.event_type, folder) {
        (Some(event_type), folder) => question::run(folder.as_ref(), event_type, args),
        (None, Some(folder)) => split::run(&folder, args.split.unwrap_or(Split::Valid), args),
        (None, None) => Err(Failure::NobodyAsked),
    }
}
