//! CSV: one row for each record, as RFC 4180 has it.
//!
//! Ranges are `start:end` in characters of the report's text; where a cell holds several things they are separated by
//! spaces (ranges) or by `; ` (words). What is not known is empty. The columns stand in `docs/components/read.md`.

use serde::Serialize;
use serde_json::Value;
use vigie_reader::Reading;
use vigie_record::{ByteRange, Claim, Event, Forecast, Identity, Probability, Report, TimeSpan};

use super::sentence_number;
use crate::cli::Only;

const REPORT: &[&str] = &["report", "report_id", "published_at", "outlet"];

const EVENT: &[&str] = &[
    "id",
    "sentence",
    "spans",
    "event_type",
    "mode",
    "status",
    "probability",
    "actor",
    "actor_spans",
    "actor_id",
    "actor_name",
    "actor_country",
    "actor_sector",
    "recipient",
    "recipient_spans",
    "recipient_id",
    "recipient_name",
    "recipient_country",
    "recipient_sector",
    "action",
    "action_spans",
    "start_date",
    "end_date",
    "date_precision",
    "date_span",
    "place",
    "lat",
    "lon",
    "place_country",
    "adm1",
    "magnitude",
    "contexts",
    "cameo",
    "quad_class",
    "goldstein",
    "claim_id",
    "occurrence_id",
    "read_by",
];

const CLAIM: &[&str] = &[
    "id",
    "sentence",
    "spans",
    "source",
    "source_spans",
    "source_id",
    "source_name",
    "source_role",
    "source_organization",
    "source_country",
    "source_sector",
    "named",
    "unnamed_because",
    "cue",
    "cue_spans",
    "content",
    "content_spans",
    "form",
    "kind",
    "polarity",
    "band",
    "probability_low",
    "probability_high",
    "told_to",
    "parent_id",
    "event_ids",
    "read_by",
];

const FORECAST: &[&str] = &[
    "id",
    "sentence",
    "spans",
    "statement",
    "statement_spans",
    "condition",
    "start_date",
    "end_date",
    "date_precision",
    "date_span",
    "probability_low",
    "probability_high",
    "status",
    "claim_id",
    "read_by",
];

/// The header for one kind of record.
pub(super) fn header(kind: Only) -> Vec<u8> {
    let own = match kind {
        Only::Events => EVENT,
        Only::Claims => CLAIM,
        Only::Forecasts => FORECAST,
    };
    let mut out = Vec::new();
    write_row(REPORT.iter().chain(own).map(|&column| column.to_owned()), &mut out);
    out
}

/// The rows of one kind of record.
pub(super) fn rows(id: &Value, mut reading: Reading, kind: Only) -> Vec<u8> {
    reading.count_characters();
    let about = about(id, &reading.report);
    let sentences = &reading.sentences;
    let mut out = Vec::new();
    let mut write = |own: Vec<String>| write_row(about.iter().cloned().chain(own), &mut out);
    match kind {
        Only::Events => reading.events.iter().for_each(|event| write(event_row(event, sentences))),
        Only::Claims => reading.claims.iter().for_each(|claim| write(claim_row(claim, sentences))),
        Only::Forecasts => reading.forecasts.iter().for_each(|forecast| write(forecast_row(forecast, sentences))),
    }
    out
}

fn about(id: &Value, report: &Report) -> Vec<String> {
    let id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
    vec![id, report.id.to_string(), shown(report.published_at.as_ref()), shown(report.outlet.as_ref())]
}

fn event_row(event: &Event, sentences: &[ByteRange]) -> Vec<String> {
    let mut row = vec![
        event.id.to_string(),
        number(&event.spans, sentences),
        spans(&event.spans),
        event.event_type.clone(),
        shown(event.mode.as_ref()),
        name(&event.status),
        probability(event.probability),
    ];
    for party in [&event.actor, &event.recipient] {
        row.push(party.as_ref().map_or_else(String::new, |party| party.text.clone()));
        row.push(party.as_ref().map_or_else(String::new, |party| spans(&party.spans)));
        row.extend(identity(party.as_ref().map(|party| &party.identity)));
    }
    row.extend([event.action.lemma.clone(), spans(&event.action.spans)]);
    row.extend(time(event.event_date.as_ref()));
    let place = event.place.as_ref();
    row.extend([
        shown(place.map(|place| &place.name)),
        shown(place.and_then(|place| place.lat)),
        shown(place.and_then(|place| place.lon)),
        shown(place.and_then(|place| place.country.as_ref())),
        shown(place.and_then(|place| place.adm1.as_ref())),
    ]);
    let magnitudes: Vec<String> = event.magnitude.iter().map(super::words::magnitude).collect();
    row.extend([
        magnitudes.join("; "),
        event.contexts.join("; "),
        shown(event.cameo.as_ref()),
        event.quad_class.to_string(),
        event.goldstein.to_string(),
        shown(event.claim_id),
        shown(event.occurrence_id),
        event.provenance.component.clone(),
    ]);
    row
}

