//! What can go wrong with a store, in words for the person who has to mend it.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// A cause from below, kept out of our signatures.
type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why a store does not do what it was asked to.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The file is not there.
    #[error("there is no store at `{}`", path.display())]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The file is something else.
    #[error("`{}` is no store of Vigie", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// A later version of the program made it.
    #[error("the store `{}` has version {found} of its schema; this program knows versions up to {newest}", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The newest that is known here.
        newest: i64,
    },
    /// There is no room left for it.
    #[error("the disk is full: the store `{}` cannot grow", path.display())]
    Full {
        /// The file.
        path: PathBuf,
        /// What the database engine says.
        source: Cause,
    },
    /// The file cannot be read or written.
    #[error("the store `{}` cannot be read or written", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: Cause,
    },
    /// Another process holds it for writing.
    #[error("the store `{}` is being written by another process, which did not let go in time", path.display())]
    Busy {
        /// The file.
        path: PathBuf,
        /// What the database engine says.
        source: Cause,
    },
    /// Another process has it open, and would go on with the file that is to be replaced.
    #[error("the store `{}` is open in another program: what that writes afterwards would be lost", path.display())]
    Open {
        /// The file.
        path: PathBuf,
    },
    /// It may be read only.
    #[error("the store `{}` may not be written", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
        /// What the database engine says.
        source: Cause,
    },
    /// What it holds is not what was put there.
    #[error("the store `{}` is damaged: {what}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        what: String,
    },
    /// A record that was asked for is not there.
    #[error("the store has no {what} `{wanted}`")]
    NoRecord {
        /// What was looked for: a record, a file, a remark.
        what: &'static str,
        /// Its name.
        wanted: String,
    },
    /// What was asked for cannot be.
    #[error("{reason}")]
    Refused {
        /// Why.
        reason: String,
    },
    /// The database engine says something that we did not foresee.
    #[error("the store `{}` does not answer as it should", path.display())]
    Engine {
        /// The file.
        path: PathBuf,
        /// What the database engine says.
        source: Cause,
    },
}

/// What goes wrong inside, before anybody knows which file it is about.
#[derive(Debug)]
pub(crate) enum Fault {
    Sql(rusqlite::Error),
    Json(serde_json::Error),
    Io(std::io::Error),
    Damaged(String),
    Refused(String),
    NoRecord { what: &'static str, wanted: String },
}

/// What the insides give.
pub(crate) type Answer<T> = Result<T, Fault>;

impl Fault {
    /// What went wrong, where the file need not be named.
    pub(crate) fn what(self) -> String {
        match self.at(Path::new("")) {
            StoreError::Damaged { what, .. } => what,
            other => {
                let cause = std::error::Error::source(&other).map(ToString::to_string);
                cause.unwrap_or_else(|| other.to_string())
            }
        }
    }

    /// The error of the store at `path`.
    pub(crate) fn at(self, path: &Path) -> StoreError {
        let path = path.to_owned();
        match self {
            Self::Json(source) => StoreError::Damaged { path, what: format!("a record cannot be read: {source}") },
            Self::Io(source) => StoreError::Io { path, source: source.into() },
            Self::Damaged(what) => StoreError::Damaged { path, what },
            Self::Refused(reason) => StoreError::Refused { reason },
            Self::NoRecord { what, wanted } => StoreError::NoRecord { what, wanted },
            Self::Sql(source) => sql(source, path),
        }
    }
}

fn sql(error: rusqlite::Error, path: PathBuf) -> StoreError {
    let code = error.sqlite_error_code();
    let what = error.to_string();
    let source = Cause::from(error);
    match code {
        Some(ErrorCode::DiskFull) => StoreError::Full { path, source },
        Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            StoreError::Io { path, source }
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy { path, source },
        Some(ErrorCode::ReadOnly) => StoreError::ReadOnly { path, source },
        Some(ErrorCode::DatabaseCorrupt) => StoreError::Damaged { path, what },
        Some(ErrorCode::NotADatabase) => StoreError::Foreign { path },
        _ => StoreError::Engine { path, source },
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error)
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}
