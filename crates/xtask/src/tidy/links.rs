//! Links of the documents: what a page points to in this tree is there.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::files::{ends_in, tracked};
use crate::root::root;

/// Links to files that are not in the tree.
pub(super) fn problems() -> Result<Vec<String>> {
    let root = root();
    let mut problems = Vec::new();
    for path in tracked()?.iter().filter(|path| ends_in(path, "md")) {
        let page = fs::read_to_string(root.join(path)).with_context(|| format!("cannot read {path}"))?;
        let folder = Path::new(path).parent().unwrap_or(Path::new(""));
        for target in targets(&page) {
            if !root.join(folder).join(target).exists() {
                problems.push(format!("{path} points to {target}, which is not there"));
            }
        }
    }
    Ok(problems)
}

/// The targets of links and pictures that name files of the tree, without their anchors.
fn targets(page: &str) -> impl Iterator<Item = &str> {
    let written = page.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let files =
        written.filter(|target| !target.contains("://") && !target.starts_with(['#', '<']) && !target.contains(' '));
    files.map(|target| target.split('#').next().unwrap_or(target))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_the_tree_are_looked_for() {
        let page = "See [names](docs/names.md#titles), ![view](docs/view.svg), [UD](https://universaldependencies.org), [below](#x).";
        assert_eq!(targets(page).collect::<Vec<_>>(), ["docs/names.md", "docs/view.svg"]);
    }
}
