//! `vigie read`: reports in, records out.
//!
//! Reports are read side by side and written in the order in which they came, so memory stays the same for any number of
//! them. What is no report is named with file and line, skipped and counted, and the rest goes on.

use std::io;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;

use vigie::ordered::in_order;
use vigie_lang::{Annotator, ReadError, Settings};
use vigie_reader::knowledge::UserTables;
use vigie_reader::{Reader, furniture};
use vigie_record::{Note, NoteKind};

use crate::cli::ReadArgs;
use crate::format::records::{Explained, RecordForm, RecordOutput, explain, put};
use crate::incoming::{Fault, Incoming, Piece, Pieces};
use crate::inputs::{self, Input};
use crate::knowledge;
use crate::model;
use crate::progress::Progress;
use crate::speech::Failure;

/// Reads the reports and writes their records.
pub(crate) fn run(args: &ReadArgs) -> Result<ExitCode, Failure> {
    let mut tally = Tally::default();
    let inputs = inputs::find_all(&args.paths, inputs::REPORTS, &mut tally.skipped)?;
    let progress = Progress::start(inputs.iter().map(Input::n_bytes).sum());
    let pieces = Pieces::new(inputs, None);
    let user = knowledge::load(args.work.knowledge.as_deref())?;
    let (reader, n_workers) = reader(args, &user, pieces.is_one())?;
    let form = RecordForm::new(args.format, args.only, args.cite);
    let desk = Desk { args, reader: &reader, form };
    let mut writer = Writer::begin(args, form).map_err(Failure::Output)?;
    let mut failed = None;
    in_order(
        n_workers,
        pieces,
        |piece| desk.read(piece),
        |done| {
            progress.advance(done.n_bytes);
            tally.count(done.told, &progress);
            let result = done.made.map_err(Failure::from).and_then(|made| writer.write(made).map_err(Failure::Output));
            failed = result.err();
            if failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        },
    );
    drop(progress);
    match failed.map_or_else(|| writer.end(args), Err) {
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(failure) => Err(failure),
        Ok(()) => Ok(tally.sum_up()),
    }
}

/// The reader, and how many reports it reads at once: one alone is shared out among the threads of the engine, several
/// are read each by a thread of its own, with one model for all.
fn reader(args: &ReadArgs, user: &UserTables, is_one: bool) -> Result<(Reader, NonZeroUsize), Failure> {
    let jobs = args.work.n_jobs();
    let file = model::open(args.model.as_deref())?;
    let settings = |n_threads| Settings { n_threads, line_paragraphs: false, events: true };
    let (annotator, n_workers) = if is_one || jobs == NonZeroUsize::MIN {
        (Annotator::new(file, settings(jobs)), NonZeroUsize::MIN)
    } else {
        (Annotator::with_model(file.load().map_err(Failure::Model)?, settings(NonZeroUsize::MIN)), jobs)
    };
    let reader = new_reader(annotator, user, args.work.knowledge.as_deref())?;
    Ok((reader, n_workers))
}

/// A reader with the tables of `folder`.
pub(crate) fn new_reader(annotator: Annotator, user: &UserTables, folder: Option<&Path>) -> Result<Reader, Failure> {
    Reader::new(annotator, user).map_err(|fault| Failure::knowledge(folder, fault))
}

/// Where one report is read.
struct Desk<'a> {
    args: &'a ReadArgs,
    reader: &'a Reader,
    form: RecordForm,
}

/// What became of a piece.
struct Done {
    n_bytes: usize,
    told: Vec<Told>,
    made: Result<Made, ReadError>,
}

/// Something to say of an input.
enum Told {
    /// It was skipped.
    Skipped(Fault),
    /// It was read, but not all of it was understood.
    Flawed(String),
}

/// What a piece becomes in the output.
enum Made {
    Nothing,
    Records(Vec<u8>),
    Explained(Vec<Explained>),
}

