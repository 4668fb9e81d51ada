//! Scores of `vigie annotate` and `vigie read` on the dev data, kept in gold/scores.toml.
//!
//! Raw text goes in and the contract's output comes out; the scorers lie beside the data and are not ours. The scores
//! on gold tokens come from the model's card, where training wrote them.

mod articles;
mod model_file;
mod next;
mod onset;
mod page;
mod pages;
mod reading;
mod score;
mod scorers;
mod sentences;
mod table;
mod vigie;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

pub(crate) use self::model_file::{MODEL, ModelFile};
use self::score::{Layers, ScoreFile};
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
    /// A `vigie` that is built already, to score instead of one built in release
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
    /// Scores one data set alone, such as html-articles-dev, and keeps the others as they are
    #[arg(long, value_name = "DATA")]
    only: Option<String>,
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
    let vigie = match &arguments.program {
        Some(program) => Vigie::at(root.join(program), given.as_deref())?,
        None => Vigie::build(&target, given.as_deref())?,
    };

    let path = root.join("gold/scores.toml");
    let kept = ScoreFile::read(&path)?;
    let mut now = if arguments.only.is_some() { kept.clone() } else { ScoreFile::of(&model) };
    let mut data_sets = Vec::new();
    let mut add = |name: &'static str, measure: &dyn Fn() -> Result<Layers>| {
        data_sets.push(name);
        if arguments.only.as_ref().is_none_or(|only| only == name) {
            now.add(name, measure()?);
        }
        anyhow::Ok(())
    };
    let treebank = corpora.join("ud-ewt/dev.conllu");
    add("ewt-dev", &|| scorers.treebank(&vigie, &treebank, &work))?;
    let names_in = |file: &str| scorers.names(&vigie, &corpora.join("ner").join(file), &work);
    add("uner-ewt-dev", &|| names_in("uner-ewt-dev.iob2"))?;
    add("crossner-politics-dev", &|| names_in("crossner-politics-dev.conll"))?;
    let polnear = corpora.join("polnear/dev.jsonl");
    add("polnear-articles-dev", &|| articles::scores(&vigie, &scorers, &polnear, &work))?;
    let polnear_sentences = corpora.join("polnear-sentences/dev.jsonl");
    add("polnear-sentences-dev", &|| sentences::scores(&vigie, &polnear_sentences, &work))?;
    add("claims-polnear-dev", &|| reading::claims(&vigie, &scorers, &polnear, &work))?;
    add("events-own-held-out", &|| reading::events(&vigie, &root, &work, None))?;
    add("events-pages-held-out", &|| reading::events(&vigie, &root, &work, Some(&corpora)))?;
    let phrases = corpora.join("actors/dev.jsonl");
    add("actors-dev", &|| reading::actors(&vigie, &scorers, &phrases, &work))?;
    let pairs = corpora.join("plover/PLV_train.tsv");
    add("pairs-plv-held-out", &|| reading::pairs(&vigie, &scorers, &pairs, &work))?;
    let saved_pages = corpora.join("html-articles");
    add("html-articles-dev", &|| pages::scores(&vigie, &scorers, &saved_pages, &work))?;
    let graph = corpora.join("icews14");
    add("next-icews14-valid", &|| next::scores(&vigie, &scorers, &graph, &work))?;

    let event_table = corpora.join("onset/events.tsv.gz");
    add("onset-2014-h2", &|| onset::scores(&vigie, &scorers, &event_table, &work))?;

    if let Some(only) = arguments.only.as_deref().filter(|only| !data_sets.contains(only)) {
        bail!("there is no data set `{only}`; there are {}", data_sets.join(", "));
    }
    print!("{}", table::table(&now, &kept));
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
