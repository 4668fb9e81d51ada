//! The model to read with: the file that was named, or the one in the program.

use std::path::Path;

use vigie_lang::ModelFile;

use crate::speech::Failure;

#[cfg(feature = "embedded-model")]
static EMBEDDED: &[u8] = include_bytes!("../../../models/vigie-en.model");

/// Opens the model at `path`, or else the one in the program.
pub(crate) fn open(path: Option<&Path>) -> Result<ModelFile, Failure> {
    match path {
        Some(path) => ModelFile::open(path).map_err(Failure::Model),
        None => embedded(),
    }
}

#[cfg(feature = "embedded-model")]
fn embedded() -> Result<ModelFile, Failure> {
    ModelFile::embedded(EMBEDDED).map_err(Failure::Model)
}

#[cfg(not(feature = "embedded-model"))]
fn embedded() -> Result<ModelFile, Failure> {
    Err(Failure::NoModel)
}
