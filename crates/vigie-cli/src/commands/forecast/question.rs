//! The form for people: one question, a ranked table, and what speaks for each answer.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::process::ExitCode;

use jiff::Span;
use jiff::civil::Date;
use vigie_analysis::next::{Answer, Fact, Forecaster, Graph, Precedent, Query, Settings, Share, find_name};

use crate::cli::{ForecastArgs, When, at_once};
use crate::events::{Source, countries};
use crate::graph_folder::GraphFolder;
use crate::speech::Failure;

/// About so many numbers describe one who comes into question.
const N_NUMBERS: usize = 90;

/// The most events of a store that are learned from: the latest.
const MOST_FACTS: usize = 400_000;

/// What is asked, in names and numbers.
struct Question<'a> {
    query: Query,
    /// The one whose answer alone is wanted.
    only: Option<u32>,
    /// Who is asked about.
    who: &'a str,
    what: &'a str,
    time: u32,
}

/// Answers the question from all events before its time.
pub(super) fn run(folder: Option<&GraphFolder>, event_type: &str, args: &ForecastArgs) -> Result<ExitCode, Failure> {
    let (graph, calendar) = match folder {
        Some(folder) => of_folder(folder, args)?,
        None => of_history(args)?,
    };
    let time = match args.date {
        None => calendar.next.unwrap_or_else(|| next_time(&graph.facts)),
        Some(When::Time(time)) => time,
        Some(When::Day(day)) => calendar.time_of(day)?,
    };
    let facts: Vec<Fact> = graph.facts.iter().filter(|fact| fact.time < time).copied().collect();
    let graph = Graph { facts, ..graph };
    let question = question(&graph, event_type, time, args)?;
    let forecaster = Forecaster::learn(&graph, &Settings::new(at_once(args.threads)))?;
    let page = page(&graph, &forecaster, &question, &calendar.named(time), args.top)?;
    match io::stdout().write_all(page.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::Output(error)),
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// Which day a time of a graph means.
struct Calendar {
    begins: Option<Date>,
    /// Times in a day: 24 where a graph counts hours.
    steps: u32,
    /// The time after the last of which something is known; none where nothing but the facts tells.
    next: Option<u32>,
}

impl Calendar {
    fn time_of(&self, day: Date) -> Result<u32, Failure> {
        let begins = self.begins.ok_or(Failure::Option {
            option: "--date",
            value: day.to_string(),
            wanted: "a time as the graph counts it, or say with --begins on which day its time 0 lies",
        })?;
        let days = u32::try_from((day - begins).get_days()).map_err(|_| Failure::Option {
            option: "--date",
            value: day.to_string(),
            wanted: "a day after the one on which the events begin",
        })?;
        Ok(days.saturating_mul(self.steps))
    }

    fn named(&self, time: u32) -> String {
        let day = |begins: Date| begins.checked_add(Span::new().days(i64::from(time / self.steps))).ok();
        self.begins.and_then(day).map_or_else(|| format!("at {time}"), |day| format!("on {day}"))
    }
}

/// The graph of a folder, all parts of it.
fn of_folder(folder: &GraphFolder, args: &ForecastArgs) -> Result<(Graph, Calendar), Failure> {
    let mut facts = Vec::new();
    for part in ["train", "valid", "test"] {
        if folder.has(part) {
            facts.extend(folder.part(part)?);
        }
    }
    let counts_hours = facts.iter().all(|fact| fact.time.is_multiple_of(24));
    let calendar = Calendar { begins: args.begins, steps: if counts_hours { 24 } else { 1 }, next: None };
    Ok((folder.graph(facts), calendar))
}

/// The graph of the latest events of a store or of tables.
fn of_history(args: &ForecastArgs) -> Result<(Graph, Calendar), Failure> {
    let source = Source::of_known(&args.source)?;
    let (mut graph, begins) = Graph::of_countries(&source.history);
    graph.facts.sort_unstable();
    graph.facts.dedup();
    if graph.facts.len() > MOST_FACTS {
        tell!("note: it is learned from the latest {MOST_FACTS} of {} events", graph.facts.len());
        graph.facts.drain(..graph.facts.len() - MOST_FACTS);
    }
    let next = source.last_known()?.and_then(|last| u32::try_from(last + 1 - begins).ok());
    Ok((graph, Calendar { begins: begins.date(), steps: 1, next }))
}

/// The time after the last one, as far from it as that is from the one before.
fn next_time(facts: &[Fact]) -> u32 {
    let last = facts.iter().map(|fact| fact.time).max().unwrap_or(0);
    let before = facts.iter().map(|fact| fact.time).filter(|&time| time < last).max();
    last.saturating_add(before.map_or(1, |before| last - before))
}

fn question<'a>(graph: &'a Graph, event_type: &str, time: u32, args: &ForecastArgs) -> Result<Question<'a>, Failure> {
    let relation = find_name(&graph.relations, event_type)?;
    let countries = countries(args.source.knowledge.as_deref())?;
    let known = || graph.actors.iter().map(String::as_str);
    let find = |name: &Option<String>| {
        name.as_ref().map(|name| find_name(&graph.actors, &countries.party(name).among(&known()))).transpose()
    };
    let (query, who, only) = match (find(&args.actor)?, find(&args.recipient)?) {
        (Some(actor), only) => (Query::Recipient { actor, relation }, actor, only),
        (None, Some(recipient)) => (Query::Actor { recipient, relation }, recipient, None),
        (None, None) => return Err(Failure::NobodyAsked),
    };
    Ok(Question { query, only, who: &graph.actors[who as usize], what: &graph.relations[relation as usize], time })
}

