//! The public form of a reading: what goes out as JSON.
//!
//! Inside the house ranges are bytes; outside they are `[start, end)` in Unicode code points of the report's text. Every
//! range is turned here and nowhere else. The walk takes each record apart by all its fields, so that a field that is
//! added to a record does not compile until somebody has said whether it holds a range.

use serde::Serialize;
use serde_json::Value;
use vigie_reader::Reading;
use vigie_record::{
    Action, ByteRange, Certainty, Claim, Content, Cue, Event, Forecast, Magnitude, Note, Party, Phrase, Place, Report,
    SCHEMA_VERSION, Source, TimeSpan,
};

use crate::cli::Only;
use crate::format::Characters;

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
    pub(crate) fn new(id: Value, reading: Reading, only: Option<Only>) -> Self {
        let reading = in_characters(reading);
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

/// The reading with its ranges in characters. They lie in its text no longer, so it is good for writing only.
pub(super) fn in_characters(mut reading: Reading) -> Reading {
    let text = std::mem::take(&mut reading.report.text);
    let characters = Characters::new(&text, 0);
    let mut turn = |range: &mut ByteRange| {
        let [start, end] = characters.range(*range);
        *range = ByteRange::new(start, end);
    };
    let Reading { report, events, claims, forecasts, sentences, notes } = &mut reading;
    sentences.iter_mut().for_each(&mut turn);
    report.notes.iter_mut().chain(notes).for_each(|note| turn(&mut note.range));
    for event in events {
        event_ranges(event, &mut turn);
    }
    for claim in claims {
        claim_ranges(claim, &mut turn);
    }
    for forecast in forecasts {
        forecast_ranges(forecast, &mut turn);
    }
    reading.report.text = text;
    reading
}

fn event_ranges(event: &mut Event, turn: &mut impl FnMut(&mut ByteRange)) {
    let Event {
        spans,
        actor,
        recipient,
        action: Action { spans: action, lemma: _ },
        magnitude,
        event_date,
        place,
        id: _,
        report_id: _,
        event_type: _,
        mode: _,
        contexts: _,
        cameo: _,
        quad_class: _,
        goldstein: _,
        status: _,
        probability: _,
        claim_id: _,
        occurrence_id: _,
        provenance: _,
    } = event;
    spans.iter_mut().chain(action).for_each(&mut *turn);
    for Party { spans, text: _, identity: _ } in actor.iter_mut().chain(recipient) {
        spans.iter_mut().for_each(&mut *turn);
    }
    for Magnitude { span, kind: _, low: _, high: _, unit: _ } in magnitude {
        turn(span);
    }
    if let Some(Place { spans, name: _, lat: _, lon: _, country: _, adm1: _ }) = place {
        spans.iter_mut().for_each(&mut *turn);
    }
    time_ranges(event_date, turn);
}

fn claim_ranges(claim: &mut Claim, turn: &mut impl FnMut(&mut ByteRange)) {
    let Claim {
        spans,
        source,
        cue,
        content: Content { spans: content, text: _ },
        certainty: Certainty { markers, probability: _, band: _, polarity: _ },
        told_to,
        id: _,
        report_id: _,
        form: _,
        kind: _,
        parent_id: _,
        event_ids: _,
        provenance: _,
    } = claim;
    spans.iter_mut().chain(content).chain(markers).for_each(&mut *turn);
    if let Some(Source { spans, text: _, identity: _, named: _, unnamed_because: _ }) = source {
        spans.iter_mut().for_each(&mut *turn);
    }
    if let Some(Cue { spans, lemma: _ }) = cue {
        spans.iter_mut().for_each(&mut *turn);
    }
    phrase_ranges(told_to, turn);
}

fn forecast_ranges(forecast: &mut Forecast, turn: &mut impl FnMut(&mut ByteRange)) {
    let Forecast {
        spans,
        statement: Content { spans: statement, text: _ },
        condition,
        horizon,
        id: _,
        report_id: _,
        claim_id: _,
        probability: _,
        status: _,
        resolved_at: _,
        brier_score: _,
        provenance: _,
    } = forecast;
    spans.iter_mut().chain(statement).for_each(&mut *turn);
    phrase_ranges(condition, turn);
    time_ranges(horizon, turn);
}

fn phrase_ranges(phrase: &mut Option<Phrase>, turn: &mut impl FnMut(&mut ByteRange)) {
    if let Some(Phrase { spans, text: _ }) = phrase {
        spans.iter_mut().for_each(turn);
    }
}

fn time_ranges(time: &mut Option<TimeSpan>, turn: &mut impl FnMut(&mut ByteRange)) {
    if let Some(TimeSpan { expression, start: _, end: _, precision: _, relative: _ }) = time {
        expression.iter_mut().for_each(turn);
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
