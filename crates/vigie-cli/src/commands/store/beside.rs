//! What stands beside a record: what people said of it, other versions of its report, texts that mention it.

use std::fmt::Write as _;

use vigie::changes::{Change, changes};
use vigie::lines::ShownReport;
use vigie_record::TableMention;
use vigie_store::{Correction, Judgement, Remark, RemarkBody};

/// What stands beside a report: its versions with what changed, and all that was said of it and of its records.
pub(super) fn of_report(shown: &ShownReport) -> String {
    versions(shown) + &remarks(&shown.remarks)
}

fn versions(shown: &ShownReport) -> String {
    let ShownReport { reading, versions, before, .. } = shown;
    if versions.len() < 2 {
        return String::new();
    }
    let mut text = String::from("\nversions\n");
    for version in versions {
        let day = version.day.map_or_else(|| "without a date".to_owned(), |day| day.to_string());
        let replaced = if version.is_replaced { ", replaced" } else { "" };
        let mark = if version.id == reading.report.id { "  (this one)" } else { "" };
        line(&mut text, &format!("  {} {day}{replaced}{mark}", &version.id.to_string()[..12]));
    }
    let Some(before) = before else { return text };
    let found = changes(before, reading);
    let older = &before.report.id.to_string()[..12];
    line(&mut text, &format!("\nchanged since {older}{}", if found.is_empty() { ": spaces only" } else { "" }));
    for change in found {
        match change {
            Change::Removed(sentence) => line(&mut text, &format!("  - {sentence}")),
            Change::Added(sentence) => line(&mut text, &format!("  + {sentence}")),
        }
    }
    text
}

/// What people said, a line each.
pub(super) fn remarks(remarks: &[Remark]) -> String {
    if remarks.is_empty() {
        return String::new();
    }
    let mut text = String::from("\nremarks\n");
    for remark in remarks {
        let target = match remark.target.split_once(':') {
            Some(_) => remark.target.as_str(),
            None => &remark.target[..remark.target.len().min(12)],
        };
        let undone = if remark.undone_by.is_some() { " (taken back)" } else { "" };
        let made_at = remark.made_at.strftime("%Y-%m-%d %H:%MZ");
        let (id, author) = (&remark.id.to_string()[..12], &remark.author);
        line(&mut text, &format!("  {id} {made_at} {author}, of {target}: {}{undone}", words(&remark.body)));
    }
    text
}

fn words(body: &RemarkBody) -> String {
    match body {
        RemarkBody::Tag { tag } => format!("tagged {tag}"),
        RemarkBody::Undo { undo } => format!("took {} back", &undo.to_string()[..12]),
        RemarkBody::Correction(correction) => corrected(correction),
        RemarkBody::Judgement(judgement) => judged(judgement),
    }
}

fn corrected(said: &Correction) -> String {
    if said.reject {
        return with_reason("no event", said.because.as_deref());
    }
    let who = |identity: &vigie_record::Identity| {
        let id = identity.actor_id.as_ref().or(identity.name.as_ref()).or(identity.country.as_ref());
        id.cloned().unwrap_or_default()
    };
    let parts = [
        said.event_type.as_ref().map(|code| format!("type {code}")),
        said.mode.as_ref().map(|mode| format!("mode {mode}")),
        said.status.map(|status| format!("status {}", word(&status))),
        said.actor.as_ref().map(|actor| format!("actor {}", who(actor))),
        said.recipient.as_ref().map(|recipient| format!("recipient {}", who(recipient))),
        said.start_date.map(|day| format!("from {day}")),
        said.end_date.map(|day| format!("to {day}")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    with_reason(&format!("corrected to {}", parts.join(", ")), said.because.as_deref())
}

fn judged(said: &Judgement) -> String {
    let parts = [
        said.reliability.map(|letter| format!("source {letter}")),
        said.credibility.map(|digit| format!("information {digit}")),
        said.resolution.map(|resolution| word(&resolution)),
        said.resolved_on.map(|day| format!("on {day}")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    with_reason(format!("judged {}", parts.join(", ")).trim_end(), said.note.as_deref())
}

/// The word that a value has in records.
fn word(value: &impl serde::Serialize) -> String {
    let word = serde_json::to_value(value).ok();
    word.and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

fn with_reason(text: &str, reason: Option<&str>) -> String {
    reason.map_or_else(|| text.to_owned(), |reason| format!("{text}: {reason}"))
}

/// Texts that mention the row of a table.
pub(super) fn mentions(found: &[TableMention], is_more: bool) -> String {
    if found.is_empty() {
        return String::new();
    }
    let mut text = String::from("\nmentions\n");
    for mention in found {
        let TableMention { seen_at, outlet, url, .. } = mention;
        line(&mut text, &format!("  {} {outlet} {url}", seen_at.strftime("%Y-%m-%d %H:%MZ")));
    }
    if is_more {
        line(&mut text, "  and more: --format jsonl");
    }
    text
}

fn line(text: &mut String, line: &str) {
    let written = writeln!(text, "{}", line.trim_end());
    debug_assert!(written.is_ok(), "a string takes whatever comes");
}
