//! The language engine: raw English text becomes words, tags, trees, names, attributions and factuality.
//!
//! An [`Annotator`] reads text with the model of a [`ModelFile`] and gives [`Document`]s. It knows no ontology and no
//! record: what the words mean for a warning is read from a document by the floors above.
//!
//! ```no_run
//! use std::path::Path;
//!
//! use vigie_lang::{Annotator, ModelFile, Settings};
//!
//! let model = ModelFile::open(Path::new("models/vigie-en.model"))?;
//! let annotator = Annotator::new(model, Settings::default());
//! let document = annotator.annotate("Belarus announced drills near its southern border.")?;
//! for name in document.names() {
//!     println!("{} is a {}", name.text(), name.kind().as_str());
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod annotator;
mod decode;
mod document;
mod encoder;
#[cfg(any(test, feature = "fake"))]
pub mod fake;
mod graph;
mod labels;
mod language;
mod lines;
mod matrix;
mod model;
mod names;
mod pair;
mod pieces;
mod queue;
mod reading;
mod sections;
mod shape;
mod stretch;
pub mod tokenize;
mod upos;
mod windows;

pub use annotator::{Annotator, ReadError, Settings};
pub use decode::factuality::Factuality;
pub use document::{Attribution, Document, EventMention, Multiword, Name, Sentence, Word};
pub use encoder::{EncodeError, Encoder, EventReadings, Readings, Window};
pub use labels::{NameKind, Role};
pub use matrix::Matrix;
pub use model::{LoadError, Model, ModelFile};
pub use pair::PairReading;
pub use sections::{Section, Sectioner};
pub use shape::shape;
pub use upos::{Upos, UposError};
