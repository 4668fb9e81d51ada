//! The confidence in a rule as a function of recency and frequency: how long ago the act was, how often it came, and what followed.
//!
//! Every pair of sides is looked at once a week: how many days since the last such act, on how many of the last 90 days it
//! came, and whether the sequel came within 30 days. Weeks of one pair are not independent, so that the intervals are
//! narrower than they ought to be.

use jiff::civil::Date;
use serde::Serialize;

use super::lead::turned;
use super::look_up::{PrecedentError, kind_number};
use super::timeline::{Step, Timelines};
use crate::history::{Day, History};
use crate::rate::Rate;

/// Days within which the sequel comes.
const HORIZON: i32 = 30;

/// Days back to which an act is looked for.
const MEMORY: i32 = 90;

/// Days between two looks.
const STEP: i32 = 7;

/// The most days since the last act, for each row.
const RECENCY: [i32; 5] = [3, 7, 14, 30, MEMORY];

/// The most days with the act, for each column.
const FREQUENCY: [usize; 4] = [1, 2, 5, usize::MAX];

/// What follows an act, by how long ago it was and how often it came.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecencyTable {
    /// The kind of the act.
    pub lead: String,
    /// Whether the sequel comes from the side that acted, or from the other.
    pub same_side: bool,
    /// The kind of the sequel.
    pub sequel: String,
    /// The last day that was looked at.
    pub until: Option<Date>,
    /// Its cells.
    pub cells: Vec<Cell>,
    /// Where the act did not come for 90 days.
    pub without: Rate,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cell {
    /// Days since the last such act, from and to.
    pub days_since: [i32; 2],
    /// Days of the last 90 on which it came, from and to; no end where there is none.
    pub days_with: (usize, Option<usize>),
    /// How often the sequel came within 30 days.
    pub rate: Rate,
}

/// How often a kind of act follows another, by recency and frequency, over all pairs of sides.
///
/// # Errors
/// Where the history has no such kind, or no event up to the day.
pub fn recency(
    history: &History,
    lead: &str,
    sequel: &str,
    same_side: bool,
    until: Day,
) -> Result<RecencyTable, PrecedentError> {
    recency_in(&Timelines::of(history, until), lead, sequel, same_side)
}

/// The same of timelines that are there, up to the last day that they may hold.
///
/// # Errors
/// As [`recency`].
pub fn recency_in(
    timelines: &Timelines,
    lead: &str,
    sequel: &str,
    same_side: bool,
) -> Result<RecencyTable, PrecedentError> {
    let (_, data_end) = timelines.span().ok_or(PrecedentError::NoEvents)?;
    let until = timelines.until().min(data_end);
    let lead_code = 2 * kind_number(timelines, lead)?;
    let sequel_code = 2 * kind_number(timelines, sequel)? + u8::from(!same_side);
    let mut rates = [[Rate::default(); FREQUENCY.len()]; RECENCY.len()];
    let mut without = Rate::default();
    let (mut leads, mut sequels) = (Vec::new(), Vec::new());
    for (_, steps) in timelines.iter() {
        let Some(first) = steps.first().map(|step| step.day) else { continue };
        for turn in [false, true] {
            days_of(steps, turned(lead_code, turn), &mut leads);
            days_of(steps, turned(sequel_code, turn), &mut sequels);
            let mut day = first;
            while day.saturating_add(HORIZON) <= until.number() {
                let next = sequels.get(sequels.partition_point(|known| *known <= day));
                let hit = next.is_some_and(|next| next - day <= HORIZON);
                let before = &leads[..leads.partition_point(|known| *known <= day)];
                let with = before.len() - before.partition_point(|known| day - known >= MEMORY);
                let rate = match before.last().filter(|_| with > 0) {
                    Some(last) => {
                        let row = RECENCY.iter().position(|most| day - last <= *most).unwrap_or(RECENCY.len() - 1);
                        let column = FREQUENCY.iter().position(|most| with <= *most).unwrap_or(FREQUENCY.len() - 1);
                        &mut rates[row][column]
                    }
                    None => &mut without,
                };
                rate.count(hit);
                day += STEP;
            }
        }
    }
    Ok(RecencyTable {
        lead: lead.to_owned(),
        same_side,
        sequel: sequel.to_owned(),
        until: until.date(),
        cells: cells(&rates),
        without,
    })
}

fn days_of(steps: &[Step], code: u8, days: &mut Vec<i32>) {
    days.clear();
    days.extend(steps.iter().filter(|step| step.code == code).map(|step| step.day));
}

fn cells(rates: &[[Rate; FREQUENCY.len()]; RECENCY.len()]) -> Vec<Cell> {
    let mut cells = Vec::new();
    for (row, of_row) in rates.iter().enumerate() {
        for (column, rate) in of_row.iter().enumerate() {
            let since = if row == 0 { 0 } else { RECENCY[row - 1] + 1 };
            let with = if column == 0 { 1 } else { FREQUENCY[column - 1] + 1 };
            let most = Some(FREQUENCY[column]).filter(|most| *most != usize::MAX);
            cells.push(Cell { days_since: [since, RECENCY[row]], days_with: (with, most), rate: *rate });
        }
    }
    cells
}
