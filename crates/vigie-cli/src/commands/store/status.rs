//! `vigie status`: what the store holds.

use std::fmt::Write as _;
use std::process::ExitCode;

use serde_json::json;
use vigie_store::{Access, StoreStatus};

use super::open;
use crate::cli::store::{ShowFormat, StatusArgs};
use crate::format::records::put;
use crate::speech::Failure;

/// Says what the store holds.
pub(crate) fn run(args: &StatusArgs) -> Result<ExitCode, Failure> {
    let store = open(&args.store, Access::Read)?;
    let status = store.status()?;
    let path = store.path().display().to_string();
    let text = match args.format {
        ShowFormat::Page => page(&path, &status),
        ShowFormat::Jsonl => line(&path, &status),
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

fn line(path: &str, status: &StoreStatus) -> String {
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
    });
    format!("{line}\n")
}
