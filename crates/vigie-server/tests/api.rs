//! The API as an analyst's page uses it: lists, records in their text, remarks and what follows from them.

#![allow(clippy::unwrap_used, reason = "a test may break off")]

mod house;

use std::collections::BTreeSet;

use house::{Ask, House, made_up};
use serde_json::{Value, json};

fn ids(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

/// All items of a list, page by page; `between` is done after each page.
fn walk(house: &House, cookie: &str, path: &str, mut between: impl FnMut(usize)) -> Vec<String> {
    let (mut all, mut after, mut n_pages) = (Vec::new(), String::new(), 0);
    loop {
        let answer = house.get(&format!("{path}?limit=7{after}"), cookie);
        assert_eq!(answer.status, 200, "{}", answer.body);
        let page = answer.json();
        all.extend(ids(&page));
        between(n_pages);
        n_pages += 1;
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return all,
        }
    }
}

#[test]
fn pages_of_a_list_fit_together_while_reports_are_added() {
    let house = House::with_reports(40);
    let cookie = house.administrator();
    for path in ["/api/v1/reports", "/api/v1/events", "/api/v1/claims", "/api/v1/forecasts"] {
        let before: Vec<String> = walk(&house, &cookie, path, |_| {});
        let mut store = house.store();
        let mut n = 100 * u64::try_from(path.len()).unwrap();
        let during = walk(&house, &cookie, path, |_| {
            n += 1;
            store.put(&made_up::reading(n), made_up::at()).unwrap();
        });
        assert_eq!(before, during, "{path}");
        let once: BTreeSet<&String> = before.iter().collect();
        assert_eq!(once.len(), before.len(), "{path} has nothing twice");
        assert!(before.len() > 20, "{path}: {}", before.len());
    }
}

/// Records in the form of files once had the folders of the server's disk in them, as the store has.
#[test]
fn lines_are_whole_records_without_the_folders_of_the_server() {
    let house = House::with_reports(20);
    let cookie = house.administrator();
    let mut reading = made_up::reading(500);
    reading.report.source_file = Some("/srv/secret desk/in/story.txt".to_owned());
    house.store().put(&reading, made_up::at()).unwrap();
    house.store().group_stories().unwrap();
    let id = reading.report.id.to_string();
    let mut n_named = 0;
    for path in
        ["search?limit=200", "events?limit=200", "claims?limit=200", "forecasts?limit=200", "stories?least=1&limit=200"]
    {
        let answer = house.get(&format!("/api/v1/lines/{path}"), &cookie);
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        assert!(!answer.body.contains("secret desk"), "{path}");
        n_named += usize::from(answer.body.contains("\"story.txt\""));
    }
    assert!(n_named >= 3, "the file itself is named");
    let shown = house.get(&format!("/api/v1/lines/records/{}", &id[..20]), &cookie);
    assert!(
        shown.status == 200 && shown.body.contains("\"story.txt\"") && !shown.body.contains("secret desk"),
        "{}",
        shown.body
    );
    let status = house.get("/api/v1/status", &cookie).json();
    assert_eq!((&status["n_reports"], &status["store"]), (&json!(21), &json!("")));
    let counts = house.get("/api/v1/lines/counts?bin=year&occurrences=true", &cookie).json();
    assert!(counts["items"][0]["n_events"].as_u64().unwrap() > 0, "{counts}");
}

