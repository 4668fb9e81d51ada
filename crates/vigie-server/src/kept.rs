//! Answers that were made, kept for whoever asks the same before the store changes.
//!
//! What a person changes here is seen by the next who asks, and so is a report that is sent here. What another process writes is seen
//! within half a second. Overviews of many events may be shown for ten times as long as they took to make, three seconds at most, after a report
//! has come in: they are not made anew for each while many come.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use jiff::{SignedDuration, Timestamp};

/// Bytes of answers that are kept at most; those that were made first go first.
const MOST_BYTES: usize = 32 << 20;

/// For how many times as long as it took to make an answer may be shown, while only reports come in.
const LASTS: i32 = 10;

/// For how long at most.
const LASTS_AT_MOST: SignedDuration = SignedDuration::from_secs(3);

/// For how long an answer is shown after something has come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lasts {
    /// Not at all.
    UntilThen,
    /// For some time, in proportion to what it takes to make.
    AWhile,
}

/// Answers to questions over the store.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    answers: Mutex<Answers>,
    /// The questions that somebody answers right now.
    in_work: Mutex<BTreeMap<String, Arc<tokio::sync::Mutex<()>>>>,
}

/// How often the store has changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    /// By what people say here.
    n_said: u64,
    /// By what came in.
    n_come: u64,
}

/// Somebody's turn to answer a question.
#[derive(Debug)]
pub(crate) struct Alone<'k> {
    kept: &'k Kept,
    question: String,
    _turn: tokio::sync::OwnedMutexGuard<()>,
}

impl Drop for Alone<'_> {
    fn drop(&mut self) {
        let mut in_work = self.kept.in_work();
        // One is in the table, one is ours: nobody waits.
        if in_work.get(&self.question).is_some_and(|own| Arc::strong_count(own) == 2) {
            in_work.remove(&self.question);
        }
    }
}

#[derive(Debug, Default)]
struct Answers {
    changes: Changes,
    by_question: BTreeMap<String, Answer>,
    /// The questions in the order in which they were answered.
    in_order: VecDeque<String>,
    n_bytes: usize,
}

#[derive(Debug)]
struct Answer {
    body: Bytes,
    /// How often something had come in before it was asked for.
    n_come: u64,
    /// Until when it may be shown where something has come in since.
    until: Timestamp,
}

impl Kept {
    /// The answer to a question where one is kept, and what to give to [`Self::keep`] where none is.
    pub(crate) fn find(&self, question: &str, now: Timestamp) -> Result<Bytes, Changes> {
        let answers = self.lock();
        let found = answers.by_question.get(question);
        let stands = found.filter(|answer| answer.n_come == answers.changes.n_come || now < answer.until);
        stands.map(|answer| answer.body.clone()).ok_or(answers.changes)
    }

