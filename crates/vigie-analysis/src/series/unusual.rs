//! Unusual levels: bins that stand out against the season and the trend before them.
//!
//! What is expected of a bin comes from the bins before it alone: a mean that fades with a half-life of twelve bins, at
//! least sixty days, times what its weekday (in days) or its month (in weeks and months, from the second year on) usually has.
//! How far a count may stray follows from the counts' own dispersion.

use jiff::civil::Date;

use super::bins::{Bin, Series, Step};
use super::level::dispersion;
use crate::history::Day;
use crate::numbers::count_tails;

/// How many known bins it takes before anything can stand out.
const LEAST: usize = 8;

/// A season's factor is drawn towards 1 by as many events.
const DRAWN_BY: f64 = 10.0;

/// A bin that stands out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unusual {
    /// The first day of the bin.
    pub day: Day,
    /// The number of the bin.
    pub bin: usize,
    /// How many events it has.
    pub count: u64,
    /// How many were to be expected.
    pub expected: f64,
    /// How likely it was that a bin strays so far, to the one side or the other.
    pub probability: f64,
}

/// Finds the bins that stray as far as happens by chance in fewer than one of `one_in` bins.
pub fn unusual(series: &Series, one_in: f64) -> Vec<Unusual> {
    let mut found = Vec::new();
    let mut past = Past::of(series.step);
    for (number, bin) in series.bins.iter().enumerate() {
        let Some(count) = bin.count() else {
            past.skip();
            continue;
        };
        if let Some((expected, dispersion)) = past.expected(bin) {
            let [most, least] = count_tails(count, expected, dispersion);
            let probability = (2.0 * most.min(least)).min(1.0);
            if probability * one_in < 1.0 {
                found.push(Unusual { day: bin.start, bin: number, count, expected, probability });
            }
        }
        past.take(bin);
    }
    found
}

/// How likely `count` events or more are where `mean` are to be expected, each for itself.
///
/// The count is taken as Poisson: who knows how far counts of this kind stray asks [`unusual`] instead.
pub fn chance_of_at_least(count: u64, mean: f64) -> f64 {
    let [_, at_least] = count_tails(count, mean, 1.0);
    at_least
}

/// The bins so far.
struct Past {
    step: Step,
    /// What is left of the level from one bin to the next.
    keeps: f64,
    /// Faded sums of counts and of days, without the season.
    count: f64,
    days: f64,
    /// By season: counts, and what was expected.
    seasons: [(f64, f64); 12],
    known: Vec<(f64, f64)>,
}

impl Past {
    fn of(step: Step) -> Self {
        let half_life: f64 = match step {
            Step::Day => 60.0,
            Step::Week | Step::Month => 12.0,
        };
        Self {
            step,
            keeps: 0.5_f64.powf(1.0 / half_life),
            count: 0.0,
            days: 0.0,
            seasons: [(0.0, 0.0); 12],
            known: Vec::new(),
        }
    }

    fn skip(&mut self) {
        self.count *= self.keeps;
        self.days *= self.keeps;
    }

    fn take(&mut self, bin: &Bin) {
        let (count, days) = (bin.n as f64, f64::from(bin.n_covered));
        let season = season(self.step, bin.start);
        let factor = self.factor(season);
        if self.days > 0.0 {
            let plain = self.count / self.days * days;
            let (counted, expected) = &mut self.seasons[season];
            *counted += count;
            *expected += plain;
        }
        self.skip();
        self.count += count / factor;
        self.days += days;
        self.known.push((count, days));
    }

    /// What a bin should have, and the dispersion about it.
    fn expected(&self, bin: &Bin) -> Option<(f64, f64)> {
        if self.known.len() < LEAST || self.days <= 0.0 {
            return None;
        }
        // Half an event in all the days remembered: what has never been is not impossible.
        let rate = (self.count + 0.5) / self.days;
        let mean = rate * f64::from(bin.n_covered) * self.factor(season(self.step, bin.start));
        let recent = &self.known[self.known.len().saturating_sub(400)..];
        // The level itself is known from so many events only.
        let unsure = 1.0 + mean / (self.count + 0.5);
        Some((mean, dispersion(recent) * unsure))
    }

    fn factor(&self, season: usize) -> f64 {
        let (counted, expected) = self.seasons[season];
        (counted + DRAWN_BY) / (expected + DRAWN_BY)
    }
}

fn season(step: Step, day: Day) -> usize {
    let part = day.date().map_or(0, |date: Date| match step {
        Step::Day => date.weekday().to_monday_zero_offset(),
        Step::Week | Step::Month => date.month() - 1,
    });
    usize::try_from(part).unwrap_or(0).min(11)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(step: Step, counts: impl IntoIterator<Item = Option<u64>>) -> Series {
        let days = match step {
            Step::Day => 1,
            _ => 7,
        };
        let bins = (0..).zip(counts).map(|(number, count)| Bin {
            start: Day::from_number(number * days),
            end: Day::from_number((number + 1) * days),
            n_covered: u32::from(count.is_some()),
            n: count.unwrap_or(0),
            by_status: [0; 8],
            goldstein: 0.0,
        });
        Series { step, bins: bins.collect() }
    }

    #[test]
    fn chances_of_counts_are_those_of_poisson() {
        // 1 - e^-2 (1 + 2 + 2) for three or more of two.
        assert!((chance_of_at_least(3, 2.0) - 0.323_323_583_816_936_5).abs() < 1e-9);
        assert!((chance_of_at_least(0, 2.0) - 1.0).abs() < f64::EPSILON);
        // The chance of none of a thousand is below the smallest number that an `f64` has.
        assert!(chance_of_at_least(5_000, 1_000.0) < 1e-6);
        assert!((chance_of_at_least(1_000, 1_000.0) - 0.504_205).abs() < 1e-5);
    }

    #[test]
    fn a_burst_stands_out_and_the_weekend_does_not() {
        // Five a day, none at weekends (1 January 1970 was a Thursday), and twenty on day 200.
        let counts = (0..300_u64).map(|day| {
            let is_weekend = matches!((day + 3) % 7, 5 | 6);
            Some(if day == 200 {
                20
            } else if is_weekend {
                0
            } else {
                4 + day % 3
            })
        });
        let found = unusual(&series(Step::Day, counts), 1_000.0);
        let late: Vec<usize> = found.iter().map(|unusual| unusual.bin).filter(|bin| *bin > 60).collect();
        assert_eq!(late, [200], "{found:?}");
    }

    #[test]
    fn a_fall_stands_out_too_and_a_gap_does_not() {
        let counts =
            (0..200_u64).map(|day| (!(100..=120).contains(&day)).then_some(if day == 150 { 0 } else { 28 + day % 5 }));
        let found = unusual(&series(Step::Day, counts), 1_000.0);
        assert_eq!(found.iter().map(|unusual| unusual.bin).collect::<Vec<_>>(), [150], "{found:?}");
    }

    #[test]
    fn strange_series_do_no_harm() {
        for counts in [vec![], vec![None; 30], vec![Some(0); 30], vec![Some(u64::MAX / 8); 30], vec![Some(1)]] {
            for found in unusual(&series(Step::Week, counts), 100.0) {
                assert!((0.0..=1.0).contains(&found.probability) && found.expected.is_finite(), "{found:?}");
            }
        }
    }
}
