//! Attacks: each thing that somebody could try on the server, tried over real HTTP.

#![allow(clippy::unwrap_used, reason = "a test may break off")]

mod house;

use std::io::{Read as _, Write as _};
use std::time::Duration;

use house::{Answer, Ask, House, PASSWORD};
use serde_json::json;

const REMARKS: &str = "/api/v1/remarks";

/// A remark that would go through if it were sent by a page of this server.
fn remark(target: &str) -> Ask {
    Ask::post(REMARKS, &json!({ "target": target, "kind": "tag", "tag": "seen" }))
}

fn first_report(house: &House, cookie: &str) -> String {
    house.get("/api/v1/reports?limit=1", cookie).json()["items"][0]["id"].as_str().unwrap().to_owned()
}

fn check(answer: &Answer, status: u16, code: &str) {
    assert_eq!(answer.status, status, "{}", answer.body);
    assert!(answer.is_problem(), "{answer:?}");
    assert_eq!(answer.json()["code"], code);
}

/// Whether something becomes true within some seconds.
fn soon(mut is_so: impl FnMut() -> bool) -> bool {
    (0..100).any(|_| {
        let is_now = is_so();
        if !is_now {
            std::thread::sleep(Duration::from_millis(100));
        }
        is_now
    })
}

#[test]
fn a_page_of_another_site_changes_nothing() {
    let house = House::with_reports(3);
    let cookie = house.administrator();
    let target = first_report(&house, &cookie);
    let with = |headers: &[(&str, &str)]| {
        let ask = remark(&target).cookie(&cookie);
        house.send(&headers.iter().fold(ask, |ask, (name, value)| ask.header(name, value)))
    };
    check(&with(&[("sec-fetch-site", "cross-site")]), 403, "foreign-page");
    check(&with(&[("sec-fetch-site", "same-site")]), 403, "foreign-page");
    check(&with(&[("origin", "http://evil.example")]), 403, "foreign-page");
    check(&with(&[("origin", "null")]), 403, "foreign-page");
    check(&with(&[]), 403, "foreign-page");
    // What a form of another site can send without asking first.
    for media_type in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
        let form = Ask::new("POST", REMARKS).cookie(&cookie).own().header("content-type", media_type);
        check(&house.send(&form.header("content-length", "0")), 415, "wrong-media-type");
    }
    let none = house.get(&format!("{REMARKS}?target={target}"), &cookie).json();
    assert_eq!(none["items"], json!([]), "nothing of all that went through");
    assert_eq!(house.send(&remark(&target).cookie(&cookie).own()).status, 201);
}

#[test]
fn every_answer_says_what_a_browser_may_do_with_it() {
    let house = House::with_reports(1);
    let cookie = house.administrator();
    let paths =
        ["/", "/nothing", "/api/v1/session", "/api/v1/reports", "/api/v1/nothing", "/healthz", "/api/v1/openapi.json"];
    for path in paths {
        let answer = house.get(path, &cookie);
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("frame-ancestors 'none'") && policy.contains("default-src 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{path}: {policy}");
    }
}