fn claim_row(claim: &Claim, sentences: &[ByteRange]) -> Vec<String> {
    let source = claim.source.as_ref();
    let who = source.map(|source| &source.identity);
    let [id, name_, country, sector] = identity(who);
    let [low, high] = interval(claim.certainty.probability);
    let event_ids: Vec<String> = claim.event_ids.iter().map(ToString::to_string).collect();
    vec![
        claim.id.to_string(),
        number(&claim.spans, sentences),
        spans(&claim.spans),
        shown(source.map(|source| &source.text)),
        source.map_or_else(String::new, |source| spans(&source.spans)),
        id,
        name_,
        shown(who.and_then(|who| who.role.as_ref())),
        shown(who.and_then(|who| who.organization.as_ref())),
        country,
        sector,
        shown(source.map(|source| source.named)),
        shown(source.and_then(|source| source.unnamed_because.as_ref())),
        shown(claim.cue.as_ref().map(|cue| &cue.lemma)),
        claim.cue.as_ref().map_or_else(String::new, |cue| spans(&cue.spans)),
        claim.content.text.clone(),
        spans(&claim.content.spans),
        name(&claim.form),
        name(&claim.kind),
        name(&claim.certainty.polarity),
        shown(claim.certainty.band.as_ref()),
        low,
        high,
        shown(claim.told_to.as_ref().map(|listener| &listener.text)),
        shown(claim.parent_id),
        event_ids.join(" "),
        claim.provenance.component.clone(),
    ]
}

fn forecast_row(forecast: &Forecast, sentences: &[ByteRange]) -> Vec<String> {
    let [low, high] = interval(forecast.probability);
    let mut row = vec![
        forecast.id.to_string(),
        number(&forecast.spans, sentences),
        spans(&forecast.spans),
        forecast.statement.text.clone(),
        spans(&forecast.statement.spans),
        shown(forecast.condition.as_ref().map(|condition| &condition.text)),
    ];
    row.extend(time(forecast.horizon.as_ref()));
    row.extend([low, high, name(&forecast.status), shown(forecast.claim_id), forecast.provenance.component.clone()]);
    row
}

fn number(spans: &[ByteRange], sentences: &[ByteRange]) -> String {
    shown(sentence_number(spans, sentences))
}

fn identity(identity: Option<&Identity>) -> [String; 4] {
    let field = |field: fn(&Identity) -> Option<&String>| shown(identity.and_then(field));
    [
        field(|who| who.actor_id.as_ref()),
        field(|who| who.name.as_ref()),
        field(|who| who.country.as_ref()),
        field(|who| who.sector.as_ref()),
    ]
}

fn time(time: Option<&TimeSpan>) -> [String; 4] {
    [
        shown(time.and_then(|time| time.start)),
        shown(time.and_then(|time| time.end)),
        time.map_or_else(String::new, |time| name(&time.precision)),
        time.and_then(|time| time.expression).map_or_else(String::new, |range| spans(&[range])),
    ]
}

fn interval(interval: Option<[Probability; 2]>) -> [String; 2] {
    interval.map_or_else(Default::default, |[low, high]| [low.get().to_string(), high.get().to_string()])
}

fn probability(probability: Option<Probability>) -> String {
    shown(probability.map(Probability::get))
}

fn spans(spans: &[ByteRange]) -> String {
    let spans: Vec<String> = spans.iter().map(|span| format!("{}:{}", span.start(), span.end())).collect();
    spans.join(" ")
}

fn shown<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// The name that a value has in JSON.
fn name(value: &impl Serialize) -> String {
    super::words::name(value)
}

/// Writes a row: cells with a comma, a quotation mark or a line end stand between quotation marks.
pub(crate) fn write_row(cells: impl Iterator<Item = String>, out: &mut Vec<u8>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            out.push(b',');
        }
        if cell.contains([',', '"', '\n', '\r']) {
            out.extend_from_slice(format!("\"{}\"", cell.replace('"', "\"\"")).as_bytes());
        } else {
            out.extend_from_slice(cell.as_bytes());
        }
    }
    out.extend_from_slice(b"\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::records::sample;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let mut out = Vec::new();
        let cells = ["a", "", "b, c", "say \"no\"", "two\nlines", " d "];
        write_row(cells.into_iter().map(str::to_owned), &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), "a,,\"b, c\",\"say \"\"no\"\"\",\"two\nlines\", d \r\n");
    }

    #[test]
    fn rows_are_as_long_as_their_header() {
        for kind in [Only::Events, Only::Claims, Only::Forecasts] {
            let id = Value::from("a");
            let table = [header(kind), rows(&id, sample::reading(), kind)].concat();
            let table = String::from_utf8(table).unwrap();
            let counts: Vec<usize> = table.trim_end().split("\r\n").map(n_cells).collect();
            assert!(
                counts.len() > 1 && counts.iter().all(|count| *count == counts[0]),
                "{kind:?}: {counts:?}\n{table}"
            );
        }
    }

    fn n_cells(row: &str) -> usize {
        row.split('"').step_by(2).map(|outside| outside.matches(',').count()).sum::<usize>() + 1
    }
}
