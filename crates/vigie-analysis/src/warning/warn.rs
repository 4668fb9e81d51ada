//! The warning: the odds now and before, what moved them, which explanations the evidence fits, and what to look for.

use std::borrow::Cow;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::alarm::{Alarm, Crossing};
use super::confidence::{Trust, trust};
use super::learn::learn;
use super::odds::{Odds, Row, odds_on, probability_on};
use super::problem::{Indicator, Problem};
use super::sightings::{Citation, Sightings};
use super::state::{State, voices};
use crate::admiralty::Grade;
use crate::dossier::Dossier;
use crate::hypotheses::{Evidence, EvidenceSource, Explanation, Matrix, Rating, Weighed, weigh};
use crate::likelihood::{band, log_odds, probability_of};
use crate::pattern::Answer;

/// How long ago the odds before are taken.
const BEFORE_DAYS: i32 = 30;

/// The most days that the course of the odds goes back.
const MOST_COURSE_DAYS: i32 = 3660;

/// Odds that move less than this did not move.
const UNMOVED: f64 = 1e-9;

/// What a problem and a dossier come to on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Warning {
    /// The name of the problem.
    pub problem: String,
    /// The question.
    pub question: Option<String>,
    /// The odds on the day.
    pub now: Odds,
    /// The words of ICD 203 for them.
    pub band: Cow<'static, str>,
    /// How far they are to be trusted.
    pub confidence: Trust,
    /// The odds a month before.
    pub before: Odds,
    /// Whether there was any report by then; where not, the odds before are the base rate for want of looking.
    pub before_has_reports: bool,
    /// What moved the odds since, the most first.
    pub moved: Vec<Move>,
    /// What is reported of the outcome itself.
    pub outcome: OutcomeState,
    /// The alarms that are raised.
    pub alarm: Alarm,
    /// The crossings so far.
    pub crossings: Vec<Crossing>,
    /// The odds day by day.
    pub course: Vec<(Date, f64)>,
    /// Which explanations the evidence fits, where the problem has some.
    pub hypotheses: Option<Weighed>,
    /// What is not seen and would move the odds most.
    pub look_for: Vec<LookFor>,
    /// How many reports there are by the day.
    pub n_reports: usize,
    /// How many were left out because they came later.
    pub n_later: usize,
}

impl Warning {
    /// All that it cites.
    pub fn citations_mut(&mut self) -> impl Iterator<Item = &mut Citation> {
        let rows = [&mut self.now, &mut self.before].into_iter().flat_map(|odds| &mut odds.indicators);
        let of_rows = rows.flat_map(|row| row.sight.citations.iter_mut().chain(&mut row.sight.against));
        self.outcome.citations.iter_mut().chain(&mut self.outcome.denials).chain(of_rows)
    }
}

/// A step between the odds before and now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Move {
    /// The indicator, or `base rate`.
    pub name: String,
    /// How it stood, where it is an indicator.
    pub from: Option<State>,
    /// How it stands.
    pub to: Option<State>,
    /// By how much it moved the logarithm of the odds.
    pub by: f64,
}

/// What is reported of the outcome itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutcomeState {
    /// Whether enough outlets tell of it.
    pub reported: bool,
    /// How many tell of it.
    pub n_outlets: usize,
    /// How many must.
    pub needs: usize,
    /// Where it is said to have come. Newest first.
    pub citations: Vec<Citation>,
    /// Where it is denied. Newest first.
    pub denials: Vec<Citation>,
}

/// An indicator that is not seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LookFor {
    /// The indicator.
    pub name: String,
    /// How it stands.
    pub state: State,
    /// What to look for, in words.
    pub look_for: Option<String>,
    /// What the probability would be if it were seen by a source beyond doubt.
    pub if_seen: f64,
}

/// Why there is no warning.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WarnError {
    /// The day lies after the one by which the outcome was to come.
    #[error("the problem asks about the time until {until}, which is over on {day}")]
    Past {
        /// The day by which the outcome was to come.
        until: Date,
        /// The day that is asked about.
        day: Date,
    },
}