#[test]
fn what_is_wrong_in_a_request_is_said() {
    let house = House::with_reports(3);
    let cookie = house.administrator();
    for (path, status) in [
        ("/api/v1/events?actr=RUS", 400),
        ("/api/v1/events?actor=a&actor=b", 400),
        ("/api/v1/events?limit=0", 400),
        ("/api/v1/events?limit=9999", 400),
        ("/api/v1/events?limit=x", 400),
        ("/api/v1/events?after=1,2", 400),
        ("/api/v1/events?since=yesterday", 400),
        ("/api/v1/events?dyad=RUS", 400),
        ("/api/v1/events?status=gone", 400),
        ("/api/v1/events?from=nowhere", 400),
        ("/api/v1/events?certainty=2", 400),
        ("/api/v1/events?story=zz", 400),
        ("/api/v1/search?q=%22", 400),
        ("/api/v1/search?q=-only", 400),
        ("/api/v1/reports/zz", 400),
        ("/api/v1/lines/events?all_versions=perhaps", 400),
        ("/api/v1/lines/stories?least=0", 400),
        ("/api/v1/lines/counts?bin=century", 400),
        ("/api/v1/lines/records/zz", 404),
        ("/api/v1/lines/records/gdelt:1", 404),
        ("/api/v1/records/ffffffffffffffff", 404),
        ("/api/v1/nothing", 404),
        ("/api/v1/events/more", 404),
        ("/nothing", 404),
    ] {
        let answer = house.get(path, &cookie);
        assert_eq!(answer.status, status, "{path}: {}", answer.body);
        assert!(answer.is_problem(), "{path}: {answer:?}");
    }
    let wrong = Ask::new("PATCH", "/api/v1/events").cookie(&cookie).own();
    let answer = house.send(&wrong);
    assert_eq!(answer.status, 405, "{}", answer.body);
    assert!(answer.is_problem());
    for body in ["{", "[]", "{\"kind\":\"dance\"}", "\u{1}"] {
        let ask = Ask::new("POST", "/api/v1/remarks").cookie(&cookie).own().header("content-type", "application/json");
        let ask = ask.header("content-length", &body.len().to_string());
        let answer = house.send(&ask.raw(body));
        assert_eq!(answer.status, 400, "{body}: {}", answer.body);
        assert!(answer.is_problem());
    }
}

#[test]
fn spans_are_places_in_the_text_as_browsers_count() {
    let house = House::with_reports(0);
    let cookie = house.administrator();
    let with_both = |reading: &vigie_record::Reading| !reading.events.is_empty() && !reading.claims.is_empty();
    let mut reading = (0..100).map(made_up::reading).find(with_both).unwrap();
    // Two code units before everything, and all ranges moved by their four bytes.
    reading.report.text = format!("🙂{}", reading.report.text);
    let mut turn = |range: &mut vigie_record::ByteRange| *range = range.shifted(4);
    for event in &mut reading.events {
        vigie_record::Ranged::turn_ranges(event, &mut turn);
    }
    for claim in &mut reading.claims {
        vigie_record::Ranged::turn_ranges(claim, &mut turn);
    }
    reading.sentences = reading.sentences.iter().map(|range| range.shifted(4)).collect();
    reading.forecasts.clear();
    house.store().put(&reading, made_up::at()).unwrap();
    let shown = house.get(&format!("/api/v1/reports/{}", reading.report.id), &cookie).json();
    let units: Vec<u16> = shown["text"].as_str().unwrap().encode_utf16().collect();
    let words = |span: &Value| {
        let at = |index: usize| usize::try_from(span[index].as_u64().unwrap()).unwrap();
        String::from_utf16(&units[at(0)..at(1)]).unwrap()
    };
    let own_words = |range: vigie_record::ByteRange| &reading.report.text[range.as_range()];
    let (events, claims) = (shown["events"].as_array().unwrap(), shown["claims"].as_array().unwrap());
    assert!(!events.is_empty() && !claims.is_empty());
    for (event, own) in events.iter().zip(&reading.events) {
        let actor = own.actor.as_ref().unwrap();
        assert_eq!(words(&event["actor_spans"][0]), own_words(actor.spans[0]));
        assert_eq!(words(&event["spans"][0]), own_words(own.spans[0]));
        assert!(event["sentence"].as_u64().unwrap() >= 1);
    }
    for (claim, own) in claims.iter().zip(&reading.claims) {
        assert_eq!(words(&claim["content_spans"][0]), own_words(own.content.spans[0]));
    }
}

