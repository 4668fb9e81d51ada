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
    let found = house.get("/api/v1/events?actor=POL/GOV&status=denied", &cookie).json();
    assert!(ids(&found).contains(&id.to_owned()));
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
