//! `vigie correct`, `tag`, `judge` and `undo`: what people add to records.

use std::process::ExitCode;

use serde_json::Value;
use vigie_record::{ForecastStatus, Identity};
use vigie_store::{Access, Correction, Judgement, RecordKind, Remark, RemarkBody, Store};

use super::show::{find, row_name};
use super::{TYPE_WANTED, now, open, own_codes, status, wrong};
use crate::cli::store::{AuthorArgs, CorrectArgs, JudgeArgs, SidesArgs, TagArgs, UndoArgs};
use crate::speech::Failure;

/// Corrects an event.
pub(crate) fn correct(args: &CorrectArgs) -> Result<ExitCode, Failure> {
    let codes = own_codes()?;
    let event_type = args.event_type.as_ref().map(|code| code.to_uppercase());
    if let Some(kind) = event_type.as_deref().filter(|kind| !codes.events.is_type(kind)) {
        return Err(wrong("--type", kind, TYPE_WANTED));
    }
    let mode = args.mode.as_ref().map(|mode| mode.to_lowercase());
    if let Some(mode) = &mode {
        let is_known = match &event_type {
            Some(kind) => codes.events.is_mode_of(kind, mode),
            None => codes.events.is_mode(mode),
        };
        if !is_known {
            return Err(wrong("--mode", mode, "a mode that the type has, such as aerial of ASSAULT"));
        }
    }
    let (actor, recipient) = sides(&args.sides);
    let correction = Correction {
        reject: args.reject,
        event_type,
        mode,
        status: args.status.as_deref().map(status).transpose()?,
        actor,
        recipient,
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

/// Takes a remark back, or a record that was added by hand.
pub(crate) fn undo(args: &UndoArgs) -> Result<ExitCode, Failure> {
    let mut store = open(&args.store, Access::Write)?;
    let found = find(&store, &args.id)?;
    let by = author(&args.author)?;
    if found.kind == RecordKind::Remark {
        said(&store.undo(found.id, by, now())?);
        return Ok(ExitCode::SUCCESS);
    }
    let made_by = store.author_of(found.id)?.ok_or_else(|| Failure::NotByHand { wanted: args.id.clone() })?;
    store.withdraw(found.id, by, now())?;
    tell!("{}, which {made_by} had added, was taken back by {by}", found.id);
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
    tell!(
        "{} {} of {} by {}; take it back with `vigie undo {}`",
        remark.body.kind(),
        &id[..12],
        remark.target,
        remark.author,
        &id[..12]
    );
}

pub(super) fn author(args: &AuthorArgs) -> Result<&str, Failure> {
    let name = args.author.as_deref().or(args.user.as_deref()).map(str::trim).filter(|name| !name.is_empty());
    name.ok_or(Failure::NoAuthor)
}

fn resolution(name: &str) -> Result<ForecastStatus, Failure> {
    let wanted = "came-true, failed, void or open";
    serde_json::from_value(Value::from(name)).map_err(|_| Failure::Option {
        option: "--resolution",
        value: name.to_owned(),
        wanted,
    })
}

/// Who acts, and on whom.
pub(super) fn sides(args: &SidesArgs) -> (Option<Identity>, Option<Identity>) {
    (
        identity(args.actor.as_ref(), args.actor_country.as_ref(), args.actor_sector.as_ref()),
        identity(args.recipient.as_ref(), args.recipient_country.as_ref(), args.recipient_sector.as_ref()),
    )
}

/// Who is meant: what looks like an id is one, all else is a name.
pub(super) fn identity(who: Option<&String>, country: Option<&String>, sector: Option<&String>) -> Option<Identity> {
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
