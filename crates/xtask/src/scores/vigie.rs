//! The program under test.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::root::{output, program, run};

/// `vigie`, built in release, with the model it reads.
#[derive(Debug)]
pub(crate) struct Vigie {
    binary: PathBuf,
    model: PathBuf,
}

/// One text as `vigie annotate --format json` gives it; what is not scored is left out.
#[derive(Debug, Deserialize)]
pub(crate) struct Annotated {
    pub(crate) id: String,
    pub(crate) attributions: Vec<Attribution>,
}

/// Who is quoted saying what: ranges in code points of the text.
#[derive(Debug, Deserialize)]
pub(crate) struct Attribution {
    #[serde(default)]
    pub(crate) source: Vec<[usize; 2]>,
    #[serde(default)]
    pub(crate) cue: Vec<[usize; 2]>,
    #[serde(default)]
    pub(crate) content: Vec<[usize; 2]>,
}

impl Vigie {
    /// Builds the program.
    pub(crate) fn build(target: &Path, model: &Path) -> Result<Self> {
        run(&mut program("cargo", &["build", "--release", "--package", "vigie-cli"]))?;
        let binary = target.join("release").join(format!("vigie{}", std::env::consts::EXE_SUFFIX));
        Ok(Self { binary, model: model.to_owned() })
    }

    /// Reads a text into CoNLL-U.
    pub(crate) fn conllu(&self, text: &Path) -> Result<String> {
        output(self.annotate("conllu").arg(text))
    }

    /// Reads the texts of a folder.
    pub(crate) fn json(&self, folder: &Path) -> Result<Vec<Annotated>> {
        let text = output(self.annotate("json").arg(folder))?;
        let values = serde_json::Deserializer::from_str(&text).into_iter();
        values.collect::<Result<_, _>>().context("cannot understand what `vigie annotate --format json` wrote")
    }

    fn annotate(&self, format: &str) -> Command {
        let mut command = Command::new(&self.binary);
        let arguments =
            ["annotate".as_ref(), "--format".as_ref(), format.as_ref(), "--model".as_ref(), self.model.as_os_str()];
        command.args::<_, &OsStr>(arguments);
        command
    }
}
