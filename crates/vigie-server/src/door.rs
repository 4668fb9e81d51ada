//! The door: how often somebody may try a password.
//!
//! Each name and each address has some tries, then waits twice as long after each. A right password opens the name again. What
//! was not tried for a while is forgotten, and so is the oldest where too many are remembered.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// Tries before the first wait.
const FREE: u32 = 5;

/// The longest wait.
const LONGEST: Duration = Duration::from_mins(15);

/// After so long without a try nothing is remembered.
const FORGET: SignedDuration = SignedDuration::from_mins(30);

/// The most names and addresses that are remembered.
const MOST: usize = 10_000;

/// Who has tried, how often, and when last.
#[derive(Debug, Default)]
pub(crate) struct Door {
    tries: BTreeMap<String, (u32, Timestamp)>,
}

impl Door {
    /// Takes note of a try by `knockers` (a name, an address); the seconds to wait where it comes too early, and is not to be
    /// answered.
    pub(crate) fn knock(&mut self, knockers: &[&str], now: Timestamp) -> Result<(), u64> {
        let wait = knockers.iter().filter_map(|knocker| self.wait(knocker, now)).max();
        if let Some(seconds) = wait {
            return Err(seconds);
        }
        for knocker in knockers {
            let (n, last) = self.tries.get(*knocker).copied().unwrap_or((0, now));
            let n = if now.duration_since(last) < FORGET { n } else { 0 };
            if !self.tries.contains_key(*knocker) {
                self.make_room(knockers, now);
            }
            self.tries.insert((*knocker).to_owned(), (n.saturating_add(1), now));
        }
        Ok(())
    }

    /// Forgets what is old where too much is remembered, and at least the oldest; `knockers` are kept.
    fn make_room(&mut self, knockers: &[&str], now: Timestamp) {
        if self.tries.len() < MOST {
            return;
        }
        self.tries.retain(|_, (_, last)| now.duration_since(*last) < FORGET);
        while self.tries.len() >= MOST {
            let others = self.tries.iter().filter(|(name, _)| !knockers.contains(&name.as_str()));
            let Some(oldest) = others.min_by_key(|(_, (_, last))| *last).map(|(name, _)| name.clone()) else { return };
            self.tries.remove(&oldest);
        }
    }

    /// Forgets the tries of one who had the right password.
    pub(crate) fn open(&mut self, knockers: &[&str]) {
        for knocker in knockers {
            self.tries.remove(*knocker);
        }
    }

    fn wait(&self, knocker: &str, now: Timestamp) -> Option<u64> {
        let (n, last) = self.tries.get(knocker)?;
        let over = n.checked_sub(FREE)?;
        let wait = Duration::from_secs(1_u64 << over.min(20)).min(LONGEST);
        let passed = Duration::try_from(now.duration_since(*last)).unwrap_or_default();
        wait.checked_sub(passed).filter(|left| !left.is_zero()).map(|left| left.as_secs().max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + seconds).unwrap()
    }

    #[test]
    fn waits_grow_and_end() {
        let mut door = Door::default();
        for _ in 0..FREE {
            assert_eq!(door.knock(&["ana", "10.0.0.1"], at(0)), Ok(()));
        }
        assert_eq!(door.knock(&["ana", "10.0.0.1"], at(0)), Err(1));
        assert_eq!(door.knock(&["ana", "10.0.0.2"], at(0)), Err(1), "the name waits, whoever tries it");
        assert_eq!(door.knock(&["bo", "10.0.0.1"], at(0)), Err(1), "the address waits, whatever it tries");
        assert_eq!(door.knock(&["bo", "10.0.0.2"], at(0)), Ok(()));
        assert_eq!(door.knock(&["ana", "10.0.0.3"], at(1)), Ok(()));
        assert_eq!(door.knock(&["ana", "10.0.0.3"], at(1)), Err(2));
        door.open(&["ana"]);
        assert_eq!(door.knock(&["ana", "10.0.0.3"], at(1)), Ok(()));
    }

    #[test]
    fn a_full_memory_counts_whoever_is_new() {
        // Once ten thousand names were remembered, no new one was counted: a password for it could be tried without end.
        let mut door = Door::default();
        for n in 0..MOST {
            assert_eq!(door.knock(&[&format!("name {n:05}")], at(0)), Ok(()));
        }
        for _ in 0..FREE {
            assert_eq!(door.knock(&["zoe", "10.0.0.1"], at(1)), Ok(()));
        }
        assert_eq!(door.knock(&["zoe", "10.0.0.2"], at(1)), Err(1));
        assert_eq!(door.knock(&["yan", "10.0.0.1"], at(1)), Err(1));
        assert!(door.tries.len() <= MOST);
        // What is old enough goes all at once, and what is new stays.
        let later = FORGET.as_secs();
        assert_eq!(door.knock(&["abe"], at(later)), Ok(()));
        assert_eq!(door.tries.keys().collect::<Vec<_>>(), ["10.0.0.1", "abe", "zoe"]);
    }

    #[test]
    fn the_longest_wait_has_an_end_and_so_has_memory() {
        let mut door = Door::default();
        let mut now = 0;
        for _ in 0..40 {
            if let Err(seconds) = door.knock(&["ana"], at(now)) {
                assert!(seconds <= LONGEST.as_secs());
                now += i64::try_from(seconds).unwrap();
                assert_eq!(door.knock(&["ana"], at(now)), Ok(()));
            }
        }
        for n in 0..(MOST + 100) {
            let _ = door.knock(&[&n.to_string()], at(now));
        }
        assert!(door.tries.len() <= MOST);
    }
}
