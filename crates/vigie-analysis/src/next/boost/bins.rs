//! Features cut into bins.

/// At most so many bins a feature.
pub(crate) const N_BINS: usize = 64;

/// Where each feature is cut.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bins {
    cuts: Vec<Vec<f32>>,
}

impl Bins {
    /// Finds cuts such that each bin holds about as many of the sampled rows.
    pub(crate) fn of(sample: &[f32], n_features: usize) -> Self {
        let cuts = (0..n_features).map(|feature| {
            let mut values: Vec<f32> = sample.iter().skip(feature).step_by(n_features).copied().collect();
            values.sort_by(f32::total_cmp);
            cuts_of(&values)
        });
        Self { cuts: cuts.collect() }
    }

    /// Writes the bins of one row.
    pub(crate) fn put(&self, row: &[f32], out: &mut Vec<u8>) {
        let bin =
            |(value, cuts): (&f32, &Vec<f32>)| u8::try_from(cuts.partition_point(|cut| cut < value)).unwrap_or(u8::MAX);
        out.extend(row.iter().zip(&self.cuts).map(bin));
    }
}

/// Distinct values in the middle between which a bin ends.
fn cuts_of(sorted: &[f32]) -> Vec<f32> {
    let mut distinct: Vec<(f32, usize)> = Vec::new();
    for &value in sorted {
        match distinct.last_mut() {
            Some((last, count)) if *last >= value => *count += 1,
            _ => distinct.push((value, 1)),
        }
    }
    let mut cuts = Vec::new();
    let (mut left, mut bins, mut held) = (sorted.len(), N_BINS, 0);
    for pair in distinct.windows(2) {
        held += pair[0].1;
        if held * bins >= left && bins > 1 {
            cuts.push(f32::midpoint(pair[0].0, pair[1].0));
            left -= held;
            bins -= 1;
            held = 0;
        }
    }
    cuts
}

/// Rows of bins, one after another.
#[derive(Debug, Default)]
pub(crate) struct Binned {
    n_features: usize,
    values: Vec<u8>,
}

impl Binned {
    pub(crate) fn new(n_features: usize) -> Self {
        Self { n_features, values: Vec::new() }
    }

    pub(crate) fn n_features(&self) -> usize {
        self.n_features
    }

    pub(crate) fn n_rows(&self) -> usize {
        self.values.len() / self.n_features.max(1)
    }

    pub(crate) fn row(&self, row: usize) -> &[u8] {
        &self.values[row * self.n_features..][..self.n_features]
    }

    pub(crate) fn values_mut(&mut self) -> &mut Vec<u8> {
        &mut self.values
    }
}
