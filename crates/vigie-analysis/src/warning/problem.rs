//! A warning problem: what is asked, what would tell, and when to raise the alarm.
//!
//! An analyst writes it as TOML; [`Problem::parse`] says everything that is wrong with it at once, with lines and the
//! nearest valid names. A value in it is either believed or refused: nothing is corrected in silence.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::read::read;
use crate::admiralty::Grade;
use crate::fault::FileFaults;
use crate::hypotheses::Consistency;
use crate::pattern::{ClaimPattern, EventPattern, MentionPattern, Who};

/// A warning problem.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Its name.
    pub name: String,
    /// The question in words.
    pub question: Option<String>,
    /// How many days ahead is asked.
    pub horizon_days: i32,
    /// The day by which it is asked, where the horizon does not move along.
    pub until: Option<Date>,
    /// Where its reports lie, as seen from the file.
    pub reports: Vec<String>,
    /// Where its event tables lie, as seen from the file.
    pub events: Vec<String>,
    /// What is asked about.
    pub outcome: Outcome,
    /// How likely the outcome is where nothing is known.
    pub base_rate: BaseRate,
    /// When something counts as looked for.
    pub coverage: Coverage,
    /// The grades of outlets; empty where nobody graded them.
    pub sources: BTreeMap<String, Grade>,
    /// The explanations that compete.
    pub hypotheses: Vec<Hypothesis>,
    /// What would tell.
    pub indicators: Vec<Indicator>,
    /// When to raise the alarm, from the lowest.
    pub thresholds: Vec<Threshold>,
    /// How the alarm is delivered.
    pub alert: Alert,
    /// The actors that are named, with their lines, so that a face can say which of them match nothing.
    pub named_actors: Vec<(usize, String)>,
    /// The outlets that are graded or said to watch, with their lines, for the same end.
    pub named_outlets: Vec<(usize, String)>,
}

/// What rows of tables have that can answer to a problem; an empty list asks nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct WantedRows {
    /// One of these PLOVER types.
    pub types: Vec<String>,
    /// Somebody of one of these countries acts.
    pub actors: Vec<String>,
    /// Somebody of one of these is acted on.
    pub recipients: Vec<String>,
    /// It was in one of these.
    pub places: Vec<String>,
    /// It may have a text, in which words are looked for.
    pub with_text: bool,
}

impl WantedRows {
    fn of(pattern: &EventPattern) -> Self {
        // Whoever goes by an id without a country may be of any.
        let is_code = |name: &&str| name.len() == 3 && name.bytes().all(|byte| byte.is_ascii_uppercase());
        let countries = |who: &[Who]| {
            let named = who.iter().map(Who::country);
            if named.clone().all(|name| is_code(&name)) { named.map(str::to_owned).collect() } else { Vec::new() }
        };
        Self {
            types: pattern.types.clone(),
            actors: countries(&pattern.actor),
            recipients: countries(&pattern.recipient),
            places: pattern.place.clone(),
            with_text: false,
        }
    }
}

/// What is asked about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// It has come when an event answers one of these.
    pub events: Vec<EventPattern>,
    /// And so many outlets tell of it.
    pub min_outlets: usize,
}

/// How likely the outcome is where nothing is known.
#[derive(Debug, Clone, PartialEq)]
pub enum BaseRate {
    /// Somebody says so.
    Given {
        /// How likely.
        probability: f64,
        /// Why.
        because: Option<String>,
    },
    /// As often as in the past windows.
    Learned(Over),
}

/// From whose past something is learned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Over {
    /// That of the parties of the outcome.
    Parties,
    /// That of all pairs of countries with events.
    Pairs,
}

/// When something counts as looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// So many reports in the days in which an indicator is fresh.
    pub min_reports: usize,
    /// That tell of one of these countries; of any where none is named.
    pub countries: Vec<String>,
}

/// An explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hypothesis {
    /// Its short name.
    pub id: String,
    /// What it says.
    pub text: String,
}

