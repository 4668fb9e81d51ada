//! Precedents: where a situation stood before, what followed within 7, 30 and 90 days, and how often nothing did.
//!
//! A situation is what two sides did to each other, and what others did to them, in the days up to the one that is asked about.
//! It is taken apart into leads (acts repeated, chains of two and three, third parties), and every pair of sides in the history is
//! searched for the same leads, either way round. Beside each rate stand its interval and the base rate of the same pairs.
//!
//! Days within a lead follow one another strictly, since nobody knows the order within a day. What is counted are steps, a kind of
//! act on a day, so that copies of a row count once.
//!
//! Cost: one pass over the events of all pairs, for each lead; memory for one pair at a time.

mod disputes;
mod lead;
mod look_up;
mod outside;
mod recency;
mod similar;
mod tally;
#[cfg(test)]
mod tests;
mod timeline;

pub use self::disputes::{ActRow, Compared, DisputeReport, after_acts};
pub use self::look_up::{Act, Instance, PrecedentError, Precedents, Question, Rule, Sequel, look_up, look_up_in};
pub(crate) use self::outside::{ActOfNow, outside_views};
pub use self::outside::{OutsideView, is_force};
pub use self::recency::{Cell, RecencyTable, recency, recency_in};
pub use self::similar::Closest;
pub use self::tally::{Followed, HORIZONS};
pub use self::timeline::{SideId, StepKind, Timelines, TimelinesBuilder};
