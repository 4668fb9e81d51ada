//! Whole rounds against a server of this machine.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use vigie_lang::fake;
use vigie_reader::knowledge::UserTables;

use super::*;
use crate::collect::{Became, Collector, ReaderSource};

/// The fields of a head, their names in small letters.
type Fields = BTreeMap<String, String>;

/// What the server was asked: the path, and the fields of the head.
type Asked = (String, Fields);

/// What a server answers; what it has no answer to is not found.
type Respond = dyn Fn(&str, &Fields) -> Option<Answer> + Send + Sync;

/// A server that answers as a function says, and remembers what it was asked. It ends with the tests.
struct Server {
    base: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

/// What the server sends: the whole answer, or bytes without an end.
enum Answer {
    Whole(Vec<u8>),
    Endless(Vec<u8>),
}

fn answer(status: &str, fields: &str, body: &[u8]) -> Answer {
    let head = format!("HTTP/1.1 {status}\r\n{fields}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    let mut whole = head.into_bytes();
    whole.extend_from_slice(body);
    Answer::Whole(whole)
}

fn page(words: &str) -> Answer {
    let text = format!(
        "<html><head><title>{words}</title></head><body><article><h1>{words}</h1>\
         <p>{words} moved towards the border on Monday, the ministry of defence said in a statement.</p>\
         <p>Officials in the capital declined to say how many had been sent, or for how long they would stay.</p>\
         <p>Neighbouring countries called for calm, and said that they would raise the matter at the council.</p></article></body></html>"
    );
    answer("200 OK", "Content-Type: text/html; charset=utf-8\r\n", text.as_bytes())
}

impl Server {
    fn start(respond: impl Fn(&str, &Fields) -> Option<Answer> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (noted, respond) = (Arc::clone(&asked), Arc::new(respond));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (noted, respond) = (Arc::clone(&noted), Arc::clone(&respond));
                std::thread::spawn(move || serve(stream, &noted, &*respond));
            }
        });
        Self { base, asked }
    }

    fn url(&self, path: &str) -> WebUrl {
        format!("{}{path}", self.base).parse().unwrap()
    }

    /// The paths that were asked for, without those of rules.
    fn paths(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked.iter().map(|(path, _)| path.clone()).filter(|path| path != "/robots.txt").collect()
    }
}

fn serve(mut stream: TcpStream, noted: &Mutex<Vec<Asked>>, respond: &Respond) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
    let Some(first) = lines.next() else { return };
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let fields: Fields = lines
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_once(": ").map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())))
        .collect();
    let response = respond(&path, &fields);
    noted.lock().unwrap().push((path, fields));
    match response.unwrap_or_else(|| answer("404 Not Found", "", b"nothing here")) {
        Answer::Whole(whole) => drop(stream.write_all(&whole)),
        Answer::Endless(more) => while stream.write_all(&more).is_ok() {},
    }
}

/// Time that goes by at once.
struct Fast(Mutex<(Timestamp, SignedDuration)>);

impl Fast {
    fn new() -> Self {
        Self(Mutex::new(("2022-06-01T00:00:00Z".parse().unwrap(), SignedDuration::ZERO)))
    }

    fn waited(&self) -> SignedDuration {
        self.0.lock().unwrap().1
    }
}

impl Clock for Fast {
    fn now(&self) -> Timestamp {
        self.0.lock().unwrap().0
    }

    fn wait(&self, time: SignedDuration) {
        let mut state = self.0.lock().unwrap();
        state.0 += time;
        state.1 += time;
    }
}

fn client() -> Client {
    Client::with_patience(Guard::allowing(["127.0.0.1"]).unwrap(), Duration::from_secs(10))
}

fn visit(url: &WebUrl) -> Result<(WebUrl, Response), FetchError> {
    let (client, clock) = (client(), Fast::new());
    Visitor::new(&client, &clock, Manners::default()).visit(&Request::of(url.clone()))
}

