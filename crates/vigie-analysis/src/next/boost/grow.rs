//! How a tree grows: the leaf with the greatest gain is split, until there are enough.

use std::thread;

use super::bins::{Binned, N_BINS};
use super::tree::{Node, Tree};
use super::{BoostSettings, Slope};

/// Sums over the rows of a leaf, for each bin of each feature.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    first: f64,
    second: f64,
    n: u32,
}

type Histogram = Vec<[Sum; N_BINS]>;

#[derive(Debug, Clone, Copy)]
struct Split {
    gain: f64,
    feature: usize,
    bin: u8,
}

/// A leaf that may yet be split.
struct Bud {
    node: usize,
    rows: Vec<u32>,
    histogram: Histogram,
    total: Sum,
    best: Option<Split>,
}

/// Grows trees over the same rows.
pub(crate) struct Growth<'a> {
    rows: &'a Binned,
    settings: &'a BoostSettings,
}

impl<'a> Growth<'a> {
    pub(crate) fn new(rows: &'a Binned, settings: &'a BoostSettings) -> Self {
        Self { rows, settings }
    }

    /// Grows a tree over the rows `seen`, with the features given.
    pub(crate) fn grow(&mut self, seen: &[u32], slopes: &[Slope], features: &[usize]) -> Tree {
        let mut nodes = vec![Node::Leaf { value: 0.0 }];
        let histogram = self.histogram(seen, slopes, features);
        let mut buds = vec![self.bud(0, seen.to_vec(), histogram)];
        let mut n_leaves = 1;
        while n_leaves < self.settings.n_leaves {
            let gain = |bud: &Bud| bud.best.map_or(0.0, |split| split.gain);
            let Some(next) = (0..buds.len()).max_by(|&a, &b| gain(&buds[a]).total_cmp(&gain(&buds[b])).then(b.cmp(&a)))
            else {
                break;
            };
            let Some(split) = buds[next].best else { break };
            let bud = buds.swap_remove(next);
            let (left, right) = (nodes.len(), nodes.len() + 1);
            nodes[bud.node] = Node::Split {
                feature: place(features[split.feature]),
                bin: split.bin,
                left: place(left),
                right: place(right),
                gain: split.gain,
            };
            nodes.extend([Node::Leaf { value: 0.0 }; 2]);
            let (a, b) = self.part(bud, split, [left, right], slopes, features);
            buds.extend([a, b]);
            n_leaves += 1;
        }
        for bud in &buds {
            let value = -bud.total.first / (bud.total.second + self.settings.ridge);
            nodes[bud.node] = Node::Leaf { value: self.settings.rate * value };
        }
        Tree { nodes }
    }

    /// Splits a leaf in two. The sums of the larger half are what the smaller leaves of the whole.
    fn part(&self, bud: Bud, split: Split, places: [usize; 2], slopes: &[Slope], features: &[usize]) -> (Bud, Bud) {
        let feature = features[split.feature];
        let (left, right): (Vec<u32>, Vec<u32>) =
            bud.rows.iter().partition(|&&row| self.rows.row(row as usize)[feature] <= split.bin);
        let left_is_small = left.len() <= right.len();
        let small = self.histogram(if left_is_small { &left } else { &right }, slopes, features);
        let mut large = bud.histogram;
        for (large, small) in large.iter_mut().zip(&small) {
            for (large, small) in large.iter_mut().zip(small) {
                large.first -= small.first;
                large.second -= small.second;
                large.n -= small.n;
            }
        }
        let (of_left, of_right) = if left_is_small { (small, large) } else { (large, small) };
        (self.bud(places[0], left, of_left), self.bud(places[1], right, of_right))
    }

    fn bud(&self, node: usize, rows: Vec<u32>, histogram: Histogram) -> Bud {
        let mut total = Sum::default();
        for sum in &histogram[0] {
            total.first += sum.first;
            total.second += sum.second;
            total.n += sum.n;
        }
        let best = self.best_split(&histogram, total);
        Bud { node, rows, histogram, total, best }
    }

    fn histogram(&self, rows: &[u32], slopes: &[Slope], features: &[usize]) -> Histogram {
        let mut histogram: Histogram = vec![[Sum::default(); N_BINS]; features.len()];
        let n_threads = if rows.len() < 4000 { 1 } else { self.settings.n_threads.max(1) };
        let stretch = features.len().div_ceil(n_threads);
        let fill = |sums: &mut [[Sum; N_BINS]], features: &[usize]| {
            for &row in rows {
                let (first, second) = slopes[row as usize];
                let bins = self.rows.row(row as usize);
                for (sums, &feature) in sums.iter_mut().zip(features) {
                    let sum = &mut sums[usize::from(bins[feature]) % N_BINS];
                    sum.first += first;
                    sum.second += second;
                    sum.n += 1;
                }
            }
        };
        if n_threads == 1 {
            fill(&mut histogram, features);
            return histogram;
        }
        thread::scope(|scope| {
            for (sums, features) in histogram.chunks_mut(stretch).zip(features.chunks(stretch)) {
                scope.spawn(move || fill(sums, features));
            }
        });
        histogram
    }

    fn best_split(&self, histogram: &Histogram, total: Sum) -> Option<Split> {
        let ridge = self.settings.ridge;
        let worth = |first: f64, second: f64| first * first / (second + ridge);
        let whole = worth(total.first, total.second);
        let mut best: Option<Split> = None;
        for (feature, sums) in histogram.iter().enumerate() {
            let mut left = Sum::default();
            for (bin, sum) in (0_u8..).zip(sums).take(N_BINS - 1) {
                left.first += sum.first;
                left.second += sum.second;
                left.n += sum.n;
                if left.n < self.settings.min_rows {
                    continue;
                }
                if total.n - left.n < self.settings.min_rows {
                    break;
                }
                let gain = worth(left.first, left.second) + worth(total.first - left.first, total.second - left.second)
                    - whole;
                if gain > best.map_or(1e-6, |split| split.gain) {
                    best = Some(Split { gain, feature, bin });
                }
            }
        }
        best
    }
}

/// The number of a feature or a node; there are fewer than 65,536 of both.
fn place(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}
