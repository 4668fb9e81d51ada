//! The client: one request over HTTP, one answer.
//!
//! The address that a name stands for is judged where the connection is made to that same address, so that a name server which says one thing
//! first and another later gains nothing. Proxies of the environment are not used: they would be judged in the place of the page.

use std::error::Error as _;
use std::io::Read as _;
use std::time::Duration;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::http::header::{
    CONTENT_TYPE, ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION, RETRY_AFTER,
};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};
use vigie_intake::web::{Guard, Refused, WebUrl};

use super::{FetchError, Request, Response, Web};

/// How a connection is made at most, and how long one answer may take in all.
const CONNECT: Duration = Duration::from_secs(15);
const ANSWER: Duration = Duration::from_mins(1);

/// What the client calls itself.
const NAME: &str = concat!("Vigie/", env!("CARGO_PKG_VERSION"));

/// What is read, the dearest first.
const ACCEPT: &str = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, \
                      application/xml;q=0.9, text/plain;q=0.8, application/pdf;q=0.7, */*;q=0.1";

/// Asks servers over HTTP, with TLS where the address says so.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    guard: Guard,
}

impl Client {
    /// A client that connects to what a guard lets through.
    pub fn new(guard: Guard) -> Self {
        Self::with_patience(guard, ANSWER)
    }

    /// The same, which gives an answer so long in all.
    pub fn with_patience(guard: Guard, patience: Duration) -> Self {
        let config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .user_agent(NAME)
            .accept(ACCEPT)
            .timeout_connect(Some(CONNECT.min(patience)))
            .timeout_resolve(Some(CONNECT.min(patience)))
            .timeout_global(Some(patience))
            // A connection that is kept was judged when it was made, for the host that it is kept for.
            .max_idle_connections_per_host(2)
            .build();
        let agent = Agent::with_parts(config, DefaultConnector::new(), Judged { guard: guard.clone() });
        Self { agent, guard }
    }
}

impl Client {
    /// Posts JSON to an address, and gives the status of the answer. No redirect is followed.
    ///
    /// # Errors
    /// When the address may not be connected to, or there is no answer in time.
    pub fn post_json(&self, url: &WebUrl, json: &str) -> Result<u16, FetchError> {
        if let Some(address) = url.literal() {
            self.guard.check(address)?;
        }
        let asked = self.agent.post(url.to_string()).header(CONTENT_TYPE, "application/json");
        let answer = asked.send(json).map_err(|error| fault(&error, url.host()))?;
        Ok(answer.status().as_u16())
    }
}

impl Web for Client {
    fn ask(&self, request: &Request) -> Result<Response, FetchError> {
        if let Some(address) = request.url.literal() {
            self.guard.check(address)?;
        }
        let mut asked = self.agent.get(request.url.to_string());
        if let Some(etag) = &request.etag {
            asked = asked.header(IF_NONE_MATCH, etag);
        }
        if let Some(day) = &request.last_modified {
            asked = asked.header(IF_MODIFIED_SINCE, day);
        }
        let fault = |error| fault(&error, request.url.host());
        let mut answer = asked.call().map_err(fault)?;
        let mut response = head(answer.status().as_u16(), answer.headers());
        let mut body = answer.body_mut().as_reader().take(request.most_bytes + 1);
        body.read_to_end(&mut response.body).map_err(|error| fault(Error::from(error)))?;
        if response.body.len() as u64 > request.most_bytes {
            response.is_cut = true;
            response.body.pop();
        }
        Ok(response)
    }
}

fn head(status: u16, headers: &HeaderMap) -> Response {
    let text = |name: HeaderName| headers.get(name)?.to_str().ok().map(str::to_owned);
    let charset = text(CONTENT_TYPE).and_then(|kind| {
        let (_, told) =
            kind.to_ascii_lowercase().split_once("charset=").map(|(kind, told)| (kind.to_owned(), told.to_owned()))?;
        let told = told.split(';').next().unwrap_or_default();
        Some(told.trim_matches([' ', '"', '\'']).to_owned()).filter(|told| !told.is_empty())
    });
    Response {
        status,
        etag: text(ETAG),
        last_modified: text(LAST_MODIFIED),
        location: text(LOCATION),
        retry_after: text(RETRY_AFTER),
        charset,
        body: Vec::new(),
        is_cut: false,
    }
}

/// What an error of the client means. One of ours may have come through it.
fn fault(error: &Error, host: &str) -> FetchError {
    let reason = || {
        let mut text = error.to_string();
        let mut cause = error.source();
        while let Some(inner) = cause {
            let inner_text = inner.to_string();
            if !text.contains(&inner_text) {
                text = format!("{text}: {inner_text}");
            }
            cause = inner.source();
        }
        text
    };
    match error {
        Error::Other(inner) => match inner.downcast_ref::<Refused>() {
            Some(refused) => refused.clone().into(),
            None => FetchError::Connection { reason: reason() },
        },
        Error::Timeout(_) => FetchError::Timeout,
        Error::HostNotFound => FetchError::NoHost { host: host.to_owned() },
        Error::Io(inner) if inner.kind() == std::io::ErrorKind::TimedOut => FetchError::Timeout,
        // Whatever else a system says when a name has no address, it says it before there is a connection.
        Error::Io(inner) if inner.to_string().contains("lookup address") => {
            FetchError::NoHost { host: host.to_owned() }
        }
        _ => FetchError::Connection { reason: reason() },
    }
}

/// Looks names up, and lets no address through that the guard does not.
#[derive(Debug)]
struct Judged {
    guard: Guard,
}

impl Resolver for Judged {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        for address in &found {
            self.guard.check(address.ip()).map_err(|refused| Error::Other(Box::new(refused)))?;
        }
        Ok(found)
    }
}

/// The resolver alone, for tests.
#[cfg(test)]
pub(super) fn judged(guard: Guard) -> impl Resolver {
    Judged { guard }
}
