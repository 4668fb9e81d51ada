//! The articles that `vigie extract` takes out of saved pages.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use super::score::{Layers, Score};
use super::scorers::Scorers;
use super::vigie::Vigie;

/// Takes the articles out of the pages of a folder and compares them with those made by hand.
pub(crate) fn scores(vigie: &Vigie, scorers: &Scorers, folder: &Path, work: &Path) -> Result<Layers> {
    let written = vigie.answers("extract", &folder.join("html"))?;
    let mut articles = Map::new();
    for line in written.lines() {
        let article: Value = serde_json::from_str(line).context("cannot understand what `vigie extract` wrote")?;
        let id = article["id"].as_str().context("an article has an id")?;
        articles.insert(id.to_owned(), json!({ "articleBody": article["articleBody"] }));
    }
    let system = work.join("html-articles.json");
    fs::write(&system, Value::Object(articles).to_string())?;
    let printed = scorers.printed("html_eval.py", &folder.join("ground-truth.json"), &system)?;
    let score = score(&printed).with_context(|| format!("html_eval.py printed no scores: {printed}"))?;
    Ok([("runs of four words".to_owned(), score)].into())
}

/// The printed row, `pages 91  precision 0.957  recall 0.958  F1 0.957  exact 0.1`. Pages weigh the same there, so there are no
/// counts: a score is given for ten thousand words of an article.
fn score(printed: &str) -> Option<Score> {
    let value = |name: &str| -> Option<f64> { printed.split_once(name)?.1.split_whitespace().next()?.parse().ok() };
    let (precision, recall) = (value("precision ")?, value("recall ")?);
    let gold = 10_000.0;
    let (right, said) = (gold * recall, gold * recall / precision.max(f64::MIN_POSITIVE));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of ten thousand")]
    let rounded = |count: f64| count.round().clamp(0.0, 1e9) as u64;
    Some(Score { right: rounded(right), said: rounded(said), gold: rounded(gold) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_row_is_understood() {
        let found = score("pages 91  precision 0.960  recall 0.950  F1 0.955  exact 0.110").unwrap();
        assert_eq!(found, Score { right: 9500, said: 9896, gold: 10_000 });
        assert!((found.f1() - 95.5).abs() < 0.1, "{}", found.f1());
        assert_eq!(score("no pages"), None);
    }
}
