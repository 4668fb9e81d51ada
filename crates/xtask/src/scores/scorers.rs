//! The scorers beside the data, and what they print.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::score::{Layers, Score};
use super::vigie::Vigie;
use crate::root::output;

/// The folder of the scorers.
#[derive(Debug)]
pub(crate) struct Scorers {
    folder: PathBuf,
}

impl Scorers {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Words, sentences, tags, lemmas and trees of a treebank, from its raw text.
    pub(crate) fn treebank(&self, vigie: &Vigie, gold: &Path, work: &Path) -> Result<Layers> {
        let system = self.read_raw(vigie, gold, work)?;
        self.compare("ud_eval.py", gold, &system)
    }

    /// Names of a tagged corpus, from its raw text.
    pub(crate) fn names(&self, vigie: &Vigie, gold: &Path, work: &Path) -> Result<Layers> {
        let gold = &without_hash_words(gold, work)?;
        let system = self.read_raw(vigie, gold, work)?;
        let layers = self.compare("ner_eval.py", gold, &system)?;
        Ok(layers.into_iter().map(|(kind, score)| (format!("names {kind}"), score)).collect())
    }

    /// What a scorer finds of a system's file against gold.
    pub(crate) fn compare(&self, scorer: &str, gold: &Path, system: &Path) -> Result<Layers> {
        let printed = self.printed(scorer, gold, system)?;
        let layers: Layers = printed.lines().filter_map(row).collect();
        ensure!(!layers.is_empty(), "{scorer} printed no scores: {printed}");
        Ok(layers)
    }

    /// What a scorer prints for two arguments.
    pub(crate) fn printed(&self, scorer: &str, gold: &Path, system: &Path) -> Result<String> {
        output(self.python(scorer).arg(gold).arg(system))
    }

    /// What the scorer of rankings prints of a graph's valid part, as JSON.
    pub(crate) fn links(&self, ranked: &Path, graph: &Path) -> Result<String> {
        output(self.python("forecast_eval.py").arg(ranked).arg(graph).args(["--split", "valid", "--json"]))
    }

    /// The raw text of a gold file, read by the program; gives the path of what it wrote.
    fn read_raw(&self, vigie: &Vigie, gold: &Path, work: &Path) -> Result<PathBuf> {
        let name = gold.file_stem().context("a gold file has a name")?.to_string_lossy();
        let folder = gold.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
        let raw = work.join(format!("{folder}-{name}.txt"));
        fs::write(&raw, output(self.python("conllu_text.py").arg(gold))?)?;
        let system = raw.with_extension("conllu");
        fs::write(&system, vigie.conllu(&raw)?)?;
        Ok(system)
    }

    /// A scorer, to be given its arguments.
    pub(crate) fn python(&self, script: &str) -> Command {
        let mut command = Command::new("python3");
        command.arg(self.folder.join(script)).env("PYTHONDONTWRITEBYTECODE", "1").env("PYTHONUTF8", "1");
        command
    }
}

/// A two-column file without the words that are a `#`: the scorer takes their lines for comments, the maker of the raw
/// text does not, and the texts would differ. Gives the path of the copy, or the file's own where it has none.
fn without_hash_words(gold: &Path, work: &Path) -> Result<PathBuf> {
    let text = fs::read_to_string(gold).with_context(|| format!("cannot read {}", gold.display()))?;
    if !text.lines().any(|line| line.starts_with("#\t")) {
        return Ok(gold.to_owned());
    }
    let kept: String = text.split_inclusive('\n').filter(|line| !line.starts_with("#\t")).collect();
    let folder = work.join("gold");
    fs::create_dir_all(&folder)?;
    let copy = folder.join(gold.file_name().context("a gold file has a name")?);
    fs::write(&copy, kept)?;
    Ok(copy)
}

/// A printed row, `name  P 98.10  R 97.90  F1 98.00   (right/said/gold)`, by its counts.
pub(super) fn row(line: &str) -> Option<(String, Score)> {
    let (before, counts) = line.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    let (name, _) = before.split_once(" P ")?;
    let mut counts = counts.split('/').map(|count| count.parse().ok());
    let score = Score { right: counts.next()??, said: counts.next()??, gold: counts.next()?? };
    Some((name.trim().to_owned(), score))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_by_their_counts() {
        let line = "attribution, strict          P  75.00  R  50.00  F1  60.00   (3/4/6)";
        let score = Score { right: 3, said: 4, gold: 6 };
        assert_eq!(row(line), Some(("attribution, strict".to_owned(), score)));
        assert_eq!(row("texts differ at character 3"), None);
    }
}
