//! The reverse look-up: given what happens now between two sides, what followed when it stood so before.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::lead::{self, Lead, leads_in};
use super::outside::{OutsideView, is_force, outside_views};
use super::similar::{Closest, Search};
use super::tally::{Followed, Pair, Tally};
use super::timeline::{Code, Days, Step, Timelines};
use crate::fault::nearest;
use crate::history::{Day, History};
use crate::parallel::in_parallel;
use crate::rate::Rate;

/// Pairs with fewer steps are no ground for what third parties move them to.
const LEAST_STEPS: usize = 5;

/// Kinds of acts of third parties that are followed.
const MOST_THIRDS: usize = 3;

/// Instances that are kept of each rule, the newest.
const MOST_INSTANCES: usize = 5;

/// Sequels that are kept of each rule.
const MOST_SEQUELS: usize = 5;

/// Stretches of pairs that are counted apart, whatever the number of threads, so that sums come out the same.
const N_STRETCHES: usize = 16;

/// Leads with fewer cases teach nothing.
const LEAST_CASES: u64 = 5;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The first side: a country, or an actor by name where it has none.
    pub actor: String,
    /// The second side.
    pub recipient: String,
    /// The day; nothing after it is looked at.
    pub day: Day,
    /// How many days up to it make the situation.
    pub window_days: i32,
    /// The one kind of act that is asked about, if not all.
    pub then: Option<String>,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PrecedentError {
    /// The history is empty up to the day.
    #[error("there is no event up to the day that is asked about")]
    NoEvents,
    /// Nobody has the name.
    #[error("nobody in the events is called `{name}`{}", .near.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
    NoSide {
        /// The name.
        name: String,
        /// The nearest one that there is.
        near: Option<String>,
    },
    /// Both sides are the same.
    #[error("`{name}` stands on both sides")]
    OneSide {
        /// Its name.
        name: String,
    },
    /// No event is of the kind.
    #[error("no event is of the kind `{kind}`{}", .near.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
    NoKind {
        /// The kind.
        kind: String,
        /// The nearest one that there is.
        near: Option<String>,
    },
}

/// An act of one of the sides.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Act {
    /// Whether the first side acts on the second; the other way round otherwise.
    pub by_first: bool,
    /// The kind: a PLOVER type, or the root of a CAMEO code.
    pub kind: String,
}

/// What the past says to a situation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Precedents {
    /// The first side.
    pub actor: String,
    /// The second side.
    pub recipient: String,
    /// The first and the last day of the situation.
    pub days: [Option<Date>; 2],
    /// The first day of the history.
    pub since: Option<Date>,
    /// What happens: acts by day.
    pub now: Vec<(Option<Date>, Act)>,
    /// The rules, those that say most first.
    pub rules: Vec<Rule>,
    /// The closest situations of the past, the closest first.
    pub closest: Vec<Closest>,
    /// What followed the closest situations.
    pub after_closest: Vec<Sequel>,
    /// How often nothing between the two sides followed the closest situations.
    pub nothing_after_closest: [Rate; 3],
    /// How many pairs of sides were searched.
    pub n_pairs: usize,
    /// How often force followed acts like those of now in the disputes of others; empty where another kind of act is asked about.
    pub outside: Vec<OutsideView>,
}

/// A rule: a lead that stands now, and what followed it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// `repeated`, `chain`, `others-to` (others do this to the second side) or `to-others` (the first side does this to others).
    pub form: Cow<'static, str>,
    /// Its acts.
    pub lead: Vec<Act>,
    /// On how many days, where an act is repeated.
    pub on_days: usize,
    /// Within how many days.
    pub within_days: i32,
    /// What followed, what says most first.
    pub followed: Vec<Sequel>,
    /// How often nothing between the two sides followed.
    pub nothing: [Rate; 3],
    /// Where it stood before, the newest first.
    pub instances: Vec<Instance>,
}

/// What followed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sequel {
    /// The act.
    pub act: Act,
    /// How often, over all pairs.
    #[serde(flatten)]
    pub followed: Followed,
    /// How often between the two sides that are asked about.
    pub own: [Rate; 3],
}

/// Where a lead stood before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instance {
    /// Who stood for the first side.
    pub actor: String,
    /// Who stood for the second.
    pub recipient: String,
    /// The day on which the lead was complete.
    pub day: Option<Date>,
    /// How many days later the first sequel of the rule came, where it did.
    pub days_later: Option<i32>,
    /// The references of the rows of the lead, one for each of its steps, in order of days.
    pub records: Vec<u64>,
    /// The reference of a row of the sequel, where it came.
    pub sequel: Option<u64>,
}

