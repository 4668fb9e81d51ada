//! What stands beside a record: what people said of it, other versions of its report, texts that mention it.

use std::fmt::Write as _;

use vigie::changes::{Change, changes};
use vigie::lines::{ShownReport, ShownRow, SightingLine};
use vigie_record::{TableEvent, TableMention, TableParty};
use vigie_store::{Correction, Judgement, Remark, RemarkBody, corrections};

use crate::format::records::{day_words, who};
use crate::format::visible;

/// What stands beside a report: its text, where it was met, its versions with what changed, and all that was said of it and of its records.
pub(super) fn of_report(shown: &ShownReport) -> String {
    text(&shown.reading.report.text) + &sightings(shown) + &versions(shown) + &remarks(&shown.remarks)
}

/// The text as it stands, so that words of it can be given back to `vigie record`.
fn text(body: &str) -> String {
    let mut text = String::from("\ntext\n");
    body.trim_end().lines().for_each(|own| line(&mut text, &format!("  {}", visible(own))));
    text
}

/// Where the text was met, where that is more than one place.
fn sightings(shown: &ShownReport) -> String {
    if shown.sightings.len() < 2 {
        return String::new();
    }
    let mut text = String::from("\nmet\n");
    for SightingLine { outlet, url, published_at, source_file, seen_at } in &shown.sightings {
        let seen_at = seen_at.strftime("%Y-%m-%d %H:%MZ");
        let place = [outlet, published_at, url, source_file];
        let place: Vec<&str> = place.into_iter().flatten().map(String::as_str).collect();
        line(&mut text, &format!("  {seen_at} {}", visible(&place.join(", "))));
    }
    text
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

/// How a record stands that people have corrected, as a line of its page; nothing where it is as it was read.
pub(super) fn standing(remarks: &[Remark]) -> Option<String> {
    let said = corrections(remarks);
    if said == Correction::default() {
        return None;
    }
    let by: Vec<&str> = remarks
        .iter()
        .filter(|remark| remark.undone_by.is_none() && matches!(remark.body, RemarkBody::Correction(_)))
        .map(|remark| remark.author.as_str())
        .collect();
    let by = by.last().copied().unwrap_or_default();
    let what = if said.reject { "as no event: rejected" } else { "as it was corrected here," };
    Some(format!("{what} by {by}"))
}

/// A row of a table for people: who did what to whom, when and where, and what stands beside it.
pub(super) fn of_row(row: &ShownRow) -> String {
    let TableEvent { dataset, native_id, .. } = &row.event;
    let mut text = format!("row {dataset}:{native_id}\n");
    for (name, value) in row_lines(&row.event, &row.remarks) {
        line(&mut text, &format!("  {name:<14}{}", visible(&value)));
    }
    let (found, is_more) = row.first_mentions();
    text + &mentions(found, is_more) + &remarks(&row.remarks)
}

fn row_lines(event: &TableEvent, remarks: &[Remark]) -> Vec<(&'static str, String)> {
    let said = corrections(remarks);
    let party = |party: &TableParty| {
        let code = party.code.as_deref().filter(|code| *code != party.text).map(|code| format!(" ({code})"));
        let beside =
            if party.beside.is_empty() { String::new() } else { format!(", with {}", party.beside.join(", ")) };
        format!("{}{}{beside}", who(&party.identity, &party.text), code.unwrap_or_default())
    };
    let [one, other] = if event.directed { ["actor", "recipient"] } else { ["one side", "other side"] };
    let number = |name: &'static str, value: Option<u32>| (name, value.map(|value| value.to_string()));
    let counted = event.magnitude.iter().map(|said| {
        let range = if said.low < said.high { format!(" ({} to {})", said.low, said.high) } else { String::new() };
        format!("{} {}{range}", said.best, said.kind)
    });
    let counted: Vec<String> = counted.collect();
    let place = event.place.as_ref().map(|place| {
        let point = place.lat.zip(place.lon).map(|(lat, lon)| format!("{lat:.3}, {lon:.3}"));
        let names = [Some(place.name.clone()), place.adm1.clone(), place.country.clone(), point];
        names.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    });
    let kind = [said.event_type.as_ref().or(event.event_type.as_ref()), said.mode.as_ref().or(event.mode.as_ref())];
    let kind = kind.into_iter().flatten().cloned().collect::<Vec<_>>().join(", ");
    let status = said.status.map(|status| word(&status));
    let lines = [
        ("stands", standing(remarks)),
        (one, event.actor.as_ref().map(party)),
        (other, event.recipient.as_ref().map(party)),
        ("type", Some(kind)),
        ("status", status),
        ("its own code", event.original_code.clone()),
        ("CAMEO", event.cameo.clone()),
        ("Goldstein", event.goldstein.map(|value| value.to_string())),
        ("contexts", Some(event.contexts.join(", "))),
        ("numbers", Some(counted.join(", "))),
        ("date", day_words(&event.event_date)),
        ("place", place),
        ("said", event.text.clone()),
        ("outlet", event.outlet.clone()),
        ("address", event.url.clone()),
        number("mentions", event.n_mentions),
        number("outlets", event.n_sources),
        number("texts", event.n_articles),
        ("taken up", event.recorded_at.map(|at| at.strftime("%Y-%m-%d %H:%MZ").to_string())),
        ("from", Some(format!("line {} of the file {}", event.origin.line, &event.origin.file.to_string()[..12]))),
    ];
    lines.into_iter().filter_map(|(name, value)| Some((name, value.filter(|value| !value.is_empty())?))).collect()
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
