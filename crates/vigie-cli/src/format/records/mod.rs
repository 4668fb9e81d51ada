//! The forms in which records are written.

mod brief;
mod csv;
mod explain;
#[cfg(test)]
mod sample;
mod wire;
mod words;

use std::io::{self, Write, stdout};

use serde_json::Value;
use vigie_reader::Reading;
use vigie_record::ByteRange;

pub(crate) use self::csv::write_row;
pub(crate) use self::explain::{Explained, explain};
use self::wire::Wire;
pub(crate) use self::words::{name, percent, time as day_words, who};
use super::columns;
use crate::cli::{Only, RecordFormat};
use crate::speech::Failure;

/// How the records of a run are written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RecordForm {
    /// The format.
    pub(crate) format: RecordFormat,
    /// The one kind of record that is wanted, if not all.
    pub(crate) only: Option<Only>,
    /// Whether the brief gives the sentences.
    pub(crate) cite: bool,
    /// The columns of a line for people.
    width: usize,
}

impl RecordForm {
    /// A form for what stdout is.
    pub(crate) fn new(format: RecordFormat, only: Option<Only>, cite: bool) -> Self {
        Self { format, only, cite, width: columns() }
    }

    /// Writes the reading of one report, without what stands between two.
    pub(crate) fn render(&self, id: Value, reading: Reading) -> Vec<u8> {
        match self.format {
            RecordFormat::Brief => brief::page(&id, &reading, self),
            RecordFormat::Csv => csv::rows(&id, reading, self.only.unwrap_or(Only::Events)),
            RecordFormat::Jsonl => {
                let mut line = serde_json::to_vec(&Wire::new(id, reading, self.only)).expect("records become JSON");
                line.push(b'\n');
                line
            }
            RecordFormat::Json => {
                serde_json::to_vec_pretty(&Wire::new(id, reading, self.only)).expect("records become JSON")
            }
        }
    }
}

/// Writes what was rendered on stdout, each report at once, so that what is there is whole if the rest never comes.
#[derive(Debug)]
pub(crate) struct RecordOutput {
    form: RecordForm,
    n_written: usize,
}

impl RecordOutput {
    /// Begins the output.
    pub(crate) fn begin(form: RecordForm) -> io::Result<Self> {
        match form.format {
            RecordFormat::Csv => put(&csv::header(form.only.unwrap_or(Only::Events)))?,
            RecordFormat::Json => put(b"[")?,
            RecordFormat::Brief | RecordFormat::Jsonl => {}
        }
        Ok(Self { form, n_written: 0 })
    }

    /// Writes one report.
    pub(crate) fn write(&mut self, rendered: &[u8]) -> io::Result<()> {
        let between: &[u8] = match (self.form.format, self.n_written) {
            (RecordFormat::Json, 0) | (RecordFormat::Brief, 1..) => b"\n",
            (RecordFormat::Json, _) => b",\n",
            _ => b"",
        };
        self.n_written += 1;
        if self.form.format == RecordFormat::Brief {
            return put_styled(&[between, rendered].concat());
        }
        put(&[between, rendered].concat())
    }

    /// Ends the output.
    pub(crate) fn end(self) -> io::Result<()> {
        match (self.form.format, self.n_written) {
            (RecordFormat::Json, 0) => put(b"]\n"),
            (RecordFormat::Json, _) => put(b"\n]\n"),
            _ => Ok(()),
        }
    }
}

/// Writes bytes on stdout.
pub(crate) fn put(bytes: &[u8]) -> io::Result<()> {
    let mut stdout = stdout().lock();
    stdout.write_all(bytes)?;
    stdout.flush()
}

/// Writes bytes on stdout; a reader who has gone needs no more of them.
pub(crate) fn written(bytes: &[u8]) -> Result<(), Failure> {
    match put(bytes) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(Failure::Output),
    }
}

/// Writes styled text on stdout, without its styles where nobody would see them.
pub(crate) fn put_styled(bytes: &[u8]) -> io::Result<()> {
    let mut terminal = anstream::AutoStream::auto(stdout().lock());
    terminal.write_all(bytes)?;
    terminal.flush()
}

/// The number, from 1, of the sentence in which a record begins.
fn sentence_number(spans: &[ByteRange], sentences: &[ByteRange]) -> Option<usize> {
    let first = spans.iter().min()?;
    let number = sentences.partition_point(|sentence| sentence.start() <= first.start());
    (number > 0).then_some(number)
}