#[test]
fn a_correction_is_followed_and_can_be_taken_back() {
    let house = House::with_reports(5);
    let cookie = house.administrator();
    let event = house.get("/api/v1/events?limit=1", &cookie).json()["items"][0].clone();
    let id = event["id"].as_str().unwrap();
    let say = |body: Value| house.send(&Ask::post("/api/v1/remarks", &body).cookie(&cookie).own());
    let shown = || house.get(&format!("/api/v1/records/{id}"), &cookie).json()["event"].clone();
    let corrected = say(json!({
        "target": id, "kind": "correction", "status": "denied", "actor": { "id": "POL/GOV", "country": "POL", "name": "Poland" },
    }));
    assert_eq!(corrected.status, 201, "{}", corrected.body);
    let now = shown();
    assert_eq!(
        (&now["status"], &now["actor"]["country"], &now["state"]),
        (&json!("denied"), &json!("POL"), &json!("reviewed"))
    );
    assert_eq!(now["is_corrected"], true);
    // The list has unpacked its report before, and tells of the correction all the same.
    let listed = house.get("/api/v1/events?limit=200", &cookie).json();
    let row = listed["items"].as_array().unwrap().iter().find(|row| row["id"] == id).unwrap();
    assert_eq!(
        (&row["status"], &row["actor"]["country"], &row["is_corrected"]),
        (&json!("denied"), &json!("POL"), &json!(true))
    );
    let found = house.get("/api/v1/events?actor=POL/GOV&status=denied", &cookie).json();
    assert!(ids(&found).contains(&id.to_owned()));
    for (wrong, said) in [
        (json!({ "start_date": "2022-05-05", "end_date": "2022-01-01" }), "2022-01-01, lies before its first"),
        (json!({ "start_date": "9999-12-31" }), "9999-12-31"),
        (json!({ "actor": { "id": "ZZZ/GOV", "country": "ZZZ" } }), "`ZZZ` is no country"),
        (json!({ "reject": true, "event_type": "COERCE" }), "reject it, or say what is right"),
    ] {
        let mut body = json!({ "target": id, "kind": "correction" });
        body.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
        let refused = say(body);
        assert!(refused.status >= 400 && refused.body.contains(said), "{wrong}: {} {}", refused.status, refused.body);
    }
    let undone = say(json!({ "kind": "undo", "undo": corrected.json()["id"] }));
    assert_eq!(undone.status, 201, "{}", undone.body);
    assert_eq!(shown()["status"], event["status"]);
    let rejected = say(json!({ "target": id, "kind": "correction", "reject": true }));
    assert_eq!(rejected.status, 201);
    assert_eq!((&shown()["is_rejected"], &shown()["state"]), (&json!(true), &json!("superseded")));
    assert!(!ids(&house.get("/api/v1/events?limit=200", &cookie).json()).contains(&id.to_owned()));
    assert_eq!(say(json!({ "target": id, "kind": "correction" })).status, 409, "it says nothing");
    assert_eq!(say(json!({ "target": "0".repeat(64), "kind": "accept" })).status, 404);
    let log = house.get(&format!("/api/v1/remarks?target={id}"), &cookie).json();
    assert_eq!(log["items"].as_array().unwrap().len(), 3);
    assert_eq!(log["items"][0]["author"], "ana");
}

#[test]
fn news_reach_those_who_listen() {
    use std::io::{Read as _, Write as _};
    let house = House::with_reports(1);
    let cookie = house.administrator();
    let mut stream = std::net::TcpStream::connect(house.address).unwrap();
    stream.set_read_timeout(Some(std::time::Duration::from_secs(10))).unwrap();
    write!(stream, "GET /api/v1/stream HTTP/1.1\r\nhost: localhost\r\ncookie: {cookie}\r\n\r\n").unwrap();
    // Wait until somebody looks, then write past the server.
    std::thread::sleep(std::time::Duration::from_millis(1500));
    let reading = made_up::reading(99);
    house.store().put(&reading, made_up::at()).unwrap();
    let (mut heard, mut portion) = (String::new(), [0; 4096]);
    while !heard.contains("\ndata: ") {
        let n = stream.read(&mut portion).unwrap();
        assert!(n > 0, "the stream ended: {heard}");
        heard.push_str(&String::from_utf8_lossy(&portion[..n]));
    }
    assert!(heard.contains("text/event-stream"), "{heard}");
    assert!(heard.contains(&format!("\"kind\":\"report\",\"id\":\"{}\"", reading.report.id)), "{heard}");
    assert_eq!(house.send(&Ask::get("/api/v1/stream")).status, 401);
}

#[test]
fn the_document_in_the_tree_is_that_of_the_program() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/openapi.json");
    let own = format!("{}\n", serde_json::to_string_pretty(&vigie_server::openapi()).unwrap());
    #[expect(clippy::disallowed_methods, reason = "the switch of this test, as its message says")]
    if std::env::var_os("VIGIE_UPDATE").is_some() {
        std::fs::write(&path, &own).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == own, "web/openapi.json is behind: run VIGIE_UPDATE=1 cargo nextest run -p vigie-server document");
}

