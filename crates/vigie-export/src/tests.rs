//! Records made by hand, and what each format makes of them.

use std::sync::LazyLock;

use serde_json::{Value, json};
use vigie_codes::{Codes, UserTables};
use vigie_record::{Claim, Event, Forecast, Report, TableEvent};

use crate::{Cell, Format, Kind, Nodes, Record, Settings, Unfit, writer};

static CODES: LazyLock<Codes> = LazyLock::new(|| Codes::new(&UserTables::new()).unwrap());

const DIGEST: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

fn report() -> Report {
    let mut report =
        Report::of_text("„Zürich“: Belarus arrested two journalists, Ana Example said. It will fall.".to_owned());
    report.title = Some("=HYPERLINK(\"x\"), a title".to_owned());
    report.outlet = Some("Example Wire".to_owned());
    report.published_at = "2030-06-02".parse().ok();
    report.url = Some("https://example.org/a?b=1".to_owned());
    report
}

fn at(text: &str, words: &str) -> Value {
    let start = text.find(words).unwrap();
    json!([start, start + words.len()])
}

fn event(report: &Report, status: &str) -> Event {
    let text = &report.text;
    let sentence = at(text, "Belarus arrested two journalists, Ana Example said.");
    let provenance = json!({ "program_version": "0", "model_digest": DIGEST, "component": "frame" });
    serde_json::from_value(json!({
        "id": DIGEST, "report_id": report.id, "spans": [sentence],
        "actor": { "spans": [at(text, "Belarus")], "text": "Belarus", "actor_id": "BLR", "name": "Belarus", "country": "BLR" },
        "recipient": { "spans": [at(text, "two journalists")], "text": "two journalists", "country": "BLR", "sector": "JRN" },
        "action": { "spans": [at(text, "arrested")], "lemma": "arrest" },
        "event_type": "COERCE", "mode": "arrest", "contexts": ["political"], "cameo": "173", "quad_class": 4, "goldstein": -5.0,
        "magnitude": [{ "kind": "arrested", "low": 2.0, "high": 2.0, "span": at(text, "two") }],
        "event_date": { "start": "2030-06-01", "end": "2030-06-01", "precision": "day" },
        "place": { "name": "Minsk", "lat": 53.9, "lon": 27.57, "country": "BLR", "spans": [] },
        "status": status, "probability": 0.9, "provenance": provenance,
    }))
    .unwrap()
}

fn claim(report: &Report, polarity: &str) -> Claim {
    let text = &report.text;
    let provenance = json!({ "program_version": "0", "model_digest": DIGEST, "component": "engine" });
    serde_json::from_value(json!({
        "id": DIGEST, "report_id": report.id, "spans": [at(text, "Belarus arrested two journalists, Ana Example said.")],
        "source": { "spans": [at(text, "Ana Example")], "text": "Ana Example", "named": true },
        "cue": { "spans": [at(text, "said")], "lemma": "say" },
        "content": { "spans": [at(text, "Belarus arrested two journalists")], "text": "Belarus arrested two journalists" },
        "form": "indirect", "kind": "report", "certainty": { "probability": [0.7, 0.9], "polarity": polarity },
        "event_ids": [DIGEST], "provenance": provenance,
    }))
    .unwrap()
}

fn forecast(report: &Report) -> Forecast {
    let provenance = json!({ "program_version": "0", "model_digest": DIGEST, "component": "rule" });
    serde_json::from_value(json!({
        "id": DIGEST, "report_id": report.id, "spans": [at(&report.text, "It will fall.")],
        "statement": { "spans": [at(&report.text, "It will fall")], "text": "It will fall" },
        "horizon": { "start": "2030-06-02", "precision": "span" }, "status": "open", "provenance": provenance,
    }))
    .unwrap()
}