fn page(
    graph: &Graph,
    forecaster: &Forecaster,
    question: &Question<'_>,
    when: &str,
    top: usize,
) -> Result<String, Failure> {
    let Question { query, only, who, what, time } = *question;
    let mut page = String::new();
    let Share { n, of } = forecaster.activity(query)?;
    let is_recipient = matches!(query, Query::Recipient { .. });
    let asked = if is_recipient { "to whom" } else { "by whom" };
    let does = if is_recipient { "does" } else { "sees" };
    let _ = writeln!(page, "{who}: {what}, {asked}, {when}?");
    let _ = writeln!(page, "Probabilities hold where {who} {does} it at all, as on {n} of {of} days so far.");
    let _ = writeln!(
        page,
        "A judge of some {N_NUMBERS} numbers makes the order and the odds; below each stand counts that speak for it, a part of these.\n"
    );
    let answers = forecaster.answer(&[query], time)?.into_iter().flatten();
    let ranked = (1_usize..).zip(answers);
    let shown: Vec<(usize, Answer)> = match only {
        Some(only) => ranked.filter(|(_, answer)| answer.actor == only).collect(),
        None => ranked.take(top).collect(),
    };
    let _ = writeln!(page, "rank  probability  base rate  who");
    for (rank, answer) in &shown {
        let reasons = forecaster.reasons(query, answer.actor, time)?;
        let name = &graph.actors[answer.actor as usize];
        let probability = percent(answer.probability.get());
        let _ = writeln!(page, "{rank:>4}  {probability:>11}  {:>9}  {name}", share(reasons.base));
        for precedent in &reasons.precedents {
            let _ = writeln!(page, "      {}", sentence(graph, precedent, what, reasons.any_tie));
        }
        if reasons.precedents.is_empty() {
            let Share { n, of } = reasons.base;
            let _ =
                writeln!(page, "      no precedent between the two; {n} of {of} such acts by anybody were with {name}");
        }
    }
    if shown.is_empty() {
        let _ = writeln!(page, "      nobody comes into question");
    }
    Ok(page)
}

/// A precedent as people say it.
fn sentence(graph: &Graph, precedent: &Precedent, what: &str, any: Share) -> String {
    let before = &graph.relations[precedent.relation as usize];
    let did = if precedent.was_actor { "had done" } else { "had seen done to it" };
    let Share { n, of } = precedent.came_true;
    format!(
        "in {n} of {of} cases in which one {did} {before} {}, last {} before, {what} was with that one; base rate {}",
        span(precedent.times, "once", "times"),
        span(precedent.steps_ago, "a day", "days"),
        share(any)
    )
}

fn span((from, to): (u32, u32), once: &str, unit: &str) -> String {
    match (from, to) {
        (1, 1) => once.to_owned(),
        (from, u32::MAX) => format!("{from} or more {unit}"),
        (from, to) if from == to => format!("{from} {unit}"),
        (from, to) => format!("{from} to {to} {unit}"),
    }
}

fn share(Share { n, of }: Share) -> String {
    percent(f64::from(n) / f64::from(of.max(1)))
}

fn percent(value: f64) -> String {
    match value * 100.0 {
        value if value >= 10.0 => format!("{value:.0} %"),
        value if value >= 0.1 || value == 0.0 => format!("{value:.1} %"),
        _ => "< 0.1 %".to_owned(),
    }
}
