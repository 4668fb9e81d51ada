//! The program under test.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::root::{output, program, run};

/// `vigie`, built in release.
#[derive(Debug)]
pub(crate) struct Vigie {
    binary: PathBuf,
    /// The model to read with; otherwise the one in the program.
    model: Option<PathBuf>,
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
    /// Builds the program; with a model of its own inside only where none is given.
    pub(crate) fn build(target: &Path, model: Option<&Path>) -> Result<Self> {
        let mut build = program("cargo", &["build", "--release", "--package", "vigie-cli"]);
        run(if model.is_some() { build.arg("--no-default-features") } else { &mut build })?;
        let binary = target.join("release").join(format!("vigie{}", std::env::consts::EXE_SUFFIX));
        Ok(Self { binary, model: model.map(Path::to_owned) })
    }

    /// A program that is built already.
    pub(crate) fn at(binary: PathBuf, model: Option<&Path>) -> Result<Self> {
        anyhow::ensure!(
            binary.is_file(),
            "there is no program at {}; leave --program out to build one",
            binary.display()
        );
        Ok(Self { binary, model: model.map(Path::to_owned) })
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

    /// `vigie annotate`, to be given what to read.
    pub(crate) fn annotate(&self, format: &str) -> Command {
        self.command("annotate", format)
    }

    /// `vigie read`, to be given what to read.
    pub(crate) fn read(&self, format: &str) -> Command {
        self.command("read", format)
    }

    /// A command that answers JSON lines with JSON lines, and has no model.
    pub(crate) fn answers(&self, name: &str, questions: &Path) -> Result<String> {
        output(Command::new(&self.binary).args([name, "--format", "jsonl"]).arg(questions))
    }

    /// A command that has neither a format nor a model.
    pub(crate) fn plain(&self, name: &str) -> Command {
        let mut command = Command::new(&self.binary);
        command.arg(name);
        command
    }

    /// A command of the program that reads with a model.
    pub(crate) fn command(&self, name: &str, format: &str) -> Command {
        let mut command = Command::new(&self.binary);
        command.args([name, "--format", format]).env_remove("VIGIE_MODEL");
        if let Some(model) = &self.model {
            command.arg("--model").arg(model);
        }
        command
    }
}
