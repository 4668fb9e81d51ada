//! Factuality: how sure the text is that something happened, and the probability that goes with it.

use vigie_record::Probability;

/// The least and the greatest value: certain that not, certain that so.
const LEAST: f32 = -3.0;
const GREATEST: f32 = 3.0;

/// How sure a text is that what a predicate tells of happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Factuality {
    /// From −3 (certainly not) over 0 (open) to 3 (certainly so).
    pub value: f32,
    /// The calibrated probability that it is told as having happened; absent where the model has no calibration.
    pub probability: Option<Probability>,
}

/// A curve from values to probabilities, straight between its points.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Calibration {
    points: Vec<(f32, f32)>,
}

impl Calibration {
    /// Makes a curve through `points`, which must ascend; `None` if they do not.
    pub(crate) fn new(points: Vec<(f32, f32)>) -> Option<Self> {
        let ascends = points.windows(2).all(|pair| pair[0].0 < pair[1].0);
        let holds = points.iter().all(|(score, probability)| score.is_finite() && (0.0..=1.0).contains(probability));
        (ascends && holds).then_some(Self { points })
    }

    /// Reads a score of the model.
    pub(crate) fn read(&self, score: f32) -> Factuality {
        let value = if score.is_nan() { 0.0 } else { score.clamp(LEAST, GREATEST) };
        Factuality { value, probability: self.probability(value) }
    }

    fn probability(&self, value: f32) -> Option<Probability> {
        let (first, last) = (self.points.first()?, self.points.last()?);
        let probability = if value <= first.0 {
            first.1
        } else if value >= last.0 {
            last.1
        } else {
            let after = self.points.partition_point(|point| point.0 <= value);
            let ((x0, y0), (x1, y1)) = (self.points[after - 1], self.points[after]);
            y0 + (y1 - y0) * (value - x0) / (x1 - x0)
        };
        Probability::nearest(f64::from(probability))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_straight_between_the_points() {
        let curve = Calibration::new(vec![(-2.0, 0.1), (0.0, 0.5), (2.0, 0.9)]).unwrap();
        for (score, expected) in [(-3.0, 0.1), (-2.0, 0.1), (-1.0, 0.3), (0.0, 0.5), (1.0, 0.7), (2.0, 0.9), (9.0, 0.9)]
        {
            let found = curve.read(score).probability.unwrap().get();
            assert!((found - expected).abs() < 1e-6, "{score}: {found} instead of {expected}");
        }
    }

    #[test]
    fn values_stay_in_bounds() {
        let curve = Calibration::default();
        assert_eq!(curve.read(f32::NAN), Factuality { value: 0.0, probability: None });
        assert_eq!(curve.read(f32::INFINITY), Factuality { value: 3.0, probability: None });
    }

    #[test]
    fn a_curve_that_turns_back_is_refused() {
        assert_eq!(Calibration::new(vec![(1.0, 0.2), (0.0, 0.3)]), None);
        assert_eq!(Calibration::new(vec![(1.0, 1.2)]), None);
    }
}
