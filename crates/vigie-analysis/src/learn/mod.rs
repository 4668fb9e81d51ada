//! Small learners: what tells cases that came true from cases that did not.
//!
//! Both give probabilities, both are sums that can be read back, and both give the same answer for the same cases in
//! the same order. Neither knows what the columns mean.

mod cases;
mod logistic;
mod lottery;
mod scale;
mod trees;

pub(crate) use self::cases::Cases;
pub(crate) use self::logistic::Logistic;
pub(crate) use self::trees::{Forest, Growth};

/// The probability that belongs to log odds.
pub(crate) fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// A number in 0..1 that looks drawn by lot and depends on the key alone.
pub(crate) fn lot(key: u64) -> f64 {
    lottery::Lottery::new(key).share()
}

/// The log odds that belong to a probability, which is kept a little away from 0 and 1.
pub(crate) fn log_odds(probability: f64) -> f64 {
    let probability = probability.clamp(1e-6, 1.0 - 1e-6);
    (probability / (1.0 - probability)).ln()
}
