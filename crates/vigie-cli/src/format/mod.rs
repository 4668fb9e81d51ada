//! The forms in which a reading is written.

mod conllu;
pub(crate) mod found;
mod json;
pub(crate) mod ledger;
mod lines;
pub(crate) mod matrix;
pub(crate) mod precedents;
pub(crate) mod records;
mod view;
pub(crate) mod warning;

use std::io::{self, Write, stdout};

use unicode_width::UnicodeWidthStr as _;
use vigie_lang::Document;

use crate::cli::Format;
pub(crate) use vigie_record::Characters;

pub(crate) use self::lines::visible;

/// Columns of the view where it does not go to a terminal, and the most that are pleasant to read on one.
const PIPED_COLUMNS: usize = 100;
const MOST_COLUMNS: usize = 120;

/// Where a part stands in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Whether the text begins with it.
    pub(crate) is_first: bool,
    /// Whether the text ends with it.
    pub(crate) is_last: bool,
}

/// Writes readings on stdout, each part at once, so that what is there is whole if the rest never comes.
pub(crate) struct Output {
    form: Form,
    buffer: Vec<u8>,
}

enum Form {
    Conllu(conllu::Conllu),
    Json(Box<json::Json>),
    View(view::View),
}

impl Output {
    /// Makes a writer of `format`.
    pub(crate) fn new(format: Format) -> Self {
        let form = match format {
            Format::Conllu => Form::Conllu(conllu::Conllu::default()),
            Format::Json => Form::Json(Box::default()),
            Format::View => Form::View(view::View::new(columns())),
        };
        Self { form, buffer: Vec::new() }
    }

    /// Writes one part of the text that goes by `id`.
    pub(crate) fn write(&mut self, id: &str, mark: Mark, part: Document) -> io::Result<()> {
        self.buffer.clear();
        match &mut self.form {
            Form::Conllu(conllu) => conllu.write(id, mark, &part, &mut self.buffer)?,
            Form::Json(json) => json.write(id, mark, part, &mut self.buffer)?,
            Form::View(view) => {
                view.write(id, mark, &part, &mut self.buffer)?;
                let mut terminal = anstream::AutoStream::auto(stdout().lock());
                terminal.write_all(&self.buffer)?;
                return terminal.flush();
            }
        }
        let mut stdout = stdout().lock();
        stdout.write_all(&self.buffer)?;
        stdout.flush()
    }
}

/// Writes words in lines of a width, the first after `indent` and the others under it.
pub(crate) fn wrapped(page: &mut String, words: &str, indent: &str, width: usize) {
    let pad = " ".repeat(indent.width());
    let (mut line, mut is_empty) = (indent.to_owned(), true);
    for word in words.split_whitespace() {
        if !is_empty && line.width() + 1 + word.width() > width {
            page.push_str(line.trim_end());
            page.push('\n');
            (line, is_empty) = (pad.clone(), true);
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    page.push_str(line.trim_end());
    page.push('\n');
}

/// The columns of a line for a person to read.
pub(crate) fn columns() -> usize {
    let terminal = terminal_size::terminal_size_of(stdout());
    terminal.map_or(PIPED_COLUMNS, |(width, _)| usize::from(width.0).min(MOST_COLUMNS))
}
