//! Scores of `vigie annotate` and `vigie read` on the dev data, kept in gold/scores.toml.
//!
//! Raw text goes in and the contract's output comes out; the scorers lie beside the data and are not ours. The scores
//! on gold tokens come from the model's card, where training wrote them.

mod articles;
mod model_file;
mod page;
mod reading;
mod score;
mod scorers;
mod sentences;
mod table;
mod vigie;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

pub(crate) use self::model_file::{MODEL, ModelFile};
use self::score::ScoreFile;
use self::scorers::Scorers;
pub(crate) use self::vigie::Vigie;
use crate::metadata::Metadata;
use crate::root::root;

/// What to score, and where the data lies.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The folder of the corpora
    #[arg(long, default_value = "../shared/corpora")]
    corpora: PathBuf,
    /// The folder of the scorers
    #[arg(long, default_value = "../shared/eval")]
    eval: PathBuf,
    /// A model to score instead of the one in the program
    #[arg(long)]
    model: Option<PathBuf>,
    /// Prints the table and leaves gold/scores.toml and README.md as they are
    #[arg(long)]
    dry_run: bool,
}

/// Scores every layer, prints the change, and writes the file.
pub(crate) fn scores(arguments: &Arguments) -> Result<()> {
    let root = root();
    let given = arguments.model.as_ref().map(|path| root.join(path));
    let model = ModelFile::read(given.as_deref().unwrap_or(&root.join(MODEL)))?;
    let corpora = folder(&root, &arguments.corpora, "corpora")?;
    let scorers = Scorers::new(folder(&root, &arguments.eval, "scorers")?);
    let target = Metadata::read()?.target_directory;
    let work = target.join("scores");
    fs::create_dir_all(&work).with_context(|| format!("cannot make {}", work.display()))?;
    let vigie = Vigie::build(&target, given.as_deref())?;

    let mut now = ScoreFile::of(&model);
    now.add("ewt-dev", scorers.treebank(&vigie, &corpora.join("ud-ewt/dev.conllu"), &work)?);
    now.add("uner-ewt-dev", scorers.names(&vigie, &corpora.join("ner/uner-ewt-dev.iob2"), &work)?);
    now.add("crossner-politics-dev", scorers.names(&vigie, &corpora.join("ner/crossner-politics-dev.conll"), &work)?);
    now.add("polnear-articles-dev", articles::scores(&vigie, &scorers, &corpora.join("polnear/dev.jsonl"), &work)?);
    now.add("polnear-sentences-dev", sentences::scores(&vigie, &corpora.join("polnear-sentences/dev.jsonl"), &work)?);

    now.add("claims-polnear-dev", reading::claims(&vigie, &scorers, &corpora.join("polnear/dev.jsonl"), &work)?);
    now.add("events-own-held-out", reading::events(&vigie, &root, &work)?);
    now.add("actors-dev", reading::actors(&vigie, &scorers, &corpora.join("actors/dev.jsonl"), &work)?);
    now.add("pairs-plv-held-out", reading::pairs(&vigie, &scorers, &corpora.join("plover/PLV_train.tsv"), &work)?);

    let path = root.join("gold/scores.toml");
    print!("{}", table::table(&now, &ScoreFile::read(&path)?));
    if !arguments.dry_run {
        now.write(&path)?;
        page::write(&now, &root.join("README.md"))?;
        println!("\nwritten: gold/scores.toml, and the table in README.md");
    }
    Ok(())
}

fn folder(root: &Path, given: &Path, what: &str) -> Result<PathBuf> {
    let path = root.join(given);
    path.canonicalize()
        .with_context(|| format!("the {what} are not at {}; say where with --corpora and --eval", path.display()))
}
