//! `vigie precedents`: what followed when it stood so before.

use std::process::ExitCode;

use serde::Serialize;
use vigie::weigh;
use vigie_analysis::precedents::{Question, look_up, recency};
use vigie_analysis::{Day, History};
use vigie_store::{Over, Store};

use super::disputes;
use crate::cli::{PageFormat, PrecedentsArgs};
use crate::events::Source;
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
    let knowledge = args.evidence.work.knowledge.as_deref();
    if !args.events.is_empty() || args.evidence.paths.is_empty() {
        let of_store = |store: &Store| weigh::history(store, args.date, Over::Records);
        let source = Source::of(&args.events, &args.evidence.store, knowledge, of_store)?;
        return Ok((source.history, ExitCode::SUCCESS));
    }
    let evidence = EvidenceReader::new(&args.evidence).read(&[], None)?;
    let code = if evidence.n_skipped == 0 { ExitCode::SUCCESS } else { ExitCode::from(Failure::USER) };
    Ok((evidence.history(args.date)?, code))
}

fn nothing() -> Failure {
    Failure::NothingToDrawOn {
        reason: "there is no event".to_owned(),
        help: "name reports, a table with --events FILE, or a store with --store FILE (`vigie add` and `vigie import` fill one)",
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
