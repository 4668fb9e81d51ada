//! Logistic regression with a penalty on large weights, fitted by L-BFGS.

use std::collections::VecDeque;

use super::scale::{Scale, narrow};
use super::{Cases, log_odds};

/// How many past steps shape the next.
const MEMORY: usize = 8;

/// The most steps.
const STEPS: usize = 120;

/// A sum of weighted numbers that gives log odds.
#[derive(Debug, Clone)]
pub(crate) struct Logistic {
    scale: Scale,
    /// The weights of the scaled columns, and last the constant.
    weights: Vec<f32>,
}

impl Logistic {
    /// Fits weights to cases. `penalty` is what a weight of 1 costs, in the log likelihood of all cases together, twice over.
    pub(crate) fn fit(cases: &Cases, penalty: f64) -> Self {
        let scale = Scale::of(cases);
        let width = cases.width();
        let mut scaled = Vec::with_capacity(cases.len() * width);
        cases.rows().for_each(|row| scale.apply(row, &mut scaled));
        let mut start = vec![0.0; width];
        start.push(narrow(log_odds(cases.base_rate())));
        let problem = Problem { scaled: &scaled, came_true: cases.came_true(), width, penalty };
        Self { weights: problem.minimum(start), scale }
    }

    /// The log odds of a row.
    pub(crate) fn log_odds(&self, row: &[f32]) -> f64 {
        self.parts(row).sum::<f64>() + f64::from(self.weights.last().copied().unwrap_or(0.0))
    }

    /// What each column adds to the log odds, against an average case.
    pub(crate) fn parts(&self, row: &[f32]) -> impl Iterator<Item = f64> {
        let mut scaled = Vec::with_capacity(row.len());
        self.scale.apply(row, &mut scaled);
        scaled.into_iter().zip(&self.weights).map(|(value, weight)| f64::from(value) * f64::from(*weight))
    }
}

/// What is to be made small: the penalised negative log likelihood, per case.
struct Problem<'a> {
    scaled: &'a [f32],
    came_true: &'a [bool],
    width: usize,
    penalty: f64,
}

impl Problem<'_> {
    /// The loss at some weights, and its gradient.
    fn loss(&self, weights: &[f32], gradient: &mut Vec<f64>) -> f64 {
        let n = self.came_true.len().max(1) as f64;
        let mut slopes = vec![0.0_f32; self.width];
        let (mut constant, mut loss) = (0.0_f64, 0.0_f64);
        for (row, came_true) in self.scaled.chunks_exact(self.width.max(1)).zip(self.came_true) {
            let sum = dot(row, weights) + weights[self.width];
            let truth = if *came_true { 1.0 } else { 0.0 };
            loss += f64::from(softplus(sum) - truth * sum);
            let error = 1.0 / (1.0 + (-sum).exp()) - truth;
            constant += f64::from(error);
            slopes.iter_mut().zip(row).for_each(|(slope, value)| *slope += error * value);
        }
        let size: f64 = weights[..self.width].iter().map(|weight| f64::from(*weight).powi(2)).sum();
        gradient.clear();
        gradient.extend(
            slopes
                .iter()
                .zip(weights)
                .map(|(slope, weight)| (f64::from(*slope) + self.penalty * f64::from(*weight)) / n),
        );
        gradient.push(constant / n);
        (loss + 0.5 * self.penalty * size) / n
    }

    fn minimum(&self, start: Vec<f32>) -> Vec<f32> {
        let mut weights = start;
        let mut gradient = Vec::new();
        let mut loss = self.loss(&weights, &mut gradient);
        let mut past: VecDeque<(Vec<f64>, Vec<f64>, f64)> = VecDeque::new();
        for _ in 0..STEPS {
            if gradient.iter().map(|slope| slope * slope).sum::<f64>().sqrt() < 2e-5 {
                break;
            }
            let direction = direction(&gradient, &past);
            let slope: f64 = direction.iter().zip(&gradient).map(|(step, slope)| step * slope).sum();
            let Some((next, next_gradient, next_loss)) = self.step(&weights, &direction, slope, loss) else {
                break;
            };
            let moved: Vec<f64> = next.iter().zip(&weights).map(|(new, old)| f64::from(new - old)).collect();
            let turned: Vec<f64> = next_gradient.iter().zip(&gradient).map(|(new, old)| new - old).collect();
            let curvature: f64 = moved.iter().zip(&turned).map(|(a, b)| a * b).sum();
            if curvature > 1e-14 {
                past.push_back((moved, turned, 1.0 / curvature));
                if past.len() > MEMORY {
                    past.pop_front();
                }
            }
            (weights, gradient, loss) = (next, next_gradient, next_loss);
        }
        weights
    }

    /// Walks along a direction, half as far each time until the loss falls enough; nothing where it does not fall.
    fn step(&self, weights: &[f32], direction: &[f64], slope: f64, loss: f64) -> Option<(Vec<f32>, Vec<f64>, f64)> {
        let mut length = 1.0;
        let mut gradient = Vec::new();
        for _ in 0..20 {
            let next: Vec<f32> = weights
                .iter()
                .zip(direction)
                .map(|(weight, step)| narrow(f64::from(*weight) + length * step))
                .collect();
            let next_loss = self.loss(&next, &mut gradient);
            if next_loss.is_finite() && next_loss <= loss + 1e-4 * length * slope {
                return (next_loss < loss).then_some((next, gradient, next_loss));
            }
            length *= 0.5;
        }
        None
    }
}

