//! The public form of a reading: what goes out as JSON.
//!
//! Inside the house ranges are bytes; outside they are `[start, end)` in Unicode code points of the report's text.

use serde::Serialize;
use serde_json::Value;
use vigie_reader::Reading;
use vigie_record::{ByteRange, Claim, Event, Forecast, Note, Report, SCHEMA_VERSION};

use crate::cli::Only;

/// A report with its records, all ranges in characters.
#[derive(Debug, Serialize)]
pub(crate) struct Wire {
    id: Value,
    schema_version: u32,
    report: Report,
    sentences: Vec<ByteRange>,
    #[serde(skip_serializing_if = "Option::is_none")]
    events: Option<Vec<Event>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    claims: Option<Vec<Claim>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    forecasts: Option<Vec<Forecast>>,
    notes: Vec<Note>,
}

impl Wire {
    /// The public form of the reading that goes by `id`, with all kinds of records or one only.
    pub(crate) fn new(id: Value, mut reading: Reading, only: Option<Only>) -> Self {
        reading.count_characters();
        let Reading { report, events, claims, forecasts, sentences, notes } = reading;
        let is_wanted = |kind| only.is_none_or(|only| only == kind);
        Self {
            id,
            schema_version: SCHEMA_VERSION,
            report,
            sentences,
            events: is_wanted(Only::Events).then_some(events),
            claims: is_wanted(Only::Claims).then_some(claims),
            forecasts: is_wanted(Only::Forecasts).then_some(forecasts),
            notes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::records::sample;

    /// Every two numbers that could be a range, wherever they stand in the record.
    fn ranges(value: &Value, found: &mut Vec<[u64; 2]>) {
        match value {
            Value::Array(list) => match list.as_slice() {
                [Value::Number(start), Value::Number(end)] => {
                    found.extend(start.as_u64().zip(end.as_u64()).map(|(start, end)| [start, end]));
                }
                list => list.iter().for_each(|value| ranges(value, found)),
            },
            Value::Object(fields) => fields.values().for_each(|value| ranges(value, found)),
            _ => {}
        }
    }

    #[test]
    fn no_range_stays_in_bytes() {
        let reading = sample::reading();
        let n_characters = reading.report.text.chars().count() as u64;
        let bytes = serde_json::to_value(&reading.events).unwrap();
        let wire = serde_json::to_value(Wire::new("a".into(), reading, None)).unwrap();
        let (mut before, mut after) = (Vec::new(), Vec::new());
        ranges(&bytes, &mut before);
        ranges(&wire["events"], &mut after);
        assert!(before.len() >= 5 && before.len() == after.len());
        assert!(
            before.iter().zip(&after).all(|(before, after)| after[0] < before[0] && after[1] < before[1]),
            "{after:?}"
        );
        let mut all = Vec::new();
        ranges(&wire, &mut all);
        assert!(all.iter().all(|range| range[0] <= range[1] && range[1] <= n_characters), "{all:?}");
    }

    #[test]
    fn one_kind_of_record_may_do() {
        let wire = serde_json::to_value(Wire::new(7.into(), sample::reading(), Some(Only::Claims))).unwrap();
        assert_eq!(wire["id"], 7);
        assert!(wire["claims"].is_array() && wire.get("events").is_none() && wire.get("forecasts").is_none());
    }
}
