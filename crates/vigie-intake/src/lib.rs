//! The intake: bytes become reports, and rows of event tables.
//!
//! Takes plain text, text under a head of fields, JSON objects and web pages, one function for each, and gives [`Report`]s. It
//! opens no file and knows no language: what a text says is left to the floors above.
//!
//! [`Report`]: vigie_record::Report

mod date;
mod encoding;
pub mod forms;
mod headed;
mod json;
mod language;
mod page;
pub mod tables;
pub mod web;

pub use encoding::{Decoded, decode};
pub use headed::report_of_text;
pub use json::{JsonFault, JsonReport, report_of_json};
pub use page::{PageFault, report_of_page};
