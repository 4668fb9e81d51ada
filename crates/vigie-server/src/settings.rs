//! Settings: what a server is started with.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use vigie::collect::ReaderSource;
use vigie::fetch::Guard;
use vigie_analysis::warning::Problem;

use crate::mail::Mail;
use crate::tls::TlsFiles;

/// What a server is started with.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The store; it is made where it is not there.
    pub store: PathBuf,
    /// Where to listen; port 0 takes any that is free.
    pub listen: SocketAddr,
    /// Names of hosts that it answers for, beside those of this machine.
    pub hosts: Vec<String>,
    /// Whether a proxy stands before it that has TLS and says in `x-forwarded-for` who asks.
    pub behind_proxy: bool,
    /// The certificate with which it speaks TLS itself; none speaks plain HTTP.
    pub tls: Option<TlsFiles>,
    /// Warning problems to show.
    pub problems: Vec<Problem>,
    /// What reads reports that are sent to it.
    pub reader: Arc<ReaderSource>,
    /// How long is waited for those who are slow.
    pub patience: Patience,
    /// Which addresses web hooks may go to.
    pub reach: Guard,
    /// The mail server for letters of watches; none sends none.
    pub mail: Option<Mail>,
    /// How often watches are looked at; every twenty seconds where that is not said.
    pub look: Option<Duration>,
}

impl Settings {
    /// Whether a browser that comes here speaks TLS, to this server or to the proxy before it.
    pub(crate) const fn has_tls(&self) -> bool {
        self.behind_proxy || self.tls.is_some()
    }
}

/// How long is waited for those who are slow.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For the head of a request, also between two requests.
    pub head: Duration,
    /// For the body of a request.
    pub body: Duration,
    /// For whoever takes nothing of an answer.
    pub answer: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { head: Duration::from_secs(15), body: Duration::from_secs(20), answer: Duration::from_secs(30) }
    }
}
