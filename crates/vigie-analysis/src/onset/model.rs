//! The model of onset: a weighted sum and trees, learned from the cases so far; the odds are the mean of both.

use crate::learn::{Cases, Forest, Growth, Logistic, probability};

/// What a weight of 1 costs in the sum. Found by walking forward over the years 2013 and 2014; twice or half of it changes little.
const PENALTY: f64 = 3000.0;

/// How the trees grow, found in the same way.
const GROWTH: Growth =
    Growth { n_trees: 120, depth: 3, rate: 0.05, least: 60, penalty: 10.0, columns: 0.2, cases: 0.6, seed: 0 };

/// How many forests there are, each with lots of its own.
const N_FORESTS: u64 = 3;

/// The least and the most that odds can be: nothing is certain.
const BOUNDS: [f64; 2] = [0.0001, 0.995];

/// What odds are made of.
#[derive(Debug, Clone)]
pub(super) struct Model {
    sum: Logistic,
    forests: Vec<Forest>,
}

impl Model {
    /// Learns from cases.
    pub(super) fn learn(cases: &Cases) -> Self {
        let forests = (0..N_FORESTS).map(|seed| Forest::grow(cases, Growth { seed, ..GROWTH }));
        Self { sum: Logistic::fit(cases, PENALTY), forests: forests.collect() }
    }

    /// The probability of a case.
    pub(super) fn probability(&self, row: &[f32]) -> f64 {
        let by_trees = self.forests.iter().map(|forest| forest.log_odds(row)).sum::<f64>() / N_FORESTS as f64;
        probability(f64::midpoint(self.sum.log_odds(row), by_trees)).clamp(BOUNDS[0], BOUNDS[1])
    }

    /// What each number of a case adds to the log odds, against an average case.
    pub(super) fn parts(&self, row: &[f32]) -> Vec<f64> {
        let mut parts: Vec<f64> = self.sum.parts(row).map(|part| part / 2.0).collect();
        for forest in &self.forests {
            forest.add_parts(row, 0.5 / N_FORESTS as f64, &mut parts);
        }
        parts
    }
}
