//! Writes records that were made up in one of the formats: `cargo run -p vigie-export --example sample -- stix > bundle.json`.
//!
//! `benches/check_stix.sh` gives the bundle to the official validator.

use std::error::Error;
use std::io::{Write, stdout};

use serde_json::{Value, json};
use vigie_codes::{Codes, UserTables};
use vigie_export::{Format, Kind, Record, Settings, writer};
use vigie_record::{Claim, Event, Forecast, Report, TableEvent};

const DIGEST: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const TEXT: &str = "Sylvania arrested two journalists, Ana Example said. It did not happen, the ministry said. The government will fall by spring.";

fn main() -> Result<(), Box<dyn Error>> {
    let name = std::env::args().nth(1).unwrap_or_else(|| "stix".to_owned());
    let format = Format::ALL.into_iter().find(|format| format.as_str() == name).ok_or("no such format")?;
    let codes = Codes::new(&UserTables::new())?;
    let report = report()?;
    let event: Event = serde_json::from_value(event(&report))?;
    let claims = [
        serde_json::from_value::<Claim>(claim(&report, 1, "affirmed"))?,
        serde_json::from_value(claim(&report, 2, "denied"))?,
    ];
    let forecast: Forecast = serde_json::from_value(forecast(&report))?;
    let rows: Vec<TableEvent> =
        ["gdelt", "acled", "ucdp-ged"].iter().map(|set| serde_json::from_value(row(set))).collect::<Result<_, _>>()?;
    let mut records = vec![Record::Event(&event, &report)];
    records.extend(claims.iter().map(|claim| Record::Claim(claim, &report)));
    records.push(Record::Forecast(&forecast, &report));
    records.extend(rows.iter().map(|row| Record::TableEvent(row, None)));
    let mut out = Vec::new();
    let mut writer = writer(format, Settings::new(Kind::Events, "2030-07-01T00:00:00Z".parse()?), &codes, &mut out)?;
    for record in records {
        writer.write(record)?;
    }
    writer.finish()?;
    stdout().write_all(&out)?;
    Ok(())
}

fn report() -> Result<Report, Box<dyn Error>> {
    let mut report = Report::of_text(TEXT.to_owned());
    report.title = Some("Two arrests in Sylvania".to_owned());
    report.outlet = Some("Example Wire".to_owned());
    report.published_at = Some("2030-06-02T09:30:00Z".parse()?);
    report.url = Some("https://example.org/a".to_owned());
    Ok(report)
}

fn provenance() -> Value {
    json!({ "program_version": "0", "model_digest": DIGEST, "component": "example" })
}

/// A digest that differs from others by its last digit.
fn digest(nth: u8) -> String {
    format!("{}{nth}", &DIGEST[..63])
}

fn event(report: &Report) -> Value {
    json!({
        "id": DIGEST, "report_id": report.id, "spans": [[0, 52]],
        "actor": { "spans": [[0, 8]], "text": "Sylvania", "actor_id": "ROU", "name": "Romania", "country": "ROU" },
        "recipient": { "spans": [[18, 33]], "text": "two journalists", "country": "ROU", "sector": "JRN" },
        "action": { "spans": [[9, 17]], "lemma": "arrest" },
        "event_type": "COERCE", "mode": "arrest", "contexts": ["political"], "cameo": "173", "quad_class": 4, "goldstein": -5.0,
        "event_date": { "start": "2030-06-01", "end": "2030-06-01", "precision": "day" },
        "place": { "name": "Cluj", "lat": 46.77, "lon": 23.6, "country": "ROU", "spans": [] },
        "status": "happened", "probability": 0.9, "provenance": provenance(),
    })
}

fn claim(report: &Report, nth: u8, polarity: &str) -> Value {
    json!({
        "id": digest(nth), "report_id": report.id, "spans": [[0, 52]],
        "source": { "spans": [[35, 46]], "text": "Ana Example", "named": true },
        "content": { "spans": [[0, 33]], "text": &TEXT[..33] },
        "form": "indirect", "kind": "report", "certainty": { "probability": [0.7, 0.9], "polarity": polarity },
        "event_ids": [DIGEST], "provenance": provenance(),
    })
}

fn forecast(report: &Report) -> Value {
    json!({
        "id": digest(3), "report_id": report.id, "spans": [[91, 126]], "statement": { "spans": [[91, 126]], "text": &TEXT[91..] },
        "status": "open", "provenance": provenance(),
    })
}

fn row(dataset: &str) -> Value {
    json!({
        "id": vigie_record::Digest::of(dataset.as_bytes()), "dataset": dataset, "native_id": "12", "version": 20_300_602_101_500_u64,
        "event_date": { "start": "2030-06-01", "end": "2030-06-03", "precision": "span" }, "recorded_at": "2030-06-02T10:15:00Z",
        "actor": { "text": "Grey Falcons", "country": "ROU", "sector": "REB" },
        "recipient": { "text": "Civilians", "sector": "CVL" },
        "directed": dataset != "acled", "event_type": "ASSAULT", "cameo": "190", "quad_class": 4, "goldstein": -10.0,
        "magnitude": [{ "kind": "killed", "low": 3.0, "best": 5.0, "high": 8.0 }],
        "place": { "name": "Cluj", "lat": 46.77, "lon": 23.6, "country": "ROU", "spans": [] }, "place_precision": "exact",
        "text": "Fighting near the town.", "origin": { "file": DIGEST, "line": 7 }, "raw": "a\tb",
    })
}
