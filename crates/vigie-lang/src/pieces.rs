//! Word pieces: the units that the encoder reads.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

use tokenizers::Tokenizer;

/// The most pieces that one word may have; the rest of a longer word is not read.
pub(crate) const MOST_PIECES: usize = 16;

/// The most characters of a word that are looked at: enough for any that has [`MOST_PIECES`] of some length.
const MOST_CHARS: usize = 256;

/// The most words kept in a cache.
const CACHE_ROOM: usize = 1 << 15;

/// The most bytes of a word that is kept in a cache.
const CACHED_BYTES: usize = 32;

/// The vocabulary of an encoder, which takes words apart.
#[derive(Debug)]
pub(crate) struct PieceReader {
    tokenizer: Tokenizer,
    start: i32,
    end: i32,
    unknown: i32,
}

impl PieceReader {
    /// Reads a `tokenizer.json`; says what is wrong with it if it cannot be used.
    pub(crate) fn from_json(json: &[u8]) -> Result<Self, String> {
        let mut tokenizer = Tokenizer::from_bytes(json).map_err(|error| error.to_string())?;
        tokenizer.with_padding(None);
        tokenizer.with_truncation(None).map_err(|error| error.to_string())?;
        let special = |token: &str| {
            let id = tokenizer.token_to_id(token).ok_or_else(|| format!("the vocabulary has no {token}"))?;
            i32::try_from(id).map_err(|_| format!("{token} has the number {id}, which is too large"))
        };
        let (start, end, unknown) = (special("[CLS]")?, special("[SEP]")?, special("[UNK]")?);
        Ok(Self { tokenizer, start, end, unknown })
    }

    /// The piece before the first word of a window.
    pub(crate) fn start(&self) -> i32 {
        self.start
    }

    /// The piece after its last word.
    pub(crate) fn end(&self) -> i32 {
        self.end
    }

    /// Takes one word apart, by itself: from one to [`MOST_PIECES`] pieces.
    fn split(&self, form: &str) -> Vec<i32> {
        let end = form.char_indices().nth(MOST_CHARS).map_or(form.len(), |(at, _)| at);
        let encoding = self.tokenizer.encode_fast(&form[..end], false);
        let ids = encoding.as_ref().map_or(&[][..], |encoding| encoding.get_ids());
        let mut ids: Vec<i32> = ids.iter().take(MOST_PIECES).filter_map(|&id| i32::try_from(id).ok()).collect();
        if ids.is_empty() {
            ids.push(self.unknown);
        }
        ids
    }
}

/// The pieces of words met before.
///
/// Holds a bounded number of short words, and forgets all of them when it is full.
#[derive(Debug, Default)]
pub(crate) struct PieceCache {
    known: HashMap<Box<str>, Box<[i32]>, BuildHasherDefault<DefaultHasher>>,
}

impl PieceCache {
    /// Adds the pieces of `form` to `pieces`.
    pub(crate) fn append(&mut self, reader: &PieceReader, form: &str, pieces: &mut Vec<i32>) {
        if let Some(known) = self.known.get(form) {
            pieces.extend_from_slice(known);
            return;
        }
        let split = reader.split(form);
        pieces.extend_from_slice(&split);
        if form.len() <= CACHED_BYTES {
            if self.known.len() >= CACHE_ROOM {
                self.known.clear();
            }
            self.known.insert(form.into(), split.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fake;

    #[test]
    fn every_word_has_some_pieces_and_not_too_many() {
        let reader = PieceReader::from_json(fake::tokenizer_json().as_bytes()).unwrap();
        let mut cache = PieceCache::default();
        for form in ["drill", "Drill", "é", "\u{200b}", "\u{7}", "漢字", &"x-".repeat(5000), "🙂"] {
            let mut pieces = Vec::new();
            cache.append(&reader, form, &mut pieces);
            let mut again = Vec::new();
            cache.append(&reader, form, &mut again);
            assert!((1..=MOST_PIECES).contains(&pieces.len()), "{form}: {pieces:?}");
            assert_eq!(pieces, again, "{form}");
        }
    }

    #[test]
    fn a_vocabulary_without_its_special_pieces_is_refused() {
        let json = fake::tokenizer_json().replace("[CLS]", "[BOS]");
        assert_eq!(PieceReader::from_json(json.as_bytes()).unwrap_err(), "the vocabulary has no [CLS]");
    }
}
