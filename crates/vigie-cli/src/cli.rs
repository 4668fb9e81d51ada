//! The options of the program: the one home of commands, flags and environment variables.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Reads the news the way an analyst does.
#[derive(Debug, Parser)]
#[command(name = "vigie", version, about, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Annotate(AnnotateArgs),
}

/// Reads raw English text: words, tags, trees, names, who says what, and what is told as having happened.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  vigie annotate story.txt                          a reading view on the terminal
  vigie annotate --format conllu news/ > news.conllu
  echo 'Police said he had fled.' | vigie annotate -

Exit codes: 0 done, 1 an input or an option is wrong, 2 a fault of the program.")]
pub(crate) struct AnnotateArgs {
    /// Text files, folders (their .txt files, at any depth), or - for standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// What to write; a reading view on a terminal, CoNLL-U where output goes elsewhere
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,

    /// How many threads read; changes nothing but the time [default: all cores]
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,

    /// A model file to read with instead of the one in the program
    #[arg(long, value_name = "FILE", env = "VIGIE_MODEL")]
    pub(crate) model: Option<PathBuf>,

    /// Take each line as a paragraph, also where the text looks hard-wrapped
    #[arg(long)]
    pub(crate) lines: bool,
}

/// How a reading is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// CoNLL-U, with names, attributions and factuality in MISC
    Conllu,
    /// One JSON object for each input
    Json,
    /// Marked text for a person to read
    View,
}
