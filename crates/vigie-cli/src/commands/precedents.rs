//! `vigie precedents`: what followed when it stood so before.

use std::process::ExitCode;

use serde::Serialize;
use vigie_analysis::precedents::{Question, look_up, recency};
use vigie_analysis::{Day, History};

use super::disputes;
use crate::cli::{PageFormat, PrecedentsArgs};
use crate::events;
use crate::evidence::EvidenceReader;
use crate::format::columns;
use crate::format::precedents as page;
use crate::format::records::written;
use crate::speech::Failure;

/// Answers.
pub(crate) fn run(args: &PrecedentsArgs) -> Result<ExitCode, Failure> {
    if let Some(folder) = &args.disputes {
        let report = disputes::report(folder, args.horizon)?;
        return show(args, &report, || page::disputes(&report));
    }
    let (history, code) = history(args)?;
    let day = args.date.map(Day::from).or_else(|| history.span().map(|(_, last)| last));
    let day = day.ok_or_else(nothing)?;
    if let Some([lead, sequel]) = args.rule.as_deref() {
        let table = recency(&history, lead, sequel, !args.answered, day).map_err(Failure::Precedent)?;
        show(args, &table, || page::recency(&table))?;
        return Ok(code);
    }
    let (Some(actor), Some(recipient)) = (&args.actor, &args.recipient) else {
        return Err(Failure::NothingToDrawOn {
            reason: "no recipient is named".to_owned(),
            help: "write vigie precedents BLR UKR ...",
        });
    };
    let question = Question {
        actor: actor.clone(),
        recipient: recipient.clone(),
        day,
        window_days: args.window,
        then: args.then.clone(),
    };
    let found = look_up(&history, &question).map_err(Failure::Precedent)?;
    show(args, &found, || page::page(&found, columns()))?;
    Ok(code)
}

fn history(args: &PrecedentsArgs) -> Result<(History, ExitCode), Failure> {
    if let Some(table) = &args.events {
        return Ok((events::history(table)?, ExitCode::SUCCESS));
    }
    if args.evidence.paths.is_empty() {
        return Err(nothing());
    }
    let evidence = EvidenceReader::new(&args.evidence).read(&[])?;
    let code = if evidence.n_skipped == 0 { ExitCode::SUCCESS } else { ExitCode::from(Failure::USER) };
    Ok((evidence.dossier.history(args.date).map_err(Failure::TooMany)?, code))
}

fn nothing() -> Failure {
    Failure::NothingToDrawOn {
        reason: "there is no event".to_owned(),
        help: "name a table with --events FILE, or reports",
    }
}

fn show(args: &PrecedentsArgs, answer: &impl Serialize, page: impl FnOnce() -> String) -> Result<ExitCode, Failure> {
    match args.format {
        PageFormat::Text => written(page().as_bytes())?,
        PageFormat::Json => {
            let json = serde_json::to_string_pretty(answer).map_err(|error| Failure::Output(error.into()))?;
            written(format!("{json}\n").as_bytes())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
