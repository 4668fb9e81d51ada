//! Work done side by side by threads, whose results come back in the order in which the work was given.
//!
//! Work is asked for only as there is room for it, so memory stays the same for any amount.

use std::any::Any;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Work that may be under way for each thread.
const ROOM: usize = 3;

type Outcome<R> = Result<R, Box<dyn Any + Send>>;

/// Does `work` on all that is `given`, and hands the results to `take` in order, until it has enough.
///
/// `given` and `take` run on this thread.
///
/// # Panics
/// When `work` does: its panic comes through.
pub fn in_order<W: Send, R: Send>(
    n_threads: NonZeroUsize,
    mut given: impl Iterator<Item = W>,
    work: impl Fn(W) -> R + Sync,
    mut take: impl FnMut(R) -> ControlFlow<()>,
) {
    let (give, waiting) = channel::<(usize, W)>();
    let (answer, results) = channel::<(usize, Outcome<R>)>();
    let waiting = Mutex::new(waiting);
    let room = n_threads.get().saturating_mul(ROOM);
    thread::scope(|scope| {
        // The sender is moved in here, so that the threads end when this closure does.
        let give = give;
        for n_begun in 0..n_threads.get() {
            let (answer, waiting, work) = (answer.clone(), &waiting, &work);
            let begun = thread::Builder::new().spawn_scoped(scope, move || {
                while let Some((index, task)) = next(waiting) {
                    let outcome = catch_unwind(AssertUnwindSafe(|| work(task)));
                    if answer.send((index, outcome)).is_err() {
                        break;
                    }
                }
            });
            // Where the system gives no more threads, those that it gave do the work.
            if begun.is_err() {
                assert!(n_begun > 0, "the system gives no thread at all");
                break;
            }
        }
        let mut early = BTreeMap::new();
        let (mut n_given, mut n_taken) = (0, 0);
        loop {
            while n_given - n_taken < room
                && let Some(task) = given.next()
            {
                if give.send((n_given, task)).is_err() {
                    return;
                }
                n_given += 1;
            }
            if n_given == n_taken {
                return;
            }
            let outcome = loop {
                if let Some(outcome) = early.remove(&n_taken) {
                    break outcome;
                }
                let (index, outcome) = results.recv().expect("the threads answer all work that they are given");
                early.insert(index, outcome);
            };
            n_taken += 1;
            if take(outcome.unwrap_or_else(|panic| resume_unwind(panic))).is_break() {
                return;
            }
        }
    });
}

fn next<W>(waiting: &Mutex<Receiver<W>>) -> Option<W> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn results_come_in_order_and_no_more_is_asked_for_than_there_is_room() {
        for n_threads in [1, 2, 7] {
            let (asked, mut found) = (Cell::new(0), Vec::new());
            let given = (0..100_u64).inspect(|_| asked.set(asked.get() + 1));
            let work = |n: u64| {
                thread::sleep(std::time::Duration::from_micros(n * 7919 % 300));
                n * n
            };
            in_order(NonZeroUsize::new(n_threads).unwrap(), given, work, |result| {
                found.push(result);
                assert!(asked.get() < found.len() + n_threads * ROOM + 1);
                ControlFlow::Continue(())
            });
            assert_eq!(found, (0..100).map(|n| n * n).collect::<Vec<_>>());
        }
    }

    #[test]
    fn it_ends_when_there_is_enough() {
        let mut found = Vec::new();
        in_order(
            NonZeroUsize::MIN,
            0..,
            |n: u32| n,
            |n| {
                found.push(n);
                if n == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert_eq!(found, [0, 1, 2, 3]);
    }

    #[test]
    #[should_panic(expected = "the third")]
    fn a_panic_comes_through() {
        in_order(NonZeroUsize::MIN, 0..6, |n: usize| assert!(n != 3, "the third"), |()| ControlFlow::Continue(()));
    }
}
