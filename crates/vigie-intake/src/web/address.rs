//! Addresses that may be connected to: those of the open network, and ranges that a user allows.
//!
//! A feed, a redirect or a name server can send a reader to the machine it runs on, to its neighbours, or to the address from which
//! clouds hand out secrets. So the address itself is judged, when the connection is made; a v4 address that is wrapped in a v6 one is
//! judged as itself.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Judges addresses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Guard {
    allowed: Vec<Range>,
}

/// A range of addresses such as `10.1.0.0/16`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Range {
    base: IpAddr,
    n_bits: u8,
}

/// Why an address is not connected to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{address} is not on the open network ({reason})")]
pub struct Refused {
    /// The address.
    pub address: IpAddr,
    /// What it is.
    pub reason: &'static str,
}

/// Why a text is no range of addresses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no range of addresses: write 10.1.0.0/16 or fd00::/8")]
pub struct RangeError {
    /// What was found.
    pub found: String,
}

impl Guard {
    /// A guard that lets the given ranges through as well as the open network.
    ///
    /// # Errors
    /// When one of them is no range.
    ///
    /// ```
    /// let guard = vigie_intake::web::Guard::allowing(["10.1.0.0/16"])?;
    /// assert!(guard.check("10.1.2.3".parse()?).is_ok());
    /// assert!(guard.check("10.2.0.1".parse()?).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn allowing<'r>(ranges: impl IntoIterator<Item = &'r str>) -> Result<Self, RangeError> {
        let allowed = ranges.into_iter().map(range).collect::<Result<_, _>>()?;
        Ok(Self { allowed })
    }

    /// Judges an address.
    ///
    /// # Errors
    /// When it must not be connected to.
    pub fn check(&self, address: IpAddr) -> Result<(), Refused> {
        let address = unwrapped(address);
        if self.allowed.iter().any(|range| range.holds(address)) {
            return Ok(());
        }
        reason(address).map_or(Ok(()), |reason| Err(Refused { address, reason }))
    }
}

/// Whether an address is on the open network.
pub fn is_public(address: IpAddr) -> bool {
    Guard::default().check(address).is_ok()
}

fn range(text: &str) -> Result<Range, RangeError> {
    let fault = || RangeError { found: text.to_owned() };
    let (base, n_bits) = text.split_once('/').map_or((text, None), |(base, n_bits)| (base, Some(n_bits)));
    let base: IpAddr = base.trim().parse().map_err(|_| fault())?;
    let most = if base.is_ipv4() { 32 } else { 128 };
    let n_bits = n_bits.map_or(Ok(most), |n_bits| n_bits.trim().parse().map_err(|_| fault()))?;
    if n_bits > most { Err(fault()) } else { Ok(Range { base, n_bits }) }
}

impl Range {
    fn holds(self, address: IpAddr) -> bool {
        match (self.base, address) {
            (IpAddr::V4(base), IpAddr::V4(address)) => {
                let shift = 32 - u32::from(self.n_bits);
                (u64::from(base.to_bits()) >> shift) == (u64::from(address.to_bits()) >> shift)
            }
            (IpAddr::V6(base), IpAddr::V6(address)) => {
                let shift = 128 - u32::from(self.n_bits);
                base.to_bits().checked_shr(shift) == address.to_bits().checked_shr(shift)
            }
            _ => false,
        }
    }
}

/// The v4 address in a v6 one: mapped, compatible, behind NAT64, by 6to4.
fn unwrapped(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else { return address };
    let parts = v6.segments();
    let v4 = |high: u16, low: u16| IpAddr::V4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)));
    match parts {
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x2002, high, low, ..] => v4(high, low),
        [0, 0, 0, 0, 0, 0, high, low] if (high, low) != (0, 0) && (high, low) != (0, 1) => v4(high, low),
        _ => address,
    }
}

/// What keeps an address from the open network; nothing where it is on it.
fn reason(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => reason_v4(address),
        IpAddr::V6(address) => reason_v6(address),
    }
}

fn reason_v4(address: Ipv4Addr) -> Option<&'static str> {
    match address.octets() {
        [127, ..] => Some("the machine itself"),
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => Some("a private network"),
        [169, 254, 169, 254] | [100, 100, 100, 200] | [168, 63, 129, 16] => Some("the metadata of a cloud"),
        [169, 254, ..] => Some("a link of the machine"),
        [100, 64..=127, ..] => Some("the inside of a provider's network"),
        [0, ..] => Some("no address of a machine"),
        [192, 0, 0 | 2, _]
        | [192, 88, 99, _]
        | [198, 18..=19, ..]
        | [198, 51, 100, _]
        | [203, 0, 113, _]
        | [240..=255, ..] => Some("set aside"),
        [224..=239, ..] => Some("many machines at once"),
        _ => None,
    }
}

fn reason_v6(address: Ipv6Addr) -> Option<&'static str> {
    let parts = address.segments();
    match parts {
        [0, 0, 0, 0, 0, 0, 0, 1] => Some("the machine itself"),
        [0, 0, 0, 0, 0, 0, 0, 0] => Some("no address of a machine"),
        [0xfd00, 0xec2, ..] => Some("the metadata of a cloud"),
        [0xfc00..=0xfdff | 0xfec0..=0xfeff, ..] => Some("a private network"),
        [0xfe80..=0xfebf, ..] => Some("a link of the machine"),
        [0xff00..=0xffff, ..] => Some("many machines at once"),
        [0x64, 0xff9b, ..] => Some("the inside of a provider's network"),
        [0x2001, 0, ..] => Some("a tunnel"),
        // All addresses of machines that have been given out begin so, but for those of examples.
        [0x2000..=0x3fff, ..] if !matches!(parts, [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..]) => None,
        _ => Some("set aside"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inside_is_told_from_the_open_network() {
        let inside = [
            "127.0.0.1",
            "127.8.8.8",
            "0.0.0.0",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "169.254.1.1",
            "100.64.0.1",
            "100.127.255.255",
            "100.100.100.200",
            "168.63.129.16",
            "192.0.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "::ffff:0:127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2002:a00:1::1",
            "2002:a9fe:a9fe::",
            "2001:0:4136:e378::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
            "3fff::1",
            "100::1",
            "5f00::1",
        ];
        for address in inside {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        let open = [
            "1.1.1.1",
            "8.8.8.8",
            "172.15.0.1",
            "172.32.0.1",
            "100.63.0.1",
            "100.128.0.1",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
            "2002:808:808::1",
            "2606:4700::1111",
            "2a00:1450::1",
        ];
        for address in open {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn allowed_ranges_are_let_through_and_no_more() {
        let guard = Guard::allowing(["10.1.0.0/16", "fd12::/16", "127.0.0.1"]).unwrap();
        for (address, expected) in [
            ("10.1.255.255", true),
            ("::ffff:10.1.0.1", true),
            ("10.2.0.0", false),
            ("fd12::1", true),
            ("fd13::1", false),
            ("127.0.0.1", true),
            ("127.0.0.2", false),
        ] {
            assert_eq!(guard.check(address.parse().unwrap()).is_ok(), expected, "{address}");
        }
        assert!(Guard::allowing(["0.0.0.0/0"]).unwrap().check("127.0.0.1".parse().unwrap()).is_ok());
        for wrong in ["10.0.0.0/33", "x", "10.0.0.0/", "::/129"] {
            assert!(Guard::allowing([wrong]).is_err(), "{wrong}");
        }
    }
}
