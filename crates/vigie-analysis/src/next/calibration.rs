//! Scores of one question's candidates, turned into probabilities that hold.
//!
//! A candidate's share among all of the question is the softmax of its score. Two numbers bend its log-odds so that, over questions that were not
//! learned from, of those given 30 % about 30 % came true. A question may have several answers, so they need not add up to one.

/// The two numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Calibration {
    slope: f64,
    shift: f64,
}

/// Questions that are needed before the numbers are trusted.
const N_ENOUGH: usize = 30;

impl Calibration {
    /// Fits the numbers to scored questions and the places of their right answers, by Newton's method on the log loss.
    pub(crate) fn fit(questions: &[(Vec<f64>, Vec<u32>)]) -> Self {
        let mut found = Self { slope: 1.0, shift: 0.0 };
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

    fn loss(self, cases: &[(f64, f64)]) -> f64 {
        let one = |&(odds, truth): &(f64, f64)| {
            let p = sigmoid(self.slope * odds + self.shift).clamp(1e-12, 1.0 - 1e-12);
            -(truth * p.ln() + (1.0 - truth) * (1.0 - p).ln())
        };
        cases.iter().map(one).sum()
    }

    /// A step of Newton's method, made shorter until it makes the loss smaller; none where it does not.
    fn step(self, cases: &[(f64, f64)], loss: f64) -> Option<(Self, f64)> {
        let [mut g0, mut g1, mut h00, mut h01, mut h11] = [0.0_f64, 0.0, 1.0, 0.0, 1.0];
        for &(odds, truth) in cases {
            let p = sigmoid(self.slope * odds + self.shift);
            let (error, weight) = (p - truth, p * (1.0 - p));
            g0 += error;
            g1 += error * odds;
            h00 += weight;
            h01 += weight * odds;
            h11 += weight * odds * odds;
        }
        let determinant = h00 * h11 - h01 * h01;
        let (shift, slope) = ((h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant);
        (0..12).find_map(|halvings| {
            let part = 0.5_f64.powi(halvings);
            let next = Self { slope: self.slope - part * slope, shift: self.shift - part * shift };
            let next_loss = next.loss(cases);
            // A slope below nought would turn the ranking round.
            (next.slope > 0.01 && next_loss < loss - 1e-9).then_some((next, next_loss))
        })
    }

    /// The probability of each candidate, in the order of the scores.
    pub(crate) fn probabilities(self, scores: &[f64]) -> Vec<f64> {
        log_odds(scores).into_iter().map(|odds| sigmoid(self.slope * odds + self.shift)).collect()
    }
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
    fn stays_within_bounds_whatever_the_scores() {
        for scores in [vec![], vec![0.0], vec![1e30, -1e30], vec![5.0; 300]] {
            let found = Calibration::fit(&[]).probabilities(&scores);
            assert!(found.iter().all(|p| (0.0..=1.0).contains(p)), "{scores:?}: {found:?}");
        }
    }
}
