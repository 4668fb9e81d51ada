//! Gradient-boosted trees over binned columns.
//!
//! Each tree is grown to mend what the sum of the trees before it gets wrong, on a share of the cases and of the columns
//! drawn by lot. Splits are sought in histograms of at most 48 bins a column, so that a tree costs one pass a level.

use super::lottery::Lottery;
use super::{Cases, log_odds, probability};

/// The most bins of a column.
const BINS: usize = 48;

/// How many cases the bounds of the bins are taken from.
const SAMPLE: usize = 6_000;

/// How trees are grown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Growth {
    /// How many trees.
    pub(crate) n_trees: usize,
    /// How many splits lie between the root and a leaf, at most.
    pub(crate) depth: u32,
    /// How much of what a tree would mend it may.
    pub(crate) rate: f64,
    /// The fewest cases in a leaf.
    pub(crate) least: u32,
    /// Draws the values of small leaves to nought.
    pub(crate) penalty: f64,
    /// The share of the columns that a tree sees.
    pub(crate) columns: f64,
    /// The share of the cases that a tree sees.
    pub(crate) cases: f64,
    /// What the lots depend on.
    pub(crate) seed: u64,
}

/// A sum of trees that gives log odds.
#[derive(Debug, Clone)]
pub(crate) struct Forest {
    base: f64,
    trees: Vec<Tree>,
}

#[derive(Debug, Clone)]
struct Tree {
    nodes: Vec<Node>,
}

/// A node: a leaf where `left` is 0, which no node has for a child.
#[derive(Debug, Clone, Copy, Default)]
struct Node {
    column: u32,
    /// Goes left where the number is not above it.
    bound: f32,
    bin: u8,
    left: u32,
    right: u32,
    value: f64,
}

/// The columns in bins.
struct Binned {
    bounds: Vec<Vec<f32>>,
    /// Column after column.
    bins: Vec<Vec<u8>>,
}

impl Forest {
    /// Grows trees on cases.
    pub(crate) fn grow(cases: &Cases, growth: Growth) -> Self {
        let base = log_odds(cases.base_rate());
        let mut forest = Self { base, trees: Vec::new() };
        if cases.n_true() == 0 || cases.n_true() == cases.len() || cases.width() == 0 {
            return forest;
        }
        let binned = Binned::of(cases);
        let mut lottery = Lottery::new(growth.seed);
        let mut sums = vec![base; cases.len()];
        let mut pull = vec![[0.0_f32; 2]; cases.len()];
        for _ in 0..growth.n_trees {
            for ((pull, sum), came_true) in pull.iter_mut().zip(&sums).zip(cases.came_true()) {
                let odds = probability(*sum);
                *pull = [odds - f64::from(u8::from(*came_true)), odds * (1.0 - odds)].map(super::scale::narrow);
            }
            let tree = Sapling::new(&binned, &pull, growth, &mut lottery).grow();
            for (case, sum) in sums.iter_mut().enumerate() {
                *sum += tree.value_of_bins(&binned, case);
            }
            forest.trees.push(tree);
        }
        forest
    }

    /// The log odds of a row.
    pub(crate) fn log_odds(&self, row: &[f32]) -> f64 {
        self.base + self.trees.iter().map(|tree| tree.value(row)).sum::<f64>()
    }

    /// Adds what each column adds to the log odds, against an average case: at each split on the way of a row, what the
    /// branch it takes is worth more than the fork.
    pub(crate) fn add_parts(&self, row: &[f32], share: f64, parts: &mut [f64]) {
        for tree in &self.trees {
            let mut node = tree.nodes[0];
            while node.left != 0 {
                let next = tree.next(node, row);
                if let Some(part) = parts.get_mut(node.column as usize) {
                    *part += share * (next.value - node.value);
                }
                node = next;
            }
        }
    }
}

impl Tree {
    fn value(&self, row: &[f32]) -> f64 {
        let mut node = self.nodes[0];
        while node.left != 0 {
            node = self.next(node, row);
        }
        node.value
    }

    fn next(&self, node: Node, row: &[f32]) -> Node {
        let value = row.get(node.column as usize).copied().unwrap_or(0.0);
        self.nodes[if value <= node.bound { node.left } else { node.right } as usize]
    }

