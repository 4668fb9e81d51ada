//! The guard: what every request has to pass, and what every answer carries.
//!
//! A request must be for a host that this server answers for, so that a foreign name that was made to point here is no way in. One
//! that changes something must come from our own page or from a program with a token. Answers say what a browser may do with
//! them: run our scripts only, show them in no frame, guess no type.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::desk::Desk;
use crate::session;
use crate::trouble::Trouble;

/// What our pages may load: what this server sends, and nothing else.
const PAGES: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; \
                     connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// What a page that is one file may load: its own style.
pub(crate) const ONE_FILE: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; \
                                   form-action 'none'; frame-ancestors 'none'";

/// Headers of every answer.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// For how long a browser that came with TLS comes with nothing else: a year. A proxy says so itself.
const TLS_ONLY: &str = "max-age=31536000";

/// Lets a request pass or not, and dresses the answer.
pub(crate) async fn guard(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let checked = check(&desk, &request);
    // Of this machine's own names the browser would remember it for every other server that runs here.
    let is_tls_only = desk.settings.tls.is_some() && host(&request).is_some_and(|host| !is_local(name_of(&host)));
    let mut response = match checked {
        Ok(()) => next.run(request).await,
        Err(trouble) => trouble.into_response(),
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if is_tls_only {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(TLS_ONLY));
    }
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(PAGES));
    }
    response
}

fn check(desk: &Desk, request: &Request) -> Result<(), Trouble> {
    let headers = request.headers();
    let host = host(request).ok_or_else(|| Trouble::misdirected(""))?;
    if !desk.answers_for(name_of(&host)) {
        return Err(Trouble::misdirected(&host));
    }
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    is_own(headers, &host)
}

/// Whether a request that changes something comes from our own page.
fn is_own(headers: &HeaderMap, host: &str) -> Result<(), Trouble> {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let site = text(HeaderName::from_static("sec-fetch-site"));
    if let Some(site) = site.filter(|site| !matches!(*site, "same-origin" | "none")) {
        return Err(Trouble::foreign(format!("the browser calls it {site}")));
    }
    let origin = text(header::ORIGIN);
    if let Some(origin) = origin {
        let authority = origin.split_once("://").map_or("", |(_, authority)| authority);
        if !authority.eq_ignore_ascii_case(host) {
            return Err(Trouble::foreign(format!("it was sent by `{origin}`")));
        }
    }
    // A browser says where a request comes from; what comes with a cookie and says nothing is none that we know.
    let has_cookie = headers.contains_key(header::COOKIE) && session::bearer(headers).is_none();
    if has_cookie && site.is_none() && origin.is_none() {
        return Err(Trouble::foreign("it has a cookie, and does not say where it comes from; programs use a token"));
    }
    Ok(())
}

/// The host that a request is for.
fn host(request: &Request) -> Option<String> {
    let mut named = request.headers().get_all(header::HOST).iter();
    let first = named.next().and_then(|value| value.to_str().ok()).map(str::to_owned);
    if named.next().is_some() {
        return None;
    }
    request.uri().authority().map(|authority| authority.as_str().to_owned()).or(first)
}

/// Whether a name means this machine.
pub(crate) fn is_local(name: &str) -> bool {
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// The name of a host without its port.
fn name_of(host: &str) -> &str {
    match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn only_our_own_pages_and_programs_change_something() {
        let host = "127.0.0.1:8340";
        let cases: [(&[(&str, &str)], bool); 9] = [
            (&[("sec-fetch-site", "same-origin"), ("cookie", "a=b")], true),
            (&[("sec-fetch-site", "cross-site"), ("cookie", "a=b")], false),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("origin", "http://127.0.0.1:8340"), ("cookie", "a=b")], true),
            (&[("origin", "http://127.0.0.1:8341"), ("cookie", "a=b")], false),
            (&[("origin", "null"), ("cookie", "a=b")], false),
            (&[("cookie", "a=b")], false),
            (&[("cookie", "a=b"), ("authorization", "Bearer x")], true),
            (&[], true),
        ];
        for (headers, may) in cases {
            assert_eq!(is_own(&of(headers), host).is_ok(), may, "{headers:?}");
        }
    }

    #[test]
    fn hosts_lose_their_port() {
        for (host, name) in [("localhost:80", "localhost"), ("a.org", "a.org"), ("[::1]:80", "::1"), ("[::1]", "::1")] {
            assert_eq!(name_of(host), name);
        }
    }
}
