//! The oldest Rust that builds the workspace: one number, stated once, and no dependency asks for a newer one.

use anyhow::{Result, bail};

use crate::metadata::Metadata;

/// Checks the `rust-version` fields of the tree and of all that it is built from.
pub(crate) fn check() -> Result<()> {
    let metadata = Metadata::read()?;
    let mut problems = Vec::new();
    let mut stated: Vec<&str> = metadata.ours().filter_map(|package| package.rust_version.as_deref()).collect();
    stated.sort_unstable();
    stated.dedup();
    let [ours] = stated[..] else { bail!("the crates state {} different rust-versions: {stated:?}", stated.len()) };
    problems.extend(
        metadata
            .ours()
            .filter(|package| package.rust_version.is_none())
            .map(|package| format!("{} states no rust-version", package.name)),
    );
    for package in metadata.foreign() {
        if let Some(wanted) = &package.rust_version
            && numbers(wanted) > numbers(ours)
        {
            problems.push(format!("{} {} wants Rust {wanted}, we promise {ours}", package.name, package.version));
        }
    }
    if !problems.is_empty() {
        bail!("{}", problems.join("\n"));
    }
    println!("rust-version {ours} covers {} packages", metadata.foreign().count());
    Ok(())
}

/// `1.94` as 1, 94, 0, so that versions compare as numbers.
fn numbers(version: &str) -> [u64; 3] {
    let mut parts = version.split(['.', '-']).map(|part| part.parse().unwrap_or(0));
    std::array::from_fn(|_| parts.next().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        assert!(numbers("1.100") > numbers("1.94"));
        assert_eq!(numbers("1.94"), numbers("1.94.0"));
    }
}
