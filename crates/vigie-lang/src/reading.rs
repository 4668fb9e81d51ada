//! Sections under way: given out stretch by stretch, put together again, and handed on in order.

use std::collections::VecDeque;
use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use vigie_record::{ByteRange, Note, NoteKind};

use crate::annotator::ReadError;
use crate::document::Document;
use crate::document::layers::Layers;
use crate::encoder::EncodeError;
use crate::language::LanguageCounts;
use crate::names;
use crate::queue::Queue;
use crate::stretch::StretchReading;
use crate::windows::Plan;

/// Sections that may be open at once, so that white space without end does not pile up behind a slow stretch.
const MOST_OPEN: usize = 64;

type Stretches = Queue<(Arc<Plan>, Range<usize>), Result<StretchReading, EncodeError>>;

/// Why reading ended early.
pub(crate) enum Stop {
    /// Whoever takes the documents wants no more.
    Enough,
    /// The model failed.
    Failed(ReadError),
}

/// The sections that are being read.
pub(crate) struct Reading<'q, M, F, T> {
    queue: &'q mut Stretches,
    open: VecDeque<OpenSection<M>>,
    finish: F,
    take: T,
}

struct OpenSection<M> {
    mark: M,
    plan: Arc<Plan>,
    /// Stretches that have not come back.
    waiting: usize,
    layers: Layers,
    notes: Vec<Note>,
}

impl<E: Into<ReadError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl<'q, M, F, T> Reading<'q, M, F, T>
where
    F: Fn(String, Layers, Vec<Note>) -> Document,
    T: FnMut(M, Document) -> ControlFlow<()>,
{
    /// Reads with `queue`, makes documents by `finish`, and hands them to `take`.
    pub(crate) fn new(queue: &'q mut Stretches, finish: F, take: T) -> Self {
        Self { queue, open: VecDeque::new(), finish, take }
    }

    /// Adds a section; waits for earlier ones while too much is under way.
    pub(crate) fn add(&mut self, mark: M, plan: Plan, is_forced: bool) -> Result<(), Stop> {
        while self.open.len() >= MOST_OPEN {
            self.take_stretch()?;
        }
        let stretches = plan.stretches();
        let plan = Arc::new(plan);
        let notes = notes_of(&plan, is_forced);
        self.open.push_back(OpenSection {
            mark,
            plan: Arc::clone(&plan),
            waiting: stretches.len(),
            layers: Layers::default(),
            notes,
        });
        for stretch in stretches {
            while self.queue.is_full() {
                self.take_stretch()?;
            }
            self.queue.give((Arc::clone(&plan), stretch));
        }
        drop(plan);
        self.deliver()
    }

    /// Waits for all that is under way.
    pub(crate) fn finish(mut self) -> Result<(), Stop> {
        while !self.open.is_empty() {
            self.take_stretch()?;
        }
        Ok(())
    }

    /// Takes the oldest stretch that is under way, and hands on what has become whole.
    fn take_stretch(&mut self) -> Result<(), Stop> {
        if let Some(reading) = self.queue.take() {
            let reading = reading?;
            let section = self.open.iter_mut().find(|section| section.waiting > 0);
            let section = section.expect("the stretch of a section comes back while the section is open");
            section.layers.append(reading.layers, 0);
            section.notes.extend(reading.notes);
            section.waiting -= 1;
        }
        self.deliver()
    }

    fn deliver(&mut self) -> Result<(), Stop> {
        while let Some(section) = self.open.pop_front_if(|section| section.waiting == 0) {
            let mut layers = section.layers;
            let plan = Arc::try_unwrap(section.plan).unwrap_or_else(|plan| Plan::clone(&plan));
            layers.multiword = plan.tokens.multiword;
            layers.paragraphs = plan.tokens.paragraphs;
            names::settle(&plan.text, &mut layers);
            let document = (self.finish)(plan.text, layers, section.notes);
            if (self.take)(section.mark, document).is_break() {
                return Err(Stop::Enough);
            }
        }
        Ok(())
    }
}

/// What is to be said about a section before it is read.
fn notes_of(plan: &Plan, is_forced: bool) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut counts = LanguageCounts::default();
    (0..plan.tokens.words.len()).for_each(|word| counts.add(plan.form(word)));
    let end = plan.text.len();
    if counts.look_foreign() {
        notes.push(Note {
            range: ByteRange::new(0, end),
            kind: NoteKind::OtherLanguage,
            message: "this does not look like English, so its reading is not to be relied on".to_owned(),
        });
    }
    if is_forced {
        notes.push(Note {
            range: ByteRange::new(end, end),
            kind: NoteKind::ForcedCut,
            message: "a line too long to be read in one go was cut here".to_owned(),
        });
    }
    notes
}
