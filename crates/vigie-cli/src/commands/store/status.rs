//! `vigie status`: what the store holds.

use std::fmt::Write as _;
use std::process::ExitCode;

use jiff::Timestamp;
use vigie::lines::{Holdings, SourceLine};
use vigie_record::Dataset;
use vigie_store::Access;

use crate::answers::open;
use crate::cli::store::{ShowFormat, StatusArgs};
use crate::format::records::put;
use crate::speech::Failure;

/// Says what the store holds.
pub(crate) fn run(args: &StatusArgs) -> Result<ExitCode, Failure> {
    let holdings = open(&args.reach, Access::Read)?.holdings()?;
    let text = match args.format {
        ShowFormat::Page => page(&holdings) + &sources_page(&holdings.sources),
        ShowFormat::Jsonl => format!("{}\n", serde_json::json!(holdings)),
    };
    put(text.as_bytes()).map_err(Failure::Output)?;
    Ok(ExitCode::SUCCESS)
}

fn page(has: &Holdings) -> String {
    let mut rows: Vec<(&str, String)> = vec![
        ("store", format!("{}, {:.1} MB, schema version {}", has.store, has.n_bytes as f64 / 1e6, has.schema_version)),
        ("reports", with(has.n_reports, has.n_replaced, "older versions")),
        ("stories", stories(has)),
    ];
    if let (Some(first), Some(last)) = (&has.first_published, &has.last_published) {
        rows.push(("published", format!("{first} to {last}")));
    }
    rows.push(("events", format!("{} of reports", has.n_events)));
    for dataset in Dataset::ALL {
        if let Some(n_events) = has.n_table_events.get(dataset.as_str()) {
            rows.push(("", format!("{n_events} of {dataset}")));
        }
    }
    rows.push(("claims", has.n_claims.to_string()));
    rows.push(("forecasts", has.n_forecasts.to_string()));
    if has.n_mentions > 0 {
        rows.push(("mentions", has.n_mentions.to_string()));
    }
    rows.push(("remarks", format!("{} corrections, tags and judgements", has.n_remarks)));
    rows.push(("tables", with(has.n_files_done, has.n_files_begun, "begun and not ended: import them again")));
    let mut text = String::new();
    for (name, value) in rows {
        let written = writeln!(text, "{name:<10} {value}");
        debug_assert!(written.is_ok(), "a string takes whatever comes");
    }
    text
}

fn stories(has: &Holdings) -> String {
    let shared = format!("{}, {} of them of two reports or more", has.n_stories, has.n_shared_stories);
    match has.n_pending {
        0 => shared,
        n => format!("{shared}, and {n} reports not grouped yet: the next `vigie add` does it"),
    }
}

fn with(n: u64, n_more: u64, what: &str) -> String {
    if n_more == 0 { n.to_string() } else { format!("{n}, and {n_more} {what}") }
}

/// Each source with what came of its last visits.
fn sources_page(sources: &[SourceLine]) -> String {
    let mut text = String::new();
    for (at, source) in sources.iter().enumerate() {
        let name = if at == 0 { "sources" } else { "" };
        let what = [source.kind.as_str(), source.name.as_str()];
        let what: Vec<&str> = what.into_iter().filter(|word| !word.is_empty()).collect();
        let read = source.last_success.map_or("never read yet".to_owned(), |at| format!("last read {}", minute(at)));
        let next = source.next_try.map_or("next visit now".to_owned(), |at| format!("next visit {}", minute(at)));
        let rest = format!("{read}, {next}, {} reports", source.n_added);
        let mut lines = vec![format!("{name:<10} {} {}", source.url, what.join(", ")), format!("{:<10}   {rest}", "")];
        if let Some(error) = &source.last_error {
            let times = if source.n_failures == 1 { "once".to_owned() } else { format!("{} times", source.n_failures) };
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
