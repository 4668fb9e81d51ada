//! Scores of one question's candidates, turned into probabilities that hold.
//!
//! A candidate's share among all of the question is the softmax of its score. Three numbers bend its log-odds so that, over questions that were not
//! learned from, of those given 30 % about 30 % came true: a slope, a shift, and what the slope changes by above log-odds of -2, since leaders are
//! too sure in another measure than the many who trail. A question may have several answers, so they need not add up to one.

/// The three numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Calibration {
    slope: f64,
    shift: f64,
    /// What is added to the slope above [`BEND`].
    bend: f64,
}

/// The log-odds above which the slope is another.
const BEND: f64 = -2.0;

/// A slope below this would all but turn the ranking round.
const LEAST_SLOPE: f64 = 0.01;

/// Questions that are needed before the numbers are trusted.
const N_ENOUGH: usize = 30;

impl Calibration {
    /// Fits the numbers to scored questions and the places of their right answers, by Newton's method on the log loss.
    pub(crate) fn fit(questions: &[(Vec<f64>, Vec<u32>)]) -> Self {
        let mut found = Self { slope: 1.0, shift: 0.0, bend: 0.0 };
        if questions.len() < N_ENOUGH {
            return found;
        }
        let mut cases = Vec::new();
        for (scores, right) in questions {
            for (place, odds) in log_odds(scores).into_iter().enumerate() {
                let is_right = right.iter().any(|&it| it as usize == place);
                cases.push((odds, f64::from(u8::from(is_right))));
            }
        }
        let mut loss = found.loss(&cases);
        for _ in 0..25 {
            let Some((next, next_loss)) = found.step(&cases, loss) else { break };
            (found, loss) = (next, next_loss);
        }
        found
    }

    fn odds(self, odds: f64) -> f64 {
        self.slope * odds + self.shift + self.bend * (odds - BEND).max(0.0)
    }

    fn loss(self, cases: &[(f64, f64)]) -> f64 {
        let one = |&(odds, truth): &(f64, f64)| {
            let p = sigmoid(self.odds(odds)).clamp(1e-12, 1.0 - 1e-12);
            -(truth * p.ln() + (1.0 - truth) * (1.0 - p).ln())
        };
        cases.iter().map(one).sum()
    }

    /// A step of Newton's method, made shorter until it makes the loss smaller; none where it does not.
    fn step(self, cases: &[(f64, f64)], loss: f64) -> Option<(Self, f64)> {
        // The slopes of the loss by the three numbers, and the curvature, on whose diagonal a little keeps it solvable.
        let (mut slopes, mut curves) = ([0.0_f64; 3], [[1.0_f64, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]);
        for &(odds, truth) in cases {
            let p = sigmoid(self.odds(odds));
            let (error, weight) = (p - truth, p * (1.0 - p));
            let by = [odds, 1.0, (odds - BEND).max(0.0)];
            for (row, one) in by.iter().enumerate() {
                slopes[row] += error * one;
                for (column, other) in by.iter().enumerate() {
                    curves[row][column] += weight * one * other;
                }
            }
        }
        let [slope, shift, bend] = solved(curves, slopes);
        (0..12).find_map(|halvings| {
            let part = 0.5_f64.powi(halvings);
            let next = Self {
                slope: self.slope - part * slope,
                shift: self.shift - part * shift,
                bend: self.bend - part * bend,
            };
            let next_loss = next.loss(cases);
            let rises = next.slope > LEAST_SLOPE && next.slope + next.bend > LEAST_SLOPE;
            (rises && next_loss < loss - 1e-9).then_some((next, next_loss))
        })
    }

    /// The probability of each candidate, in the order of the scores.
    pub(crate) fn probabilities(self, scores: &[f64]) -> Vec<f64> {
        log_odds(scores).into_iter().map(|odds| sigmoid(self.odds(odds))).collect()
    }
}

/// Solves three equations whose matrix is symmetric with a diagonal above nought, by elimination.
fn solved(mut matrix: [[f64; 3]; 3], mut right: [f64; 3]) -> [f64; 3] {
    for pivot in 0..3 {
        let of_pivot = matrix[pivot];
        for row in pivot + 1..3 {
            let factor = matrix[row][pivot] / of_pivot[pivot];
            for (value, above) in matrix[row].iter_mut().zip(of_pivot) {
                *value -= factor * above;
            }
            right[row] -= factor * right[pivot];
        }
    }
    let mut found = [0.0; 3];
    for row in (0..3).rev() {
        let known: f64 = (row + 1..3).map(|column| matrix[row][column] * found[column]).sum();
        found[row] = (right[row] - known) / matrix[row][row];
    }
    found
}

/// The log-odds of each softmax share.
fn log_odds(scores: &[f64]) -> Vec<f64> {
    let top = scores.iter().copied().fold(f64::MIN, f64::max);
    let weights: Vec<f64> = scores.iter().map(|score| (score - top).exp()).collect();
    let all: f64 = weights.iter().sum();
    let odds = |weight: f64| (weight.max(1e-30) / (all - weight).max(1e-9)).ln();
    weights.into_iter().map(odds).collect()
}

fn sigmoid(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brings_boastful_scores_down_to_what_came_true() {
        // The first candidate always leads by far, and is right in six of ten.
        let questions: Vec<_> = (0..1000).map(|it| (vec![6.0, 0.0, 0.0], vec![u32::from(it % 10 >= 6)])).collect();
        let found = Calibration::fit(&questions).probabilities(&[6.0, 0.0, 0.0]);
        assert!((found[0] - 0.6).abs() < 0.02, "{found:?}");
        assert!((found[1] - 0.2).abs() < 0.02, "{found:?}");
    }

    #[test]
    fn bends_the_top_apart_from_the_rest() {
        // Leaders at log-odds of 3 and of 0 come true in 7 and 4 of 10; one among a hundred is right as often as its share says.
        let leader =
            |odds: f64, n_right: usize| (0..1000).map(move |it| (vec![odds, 0.0], vec![u32::from(it % 10 >= n_right)]));
        let crowd = (0..1000).map(|it| (vec![0.0; 100], vec![it % 100]));
        let questions: Vec<_> = leader(3.0, 7).chain(leader(0.0, 4)).chain(crowd).collect();
        let found = Calibration::fit(&questions);
        let said = |scores: &[f64]| found.probabilities(scores)[0];
        assert!(found.bend < 0.0 && (said(&[3.0, 0.0]) - 0.7).abs() < 0.1, "{found:?}");
        assert!((said(&[0.0; 100]) - 0.01).abs() < 0.01, "{found:?}");
        let solved = solved([[2.0, 1.0, 0.0], [1.0, 3.0, 1.0], [0.0, 1.0, 4.0]], [4.0, 10.0, 14.0]);
        assert!(solved.iter().zip([1.0, 2.0, 3.0]).all(|(found, wanted)| (found - wanted).abs() < 1e-12), "{solved:?}");
    }

    #[test]
    fn stays_within_bounds_whatever_the_scores() {
        for scores in [vec![], vec![0.0], vec![1e30, -1e30], vec![5.0; 300]] {
            let found = Calibration::fit(&[]).probabilities(&scores);
            assert!(found.iter().all(|p| (0.0..=1.0).contains(p)), "{scores:?}: {found:?}");
        }
    }
}
