//! The rules of the tree that no compiler checks.

mod crates;
mod data;
mod files;
mod links;

use anyhow::{Result, bail};

use crate::licence;
use crate::metadata::Metadata;

/// Checks every rule and names all that is broken, not the first only.
pub(crate) fn tidy() -> Result<()> {
    let metadata = Metadata::read()?;
    let mut problems = crates::problems(&metadata)?;
    problems.extend(files::opened_below_their_floor(&metadata)?);
    problems.extend(data::problems()?);
    problems.extend(links::problems()?);
    problems.extend(licences(&metadata));
    for hint in files::long_files()? {
        println!("hint: {hint}");
    }
    if !problems.is_empty() {
        bail!("the tree is not tidy:\n  {}", problems.join("\n  "));
    }
    println!("tidy: {} crates and {} packages from elsewhere", metadata.ours().count(), metadata.foreign().count());
    Ok(())
}

/// Foreign packages come from the registry, under a licence that can be met.
fn licences(metadata: &Metadata) -> Vec<String> {
    let mut problems = Vec::new();
    for package in metadata.foreign() {
        let name = format!("{} {}", package.name, package.version);
        match &package.license {
            Some(expression) if licence::is_allowed(expression) => {}
            Some(expression) => problems.push(format!("{name} has the licence {expression}, which is not on the list")),
            None => problems.push(format!("{name} states no licence")),
        }
        if !package.source.as_deref().is_some_and(|source| source.starts_with("registry+")) {
            problems.push(format!("{name} does not come from the crates registry"));
        }
    }
    problems
}
