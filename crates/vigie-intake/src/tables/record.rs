//! Records: the rows of a table as text and cells, before anybody knows what they mean.

use std::io::{self, BufRead};

use super::reject::{Reason, Reject};
use super::{LONGEST_ROW, MOST_COLUMNS};

/// The most lines that one quoted row may run over. A quotation mark that nobody closes would swallow the table.
const MOST_LINES: u64 = 200;

/// The most bytes that a row over several lines may have.
const LONGEST_QUOTED: usize = 1 << 20;

/// The most bytes of a rejected row that are kept.
const KEPT: usize = 64 << 10;

/// Characters of Windows-1252 from 0x80 on, where ISO 8859-1 has none.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// How cells are parted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) delimiter: u8,
    /// Whether a cell may stand in quotation marks, and then run over lines.
    pub(super) has_quotes: bool,
}

/// Lines of a table, with those that were read ahead.
#[derive(Debug)]
pub(super) struct Lines<R> {
    reader: R,
    /// Lines read and given back, the next last.
    given_back: Vec<(u64, Line)>,
    /// The number of the last line read from the reader.
    line: u64,
    is_first: bool,
}

/// A line without its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    Text(Vec<u8>),
    /// Longer than a row may be; its beginning.
    TooLong(Vec<u8>),
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, given_back: Vec::new(), line: 0, is_first: true }
    }

    /// The number of the last line read.
    pub(super) fn number(&self) -> u64 {
        self.line
    }

    /// The next line with its number, into `line` where that can be used again; none at the end.
    pub(super) fn next(&mut self, mut line: Vec<u8>) -> io::Result<Option<(u64, Line)>> {
        if let Some(line) = self.given_back.pop() {
            return Ok(Some(line));
        }
        line.clear();
        let is_whole = self.fill(&mut line)?;
        if line.is_empty() && is_whole != Some(true) {
            return Ok(None);
        }
        self.line += 1;
        if std::mem::take(&mut self.is_first) && line.starts_with(b"\xef\xbb\xbf") {
            line.drain(..3);
        }
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        let line = if is_whole.is_none() && line.len() >= LONGEST_ROW { Line::TooLong(line) } else { Line::Text(line) };
        Ok(Some((self.line, line)))
    }

    /// Gives lines back, so that they come again.
    pub(super) fn give_back(&mut self, lines: Vec<(u64, Line)>) {
        self.given_back.extend(lines.into_iter().rev());
    }

    /// Reads up to the end of the line: `Some(true)` where it was found, `Some(false)` at the end of the table, `None` where the line is
    /// too long; then the rest of it is read and forgotten.
    fn fill(&mut self, line: &mut Vec<u8>) -> io::Result<Option<bool>> {
        let mut is_too_long = false;
        loop {
            let buffer = match self.reader.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if buffer.is_empty() {
                return Ok(if is_too_long { None } else { Some(false) });
            }
            let end = memchr::memchr(b'\n', buffer);
            let taken = &buffer[..end.unwrap_or(buffer.len())];
            let room = LONGEST_ROW - line.len();
            is_too_long |= taken.len() > room;
            line.extend_from_slice(&taken[..taken.len().min(room)]);
            let n_taken = taken.len() + usize::from(end.is_some());
            self.reader.consume(n_taken);
            if end.is_some() {
                return Ok(if is_too_long { None } else { Some(true) });
            }
        }
    }
}

/// One row: its text, and where its cells are.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// The line that it begins at.
    pub(super) line: u64,
    bytes: Vec<u8>,
    /// The row in UTF-8, where the bytes are not.
    decoded: Option<String>,
    /// Cells without their quotation marks, where there are any.
    unquoted: String,
    is_unquoted: bool,
    /// Where the cells lie, in the row or in `unquoted`.
    cells: Vec<(u32, u32)>,
}

/// Whether there was a row.
#[derive(Debug)]
pub(super) enum Read {
    Row,
    Rejected(Reject),
    End,
}

impl Record {
    /// Reads the next row that is not empty.
    pub(super) fn read<R: BufRead>(&mut self, lines: &mut Lines<R>, dialect: Dialect) -> io::Result<Read> {
        loop {
            let buffer = std::mem::take(&mut self.bytes);
            let Some((number, line)) = lines.next(buffer)? else { return Ok(Read::End) };
            self.line = number;
            match line {
                Line::TooLong(bytes) => return Ok(Read::Rejected(self.reject(bytes, Reason::TooLong))),
                Line::Text(bytes) if bytes.is_empty() => self.bytes = bytes,
                Line::Text(bytes) => {
                    self.bytes = bytes;
                    break;
                }
            }
        }
        if dialect.has_quotes
            && has_open_quote(&self.bytes, dialect.delimiter)
            && let Err(reason) = self.run_on(lines, dialect)?
        {
            let bytes = std::mem::take(&mut self.bytes);
            return Ok(Read::Rejected(self.reject(bytes, reason)));
        }
        match self.split(dialect) {
            Ok(()) => Ok(Read::Row),
            Err(reason) => {
                let bytes = std::mem::take(&mut self.bytes);
                Ok(Read::Rejected(self.reject(bytes, reason)))
            }
        }
    }

