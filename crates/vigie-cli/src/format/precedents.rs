//! Precedents as a page for people.

use std::fmt::Write as _;

use vigie_analysis::precedents::{
    Act, Closest, DisputeReport, HORIZONS, Instance, OutsideView, Precedents, RecencyTable, Rule, Sequel,
};
use vigie_analysis::rate::Rate;

use super::warning::percent;
use super::wrapped;

/// Rules on a page.
const MOST_RULES: usize = 12;

/// Closest situations on a page.
const MOST_CLOSEST: usize = 8;

/// Acts of a situation on a page.
const MOST_ACTS: usize = 12;

/// The words for the roots of CAMEO codes.
const ROOTS: [&str; 20] = [
    "statement",
    "appeal",
    "intent to cooperate",
    "consultation",
    "diplomatic cooperation",
    "material cooperation",
    "aid",
    "yielding",
    "investigation",
    "demand",
    "disapproval",
    "rejection",
    "threat",
    "protest",
    "show of force",
    "reduced relations",
    "coercion",
    "assault",
    "fight",
    "mass violence",
];

/// The name of a kind, with words beside a code.
fn kind(name: &str) -> String {
    let root = name.parse::<usize>().ok().and_then(|root| ROOTS.get(root.checked_sub(1)?));
    root.map_or_else(|| name.to_owned(), |words| format!("{name} ({words})"))
}

fn act(act: &Act, first: &str, second: &str) -> String {
    let (by, on) = if act.by_first { (first, second) } else { (second, first) };
    format!("{by} {} {on}", kind(&act.kind))
}

/// The page of an answer.
pub(crate) fn page(found: &Precedents, cited: &dyn Fn(u64) -> String, width: usize) -> String {
    let day = |day: &Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut page =
        format!("{} and {}, {} to {}\n\nNOW\n", found.actor, found.recipient, day(&found.days[0]), day(&found.days[1]));
    for (on, one) in found.now.iter().rev().take(MOST_ACTS) {
        let _ = writeln!(page, "  {}  {}", day(on), act(one, &found.actor, &found.recipient));
    }
    match found.now.len() {
        0 => page.push_str("  nothing between the two in these days\n"),
        n if n > MOST_ACTS => _ = writeln!(page, "  and {} more", n - MOST_ACTS),
        _ => {}
    }
    let _ = writeln!(
        page,
        "\nWHAT FOLLOWED BEFORE ({} {} since {}; A and B stand for the two sides)",
        found.n_pairs,
        if found.n_pairs == 1 { "pair" } else { "pairs" },
        day(&found.since)
    );
    page.push_str(&rules(found, MOST_RULES, cited, width));
    page.push_str(&outside(found, width));
    closest(&mut page, found, cited, width);
    page
}

/// Rules on a page where none says anything.
const FEW_RULES: usize = 2;

/// The rules, those first that lie surely above their base rate. Where none does, that is said.
pub(crate) fn rules(found: &Precedents, most: usize, cited: &dyn Fn(u64) -> String, width: usize) -> String {
    let mut page = String::new();
    if found.rules.is_empty() {
        return "  too few cases of what stands now for any rule\n".to_owned();
    }
    let is_sure = |rule: &&Rule| {
        rule.followed.first().is_some_and(|first| first.followed.rates[1].interval()[0] > first.followed.base_rates[1])
    };
    let n_sure = found.rules.iter().filter(is_sure).count();
    if n_sure == 0 {
        page.push_str("  Nothing that stands now was followed by anything surely more often than on any day:\n");
    }
    let n_shown = if n_sure == 0 { FEW_RULES } else { n_sure.min(most) };
    for one in found.rules.iter().take(n_shown) {
        rule(&mut page, one, cited, width);
    }
    page
}

/// How often force followed acts like those of now in the disputes of others; nothing where there are none.
pub(crate) fn outside(found: &Precedents, width: usize) -> String {
    let Some(first) = found.outside.first() else { return String::new() };
    let mut page = format!("\nOUTSIDE VIEW ({})\n", first.source);
    for view in &found.outside {
        let OutsideView { by_either, by_actor, by_dispute, horizon_days, .. } = view;
        let done = if view.at_nobody {
            let by = if view.act.by_first { &found.actor } else { &found.recipient };
            format!("{by} {}, aimed at nobody who is named", kind(&view.act.kind))
        } else {
            act(&view.act, &found.actor, &found.recipient)
        };
        let short = |record: &String| record.get(..16).unwrap_or(record).to_owned();
        let records: Vec<String> = view.records.iter().map(short).collect();
        let records = if records.is_empty() { String::new() } else { format!(" ({})", records.join(", ")) };
        let line = format!(
            "{done}{records}, taken for {}: force by either of two states followed within {horizon_days} days in {} cases ({}), by the one that had \
             acted in {}; in {} disputes.",
            view.like,
            counts(*by_either),
            with_interval(*by_either),
            by_actor.hits(),
            counts(*by_dispute),
        );
        wrapped(&mut page, &line, "  ", width);
    }
    let line = format!(
        "Without such an act, the same pairs of states: {} stretches of {} days ({}). Only states that came to a dispute are in the data, so \
         that for others all these rates are too high; docs/precedents.md has the table.",
        counts(first.otherwise),
        first.horizon_days,
        percent(first.otherwise.share().unwrap_or_default()),
    );
    wrapped(&mut page, &line, "  ", width);
    page
}

