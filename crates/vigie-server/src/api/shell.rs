//! The shell: from HTTP to a handler and back.
//!
//! It finds out who asks, reads the body of one who may within bounds of length and time, and runs the handler on a thread where it
//! may wait for the store. No more than so many handlers run or wait at once.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequestParts as _, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::uri::PathAndQuery;
use axum::http::{Method, Response, header};
use axum::routing::{MethodFilter, on};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use jiff::Timestamp;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{MOST_BODY, Need, PREFIX, RawCall, Reply, Route};
use crate::desk::Desk;
use crate::kept::Lasts;
use crate::role::Who;
use crate::session;
use crate::trouble::Trouble;

/// How long a request may wait for its turn.
const TURN_PATIENCE: Duration = Duration::from_secs(15);

/// How long one who may not ask is heard out.
const HEAR_OUT: Duration = Duration::from_secs(1);

/// The routes of the API, and problems for what is none of them.
pub(crate) fn router(routes: Vec<Route>, desk: &Arc<Desk>) -> Router {
    let mut table = Router::new();
    for route in routes {
        let method = match route.method {
            Method::POST => MethodFilter::POST,
            Method::PUT => MethodFilter::PUT,
            Method::DELETE => MethodFilter::DELETE,
            _ => MethodFilter::GET,
        };
        let path = format!("{PREFIX}{}", route.path);
        let (route, desk) = (Arc::new(route), Arc::clone(desk));
        let handler = on(method, move |request: Request| async move {
            answer(route, desk, request).await.unwrap_or_else(Trouble::into_response)
        });
        table = table.route(&path, handler);
    }
    table.method_not_allowed_fallback(|| async { Trouble::method().into_response() })
}

async fn answer(route: Arc<Route>, desk: Arc<Desk>, request: Request) -> Result<Response<Body>, Trouble> {
    let (mut parts, body) = request.into_parts();
    let path = path(&mut parts).await?;
    let came = {
        let (desk, route) = (Arc::clone(&desk), Arc::clone(&route));
        in_turn(&Arc::clone(&desk), move || {
            let (who, from) = let_in(&desk, &route, &parts)?;
            Ok((who, from, parts))
        })
        .await
    };
    let (who, from, parts) = match came {
        Ok(came) => came,
        Err(trouble) => {
            hear_out(body).await;
            return Err(trouble);
        }
    };
    let body = if route.body.is_some() {
        read_body(&parts, body, route.most_body, desk.settings.patience.body).await?
    } else {
        Vec::new()
    };
    let question = parts.uri.path_and_query().map_or("", PathAndQuery::as_str).to_owned();
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let call = RawCall { who, from, path, query, body };
    let Some(lasts) = route.keeps else {
        let alone = if route.collects { Some(turn_of(&desk.collecting).await?) } else { None };
        let run = Arc::clone(&route);
        let reply = in_turn(&Arc::clone(&desk), move || {
            // It lasts as long as the work, also where nobody waits for the answer any more.
            let _alone = alone;
            (run.run)(&desk, call)
        })
        .await?;
        return Ok(route.response(reply));
    };
    let body = match desk.stores.kept.find(&question, Timestamp::now()) {
        Ok(body) => body,
        Err(_) => made(&route, &desk, question, lasts, call).await?,
    };
    Ok(route.response(Reply { body, cookie: None }))
}

/// Runs something where it may wait for the store; no more than so many at once.
async fn in_turn<T: Send + 'static>(
    desk: &Desk,
    work: impl FnOnce() -> Result<T, Trouble> + Send + 'static,
) -> Result<T, Trouble> {
    let turn = turn_of(&desk.turns).await?;
    let done = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work()
    });
    done.await.map_err(|error| Trouble::ours(&format!("a handler broke off: {error}")))?
}

/// One of some turns, as soon as one is free.
async fn turn_of(turns: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, Trouble> {
    let turn = tokio::time::timeout(TURN_PATIENCE, Arc::clone(turns).acquire_owned()).await;
    turn.map_err(|_| Trouble::busy())?.map_err(|_| Trouble::busy())
}

/// Who asks, and from where, if they may.
fn let_in(desk: &Desk, route: &Route, parts: &Parts) -> Result<(Option<Who>, String), Trouble> {
    let (who, from) = session::who(desk, parts)?;
    if let Need::Role(role) = route.need {
        let who = who.as_ref().ok_or_else(Trouble::who_are_you)?;
        if who.role < role {
            return Err(Trouble::forbidden(format!(
                "this needs the right to {}; {} may {}",
                role.as_str(),
                who.name,
                who.role.as_str()
            )));
        }
    }
    Ok((who, from))
}

/// An answer that is made and kept: once, however many ask for it at once.
async fn made(
    route: &Arc<Route>,
    desk: &Arc<Desk>,
    question: String,
    lasts: Lasts,
    call: RawCall,
) -> Result<Bytes, Trouble> {
    let _alone = desk.stores.kept.alone(&question).await;
    let asked_at = Timestamp::now();
    let changes = match desk.stores.kept.find(&question, asked_at) {
        Ok(body) => return Ok(body),
        Err(changes) => changes,
    };
    let (route, own) = (Arc::clone(route), Arc::clone(desk));
    in_turn(desk, move || {
        let reply = (route.run)(&own, call)?;
        own.stores.kept.keep(&question, &reply.body, lasts, (changes, asked_at), Timestamp::now());
        Ok(reply.body)
    })
    .await
}

async fn path(parts: &mut Parts) -> Result<Vec<String>, Trouble> {
    let wrong = |_| Trouble::wrong("the path is no UTF-8");
    let params = RawPathParams::from_request_parts(parts, &()).await.map_err(wrong)?;
    let values: Vec<String> = params.iter().map(|(_, value)| value.to_owned()).collect();
    if values.iter().any(|value| value.contains('\0')) {
        return Err(Trouble::wrong("the path has a NUL in it"));
    }
    Ok(values)
}

/// Takes the beginning of a body that nobody wants, so that whoever sends it comes to read the answer.
async fn hear_out(body: Body) {
    let _ = tokio::time::timeout(HEAR_OUT, Limited::new(body, MOST_BODY).collect()).await;
}

async fn read_body(parts: &Parts, body: Body, most: usize, patience: Duration) -> Result<Vec<u8>, Trouble> {
    let media_type = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_json = media_type.split(';').next().is_some_and(|name| name.trim().eq_ignore_ascii_case("application/json"));
    // A form of another site can send no JSON without asking first.
    if !is_json {
        return Err(Trouble::media_type());
    }
    let read = tokio::time::timeout(patience, Limited::new(body, most).collect()).await;
    match read {
        Err(_) => Err(Trouble::too_slow()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Trouble::too_large(most)),
        Ok(Err(_)) => Err(Trouble::wrong("the body broke off")),
        Ok(Ok(body)) => Ok(body.to_bytes().into()),
    }
}
