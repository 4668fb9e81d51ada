//! Puts the pages into the program: what lies in `web/dist`, built by Node where it is there.
//!
//! Without Node, or without what the pages are built from, the program has no pages and says how to get them.

#![allow(missing_docs, reason = "a build script has no documentation")]
#![expect(clippy::disallowed_methods, reason = "a build script hears from cargo by its environment")]

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use flate2::Compression;
use flate2::write::GzEncoder;

/// Files of `web/` that the pages are built from.
const SOURCES: [&str; 8] =
    ["src", "public", "scripts", "index.html", "package.json", "package-lock.json", "vite.config.ts", "openapi.json"];

fn main() -> io::Result<()> {
    let here = PathBuf::from(variable("CARGO_MANIFEST_DIR"));
    let web = here.join("../../web");
    for source in SOURCES.iter().map(|source| web.join(source)).filter(|source| source.exists()) {
        println!("cargo:rerun-if-changed={}", source.display());
    }
    println!("cargo:rerun-if-changed={}", web.join("dist").display());
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=VIGIE_WEB");
    // With VIGIE_WEB=as-is the pages are taken as they lie there.
    if env::var("VIGIE_WEB").is_ok_and(|value| value == "as-is") || !web.join("package.json").exists() {
        return write(&web.join("dist"));
    }
    if let Err(reason) = build(&web) {
        println!("cargo:warning=the pages were not built: {reason}");
    }
    write(&web.join("dist"))
}

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_default()
}

/// Builds the pages, where they are older than what they are made from.
fn build(web: &Path) -> Result<(), String> {
    let newest = SOURCES.iter().filter_map(|source| newest(&web.join(source))).max();
    let built = fs::metadata(web.join("dist/index.html")).and_then(|found| found.modified()).ok();
    if built.is_some() && built >= newest {
        return Ok(());
    }
    if !web.join("node_modules").exists() {
        run(web, "npm", &["ci", "--no-audit", "--no-fund"])?;
    }
    run(web, "npm", &["run", "build"])
}

fn run(folder: &Path, program: &str, arguments: &[&str]) -> Result<(), String> {
    let output = Command::new(program).args(arguments).current_dir(folder).output();
    let output = output.map_err(|error| format!("{program} does not run: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said: Vec<&str> = said.lines().filter(|line| line.len() > "npm error".len()).take(3).collect();
    Err(format!("{program} {}: {}", arguments.join(" "), said.join("; ")))
}

/// When the newest file of a folder was written.
fn newest(path: &Path) -> Option<std::time::SystemTime> {
    let found = fs::metadata(path).ok()?;
    if !found.is_dir() {
        return found.modified().ok();
    }
    fs::read_dir(path).ok()?.filter_map(|entry| newest(&entry.ok()?.path())).max()
}

/// Writes the table of the files.
fn write(dist: &Path) -> io::Result<()> {
    let out = PathBuf::from(variable("OUT_DIR"));
    let mut files = Vec::new();
    if dist.is_dir() {
        gather(dist, dist, &mut files)?;
    }
    files.sort();
    let mut table = String::from("static PAGES: &[Page] = &[\n");
    for (number, (path, file)) in files.iter().enumerate() {
        let bytes = fs::read(file)?;
        let packed = out.join(format!("page-{number}.gz"));
        let mut encoder = GzEncoder::new(fs::File::create(&packed)?, Compression::best());
        encoder.write_all(&bytes)?;
        encoder.finish()?;
        let tag = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        // A copy, since the pages may be built anew before the compiler reads them.
        let plain = out.join(format!("page-{number}"));
        fs::write(&plain, &bytes)?;
        let (packed, plain) = (packed.display().to_string(), plain.display().to_string());
        let _ = writeln!(
            table,
            "    Page {{ path: {path:?}, media_type: {:?}, tag: \"{tag:016x}\", packed: include_bytes!({packed:?}), plain: include_bytes!({plain:?}) }},",
            media_type(path)
        );
    }
    table.push_str("];\n");
    fs::write(out.join("pages.rs"), table)
}

fn gather(root: &Path, folder: &Path, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(root, &path, files)?;
        } else if path.extension().is_none_or(|ending| ending != "map") {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            files.push((name, fs::canonicalize(path)?));
        }
    }
    Ok(())
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "json" | "webmanifest" | "geojson" | "topojson" => "application/json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
