//! Bins of a series: counts, Goldstein sums and shares of status by day, week or month.

use jiff::civil::{Date, Weekday};
use vigie_record::Status;

use crate::history::{Day, EventRef, History};

/// The most bins of a series: two centuries of days.
const MOST: usize = 75_000;

/// How long a bin is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// A day.
    Day,
    /// A week from Monday to Sunday.
    Week,
    /// A month of the calendar.
    Month,
}

impl Step {
    /// The first day of the bin that a day is in.
    ///
    /// # Errors
    ///
    /// Where the day is beyond the calendar.
    pub fn start_of(self, day: Day) -> Result<Day, SeriesError> {
        Ok(match self {
            Self::Day => day,
            Self::Week => day - i32::from(date(day)?.weekday().since(Weekday::Monday)),
            Self::Month => date(day)?.first_of_month().into(),
        })
    }

    /// The first day after the bin that begins with a day.
    fn end_of(self, start: Day) -> Result<Day, SeriesError> {
        Ok(match self {
            Self::Day => start + 1,
            Self::Week => start + 7,
            Self::Month => Day::from(date(start)?.last_of_month()) + 1,
        })
    }
}

/// Events of one day and status that were counted already.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tally {
    /// The day.
    pub day: Day,
    /// The status that they share.
    pub status: Status,
    /// How many there are.
    pub n: u64,
    /// The sum of their Goldstein values.
    pub goldstein: f64,
}

/// What was done in one bin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// Its first day.
    pub start: Day,
    /// The first day after it.
    pub end: Day,
    /// Of how many of its days there is data; none of them makes it a gap.
    pub n_covered: u32,
    /// How many events were real: happened, or under way.
    pub n: u64,
    /// How many events there are with each status, in the order of [`Status::ALL`].
    pub by_status: [u64; Status::ALL.len()],
    /// The sum of the Goldstein values of what was real.
    pub goldstein: f64,
}

impl Bin {
    /// How many real events there are; absent where nothing is known of its days.
    pub fn count(&self) -> Option<u64> {
        (self.n_covered > 0).then_some(self.n)
    }

    /// The share that a status has in all events of the bin; absent where there are none.
    pub fn share(&self, status: Status) -> Option<f64> {
        let all: u64 = self.by_status.iter().sum();
        (all > 0).then(|| self.by_status[status_number(status)] as f64 / all as f64)
    }
}

/// Bins side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// How long each is.
    pub step: Step,
    /// The bins by time, without holes between them.
    pub bins: Vec<Bin>,
}

/// Why there is no series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SeriesError {
    /// There is nothing to count.
    #[error("the history has no events")]
    Empty,
    /// The days are the wrong way round.
    #[error("the first day, {from}, is after the last, {to}")]
    Backwards {
        /// The first day.
        from: Day,
        /// The last day.
        to: Day,
    },
    /// There would be too many bins.
    #[error("from {from} to {to} there are more than {MOST} bins; take longer ones, or fewer years")]
    TooLong {
        /// The first day.
        from: Day,
        /// The last day.
        to: Day,
    },
    /// The calendar ends.
    #[error("{day} is no day of the calendar")]
    NoDate {
        /// The day.
        day: Day,
    },
}

