//! What comes in: one piece of bytes for each report, and what is to be made of it.
//!
//! The form is known by the ending of a file's name, or else by how its content begins; what gzip has compressed is
//! unpacked as it is read. A dump of JSON lines is read line
//! by line, any other file as a whole; neither may be longer than [`MOST_BYTES`].

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, stdin};
use std::sync::Arc;

use flate2::read::MultiGzDecoder;
use serde_json::Value;
use vigie_intake::{JsonReport, report_of_json, report_of_page, report_of_text};
use vigie_record::Report;

use crate::inputs::{Input, unreadable};
use crate::speech::{InputError, say};
use crate::text::TextReader;

/// The most bytes that one report may have.
const MOST_BYTES: u64 = 64 << 20;

/// What the bytes of a file begin with that gzip has made.
const GZIP: &[u8] = &[0x1f, 0x8b];

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Plain text, with or without a head.
    Text,
    /// JSON objects, one a line.
    Lines,
    /// A page of HTML.
    Page,
}

/// Where a piece comes from.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    /// The name of its input in messages.
    shown: Arc<str>,
    /// The name of its input in the output.
    id: Arc<str>,
    /// The path of its input; none for standard input.
    path: Option<Arc<str>>,
    /// The line, from 1, in a dump of lines.
    line: Option<usize>,
}

/// The bytes of one report.
#[derive(Debug)]
pub(crate) struct Piece {
    pub(crate) origin: Origin,
    form: Form,
    bytes: Vec<u8>,
}

/// A report with the id that it goes by in the output.
#[derive(Debug)]
pub(crate) struct Incoming {
    pub(crate) id: Value,
    pub(crate) report: Report,
}

/// Why a piece is no report that can be read.
#[derive(Debug)]
pub(crate) enum Fault {
    /// Its input cannot be read.
    Input(InputError),
    /// The piece itself is at fault.
    Piece {
        /// Where it stands.
        place: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl Fault {
    /// Says on stderr what was skipped, and why.
    pub(crate) fn say(self) {
        match self {
            Self::Piece { place, reason } => eprintln!("skipped: {place}: {reason}"),
            Self::Input(error) => say(error),
        }
    }
}

impl Origin {
    fn of(input: &Input) -> Self {
        let shown: Arc<str> = input.shown().into();
        let path = matches!(input, Input::File { .. }).then(|| Arc::clone(&shown));
        Self { shown, id: input.id().into(), path, line: None }
    }

    /// Where it stands, for messages: `dump.jsonl:17`.
    pub(crate) fn place(&self) -> String {
        self.line.map_or_else(|| self.shown.to_string(), |line| format!("{}:{line}", self.shown))
    }

    /// The id of a report that brings none.
    fn own_id(&self) -> Value {
        self.line.map_or_else(|| self.id.to_string(), |line| format!("{}:{line}", self.id)).into()
    }

    /// The fault of what stands here.
    pub(crate) fn fault(&self, reason: &impl ToString) -> Fault {
        Fault::Piece { place: self.place(), reason: reason.to_string() }
    }
}

impl Piece {
    /// The number of its bytes.
    pub(crate) fn n_bytes(&self) -> usize {
        self.bytes.len()
    }

    /// Its text.
    pub(crate) fn text(&self) -> Result<String, Fault> {
        let mut text = String::with_capacity(self.bytes.len());
        let mut reader = TextReader::new(self.origin.place(), self.bytes.as_slice());
        while reader.next(|portion| text.push_str(portion)).map_err(Fault::Input)? {}
        Ok(text)
    }

    /// The report that it is.
    pub(crate) fn report(&self) -> Result<Incoming, Fault> {
        let (id, mut report) = match self.form {
            Form::Text => (None, report_of_text(&self.text()?)),
            Form::Page => (None, report_of_page(&self.bytes).map_err(|fault| self.origin.fault(&fault))?),
            Form::Lines => {
                let JsonReport { id, report } =
                    report_of_json(&self.text()?).map_err(|fault| self.origin.fault(&fault))?;
                (id, report)
            }
        };
        report.source_file = self.origin.path.as_deref().map(str::to_owned);
        Ok(Incoming { id: id.unwrap_or_else(|| self.origin.own_id()), report })
    }
}

/// The pieces of all inputs, in order, read as they are asked for.
pub(crate) struct Pieces {
    inputs: VecDeque<Input>,
    open: Option<Open>,
    form: Option<Form>,
}

struct Open {
    origin: Origin,
    form: Form,
    from: BufReader<Box<dyn Read>>,
}

impl Pieces {
    /// The pieces of `inputs`; all of them in one form where that is known beforehand.
    pub(crate) fn new(inputs: Vec<Input>, form: Option<Form>) -> Self {
        Self { inputs: inputs.into(), open: None, form }
    }

    /// Whether there is one report in all, so that its own parts are what can be read side by side.
    pub(crate) fn is_one(&self) -> bool {
        self.inputs.len() == 1 && self.inputs.front().is_some_and(|input| form_of_name(input.id()) == Some(Form::Text))
    }

    fn next_of_open(&mut self) -> Option<Result<Piece, Fault>> {
        let open = self.open.as_mut()?;
        let piece = match open.form {
            Form::Lines => open.next_line(),
            Form::Text | Form::Page => Some(open.whole()),
        };
        if open.form != Form::Lines || !matches!(piece, Some(Ok(_) | Err(Fault::Piece { .. }))) {
            self.open = None;
        }
        piece
    }
}

impl Iterator for Pieces {
    type Item = Result<Piece, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(piece) = self.next_of_open() {
                return Some(piece);
            }
            match Open::new(&self.inputs.pop_front()?, self.form) {
                Ok(open) => self.open = Some(open),
                Err(error) => return Some(Err(Fault::Input(error))),
            }
        }
    }
}

