//! Who acts next: ranked answers to "with whom does this actor have this role on this day?", from what happened before that day.
//!
//! A [`Graph`] holds the events as numbers; a [`Forecaster`] learns from it and answers each [`Query`] with candidates and their probabilities.
//! Days are taken in one by one, and nothing is ever answered from the day asked about or a later one.
//!
//! Cost: memory grows with the number of different (actor, relation, recipient) and with the square of the number of relations; time with the
//! number of questions and the ties of those who are asked about.

mod affinity;
mod boost;
mod calibration;
mod crowds;
mod describe;
mod forecaster;
mod graph;
mod lesson;
mod lookup;
mod memory;
mod reasons;
mod rules;
mod stream;
mod traits;
mod vectors;

pub use forecaster::{Answer, ForecastError, Forecaster, Query, Settings};
pub use graph::{Fact, Graph, GraphError, GraphFault, read_facts, read_names};
pub use lookup::{NameError, find_name};
pub use reasons::{Precedent, Reasons, Share};

/// The number of a place in a list. No list here comes near 2³² entries.
fn id(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
