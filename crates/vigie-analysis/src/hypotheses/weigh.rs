//! Weighing a matrix: which hypothesis the evidence contradicts least, what tells them apart, and what the order hangs on.
//!
//! The ranking is an order of inconsistency and no probability; experiments found that such matrices do not make odds
//! better by themselves. Counts as in the archived Open Synthesis where it says how: inconsistency is the sum, over the evidence, of
//! (3 − mean)² where the mean rating lies below neutral (3), not applicable counts as neutral, diagnosticity is the standard
//! deviation of the means. Ours differs in weighing each piece of evidence by its sources and their origin.

use serde::{Deserialize, Serialize};

use super::consistency::Consistency;
use super::matrix::Matrix;

/// The points of a neutral rating.
const NEUTRAL: f64 = 3.0;

/// Differences below this are none.
const SAME: f64 = 1e-9;

/// What a matrix says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Weighed {
    /// The hypotheses, the least contradicted first.
    pub ranking: Vec<Standing>,
    /// Whether the first two are contradicted equally, so that the order between them means nothing.
    pub tied: bool,
    /// The evidence that was observed, the most telling first.
    pub evidence: Vec<Telling>,
    /// The pieces of evidence of which the first place hangs.
    pub hinges: Vec<Hinge>,
    /// What was not observed yet and would best separate the first two.
    pub discriminator: Option<Discriminator>,
}

/// How a hypothesis stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// The hypothesis.
    pub id: String,
    /// What it says.
    pub text: String,
    /// How far the evidence contradicts it, weighed.
    pub inconsistency: f64,
    /// The same without weights.
    pub unweighed: f64,
    /// How far the evidence agrees with it, weighed.
    pub consistency: f64,
    /// Cells that are not applicable.
    pub n_not_applicable: usize,
    /// Cells that nobody rated.
    pub n_unrated: usize,
}

/// How much a piece of evidence tells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Telling {
    /// The evidence.
    pub id: String,
    /// What it says.
    pub text: String,
    /// What it weighs, from its sources and their origin.
    pub weight: f64,
    /// The standard deviation of its mean ratings over the hypotheses, times its weight.
    pub diagnosticity: f64,
    /// The mean rating for each hypothesis, in the order of the matrix; absent where nobody rated.
    pub means: Vec<Option<f64>>,
    /// How far people disagree on it: the most over its cells.
    pub disagreement: f64,
}

/// A piece of evidence on which the order hangs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hinge {
    /// The evidence.
    pub evidence: String,
    /// What would have to be wrong with it.
    pub if_wrong: IfWrong,
    /// The hypothesis that would then lead.
    pub leads: String,
}

/// In what way a piece of evidence can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IfWrong {
    /// It is left out.
    LeftOut,
    /// It says the contrary.
    Reversed,
}

/// An observation that would separate the first two hypotheses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Discriminator {
    /// The evidence that is looked for.
    pub evidence: String,
    /// What it says.
    pub text: String,
    /// The hypothesis that it would speak for.
    pub speaks_for: String,
    /// The hypothesis that it would speak against.
    pub against: String,
    /// How far its mean ratings for the two lie apart, from 0 to 4.
    pub gap: f64,
}

/// Weighs a matrix.
pub fn weigh(matrix: &Matrix) -> Weighed {
    let table = Table::new(matrix);
    let ranking = table.ranking(matrix, None);
    let tied = ranking.len() > 1 && (ranking[0].inconsistency - ranking[1].inconsistency).abs() < SAME;
    let hinges = table.hinges(matrix, &ranking);
    let discriminator = table.discriminator(matrix, &ranking);
    Weighed { tied, evidence: table.telling(matrix), hinges, discriminator, ranking }
}

/// The cells of a matrix by evidence and hypothesis.
struct Table {
    cells: Vec<Vec<Cell>>,
    weights: Vec<f64>,
}

#[derive(Clone, Copy, Default)]
struct Cell {
    /// The mean of the points; absent where nobody rated.
    mean: Option<f64>,
    /// Whether all who rated found it not applicable.
    is_not_applicable: bool,
    disagreement: f64,
}

impl Table {
    fn new(matrix: &Matrix) -> Self {
        let row = |evidence: &super::Evidence| {
            let cell = |hypothesis: &super::Explanation| {
                let ratings: Vec<Consistency> =
                    matrix.standing(&evidence.id, &hypothesis.id).values().map(|rating| rating.value).collect();
                Cell::new(&ratings)
            };
            matrix.hypotheses.iter().map(cell).collect()
        };
        Self { cells: matrix.evidence.iter().map(row).collect(), weights: matrix.weights() }
    }

