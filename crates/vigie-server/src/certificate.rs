//! Certificates: from when to when one holds, which is all that the server itself has to know of it.
//!
//! Reads the few fields of X.509 (RFC 5280, section 4.1) that come before, by their lengths in DER, and looks into none of them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

const INTEGER: u8 = 0x02;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;

/// From when to when the certificate in some bytes of DER holds; none where they are no certificate.
pub(crate) fn validity(certificate: &[u8]) -> Option<[Timestamp; 2]> {
    let (certificate, _) = expect(SEQUENCE, certificate)?;
    let (signed, _) = expect(SEQUENCE, certificate)?;
    // The version is left out where it is the first.
    let rest = expect(VERSION, signed).map_or(signed, |(_, rest)| rest);
    let (_serial_number, rest) = expect(INTEGER, rest)?;
    let (_algorithm, rest) = expect(SEQUENCE, rest)?;
    let (_issuer, rest) = expect(SEQUENCE, rest)?;
    let (validity, _) = expect(SEQUENCE, rest)?;
    let (from, rest) = time(validity)?;
    let (until, _) = time(rest)?;
    Some([from, until])
}

/// A moment at the beginning of some bytes, and what follows it.
fn time(bytes: &[u8]) -> Option<(Timestamp, &[u8])> {
    let (tag, contents, rest) = value(bytes)?;
    let text = str::from_utf8(contents).ok()?;
    let text = match tag {
        // Two digits stand for the years 1950 to 2049.
        UTC_TIME => format!("{}{text}", if *contents.first()? < b'5' { "20" } else { "19" }),
        GENERALIZED_TIME => text.to_owned(),
        _ => return None,
    };
    let at = DateTime::strptime("%Y%m%d%H%M%SZ", text).ok()?;
    Some((Offset::UTC.to_timestamp(at).ok()?, rest))
}

/// The contents of a value with a tag at the beginning of some bytes, and what follows it.
fn expect(wanted: u8, bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (tag, contents, rest) = value(bytes)?;
    (tag == wanted).then_some((contents, rest))
}

/// A value at the beginning of some bytes: its tag, its contents, and what follows it.
fn value(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        // So many bytes say how long it is, the greatest first; four are enough for any certificate.
        let n_bytes = usize::from(first & 0x7f);
        let (length, rest) = rest.split_at_checked(n_bytes).filter(|_| (1..=4).contains(&n_bytes))?;
        (length.iter().fold(0, |length, &byte| length << 8 | usize::from(byte)), rest)
    };
    let (contents, rest) = rest.split_at_checked(length)?;
    Some((tag, contents, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::pem::PemObject as _;

    fn der(pem: &[u8]) -> CertificateDer<'static> {
        CertificateDer::from_pem_slice(pem).unwrap()
    }

    #[test]
    fn both_forms_of_time_are_read() {
        let said = |pem: &[u8]| validity(&der(pem)).unwrap().map(|at| at.to_string());
        let long = said(include_bytes!("../tests/tls/localhost.pem"));
        assert_eq!(long, ["2020-01-01T00:00:00Z", "2120-01-01T00:00:00Z"]);
        let short = said(include_bytes!("../tests/tls/ended.pem"));
        assert_eq!(short, ["2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z"]);
    }

    #[test]
    fn what_is_cut_short_or_changed_is_none_and_breaks_nothing() {
        let whole = der(include_bytes!("../tests/tls/localhost.pem"));
        for n in 0..whole.len() {
            assert_eq!(validity(&whole[..n]), None, "the first {n} bytes");
            for byte in [0, 0x30, 0x80, 0x84, 0xff] {
                let mut changed = whole.to_vec();
                changed[n] = byte;
                let _ = validity(&changed);
            }
        }
    }
}
