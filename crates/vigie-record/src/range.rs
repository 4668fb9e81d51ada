//! Ranges of bytes in a text.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A half-open range of bytes in a text, `start <= end`.
///
/// Serialises as the pair `[start, end]`. Does not know its text, so it cannot tell whether it lies on character
/// boundaries; whoever makes one from a text sees to that.
///
/// ```
/// use vigie_record::ByteRange;
///
/// let range = ByteRange::new(4, 9);
/// assert_eq!(&"The guard left."[range.as_range()], "guard");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(into = "(usize, usize)", try_from = "(usize, usize)")]
pub struct ByteRange {
    start: usize,
    end: usize,
}

/// Why two numbers are no range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("range ends at {end}, before its start at {start}")]
pub struct RangeError {
    /// The start that was given.
    pub start: usize,
    /// The end that was given.
    pub end: usize,
}

impl ByteRange {
    /// Makes the range from `start` up to, and without, `end`.
    ///
    /// # Panics
    /// If `end` lies before `start`; numbers from outside go through `try_from`.
    pub const fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "a range ends at or after its start");
        Self { start, end }
    }

    /// The first byte.
    pub const fn start(self) -> usize {
        self.start
    }

    /// The byte after the last.
    pub const fn end(self) -> usize {
        self.end
    }

    /// The number of bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it holds no byte.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The same range as the standard library has it, for slicing.
    pub const fn as_range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether `other` lies within this range.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest range that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The same range, `by` bytes further on.
    #[must_use]
    pub const fn shifted(self, by: usize) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }
}

impl From<ByteRange> for (usize, usize) {
    fn from(range: ByteRange) -> Self {
        (range.start, range.end)
    }
}

impl TryFrom<(usize, usize)> for ByteRange {
    type Error = RangeError;

    fn try_from((start, end): (usize, usize)) -> Result<Self, RangeError> {
        if start <= end { Ok(Self { start, end }) } else { Err(RangeError { start, end }) }
    }
}

impl fmt::Display for ByteRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_back_as_a_pair() {
        let range = ByteRange::new(3, 8);
        let json = serde_json::to_string(&range).unwrap();
        assert_eq!(json, "[3,8]");
        assert_eq!(serde_json::from_str::<ByteRange>(&json).unwrap(), range);
    }

    #[test]
    fn refuses_an_end_before_the_start() {
        let error = serde_json::from_str::<ByteRange>("[8,3]").unwrap_err().to_string();
        assert!(error.contains("range ends at 3, before its start at 8"), "{error}");
    }
}
