//! Watches: what is told, to whom, and what is done where that fails.

#![allow(clippy::unwrap_used, reason = "a test may break off")]

mod house;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use house::{Ask, House, made_up};
use serde_json::{Value, json};
use vigie_store::NewSearch;

/// A server whose web hooks may reach this machine.
fn house() -> House {
    House::start(10, |settings| {
        settings.reach = vigie::fetch::Guard::allowing(["127.0.0.1/32"]).unwrap();
    })
}

/// A web hook: what is posted to it, and its address.
fn hook() -> (mpsc::Receiver<Value>, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/hook", listener.local_addr().unwrap());
    let (told, hears) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut reader = BufReader::new(stream.unwrap());
            let (mut line, mut length) = (String::new(), 0);
            reader.read_line(&mut line).unwrap();
            assert!(line.starts_with("POST /hook "), "{line}");
            while !line.trim().is_empty() {
                line.clear();
                reader.read_line(&mut line).unwrap();
                if let Some(n) = line.to_lowercase().strip_prefix("content-length:") {
                    length = n.trim().parse().unwrap();
                }
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            reader.get_mut().write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n").unwrap();
            if told.send(serde_json::from_slice(&body).unwrap()).is_err() {
                return;
            }
        }
    });
    (hears, address)
}

/// What is told next.
fn told_to(hook: &mpsc::Receiver<Value>) -> Value {
    hook.recv_timeout(Duration::from_secs(30)).unwrap()
}

#[test]
fn a_watch_tells_what_is_new_and_nothing_old() {
    let (hook, address) = hook();
    let house = house();
    let cookie = house.administrator();
    let make = |body: &Value| house.send(&Ask::post("/api/v1/watches", body).cookie(&cookie).own());
    let web_hook =
        make(&json!({ "name": "drills", "query": "q=zeppelin", "channel": { "kind": "web-hook", "to": address } }));
    assert_eq!(web_hook.status, 201, "{}", web_hook.body);
    let feed = make(&json!({ "name": "same", "query": "q=zeppelin", "channel": { "kind": "feed" } }));
    assert_eq!(feed.status, 201, "{}", feed.body);
    for (query, channel, status) in [
        ("q=%22", json!({ "kind": "feed" }), 400),
        ("nonsense=1", json!({ "kind": "feed" }), 400),
        ("q=a", json!({ "kind": "mail", "to": "ana@desk.example" }), 409),
        ("q=a", json!({ "kind": "web-hook", "to": "file:///etc/passwd" }), 400),
        ("q=a", json!({ "kind": "web-hook" }), 400),
    ] {
        let answer = make(&json!({ "name": "x", "query": query, "channel": channel }));
        assert_eq!(answer.status, status, "{query} {channel}: {}", answer.body);
    }
    let mut other = made_up::reading(500);
    other.report.title = Some("Nothing of the kind".to_owned());
    let mut hit = made_up::reading_of(501, "A zeppelin of the army moved to the border on Monday.".to_owned());
    hit.report.title = Some("Up & <away>".to_owned());
    let mut store = house.store();
    store.put(&other, made_up::at()).unwrap();
    store.put(&hit, made_up::at()).unwrap();
    let told = told_to(&hook);
    assert_eq!(told["hits"].as_array().unwrap().len(), 1, "{told}");
    assert_eq!(told["hits"][0]["report_id"], hit.report.id.to_string());
    let path = format!("/api/v1/watches/{}/feed", feed.json()["id"].as_str().unwrap());
    let atom = house.get(&path, &cookie);
    assert!(atom.header("content-type").starts_with("application/atom+xml"));
    assert!(atom.body.contains("<title>Up &amp; &lt;away&gt;</title>"), "{}", atom.body);
    let end = Ask::new("DELETE", &format!("/api/v1/watches/{}", web_hook.json()["id"].as_str().unwrap())).own();
    let stranger = house.person(&cookie, "cy", "read");
    assert_eq!(house.send(&end.clone().cookie(&stranger)).status, 404, "it is another's");
    assert_eq!(house.send(&end.cookie(&cookie)).status, 200);
}

#[test]
fn all_that_came_in_at_once_is_told_or_counted() {
    // Fifty were told, and the others passed over without a word.
    let (hook, address) = hook();
    let house = house();
    let cookie = house.administrator();
    let watch = json!({ "name": "all", "query": "q=zeppelin", "channel": { "kind": "web-hook", "to": address } });
    assert_eq!(house.send(&Ask::post("/api/v1/watches", &watch).cookie(&cookie).own()).status, 201);
    let text = |n| format!("Zeppelin number {n} of the army moved to the border on Monday.");
    let hits: Vec<_> = (0..230).map(|n| made_up::reading_of(1000 + n, text(n))).collect();
    house.store().put_all(&hits, made_up::at()).unwrap();
    let told = told_to(&hook);
    assert_eq!((told["hits"].as_array().unwrap().len(), &told["n_more"]), (200, &json!(30)));
    // Nothing of it is told again.
    house.store().put(&made_up::reading_of(2000, text(2000)), made_up::at()).unwrap();
    let told = told_to(&hook);
    assert_eq!((told["hits"].as_array().unwrap().len(), &told["n_more"]), (1, &json!(0)));
}

#[test]
fn a_watch_that_cannot_be_asked_keeps_no_other_waiting() {
    let (hook, address) = hook();
    let house = house();
    let cookie = house.administrator();
    let mut store = house.store();
    let account = store.account("ana").unwrap().unwrap().key;
    // As one of another version might have it.
    let searches = [("first", "nonsense=1", "feed", ""), ("second", "q=zeppelin", "web-hook", address.as_str())];
    for (name, query, channel, address) in searches {
        let search = NewSearch { account, name, query, channel, address };
        store.save_search(&search, made_up::at()).unwrap();
    }
    let hit = made_up::reading_of(501, "A zeppelin of the army moved to the border.".to_owned());
    store.put(&hit, made_up::at()).unwrap();
    assert_eq!(told_to(&hook)["hits"][0]["report_id"], hit.report.id.to_string());
    let listed = house.get("/api/v1/watches", &cookie).json();
    let of = |name: &str| {
        let rows = listed["items"].as_array().unwrap();
        rows.iter().find(|row| row["name"] == name).unwrap()["last_error"].clone()
    };
    assert!(of("first").as_str().is_some_and(|reason| reason.contains("nonsense")), "{listed}");
    assert_eq!(of("second"), Value::Null);
}
