//! Who acts next, on the valid part of an event graph.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::score::{Layers, Score};
use super::scorers::Scorers;
use super::vigie::Vigie;
use crate::root::run;

/// What the scorer prints, of which two figures are kept.
#[derive(Debug, Deserialize)]
struct Printed {
    queries: u64,
    mrr: f64,
    hits10: f64,
}

/// Mean reciprocal rank and the share of right answers among the first ten.
pub(crate) fn scores(vigie: &Vigie, scorers: &Scorers, graph: &Path, work: &Path) -> Result<Layers> {
    let name = graph.file_name().context("a graph has a name")?.to_string_lossy();
    let ranked = work.join(format!("{name}-valid.txt"));
    run(vigie.plain("forecast").arg("--data").arg(graph).args(["--split", "valid", "--out"]).arg(&ranked))?;
    let printed = scorers.links(&ranked, graph)?;
    fs::remove_file(&ranked).with_context(|| format!("cannot remove {}", ranked.display()))?;
    let printed: Printed = serde_json::from_str(&printed).context("cannot understand what forecast_eval.py printed")?;
    Ok(vec![
        ("mrr".to_owned(), counted(printed.mrr, printed.queries)),
        ("hits-at-10".to_owned(), counted(printed.hits10, printed.queries)),
    ])
}

/// A share of questions as counts; a mean of reciprocal ranks stands for as many that were right at once.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a count, rounded")]
fn counted(share: f64, n: u64) -> Score {
    Score { right: (share * n as f64).round() as u64, said: n, gold: n }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_become_counts() {
        assert_eq!(counted(0.4633, 10_000), Score { right: 4633, said: 10_000, gold: 10_000 });
    }
}
