//! The printed table: each figure with its change from the kept file.

use std::fmt::Write as _;

use super::score::ScoreFile;

/// The table of `now`, with the change from `before`.
pub(crate) fn table(now: &ScoreFile, before: &ScoreFile) -> String {
    let mut text = format!("{:<46} {:>7} {:>7} {:>7} {:>8}\n", "raw text", "P", "R", "F1", "change");
    for (data_set, layer, score) in now.rows() {
        let earlier = before.raw.get(data_set).and_then(|layers| layers.get(layer));
        let change = change(score.f1(), earlier.map(|earlier| earlier.f1()), 2);
        let name = format!("{data_set} {layer}");
        let (p, r, f1) = (score.precision(), score.recall(), score.f1());
        writeln!(text, "{name:<46} {p:>7.2} {r:>7.2} {f1:>7.2} {change:>8}").expect("a string takes all");
    }
    writeln!(text, "\n{:<46} {:>23} {:>8}", "gold tokens, as training reports", "", "change")
        .expect("a string takes all");
    for (name, value) in &now.gold_tokens {
        let change = change(*value, before.gold_tokens.get(name).copied(), 3);
        writeln!(text, "{name:<46} {value:>23} {change:>8}").expect("a string takes all");
    }
    text
}

fn change(now: f64, before: Option<f64>, n_decimals: usize) -> String {
    match before {
        None => "new".to_owned(),
        Some(before) if (now - before).abs() < 0.5 / 10f64.powi(i32::try_from(n_decimals).unwrap_or(0)) => {
            "·".to_owned()
        }
        Some(before) => format!("{:+.n_decimals$}", now - before),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_signed() {
        assert_eq!(change(81.5, Some(80.0), 2), "+1.50");
        assert_eq!(change(81.5, Some(81.5), 2), "·");
        assert_eq!(change(81.5, None, 2), "new");
    }
}