#[test]
fn what_must_not_be_reached_is_refused_in_every_way_of_writing() {
    let open = Client::new(Guard::default());
    for text in [
        "http://127.0.0.1:9/",
        "http://localhost:9/",
        "http://[::1]:9/",
        "http://[::ffff:127.0.0.1]:9/",
        "http://[::ffff:a9fe:a9fe]/latest/meta-data/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[fd00:ec2::254]/",
        "http://0.0.0.0:9/",
    ] {
        let url: WebUrl = text.parse().unwrap();
        let found = open.ask(&Request::of(url));
        assert!(matches!(found, Err(FetchError::Refused(_))), "{text}: {found:?}");
    }
    // Other notations do not even become addresses.
    for text in ["http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://localhost./", "http://127.1/"] {
        assert!(text.parse::<WebUrl>().is_err(), "{text}");
    }
}

#[test]
fn a_name_is_judged_by_the_address_that_is_connected_to() {
    use ureq::unversioned::resolver::Resolver as _;
    // Whatever a name stands for goes by the resolver: here by one that a client without the first look would ask.
    let guard = Guard::default();
    let judged = super::client::judged(guard);
    let config = ureq::config::Config::default();
    let timeout = ureq::unversioned::transport::NextTimeout::default();
    for text in ["http://localhost:9/", "http://127.0.0.1:9/", "http://2130706433:9/", "http://0x7f.1:9/"] {
        let found = judged.resolve(&text.parse().unwrap(), &config, timeout);
        assert!(found.is_err(), "{text}: {found:?}");
    }
}

#[test]
fn redirects_are_followed_and_judged_one_by_one() {
    let server = Server::start(|path, _| {
        let to = |place: &str| Some(answer("302 Found", &format!("Location: {place}\r\n"), b""));
        match path {
            "/a" => to("/b"),
            "/b" => to("c?x=1"),
            "/c?x=1" => Some(page("Troops")),
            "/circle" => to("/circle2"),
            "/circle2" => to("/circle"),
            "/metadata" => to("http://169.254.169.254/latest/meta-data/"),
            "/decimal" => to("http://2130706433/"),
            "/inside" => to("http://127.0.0.2/"),
            "/file" => to("file:///etc/passwd"),
            "/nowhere" => Some(answer("301 Moved Permanently", "", b"")),
            path if path.starts_with("/on") => to(&format!("{path}x")),
            _ => None,
        }
    });
    let found = |path| visit(&server.url(path)).map(|(url, _)| url.path().to_owned());
    assert_eq!(found("/a"), Ok("/c?x=1".to_owned()));
    assert_eq!(found("/circle"), Err(FetchError::Circle));
    assert_eq!(found("/on"), Err(FetchError::Redirects { most: 5 }));
    assert!(matches!(found("/metadata"), Err(FetchError::Refused(_))));
    assert!(matches!(found("/inside"), Err(FetchError::Refused(_))));
    assert!(matches!(found("/decimal"), Err(FetchError::Url(_))));
    assert!(matches!(found("/file"), Err(FetchError::Url(_))));
    assert!(matches!(found("/nowhere"), Err(FetchError::Status { status: 301, .. })));
}

#[test]
fn rules_of_robots_are_kept_to_and_hosts_have_their_turns() {
    let server = Server::start(|path, _| match path {
        "/robots.txt" => Some(answer("200 OK", "", b"User-agent: *\nDisallow: /private\nCrawl-delay: 7")),
        _ => Some(page("Troops")),
    });
    let (client, clock) = (client(), Fast::new());
    let visitor = Visitor::new(&client, &clock, Manners::default());
    assert!(visitor.visit(&Request::of(server.url("/1"))).is_ok());
    assert!(visitor.visit(&Request::of(server.url("/2"))).is_ok());
    let refused = visitor.visit(&Request::of(server.url("/private/3")));
    assert!(matches!(refused, Err(FetchError::Robots { .. })), "{refused:?}");
    assert_eq!(server.paths(), ["/1", "/2"]);
    assert_eq!(clock.waited(), SignedDuration::from_secs(1 + 7));
    let broken = Server::start(|path, _| match path {
        "/robots.txt" => Some(answer("500 Internal Server Error", "", b"")),
        _ => Some(page("Troops")),
    });
    assert!(matches!(visit(&broken.url("/1")), Err(FetchError::NoRobots { .. })));
    assert_eq!(broken.paths(), Vec::<String>::new(), "where the rules cannot be read, nothing is");
}

