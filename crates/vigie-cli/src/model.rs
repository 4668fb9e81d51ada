//! The model to read with: the file that was named, or the one in the program.

use std::path::{Path, PathBuf};

use vigie_lang::{LoadError, ModelFile};

use crate::speech::Failure;

#[cfg(feature = "embedded-model")]
static EMBEDDED: &[u8] = include_bytes!("../../../models/vigie-en.model");

/// Where a model comes from.
#[derive(Debug, Clone)]
pub(crate) enum ModelSource {
    /// A file.
    File(PathBuf),
    /// The program.
    #[cfg(feature = "embedded-model")]
    Embedded,
}

impl ModelSource {
    /// Opens the model.
    pub(crate) fn open(&self) -> Result<ModelFile, LoadError> {
        match self {
            Self::File(path) => ModelFile::open(path),
            #[cfg(feature = "embedded-model")]
            Self::Embedded => ModelFile::embedded(EMBEDDED),
        }
    }
}

/// The model at `path`, or else the one in the program, still to be opened.
pub(crate) fn source(path: Option<&Path>) -> Result<ModelSource, Failure> {
    path.map_or_else(embedded, |path| Ok(ModelSource::File(path.to_owned())))
}

/// Opens the model at `path`, or else the one in the program.
pub(crate) fn open(path: Option<&Path>) -> Result<ModelFile, Failure> {
    source(path)?.open().map_err(Failure::Model)
}

#[cfg(feature = "embedded-model")]
#[expect(clippy::unnecessary_wraps, reason = "a program without a model has none to give")]
fn embedded() -> Result<ModelSource, Failure> {
    Ok(ModelSource::Embedded)
}

#[cfg(not(feature = "embedded-model"))]
fn embedded() -> Result<ModelSource, Failure> {
    Err(Failure::NoModel)
}
