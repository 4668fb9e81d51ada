//! `vigie correct`, `tag`, `judge` and `undo`: what people add to records.

use std::process::ExitCode;

use serde_json::Value;
use vigie_record::{ForecastStatus, Identity, Status};
use vigie_store::{Access, Correction, Judgement, RecordKind, Remark, RemarkBody, Store};

use super::show::{find, row_name};
use super::{now, open};
use crate::cli::store::{AuthorArgs, CorrectArgs, JudgeArgs, TagArgs, UndoArgs};
use crate::speech::Failure;

/// Corrects an event.
pub(crate) fn correct(args: &CorrectArgs) -> Result<ExitCode, Failure> {
    let correction = Correction {
        reject: args.reject,
        event_type: args.event_type.as_ref().map(|code| code.to_uppercase()),
        mode: args.mode.clone(),
        status: args.status.as_deref().map(status).transpose()?,
        actor: identity(args.actor.as_ref(), args.actor_country.as_ref(), args.actor_sector.as_ref()),
        recipient: identity(args.recipient.as_ref(), args.recipient_country.as_ref(), args.recipient_sector.as_ref()),
        start_date: args.start,
        end_date: args.end,
        because: args.because.clone(),
    };
    let mut store = open(&args.store, Access::Write)?;
    add(&mut store, &args.id, RemarkBody::Correction(Box::new(correction)), &args.author)
}

/// Tags a record.
pub(crate) fn tag(args: &TagArgs) -> Result<ExitCode, Failure> {
    let mut store = open(&args.store, Access::Write)?;
    add(&mut store, &args.id, RemarkBody::Tag { tag: args.tag.clone() }, &args.author)
}

/// Judges a record.
pub(crate) fn judge(args: &JudgeArgs) -> Result<ExitCode, Failure> {
    let judgement = Judgement {
        reliability: args.reliability.map(|letter| letter.to_ascii_uppercase()),
        credibility: args.credibility,
        resolution: args.resolution.as_deref().map(resolution).transpose()?,
        resolved_on: args.on,
        note: args.note.clone(),
    };
    let mut store = open(&args.store, Access::Write)?;
    add(&mut store, &args.id, RemarkBody::Judgement(judgement), &args.author)
}

/// Takes a remark back.
pub(crate) fn undo(args: &UndoArgs) -> Result<ExitCode, Failure> {
    let mut store = open(&args.store, Access::Write)?;
    let found = find(&store, &args.id)?;
    if found.kind != RecordKind::Remark {
        return Err(Failure::NotInStore { wanted: args.id.clone() });
    }
    let remark = store.undo(found.id, author(&args.author)?, now())?;
    said(&remark);
    Ok(ExitCode::SUCCESS)
}

fn add(store: &mut Store, wanted: &str, body: RemarkBody, by: &AuthorArgs) -> Result<ExitCode, Failure> {
    let target = match row_name(wanted) {
        Some(_) => wanted.to_owned(),
        None => find(store, wanted)?.id.to_string(),
    };
    let remark = store.remark(&target, body, author(by)?, now())?;
    said(&remark);
    Ok(ExitCode::SUCCESS)
}

fn said(remark: &Remark) {
    let id = remark.id.to_string();
    eprintln!(
        "{} {} of {} by {}; take it back with `vigie undo {}`",
        remark.body.kind(),
        &id[..12],
        remark.target,
        remark.author,
        &id[..12]
    );
}

fn author(args: &AuthorArgs) -> Result<&str, Failure> {
    let name = args.author.as_deref().or(args.user.as_deref()).map(str::trim).filter(|name| !name.is_empty());
    name.ok_or(Failure::NoAuthor)
}

fn status(name: &str) -> Result<Status, Failure> {
    let wanted = "happened, under-way, planned, threatened, possible, denied, hypothetical or historical";
    Status::named(name).ok_or_else(|| Failure::Option { option: "--status", value: name.to_owned(), wanted })
}

fn resolution(name: &str) -> Result<ForecastStatus, Failure> {
    let wanted = "came-true, failed, void or open";
    serde_json::from_value(Value::from(name)).map_err(|_| Failure::Option {
        option: "--resolution",
        value: name.to_owned(),
        wanted,
    })
}

/// Who is meant: what looks like an id is one, all else is a name.
fn identity(who: Option<&String>, country: Option<&String>, sector: Option<&String>) -> Option<Identity> {
    let who = who?;
    let is_id = who.contains('/') || who.len() == 3 && who.bytes().all(|byte| byte.is_ascii_uppercase());
    Some(Identity {
        actor_id: is_id.then(|| who.clone()),
        name: (!is_id).then(|| who.clone()),
        country: country.map(|code| code.to_uppercase()).or_else(|| is_id.then(|| who.chars().take(3).collect())),
        sector: sector.map(|code| code.to_uppercase()),
        ..Identity::default()
    })
}
