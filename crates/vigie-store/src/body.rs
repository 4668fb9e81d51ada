//! Packed bodies: JSON in zlib's form, which any tool can unpack.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

use crate::error::{Answer, Fault};

/// The most that a body may unpack to, so that a damaged store cannot take all memory.
const MOST_BYTES: u64 = 1 << 30;

/// How hard bytes are packed. Level 1 makes rows of tables half as long again, and the thread that packs them waits for the one that writes.
const LEVEL: u32 = 4;

/// Packs bytes.
pub(crate) fn pack(bytes: &[u8]) -> Answer<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::new(LEVEL));
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

/// Unpacks a body of `n_bytes`.
pub(crate) fn unpack(body: &[u8], n_bytes: i64) -> Answer<Vec<u8>> {
    let damaged = |what: &str| Fault::Damaged(format!("a packed body {what}"));
    let n_bytes =
        u64::try_from(n_bytes).ok().filter(|&n| n <= MOST_BYTES).ok_or_else(|| damaged("has a wrong length"))?;
    let mut bytes = Vec::new();
    ZlibDecoder::new(body)
        .take(n_bytes + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| damaged(&format!("cannot be unpacked ({error})")))?;
    if bytes.len() as u64 != n_bytes {
        return Err(damaged("is not as long as it was"));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_come_back_and_damage_is_seen() {
        let text = "row\t".repeat(1000);
        let mut body = pack(text.as_bytes()).unwrap();
        assert!(body.len() < 200);
        assert_eq!(unpack(&body, 4000).unwrap(), text.as_bytes());
        for n_bytes in [3999, 4001, -1, i64::MAX] {
            assert!(unpack(&body, n_bytes).is_err(), "{n_bytes}");
        }
        let middle = body.len() / 2;
        body[middle] ^= 0x40;
        assert!(unpack(&body, 4000).is_err());
    }
}