impl Series {
    /// Counts the events that `wanted` picks, from one day to another; from the first event to the last of the whole history
    /// where they are not given.
    ///
    /// # Errors
    ///
    /// Where there is nothing to count or too much.
    pub fn of(
        history: &History,
        wanted: impl Fn(EventRef<'_>) -> bool,
        step: Step,
        from: Option<Day>,
        to: Option<Day>,
    ) -> Result<Self, SeriesError> {
        let (first, last) = history.span().ok_or(SeriesError::Empty)?;
        let (from, to) = (from.unwrap_or(first), to.unwrap_or(last));
        let events = history.rows_between(from, to).filter_map(|row| history.get(row)).filter(|event| wanted(*event));
        let tallies = events.map(|event| Tally {
            day: event.day(),
            status: event.status(),
            n: 1,
            goldstein: f64::from(event.goldstein()),
        });
        Self::of_tallies(tallies, history.covered(), step, from, to)
    }

    /// Adds up what was counted by day, from one day to another; `covered` are the days of which there is data, in order.
    ///
    /// # Errors
    ///
    /// Where the days are the wrong way round, or there are too many bins.
    pub fn of_tallies(
        tallies: impl IntoIterator<Item = Tally>,
        covered: &[Day],
        step: Step,
        from: Day,
        to: Day,
    ) -> Result<Self, SeriesError> {
        let mut bins = empty(step, from, to)?;
        for day in between(covered, from, to) {
            if let Some(bin) = bin_of(&mut bins, *day) {
                bin.n_covered += 1;
            }
        }
        for tally in tallies {
            let Some(bin) = bin_of(&mut bins, tally.day) else { continue };
            bin.by_status[status_number(tally.status)] += tally.n;
            if matches!(tally.status, Status::Happened | Status::UnderWay) {
                bin.n += tally.n;
                bin.goldstein += tally.goldstein;
            }
        }
        Ok(Self { step, bins })
    }

    /// The counts, a gap as nothing.
    pub fn counts(&self) -> Vec<Option<u64>> {
        self.bins.iter().map(Bin::count).collect()
    }
}

fn between(covered: &[Day], from: Day, to: Day) -> &[Day] {
    let start = covered.partition_point(|day| *day < from);
    let end = covered.partition_point(|day| *day <= to);
    &covered[start..end.max(start)]
}

fn bin_of(bins: &mut [Bin], day: Day) -> Option<&mut Bin> {
    let place = bins.partition_point(|bin| bin.end <= day);
    bins.get_mut(place).filter(|bin| bin.start <= day)
}

fn empty(step: Step, from: Day, to: Day) -> Result<Vec<Bin>, SeriesError> {
    if from > to {
        return Err(SeriesError::Backwards { from, to });
    }
    let mut bins: Vec<Bin> = Vec::new();
    let mut start = step.start_of(from)?;
    while start <= to {
        if bins.len() >= MOST {
            return Err(SeriesError::TooLong { from, to });
        }
        let end = step.end_of(start)?;
        bins.push(Bin { start, end, n_covered: 0, n: 0, by_status: [0; Status::ALL.len()], goldstein: 0.0 });
        start = end;
    }
    Ok(bins)
}

fn date(day: Day) -> Result<Date, SeriesError> {
    day.date().ok_or(SeriesError::NoDate { day })
}

fn status_number(status: Status) -> usize {
    Status::ALL.iter().position(|known| *known == status).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{Actor, Entry, HistoryBuilder, Kind};

    fn day(text: &str) -> Day {
        text.parse::<Date>().unwrap().into()
    }

    fn history(events: &[(&str, Status, f32)]) -> History {
        let mut builder = HistoryBuilder::new();
        let (actor, kind) = (builder.actor(Actor::default()), builder.kind(Kind::default()));
        for (at, status, goldstein) in events {
            let entry = Entry::happened(day(at), actor, actor, kind, 0);
            builder.push(Entry { status: *status, goldstein: *goldstein, ..entry }).unwrap();
        }
        builder.build()
    }

    #[test]
    fn a_week_without_data_is_a_gap_and_one_without_such_events_a_nought() {
        let history = history(&[
            ("2022-02-24", Status::Happened, -10.0),
            ("2022-02-25", Status::Denied, -10.0),
            ("2022-03-02", Status::Happened, 3.0),
            ("2022-03-17", Status::UnderWay, -5.0),
        ]);
        let hostile = Series::of(&history, |event| event.goldstein() < 0.0, Step::Week, None, None).unwrap();
        assert_eq!(hostile.counts(), [Some(1), Some(0), None, Some(1)]);
        assert_eq!(hostile.bins[0].start, day("2022-02-21"), "weeks begin on Monday");
        assert_eq!(hostile.bins[0].share(Status::Denied), Some(0.5));
        assert_eq!(hostile.bins[1].share(Status::Denied), None);
        assert!((hostile.bins[0].goldstein + 10.0).abs() < 1e-6, "what was denied does not count");
    }

    #[test]
    fn months_are_those_of_the_calendar() {
        let history = history(&[("2020-01-31", Status::Happened, 0.0), ("2020-03-01", Status::Happened, 0.0)]);
        let series = Series::of(&history, |_| true, Step::Month, None, None).unwrap();
        assert_eq!(series.counts(), [Some(1), None, Some(1)]);
        assert_eq!(series.bins[1].end, day("2020-03-01"));
    }

    #[test]
    fn what_cannot_be_counted_is_refused() {
        let empty = HistoryBuilder::new().build();
        assert_eq!(Series::of(&empty, |_| true, Step::Day, None, None), Err(SeriesError::Empty));
        let far = history(&[("-009999-01-01", Status::Happened, 0.0), ("9999-12-31", Status::Happened, 0.0)]);
        let found = Series::of(&far, |_| true, Step::Day, None, None);
        assert!(matches!(found, Err(SeriesError::TooLong { .. })));
        let found = Series::of(&far, |_| true, Step::Day, Some(day("2020-01-02")), Some(day("2020-01-01")));
        assert!(matches!(found, Err(SeriesError::Backwards { .. })));
    }
}
