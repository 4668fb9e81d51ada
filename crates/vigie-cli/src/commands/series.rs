//! `vigie series`: how much was done in each day, week or month, and where the level changed.

use std::fmt::Write as _;
use std::io::{IsTerminal, stdout};
use std::process::ExitCode;

use serde_json::json;
use vigie_analysis::EventRef;
use vigie_analysis::series::{Bin, Change, Changes, Series, Step, Unusual, changes, unusual};
use vigie_record::Status;

use super::onset::put;
use crate::cli::{SeriesArgs, SeriesFormat, StepName};
use crate::events::{Source, countries};
use crate::format::records::write_row;
use crate::pick::{check_codes, has_code};
use crate::speech::Failure;

/// How many bins the line of blocks shows.
const N_BLOCKS: usize = 100;

/// How many unusual bins are shown.
const N_UNUSUAL: usize = 12;

/// What the series says.
struct Told<'a> {
    title: String,
    series: &'a Series,
    changes: Changes,
    unusual: Vec<Unusual>,
}

/// Gives the series.
pub(crate) fn run(args: &SeriesArgs) -> Result<ExitCode, Failure> {
    check_codes(&args.codes)?;
    let countries = countries(args.source.knowledge.as_deref())?;
    let pair = args.pair.as_ref().map(|pair| pair.meant(&countries));
    let source = match &pair {
        Some(pair) => Source::of_pairs(&args.source, &[pair])?,
        None => Source::open(&args.source)?,
    };
    let history = source.history;
    let wanted =
        |event: EventRef<'_>| pair.as_ref().is_none_or(|pair| pair.holds(event)) && has_code(event, &args.codes);
    let step = match args.by {
        StepName::Day => Step::Day,
        StepName::Week => Step::Week,
        StepName::Month => Step::Month,
    };
    let series = Series::of(&history, wanted, step, args.from.map(Into::into), args.to.map(Into::into))?;
    if series.bins.iter().all(|bin| bin.by_status.iter().sum::<u64>() == 0) {
        tell!("note: no event fits; parties are countries, or go by their names or ids in the events");
        return Ok(ExitCode::from(Failure::USER));
    }
    let expected_run = match step {
        Step::Day => 120.0,
        Step::Week => 26.0,
        Step::Month => 12.0,
    };
    let title = format!(
        "{}{}",
        pair.as_ref().map_or_else(|| "all events".to_owned(), ToString::to_string),
        if args.codes.is_empty() { String::new() } else { format!(", {}", args.codes.join(" ")) }
    );
    let told = Told {
        title,
        changes: changes(&series, expected_run),
        unusual: unusual(&series, args.one_in),
        series: &series,
    };
    let is_terminal = stdout().is_terminal();
    let text = match args.format.unwrap_or(if is_terminal { SeriesFormat::Table } else { SeriesFormat::Csv }) {
        SeriesFormat::Table => table(&told).into_bytes(),
        SeriesFormat::Csv => csv(&told),
        SeriesFormat::Json => json(&told).into_bytes(),
    };
    put(None, &text)?;
    Ok(ExitCode::SUCCESS)
}

fn table(told: &Told<'_>) -> String {
    let bins = &told.series.bins;
    let (Some(first), Some(last)) = (bins.first(), bins.last()) else { return String::new() };
    let n: u64 = bins.iter().map(|bin| bin.n).sum();
    let n_gaps = bins.iter().filter(|bin| bin.n_covered == 0).count();
    let goldstein: f64 = bins.iter().map(|bin| bin.goldstein).sum();
    let mut out = format!("{}, {} to {}\n\n", told.title, first.start, last.end - 1);
    let shown = &bins[bins.len().saturating_sub(N_BLOCKS)..];
    let most = shown.iter().map(|bin| bin.n).max().unwrap_or(0);
    let _ = writeln!(out, "  {}", blocks(shown, most));
    let _ = writeln!(
        out,
        "  the last {} {}s; the highest has {most}; · is a gap in the data\n",
        shown.len(),
        word(told.series.step)
    );
    let _ = writeln!(
        out,
        "  {n} events in {} {}s, {n_gaps} of them gaps; Goldstein sum {goldstein:.1}",
        bins.len(),
        word(told.series.step)
    );
    let _ = writeln!(out, "  {}", statuses(bins));
    out.push_str("\nChanges of level:\n");
    if told.changes.changes.is_empty() {
        out.push_str("  none that is likelier than not\n");
    }
    for change in &told.changes.changes {
        let Change { day, probability, before, after, .. } = change;
        let _ = writeln!(
            out,
            "  {day}  {} a day, before it {}  (probability {probability:.2})",
            rate(*after),
            rate(*before)
        );
    }
    if let Some(late) = told.changes.of_late.last() {
        let _ = writeln!(out, "  in the last four {}s: probability {late:.2}", word(told.series.step));
    }
    out.push_str("\nUnusual against season and trend:\n");
    if told.unusual.is_empty() {
        out.push_str("  none\n");
    }
    for bin in told.unusual.iter().rev().take(N_UNUSUAL) {
        let _ = writeln!(
            out,
            "  {}  {}, expected {:.1}  (by chance 1 in {:.0})",
            bin.day,
            bin.count,
            bin.expected,
            1.0 / bin.probability.max(1e-12)
        );
    }
    if told.unusual.len() > N_UNUSUAL {
        let _ = writeln!(out, "  and {} before these", told.unusual.len() - N_UNUSUAL);
    }
    out
}

