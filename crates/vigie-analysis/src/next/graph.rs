//! Temporal event graphs: who did what to whom on which day, as numbers.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::id;
use crate::history::{Actor, Day, History};

/// One event of a graph, by the numbers that the graph's own tables give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fact {
    /// When, in the graph's own unit (days or hours since some day).
    pub time: u32,
    /// Who acts.
    pub actor: u32,
    /// What is done.
    pub relation: u32,
    /// To whom.
    pub recipient: u32,
}

/// A graph's actors and relations, and its events so far.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    /// The name of each actor; the number is the place in the list.
    pub actors: Vec<String>,
    /// The name of each relation.
    pub relations: Vec<String>,
    /// The events, by time.
    pub facts: Vec<Fact>,
}

impl Graph {
    /// The graph of what really happened between two known parties in a history, and the day from which its times are counted.
    ///
    /// An actor goes by its name, or else by its id, or else by its country and sector; an act by its PLOVER type, or else by its CAMEO code.
    pub fn of_history(history: &History) -> (Self, Day) {
        Self::named(history, name_of)
    }

    /// The same between countries: an actor goes by its country where that is known. What a country does within itself is left out.
    pub fn of_countries(history: &History) -> (Self, Day) {
        let (mut graph, origin) =
            Self::named(history, |it| if it.country.is_empty() { name_of(it) } else { it.country.to_owned() });
        graph.facts.retain(|fact| fact.actor != fact.recipient);
        (graph, origin)
    }

    fn named(history: &History, name_of: impl Fn(Actor<'_>) -> String) -> (Self, Day) {
        let origin = history.span().map_or(Day::from_number(0), |(first, _)| first);
        let mut actors = Numbers::default();
        let mut relations = Numbers::default();
        let mut facts = Vec::new();
        for event in history.events().filter(|event| event.is_real()) {
            let (Some(actor), Some(recipient)) = (event.actor(), event.recipient()) else { continue };
            let Ok(time) = u32::try_from(event.day() - origin) else { continue };
            let [actor, recipient] = [actor, recipient].map(|it| actors.number(&name_of(it)));
            let kind = event.kind();
            let relation = relations.number(if kind.plover.is_empty() { kind.cameo } else { kind.plover });
            facts.push(Fact { time, actor, relation, recipient });
        }
        (Self { actors: actors.names, relations: relations.names, facts }, origin)
    }
}

/// Names, numbered in the order in which they come.
#[derive(Default)]
struct Numbers {
    names: Vec<String>,
    by_name: BTreeMap<String, u32>,
}

impl Numbers {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(&number) = self.by_name.get(name) {
            return number;
        }
        let number = id(self.names.len());
        self.names.push(name.to_owned());
        self.by_name.insert(name.to_owned(), number);
        number
    }
}

fn name_of(actor: Actor<'_>) -> String {
    let parts = [actor.name, actor.id].into_iter().find(|part| !part.is_empty());
    parts.map_or_else(|| format!("{} {}", actor.country, actor.sector).trim().to_owned(), str::to_owned)
}

/// Why a file of a graph cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {fault}")]
pub struct GraphError {
    /// The file, as the caller named it.
    pub file: String,
    /// The line, counted from 1; 0 where the whole file is meant.
    pub line: usize,
    /// What is wrong.
    pub fault: GraphFault,
}

/// What is wrong with a file of a graph.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum GraphFault {
    /// A line of events has fewer than four numbers.
    Columns {
        /// How many there are.
        found: usize,
    },
    /// A field is no whole number in range.
    Number {
        /// The field.
        field: String,
    },
    /// A number names no actor or relation.
    Unknown {
        /// `actor` or `relation`.
        what: &'static str,
        /// The number.
        id: u32,
        /// How many there are.
        known: usize,
    },
    /// A line of a name table is not `name TAB number`.
    Name,
    /// Two names share a number, or a number of the table is left out.
    Gap {
        /// The number.
        id: usize,
    },
}

impl fmt::Display for GraphFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Columns { found } => {
                write!(out, "{found} columns where four are wanted: actor, relation, recipient, time")
            }
            Self::Number { field } => write!(out, "`{field}` is not a whole number from 0 to {}", u32::MAX),
            Self::Unknown { what, id, known } => {
                write!(out, "{what} {id} is not in the tables, which have {known}, counted from 0")
            }
            Self::Name => write!(out, "a name, a tab and a number are wanted"),
            Self::Gap { id } => write!(out, "number {id} has no name, or two: numbers run from 0 without gaps"),
        }
    }
}

/// Reads a table of names: `name TAB number`, one a line.
///
/// # Errors
/// Where a line is not of this form, or the numbers do not run from 0 without gaps.
pub fn read_names(text: &str, file: &str) -> Result<Vec<String>, GraphError> {
    let fail = |line, fault| GraphError { file: file.to_owned(), line, fault };
    let mut named: Vec<Option<String>> = Vec::new();
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    named.resize(lines.len(), None);
    for (index, line) in lines.iter().enumerate() {
        let (name, id) = line.trim_end().rsplit_once('\t').ok_or_else(|| fail(index + 1, GraphFault::Name))?;
        let id: usize = id.trim().parse().map_err(|_| fail(index + 1, GraphFault::Name))?;
        match named.get_mut(id) {
            Some(place @ None) => *place = Some(name.trim().to_owned()),
            _ => return Err(fail(index + 1, GraphFault::Gap { id })),
        }
    }
    Ok(named.into_iter().flatten().collect())
}

/// Reads events: `actor TAB relation TAB recipient TAB time`, further columns unread; in any order.
///
/// # Errors
/// Where a line lacks a number, or names an actor or relation that is not there.
pub fn read_facts(text: &str, file: &str, n_actors: usize, n_relations: usize) -> Result<Vec<Fact>, GraphError> {
    let mut facts = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let fact = read_fact(line, n_actors, n_relations);
        facts.push(fact.map_err(|fault| GraphError { file: file.to_owned(), line: index + 1, fault })?);
    }
    Ok(facts)
}

fn read_fact(line: &str, n_actors: usize, n_relations: usize) -> Result<Fact, GraphFault> {
    let fields: Vec<&str> = line.split_whitespace().take(4).collect();
    let &[actor, relation, recipient, time] = fields.as_slice() else {
        return Err(GraphFault::Columns { found: fields.len() });
    };
    let number = |field: &str| field.parse::<u32>().map_err(|_| GraphFault::Number { field: field.to_owned() });
    let named = |field: &str, what, known: usize| {
        let id = number(field)?;
        if (id as usize) < known { Ok(id) } else { Err(GraphFault::Unknown { what, id, known }) }
    };
    Ok(Fact {
        time: number(time)?,
        actor: named(actor, "actor", n_actors)?,
        relation: named(relation, "relation", n_relations)?,
        recipient: named(recipient, "actor", n_actors)?,
    })
}

/// The largest step that leads to every time from the first one; 1 where all are the same.
pub(crate) fn step_of(times: &BTreeSet<u32>) -> u32 {
    let first = times.first().copied().unwrap_or(0);
    let step = times.iter().fold(0, |step, time| greatest_common_divisor(step, time - first));
    step.max(1)
}

fn greatest_common_divisor(left: u32, right: u32) -> u32 {
    if right == 0 { left } else { greatest_common_divisor(right, left % right) }
}
