//! The odds of force, walked forward over the last half year of the dev data.

use std::path::Path;

use anyhow::{Result, ensure};

use super::score::{Layers, Score};
use super::scorers::Scorers;
use super::vigie::Vigie;
use crate::root::output;

/// What is asked: of both the program and the scorer.
const ASKED: [&str; 4] = ["--from", "2014-07-06", "--to", "2014-12-01"];

/// Average precision, area under the curve, skill and calibration error, of all cases and of onsets.
pub(crate) fn scores(vigie: &Vigie, scorers: &Scorers, events: &Path, work: &Path) -> Result<Layers> {
    let odds = work.join("onset.csv");
    output(vigie.plain("onset").arg("--events").arg(events).args(ASKED).arg("--out").arg(&odds))?;
    let printed = output(scorers.python("onset_eval.py").arg(events).arg(&odds).args(ASKED))?;
    let mut layers = Layers::new();
    let mut part = "";
    for line in printed.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["all" | "onset", ..] => part = words[0],
            ["system", "AP", ap, "AUC", auc, "Brier", _, "skill", skill, "calibration", "error", error] => {
                let figures =
                    [("average-precision", ap), ("auc", auc), ("brier-skill", skill), ("calibration-error", error)];
                layers.extend(
                    figures.into_iter().filter_map(|(name, figure)| Some((format!("{part}-{name}"), share(figure)?))),
                );
            }
            _ => {}
        }
    }
    ensure!(layers.len() == 8, "onset_eval.py printed no scores: {printed}");
    Ok(layers)
}

/// A share as so many of ten thousand; less than nothing counts as nothing.
fn share(figure: &str) -> Option<Score> {
    let figure: f64 = figure.parse().ok()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of ten thousand")]
    let right = (figure.clamp(0.0, 1.0) * 10_000.0).round() as u64;
    Some(Score { right, said: 10_000, gold: 10_000 })
}
