//! Indexes: for each value of a column, the rows that have it.

/// For each of `n` keys, the rows with that key, in the order of the rows.
///
/// Two arrays, so that ten million rows cost forty megabytes and no allocation of their own.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    /// Where the rows of each key begin, and at the end how many rows there are.
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl Index {
    /// Indexes rows by their keys, which lie below `n_keys`; a row whose key is absent is in no list.
    pub(super) fn new(n_keys: usize, keys: impl Iterator<Item = Option<u32>> + Clone) -> Self {
        let mut starts = vec![0_u32; n_keys + 1];
        for key in keys.clone().flatten() {
            starts[key as usize + 1] += 1;
        }
        for key in 0..n_keys {
            starts[key + 1] += starts[key];
        }
        let mut next = starts.clone();
        let mut rows = vec![0_u32; starts[n_keys] as usize];
        for (row, key) in (0_u32..).zip(keys) {
            let Some(key) = key else { continue };
            let place = &mut next[key as usize];
            rows[*place as usize] = row;
            *place += 1;
        }
        Self { starts, rows }
    }

    /// The rows of a key; none for a key that does not exist.
    pub(super) fn rows(&self, key: usize) -> &[u32] {
        match (self.starts.get(key), self.starts.get(key + 1)) {
            (Some(start), Some(end)) => &self.rows[*start as usize..*end as usize],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_under_their_keys_in_order() {
        let keys = [Some(1), Some(0), None, Some(1), Some(3)];
        let index = Index::new(4, keys.into_iter());
        let found: Vec<&[u32]> = (0..5).map(|key| index.rows(key)).collect();
        assert_eq!(found, [&[1][..], &[0, 3], &[], &[4], &[]]);
    }
}