#[test]
fn scripts_in_what_others_write_stay_text() {
    let house = House::with_reports(0);
    let cookie = house.administrator();
    let script = "<script>alert(1)</script>";
    let body = json!({
        "text": format!("Police said {script} had fled. <img src=x onerror=alert(2)> stood there."),
        "title": script,
        "outlet": format!("\"><svg onload=alert(3)> {script}"),
        "published_at": "2022-06-01",
        "url": "https://example.org/<script>",
    });
    let added = house.send(&Ask::post("/api/v1/reports", &body).cookie(&cookie).own());
    assert_eq!(added.status, 201, "{}", added.body);
    let mut file = house::made_up::reading(7);
    file.report.source_file = Some("/etc/secret/<img src=x onerror=alert(4)>.txt".to_owned());
    file.report.url = Some("javascript:alert(5)".to_owned());
    house.store().put(&file, house::made_up::at()).unwrap();
    let id = added.json()["id"].as_str().unwrap().to_owned();
    let tag = json!({ "target": id, "kind": "tag", "tag": script });
    assert_eq!(house.send(&Ask::post(REMARKS, &tag).cookie(&cookie).own()).status, 201);
    for path in [
        format!("/api/v1/reports/{id}"),
        format!("/api/v1/reports/{}", file.report.id),
        "/api/v1/search?q=fled".to_owned(),
        format!("/api/v1/{script}"),
    ] {
        let answer = house.get(&path.replace(['<', '>'], "_"), &cookie);
        assert!(answer.header("content-type").starts_with("application/"), "{path}: {}", answer.header("content-type"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    }
    let shown = house.get(&format!("/api/v1/reports/{id}"), &cookie).json();
    assert_eq!(shown["title"], script, "text is kept as it is");
    let other = house.get(&format!("/api/v1/reports/{}", file.report.id), &cookie).json();
    assert_eq!(other["url"], json!(null), "an address that runs a script is no address");
    assert_eq!(
        other["source_file"], "<img src=x onerror=alert(4)>.txt",
        "folders of the server are no matter of who asks"
    );
    let bad = json!({ "text": "Police said so.", "url": "javascript:alert(1)" });
    check(&house.send(&Ask::post("/api/v1/reports", &bad).cookie(&cookie).own()), 400, "wrong-request");
}

#[test]
fn a_name_that_was_made_to_point_here_is_not_answered() {
    let house = House::start(1, |settings| settings.hosts = vec!["vigie.example.org".to_owned()]);
    let port = house.address.port();
    for host in [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        format!("127.0.0.1.evil.example:{port}"),
        String::new(),
    ] {
        check(&house.send(&Ask::get("/api/v1/session").header("host", &host)), 421, "wrong-host");
    }
    let twice = Ask::get("/").header("host", "localhost").header("host", "evil.example");
    check(&house.send(&twice), 421, "wrong-host");
    check(&house.send_raw(b"GET / HTTP/1.0\r\n\r\n"), 421, "wrong-host");
    for host in ["localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:80", "vigie.example.org", "Vigie.Example.Org:443"] {
        assert_eq!(house.send(&Ask::get("/api/v1/session").header("host", host)).status, 200, "{host}");
    }
}

#[test]
fn a_session_that_was_there_before_is_not_taken_over() {
    let house = House::with_reports(1);
    house.administrator();
    let planted = format!("vigie_session={}", "a".repeat(64));
    let ask = Ask::post("/api/v1/session", &json!({ "name": "ana", "password": PASSWORD }));
    let first = house.send(&ask.clone().cookie(&planted).own());
    assert_eq!(first.status, 200, "{}", first.body);
    let given = first.cookie().unwrap();
    assert_ne!(given, planted);
    for word in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(first.header("set-cookie").contains(word), "{word}");
    }
    assert_eq!(house.get("/api/v1/reports", &planted).status, 401);
    let second = house.send(&ask.cookie(&given).own()).cookie().unwrap();
    assert_ne!(second, given);
    assert_eq!(house.get("/api/v1/reports", &given).status, 401, "the session before has ended");
    assert_eq!(house.get("/api/v1/reports", &second).status, 200);
    assert_eq!(house.send(&Ask::new("DELETE", "/api/v1/session").cookie(&second).own()).status, 200);
    assert_eq!(house.get("/api/v1/reports", &second).status, 401, "logged out");
    let bytes = std::fs::read(house.folder.path().join("desk.db-wal")).unwrap_or_default();
    let secret = second.split_once('=').unwrap().1.as_bytes();
    assert!(!bytes.windows(secret.len()).any(|window| window == secret), "the store keeps no secret");
}

#[test]
fn passwords_cannot_be_tried_one_after_the_other() {
    let house = House::with_reports(0);
    house.administrator();
    let mut statuses: Vec<u16> = (0..5).map(|n| house.log_in("ana", &format!("wrong password {n}")).status).collect();
    statuses.dedup();
    assert_eq!(statuses, [401]);
    let refused = house.log_in("ana", PASSWORD);
    check(&refused, 429, "too-many-tries");
    assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1);
}

