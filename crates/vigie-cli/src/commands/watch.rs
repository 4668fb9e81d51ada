//! `vigie watch`: looks at a problem again and again, and calls out once for each crossing of a threshold.
//!
//! Which thresholds are raised is remembered in the store that is watched, or in a file beside the problem, written anew and put in
//! place whole, so that a crossing is told once however often the program is begun. A store in which nothing is new since the last
//! look of the day is not weighed again. A crossing that could not be delivered is not remembered, and comes again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread::sleep;
use std::time::Duration;

use jiff::Zoned;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use vigie::desk;
use vigie_analysis::warning::{self, Alarm, Alert, Crossing, Problem};
use vigie_record::Digest;
use vigie_store::{Access, Store};

use super::alert::{Message, deliver};
use super::problem;
use super::store::now;
use crate::cli::WatchArgs;
use crate::evidence::EvidenceReader;
use crate::format::records::written;
use crate::inputs::unreadable;
use crate::output_file;
use crate::speech::{Failure, say};

/// What is remembered between two looks.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Memory {
    /// The problem, so that a file of another one is not taken for it.
    problem: String,
    alarm: Alarm,
    /// The day of the last look.
    last: Option<Date>,
    /// All that was told so far.
    told: Vec<Crossing>,
    /// What the problem was when it was looked at, for a store that remembers it.
    #[serde(skip)]
    digest: String,
}

/// Watches.
pub(crate) fn run(args: &WatchArgs) -> Result<ExitCode, Failure> {
    let mut reader = EvidenceReader::new(&args.evidence);
    // A problem that is wrong at the start ends the watch; one that is broken later is told of and tried again.
    let all_well = look(args, &mut reader)?;
    if args.once {
        return Ok(code(all_well));
    }
    loop {
        sleep(Duration::from_secs(args.every));
        if let Err(failure) = look(args, &mut reader) {
            say(failure);
        }
    }
}

fn code(all_well: bool) -> ExitCode {
    if all_well { ExitCode::SUCCESS } else { ExitCode::from(Failure::USER) }
}

/// Looks once; false where an input was skipped or a crossing could not be delivered.
fn look(args: &WatchArgs, reader: &mut EvidenceReader<'_>) -> Result<bool, Failure> {
    let problem = problem::open(&args.problem)?;
    let paths = problem::paths(&args.problem, &problem);
    let day = args.date.unwrap_or_else(|| Zoned::now().date());
    let place = StatePlace::of(args, reader.store(&paths)?)?;
    let Some(mut memory) = place.remembered(&problem, day)? else { return Ok(true) };
    let evidence = reader.read(&paths, Some(&problem))?;
    problem::check_actors(&args.problem, &problem, &evidence.parties()?)?;
    problem::tell_of_outlets(&args.problem, &problem, &evidence.dossier);
    let warning = warning::warn(&problem, &evidence.dossier, day).map_err(Failure::Past)?;
    let mut alarm = memory.alarm.clone();
    let crossings = alarm.take(&problem.thresholds, day, warning.now.probability);
    let alert = alert(args, &problem);
    let (mut is_well, mut told) = (evidence.n_skipped == 0, Vec::new());
    for crossing in &crossings {
        let message = Message::new(&warning, crossing);
        match deliver(&alert, &message) {
            Ok(()) => {
                written(format!("{}\n", message.text).as_bytes())?;
                remember(&mut memory.alarm, crossing);
                told.push(crossing.clone());
            }
            Err(reason) => {
                tell!("not delivered: {}: {reason}; it comes again at the next look", crossing.threshold);
                is_well = false;
            }
        }
    }
    memory.problem.clone_from(&problem.name);
    memory.last = Some(day);
    memory.alarm.raised.retain(|name| problem.thresholds.iter().any(|threshold| threshold.name == *name));
    place.keep(memory, &told, day, told.len() == crossings.len())?;
    Ok(is_well)
}

