//! What was found in the store, as a list: for people, as JSON lines, as CSV.

mod claims;
mod counts;
mod events;
mod forecasts;
mod hits;
mod stories;

use anstyle::{AnsiColor, Style};
use serde::Serialize;
use vigie_store::ReportHead;

use super::columns;
use super::lines::{Indent, Lines, visible};
use super::records::write_row;

const PLAIN: Style = Style::new();
const DIM: Style = Style::new().dimmed();
const BOLD: Style = Style::new().bold();
const LIT: Style = AnsiColor::Yellow.on_default().bold();

/// Digits of an id that a person is shown: enough to ask for it with.
const SHORT: usize = 12;

/// Something of which there are lists.
pub(crate) trait Listed: Serialize {
    /// The columns of its table.
    const COLUMNS: &'static [&'static str];
    /// The cells of its row.
    fn cells(&self) -> Vec<String>;
    /// Its lines for people.
    fn show(&self, page: &mut Shown<'_>);
}

/// Writes a list for people.
pub(crate) fn table<T: Listed>(items: &[T], out: &mut Vec<u8>) {
    let mut page = Shown { width: columns(), out };
    for item in items {
        item.show(&mut page);
    }
}

/// Writes a list as JSON lines.
pub(crate) fn lines<T: Listed>(items: &[T], out: &mut Vec<u8>) {
    for item in items {
        let line = serde_json::to_value(item).expect("lines become JSON");
        out.extend_from_slice(line.to_string().as_bytes());
        out.push(b'\n');
    }
}

/// The head of a table.
pub(crate) fn csv_header<T: Listed>() -> Vec<u8> {
    let mut out = Vec::new();
    write_row(T::COLUMNS.iter().map(|&column| column.to_owned()), &mut out);
    out
}

/// Writes a list as rows of a table.
pub(crate) fn csv<T: Listed>(items: &[T], out: &mut Vec<u8>) {
    for item in items {
        write_row(item.cells().into_iter(), out);
    }
}

/// Where a list for people goes.
pub(crate) struct Shown<'o> {
    width: usize,
    out: &'o mut Vec<u8>,
}

impl Shown<'_> {
    /// A line of styled parts, which may break at their spaces.
    fn line(&mut self, indent: usize, parts: &[(Style, &str)]) {
        let mut lines = Lines::new(self.width, Indent { first: indent, rest: indent + 2 }, self.out);
        for (index, (style, text)) in parts.iter().filter(|(_, text)| !text.is_empty()).enumerate() {
            if index > 0 {
                lines.space();
            }
            words(&mut lines, *style, text);
        }
        lines.end();
    }
}

/// Pushes text that may break at its spaces.
fn words(lines: &mut Lines<'_>, style: Style, text: &str) {
    for (index, word) in visible(text).split_whitespace().enumerate() {
        if index > 0 {
            lines.space();
        }
        lines.push(style, word);
    }
}

/// The beginning of an id.
fn short(id: &impl ToString) -> String {
    id.to_string().chars().take(SHORT).collect()
}

/// The columns of a report in the tables of its records.
const HEAD: [&str; 6] = ["report_id", "published_at", "outlet", "title", "url", "story_id"];

fn head_cells(head: &ReportHead) -> [String; 6] {
    [
        head.id.to_string(),
        shown(head.published_at.as_ref()),
        shown(head.outlet.as_ref()),
        shown(head.title.as_ref()),
        shown(head.url.as_ref()),
        shown(head.story_id.as_ref()),
    ]
}

/// The report in a line for people: day, outlet, headline.
fn about(head: &ReportHead) -> String {
    let day = head.published_at.as_deref().map_or("no date", |at| at.get(..10).unwrap_or(at));
    let parts = [Some(day), head.outlet.as_deref(), head.title.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn shown<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// A text in one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
