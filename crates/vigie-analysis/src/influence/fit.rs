//! Fitting: counts by day as sums of parts that are never negative, by Newton's method.
//!
//! The likelihood of Poisson counts is concave in the weights, so that there is one best fit. Expectation and maximisation creeps towards it, slowest
//! for what fades slowly, and what is stopped on the way there says too little of slow influence; Newton's steps get there in some ten.
//! Source: Bertsekas (1982), Projected Newton methods, SIAM Journal on Control and Optimization 20, 221–246.

use super::slow::SlowLevel;

/// Steps of expectation and maximisation, which lead from anywhere to where Newton's method is safe.
const FIRST_STEPS: usize = 5;

/// The most steps of Newton's method.
const STEPS: usize = 60;

/// A gain of the log likelihood that is worth no further step.
const LEAST_GAIN: f64 = 1e-6;

/// Weights below this are nought.
const NOUGHT: f64 = 1e-10;

/// What may make up the counts of a stream: for each day the size of each part, and how many acts there are.
#[derive(Debug, Clone, Default)]
pub(super) struct Parts {
    /// Day after day, the sizes of the parts before the slow level.
    pub(super) sizes: Vec<f64>,
    pub(super) counts: Vec<f64>,
    /// How many parts there are before the slow level.
    pub(super) width: usize,
    /// Behind them the parts of a level that changes slowly.
    pub(super) slow: SlowLevel,
}

/// Weights of the parts, and how well they tell of the counts.
#[derive(Debug, Clone)]
pub(super) struct Fit {
    pub(super) weights: Vec<f64>,
    pub(super) ln_likelihood: f64,
}

impl Parts {
    /// How many parts there are in all.
    fn n(&self) -> usize {
        self.width + self.slow.n_knots()
    }

    /// Fits weights to the days, each as often as `times` says. A part without any size has no weight.
    pub(super) fn fit(&self, times: &[f64], start: Option<&[f64]>) -> Fit {
        let problem = Problem::new(self, times);
        let mut weights = start.map_or_else(|| problem.even(), <[f64]>::to_vec);
        for _ in 0..FIRST_STEPS {
            problem.creep(&mut weights);
        }
        let mut ln_likelihood = problem.ln_likelihood(&weights);
        for _ in 0..STEPS {
            let Some((next, better)) = problem.newton(&weights, ln_likelihood) else { break };
            let gain = better - ln_likelihood;
            (weights, ln_likelihood) = (next, better);
            if gain < LEAST_GAIN {
                break;
            }
        }
        Fit { weights, ln_likelihood }
    }

    /// How many acts a part accounts for on the days, each as often as `times` says, where it has the sizes `sizes` (which may leave out some of
    /// its own).
    pub(super) fn due_to(&self, times: &[f64], weights: &[f64], part: usize, sizes: &[f64]) -> f64 {
        self.due_by_day(times, weights, part, sizes).iter().sum()
    }

    /// The same, day by day.
    pub(super) fn due_by_day(&self, times: &[f64], weights: &[f64], part: usize, sizes: &[f64]) -> Vec<f64> {
        let due = |day: usize| {
            let acts = times[day] * self.counts[day];
            if acts > 0.0 { acts * weights[part] * sizes[day] / self.level(day, weights) } else { 0.0 }
        };
        (0..self.counts.len()).map(due).collect()
    }

    /// The sizes of a part before the slow level, day after day.
    pub(super) fn set(&mut self, part: usize, sizes: &[f64]) {
        let n = self.width;
        self.sizes.iter_mut().skip(part).step_by(n).zip(sizes).for_each(|(place, size)| *place = *size);
    }

    /// The parts of a day that have a size, and their sizes.
    fn row(&self, day: usize) -> impl Iterator<Item = (usize, f64)> {
        let before = self.sizes[day * self.width..(day + 1) * self.width].iter().copied().enumerate();
        before.chain(self.slow.of_day(day).map(|(knot, size)| (self.width + knot, size)))
    }

    fn level(&self, day: usize, weights: &[f64]) -> f64 {
        self.row(day).map(|(part, size)| size * weights[part]).sum::<f64>().max(1e-12)
    }
}

/// The days that weights are fitted to.
struct Problem<'a> {
    parts: &'a Parts,
    /// The sum of the sizes of each part.
    mass: Vec<f64>,
    /// The days with acts, and how many count on each.
    busy: Vec<(usize, f64)>,
    n_acts: f64,
}

impl<'a> Problem<'a> {
    fn new(parts: &'a Parts, times: &[f64]) -> Self {
        let (mut mass, mut busy, mut n_acts) = (vec![0.0; parts.n()], Vec::new(), 0.0);
        for (day, times) in times.iter().enumerate().filter(|(_, times)| **times > 0.0) {
            for (part, size) in parts.row(day) {
                mass[part] += times * size;
            }
            let acts = times * parts.counts[day];
            if acts > 0.0 {
                busy.push((day, acts));
                n_acts += acts;
            }
        }
        Self { parts, mass, busy, n_acts }
    }

    /// Weights with which each part has the same share of the acts.
    fn even(&self) -> Vec<f64> {
        let share = self.n_acts / self.mass.len() as f64;
        self.mass.iter().map(|mass| if *mass > 0.0 { share / mass } else { 0.0 }).collect()
    }

