//! Readers that count, and stop where it is too much.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// Counts the bytes that go through it.
pub(super) struct Counted<R> {
    from: R,
    n_bytes: Rc<Cell<u64>>,
}

impl<R> Counted<R> {
    /// A reader that counts, and its count.
    pub(super) fn new(from: R) -> (Self, Rc<Cell<u64>>) {
        let n_bytes = Rc::new(Cell::new(0));
        (Self { from, n_bytes: Rc::clone(&n_bytes) }, n_bytes)
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.from.read(into)?;
        self.n_bytes.set(self.n_bytes.get() + n as u64);
        Ok(n)
    }
}

/// Gives what is unpacked, as long as it is in proportion to what was packed.
pub(super) struct Metered<R> {
    from: R,
    packed: Packed,
    n_unpacked: u64,
    ratio: u64,
    free_bytes: u64,
}

/// How much was packed.
pub(super) enum Packed {
    /// As much as was read so far.
    SoFar(Rc<Cell<u64>>),
    /// As much as an archive says.
    All(u64),
}

impl<R> Metered<R> {
    pub(super) fn new(from: R, packed: Packed, ratio: u64, free_bytes: u64) -> Self {
        Self { from, packed, n_unpacked: 0, ratio, free_bytes }
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.from.read(into)?;
        self.n_unpacked += n as u64;
        let n_packed = match &self.packed {
            Packed::SoFar(n_bytes) => n_bytes.get(),
            Packed::All(n_bytes) => *n_bytes,
        };
        if self.n_unpacked > self.free_bytes && self.n_unpacked / self.ratio > n_packed {
            return Err(io::Error::other(OutOfProportion));
        }
        Ok(n)
    }
}

/// Says through a reader's error that something unpacks to too much.
#[derive(Debug, thiserror::Error)]
#[error("this unpacks to far more than its size")]
pub(super) struct OutOfProportion;

/// Gives a record's share of bytes and no more, until the next record is begun.
pub(super) struct Capped<R> {
    from: R,
    left: Rc<Cell<u64>>,
}

impl<R> Capped<R> {
    /// A reader that stops when what is left is used up, and what is left.
    pub(super) fn new(from: R, most: u64) -> (Self, Rc<Cell<u64>>) {
        let left = Rc::new(Cell::new(most));
        (Self { from, left: Rc::clone(&left) }, left)
    }
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.from.read(into)?;
        let left = self.left.get();
        if n as u64 > left {
            return Err(io::Error::other("one record is longer than a report may be"));
        }
        self.left.set(left - n as u64);
        Ok(n)
    }
}
