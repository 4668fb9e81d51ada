//! From bytes to characters: the outside world counts Unicode code points.

use crate::ByteRange;

/// The distance of the places whose number is kept.
const STEP: usize = 128;

/// The numbers of the characters of a text.
#[derive(Debug)]
pub struct Characters<'t> {
    text: &'t str,
    /// The number of characters before each multiple of [`STEP`] bytes.
    before: Vec<usize>,
    start: usize,
}

impl<'t> Characters<'t> {
    /// Counts the characters of `text`, the first of which has the number `start`.
    pub fn new(text: &'t str, start: usize) -> Self {
        let chunks = text.as_bytes().chunks(STEP);
        let sums = chunks.scan(0, |before, chunk| Some(std::mem::replace(before, *before + count(chunk))));
        let mut before: Vec<usize> = sums.collect();
        before.push(count(text.as_bytes()));
        Self { text, before, start }
    }

    /// The number of the character at a byte; of the end of the text for what lies beyond.
    pub fn at(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let step = byte / STEP;
        self.start + self.before[step] + count(&self.text.as_bytes()[step * STEP..byte])
    }

    /// The byte at which the character with a number begins, or the end of the text; nothing beyond that.
    pub fn byte_of(&self, number: usize) -> Option<usize> {
        let wanted = number.checked_sub(self.start)?;
        let step = self.before.partition_point(|&before| before <= wanted).saturating_sub(1);
        let mut start = (step * STEP).min(self.text.len());
        let mut found = self.before[step];
        while !self.text.is_char_boundary(start) {
            start += 1;
        }
        for (at, _) in self.text[start..].char_indices() {
            if found == wanted {
                return Some(start + at);
            }
            found += 1;
        }
        (found == wanted).then_some(self.text.len())
    }

    /// The range of bytes that `[start, end)` in characters stands for; nothing where it does not lie in the text.
    pub fn bytes(&self, [start, end]: [usize; 2]) -> Option<ByteRange> {
        let range = (self.byte_of(start)?, self.byte_of(end)?);
        ByteRange::try_from(range).ok()
    }

    /// A range of bytes, in characters: `[start, end)`.
    pub fn range(&self, range: ByteRange) -> [usize; 2] {
        [self.at(range.start()), self.at(range.end())]
    }
}

/// Counts characters: the bytes that begin one.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_its_number() {
        for text in ["", "abc", &"aé漢🙂".repeat(100), &"a".repeat(STEP), &"é".repeat(STEP)] {
            let characters = Characters::new(text, 7);
            for (number, (byte, _)) in text.char_indices().enumerate() {
                assert_eq!(characters.at(byte), 7 + number);
                assert_eq!(characters.byte_of(7 + number), Some(byte));
            }
            assert_eq!(characters.at(text.len()), 7 + text.chars().count());
            assert_eq!(characters.at(usize::MAX), 7 + text.chars().count());
            assert_eq!(characters.byte_of(8 + text.chars().count()), None);
        }
    }
}
