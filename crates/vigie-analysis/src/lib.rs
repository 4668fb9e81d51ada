//! What follows from the events so far: a history of them in columns, and the questions that are asked of it.
//!
//! Knows no text, no database, no file and no clock: whoever has events (the store, an event table, a test) feeds them to a
//! [`HistoryBuilder`] or a [`dossier::Dossier`], and every answer names the records behind it by the references that came with
//! them.

pub mod admiralty;
pub mod dossier;
pub mod fault;
pub mod history;
pub mod hypotheses;
pub mod influence;
mod learn;
pub mod ledger;
pub mod likelihood;
pub mod next;
mod numbers;
pub mod onset;
mod parallel;
pub mod pattern;
pub mod precedents;
pub mod rate;
pub mod series;
pub mod warning;

pub use history::{Actor, ActorId, Day, Entry, EventRef, History, HistoryBuilder, Kind, KindId, TooMany};
