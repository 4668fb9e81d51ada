//! Archives of the web (WARC 1.x, as crawls write them): the pages that servers answered with.
//!
//! Other records, and answers that are no pages, are passed over; they are most of an archive, and nobody asked for them.

use std::io::{BufRead, Read};

use flate2::read::{MultiGzDecoder, ZlibDecoder};

use super::metered::{Metered, Packed};
use super::walker::{Flow, Walker};
use super::{Content, Form, FormFault, Raw};

/// The most bytes of the head of a record or of an answer.
const MOST_HEAD: u64 = 256 << 10;

/// Fields of a head, their names in small letters.
struct Head(Vec<(String, String)>);

impl Head {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The pages of an archive, one at a time.
pub(super) fn walk(walker: &mut Walker<'_>, mut from: impl BufRead) -> Flow {
    for number in 1.. {
        let head = match record_head(&mut from) {
            Ok(Some(head)) => head,
            Ok(None) => break,
            Err(fault) => return walker.fault(Some(number), fault),
        };
        let Some(length) = head.get("content-length").and_then(|length| length.parse::<u64>().ok()) else {
            return walker.fault(Some(number), unsound("a record does not say how long it is"));
        };
        let most = walker.limits.piece_bytes;
        let is_wanted = is_wanted(&head);
        let mut block = Vec::new();
        if is_wanted && length <= most {
            match from.by_ref().take(length).read_to_end(&mut block) {
                Ok(n) if (n as u64) < length => {
                    return walker.fault(Some(number), unsound("it ends in the middle of a record"));
                }
                Ok(_) => (),
                Err(error) => return walker.unreadable(Some(number), error),
            }
            match raw(walker, number, &head, block) {
                Ok(Some(raw)) => walker.give(raw)?,
                Ok(None) => (),
                Err(fault) => walker.fault(Some(number), fault)?,
            }
        } else {
            if is_wanted {
                walker.fault(Some(number), FormFault::TooLong { what: "one report", most })?;
            }
            match std::io::copy(&mut from.by_ref().take(length), &mut std::io::sink()) {
                Ok(n) if n < length => return walker.fault(Some(number), unsound("it ends in the middle of a record")),
                Ok(_) => (),
                Err(error) => return walker.unreadable(Some(number), error),
            }
        }
    }
    Flow::Continue(())
}

fn unsound(reason: &str) -> FormFault {
    FormFault::Unsound { what: "web archive", reason: reason.to_owned() }
}

/// The head of the next record; nothing at the end.
fn record_head(from: &mut impl BufRead) -> Result<Option<Head>, FormFault> {
    let mut from = from.take(MOST_HEAD);
    let mut line = Vec::new();
    // Records are parted by empty lines.
    while line.iter().all(u8::is_ascii_whitespace) {
        line.clear();
        if from.read_until(b'\n', &mut line).map_err(FormFault::Unreadable)? == 0 {
            return Ok(None);
        }
    }
    if !line.starts_with(b"WARC/") {
        return Err(unsound("a record does not begin where the one before ends"));
    }
    let mut fields = Vec::new();
    loop {
        line.clear();
        if from.read_until(b'\n', &mut line).map_err(FormFault::Unreadable)? == 0 {
            return Err(unsound("the head of a record has no end"));
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            return Ok(Some(Head(fields)));
        }
        fields.extend(field(&String::from_utf8_lossy(&line)));
    }
}

fn field(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    Some((name.trim().to_ascii_lowercase(), value.trim().to_owned()))
}

/// Whether there may be a report in a record.
fn is_wanted(head: &Head) -> bool {
    let kind = head.get("content-type").unwrap_or_default();
    match head.get("warc-type") {
        Some("response") => kind.starts_with("application/http"),
        Some("resource") => is_page(kind),
        Some("conversion") => kind.starts_with("text/plain"),
        _ => false,
    }
}

fn is_page(kind: &str) -> bool {
    let kind = kind.to_ascii_lowercase();
    kind.starts_with("text/html") || kind.starts_with("application/xhtml")
}

/// The report in a record; nothing where it is no page, or no good one.
fn raw(walker: &Walker<'_>, number: usize, head: &Head, block: Vec<u8>) -> Result<Option<Raw>, FormFault> {
    let place = walker.place(Some(number));
    let url = head.get("warc-target-uri").unwrap_or_default().trim_matches(['<', '>']).to_owned();
    match head.get("warc-type") {
        Some("conversion") => Ok(Some(Raw::bytes(place, Form::Text, block))),
        Some("response") => {
            let Some((answer, is_good, body)) = answer(&block) else { return Err(unsound("an answer has no head")) };
            let kind = answer.get("content-type").unwrap_or("text/html").to_owned();
            if !is_good || !is_page(&kind) {
                return Ok(None);
            }
            let page = unpacked(walker, &answer, body)?;
            Ok(Some(Raw { place, content: Content::Served { page, url, encoding: charset(&kind) } }))
        }
        _ => {
            let encoding = head.get("content-type").and_then(charset);
            Ok(Some(Raw { place, content: Content::Served { page: block, url, encoding } }))
        }
    }
}

/// The head of an answer, whether it is a good one, and its body.
fn answer(block: &[u8]) -> Option<(Head, bool, &[u8])> {
    let end = memchr::memmem::find(block, b"\r\n\r\n")
        .map(|at| (at, at + 4))
        .or_else(|| memchr::memmem::find(block, b"\n\n").map(|at| (at, at + 2)))?;
    let head = String::from_utf8_lossy(&block[..end.0]);
    let mut lines = head.lines();
    let status = lines.next()?.split_whitespace().nth(1)?;
    Some((Head(lines.filter_map(field).collect()), status.starts_with('2'), &block[end.1..]))
}

/// The body of an answer, put together and unpacked.
fn unpacked(walker: &Walker<'_>, answer: &Head, body: &[u8]) -> Result<Vec<u8>, FormFault> {
    let is_chunked = answer.get("transfer-encoding").is_some_and(|how| how.eq_ignore_ascii_case("chunked"));
    // Crawlers that have put an answer together leave its head as it was.
    let body = if is_chunked { joined(body).unwrap_or_else(|| body.to_vec()) } else { body.to_vec() };
    let packed = Packed::All(body.len() as u64);
    let (ratio, free_bytes) = (walker.limits.ratio, walker.limits.free_bytes);
    let by = answer.get("content-encoding").unwrap_or("identity").to_ascii_lowercase();
    match by.as_str() {
        "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => {
            walker.all(Metered::new(MultiGzDecoder::new(&body[..]), packed, ratio, free_bytes), "one report")
        }
        "deflate" if body.first().is_some_and(|byte| byte & 0x0f == 8) => {
            walker.all(Metered::new(ZlibDecoder::new(&body[..]), packed, ratio, free_bytes), "one report")
        }
        "br" | "zstd" if std::str::from_utf8(&body).is_err() => {
            Err(FormFault::OtherForm { what: "an answer packed by br or zstd" })
        }
        _ => Ok(body),
    }
}

/// The parts of an answer that was sent in parts; nothing where it was not.
fn joined(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let end = memchr::memchr(b'\n', body)?;
        let line = std::str::from_utf8(&body[..end]).ok()?;
        let length = usize::from_str_radix(line.trim().split(';').next()?.trim(), 16).ok()?;
        body = &body[end + 1..];
        if length == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(body.get(..length)?);
        body = body.get(length..)?;
        body = body.strip_prefix(b"\r\n").or_else(|| body.strip_prefix(b"\n")).unwrap_or(body);
    }
}

/// The encoding in a type such as `text/html; charset=utf-8`.
fn charset(kind: &str) -> Option<String> {
    let (_, value) = kind.split_once("charset=").or_else(|| kind.split_once("Charset="))?;
    let value = value.trim().trim_matches(['"', '\'']);
    value.split([';', ' ']).next().map(str::to_owned).filter(|label| !label.is_empty())
}
