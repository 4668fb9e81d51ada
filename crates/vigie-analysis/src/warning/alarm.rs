//! Alarms: levels that are raised at one probability and cleared at a lower one, each crossing once.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::problem::Threshold;

/// That a level was crossed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Crossing {
    /// The day.
    pub day: Date,
    /// The level.
    pub threshold: String,
    /// Whether it was raised, or cleared.
    pub raised: bool,
    /// The probability that crossed it.
    pub probability: f64,
}

/// The levels that are raised, by name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Alarm {
    /// Their names.
    pub raised: std::collections::BTreeSet<String>,
}

impl Alarm {
    /// Takes a probability, and says what it crosses.
    ///
    /// A level that is raised stays so until the probability lies below where it is cleared, so that one which moves about
    /// the level crosses it once.
    pub fn take(&mut self, thresholds: &[Threshold], day: Date, probability: f64) -> Vec<Crossing> {
        let mut crossings = Vec::new();
        for threshold in thresholds {
            let was_raised = self.raised.contains(&threshold.name);
            let is_raised = probability >= threshold.raise || (was_raised && probability >= threshold.clear);
            if is_raised == was_raised {
                continue;
            }
            if is_raised {
                self.raised.insert(threshold.name.clone());
            } else {
                self.raised.remove(&threshold.name);
            }
            crossings.push(Crossing { day, threshold: threshold.name.clone(), raised: is_raised, probability });
        }
        // Levels that the problem no longer has cannot stay raised.
        self.raised.retain(|name| thresholds.iter().any(|threshold| threshold.name == *name));
        crossings
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn levels() -> Vec<Threshold> {
        vec![
            Threshold { name: "watch".to_owned(), raise: 0.1, clear: 0.06 },
            Threshold { name: "warning".to_owned(), raise: 0.3, clear: 0.2 },
        ]
    }

    #[test]
    fn each_crossing_comes_once_and_with_a_gap() {
        let mut alarm = Alarm::default();
        let mut crossings = Vec::new();
        for (day, probability) in (1..).zip([0.05, 0.11, 0.09, 0.11, 0.07, 0.35, 0.25, 0.05, 0.09, 0.5]) {
            crossings.extend(alarm.take(&levels(), date(2022, 1, day), probability));
        }
        let found: Vec<(i8, &str, bool)> =
            crossings.iter().map(|one| (one.day.day(), one.threshold.as_str(), one.raised)).collect();
        let wanted = [
            (2, "watch", true),
            (6, "warning", true),
            (8, "watch", false),
            (8, "warning", false),
            (10, "watch", true),
            (10, "warning", true),
        ];
        assert_eq!(found, wanted);
    }

    proptest! {
        #[test]
        fn raised_and_cleared_take_turns(probabilities in prop::collection::vec(0.0..=1.0_f64, 0..60)) {
            let mut alarm = Alarm::default();
            let mut raised = false;
            for probability in probabilities {
                for crossing in alarm.take(&levels()[..1], date(2022, 1, 1), probability) {
                    prop_assert_eq!(crossing.raised, !raised);
                    raised = crossing.raised;
                }
            }
        }
    }
}