/// The way down, bent by what past steps have shown of the curvature.
fn direction(gradient: &[f64], past: &VecDeque<(Vec<f64>, Vec<f64>, f64)>) -> Vec<f64> {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let mut way = gradient.to_vec();
    let mut weights = Vec::with_capacity(past.len());
    for (moved, turned, rho) in past.iter().rev() {
        let weight = rho * dot(moved, &way);
        way.iter_mut().zip(turned).for_each(|(way, turned)| *way -= weight * turned);
        weights.push(weight);
    }
    let first = match past.back() {
        Some((_, turned, rho)) => 1.0 / (rho * dot(turned, turned)),
        None => 1.0 / dot(gradient, gradient).sqrt().max(1e-12),
    };
    for way in &mut way {
        *way *= first;
    }
    for ((moved, turned, rho), weight) in past.iter().zip(weights.iter().rev()) {
        let back = rho * dot(turned, &way);
        way.iter_mut().zip(moved).for_each(|(way, moved)| *way += (weight - back) * moved);
    }
    for way in &mut way {
        *way = -*way;
    }
    way
}

/// Eight sums side by side, which the compiler turns into wide instructions.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 8];
    let (left, right) = (a.chunks_exact(8), b[..a.len()].chunks_exact(8));
    let rest: f32 = left.remainder().iter().zip(right.remainder()).map(|(a, b)| a * b).sum();
    for (left, right) in left.zip(right) {
        for lane in 0..8 {
            sums[lane] += left[lane] * right[lane];
        }
    }
    sums.iter().sum::<f32>() + rest
}

fn softplus(value: f32) -> f32 {
    if value > 20.0 { value } else { value.exp().ln_1p() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::lottery::Lottery;
    use crate::learn::probability;

    /// Cases whose log odds are `-1 + 2 first - second`, with a third column that says nothing.
    fn cases(n: usize) -> Cases {
        let mut lottery = Lottery::new(3);
        let mut cases = Cases::new(3);
        for _ in 0..n {
            let row = [(); 3].map(|()| narrow(lottery.share() * 4.0 - 2.0));
            let odds = probability(-1.0 + 2.0 * f64::from(row[0]) - f64::from(row[1]));
            cases.push(&row, lottery.share() < odds);
        }
        cases
    }

    #[test]
    fn finds_the_weights_that_made_the_cases() {
        let model = Logistic::fit(&cases(20_000), 1.0);
        for row in [[0.0, 0.0, 0.0], [1.0, 0.0, 1.0], [0.0, 1.0, -1.0], [-1.0, -1.0, 0.5]] {
            let truth = -1.0 + 2.0 * f64::from(row[0]) - f64::from(row[1]);
            assert!((model.log_odds(&row) - truth).abs() < 0.12, "{row:?}: {} for {truth}", model.log_odds(&row));
        }
    }

    #[test]
    fn a_great_penalty_leaves_the_base_rate() {
        let cases = cases(2_000);
        let model = Logistic::fit(&cases, 1e9);
        assert!((probability(model.log_odds(&[2.0, -2.0, 1.0])) - cases.base_rate()).abs() < 0.01);
    }

    #[test]
    fn few_or_strange_cases_do_no_harm() {
        let none = Logistic::fit(&Cases::new(2), 1.0);
        assert!(none.log_odds(&[1.0, 2.0]).is_finite());
        let mut same = Cases::new(2);
        (0..10).for_each(|_| same.push(&[3.0, 3.0], true));
        assert!(Logistic::fit(&same, 1.0).log_odds(&[1e30, -1e30]).is_finite());
        let empty = Logistic::fit(&Cases::new(0), 1.0);
        assert!(empty.log_odds(&[]).is_finite());
    }
}