impl Desk<'_> {
    fn read(&self, piece: Result<Piece, Fault>) -> Done {
        let n_bytes = piece.as_ref().map_or(0, Piece::n_bytes);
        let told = |fault| Done { n_bytes, told: vec![Told::Skipped(fault)], made: Ok(Made::Nothing) };
        let piece = match piece {
            Ok(piece) => piece,
            Err(fault) => return told(fault),
        };
        let Incoming { id, mut report } = match piece.report() {
            Ok(incoming) => incoming,
            Err(fault) => return told(fault),
        };
        if let Some(reason) = nothing_in(&report.text) {
            return told(piece.origin.fault(&reason));
        }
        let flaw = |note: &Note| Told::Flawed(format!("{}: {}", piece.origin.place(), note.message));
        let is_flaw = |note: &&Note| matches!(note.kind, NoteKind::WrongDate | NoteKind::WrongField);
        let told = report.notes.iter().filter(is_flaw).map(flaw).collect();
        let has_wrong_date = report.notes.iter().any(|note| note.kind == NoteKind::WrongDate);
        if !has_wrong_date {
            report.published_at = report.published_at.or(self.args.date);
        }
        let reading = self.reader.read(report);
        let made = reading.map(|reading| match &self.args.explain {
            Some(wanted) => Made::Explained(explain(wanted, &id, &reading)),
            None => Made::Records(self.form.render(id, reading)),
        });
        Done { n_bytes, told, made }
    }
}

/// Why there is nothing to read in a text, if there is not.
fn nothing_in(text: &str) -> Option<&'static str> {
    if text.trim().is_empty() {
        return Some("the report is empty");
    }
    furniture::is_all(text).then_some("there is no report here, only page furniture such as menus and notices")
}

/// Counts what was wrong with the inputs.
#[derive(Default)]
struct Tally {
    done: usize,
    skipped: usize,
    flawed: usize,
}

impl Tally {
    fn count(&mut self, told: Vec<Told>, progress: &Progress) {
        self.done += 1;
        self.flawed += usize::from(told.iter().any(|told| matches!(told, Told::Flawed(_))));
        for told in told {
            match told {
                Told::Skipped(fault) => {
                    self.skipped += 1;
                    progress.aside(|| fault.say());
                }
                Told::Flawed(message) => progress.aside(|| tell!("note: {message}")),
            }
        }
    }

    fn sum_up(&self) -> ExitCode {
        if self.skipped == 0 && self.flawed == 0 {
            return ExitCode::SUCCESS;
        }
        if self.skipped > 0 && self.done > 1 {
            tell!("{} of the inputs were skipped", self.skipped);
        }
        if self.flawed > 1 {
            tell!("{} of the reports were read without a field that could not be understood", self.flawed);
        }
        ExitCode::from(Failure::USER)
    }
}

/// Where the output goes: records one after the other, or the one that is to be explained.
enum Writer {
    Records(RecordOutput),
    Explained(Vec<Explained>),
}

impl Writer {
    fn begin(args: &ReadArgs, form: RecordForm) -> io::Result<Self> {
        match &args.explain {
            Some(_) => Ok(Self::Explained(Vec::new())),
            None => RecordOutput::begin(form).map(Self::Records),
        }
    }

    fn write(&mut self, made: Made) -> io::Result<()> {
        match (self, made) {
            (Self::Records(output), Made::Records(rendered)) => output.write(&rendered),
            (Self::Explained(found), Made::Explained(more)) => {
                found.extend(more);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn end(self, args: &ReadArgs) -> Result<(), Failure> {
        match self {
            Self::Records(output) => output.end().map_err(Failure::Output),
            Self::Explained(found) => show_explained(args.explain.as_deref().unwrap_or_default(), found),
        }
    }
}

/// The most ids that are named where several records fit.
const MOST_IDS: usize = 5;

fn show_explained(wanted: &str, mut found: Vec<Explained>) -> Result<(), Failure> {
    found.dedup_by(|later, kept| later.id == kept.id);
    match found.as_slice() {
        [] => Err(Failure::NoRecord { wanted: wanted.to_owned() }),
        [only] => put(only.text.as_bytes()).map_err(Failure::Output),
        several => Err(Failure::SeveralRecords {
            wanted: wanted.to_owned(),
            n_found: several.len(),
            found: several.iter().take(MOST_IDS).map(|found| found.id[..16].to_owned()).collect(),
        }),
    }
}