#[test]
fn what_may_pass_is_tried_again_and_not_for_ever() {
    let server = Server::start(|path, _| match path {
        "/busy" => Some(answer("429 Too Many Requests", "Retry-After: 5\r\n", b"")),
        "/later" => Some(answer("503 Service Unavailable", "Retry-After: 3600\r\n", b"")),
        "/broken" => Some(answer("500 Internal Server Error", "", b"")),
        _ => None,
    });
    let (client, clock) = (client(), Fast::new());
    let visitor = Visitor::new(&client, &clock, Manners { delay: SignedDuration::ZERO, ..Manners::default() });
    let tried = |path: &str| {
        let before = (server.paths().len(), clock.waited());
        let error = visitor.visit(&Request::of(server.url(path))).unwrap_err();
        (error, server.paths().len() - before.0, clock.waited() - before.1)
    };
    let status = |status, retry_after| FetchError::Status { status, retry_after };
    let secs = SignedDuration::from_secs;
    assert_eq!(tried("/busy"), (status(429, Some(secs(5))), 3, secs(10)));
    assert_eq!(tried("/later"), (status(503, Some(secs(3600))), 1, secs(0)), "an hour is not waited for");
    let (error, n_tries, waited) = tried("/broken");
    assert_eq!((error, n_tries), (status(500, None), 3));
    assert!(waited >= secs(3) && waited <= secs(9), "2 and 4 seconds, half as long or half as long again: {waited}");
    assert_eq!(tried("/missing"), (status(404, None), 1, secs(0)));
}

