//! What is wrong with a row, or with a whole table.

use std::io;

use super::{LONGEST_ROW, MOST_COLUMNS};

/// A row that does not fit its table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct Reject {
    /// The line that it begins at, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: Reason,
    /// The row as it stands there; cut short where it is too long to be a row.
    pub raw: String,
}

/// What can be wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// It has too many or too few cells.
    #[error("it has {found} cells, not {expected}")]
    Cells {
        /// Its cells.
        found: usize,
        /// Those of a sound row.
        expected: usize,
    },
    /// It has more cells than any table has columns.
    #[error("it has more than {MOST_COLUMNS} cells")]
    TooManyCells,
    /// It is longer than any row.
    #[error("it is longer than {} MB", LONGEST_ROW >> 20)]
    TooLong,
    /// A cell that is needed is empty.
    #[error("`{column}` is empty")]
    Empty {
        /// Its column.
        column: &'static str,
    },
    /// A cell is not what its column holds.
    #[error("`{column}` is `{cell}`, which is not {expected}")]
    Cell {
        /// Its column.
        column: &'static str,
        /// What it says.
        cell: String,
        /// What it should be.
        expected: &'static str,
    },
    /// It has a byte that no text has.
    #[error("it has a NUL byte")]
    Nul,
    /// A quotation mark opens a cell and none closes it.
    #[error("a cell is opened by a quotation mark and never closed")]
    OpenQuote,
    /// It is no JSON, or not of the right shape.
    #[error("it is not a record of Vigie: {what}")]
    Json {
        /// What the reader of JSON says.
        what: String,
    },
}

/// Why there is no row.
#[derive(Debug, thiserror::Error)]
pub enum RowFault {
    /// The row does not fit; those behind it may.
    #[error(transparent)]
    Rejected(Reject),
    /// Nothing more can be read.
    #[error("cannot read on after line {line}")]
    Unreadable {
        /// The last line that was read.
        line: u64,
        /// Why.
        source: io::Error,
    },
}

/// Why a table cannot be read at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TableFault {
    /// It has no row.
    #[error("the table is empty")]
    Empty,
    /// It is no table of those that we know.
    #[error(
        "neither its header nor its columns are those of a table that Vigie knows ({cells} cells in line {line}): \
         GDELT, ICEWS, POLECAT, ACLED, UCDP GED, Phoenix, PETRARCH, Vigie's own, or a header with `date`, `actor`, `recipient` and `cameo`"
    )]
    Unknown {
        /// The line that was looked at.
        line: u64,
        /// Its cells.
        cells: usize,
    },
    /// Its header lacks a column without which no row can be read.
    #[error("the header of this {format} table has no column `{column}`")]
    NoColumn {
        /// What the table is.
        format: &'static str,
        /// The column.
        column: &'static str,
    },
    /// It is in UTF-16.
    #[error("the table is in UTF-16: save it as UTF-8")]
    Utf16,
    /// It cannot be read.
    #[error("the table cannot be read")]
    Unreadable(#[source] io::Error),
}
