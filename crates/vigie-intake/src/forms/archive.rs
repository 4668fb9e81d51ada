//! Archives: ZIP and TAR. Their entries are walked one by one; nothing is written anywhere.

use std::io::{Cursor, Read, Seek};

use super::metered::{Metered, Packed};
use super::walker::{Flow, Walker};
use super::{FormFault, Source};

/// What is in a ZIP archive. Its list of entries stands at its end, so a stream is taken into memory first.
pub(super) fn zip(walker: &mut Walker<'_>, source: Source<'_>) -> Flow {
    match source {
        Source::Seekable(file) => zip_entries(walker, file),
        Source::Stream(stream) => {
            let most = walker.limits.archive_bytes;
            let mut bytes = Vec::new();
            match stream.take(most + 1).read_to_end(&mut bytes) {
                Ok(_) if bytes.len() as u64 > most => {
                    walker.fault(None, FormFault::TooLong { what: "an archive in a stream", most })
                }
                Ok(_) => zip_entries(walker, Cursor::new(bytes)),
                Err(error) => walker.unreadable(None, error),
            }
        }
    }
}

fn zip_entries(walker: &mut Walker<'_>, from: impl Read + Seek) -> Flow {
    let unsound = |error: zip::result::ZipError| FormFault::Unsound { what: "ZIP archive", reason: error.to_string() };
    let mut archive = match zip::ZipArchive::new(from) {
        Ok(archive) => archive,
        Err(error) => return walker.fault(None, unsound(error)),
    };
    let most = walker.limits.entries;
    let (ratio, free_bytes) = (walker.limits.ratio, walker.limits.free_bytes);
    walker.within_archive(|walker| {
        for at in 0..archive.len() {
            if at == most {
                return walker.fault(None, FormFault::TooManyEntries { most });
            }
            let flow = match archive.by_index(at) {
                Ok(entry) => {
                    let name = entry.name().map_or_else(|_| format!("entry {}", at + 1), std::borrow::Cow::into_owned);
                    if !entry.is_file() || is_machinery(&name) {
                        continue;
                    }
                    let packed = Packed::All(entry.compressed_size());
                    walker.entry(&name, Metered::new(entry, packed, ratio, free_bytes))
                }
                Err(error) => walker.fault(Some(at + 1), unsound(error)),
            };
            flow?;
        }
        Flow::Continue(())
    })
}

/// What is in a TAR archive.
pub(super) fn tar(walker: &mut Walker<'_>, from: impl Read) -> Flow {
    let most = walker.limits.entries;
    let unsound = |error: &std::io::Error| FormFault::Unsound { what: "TAR archive", reason: error.to_string() };
    let mut archive = tar::Archive::new(from);
    walker.within_archive(|walker| {
        let entries = match archive.entries() {
            Ok(entries) => entries,
            Err(error) => return walker.fault(None, unsound(&error)),
        };
        for (at, entry) in entries.enumerate() {
            if at == most {
                return walker.fault(None, FormFault::TooManyEntries { most });
            }
            let entry = match entry {
                Ok(entry) => entry,
                // Where one entry begins is known only from the one before.
                Err(error)
                    if error
                        .get_ref()
                        .is_some_and(<dyn std::error::Error + Send + Sync>::is::<super::metered::OutOfProportion>) =>
                {
                    return walker.unreadable(Some(at + 1), error);
                }
                Err(error) => return walker.fault(Some(at + 1), unsound(&error)),
            };
            if !entry.header().entry_type().is_file() {
                continue;
            }
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            if !is_machinery(&name) {
                walker.entry(&name, entry)?;
            }
        }
        Flow::Continue(())
    })
}

/// What programs put beside the files of a user.
fn is_machinery(name: &str) -> bool {
    name.starts_with("__MACOSX/")
        || name.rsplit('/').next().is_some_and(|base| base.starts_with("._") || base == ".DS_Store")
}