impl Precedents {
    /// The references of all rows that are named: by the instances of the rules, by the closest situations, by what followed them.
    pub fn records(&self) -> BTreeSet<u64> {
        let of_rules = self.rules.iter().flat_map(|rule| &rule.instances);
        let of_rules = of_rules.flat_map(|one| one.records.iter().copied().chain(one.sequel));
        let of_closest = self
            .closest
            .iter()
            .flat_map(|one| one.records.iter().copied().chain(one.followed_records.iter().copied().flatten()));
        of_rules.chain(of_closest).collect()
    }
}

/// What is counted of a lead.
struct Count {
    lead: Lead,
    all: Tally,
    own: Tally,
    /// The newest cases: day, pair, turn.
    newest: Vec<(i32, (u32, u32), bool)>,
}

/// Looks up what followed when it stood so before.
///
/// # Errors
/// Where a side or a kind is not in the history.
pub fn look_up(history: &History, question: &Question) -> Result<Precedents, PrecedentError> {
    look_up_in(&Timelines::of(history, question.day), question, NonZeroUsize::MIN)
}

/// The same of timelines that are there, on several threads; their number changes nothing but the time. What they hold of later
/// days is not looked at.
///
/// # Errors
/// As [`look_up`].
pub fn look_up_in(
    timelines: &Timelines,
    question: &Question,
    n_threads: NonZeroUsize,
) -> Result<Precedents, PrecedentError> {
    let cut = timelines.span().is_some_and(|(_, last)| last > question.day).then(|| timelines.cut(question.day));
    let timelines = cut.as_ref().unwrap_or(timelines);
    let (first_day, last_day) = timelines.span().ok_or(PrecedentError::NoEvents)?;
    let (a, b) = (side(timelines, &question.actor)?, side(timelines, &question.recipient)?);
    if a == b {
        return Err(PrecedentError::OneSide { name: question.actor.clone() });
    }
    let then = question.then.as_ref().map(|kind| kind_number(timelines, kind)).transpose()?;
    let asked = Asked {
        pair: (a.min(b), a.max(b)),
        turn: a > b,
        until: question.day,
        data_end: last_day.min(question.day).number(),
        window: question.window_days,
    };
    let desk = Desk { timelines, asked };
    let now = desk.now();
    let (counts, search) = desk.count(&now, (a, b), n_threads.get());
    let mut rules: Vec<Rule> = counts.iter().filter_map(|count| desk.rule(count, then)).collect();
    rules.sort_by(|a, b| surprise(b).total_cmp(&surprise(a)).then_with(|| a.lead.cmp(&b.lead)));
    let (closest, after) = search.end(&desk);
    let own = Tally::new();
    let now: Vec<(Option<Date>, Act)> =
        now.iter().map(|step| (Day::from_number(step.day).date(), desk.act(step.code))).collect();
    let is_of_force = question.then.as_deref().is_none_or(is_force);
    let outside = if is_of_force { outside_views(now.iter().rev().map(|(_, act)| act.into())) } else { Vec::new() };
    Ok(Precedents {
        actor: question.actor.clone(),
        recipient: question.recipient.clone(),
        days: [(question.day + (1 - question.window_days)).date(), question.day.date()],
        since: first_day.date(),
        now,
        rules,
        closest,
        after_closest: desk.sequels(&after, &own, then),
        nothing_after_closest: after.nothing(),
        n_pairs: timelines.n_pairs(),
        outside,
    })
}

fn side(sides: &Timelines, name: &str) -> Result<u32, PrecedentError> {
    sides.number(name).ok_or_else(|| PrecedentError::NoSide {
        name: name.to_owned(),
        near: nearest(name, sides.names.iter().map(String::as_str)).map(str::to_owned),
    })
}

pub(super) fn kind_number(sides: &Timelines, kind: &str) -> Result<u8, PrecedentError> {
    let place = sides.kinds.iter().position(|known| known == kind).and_then(|place| u8::try_from(place).ok());
    place.ok_or_else(|| PrecedentError::NoKind {
        kind: kind.to_owned(),
        near: nearest(kind, sides.kinds.iter().map(String::as_str)).map(str::to_owned),
    })
}

/// How far the surest sequel of a rule lies above its base rate, within 30 days.
fn surprise(rule: &Rule) -> f64 {
    rule.followed.first().map_or(f64::MIN, |sequel| above_base(&sequel.followed))
}

fn above_base(followed: &Followed) -> f64 {
    followed.rates[1].interval()[0] - followed.base_rates[1]
}

