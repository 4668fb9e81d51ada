//! Who said what in whole articles.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::json;

use super::score::Layers;
use super::scorers::Scorers;
use super::vigie::Vigie;

#[derive(Deserialize)]
struct Article {
    id: String,
    text: String,
}

/// Reads the articles of a gold file and compares the attributions.
pub(crate) fn scores(vigie: &Vigie, scorers: &Scorers, gold: &Path, work: &Path) -> Result<Layers> {
    let articles: Vec<Article> = lines_of(gold)?;
    let texts = articles.iter().map(|article| article.text.as_str());
    let folder = fresh_folder(work, "polnear-articles", texts)?;
    let mut system = String::new();
    for annotated in vigie.json(&folder)? {
        let article = &articles[number_of(&annotated.id)?];
        let claims: Vec<_> = annotated
            .attributions
            .iter()
            .map(|said| json!({ "source": said.source, "cue": said.cue, "content": said.content }))
            .collect();
        system.push_str(&json!({ "id": article.id, "claims": claims }).to_string());
        system.push('\n');
    }
    let path = work.join("polnear-articles.jsonl");
    fs::write(&path, system)?;
    scorers.compare("attribution_eval.py", gold, &path)
}

/// The rows of a file of JSON lines.
pub(super) fn lines_of<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<Vec<T>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let rows = text.lines().filter(|line| !line.trim().is_empty()).map(serde_json::from_str);
    rows.collect::<Result<_, _>>().with_context(|| format!("cannot understand {}", path.display()))
}

/// A folder that holds each text as a file, named by its number.
pub(super) fn fresh_folder<'t>(
    work: &Path,
    name: &str,
    texts: impl Iterator<Item = &'t str>,
) -> Result<std::path::PathBuf> {
    let folder = work.join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    for (number, text) in texts.enumerate() {
        fs::write(folder.join(format!("{number:05}.txt")), text)?;
    }
    Ok(folder)
}

/// The number in the name of such a file.
pub(super) fn number_of(id: &str) -> Result<usize> {
    let stem = Path::new(id).file_stem().unwrap_or_default().to_string_lossy();
    stem.parse().with_context(|| format!("`{id}` is not the id of a text that was given"))
}
