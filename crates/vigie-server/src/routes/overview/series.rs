//! Series: counts and Goldstein sums by bin, with changes of level and what stands out.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use vigie_analysis::Day;
use vigie_analysis::series::{self, Series, Step, Tally};
use vigie_record::Status;
use vigie_store::DayCount;

use super::Binned;
use crate::api::{Call, Nothing};
use crate::desk::{Desk, last_day};
use crate::trouble::Trouble;

/// Bins of a series at most: finding changes takes time in proportion to them.
const MOST_BINS: usize = 2_000;

/// Bins that a level lasts on average, before anything is seen.
const EXPECTED_RUN: f64 = 50.0;

/// One bin in so many stands out by chance.
const ONE_IN: f64 = 200.0;

/// How much was done by bin, where the level changed, what stands out.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SeriesPage {
    /// The bins by time, without holes between them.
    bins: Vec<SeriesBin>,
    /// Where the level changed.
    changes: Vec<ChangeRow>,
    /// Bins that stand out against those before them.
    unusual: Vec<UnusualRow>,
}

/// What was done in a bin.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SeriesBin {
    /// Its first day.
    start: Date,
    /// How many real events: happened, or under way.
    count: u64,
    /// The sum of their Goldstein values.
    goldstein: f64,
    /// Whether anything is known of its days: a gap is not a nought.
    covered: bool,
}

/// A change of level.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ChangeRow {
    /// The first day of the new level.
    day: Date,
    /// How likely it is that a new level began about then.
    probability: f64,
    /// Events a day before.
    before: f64,
    /// Events a day after.
    after: f64,
}

/// A bin that stands out.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct UnusualRow {
    /// Its first day.
    start: Date,
    /// How many events it has.
    count: u64,
    /// How many were to be expected.
    usual: f64,
    /// How likely it was that a bin strays so far.
    probability: f64,
}

pub(super) fn series_page(desk: &Desk, call: &mut Call<Binned, Nothing>) -> Result<SeriesPage, Trouble> {
    let (filter, step) = (call.query.asked.filter()?, call.query.step());
    let (mut counts, covered) = desk.stores.read(|store| Ok((store.day_counts(&filter)?, store.event_days()?)))?;
    // A day that has not come has no count yet: one wrong year would make thousands of empty bins.
    let last = last_day();
    counts.retain(|count| count.day <= last);
    let series = series_of(&counts, &covered, step)?;
    if series.bins.len() > MOST_BINS {
        return Err(Trouble::wrong(format!(
            "these are more than {MOST_BINS} bins: take longer ones (`by=month`), or fewer years (`since`, `until`)"
        )));
    }
    let date = |day: Day| day.date().unwrap_or(Date::ZERO);
    let changes = series::changes(&series, EXPECTED_RUN).changes;
    Ok(SeriesPage {
        changes: changes
            .iter()
            .map(|change| ChangeRow {
                day: date(change.day),
                probability: change.probability,
                before: change.before,
                after: change.after,
            })
            .collect(),
        unusual: series::unusual(&series, ONE_IN)
            .iter()
            .map(|one| UnusualRow {
                start: date(one.day),
                count: one.count,
                usual: one.expected,
                probability: one.probability,
            })
            .collect(),
        bins: series
            .bins
            .iter()
            .map(|bin| SeriesBin {
                start: date(bin.start),
                count: bin.n,
                goldstein: bin.goldstein,
                covered: bin.n_covered > 0,
            })
            .collect(),
    })
}

/// The bins from the first day with an event to the last.
fn series_of(counts: &[DayCount], covered: &[i32], step: Step) -> Result<Series, Trouble> {
    let ends = counts.first().zip(counts.last()).map(|(first, last)| (first.day.into(), last.day.into()));
    let Some((from, to)) = ends else { return Ok(Series { step, bins: Vec::new() }) };
    let tallies = counts.iter().map(|count| Tally {
        day: count.day.into(),
        // What a table does not call planned or denied, it holds for real.
        status: count.status.unwrap_or(Status::Happened),
        n: count.count,
        goldstein: count.goldstein,
    });
    let covered: Vec<Day> = covered.iter().copied().map(Day::from_number).collect();
    Series::of_tallies(tallies, &covered, step, from, to).map_err(|error| Trouble::wrong(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn bins_have_no_holes_and_a_gap_is_no_nought() {
        let count = |day: Date, status, count| DayCount { day, status: Some(status), count, goldstein: -1.0 };
        let counts = [
            count(date(2022, 2, 24), Status::Happened, 3),
            count(date(2022, 2, 24), Status::Planned, 7),
            count(date(2022, 3, 17), Status::UnderWay, 2),
        ];
        let covered = [Day::from(date(2022, 2, 24)).number(), Day::from(date(2022, 3, 17)).number()];
        let series = series_of(&counts, &covered, Step::Week).unwrap();
        let shown: Vec<(String, u64, u32)> =
            series.bins.iter().map(|bin| (bin.start.date().unwrap().to_string(), bin.n, bin.n_covered)).collect();
        let expected = [("2022-02-21", 3, 1), ("2022-02-28", 0, 0), ("2022-03-07", 0, 0), ("2022-03-14", 2, 1)];
        assert_eq!(shown, expected.map(|(day, n, covered)| (day.to_owned(), n, covered)));
        assert!(series_of(&[], &covered, Step::Day).unwrap().bins.is_empty());
    }
}
