//! Data files: each says where it comes from, in itself or in the README beside it; a model file has its card.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::files::{ends_in, is_text, tracked};
use crate::root::root;
use crate::scores::ModelFile;

/// Lines at the head of a file in which its source may stand.
const HEAD_LINES: usize = 8;

/// What is wrong with the data of the tree.
pub(super) fn problems() -> Result<Vec<String>> {
    let root = root();
    let mut problems = Vec::new();
    for path in tracked()? {
        let whole = root.join(&path);
        if ends_in(&path, "model") {
            problems.extend(model_without_card(&whole)?);
        } else if is_data(&path) && !states_source(&whole)? && !is_named_beside(&whole) {
            problems.push(format!("{path} has no line `Source: …`, and no README.md beside it names it"));
        }
    }
    Ok(problems)
}

/// Whether a file of this path is data: the tables of crates, examples. Gold passages are our own; `gold/README.md` says so.
fn is_data(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let in_data_folder = path.split('/').any(|part| matches!(part, "tables" | "data"))
        || path.starts_with("examples/")
        || path.starts_with("gold/");
    let is_other = name == "README.md"
        || path.starts_with("gold/passages/")
        || path == "gold/scores.toml"
        || ["rs", "snap"].iter().any(|end| ends_in(path, end));
    in_data_folder && !is_other
}

fn states_source(path: &Path) -> Result<bool> {
    if !is_text(path) {
        return Ok(false);
    }
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text.lines().take(HEAD_LINES).any(|line| line.to_lowercase().contains("source:")))
}

fn is_named_beside(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = path.with_file_name("README.md");
    fs::read_to_string(beside).is_ok_and(|page| page.contains(&name))
}

/// A model's card lies beside it under the same name, and states its digest.
fn model_without_card(path: &Path) -> Result<Option<String>> {
    let card = path.with_extension("md");
    let Ok(page) = fs::read_to_string(&card) else {
        return Ok(Some(format!("{} has no card {}", path.display(), card.display())));
    };
    let digest = ModelFile::read(path)?.digest;
    Ok((!page.contains(&digest)).then(|| format!("{} does not state the model's digest {digest}", card.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_known_by_its_folder() {
        struct Case(&'static str, bool);
        let cases = [
            Case("crates/vigie-lang/src/tokenize/tables/files.tsv", true),
            Case("crates/vigie-lang/src/tokenize/tables.rs", false),
            Case("examples/reports/minsk.txt", true),
            Case("examples/reports/README.md", false),
            Case("gold/scores.toml", false),
            Case("README.md", false),
        ];
        let wrong: Vec<_> = cases.iter().filter(|case| is_data(case.0) != case.1).map(|case| case.0).collect();
        assert!(wrong.is_empty(), "judged wrongly: {wrong:?}");
    }
}
