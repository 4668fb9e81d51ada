//! `vigie extract` from the outside: pages in, articles out, and what happens to pages that are none.

use std::fs;
use std::io::Write as _;

use assert_cmd::Command;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

const PAGE: &str = "<!doctype html><html lang=en><head><meta charset=utf-8><title>Drills begin</title>\
    <meta property=og:site_name content=\"Example Wire\"><meta property=article:published_time content=2022-06-01T09:30:00Z>\
    <meta name=author content=\"A. Writer\"></head><body><nav><a href=/>Home</a></nav><article><h1>Drills begin</h1>\
    <p>Belarus has begun drills near its southern border, the ministry of defence said on Wednesday morning.</p>\
    <p>Several thousand soldiers of two brigades take part in them, and nobody knows how long they will stay there.</p>\
    </article><footer>Subscribe to our newsletter</footer></body></html>";

fn vigie(args: &[&std::ffi::OsStr]) -> (Option<i32>, String, String) {
    let mut command = Command::cargo_bin("vigie").expect("the program is built");
    let output =
        command.env("NO_COLOR", "1").arg("extract").args(args).write_stdin(PAGE).output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program speaks UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_folder_of_pages_becomes_lines_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut packed = GzEncoder::new(fs::File::create(folder.path().join("a.html.gz")).unwrap(), Compression::fast());
    packed.write_all(PAGE.as_bytes()).unwrap();
    packed.finish().unwrap();
    fs::write(folder.path().join("b.html"), "<html><body></body></html>").unwrap();
    fs::write(folder.path().join("c.html"), PAGE).unwrap();
    let (code, out, err) = vigie(&["--format".as_ref(), "jsonl".as_ref(), folder.path().as_ref()]);
    assert_eq!(code, Some(1), "{err}");
    assert!(err.contains("b.html: no article is found in this page"), "{err}");
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ids: Vec<&str> = lines.iter().map(|line| line["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["a", "c"]);
    let first = &lines[0];
    assert!(first["articleBody"].as_str().unwrap().starts_with("Belarus has begun drills"), "{first}");
    assert!(first["articleBody"].as_str().unwrap().ends_with("stay there."), "{first}");
    assert_eq!(first["title"], "Drills begin");
    assert_eq!(first["outlet"], "Example Wire");
    assert_eq!(first["published_at"], "2022-06-01T09:30:00Z");
    assert_eq!(first["authors"], serde_json::json!(["A. Writer"]));
    assert_eq!(first["language"], "en");
}

#[test]
fn a_page_on_standard_input_becomes_a_text_with_a_head() {
    let (code, out, err) = vigie(&["-".as_ref()]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(out.starts_with("title: Drills begin\noutlet: Example Wire\npublished_at: 2022-06-01T09:30:00Z\nauthors: A. Writer\n\nBelarus"), "{out}");
}