    fn value_of_bins(&self, binned: &Binned, case: usize) -> f64 {
        let mut node = self.nodes[0];
        while node.left != 0 {
            let bin = binned.bins[node.column as usize][case];
            node = self.nodes[if bin <= node.bin { node.left } else { node.right } as usize];
        }
        node.value
    }
}

impl Binned {
    fn of(cases: &Cases) -> Self {
        let step = cases.len().div_ceil(SAMPLE).max(1);
        let bounds: Vec<Vec<f32>> = (0..cases.width())
            .map(|column| bounds((0..cases.len()).step_by(step).map(|case| cases.row(case)[column]).collect()))
            .collect();
        let mut bins = vec![Vec::with_capacity(cases.len()); cases.width()];
        for row in cases.rows() {
            for ((bins, bounds), value) in bins.iter_mut().zip(&bounds).zip(row) {
                let bin = bounds.partition_point(|bound| bound < value);
                bins.push(u8::try_from(bin).unwrap_or(u8::MAX));
            }
        }
        Self { bounds, bins }
    }
}

/// Numbers between the values of a sample that cut it into parts of about one size.
fn bounds(mut sample: Vec<f32>) -> Vec<f32> {
    sample.sort_by(f32::total_cmp);
    let n_all = sample.len();
    let mut distinct = sample.clone();
    distinct.dedup();
    let cuts: Vec<f32> = if distinct.len() <= BINS {
        distinct.windows(2).map(|pair| f32::midpoint(pair[0], pair[1])).collect()
    } else {
        // What is most common often takes up most of the sample; the rest is cut evenly by distinct values and by rank.
        let by_rank = (1..BINS / 2).map(|cut| sample[cut * n_all / (BINS / 2)]);
        let by_value = (1..BINS / 2).map(|cut| distinct[cut * distinct.len() / (BINS / 2)]);
        let mut cuts: Vec<f32> = by_rank.chain(by_value).collect();
        cuts.sort_by(f32::total_cmp);
        cuts
    };
    let mut cuts: Vec<f32> = cuts;
    cuts.dedup();
    cuts
}

/// A tree while it grows.
struct Sapling<'a> {
    binned: &'a Binned,
    pull: &'a [[f32; 2]],
    growth: Growth,
    columns: Vec<usize>,
    nodes: Vec<Node>,
    cases: Vec<u32>,
}

/// The sums of a set of cases: gradient, curvature and number.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    gradient: f64,
    curvature: f64,
    n: u32,
}

impl Sums {
    fn add(&mut self, [gradient, curvature]: [f32; 2]) {
        self.gradient += f64::from(gradient);
        self.curvature += f64::from(curvature);
        self.n += 1;
    }

    fn plus(self, other: Self) -> Self {
        Self {
            gradient: self.gradient + other.gradient,
            curvature: self.curvature + other.curvature,
            n: self.n + other.n,
        }
    }

    fn minus(self, other: Self) -> Self {
        Self {
            gradient: self.gradient - other.gradient,
            curvature: self.curvature - other.curvature,
            n: self.n - other.n,
        }
    }

    fn worth(self, penalty: f64) -> f64 {
        self.gradient * self.gradient / (self.curvature + penalty)
    }
}

struct Split {
    column: usize,
    bin: u8,
    gain: f64,
}

impl<'a> Sapling<'a> {
    fn new(binned: &'a Binned, pull: &'a [[f32; 2]], growth: Growth, lottery: &mut Lottery) -> Self {
        let n_columns = binned.bins.len();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a small count")]
        let n_chosen = ((n_columns as f64 * growth.columns).ceil() as usize).clamp(1, n_columns);
        let columns = lottery.some_of(n_columns, n_chosen);
        let cases = (0..).take(pull.len()).filter(|_| lottery.share() < growth.cases).collect();
        Self { binned, pull, growth, columns, nodes: vec![Node::default()], cases }
    }

    fn grow(mut self) -> Tree {
        let cases = std::mem::take(&mut self.cases);
        self.grow_node(0, cases, 0);
        if self.nodes.len() == 1 {
            // Nothing tells the cases apart; what is left is the chance of which cases the tree saw.
            self.nodes[0].value = 0.0;
        }
        Tree { nodes: self.nodes }
    }