/// A line with a block for each bin.
fn blocks(bins: &[Bin], most: u64) -> String {
    const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let block = |bin: &Bin| match bin.count() {
        None => '·',
        Some(0) => ' ',
        Some(n) => {
            let place = n.saturating_mul(8).div_ceil(most.max(1)).clamp(1, 8) - 1;
            BLOCKS[usize::try_from(place).unwrap_or(0)]
        }
    };
    bins.iter().map(block).collect()
}

fn statuses(bins: &[Bin]) -> String {
    let of = |number: usize| bins.iter().map(|bin| bin.by_status[number]).sum::<u64>();
    let all: u64 = (0..Status::ALL.len()).map(of).sum();
    let shares =
        Status::ALL.iter().enumerate().filter(|(number, _)| of(*number) > 0).map(|(number, status)| {
            format!("{} {:.0} %", status.as_str(), 100.0 * of(number) as f64 / all.max(1) as f64)
        });
    let shares: Vec<String> = shares.collect();
    format!("status: {}", shares.join(", "))
}

fn word(step: Step) -> &'static str {
    match step {
        Step::Day => "day",
        Step::Week => "week",
        Step::Month => "month",
    }
}

fn rate(rate: f64) -> String {
    if rate < 0.1 { format!("{rate:.3}") } else { format!("{rate:.2}") }
}

/// For each bin what the CSV says of it; empty cells where there is a gap.
fn csv(told: &Told<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    let names = [
        "start",
        "end",
        "days_covered",
        "events",
        "goldstein",
        "change_probability",
        "change_of_late",
        "expected",
        "probability",
    ];
    let statuses = Status::ALL.iter().map(|status| format!("n_{}", status.as_str().replace('-', "_")));
    write_row(names.into_iter().map(str::to_owned).chain(statuses), &mut out);
    for (number, bin) in told.series.bins.iter().enumerate() {
        let is_known = bin.count().is_some();
        let known = |text: String| if is_known { text } else { String::new() };
        let odd = told.unusual.iter().find(|unusual| unusual.bin == number);
        let mut cells = vec![
            bin.start.to_string(),
            (bin.end - 1).to_string(),
            bin.n_covered.to_string(),
            known(bin.n.to_string()),
            known(format!("{:.2}", bin.goldstein)),
            format!("{:.4}", told.changes.probability[number]),
            format!("{:.4}", told.changes.of_late[number]),
            odd.map_or_else(String::new, |odd| format!("{:.2}", odd.expected)),
            odd.map_or_else(String::new, |odd| format!("{:.3e}", odd.probability)),
        ];
        cells.extend(bin.by_status.iter().map(|n| known(n.to_string())));
        write_row(cells.into_iter(), &mut out);
    }
    out
}

fn json(told: &Told<'_>) -> String {
    let bins: Vec<_> = told
        .series
        .bins
        .iter()
        .enumerate()
        .map(|(number, bin)| {
            let by_status: serde_json::Map<String, serde_json::Value> = Status::ALL
                .iter()
                .zip(bin.by_status)
                .filter(|(_, n)| *n > 0)
                .map(|(status, n)| (status.as_str().to_owned(), n.into()))
                .collect();
            json!({
                "start": bin.start.to_string(), "end": (bin.end - 1).to_string(), "days_covered": bin.n_covered,
                "events": bin.count(), "goldstein": bin.count().map(|_| bin.goldstein), "by_status": by_status,
                "change_probability": told.changes.probability[number], "change_of_late": told.changes.of_late[number],
            })
        })
        .collect();
    let changes: Vec<_> = told.changes.changes.iter().map(|change| {
        json!({"date": change.day.to_string(), "probability": change.probability, "before": change.before, "after": change.after})
    }).collect();
    let unusual: Vec<_> = told.unusual.iter().map(|bin| {
        json!({"date": bin.day.to_string(), "events": bin.count, "expected": bin.expected, "probability": bin.probability})
    }).collect();
    let whole = json!({
        "about": told.title, "by": word(told.series.step), "dispersion": told.changes.dispersion,
        "bins": bins, "changes": changes, "unusual": unusual,
    });
    format!("{whole:#}\n")
}
