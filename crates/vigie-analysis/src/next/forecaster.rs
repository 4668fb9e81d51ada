//! Learns from a history day by day, and answers questions about the days after it.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;

use vigie_record::Probability;

use super::describe::{Question, Room};
use super::graph::{Fact, Graph, step_of};
use super::id;
use super::lesson::{Judge, Lesson};
use super::memory::Role;
use super::reasons::{Reasons, Share, reasons};
use super::stream::Stream;
use crate::parallel::in_parallel;

/// How much is learned, and how.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Threads that work side by side; changes nothing but the time.
    pub n_threads: usize,
    /// Questions of the latest days that the trees learn from, at most; of a small graph, no more than 24,000 or half of its events.
    pub n_questions: usize,
    /// Candidates that are kept of each of those.
    pub n_rows: usize,
    /// Trees.
    pub n_trees: usize,
    /// Leaves of a tree.
    pub n_leaves: usize,
    /// How far each tree goes.
    pub rate: f64,
    /// Events of the past that the vectors learn from again for each new one.
    pub n_again: usize,
}

impl Settings {
    /// Good answers for somebody who waits for them.
    pub fn new(n_threads: NonZeroUsize) -> Self {
        Self {
            n_threads: n_threads.get(),
            n_questions: 60_000,
            n_rows: 60,
            n_trees: 150,
            n_leaves: 48,
            rate: 0.1,
            n_again: 5,
        }
    }

    /// The best answers that were found on the benchmark graphs, for three times the work.
    pub fn thorough(n_threads: NonZeroUsize) -> Self {
        Self { n_questions: 200_000, n_trees: 400, n_leaves: 64, rate: 0.08, n_again: 14, ..Self::new(n_threads) }
    }
}

/// A question about one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Query {
    /// To whom does `actor` do this?
    Recipient {
        /// Who acts.
        actor: u32,
        /// What is done.
        relation: u32,
    },
    /// Who does this to `recipient`?
    Actor {
        /// Who is acted on.
        recipient: u32,
        /// What is done.
        relation: u32,
    },
}

/// One who may be the answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answer {
    /// Who.
    pub actor: u32,
    /// How likely it is that this one is among the answers, given that there are any.
    pub probability: Probability,
}

/// Why a graph cannot be learned from, or a day not be asked about.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ForecastError {
    /// The history has no events.
    #[error("there are no events to learn from")]
    Empty,
    /// There are more kinds of acts than are told apart.
    #[error("{found} relations are too many; at most {most} are told apart")]
    Relations {
        /// How many there are.
        found: usize,
        /// How many there may be.
        most: usize,
    },
    /// A day lies in the past of what is known.
    #[error(
        "time {asked} is not after {known}, the last time that is known: what was known then cannot be told any more"
    )]
    Past {
        /// The time asked about.
        asked: u32,
        /// The last time that is known.
        known: u32,
    },
    /// An actor or a relation that the graph does not have.
    #[error("the graph has no {what} {id}: it has {known}, counted from 0")]
    Unknown {
        /// `actor` or `relation`.
        what: &'static str,
        /// The number.
        id: u32,
        /// How many there are.
        known: usize,
    },
}

/// So many questions are always learned from, where there are as many: the trees need them, and more days mean older ones.
const N_ENOUGH: usize = 24_000;

/// For so many questions that are learned from, one is kept to see how far the answers can be trusted.
const N_LESSONS_AN_EXAM: usize = 12;

/// At most so many relations: rules are kept for each pair of roles.
const MOST_RELATIONS: usize = 600;

/// One that has learned from a history, and goes on learning as days are taken in.
pub struct Forecaster {
    settings: Settings,
    stream: Stream,
    judge: Judge,
    /// The time of the first day, and the length of a step.
    first: u32,
    step: u32,
    last: u32,
    /// The steps that had an event.
    n_days: u32,
}

impl Forecaster {
    /// Learns from the events of a graph, each day from what was known before it.
    ///
    /// # Errors
    /// Where there is nothing to learn from, or more than can be told apart.
    pub fn learn(graph: &Graph, settings: &Settings) -> Result<Self, ForecastError> {
        let times: BTreeSet<u32> = graph.facts.iter().map(|fact| fact.time).collect();
        let (Some(&first), Some(&last)) = (times.first(), times.last()) else { return Err(ForecastError::Empty) };
        if graph.relations.len() > MOST_RELATIONS {
            return Err(ForecastError::Relations { found: graph.relations.len(), most: MOST_RELATIONS });
        }
        let step = step_of(&times);
        let mut days: BTreeMap<u32, Vec<Fact>> = BTreeMap::new();
        for &fact in &graph.facts {
            check(fact.actor, "actor", graph.actors.len())?;
            check(fact.recipient, "actor", graph.actors.len())?;
            check(fact.relation, "relation", graph.relations.len())?;
            days.entry((fact.time - first) / step).or_default().push(fact);
        }
        let mut stream = Stream::new(graph, settings.n_again);
        let n_questions = settings.n_questions.min(N_ENOUGH.max(graph.facts.len() / 2));
        let begin = latest(&days, n_questions);
        let exam = latest(&days, n_questions / N_LESSONS_AN_EXAM);
        let mut lesson = Lesson::new(settings);
        for (&day, facts) in &days {
            let questions = stream.questions(facts);
            if day >= exam && day > begin {
                lesson.begin_exam();
            }
            if day >= begin {
                lesson.watch(&stream, &questions, day);
            }
            stream.take_in(&questions, day);
        }
        Ok(Self {
            settings: settings.clone(),
            stream,
            judge: lesson.learn(),
            first,
            step,
            last,
            n_days: id(days.len()),
        })
    }

