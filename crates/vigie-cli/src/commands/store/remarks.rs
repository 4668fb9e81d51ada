//! `vigie correct`, `tag`, `judge` and `undo`: what people add to records.

use std::process::ExitCode;

use serde_json::Value;
use vigie::lines::row_name;
use vigie::parties;
use vigie_record::{ForecastStatus, Identity};
use vigie_store::{Access, Correction, Judgement, RemarkBody};

use super::{TYPE_WANTED, own_codes, status, wrong};
use crate::answers::{Said, TakenBack, open};
use crate::cli::reach::ReachArgs;
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
    add(&args.reach, &args.id, RemarkBody::Correction(Box::new(correction)), &args.author)
}

/// Tags a record.
pub(crate) fn tag(args: &TagArgs) -> Result<ExitCode, Failure> {
    add(&args.reach, &args.id, RemarkBody::Tag { tag: args.tag.clone() }, &args.author)
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
    add(&args.reach, &args.id, RemarkBody::Judgement(judgement), &args.author)
}

/// Takes a remark back, or a record that was added by hand.
pub(crate) fn undo(args: &UndoArgs) -> Result<ExitCode, Failure> {
    match open(&args.reach, Access::Write)?.take_back(&args.id, &args.author)? {
        TakenBack::Remark(by) => said(&by),
        TakenBack::Record { id, made_by, by } => tell!("{id}, which {made_by} had added, was taken back by {by}"),
    }
    Ok(ExitCode::SUCCESS)
}

fn add(reach: &ReachArgs, wanted: &str, body: RemarkBody, by: &AuthorArgs) -> Result<ExitCode, Failure> {
    let mut answers = open(reach, Access::Write)?;
    let target = match row_name(wanted) {
        Some(_) => wanted.to_owned(),
        None => answers.the_one(wanted)?.id.to_string(),
    };
    said(&answers.remark(&target, body, by)?);
    Ok(ExitCode::SUCCESS)
}

fn said(Said { id, kind, target, author }: &Said) {
    let id = &id.to_string()[..12];
    tell!("{kind} {id} of {target} by {author}; take it back with `vigie undo {id}`");
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
        country: match country {
            // What is none is refused with all that is said.
            Some(said) => Some(parties::country(said).map_or_else(|| said.clone(), str::to_owned)),
            None => who.get(..3).filter(|_| is_id).and_then(parties::country).map(str::to_owned),
        },
        sector: sector.map(|code| code.to_uppercase()),
        ..Identity::default()
    })
}
