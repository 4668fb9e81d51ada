//! CSV: one row for each record, as RFC 4180 has it; and the same guarded for spreadsheets.

use std::io::{self, Write};

use crate::cell::Cell;
use crate::format::{Writer, columns, row};
use crate::record::{Kind, Record};

/// What makes a spreadsheet take words for a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A table of one kind of records.
pub(crate) struct Csv<W> {
    kind: Kind,
    is_guarded: bool,
    out: W,
}

impl<W: Write> Csv<W> {
    pub(crate) fn new(kind: Kind, is_guarded: bool, mut out: W) -> io::Result<Self> {
        let header = columns(kind).iter().map(|column| Cell::text(column.name));
        write_row(header, false, &mut out)?;
        Ok(Self { kind, is_guarded, out })
    }
}

impl<W: Write> Writer for Csv<W> {
    fn write(&mut self, record: Record<'_>) -> io::Result<bool> {
        if record.kind() != Some(self.kind) {
            return Ok(false);
        }
        write_row(row(record).into_iter(), self.is_guarded, &mut self.out)?;
        Ok(true)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}

fn write_row<'c>(cells: impl Iterator<Item = Cell<'c>>, is_guarded: bool, out: &mut impl Write) -> io::Result<()> {
    let mut line = String::new();
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            line.push(',');
        }
        let is_words = matches!(cell, Cell::Text(_));
        let mut text = cell.to_string();
        // A number may well begin with a minus; it is no formula.
        if is_guarded && is_words && text.starts_with(FORMULA) {
            text.insert(0, '\'');
        }
        // White space at the ends would be lost without the marks.
        if text.contains([',', '"', '\n', '\r']) || text.trim() != text {
            line.push('"');
            line.push_str(&text.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(&text);
        }
    }
    line.push_str("\r\n");
    out.write_all(line.as_bytes())
}
