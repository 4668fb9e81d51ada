//! A server of its own for each test, on a port of its own, and a client that can say what a browser never would.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::must_use_candidate,
    clippy::format_push_string,
    reason = "each of those who share this uses a part of it, and a test may break off"
)]

#[path = "../../../vigie-store/examples/made_up/mod.rs"]
pub mod made_up;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::{Value, json};
use vigie::collect::ReaderSource;
use vigie_lang::fake;
use vigie_reader::knowledge::UserTables;
use vigie_server::{Patience, Server, Settings, Stopper};
use vigie_store::{Access, Store};

pub const PASSWORD: &str = "correct horse battery";

/// A server that runs until it is dropped.
pub struct House {
    pub folder: tempfile::TempDir,
    pub address: SocketAddr,
    pub welcome: Option<String>,
    stopper: Stopper,
    thread: Option<JoinHandle<()>>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

/// What is sent.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

impl House {
    /// A server over a store with `n` made-up reports.
    pub fn with_reports(n: u64) -> Self {
        Self::start(n, |_| {})
    }

    /// A server over a store with `n` made-up reports, with some settings otherwise.
    pub fn start(n: u64, change: impl FnOnce(&mut Settings)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("desk.db");
        if n > 0 {
            let mut open = Store::open(&store, Access::Create).unwrap();
            let readings: Vec<_> = (0..n).map(made_up::reading).collect();
            open.put_all(&readings, made_up::at()).unwrap();
            open.group_stories().unwrap();
        }
        let mut settings = Settings {
            store,
            listen: "127.0.0.1:0".parse().unwrap(),
            hosts: Vec::new(),
            behind_proxy: false,
            tls: None,
            problems: Vec::new(),
            reader: Arc::new(ReaderSource::new(|| Ok(fake::model()), UserTables::new())),
            reach: vigie::fetch::Guard::default(),
            mail: None,
            look: Some(Duration::from_millis(100)),
            patience: Patience {
                head: Duration::from_millis(700),
                body: Duration::from_millis(700),
                answer: Duration::from_secs(20),
            },
        };
        change(&mut settings);
        let server = Server::open(settings).unwrap();
        let (address, stopper) = (server.address().unwrap(), server.stopper());
        let welcome = server.welcome().map(str::to_owned);
        let thread = std::thread::spawn(move || server.run().unwrap());
        Self { folder, address, welcome, stopper, thread: Some(thread) }
    }

    /// The store, opened beside the server.
    pub fn store(&self) -> Store {
        Store::open(&self.folder.path().join("desk.db"), Access::Write).unwrap()
    }

    /// Makes the first account; gives its cookie.
    pub fn administrator(&self) -> String {
        let token = self.welcome.clone().unwrap();
        let body = json!({ "token": token, "name": "ana", "password": PASSWORD });
        let answer = self.send(&Ask::post("/api/v1/welcome", &body));
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.cookie().unwrap()
    }

    /// Makes an account and logs in; gives its cookie.
    pub fn person(&self, administrator: &str, name: &str, role: &str) -> String {
        let body = json!({ "name": name, "role": role, "password": PASSWORD });
        let answer = self.send(&Ask::post("/api/v1/users", &body).own().cookie(administrator));
        assert_eq!(answer.status, 201, "{}", answer.body);
        self.log_in(name, PASSWORD).cookie().unwrap()
    }

    pub fn log_in(&self, name: &str, password: &str) -> Answer {
        self.send(&Ask::post("/api/v1/session", &json!({ "name": name, "password": password })))
    }

    /// Asks for something in JSON.
    pub fn get(&self, path: &str, cookie: &str) -> Answer {
        self.send(&Ask::get(path).cookie(cookie))
    }

    /// Sends a request and waits for the answer.
    pub fn send(&self, ask: &Ask) -> Answer {
        self.send_raw(ask.text(self.address).as_bytes())
    }

    /// Sends bytes and waits for what comes back.
    pub fn send_raw(&self, bytes: &[u8]) -> Answer {
        Self::send_over(self.connect(), bytes)
    }

    /// A connection to it.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    /// Sends bytes over a connection and waits for what comes back.
    pub fn send_over(mut stream: impl Read + Write, bytes: &[u8]) -> Answer {
        // The server may have said no and closed before all was sent.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        Answer::parse(&String::from_utf8_lossy(&answer))
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.stopper.stop();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Ask {
    pub fn new(method: &str, path: &str) -> Self {
        Self { method: method.to_owned(), path: path.to_owned(), ..Self::default() }
    }

    pub fn get(path: &str) -> Self {
        Self::new("GET", path)
    }

    pub fn post(path: &str, body: &Value) -> Self {
        Self::new("POST", path).json(body)
    }

    pub fn json(mut self, body: &Value) -> Self {
        self.body = Some(body.to_string());
        self.header("content-type", "application/json")
    }

    /// A body as it stands.
    pub fn raw(mut self, body: &str) -> Self {
        self.body = Some(body.to_owned());
        self
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn cookie(self, cookie: &str) -> Self {
        self.header("cookie", cookie)
    }

    /// As a page of this server sends it.
    pub fn own(self) -> Self {
        self.header("sec-fetch-site", "same-origin")
    }

    pub fn text(&self, address: SocketAddr) -> String {
        let mut text = format!("{} {} HTTP/1.1\r\nconnection: close\r\n", self.method, self.path);
        if !self.headers.iter().any(|(name, _)| name == "host") {
            text.push_str(&format!("host: {address}\r\n"));
        }
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        let body = self.body.as_deref().unwrap_or("");
        if self.body.is_some() && !self.headers.iter().any(|(name, _)| name == "content-length") {
            text.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        text.push_str("\r\n");
        text.push_str(body);
        text
    }
}

impl Answer {
    fn parse(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
        let headers = lines.filter_map(|line| line.split_once(": ")).map(|(n, v)| (n.to_lowercase(), v.to_owned()));
        Self { status: status.unwrap_or(0), headers: headers.collect(), body: body.to_owned() }
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value)
    }

    /// The cookie that it sets, as it is sent back.
    pub fn cookie(&self) -> Option<String> {
        let cookie = self.header("set-cookie");
        cookie.split(';').next().filter(|cookie| !cookie.is_empty()).map(str::to_owned)
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// Whether it is a problem of the right form.
    pub fn is_problem(&self) -> bool {
        let body: Value = serde_json::from_str(&self.body).unwrap_or_default();
        self.header("content-type") == "application/problem+json"
            && body["status"] == self.status
            && ["type", "title", "detail", "code"]
                .iter()
                .all(|name| body[name].as_str().is_some_and(|text| !text.is_empty()))
    }
}
