//! Work shared out among threads.

use std::thread;

/// Does something for each item on several threads, each with room of its own; what comes out is in the order of the items, so the number of
/// threads changes nothing but the time.
pub(crate) fn in_parallel<T: Sync, R: Send, W>(
    items: &[T],
    n_threads: usize,
    room: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, usize, &T) -> R + Sync,
) -> Vec<R> {
    let stretch = items.len().div_ceil(n_threads.max(1)).max(1);
    let part = |start: usize, items: &[T]| -> Vec<R> {
        let mut room = room();
        items.iter().enumerate().map(|(index, item)| work(&mut room, start + index, item)).collect()
    };
    if items.len() <= stretch {
        return part(0, items);
    }
    let part = &part;
    thread::scope(|scope| {
        let threads: Vec<_> = items
            .chunks(stretch)
            .enumerate()
            .map(|(index, items)| scope.spawn(move || part(index * stretch, items)))
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("no work here panics")).collect()
    })
}
