//! What cargo knows of the workspace and of all that it is built from.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::root::{output, program};

/// The packages of the lock file.
#[derive(Debug, Deserialize)]
pub(crate) struct Metadata {
    /// Where cargo builds.
    pub(crate) target_directory: PathBuf,
    packages: Vec<Package>,
}

/// A package, ours or foreign.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) license: Option<String>,
    pub(crate) rust_version: Option<String>,
    /// Absent for ours.
    pub(crate) source: Option<String>,
    pub(crate) dependencies: Vec<Dependency>,
    manifest_path: PathBuf,
    metadata: Option<OwnMetadata>,
}

/// What a package leans on.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    /// Present where it lies in this tree.
    pub(crate) path: Option<PathBuf>,
}

#[derive(Debug, Clone, Deserialize)]
struct OwnMetadata {
    vigie: Option<VigieMetadata>,
}

#[derive(Debug, Clone, Deserialize)]
struct VigieMetadata {
    floor: Option<String>,
    #[serde(default)]
    carries: Vec<String>,
}

impl Metadata {
    /// Asks cargo.
    pub(crate) fn read() -> Result<Self> {
        let json = output(&mut program("cargo", &["metadata", "--format-version", "1"]))?;
        serde_json::from_str(&json).context("cannot read what `cargo metadata` wrote")
    }

    /// The crates of this tree.
    pub(crate) fn ours(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| package.source.is_none())
    }

    /// All packages that come from elsewhere.
    pub(crate) fn foreign(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| package.source.is_some())
    }
}

impl Package {
    /// The floor that its manifest states.
    pub(crate) fn floor(&self) -> Option<&str> {
        self.metadata.as_ref()?.vigie.as_ref()?.floor.as_deref()
    }

    /// The faces that its program starts.
    pub(crate) fn carries(&self) -> Vec<String> {
        let stated = self.metadata.as_ref().and_then(|metadata| metadata.vigie.as_ref());
        stated.map(|stated| stated.carries.clone()).unwrap_or_default()
    }

    /// The folder that it lies in.
    pub(crate) fn folder(&self) -> &Path {
        self.manifest_path.parent().expect("a manifest lies in a folder")
    }
}
