//! The reader: an annotated report becomes events, claims and forecasts, each tied to its sentence.
//!
//! Knows the ontology and the tables of `knowledge/`; knows no store and no terminal.

pub mod event;
pub mod furniture;
pub mod knowledge;
mod reader;
pub mod tree;

pub use reader::{Reader, Reading};