    /// The number of cells.
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// A cell without white space around it; empty where the row has none there.
    pub(super) fn get(&self, at: usize) -> &str {
        let Some(&(start, end)) = self.cells.get(at) else { return "" };
        let text = if self.is_unquoted { &self.unquoted } else { self.raw() };
        text.get(start as usize..end as usize).unwrap_or_default().trim()
    }

    /// The row in UTF-8.
    pub(super) fn raw(&self) -> &str {
        match &self.decoded {
            Some(text) => text,
            None => std::str::from_utf8(&self.bytes).unwrap_or_default(),
        }
    }

    /// Takes up a reject of this row.
    pub(super) fn rejected(&self, reason: Reason) -> Reject {
        let raw = self.raw();
        let cut = (0..=raw.len().min(KEPT)).rev().find(|&at| raw.is_char_boundary(at)).unwrap_or(0);
        Reject { line: self.line, reason, raw: raw[..cut].to_owned() }
    }

    fn reject(&self, mut bytes: Vec<u8>, reason: Reason) -> Reject {
        bytes.truncate(KEPT);
        let raw = String::from_utf8(bytes).unwrap_or_else(|error| decoded(error.as_bytes()));
        Reject { line: self.line, reason, raw }
    }

    /// Adds lines until the cell that is open is closed. Where it never is, they are given back, and the first line alone is at fault.
    fn run_on<R: BufRead>(&mut self, lines: &mut Lines<R>, dialect: Dialect) -> io::Result<Result<(), Reason>> {
        let first = self.bytes.len();
        let mut added = Vec::new();
        let mut length = first;
        for _ in 1..MOST_LINES {
            let Some((number, line)) = lines.next(Vec::new())? else { break };
            let Line::Text(bytes) = &line else {
                added.push((number, line));
                break;
            };
            length += bytes.len() + 1;
            self.bytes.push(b'\n');
            self.bytes.extend_from_slice(bytes);
            // A mark that closes stands in the line that was added, so only then is the whole looked at again.
            let may_close = bytes.contains(&b'"');
            added.push((number, line));
            if length > LONGEST_QUOTED {
                break;
            }
            if may_close && !has_open_quote(&self.bytes, dialect.delimiter) {
                return Ok(Ok(()));
            }
        }
        self.bytes.truncate(first);
        lines.give_back(added);
        Ok(Err(Reason::OpenQuote))
    }

    fn split(&mut self, dialect: Dialect) -> Result<(), Reason> {
        self.cells.clear();
        self.is_unquoted = false;
        if memchr::memchr(0, &self.bytes).is_some() {
            return Err(Reason::Nul);
        }
        self.decoded = std::str::from_utf8(&self.bytes).is_err().then(|| decoded(&self.bytes));
        if dialect.has_quotes && memchr::memchr(b'"', &self.bytes).is_some() {
            return self.split_quoted(dialect.delimiter);
        }
        let bytes = self.decoded.as_ref().map_or(self.bytes.as_slice(), String::as_bytes);
        let mut start = 0;
        for end in memchr::memchr_iter(dialect.delimiter, bytes).chain([bytes.len()]) {
            if self.cells.len() == MOST_COLUMNS {
                return Err(Reason::TooManyCells);
            }
            self.cells.push((narrow(start), narrow(end)));
            start = end + 1;
        }
        Ok(())
    }

    /// Cells as RFC 4180 has them: a cell that begins with a quotation mark ends at the next that is not doubled.
    fn split_quoted(&mut self, delimiter: u8) -> Result<(), Reason> {
        let mut unquoted = std::mem::take(&mut self.unquoted);
        unquoted.clear();
        let delimiter = char::from(delimiter);
        let mut cells = std::mem::take(&mut self.cells);
        let mut start = 0;
        let mut letters = self.raw().chars().peekable();
        let mut is_open = false;
        let mut is_begun = false;
        let fits = loop {
            let letter = letters.next();
            match letter {
                Some('"') if is_open && letters.peek() == Some(&'"') => {
                    letters.next();
                    unquoted.push('"');
                }
                Some('"') if is_open => is_open = false,
                Some('"') if !is_begun => is_open = true,
                Some(other) if is_open || other != delimiter => unquoted.push(other),
                Some(_) | None => {
                    if cells.len() == MOST_COLUMNS {
                        break false;
                    }
                    cells.push((narrow(start), narrow(unquoted.len())));
                    start = unquoted.len();
                    is_begun = false;
                    if letter.is_none() {
                        break true;
                    }
                    continue;
                }
            }
            is_begun = true;
        };
        self.unquoted = unquoted;
        self.cells = cells;
        self.is_unquoted = true;
        if fits { Ok(()) } else { Err(Reason::TooManyCells) }
    }
}

