//! Units: from bytes to UTF-16 code units and back.

use vigie_record::ByteRange;

/// A range in a text, `[start, end)`, in UTF-16 code units.
pub(crate) type Units = [usize; 2];

/// The distance in bytes of the places whose number is kept.
const STEP: usize = 256;

/// The places of a text, counted as browsers count them.
#[derive(Debug)]
pub(crate) struct Places<'t> {
    text: &'t str,
    /// Code units before the first character that begins at or after each multiple of [`STEP`] bytes.
    before: Vec<usize>,
}

impl<'t> Places<'t> {
    /// Counts the places of `text`.
    pub(crate) fn new(text: &'t str) -> Self {
        let (mut before, mut n_units) = (vec![0], 0);
        for (at, character) in text.char_indices() {
            while before.len() * STEP <= at {
                before.push(n_units);
            }
            n_units += character.len_utf16();
        }
        Self { text, before }
    }

    /// The number of the code unit at a byte; of the next character where it lies within one.
    pub(crate) fn at(&self, byte: usize) -> usize {
        let byte = self.boundary(byte);
        let step = (byte / STEP).min(self.before.len() - 1);
        let start = self.boundary(step * STEP);
        self.before[step] + self.text.get(start..byte).map_or(0, |text| text.encode_utf16().count())
    }

    /// A range of bytes, in code units.
    pub(crate) fn range(&self, range: ByteRange) -> Units {
        [self.at(range.start()), self.at(range.end())]
    }

    /// Ranges of bytes, in code units.
    pub(crate) fn ranges(&self, ranges: &[ByteRange]) -> Vec<Units> {
        ranges.iter().map(|range| self.range(*range)).collect()
    }

    /// The range of bytes that a range of code units stands for; nothing where it does not lie in the text or cuts a character.
    pub(crate) fn bytes(&self, [start, end]: Units) -> Option<ByteRange> {
        ByteRange::try_from((self.byte_of(start)?, self.byte_of(end)?)).ok()
    }

    fn byte_of(&self, unit: usize) -> Option<usize> {
        let step = self.before.partition_point(|&before| before <= unit).checked_sub(1)?;
        let start = self.boundary(step * STEP);
        let mut found = self.before[step];
        for (at, character) in self.text.get(start..)?.char_indices() {
            if found == unit {
                return Some(start + at);
            }
            found += character.len_utf16();
        }
        (found == unit).then_some(self.text.len())
    }

    fn boundary(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        (byte..=self.text.len()).find(|&at| self.text.is_char_boundary(at)).unwrap_or(self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_leads_there_and_back() {
        for text in ["", "abc", &"aé漢🙂".repeat(200), &"a".repeat(STEP), &"é".repeat(STEP), &"🙂".repeat(STEP)]
        {
            let places = Places::new(text);
            let mut unit = 0;
            for (byte, character) in text.char_indices() {
                assert_eq!(places.at(byte), unit, "byte {byte}");
                assert_eq!(places.byte_of(unit), Some(byte), "unit {unit}");
                if character.len_utf16() == 2 {
                    assert_eq!(places.byte_of(unit + 1), None, "half a character");
                }
                unit += character.len_utf16();
            }
            assert_eq!((places.at(text.len()), places.at(usize::MAX)), (unit, unit));
            assert_eq!(places.byte_of(unit), Some(text.len()));
            assert_eq!(places.byte_of(unit + 1), None);
        }
    }
}
