//! Tables: tab-separated rows under a header, with comments.
//!
//! Lines that begin with `#` are comments and say where the rows come from. The first other line names the columns. A
//! user's table of the same name is read before ours, so that its rows win wherever the first match counts.

use std::collections::BTreeMap;
use std::fmt;

/// A table of knowledge: rows of named cells.
#[derive(Debug, Clone, Default)]
pub struct Table {
    columns: BTreeMap<String, usize>,
    rows: Vec<(usize, Vec<String>)>,
}

/// A row of a table.
#[derive(Debug, Clone, Copy)]
pub struct Row<'t> {
    table: &'t Table,
    line: usize,
    cells: &'t [String],
}

/// Why a table cannot be read: always the fault of the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{table}, line {line}: {reason}")]
pub struct TableError {
    /// The file name of the table.
    pub table: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub reason: TableFault,
}

/// What can be wrong with a table.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TableFault {
    /// The header lacks a column.
    NoColumn(String),
    /// A row has more cells than the header has columns.
    TooManyCells {
        /// The cells of the row.
        found: usize,
        /// The columns of the header.
        expected: usize,
    },
    /// A cell cannot be understood.
    BadCell {
        /// The column that it stands in.
        column: String,
        /// What it says.
        cell: String,
        /// What it should be.
        expected: String,
    },
}

impl fmt::Display for TableFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoColumn(column) => write!(f, "the header has no column `{column}`"),
            Self::TooManyCells { found, expected } => write!(f, "{found} cells under {expected} columns"),
            Self::BadCell { column, cell, expected } => write!(f, "`{cell}` in column `{column}` is not {expected}"),
        }
    }
}

impl Table {
    /// Reads a table that must have the columns `needed`; others may be there too.
    ///
    /// # Errors
    /// When a column is missing, or a row is longer than the header. A row may be shorter: its last cells are empty.
    pub fn parse(name: &str, text: &str, needed: &[&str]) -> Result<Self, TableError> {
        let fault = |line: usize, reason| TableError { table: name.to_owned(), line: line + 1, reason };
        let mut table = Self::default();
        let mut has_header = false;
        for (line, content) in text.lines().enumerate() {
            let content = content.trim_end_matches('\r');
            if content.starts_with('#') || content.trim().is_empty() {
                continue;
            }
            let cells: Vec<String> = content.split('\t').map(|cell| cell.trim().to_owned()).collect();
            if !has_header {
                table.columns = cells.into_iter().enumerate().map(|(at, column)| (column, at)).collect();
                if let Some(column) = needed.iter().find(|column| !table.columns.contains_key(**column)) {
                    return Err(fault(line, TableFault::NoColumn((*column).to_owned())));
                }
                has_header = true;
            } else if cells.len() > table.columns.len() {
                let reason = TableFault::TooManyCells { found: cells.len(), expected: table.columns.len() };
                return Err(fault(line, reason));
            } else {
                table.rows.push((line + 1, cells));
            }
        }
        Ok(table)
    }

    /// All rows, in the order of the file.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, cells)| Row { table: self, line: *line, cells })
    }
}

impl<'t> Row<'t> {
    /// The cell in a column; empty where the row is too short or the table has no such column.
    pub fn get(self, column: &str) -> &'t str {
        let at = self.table.columns.get(column);
        at.and_then(|&at| self.cells.get(at)).map_or("", String::as_str)
    }

    /// The line of its file, from 1.
    pub fn line(self) -> usize {
        self.line
    }

    /// The parts of a cell that are separated by `;`.
    pub fn list(self, column: &str) -> impl Iterator<Item = &'t str> {
        self.get(column).split(';').map(str::trim).filter(|part| !part.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_named_cells() {
        let table =
            Table::parse("t", "# source: us\ncode\tnames\n\nBLR\tBelarus; Byelorussia ;\nUKR\n", &["code"]).unwrap();
        let rows: Vec<_> = table.rows().collect();
        assert_eq!(rows[0].get("code"), "BLR");
        assert_eq!(rows[0].list("names").collect::<Vec<_>>(), ["Belarus", "Byelorussia"]);
        assert_eq!(rows[1].get("names"), "");
        assert_eq!(rows[1].get("nothing"), "");
    }

    #[test]
    fn a_broken_table_is_named_with_its_line() {
        let error = Table::parse("t.tsv", "# x\na\tb\n1\t2\t3\n", &[]).unwrap_err();
        assert_eq!(error.to_string(), "t.tsv, line 3: 3 cells under 2 columns");
        let error = Table::parse("t.tsv", "a\n", &["b"]).unwrap_err();
        assert_eq!(error.to_string(), "t.tsv, line 1: the header has no column `b`");
    }
}
