//! Event tables as files: each alone, packed by gzip, or several in a zip archive.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use flate2::bufread::DeflateDecoder;
use flate2::read::MultiGzDecoder;
use vigie_record::Digest;
use zip::{CompressionMethod, ZipArchive};

use crate::inputs::unreadable;
use crate::progress::Progress;
use crate::speech::InputError;

/// What the bytes of a file begin with that gzip has made.
const GZIP: &[u8] = &[0x1f, 0x8b];

/// What the bytes of an archive begin with that zip has made.
const ZIP: &[u8] = b"PK\x03\x04";

/// A table: a file, or one in a zip archive.
pub(crate) struct TableFile {
    /// The file.
    pub(crate) path: PathBuf,
    /// The name that it goes by in messages and in the store.
    pub(crate) name: String,
    member: Option<Member>,
    /// The digest of the whole file, which the tables of one archive share.
    of_file: Arc<OnceLock<Digest>>,
}

impl TableFile {
    /// Its bytes as they lie there.
    pub(crate) fn n_bytes(&self) -> u64 {
        let whole = || std::fs::metadata(&self.path).map_or(0, |found| found.len());
        self.member.as_ref().map_or_else(whole, |member| member.n_bytes)
    }

    /// Its digest: that of the file as it lies there; a table in an archive of several is known by that and its name.
    pub(crate) fn digest(&self) -> Result<Digest, InputError> {
        let of_file = if let Some(known) = self.of_file.get() {
            *known
        } else {
            let read = File::open(&self.path).and_then(Digest::of_reader);
            let digest = read.map_err(|error| unreadable(&self.path, error))?;
            *self.of_file.get_or_init(|| digest)
        };
        Ok(match &self.member {
            Some(member) if !member.is_only => {
                Digest::of_parts(&[b"member", of_file.as_bytes(), member.name.as_bytes()])
            }
            _ => of_file,
        })
    }

    /// The bytes of the table, unpacked.
    pub(crate) fn open<'p>(&self, progress: &'p Progress) -> Result<Box<dyn BufRead + 'p>, InputError> {
        let fault = |error| unreadable(&self.path, error);
        let file = File::open(&self.path).map_err(fault)?;
        if let Some(member) = &self.member {
            return unzipped(file, member, progress).map_err(fault);
        }
        let mut from = BufReader::with_capacity(1 << 18, Counted { from: file, progress });
        let head = from.fill_buf().map_err(fault)?;
        if head.starts_with(GZIP) {
            return Ok(Box::new(BufReader::with_capacity(1 << 18, MultiGzDecoder::new(from))));
        }
        Ok(Box::new(from))
    }
}

/// The tables that a path stands for: one, or those in a zip archive, in the order in which they lie there.
pub(crate) fn tables(path: &Path) -> Result<Vec<TableFile>, InputError> {
    let fault = |error| unreadable(path, error);
    if path.as_os_str() == "-" {
        return Err(InputError::NoStream);
    }
    let file = File::open(path).map_err(fault)?;
    let name = path.display().to_string();
    let of_file = Arc::new(OnceLock::new());
    let table = |name, member| TableFile { path: path.to_owned(), name, member, of_file: Arc::clone(&of_file) };
    let mut members = zipped(&file).map_err(fault)?;
    if members.len() > 1 {
        return Ok(members.into_iter().map(|member| table(format!("{name}!{}", member.name), Some(member))).collect());
    }
    Ok(vec![table(name, members.pop().map(|member| Member { is_only: true, ..member }))])
}

/// The bytes of the only table that a path stands for.
pub(crate) fn open_only<'p>(path: &Path, progress: &'p Progress) -> Result<Box<dyn BufRead + 'p>, InputError> {
    let found = tables(path)?;
    match found.as_slice() {
        [only] => only.open(progress),
        several => {
            let said = format!("the archive holds {} files: unpack it, and name one", several.len());
            Err(unreadable(path, io::Error::other(said)))
        }
    }
}

/// Where the bytes of a packed file lie in an archive, and how they were packed.
struct Member {
    /// Its name, which is a label and never a path.
    name: String,
    start: u64,
    n_bytes: u64,
    how: CompressionMethod,
    /// Whether the archive holds nothing else.
    is_only: bool,
}

/// The most files of an archive that can be tables.
const MOST_MEMBERS: usize = 10_000;

/// The files of a zip archive; none where the file is no archive.
fn zipped(mut file: &File) -> io::Result<Vec<Member>> {
    let mut head = [0; 4];
    let n_read = file.read(&mut head)?;
    file.seek(SeekFrom::Start(0))?;
    if !head[..n_read].starts_with(ZIP) {
        return Ok(Vec::new());
    }
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(io::Error::other)?;
    if archive.len() > MOST_MEMBERS {
        let said =
            format!("the archive holds {} files, more than {MOST_MEMBERS}: unpack it, and name them", archive.len());
        return Err(io::Error::other(said));
    }
    let mut members = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(io::Error::other)?;
        if entry.is_dir() {
            continue;
        }
        if entry.encrypted() {
            return Err(io::Error::other("the archive is locked by a password"));
        }
        let start = entry.data_start().ok_or_else(|| io::Error::other("the archive is damaged"))?;
        let name = String::from_utf8_lossy(entry.name_raw()).chars().filter(|sign| !sign.is_control()).collect();
        members.push(Member {
            name,
            start,
            n_bytes: entry.compressed_size(),
            how: entry.compression(),
            is_only: false,
        });
    }
    if members.is_empty() {
        return Err(io::Error::other("the archive is empty"));
    }
    Ok(members)
}

fn unzipped<'p>(mut file: File, member: &Member, progress: &'p Progress) -> io::Result<Box<dyn BufRead + 'p>> {
    file.seek(SeekFrom::Start(member.start))?;
    let from = BufReader::with_capacity(1 << 18, Counted { from: file, progress }.take(member.n_bytes));
    match member.how {
        CompressionMethod::Stored => Ok(Box::new(from)),
        CompressionMethod::Deflated => Ok(Box::new(BufReader::with_capacity(1 << 18, DeflateDecoder::new(from)))),
        other => Err(io::Error::other(format!("the archive is packed with {other}: unpack it first"))),
    }
}

/// Counts what is read of a file.
struct Counted<'p> {
    from: File,
    progress: &'p Progress,
}

impl Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n_bytes = self.from.read(into)?;
        self.progress.advance(n_bytes);
        Ok(n_bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    /// An archive of a thousand tables was read through a thousand times, once for the digest of each.
    #[test]
    fn the_tables_of_an_archive_read_it_once_for_their_digests() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("all.zip");
        let mut archive = ZipWriter::new(File::create(&path).unwrap());
        for name in ["one.tsv", "two.tsv"] {
            archive.start_file(name, SimpleFileOptions::default()).unwrap();
            archive.write_all(b"date\n").unwrap();
        }
        archive.finish().unwrap();
        let [one, two]: [TableFile; 2] = tables(&path).unwrap().try_into().ok().unwrap();
        let digest = one.digest().unwrap();
        std::fs::remove_file(&path).unwrap();
        assert_ne!(two.digest().unwrap(), digest, "each table has its own");
        assert_eq!(one.digest().unwrap(), digest);
    }
}
