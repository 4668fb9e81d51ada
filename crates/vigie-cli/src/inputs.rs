//! Inputs: what the paths on the command line stand for.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, IsTerminal, stdin};
use std::path::{Path, PathBuf};

use crate::speech::{InputError, say};

/// One text to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Input {
    /// Standard input.
    Stdin,
    /// A file, and the name it goes by in the output.
    File {
        /// Where it lies.
        path: PathBuf,
        /// Its file name, or its path within the folder that was named.
        id: String,
    },
}

impl Input {
    /// The name it goes by in the output.
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Stdin => "-",
            Self::File { id, .. } => id,
        }
    }

    /// The name it goes by in messages.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Stdin => "standard input".to_owned(),
            Self::File { path, .. } => path.display().to_string(),
        }
    }

    /// Its size in bytes, where that is known.
    pub(crate) fn n_bytes(&self) -> u64 {
        match self {
            Self::Stdin => 0,
            Self::File { path, .. } => fs::metadata(path).map_or(0, |found| found.len()),
        }
    }
}

/// Endings of the names of texts.
pub(crate) const TEXTS: &[&str] = &[".txt"];

/// Endings of the names of whatever can be a report, or hold some.
pub(crate) const REPORTS: &[&str] = &[
    ".txt",
    ".text",
    ".md",
    ".markdown",
    ".jsonl",
    ".ndjson",
    ".json",
    ".html",
    ".htm",
    ".xhtml",
    ".pdf",
    ".eml",
    ".mbox",
    ".csv",
    ".tsv",
    ".parquet",
    ".rss",
    ".atom",
    ".xml",
    ".warc",
    ".zip",
    ".tar",
    ".tgz",
    ".txt.gz",
    ".text.gz",
    ".md.gz",
    ".markdown.gz",
    ".jsonl.gz",
    ".ndjson.gz",
    ".json.gz",
    ".html.gz",
    ".htm.gz",
    ".xhtml.gz",
    ".eml.gz",
    ".mbox.gz",
    ".csv.gz",
    ".tsv.gz",
    ".rss.gz",
    ".atom.gz",
    ".xml.gz",
    ".warc.gz",
    ".tar.gz",
];

/// Endings of the names of lines of JSON.
pub(crate) const LINES: &[&str] = &[".jsonl", ".ndjson"];

/// Finds the inputs that paths stand for; those that stand for nothing are told of and counted. Without a path it is
/// standard input, unless somebody sits there.
pub(crate) fn find_all(paths: &[PathBuf], endings: &[&str], n_failed: &mut usize) -> Result<Vec<Input>, InputError> {
    if paths.is_empty() {
        return if stdin().is_terminal() { Err(InputError::Nothing) } else { Ok(vec![Input::Stdin]) };
    }
    let mut found = Vec::new();
    for path in paths {
        match find(path, endings) {
            Ok(inputs) => found.extend(inputs),
            Err(error) => {
                say(error);
                *n_failed += 1;
            }
        }
    }
    Ok(found)
}

/// Finds the inputs that a path stands for: itself, or the files of a folder whose names have one of the `endings`, in
/// the order of their names. The README of a folder is about the reports and is none of them; it is read where it is named itself.
fn find(path: &Path, endings: &[&str]) -> Result<Vec<Input>, InputError> {
    if path.as_os_str() == "-" {
        return Ok(vec![Input::Stdin]);
    }
    let found = fs::metadata(path).map_err(|error| unreadable(path, error))?;
    if !found.is_dir() {
        let id = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        return Ok(vec![Input::File { path: path.to_owned(), id }]);
    }
    let mut inputs = Vec::new();
    walk(path, path, endings, &mut inputs)?;
    if inputs.is_empty() {
        Err(InputError::EmptyFolder { path: path.to_owned(), endings: named(endings) })
    } else {
        Ok(inputs)
    }
}

/// A file itself, or all files of a folder at any depth, in the order of their names; hidden ones and the README are passed over.
pub(crate) fn files(path: &Path) -> Result<Vec<PathBuf>, InputError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut inputs = Vec::new();
    walk(path, path, &[""], &mut inputs)?;
    let path_of = |input| match input {
        Input::File { path, id } if !id.starts_with('.') => Some(path),
        _ => None,
    };
    let files: Vec<PathBuf> = inputs.into_iter().filter_map(path_of).collect();
    if files.is_empty() {
        return Err(InputError::EmptyFolder { path: path.to_owned(), endings: "table".to_owned() });
    }
    Ok(files)
}

/// Endings in a message, without those of packed files.
fn named(endings: &[&str]) -> String {
    let plain: Vec<&str> = endings.iter().copied().filter(|ending| !ending.contains(".gz")).collect();
    plain.join(", ")
}

fn walk(root: &Path, folder: &Path, endings: &[&str], inputs: &mut Vec<Input>) -> Result<(), InputError> {
    let list = || -> io::Result<Vec<_>> { fs::read_dir(folder)?.collect() };
    let mut entries = list().map_err(|error| unreadable(folder, error))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let kind = entry.file_type().map_err(|error| unreadable(&path, error))?;
        if kind.is_dir() {
            walk(root, &path, endings, inputs)?;
        } else if has_ending(&entry.file_name(), endings) && !is_readme(&path) && path.is_file() {
            let id = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
            inputs.push(Input::File { path, id });
        }
    }
    Ok(())
}

fn is_readme(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| stem.eq_ignore_ascii_case("readme"))
}

fn has_ending(name: &OsStr, endings: &[&str]) -> bool {
    let name = name.to_string_lossy().to_ascii_lowercase();
    endings.iter().any(|ending| name.ends_with(ending))
}

/// The error of a path that cannot be written.
pub(crate) fn unwritable(path: &Path, source: io::Error) -> InputError {
    InputError::Unwritable { name: path.display().to_string(), source }
}

/// The error of a path that cannot be read.
pub(crate) fn unreadable(path: &Path, error: io::Error) -> InputError {
    match error.kind() {
        io::ErrorKind::NotFound => InputError::Missing { path: path.to_owned() },
        // The file itself could be read: it is what unpacks it that gives up.
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof
            if error.raw_os_error().is_none() =>
        {
            InputError::DamagedPack { name: path.display().to_string(), source: error }
        }
        _ => InputError::Unreadable { name: path.display().to_string(), source: error },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_found_in_folders() {
        for (ending, _) in vigie_intake::forms::ENDINGS {
            assert!(REPORTS.contains(ending), "{ending}");
        }
    }
    #[test]
    fn the_readme_of_a_folder_is_read_only_where_it_is_named() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["README.md", "readme.txt", "1.txt"] {
            fs::write(folder.path().join(name), "Troops moved.").unwrap();
        }
        let ids =
            |path: &Path| find(path, REPORTS).unwrap().iter().map(|input| input.id().to_owned()).collect::<Vec<_>>();
        assert_eq!(ids(folder.path()), ["1.txt"]);
        assert_eq!(ids(&folder.path().join("README.md")), ["README.md"]);
    }
}
