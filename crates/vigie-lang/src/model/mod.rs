//! The model: everything trained that the engine reads with, and the file that it comes in.
//!
//! A [`ModelFile`] is opened first, which is cheap and finds what is wrong with a file; it becomes a [`Model`] when a
//! text with words asks for it.

mod container;
mod error;
mod header;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use vigie_record::Digest;

use self::container::Container;
pub use self::error::LoadError;
use self::header::Header;
use crate::decode::bio::BioDecoder;
use crate::decode::factuality::Calibration;
use crate::decode::lemma::LemmaTable;
use crate::decode::likely::LikelyDecoder;
use crate::encoder::Encoder;
use crate::graph::GraphEncoder;
use crate::labels::{Labels, NameKind, Role};
use crate::pieces::PieceReader;

const READER: &str = "reader.onnx";
const RELATIONS: &str = "relations.onnx";
const TOKENIZER: &str = "tokenizer.json";
const LEMMAS: &str = "lemmas.tsv";

/// A model file that has been opened and found whole.
#[derive(Debug)]
pub struct ModelFile {
    container: Container,
}

impl ModelFile {
    /// Opens the file at `path` and compares its checksum.
    ///
    /// # Errors
    /// When the file is missing, cut short, damaged, no model, or for another version.
    pub fn open(path: &Path) -> Result<Self, LoadError> {
        let bytes = fs::read(path).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => LoadError::Missing { path: path.to_owned() },
            _ => LoadError::Unreadable { path: path.to_owned(), source },
        })?;
        let container = Container::open(&path.display().to_string(), Cow::Owned(bytes))?;
        container.verify()?;
        Ok(Self { container })
    }

    /// Takes the bytes of a model that lies in the program, where nothing can have damaged it.
    ///
    /// # Errors
    /// When it is no model, or for another version.
    pub fn embedded(bytes: &'static [u8]) -> Result<Self, LoadError> {
        Ok(Self { container: Container::open("embedded", Cow::Borrowed(bytes))? })
    }

    /// The name that the model was given.
    pub fn model_name(&self) -> &str {
        &self.container.header().name
    }

    /// The language that it reads, as `en`.
    pub fn language(&self) -> &str {
        &self.container.header().language
    }

    /// The day that it was made on, as it says.
    pub fn made_on(&self) -> &str {
        &self.container.header().made_on
    }

    /// The digest of the model.
    pub fn digest(&self) -> Digest {
        self.container.digest()
    }

    /// Makes the model ready to read.
    ///
    /// # Errors
    /// When a section is missing or cannot be used.
    pub fn load(&self) -> Result<Model, LoadError> {
        self.load_with(true)
    }

    /// Makes the model ready to read, without its heads for events, if it has any.
    ///
    /// # Errors
    /// When a section is missing or cannot be used.
    pub fn load_without_events(&self) -> Result<Model, LoadError> {
        self.load_with(false)
    }

    fn load_with(&self, events: bool) -> Result<Model, LoadError> {
        let (container, header) = (&self.container, self.container.header());
        let malformed = |reason| LoadError::Header { name: container.name().to_owned(), reason };
        let unusable = |section| move |reason| container.unusable(section, reason);
        let mut labels = header.labels().map_err(malformed)?;
        labels.events = labels.events.filter(|_| events);
        let decoders = Decoders::from_header(header, &labels).map_err(malformed)?;
        let lemmas = LemmaTable::parse(container.text(LEMMAS)?.to_owned())
            .map_err(|line| container.unusable(LEMMAS, format!("line {line} is not word, part of speech, lemma")))?;
        let pieces = PieceReader::from_json(container.section(TOKENIZER)?).map_err(unusable(TOKENIZER))?;
        let encoder = GraphEncoder::load(container.section(READER)?, container.section(RELATIONS)?, &labels)
            .map_err(|error| container.unusable(error.graph, error.reason))?;
        Ok(Model {
            labels: Arc::new(labels),
            decoders,
            lemmas,
            pieces,
            encoder: Box::new(encoder),
            max_pieces: header.max_pieces,
            digest: self.digest(),
        })
    }
}

/// Everything trained that the engine reads with.
pub struct Model {
    pub(crate) labels: Arc<Labels>,
    pub(crate) decoders: Decoders,
    pub(crate) lemmas: LemmaTable,
    pub(crate) pieces: PieceReader,
    pub(crate) encoder: Box<dyn Encoder>,
    pub(crate) max_pieces: usize,
    pub(crate) digest: Digest,
}

impl Model {
    /// The same model with another encoder, which must give scores for the same labels.
    #[must_use]
    pub fn with_encoder(self, encoder: Box<dyn Encoder>) -> Self {
        Self { encoder, ..self }
    }

    /// The digest of the file that it came from.
    pub fn digest(&self) -> Digest {
        self.digest
    }
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Model")
            .field("digest", &self.digest)
            .field("max_pieces", &self.max_pieces)
            .finish_non_exhaustive()
    }
}

/// The decoders that have learned numbers of their own.
#[derive(Debug, Clone)]
pub(crate) struct Decoders {
    pub(crate) ner: LikelyDecoder<NameKind>,
    pub(crate) attribution: BioDecoder<Role>,
    pub(crate) calibration: Calibration,
    /// The column of the relation `root`, which only the root gives.
    pub(crate) root_relation: usize,
}

impl Decoders {
    pub(crate) fn from_header(header: &Header, labels: &Labels) -> Result<Self, String> {
        if header.max_pieces < crate::windows::LEAST_PIECES {
            return Err(format!("max_pieces must be at least {}", crate::windows::LEAST_PIECES));
        }
        let root_relation = labels.relation.iter().position(|name| name == "root");
        Ok(Self {
            ner: header.ner_decoder(&labels.ner)?,
            attribution: header.attribution_decoder(&labels.attribution)?,
            calibration: header.calibration()?,
            root_relation: root_relation.ok_or("deprel has no label `root`")?,
        })
    }
}