#[test]
fn overviews_agree_with_the_lists() {
    let house = House::with_reports(60);
    let cookie = house.administrator();
    let events = walk(&house, &cookie, "/api/v1/events", |_| {});
    let timeline = house.get("/api/v1/timeline?by=month", &cookie).json();
    let lanes = timeline["lanes"].as_array().unwrap();
    assert!(!lanes.is_empty());
    let known: BTreeSet<&String> = events.iter().collect();
    for item in lanes.iter().flat_map(|lane| lane["items"].as_array().unwrap()) {
        assert!(known.contains(&item["record_id"].as_str().unwrap().to_owned()), "{item}");
    }
    let in_bins: u64 = timeline["bins"].as_array().unwrap().iter().map(|bin| bin["count"].as_u64().unwrap()).sum();
    assert_eq!(in_bins, u64::try_from(events.len()).unwrap(), "all of them have a day");
    let map = house.get("/api/v1/map", &cookie).json();
    for point in map["points"].as_array().unwrap() {
        assert!(point["lat"].as_f64().unwrap().abs() <= 90.0 && point["lon"].as_f64().unwrap().abs() <= 180.0);
        assert!(known.contains(&point["record_id"].as_str().unwrap().to_owned()));
    }
    assert!(!map["points"].as_array().unwrap().is_empty());
    let network = house.get("/api/v1/network?party=RUS&depth=2", &cookie).json();
    let nodes: BTreeSet<&str> =
        network["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap()).collect();
    let edges = network["edges"].as_array().unwrap();
    assert!(!edges.is_empty());
    for edge in edges {
        assert!(
            nodes.contains(edge["from"].as_str().unwrap()) && nodes.contains(edge["to"].as_str().unwrap()),
            "{edge}"
        );
    }
    let series = house.get("/api/v1/series?by=month", &cookie).json();
    let bins = series["bins"].as_array().unwrap();
    let starts: Vec<&str> = bins.iter().map(|bin| bin["start"].as_str().unwrap()).collect();
    assert!(starts.len() > 12 && starts.iter().all(|start| start.ends_with("-01")), "{starts:?}");
    let real = ["happened", "under-way"].map(|status| walk_filtered(&house, &cookie, &format!("status={status}")));
    let counted: u64 = bins.iter().map(|bin| bin["count"].as_u64().unwrap()).sum();
    assert_eq!(counted, real.iter().sum::<u64>());
}

/// How many events fulfil a filter.
fn walk_filtered(house: &House, cookie: &str, filter: &str) -> u64 {
    let (mut n, mut after) = (0, String::new());
    loop {
        let page = house.get(&format!("/api/v1/events?limit=200&{filter}{after}"), cookie).json();
        n += u64::try_from(page["items"].as_array().unwrap().len()).unwrap();
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return n,
        }
    }
}

#[test]
fn a_forecast_is_settled_and_scored() {
    let house = House::with_reports(20);
    let cookie = house.administrator();
    let page = house.get("/api/v1/ledger", &cookie).json();
    let rows: Vec<Value> = ["open", "due"].iter().flat_map(|name| page[*name].as_array().unwrap().clone()).collect();
    let forecast = rows.iter().find(|row| row["probability"].is_array()).unwrap();
    let id = forecast["id"].as_str().unwrap();
    let path = format!("/api/v1/ledger/{id}/resolution");
    let said = json!({ "outcome": "came-true", "on": "2025-01-01", "note": "it was in all papers" });
    let answer = house.send(&Ask::post(&path, &said).cookie(&cookie).own());
    assert_eq!(answer.status, 201, "{}", answer.body);
    let page = house.get("/api/v1/ledger", &cookie).json();
    let row = &page["resolved"][0];
    assert_eq!(
        (&row["id"], &row["outcome"], &page["counts"]["resolved"]),
        (&json!(id), &json!("came-true"), &json!(1))
    );
    let [low, high] = [0, 1].map(|end| forecast["probability"][end].as_f64().unwrap());
    let brier = (1.0 - f64::midpoint(low, high)).powi(2);
    assert!((row["brier_score"].as_f64().unwrap() - brier).abs() < 1e-6);
    assert_eq!(page["calibration"][0]["source"], "all");
    assert_eq!(page["calibration"][0]["n"], 1);
    let sources = house.get("/api/v1/sources", &cookie).json();
    let outlet = forecast["outlet"].as_str().unwrap();
    let found = sources["items"].as_array().unwrap().iter().find(|row| row["name"] == outlet).unwrap();
    assert_eq!(found["claims_right"], 1);
    let event = house.get("/api/v1/events?limit=1", &cookie).json()["items"][0]["id"].as_str().unwrap().to_owned();
    let wrong = house.send(&Ask::post(&format!("/api/v1/ledger/{event}/resolution"), &said).cookie(&cookie).own());
    assert_eq!(wrong.status, 409, "an event is no forecast");
}