    fn grow_node(&mut self, node: usize, cases: Vec<u32>, depth: u32) {
        let mut all = Sums::default();
        for case in &cases {
            all.add(self.pull[*case as usize]);
        }
        self.nodes[node].value = -self.growth.rate * all.gradient / (all.curvature + self.growth.penalty);
        if depth >= self.growth.depth || all.n < 2 * self.growth.least {
            return;
        }
        let Some(split) = self.best_split(&cases, all) else { return };
        let bins = &self.binned.bins[split.column];
        let (left, right): (Vec<u32>, Vec<u32>) = cases.into_iter().partition(|case| bins[*case as usize] <= split.bin);
        let first = self.nodes.len();
        self.nodes.extend([Node::default(); 2]);
        let [left_node, right_node] = [first, first + 1].map(|node| u32::try_from(node).unwrap_or(u32::MAX));
        let branch = &mut self.nodes[node];
        branch.column = u32::try_from(split.column).unwrap_or(u32::MAX);
        branch.bin = split.bin;
        branch.bound = self.binned.bounds[split.column][usize::from(split.bin)];
        (branch.left, branch.right) = (left_node, right_node);
        self.grow_node(first, left, depth + 1);
        self.grow_node(first + 1, right, depth + 1);
    }

    fn best_split(&self, cases: &[u32], all: Sums) -> Option<Split> {
        let penalty = self.growth.penalty;
        let mut best: Option<Split> = None;
        let mut histogram = [Sums::default(); 256];
        for column in &self.columns {
            let n_bins = self.binned.bounds[*column].len() + 1;
            histogram[..n_bins].fill(Sums::default());
            let bins = &self.binned.bins[*column];
            for case in cases {
                histogram[usize::from(bins[*case as usize])].add(self.pull[*case as usize]);
            }
            let mut left = Sums::default();
            for (bin, sums) in (0_u8..).zip(&histogram[..n_bins - 1]) {
                left = left.plus(*sums);
                let right = all.minus(left);
                if left.n < self.growth.least || right.n < self.growth.least {
                    continue;
                }
                let gain = left.worth(penalty) + right.worth(penalty) - all.worth(penalty);
                if gain > best.as_ref().map_or(1e-9, |best| best.gain) {
                    best = Some(Split { column: *column, bin, gain });
                }
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::scale::narrow;

    const GROWTH: Growth =
        Growth { n_trees: 150, depth: 3, rate: 0.1, least: 20, penalty: 1.0, columns: 1.0, cases: 0.7, seed: 1 };

    /// Cases that come true nine times in ten where exactly one of two numbers is positive, else one time in ten.
    fn cases(n: usize) -> Cases {
        let mut lottery = Lottery::new(7);
        let mut cases = Cases::new(3);
        for _ in 0..n {
            let row = [(); 3].map(|()| narrow(lottery.share() * 2.0 - 1.0));
            let odds = if (row[0] > 0.0) == (row[1] > 0.0) { 0.1 } else { 0.9 };
            cases.push(&row, lottery.share() < odds);
        }
        cases
    }

    #[test]
    fn finds_what_no_weighted_sum_can() {
        let forest = Forest::grow(&cases(8_000), GROWTH);
        for (row, truth) in [([0.5, 0.5, 0.0], 0.1), ([0.5, -0.5, 0.0], 0.9), ([-0.5, 0.5, 0.9], 0.9)] {
            let found = probability(forest.log_odds(&row));
            assert!((found - truth).abs() < 0.06, "{row:?}: {found} for {truth}");
        }
    }

    #[test]
    fn the_same_cases_and_seed_give_the_same_trees() {
        let cases = cases(500);
        let [one, other] = [(); 2].map(|()| Forest::grow(&cases, GROWTH).log_odds(&[0.3, 0.2, 0.1]));
        assert_eq!(one.to_bits(), other.to_bits());
    }

    #[test]
    fn few_or_strange_cases_do_no_harm() {
        assert!(Forest::grow(&Cases::new(2), GROWTH).log_odds(&[1.0, 1.0]).is_finite());
        let mut same = Cases::new(1);
        (0..100).for_each(|number| same.push(&[5.0], number % 2 == 0));
        assert!((probability(Forest::grow(&same, GROWTH).log_odds(&[5.0])) - 0.5).abs() < 0.01);
        let mut wide = Cases::new(1);
        (0..300).for_each(|number| wide.push(&[if number == 0 { f32::MAX } else { -f32::MAX }], number < 9));
        assert!(Forest::grow(&wide, GROWTH).log_odds(&[0.0]).is_finite());
    }
}
