//! When a source is visited again, by how the visits went.

use jiff::{SignedDuration, Timestamp};
use vigie_record::SourceState;

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

/// What is remembered of a source after a visit; `every` is how long one that works is left alone.
#[must_use]
pub fn after_visit(before: &SourceState, outcome: Outcome, now: Timestamp, every: SignedDuration) -> SourceState {
    let in_time = |wait: SignedDuration| now.checked_add(wait).ok();
    match outcome {
        Outcome::Read { etag, last_modified } => SourceState {
            etag,
            last_modified,
            last_success: Some(now),
            last_error: None,
            next_try: in_time(every),
            n_failures: 0,
        },
        Outcome::Unchanged => SourceState {
            last_success: Some(now),
            last_error: None,
            next_try: in_time(every),
            n_failures: 0,
            ..before.clone()
        },
        Outcome::Failed { reason, retry_after } => {
            let n_failures = before.n_failures.saturating_add(1);
            let doubled = FIRST_WAIT.checked_mul(1 << (n_failures - 1).min(16)).unwrap_or(LONGEST_WAIT);
            let wait = retry_after.unwrap_or(doubled).clamp(SignedDuration::from_secs(1), LONGEST_WAIT);
            SourceState { last_error: Some(reason), next_try: in_time(wait), n_failures, ..before.clone() }
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
        let mut waits = Vec::new();
        for _ in 0..12 {
            state = after_visit(&state, failed(), now, hour);
            waits.push(state.next_try.unwrap().duration_since(now).as_mins());
        }
        assert_eq!(waits[..4], [5, 10, 20, 40]);
        assert_eq!(waits.last(), Some(&(24 * 60)));
        assert_eq!((state.etag.as_deref(), state.last_error.as_deref()), (Some("a"), Some("no answer")));
        let read = after_visit(&state, Outcome::Read { etag: None, last_modified: None }, now, hour);
        assert_eq!((read.n_failures, read.last_error, read.etag), (0, None, None));
        assert_eq!(read.next_try, now.checked_add(hour).ok());
    }
}
