//! What is remembered of a source between two visits, and when it is visited again.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// What is remembered of a source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceState {
    /// What the server said to ask with, so that it answers only with what is new.
    pub etag: Option<String>,
    /// The same, for servers without such marks.
    pub last_modified: Option<String>,
    /// When it was last read.
    pub last_success: Option<Timestamp>,
    /// What went wrong the last time, if it did.
    pub last_error: Option<String>,
    /// When it is tried again at the earliest.
    pub next_try: Option<Timestamp>,
    /// How often in a row it has failed.
    pub n_failures: u32,
}

/// How a visit went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Something new came, with the marks to ask with next time.
    Read {
        /// The mark of the version.
        etag: Option<String>,
        /// The day of the version.
        last_modified: Option<String>,
    },
    /// Nothing is new.
    Unchanged,
    /// It failed.
    Failed {
        /// Why.
        reason: String,
        /// How long the server wants to be left alone.
        retry_after: Option<SignedDuration>,
    },
}

/// How long a source is left alone after a failure, doubled for each in a row, and at most.
const FIRST_WAIT: SignedDuration = SignedDuration::from_mins(5);
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(24);

impl SourceState {
    /// Whether the source may be visited now.
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.next_try.is_none_or(|next_try| next_try <= now)
    }

    /// Remembers how a visit went; `every` is how long a source that works is left alone.
    #[must_use]
    pub fn after(&self, outcome: Outcome, now: Timestamp, every: SignedDuration) -> Self {
        let in_time = |wait: SignedDuration| now.checked_add(wait).ok();
        match outcome {
            Outcome::Read { etag, last_modified } => Self {
                etag,
                last_modified,
                last_success: Some(now),
                last_error: None,
                next_try: in_time(every),
                n_failures: 0,
            },
            Outcome::Unchanged => Self {
                last_success: Some(now),
                last_error: None,
                next_try: in_time(every),
                n_failures: 0,
                ..self.clone()
            },
            Outcome::Failed { reason, retry_after } => {
                let n_failures = self.n_failures.saturating_add(1);
                let doubled = FIRST_WAIT.checked_mul(1 << (n_failures - 1).min(16)).unwrap_or(LONGEST_WAIT);
                let wait = retry_after.unwrap_or(doubled).clamp(SignedDuration::from_secs(1), LONGEST_WAIT);
                Self { last_error: Some(reason), next_try: in_time(wait), n_failures, ..self.clone() }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_that_fails_is_left_alone_for_longer_and_longer() {
        let now: Timestamp = "2022-06-01T00:00:00Z".parse().unwrap();
        let hour = SignedDuration::from_hours(1);
        let failed = || Outcome::Failed { reason: "no answer".to_owned(), retry_after: None };
        let mut state = SourceState { etag: Some("a".to_owned()), ..SourceState::default() };
        assert!(state.is_due(now));
        let mut waits = Vec::new();
        for _ in 0..12 {
            state = state.after(failed(), now, hour);
            waits.push(state.next_try.unwrap().duration_since(now).as_mins());
        }
        assert_eq!(waits[..4], [5, 10, 20, 40]);
        assert_eq!(waits.last(), Some(&(24 * 60)));
        assert!(!state.is_due(now));
        assert_eq!((state.etag.as_deref(), state.last_error.as_deref()), (Some("a"), Some("no answer")));
        let read = state.after(Outcome::Read { etag: None, last_modified: None }, now, hour);
        assert_eq!((read.n_failures, read.last_error, read.etag), (0, None, None));
        assert_eq!(read.next_try, now.checked_add(hour).ok());
    }
}
