//! The client: a request to a server of Vigie, and what comes back.
//!
//! The token goes to the one address that its user has named: no redirect is followed, no proxy of the environment is used, and plain HTTP to
//! another machine is refused where that is not allowed in so many words. Certificates are always checked.

use std::error::Error as _;
use std::path::Path;
use std::thread;
use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use ureq::Agent;
use ureq::config::Config;
use ureq::http::header::{AUTHORIZATION, CONTENT_TYPE, LOCATION};
use ureq::http::{Response, StatusCode};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use vigie_intake::web::WebUrl;

use super::fault::ServerFault;
use super::query::Query;
use crate::cli::reach::ServerArgs;

/// Where the API begins.
const PREFIX: &str = "/api/v1";

/// How long a connection may take, and one answer in all: a long report is read before it is answered.
const CONNECT: Duration = Duration::from_secs(15);
const ANSWER: Duration = Duration::from_mins(5);

/// For how long a connection is kept for the next request: less than the server waits for one.
const IDLE: Duration = Duration::from_secs(5);

/// Bytes of an answer.
const MOST_BYTES: u64 = 256 << 20;

/// How often a question is asked again while the server is busy, and how long is waited before.
const TRIES: usize = 5;
const BETWEEN: Duration = Duration::from_secs(1);

/// What the client calls itself.
const NAME: &str = concat!("Vigie/", env!("CARGO_PKG_VERSION"));

/// The environment variable with the token. It is no option, since others on the machine can see those.
const TOKEN: &str = "VIGIE_TOKEN";

/// Asks one server.
pub(super) struct Client {
    agent: Agent,
    address: String,
    token: Option<String>,
}

/// Why a server does not answer, as RFC 9457 has it.
#[derive(Debug, Deserialize)]
struct Problem {
    code: String,
    detail: String,
}

type Came = Result<Response<ureq::Body>, ureq::Error>;

impl Client {
    /// A client for the server at an address.
    pub(super) fn new(address: &str, args: &ServerArgs) -> Result<Self, ServerFault> {
        let wrong = |reason: String| ServerFault::Address { found: address.to_owned(), reason };
        let url: WebUrl = address.parse().map_err(|error: vigie_intake::web::UrlError| wrong(error.to_string()))?;
        if url.path().contains('?') {
            return Err(wrong("it has a question mark in it".to_owned()));
        }
        let is_here = url.literal().is_some_and(|address| address.is_loopback());
        if !url.is_secure() && !is_here && !args.plain_http {
            return Err(ServerFault::Plain { server: address.to_owned() });
        }
        let config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .user_agent(NAME)
            .accept("application/json")
            .timeout_connect(Some(CONNECT))
            .timeout_resolve(Some(CONNECT))
            .timeout_global(Some(ANSWER))
            .max_idle_age(IDLE);
        let config = match &args.ca {
            Some(file) => config.tls_config(TlsConfig::builder().root_certs(authority(file)?).build()),
            None => config,
        };
        let address = url.to_string().trim_end_matches('/').to_owned();
        Ok(Self { agent: config.build().into(), address, token: token(args.token_file.as_deref())? })
    }

    /// The address of the server.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// Asks for something. A server that is busy is asked again.
    pub(super) fn get<T: DeserializeOwned>(&self, path: &str, query: &Query) -> Result<T, ServerFault> {
        let url = format!("{}{PREFIX}{path}{query}", self.address);
        while_busy(|| self.read(self.with_token(self.agent.get(&url)).call()))
    }

    /// Sends something that may come twice, since the server knows it again. One that is busy is sent it again.
    pub(super) fn post_known<T: DeserializeOwned>(&self, path: &str, body: &Value) -> Result<T, ServerFault> {
        while_busy(|| self.post(path, body))
    }

    /// Sends something.
    pub(super) fn post<T: DeserializeOwned>(&self, path: &str, body: &Value) -> Result<T, ServerFault> {
        let asked = self.agent.post(format!("{}{PREFIX}{path}", self.address));
        self.read(self.with_token(asked).header(CONTENT_TYPE, "application/json").send(body.to_string()))
    }

    /// Takes something away.
    pub(super) fn delete<T: DeserializeOwned>(&self, path: &str) -> Result<T, ServerFault> {
        self.read(self.with_token(self.agent.delete(format!("{}{PREFIX}{path}", self.address))).call())
    }

    /// That what answers is no server of Vigie.
    pub(super) fn foreign(&self, found: String) -> ServerFault {
        ServerFault::Foreign { server: self.address.clone(), found }
    }

