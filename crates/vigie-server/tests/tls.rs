//! TLS of the server's own, over real connections.

#![allow(clippy::unwrap_used, reason = "a test may break off")]

mod house;

use std::io::Read as _;
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;

use house::{Answer, Ask, House, PASSWORD};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use serde_json::json;
use vigie_server::{ServeError, Server, Settings, TlsError, TlsFiles};

const HOST: &str = "vigie.test";

fn files(certificate: &str, key: &str) -> TlsFiles {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls");
    TlsFiles { certificate: folder.join(certificate), key: folder.join(key) }
}

fn house() -> House {
    House::start(2, |settings| {
        settings.tls = Some(files("localhost.pem", "localhost.key"));
        settings.hosts = vec![HOST.to_owned()];
    })
}

/// A connection by a client that trusts the certificate of the tests and nothing else.
fn connected(house: &House, name: &'static str) -> StreamOwned<ClientConnection, TcpStream> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(files("localhost.pem", "").certificate).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(config.with_root_certificates(roots).with_no_client_auth());
    let client = ClientConnection::new(config, ServerName::try_from(name).unwrap()).unwrap();
    StreamOwned::new(client, house.connect())
}

fn send(house: &House, host: &str, ask: &Ask) -> Answer {
    let text = ask.clone().header("host", host).text(house.address);
    House::send_over(connected(house, HOST), text.as_bytes())
}

#[test]
fn a_browser_comes_with_tls_and_keeps_to_it() {
    let house = house();
    let host = format!("{HOST}:{}", house.address.port());
    let body = json!({ "token": house.welcome.clone().unwrap(), "name": "ana", "password": PASSWORD });
    let welcome = send(&house, &host, &Ask::post("/api/v1/welcome", &body));
    assert_eq!(welcome.status, 200, "{}", welcome.body);
    let cookie = welcome.header("set-cookie").to_owned();
    for word in ["; Secure", "; HttpOnly", "; SameSite=Strict"] {
        assert!(cookie.contains(word), "{word} in {cookie}");
    }
    let reports = send(&house, &host, &Ask::get("/api/v1/reports").cookie(&welcome.cookie().unwrap()));
    assert_eq!(reports.json()["items"].as_array().unwrap().len(), 2);
    assert_eq!(reports.header("strict-transport-security"), "max-age=31536000");
    // Of this machine's own name a browser would keep it for all other servers that run here.
    let local = send(&house, &format!("localhost:{}", house.address.port()), &Ask::get("/healthz"));
    assert_eq!((local.status, local.header("strict-transport-security")), (200, ""));
}

#[test]
fn without_tls_nothing_is_answered_and_no_place_is_held() {
    let house = house();
    let plain = house.send(&Ask::get("/healthz"));
    assert_eq!((plain.status, plain.body.contains("ok")), (0, false), "{plain:?}");
    // One who connects and says nothing is let go when his time is over.
    let mut silent = house.connect();
    let mut rest = Vec::new();
    assert_eq!(silent.read_to_end(&mut rest).unwrap_or(0), 0);
    assert_eq!(send(&house, HOST, &Ask::get("/healthz")).status, 200, "others are answered");
}

#[test]
fn a_certificate_that_is_of_no_use_is_told_of_before_the_server_listens() {
    let mut usual: Option<Settings> = None;
    let _house = House::start(0, |settings| usual = Some(settings.clone()));
    let open = |tls: Option<TlsFiles>, listen: &str| {
        let listen = listen.parse().unwrap();
        Server::open(Settings { tls, listen, ..usual.clone().unwrap() }).map(drop)
    };
    let ended = open(Some(files("ended.pem", "localhost.key")), "127.0.0.1:0");
    assert!(matches!(ended, Err(ServeError::Tls(TlsError::Ended { .. }))), "{ended:?}");
    let other = open(Some(files("localhost.pem", "other.key")), "127.0.0.1:0");
    assert!(matches!(other, Err(ServeError::Tls(TlsError::Mismatch { .. }))), "{other:?}");
    let bare = open(None, "0.0.0.0:0");
    assert!(matches!(bare, Err(ServeError::Open { .. })), "{bare:?}");
    assert!(open(Some(files("localhost.pem", "localhost.key")), "0.0.0.0:0").is_ok());
}
