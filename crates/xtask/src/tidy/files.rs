//! Source files: which there are, how long they are, and which open files though their floor should not.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::metadata::Metadata;
use crate::root::{output, program, root};

/// Beyond this many lines a file often holds two ideas.
const LONG: usize = 600;

/// Floors whose crates may open files anywhere.
const OPENERS: &[&str] = &["store", "face", "beside"];

/// Below those floors, the modules that may: the model loader.
const OPENING_MODULES: &[&str] = &["crates/vigie-lang/src/model/"];

/// The files of the tree: those that git keeps, and new ones that it does not ignore.
pub(super) fn tracked() -> Result<Vec<String>> {
    let listed = output(&mut program("git", &["ls-files", "--cached", "--others", "--exclude-standard"]))?;
    let root = root();
    Ok(listed.lines().filter(|path| root.join(path).is_file()).map(str::to_owned).collect())
}

/// Whether a file is text; what cannot be opened is not.
pub(super) fn is_text(path: &Path) -> bool {
    fs::read(path).is_ok_and(|bytes| std::str::from_utf8(&bytes).is_ok())
}

/// Whether a path has this ending.
pub(super) fn ends_in(path: &str, ending: &str) -> bool {
    Path::new(path).extension().is_some_and(|own| own == ending)
}

/// Source files that are long enough to be looked at.
pub(super) fn long_files() -> Result<Vec<String>> {
    let mut hints = Vec::new();
    for path in tracked()?.iter().filter(|path| is_source(path)) {
        let n_lines = text_of(path)?.lines().count();
        if n_lines > LONG {
            hints.push(format!("{path} has {n_lines} lines: does it hold two ideas?"));
        }
    }
    Ok(hints)
}

/// Files of crates that open files though their floor does not.
pub(super) fn opened_below_their_floor(metadata: &Metadata) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    let tracked = tracked()?;
    for package in metadata.ours() {
        if package.floor().is_none_or(|floor| OPENERS.contains(&floor)) {
            continue;
        }
        let sources = format!("crates/{}/src/", package.name);
        for path in tracked.iter().filter(|path| path.starts_with(&sources) && !path.ends_with("tests.rs")) {
            if !OPENING_MODULES.iter().any(|module| path.starts_with(module)) && opens_files(&text_of(path)?) {
                problems
                    .push(format!("{path} opens files; on the floor of {} only the model loader does", package.name));
            }
        }
    }
    Ok(problems)
}

fn opens_files(source: &str) -> bool {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.into_iter().any(|line| line.contains("std::fs") || line.contains("File::open"))
}

fn is_source(path: &str) -> bool {
    ["rs", "py", "ts", "svelte"].iter().any(|ending| ends_in(path, ending))
}

fn text_of(path: &str) -> Result<String> {
    fs::read_to_string(root().join(path)).with_context(|| format!("cannot read {path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opening_is_seen_outside_tests_and_comments() {
        struct Case(&'static str, bool);
        let cases = [
            Case("use std::fs;\nfn read() {}", true),
            Case("//! Does not use std::fs.\nfn read() {}", false),
            Case("fn read() {}\n#[cfg(test)]\nmod tests { use std::fs; }", false),
            Case("let file = File::open(path)?;", true),
        ];
        let wrong: Vec<_> = cases.iter().filter(|case| opens_files(case.0) != case.1).map(|case| case.0).collect();
        assert!(wrong.is_empty(), "judged wrongly: {wrong:?}");
    }
}