    /// A step of expectation and maximisation.
    fn creep(&self, weights: &mut [f64]) {
        let mut due = vec![0.0; weights.len()];
        for (day, acts) in &self.busy {
            let per = acts / self.parts.level(*day, weights);
            for (part, size) in self.parts.row(*day) {
                due[part] += per * size;
            }
        }
        for ((weight, due), mass) in weights.iter_mut().zip(&due).zip(&self.mass) {
            *weight = if *mass > 0.0 { *weight * due / mass } else { 0.0 };
        }
    }

    fn ln_likelihood(&self, weights: &[f64]) -> f64 {
        let expected: f64 = self.mass.iter().zip(weights).map(|(mass, weight)| mass * weight).sum();
        self.busy.iter().map(|(day, acts)| acts * self.parts.level(*day, weights).ln()).sum::<f64>() - expected
    }

    /// A step of Newton's method among the weights that are not held at nought, made shorter until it gains something; none where it does not.
    fn newton(&self, weights: &[f64], ln_likelihood: f64) -> Option<(Vec<f64>, f64)> {
        let n = weights.len();
        let (mut slope, mut curve) = (self.mass.iter().map(|mass| -mass).collect::<Vec<f64>>(), vec![0.0; n * n]);
        for (day, acts) in &self.busy {
            let level = self.parts.level(*day, weights);
            for (part, size) in self.parts.row(*day).filter(|(_, size)| *size > 0.0) {
                slope[part] += acts * size / level;
                for (other, of_other) in self.parts.row(*day) {
                    curve[part * n + other] += acts * size * of_other / (level * level);
                }
            }
        }
        let is_free = |part: &usize| self.mass[*part] > 0.0 && (weights[*part] > NOUGHT || slope[*part] > 0.0);
        let free: Vec<usize> = (0..n).filter(is_free).collect();
        let step = solved(&free, &slope, &curve, n)?;
        (0..24).find_map(|halvings| {
            let part = 0.5_f64.powi(halvings);
            let mut next = weights.to_vec();
            for (place, step) in free.iter().zip(&step) {
                next[*place] = (next[*place] + part * step).max(0.0);
            }
            let better = self.ln_likelihood(&next);
            (better > ln_likelihood).then_some((next, better))
        })
    }
}

/// Solves `curve × step = slope` for the free parts, by Cholesky's decomposition; a trace on the diagonal keeps parts apart that are alike.
fn solved(free: &[usize], slope: &[f64], curve: &[f64], n: usize) -> Option<Vec<f64>> {
    let m = free.len();
    let mut lower = vec![0.0; m * m];
    for (row, of_row) in free.iter().enumerate() {
        for (column, of_column) in free.iter().enumerate().take(row + 1) {
            let sum: f64 = (0..column).map(|inner| lower[row * m + inner] * lower[column * m + inner]).sum();
            let value = curve[of_row * n + of_column];
            lower[row * m + column] = if row == column {
                let rest = value * (1.0 + 1e-9) + 1e-9 - sum;
                if rest <= 0.0 {
                    return None;
                }
                rest.sqrt()
            } else {
                (value - sum) / lower[column * m + column]
            };
        }
    }
    let mut step = vec![0.0; m];
    for row in 0..m {
        let sum: f64 = (0..row).map(|inner| lower[row * m + inner] * step[inner]).sum();
        step[row] = (slope[free[row]] - sum) / lower[row * m + row];
    }
    for row in (0..m).rev() {
        let sum: f64 = (row + 1..m).map(|inner| lower[inner * m + row] * step[inner]).sum();
        step[row] = (step[row] - sum) / lower[row * m + row];
    }
    step.iter().all(|step| step.is_finite()).then_some(step)
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
        // Counts that are exactly 2 of the first part and half of the second; a third is of no use.
        let sizes: Vec<f64> = (0..40).flat_map(|day| [1.0, f64::from(day % 5), f64::from(day % 3)]).collect();
        let counts = sizes.chunks(3).map(|row| 2.0 * row[0] + 0.5 * row[1]).collect();
        let parts = Parts { sizes, counts, width: 3, slow: SlowLevel::default() };
        let fit = parts.fit(&[1.0; 40], None);
        let expected = [2.0, 0.5, 0.0];
        assert!(fit.weights.iter().zip(expected).all(|(found, truth)| (found - truth).abs() < 1e-3), "{fit:?}");
        let twice = parts.fit(&[2.0; 40], Some(&fit.weights));
        assert!((twice.ln_likelihood - 2.0 * fit.ln_likelihood).abs() < 1e-3, "days count as often as they are drawn");
    }

    #[test]
    fn a_part_at_nought_comes_back_where_it_tells_something() {
        let sizes: Vec<f64> = (0..40).flat_map(|day| [1.0, f64::from(day % 5)]).collect();
        let counts = sizes.chunks(2).map(|row| 2.0 * row[0] + 0.5 * row[1]).collect();
        let parts = Parts { sizes, counts, width: 2, slow: SlowLevel::default() };
        let fit = parts.fit(&[1.0; 40], Some(&[3.0, 0.0]));
        assert!((fit.weights[1] - 0.5).abs() < 1e-3, "{fit:?}");
    }
}