    /// Answers questions about a day after all that is known, each with its candidates, likeliest first.
    ///
    /// # Errors
    /// Where the time is not after the last one known, or a number names nothing.
    pub fn answer(&self, queries: &[Query], time: u32) -> Result<Vec<Vec<Answer>>, ForecastError> {
        if time <= self.last {
            return Err(ForecastError::Past { asked: time, known: self.last });
        }
        let day = self.day(time);
        let asked = queries.iter().map(|query| self.question(query, day));
        let asked = asked.collect::<Result<Vec<Question>, ForecastError>>()?;
        let popular = self.stream.popular(asked.iter().map(|question| question.role), day);
        let view = self.stream.view(&popular);
        let room = || Room::new(self.stream.memory.pasts.len());
        Ok(in_parallel(&asked, self.settings.n_threads, room, |room, _, &question| {
            view.describe(question, room);
            let mut answers: Vec<Answer> = room
                .candidates
                .iter()
                .zip(self.judge.probabilities(room))
                .filter_map(|(it, value)| Some(Answer { actor: it.other, probability: Probability::nearest(value)? }))
                .collect();
            answers.sort_by(|a, b| b.probability.get().total_cmp(&a.probability.get()));
            answers
        }))
    }

    /// What speaks for one as the answer to a question about a day after all that is known.
    ///
    /// # Errors
    /// Where the time is not after the last one known, or a number names nothing.
    pub fn reasons(&self, query: Query, answer: u32, time: u32) -> Result<Reasons, ForecastError> {
        if time <= self.last {
            return Err(ForecastError::Past { asked: time, known: self.last });
        }
        let Question { actor, role, day } = self.question(&query, self.day(time))?;
        check(answer, "actor", self.stream.memory.pasts.len())?;
        Ok(reasons(&self.stream.memory, &self.stream.rules, actor, role, answer, day))
    }

    /// On how many steps so far the one asked about had this role, and on how many there was anything at all.
    ///
    /// # Errors
    /// Where a number names nothing.
    pub fn activity(&self, query: Query) -> Result<Share, ForecastError> {
        let Question { actor, role, .. } = self.question(&query, self.day(self.last))?;
        let n = self.stream.memory.past(actor).strand(role).map_or(0, |strand| strand.tally.days);
        Ok(Share { n, of: self.n_days })
    }

    /// Takes in what happened on a day after all that is known.
    ///
    /// # Errors
    /// Where the time is not after the last one known, or a number names nothing.
    pub fn take_in(&mut self, facts: &[Fact], time: u32) -> Result<(), ForecastError> {
        if time <= self.last {
            return Err(ForecastError::Past { asked: time, known: self.last });
        }
        for fact in facts {
            self.known(fact.actor, fact.relation)?;
            self.known(fact.recipient, fact.relation)?;
        }
        let questions = self.stream.questions(facts);
        self.stream.take_in(&questions, self.day(time));
        self.last = time;
        self.n_days += 1;
        Ok(())
    }

    /// How much each feature of a candidate counted in the trees, greatest first.
    pub fn gains(&self) -> Vec<(&'static str, f64)> {
        self.judge.gains()
    }

    fn day(&self, time: u32) -> u32 {
        // A time between two steps belongs to the later one, so that all that is known lies before it.
        (time - self.first).div_ceil(self.step)
    }

    fn question(&self, query: &Query, day: u32) -> Result<Question, ForecastError> {
        let (actor, relation, is_recipient) = match *query {
            Query::Recipient { actor, relation } => (actor, relation, true),
            Query::Actor { recipient, relation } => (recipient, relation, false),
        };
        self.known(actor, relation)?;
        let role = Role::try_from(relation).unwrap_or(Role::MAX);
        let role = if is_recipient { role } else { self.stream.memory.mirror(role) };
        Ok(Question { actor, role, day })
    }

    fn known(&self, actor: u32, relation: u32) -> Result<(), ForecastError> {
        check(actor, "actor", self.stream.memory.pasts.len())?;
        check(relation, "relation", self.stream.memory.n_relations)
    }
}

fn check(id: u32, what: &'static str, known: usize) -> Result<(), ForecastError> {
    if (id as usize) < known { Ok(()) } else { Err(ForecastError::Unknown { what, id, known }) }
}

/// The first of the latest days that together hold so many questions. The first third of all days is for counting alone.
fn latest(days: &BTreeMap<u32, Vec<Fact>>, n_questions: usize) -> u32 {
    let n_usable = days.len() - days.len() / 3;
    let mut n = 0;
    let mut begin = u32::MAX;
    for (&day, facts) in days.iter().rev().take(n_usable) {
        if n >= n_questions {
            break;
        }
        n += 2 * facts.len();
        begin = day;
    }
    begin
}