fn row(dataset: &str, native_id: &str) -> TableEvent {
    serde_json::from_value(json!({
        "id": DIGEST, "dataset": dataset, "native_id": native_id, "version": 20_300_602_101_500_u64,
        "event_date": { "start": "2030-06-01", "end": "2030-06-03", "precision": "span" },
        "recorded_at": "2030-06-02T10:15:00Z",
        "actor": { "text": "-Grey <Falcons>", "country": "BLR", "sector": "REB", "code": "BLRREB" },
        "recipient": { "text": "RUSSIA", "actor_id": "RUS", "name": "Russia", "country": "RUS" },
        "directed": dataset != "acled", "event_type": "ASSAULT", "cameo": "190", "quad_class": 4, "goldstein": -10.0,
        "magnitude": [{ "kind": "killed", "low": 3.0, "best": 5.0, "high": 8.0 }],
        "place": { "name": "Gomel", "lat": 52.43, "lon": 30.97, "country": "BLR", "spans": [] }, "place_precision": "exact",
        "n_mentions": 4, "origin": { "file": DIGEST, "line": 7 }, "raw": "a\tb",
    }))
    .unwrap()
}

/// What a format of text makes of some records, and how many it left out.
fn exported(format: Format, kind: Kind, records: &[Record<'_>]) -> (String, usize) {
    exported_with(format, Settings::new(kind, "2030-07-01T00:00:00Z".parse().unwrap()), records)
}

fn exported_with(format: Format, settings: Settings, records: &[Record<'_>]) -> (String, usize) {
    let (out, left_out) = bytes(format, settings, records);
    (String::from_utf8(out).unwrap(), left_out)
}

fn bytes(format: Format, settings: Settings, records: &[Record<'_>]) -> (Vec<u8>, usize) {
    let mut out = Vec::new();
    let mut left_out = 0;
    let mut writer = writer(format, settings, &CODES, &mut out).unwrap();
    for record in records {
        left_out += usize::from(!writer.write(*record).unwrap());
    }
    writer.finish().unwrap();
    (out, left_out)
}

#[test]
fn csv_has_a_header_and_quotes_where_they_are_needed() {
    let report = report();
    let (event, row) = (event(&report, "happened"), row("gdelt", "12"));
    let (table, left_out) =
        exported(Format::Csv, Kind::Events, &[Record::Event(&event, &report), Record::TableEvent(&row, None)]);
    let lines: Vec<&str> = table.split("\r\n").collect();
    assert_eq!((lines.len(), left_out), (4, 0));
    assert!(
        lines[0].starts_with("id,dataset,native_id,version,")
            && lines[1].contains("\"=HYPERLINK(\"\"x\"\"), a title\"")
    );
    assert!(
        lines[1].contains(",COERCE,arrest,political,happened,0.9,173,4,-5,,arrested 2,Minsk,53.9,27.57,BLR,"),
        "{}",
        lines[1]
    );
    assert!(lines[1].contains("\"Belarus arrested two journalists, Ana Example said.\""), "the sentence goes with it");
    assert!(
        lines[2].contains(",killed 3..5..8,Gomel,52.43,30.97,BLR,,exact,4,")
            && lines[2].contains(",2030-06-01,2030-06-03,span,")
    );
    let n_columns = lines[0].split(',').count();
    assert!(lines[2].split(',').count() == n_columns, "no cell of this row has a comma");
    let (table, left_out) = exported(Format::Csv, Kind::Claims, &[Record::Event(&event, &report)]);
    assert_eq!((table.lines().count(), left_out), (1, 1), "an event is no claim");
}

#[test]
fn claims_and_forecasts_are_tables_too() {
    let report = report();
    let (claim, forecast) = (claim(&report, "affirmed"), forecast(&report));
    let (table, _) = exported(Format::Csv, Kind::Claims, &[Record::Claim(&claim, &report)]);
    assert!(
        table.contains(
            ",Ana Example,,,,,,,true,,say,Belarus arrested two journalists,indirect,report,affirmed,,0.7,0.9,,,"
        ),
        "{table}"
    );
    let quotation: vigie_record::TableQuotation = serde_json::from_value(json!({
        "id": DIGEST, "dataset": "gdelt", "native_id": "20300106101500-7", "seen_at": "2030-01-06T10:15:00Z", "outlet": "example.org",
        "url": "https://example.org/b", "cue": "said", "content": "we will not be moved", "offset": 5, "length": 21,
        "origin": { "file": DIGEST, "line": 1 },
    }))
    .unwrap();
    let (table, _) = exported(Format::Csv, Kind::Claims, &[Record::Quotation(&quotation)]);
    assert!(table.contains(",said,we will not be moved,direct,"), "{table}");
    let (lines, _) = exported(Format::JsonLines, Kind::Claims, &[Record::Quotation(&quotation)]);
    assert!(lines.starts_with("{\"record\":\"table-quotation\",") && lines.lines().count() == 1);
    let (table, _) = exported(Format::Csv, Kind::Forecasts, &[Record::Forecast(&forecast, &report)]);
    assert!(table.contains(",It will fall,,2030-06-02,,span,,,open,,,,It will fall.,rule"), "{table}");
    for format in [Format::GeoJson, Format::GraphMl, Format::Gdelt, Format::Polecat] {
        let settings = Settings::new(Kind::Claims, "2030-07-01T00:00:00Z".parse().unwrap());
        assert!(matches!(writer(format, settings, &CODES, Vec::new()), Err(Unfit::Kind { .. })), "{format:?}");
    }
}

#[test]
fn spreadsheets_get_no_formula() {
    let (report, row) = (report(), row("gdelt", "12"));
    let event = event(&report, "happened");
    let records = [Record::Event(&event, &report), Record::TableEvent(&row, None)];
    let (table, _) = exported(Format::Spreadsheet, Kind::Events, &records);
    assert!(table.contains("\"'=HYPERLINK(\"\"x\"\"), a title\"") && table.contains(",'-Grey <Falcons>,"), "{table}");
    assert!(table.contains(",-10,"), "a number is no formula");
}

#[test]
fn lines_of_json_hold_a_report_with_its_records_in_characters() {
    let report = report();
    let (event, claim, row) = (event(&report, "happened"), claim(&report, "affirmed"), row("acled", "SYL1"));
    let records = [Record::Event(&event, &report), Record::Claim(&claim, &report), Record::TableEvent(&row, None)];
    let (lines, _) = exported(Format::JsonLines, Kind::Events, &records);
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!((lines[0]["record"].as_str(), lines[0]["claims"].as_array().unwrap().len()), (Some("reading"), 1));
    let span: [usize; 2] = serde_json::from_value(lines[0]["events"][0]["actor"]["spans"][0].clone()).unwrap();
    let words: String = report.text.chars().skip(span[0]).take(span[1] - span[0]).collect();
    assert_eq!(words, "Belarus");
    assert_eq!((lines[1]["record"].as_str(), lines[1]["native_id"].as_str()), (Some("table-event"), Some("SYL1")));
}

#[test]
fn maps_have_east_before_north() {
    let report = report();
    let mut nowhere = event(&report, "planned");
    nowhere.place = None;
    let row = row("gdelt", "12");
    let (map, _) =
        exported(Format::GeoJson, Kind::Events, &[Record::TableEvent(&row, None), Record::Event(&nowhere, &report)]);
    let map: Value = serde_json::from_str(&map).unwrap();
    let features = map["features"].as_array().unwrap();
    assert_eq!(features[0]["geometry"], json!({ "type": "Point", "coordinates": [30.97, 52.43] }));
    assert_eq!(features[1]["geometry"], Value::Null);
    assert_eq!(
        (features[0]["properties"]["cameo"].as_str(), features[1]["properties"]["status"].as_str()),
        (Some("190"), Some("planned"))
    );
}

#[test]
fn networks_count_what_one_does_to_another() {
    let report = report();
    let (happened, planned) = (event(&report, "happened"), event(&report, "planned"));
    let (row, undirected) = (row("gdelt", "12"), row("acled", "SYL1"));
    let records = [
        Record::Event(&happened, &report),
        Record::Event(&planned, &report),
        Record::TableEvent(&row, None),
        Record::TableEvent(&row, None),
        Record::TableEvent(&undirected, None),
    ];
    let (network, left_out) = exported(Format::GraphMl, Kind::Events, &records);
    assert_eq!((network.matches("<node ").count(), network.matches("<edge ").count(), left_out), (4, 3, 1));
    assert!(
        network.contains("<data key=\"label\">-Grey &lt;Falcons&gt;</data>")
            && network.contains("<data key=\"weight\">2</data>")
    );
    assert!(network.contains("<data key=\"directed\">false</data>"));
    let settings =
        Settings { nodes: Nodes::Countries, ..Settings::new(Kind::Events, "2030-07-01T00:00:00Z".parse().unwrap()) };
    let (network, _) = exported_with(Format::GraphMl, settings, &records);
    assert_eq!(network.matches("<node ").count(), 2);
    assert!(network.contains("<data key=\"label\">Russia</data>"));
}

#[test]
fn bundles_hold_what_they_refer_to() {
    let report = report();
    let (event, claim, forecast, row) =
        (event(&report, "denied"), claim(&report, "denied"), forecast(&report), row("acled", "SYL1"));
    let records = [
        Record::Event(&event, &report),
        Record::Claim(&claim, &report),
        Record::Forecast(&forecast, &report),
        Record::TableEvent(&row, None),
    ];
    let (bundle, _) = exported(Format::Stix, Kind::Events, &records);
    assert_eq!(bundle, exported(Format::Stix, Kind::Events, &records).0, "the same records give the same bundle");
    let bundle: Value = serde_json::from_str(&bundle).unwrap();
    let objects = bundle["objects"].as_array().unwrap();
    let kinds: Vec<&str> = objects.iter().map(|object| object["type"].as_str().unwrap()).collect();
    for kind in ["identity", "extension-definition", "vigie-event", "location", "note", "opinion", "report", "grouping"]
    {
        assert!(kinds.contains(&kind), "{kind} in {kinds:?}");
    }
    let ids: Vec<&str> = objects.iter().map(|object| object["id"].as_str().unwrap()).collect();
    let mut references = Vec::new();
    for object in objects {
        for (name, value) in object.as_object().unwrap() {
            match value {
                Value::String(id) if name.ends_with("_ref") => references.push(id.as_str()),
                Value::Array(list) if name.ends_with("_refs") => {
                    references.extend(list.iter().filter_map(Value::as_str));
                }
                _ => {}
            }
        }
    }
    assert!(references.len() > 10);
    let strays: Vec<_> = references.iter().filter(|id| !ids.contains(id)).collect();
    assert!(strays.is_empty(), "{strays:?}");
}

#[test]
fn tables_of_others_have_their_columns() {
    let report = report();
    let (happened, denied, planned) = (event(&report, "happened"), event(&report, "denied"), event(&report, "planned"));
    let row = row("gdelt", "12");
    let records = [&happened, &denied, &planned]
        .map(|event| Record::Event(event, &report))
        .into_iter()
        .chain([Record::TableEvent(&row, None)]);
    let records: Vec<_> = records.collect();
    let (table, left_out) = exported(Format::Gdelt, Kind::Events, &records);
    let lines: Vec<Vec<&str>> = table.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!((lines.len(), left_out), (2, 2), "what did not take place has no place in GDELT's columns");
    assert!(lines.iter().all(|cells| cells.len() == 61));
    let cells = |line: usize, at: &[usize]| at.iter().map(|at| lines[line][*at]).collect::<Vec<_>>();
    assert_eq!(
        cells(0, &[1, 5, 6, 7, 15, 22, 26, 27, 28, 29]),
        ["20300601", "BLR", "BELARUS", "BLR", "BLRMED", "MED", "173", "173", "17", "4"]
    );
    assert_eq!(cells(0, &[51, 52, 53, 56, 57, 59]), ["4", "Minsk", "BO", "53.9", "27.57", "20300602000000"]);
    assert_eq!(cells(1, &[0, 5, 31, 59]), ["12", "BLRREB", "4", "20300602101500"]);
    let (table, left_out) = exported(Format::Polecat, Kind::Events, &records);
    let lines: Vec<Vec<&str>> = table.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!((lines.len(), left_out), (4, 1));
    assert!(lines.iter().all(|cells| cells.len() == 40));
    assert_eq!(
        lines[1][1..12],
        ["2030-06-01", "COERCE", "arrest", "-5", "4", "political", "Belarus", "BLR", "370", "None", "None"]
    );
    assert_eq!(lines[2][6], "political; hypothetical");
    assert_eq!((lines[3][0], lines[3][16], lines[3][17]), ("gdelt-12", "RUS", "365"));
}

#[test]
fn columns_of_parquet_hold_what_the_rows_do() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    let (report, row) = (report(), row("gdelt", "12"));
    let event = event(&report, "happened");
    let records = [Record::Event(&event, &report), Record::TableEvent(&row, None)];
    let settings = Settings::new(Kind::Events, "2030-07-01T00:00:00Z".parse().unwrap());
    let (out, left_out) = bytes(Format::Parquet, settings, &records);
    assert_eq!(left_out, 0);
    let reader = SerializedFileReader::new(bytes::Bytes::from(out)).unwrap();
    let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(|row| row.unwrap()).collect();
    assert_eq!(rows.len(), 2);
    for (row, record) in rows.iter().zip(records) {
        let cells = crate::format::columns(Kind::Events).iter().zip(crate::format::row(record));
        for ((name, field), (column, cell)) in row.get_column_iter().zip(cells) {
            let found = match field {
                Field::Null => Cell::Nothing,
                Field::Str(text) => Cell::text(text.as_str()),
                Field::Double(number) => Cell::Number(*number),
                Field::Long(number) => Cell::Integer(*number),
                Field::Bool(truth) => Cell::Truth(*truth),
                Field::Date(days) => Cell::Date(jiff::civil::date(1970, 1, 1) + jiff::Span::new().days(*days)),
                other => panic!("{other:?}"),
            };
            assert_eq!((name.as_str(), found), (column.name, cell));
        }
    }
}

proptest::proptest! {
    #[test]
    fn any_words_are_written(words in "\\PC{0,40}|[=+@\\x00-\\x1f,\";<&-]{0,10}", lat in -90.0..90.0f64) {
        let report = report();
        let mut event = event(&report, "happened");
        let mut row = row("acled", "SYL1");
        row.native_id.clone_from(&words);
        row.text = Some(words.clone());
        row.place.as_mut().unwrap().lat = Some(lat);
        event.actor.as_mut().unwrap().identity.name = Some(words.clone());
        event.spans = vec![vigie_record::ByteRange::new(1, 4000)];
        for format in Format::ALL.into_iter().filter(|format| *format != Format::Parquet) {
            let (out, _) = exported(format, Kind::Events, &[Record::Event(&event, &report), Record::TableEvent(&row, None)]);
            match format {
                Format::Stix | Format::GeoJson => assert!(serde_json::from_str::<Value>(&out).is_ok()),
                Format::JsonLines => assert!(out.lines().all(|line| serde_json::from_str::<Value>(line).is_ok())),
                Format::Gdelt => assert!(out.lines().all(|line| line.split('\t').count() == 61), "{}", out),
                Format::Polecat => assert!(out.lines().all(|line| line.split('\t').count() == 40)),
                Format::GraphMl => assert!(out.ends_with("</graphml>\n")),
                _ => assert!(out.ends_with("\r\n")),
            }
        }
    }
}
