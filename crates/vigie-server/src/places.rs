//! Places: how many of something each party may have at once, as connections of an address or streams of an account.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// So many places for each party.
#[derive(Debug)]
pub(crate) struct Places<K: Ord> {
    most: usize,
    taken: Mutex<BTreeMap<K, usize>>,
}

/// A place that somebody has, until it is dropped.
#[derive(Debug)]
pub(crate) struct Place<K: Ord> {
    places: Arc<Places<K>>,
    holder: K,
}

impl<K: Ord + Clone> Places<K> {
    /// At most so many places for each.
    pub(crate) fn for_each(most: usize) -> Arc<Self> {
        Arc::new(Self { most, taken: Mutex::new(BTreeMap::new()) })
    }

    /// A place for a party; nothing where it has all that it may have.
    pub(crate) fn take(self: &Arc<Self>, holder: K) -> Option<Place<K>> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let n = taken.entry(holder.clone()).or_default();
        if *n >= self.most {
            return None;
        }
        *n += 1;
        Some(Place { places: Arc::clone(self), holder })
    }
}

impl<K: Ord> Drop for Place<K> {
    fn drop(&mut self) {
        let mut taken = self.places.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(n) = taken.get_mut(&self.holder) {
            *n -= 1;
            if *n == 0 {
                taken.remove(&self.holder);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_places_of_its_own_and_gives_them_back() {
        let places = Places::for_each(2);
        let first = places.take("ana").unwrap();
        let second = places.take("ana").unwrap();
        assert!(places.take("ana").is_none());
        let other = places.take("bo").unwrap();
        drop(first);
        let third = places.take("ana").unwrap();
        assert!(places.take("ana").is_none());
        drop((second, third, other));
        assert!(places.taken.lock().unwrap().is_empty(), "who has none is not remembered");
    }
}
