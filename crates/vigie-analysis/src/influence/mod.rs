//! Influence: how far one stream of acts follows another, beyond what both share.
//!
//! The question has a follower (Minsk's moves towards Kyiv), a leader (Moscow's), and streams that both may answer to
//! (everybody else's). The answer has a share of the follower's acts with its interval, the share that chance alone
//! would give, and how often chance does as well; and beside it, as a second opinion of another kind, a plain
//! [Granger](granger()) test.
//!
//! The model is a multivariate Hawkes process in days: the chance of an act of the follower on a day is a slow level of
//! its own, plus what is left of its own past acts, of the leader's, and of the shared streams', each fading
//! exponentially. Fitted to the greatest likelihood, it says for each act what it most likely came of. Acts of one and
//! the same day are not taken to follow one another, since a day has no order.
//!
//! What it cannot do: a driver that is in no stream and moves within days, faster than the slow level, looks like
//! influence of whoever answers it first. Name such drivers as shared streams.

mod daily;
mod fit;
mod granger;
mod hawkes;
mod lots;
mod slow;
#[cfg(test)]
mod tests;

pub use self::daily::{Daily, Stream};
pub use self::granger::{Granger, granger};
pub use self::hawkes::{Followed, Influence, InfluenceError, Settings, influence};
