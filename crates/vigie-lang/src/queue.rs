//! A queue of work for threads, whose results come back in the order in which the work was given.
//!
//! Room is bounded: whoever gives work asks [`Queue::is_full`] first and takes results until it is not.

use std::any::Any;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Work that may wait for each thread.
const ROOM: usize = 6;

type Outcome<R> = Result<R, Box<dyn Any + Send>>;

/// Work under way.
pub(crate) struct Queue<W, R> {
    work: Sender<(usize, W)>,
    results: Receiver<(usize, Outcome<R>)>,
    /// Results that came before their turn.
    early: BTreeMap<usize, Outcome<R>>,
    given: usize,
    taken: usize,
    room: usize,
}

impl<W, R> Queue<W, R> {
    /// Whether as much work is under way as may be.
    pub(crate) fn is_full(&self) -> bool {
        self.given - self.taken >= self.room
    }

    /// Gives work.
    pub(crate) fn give(&mut self, work: W) {
        let sent = self.work.send((self.given, work));
        assert!(sent.is_ok(), "the threads wait for work as long as the queue is there");
        self.given += 1;
    }

    /// Waits for the result of the oldest work not yet taken; `None` if there is none.
    ///
    /// # Panics
    /// If the work did.
    pub(crate) fn take(&mut self) -> Option<R> {
        if self.taken == self.given {
            return None;
        }
        let outcome = loop {
            if let Some(outcome) = self.early.remove(&self.taken) {
                break outcome;
            }
            let (index, outcome) = self.results.recv().expect("the threads answer all work that they are given");
            self.early.insert(index, outcome);
        };
        self.taken += 1;
        Some(outcome.unwrap_or_else(|panic| resume_unwind(panic)))
    }
}

/// Runs `manage` with a queue whose work is done by `n_threads` threads.
pub(crate) fn with_threads<W: Send, R: Send, A>(
    n_threads: NonZeroUsize,
    work: impl Fn(W) -> R + Sync,
    manage: impl FnOnce(&mut Queue<W, R>) -> A,
) -> A {
    let (give, waiting) = channel::<(usize, W)>();
    let (answer, results) = channel();
    let waiting = Mutex::new(waiting);
    thread::scope(|scope| {
        for _ in 0..n_threads.get() {
            let (answer, waiting, work) = (answer.clone(), &waiting, &work);
            scope.spawn(move || {
                while let Some((index, task)) = next(waiting) {
                    let outcome = catch_unwind(AssertUnwindSafe(|| work(task)));
                    if answer.send((index, outcome)).is_err() {
                        break;
                    }
                }
            });
        }
        let room = n_threads.get().saturating_mul(ROOM);
        let mut queue = Queue { work: give, results, early: BTreeMap::new(), given: 0, taken: 0, room };
        manage(&mut queue)
    })
}

fn next<W>(waiting: &Mutex<Receiver<W>>) -> Option<W> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order() {
        for n_threads in [1, 2, 7] {
            let work = |n: u64| {
                thread::sleep(std::time::Duration::from_micros(n * 7919 % 300));
                n * n
            };
            let found = with_threads(NonZeroUsize::new(n_threads).unwrap(), work, |queue| {
                let mut found = Vec::new();
                for n in 0..200 {
                    while queue.is_full() {
                        found.extend(queue.take());
                    }
                    queue.give(n);
                }
                while let Some(result) = queue.take() {
                    found.push(result);
                }
                found
            });
            assert_eq!(found, (0..200).map(|n| n * n).collect::<Vec<_>>());
        }
    }

    #[test]
    #[should_panic(expected = "the third")]
    fn a_panic_comes_through() {
        let work = |n: usize| assert!(n != 3, "the third");
        with_threads(NonZeroUsize::MIN.saturating_add(1), work, |queue| {
            (0..6).for_each(|n| queue.give(n));
            while queue.take().is_some() {}
        });
    }
}
