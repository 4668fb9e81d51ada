//! Lots that fall the same way each time.

/// A stream of numbers that look drawn by lot and depend on the seed alone (splitmix64).
#[derive(Debug, Clone)]
pub(super) struct Lottery(u64);

impl Lottery {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub(super) fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// The next number in 0..1.
    pub(super) fn share(&mut self) -> f64 {
        (self.draw() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// `n` different numbers below `below`, in order; all of them where there are no more.
    pub(super) fn some_of(&mut self, below: usize, n: usize) -> Vec<usize> {
        let mut left = n.min(below);
        let mut chosen = Vec::with_capacity(left);
        for number in 0..below {
            if self.share() * ((below - number) as f64) < left as f64 {
                chosen.push(number);
                left -= 1;
            }
        }
        chosen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_are_as_many_as_asked_for_and_different() {
        for seed in 0..50 {
            let some = Lottery::new(seed).some_of(20, 7);
            assert_eq!(some.len(), 7);
            assert!(some.is_sorted() && some.windows(2).all(|pair| pair[0] < pair[1]) && some[6] < 20);
        }
        assert_eq!(Lottery::new(1).some_of(3, 9), [0, 1, 2]);
    }
}
