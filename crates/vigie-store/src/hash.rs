//! A hash that is the same in every run and on every machine.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map for look-ups whose order is never asked for.
pub(crate) type Lookup<K, V> = HashMap<K, V, BuildHasherDefault<Mixer>>;

/// Mixes words of eight bytes by multiplication: fast, and without a secret, so not for keys that somebody would choose to
/// collide; the worst that such keys do is to make an import slow.
#[derive(Debug, Default)]
pub(crate) struct Mixer {
    state: u64,
}

const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

impl Mixer {
    fn add(&mut self, word: u64) {
        self.state = (self.state.rotate_left(23) ^ word).wrapping_mul(FACTOR);
    }
}

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        finished(self.state)
    }

    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.add(u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        self.add(u64::from_le_bytes(last) ^ ((bytes.len() as u64) << 56));
    }
}

/// Spreads the bits of a number over all of it.
pub(crate) fn finished(mut value: u64) -> u64 {
    value ^= value >> 32;
    value = value.wrapping_mul(0xd6e8_feb8_6659_fd93);
    value ^= value >> 32;
    value = value.wrapping_mul(0xd6e8_feb8_6659_fd93);
    value ^ (value >> 32)
}

/// The hash of some bytes.
pub(crate) fn hash_of(bytes: &[u8]) -> u64 {
    let mut mixer = Mixer::default();
    mixer.write(bytes);
    mixer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stays_the_same_for_ever() {
        // Signatures and bands of stores on disk were made with it.
        assert_eq!(hash_of(b"militia"), hash_of(b"militia"));
        assert_eq!(hash_of(b""), 0x0);
        assert_ne!(hash_of(b"a"), hash_of(b"a\0"));
    }
}
