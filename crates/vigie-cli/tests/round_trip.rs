//! What Vigie exports it reads again: rows of every table through every format that the intake knows.
#![expect(clippy::unwrap_used, reason = "tests; the helpers of a test are not exempt of themselves")]

use std::sync::LazyLock;

use serde_json::{Value, json};
use vigie_codes::{Codes, UserTables};
use vigie_export::{Format, Kind, Record, Settings, writer};
use vigie_intake::tables::{self, Row, Rows};
use vigie_record::{Dataset, Digest, Event, Report, TableEvent};

static CODES: LazyLock<Codes> = LazyLock::new(|| Codes::new(&UserTables::new()).unwrap());

const DIGEST: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

fn exported(format: Format, records: &[Record<'_>]) -> String {
    let mut out = Vec::new();
    let settings = Settings::new(Kind::Events, "2030-07-01T00:00:00Z".parse().unwrap());
    let mut writer = writer(format, settings, &CODES, &mut out).unwrap();
    for record in records {
        assert!(writer.write(*record).unwrap(), "{format:?} leaves out {record:?}");
    }
    writer.finish().unwrap();
    String::from_utf8(out).unwrap()
}

fn read(table: &str) -> (tables::Format, Vec<Row>) {
    let rows = Rows::new(table.as_bytes(), &CODES, tables::Settings::of_file(Digest::of(b"export"))).unwrap();
    let format = rows.format();
    (format, rows.map(|row| row.unwrap_or_else(|fault| panic!("{fault} in\n{table}"))).collect())
}

fn events(table: &str) -> (tables::Format, Vec<TableEvent>) {
    let (format, rows) = read(table);
    let event = |row| match row {
        Row::Event(event) => *event,
        other => panic!("{other:?} is no event"),
    };
    (format, rows.into_iter().map(event).collect())
}

/// Rows with much and with little in them.
fn rows() -> Vec<TableEvent> {
    let full = |dataset: Dataset, native_id: &str, directed: bool| {
        serde_json::from_value::<TableEvent>(json!({
            "id": dataset.id_of(native_id), "dataset": dataset, "native_id": native_id, "version": 20_300_602_101_500_u64,
            "event_date": { "start": "2030-06-01", "end": "2030-06-03", "precision": "span" },
            "recorded_at": "2030-06-02T10:15:00Z",
            "actor": { "text": "Grey, \"Falcons\"", "country": "BLR", "sector": "REB", "role": "a band", "code": "BLRREB", "beside": ["Red Kites", "Owls"] },
            "recipient": { "text": "RUSSIA", "actor_id": "RUS", "name": "Russia", "country": "RUS", "code": "RUS" },
            "directed": directed, "event_type": "ASSAULT", "mode": "firearms", "contexts": ["political", "military"],
            "cameo": "193", "quad_class": 4, "goldstein": -10.0, "original_code": "Battles/Armed clash",
            "magnitude": [{ "kind": "killed", "low": 3.0, "best": 5.0, "high": 8.0 }, { "kind": "civilians-killed", "low": 1.0, "best": 1.0, "high": 1.0 }],
            "place": { "name": "Gomel", "lat": 52.43, "lon": -30.97, "country": "BLR", "adm1": "BO02", "spans": [] }, "place_precision": "near",
            "n_mentions": 4, "n_sources": 2, "n_articles": 3, "outlet": "Wire", "url": "https://example.org/?a=1,2", "story": "s-1", "sentence": 7,
            "text": "Two lines,\none event.", "origin": { "file": DIGEST, "line": 7 }, "raw": "a\tb",
        }))
        .unwrap()
    };
    let bare = serde_json::from_value(json!({
        "id": Dataset::Icews.id_of("5/2030-01-01"), "dataset": "icews", "native_id": "5/2030-01-01", "version": 0,
        "event_date": { "start": "2030-01-01", "end": "2030-01-01", "precision": "day" }, "directed": true, "cameo": "010",
        "origin": { "file": DIGEST, "line": 9 }, "raw": "",
    }))
    .unwrap();
    vec![full(Dataset::Gdelt, "900000001", true), full(Dataset::Acled, "SYL1", false), bare]
}

#[test]
fn a_table_of_ours_is_read_again() {
    let rows = rows();
    let records: Vec<Record<'_>> = rows.iter().map(|row| Record::TableEvent(row, None)).collect();
    let (format, mut again) = events(&exported(Format::Csv, &records));
    assert_eq!(format, tables::Format::VigieTable);
    for (again, row) in again.iter_mut().zip(&rows) {
        // A flat table ends the trail at itself.
        again.origin = row.origin;
        again.raw.clone_from(&row.raw);
    }
    assert_eq!(again, rows);
}

#[test]
fn lines_of_json_lose_nothing() {
    let mut report = Report::of_text("„Zürich“: Belarus arrested two journalists.".to_owned());
    report.published_at = "2030-06-02".parse().ok();
    let event = event(&report);
    let rows = rows();
    let mut records = vec![Record::Event(&event, &report)];
    records.extend(rows.iter().map(|row| Record::TableEvent(row, None)));
    let (format, again) = read(&exported(Format::JsonLines, &records));
    assert_eq!(format, tables::Format::VigieLines);
    let Row::Reading(reading) = &again[0] else { panic!("{again:?}") };
    assert_eq!((&reading.report, reading.events.as_slice()), (&report, [event].as_slice()));
    let again: Vec<Row> = again.into_iter().skip(1).collect();
    assert_eq!(again, rows.into_iter().map(|row| Row::Event(Box::new(row))).collect::<Vec<_>>());
}

#[test]
fn an_event_of_a_report_comes_back_flat() {
    let mut report = Report::of_text("„Zürich“: Belarus arrested two journalists.".to_owned());
    report.outlet = Some("Wire".to_owned());
    let event = event(&report);
    let (_, again) = events(&exported(Format::Csv, &[Record::Event(&event, &report)]));
    let again = &again[0];
    assert_eq!((again.dataset, again.native_id.clone()), (Dataset::Vigie, event.id.to_string()));
    assert_eq!((again.event_type.as_deref(), again.mode.as_deref()), (Some("COERCE"), Some("arrest")));
    assert_eq!(again.actor.as_ref().unwrap().identity, event.actor.as_ref().unwrap().identity);
    assert_eq!(again.event_date.start, event.event_date.as_ref().unwrap().start);
    assert_eq!(again.text.as_deref(), Some("Belarus arrested two journalists."));
    assert_eq!((again.outlet.as_deref(), again.magnitude[0].best), (Some("Wire"), 2.0));
}

#[test]
fn tables_in_the_columns_of_others_are_read_as_theirs() {
    let rows = rows();
    let records: Vec<Record<'_>> = rows[..2].iter().map(|row| Record::TableEvent(row, None)).collect();
    for (format, expected) in [(Format::Gdelt, tables::Format::GdeltEvents), (Format::Polecat, tables::Format::Polecat)]
    {
        let (found, again) = events(&exported(format, &records));
        assert_eq!(found, expected);
        for (again, row) in again.iter().zip(&rows) {
            assert_eq!(again.event_date.start, row.event_date.start, "{format:?}");
            assert_eq!(
                (&again.event_type, again.quad_class, again.goldstein),
                (&row.event_type, row.quad_class, row.goldstein)
            );
            for (again, row) in [(&again.actor, &row.actor), (&again.recipient, &row.recipient)] {
                let (again, row) = (&again.as_ref().unwrap().identity, &row.as_ref().unwrap().identity);
                assert_eq!((&again.country, &again.sector), (&row.country, &row.sector), "{format:?}");
            }
            let (again, row) = (again.place.as_ref().unwrap(), row.place.as_ref().unwrap());
            assert_eq!(
                (&again.name, again.lat, again.lon, &again.country),
                (&row.name, row.lat, row.lon, &row.country)
            );
        }
    }
    let (_, again) = events(&exported(Format::Gdelt, &records));
    assert_eq!((again[0].id, again[0].version), (rows[0].id, rows[0].version), "GDELT's own row is the same row");
}

fn event(report: &Report) -> Event {
    let at = |words: &str| -> Value {
        let start = report.text.find(words).unwrap();
        json!([[start, start + words.len()]])
    };
    serde_json::from_value(json!({
        "id": DIGEST, "report_id": report.id, "spans": at("Belarus arrested two journalists."),
        "actor": { "spans": at("Belarus"), "text": "Belarus", "actor_id": "BLR", "name": "Belarus", "country": "BLR" },
        "recipient": { "spans": at("two journalists"), "text": "two journalists", "country": "BLR", "sector": "JRN" },
        "action": { "spans": at("arrested"), "lemma": "arrest" },
        "event_type": "COERCE", "mode": "arrest", "contexts": ["political"], "cameo": "173", "quad_class": 4, "goldstein": -5.0,
        "magnitude": [{ "kind": "arrested", "low": 2.0, "high": 2.0, "span": at("two")[0] }],
        "event_date": { "start": "2030-06-01", "end": "2030-06-01", "precision": "day" },
        "status": "happened", "probability": 0.9,
        "provenance": { "program_version": "0", "model_digest": DIGEST, "component": "frame" },
    }))
    .unwrap()
}
