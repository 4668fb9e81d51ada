//! Rows of numbers that are learned by small steps.

use super::boost::Dice;

/// Numbers a row.
pub(crate) const WIDTH: usize = 128;

/// A row.
pub(crate) type Row = [f32; WIDTH];

/// Pulls learned rows back to nought a little at each step, the more the more often they are taken.
const DECAY: f32 = 0.002;

/// Rows, and how far each was moved so far: one that moved much moves less.
pub(crate) struct Rows {
    values: Vec<Row>,
    moved: Vec<f32>,
    rate: f32,
}

impl Rows {
    /// Rows around `middle`, scattered by chance.
    pub(crate) fn new(n: usize, middle: f32, scatter: f32, rate: f32, dice: &mut Dice) -> Self {
        // The sum of a few even chances is near enough to a bell.
        let mut draw = || (dice.unit() + dice.unit() + dice.unit() + dice.unit() - 2.0) * 1.7;
        #[expect(clippy::cast_possible_truncation, reason = "a small number drawn by chance")]
        let values = (0..n).map(|_| std::array::from_fn(|_| middle + scatter * draw() as f32)).collect();
        Self { values, moved: vec![1e-3; n], rate }
    }

    pub(crate) fn row(&self, index: usize) -> &Row {
        &self.values[index]
    }

    /// Moves a row against its slope.
    pub(crate) fn descend(&mut self, index: usize, slope: &Row) {
        let moved = &mut self.moved[index];
        *moved += slope.iter().map(|it| it * it).sum::<f32>() / WIDTH as f32;
        let step = self.rate / moved.sqrt();
        for (value, slope) in self.values[index].iter_mut().zip(slope) {
            *value -= step * slope;
        }
    }

    /// Pulls a row back to nought.
    pub(crate) fn shrink(&mut self, index: usize) {
        let keep = 1.0 - DECAY * self.rate;
        for value in &mut self.values[index] {
            *value *= keep;
        }
    }
}

/// The inner product.
pub(crate) fn dot(left: &Row, right: &Row) -> f32 {
    // Eight sums side by side, so that the loop needs no order among the terms.
    let mut sums = [0.0_f32; 8];
    for (left, right) in left.chunks_exact(8).zip(right.chunks_exact(8)) {
        for (sum, (left, right)) in sums.iter_mut().zip(left.iter().zip(right)) {
            *sum += left * right;
        }
    }
    sums.iter().sum()
}

/// Adds a multiple.
pub(crate) fn add(to: &mut Row, factor: f32, row: &Row) {
    for (to, value) in to.iter_mut().zip(row) {
        *to += factor * value;
    }
}

/// The product, number by number.
pub(crate) fn times(left: &Row, right: &Row) -> Row {
    std::array::from_fn(|index| left[index] * right[index])
}
