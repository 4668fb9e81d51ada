//! What could stand on each side of every event of some reports, for `training/parties.py`, which fits the weights of the choice.
//!
//! `cargo run --profile quick -p vigie-reader --example party_choices -- MODEL < reports.jsonl > choices.jsonl`; reports are lines
//! of `id` and `text`. A line a report, `{"report": id}`, is followed by a line a side of each of its events; ranges are in bytes.

use std::io::{self, BufRead as _};
use std::num::NonZeroUsize;
use std::path::Path;

use serde_json::{Value, json};
use vigie_lang::{Annotator, ModelFile, Settings};
use vigie_reader::Reader;
use vigie_reader::event::{Choice, Side};
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
    let fills: Vec<Value> = choice
        .fills
        .iter()
        .map(|(phrases, findings)| {
            let phrases: Vec<Value> = phrases.iter().map(|(range, name)| json!([ends(*range), name])).collect();
            let findings: serde_json::Map<String, Value> =
                findings.0.iter().map(|(finding, value)| (finding.clone(), json!(value))).collect();
            json!([phrases, findings])
        })
        .collect();
    let side = if choice.side == Side::Actor { "actor" } else { "recipient" };
    println!("{}", json!({"trigger": ends(choice.trigger), "kind": choice.kind, "side": side, "fills": fills}));
}