/// What a problem comes to on a day, by what was known by then.
///
/// # Errors
/// Where the horizon of the problem lies in the past.
pub fn warn(problem: &Problem, dossier: &Dossier, day: Date) -> Result<Warning, WarnError> {
    if let Some(until) = problem.until.filter(|until| *until < day) {
        return Err(WarnError::Past { until, day });
    }
    let sightings = Sightings::gather(problem, dossier);
    let lessons = learn(problem, dossier, &sightings, day);
    let odds = |on: Date| odds_on(problem, &sightings, &lessons, on);
    let now = odds(day);
    let earlier = day.saturating_sub(jiff::Span::new().days(BEFORE_DAYS));
    // What was learned since is left out, as it was not known.
    let before = odds_on(problem, &sightings, &learn(problem, dossier, &sightings, earlier), earlier);
    let course = course(dossier.oldest(), day, |on| probability_on(problem, &sightings, &lessons, on));
    let mut alarm = Alarm::default();
    let crossings =
        course.iter().flat_map(|(on, probability)| alarm.take(&problem.thresholds, *on, *probability)).collect();
    let newest = sightings.reports.last_until(day);
    let count = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let n_reports = count(sightings.reports.until(day));
    Ok(Warning {
        problem: problem.name.clone(),
        question: problem.question.clone(),
        band: band(now.probability).into(),
        confidence: trust(problem, &now, newest),
        moved: moved(&before, &now),
        before_has_reports: sightings.reports.first().is_some_and(|first| first <= earlier),
        outcome: outcome(problem, &sightings, day),
        hypotheses: hypotheses(problem, &now),
        look_for: look_for(problem, &now),
        n_reports,
        n_later: count(sightings.reports.all()) - n_reports,
        now,
        before,
        alarm,
        crossings,
        course,
    })
}

/// The odds day by day, from the first report.
fn course(oldest: Option<Date>, day: Date, probability: impl Fn(Date) -> f64) -> Vec<(Date, f64)> {
    let earliest = day.saturating_sub(jiff::Span::new().days(MOST_COURSE_DAYS));
    let first = oldest.filter(|oldest| *oldest <= day).unwrap_or(day).max(earliest);
    first.series(jiff::Span::new().days(1)).take_while(|on| *on <= day).map(|on| (on, probability(on))).collect()
}

fn moved(before: &Odds, now: &Odds) -> Vec<Move> {
    let base = log_odds(now.base.probability) - log_odds(before.base.probability);
    let base = Move { name: "base rate".to_owned(), from: None, to: None, by: base };
    let of_rows = before.indicators.iter().zip(&now.indicators).map(|(before, now)| Move {
        name: now.name.clone(),
        from: Some(before.sight.state),
        to: Some(now.sight.state),
        by: now.adds - before.adds,
    });
    let mut moved: Vec<Move> = std::iter::once(base).chain(of_rows).filter(|step| step.by.abs() > UNMOVED).collect();
    moved.sort_by(|a, b| b.by.abs().total_cmp(&a.by.abs()).then_with(|| a.name.cmp(&b.name)));
    moved
}

fn outcome(problem: &Problem, sightings: &Sightings, day: Date) -> OutcomeState {
    let known = |answer| {
        let known = sightings.outcome.iter().filter(|one| one.known_on <= day && one.answer == answer);
        known.rev().cloned().collect::<Vec<Citation>>()
    };
    let (citations, denials) = (known(Answer::Seen), known(Answer::Denied));
    let n_outlets = voices(&citations.iter().collect::<Vec<_>>());
    let needs = problem.outcome.min_outlets;
    OutcomeState { reported: n_outlets >= needs, n_outlets, needs, citations, denials }
}

fn look_for(problem: &Problem, now: &Odds) -> Vec<LookFor> {
    let start = log_odds(now.probability);
    let not_seen = problem.indicators.iter().zip(&now.indicators).filter(|(_, row)| row.sight.state != State::Seen);
    let mut look_for: Vec<LookFor> = not_seen
        .map(|(indicator, row)| LookFor {
            name: row.name.clone(),
            state: row.sight.state,
            look_for: indicator.look_for.clone(),
            if_seen: probability_of(start - row.adds + row.worth.seen.ln()),
        })
        .collect();
    let step = |one: &LookFor| (log_odds(one.if_seen) - start).abs();
    look_for.sort_by(|a, b| step(b).total_cmp(&step(a)).then_with(|| a.name.cmp(&b.name)));
    look_for
}

