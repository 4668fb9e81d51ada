//! Text out of bytes: UTF-8 in portions, its byte order mark left out, anything else refused by name.

use std::io::{self, Read};

use crate::speech::InputError;

/// Bytes taken at once.
const PORTION: usize = 64 * 1024;

/// Reads text from bytes, portion after portion.
pub(crate) struct TextReader<R> {
    name: String,
    from: R,
    /// Bytes read and not given on: at most a portion, and the beginning of a character.
    bytes: Vec<u8>,
    /// The place of the first of `bytes` in the input.
    offset: u64,
}

impl<R: Read> TextReader<R> {
    /// Reads text from `from`, which goes by `name` in messages.
    pub(crate) fn new(name: String, from: R) -> Self {
        Self { name, from, bytes: Vec::new(), offset: 0 }
    }

    /// Gives the next portion to `take`; `false` at the end.
    pub(crate) fn next(&mut self, take: impl FnOnce(&str)) -> Result<bool, InputError> {
        let kept = self.bytes.len();
        let read = self.fill().map_err(|source| InputError::Unreadable { name: self.name.clone(), source })?;
        if self.offset == 0 && kept == 0 {
            self.skip_mark()?;
        }
        let is_end = read == 0;
        let valid = match std::str::from_utf8(&self.bytes) {
            Ok(text) => text.len(),
            Err(error) if error.error_len().is_none() && !is_end => error.valid_up_to(),
            Err(error) => return Err(self.not_utf8(error.valid_up_to())),
        };
        if let Ok(text) = std::str::from_utf8(&self.bytes[..valid]) {
            take(text);
        }
        self.bytes.drain(..valid);
        self.offset += valid as u64;
        Ok(!is_end)
    }

    /// Reads until a portion is there or the input ends; gives the number of new bytes.
    fn fill(&mut self) -> io::Result<usize> {
        let kept = self.bytes.len();
        (&mut self.from).take(PORTION as u64).read_to_end(&mut self.bytes)?;
        Ok(self.bytes.len() - kept)
    }

    /// Leaves out the mark of UTF-8; names UTF-16 and UTF-32 by theirs.
    fn skip_mark(&mut self) -> Result<(), InputError> {
        let other = match self.bytes.as_slice() {
            [0xef, 0xbb, 0xbf, ..] => {
                self.bytes.drain(..3);
                self.offset = 3;
                None
            }
            [0xff, 0xfe, 0, 0, ..] => Some("UTF-32LE"),
            [0, 0, 0xfe, 0xff, ..] => Some("UTF-32BE"),
            [0xff, 0xfe, ..] => Some("UTF-16LE"),
            [0xfe, 0xff, ..] => Some("UTF-16BE"),
            bytes => unmarked_utf16(bytes),
        };
        match other {
            Some(encoding) => Err(InputError::OtherEncoding { name: self.name.clone(), encoding }),
            None => Ok(()),
        }
    }

    fn not_utf8(&self, at: usize) -> InputError {
        InputError::NotUtf8 { name: self.name.clone(), offset: self.offset + at as u64, byte: self.bytes[at] }
    }
}

/// Names UTF-16 that comes without a mark: every other byte of Latin text is then nought.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static str> {
    let sample = &bytes[..bytes.len().min(512) & !1];
    let noughts = |first: usize| sample.iter().skip(first).step_by(2).filter(|&&byte| byte == 0).count();
    let is_most = |count: usize| sample.len() >= 8 && count * 10 >= sample.len() / 2 * 9;
    match (is_most(noughts(0)), is_most(noughts(1))) {
        (false, true) => Some("UTF-16LE"),
        (true, false) => Some("UTF-16BE"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads bytes that come one by one, as from a slow pipe.
    struct Slow<'b>(&'b [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let n = self.0.len().min(into.len()).min(1);
            into[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    fn read(bytes: &[u8]) -> Result<String, String> {
        let mut text = String::new();
        let mut reader = TextReader::new("story".to_owned(), Slow(bytes));
        while reader.next(|portion| text.push_str(portion)).map_err(|error| error.to_string())? {}
        Ok(text)
    }

    #[test]
    fn text_is_told_from_what_is_none() {
        let utf16: Vec<u8> = "Drills".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked: Vec<u8> = [0xff, 0xfe].into_iter().chain(utf16.iter().copied()).collect();
        let cases: [(&[u8], Result<&str, &str>); 8] = [
            (b"", Ok("")),
            ("Größe 🙂".as_bytes(), Ok("Größe 🙂")),
            (b"\xef\xbb\xbfDrills", Ok("Drills")),
            (b"abc\xe9def", Err("`story` is not UTF-8: byte 3 is 0xE9")),
            (b"\xef\xbb\xbfabc\xff", Err("`story` is not UTF-8: byte 6 is 0xFF")),
            ("Größ".as_bytes().split_last().unwrap().1, Err("`story` is not UTF-8: byte 4 is 0xC3")),
            (&utf16, Err("`story` is in UTF-16LE, not in UTF-8")),
            (&marked, Err("`story` is in UTF-16LE, not in UTF-8")),
        ];
        for (bytes, expected) in cases {
            assert_eq!(read(bytes), expected.map(str::to_owned).map_err(str::to_owned), "{bytes:x?}");
        }
    }

    #[test]
    fn a_character_across_two_portions_is_whole() {
        let text = format!("{}é{}", "a".repeat(PORTION - 1), "b".repeat(PORTION));
        assert_eq!(read(text.as_bytes()), Ok(text));
    }
}
