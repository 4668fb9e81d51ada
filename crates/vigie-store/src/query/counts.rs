//! Counts of events by day, month or year.

use jiff::civil::Date;
use rusqlite::{Connection, params_from_iter};

use super::filter::Filter;
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

/// Counts the events that fulfil a filter, by the day on which they begin. Those without a day are left out, and so are bins
/// without an event.
pub(crate) fn counts(db: &Connection, filter: &Filter, bin: Bin, over: Over) -> Answer<Vec<CountRow>> {
    let mut conditions = filter.of_event(db)?;
    for condition in way::in_index(db, filter)? {
        conditions.add(condition);
    }
    let counted = match over {
        Over::Records => "count(*)",
        Over::Occurrences => "count(DISTINCT ifnull(e.occurrence, e.key))",
    };
    let day = match bin {
        Bin::Day => "e.day",
        Bin::Month => "unixepoch(date(e.day * 86400, 'unixepoch', 'start of month')) / 86400",
        Bin::Year => "unixepoch(date(e.day * 86400, 'unixepoch', 'start of year')) / 86400",
    };
    let query = format!(
        "SELECT {day} AS bin, {counted} FROM event AS e WHERE {} AND e.day IS NOT NULL GROUP BY bin ORDER BY bin",
        conditions.all()
    );
    let mut statement = db.prepare(&query)?;
    let mut rows = statement.query(params_from_iter(conditions.values))?;
    let mut counts = Vec::new();
    while let Some(row) = rows.next()? {
        if let Some(day) = days::day(row.get(0)?) {
            counts.push(CountRow { day, n_events: row.get::<_, i64>(1)?.unsigned_abs() });
        }
    }
    Ok(counts)
}
