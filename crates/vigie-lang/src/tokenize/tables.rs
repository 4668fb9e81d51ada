//! The tables of the tokeniser, read once from the files in `tables/`.
//!
//! Lines that begin with `#` are comments; columns are parted by tabs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// A set of lower-case forms.
type Forms = BTreeSet<&'static str>;

/// How an abbreviation's stop behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// Leans on what follows and never ends a sentence: `Mr.`, `Gen.`, `vs.`
    Leaning,
    /// Leans on a number: `No. 5`, `p. 12`; else the stop is the sentence's.
    Number,
    /// May be a sentence's last word: `Inc.`, `Sept.`, `etc.`
    Closing,
}

/// Abbreviations by form without the stop; the form in the table has a capital where the text must have one.
pub(super) static ABBREVIATIONS: LazyLock<BTreeMap<String, (Abbreviation, bool)>> = LazyLock::new(|| {
    rows(include_str!("tables/abbreviations.tsv"))
        .filter_map(|(form, kind)| {
            let kind = match kind {
                "leaning" => Abbreviation::Leaning,
                "number" => Abbreviation::Number,
                "closing" => Abbreviation::Closing,
                _ => return None,
            };
            Some((form.to_ascii_lowercase(), (kind, form.starts_with(|c: char| c.is_ascii_uppercase()))))
        })
        .collect()
});

/// Contractions without an apostrophe: the form, and the lengths of its words in letters.
pub(super) static UNSPACED: LazyLock<BTreeMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    rows(include_str!("tables/unspaced.tsv"))
        .map(|(form, cuts)| {
            let lengths = cuts.split('\t').next().unwrap_or_default().split('|').map(str::len).collect();
            (form, lengths)
        })
        .collect()
});

/// Words before which `its` is a misspelt `it's`.
pub(super) static AFTER_ITS: LazyLock<Forms> = LazyLock::new(|| forms(include_str!("tables/after_its.tsv")));

/// Words that, with a capital, begin a sentence rather than a name.
pub(super) static STARTERS: LazyLock<Forms> = LazyLock::new(|| forms(include_str!("tables/starters.tsv")));

/// Prefixes that stay on their word with the hyphen: `non-`, `pre-`.
pub(super) static PREFIXES: LazyLock<Forms> = LazyLock::new(|| forms(include_str!("tables/prefixes.tsv")));

/// Suffixes that stay on their word with the hyphen: `-esque`.
pub(super) static SUFFIXES: LazyLock<Forms> = LazyLock::new(|| forms(include_str!("tables/suffixes.tsv")));

/// Units that part from their number: `5kg` is `5` and `kg`.
pub(super) static MEASURES: LazyLock<Forms> = LazyLock::new(|| forms(include_str!("tables/measures.tsv")));

/// What an amount of money is multiplied by, glued to it: `$20m`.
pub(super) const MULTIPLES: [&str; 8] = ["k", "m", "b", "t", "mm", "bn", "mn", "tn"];

/// Forms with a slash or another mark inside that are one word: `w/o`.
pub(super) static KEPT: LazyLock<Forms> = LazyLock::new(|| forms(include_str!("tables/kept.tsv")));

/// Last labels of Internet names; with `word` in the second column where English has such a word.
pub(super) static DOMAINS: LazyLock<BTreeMap<&'static str, bool>> =
    LazyLock::new(|| rows(include_str!("tables/domains.tsv")).map(|(form, kind)| (form, kind == "word")).collect());

/// Endings of file names.
pub(super) static FILES: LazyLock<Forms> = LazyLock::new(|| forms(include_str!("tables/files.tsv")));

/// Faces made of marks, the longest first.
pub(super) static EMOTICONS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut faces: Vec<_> = rows(include_str!("tables/emoticons.tsv")).map(|(face, _)| face).collect();
    faces.sort_by_key(|face| std::cmp::Reverse(face.len()));
    faces
});

/// The rows of a table: the first column, and the rest.
fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with("# "));
    lines.map(|line| line.split_once('\t').unwrap_or((line, "")))
}

/// The first columns of a table.
fn forms(table: &'static str) -> Forms {
    rows(table).map(|(form, _)| form).collect()
}