fn hypotheses(problem: &Problem, now: &Odds) -> Option<Weighed> {
    matrix(problem, now).map(|matrix| weigh(&matrix))
}

/// The matrix that the problem's ratings and the sightings of a day make; none where the problem names no hypotheses.
///
/// What is seen is evidence. What was looked for and is absent is evidence too, with its ratings the other way round, since what
/// a hypothesis lets one expect and is not there speaks against it. What is not seen can still be looked for.
pub fn matrix(problem: &Problem, now: &Odds) -> Option<Matrix> {
    if problem.hypotheses.is_empty() {
        return None;
    }
    let explanation = |one: &super::problem::Hypothesis| Explanation { id: one.id.clone(), text: one.text.clone() };
    let mut matrix = Matrix {
        title: problem.name.clone(),
        hypotheses: problem.hypotheses.iter().map(explanation).collect(),
        ..Matrix::default()
    };
    for (indicator, row) in problem.indicators.iter().zip(&now.indicators).filter(|(one, _)| !one.rates.is_empty()) {
        let state = row.sight.state;
        if state != State::Unmonitored {
            matrix.take(indicator, evidence(indicator, row), row.sight.is_absence());
        }
        if row.sight.is_absence() || state == State::Unmonitored {
            matrix.take(indicator, looked_for(indicator), false);
        }
    }
    Some(matrix)
}

impl Matrix {
    /// Takes a piece of evidence with the ratings of its indicator, the other way round where it is an absence.
    fn take(&mut self, indicator: &Indicator, evidence: Evidence, turn: bool) {
        self.ratings.extend(indicator.rates.iter().map(|(hypothesis, value)| Rating {
            evidence: evidence.id.clone(),
            hypothesis: hypothesis.clone(),
            value: if turn { value.reversed() } else { *value },
            by: "the problem's author".to_owned(),
            at: None,
            because: indicator.because.clone(),
        }));
        self.evidence.push(evidence);
    }
}

/// What an indicator says as it stands.
fn evidence(indicator: &Indicator, row: &Row) -> Evidence {
    let sight = &row.sight;
    let source = |citation: &Citation| EvidenceSource {
        name: citation.report.clone(),
        grade: Some(citation.grade.unwrap_or(Grade::BEYOND_DOUBT)),
        origin: Some(citation.report.clone()),
        conflicting: false,
    };
    let absent = if sight.is_absence() { "absent: " } else { "" };
    Evidence {
        id: format!("{absent}{}", indicator.name),
        text: format!("{absent}{}", indicator.look_for.as_ref().unwrap_or(&indicator.name)),
        observed: true,
        sources: sight.citations.iter().map(source).collect(),
        left: sight.fade,
    }
}

/// What an indicator would say if it were seen.
fn looked_for(indicator: &Indicator) -> Evidence {
    Evidence {
        id: indicator.name.clone(),
        text: indicator.look_for.as_ref().unwrap_or(&indicator.name).clone(),
        observed: false,
        sources: Vec::new(),
        left: 1.0,
    }
}

/// What the indicators of a problem find by a day, as evidence with proposed ratings. People decide what counts.
pub fn propose(problem: &Problem, dossier: &Dossier, day: Date) -> Vec<(Evidence, Vec<Rating>)> {
    let sightings = Sightings::gather(problem, dossier);
    let odds = odds_on(problem, &sightings, &learn(problem, dossier, &sightings, day), day);
    let found = problem.indicators.iter().zip(&odds.indicators);
    let found = found.filter(|(one, row)| !one.rates.is_empty() && !row.sight.citations.is_empty());
    found
        .map(|(indicator, row)| {
            let mut matrix = Matrix::default();
            matrix.take(indicator, evidence(indicator, row), row.sight.is_absence());
            let proposed = matrix.ratings.into_iter().map(|rating| Rating { by: "Vigie".to_owned(), ..rating });
            (matrix.evidence.remove(0), proposed.collect())
        })
        .collect()
}
