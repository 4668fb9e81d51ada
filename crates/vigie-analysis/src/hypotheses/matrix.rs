//! The matrix of evidence and hypotheses: what people rated, and apart from it what the program proposes.

use std::collections::BTreeMap;

use serde::Serialize;

use super::consistency::Consistency;
use crate::admiralty::Grade;

/// A matrix.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Matrix {
    /// What it is about.
    pub title: String,
    /// The explanations that compete.
    pub hypotheses: Vec<Explanation>,
    /// What speaks for and against them.
    pub evidence: Vec<Evidence>,
    /// What people rated. A later rating of the same person for the same cell takes the place of an earlier one.
    pub ratings: Vec<Rating>,
    /// What the program proposes; it never counts.
    pub proposals: Vec<Rating>,
}

/// A hypothesis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Its short name.
    pub id: String,
    /// What it says.
    pub text: String,
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// Its short name.
    pub id: String,
    /// What it says.
    pub text: String,
    /// Whether it was observed; what was not yet is looked for, and does not count.
    pub observed: bool,
    /// Who says so.
    pub sources: Vec<EvidenceSource>,
    /// What is left of it for another reason, such as its age, in 0..=1; 1 for all.
    pub left: f64,
}

/// Who says that a piece of evidence is so.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EvidenceSource {
    /// Who, or which report.
    pub name: String,
    /// How good the source and its word are; unknown where nobody graded it.
    pub grade: Option<Grade>,
    /// Where it has it from. Sources of one origin are one voice.
    pub origin: Option<String>,
    /// Whether it says the contrary.
    pub conflicting: bool,
}

/// A rating, as a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rating {
    /// The evidence.
    pub evidence: String,
    /// The hypothesis.
    pub hypothesis: String,
    /// How well they agree.
    pub value: Consistency,
    /// Who says so.
    pub by: String,
    /// When, as ISO 8601; ratings without a time come before those with one.
    pub at: Option<String>,
    /// Why.
    pub because: Option<String>,
}

impl Matrix {
    /// The ratings of a cell that stand: the latest of each person, by name.
    pub fn standing<'a>(&'a self, evidence: &str, hypothesis: &str) -> BTreeMap<&'a str, &'a Rating> {
        let mut latest: BTreeMap<&str, &Rating> = BTreeMap::new();
        let of_cell = |rating: &&Rating| rating.evidence == evidence && rating.hypothesis == hypothesis;
        for rating in self.ratings.iter().filter(of_cell) {
            let slot = latest.entry(rating.by.as_str()).or_insert(rating);
            if rating.at >= slot.at {
                *slot = rating;
            }
        }
        latest
    }

    /// What each piece of evidence weighs, in 0..=1: how good its sources are, shared out among what has the same origin.
    pub fn weights(&self) -> Vec<f64> {
        let origins: Vec<Vec<&str>> = self.evidence.iter().map(Evidence::origins).collect();
        let observed: Vec<bool> = self.evidence.iter().map(|evidence| evidence.observed).collect();
        let n_alike = |own: &Vec<&str>| {
            let alike = origins.iter().zip(&observed).filter(|(other, observed)| **observed && *other == own).count();
            if own.is_empty() { 1 } else { alike.max(1) }
        };
        let weight = |(evidence, own): (&Evidence, _)| evidence.support() * evidence.left / n_alike(own) as f64;
        self.evidence.iter().zip(&origins).map(weight).collect()
    }
}

impl Evidence {
    /// Where its sources have it from, each once and in order; only what is named.
    fn origins(&self) -> Vec<&str> {
        let mut origins: Vec<&str> = self.sources.iter().filter_map(|source| source.origin.as_deref()).collect();
        origins.sort_unstable();
        origins.dedup();
        origins
    }

