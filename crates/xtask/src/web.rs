//! The pages: their types, their tests, their build, and the way through them in a browser; where Node is there.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::root::{is_there, program, root, run};

/// The oldest Node that the tools of the pages run on.
const OLDEST_NODE: &str = "process.exit(Number(process.versions.node.split('.')[0]) >= 20 ? 0 : 1)";

/// Checks and builds the pages; says why where that is left out.
pub(crate) fn check() -> Result<Option<&'static str>> {
    if !is_there("node", &["-e", OLDEST_NODE]) {
        return Ok(Some("Node 20 or newer is not on this machine"));
    }
    if !folder().join("node_modules").exists() && !is_there("npm", &["ci", "--prefix", "web", "--ignore-scripts"]) {
        return Ok(Some("the packages of web/ could not be installed (`npm ci` in web/ says why)"));
    }
    for script in ["check", "unit", "build"] {
        run(&mut npm(script))?;
    }
    Ok(None)
}

/// Walks through the pages of a built program in a browser, where the pages were built; the tests say themselves what is missing.
pub(crate) fn walk() -> Result<Option<&'static str>> {
    if !folder().join("dist/index.html").exists() {
        return Ok(Some("the pages were not built"));
    }
    run(&mut program("cargo", &["build", "--quiet", "-p", "vigie-cli"]))?;
    run(&mut npm("test"))?;
    Ok(None)
}

fn folder() -> PathBuf {
    root().join("web")
}

fn npm(script: &str) -> Command {
    let mut command = program("npm", &["run", "--silent", script]);
    command.current_dir(folder());
    command
}
