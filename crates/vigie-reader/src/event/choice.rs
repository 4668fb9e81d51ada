//! Choices: which of several readings of an event is likeliest, by weights that marked pages taught.
//!
//! Frames, rules and heads each have a word in who acts and in whether it happened. Of each option it is found who says what; each
//! finding has a weight in a table of `knowledge/`, and the option with most is taken. `training/choices.py` fits the weights.

use std::collections::HashMap;

use vigie_record::ByteRange;

use super::gate::logit;
use crate::knowledge::{TableError, TableFault, UserTables, rows_of};

/// What the heads find less likely than this says no more against it.
const LEAST_LIKELY: f64 = 0.001;

/// What is found of an option, each with how much of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Findings(pub Vec<(String, f64)>);

/// What could be chosen, for those who fit the weights.
#[derive(Debug)]
pub struct Choice<'a> {
    /// The word that tells of the event.
    pub trigger: ByteRange,
    /// What is asked of it: `actor`, `recipient` or `status`.
    pub asked: &'static str,
    /// The options: what each stands for, and what is found of it.
    pub options: Vec<(Vec<Named>, &'a Findings)>,
}

/// A phrase and the name that it resolves to; of a status, the trigger and the name of the status.
pub type Named = (ByteRange, Option<String>);

/// Who watches the choices, if anybody does.
pub type Watch = Option<fn(&Choice<'_>)>;

/// The weights of findings, in N columns.
#[derive(Debug)]
pub(crate) struct Weights<const N: usize>(HashMap<String, [f64; N]>);

impl Findings {
    pub(crate) fn add(&mut self, finding: impl Into<String>, value: f64) {
        if value != 0.0 {
            self.0.push((finding.into(), value));
        }
    }

    pub(crate) fn add_if(&mut self, holds: bool, finding: impl Into<String>) {
        self.add(finding, f64::from(u8::from(holds)));
    }
}

impl<const N: usize> Weights<N> {
    /// Reads a table of ours, a user's own rows before it.
    pub(crate) fn new(user: &UserTables, name: &str, ours: &str, columns: [&str; N]) -> Result<Self, TableError> {
        let mut by_finding = HashMap::new();
        for table in rows_of(user, name, ours, &[&["finding"], &columns[..]].concat())? {
            for row in table.rows() {
                let mut weights = [0.0; N];
                for (weight, column) in weights.iter_mut().zip(columns) {
                    let cell = row.get(column);
                    let is_number = |weight: &f64| weight.is_finite();
                    *weight = cell.parse().ok().filter(is_number).ok_or_else(|| TableError {
                        table: name.to_owned(),
                        line: row.line(),
                        reason: TableFault::BadCell {
                            column: column.to_owned(),
                            cell: cell.to_owned(),
                            expected: "a number".to_owned(),
                        },
                    })?;
                }
                by_finding.entry(row.get("finding").to_owned()).or_insert(weights);
            }
        }
        Ok(Self(by_finding))
    }

    /// What speaks for an option by the weights of a column, all in all.
    pub(crate) fn total(&self, column: usize, findings: &Findings) -> f64 {
        let weight = |finding: &str| self.0.get(finding).map_or(0.0, |weights| weights[column]);
        findings.0.iter().map(|(finding, value)| weight(finding) * value).sum()
    }
}

/// The log-odds of what is likely by the word of the heads.
pub(crate) fn odds_of(likely: f64) -> f64 {
    logit(likely.clamp(LEAST_LIKELY, 1.0 - LEAST_LIKELY))
}

/// The place of the highest value, the first of several.
pub(crate) fn highest(values: &[f64]) -> Option<usize> {
    (0..values.len()).reduce(|best, at| if values[at] > values[best] { at } else { best })
}

/// The share of one of several log-odds in all of them.
pub(crate) fn share(odds: &[f64], of: usize) -> f64 {
    1.0 / odds.iter().map(|other| (other - odds[of]).exp()).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights(table: &str) -> Result<Weights<1>, TableError> {
        Weights::new(&UserTables::new(), "t.tsv", table, ["weight"])
    }

    #[test]
    fn findings_are_weighed_by_the_table() {
        let weights = weights("finding\tweight\ntold\t2\nheard\t-0.5\n").unwrap();
        let mut findings = Findings::default();
        findings.add_if(true, "told");
        findings.add_if(false, "told");
        findings.add("heard", 3.0);
        findings.add("of no weight", 9.0);
        assert!((weights.total(0, &findings) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn a_weight_that_is_no_number_is_named_with_its_line() {
        for cell in ["much", "", "inf", "NaN"] {
            let error = weights(&format!("finding\tweight\ntold\t{cell}\n")).unwrap_err();
            assert_eq!(error.to_string(), format!("t.tsv, line 2: `{cell}` in column `weight` is not a number"));
        }
    }

    #[test]
    fn the_likeliest_is_the_first_of_the_highest() {
        assert_eq!(highest(&[1.0, 3.0, 3.0]), Some(1));
        assert_eq!(highest(&[]), None);
        assert!((share(&[0.0, 0.0, f64::NEG_INFINITY], 1) - 0.5).abs() < 1e-12);
    }
}
