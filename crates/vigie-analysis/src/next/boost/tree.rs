//! One tree.

use std::thread;

use super::bins::Binned;

/// A place in a tree.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Node {
    /// Goes left where the bin is at most `bin`.
    Split {
        feature: u16,
        bin: u8,
        left: u16,
        right: u16,
        gain: f64,
    },
    Leaf {
        value: f64,
    },
}

/// A tree of questions about bins, with a value in each leaf.
#[derive(Debug, Clone)]
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
}

impl Tree {
    pub(crate) fn value(&self, row: &[u8]) -> f64 {
        let mut place = 0;
        loop {
            match self.nodes[place] {
                Node::Split { feature, bin, left, right, .. } => {
                    place = usize::from(if row[usize::from(feature)] <= bin { left } else { right });
                }
                Node::Leaf { value } => return value,
            }
        }
    }

    pub(crate) fn add_scores(&self, rows: &Binned, scores: &mut [f64], n_threads: usize) {
        let stretch = rows.n_rows().div_ceil(n_threads.max(1)).max(1);
        thread::scope(|scope| {
            for (index, scores) in scores.chunks_mut(stretch).enumerate() {
                scope.spawn(move || {
                    for (offset, score) in scores.iter_mut().enumerate() {
                        *score += self.value(rows.row(index * stretch + offset));
                    }
                });
            }
        });
    }

    pub(crate) fn add_gains(&self, gains: &mut [f64]) {
        for node in &self.nodes {
            if let Node::Split { feature, gain, .. } = node {
                gains[usize::from(*feature)] += *gain;
            }
        }
    }
}
