//! A file that a command writes: none of those that it reads, and whole or not at all.
//!
//! What is written goes into a file beside it, which takes its name when all is there. A run that fails, or that finds nothing worth
//! keeping, leaves what was there as it was.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::speech::Failure;

/// What the engine of the store keeps beside its file.
const BESIDE_STORE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Files beside the one that is written, of runs that were killed, that are passed over.
const MOST_UNFINISHED: u32 = 1000;

/// Refuses to write where the command reads: to the store, to what belongs to it, or to an input.
pub(crate) fn keep_apart<'p>(
    output: &Path,
    store: Option<&Path>,
    inputs: impl IntoIterator<Item = &'p Path>,
) -> Result<(), Failure> {
    let refused = |what| Err(Failure::Overwrites { path: output.to_owned(), what });
    if let Some(store) = store {
        if is_same(output, store) {
            return refused("the store");
        }
        if BESIDE_STORE.iter().any(|ending| is_same(output, &with_ending(store, ending))) {
            return refused("a part of the store");
        }
    }
    if inputs.into_iter().any(|input| is_same(output, input)) {
        return refused("a file that this command reads");
    }
    Ok(())
}

/// A file under way. It takes its name with [`OutputFile::keep`]; dropped, it is gone.
#[derive(Debug)]
pub(crate) struct OutputFile {
    file: File,
    path: PathBuf,
    /// The file that has all so far; none where the output is no plain file, such as a pipe or `/dev/null`.
    unfinished: Option<PathBuf>,
}

impl OutputFile {
    /// Begins to write the file at `path`.
    pub(crate) fn begin(path: &Path) -> Result<Self, Failure> {
        Self::begun(path).map_err(unwritable(path))
    }

    fn begun(path: &Path) -> io::Result<Self> {
        // A link stays a link: what it leads to is written.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let found = fs::metadata(&path).ok();
        if found.as_ref().is_some_and(|found| !found.is_file()) {
            return Ok(Self { file: File::options().write(true).open(&path)?, path, unfinished: None });
        }
        if found.as_ref().is_some_and(|found| found.permissions().readonly()) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let (file, unfinished) = beside(&path)?;
        if let Some(found) = found {
            // Who may read it is not changed by writing it anew.
            fs::set_permissions(&unfinished, found.permissions())?;
        }
        Ok(Self { file, path, unfinished: Some(unfinished) })
    }

    /// Another handle to write by.
    pub(crate) fn handle(&self) -> Result<File, Failure> {
        self.file.try_clone().map_err(unwritable(&self.path))
    }

    /// Gives the file its name, now that all is in it.
    pub(crate) fn keep(mut self) -> Result<(), Failure> {
        let Some(unfinished) = &self.unfinished else { return Ok(()) };
        let named = self.file.sync_all().and_then(|()| fs::rename(unfinished, &self.path));
        named.map_err(unwritable(&self.path))?;
        self.unfinished = None;
        Ok(())
    }
}

impl Drop for OutputFile {
    fn drop(&mut self) {
        if let Some(unfinished) = &self.unfinished {
            // That it cannot be removed either is not what went wrong.
            let _ = fs::remove_file(unfinished);
        }
    }
}

/// Writes a whole file.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut output = OutputFile::begin(path)?;
    output.file.write_all(bytes).map_err(unwritable(path))?;
    output.keep()
}

fn unwritable(path: &Path) -> impl Fn(io::Error) -> Failure {
    move |source| Failure::OutputFile { path: path.to_owned(), source }
}

/// A new file beside the one at `path`.
fn beside(path: &Path) -> io::Result<(File, PathBuf)> {
    let mut last = io::ErrorKind::AlreadyExists.into();
    for n in 0..MOST_UNFINISHED {
        let unfinished = with_ending(path, &format!(".unfinished-{n}"));
        match File::options().write(true).create_new(true).open(&unfinished) {
            Ok(file) => return Ok((file, unfinished)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = error,
            Err(error) => return Err(error),
        }
    }
    Err(last)
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Whether two paths lead to one file, under whichever names; also where it is not there yet.
fn is_same(one: &Path, other: &Path) -> bool {
    if place(one).zip(place(other)).is_some_and(|(one, other)| one == other) {
        return true;
    }
    number(one).zip(number(other)).is_some_and(|(one, other)| one == other)
}

/// Where a file lies, or would lie.
fn place(path: &Path) -> Option<PathBuf> {
    if let Ok(place) = fs::canonicalize(path) {
        return Some(place);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some(fs::canonicalize(folder).ok()?.join(path.file_name()?))
}

/// What a file system calls a file that is there: two names of one file have one number.
#[cfg(unix)]
fn number(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    let found = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    Some((found.dev(), found.ino()))
}

/// There is none that the standard library gives.
#[cfg(not(unix))]
fn number(_: &Path) -> Option<(u64, u64)> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_under_all_its_names() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("desk.db"), "a store").unwrap();
        fs::write(at("in.csv"), "an input").unwrap();
        fs::hard_link(at("in.csv"), at("twin.csv")).unwrap();
        fs::create_dir(at("sub")).unwrap();
        let refused = |output: &Path, store: &Path| {
            keep_apart(output, Some(store), [at("in.csv").as_path()]).map_err(|failure| failure.to_string()).err()
        };
        for (output, store, what) in [
            (at("desk.db"), at("desk.db"), Some("the store")),
            (at("sub/../desk.db"), at("desk.db"), Some("the store")),
            (at("desk.db-wal"), at("desk.db"), Some("a part of the store")),
            (at("new.db"), at("sub/../new.db"), Some("the store")),
            (at("in.csv"), at("desk.db"), Some("a file that this command reads")),
            (at("twin.csv"), at("desk.db"), Some("a file that this command reads")),
            (at("out.csv"), at("desk.db"), None),
            (at("sub/desk.db"), at("desk.db"), None),
        ] {
            let said = refused(&output, &store);
            assert_eq!(said.is_some(), what.is_some(), "{}: {said:?}", output.display());
            assert!(said.unwrap_or_default().contains(what.unwrap_or("")), "{}", output.display());
        }
    }

    #[test]
    fn a_file_is_there_whole_or_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kept.csv");
        fs::write(&path, "of yesterday").unwrap();
        let mut output = OutputFile::begin(&path).unwrap();
        output.file.write_all(b"half").unwrap();
        drop(output);
        assert_eq!(fs::read_to_string(&path).unwrap(), "of yesterday");
        write(&path, b"of today").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "of today");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");
    }

    #[cfg(unix)]
    #[test]
    fn links_stay_links_and_rights_stay_rights() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("kept.csv"), folder.path().join("link.csv"));
        fs::write(&path, "of yesterday").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        write(&link, b"of today").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&path).unwrap(), "of today");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        write(Path::new("/dev/null"), b"nobody reads it").unwrap();
    }
}
