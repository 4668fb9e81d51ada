//! The annotator: raw text in, documents out.
//!
//! A text is cut into sections, a section into words and stretches of words, and the stretches are read side by side by
//! threads. Sections come back in order, and no more than a few stretches are under way, so memory does not grow with
//! the text. Every stretch is read by itself: the same text gives the same document on any number of threads and
//! beside any other text.
//!
//! Needs: raw text; a model. Gives: all layers of a [`Document`]. Settings: [`Settings`]. Cost: linear in the text.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::{Arc, OnceLock};

use vigie_record::{ByteRange, Digest, Provenance};

use crate::document::Document;
use crate::document::layers::Layers;
use crate::encoder::EncodeError;
use crate::lines::tokenize_lines;
use crate::model::{LoadError, Model, ModelFile};
use crate::pair::{self, PairReading};
use crate::pieces::PieceCache;
use crate::queue::with_threads;
use crate::reading::{Reading, Stop};
use crate::sections::{Section, sections};
use crate::stretch;
use crate::tokenize::{Tokens, tokenize};
use crate::windows::Plan;

/// Reads text with a model.
#[derive(Debug)]
pub struct Annotator {
    file: Option<ModelFile>,
    model: OnceLock<Model>,
    provenance: Arc<Provenance>,
    settings: Settings,
}

/// How an [`Annotator`] reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// The number of threads; changes nothing but the time.
    pub n_threads: NonZeroUsize,
    /// Whether each line is a paragraph. Otherwise the lines of a text that looks hard-wrapped run on.
    pub line_paragraphs: bool,
    /// Whether events are read, if the model has heads for them: they cost a third of the time.
    pub events: bool,
}

/// Why a text could not be read: the fault of the model, never of the text.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The model could not be loaded.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The model stopped while it read.
    #[error("the model stopped reading")]
    Encode(#[from] EncodeError),
}

impl Default for Settings {
    fn default() -> Self {
        Self { n_threads: NonZeroUsize::MIN, line_paragraphs: false, events: true }
    }
}

impl Annotator {
    /// Makes an annotator that loads the model of `file` when a text with words comes.
    pub fn new(file: ModelFile, settings: Settings) -> Self {
        let provenance = provenance(file.digest());
        Self { file: Some(file), model: OnceLock::new(), provenance, settings }
    }

    /// Makes an annotator with a model that is loaded already.
    pub fn with_model(model: Model, settings: Settings) -> Self {
        let provenance = provenance(model.digest());
        Self { file: None, model: OnceLock::from(model), provenance, settings }
    }

    /// What stands behind the readings of this annotator.
    pub fn provenance(&self) -> &Provenance {
        &self.provenance
    }

    /// Reads one text.
    ///
    /// # Errors
    /// When the model cannot be loaded, or stops.
    pub fn annotate(&self, text: &str) -> Result<Document, ReadError> {
        let mut whole = Document::new(String::new(), Layers::default(), None, Vec::new(), Arc::clone(&self.provenance));
        self.annotate_sections(sections(text).map(|section| ((), section)), |(), part| {
            whole.append(part);
            ControlFlow::Continue(())
        })?;
        Ok(whole)
    }

    /// Reads section after section, and gives each to `take` with its mark, in order.
    ///
    /// The sections are asked for as they are needed, on this thread; `take` runs on it too, and can end the reading.
    ///
    /// # Errors
    /// When the model cannot be loaded, or stops.
    #[expect(clippy::missing_panics_doc, reason = "stretches are made by a model, so there is one when they are read")]
    pub fn annotate_sections<M>(
        &self,
        sections: impl IntoIterator<Item = (M, Section)>,
        take: impl FnMut(M, Document) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        let work = |(plan, words): (Arc<Plan>, _)| {
            let model = self.model.get().expect("only a model makes stretches to read");
            stretch::read(model, &plan, words)
        };
        let ended = with_threads(self.settings.n_threads, work, |queue| {
            let finish = |text, layers, notes| {
                let labels = self.model.get().map(|model| Arc::clone(&model.labels));
                Document::new(text, layers, labels, notes, Arc::clone(&self.provenance))
            };
            let mut reading = Reading::new(queue, finish, take);
            let mut cache = PieceCache::default();
            for (mark, section) in sections {
                let is_forced = section.forced;
                let plan = self.plan(section.text, &mut cache).map_err(ReadError::from)?;
                reading.add(mark, plan, is_forced)?;
            }
            reading.finish()
        });
        match ended {
            Ok(()) | Err(Stop::Enough) => Ok(()),
            Err(Stop::Failed(error)) => Err(error),
        }
    }

    /// Reads what the party at `source` does to the one at `target`, both ranges of `text`.
    ///
    /// `None` where the model cannot answer that, or where a range holds no word.
    ///
    /// # Errors
    /// When the model cannot be loaded, or stops.
    pub fn pair(&self, text: &str, source: ByteRange, target: ByteRange) -> Result<Option<PairReading>, ReadError> {
        let plan = self.plan(text.to_owned(), &mut PieceCache::default())?;
        if plan.tokens.words.is_empty() {
            return Ok(None);
        }
        Ok(pair::read(self.model()?, &plan, source, target)?)
    }

    fn plan(&self, text: String, cache: &mut PieceCache) -> Result<Plan, LoadError> {
        let tokens = self.tokens(&text);
        if tokens.words.is_empty() {
            return Ok(Plan::without_words(text));
        }
        let model = self.model()?;
        Ok(Plan::new(text, tokens, &model.pieces, cache, model.max_pieces))
    }

    fn tokens(&self, text: &str) -> Tokens {
        if self.settings.line_paragraphs { tokenize_lines(text) } else { tokenize(text) }
    }

    fn model(&self) -> Result<&Model, LoadError> {
        if let (None, Some(file)) = (self.model.get(), &self.file) {
            let loaded = if self.settings.events { file.load()? } else { file.load_without_events()? };
            return Ok(self.model.get_or_init(|| loaded));
        }
        Ok(self.model.get().expect("an annotator has a model, or a file to load it from"))
    }
}

fn provenance(model_digest: Digest) -> Arc<Provenance> {
    Arc::new(Provenance {
        program_version: env!("CARGO_PKG_VERSION").to_owned(),
        model_digest,
        component: "vigie-lang/annotator".to_owned(),
        author: None,
        made_at: None,
    })
}