fn lead(rule: &Rule) -> String {
    let acts: Vec<String> = rule.lead.iter().map(|one| act(one, "A", "B")).collect();
    let kind_of = || rule.lead.first().map(|one| kind(&one.kind)).unwrap_or_default();
    match &*rule.form {
        "others-to" => format!("others did {} to B", kind_of()),
        "to-others" => format!("A did {} to others", kind_of()),
        "chain" => format!("{} within {} days", acts.join(", then "), rule.within_days),
        _ if rule.on_days > 1 => format!("{} on {} days within {}", acts.concat(), rule.on_days, rule.within_days),
        _ => acts.concat(),
    }
}

fn rule(page: &mut String, rule: &Rule, cited: &dyn Fn(u64) -> String, width: usize) {
    let Some(first) = rule.followed.first() else { return };
    let n = first.followed.rates[1];
    let line = format!(
        "In {} of {} cases in which {}, {} followed within 30 days ({}; base rate {}).",
        n.hits(),
        n.cases(),
        lead(rule),
        act(&first.act, "A", "B"),
        with_interval(n),
        percent(first.followed.base_rates[1]),
    );
    wrapped(page, &line, "  ", width);
    let by_horizon: Vec<String> = HORIZONS
        .iter()
        .zip(first.followed.rates.iter().zip(&first.followed.base_rates))
        .map(|(days, (rate, base))| match rate.cases() {
            0 => format!("{days} days are not over in any case"),
            _ => format!("{days} days {} (base {})", counts(*rate), percent(*base)),
        })
        .collect();
    let own = first.own[1];
    let own =
        if own.cases() == 0 { String::new() } else { format!("; between these two {} of {}", own.hits(), own.cases()) };
    wrapped(
        page,
        &format!("{}{own}. Nothing between them within 30 days: {}.", by_horizon.join(", "), counts(rule.nothing[1])),
        "      ",
        width,
    );
    let others: Vec<String> = rule.followed.iter().skip(1).map(sequel).collect();
    if !others.is_empty() {
        wrapped(page, &format!("Also: {}.", others.join("; ")), "      ", width);
    }
    let instances: Vec<String> = rule.instances.iter().map(|one| instance(one, cited)).collect();
    wrapped(page, &format!("Newest: {}.", instances.join("; ")), "      ", width);
}

fn sequel(sequel: &Sequel) -> String {
    let rate = sequel.followed.rates[1];
    format!("{} {} (base {})", act(&sequel.act, "A", "B"), counts(rate), percent(sequel.followed.base_rates[1]))
}

fn counts(rate: Rate) -> String {
    format!("{} of {}", rate.hits(), rate.cases())
}

fn with_interval(rate: Rate) -> String {
    let [low, high] = rate.interval();
    format!("{}, between {} and {}", percent(rate.share().unwrap_or_default()), percent(low), percent(high))
}

fn instance(instance: &Instance, cited: &dyn Fn(u64) -> String) -> String {
    let day = instance.day.map(|day| day.to_string()).unwrap_or_default();
    let later = match instance.days_later {
        Some(1) => "a day later".to_owned(),
        Some(days) => format!("{days} days later"),
        None => "never yet".to_owned(),
    };
    let of_lead: Vec<String> = instance.records.iter().map(|record| cited(*record)).collect();
    let sequel = instance.sequel.map(|record| format!(" → {}", cited(record))).unwrap_or_default();
    format!("{day} {}–{}, {later} ({}{sequel})", instance.actor, instance.recipient, of_lead.join(", "))
}

/// Rows of a situation on a page, the newest.
const MOST_ROWS: usize = 3;