/// Whether the row ends inside of a quoted cell.
fn has_open_quote(bytes: &[u8], delimiter: u8) -> bool {
    let mut at = 0;
    loop {
        if bytes.get(at) == Some(&b'"') {
            at += 1;
            loop {
                let Some(found) = memchr::memchr(b'"', &bytes[at..]) else { return true };
                at += found + 1;
                if bytes.get(at) == Some(&b'"') { at += 1 } else { break }
            }
        }
        match memchr::memchr(delimiter, &bytes[at..]) {
            Some(found) => at += found + 1,
            None => return false,
        }
    }
}

/// Text of bytes that are not UTF-8: ISO 8859-1, with the characters that Windows adds.
fn decoded(bytes: &[u8]) -> String {
    let letter = |&byte: &u8| match byte {
        0x80..=0x9f => WINDOWS[usize::from(byte - 0x80)],
        byte => char::from(byte),
    };
    bytes.iter().map(letter).collect()
}

/// A place in a row, which is never longer than `LONGEST_ROW`, or three times that when decoded.
fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMA: Dialect = Dialect { delimiter: b',', has_quotes: true };
    const TAB: Dialect = Dialect { delimiter: b'\t', has_quotes: false };

    /// The cells of every row; a reject is its reason.
    fn rows(bytes: &[u8], dialect: Dialect) -> Vec<(u64, Vec<String>)> {
        let mut lines = Lines::new(bytes);
        let mut record = Record::default();
        let mut rows = Vec::new();
        loop {
            match record.read(&mut lines, dialect).unwrap() {
                Read::End => return rows,
                Read::Row => {
                    rows.push((record.line, (0..record.len()).map(|at| record.get(at).to_owned()).collect()));
                }
                Read::Rejected(reject) => rows.push((reject.line, vec![format!("! {}", reject.reason)])),
            }
        }
    }

    #[test]
    fn cells_are_parted() {
        struct Case(&'static [u8], Dialect, &'static [(u64, &'static [&'static str])]);
        let cases = [
            Case(b"a,b\n1,2\n", COMMA, &[(1, &["a", "b"]), (2, &["1", "2"])]),
            Case(b"a\tb\r\n\r\n1\t\"2\n", TAB, &[(1, &["a", "b"]), (3, &["1", "\"2"])]),
            Case(b"\xef\xbb\xbfa,b", COMMA, &[(1, &["a", "b"])]),
            Case(b"\"a,1\",\"say \"\"b\"\"\",c\n", COMMA, &[(1, &["a,1", "say \"b\"", "c"])]),
            Case(b"\"two\nlines\",b\nc,d\n", COMMA, &[(1, &["two\nlines", "b"]), (3, &["c", "d"])]),
            Case(b"5\" gun,b\n", COMMA, &[(1, &["5\" gun", "b"])]),
            Case(b"caf\xe9\t\x93x\x94\n", TAB, &[(1, &["café", "“x”"])]),
            Case(b"a\0b\nc\n", TAB, &[(1, &["! it has a NUL byte"]), (2, &["c"])]),
            Case(b",\n", COMMA, &[(1, &["", ""])]),
            Case(b"", COMMA, &[]),
        ];
        for Case(bytes, dialect, expected) in cases {
            let found = rows(bytes, dialect);
            let found: Vec<(u64, Vec<&str>)> =
                found.iter().map(|(line, cells)| (*line, cells.iter().map(String::as_str).collect())).collect();
            let expected: Vec<(u64, Vec<&str>)> =
                expected.iter().map(|(line, cells)| (*line, cells.to_vec())).collect();
            assert_eq!(found, expected, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn an_open_quote_costs_one_row() {
        let mut table = String::from("\"never closed,1\n");
        table.extend((0..400).map(|at| format!("{at},x\n")));
        let rows = rows(table.as_bytes(), COMMA);
        assert_eq!(rows.len(), 401);
        assert!(rows[0].1[0].starts_with("! a cell is opened"), "{:?}", rows[0]);
        assert_eq!(rows[400], (401, vec!["399".to_owned(), "x".to_owned()]));
    }

    #[test]
    fn what_is_too_long_or_too_wide_costs_one_row() {
        let mut table = vec![b'x'; LONGEST_ROW + 5];
        table.push(b'\n');
        table.extend(vec![b','; 1_000_000]);
        table.extend(b"\na,b\n");
        let found = rows(&table, COMMA);
        let said: Vec<&str> = found.iter().map(|row| row.1[0].as_str()).collect();
        assert_eq!(said, ["! it is longer than 16 MB", "! it has more than 1024 cells", "a"]);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read(bytes in proptest::collection::vec(proptest::sample::select(b"a1,\"\n\r\t\0\xe9\xc3\xa9;".to_vec()), 0..200)) {
            for dialect in [COMMA, TAB] {
                let n_lines = bytes.split(|byte| *byte == b'\n').count();
                let found = rows(&bytes, dialect);
                assert!(found.len() <= n_lines);
                assert!(found.is_sorted_by_key(|row| row.0));
            }
        }
    }
}
