//! What could be chosen of every event of some reports, its parties and its status, for `training/choices.py`, which fits the weights.
//!
//! `cargo run --profile quick -p vigie-reader --example choices -- MODEL < reports.jsonl > choices.jsonl`; reports are lines
//! of `id` and `text`. A line a report, `{"report": id}`, is followed by a line a choice of each of its events; ranges are in bytes.

#![expect(clippy::print_stdout, reason = "lines on the output are what it is for")]

use std::io::{self, BufRead as _};
use std::num::NonZeroUsize;
use std::path::Path;

use serde_json::{Value, json};
use vigie_lang::{Annotator, ModelFile, Settings};
use vigie_reader::Reader;
use vigie_reader::event::Choice;
use vigie_reader::knowledge::UserTables;
use vigie_record::{ByteRange, Report};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let model = std::env::args().nth(1).ok_or("the path of a model file is missing")?;
    let settings = Settings { n_threads: NonZeroUsize::MIN, line_paragraphs: false, events: true };
    let annotator = Annotator::new(ModelFile::open(Path::new(&model))?, settings);
    let mut reader = Reader::new(annotator, &UserTables::new())?;
    reader.events_mut().watch_choices(print);
    for line in io::stdin().lock().lines() {
        let report: Value = serde_json::from_str(&line?)?;
        println!("{}", json!({"report": report["id"]}));
        reader.read(Report::of_text(report["text"].as_str().unwrap_or_default().to_owned()))?;
    }
    Ok(())
}

fn print(choice: &Choice<'_>) {
    let ends = |range: ByteRange| [range.start(), range.end()];
    let options: Vec<Value> = choice
        .options
        .iter()
        .map(|(phrases, findings)| {
            let phrases: Vec<Value> = phrases.iter().map(|(range, name)| json!([ends(*range), name])).collect();
            let findings: serde_json::Map<String, Value> =
                findings.0.iter().map(|(finding, value)| (finding.clone(), json!(value))).collect();
            json!([phrases, findings])
        })
        .collect();
    println!("{}", json!({"trigger": ends(choice.trigger), "asked": choice.asked, "options": options}));
}
