//! Scales: columns brought to mean 0 and spread 1, so that one weight means the same for each.

use super::Cases;

/// How far a number may lie from the mean, in spreads: what was never seen before counts no more than that.
const FARTHEST: f32 = 6.0;

/// Mean and spread of each column.
#[derive(Debug, Clone)]
pub(super) struct Scale {
    mean: Vec<f32>,
    /// 0 for a column that is always the same, which then says nothing.
    per_spread: Vec<f32>,
}

impl Scale {
    pub(super) fn of(cases: &Cases) -> Self {
        let (n, width) = (cases.len().max(1) as f64, cases.width());
        let (mut sum, mut squares) = (vec![0.0_f64; width], vec![0.0_f64; width]);
        for row in cases.rows() {
            for (column, value) in row.iter().enumerate() {
                sum[column] += f64::from(*value);
            }
        }
        for sum in &mut sum {
            *sum /= n;
        }
        for row in cases.rows() {
            for (column, value) in row.iter().enumerate() {
                squares[column] += (f64::from(*value) - sum[column]).powi(2);
            }
        }
        let per_spread = squares.iter().map(|squares| {
            let spread = (squares / n).sqrt();
            if spread > 1e-6 { narrow(1.0 / spread) } else { 0.0 }
        });
        Self { per_spread: per_spread.collect(), mean: sum.iter().map(|mean| narrow(*mean)).collect() }
    }

    /// Writes the scaled numbers of a row.
    pub(super) fn apply(&self, row: &[f32], out: &mut Vec<f32>) {
        let columns = row.iter().zip(&self.mean).zip(&self.per_spread);
        out.extend(columns.map(|((value, mean), per)| ((value - mean) * per).clamp(-FARTHEST, FARTHEST)));
    }
}

#[expect(clippy::cast_possible_truncation, reason = "seven digits are enough for a weight")]
pub(super) fn narrow(value: f64) -> f32 {
    value as f32
}