    /// The hypotheses in order, with one piece of evidence wrong where that is asked.
    fn ranking(&self, matrix: &Matrix, wrong: Option<(usize, IfWrong)>) -> Vec<Standing> {
        let mut ranking: Vec<Standing> =
            (0..matrix.hypotheses.len()).map(|index| self.standing(matrix, index, wrong)).collect();
        ranking.sort_by(|a, b| {
            let parts = (a.inconsistency + SAME < b.inconsistency, b.inconsistency + SAME < a.inconsistency);
            match parts {
                (true, _) => std::cmp::Ordering::Less,
                (_, true) => std::cmp::Ordering::Greater,
                _ => b
                    .consistency
                    .total_cmp(&a.consistency)
                    .then(a.n_not_applicable.cmp(&b.n_not_applicable))
                    .then(a.n_unrated.cmp(&b.n_unrated))
                    .then_with(|| a.id.cmp(&b.id)),
            }
        });
        ranking
    }

    fn standing(&self, matrix: &Matrix, hypothesis: usize, wrong: Option<(usize, IfWrong)>) -> Standing {
        let explanation = &matrix.hypotheses[hypothesis];
        let mut standing = Standing {
            id: explanation.id.clone(),
            text: explanation.text.clone(),
            inconsistency: 0.0,
            unweighed: 0.0,
            consistency: 0.0,
            n_not_applicable: 0,
            n_unrated: 0,
        };
        for (index, _) in matrix.evidence.iter().enumerate().filter(|(_, evidence)| evidence.observed) {
            let how = wrong.filter(|(at, _)| *at == index).map(|(_, how)| how);
            if how == Some(IfWrong::LeftOut) {
                continue;
            }
            let cell = self.cells[index][hypothesis];
            standing.n_not_applicable += usize::from(cell.is_not_applicable);
            let Some(mean) = cell.mean else {
                standing.n_unrated += 1;
                continue;
            };
            let mean = if how == Some(IfWrong::Reversed) { 2.0 * NEUTRAL - mean } else { mean };
            let square = (mean - NEUTRAL).powi(2);
            if mean < NEUTRAL {
                standing.inconsistency += self.weights[index] * square;
                standing.unweighed += square;
            } else {
                standing.consistency += self.weights[index] * square;
            }
        }
        standing
    }

    fn telling(&self, matrix: &Matrix) -> Vec<Telling> {
        let mut telling: Vec<Telling> = Vec::new();
        for (index, evidence) in matrix.evidence.iter().enumerate().filter(|(_, evidence)| evidence.observed) {
            let cells = &self.cells[index];
            let means: Vec<Option<f64>> = cells.iter().map(|cell| cell.mean).collect();
            let known: Vec<f64> = means.iter().flatten().copied().collect();
            telling.push(Telling {
                id: evidence.id.clone(),
                text: evidence.text.clone(),
                weight: self.weights[index],
                diagnosticity: deviation(&known) * self.weights[index],
                means,
                disagreement: cells.iter().map(|cell| cell.disagreement).fold(0.0, f64::max),
            });
        }
        telling.sort_by(|a, b| b.diagnosticity.total_cmp(&a.diagnosticity).then_with(|| a.id.cmp(&b.id)));
        telling
    }

    fn hinges(&self, matrix: &Matrix, ranking: &[Standing]) -> Vec<Hinge> {
        let Some(first) = ranking.first() else { return Vec::new() };
        let mut hinges = Vec::new();
        for (index, evidence) in matrix.evidence.iter().enumerate().filter(|(_, evidence)| evidence.observed) {
            for how in [IfWrong::LeftOut, IfWrong::Reversed] {
                let other = self.ranking(matrix, Some((index, how)));
                if let Some(leads) = other.first().filter(|leads| leads.id != first.id) {
                    hinges.push(Hinge { evidence: evidence.id.clone(), if_wrong: how, leads: leads.id.clone() });
                    // What changes the order when it is left out needs no further proof.
                    break;
                }
            }
        }
        hinges.sort_by_key(|hinge| hinge.if_wrong);
        hinges
    }

    fn discriminator(&self, matrix: &Matrix, ranking: &[Standing]) -> Option<Discriminator> {
        let [first, second, ..] = ranking else { return None };
        let place = |id: &str| matrix.hypotheses.iter().position(|hypothesis| hypothesis.id == id);
        let (a, b) = (place(&first.id)?, place(&second.id)?);
        let mut best: Option<Discriminator> = None;
        for (index, evidence) in matrix.evidence.iter().enumerate().filter(|(_, evidence)| !evidence.observed) {
            let (Some(one), Some(other)) = (self.cells[index][a].mean, self.cells[index][b].mean) else { continue };
            let gap = (one - other).abs();
            if gap > SAME && best.as_ref().is_none_or(|best| gap > best.gap + SAME) {
                let (for_it, against) = if one > other { (first, second) } else { (second, first) };
                best = Some(Discriminator {
                    evidence: evidence.id.clone(),
                    text: evidence.text.clone(),
                    speaks_for: for_it.id.clone(),
                    against: against.id.clone(),
                    gap,
                });
            }
        }
        best
    }
}

