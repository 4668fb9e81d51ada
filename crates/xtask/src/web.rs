//! The pages: their types, their tests, their build, and the way through them in a browser; where Node is there.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::check::Outcome;
use crate::root::{is_there, program, root, run};

/// The oldest Node that the tools of the pages run on.
const OLDEST_NODE: &str = "process.exit(Number(process.versions.node.split('.')[0]) >= 20 ? 0 : 1)";

/// Checks and builds the pages; says why where that is left out.
pub(crate) fn check() -> Result<Outcome> {
    if !is_there("node", &["-e", OLDEST_NODE]) {
        return Ok(Outcome::Skipped("Node 20 or newer is not on this machine"));
    }
    // A machine without network has no packages, which is no fault of the tree.
    let has_packages = folder().join("node_modules").exists() || run(&mut npm(&["ci", "--ignore-scripts"])).is_ok();
    if !has_packages {
        return Ok(Outcome::Skipped("the packages of web/ could not be installed (`npm ci` in web/ says why)"));
    }
    for script in ["check", "unit", "build"] {
        run(&mut npm(&["run", "--silent", script]))?;
    }
    Ok(Outcome::Passed)
}

/// Walks through the pages of a built program in a browser, where the pages were built; the tests say themselves what is missing.
pub(crate) fn walk() -> Result<Outcome> {
    if !folder().join("dist/index.html").exists() {
        return Ok(Outcome::Skipped("the pages were not built"));
    }
    run(&mut program("cargo", &["build", "--quiet", "-p", "vigie-cli"]))?;
    run(&mut npm(&["run", "--silent", "test"]))?;
    Ok(Outcome::Passed)
}

fn folder() -> PathBuf {
    root().join("web")
}

fn npm(arguments: &[&str]) -> Command {
    let mut command = program("npm", arguments);
    command.current_dir(folder());
    command
}