    /// Waits until nobody else answers a question. Who asks the same meanwhile waits too, and finds what was kept.
    pub(crate) async fn alone(&self, question: &str) -> Alone<'_> {
        let own = Arc::clone(self.in_work().entry(question.to_owned()).or_default());
        Alone { kept: self, question: question.to_owned(), _turn: own.lock_owned().await }
    }

    fn in_work(&self) -> MutexGuard<'_, BTreeMap<String, Arc<tokio::sync::Mutex<()>>>> {
        self.in_work.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps an answer to a question that was asked after some changes, at a moment, and has been made by now.
    pub(crate) fn keep(
        &self,
        question: &str,
        body: &Bytes,
        lasts: Lasts,
        (changes, asked_at): (Changes, Timestamp),
        now: Timestamp,
    ) {
        let mut answers = self.lock();
        if answers.changes.n_said != changes.n_said || question.len() + body.len() > MOST_BYTES / 2 {
            return;
        }
        let until = match lasts {
            Lasts::UntilThen => asked_at,
            Lasts::AWhile => now.checked_add((now.duration_since(asked_at) * LASTS).min(LASTS_AT_MOST)).unwrap_or(now),
        };
        let answer = Answer { body: body.clone(), n_come: changes.n_come, until };
        answers.n_bytes += question.len() + body.len();
        match answers.by_question.insert(question.to_owned(), answer) {
            Some(before) => answers.n_bytes -= question.len() + before.body.len(),
            None => answers.in_order.push_back(question.to_owned()),
        }
        while answers.n_bytes > MOST_BYTES {
            let Some(oldest) = answers.in_order.pop_front() else { break };
            if let Some(gone) = answers.by_question.remove(&oldest) {
                answers.n_bytes -= oldest.len() + gone.body.len();
            }
        }
    }

    /// Somebody has said something here: no answer from before stands any more.
    pub(crate) fn forget(&self) {
        let mut answers = self.lock();
        let changes = Changes { n_said: answers.changes.n_said + 1, ..answers.changes };
        *answers = Answers { changes, ..Answers::default() };
    }

    /// Something has come in.
    pub(crate) fn has_come(&self) {
        self.lock().changes.n_come += 1;
    }

    fn lock(&self) -> MutexGuard<'_, Answers> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(n_bytes: usize) -> Bytes {
        Bytes::from(vec![b'x'; n_bytes])
    }

    fn at(milliseconds: i64) -> Timestamp {
        Timestamp::from_millisecond(1_700_000_000_000 + milliseconds).unwrap()
    }

    #[test]
    fn an_answer_stands_until_somebody_says_something() {
        let kept = Kept::default();
        let asked = (kept.find("map", at(0)).unwrap_err(), at(0));
        kept.keep("map", &body(3), Lasts::UntilThen, asked, at(5));
        assert_eq!(kept.find("map", at(1_000_000)).unwrap(), body(3));
        assert!(kept.find("map?since=2022-01-01", at(6)).is_err());
        kept.forget();
        assert!(kept.find("map", at(6)).is_err());
        kept.keep("map", &body(3), Lasts::AWhile, asked, at(7));
        assert!(kept.find("map", at(7)).is_err(), "it was asked for before that");
    }

    #[test]
    fn after_a_report_an_overview_stands_ten_times_as_long_as_it_took() {
        let kept = Kept::default();
        let asked = (kept.find("reports", at(0)).unwrap_err(), at(0));
        kept.keep("reports", &body(3), Lasts::UntilThen, asked, at(40));
        let asked = (kept.find("map", at(0)).unwrap_err(), at(0));
        kept.keep("map", &body(3), Lasts::AWhile, asked, at(40));
        kept.has_come();
        assert!(kept.find("reports", at(41)).is_err(), "a list does not");
        assert!(kept.find("map", at(439)).is_ok());
        let again = (kept.find("map", at(440)).unwrap_err(), at(440));
        kept.keep("map", &body(4), Lasts::AWhile, again, at(10_440));
        assert_eq!(kept.find("map", at(10_440)).unwrap(), body(4));
        kept.has_come();
        assert!(kept.find("map", at(13_439)).is_ok());
        assert!(kept.find("map", at(13_440)).is_err(), "three seconds at most");
    }

    #[tokio::test]
    async fn what_many_ask_at_once_is_made_once() {
        let kept = Kept::default();
        let n_made = std::sync::atomic::AtomicUsize::new(0);
        let ask = async || {
            let _alone = kept.alone("map").await;
            let Err(changes) = kept.find("map", at(0)) else { return };
            n_made.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            tokio::task::yield_now().await;
            kept.keep("map", &body(3), Lasts::UntilThen, (changes, at(0)), at(20));
        };
        tokio::join!(ask(), ask(), ask(), ask());
        assert_eq!(n_made.into_inner(), 1);
        assert!(kept.in_work().is_empty());
    }

    #[test]
    fn memory_has_a_bound() {
        let kept = Kept::default();
        let asked = (kept.find("", at(0)).unwrap_err(), at(0));
        for n in [0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8] {
            kept.keep(&n.to_string(), &body(MOST_BYTES / 8), Lasts::UntilThen, asked, at(1));
        }
        assert!(kept.find("0", at(1)).is_err() && kept.find("1", at(1)).is_err(), "the first have gone");
        assert!(kept.find("2", at(1)).is_ok() && kept.find("8", at(1)).is_ok());
        let answers = kept.lock();
        let n_bytes: usize =
            answers.by_question.iter().map(|(question, answer)| question.len() + answer.body.len()).sum();
        assert_eq!((answers.n_bytes, answers.in_order.len()), (n_bytes, answers.by_question.len()));
        drop(answers);
        kept.keep("large", &body(MOST_BYTES / 2 + 1), Lasts::UntilThen, asked, at(1));
        assert!(kept.find("large", at(1)).is_err(), "one that would push out all others is not kept");
    }
}
