//! What people say, as the server takes it.

use serde_json::{Value, json};
use vigie::by_hand::{NewClaim, NewEvent, NewForecast};
use vigie_record::{Identity, Polarity, Probability};
use vigie_store::{Correction, Judgement, RemarkBody};

use super::{NewRecord, Spot};

/// A remark.
pub(super) fn remark(body: RemarkBody) -> Value {
    match body {
        RemarkBody::Correction(correction) => {
            let Correction { reject, event_type, mode, status, actor, recipient, start_date, end_date, because } =
                *correction;
            json!({
                "kind": "correction",
                "reject": reject,
                "event_type": event_type,
                "mode": mode,
                "status": status,
                "actor": actor.as_ref().map(named),
                "recipient": recipient.as_ref().map(named),
                "start_date": start_date,
                "end_date": end_date,
                "because": because,
            })
        }
        RemarkBody::Tag { tag } => json!({ "kind": "tag", "tag": tag }),
        RemarkBody::Judgement(Judgement { reliability, credibility, resolution, resolved_on, note }) => json!({
            "kind": "judgement",
            "reliability": reliability,
            "credibility": credibility,
            "resolution": resolution,
            "resolved_on": resolved_on,
            "note": note,
        }),
        RemarkBody::Undo { undo } => json!({ "kind": "undo", "undo": undo }),
    }
}

/// A record by hand.
pub(super) fn record(spot: Spot<'_>, new: NewRecord) -> Value {
    let mut body = match new {
        NewRecord::Event(NewEvent { event_type, mode, status, actor, recipient, start_date, end_date }) => json!({
            "kind": "event",
            "event_type": event_type,
            "mode": mode,
            "status": status,
            "actor": actor.as_ref().map(named),
            "recipient": recipient.as_ref().map(named),
            "start_date": start_date,
            "end_date": end_date,
        }),
        NewRecord::Claim(NewClaim { source, kind, probability, polarity }) => json!({
            "kind": "claim",
            "source": source.as_ref().map(named),
            "claim_kind": kind,
            "probability": probability.map(interval),
            "denied": polarity == Polarity::Denied,
        }),
        NewRecord::Forecast(NewForecast { claim_id, start_date, end_date, probability }) => json!({
            "kind": "forecast",
            "claim_id": claim_id,
            "start_date": start_date,
            "end_date": end_date,
            "probability": probability.map(interval),
        }),
    };
    let text = &spot.reading.report.text;
    // The API counts as browsers do.
    let units = |byte: usize| text.get(..byte).map_or(0, |before| before.encode_utf16().count());
    body["report_id"] = json!(spot.reading.report.id);
    body["start"] = units(spot.range.start()).into();
    body["end"] = units(spot.range.end()).into();
    body
}

fn named(who: &Identity) -> Value {
    json!({ "id": who.actor_id, "name": who.name, "country": who.country, "sector": who.sector })
}

fn interval(probability: [Probability; 2]) -> [f64; 2] {
    probability.map(Probability::get)
}
