//! The plain Granger test: does the leader's past tell more of the follower's counts than the follower's own past does?
//!
//! Least squares on the logarithms of one plus the counts, with a week of lags, and an F test of the leader's lags. The number of lags
//! is not chosen by how well it fits: that would find influence too often. The lags of shared streams, and their counts of the day, are in both. Source: Granger (1969), Econometrica 37, 424–438.

use super::daily::{Daily, Stream};
use crate::numbers::f_tail;

/// How many days of the past are looked at.
const N_LAGS: usize = 7;

/// What the test says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Granger {
    /// How many days of lags there are.
    pub n_lags: usize,
    /// The F statistic.
    pub f: f64,
    /// How likely so large an F is where the leader tells nothing.
    pub p_value: f64,
    /// How much less of the spread is left with the leader's past than without, as a share.
    pub explained: f64,
}

/// Tests whether the past of `leader` tells of `follower`. Absent where there are too few days, or nothing varies.
pub fn granger(days: &Daily, follower: &Stream, leader: &Stream, shared: &[Stream]) -> Option<Granger> {
    let logs = |stream: &Stream| stream.counts().iter().map(|count| f64::from(*count).ln_1p()).collect::<Vec<f64>>();
    let (follower, leader) = (logs(follower), logs(leader));
    let shared: Vec<Vec<f64>> = shared.iter().map(logs).collect();
    let is_sound = follower.len() == days.covered.len()
        && leader.len() == days.covered.len()
        && shared.iter().all(|stream| stream.len() == days.covered.len());
    if !is_sound {
        return None;
    }
    let with = regress(&rows(days, &follower, Some(&leader), &shared))?;
    let without = regress(&rows(days, &follower, None, &shared))?;
    let below = with.n.checked_sub(with.width).filter(|below| *below > 0)? as f64;
    let gain = (without.left - with.left).max(0.0);
    if with.left <= 0.0 {
        return None;
    }
    let f = gain / N_LAGS as f64 / (with.left / below);
    let explained = if without.left > 0.0 { gain / without.left } else { 0.0 };
    Some(Granger { n_lags: N_LAGS, f, p_value: f_tail(f, N_LAGS as f64, below), explained })
}

/// Rows of a regression: what explains, and last what is explained.
fn rows(days: &Daily, follower: &[f64], leader: Option<&[f64]>, shared: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let known = (N_LAGS..follower.len()).filter(|day| days.covered[day - N_LAGS..=*day].iter().all(|covered| *covered));
    let row = |day: usize| {
        let lags = |stream: &[f64]| (1..=N_LAGS).map(|lag| stream[day - lag]).collect::<Vec<f64>>();
        let mut row = vec![1.0];
        row.extend(lags(follower));
        row.extend(leader.into_iter().flat_map(lags));
        for stream in shared {
            row.push(stream[day]);
            row.extend(lags(stream));
        }
        row.push(follower[day]);
        row
    };
    known.map(row).collect()
}

struct Squares {
    /// The sum of squares that is left.
    left: f64,
    n: usize,
    width: usize,
}

/// Least squares by the normal equations and Cholesky's decomposition, with a trace of a ridge for columns that repeat others.
fn regress(rows: &[Vec<f64>]) -> Option<Squares> {
    let width = rows.first()?.len() - 1;
    if rows.len() < width + 10 {
        return None;
    }
    let mut products = vec![vec![0.0; width + 1]; width + 1];
    for row in rows {
        for (index, value) in row.iter().enumerate() {
            for (product, other) in products[index].iter_mut().zip(row).take(index + 1) {
                *product += value * other;
            }
        }
    }
    for (index, line) in products.iter_mut().enumerate().take(width) {
        line[index] += 1e-9 * (1.0 + line[index]);
    }
    // The last pivot of the decomposition is what is left of the explained column.
    let mut lower = vec![vec![0.0; width + 1]; width + 1];
    for index in 0..=width {
        for other in 0..=index {
            let sum: f64 = (0..other).map(|inner| lower[index][inner] * lower[other][inner]).sum();
            let rest = products[index][other] - sum;
            if index == other && index == width {
                return Some(Squares { left: rest.max(0.0), n: rows.len(), width });
            }
            lower[index][other] = if index == other {
                if rest <= 0.0 {
                    return None;
                }
                rest.sqrt()
            } else {
                rest / lower[other][other]
            };
        }
    }
    None
}
