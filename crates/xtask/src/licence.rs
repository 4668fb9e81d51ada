//! Licences of what the program is built from, as SPDX expressions.

/// Licences whose terms the program can meet: permissive, or weak copyleft by file.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Whether an expression can be met with the allowed licences alone.
pub(crate) fn is_allowed(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    let met = any(&mut words);
    met && words.next().is_none()
}

type Words<'t> = std::iter::Peekable<std::str::SplitWhitespace<'t>>;

fn any(words: &mut Words<'_>) -> bool {
    let mut met = all(words);
    while words.next_if_eq(&"OR").is_some() {
        met |= all(words);
    }
    met
}

fn all(words: &mut Words<'_>) -> bool {
    let mut met = one(words);
    while words.next_if_eq(&"AND").is_some() {
        met &= one(words);
    }
    met
}

fn one(words: &mut Words<'_>) -> bool {
    let Some(word) = words.next() else { return false };
    if word == "(" {
        let met = any(words);
        return words.next() == Some(")") && met;
    }
    if words.next_if_eq(&"WITH").is_some() {
        let exception = words.next().unwrap_or_default();
        return ALLOWED.contains(&word) || ALLOWED.contains(&format!("{word} WITH {exception}").as_str());
    }
    ALLOWED.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions() {
        struct Case(&'static str, bool);
        let cases = [
            Case("MIT", true),
            Case("MIT OR Apache-2.0", true),
            Case("MIT/Apache-2.0", true),
            Case("GPL-3.0-only", false),
            Case("GPL-3.0-only OR MIT", true),
            Case("GPL-3.0-only AND MIT", false),
            Case("(MIT OR GPL-2.0-only) AND Unicode-3.0", true),
            Case("MIT AND (GPL-2.0-only OR LGPL-2.1-only)", false),
            Case("Apache-2.0 WITH LLVM-exception OR GPL-2.0-only", true),
            Case("", false),
            Case("(MIT", false),
            Case("MIT )", false),
        ];
        let wrong: Vec<_> = cases.iter().filter(|case| is_allowed(case.0) != case.1).map(|case| case.0).collect();
        assert!(wrong.is_empty(), "judged wrongly: {wrong:?}");
    }
}
