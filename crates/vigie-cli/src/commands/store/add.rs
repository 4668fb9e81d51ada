//! `vigie add`: reports in, read and kept.
//!
//! Reports are read side by side and put into the store in the order in which they came, each in a transaction of its own, on
//! the disk before the next. The model is loaded when the first new report comes, so that a run in which nothing is new takes
//! no time.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread::available_parallelism;

use vigie_lang::{Annotator, Settings};
use vigie_reader::knowledge::UserTables;
use vigie_reader::{Reader, Reading, furniture};
use vigie_record::{NoteKind, Report};
use vigie_store::{Access, Put, Store};

use super::{now, open};
use crate::cli::store::AddArgs;
use crate::commands::read::new_reader;
use crate::incoming::{Fault, Incoming, Piece, Pieces};
use crate::inputs::{self, Input};
use crate::knowledge;
use crate::model;
use crate::ordered::in_order;
use crate::progress::Progress;
use crate::speech::Failure;

/// Reports that were met again and are noted together.
const MET_AT_ONCE: usize = 500;

/// Reads new reports into the store.
pub(crate) fn run(args: &AddArgs) -> Result<ExitCode, Failure> {
    let mut tally = Tally::default();
    let inputs = inputs::find_all(&args.paths, inputs::REPORTS, &mut tally.skipped)?;
    let progress = Progress::start(inputs.iter().map(Input::n_bytes).sum());
    let mut store = open(&args.store, Access::Create)?;
    let known = Mutex::new(open(&args.store, Access::Read)?);
    let user = knowledge::load(args.work.knowledge.as_deref())?;
    let desk = Desk { args, user: &user, reader: OnceLock::new(), known: &known };
    let jobs = args.work.jobs.or_else(|| available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    let mut failed = None;
    let mut met = Vec::new();
    in_order(
        jobs,
        Pieces::new(inputs, None),
        |piece| desk.read(piece),
        |done| {
            progress.advance(done.n_bytes);
            failed = take(done.made, &mut store, &mut met, &mut tally, &progress).err();
            if failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        },
    );
    drop(progress);
    if let Some(failure) = failed {
        return Err(failure);
    }
    store.note_met(&met, now())?;
    store.group_stories()?;
    Ok(tally.sum_up(&store))
}

/// What a piece became.
enum Made {
    /// It is no report that can be read.
    Nothing(Fault),
    /// The store has it.
    Known(Box<Report>),
    /// It was read; what was wrong with its fields is told.
    Read { reading: Box<Reading>, flaws: Vec<String> },
    /// The reader does not work.
    Failed(Failure),
}

struct Done {
    n_bytes: usize,
    made: Made,
}

/// Puts a report into the store.
fn take(
    made: Made,
    store: &mut Store,
    met: &mut Vec<Report>,
    tally: &mut Tally,
    progress: &Progress,
) -> Result<(), Failure> {
    match made {
        Made::Nothing(fault) => {
            tally.skipped += 1;
            progress.aside(|| fault.say());
        }
        Made::Known(report) => {
            tally.known += 1;
            met.push(*report);
            if met.len() >= MET_AT_ONCE {
                store.note_met(met, now())?;
                met.clear();
            }
        }
        Made::Failed(failure) => return Err(failure),
        Made::Read { reading, flaws } => {
            for flaw in flaws {
                tally.flawed += 1;
                progress.aside(|| eprintln!("note: {flaw}"));
            }
            match store.put(&reading, now())? {
                Put::Added => tally.added += 1,
                Put::Replaced { .. } => tally.replaced += 1,
                Put::Known => tally.known += 1,
            }
        }
    }
    Ok(())
}

/// Where one report is read.
struct Desk<'a> {
    args: &'a AddArgs,
    user: &'a UserTables,
    reader: OnceLock<Result<Reader, Mutex<Option<Failure>>>>,
    known: &'a Mutex<Store>,
}

impl Desk<'_> {
    fn read(&self, piece: Result<Piece, Fault>) -> Done {
        let n_bytes = piece.as_ref().map_or(0, Piece::n_bytes);
        let made = piece.and_then(|piece| self.made(&piece));
        Done { n_bytes, made: made.unwrap_or_else(Made::Nothing) }
    }

    fn made(&self, piece: &Piece) -> Result<Made, Fault> {
        let Incoming { mut report, .. } = piece.report()?;
        let is_known = self.known.lock().unwrap_or_else(PoisonError::into_inner).has(report.id);
        match is_known {
            Ok(true) => return Ok(Made::Known(Box::new(report))),
            Ok(false) => {}
            Err(error) => return Ok(Made::Failed(error.into())),
        }
        if report.text.trim().is_empty() {
            return Err(piece.origin.fault(&"the report is empty"));
        }
        if furniture::is_all(&report.text) {
            return Err(piece.origin.fault(&"there is no report here, only page furniture such as menus and notices"));
        }
        let is_flaw = |kind| matches!(kind, NoteKind::WrongDate | NoteKind::WrongField);
        let flaws: Vec<String> = report
            .notes
            .iter()
            .filter(|note| is_flaw(note.kind))
            .map(|note| format!("{}: {}", piece.origin.place(), note.message))
            .collect();
        if !report.notes.iter().any(|note| note.kind == NoteKind::WrongDate) {
            report.published_at = report.published_at.or(self.args.date);
        }
        Ok(match self.reader() {
            Ok(reader) => match reader.read(report) {
                Ok(reading) => Made::Read { reading: Box::new(reading), flaws },
                Err(error) => Made::Failed(error.into()),
            },
            Err(failure) => Made::Failed(failure),
        })
    }

    /// The reader, made when the first new report asks for it.
    fn reader(&self) -> Result<&Reader, Failure> {
        let made = self.reader.get_or_init(|| self.new_reader().map_err(|failure| Mutex::new(Some(failure))));
        made.as_ref().map_err(|failure| {
            // The first to ask says why; what the others say is not shown.
            failure.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or(Failure::NoHome)
        })
    }

    fn new_reader(&self) -> Result<Reader, Failure> {
        let model = model::open(self.args.model.as_deref())?.load().map_err(Failure::Model)?;
        let settings = Settings { n_threads: NonZeroUsize::MIN, line_paragraphs: false, events: true };
        new_reader(Annotator::with_model(model, settings), self.user, self.args.work.knowledge.as_deref())
    }
}

/// Counts what became of the inputs.
#[derive(Default)]
struct Tally {
    added: usize,
    replaced: usize,
    known: usize,
    skipped: usize,
    flawed: usize,
}

impl Tally {
    fn sum_up(&self, store: &Store) -> ExitCode {
        let Self { added, replaced, known, skipped, flawed } = *self;
        eprintln!(
            "{}: {added} reports added, {replaced} newer versions, {known} there already, {skipped} skipped",
            store.path().display()
        );
        ExitCode::from(if skipped + flawed > 0 { Failure::USER } else { 0 })
    }
}
