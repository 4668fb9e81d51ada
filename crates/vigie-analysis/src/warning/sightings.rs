//! Sightings: everything in a dossier that answers to a problem, gathered once, so that the odds of any day are cheap.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;
use vigie_record::Digest;

use super::problem::{Indicator, Outcome, Problem, SeriesPattern};
use crate::admiralty::Grade;
use crate::dossier::{Dossier, PartyRow};
use crate::pattern::{Answer, EventPattern};

/// Where something is said: what a reader needs to find it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// The report.
    pub report: String,
    /// The id of the report, or of the row of a table, where it has one.
    pub report_id: Option<Digest>,
    /// Who published it.
    pub outlet: Option<String>,
    /// The grade of the outlet, where somebody graded it.
    pub grade: Option<Grade>,
    /// When it was known.
    pub known_on: Date,
    /// The day that it tells of.
    pub day: Date,
    /// The number of the sentence.
    pub sentence_number: Option<usize>,
    /// The sentence.
    pub sentence: Option<String>,
    /// The record, where one was made.
    pub record: Option<String>,
    /// How it answers.
    pub answer: Answer,
    /// What its report shares with near-copies.
    #[serde(skip)]
    pub(super) story: String,
}

impl Citation {
    /// Whose voice it is: copies of one story, and reports of one outlet, are one voice.
    pub(super) fn voice(&self) -> &str {
        self.outlet.as_deref().unwrap_or(&self.story)
    }
}

/// What was seen of one indicator, by the day on which it was known.
#[derive(Debug, Clone, Default)]
pub(super) struct Track {
    pub(super) citations: Vec<Citation>,
    /// Of each series of the indicator, the events that it counts.
    pub(super) counted: Vec<Vec<Citation>>,
}

/// All sightings of a problem.
#[derive(Debug, Clone)]
pub(super) struct Sightings {
    pub(super) outcome: Vec<Citation>,
    pub(super) tracks: Vec<Track>,
    /// The days and outlets of the reports that tell of the countries that are watched.
    pub(super) watch: Vec<(Date, Option<String>)>,
    /// The days of all reports.
    pub(super) reports: Vec<Date>,
}

impl Sightings {
    /// Gathers what answers to a problem.
    pub(super) fn gather(problem: &Problem, dossier: &Dossier) -> Self {
        let desk = Desk { problem, dossier };
        let mut reports: Vec<Date> = dossier.reports.iter().map(|report| report.known_on).collect();
        reports.sort_unstable();
        Self {
            outcome: desk.outcome(&problem.outcome),
            tracks: problem.indicators.iter().map(|indicator| desk.track(indicator)).collect(),
            watch: desk.watch(),
            reports,
        }
    }
}

struct Desk<'a> {
    problem: &'a Problem,
    dossier: &'a Dossier,
}

impl Desk<'_> {
    fn outcome(&self, outcome: &Outcome) -> Vec<Citation> {
        let mut found = Vec::new();
        for pattern in &outcome.events {
            self.events(pattern, &mut found);
        }
        in_order(found)
    }

    fn track(&self, indicator: &Indicator) -> Track {
        let mut found = Vec::new();
        for pattern in &indicator.events {
            self.events(pattern, &mut found);
        }
        for claim in &self.dossier.claims {
            for pattern in &indicator.claims {
                if let Some(answer) = pattern.answer(claim) {
                    let known_on = self.dossier.known_on(claim.report);
                    found.push(self.cite(claim.report, known_on, claim.sentence, Some(&claim.record), answer));
                }
            }
        }
        for (index, sentence) in self.dossier.sentences.iter().enumerate() {
            for pattern in &indicator.mentions {
                if let Some(answer) = pattern.answer(&sentence.text) {
                    let known_on = self.dossier.known_on(sentence.report);
                    found.push(self.cite(sentence.report, known_on, Some(index), None, answer));
                }
            }
        }
        let counted = indicator.series.iter().map(|series| self.counted(series)).collect();
        Track { citations: in_order(found), counted }
    }

    fn counted(&self, series: &SeriesPattern) -> Vec<Citation> {
        let mut found = Vec::new();
        self.events(&series.event, &mut found);
        found.retain(|citation| citation.answer == Answer::Seen);
        in_order(found)
    }

    fn events(&self, pattern: &EventPattern, found: &mut Vec<Citation>) {
        for event in &self.dossier.events {
            let sentence = event.sentence.and_then(|index| self.dossier.sentences.get(index));
            let text = sentence.map_or("", |sentence| sentence.text.as_str());
            if let Some(answer) = pattern.answer(event, text) {
                found.push(self.cite(event.report, event.day, event.sentence, Some(&event.record), answer));
            }
        }
    }

    fn cite(
        &self,
        report: usize,
        day: Date,
        sentence: Option<usize>,
        record: Option<&String>,
        answer: Answer,
    ) -> Citation {
        let row = &self.dossier.reports[report];
        let sentence = sentence.and_then(|index| self.dossier.sentences.get(index));
        let sources = &self.problem.sources;
        let grade = (!sources.is_empty()).then(|| {
            let graded = row.outlet.as_ref().and_then(|outlet| sources.get(outlet));
            graded.copied().unwrap_or(Grade::UNKNOWN)
        });
        Citation {
            report: row.name.clone(),
            report_id: row.id,
            outlet: row.outlet.clone(),
            grade,
            known_on: row.known_on,
            day,
            sentence_number: sentence.map(|sentence| sentence.number),
            sentence: sentence.map(|sentence| sentence.text.clone()),
            record: record.cloned(),
            answer,
            story: row.story.clone(),
        }
    }

    /// The reports that tell of the countries that are watched.
    fn watch(&self) -> Vec<(Date, Option<String>)> {
        let wanted: BTreeSet<&str> = self.problem.coverage.countries.iter().map(String::as_str).collect();
        let mut told: BTreeMap<usize, bool> = BTreeMap::new();
        let is_wanted = |party: &PartyRow| party.country.as_deref().is_some_and(|country| wanted.contains(country));
        for event in &self.dossier.events {
            let in_place = event.place_country.as_deref().is_some_and(|country| wanted.contains(country));
            *told.entry(event.report).or_default() |=
                in_place || is_wanted(&event.actor) || is_wanted(&event.recipient);
        }
        for claim in &self.dossier.claims {
            *told.entry(claim.report).or_default() |= is_wanted(&claim.source);
        }
        let all = self.dossier.reports.iter().enumerate();
        let told = all.filter(|(index, _)| wanted.is_empty() || told.get(index).copied().unwrap_or(false));
        let mut watch: Vec<(Date, Option<String>)> =
            told.map(|(_, report)| (report.known_on, report.outlet.clone())).collect();
        watch.sort();
        watch
    }
}

/// By day, each sentence once: what several patterns find in one sentence is one sighting.
fn in_order(mut found: Vec<Citation>) -> Vec<Citation> {
    found.sort_by(|a, b| {
        (a.known_on, a.day, &a.report, a.sentence_number, a.answer, &a.record).cmp(&(
            b.known_on,
            b.day,
            &b.report,
            b.sentence_number,
            b.answer,
            &b.record,
        ))
    });
    let place = |one: &Citation| (one.report.clone(), one.sentence_number, one.answer);
    found.dedup_by(|later, kept| {
        let same_sentence = later.sentence_number.is_some() && place(later) == place(kept);
        same_sentence || (later.record.is_some() && later.record == kept.record)
    });
    found
}
