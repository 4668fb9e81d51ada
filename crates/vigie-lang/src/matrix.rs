//! Rows of scores.

/// A matrix of scores, row by row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Matrix {
    n_columns: usize,
    values: Vec<f32>,
}

impl Matrix {
    /// Makes a matrix of rows of `n_columns` values; what is left over after the last whole row is dropped.
    pub fn new(n_columns: usize, mut values: Vec<f32>) -> Self {
        values.truncate(values.len().checked_div(n_columns).unwrap_or(0) * n_columns);
        Self { n_columns, values }
    }

    /// An empty matrix with room for `n_rows` rows.
    pub fn with_room(n_columns: usize, n_rows: usize) -> Self {
        Self { n_columns, values: Vec::with_capacity(n_columns * n_rows) }
    }

    /// The number of rows.
    pub fn n_rows(&self) -> usize {
        self.values.len().checked_div(self.n_columns).unwrap_or(0)
    }

    /// The number of columns.
    pub fn n_columns(&self) -> usize {
        self.n_columns
    }

    /// One row.
    ///
    /// # Panics
    /// If there is no such row.
    pub fn row(&self, index: usize) -> &[f32] {
        &self.values[index * self.n_columns..][..self.n_columns]
    }

    /// Adds a copy of `row` at the end.
    ///
    /// # Panics
    /// If the row has another width.
    pub fn push(&mut self, row: &[f32]) {
        assert_eq!(row.len(), self.n_columns, "all rows of a matrix have the same width");
        self.values.extend_from_slice(row);
    }

    /// All values, row by row.
    pub fn values(&self) -> &[f32] {
        &self.values
    }
}

/// The sum of the products of two rows.
///
/// Eight sums are kept side by side, so that the compiler can use wide registers; their order is fixed, so the result
/// is the same everywhere.
pub(crate) fn dot(left: &[f32], right: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 8];
    let (left_chunks, left_rest) = left.as_chunks::<8>();
    let (right_chunks, right_rest) = right.as_chunks::<8>();
    for (a, b) in left_chunks.iter().zip(right_chunks) {
        for lane in 0..8 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    let rest: f32 = left_rest.iter().zip(right_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f32>() + rest
}

/// The place of the largest value, the first of equals; 0 for an empty row. Values that are no numbers lose.
pub(crate) fn argmax(row: &[f32]) -> usize {
    let mut best = (0, f32::NEG_INFINITY);
    for (index, &value) in row.iter().enumerate() {
        if value > best.1 {
            best = (index, value);
        }
    }
    best.0
}

/// The logistic function.
pub(crate) fn sigmoid(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dot_takes_every_value() {
        let left: Vec<f32> = (0..19_u8).map(f32::from).collect();
        let expected: f32 = left.iter().map(|x| x * x).sum();
        assert!((dot(&left, &left) - expected).abs() < 1e-3);
    }

    #[test]
    fn argmax_passes_over_what_is_no_number() {
        assert_eq!(argmax(&[f32::NAN, 1.0, 3.0, 3.0]), 2);
        assert_eq!(argmax(&[]), 0);
    }

    #[test]
    fn a_matrix_without_columns_has_no_rows() {
        assert_eq!(Matrix::new(0, vec![1.0]).n_rows(), 0);
        assert_eq!(Matrix::new(2, vec![1.0, 2.0, 3.0]).n_rows(), 1);
    }
}
