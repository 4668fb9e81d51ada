//! Pages and feeds come in from the network, politely, and never from where they must not.
//!
//! - [`Client`] opens connections: one request, one answer, each address judged by a [`Guard`] when the connection is made. It is the one place
//!   of Vigie that does so, since the command line and the server both fetch; behind the trait [`Web`], so that the rest can be tested without a network.
//! - [`Visitor`] has the manners: what `robots.txt` says, a wait between two requests to a host, retries, redirects that are judged one by one.
//! - [`Round`] visits the sources that are due and puts what is new through a [`Collector`](crate::collect::Collector).
//!
//! Time is a [`Clock`] of whoever calls.

mod article;
mod client;
mod round;
#[cfg(test)]
mod tests;
mod visitor;

use jiff::{SignedDuration, Timestamp};
use vigie_intake::web::Refused;
pub use vigie_intake::web::{Guard, RangeError, UrlError, WebUrl};

pub use self::client::Client;
pub use self::round::{Round, RoundError, Told, Wanted};
pub use self::visitor::{Manners, Visitor};

/// What is asked of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The page.
    pub url: WebUrl,
    /// The mark of the version that is known.
    pub etag: Option<String>,
    /// The day of the version that is known, as the server wrote it.
    pub last_modified: Option<String>,
    /// The most bytes of the body that are taken.
    pub most_bytes: u64,
}

impl Request {
    /// Asks for a page that is not known yet.
    pub fn of(url: WebUrl) -> Self {
        Self { url, etag: None, last_modified: None, most_bytes: MOST_BYTES }
    }
}

/// The most bytes of a page or a feed.
pub const MOST_BYTES: u64 = 16 << 20;

/// What a server answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Response {
    /// The number of the HTTP status.
    pub status: u16,
    /// The mark of this version.
    pub etag: Option<String>,
    /// The day of this version.
    pub last_modified: Option<String>,
    /// Where the page has gone.
    pub location: Option<String>,
    /// When to come again: seconds, or a day.
    pub retry_after: Option<String>,
    /// The encoding of the text, where the server tells it.
    pub charset: Option<String>,
    /// The body, unpacked.
    pub body: Vec<u8>,
    /// Whether there was more of it than was taken.
    pub is_cut: bool,
}

/// Why nothing came.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// It is no address that can be fetched.
    #[error(transparent)]
    Url(#[from] UrlError),
    /// It leads to where nothing is fetched from.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Its site does not let robots read it.
    #[error("robots.txt of {site} does not allow it")]
    Robots {
        /// The site.
        site: String,
    },
    /// The rules of its site could not be read, so nothing is.
    #[error("robots.txt of {site} could not be read: {reason}")]
    NoRobots {
        /// The site.
        site: String,
        /// Why.
        reason: String,
    },
    /// The server answers with something else.
    #[error("the server answers with {status}{}", meaning(*.status))]
    Status {
        /// The number of the HTTP status.
        status: u16,
        /// How long the server wants to be left alone.
        retry_after: Option<SignedDuration>,
    },
    /// The body is too long.
    #[error("it has more than {} MiB", .most >> 20)]
    TooLong {
        /// The most bytes that are taken.
        most: u64,
    },
    /// Redirects lead on and on.
    #[error("more than {most} redirects")]
    Redirects {
        /// The most that are followed.
        most: usize,
    },
    /// Redirects lead in a circle.
    #[error("its redirects lead in a circle")]
    Circle,
    /// A name has no address.
    #[error("the name {host} is not known")]
    NoHost {
        /// The name.
        host: String,
    },
    /// It took too long.
    #[error("no whole answer came in time")]
    Timeout,
    /// The connection failed.
    #[error("the connection failed: {reason}")]
    Connection {
        /// Why.
        reason: String,
    },
}

/// What a status means, for those that are met often.
fn meaning(status: u16) -> &'static str {
    match status {
        401 | 403 => " (not for everybody)",
        404 => " (not found)",
        410 => " (gone)",
        429 => " (too many requests)",
        451 => " (kept back for reasons of law)",
        500..=599 => " (a fault of the server)",
        _ => "",
    }
}

impl FetchError {
    /// Whether it may go better a moment later.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Status { status, .. } => matches!(status, 408 | 425 | 429 | 500 | 502 | 503 | 504),
            Self::Timeout | Self::Connection { .. } | Self::NoRobots { .. } => true,
            _ => false,
        }
    }

    /// How long the server wants to be left alone.
    pub fn retry_after(&self) -> Option<SignedDuration> {
        match self {
            Self::Status { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

/// Whoever brings one answer to one request. It follows no redirects.
pub trait Web: Send + Sync {
    /// Asks a server.
    ///
    /// # Errors
    /// When no answer comes; an answer that says no is none.
    fn ask(&self, request: &Request) -> Result<Response, FetchError>;
}

/// Time, as whoever calls has it.
pub trait Clock: Send + Sync {
    /// The moment.
    fn now(&self) -> Timestamp;

    /// Lets time go by.
    fn wait(&self, time: SignedDuration);
}
