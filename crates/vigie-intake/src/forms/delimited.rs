//! Tables of text: comma, semicolon, tab or bar between the columns, the first row their names.

use std::io::{Cursor, Read};

use csv::{ByteRecord, ReaderBuilder};

use super::FormFault;
use super::columns::Columns;
use super::metered::Capped;
use super::walker::{Flow, Walker};

/// The most columns of a table of reports.
const MOST_COLUMNS: usize = 10_000;

/// Whether a text begins with the names of columns, one of them that of a text.
pub(super) fn looks_like_table(text: &str) -> bool {
    let header = text.lines().next().unwrap_or_default();
    let cells: Vec<&str> = header.split(separator(header)).collect();
    let names: Vec<&str> = cells.iter().map(|name| name.trim().trim_matches('"')).collect();
    // In prose a space comes after a comma.
    let are_names = cells.iter().all(|cell| !cell.starts_with(' '))
        && names.iter().all(|name| !name.is_empty() && name.len() < 60 && name.split_whitespace().count() < 5);
    (2..=MOST_COLUMNS).contains(&names.len()) && are_names && Columns::of(names.into_iter()).is_some()
}

/// The sign between the names of columns.
fn separator(header: &str) -> char {
    let count = |sign: &char| header.matches(*sign).count();
    ['\t', ';', '|', ','].into_iter().max_by_key(count).unwrap_or(',')
}

/// The rows of a table, one at a time.
pub(super) fn walk(walker: &mut Walker<'_>, mut from: impl Read, name: &str) -> Flow {
    let mut head = Vec::new();
    if let Err(error) = from.by_ref().take(64 << 10).read_to_end(&mut head) {
        return walker.unreadable(None, error);
    }
    let is_utf8 = head
        .utf8_chunks()
        .take(2)
        .filter(|chunk| chunk.invalid().len() > 3 || !chunk.invalid().is_empty() && head.len() < 64 << 10)
        .count()
        == 0;
    let from = Cursor::new(head).chain(from);
    if is_utf8 {
        return rows(walker, from, name);
    }
    // Another encoding is told from all of it.
    match walker.all(from, "a table in another encoding than UTF-8") {
        Ok(bytes) => rows(walker, Cursor::new(crate::decode(&bytes, None).text.into_owned().into_bytes()), name),
        Err(fault) => walker.fault(None, fault),
    }
}

fn rows(walker: &mut Walker<'_>, from: impl Read, name: &str) -> Flow {
    let most = walker.limits.piece_bytes;
    let (mut capped, left) = Capped::new(from, most);
    let mut first = Vec::new();
    if let Err(error) = capped.by_ref().take(64 << 10).read_to_end(&mut first) {
        return walker.unreadable(None, error);
    }
    let header = String::from_utf8_lossy(first.split(|byte| *byte == b'\n').next().unwrap_or_default()).into_owned();
    let separator = if super::sniff::is_tabbed(name) { '\t' } else { separator(&header) };
    let from = Cursor::new(first).chain(capped);
    let delimiter = u8::try_from(separator).unwrap_or(b',');
    let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(from);
    let mut row = ByteRecord::new();
    let unsound = |error: &csv::Error| FormFault::Unsound { what: "table", reason: error.to_string() };
    match reader.read_byte_record(&mut row) {
        Ok(false) => return Flow::Continue(()),
        Ok(true) if row.len() > MOST_COLUMNS => {
            let reason = format!("it has {} columns, and {MOST_COLUMNS} are read at most", row.len());
            return walker.fault(Some(1), FormFault::Unsound { what: "table of reports", reason });
        }
        Ok(true) => (),
        Err(error) => return walker.fault(Some(1), unsound(&error)),
    }
    let names: Vec<String> = row.iter().map(text).collect();
    let Some(columns) = Columns::of(names.iter().map(String::as_str)) else {
        let columns = names.iter().take(8).map(String::as_str).collect::<Vec<_>>().join(", ");
        return walker.fault(None, FormFault::NoTextColumn { columns });
    };
    loop {
        left.set(most);
        match reader.read_byte_record(&mut row) {
            Ok(false) => return Flow::Continue(()),
            Ok(true) => {
                let number = row.position().and_then(|place| usize::try_from(place.line()).ok()).unwrap_or(0);
                match columns.report(|at| row.get(at).map(text)) {
                    Ok(read) => walker.made(number, read)?,
                    Err(fault) => walker.fault(Some(number), fault.into())?,
                }
            }
            Err(error) => return walker.fault(None, unsound(&error)),
        }
    }
}

fn text(cell: &[u8]) -> String {
    String::from_utf8_lossy(cell).trim_start_matches('\u{feff}').to_owned()
}
