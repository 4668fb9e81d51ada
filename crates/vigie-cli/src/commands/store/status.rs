//! `vigie status`: what the store holds.

use std::fmt::Write as _;
use std::process::ExitCode;

use jiff::Timestamp;
use serde_json::{Value, json};
use vigie_store::{Access, Source, StoreStatus};

use super::open;
use crate::cli::store::{ShowFormat, StatusArgs};
use crate::format::records::put;
use crate::speech::Failure;

/// Says what the store holds.
pub(crate) fn run(args: &StatusArgs) -> Result<ExitCode, Failure> {
    let store = open(&args.store, Access::Read)?;
    let status = store.status()?;
    let path = store.path().display().to_string();
    let sources = store.sources()?;
    let text = match args.format {
        ShowFormat::Page => page(&path, &status) + &sources_page(&sources),
        ShowFormat::Jsonl => line(&path, &status, &sources),
    };
    put(text.as_bytes()).map_err(Failure::Output)?;
    Ok(ExitCode::SUCCESS)
}

fn page(path: &str, status: &StoreStatus) -> String {
    let mut rows: Vec<(&str, String)> = vec![
        ("store", format!("{path}, {:.1} MB, schema version {}", status.n_bytes as f64 / 1e6, status.version)),
        ("reports", with(status.n_reports, status.n_replaced, "older versions")),
        ("stories", with(status.n_stories, status.n_pending, "reports not grouped yet: the next `vigie add` does it")),
    ];
    if let [Some(first), Some(last)] = &status.published {
        rows.push(("published", format!("{first} to {last}")));
    }
    rows.push(("events", format!("{} of reports", status.n_events)));
    for (dataset, n_events) in &status.tables {
        rows.push(("", format!("{n_events} of {dataset}")));
    }
    rows.push(("claims", status.n_claims.to_string()));
    rows.push(("forecasts", status.n_forecasts.to_string()));
    if status.n_mentions > 0 {
        rows.push(("mentions", status.n_mentions.to_string()));
    }
    rows.push(("remarks", format!("{} corrections, tags and judgements", status.n_remarks)));
    let [n_done, n_open] = status.n_files;
    rows.push(("tables", with(n_done, n_open, "begun and not ended: import them again")));
    let mut text = String::new();
    for (name, value) in rows {
        let written = writeln!(text, "{name:<10} {value}");
        debug_assert!(written.is_ok(), "a string takes whatever comes");
    }
    text
}

fn with(n: u64, n_more: u64, what: &str) -> String {
    if n_more == 0 { n.to_string() } else { format!("{n}, and {n_more} {what}") }
}

fn line(path: &str, status: &StoreStatus, sources: &[Source]) -> String {
    let tables: serde_json::Map<String, serde_json::Value> =
        status.tables.iter().map(|(dataset, n)| (dataset.to_string(), (*n).into())).collect();
    let [n_done, n_open] = status.n_files;
    let [first, last] = &status.published;
    let line = json!({
        "store": path,
        "schema_version": status.version,
        "n_bytes": status.n_bytes,
        "n_reports": status.n_reports,
        "n_replaced": status.n_replaced,
        "n_stories": status.n_stories,
        "n_pending": status.n_pending,
        "first_published": first,
        "last_published": last,
        "n_events": status.n_events,
        "n_table_events": tables,
        "n_claims": status.n_claims,
        "n_forecasts": status.n_forecasts,
        "n_mentions": status.n_mentions,
        "n_remarks": status.n_remarks,
        "n_files_done": n_done,
        "n_files_begun": n_open,
        "sources": sources.iter().map(source_json).collect::<Vec<_>>(),
    });
    format!("{line}\n")
}

/// Each source with what came of its last visits.
fn sources_page(sources: &[Source]) -> String {
    let mut text = String::new();
    for (at, source) in sources.iter().enumerate() {
        let name = if at == 0 { "sources" } else { "" };
        let what = [source.kind.as_str(), source.name.as_str()];
        let what: Vec<&str> = what.into_iter().filter(|word| !word.is_empty()).collect();
        let visit = &source.visit;
        let read = visit.last_success.map_or("never read yet".to_owned(), |at| format!("last read {}", minute(at)));
        let next = visit.next_try.map_or("next visit now".to_owned(), |at| format!("next visit {}", minute(at)));
        let rest = format!("{read}, {next}, {} reports", source.n_added);
        let mut lines = vec![format!("{name:<10} {} {}", source.url, what.join(", ")), format!("{:<10}   {rest}", "")];
        if let Some(error) = &visit.last_error {
            let times = if visit.n_failures == 1 { "once".to_owned() } else { format!("{} times", visit.n_failures) };
            lines.push(format!("{:<10}   failed {times}: {error}", ""));
        }
        for line in lines {
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    text
}

/// A moment to the minute, in UTC.
fn minute(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%MZ").to_string()
}

fn source_json(source: &Source) -> Value {
    let visit = &source.visit;
    json!({
        "url": source.url,
        "kind": source.kind,
        "name": source.name,
        "every_seconds": source.every.as_secs(),
        "added_at": source.added_at,
        "last_success": visit.last_success,
        "last_error": visit.last_error,
        "next_try": visit.next_try,
        "n_failures": visit.n_failures,
        "n_added": source.n_added,
    })
}
