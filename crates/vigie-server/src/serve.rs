//! Serving: a listener, a connection for each who comes, and an end in good order.
//!
//! Connections are limited in number, in all and of each address, and each in the time that it may take to say what it wants and to take
//! what it gets.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::extract::Request;
use axum::routing::{any, get};
use axum::{Router, middleware};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio_rustls::TlsAcceptor;
use vigie_store::StoreError;

use crate::desk::Desk;
use crate::guard::guard;
use crate::patient::Patient;
use crate::places::Places;
use crate::session::Peer;
use crate::settings::Settings;
use crate::tls::{Shown, TlsError};
use crate::trouble::Trouble;
use crate::{api, news, pages, problems, routes, session, tls, watches};

/// Connections at once.
const MOST_CONNECTIONS: usize = 512;

/// Connections of one address at once: a browser opens six, and several people may sit behind one address.
const MOST_OF_ADDRESS: usize = 128;

/// How long those who are being answered are waited for at the end.
const END_PATIENCE: Duration = Duration::from_secs(5);

/// Why a server does not start or ends.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The store cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The address cannot be listened at.
    #[error("cannot listen at {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// The server would be open to others without TLS.
    #[error("{address} can be reached by others, who would send their passwords in the clear")]
    Open {
        /// The address.
        address: SocketAddr,
    },
    /// The certificate is of no use.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The system does not give what a server needs.
    #[error("the system does not let a server run")]
    System {
        /// What it says.
        source: io::Error,
    },
    /// No one-time link can be made.
    #[error("no one-time link can be made; the lines above say why")]
    Welcome,
}

/// A server that listens, and does not answer yet.
pub struct Server {
    desk: Arc<Desk>,
    runtime: tokio::runtime::Runtime,
    listener: TcpListener,
    tls: Option<Arc<Shown>>,
    stop: watch::Sender<bool>,
    welcome: Option<String>,
}

/// Stops a server.
#[derive(Debug, Clone)]
pub struct Stopper(watch::Sender<bool>);

impl Stopper {
    /// Stops it: who is being answered still gets the answer.
    pub fn stop(&self) {
        // Also where nobody listens for it yet.
        self.0.send_replace(true);
    }
}

impl Server {
    /// Opens the store and listens.
    ///
    /// # Errors
    /// When the store, the address or the certificate cannot be had, or the address is open to others and nothing has TLS.
    pub fn open(settings: Settings) -> Result<Self, ServeError> {
        let address = settings.listen;
        if !address.ip().is_loopback() && !settings.has_tls() {
            return Err(ServeError::Open { address });
        }
        let tls = settings.tls.as_ref().map(Shown::open).transpose()?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .max_blocking_threads(12)
            .enable_all()
            .build()
            .map_err(|source| ServeError::System { source })?;
        let listener =
            runtime.block_on(TcpListener::bind(address)).map_err(|source| ServeError::Listen { address, source })?;
        let desk = Arc::new(Desk::open(settings)?);
        let is_first = desk.is_first_start().map_err(|_| ServeError::Welcome)?;
        let welcome = if is_first { Some(desk.make_welcome().map_err(|_| ServeError::Welcome)?) } else { None };
        Ok(Self { desk, runtime, listener, tls, stop: watch::channel(false).0, welcome })
    }

    /// The address at which it listens.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn address(&self) -> Result<SocketAddr, ServeError> {
        self.listener.local_addr().map_err(|source| ServeError::System { source })
    }

    /// The word of the one-time link that makes the first account; none where there is one.
    pub fn welcome(&self) -> Option<&str> {
        self.welcome.as_deref()
    }

    /// What stops it.
    pub fn stopper(&self) -> Stopper {
        Stopper(self.stop.clone())
    }

    /// Answers until it is stopped, or the process is asked to end.
    ///
    /// # Errors
    /// When the system takes the listener away.
    pub fn run(self) -> Result<(), ServeError> {
        let Self { desk, runtime, listener, tls, stop, welcome: _ } = self;
        let routes = router(&desk);
        let acceptor = tls.as_ref().map(Shown::acceptor).transpose()?;
        let done = runtime.block_on(async {
            tokio::spawn(news::look(Arc::clone(&desk)));
            tokio::spawn(watches::look(Arc::clone(&desk)));
            tokio::spawn(problems::keep(Arc::clone(&desk)));
            if let Some(shown) = tls {
                tokio::spawn(tls::keep(shown));
            }
            let accepting = accept(listener, acceptor, routes, &desk.settings, stop.subscribe());
            tokio::select! {
                done = accepting => done,
                () = asked_to_end() => Ok(()),
            }
        });
        let _ = stop.send(true);
        runtime.shutdown_timeout(END_PATIENCE);
        done.map_err(|source| ServeError::System { source })
    }
}

/// The `OpenAPI` document of the API.
pub fn openapi() -> Value {
    api::document(&routes::all())
}

