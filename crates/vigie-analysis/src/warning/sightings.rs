//! Sightings: everything in a dossier that answers to a problem, gathered once, so that the odds of any day are cheap.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use vigie_record::Digest;

use super::problem::{Indicator, Problem};
use crate::admiralty::Grade;
use crate::dossier::{Dossier, PartyRow};
use crate::pattern::{Answer, EventPattern, Wording};

/// Where something is said: what a reader needs to find it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The days and outlets of the reports that tell of the countries that are watched, by day.
    pub(super) watch: Vec<(Date, Option<String>)>,
    /// The days of all reports.
    pub(super) reports: DayCounts,
    /// The days of rows that nobody has read in full, of those that tell of the countries that are watched.
    pub(super) watch_unread: DayCounts,
}

/// How many there are of each day.
#[derive(Debug, Clone, Default)]
pub(super) struct DayCounts {
    /// Days with at least one, in order, and how many there are up to the end of each.
    sums: Vec<(Date, u64)>,
}

impl DayCounts {
    fn new(counts: &BTreeMap<Date, u64>) -> Self {
        let mut sum = 0;
        let sums = counts.iter().filter(|(_, n)| **n > 0).map(|(day, n)| {
            sum += n;
            (*day, sum)
        });
        Self { sums: sums.collect() }
    }

    /// How many there are up to the end of a day.
    pub(super) fn until(&self, day: Date) -> u64 {
        let n = self.sums.partition_point(|(known_on, _)| *known_on <= day);
        n.checked_sub(1).map_or(0, |last| self.sums[last].1)
    }

    /// How many there are after the end of one day, up to the end of another.
    pub(super) fn between(&self, after: Date, until: Date) -> u64 {
        self.until(until).saturating_sub(self.until(after))
    }

    /// How many there are in all.
    pub(super) fn all(&self) -> u64 {
        self.sums.last().map_or(0, |(_, sum)| *sum)
    }

    /// The first day with one.
    pub(super) fn first(&self) -> Option<Date> {
        self.sums.first().map(|(day, _)| *day)
    }

    /// The last day with one, of those up to a day.
    pub(super) fn last_until(&self, day: Date) -> Option<Date> {
        let n = self.sums.partition_point(|(known_on, _)| *known_on <= day);
        n.checked_sub(1).map(|last| self.sums[last].0)
    }
}

impl Sightings {
    /// Gathers what answers to a problem.
    pub(super) fn gather(problem: &Problem, dossier: &Dossier) -> Self {
        let desk = Desk { problem, dossier };
        let mut reports: BTreeMap<Date, u64> = BTreeMap::new();
        for report in &dossier.reports {
            *reports.entry(report.known_on).or_default() += 1;
        }
        let mut watch_unread: BTreeMap<Date, u64> = BTreeMap::new();
        for (day, unread) in &dossier.unread {
            *reports.entry(*day).or_default() += unread.n_rows;
            watch_unread.insert(*day, unread.n_watched);
        }
        let (outcome, tracks) = desk.found();
        Self {
            outcome,
            tracks,
            watch: desk.watch(),
            reports: DayCounts::new(&reports),
            watch_unread: DayCounts::new(&watch_unread),
        }
    }
}

struct Desk<'a> {
    problem: &'a Problem,
    dossier: &'a Dossier,
}

impl Desk<'_> {
    /// Goes once through all rows, and compares each with every pattern.
    fn found(&self) -> (Vec<Citation>, Vec<Track>) {
        let (problem, dossier) = (self.problem, self.dossier);
        let mut outcome = Vec::new();
        let blank =
            |indicator: &Indicator| Track { citations: Vec::new(), counted: vec![Vec::new(); indicator.series.len()] };
        let mut tracks: Vec<Track> = problem.indicators.iter().map(blank).collect();
        for event in &dossier.events {
            let sentence = event.sentence.and_then(|index| dossier.sentences.get(index));
            let text = Wording::of(sentence.map_or("", |sentence| sentence.text.as_str()));
            let answer = |patterns: &[EventPattern], found: &mut Vec<Citation>| {
                for answer in patterns.iter().filter_map(|pattern| pattern.answer_in(event, &text)) {
                    found.push(self.cite(event.report, event.day, event.sentence, Some(&event.record), answer));
                }
            };
            answer(&problem.outcome.events, &mut outcome);
            for (indicator, track) in problem.indicators.iter().zip(&mut tracks) {
                answer(&indicator.events, &mut track.citations);
                for (series, counted) in indicator.series.iter().zip(&mut track.counted) {
                    answer(std::slice::from_ref(&series.event), counted);
                }
            }
        }
        for claim in &dossier.claims {
            let (content, known_on) = (Wording::of(&claim.content), dossier.known_on(claim.report));
            for (indicator, track) in problem.indicators.iter().zip(&mut tracks) {
                for answer in indicator.claims.iter().filter_map(|pattern| pattern.answer_in(claim, &content)) {
                    let record = Some(&claim.record);
                    track.citations.push(self.cite(claim.report, known_on, claim.sentence, record, answer));
                }
            }
        }
        for (index, sentence) in dossier.sentences.iter().enumerate() {
            let (text, known_on) = (Wording::of(&sentence.text), dossier.known_on(sentence.report));
            for (indicator, track) in problem.indicators.iter().zip(&mut tracks) {
                for answer in indicator.mentions.iter().filter_map(|pattern| pattern.answer_in(&text)) {
                    track.citations.push(self.cite(sentence.report, known_on, Some(index), None, answer));
                }
            }
        }
        for track in &mut tracks {
            track.citations = in_order(std::mem::take(&mut track.citations));
            for counted in &mut track.counted {
                counted.retain(|citation| citation.answer == Answer::Seen);
                *counted = in_order(std::mem::take(counted));
            }
        }
        (in_order(outcome), tracks)
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