#[test]
fn bodies_without_an_end_and_silent_servers_are_left() {
    let server = Server::start(|path, _| match path {
        "/endless" => {
            Some(Answer::Endless(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>on and on</p>".repeat(200)))
        }
        "/silent" => {
            std::thread::sleep(Duration::from_secs(20));
            None
        }
        _ => None,
    });
    let url = server.url("/endless");
    let request = Request { most_bytes: 1 << 20, ..Request::of(url) };
    let (client, clock) = (client(), Fast::new());
    let manners = Manners { n_tries: 1, ..Manners::default() };
    let found = Visitor::new(&client, &clock, manners).visit(&request);
    assert_eq!(found.unwrap_err(), FetchError::TooLong { most: 1 << 20 });
    let hasty = Client::with_patience(Guard::allowing(["127.0.0.1"]).unwrap(), Duration::from_millis(300));
    assert_eq!(hasty.ask(&Request::of(server.url("/silent"))), Err(FetchError::Timeout));
}

/// A store of a desk, its collector, and the folder that goes away.
fn desk() -> (tempfile::TempDir, Collector) {
    let folder = tempfile::tempdir().unwrap();
    let reader = ReaderSource::new(|| Ok(fake::model()), UserTables::new());
    let collector = Collector::open(&folder.path().join("desk.db"), Arc::new(reader)).unwrap();
    (folder, collector)
}

/// Goes a round, and gives what was told, a line each.
fn round(collector: &mut Collector, clock: &Fast, wanted: Vec<Wanted>, base: &str) -> Vec<String> {
    let client = client();
    let visitor = Visitor::new(&client, clock, Manners { n_tries: 1, ..Manners::default() });
    let n = std::num::NonZeroUsize::new(3).unwrap();
    let mut lines = Vec::new();
    let mut tell = |told| {
        lines.push(match told {
            Told::Visited { url, n_articles } => format!("{url} names {n_articles}"),
            Told::Unchanged { url } => format!("{url} unchanged"),
            Told::Failed { url, reason } => format!("{url} failed: {reason}"),
            Told::Missed { url, reason } => format!("{url} missed: {reason}"),
            Told::Kept { url, became, instead } => {
                let became = match became {
                    Became::Added { .. } => "added",
                    Became::Replaced { .. } => "replaced",
                    Became::Known { .. } => "known",
                    Became::Refused { .. } => "refused",
                };
                format!("{url} {became}{}", instead.map_or(String::new(), |reason| format!(": {reason}")))
            }
        });
    };
    Round::new(&visitor, collector, n, n).go(wanted, &mut tell).unwrap();
    lines.into_iter().map(|line| line.replace(base, "")).collect()
}

const ITEM: &str = "<item><title>Title of NAME</title><link>BASE/NAME</link><pubDate>Wed, 01 Jun 2022 09:30:00 GMT</pubDate>\
                    <description>The feed says of NAME that troops moved to the border.</description></item>";

fn feed(base: &str, names: &[&str]) -> Vec<u8> {
    let items: String = names.iter().map(|name| ITEM.replace("NAME", name).replace("BASE", base)).collect();
    format!("<rss version='2.0'><channel><title>Example Wire</title>{items}</channel></rss>").into_bytes()
}

#[test]
fn a_feed_is_asked_for_what_is_new_and_its_articles_are_fetched_once() {
    let state = Arc::new(Mutex::new((1, false)));
    let shared = Arc::clone(&state);
    let server = Server::start(move |path, fields| {
        let (version, is_open) = *shared.lock().unwrap();
        let host = format!("http://{}", fields["host"]);
        match path {
            "/feed" if fields.get("if-none-match").map(String::as_str) == Some(&format!("\"v{version}\"")) => {
                Some(answer("304 Not Modified", "", b""))
            }
            "/feed" => {
                let names: &[&str] = if version == 1 { &["one", "two"] } else { &["three", "one", "two"] };
                Some(answer("200 OK", &format!("ETag: \"v{version}\"\r\n"), &feed(&host, names)))
            }
            "/two" if !is_open => Some(answer("403 Forbidden", "", b"")),
            "/one" | "/two" | "/three" => Some(page(&format!("Troops of {path}"))),
            _ => None,
        }
    });
    let (_folder, mut collector) = desk();
    let clock = Fast::new();
    let url = server.url("/feed").to_string();
    collector.store_mut().add_source(&url, "feed", SignedDuration::from_hours(1), clock.now()).unwrap();
    let due = |collector: &Collector, clock: &Fast| {
        Wanted::of_store(collector.store().sources().unwrap(), clock.now(), false)
    };

    let wanted = due(&collector, &clock);
    let told = round(&mut collector, &clock, wanted, &server.base);
    let forbidden = "the server answers with 403 (not for everybody)";
    assert_eq!(told, ["/feed names 2".to_owned(), "/one added".to_owned(), format!("/two added: {forbidden}")]);
    let [source] = collector.store().sources().unwrap().try_into().unwrap();
    assert_eq!((source.kind.as_str(), source.name.as_str(), source.n_added), ("feed", "Example Wire", 2));
    assert_eq!(source.visit.etag.as_deref(), Some("\"v1\""));
    let mut of_feed = None;
    collector
        .store()
        .each_reading(|reading| {
            if reading.report.url.as_deref().is_some_and(|url| url.ends_with("/two")) {
                of_feed = Some(reading.report);
            }
            true
        })
        .unwrap();
    let of_feed = of_feed.unwrap();
    assert!(of_feed.text.starts_with("The feed says of two") && of_feed.outlet.as_deref() == Some("Example Wire"));
    assert!(of_feed.notes.iter().any(|note| note.message.contains("403")), "{:?}", of_feed.notes);

    assert_eq!(due(&collector, &clock), [], "it was visited a moment ago");
    clock.wait(SignedDuration::from_hours(1));
    // Nothing is new but that the article which could not be had can be now: it takes the place of what the feed had.
    state.lock().unwrap().1 = true;
    let wanted = due(&collector, &clock);
    assert_eq!(round(&mut collector, &clock, wanted, &server.base), ["/feed unchanged", "/two replaced"]);

    clock.wait(SignedDuration::from_hours(1));
    state.lock().unwrap().0 = 2;
    let wanted = due(&collector, &clock);
    assert_eq!(round(&mut collector, &clock, wanted, &server.base), ["/feed names 1", "/three added"]);
    let n_asked = |path: &str| server.paths().iter().filter(|asked| *asked == path).count();
    assert_eq!((n_asked("/feed"), n_asked("/one"), n_asked("/two"), n_asked("/three")), (3, 1, 2, 1));
}

#[test]
fn an_entry_without_a_link_is_what_its_feed_has() {
    let said = Arc::new(Mutex::new("Troops moved to the border at dawn."));
    let now_said = Arc::clone(&said);
    let server = Server::start(move |path, _| match path {
        "/notices" => {
            let said = now_said.lock().unwrap();
            let feed = format!(
                "<rss><channel><title>Notices</title><item><guid isPermaLink='false'>notice 7</guid><title>Notice</title><description>{said}</description></item>\
                 <item><guid>empty</guid></item></channel></rss>"
            );
            Some(answer("200 OK", "Content-Type: application/rss+xml\r\n", feed.as_bytes()))
        }
        _ => None,
    });
    let (_folder, mut collector) = desk();
    let clock = Fast::new();
    let url = server.url("/notices").to_string();
    collector.store_mut().add_source(&url, "feed", SignedDuration::from_hours(1), clock.now()).unwrap();
    let mut next = || {
        let wanted = Wanted::of_store(collector.store().sources().unwrap(), clock.now(), false);
        let told = round(&mut collector, &clock, wanted, &server.base);
        clock.wait(SignedDuration::from_hours(1));
        told
    };
    assert_eq!(next(), ["/notices names 1", "/notices#notice%207 added"]);
    assert_eq!(next(), ["/notices names 0"], "what did not change is not kept again");
    *said.lock().unwrap() = "Troops moved back from the border at noon.";
    assert_eq!(next(), ["/notices names 1", "/notices#notice%207 replaced"]);
    assert_eq!(
        server.paths().iter().filter(|path| *path == "/notices").count(),
        3,
        "nothing but the feed is asked for"
    );
}

#[test]
fn a_source_that_fails_is_left_alone_and_says_why() {
    let server = Server::start(|path, _| match path {
        "/busy" => Some(answer("503 Service Unavailable", "Retry-After: 7200\r\n", b"")),
        "/page" => Some(page("No feed")),
        _ => None,
    });
    let (_folder, mut collector) = desk();
    let clock = Fast::new();
    for path in ["/busy", "/gone", "/page"] {
        let url = server.url(path).to_string();
        collector.store_mut().add_source(&url, "feed", SignedDuration::from_hours(1), clock.now()).unwrap();
    }
    let wanted = Wanted::of_store(collector.store().sources().unwrap(), clock.now(), false);
    let told = round(&mut collector, &clock, wanted, &server.base);
    assert_eq!(
        told,
        [
            "/busy failed: the server answers with 503 (a fault of the server)",
            "/gone failed: the server answers with 404 (not found)",
            "/page failed: this is no feed",
        ]
    );
    let now = clock.now();
    let sources = collector.store().sources().unwrap();
    let waits: Vec<i64> =
        sources.iter().map(|source| source.visit.next_try.unwrap().duration_since(now).as_mins()).collect();
    assert_eq!(waits, [120, 5, 5]);
    assert!(sources.iter().all(|source| source.visit.last_success.is_none() && source.visit.n_failures == 1));
}

#[test]
fn pages_are_read_in_their_encoding_and_wrong_ones_do_no_harm() {
    let server = Server::start(|path, _| {
        let head = "<html><head><title>Grenze</title></head><body><article><p>";
        let tail = " moved towards the border on Monday, the ministry of defence said in a long statement.</p>\
                    <p>Officials in the capital declined to say how many had been sent there.</p></article></body></html>";
        let body = |name: &[u8]| [head.as_bytes(), name, tail.as_bytes()].concat();
        match path {
            "/latin" => Some(answer("200 OK", "Content-Type: text/html; charset=ISO-8859-1\r\n", &body(b"Stra\xdfe"))),
            "/lies" => Some(answer("200 OK", "Content-Type: text/html; charset=utf-8\r\n", &body(b"Stra\xdfe"))),
            "/picture" => Some(answer("200 OK", "Content-Type: text/html\r\n", b"\x89PNG\r\n\x1a\n0000")),
            "/empty" => Some(answer("200 OK", "Content-Type: text/html\r\n", b"")),
            _ => None,
        }
    });
    let (_folder, mut collector) = desk();
    let clock = Fast::new();
    let wanted = |path: &str| Wanted { url: server.url(path).to_string(), is_feed: false, source: None };
    let all = ["/latin", "/lies", "/picture", "/empty"].map(wanted).to_vec();
    let told = round(&mut collector, &clock, all, &server.base);
    assert!(told.iter().any(|line| line == "/latin added"), "{told:?}");
    assert!(told.iter().any(|line| line.starts_with("/lies")), "{told:?}");
    assert!(told.iter().any(|line| line.starts_with("/picture missed: this is a picture")), "{told:?}");
    assert!(told.iter().any(|line| line.starts_with("/empty missed") || line == "/empty refused"), "{told:?}");
    let mut texts = Vec::new();
    collector
        .store()
        .each_reading(|reading| {
            texts.push(reading.report.text);
            true
        })
        .unwrap();
    assert!(texts.iter().any(|text| text.contains("Straße")), "{texts:?}");
}