impl Open {
    fn new(input: &Input, form: Option<Form>) -> Result<Self, InputError> {
        let from: Box<dyn Read> = match input {
            Input::Stdin => Box::new(stdin()),
            Input::File { path, .. } => Box::new(File::open(path).map_err(|error| unreadable(path, error))?),
        };
        let unreadable = |source| InputError::Unreadable { name: input.shown(), source };
        let mut from = BufReader::new(from);
        if from.fill_buf().map_err(unreadable)?.starts_with(GZIP) {
            from = BufReader::new(Box::new(MultiGzDecoder::new(from)));
        }
        let form = match form.or_else(|| form_of_name(input.id())) {
            Some(form) => form,
            None => form_of_content(from.fill_buf().map_err(unreadable)?),
        };
        Ok(Self { origin: Origin::of(input), form, from })
    }

    fn whole(&mut self) -> Result<Piece, Fault> {
        let mut bytes = Vec::new();
        self.from.by_ref().take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| self.unreadable(error))?;
        if bytes.len() as u64 > MOST_BYTES {
            return Err(self.origin.fault(&too_long()));
        }
        Ok(Piece { origin: self.origin.clone(), form: self.form, bytes })
    }

    /// The next line that is not blank.
    fn next_line(&mut self) -> Option<Result<Piece, Fault>> {
        loop {
            let mut bytes = Vec::new();
            let found = self.from.by_ref().take(MOST_BYTES + 1).read_until(b'\n', &mut bytes);
            if let Err(error) = found {
                return Some(Err(self.unreadable(error)));
            }
            if bytes.is_empty() {
                return None;
            }
            self.origin.line = Some(self.origin.line.unwrap_or(0) + 1);
            if bytes.len() as u64 > MOST_BYTES {
                return Some(
                    self.skip_line().map_err(|error| self.unreadable(error)).and(Err(self.origin.fault(&too_long()))),
                );
            }
            if bytes.iter().any(|byte| !byte.is_ascii_whitespace()) {
                return Some(Ok(Piece { origin: self.origin.clone(), form: self.form, bytes }));
            }
        }
    }

    fn skip_line(&mut self) -> io::Result<()> {
        self.from.skip_until(b'\n').map(|_| ())
    }

    fn unreadable(&self, source: io::Error) -> Fault {
        Fault::Input(InputError::Unreadable { name: self.origin.shown.to_string(), source })
    }
}

fn too_long() -> String {
    format!("this is longer than the {} MiB that one report may have", MOST_BYTES >> 20)
}

/// The form that a name's ending says.
fn form_of_name(name: &str) -> Option<Form> {
    let name = name.to_ascii_lowercase();
    let ending = name.strip_suffix(".gz").unwrap_or(&name).rsplit_once('.')?.1;
    match ending {
        "jsonl" | "ndjson" | "json" => Some(Form::Lines),
        "html" | "htm" | "xhtml" => Some(Form::Page),
        "txt" | "text" | "md" => Some(Form::Text),
        _ => None,
    }
}

/// The form that the beginning of some content shows.
fn form_of_content(head: &[u8]) -> Form {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let begins = |mark: &[u8]| head.get(..mark.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(mark));
    let is_list = head.strip_prefix(b"[").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"{"));
    if begins(b"{") || is_list {
        // A list over many lines is none of one object a line either, and is told of as such.
        Form::Lines
    } else if begins(b"<!doctype html") || begins(b"<html") {
        Form::Page
    } else {
        Form::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(bytes: &'static [u8], form: Form) -> Open {
        let from: Box<dyn Read> = Box::new(bytes);
        Open { origin: Origin::of(&Input::Stdin), form, from: BufReader::new(from) }
    }

    #[test]
    fn forms_are_known() {
        let names = [
            ("a.JSONL", Some(Form::Lines)),
            ("a.b.txt", Some(Form::Text)),
            ("a.html.gz", Some(Form::Page)),
            ("a.gz", None),
            ("a", None),
            ("-", None),
        ];
        for (name, form) in names {
            assert_eq!(form_of_name(name), form, "{name}");
        }
        let cases: [(&[u8], Form); 5] = [
            (b"", Form::Text),
            (b"\xef\xbb\xbf \n{\"id\"", Form::Lines),
            (b"Drills", Form::Text),
            (b" [", Form::Text),
            (b"\n<!DOCTYPE html>", Form::Page),
        ];
        for (head, form) in cases {
            assert_eq!(form_of_content(head), form);
        }
    }

    #[test]
    fn lines_keep_their_numbers() {
        let mut dump = open(b"{\"text\": \"a\"}\n\n \r\nnot json\n{\"id\": 5, \"text\": \"b\"}", Form::Lines);
        let mut found = Vec::new();
        while let Some(piece) = dump.next_line() {
            let piece = piece.map_err(|_| "a line").unwrap();
            found.push(match piece.report() {
                Ok(incoming) => format!("{} {}", incoming.id, incoming.report.text),
                Err(Fault::Piece { place, reason }) => format!("{place}: {reason}"),
                Err(Fault::Input(error)) => error.to_string(),
            });
        }
        let fault = "standard input:4: this is no JSON: expected ident at character 2";
        assert_eq!(found, ["\"-:1\" a", fault, "5 b"]);
    }
}
