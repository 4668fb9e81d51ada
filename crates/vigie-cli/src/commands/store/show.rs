//! `vigie show`: one record of the store.

use std::process::ExitCode;

use serde_json::Value;
use vigie::lines::{Shown, ShownReport, ShownRow};
use vigie_record::{Digest, Event, Reading};
use vigie_store::{Access, Remark, corrected, corrections};

use super::beside;
use crate::answers::{Answers, open};
use crate::cli::RecordFormat;
use crate::cli::store::{ShowArgs, ShowFormat};
use crate::format::records::{RecordForm, explain, put, put_styled};
use crate::speech::Failure;

/// Shows each record that is asked for.
pub(crate) fn run(args: &ShowArgs) -> Result<ExitCode, Failure> {
    let answers = open(&args.reach, Access::Read)?;
    for (index, id) in args.ids.iter().enumerate() {
        if index > 0 && args.format == ShowFormat::Page {
            put(b"\n").map_err(Failure::Output)?;
        }
        show(&*answers, args, id)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn show(answers: &dyn Answers, args: &ShowArgs, wanted: &str) -> Result<(), Failure> {
    match (answers.shown(wanted)?, args.format) {
        (Shown::Row(row), format) => show_row(&row, format),
        (Shown::Report(shown), ShowFormat::Page) => {
            let beside = beside::of_report(&shown);
            let ShownReport { reading, remarks, .. } = *shown;
            show_report(args, as_it_stands(reading, &remarks))?;
            put(beside.as_bytes()).map_err(Failure::Output)
        }
        (Shown::Report(shown), ShowFormat::Jsonl) => show_report(args, shown.reading),
        (Shown::Record(shown), ShowFormat::Page) => {
            let report = Value::from(shown.reading.report.id.to_string());
            let is_rejected = corrections(&shown.remarks).reject;
            let stands = beside::standing(&shown.remarks);
            // What is no event is shown as it was read, so that one sees what was rejected.
            let reading = if is_rejected { shown.reading } else { as_it_stands(shown.reading, &shown.remarks) };
            for record in explain(&shown.id.to_string(), &report, &reading) {
                let (name, rest) = record.text.split_once('\n').unwrap_or((record.text.as_str(), ""));
                let stands = stands.as_ref().map_or_else(String::new, |stands| format!("  {:<14}{stands}\n", "stands"));
                put(format!("{name}\n{stands}{rest}").as_bytes()).map_err(Failure::Output)?;
            }
            put(beside::remarks(&shown.remarks).as_bytes()).map_err(Failure::Output)
        }
        (Shown::Record(shown), ShowFormat::Jsonl) => show_report(args, only(shown.reading, shown.id)),
    }
}

/// A row of a table, with the texts that mention it and what people said of it.
fn show_row(row: &ShownRow, format: ShowFormat) -> Result<(), Failure> {
    let text = match format {
        ShowFormat::Page => beside::of_row(row),
        ShowFormat::Jsonl => {
            let mut line = serde_json::json!(row.event);
            line["mentions"] = serde_json::json!(row.mentions);
            line["remarks"] = serde_json::json!(row.remarks);
            format!("{line}\n")
        }
    };
    put(text.as_bytes()).map_err(Failure::Output)
}

fn show_report(args: &ShowArgs, reading: Reading) -> Result<(), Failure> {
    let format = match args.format {
        ShowFormat::Page => RecordFormat::Brief,
        ShowFormat::Jsonl => RecordFormat::Jsonl,
    };
    let id = Value::from(reading.report.id.to_string());
    let rendered = RecordForm::new(format, None, args.cite).render(id, reading);
    let written = if args.format == ShowFormat::Page { put_styled(&rendered) } else { put(&rendered) };
    written.map_err(Failure::Output)
}

/// A reading with what people have corrected, without events that they have rejected.
fn as_it_stands(mut reading: Reading, remarks: &[Remark]) -> Reading {
    let said_of = |event: &Event| {
        let id = event.id.to_string();
        let own: Vec<Remark> = remarks.iter().filter(|remark| remark.target == id).cloned().collect();
        corrections(&own)
    };
    let events = std::mem::take(&mut reading.events).into_iter().map(|event| (said_of(&event), event));
    reading.events = events.filter(|(said, _)| !said.reject).map(|(said, event)| corrected(event, &said)).collect();
    reading
}

/// A reading with one record alone.
fn only(mut reading: Reading, id: Digest) -> Reading {
    reading.events.retain(|event| event.id == id);
    reading.claims.retain(|claim| claim.id == id);
    reading.forecasts.retain(|forecast| forecast.id == id);
    reading
}
