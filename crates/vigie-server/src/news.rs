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
use crate::places::Place;
use crate::trouble::Trouble;

/// How often the store is looked at.
const LOOK: Duration = Duration::from_millis(500);

/// How often those who hear nothing are told that the server is there, so that either side finds out when the connection is gone.
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

/// The stream of news for an account.
pub(crate) fn stream(desk: &Desk, account: i64) -> Result<Response<Body>, Trouble> {
    let place = desk.streams.take(account).ok_or_else(Trouble::too_many_streams)?;
    let (send, frames) = mpsc::channel(MOST_BEHIND);
    tokio::spawn(pump(desk.news.subscribe(), send, desk.settings.patience.answer));
    let mut response = Response::new(Body::new(Frames { frames, _place: place }));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // A proxy must not wait until it has a block of them.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

/// Hands the news on, until nobody takes them any more.
async fn pump(mut news: broadcast::Receiver<News>, send: mpsc::Sender<Bytes>, patience: Duration) {
    let mut frame = Bytes::from_static(b": listening\n\n");
    while matches!(tokio::time::timeout(patience, send.send(frame)).await, Ok(Ok(()))) {
        frame = tokio::select! {
            found = news.recv() => match found {
                Ok(news) => Bytes::from(format!("data: {}\n\n", serde_json::to_string(&news).unwrap_or_default())),
                // Who was too slow asks for everything anew.
                Err(broadcast::error::RecvError::Lagged(_)) => Bytes::from_static(b"event: lagged\ndata: {}\n\n"),
                Err(broadcast::error::RecvError::Closed) => return,
            },
            // A page cannot see a comment.
            () = tokio::time::sleep(HEARTBEAT) => Bytes::from_static(b"event: alive\ndata: {}\n\n"),
            () = send.closed() => return,
        };
    }
}

/// What goes out, and the place among the streams of the account.
struct Frames {
    frames: mpsc::Receiver<Bytes>,
    _place: Place<i64>,
}

impl hyper::body::Body for Frames {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.frames.poll_recv(context).map(|frame| frame.map(|frame| Ok(Frame::data(frame))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_stream_that_nobody_takes_ends() {
        let (tell, news) = broadcast::channel(4);
        let (send, mut frames) = mpsc::channel(1);
        let pumping = tokio::spawn(pump(news, send, Duration::from_millis(50)));
        // The first frame fills the channel, and the second finds no room.
        tell.send(News { kind: NewsKind::Report, id: String::new(), count: 1 }).unwrap();
        let ended = tokio::time::timeout(Duration::from_secs(10), pumping).await;
        assert!(ended.is_ok(), "it waits for ever");
        assert_eq!(frames.recv().await.unwrap(), ": listening\n\n");
        assert!(frames.recv().await.is_none());
    }
}
