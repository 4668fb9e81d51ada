//! Text out of bytes, whatever encoding they are in.
//!
//! A mark at the beginning says it, or what the bytes declare of themselves, or else they are UTF-8 if they can be, and
//! otherwise the encoding is guessed from what its letters would be. What is wrong in them becomes U+FFFD.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A text with how it was made.
#[derive(Debug)]
pub struct Decoded<'b> {
    /// The text.
    pub text: Cow<'b, str>,
    /// The name of the encoding.
    pub encoding: &'static str,
    /// Whether some bytes meant nothing in it.
    pub has_faults: bool,
}

/// How many bytes of a page or of a table are looked at for a declaration, and for a guess.
const DECLARED_WITHIN: usize = 4096;
const GUESSED_FROM: usize = 256 << 10;

/// Makes text of bytes; `declared` is the encoding that came with them, such as that of a letter's head.
///
/// ```
/// assert_eq!(vigie_intake::decode(b"Gr\xf6\xdfe", None).text, "Größe");
/// assert_eq!(vigie_intake::decode("Größe".as_bytes(), None).encoding, "UTF-8");
/// ```
pub fn decode<'b>(bytes: &'b [u8], declared: Option<&str>) -> Decoded<'b> {
    let encoding = encoding_of(bytes, declared);
    let (text, used, has_faults) = encoding.decode(bytes);
    Decoded { text, encoding: used.name(), has_faults }
}

/// Makes text of a page, which may declare its encoding in its head.
pub(crate) fn decode_page(bytes: &[u8]) -> Cow<'_, str> {
    decode_served_page(bytes, None)
}

/// Makes text of a page in the encoding that its server told, if it did.
pub(crate) fn decode_served_page<'b>(bytes: &'b [u8], told: Option<&str>) -> Cow<'b, str> {
    decode(bytes, told.or_else(|| declared_in_page(bytes))).text
}

fn encoding_of(bytes: &[u8], declared: Option<&str>) -> &'static Encoding {
    if let Some((marked, _)) = Encoding::for_bom(bytes) {
        return marked;
    }
    if let Some(wide) = unmarked_utf16(bytes) {
        return wide;
    }
    // A page that says it is Latin and is UTF-8 is UTF-8: no other text is so by chance.
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    if let Some(declared) = declared.and_then(|label| Encoding::for_label(label.as_bytes()))
        && declared != UTF_8
    {
        return declared;
    }
    let is_nearly_utf8 = is_nearly_utf8(bytes);
    if is_nearly_utf8 {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let sample = &bytes[..bytes.len().min(GUESSED_FROM)];
    detector.feed(sample, sample.len() == bytes.len());
    detector.guess(None, Utf8Detection::Deny)
}

/// Whether a text is UTF-8 but for a few bytes, such as one cut off in the middle of a sign.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut n_wrong, mut n_right) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        n_wrong += usize::from(!chunk.invalid().is_empty());
        n_right += chunk.valid().chars().filter(|sign| !sign.is_ascii()).count();
    }
    n_right > n_wrong * 20
}

/// Tells UTF-16 without a mark: every other byte of Latin text is then nought.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(512) & !1];
    let noughts = |first: usize| sample.iter().skip(first).step_by(2).filter(|&&byte| byte == 0).count();
    let is_most = |count: usize| sample.len() >= 8 && count * 10 >= sample.len() / 2 * 9;
    match (is_most(noughts(0)), is_most(noughts(1))) {
        (false, true) => Some(UTF_16LE),
        (true, false) => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding that a page declares in a `meta` element or at the head of XML.
fn declared_in_page(bytes: &[u8]) -> Option<&str> {
    let head = &bytes[..bytes.len().min(DECLARED_WITHIN)];
    let head = head.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    ["charset=", "encoding="].iter().find_map(|mark| {
        let (_, value) = head.split_once(mark)?;
        let value = value.trim_start_matches(['"', '\'', ' ']);
        let end = value.find(|sign: char| !(sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | ':' | '.')))?;
        Some(&value[..end]).filter(|label| !label.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told() {
        struct Case<'a>(&'a [u8], &'a str);
        let utf16: Vec<u8> = "Drills begin".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked: Vec<u8> = [0xff, 0xfe].into_iter().chain(utf16.iter().copied()).collect();
        let (cyrillic, _, _) =
            encoding_rs::WINDOWS_1251.encode("Министерство обороны сообщило в среду, что учения продлятся");
        let (japanese, _, _) = encoding_rs::SHIFT_JIS.encode("防衛省は水曜日、演習が続くと発表した。");
        let cases = [
            Case(b"", ""),
            Case("Größe".as_bytes(), "Größe"),
            Case(b"\xef\xbb\xbfDrills", "Drills"),
            Case(b"Gr\xf6\xdfe der \xdcbung", "Größe der Übung"),
            Case(&utf16, "Drills begin"),
            Case(&marked, "Drills begin"),
            Case(&cyrillic, "Министерство обороны сообщило в среду, что учения продлятся"),
            Case(&japanese, "防衛省は水曜日、演習が続くと発表した。"),
        ];
        for Case(bytes, expected) in cases {
            assert_eq!(decode(bytes, None).text, expected, "{bytes:x?}");
        }
    }

    #[test]
    fn what_a_page_declares_is_believed_unless_it_is_utf8() {
        assert_eq!(decode_page(b"<meta charset=\"iso-8859-2\">\xe8esk\xfd"), "<meta charset=\"iso-8859-2\">český");
        assert_eq!(decode_page("<meta charset=latin1>Größe".as_bytes()), "<meta charset=latin1>Größe");
        assert_eq!(
            decode_page(b"<?xml version='1.0' encoding='windows-1251'?>\xc4\xe0"),
            "<?xml version='1.0' encoding='windows-1251'?>Да"
        );
    }
}
