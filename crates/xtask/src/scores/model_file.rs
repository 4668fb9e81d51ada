//! What a model file says of itself, read from its head and its last bytes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

/// The model that the program embeds.
pub(crate) const MODEL: &str = "models/vigie-en.model";

const MAGIC: &[u8] = b"VIGIEMDL";
/// Magic, format version, length of the header.
const HEAD: usize = 16;
/// SHA-256 of all before.
const TAIL: usize = 32;

/// A model file's name, date, digest and card.
#[derive(Debug, Clone)]
pub(crate) struct ModelFile {
    pub(crate) name: String,
    pub(crate) made_on: String,
    /// In hex, as the file states it.
    pub(crate) digest: String,
    /// Training's own report: scores on gold tokens.
    pub(crate) card_scores: BTreeMap<String, f64>,
}

#[derive(Debug, Deserialize)]
struct Header {
    name: String,
    made_on: String,
    #[serde(default)]
    card: Card,
}

#[derive(Debug, Default, Deserialize)]
struct Card {
    #[serde(default)]
    scores: BTreeMap<String, f64>,
}

impl ModelFile {
    /// Reads the header and the digest of a file; the engine checks the rest.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let bytes = fs::read(path).with_context(|| format!("cannot read the model file {}", path.display()))?;
        Self::from_bytes(&bytes).with_context(|| format!("{} is no model file", path.display()))
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self> {
        ensure!(bytes.len() > HEAD + TAIL && bytes.starts_with(MAGIC), "it does not begin as one");
        let length = bytes[12..HEAD].iter().rev().fold(0, |sum, byte| sum * 256 + usize::from(*byte));
        let header = bytes.get(HEAD..HEAD.saturating_add(length)).context("it is shorter than its header says")?;
        let header: Header = serde_json::from_slice(header).context("its header cannot be read")?;
        let mut digest = String::new();
        for byte in &bytes[bytes.len() - TAIL..] {
            write!(digest, "{byte:02x}")?;
        }
        Ok(Self { name: header.name, made_on: header.made_on, digest, card_scores: header.card.scores })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(header: &str) -> Vec<u8> {
        let length = u32::try_from(header.len()).unwrap();
        let mut bytes = MAGIC.to_vec();
        bytes.extend(1u32.to_le_bytes());
        bytes.extend(length.to_le_bytes());
        bytes.extend(header.as_bytes());
        bytes.extend([0xab; TAIL]);
        bytes
    }

    #[test]
    fn header_and_digest() {
        let bytes = file(r#"{"name":"m","made_on":"2026-11-22","card":{"scores":{"UPOS":96.5},"licence":"x"}}"#);
        let model = ModelFile::from_bytes(&bytes).unwrap();
        assert_eq!(model.digest, "ab".repeat(32));
        assert_eq!(model.card_scores["UPOS"].to_string(), "96.5");
    }

    #[test]
    fn cut_short() {
        let bytes = file(r#"{"name":"m","made_on":"2026-11-22"}"#);
        for length in [0, 7, 16, 40] {
            assert!(ModelFile::from_bytes(&bytes[..length]).is_err(), "{length}");
        }
    }
}
