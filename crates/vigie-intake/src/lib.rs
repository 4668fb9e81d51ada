//! The intake: bytes become reports.
//!
//! Takes plain text, text under a head of fields, and JSON objects, one function for each, and gives [`Report`]s. It
//! opens no file and knows no language: what a text says is left to the floors above.
//!
//! [`Report`]: vigie_record::Report

mod date;
mod headed;
mod json;

pub use headed::report_of_text;
pub use json::{JsonFault, JsonReport, report_of_json};