const PROBLEM: &str = r#"
name = "Tension"
question = "Will one attack another?"
horizon_days = 30
[outcome]
min_outlets = 1
[[outcome.event]]
types = "ASSAULT"
[base_rate]
given = 0.1
because = "for the test"
[coverage]
min_reports = 1
[[hypothesis]]
id = "yes"
text = "It is meant"
[[hypothesis]]
id = "no"
text = "It is a bluff"
[[indicator]]
name = "Troops move"
fresh_days = 3650
lr_seen = 4.0
lr_absent = 0.8
because = "armies that attack are moved first"
rates = { yes = "CC", no = "I" }
[[indicator.event]]
types = "MOBILIZE"
"#;

#[test]
fn a_warning_follows_what_analysts_say() {
    let problem = vigie_analysis::warning::Problem::parse("test", PROBLEM).unwrap();
    let house = House::start(40, |settings| settings.problems = vec![problem]);
    let cookie = house.administrator();
    let listed = house.get("/api/v1/problems", &cookie).json();
    assert_eq!(listed["items"][0]["id"], "tension");
    let page = || house.get("/api/v1/problems/tension", &cookie).json();
    let first = page();
    let indicator = &first["now"]["indicators"][0];
    assert_eq!(indicator["state"], "seen", "{indicator}");
    let cited = indicator["citations"].as_array().unwrap();
    assert!(cited.iter().all(|one| one["report_id"].is_string() && one["record_id"].is_string()), "{indicator}");
    assert!(
        first["course"].as_array().unwrap().iter().all(|point| point["odds"].is_number() && point["day"].is_string())
    );
    assert_eq!(first["band"], listed["items"][0]["band"]);
    // Every sighting is taken out: the odds fall at once, and come back with the last undo.
    let before = first["now"]["probability"].as_f64().unwrap();
    let mut undo = Vec::new();
    for one in cited {
        let body = json!({ "target": one["record_id"], "kind": "correction", "reject": true });
        let answer = house.send(&Ask::post("/api/v1/remarks", &body).cookie(&cookie).own());
        assert_eq!(answer.status, 201, "{}", answer.body);
        undo.push(answer.json()["id"].clone());
    }
    let after = page();
    assert_ne!(after["now"]["indicators"][0]["state"], "seen");
    assert!(after["now"]["probability"].as_f64().unwrap() < before);
    for id in undo {
        house.send(&Ask::post("/api/v1/remarks", &json!({ "kind": "undo", "undo": id })).cookie(&cookie).own());
    }
    assert!((page()["now"]["probability"].as_f64().unwrap() - before).abs() < 1e-12);
    // An outlet that is held to be unreliable bears less.
    let outlets: BTreeSet<&str> = cited.iter().filter_map(|one| one["outlet"].as_str()).collect();
    for outlet in outlets {
        let path = format!("/api/v1/sources/outlet:{}", outlet.replace(' ', "%20"));
        let answer = house.send(&Ask::new("PUT", &path).json(&json!({ "reliability": "E" })).cookie(&cookie).own());
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
    let graded = page();
    assert!(graded["now"]["indicators"][0]["support"].as_f64().unwrap() < indicator["support"].as_f64().unwrap());
    assert_eq!(house.get("/api/v1/problems/none", &cookie).status, 404);
    let assessed = house.get("/api/v1/problems/tension/assessment", &cookie);
    assert_eq!(assessed.header("content-type"), "text/html; charset=utf-8");
    assert!(assessed.header("content-security-policy").contains("default-src 'none'"), "{assessed:?}");
    for part in ["Key judgement", "1. Quality", "9. Course", "Citations", "id=\"c1\""] {
        assert!(assessed.body.contains(part), "{part}");
    }
    assert!(!assessed.body.contains("<script"));
    let earlier = house.get("/api/v1/problems/tension?date=2010-01-01", &cookie).json();
    assert_eq!(earlier["n_reports"], 0);
    let now = house.get("/api/v1/now", &cookie).json();
    assert_eq!(now["problems"][0]["id"], "tension");
    assert_eq!(now["counts"]["reports"], 40);
}

/// Citations named reports by their files with all folders, since the analysis knows them so. And how often force followed such acts in the disputes
/// of others was in the command line's answer only.
#[test]
fn a_warning_has_the_outside_view_and_keeps_the_folders_of_the_server() {
    let text = PROBLEM.replace("types = \"ASSAULT\"", "types = \"ASSAULT\"\nactor = \"BLR\"\nrecipient = \"UKR\"");
    let problem = vigie_analysis::warning::Problem::parse("test", &text).unwrap();
    let house = House::start(60, |settings| settings.problems = vec![problem]);
    let cookie = house.administrator();
    let day = jiff::civil::date(2026, 6, 1);
    let mut reading = made_up::reading(777);
    reading.report.published_at = Some(vigie_record::PublishedAt::Day(day));
    reading.report.source_file = Some("/srv/secret desk/in/story.txt".to_owned());
    let side = |country: &str| vigie_record::Identity { country: Some(country.to_owned()), ..Default::default() };
    let event = &mut reading.events[0];
    "MOBILIZE".clone_into(&mut event.event_type);
    event.cameo = Some("154".to_owned());
    event.status = vigie_record::Status::Happened;
    event.event_date.as_mut().unwrap().start = Some(day);
    event.event_date.as_mut().unwrap().end = Some(day);
    event.actor.as_mut().unwrap().identity = side("BLR");
    event.recipient.as_mut().unwrap().identity = side("UKR");
    let record = event.id.to_string();
    house.store().put(&reading, made_up::at()).unwrap();
    house.store().group_stories().unwrap();

    // While reports come in, a weighing may be some seconds old.
    let weighed = (0..200).find_map(|_| {
        let page = house.get("/api/v1/problems/tension", &cookie).json();
        std::thread::sleep(std::time::Duration::from_millis(100));
        (page["n_reports"] == 61).then_some(page)
    });
    let page = weighed.unwrap();
    let view = &page["precedents"]["outside"][0];
    assert_eq!((&view["act"]["kind"], &view["act"]["by_first"]), (&json!("MOBILIZE"), &json!(true)), "{view}");
    assert_eq!((&view["by_either"]["hits"], &view["by_either"]["cases"]), (&json!(219), &json!(902)));
    assert_eq!(view["otherwise"]["cases"], 30_610);
    let named = &view["records"][0];
    let (id, title) = (reading.report.id.to_string(), reading.report.title.clone().unwrap());
    assert_eq!((&named["id"], &named["report_id"], &named["title"]), (&json!(record), &json!(id), &json!(title)));
    let cited = page["now"]["indicators"][0]["citations"].as_array().unwrap();
    let own = cited.iter().find(|one| one["report_id"] == id.as_str()).unwrap();
    assert_eq!(own["report"], title.as_str());
    for path in ["", "/hypotheses", "/assessment"] {
        let answer = house.get(&format!("/api/v1/problems/tension{path}"), &cookie);
        assert!(answer.status == 200 && !answer.body.contains("secret desk"), "{path}: {}", answer.body);
        assert!(path.is_empty() || answer.body.contains(&title), "{path} names the report");
    }
}

#[test]
fn a_matrix_is_rated_by_people_and_says_where_they_differ() {
    let problem = vigie_analysis::warning::Problem::parse("test", PROBLEM).unwrap();
    let house = House::start(40, |settings| settings.problems = vec![problem]);
    let ana = house.administrator();
    let bo = house.person(&ana, "bo", "judge");
    let path = "/api/v1/problems/tension/hypotheses";
    let first = house.get(path, &ana).json();
    assert_eq!(first["ranking"][0]["id"], "yes", "the author's proposals alone: {first}");
    let evidence = &first["evidence"][0];
    assert_eq!((&evidence["proposed"]["yes"], &evidence["ratings"]["yes"]), (&json!("CC"), &json!({})));
    assert!(!evidence["citations"].as_array().unwrap().is_empty());
    let id = evidence["id"].as_str().unwrap();
    let rate = |cookie: &str, evidence: &str, hypothesis: &str, value: &str| {
        let body = json!({ "evidence": evidence, "hypothesis": hypothesis, "value": value });
        house.send(&Ask::new("PUT", "/api/v1/problems/tension/ratings").json(&body).cookie(cookie).own())
    };
    assert_eq!(rate(&ana, id, "yes", "II").status, 200);
    assert_eq!(rate(&ana, id, "no", "CC").status, 200);
    let second = house.get(path, &ana).json();
    assert_eq!(second["ranking"][0]["id"], "no", "{second}");
    assert_eq!(second["evidence"][0]["disagreement"], 0.0);
    assert_eq!(rate(&bo, id, "yes", "CC").status, 200);
    let third = house.get(path, &bo).json();
    assert!(third["evidence"][0]["disagreement"].as_f64().unwrap() > 1.0);
    assert_eq!(third["evidence"][0]["ratings"]["yes"], json!({ "ana": "II", "bo": "CC" }));
    assert_eq!(third["evidence"][0]["proposed"]["yes"], "CC");
    for (evidence, hypothesis, value, status) in
        [("nothing", "yes", "C", 404), (id, "maybe", "C", 404), (id, "yes", "often", 400)]
    {
        assert_eq!(rate(&ana, evidence, hypothesis, value).status, status, "{evidence} {hypothesis} {value}");
    }
    assert_eq!(house.get("/api/v1/problems/tension/ratings", &ana).json()["items"].as_array().unwrap().len(), 3);
}

/// What is kept of answers must never hide a change: neither of who asks, nor of others here, nor of another process.
#[test]
fn an_answer_that_was_kept_is_made_anew_after_each_change() {
    let house = House::with_reports(3);
    let cookie = house.administrator();
    let titles = || -> Vec<String> {
        let listed = house.get("/api/v1/reports", &cookie).json();
        listed["items"].as_array().unwrap().iter().filter_map(|row| row["title"].as_str().map(str::to_owned)).collect()
    };
    let event = house.get("/api/v1/events?limit=1", &cookie).json()["items"][0].clone();
    let (before, path) = (titles(), format!("/api/v1/reports/{}", event["report_id"].as_str().unwrap()));
    assert_eq!(before, titles());
    let shown = house.get(&path, &cookie).body;
    assert_eq!(shown, house.get(&path, &cookie).body);
    let body = json!({ "text": "Police said he had fled.", "title": "Fled" });
    assert_eq!(house.send(&Ask::post("/api/v1/reports", &body).cookie(&cookie).own()).status, 201);
    assert!(titles().contains(&"Fled".to_owned()), "whoever adds a report sees it at once");
    let tag = json!({ "target": event["id"], "kind": "tag", "tag": "looked-at" });
    assert_eq!(house.send(&Ask::post("/api/v1/remarks", &tag).cookie(&cookie).own()).status, 201);
    assert!(house.get(&path, &cookie).body.contains("looked-at"), "and so it is with a remark");
    let mut other = house::made_up::reading(77);
    other.report.title = Some("From elsewhere".to_owned());
    house.store().put(&other, house::made_up::at()).unwrap();
    let is_seen = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        titles().contains(&"From elsewhere".to_owned())
    });
    assert!(is_seen, "what another process writes is seen soon");
    // What is kept is handed to those only who may ask.
    assert_eq!(house.send(&Ask::get("/api/v1/reports")).status, 401);
}

