//! What is wrong with a file that an analyst wrote: where, what, and the nearest name that would be right.

use std::fmt;

/// The least likeness of two names at which one is taken for a slip of the other.
const LEAST_LIKENESS: f64 = 0.7;

/// The likeness of two names that differ by two neighbours which changed places.
const SWAPPED: f64 = 0.99;

/// What is wrong at one place of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub help: Option<String>,
}

/// Everything that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", lines(.file, .faults))]
pub struct FileFaults {
    /// The file.
    pub file: String,
    /// What is wrong, by line.
    pub faults: Vec<Fault>,
}

fn lines(file: &str, faults: &[Fault]) -> String {
    let line = |fault: &Fault| {
        let help = fault.help.as_ref().map(|help| format!("\n    help: {help}")).unwrap_or_default();
        format!("{file}:{}: {}{help}", fault.line, fault.what)
    };
    faults.iter().map(line).collect::<Vec<_>>().join("\n")
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

/// Gathers what is wrong with one text.
pub(crate) struct Faults<'a> {
    text: &'a str,
    found: Vec<Fault>,
}

impl<'a> Faults<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, found: Vec::new() }
    }

    /// Notes that something at a byte is wrong.
    pub(crate) fn at(&mut self, byte: usize, what: impl Into<String>, help: Option<String>) {
        let before = self.text.as_bytes().iter().take(byte);
        let line = 1 + before.filter(|byte| **byte == b'\n').count();
        self.found.push(Fault { line, what: what.into(), help });
    }

    /// All that is wrong, or nothing.
    pub(crate) fn end(mut self, file: &str) -> Result<(), FileFaults> {
        if self.found.is_empty() {
            return Ok(());
        }
        self.found.sort_by_key(|fault| fault.line);
        Err(FileFaults { file: file.to_owned(), faults: self.found })
    }
}

/// The fault of a text that is no TOML, or has a key that is not known.
pub(crate) fn of_toml(file: &str, text: &str, error: &toml::de::Error) -> FileFaults {
    let mut faults = Faults::new(text);
    let message = error.message();
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let help = match quoted.split_first() {
        Some((unknown, known)) if message.starts_with("unknown") => meant(unknown, known.iter().copied()),
        _ => None,
    };
    faults.at(error.span().map_or(0, |span| span.start), message.trim().replace('\n', " "), help);
    FileFaults { file: file.to_owned(), faults: faults.found }
}

/// The name among `known` that is nearest to one that is not there.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let likeness = |other: &str| {
        let (name, other) = (name.to_lowercase(), other.to_lowercase());
        // Letters that changed places make the commonest slip of all in a code: `BRL` is `BLR` rather than `BEL`.
        let is_swapped =
            strsim::osa_distance(&name, &other) == 1 && name.len() == other.len() && letters(&name) == letters(&other);
        if is_swapped { SWAPPED } else { strsim::jaro_winkler(&name, &other) }
    };
    let scored = known.map(|other| (likeness(other), other)).filter(|(score, _)| *score >= LEAST_LIKENESS);
    // Among equals the first in the alphabet, so that the answer does not hang on the order of a table.
    scored.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1))).map(|(_, other)| other)
}

fn letters(name: &str) -> Vec<char> {
    let mut letters: Vec<char> = name.chars().collect();
    letters.sort_unstable();
    letters
}

/// Help for a name that is not known.
pub(crate) fn meant<'a>(name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Option<String> {
    nearest(name, known.clone()).map(|near| format!("did you mean `{near}`?")).or_else(|| {
        let all: Vec<&str> = known.collect();
        (!all.is_empty() && all.len() <= 30).then(|| format!("write one of {}", all.join(", ")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found() {
        let types = || ["ASSAULT", "MOBILIZE", "THREATEN"].into_iter();
        for (name, wanted) in
            [("ASAULT", Some("ASSAULT")), ("mobilise", Some("MOBILIZE")), ("Threat", Some("THREATEN")), ("XXXX", None)]
        {
            assert_eq!(nearest(name, types()), wanted, "{name}");
        }
        assert_eq!(nearest("BRL", ["BEL", "BLR", "BRA", "BRN"].into_iter()), Some("BLR"));
    }
}