impl Cell {
    fn new(ratings: &[Consistency]) -> Self {
        if ratings.is_empty() {
            return Self::default();
        }
        let points: Vec<f64> = ratings.iter().map(|rating| rating.points().unwrap_or(NEUTRAL)).collect();
        let applicable: Vec<f64> =
            ratings.iter().map(|rating| f64::from(u8::from(rating.points().is_some()))).collect();
        let rated: Vec<f64> = ratings.iter().filter_map(|rating| rating.points()).collect();
        Self {
            mean: Some(points.iter().sum::<f64>() / points.len() as f64),
            is_not_applicable: rated.is_empty(),
            disagreement: deviation(&applicable).max(deviation(&rated)),
        }
    }
}

/// The standard deviation of all there is; nought of nothing.
fn deviation(values: &[f64]) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n).sqrt()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::hypotheses::{Evidence, Explanation, Rating};

    const RATINGS: [Consistency; 6] = [
        Consistency::NotApplicable,
        Consistency::VeryInconsistent,
        Consistency::Inconsistent,
        Consistency::Neutral,
        Consistency::Consistent,
        Consistency::VeryConsistent,
    ];

    /// A matrix from rows of signs, one rater; a row that begins with `?` was not observed.
    fn matrix(rows: &[&str]) -> Matrix {
        let n = rows.first().map_or(0, |row| row.trim_start_matches('?').split_whitespace().count());
        let hypotheses =
            (0..n).map(|index| Explanation { id: format!("h{index}"), text: format!("h{index}") }).collect();
        let (mut evidence, mut ratings) = (Vec::new(), Vec::new());
        for (index, row) in rows.iter().enumerate() {
            let id = format!("e{index}");
            for (hypothesis, sign) in row.trim_start_matches('?').split_whitespace().enumerate() {
                if sign != "-" {
                    ratings.push(Rating {
                        evidence: id.clone(),
                        hypothesis: format!("h{hypothesis}"),
                        value: sign.parse().unwrap(),
                        by: "ana".to_owned(),
                        at: None,
                        because: None,
                    });
                }
            }
            evidence.push(Evidence {
                text: id.clone(),
                id,
                observed: !row.starts_with('?'),
                sources: Vec::new(),
                left: 1.0,
            });
        }
        Matrix { title: String::new(), hypotheses, evidence, ratings, proposals: Vec::new() }
    }

    #[test]
    fn the_least_contradicted_leads() {
        // h0: (3-1)² = 4; h1: (3-2)² = 1; h2: 4 + 1 = 5.
        let weighed = weigh(&matrix(&["II C II", "C I I", "N CC N"]));
        let found: Vec<(&str, f64)> =
            weighed.ranking.iter().map(|standing| (standing.id.as_str(), standing.inconsistency)).collect();
        assert_eq!(found, [("h1", 1.0), ("h0", 4.0), ("h2", 5.0)]);
        assert!(!weighed.tied);
        // Means 1, 4, 1: deviation √2; means 4, 2, 2: deviation √(8/9).
        assert!((weighed.evidence[0].diagnosticity - 2.0_f64.sqrt()).abs() < 1e-12);
        assert_eq!(weighed.evidence[0].id, "e0");
    }

    #[test]
    fn the_order_hangs_on_what_decides_it() {
        let weighed = weigh(&matrix(&["II C", "C I"]));
        assert_eq!(weighed.ranking[0].id, "h1");
        let hinge = Hinge { evidence: "e0".to_owned(), if_wrong: IfWrong::LeftOut, leads: "h0".to_owned() };
        assert_eq!(weighed.hinges.first(), Some(&hinge));
    }

    #[test]
    fn what_was_not_observed_separates_and_does_not_count() {
        let weighed = weigh(&matrix(&["II C C", "? CC C II", "? C CC II"]));
        assert_eq!(weighed.ranking[0].inconsistency.to_bits(), 0.0_f64.to_bits());
        let found = weighed.discriminator.unwrap();
        // h1 and h2 lead: both looked-for observations separate them, the second more (5 against 1).
        assert_eq!(
            (found.evidence.as_str(), found.speaks_for.as_str(), found.gap.to_bits()),
            ("e2", "h1", 4.0_f64.to_bits())
        );
        assert!(weighed.tied);
    }

    #[test]
    fn an_empty_matrix_says_nothing() {
        let weighed = weigh(&Matrix::default());
        assert!(weighed.ranking.is_empty() && weighed.evidence.is_empty() && weighed.discriminator.is_none());
    }

    proptest! {
        #[test]
        fn the_order_of_the_rows_does_not_matter(cells in prop::collection::vec(0_usize..6, 12)) {
            let rows: Vec<String> = cells.chunks(3).map(|row| {
                row.iter().map(|cell| RATINGS[*cell].as_str()).collect::<Vec<_>>().join(" ")
            }).collect();
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            let one = matrix(&rows);
            let mut other = one.clone();
            other.evidence.reverse();
            other.ratings.reverse();
            let order = |weighed: &Weighed| weighed.ranking.iter().map(|standing| standing.id.clone()).collect::<Vec<_>>();
            let (one, other) = (weigh(&one), weigh(&other));
            prop_assert_eq!(order(&one), order(&other));
            prop_assert!(one.ranking.iter().all(|standing| standing.inconsistency.is_finite() && standing.inconsistency >= 0.0));
        }
    }
}