fn router(desk: &Arc<Desk>) -> Router {
    let document = Arc::new(serde_json::to_vec(&openapi()).unwrap_or_default());
    let listening = Arc::clone(desk);
    let health = Arc::clone(desk);
    let listen = move |request: Request| {
        let desk = Arc::clone(&listening);
        async move {
            let (parts, _) = request.into_parts();
            let asked = Arc::clone(&desk);
            match tokio::task::spawn_blocking(move || session::who(&asked, &parts)).await {
                Ok(Ok((Some(who), _))) => news::stream(&desk, who.account).unwrap_or_else(Trouble::into_response),
                Ok(Ok((None, _))) => Trouble::who_are_you().into_response(),
                Ok(Err(trouble)) => trouble.into_response(),
                Err(error) => Trouble::ours(&error.to_string()).into_response(),
            }
        }
    };
    let described = move || async move {
        let mut response = axum::http::Response::new(axum::body::Body::from(document.as_ref().clone()));
        let media_type = axum::http::HeaderValue::from_static("application/json");
        response.headers_mut().insert(axum::http::header::CONTENT_TYPE, media_type);
        response
    };
    let lives = move || async move {
        let asked = tokio::task::spawn_blocking(move || health.is_first_start()).await;
        if matches!(asked, Ok(Ok(_))) {
            axum::http::Response::new(axum::body::Body::from("{\"status\":\"ok\"}"))
        } else {
            Trouble::ours("the store does not answer").into_response()
        }
    };
    api::router(routes::all(), desk)
        .route("/healthz", get(lives))
        .route(&format!("{}/stream", api::PREFIX), get(listen))
        .route(&format!("{}/openapi.json", api::PREFIX), get(described))
        .route(
            &format!("{}/{{*rest}}", api::PREFIX),
            any(|request: Request| async move { Trouble::missing("path", request.uri().path()).into_response() }),
        )
        .fallback(
            |request: Request| async move { pages::page(request.method(), request.uri().path(), request.headers()) },
        )
        .method_not_allowed_fallback(|| async { Trouble::method().into_response() })
        .layer(middleware::from_fn_with_state(Arc::clone(desk), guard))
}

async fn accept(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    routes: Router,
    settings: &Settings,
    mut stop: watch::Receiver<bool>,
) -> io::Result<()> {
    let patience = settings.patience;
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    // Behind a proxy all come from its address; how many each may have is for the proxy to say.
    let of_address = (!settings.behind_proxy).then(|| Places::for_each(MOST_OF_ADDRESS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return Ok(()) };
        let (stream, peer) = tokio::select! {
            found = listener.accept() => {
                let Ok(found) = found else {
                    // Too many open files and the like pass; the listener itself stays.
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                };
                found
            }
            () = stopped(&mut stop) => return Ok(()),
        };
        let own_place = match &of_address {
            None => None,
            Some(places) => match places.take(network(peer.ip())) {
                None => continue,
                own_place => own_place,
            },
        };
        let (tls, routes, stop) = (tls.clone(), routes.clone(), stop.clone());
        tokio::spawn(async move {
            let _places = (place, own_place);
            let _ = stream.set_nodelay(true);
            let stream = Patient::new(stream, patience.answer);
            let Some(tls) = tls else { return connection(stream, peer, routes, patience.head, stop).await };
            // Who does not speak TLS, or not in time, could not read why.
            if let Ok(Ok(stream)) = tokio::time::timeout(patience.head, tls.accept(stream)).await {
                connection(stream, peer, routes, patience.head, stop).await;
            }
        });
    }
}

/// Whose an address is: one who has an address of IPv6 has at least those with the same first half.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((address.to_bits() >> 64 << 64).into()),
        address @ IpAddr::V4(_) => address,
    }
}

async fn connection(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: SocketAddr,
    routes: Router,
    patience: Duration,
    mut stop: watch::Receiver<bool>,
) {
    let peer = Peer(peer.ip().to_string());
    let routes = routes.layer(middleware::from_fn(move |mut request: Request, next: middleware::Next| {
        request.extensions_mut().insert(peer.clone());
        next.run(request)
    }));
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(patience).max_buf_size(64 << 10);
    let mut served = std::pin::pin!(builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(routes)));
    tokio::select! {
        // Whoever breaks off does so at his own end; there is nobody left to tell.
        _ = served.as_mut() => {}
        () = stopped(&mut stop) => {
            served.as_mut().graceful_shutdown();
            let _ = tokio::time::timeout(END_PATIENCE, served).await;
        }
    }
}

/// Ends when the server is to stop, also where it was told so before anybody listened for it.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|is_stopped| *is_stopped).await;
}

/// Ends when the process is asked to end.
async fn asked_to_end() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        let Ok(mut terminated) = terminated else {
            let _ = interrupted.await;
            return;
        };
        tokio::select! {
            _ = interrupted => {}
            _ = terminated.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = interrupted.await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_network_are_one() {
        for (address, wanted) in [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
            ("2001:db8:1:2::9", "2001:db8:1:2::"),
        ] {
            assert_eq!(network(address.parse().unwrap()).to_string(), wanted);
        }
    }
}
