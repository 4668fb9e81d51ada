//! Pages: the built files of `web/`, kept in the program.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};

use crate::trouble::Trouble;

/// A file of the pages.
struct Page {
    /// Its path, as `index.html`.
    path: &'static str,
    /// What it is.
    media_type: &'static str,
    /// Its digest, in short.
    tag: &'static str,
    /// Its bytes, packed by gzip.
    packed: &'static [u8],
    /// Its bytes.
    plain: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// What stands where the pages were not built.
const WITHOUT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Vigie</title>\
<h1>Vigie is running, without its pages</h1>\
<p>This program was built on a machine without Node. The API works all the same: \
<a href=\"/api/v1/openapi.json\">/api/v1/openapi.json</a> describes it.</p>\
<p>To get the pages: install Node 20 or newer, run <code>npm ci &amp;&amp; npm run build</code> in <code>web/</code>, \
and build the program again.</p></html>";

/// The file at a path, or a problem.
pub(crate) fn page(method: &Method, path: &str, headers: &HeaderMap) -> Response<Body> {
    if !matches!(*method, Method::GET | Method::HEAD) {
        return Trouble::method().into_response();
    }
    let wanted = if path == "/" { "index.html" } else { path.trim_start_matches('/') };
    // Only what is in the table can be asked for: there is no way from here into the file system.
    if let Some(page) = PAGES.iter().find(|page| page.path == wanted) {
        return found(page, headers);
    }
    if wanted == "index.html" {
        let mut response = Response::new(Body::from(WITHOUT));
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        return response;
    }
    Trouble::missing("page", path).into_response()
}

fn found(page: &'static Page, headers: &HeaderMap) -> Response<Body> {
    let tag = format!("\"{}\"", page.tag);
    let mut response = Response::new(Body::empty());
    let is_known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let takes_gzip = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.split(',').any(|one| one.trim().split(';').next() == Some("gzip")));
    let sent = response.headers_mut();
    sent.insert(header::CONTENT_TYPE, HeaderValue::from_static(page.media_type));
    sent.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        sent.insert(header::ETAG, tag);
    }
    // Built files carry their digest in their names; the page itself is asked for anew.
    let lasts = if page.path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    sent.insert(header::CACHE_CONTROL, HeaderValue::from_static(lasts));
    if is_known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else if takes_gzip {
        sent.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        *response.body_mut() = Body::from(page.packed);
    } else {
        *response.body_mut() = Body::from(page.plain);
    }
    response
}
