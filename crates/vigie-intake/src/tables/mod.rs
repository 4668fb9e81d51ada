//! Event tables made by others, read row by row.
//!
//! [`Rows`] takes the bytes of a table and gives [`Row`]s; what the table is, is [sniffed](sniff) from its header or from the number and kind
//! of its columns, never from a file's name. Columns are typed: a row that does not fit is a [`Reject`] with its line and the reason, and the
//! next row is read. Memory is bounded by the longest row that is allowed. A packed table is unpacked before it comes here.
//!
//! ```
//! use vigie_codes::{Codes, UserTables};
//! use vigie_intake::tables::{Row, Rows, Settings};
//! use vigie_record::Digest;
//!
//! let table = "date\tactor\tactor_country\trecipient\trecipient_country\tcameo\n\
//!              2030-02-01\tMilitary (Sylvania)\tRussia\tUkraine\tUkraine\t154\n";
//! let codes = Codes::new(&UserTables::new())?;
//! let rows = Rows::new(table.as_bytes(), &codes, Settings::of_file(Digest::of(table.as_bytes())))?;
//! for row in rows {
//!     let Ok(Row::Event(event)) = row else { panic!("a sound row of an event") };
//!     assert_eq!(event.event_type.as_deref(), Some("MOBILIZE"));
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod acled;
mod cell;
mod format;
mod gdelt;
mod gkg;
mod icews;
mod mentions;
mod party;
mod phoenix;
mod plain;
mod polecat;
mod record;
mod reject;
mod rows;
#[cfg(test)]
mod tests;
mod ucdp;
mod vigie;

pub use format::{Format, Sniffed, sniff};
pub use reject::{Reason, Reject, RowFault, TableFault};
pub use rows::{Row, Rows, Settings};

/// The longest row that is read, in bytes: rows of GDELT's knowledge graph come to a megabyte.
pub const LONGEST_ROW: usize = 16 << 20;

/// The most columns that a row may have.
pub const MOST_COLUMNS: usize = 1024;
