//! What the reader makes of reports: claims, events, what one party does to another, and who a phrase means.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::score::{Layers, Score};
use super::scorers::{Scorers, row};
use super::vigie::Vigie;
use crate::root::output;

/// The claims of whole articles against gold attributions.
pub(crate) fn claims(vigie: &Vigie, scorers: &Scorers, gold: &Path, work: &Path) -> Result<Layers> {
    let system = work.join("claims.jsonl");
    fs::write(&system, output(vigie.read("jsonl").arg(gold))?)?;
    scorers.compare("attribution_eval.py", gold, &system)
}

/// The events of our own sentences that nothing was trained on, or of such pages of the `corpora`.
pub(crate) fn events(vigie: &Vigie, root: &Path, work: &Path, corpora: Option<&Path>) -> Result<Layers> {
    let script = || {
        let mut command = Command::new("python3");
        command.arg(root.join("training/events/score.py")).env("PYTHONDONTWRITEBYTECODE", "1").env("PYTHONUTF8", "1");
        command.args(corpora.into_iter().flat_map(|folder| [Path::new("--pages"), folder]));
        command
    };
    let (input, system) = (work.join("events.jsonl"), work.join("events-read.jsonl"));
    fs::write(&input, output(script().arg("--input"))?)?;
    fs::write(&system, output(vigie.read("jsonl").arg(&input))?)?;
    Ok(output(script().arg(&system))?.lines().filter_map(row).collect())
}

/// The country and the sector behind phrases.
pub(crate) fn actors(vigie: &Vigie, scorers: &Scorers, gold: &Path, work: &Path) -> Result<Layers> {
    let system = work.join("actors.jsonl");
    fs::write(&system, vigie.answers("actor", gold)?)?;
    let printed = scorers.printed("actors_eval.py", gold, &system)?;
    let layers: Layers = printed.lines().filter_map(share).collect();
    anyhow::ensure!(!layers.is_empty(), "actors_eval.py printed no scores: {printed}");
    Ok(layers)
}

/// What one marked party does to another, on the rows that training left out.
pub(crate) fn pairs(vigie: &Vigie, scorers: &Scorers, gold: &Path, work: &Path) -> Result<Layers> {
    let text = fs::read_to_string(gold).with_context(|| format!("cannot read {}", gold.display()))?;
    let mut rows = text.split_inclusive('\n');
    let header = rows.next().context("a table has a header")?;
    let column =
        header.split('\t').position(|name| name.trim() == "marked_sentence").context("no column marked_sentence")?;
    let kept: String = rows.filter(|row| row.split('\t').nth(column).is_some_and(is_held_out)).collect();
    let (held, questions, system) = (work.join("pairs.tsv"), work.join("pairs.jsonl"), work.join("pairs-coded.jsonl"));
    fs::write(&held, format!("{header}{kept}"))?;
    fs::write(&questions, scorers.printed("plover_eval.py", Path::new("--input"), &held)?)?;
    fs::write(&system, output(vigie.command("code", "jsonl").arg(&questions))?)?;
    let printed = scorers.printed("plover_eval.py", &held, &system)?;
    Ok(printed.lines().filter_map(macro_f1).collect())
}

/// Whether training leaves a marked sentence out: by the digest of its text, as `training/events.py` has it.
fn is_held_out(marked: &str) -> bool {
    use sha2::{Digest as _, Sha256};

    let text = marked.replace("<s>", "").replace("</s>", "").replace("<t>", "").replace("</t>", "");
    Sha256::digest(text.as_bytes())[0].is_multiple_of(6)
}

/// A printed row, `both    91.45 %  (139/152)`.
fn share(line: &str) -> Option<(String, Score)> {
    let (name, rest) = line.split_once(' ')?;
    let (_, counts) = rest.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    let (right, n) = counts.split_once('/')?;
    let n = n.parse().ok()?;
    Some((name.to_owned(), Score { right: right.parse().ok()?, said: n, gold: n }))
}

/// A printed row, `event type: macro F1 61.44  accuracy 60.00  uncoded 3/203`: per ten thousand, since a mean of classes has no
/// counts.
fn macro_f1(line: &str) -> Option<(String, Score)> {
    let (name, rest) = line.split_once(": macro F1 ")?;
    let value: f64 = rest.split_whitespace().next()?.parse().ok()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a percentage with two digits")]
    let right = (value * 100.0).round().clamp(0.0, 10_000.0) as u64;
    Some((format!("{name}, macro F1"), Score { right, said: 10_000, gold: 10_000 }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_rows_are_understood() {
        assert_eq!(
            share("both      91.45 %  (139/152)"),
            Some(("both".to_owned(), Score { right: 139, said: 152, gold: 152 }))
        );
        let score = Score { right: 6144, said: 10_000, gold: 10_000 };
        assert_eq!(
            macro_f1("event type: macro F1 61.44  accuracy 60.00  uncoded 3/203"),
            Some(("event type, macro F1".to_owned(), score))
        );
        assert_eq!(macro_f1("  ACCUSE  P 1  R 1  F1 1   n 3"), None);
    }
}
