//! Dictionaries: names stored once, and numbers that stand for them.

use std::collections::HashMap;
use std::hash::Hash;

/// Names in the order in which they came in, each once.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    numbers: HashMap<Box<str>, u32>,
    names: Vec<Box<str>>,
}

impl Names {
    /// The number of a name, which is new where it was not known.
    pub(super) fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = next_number(self.names.len());
        self.numbers.insert(name.into(), number);
        self.names.push(name.into());
        number
    }

    /// The number of a name that is known.
    pub(super) fn find(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    /// The name of a number that [`Names::number`] gave.
    pub(super) fn name(&self, number: u32) -> &str {
        &self.names[number as usize]
    }
}

/// Things made of numbers, in the order in which they came in, each once.
#[derive(Debug, Clone)]
pub(super) struct Tuples<T> {
    numbers: HashMap<T, u32>,
    tuples: Vec<T>,
}

impl<T> Default for Tuples<T> {
    fn default() -> Self {
        Self { numbers: HashMap::new(), tuples: Vec::new() }
    }
}

impl<T: Copy + Eq + Hash> Tuples<T> {
    /// The number of a tuple, which is new where it was not known.
    pub(super) fn number(&mut self, tuple: T) -> u32 {
        *self.numbers.entry(tuple).or_insert_with(|| {
            self.tuples.push(tuple);
            next_number(self.tuples.len() - 1)
        })
    }

    /// The number of a tuple that is known.
    pub(super) fn find(&self, tuple: T) -> Option<u32> {
        self.numbers.get(&tuple).copied()
    }

    /// All of them, in order of their numbers.
    pub(super) fn all(&self) -> &[T] {
        &self.tuples
    }
}

/// A history holds fewer rows than `u32` counts, and no more names than it has parts of rows, of which memory ends sooner.
fn next_number(length: usize) -> u32 {
    u32::try_from(length).expect("memory ends before four thousand million names")
}