/// Where it is remembered what was told.
enum StatePlace {
    File(PathBuf),
    /// A store, and how far it reached before this look.
    Store(PathBuf, String),
}

impl StatePlace {
    fn of(args: &WatchArgs, store: Option<Store>) -> Result<Self, Failure> {
        Ok(match store {
            Some(store) if args.state.is_none() => Self::Store(store.path().to_owned(), store.extent()?),
            _ => Self::File(state_file(args)),
        })
    }

    /// What is remembered; none where there is nothing new to look at.
    fn remembered(&self, problem: &Problem, day: Date) -> Result<Option<Memory>, Failure> {
        let (path, seen) = match self {
            Self::File(path) => return remembered(path, problem).map(Some),
            Self::Store(path, seen) => (path, seen),
        };
        let row = Store::open(path, Access::Read)?.watch(&problem.name)?;
        let is_new = row.last_day != Some(day) || row.seen != format!("{seen} {}", digest(problem));
        let memory = Memory {
            problem: problem.name.clone(),
            alarm: desk::alarm_of(&row),
            last: row.last_day,
            told: Vec::new(),
            digest: digest(problem),
        };
        Ok(is_new.then_some(memory))
    }

    /// Remembers; where something could not be delivered, so that the next look looks again.
    fn keep(&self, mut memory: Memory, told: &[Crossing], day: Date, is_done: bool) -> Result<(), Failure> {
        match self {
            Self::File(path) => {
                let is_new = !path.exists();
                memory.told.extend_from_slice(told);
                keep(path, &memory)?;
                if is_new {
                    tell!("{} remembers what was told; --state FILE names another", path.display());
                }
                Ok(())
            }
            Self::Store(path, seen) => {
                let seen = if is_done { format!("{seen} {}", memory.digest) } else { String::new() };
                let mut store = Store::open(path, Access::Write)?;
                Ok(desk::remember(&mut store, &memory.problem, day, &seen, told, now())?)
            }
        }
    }
}

/// What tells one state of a problem's file from another.
fn digest(problem: &Problem) -> String {
    Digest::of(format!("{problem:?}").as_bytes()).to_string()[..16].to_owned()
}

fn remember(alarm: &mut Alarm, crossing: &Crossing) {
    if crossing.raised {
        alarm.raised.insert(crossing.threshold.clone());
    } else {
        alarm.raised.remove(&crossing.threshold);
    }
}

/// How crossings are delivered: as the options say, or else the problem.
fn alert(args: &WatchArgs, problem: &Problem) -> Alert {
    let or = |option: &Option<String>, own: &Option<String>| option.clone().or_else(|| own.clone());
    Alert {
        command: or(&args.command, &problem.alert.command),
        web_hook: or(&args.web_hook, &problem.alert.web_hook),
        mail: or(&args.mail, &problem.alert.mail),
    }
}

fn state_file(args: &WatchArgs) -> PathBuf {
    args.state.clone().unwrap_or_else(|| args.problem.with_extension("state.json"))
}

fn remembered(path: &Path, problem: &Problem) -> Result<Memory, Failure> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Memory::default()),
        Err(error) => return Err(unreadable(path, error).into()),
    };
    let wrong = |reason: String| Failure::Table { place: path.display().to_string(), reason };
    let memory: Memory = serde_json::from_str(&text).map_err(|error| {
        wrong(format!("this is no state of a watch ({error}); name another with --state, or remove it"))
    })?;
    if memory.problem != problem.name {
        return Err(wrong(format!(
            "this is the state of `{}`; name another with --state, or remove it",
            memory.problem
        )));
    }
    Ok(memory)
}

fn keep(path: &Path, memory: &Memory) -> Result<(), Failure> {
    let json = serde_json::to_string_pretty(memory).map_err(|error| Failure::Output(error.into()))?;
    output_file::write(path, (json + "\n").as_bytes())
}