    fn with_token<B>(&self, asked: ureq::RequestBuilder<B>) -> ureq::RequestBuilder<B> {
        match &self.token {
            Some(token) => asked.header(AUTHORIZATION, format!("Bearer {token}")),
            None => asked,
        }
    }

    fn read<T: DeserializeOwned>(&self, came: Came) -> Result<T, ServerFault> {
        let mut answer = came.map_err(|error| self.silence(&error))?;
        let status = answer.status();
        if status.is_redirection() {
            let to = answer.headers().get(LOCATION).and_then(|to| to.to_str().ok()).unwrap_or("nowhere");
            return Err(self.foreign(format!("it sends on to {to}")));
        }
        let body = answer.body_mut().with_config().limit(MOST_BYTES).read_to_vec();
        let body = body.map_err(|error| self.silence(&error))?;
        if status.is_success() {
            return serde_json::from_slice(&body).map_err(|error| self.foreign(error.to_string()));
        }
        match serde_json::from_slice::<Problem>(&body) {
            Ok(Problem { code, detail }) => {
                let server = self.address.clone();
                Err(ServerFault::Refused { server, code, detail, has_token: self.token.is_some() })
            }
            Err(_) => Err(self.foreign(said(status))),
        }
    }

    /// Why there is no answer.
    fn silence(&self, error: &ureq::Error) -> ServerFault {
        let mut reason = error.to_string();
        let mut cause = error.source();
        while let Some(inner) = cause {
            let words = inner.to_string();
            if !reason.contains(&words) {
                reason = format!("{reason}: {words}");
            }
            cause = inner.source();
        }
        let server = self.address.clone();
        if reason.contains("certificate") {
            return ServerFault::Certificate { server, reason };
        }
        ServerFault::Silent { server, reason }
    }
}

/// Asks, and asks again while the server is busy.
fn while_busy<T>(ask: impl Fn() -> Result<T, ServerFault>) -> Result<T, ServerFault> {
    for _ in 1..TRIES {
        match ask() {
            Err(fault) if fault.is_busy() => thread::sleep(BETWEEN),
            other => return other,
        }
    }
    ask()
}

fn said(status: StatusCode) -> String {
    format!("it answers `{status}`")
}

/// The token: of the file that is named, else of the environment.
fn token(file: Option<&Path>) -> Result<Option<String>, ServerFault> {
    let (token, from) = if let Some(file) = file {
        let fault = |source| ServerFault::File { path: file.to_owned(), source };
        (std::fs::read_to_string(file).map_err(fault)?, file.display().to_string())
    } else {
        #[expect(
            clippy::disallowed_methods,
            reason = "this is a face; as an option, the token could be seen by others"
        )]
        let token = std::env::var(TOKEN);
        match token {
            Ok(token) => (token, TOKEN.to_owned()),
            Err(_) => return Ok(None),
        }
    };
    let token = token.trim();
    if file.is_none() && token.is_empty() {
        return Ok(None);
    }
    if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(ServerFault::Token { from });
    }
    Ok(Some(token.to_owned()))
}

/// The certificates of a file.
fn authority(file: &Path) -> Result<RootCerts, ServerFault> {
    let fault = |source| ServerFault::File { path: file.to_owned(), source };
    let pem = std::fs::read(file).map_err(fault)?;
    let certificates: Vec<Certificate<'static>> = parse_pem(&pem)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    if certificates.is_empty() {
        return Err(ServerFault::NoCertificate { path: file.to_owned() });
    }
    Ok(RootCerts::new_with_certs(&certificates))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(plain_http: bool) -> ServerArgs {
        ServerArgs { server: None, usual_server: None, token_file: None, ca: None, plain_http }
    }

    #[test]
    fn plain_http_stays_on_this_machine() {
        for address in
            ["http://127.0.0.1:8340", "http://[::1]:8340/", "http://localhost", "https://desk.example.org/vigie/"]
        {
            assert!(Client::new(address, &args(false)).is_ok(), "{address}");
        }
        for address in
            ["http://desk.example.org", "http://10.1.2.3:8340", "http://localhost.example.org", "http://desk"]
        {
            let fault = Client::new(address, &args(false)).err();
            assert!(matches!(fault, Some(ServerFault::Plain { .. })), "{address}: {fault:?}");
            assert!(Client::new(address, &args(true)).is_ok(), "{address}");
        }
        for address in
            ["desk.example.org", "ftp://desk", "https://ana:secret@desk", "https://desk/?token=x", "https://"]
        {
            let fault = Client::new(address, &args(true)).err();
            assert!(matches!(fault, Some(ServerFault::Address { .. })), "{address}: {fault:?}");
        }
    }
}