    /// How well its sources support it, in 0..=1; 1 where none is named, since then nothing is known against it.
    ///
    /// Sources of one origin count as the best of them; several origins each take their part of the doubt that the others
    /// leave, and what sources of the contrary support is taken off.
    pub fn support(&self) -> f64 {
        let voices = |conflicting: bool| {
            let mut best: BTreeMap<String, f64> = BTreeMap::new();
            for (index, source) in
                self.sources.iter().enumerate().filter(|(_, source)| source.conflicting == conflicting)
            {
                let origin = source.origin.clone().unwrap_or_else(|| format!("#{index}"));
                let weight = source.grade.unwrap_or(Grade::UNKNOWN).weight();
                let slot = best.entry(origin).or_default();
                *slot = slot.max(weight);
            }
            best
        };
        let doubt = |voices: &BTreeMap<String, f64>| voices.values().map(|weight| 1.0 - weight).product::<f64>();
        let (for_it, against) = (voices(false), voices(true));
        let support = if for_it.is_empty() { 1.0 } else { 1.0 - doubt(&for_it) };
        support * doubt(&against)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(id: &str, sources: &[(&str, Option<&str>, bool)]) -> Evidence {
        let source = |(grade, origin, conflicting): &(&str, Option<&str>, bool)| EvidenceSource {
            name: "x".to_owned(),
            grade: grade.parse().ok(),
            origin: origin.map(str::to_owned),
            conflicting: *conflicting,
        };
        Evidence {
            id: id.to_owned(),
            text: id.to_owned(),
            observed: true,
            sources: sources.iter().map(source).collect(),
            left: 1.0,
        }
    }

    #[test]
    fn support_comes_from_origins_and_not_from_copies() {
        struct Case {
            sources: &'static [(&'static str, Option<&'static str>, bool)],
            support: f64,
        }
        let cases = [
            Case { sources: &[], support: 1.0 },
            Case { sources: &[("C", None, false)], support: 0.65 },
            // Two voices: 1 - 0.35 * 0.35.
            Case { sources: &[("C", None, false), ("C", None, false)], support: 0.8775 },
            // One voice, twice told.
            Case { sources: &[("C", Some("wire"), false), ("C", Some("wire"), false)], support: 0.65 },
            Case { sources: &[("A1", None, false), ("C", None, true)], support: 0.35 },
        ];
        let wrong: Vec<_> = cases
            .iter()
            .map(|case| (evidence("e", case.sources).support(), case.support))
            .filter(|(found, wanted)| (found - wanted).abs() > 1e-12)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn evidence_of_one_origin_shares_its_weight() {
        let one = |id| evidence(id, &[("A1", Some("wire"), false)]);
        let matrix = Matrix { evidence: vec![one("a"), one("b"), evidence("c", &[])], ..Matrix::default() };
        assert_eq!(matrix.weights(), [0.5, 0.5, 1.0]);
    }

    #[test]
    fn a_later_rating_takes_the_place_of_an_earlier_one() {
        let rating = |value, by: &str, at: &str| Rating {
            evidence: "e".to_owned(),
            hypothesis: "h".to_owned(),
            value,
            by: by.to_owned(),
            at: Some(at.to_owned()),
            because: None,
        };
        let mut matrix = Matrix {
            ratings: vec![
                rating(Consistency::Neutral, "ana", "2022-06-02"),
                rating(Consistency::Consistent, "ana", "2022-06-01"),
                rating(Consistency::Inconsistent, "ben", "2022-06-01"),
            ],
            ..Matrix::default()
        };
        let read = |matrix: &Matrix| -> Vec<(String, Consistency)> {
            matrix.standing("e", "h").into_iter().map(|(by, rating)| (by.to_owned(), rating.value)).collect()
        };
        let wanted = [("ana".to_owned(), Consistency::Neutral), ("ben".to_owned(), Consistency::Inconsistent)].to_vec();
        assert_eq!(read(&matrix), wanted);
        matrix.ratings.reverse();
        assert_eq!(read(&matrix), wanted, "the order of the file does not matter");
    }
}
