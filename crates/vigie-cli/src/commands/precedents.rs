//! `vigie precedents`: what followed when it stood so before.

use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::thread::available_parallelism;

use serde::Serialize;
use vigie::lines::PrecedentsLine;
use vigie_analysis::Day;
use vigie_analysis::precedents::{Question, Timelines, look_up_in, recency_in};

use super::disputes;
use crate::answers::server::Server;
use crate::cli::{PageFormat, PrecedentsArgs};
use crate::events::{countries, of_tables, open_store};
use crate::evidence::{Evidence, EvidenceReader};
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
    if let Some(address) = server(args)? {
        let (actor, recipient) = sides(args)?;
        let line = Server::reach(address, &args.server)?.precedents([actor, recipient], args)?;
        return found(args, &line, ExitCode::SUCCESS);
    }
    let drawn = Drawn::of(args)?;
    let timelines = &drawn.timelines;
    let (_, last) = timelines.span().ok_or_else(nothing)?;
    if let Some([lead, sequel]) = args.rule.as_deref() {
        let table = recency_in(timelines, lead, sequel, !args.answered).map_err(Failure::Precedent)?;
        show(args, &table, || page::recency(&table))?;
        return Ok(drawn.code);
    }
    let (actor, recipient) = sides(args)?;
    let countries = countries(args.evidence.work.knowledge.as_deref())?;
    let [actor, recipient] = [actor, recipient].map(|side| countries.party(side).among(&timelines.sides()));
    let question = Question {
        actor,
        recipient,
        day: args.date.map_or(last, Day::from),
        window_days: args.window,
        then: args.then.clone(),
    };
    let line = look_up_in(timelines, &question, n_threads()).map_err(Failure::Precedent)?;
    found(args, &PrecedentsLine::new(line, |record| drawn.cited(record)), drawn.code)
}

/// The server that is asked, if one is.
fn server(args: &PrecedentsArgs) -> Result<Option<&str>, Failure> {
    let own = [("--rule", args.rule.is_some()), ("--events", !args.events.is_empty())];
    let Some((option, _)) = own.into_iter().find(|(_, is_given)| *is_given) else {
        return args.server.asked_instead_of(&args.evidence);
    };
    match &args.server.server {
        Some(address) => Err(Failure::Option {
            option: "--server",
            value: format!("{address} beside {option}"),
            wanted: "two sides: that is all that a server is asked about",
        }),
        None => Ok(None),
    }
}

fn sides(args: &PrecedentsArgs) -> Result<(&str, &str), Failure> {
    args.actor.as_deref().zip(args.recipient.as_deref()).ok_or(Failure::NothingToDrawOn {
        reason: "no recipient is named".to_owned(),
        help: "write vigie precedents BLR UKR ...",
    })
}

fn found(args: &PrecedentsArgs, line: &PrecedentsLine, code: ExitCode) -> Result<ExitCode, Failure> {
    show(args, line, || page::page(&line.found, &|record| line.cited(record), columns()))?;
    Ok(code)
}

fn n_threads() -> NonZeroUsize {
    available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// What is asked, and how its rows are found again.
struct Drawn {
    timelines: Timelines,
    /// None where it comes from tables that are named.
    evidence: Option<Evidence>,
    code: ExitCode,
}

impl Drawn {
    fn of(args: &PrecedentsArgs) -> Result<Self, Failure> {
        let knowledge = args.evidence.work.knowledge.as_deref();
        let code = ExitCode::SUCCESS;
        if !args.events.is_empty() {
            let history = of_tables(&args.events, knowledge)?;
            let timelines = Timelines::of(&history, args.date.map_or(Day::MAX, Day::from));
            return Ok(Self { timelines, evidence: None, code });
        }
        let evidence = if args.evidence.paths.is_empty() {
            Evidence { store: Some(open_store(&args.evidence.store)?), ..Evidence::default() }
        } else {
            EvidenceReader::new(&args.evidence).read(&[], None)?
        };
        let code = if evidence.n_skipped == 0 { code } else { ExitCode::from(Failure::USER) };
        Ok(Self { timelines: evidence.timelines(args.date, n_threads())?, evidence: Some(evidence), code })
    }

    fn cited(&self, record: u64) -> String {
        self.evidence.as_ref().map_or_else(|| format!("line {record}"), |evidence| evidence.cited(record))
    }
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
