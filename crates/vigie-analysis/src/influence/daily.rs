//! Streams of acts by day.

use crate::history::{Day, EventRef, History};

/// How many acts there are on each day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stream {
    counts: Vec<u32>,
}

impl Stream {
    /// A stream by its counts, a day each.
    pub fn of_counts(counts: Vec<u32>) -> Self {
        Self { counts }
    }

    /// The counts, a day each.
    pub fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// How many acts there are in all.
    pub fn n(&self) -> u64 {
        self.counts.iter().map(|count| u64::from(*count)).sum()
    }
}

/// The days that streams run over, and of which of them there is data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Daily {
    /// The first day.
    pub from: Day,
    /// Of which days there is data, one after the other.
    pub covered: Vec<bool>,
}

impl Daily {
    /// The most days: a century and a half.
    const MOST: i32 = 55_000;

    /// The days of a history from one day to another; from its first to its last where they are not given. Absent where there
    /// are none, or more than 55,000.
    pub fn of(history: &History, from: Option<Day>, to: Option<Day>) -> Option<Self> {
        let (first, last) = history.span()?;
        let (from, to) = (from.unwrap_or(first), to.unwrap_or(last));
        let n_days = to - from;
        (0..Self::MOST)
            .contains(&n_days)
            .then(|| Self { from, covered: (0..=n_days).map(|day| history.is_covered(from + day)).collect() })
    }

    /// The stream of the events that `wanted` picks, among those that are real.
    pub fn stream(&self, history: &History, wanted: impl Fn(EventRef<'_>) -> bool) -> Stream {
        let mut counts = vec![0_u32; self.covered.len()];
        let to = self.from + i32::try_from(self.covered.len()).unwrap_or(0) - 1;
        for event in history.rows_between(self.from, to).filter_map(|row| history.get(row)) {
            if event.is_real() && wanted(event) {
                let place = usize::try_from(event.day() - self.from).unwrap_or(0);
                if let Some(count) = counts.get_mut(place) {
                    *count = count.saturating_add(1);
                }
            }
        }
        Stream { counts }
    }
}