/// What is asked, by numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    pub(super) pair: (u32, u32),
    /// Whether the first side of the question is the second of the pair.
    pub(super) turn: bool,
    pub(super) until: Day,
    /// The last day of which anything is known, by which horizons have to end.
    pub(super) data_end: i32,
    pub(super) window: i32,
}

/// Where a question is answered.
pub(super) struct Desk<'a> {
    pub(super) timelines: &'a Timelines,
    pub(super) asked: Asked,
}

impl Desk<'_> {
    /// The steps of the situation, as the question reads the sides.
    fn now(&self) -> Vec<Step> {
        let mut steps = self.timelines.pair(self.asked.pair).to_vec();
        let first = self.asked.until.number().saturating_sub(self.asked.window) + 1;
        steps.retain(|step| step.day >= first);
        for step in &mut steps {
            step.code = lead::turned(step.code, self.asked.turn);
        }
        steps.sort_unstable();
        steps
    }

    /// Counts the cases of all leads of the situation, and searches for situations like it.
    fn count(&self, now: &[Step], (a, b): (u32, u32), n_threads: usize) -> (Vec<Count>, Search) {
        let count = |lead| Count { lead, all: Tally::new(), own: Tally::new(), newest: Vec::new() };
        let (to_b, by_a) = (self.timelines.thirds(b, true), self.timelines.thirds(a, false));
        let mut leads = leads_in(now);
        leads.extend(self.third_kinds(&to_b, a).into_iter().map(|kind| Lead::OthersTo { kind }));
        leads.extend(self.third_kinds(&by_a, b).into_iter().map(|kind| Lead::ToOthers { kind }));
        let stretches = self.timelines.stretches(N_STRETCHES);
        let parts = in_parallel(&stretches, n_threads, Pair::new, |pair, _, places| {
            let mut counts: Vec<Count> = leads.iter().cloned().map(count).collect();
            let (mut search, mut days) = (Search::new(now, self.asked), Vec::new());
            for (sides, steps) in self.timelines.some(places.clone()) {
                pair.take(steps, self.asked.data_end);
                for turn in [false, true] {
                    let is_own = sides == self.asked.pair && turn == self.asked.turn;
                    for count in &mut counts {
                        self.cases(count, sides, pair, turn, [&to_b, &by_a], &mut days);
                        days.retain(|day| *day >= pair.first());
                        if days.is_empty() {
                            continue;
                        }
                        count.all.count(pair, &days, turn);
                        if is_own {
                            count.own.count(pair, &days, turn);
                            // The situation itself is no instance of what went before.
                            days.retain(|day| *day <= self.asked.until.number() - self.asked.window);
                        }
                        count.keep(days.iter().rev().take(MOST_INSTANCES).map(|day| (*day, sides, turn)));
                    }
                    search.look(sides, turn, steps);
                }
            }
            (counts, search)
        });
        let mut counts: Vec<Count> = leads.into_iter().map(count).collect();
        let mut search = Search::new(now, self.asked);
        for (of_part, of_search) in parts {
            for (all, part) in counts.iter_mut().zip(of_part) {
                all.all.add(&part.all);
                all.own.add(&part.own);
                all.keep(part.newest.into_iter());
            }
            search.add(of_search);
        }
        (counts, search)
    }

    /// The kinds of hostile acts between a side and third parties in the days of the situation, the most frequent.
    fn third_kinds(&self, thirds: &BTreeMap<u8, Days>, not: u32) -> Vec<u8> {
        let first = self.asked.until.number().saturating_sub(self.asked.window) + 1;
        let recent = |days: &Days| days.iter().filter(|(day, other)| *day >= first && *other != not).count();
        let mut kinds: Vec<(usize, u8)> = thirds.iter().map(|(kind, days)| (recent(days), *kind)).collect();
        kinds.retain(|(n, kind)| *n > 0 && self.timelines.quads[usize::from(*kind)] >= 3);
        kinds.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        kinds.truncate(MOST_THIRDS);
        kinds.into_iter().map(|(_, kind)| kind).collect()
    }

    /// The days on which a lead is complete between two sides.
    fn cases(
        &self,
        count: &Count,
        (low, high): (u32, u32),
        pair: &Pair,
        turn: bool,
        [others_to, to_others]: [&BTreeMap<u8, Days>; 2],
        days: &mut Vec<i32>,
    ) {
        days.clear();
        let (first, second) = if turn { (high, low) } else { (low, high) };
        // What third parties did is asked of the two sides' own neighbours: of all pairs it would be most of the world's events.
        let (asked_first, asked_second) =
            if self.asked.turn { (self.asked.pair.1, self.asked.pair.0) } else { self.asked.pair };
        let third = match &count.lead {
            Lead::OthersTo { kind } if second == asked_second => others_to.get(kind).map(|days| (days, first)),
            Lead::ToOthers { kind } if first == asked_first => to_others.get(kind).map(|days| (days, second)),
            Lead::OthersTo { .. } | Lead::ToOthers { .. } => None,
            between => {
                return lead::cases(between, |code| pair.days_of(code), turn, self.asked.window, days);
            }
        };
        if let Some((of_third, not)) = third.filter(|_| pair.n_steps() >= LEAST_STEPS) {
            lead::third_cases(of_third, not, self.asked.window, days);
        }
    }

    fn rule(&self, count: &Count, then: Option<u8>) -> Option<Rule> {
        if count.all.cases[1] < LEAST_CASES {
            return None;
        }
        let followed = self.sequels(&count.all, &count.own, then);
        let sequel = followed.first()?;
        let code = self.code(&sequel.act)?;
        let (form, lead, on_days) = match &count.lead {
            Lead::Repeated { code, days } => ("repeated", vec![self.act(*code)], *days),
            Lead::Chain { codes } => ("chain", codes.iter().map(|code| self.act(*code)).collect(), codes.len()),
            Lead::OthersTo { kind } => ("others-to", vec![self.act(2 * kind)], 1),
            Lead::ToOthers { kind } => ("to-others", vec![self.act(2 * kind)], 1),
        };
        let instances = count.newest.iter().rev().map(|case| self.instance(count, *case, code)).collect();
        Some(Rule {
            form: form.into(),
            lead,
            on_days,
            within_days: self.asked.window,
            followed,
            nothing: count.all.nothing(),
            instances,
        })
    }

    /// The sequels of a tally that say most.
    fn sequels(&self, all: &Tally, own: &Tally, then: Option<u8>) -> Vec<Sequel> {
        let is_wanted = |code: &Code| then.is_none_or(|kind| code / 2 == kind);
        let sequel = |code: Code| {
            let own = own.followed(code).rates;
            Sequel { act: self.act(code), followed: all.followed(code), own }
        };
        let mut sequels: Vec<Sequel> = all.codes().filter(is_wanted).map(sequel).collect();
        sequels.sort_by(|a, b| {
            above_base(&b.followed).total_cmp(&above_base(&a.followed)).then_with(|| a.act.cmp(&b.act))
        });
        sequels.truncate(MOST_SEQUELS);
        sequels
    }

    fn instance(&self, count: &Count, (day, pair, turn): (i32, (u32, u32), bool), sequel: Code) -> Instance {
        let name = |side: u32| self.timelines.names[side as usize].clone();
        let (first, second) = if turn { (pair.1, pair.0) } else { (pair.0, pair.1) };
        let steps = self.timelines.pair(pair);
        let sequel = lead::turned(sequel, turn);
        let next = steps.iter().find(|step| step.code == sequel && step.day > day);
        let third = |side, not, to_side, kind| {
            self.timelines.third_record(side, not, to_side, kind, day).into_iter().collect::<Vec<u64>>()
        };
        let records = match &count.lead {
            Lead::OthersTo { kind } => third(second, first, true, *kind),
            Lead::ToOthers { kind } => third(first, second, false, *kind),
            between => {
                let found = lead::steps_of(between, steps, turn, day);
                found.into_iter().filter_map(|step| self.timelines.record(pair, step)).collect()
            }
        };
        Instance {
            actor: name(first),
            recipient: name(second),
            day: Day::from_number(day).date(),
            days_later: next.map(|step| step.day - day),
            records,
            sequel: next.and_then(|step| self.timelines.record(pair, *step)),
        }
    }

    pub(super) fn act(&self, code: Code) -> Act {
        Act { by_first: code.is_multiple_of(2), kind: self.timelines.kinds[usize::from(code / 2)].clone() }
    }

    fn code(&self, act: &Act) -> Option<Code> {
        let kind = self.timelines.kinds.iter().position(|known| *known == act.kind)?;
        Some(2 * u8::try_from(kind).ok()? + Code::from(!act.by_first))
    }
}

impl Count {
    /// Keeps the newest cases.
    fn keep(&mut self, cases: impl Iterator<Item = (i32, (u32, u32), bool)>) {
        self.newest.extend(cases);
        self.newest.sort_unstable();
        let surplus = self.newest.len().saturating_sub(MOST_INSTANCES);
        self.newest.drain(..surplus);
    }
}