#[test]
fn a_name_that_is_tried_makes_no_lines_in_the_log() {
    let house = House::with_reports(0);
    let cookie = house.administrator();
    let name = format!("eve\n2026-11-30 ana login 127.0.0.1 {}", "y".repeat(40_000));
    check(&house.log_in(&name, "wrong password"), 401, "wrong-password");
    let log = house.get("/api/v1/audit", &cookie).json();
    let row = log["items"].as_array().unwrap().iter().find(|row| row["action"] == "login-refused").unwrap();
    let author = row["author"].as_str().unwrap();
    assert!(author.starts_with("eve") && author.chars().count() == 64, "{author}");
    assert!(!author.chars().any(char::is_control), "{author:?}");
}

#[test]
fn a_wrong_name_looks_like_a_wrong_password() {
    let house = House::with_reports(0);
    house.administrator();
    let (wrong, nobody) = (house.log_in("ana", "wrong password"), house.log_in("nobody", "wrong password"));
    assert_eq!((wrong.status, wrong.body), (nobody.status, nobody.body));
}

#[test]
fn no_path_leads_into_the_file_system() {
    let house = House::with_reports(0);
    for path in [
        "/../Cargo.toml",
        "/../../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/assets/../../Cargo.toml",
        "//etc/passwd",
        "/\\..\\..\\etc\\passwd",
        "/assets/%00",
    ] {
        let answer = house.send(&Ask::get(path));
        assert!([400, 404].contains(&answer.status), "{path}: {}", answer.status);
        assert!(!answer.body.contains("root:") && !answer.body.contains("[package]"), "{path}");
    }
}

