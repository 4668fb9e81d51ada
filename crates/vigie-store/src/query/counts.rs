//! Counts of events by day, month or year.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::{Connection, params_from_iter};

use super::filter::{Conditions, Filter};
use super::way;
use crate::days;
use crate::error::Answer;

/// What counts are taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// Every record: an event that five reports tell of counts five times.
    Records,
    /// Every occurrence: it counts once.
    Occurrences,
}

/// How long a bin is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bin {
    /// A day.
    Day,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// How many events began in a bin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountRow {
    /// The first day of the bin.
    pub day: Date,
    /// How many.
    pub n_events: u64,
}

/// Events by bin.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// The bins that have an event, by time.
    pub bins: Vec<CountRow>,
    /// Events of longer than a bin, as one is of which only the year is known: they belong to no bin more than to another, and are in none.
    pub n_wide: u64,
}

impl Bin {
    /// The most days that an event may have which counts in a bin, beside the first.
    const fn most_days(self) -> i64 {
        match self {
            Self::Day => 0,
            Self::Month => 30,
            Self::Year => 365,
        }
    }

    /// The first day of the bin that a day is in.
    fn start_of(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Month => day.first_of_month(),
            Self::Year => day.first_of_year(),
        }
    }
}

/// Counts the events that fulfil a filter, by the day on which they begin. Those without a day are left out, and so are bins
/// without an event and those before the first day that is asked for.
pub(crate) fn counts(db: &Connection, filter: &Filter, bin: Bin, over: Over) -> Answer<Counts> {
    let mut conditions = filter.of_event(db)?;
    for condition in way::in_index(db, filter)? {
        conditions.add(condition);
    }
    let first = filter.since.map(|since| bin.start_of(since));
    let mut found = match over {
        Over::Records => records(db, bin, conditions)?,
        Over::Occurrences => occurrences(db, bin, conditions)?,
    };
    found.bins.retain(|row| first.is_none_or(|first| row.day >= first));
    Ok(found)
}

/// Counts records. They are counted by day and length, in the order of the index of dyads, and put into bins here: nothing is sorted.
fn records(db: &Connection, bin: Bin, conditions: Conditions) -> Answer<Counts> {
    let query = format!(
        "SELECT e.day, e.n_days, count(*) FROM event AS e WHERE {} AND e.day IS NOT NULL GROUP BY e.day, e.n_days",
        conditions.all()
    );
    let mut statement = db.prepare(&query)?;
    let mut rows = statement.query(params_from_iter(conditions.values))?;
    let (mut bins, mut n_wide) = (BTreeMap::new(), 0);
    while let Some(row) = rows.next()? {
        let n_events = row.get::<_, i64>(2)?.unsigned_abs();
        if row.get::<_, i64>(1)? > bin.most_days() {
            n_wide += n_events;
        } else if let Some(day) = days::day(row.get(0)?) {
            *bins.entry(bin.start_of(day)).or_default() += n_events;
        }
    }
    Ok(Counts { bins: bins.into_iter().map(|(day, n_events)| CountRow { day, n_events }).collect(), n_wide })
}

/// Counts occurrences, each once in a bin.
fn occurrences(db: &Connection, bin: Bin, conditions: Conditions) -> Answer<Counts> {
    let day = match bin {
        Bin::Day => "e.day",
        Bin::Month => "unixepoch(date(e.day * 86400, 'unixepoch', 'start of month')) / 86400",
        Bin::Year => "unixepoch(date(e.day * 86400, 'unixepoch', 'start of year')) / 86400",
    };
    let query = format!(
        "SELECT CASE WHEN e.n_days <= {} THEN {day} END AS bin, count(DISTINCT ifnull(e.occurrence, e.key)) FROM event AS e
         WHERE {} AND e.day IS NOT NULL GROUP BY bin ORDER BY bin",
        bin.most_days(),
        conditions.all()
    );
    let mut statement = db.prepare(&query)?;
    let mut rows = statement.query(params_from_iter(conditions.values))?;
    let mut counts = Counts::default();
    while let Some(row) = rows.next()? {
        let n_events = row.get::<_, i64>(1)?.unsigned_abs();
        match row.get::<_, Option<i64>>(0)? {
            None => counts.n_wide = n_events,
            Some(number) => counts.bins.extend(days::day(number).map(|day| CountRow { day, n_events })),
        }
    }
    Ok(counts)
}
