//! The reader: an annotated report becomes events, claims and forecasts, each tied to its sentence.
//!
//! Knows the ontology and the tables of `knowledge/`; knows no store and no terminal.

pub mod actor;
pub mod claim;
pub mod event;
pub mod forecast;
pub mod furniture;
pub mod knowledge;
mod number_words;
pub mod place;
mod reader;
pub mod time;
pub mod tree;
mod verbs;

pub use reader::Reader;
pub use vigie_record::Reading;