#[test]
fn bodies_are_bounded_in_length_and_time() {
    let house = House::with_reports(0);
    let cookie = house.administrator();
    let long = json!({ "target": "a".repeat(100_000), "kind": "tag", "tag": "x" });
    check(&house.send(&Ask::post(REMARKS, &long).cookie(&cookie).own()), 413, "too-large");
    let claimed = remark("a").cookie(&cookie).own().header("content-length", "99999999");
    check(&house.send(&claimed), 408, "too-slow");
    let chunks = format!(
        "POST {REMARKS} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncookie: {cookie}\r\nsec-fetch-site: same-origin\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n186A0\r\n{}\r\n",
        house.address,
        " ".repeat(100_000)
    );
    check(&house.send_raw(chunks.as_bytes()), 413, "too-large");
    // A head that never ends gets no answer but an end.
    let begun = jiff::Timestamp::now();
    let answer = house.send_raw(b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: ");
    assert!(answer.status == 0 || answer.status == 408, "{answer:?}");
    assert!(jiff::Timestamp::now().duration_since(begun).as_secs() < 5);
    let many = (0..2000).fold(Ask::get("/"), |ask, n| ask.header(&format!("x-{n}"), &"y".repeat(100)));
    assert!([400, 431].contains(&house.send(&many).status));
}

#[test]
fn who_may_not_ask_is_not_waited_for() {
    // Bodies were read before it was known who sends them: eight megabytes each, of anybody.
    let house = House::with_reports(0);
    let reader = {
        let ana = house.administrator();
        house.person(&ana, "cy", "read")
    };
    let endless = Ask::post("/api/v1/reports", &json!({ "text": "x" })).header("content-length", "8000000");
    check(&house.send(&endless), 401, "not-logged-in");
    check(&house.send(&endless.clone().cookie(&reader).own()), 403, "forbidden");
    // Who sends more than a connection holds comes to read why not.
    let long = Ask::post("/api/v1/reports", &json!({ "text": "x".repeat(60_000) }));
    check(&house.send(&long), 401, "not-logged-in");
}

#[test]
fn who_takes_nothing_of_an_answer_is_let_go() {
    const N: usize = 150;
    // The description of the API is some hundred kilobytes: more than the system keeps for a connection, if often asked for.
    let ask = "GET /api/v1/openapi.json HTTP/1.1\r\nhost: localhost\r\n\r\n".repeat(N - 1);
    let taken = |patience: Duration| {
        let house = House::start(0, |settings| settings.patience.answer = patience);
        let mut stream = house.connect();
        let last = Ask::get("/api/v1/openapi.json").text(house.address);
        stream.write_all(format!("{ask}{last}").as_bytes()).unwrap();
        std::thread::sleep(Duration::from_secs(3));
        let mut came = Vec::new();
        let _ = stream.read_to_end(&mut came);
        String::from_utf8_lossy(&came).matches("HTTP/1.1 200 OK").count()
    };
    assert!(taken(Duration::from_millis(300)) < N, "it was waited for");
    assert_eq!(taken(Duration::from_secs(30)), N, "who is only slow gets all of it");
}

#[test]
fn one_account_has_so_many_streams_and_no_more() {
    let house = House::with_reports(1);
    let ana = house.administrator();
    let bo = house.person(&ana, "bo", "read");
    let listen = |cookie: &str| {
        let mut stream = house.connect();
        write!(stream, "GET /api/v1/stream HTTP/1.1\r\nhost: localhost\r\ncookie: {cookie}\r\n\r\n").unwrap();
        let mut head = [0; 12];
        stream.read_exact(&mut head).unwrap();
        (String::from_utf8_lossy(&head[9..]).into_owned(), stream)
    };
    let mut open: Vec<_> = (0..32).map(|_| listen(&ana)).collect();
    assert!(open.iter().all(|(status, _)| status == "200"));
    check(&house.get("/api/v1/stream", &ana), 429, "too-many-streams");
    assert_eq!(listen(&bo).0, "200", "another account has its own");
    open.pop();
    assert!(soon(|| listen(&ana).0 == "200"), "who closes one may open another");
}

#[test]
fn one_address_has_so_many_connections_and_no_more() {
    let idle = |house: &House, n: usize| (0..n).map(|_| house.connect()).collect::<Vec<_>>();
    let patience = |settings: &mut vigie_server::Settings| settings.patience.head = Duration::from_mins(1);
    let house = House::start(0, patience);
    let mut open = idle(&house, 128);
    assert!(soon(|| house.send(&Ask::get("/healthz")).status == 0), "one more is not answered");
    open.truncate(120);
    assert!(soon(|| house.send(&Ask::get("/healthz")).status == 200), "until others are gone");
    // Behind a proxy all have its address.
    let house = House::start(0, |settings| {
        patience(settings);
        settings.behind_proxy = true;
    });
    let _open = idle(&house, 200);
    assert_eq!(house.send(&Ask::get("/healthz")).status, 200);
}

#[test]
fn those_who_send_reports_do_not_keep_those_who_read_waiting() {
    let (go, wait) = std::sync::mpsc::channel::<()>();
    let wait = std::sync::Mutex::new(wait);
    let house = House::start(3, |settings| {
        // The first report waits for its model.
        let slow = move || {
            let _ = wait.lock().unwrap().recv();
            Ok(vigie_lang::fake::model())
        };
        let tables = vigie_reader::knowledge::UserTables::new();
        settings.reader = std::sync::Arc::new(vigie::collect::ReaderSource::new(slow, tables));
    });
    let cookie = house.administrator();
    std::thread::scope(|scope| {
        let send = |n: usize| {
            let report = json!({ "text": format!("Police {n} said so."), "title": "One of many" });
            house.send(&Ask::post("/api/v1/reports", &report).cookie(&cookie).own())
        };
        let senders: Vec<_> = (0..10).map(|n| scope.spawn(move || send(n))).collect();
        std::thread::sleep(Duration::from_secs(1));
        let read = house.get("/api/v1/reports", &cookie);
        let are_waiting = senders.iter().all(|sender| !sender.is_finished());
        drop(go);
        assert_eq!(read.status, 200, "{}", read.body);
        assert!(are_waiting, "one of them was answered: nobody was kept waiting");
    });
}

#[test]
fn nobody_sees_anything_without_an_account_and_the_link_works_once() {
    let house = House::with_reports(2);
    let wrong = json!({ "token": "0".repeat(64), "name": "eve", "password": PASSWORD });
    check(&house.send(&Ask::post("/api/v1/welcome", &wrong)), 403, "forbidden");
    let cookie = house.administrator();
    let again = json!({ "token": house.welcome.clone().unwrap(), "name": "eve", "password": PASSWORD });
    check(&house.send(&Ask::post("/api/v1/welcome", &again)), 403, "forbidden");
    let document = house.get("/api/v1/openapi.json", &cookie).json();
    let mut open = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let ask = Ask::new(&method.to_uppercase(), &path.replace(['{', '}'], "")).own();
            let ask = if matches!(method.as_str(), "post" | "put") { ask.json(&json!({})) } else { ask };
            let answer = house.send(&ask);
            if operation["x-vigie-role"] == "nobody" {
                open.push(format!("{method} {path}"));
                continue;
            }
            check(&answer, 401, "not-logged-in");
        }
    }
    open.sort();
    let meant = [
        "delete /api/v1/session",
        "get /api/v1/healthz",
        "get /api/v1/session",
        "post /api/v1/session",
        "post /api/v1/welcome",
    ];
    assert_eq!(open, meant);
}

