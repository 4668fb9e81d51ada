//! What comes in: one piece for each report of all inputs, whatever form it has, and what is to be made of it.
//!
//! The way from bytes to pieces is the intake's; here files are opened and names given. It is gone by a thread of its own, a few
//! pieces ahead of who asks, so memory stays the same for any number of reports.

use std::collections::VecDeque;
use std::fs::File;
use std::io::stdin;
use std::ops::ControlFlow;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use serde_json::Value;
pub(crate) use vigie_intake::forms::Form;
use vigie_intake::forms::{FormFault, Found, Limits, Place, Raw, Source, walk};
use vigie_record::Report;

use crate::inputs::{Input, unreadable};
use crate::speech::{InputError, say};

/// Pieces that may be found before they are asked for.
const AHEAD: usize = 2;

/// Where a piece comes from.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    /// The name of its input in messages.
    shown: Arc<str>,
    /// The name of its input in the output.
    id: Arc<str>,
    /// The path of its input; none for standard input.
    path: Option<Arc<str>>,
    /// Where in its input it stands.
    within: Place,
}

/// One report that is still to be made.
#[derive(Debug)]
pub(crate) struct Piece {
    pub(crate) origin: Origin,
    raw: Raw,
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
            Self::Piece { place, reason } => tell!("skipped: {place}: {reason}"),
            Self::Input(error) => say(error),
        }
    }
}

impl Origin {
    fn of(input: &Input) -> Self {
        let shown: Arc<str> = input.shown().into();
        let path = matches!(input, Input::File { .. }).then(|| Arc::clone(&shown));
        Self { shown, id: input.id().into(), path, within: Place::default() }
    }

    fn at(&self, within: Place) -> Self {
        Self { within, ..self.clone() }
    }

    /// Where it stands, for messages: `dump.jsonl:17`, `pages.zip!a/b.html`.
    pub(crate) fn place(&self) -> String {
        self.named(&self.shown)
    }

    /// The id of a report that brings none.
    fn own_id(&self) -> Value {
        self.named(&self.id).into()
    }

    fn named(&self, input: &str) -> String {
        let mut name = self.file(input);
        if let Some(number) = self.within.number {
            name.push(':');
            name.push_str(&number.to_string());
        }
        name
    }

    /// The name of an input with those of the entries of archives that lead to the piece.
    fn file(&self, input: &str) -> String {
        let mut name = input.to_owned();
        for entry in &self.within.entries {
            name.push('!');
            name.push_str(entry);
        }
        name
    }

    /// The fault of what stands here.
    pub(crate) fn fault(&self, reason: &impl ToString) -> Fault {
        Fault::Piece { place: self.place(), reason: reason.to_string() }
    }

    /// The fault of a form that stands here.
    fn form_fault(&self, fault: FormFault) -> Fault {
        match fault {
            FormFault::Unreadable(source) => Fault::Input(InputError::Unreadable { name: self.place(), source }),
            other => self.fault(&other),
        }
    }
}

impl Piece {
    /// The number of its bytes.
    pub(crate) fn n_bytes(&self) -> usize {
        self.raw.n_bytes()
    }

    /// Its text.
    pub(crate) fn text(&self) -> String {
        self.raw.text()
    }

    /// The report that it is.
    pub(crate) fn report(&self) -> Result<Incoming, Fault> {
        let read = self.raw.report().map_err(|fault| self.origin.form_fault(fault))?;
        let mut report = read.report;
        report.source_file = self.origin.path.as_deref().map(|path| self.origin.file(path));
        Ok(Incoming { id: read.id.unwrap_or_else(|| self.origin.own_id()), report })
    }
}

/// The pieces of all inputs, in order.
pub(crate) struct Pieces {
    inputs: VecDeque<Input>,
    form: Option<Form>,
    under_way: Option<UnderWay>,
}