#[test]
fn a_record_is_added_by_hand_counted_and_taken_back() {
    struct Case(&'static str, Value, u16);
    let house = House::with_reports(3);
    let cookie = house.administrator();
    let post = |path: &str, body: &Value| house.send(&Ask::post(path, body).cookie(&cookie).own());
    let delete = |path: &str| house.send(&Ask::new("DELETE", path).cookie(&cookie).own());
    let report = house.get("/api/v1/reports?limit=1", &cookie).json()["items"][0]["id"].as_str().unwrap().to_owned();
    let text = house.get(&format!("/api/v1/reports/{report}"), &cookie).json()["text"].as_str().unwrap().to_owned();
    let length = text.encode_utf16().count();
    let event = json!({
        "report_id": report, "kind": "event", "start": 0, "end": 5, "event_type": "CONSULT", "status": "planned",
        "actor": {"id": "BLR/GOV", "country": "BLR"}, "recipient": {"name": "Kazakhstan", "country": "KAZ"},
    });
    let answer = post("/api/v1/records", &event);
    assert_eq!(answer.status, 201, "{}", answer.body);
    let id = answer.json()["id"].as_str().unwrap().to_owned();
    let listed = house.get("/api/v1/events?type=CONSULT&dyad=BLR-KAZ", &cookie).json();
    let row = listed["items"].as_array().unwrap().iter().find(|row| row["id"] == *id).unwrap();
    assert_eq!((row["added_by"].as_str(), row["state"].as_str()), (Some("ana"), Some("reviewed")), "{row}");
    assert_eq!(row["sentence"], 1);
    let record = house.get(&format!("/api/v1/records/{id}"), &cookie).json();
    assert_eq!(record["event"]["action_spans"], json!([[0, 5]]));
    assert_eq!(record["event"]["made_by"], "by hand");

    let claim = json!({"report_id": report, "kind": "claim", "start": 0, "end": 5, "claim_kind": "assessment",
        "source": {"name": "An Analyst"}, "probability": [0.6, 0.8]});
    let claim = post("/api/v1/records", &claim).json()["id"].as_str().unwrap().to_owned();
    let forecast = json!({"report_id": report, "kind": "forecast", "start": 0, "end": 5, "claim_id": claim,
        "end_date": "2025-01-01", "probability": [0.6, 0.8]});
    let answer = post("/api/v1/records", &forecast);
    assert_eq!(answer.status, 201, "{}", answer.body);
    let forecast = answer.json()["id"].as_str().unwrap().to_owned();
    let rows = house.get("/api/v1/forecasts?limit=200", &cookie).json();
    let row = rows["items"].as_array().unwrap().iter().find(|row| row["id"] == *forecast).unwrap();
    assert_eq!(row["source"]["name"], "An Analyst");
    let body = json!({"outcome": "came-true", "note": "it was in the papers"});
    assert_eq!(post(&format!("/api/v1/ledger/{forecast}/resolution"), &body).status, 201);
    let ledger = house.get("/api/v1/ledger", &cookie).json();
    let row = ledger["resolved"].as_array().unwrap().iter().find(|row| row["id"] == *forecast).unwrap();
    assert_eq!((&row["note"], &row["settled_by"]), (&json!("it was in the papers"), &json!("ana")));
    assert_eq!(delete(&format!("/api/v1/records/{claim}")).status, 409, "a forecast leans on it");

    for Case(what, change, status) in [
        Case("beyond the text", json!({"end": length + 1}), 400),
        Case("no words", json!({"end": 0}), 400),
        Case("the wrong way round", json!({"start": 4, "end": 2}), 400),
        Case("no type of ours", json!({"event_type": "PICNIC"}), 400),
        Case("days the wrong way round", json!({"start_date": "2022-02-02", "end_date": "2022-02-01"}), 400),
        Case("no such report", json!({"report_id": "0".repeat(64)}), 404),
        Case("no kind", json!({"kind": "rumour"}), 400),
    ] {
        let mut body = event.clone();
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let answer = post("/api/v1/records", &body);
        assert_eq!(answer.status, status, "{what}: {}", answer.body);
    }

    assert_eq!(delete(&format!("/api/v1/records/{id}")).status, 200);
    assert_eq!(delete(&format!("/api/v1/records/{id}")).status, 409, "once is enough");
    let listed = house.get("/api/v1/events?type=CONSULT&dyad=BLR-KAZ", &cookie).json();
    assert!(!ids(&listed).contains(&id));
    let read = house.get("/api/v1/events?limit=1", &cookie).json();
    let read = read["items"][0]["id"].as_str().unwrap();
    assert_eq!(delete(&format!("/api/v1/records/{read}")).status, 404, "what was read is not taken back");
}