#[test]
fn each_role_does_what_it_may_and_no_more() {
    let house = House::with_reports(3);
    let ana = house.administrator();
    let (bo, cy) = (house.person(&ana, "bo", "judge"), house.person(&ana, "cy", "read"));
    let document = house.get("/api/v1/openapi.json", &ana).json();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let need = operation["x-vigie-role"].as_str().unwrap();
            let refused: &[&str] = match need {
                "judge" => &[&cy],
                "administer" => &[&bo, &cy],
                _ => &[],
            };
            for cookie in refused {
                let ask = Ask::new(&method.to_uppercase(), &path.replace(['{', '}'], "")).own().cookie(cookie);
                let ask = if matches!(method.as_str(), "post" | "put") { ask.json(&json!({})) } else { ask };
                check(&house.send(&ask), 403, "forbidden");
            }
        }
    }
    let target = first_report(&house, &cy);
    assert_eq!(house.send(&remark(&target).cookie(&bo).own()).status, 201);
    let log = house.get("/api/v1/audit", &ana).json();
    let actions: Vec<&str> =
        log["items"].as_array().unwrap().iter().map(|row| row["action"].as_str().unwrap()).collect();
    assert!(actions.contains(&"tag") && actions.contains(&"add-user"), "{actions:?}");
}

#[test]
fn tokens_have_their_bounds() {
    let house = House::with_reports(3);
    let ana = house.administrator();
    let bo = house.person(&ana, "bo", "judge");
    let ask = |role: &str, days: i64, cookie: &str| {
        house.send(
            &Ask::post("/api/v1/tokens", &json!({ "name": "cron", "role": role, "days": days })).cookie(cookie).own(),
        )
    };
    check(&ask("administer", 1, &bo), 403, "forbidden");
    check(&ask("read", 0, &bo), 400, "wrong-parameter");
    check(&ask("read", 5000, &bo), 400, "wrong-parameter");
    let made = ask("read", 30, &bo);
    assert_eq!(made.status, 201, "{}", made.body);
    let bearer = format!("Bearer {}", made.json()["token"].as_str().unwrap());
    let with = |ask: Ask| house.send(&ask.header("authorization", &bearer));
    assert_eq!(with(Ask::get("/api/v1/reports")).status, 200);
    let target = first_report(&house, &ana);
    check(&with(remark(&target)), 403, "forbidden");
    check(&with(Ask::post("/api/v1/tokens", &json!({ "name": "more", "role": "read", "days": 1 }))), 403, "forbidden");
    check(&house.send(&Ask::get("/api/v1/reports").header("authorization", "Bearer nonsense")), 401, "not-logged-in");
    // The secret of a session is no token, and the other way round.
    let session = bo.split_once('=').unwrap().1;
    check(
        &house.send(&Ask::get("/api/v1/reports").header("authorization", &format!("Bearer {session}"))),
        401,
        "not-logged-in",
    );
    let as_cookie = format!("vigie_session={}", made.json()["token"].as_str().unwrap());
    assert_eq!(house.get("/api/v1/reports", &as_cookie).status, 401);
    let listed = house.get("/api/v1/tokens", &ana);
    assert!(!listed.body.contains(made.json()["token"].as_str().unwrap()), "a secret is shown once");
    let id = made.json()["id"].as_i64().unwrap();
    let end = Ask::new("DELETE", &format!("/api/v1/tokens/{id}")).own();
    let cy = house.person(&ana, "cy", "read");
    check(&house.send(&end.clone().cookie(&cy)), 404, "not-found");
    assert_eq!(house.send(&end.cookie(&bo)).status, 200);
    check(&with(Ask::get("/api/v1/reports")), 401, "not-logged-in");
    // Whose account is closed is out at once.
    assert_eq!(house.send(&Ask::new("DELETE", "/api/v1/users/bo").own().cookie(&ana)).status, 200);
    assert_eq!(house.get("/api/v1/reports", &bo).status, 401);
    check(&house.send(&Ask::new("DELETE", "/api/v1/users/ana").own().cookie(&ana)), 409, "refused");
}

