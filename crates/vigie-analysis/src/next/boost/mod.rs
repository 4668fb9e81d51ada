//! Trees that learn to rank: gradient boosting with a listwise loss.
//!
//! Takes rows of features in groups (the candidates of one question), of which some are right. Each right answer competes with all wrong ones of
//! its group, and not with the other right ones, which is how rankings are judged here: the loss is the softmax of the right one among the wrong.
//!
//! Features are cut into at most 64 bins first. Trees grow leaf by leaf where the gain is greatest. Given the same rows it gives the same
//! trees on any number of threads: threads share out the features, never the sums.

mod bins;
mod grow;
mod tree;

pub(crate) use bins::{Binned, Bins};
pub(crate) use grow::Growth;
pub(crate) use tree::Tree;

/// How the trees are grown.
#[derive(Debug, Clone)]
pub(crate) struct BoostSettings {
    pub(crate) n_trees: usize,
    pub(crate) n_leaves: usize,
    pub(crate) rate: f64,
    /// The share of groups that each tree sees.
    pub(crate) group_share: f64,
    /// The share of features that each tree may use.
    pub(crate) feature_share: f64,
    pub(crate) min_rows: u32,
    pub(crate) ridge: f64,
    pub(crate) n_threads: usize,
}

/// The first and the second derivative of the loss.
type Slope = (f64, f64);

/// A group of rows: one question and its candidates.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    /// The first row.
    pub(crate) start: u32,
    /// One past the last row.
    pub(crate) end: u32,
    /// The rows, counted from `start`, that are right answers.
    pub(crate) right: Vec<u32>,
}

/// What was learned.
#[derive(Debug, Clone, Default)]
pub(crate) struct Boosted {
    trees: Vec<Tree>,
}

impl Boosted {
    /// Learns from groups of rows.
    pub(crate) fn learn(rows: &Binned, groups: &[Group], settings: &BoostSettings) -> Self {
        let mut model = Self::default();
        let mut scores = vec![0.0_f64; rows.n_rows()];
        let mut slopes = vec![(0.0, 0.0); rows.n_rows()];
        let mut growth = Growth::new(rows, settings);
        let mut dice = Dice::new(17);
        for _ in 0..settings.n_trees {
            let features = dice.choose(rows.n_features(), settings.feature_share);
            let mut seen = Vec::with_capacity(rows.n_rows());
            for group in groups {
                if dice.below(settings.group_share) {
                    slope(&scores, group, &mut slopes);
                    seen.extend(group.start..group.end);
                }
            }
            if seen.is_empty() {
                continue;
            }
            let tree = growth.grow(&seen, &slopes, &features);
            tree.add_scores(rows, &mut scores, settings.n_threads);
            model.trees.push(tree);
        }
        model
    }

    /// The score of one row; higher is likelier.
    pub(crate) fn score(&self, row: &[u8]) -> f64 {
        self.trees.iter().map(|tree| tree.value(row)).sum()
    }

    /// How much each feature gained in all trees.
    pub(crate) fn gains(&self, n_features: usize) -> Vec<f64> {
        let mut gains = vec![0.0; n_features];
        for tree in &self.trees {
            tree.add_gains(&mut gains);
        }
        gains
    }
}

/// First and second derivative of the loss for every row of a group.
fn slope(scores: &[f64], group: &Group, slopes: &mut [Slope]) {
    let range = group.start as usize..group.end as usize;
    let scores = &scores[range.clone()];
    let slopes = &mut slopes[range];
    let top = scores.iter().copied().fold(f64::MIN, f64::max);
    let mut wrong = 0.0;
    for (slot, score) in slopes.iter_mut().zip(scores) {
        slot.0 = (score - top).exp();
        wrong += slot.0;
    }
    for &row in &group.right {
        wrong -= slopes[row as usize].0;
    }
    let wrong = wrong.max(1e-12);
    // For a wrong row the terms of all right ones add up.
    let (mut first, mut second) = (0.0, 0.0);
    let odds: Vec<f64> = group.right.iter().map(|&row| slopes[row as usize].0).collect();
    for odds in &odds {
        let all = odds + wrong;
        first += 1.0 / all;
        second += 1.0 / (all * all);
    }
    for slot in slopes.iter_mut() {
        let odds = slot.0;
        *slot = (odds * first, (odds * first - odds * odds * second).max(1e-9));
    }
    for (&row, odds) in group.right.iter().zip(odds) {
        let share = odds / (odds + wrong);
        slopes[row as usize] = (share - 1.0, (share * (1.0 - share)).max(1e-9));
    }
}

/// A small generator of numbers, the same on every run.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number from 0 to 1, without 1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn below(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// A number below `end`.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a length, cut off")]
    pub(crate) fn index(&mut self, end: usize) -> usize {
        (self.unit() * end as f64) as usize
    }

    fn choose(&mut self, n: usize, share: f64) -> Vec<usize> {
        let chosen: Vec<usize> = (0..n).filter(|_| self.below(share)).collect();
        if chosen.is_empty() { (0..n).collect() } else { chosen }
    }
}
