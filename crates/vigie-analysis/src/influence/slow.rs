//! A level that changes slowly: tents that rise and fall over 45 days each, side by side.

/// How far apart the knots lie, in days.
const KNOT_DAYS: usize = 45;

/// The tents over some days; none by default.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SlowLevel {
    n_knots: usize,
}

impl SlowLevel {
    /// Tents over so many days.
    pub(super) fn over(n_days: usize) -> Self {
        Self { n_knots: n_days.div_ceil(KNOT_DAYS) + 1 }
    }

    /// How many tents there are.
    pub(super) const fn n_knots(self) -> usize {
        self.n_knots
    }

    /// The tents over a day, with how high each is there; together they are 1 high.
    pub(super) fn of_day(self, day: usize) -> impl Iterator<Item = (usize, f64)> {
        let (knot, share) = (day / KNOT_DAYS, (day % KNOT_DAYS) as f64 / KNOT_DAYS as f64);
        let tents = [(knot, 1.0 - share), (knot + 1, share)];
        tents.into_iter().filter(move |(knot, height)| *knot < self.n_knots && *height > 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tents_cover_every_day_evenly() {
        let level = SlowLevel::over(200);
        assert_eq!(level.n_knots(), 6);
        for day in 0..200 {
            let sum: f64 = level.of_day(day).map(|(_, height)| height).sum();
            assert!((sum - 1.0).abs() < 1e-12, "day {day}: {sum}");
        }
        assert_eq!(SlowLevel::default().of_day(7).count(), 0);
    }
}