#[test]
fn others_are_not_let_in_without_tls() {
    let folder = tempfile::tempdir().unwrap();
    let reader = || {
        std::sync::Arc::new(vigie::collect::ReaderSource::new(
            || Ok(vigie_lang::fake::model()),
            vigie_reader::knowledge::UserTables::new(),
        ))
    };
    let settings = |behind_proxy| vigie_server::Settings {
        store: folder.path().join("desk.db"),
        listen: "0.0.0.0:0".parse().unwrap(),
        hosts: Vec::new(),
        behind_proxy,
        tls: None,
        problems: Vec::new(),
        reader: reader(),
        reach: vigie::fetch::Guard::default(),
        mail: None,
        look: None,
        patience: vigie_server::Patience::default(),
    };
    assert!(matches!(vigie_server::Server::open(settings(false)), Err(vigie_server::ServeError::Open { .. })));
    assert!(vigie_server::Server::open(settings(true)).is_ok());
}

#[test]
fn a_web_hook_reaches_nothing_of_our_own_network() {
    let inside = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = inside.local_addr().unwrap().port();
    let house = House::with_reports(2);
    let cookie = house.administrator();
    let make = |to: &str| {
        let body = json!({ "name": "x", "query": "q=zeppelin", "channel": { "kind": "web-hook", "to": to } });
        house.send(&Ask::post("/api/v1/watches", &body).cookie(&cookie).own())
    };
    // What is written out is refused at once.
    for host in [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "169.254.169.254",
        "10.0.0.1",
        "192.168.1.1",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
    ] {
        let answer = make(&format!("http://{host}:{port}/"));
        assert_eq!(answer.status, 400, "{host}: {}", answer.body);
    }
    // One that came into the store by another way is judged again when the hit is told.
    let mut store = house.store();
    let account = store.account("ana").unwrap().unwrap().key;
    let address = format!("http://localhost:{port}/");
    let search =
        vigie_store::NewSearch { account, name: "x", query: "q=zeppelin", channel: "web-hook", address: &address };
    store.save_search(&search, house::made_up::at()).unwrap();
    let hit = house::made_up::reading_of(501, "A zeppelin of the army moved to the border.".to_owned());
    house.store().put(&hit, house::made_up::at()).unwrap();
    let told = (0..100).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        let listed = house.get("/api/v1/watches", &cookie).json();
        listed["items"][0]["last_error"].as_str().map(str::to_owned)
    });
    assert!(told.as_deref().is_some_and(|reason| reason.contains("not on the open network")), "{told:?}");
    inside.set_nonblocking(true).unwrap();
    assert!(inside.accept().is_err(), "nobody has knocked there");
}
