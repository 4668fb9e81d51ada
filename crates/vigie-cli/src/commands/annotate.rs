//! `vigie annotate`: raw text in, a reading out.
//!
//! Inputs are read section by section and written as they come back, so memory stays the same for any number of them
//! and any length. What was written stays written: a bad input is named, skipped and counted, and the rest goes on.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, IsTerminal, Read, stdin, stdout};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;

use vigie_lang::{Annotator, Document, Section, Sectioner, Settings};

use crate::cli::{AnnotateArgs, Format, at_once};
use crate::format::{Mark, Output};
use crate::inputs::{self, Input};
use crate::model;
use crate::progress::Progress;
use crate::speech::{Failure, InputError, say};
use crate::text::TextReader;

/// Notes that are shown for one run; the rest are counted.
const MOST_NOTES: usize = 10;

/// Reads the inputs and writes their readings.
pub(crate) fn run(args: &AnnotateArgs) -> Result<ExitCode, Failure> {
    let mut n_failed = 0;
    let inputs = inputs::find_all(&args.paths, inputs::TEXTS, &mut n_failed)?;
    let failed = Cell::new(n_failed);
    let settings = Settings { n_threads: at_once(args.threads), line_paragraphs: args.lines, events: false };
    let annotator = Annotator::new(model::open(args.model.as_deref())?, settings);
    let format = args.format.unwrap_or(if stdout().is_terminal() { Format::View } else { Format::Conllu });
    let mut output = Output::new(format);
    let progress = Progress::start(inputs.iter().map(Input::n_bytes).sum());
    let mut notes = Notes::default();
    let mut written = Ok(());
    let sections = inputs.iter().flat_map(|input| Sections::open(input, &progress, &failed));
    annotator.annotate_sections(sections, |(input, mark), document| {
        notes.show(input, &document, &progress);
        progress.advance(document.full_text().len());
        written = output.write(input.id(), mark, document);
        if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    drop(progress);
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(Failure::Output(error)),
        _ => {}
    }
    notes.count();
    Ok(sum_up(inputs.len(), failed.get()))
}

fn sum_up(n_inputs: usize, n_failed: usize) -> ExitCode {
    if n_failed == 0 {
        return ExitCode::SUCCESS;
    }
    if n_inputs > 1 {
        tell!("{n_failed} of the inputs could not be read");
    }
    ExitCode::from(Failure::USER)
}

/// The sections of one input, as they are asked for.
struct Sections<'r> {
    input: &'r Input,
    reader: Option<TextReader<Box<dyn Read>>>,
    sectioner: Sectioner,
    last: std::vec::IntoIter<Section>,
    is_first: bool,
    progress: &'r Progress,
    failed: &'r Cell<usize>,
}

impl<'r> Sections<'r> {
    /// Opens an input; one that cannot be read is named and has no sections.
    fn open(input: &'r Input, progress: &'r Progress, failed: &'r Cell<usize>) -> Self {
        let mut sections = Self {
            input,
            reader: None,
            sectioner: Sectioner::default(),
            last: Vec::new().into_iter(),
            is_first: true,
            progress,
            failed,
        };
        match open_text(input) {
            Ok(reader) => sections.reader = Some(reader),
            Err(error) => sections.fail(error),
        }
        sections
    }

    fn fail(&self, error: InputError) {
        self.progress.aside(|| say(error));
        self.failed.set(self.failed.get() + 1);
    }

    fn next_section(&mut self) -> Option<Section> {
        while let Some(reader) = &mut self.reader {
            if let Some(section) = self.sectioner.next_section() {
                return Some(section);
            }
            let more = reader.next(|portion| self.sectioner.push(portion));
            if !matches!(more, Ok(true)) {
                self.reader = None;
                self.last = std::mem::take(&mut self.sectioner).finish().into_iter();
            }
            if let Err(error) = more {
                self.fail(error);
            }
        }
        self.last.next()
    }
}

impl<'r> Iterator for Sections<'r> {
    type Item = ((&'r Input, Mark), Section);

    fn next(&mut self) -> Option<Self::Item> {
        let section = self.next_section()?;
        let is_last = self.reader.is_none() && self.last.len() == 0;
        let mark = Mark { is_first: std::mem::take(&mut self.is_first), is_last };
        Some(((self.input, mark), section))
    }
}

/// Opens the text of an input. A file is looked through first, so that one that is no text is left out as a whole;
/// standard input can be read only once, so what stands before a bad byte is read there.
fn open_text(input: &Input) -> Result<TextReader<Box<dyn Read>>, InputError> {
    let Input::File { path, .. } = input else {
        return Ok(TextReader::new(input.shown(), Box::new(stdin())));
    };
    let mut look = open_file(path, input)?;
    while look.next(|_| ())? {}
    open_file(path, input)
}

fn open_file(path: &Path, input: &Input) -> Result<TextReader<Box<dyn Read>>, InputError> {
    let file = File::open(path).map_err(|error| inputs::unreadable(path, error))?;
    Ok(TextReader::new(input.shown(), Box::new(file)))
}

/// Notes shown on stderr.
#[derive(Default)]
struct Notes {
    seen: usize,
}

impl Notes {
    fn show(&mut self, input: &Input, document: &Document, progress: &Progress) {
        for note in document.notes() {
            self.seen += 1;
            if self.seen <= MOST_NOTES {
                progress.aside(|| tell!("note: {}: {}", input.shown(), note.message));
            }
        }
    }

    fn count(&self) {
        if self.seen > MOST_NOTES {
            tell!("note: {} more notes; --format json has them all", self.seen - MOST_NOTES);
        }
    }
}