fn closest(page: &mut String, found: &Precedents, cited: &dyn Fn(u64) -> String, width: usize) {
    if found.closest.is_empty() {
        return;
    }
    page.push_str("\nTHE CLOSEST SITUATIONS (1 is the same mix of acts; in brackets the newest of their records)\n");
    for one in found.closest.iter().take(MOST_CLOSEST) {
        let Closest { actor, recipient, day, nearness, records, followed, followed_records } = one;
        let after = followed.iter().zip(followed_records).take(4).map(|((after, days_later), record)| {
            let record = record.map(|record| format!(" ({})", cited(record))).unwrap_or_default();
            format!("{} after {days_later} d{record}", act(after, actor, recipient))
        });
        let after: Vec<String> = after.collect();
        let after = if after.is_empty() { "nothing within 90 days".to_owned() } else { after.join(", ") };
        let newest: Vec<String> = records.iter().rev().take(MOST_ROWS).rev().map(|record| cited(*record)).collect();
        let rest = match records.len().saturating_sub(MOST_ROWS) {
            0 => String::new(),
            n => format!(" and {n} before"),
        };
        let day = day.map(|day| day.to_string()).unwrap_or_default();
        let line = format!("{nearness:.2}  {day} {actor}–{recipient} ({}{rest}): {after}", newest.join(", "));
        wrapped(page, &line, "  ", width);
    }
    let after: Vec<String> = found.after_closest.iter().map(sequel).collect();
    if !after.is_empty() {
        wrapped(
            page,
            &format!("After the {} closest, within 30 days: {}.", found.closest.len(), after.join("; ")),
            "  ",
            width,
        );
    }
    let nothing: Vec<String> = HORIZONS
        .iter()
        .zip(&found.nothing_after_closest)
        .map(|(days, rate)| format!("{days} days {}", counts(*rate)))
        .collect();
    wrapped(page, &format!("Nothing between the two sides followed within {}.", nothing.join(", ")), "  ", width);
}

/// The page of a table of recency and frequency.
pub(crate) fn recency(table: &RecencyTable) -> String {
    let side = if table.same_side { "the same side" } else { "the other side" };
    let mut page = format!(
        "How often {} of {side} follows {} within 30 days, by when and how often that came\n\n  {:<22} {}\n",
        kind(&table.sequel),
        kind(&table.lead),
        "days since the last",
        "days of the last 90 on which it came"
    );
    let mut row = None;
    for cell in &table.cells {
        if row != Some(cell.days_since) {
            row = Some(cell.days_since);
            let _ = write!(
                page,
                "{}  {:<22}",
                if page.ends_with('\n') { "" } else { "\n" },
                format!("{} to {}", cell.days_since[0], cell.days_since[1])
            );
        }
        let with = match cell.days_with {
            (low, Some(high)) if low == high => low.to_string(),
            (low, Some(high)) => format!("{low}–{high}"),
            (low, None) => format!("{low}+"),
        };
        let share = cell.rate.share().map_or("·".to_owned(), percent);
        let _ = write!(page, " {:<24}", format!("{with}: {share} of {}", cell.rate.cases()));
    }
    let _ =
        writeln!(page, "\n  {:<22} {}: {}", "none for 90 days", counts(table.without), with_interval(table.without));
    page
}

/// The page of the disputes, as a table that also Markdown takes.
pub(crate) fn disputes(report: &DisputeReport) -> String {
    let mut page = format!(
        "Force between the two states within {} days ({} pairs of states, {} disputes; {} rows without a day are left out).\n\n\
         | after | by either, same dispute | by the one that acted | by either, any dispute | disputes in which it followed | before any force, by either |\n\
         |---|---|---|---|---|---|\n",
        report.horizon_days, report.n_pairs, report.n_disputes, report.n_without_day
    );
    for one in &report.acts {
        let cells = [one.same_dispute, one.by_actor, one.any_dispute, one.by_dispute, one.opening].map(share_of);
        let _ = writeln!(page, "| {} | {} |", one.act, cells.join(" | "));
    }
    let without = [
        ("no such act, within a dispute", [share_of(report.without_in_dispute), String::new(), String::new()]),
        ("no such act, any day, the same pairs", [String::new(), share_of(report.without_any_day), String::new()]),
        ("no such act and no force", [String::new(), String::new(), share_of(report.without_calm)]),
    ];
    for (name, [same, any, calm]) in without {
        let _ = writeln!(page, "| {name} | {same} | | {any} | | {calm} |");
    }
    page
}

/// A rate in a cell: `154 of 741: 20.8 % (18.0–23.9)`.
fn share_of(rate: Rate) -> String {
    let [low, high] = rate.interval();
    let tenths = |share: f64| format!("{:.1}", share * 100.0);
    match rate.share() {
        Some(share) => format!("{}: {} % ({}–{})", counts(rate), tenths(share), tenths(low), tenths(high)),
        None => "none".to_owned(),
    }
}
