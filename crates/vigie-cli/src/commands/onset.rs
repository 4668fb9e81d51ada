//! `vigie onset`: how likely it is that one country uses force against another.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use vigie_analysis::onset::{self, Odds, Question, Reasons};
use vigie_analysis::rate::Rate;
use vigie_analysis::{Day, EventRef};

use super::store;
use crate::cli::{OddsFormat, OnsetArgs};
use crate::events::{Source, countries};
use crate::format::records::write_row;
use crate::output_file::{self, keep_apart};
use crate::speech::Failure;

/// How many pairs the table for people has.
const N_SHOWN: usize = 25;

/// Gives the odds.
pub(crate) fn run(args: &OnsetArgs) -> Result<ExitCode, Failure> {
    if let Some(out) = &args.out {
        let store = store::path(&args.source.store).ok();
        keep_apart(out, store.as_deref(), args.source.events.iter().map(PathBuf::as_path))?;
    }
    let source = Source::open(&args.source)?;
    let history = &source.history;
    let last = history.span().map_or(Day::default(), |(_, last)| last);
    let to = args.to.map_or_else(|| args.from.map_or(last, |from| last.max(from.into())), Day::from);
    let question = Question::new(args.horizon, args.every, args.from.map_or(to, Day::from), to)?;
    let is_force = |event: EventRef<'_>| args.roots.iter().any(|root| event.kind().cameo.starts_with(root.as_str()));
    // Odds that are learned from no force at all would be the same for everybody.
    if !history.is_empty() && !history.events().any(is_force) {
        return Err(Failure::NothingToDrawOn {
            reason: format!(
                "none of {} events has a CAMEO code that begins with {}",
                history.len(),
                args.roots.join(", ")
            ),
            help: "name what counts as force with --roots, such as 18,19,20, or take events of more years",
        });
    }
    if let Some(pair) = &args.explain {
        let pair = pair.meant(&countries(args.source.knowledge.as_deref())?);
        let (Some(actor), Some(recipient)) = (&pair.actor, &pair.recipient) else { return Err(Failure::NoPair) };
        let known: BTreeSet<&str> = history.actors().map(|(_, actor)| actor.country).collect();
        let [actor, recipient] = [actor, recipient].map(|side| side.among(&known.iter().copied()));
        let reasons = onset::explain(history, is_force, &question, &actor, &recipient)?;
        put(None, explained(&reasons, &source, args.horizon).as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let odds = onset::odds(history, is_force, &question)?;
    let format = args.format.unwrap_or(if args.out.is_none() && stdout().is_terminal() {
        OddsFormat::Table
    } else {
        OddsFormat::Csv
    });
    let text = match format {
        OddsFormat::Csv => csv(&odds),
        OddsFormat::Table => table(&odds, args.horizon).into_bytes(),
    };
    if odds.is_empty() {
        // A file that is named keeps what it had.
        if args.out.as_deref().is_none_or(|path| path.as_os_str() == "-") {
            put(None, &text)?;
        }
        tell!("note: no pair has five events yet, so there are no odds");
        return Ok(ExitCode::from(Failure::USER));
    }
    put(args.out.as_deref(), &text)?;
    Ok(ExitCode::SUCCESS)
}

/// Writes to a file, or on stdout; a reader that has gone away has seen enough.
pub(super) fn put(path: Option<&Path>, bytes: &[u8]) -> Result<(), Failure> {
    let Some(path) = path.filter(|path| path.as_os_str() != "-") else {
        return match stdout().lock().write_all(bytes) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::Output(error)),
            _ => Ok(()),
        };
    };
    output_file::write(path, bytes)
}

fn csv(odds: &[Odds]) -> Vec<u8> {
    let mut out = Vec::new();
    let header = ["date", "actor_country", "recipient_country", "probability"];
    write_row(header.into_iter().map(str::to_owned), &mut out);
    for odds in odds {
        let probability = format!("{:.6}", odds.probability.get());
        write_row(
            [odds.day.to_string(), odds.actor.clone(), odds.recipient.clone(), probability].into_iter(),
            &mut out,
        );
    }
    out
}

/// The likeliest pairs as of the last day.
fn table(odds: &[Odds], horizon: i32) -> String {
    let Some(day) = odds.iter().map(|odds| odds.day).max() else { return String::new() };
    let mut today: Vec<&Odds> = odds.iter().filter(|odds| odds.day == day).collect();
    today.sort_by(|one, other| other.probability.get().total_cmp(&one.probability.get()));
    let mean = today.iter().map(|odds| odds.probability.get()).sum::<f64>() / today.len() as f64;
    let mut out = format!(
        "Force within {horizon} days, as of {day}: the likeliest of {} pairs; {} on average\n\n",
        today.len(),
        percent(mean)
    );
    for odds in today.iter().take(N_SHOWN) {
        let _ = writeln!(out, "  {:>6}  {} > {}", percent(odds.probability.get()), odds.actor, odds.recipient);
    }
    out
}

/// Why the odds of a pair are what they are, for people.
fn explained(reasons: &Reasons, source: &Source, horizon: i32) -> String {
    let Odds { day, actor, recipient, probability } = &reasons.odds;
    let mut out =
        format!("{actor} > {recipient}: {} for force within {horizon} days, as of {day}\n", percent(probability.get()));
    if let Some(base) = reasons.base_rate {
        let _ = writeln!(out, "base rate over all pairs so far: {}", percent(base.get()));
    }
    let precedents = reasons.precedents;
    let [low, high] = Rate::new(precedents.n_true as u64, precedents.n as u64).interval();
    let _ = writeln!(
        out,
        "precedents, {}: force followed in {} of {} such cases, 95 % interval {} to {}",
        precedents.recency.as_str(),
        precedents.n_true,
        precedents.n,
        percent(low),
        percent(high)
    );
    if reasons.reasons.is_empty() {
        out.push_str("\nToo little force has been seen to learn from: the odds are the pair's own rate, drawn towards that of all.\n");
        return out;
    }
    out.push_str("\nWhat multiplies the odds, against an average pair:\n");
    for reason in &reasons.reasons {
        let _ = write!(out, "  × {:>5.2}  {}", reason.factor, reason.theme.describe(actor, recipient));
        let _ = if reason.n_events > 0 { writeln!(out, " ({} events)", reason.n_events) } else { writeln!(out) };
        for event in reason.rows.iter().filter_map(|row| source.history.get(*row)) {
            let _ = writeln!(out, "           {}  {}", cited(event), source.cited(event));
        }
    }
    out
}

/// An event with the line it stands on.
fn cited(event: EventRef<'_>) -> String {
    let name = |actor: Option<vigie_analysis::Actor<'_>>| {
        actor
            .map_or_else(String::new, |actor| if actor.name.is_empty() { actor.country } else { actor.name }.to_owned())
    };
    format!("{}  {} > {}  {}", event.day(), name(event.actor()), name(event.recipient()), event.kind().cameo)
}

fn percent(probability: f64) -> String {
    let percent = probability * 100.0;
    if percent < 10.0 { format!("{percent:.1} %") } else { format!("{percent:.0} %") }
}