/// Something that would tell.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// Its name.
    pub name: String,
    /// What to look for, in words.
    pub look_for: Option<String>,
    /// Indicators of one group tell much the same.
    pub group: Option<String>,
    /// For how many days a sighting tells.
    pub fresh_days: i32,
    /// How many reports must tell of it.
    pub needs: usize,
    /// What it is worth.
    pub worth: Worth,
    /// Why it is worth that.
    pub because: Option<String>,
    /// Outlets that would tell of it; all where none is named.
    pub watched_by: Vec<String>,
    /// It is seen when an event answers.
    pub events: Vec<EventPattern>,
    /// Or a claim.
    pub claims: Vec<ClaimPattern>,
    /// Or a sentence.
    pub mentions: Vec<MentionPattern>,
    /// Or a count is unusual.
    pub series: Vec<SeriesPattern>,
    /// How well its sighting agrees with each hypothesis.
    pub rates: BTreeMap<String, Consistency>,
}

/// What an indicator is worth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Worth {
    /// The factors by which it moves the odds.
    Given {
        /// Where it is seen.
        seen: f64,
        /// Where it was looked for and is not there.
        absent: f64,
    },
    /// As the past has it.
    Learned(Over),
}

/// A count that is out of the usual.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeriesPattern {
    /// What is counted.
    pub event: EventPattern,
    /// In the last so many days.
    pub window_days: i32,
    /// Beside the so many days before these.
    pub against_days: i32,
    /// So many times as often for each report.
    pub at_least: f64,
}

/// A level of alarm: raised at one probability, cleared at a lower one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Threshold {
    /// Its name.
    pub name: String,
    /// It is raised where the probability is at least this.
    pub raise: f64,
    /// It is cleared where the probability is below this.
    pub clear: f64,
}

/// How the alarm is delivered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Alert {
    /// A command that is run.
    pub command: Option<String>,
    /// An address to which the crossing is posted.
    pub web_hook: Option<String>,
    /// An address to which a mail goes.
    pub mail: Option<String>,
}

impl Problem {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// With everything that is wrong in it.
    pub fn parse(file: &str, text: &str) -> Result<Self, FileFaults> {
        read(file, text)
    }

    /// Which rows of tables can answer to it; none where all are needed, since something is learned from all pairs.
    ///
    /// A row that answers to none of these can only show that somebody was watching.
    pub fn wanted_rows(&self) -> Option<Vec<WantedRows>> {
        let learns_of_all = self.base_rate == BaseRate::Learned(Over::Pairs)
            || self.indicators.iter().any(|indicator| indicator.worth == Worth::Learned(Over::Pairs));
        if learns_of_all {
            return None;
        }
        let of_indicators = self
            .indicators
            .iter()
            .flat_map(|one| one.events.iter().chain(one.series.iter().map(|series| &series.event)));
        let mut wanted: Vec<WantedRows> = self.outcome.events.iter().chain(of_indicators).map(WantedRows::of).collect();
        if self.indicators.iter().any(|indicator| !indicator.mentions.is_empty()) {
            // Sentences are looked through for words, whoever acts; in the rows that tell of a country that is watched.
            let countries = &self.coverage.countries;
            let blank = WantedRows { with_text: true, ..WantedRows::default() };
            wanted.push(WantedRows { actors: countries.clone(), ..blank.clone() });
            if !countries.is_empty() {
                wanted.push(WantedRows { recipients: countries.clone(), ..blank.clone() });
                wanted.push(WantedRows { places: countries.clone(), ..blank });
            }
        }
        wanted.sort();
        wanted.dedup();
        Some(wanted)
    }

    /// The parties of the outcome, where it names one on each side.
    pub fn parties(&self) -> Option<(&Who, &Who)> {
        let event = self.outcome.events.iter().find(|event| !event.actor.is_empty() && !event.recipient.is_empty())?;
        Some((&event.actor[0], &event.recipient[0]))
    }
}
