//! `vigie show`: one record of the store.

use std::process::ExitCode;

use serde_json::Value;
use vigie_record::{Dataset, Digest, Reading};
use vigie_store::{Access, Found, RecordKind, Store};

use super::{MOST_IDS, beside, open, several_records};
use crate::cli::RecordFormat;
use crate::cli::store::{ShowArgs, ShowFormat};
use crate::format::records::{RecordForm, explain, put, put_styled};
use crate::speech::Failure;

/// Shows each record that is asked for.
pub(crate) fn run(args: &ShowArgs) -> Result<ExitCode, Failure> {
    let store = open(&args.store, Access::Read)?;
    for (index, id) in args.ids.iter().enumerate() {
        if index > 0 && args.format == ShowFormat::Page {
            put(b"\n").map_err(Failure::Output)?;
        }
        show(&store, args, id)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn show(store: &Store, args: &ShowArgs, wanted: &str) -> Result<(), Failure> {
    if let Some((dataset, native_id)) = row_name(wanted) {
        return show_row(store, args, dataset, native_id, wanted);
    }
    let found = find(store, wanted)?;
    let report = found.report.ok_or_else(|| Failure::NotInStore { wanted: wanted.to_owned() })?;
    let reading = store.reading(report)?.ok_or_else(|| Failure::NotInStore { wanted: wanted.to_owned() })?;
    match (args.format, found.kind) {
        (ShowFormat::Page, RecordKind::Report) => {
            let beside = beside::of_report(store, &reading)?;
            show_report(args, reading)?;
            put(beside.as_bytes()).map_err(Failure::Output)
        }
        (ShowFormat::Page, _) => {
            let id = Value::from(report.to_string());
            for record in explain(&found.id.to_string(), &id, &reading) {
                put(record.text.as_bytes()).map_err(Failure::Output)?;
            }
            put(beside::remarks(&store.remarks(&found.id.to_string())?).as_bytes()).map_err(Failure::Output)
        }
        (ShowFormat::Jsonl, RecordKind::Report) => show_report(args, reading),
        (ShowFormat::Jsonl, _) => show_report(args, only(reading, found.id)),
    }
}

/// The one record that an id or its beginning means.
pub(super) fn find(store: &Store, wanted: &str) -> Result<Found, Failure> {
    let found = store.find(wanted, MOST_IDS + 1)?;
    match found.as_slice() {
        [only] => Ok(*only),
        [] => Err(Failure::NotInStore { wanted: wanted.to_owned() }),
        several => {
            let ids: Vec<Digest> = several.iter().map(|found| found.id).collect();
            Err(several_records(wanted, &ids))
        }
    }
}

/// The dataset and the name of a row, such as `gdelt:410412347`.
pub(super) fn row_name(wanted: &str) -> Option<(Dataset, &str)> {
    let (dataset, native_id) = wanted.split_once(':')?;
    Some((Dataset::named(dataset)?, native_id))
}

/// A row of a table, with the texts that mention it and what people said of it.
fn show_row(store: &Store, args: &ShowArgs, dataset: Dataset, native_id: &str, wanted: &str) -> Result<(), Failure> {
    let event = store.table_event(dataset, native_id)?;
    let Some(event) = event else {
        let wanted = wanted.to_owned();
        return Err(if store.is_deleted(dataset, native_id)? {
            Failure::Gone { wanted, because: "its dataset took it out" }
        } else {
            Failure::NotInStore { wanted }
        });
    };
    let mentions = store.mentions(dataset, native_id, MOST_MENTIONS + 1)?;
    let remarks = store.remarks(wanted)?;
    let text = match args.format {
        ShowFormat::Page => {
            let row = serde_json::to_string_pretty(&event).unwrap_or_default();
            let is_more = mentions.len() > MOST_MENTIONS;
            let shown = &mentions[..mentions.len().min(MOST_MENTIONS)];
            format!("{row}\n{}{}", beside::mentions(shown, is_more), beside::remarks(&remarks))
        }
        ShowFormat::Jsonl => {
            let mut line = serde_json::json!(event);
            line["mentions"] = serde_json::json!(mentions);
            line["remarks"] = serde_json::json!(remarks);
            format!("{line}\n")
        }
    };
    put(text.as_bytes()).map_err(Failure::Output)
}

/// Texts that mention a row and are shown.
const MOST_MENTIONS: usize = 20;

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

/// A reading with one record alone.
fn only(mut reading: Reading, id: Digest) -> Reading {
    reading.events.retain(|event| event.id == id);
    reading.claims.retain(|claim| claim.id == id);
    reading.forecasts.retain(|forecast| forecast.id == id);
    reading
}
