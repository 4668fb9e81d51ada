//! The container of a model: one file with a header, named sections and a checksum.
//!
//! ```text
//! 0..8    VIGIEMDL
//! 8..12   version of the format, little-endian
//! 12..16  length of the header, little-endian
//! 16..    header, JSON in UTF-8
//!         sections, each from a multiple of 64 bytes on
//! last 32 SHA-256 of all bytes before
//! ```

use std::borrow::Cow;

use vigie_record::Digest;

use super::error::LoadError;
use super::header::Header;

const MAGIC: &[u8] = b"VIGIEMDL";
const FORMAT: u32 = 1;
const FIXED: usize = 16;
const CHECKSUM: usize = 32;

/// The bytes of a model, whose header has been read.
#[derive(Debug)]
pub(crate) struct Container {
    name: String,
    bytes: Cow<'static, [u8]>,
    header: Header,
    digest: Digest,
}

impl Container {
    /// Reads the header and sees that nothing is missing. Does not compare the checksum.
    pub(crate) fn open(name: &str, bytes: Cow<'static, [u8]>) -> Result<Self, LoadError> {
        let header = read_header(name, &bytes)?;
        let ends = header.sections.iter().map(|section| section.offset.saturating_add(section.length));
        let expected = ends.max().unwrap_or(0).saturating_add(CHECKSUM as u64);
        if (bytes.len() as u64) < expected {
            return Err(cut_short(name, expected, bytes.len()));
        }
        let stored = bytes.last_chunk::<CHECKSUM>().ok_or_else(|| cut_short(name, expected, bytes.len()))?;
        let digest = Digest::from_bytes(*stored);
        Ok(Self { name: name.to_owned(), bytes, header, digest })
    }

    /// Compares the checksum with the content. Cost: one pass over the file.
    pub(crate) fn verify(&self) -> Result<(), LoadError> {
        let content = &self.bytes[..self.bytes.len() - CHECKSUM];
        if Digest::of(content) == self.digest { Ok(()) } else { Err(LoadError::Checksum { name: self.name.clone() }) }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn header(&self) -> &Header {
        &self.header
    }

    /// The checksum, which is the digest of the model.
    pub(crate) fn digest(&self) -> Digest {
        self.digest
    }

    /// The bytes of a section.
    pub(crate) fn section(&self, section: &'static str) -> Result<&[u8], LoadError> {
        let missing = || LoadError::MissingSection { name: self.name.clone(), section };
        let place = self.header.sections.iter().find(|place| place.name == section).ok_or_else(missing)?;
        let start = usize::try_from(place.offset).map_err(|_| missing())?;
        let length = usize::try_from(place.length).map_err(|_| missing())?;
        Ok(&self.bytes[start..start + length])
    }

    /// The text of a section.
    pub(crate) fn text(&self, section: &'static str) -> Result<&str, LoadError> {
        std::str::from_utf8(self.section(section)?).map_err(|error| self.unusable(section, error.to_string()))
    }

    /// The error of a section that cannot be used.
    pub(crate) fn unusable(&self, section: &'static str, reason: String) -> LoadError {
        LoadError::Section { name: self.name.clone(), section, reason }
    }
}

fn read_header(name: &str, bytes: &[u8]) -> Result<Header, LoadError> {
    let start = &bytes[..bytes.len().min(MAGIC.len())];
    if bytes.is_empty() || !MAGIC.starts_with(start) {
        return Err(LoadError::NoModel { name: name.to_owned() });
    }
    let Some(fixed) = bytes.first_chunk::<FIXED>() else {
        return Err(cut_short(name, (FIXED + CHECKSUM) as u64, bytes.len()));
    };
    let number = |at: usize| u32::from_le_bytes([fixed[at], fixed[at + 1], fixed[at + 2], fixed[at + 3]]);
    let (format, length) = (number(8), number(12) as usize);
    if format != FORMAT {
        return Err(LoadError::Format { name: name.to_owned(), found: format, oldest: FORMAT, newest: FORMAT });
    }
    let Some(json) = bytes.get(FIXED..FIXED + length) else {
        return Err(cut_short(name, (FIXED + length + CHECKSUM) as u64, bytes.len()));
    };
    let malformed = |reason: String| LoadError::Header { name: name.to_owned(), reason };
    check_program(name, json)?;
    serde_json::from_slice(json).map_err(|error| malformed(error.to_string()))
}

/// Compares versions before the rest is read, which a later version may write otherwise.
fn check_program(name: &str, json: &[u8]) -> Result<(), LoadError> {
    #[derive(serde::Deserialize)]
    struct Program {
        program: String,
    }
    let malformed = |reason: String| LoadError::Header { name: name.to_owned(), reason };
    let this = env!("CARGO_PKG_VERSION");
    let Program { program } = serde_json::from_slice(json).map_err(|error| malformed(error.to_string()))?;
    if super::header::fits(&program, this).map_err(malformed)? {
        Ok(())
    } else {
        Err(LoadError::Program { name: name.to_owned(), needed: program, this: this.to_owned() })
    }
}

fn cut_short(name: &str, expected: u64, found: usize) -> LoadError {
    LoadError::CutShort { name: name.to_owned(), expected, found: found as u64 }
}
