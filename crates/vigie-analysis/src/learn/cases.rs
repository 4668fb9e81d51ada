//! Cases to learn from: rows of numbers, and whether each came true.

/// Cases with `width` numbers each, row after row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cases {
    width: usize,
    values: Vec<f32>,
    came_true: Vec<bool>,
}

impl Cases {
    /// No cases yet, of so many numbers each.
    pub(crate) fn new(width: usize) -> Self {
        Self { width, values: Vec::new(), came_true: Vec::new() }
    }

    /// Takes a case; a row of another width is cut or filled with noughts.
    pub(crate) fn push(&mut self, row: &[f32], came_true: bool) {
        self.values.extend(row.iter().copied().chain(std::iter::repeat(0.0)).take(self.width));
        self.came_true.push(came_true);
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.came_true.len()
    }

    /// How many numbers each has.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// The numbers of a case.
    pub(crate) fn row(&self, case: usize) -> &[f32] {
        &self.values[case * self.width..(case + 1) * self.width]
    }

    /// The numbers of all cases, in order.
    pub(crate) fn rows(&self) -> impl ExactSizeIterator<Item = &[f32]> {
        (0..self.len()).map(|case| self.row(case))
    }

    /// Whether each came true.
    pub(crate) fn came_true(&self) -> &[bool] {
        &self.came_true
    }

    /// How many came true.
    pub(crate) fn n_true(&self) -> usize {
        self.came_true.iter().filter(|came_true| **came_true).count()
    }

    /// The share that came true, drawn towards a half by one case in all, so that it is neither 0 nor 1.
    pub(crate) fn base_rate(&self) -> f64 {
        (self.n_true() as f64 + 0.5) / (self.len() as f64 + 1.0)
    }
}
