//! The export: records become files that other tools read.
//!
//! [`writer`] gives a [`Writer`] for a [`Format`]; records go in one by one and leave as they come, but for what a format wants at its head
//! or end. Pure functions over records: it knows no store, opens no file, and reads no text beyond what a record's ranges point at.
//!
//! ```
//! use vigie_codes::{Codes, UserTables};
//! use vigie_export::{Format, Kind, Settings, writer};
//!
//! let codes = Codes::new(&UserTables::new())?;
//! let mut out = Vec::new();
//! let writer = writer(Format::GeoJson, Settings::new(Kind::Events, "2030-06-01T00:00:00Z".parse()?), &codes, &mut out)?;
//! writer.finish()?;
//! assert_eq!(String::from_utf8(out)?, "{\"type\":\"FeatureCollection\",\"features\":[\n]}\n");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod act;
mod cell;
mod claims;
mod csv;
mod events;
mod forecasts;
mod format;
mod gdelt;
mod geojson;
mod graphml;
mod json_lines;
mod parquet;
mod party;
mod polecat;
mod record;
mod stix;
#[cfg(test)]
mod tests;

pub use cell::Cell;
pub use format::{Format, Settings, Unfit, Writer, writer};
pub use graphml::Nodes;
pub use record::{Kind, Record};
