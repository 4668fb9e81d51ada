//! Timeline: events by actor and time.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use vigie_analysis::Day;
use vigie_store::Mark;

use super::{Binned, MOST_MARKS};
use crate::api::{Call, Nothing};
use crate::desk::Desk;
use crate::trouble::Trouble;
use crate::wire::remark::StatusName;

/// Lanes of a timeline.
const MOST_LANES: usize = 24;

/// Events by actor and time.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Timeline {
    /// A lane for each actor, the one with the most events first.
    lanes: Vec<Lane>,
    /// How many events began in each bin, of all actors.
    bins: Vec<CountBin>,
    /// Whether there are more events than are shown; these are the newest.
    is_cut: bool,
}

/// The events of one actor.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Lane {
    /// Its id, or its name where it has none.
    actor: String,
    /// Its name.
    name: String,
    /// Its events, newest first.
    items: Vec<TimelineItem>,
}

/// An event on a timeline.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct TimelineItem {
    /// Its first day.
    day: Date,
    /// Its last day.
    end_day: Date,
    /// `day`, or `span` where it is not exact.
    precision: String,
    /// The day of the report.
    published: Option<Date>,
    /// Whether it happened.
    status: Option<StatusName>,
    /// The PLOVER type.
    #[serde(rename = "type")]
    event_type: Option<String>,
    /// What it is, in short.
    label: String,
    /// The event.
    record_id: String,
    /// The report.
    report_id: Option<String>,
}

/// How many events began in a bin.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CountBin {
    /// Its first day.
    start: Date,
    /// How many.
    count: u64,
}

pub(super) fn timeline(desk: &Desk, call: &mut Call<Binned, Nothing>) -> Result<Timeline, Trouble> {
    let (filter, step) = (call.query.asked.filter()?, call.query.step());
    let (marks, days) =
        desk.stores.read(|store| Ok((store.marks(&filter, false, MOST_MARKS + 1)?, store.day_counts(&filter)?)))?;
    let is_cut = marks.len() > MOST_MARKS;
    let mut lanes: BTreeMap<String, Lane> = BTreeMap::new();
    for mark in marks.into_iter().take(MOST_MARKS) {
        let [id, name, _] = &*mark.actor;
        let actor = if id.is_empty() { name.clone() } else { id.clone() };
        let lane = lanes.entry(actor.clone()).or_insert_with(|| Lane {
            name: if actor.is_empty() { "nobody named".to_owned() } else { name.clone() },
            actor,
            items: Vec::new(),
        });
        lane.items.push(item(mark));
    }
    let mut lanes: Vec<Lane> = lanes.into_values().collect();
    lanes.sort_by(|a, b| b.items.len().cmp(&a.items.len()).then_with(|| a.actor.cmp(&b.actor)));
    // Who is not named is many, and comes after those who are.
    let nobody = lanes.iter().position(|lane| lane.actor.is_empty()).map(|at| lanes.remove(at));
    lanes.truncate(MOST_LANES - usize::from(nobody.is_some()));
    lanes.extend(nobody);
    let mut bins: BTreeMap<Date, u64> = BTreeMap::new();
    for day in days {
        // A bin that would begin before the calendar begins with its first day.
        let start = step.start_of(Day::from(day.day)).ok().and_then(Day::date).unwrap_or(day.day);
        *bins.entry(start).or_default() += day.count;
    }
    Ok(Timeline { lanes, bins: bins.into_iter().map(|(start, count)| CountBin { start, count }).collect(), is_cut })
}

fn item(mark: Mark) -> TimelineItem {
    TimelineItem {
        precision: if mark.day == mark.end_day { "day" } else { "span" }.to_owned(),
        label: label(&mark),
        day: mark.day,
        end_day: mark.end_day,
        published: mark.published,
        status: mark.status.map(StatusName::from),
        event_type: Some(mark.event_type.to_string()).filter(|name| !name.is_empty()),
        record_id: mark.id,
        report_id: mark.report.map(|id| id.to_string()),
    }
}

/// Who does what to whom, in short.
pub(super) fn label(mark: &Mark) -> String {
    let named = |[id, name, country]: &[String; 3]| {
        [name, id, country].into_iter().find(|word| !word.is_empty()).cloned().unwrap_or_else(|| "?".to_owned())
    };
    let act = if mark.event_type.is_empty() { "event" } else { &*mark.event_type };
    format!("{} {} {}", named(&mark.actor), act, named(&mark.recipient))
}