/// The thread that goes through the inputs, and what it finds.
type UnderWay = (Receiver<Result<Piece, Fault>>, JoinHandle<()>);

impl Pieces {
    /// The pieces of `inputs`; all of them in one form where that is known beforehand.
    pub(crate) fn new(inputs: Vec<Input>, form: Option<Form>) -> Self {
        Self { inputs: inputs.into(), form, under_way: None }
    }

    /// Whether there is one report in all, so that its own parts are what can be read side by side.
    pub(crate) fn is_one(&self) -> bool {
        let is_text = |input: &Input| {
            [".txt", ".text", ".md"].iter().any(|ending| input.id().to_ascii_lowercase().ends_with(ending))
        };
        self.inputs.len() == 1 && self.inputs.front().is_some_and(is_text)
    }
}

impl Iterator for Pieces {
    type Item = Result<Piece, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.under_way.is_none() && !self.inputs.is_empty() {
            let (send, found) = sync_channel(AHEAD);
            let (inputs, form) = (std::mem::take(&mut self.inputs), self.form);
            self.under_way = Some((found, thread::spawn(move || find(inputs, form, &send))));
        }
        if let Ok(found) = self.under_way.as_ref()?.0.recv() {
            return Some(found);
        }
        // The thread has gone through all inputs, or has met with a fault of ours.
        if let Some((_, Err(panic))) = self.under_way.take().map(|(found, thread)| (found, thread.join())) {
            resume_unwind(panic);
        }
        None
    }
}

/// Goes through all inputs, and ends when nobody asks any more.
fn find(inputs: VecDeque<Input>, form: Option<Form>, send: &SyncSender<Result<Piece, Fault>>) {
    let give = |found| if send.send(found).is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
    for input in inputs {
        let origin = Origin::of(&input);
        let source = match &input {
            Input::Stdin => Source::Stream(Box::new(stdin())),
            Input::File { path, .. } => match File::open(path) {
                // A pipe that has a name cannot be gone back in.
                Ok(file) if file.metadata().is_ok_and(|found| found.is_file()) => Source::Seekable(Box::new(file)),
                Ok(file) => Source::Stream(Box::new(file)),
                Err(error) => {
                    if give(Err(Fault::Input(unreadable(path, error)))).is_break() {
                        return;
                    }
                    continue;
                }
            },
        };
        let flow = walk(source, input.id(), form, Limits::default(), &mut |found| {
            give(match found {
                Found::Raw(raw) => Ok(Piece { origin: origin.at(raw.place.clone()), raw }),
                Found::Fault { place, fault } => Err(origin.at(place).form_fault(fault)),
            })
        });
        if flow.is_break() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_their_numbers() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "{\"text\": \"a\"}\n\n \r\nnot json\n{\"id\": 5, \"text\": \"b\"}").unwrap();
        let input = Input::File { path: file.path().to_owned(), id: "dump.jsonl".to_owned() };
        let mut found = Vec::new();
        for piece in Pieces::new(vec![input], None) {
            let piece = piece.map_err(|_| "a line").unwrap();
            found.push(match piece.report() {
                Ok(incoming) => format!("{} {}", incoming.id, incoming.report.text),
                Err(Fault::Piece { place, reason }) => format!("{}: {reason}", place.rsplit(':').next().unwrap_or("")),
                Err(Fault::Input(error)) => error.to_string(),
            });
        }
        let fault = "4: this is no JSON: expected ident at character 2";
        assert_eq!(found, ["\"dump.jsonl:1\" a", fault, "5 b"]);
    }

    #[test]
    fn places_lead_through_archives() {
        let origin = Origin::of(&Input::Stdin)
            .at(Place { entries: vec!["a.zip".to_owned(), "b.csv".to_owned()], number: Some(3) });
        assert_eq!(origin.place(), "standard input!a.zip!b.csv:3");
        assert_eq!(origin.own_id(), Value::from("-!a.zip!b.csv:3"));
    }
}
