//! Fitting: counts by day as sums of parts that are never negative, by expectation and maximisation.

/// How often each part's weight is made better.
const STEPS: usize = 60;

/// What may make up the counts of a stream: for each day, the size of each part, and how many acts there are.
#[derive(Debug, Clone, Default)]
pub(super) struct Parts {
    /// Day after day, the parts.
    pub(super) sizes: Vec<f64>,
    pub(super) counts: Vec<f64>,
    /// How many parts there are.
    pub(super) width: usize,
}

/// Weights of the parts, and how well they tell of the counts.
#[derive(Debug, Clone)]
pub(super) struct Fit {
    pub(super) weights: Vec<f64>,
    pub(super) ln_likelihood: f64,
}

impl Parts {
    /// Fits weights to some days, each as often as it is named. Poisson counts; a part without any size has no weight.
    pub(super) fn fit(&self, days: &[usize], start: Option<&[f64]>) -> Fit {
        let n = self.width;
        let mut mass = vec![0.0; n];
        let mut n_acts = 0.0;
        for day in days {
            n_acts += self.counts[*day];
            mass.iter_mut().zip(self.row(*day)).for_each(|(mass, size)| *mass += size);
        }
        let mut weights: Vec<f64> = match start {
            Some(start) => start.to_vec(),
            // Each part has the same share of the acts to begin with.
            None => mass.iter().map(|mass| if *mass > 0.0 { n_acts / n as f64 / mass } else { 0.0 }).collect(),
        };
        let busy: Vec<usize> = days.iter().copied().filter(|day| self.counts[*day] > 0.0).collect();
        for _ in 0..STEPS {
            let mut due = vec![0.0; n];
            for day in &busy {
                let row = self.row(*day);
                let level: f64 = row.iter().zip(&weights).map(|(size, weight)| size * weight).sum();
                let per = self.counts[*day] / level.max(1e-12);
                due.iter_mut().zip(row).zip(&weights).for_each(|((due, size), weight)| *due += per * size * weight);
            }
            for ((weight, due), mass) in weights.iter_mut().zip(&due).zip(&mass) {
                *weight = if *mass > 0.0 { due / mass } else { 0.0 };
            }
        }
        let expected: f64 = mass.iter().zip(&weights).map(|(mass, weight)| mass * weight).sum();
        let told: f64 = busy.iter().map(|day| self.counts[*day] * self.level(*day, &weights).max(1e-12).ln()).sum();
        Fit { weights, ln_likelihood: told - expected }
    }

    /// How many acts a part accounts for on some days, where it has the sizes `sizes` (which may leave out some of its own).
    pub(super) fn due_to(&self, days: &[usize], weights: &[f64], part: usize, sizes: &[f64]) -> f64 {
        let due = days
            .iter()
            .filter(|day| self.counts[**day] > 0.0)
            .map(|day| self.counts[*day] * weights[part] * sizes[*day] / self.level(*day, weights).max(1e-12));
        due.sum()
    }

    /// The sizes of a part, day after day.
    pub(super) fn set(&mut self, part: usize, sizes: &[f64]) {
        let n = self.width;
        self.sizes.iter_mut().skip(part).step_by(n).zip(sizes).for_each(|(place, size)| *place = *size);
    }

    fn row(&self, day: usize) -> &[f64] {
        &self.sizes[day * self.width..(day + 1) * self.width]
    }

    fn level(&self, day: usize, weights: &[f64]) -> f64 {
        self.row(day).iter().zip(weights).map(|(size, weight)| size * weight).sum()
    }
}

/// What is left on each day of a stream's earlier acts, fading to a share of `1/e` in `tau` days; each act counts 1 in all. With
/// `within`, acts of more days ago count no more.
pub(super) fn trace(counts: &[u32], tau: f64, within: Option<usize>) -> Vec<f64> {
    let keeps = (-1.0 / tau).exp();
    let first = 1.0 - keeps;
    let gone = within.map(|within| (within, keeps.powi(i32::try_from(within).unwrap_or(i32::MAX))));
    let mut left = 0.0_f64;
    (0..counts.len())
        .map(|day| {
            let here = left;
            left = left * keeps + first * f64::from(counts[day]);
            if let Some((within, share)) = gone
                && day + 1 > within
            {
                left = (left - first * share * f64::from(counts[day - within])).max(0.0);
            }
            here
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_holds_what_came_before_and_nothing_of_the_day() {
        let whole = trace(&[0, 3, 0, 0, 1, 0], 2.0, None);
        let keeps = (-0.5_f64).exp();
        let expected =
            [0.0, 0.0, 3.0 * (1.0 - keeps), 3.0 * (1.0 - keeps) * keeps, 3.0 * (1.0 - keeps) * keeps * keeps];
        assert!(whole.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-12), "{whole:?}");
        let near = trace(&[0, 3, 0, 0, 1, 0], 2.0, Some(2));
        assert!((near[3] - whole[3]).abs() < 1e-12 && near[4].abs() < 1e-12 && near[5] > 0.0, "{near:?}");
        assert_eq!(trace(&[1, 1], 2.0, Some(0))[1].to_bits(), 0.0_f64.to_bits());
    }

    #[test]
    fn weights_that_made_the_counts_are_found() {
        // Counts that are exactly 2 of the first part and half of the second.
        let sizes: Vec<f64> = (0..40).flat_map(|day| [1.0, f64::from(day % 5)]).collect();
        let counts = sizes.chunks(2).map(|row| 2.0 * row[0] + 0.5 * row[1]).collect();
        let parts = Parts { sizes, counts, width: 2 };
        let days: Vec<usize> = (0..40).collect();
        let start = parts.fit(&days, None);
        let fit = (0..30).fold(start, |fit, _| parts.fit(&days, Some(&fit.weights)));
        assert!((fit.weights[0] - 2.0).abs() < 0.02 && (fit.weights[1] - 0.5).abs() < 0.02, "{fit:?}");
    }
}
