//! News: what has changed in the store, told to whoever listens, as server-sent events.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Response, header};
use hyper::body::Frame;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::sync::{broadcast, mpsc};

use crate::desk::Desk;

/// How often the store is looked at.
const LOOK: Duration = Duration::from_millis(500);

/// How often a line goes to those who hear nothing, so that a connection which is gone is found out.
const HEARTBEAT: Duration = Duration::from_secs(20);

/// Frames that a slow listener may be behind.
const MOST_BEHIND: usize = 16;

/// Something that has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct News {
    /// What it is about.
    pub(crate) kind: NewsKind,
    /// The id of the newest report or remark of its kind; empty where the change has none.
    pub(crate) id: String,
    /// How many there are now.
    pub(crate) count: u64,
}

/// What news are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum NewsKind {
    /// There are new reports.
    Report,
    /// There are new remarks, or a record was added by hand or taken back.
    Remark,
    /// What the warnings are drawn from has changed.
    Warning,
}

/// Looks at the store again and again, and tells what is new, whoever wrote it: this server or another process.
pub(crate) async fn look(desk: Arc<Desk>) {
    let mut last = None;
    loop {
        tokio::time::sleep(LOOK).await;
        let asked = Arc::clone(&desk);
        let found = tokio::task::spawn_blocking(move || {
            asked.stores.look()?;
            asked.stores.read(|store| Ok(store.newest()?))
        })
        .await;
        let Ok(Ok(now)) = found else { continue };
        if let Some(before) = last.replace(now.clone()) {
            tell(&desk, &before, &now);
        }
    }
}

fn tell(desk: &Desk, before: &vigie_store::Newest, now: &vigie_store::Newest) {
    let id = |id: &Option<vigie_record::Digest>| id.map(|id| id.to_string()).unwrap_or_default();
    let is_new_report = before.report != now.report;
    // Nobody may be listening, which is no fault.
    if before.report != now.report || before.n_reports != now.n_reports {
        let _ = desk.news.send(News { kind: NewsKind::Report, id: id(&now.report), count: now.n_reports });
    }
    let is_new_judgement = before.remark != now.remark || before.n_by_hand != now.n_by_hand;
    if !desk.problems.is_empty() && (is_new_report || is_new_judgement) {
        let _ = desk.news.send(News { kind: NewsKind::Warning, id: String::new(), count: now.n_reports });
    }
    if is_new_judgement {
        let _ = desk.news.send(News { kind: NewsKind::Remark, id: id(&now.remark), count: now.n_remarks });
    }
}

/// The stream of news.
pub(crate) fn stream(desk: &Desk) -> Response<Body> {
    let (send, frames) = mpsc::channel(MOST_BEHIND);
    tokio::spawn(pump(desk.news.subscribe(), send));
    let mut response = Response::new(Body::new(Frames(frames)));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // A proxy must not wait until it has a block of them.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

async fn pump(mut news: broadcast::Receiver<News>, send: mpsc::Sender<Bytes>) {
    if send.send(Bytes::from_static(b": listening\n\n")).await.is_err() {
        return;
    }
    loop {
        let frame = tokio::select! {
            found = news.recv() => match found {
                Ok(news) => Bytes::from(format!("data: {}\n\n", serde_json::to_string(&news).unwrap_or_default())),
                // Who was too slow asks for everything anew.
                Err(broadcast::error::RecvError::Lagged(_)) => Bytes::from_static(b"event: lagged\ndata: {}\n\n"),
                Err(broadcast::error::RecvError::Closed) => return,
            },
            () = tokio::time::sleep(HEARTBEAT) => Bytes::from_static(b": still here\n\n"),
        };
        if send.send(frame).await.is_err() {
            return;
        }
    }
}

struct Frames(mpsc::Receiver<Bytes>);

impl hyper::body::Body for Frames {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(context).map(|frame| frame.map(|frame| Ok(Frame::data(frame))))
    }
}
