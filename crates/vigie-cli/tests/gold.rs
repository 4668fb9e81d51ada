//! The passages of `gold/passages`, read with the model in the program and compared with what they ask for.
#![cfg(feature = "embedded-model")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

/// A passage and what is to be read in it: items by heading.
struct Passage {
    file: String,
    text: String,
    expected: BTreeMap<String, Vec<String>>,
}

#[test]
fn every_passage_is_read_as_its_rule_says() {
    let passages = passages();
    assert!(passages.len() >= 8, "there are passages");
    let mistakes: Vec<String> = passages.iter().flat_map(mistakes).collect();
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

fn passages() -> Vec<Passage> {
    let root: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the crate has a root").into();
    let folder = fs::read_dir(root.join("gold/passages")).expect("there are passages");
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.expect("the folder can be read").path()).collect();
    paths.sort();
    paths.iter().map(|path| parse(path)).collect()
}

fn parse(path: &Path) -> Passage {
    let page = fs::read_to_string(path).expect("a passage can be read");
    assert!(page.starts_with("# "), "{} begins with its rule", path.display());
    let mut passage = Passage { file: path.display().to_string(), text: String::new(), expected: BTreeMap::new() };
    let mut heading = None;
    for line in page.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            passage.expected.insert(name.to_owned(), Vec::new());
            heading = Some(name.to_owned());
        } else if let Some(quoted) = line.strip_prefix('>') {
            passage.text.push_str(quoted.trim_start());
            passage.text.push('\n');
        } else if let (Some(item), Some(heading)) = (line.strip_prefix("- "), &heading) {
            passage.expected.entry(heading.clone()).or_default().push(item.to_owned());
        }
    }
    passage
}

/// What was read otherwise than the passage asks for.
fn mistakes(passage: &Passage) -> Vec<String> {
    let reading = read(&passage.text);
    let mut mistakes = Vec::new();
    for (heading, expected) in &passage.expected {
        let found = match heading.as_str() {
            "Sentences" => sentences(&reading),
            "Names" => names(&reading),
            "Attributions" => attributions(&reading),
            "Factuality" => predicates(&reading),
            "Events" => events(&report(&passage.text)),
            "Sources" => sources(&report(&passage.text)),
            other => panic!("{} has the heading {other}", passage.file),
        };
        let is_right = match heading.as_str() {
            "Factuality" => expected.iter().all(|predicate| found.contains(predicate)),
            _ => *expected == found,
        };
        if !is_right {
            mistakes.push(format!("{}: {heading}\n  expected {expected:?}\n  found    {found:?}", passage.file));
        }
    }
    mistakes
}

fn read(text: &str) -> Value {
    let mut command = Command::cargo_bin("vigie").expect("the program is built");
    command.env_remove("VIGIE_MODEL").args(["annotate", "--format", "json", "-"]).write_stdin(text);
    let output = command.output().expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("a reading is JSON")
}

/// What `vigie read` makes of a text.
fn report(text: &str) -> Value {
    let mut command = Command::cargo_bin("vigie").expect("the program is built");
    command.env_remove("VIGIE_MODEL").args(["read", "--format", "json", "--date", "2022-06-03", "-"]).write_stdin(text);
    let output = command.output().expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut reports: Value = serde_json::from_slice(&output.stdout).expect("readings are JSON");
    reports[0].take()
}

/// The sources of the claims of a report, as `[words] country sector name`, with what is known.
fn sources(report: &Value) -> Vec<String> {
    let source = |claim: &Value| {
        let source = &claim["source"];
        let known = ["country", "sector", "name"].into_iter().filter_map(|field| source[field].as_str());
        let words = format!("[{}]", source["text"].as_str().unwrap_or("-"));
        std::iter::once(words.as_str()).chain(known).collect::<Vec<_>>().join(" ")
    };
    items(&report["claims"]).map(source).collect()
}

/// The events of a report, as `[actor] [TYPE status word] [recipient]`.
fn events(report: &Value) -> Vec<String> {
    let party = |party: &Value| party["text"].as_str().unwrap_or("-").to_owned();
    let told = |event: &Value| {
        let word = said(&report["report"], &event["action"]["spans"][0]);
        let [kind, status] = ["event_type", "status"].map(|field| event[field].as_str().expect("an event has both"));
        format!("[{}] [{kind} {status} {word}] [{}]", party(&event["actor"]), party(&event["recipient"]))
    };
    items(&report["events"]).map(told).collect()
}

fn sentences(reading: &Value) -> Vec<String> {
    items(&reading["sentences"]).map(|sentence| said(reading, &sentence["span"])).collect()
}

fn names(reading: &Value) -> Vec<String> {
    let kind = |name: &Value| name["kind"].as_str().expect("a name has a kind").to_owned();
    items(&reading["names"]).map(|name| format!("[{}]{}", said(reading, &name["span"]), kind(name))).collect()
}

fn attributions(reading: &Value) -> Vec<String> {
    let part = |attribution: &Value, role: &str| -> Vec<String> {
        items(&attribution[role]).map(|span| format!("[{}]{role}", said(reading, span))).collect()
    };
    let parts = |attribution| ["source", "cue", "content"].map(|role| part(attribution, role)).concat().join(" ");
    items(&reading["attributions"]).map(parts).collect()
}

fn predicates(reading: &Value) -> Vec<String> {
    let word = |token: &Value| token["text"].as_str().expect("a token has a text").to_owned();
    let value = |token: &Value| token["factuality"]["value"].as_f64();
    items(&reading["tokens"]).filter_map(|token| Some(format!("[{}]{}", word(token), band(value(token)?)))).collect()
}

fn band(value: f64) -> &'static str {
    match value {
        value if value >= 1.8 => "happened",
        value if value >= 0.6 => "likely",
        value if value > -0.6 => "possible",
        value if value > -1.8 => "doubtful",
        _ => "denied",
    }
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().expect("the reading has lists").iter()
}

/// What the text says at a span of code points.
fn said(reading: &Value, span: &Value) -> String {
    let at = |index: usize| usize::try_from(span[index].as_u64().expect("a span has two places")).expect("they fit");
    let text = reading["text"].as_str().expect("a reading has its text");
    text.chars().skip(at(0)).take(at(1) - at(0)).collect()
}
