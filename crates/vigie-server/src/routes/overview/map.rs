//! Map: events where they were.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::MOST_MARKS;
use super::timeline::label;
use crate::api::{Call, Nothing};
use crate::desk::Desk;
use crate::trouble::Trouble;
use crate::wire::filter::Asked;
use crate::wire::remark::StatusName;

/// Events on the map.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct MapPage {
    /// The events, newest first.
    points: Vec<MapPoint>,
    /// Whether there are more than are shown.
    is_cut: bool,
}

/// An event on the map.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct MapPoint {
    /// Degrees north.
    lat: f64,
    /// Degrees east.
    lon: f64,
    /// The name of the place.
    place: String,
    /// How many events it stands for.
    count: u64,
    /// Its first day.
    day: Date,
    /// The PLOVER type.
    #[serde(rename = "type")]
    event_type: Option<String>,
    /// Whether it happened.
    status: Option<StatusName>,
    /// What it is, in short.
    label: String,
    /// The event.
    record_id: String,
    /// The report.
    report_id: Option<String>,
}

pub(super) fn map(desk: &Desk, call: &mut Call<Asked, Nothing>) -> Result<MapPage, Trouble> {
    let filter = call.query.filter()?;
    let marks = desk.stores.read(|store| Ok(store.marks(&filter, true, MOST_MARKS + 1)?))?;
    let is_cut = marks.len() > MOST_MARKS;
    let points = marks.into_iter().take(MOST_MARKS).filter_map(|mark| {
        let label = label(&mark);
        let (place, [lat, lon]) = mark.place?;
        Some(MapPoint {
            lat,
            lon,
            place: place.to_string(),
            count: 1,
            day: mark.day,
            event_type: Some(mark.event_type.to_string()).filter(|name| !name.is_empty()),
            status: mark.status.map(StatusName::from),
            label,
            record_id: mark.id,
            report_id: mark.report.map(|id| id.to_string()),
        })
    });
    Ok(MapPage { points: points.collect(), is_cut })
}
