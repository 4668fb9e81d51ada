//! What can be wrong with a model file.

use std::io;
use std::path::PathBuf;

/// Why a model could not be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// There is no such file.
    #[error("there is no model file at `{path}`")]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The file is there but cannot be read.
    #[error("model file `{path}` cannot be read")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is something else.
    #[error("`{name}` is no Vigie model: it does not begin with the mark of one")]
    NoModel {
        /// The file, or what stands for it.
        name: String,
    },
    /// The file ends before its content does.
    #[error("model `{name}` is cut short: it has {found} bytes of at least {expected}")]
    CutShort {
        /// The file, or what stands for it.
        name: String,
        /// The least number of bytes that it should have.
        expected: u64,
        /// The bytes that it has.
        found: u64,
    },
    /// The file is of another version of the format.
    #[error("model `{name}` has format {found}; this build reads {oldest} to {newest}")]
    Format {
        /// The file, or what stands for it.
        name: String,
        /// Its format.
        found: u32,
        /// The oldest format that can be read.
        oldest: u32,
        /// The newest.
        newest: u32,
    },
    /// The file is for another version of the program.
    #[error("model `{name}` is for version {needed} of Vigie; this is {this}")]
    Program {
        /// The file, or what stands for it.
        name: String,
        /// The versions that can read it.
        needed: String,
        /// This version.
        this: String,
    },
    /// The bytes are not those that were written.
    #[error("model `{name}` is damaged: its checksum does not fit its content")]
    Checksum {
        /// The file, or what stands for it.
        name: String,
    },
    /// The header is not as it should be.
    #[error("model `{name}` has a malformed header: {reason}")]
    Header {
        /// The file, or what stands for it.
        name: String,
        /// What is wrong.
        reason: String,
    },
    /// A part is not there.
    #[error("model `{name}` has no section `{section}`")]
    MissingSection {
        /// The file, or what stands for it.
        name: String,
        /// The section.
        section: &'static str,
    },
    /// A part cannot be used.
    #[error("section `{section}` of model `{name}` cannot be used: {reason}")]
    Section {
        /// The file, or what stands for it.
        name: String,
        /// The section.
        section: &'static str,
        /// What is wrong.
        reason: String,
    },
}
