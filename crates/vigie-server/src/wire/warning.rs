//! Warnings: a problem as a line of a list, and whole with everything behind its odds.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use vigie::weigh::Weighing;
use vigie_analysis::warning::Problem;
use vigie_record::Digest;
use vigie_store::{Store, StoreError};

use super::precedents::PrecedentsPage;
use super::report::{is_web, last_part};
use crate::trouble::Trouble;

/// A problem as a line of a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct ProblemRow {
    /// Its name in addresses.
    pub(crate) id: String,
    /// Its name.
    pub(crate) title: String,
    /// The question in words.
    pub(crate) question: Option<String>,
    /// How likely the outcome is; null where there is nothing to draw on yet.
    pub(crate) odds: Option<f64>,
    /// How likely it was a month before.
    pub(crate) odds_before: Option<f64>,
    /// How likely it is where nothing is known.
    pub(crate) base_rate: Option<f64>,
    /// The words of ICD 203 for the odds.
    pub(crate) band: Option<String>,
    /// How far the odds are to be trusted: `low`, `moderate`, `high`.
    pub(crate) confidence: Option<String>,
    /// The highest alarm that is raised.
    pub(crate) level: Option<String>,
    /// The day that is asked about.
    pub(crate) day: Option<Date>,
    /// Why there are no odds.
    pub(crate) because: Option<String>,
}

/// A problem on a day, with everything behind its odds.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Warning")]
pub(crate) struct WarningPage {
    /// Its name in addresses.
    #[serde(default)]
    pub(crate) id: String,
    /// Its name.
    #[serde(rename(deserialize = "problem"))]
    pub(crate) title: String,
    /// The question in words.
    pub(crate) question: Option<String>,
    /// The highest alarm that is raised.
    #[serde(default)]
    pub(crate) level: Option<String>,
    /// The odds on the day.
    pub(crate) now: Outlook,
    /// The words of ICD 203 for them.
    pub(crate) band: String,
    /// How far they are to be trusted.
    pub(crate) confidence: Trusted,
    /// The odds a month before.
    pub(crate) before: Outlook,
    /// Whether there was any report by then; where not, they are the base rate for want of looking.
    pub(crate) before_has_reports: bool,
    /// What moved the odds since, the most first.
    pub(crate) moved: Vec<Moved>,
    /// What is reported of the outcome itself.
    pub(crate) outcome: OutcomeRow,
    /// The alarms that are raised.
    pub(crate) alarm: Raised,
    /// The crossings of thresholds so far.
    pub(crate) crossings: Vec<CrossingRow>,
    /// The odds day by day.
    pub(crate) course: Vec<CoursePoint>,
    /// When the alarm is raised.
    #[serde(default)]
    pub(crate) thresholds: Vec<ThresholdRow>,
    /// What is not seen and would move the odds most.
    pub(crate) look_for: Vec<LookedFor>,
    /// What followed when it stood so before.
    #[serde(default)]
    pub(crate) precedents: Option<PrecedentsPage>,
    /// Which explanations the evidence fits, by the ratings of the problem's author alone.
    pub(crate) hypotheses: Option<Value>,
    /// How many reports there are by the day.
    pub(crate) n_reports: usize,
    /// How many were left out because they came later.
    pub(crate) n_later: usize,
}

/// Odds on a day.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Outlook {
    /// The day.
    pub(crate) day: Date,
    /// How many days ahead is asked.
    pub(crate) horizon_days: i32,
    /// The base rate.
    pub(crate) base: BaseRow,
    /// The indicators, in the order of the problem.
    pub(crate) indicators: Vec<IndicatorRow>,
    /// How likely the outcome is.
    pub(crate) probability: f64,
    /// From the least to the most that it would be if any one indicator, or the base rate, were otherwise.
    pub(crate) range: [f64; 2],
}

/// A base rate.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(crate) struct BaseRow {
    /// How likely the outcome is where nothing is known.
    pub(crate) probability: f64,
    /// From how many past windows it was learned, where it was.
    pub(crate) rate: Option<Value>,
    /// Why, in the analyst's words.
    pub(crate) because: Option<String>,
}

/// An indicator as it stands.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Indicator")]
pub(crate) struct IndicatorRow {
    /// Its name.
    pub(crate) name: String,
    /// Its group: what tells much the same.
    #[serde(default)]
    pub(crate) group: Option<String>,
    /// What to look for, in words.
    #[serde(default)]
    pub(crate) look_for: Option<String>,
    /// Why it is worth what it is.
    #[serde(default)]
    pub(crate) because: Option<String>,
    /// `seen`, `absent`, `stale` or `unmonitored`.
    pub(crate) state: String,
    /// What was last told of it: `seen` or `denied`.
    pub(crate) answer: Option<String>,
    /// The day that its newest sighting tells of.
    pub(crate) last_seen: Option<Date>,
    /// What stands behind the state. Newest first.
    pub(crate) citations: Vec<Cited>,
    /// What is said against it. Newest first.
    pub(crate) against: Vec<Cited>,
    /// How many voices tell of it.
    pub(crate) n_voices: usize,
    /// How many reports of these days would have told.
    pub(crate) n_watching: usize,
    /// How far the sources bear it, in 0..=1.
    pub(crate) support: f64,
    /// What time has left of it, in 0..=1.
    pub(crate) fade: f64,
    /// The counts that were compared, for a series.
    pub(crate) counts: Option<Value>,
    /// The factors by which it would move the odds in full.
    pub(crate) worth: WorthRow,
    /// Its share of its group.
    pub(crate) share: f64,
    /// What it adds to the logarithm of the odds.
    pub(crate) adds: f64,
}

/// The factors of an indicator.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(crate) struct WorthRow {
    /// Where it is seen.
    pub(crate) seen: f64,
    /// Where it is absent.
    pub(crate) absent: f64,
    /// The counts that they were learned from.
    pub(crate) learned: Option<Value>,
}

/// Where something is said.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Citation")]
pub(crate) struct Cited {
    /// The report, by its headline; by its address or the name of its file where it has none.
    pub(crate) report: String,
    /// The id of the report; null for a row of a table.
    pub(crate) report_id: Option<String>,
    /// The record.
    #[serde(rename(deserialize = "record"))]
    pub(crate) record_id: Option<String>,
    /// Who published it.
    pub(crate) outlet: Option<String>,
    /// The grade of the outlet, as `B2`.
    pub(crate) grade: Option<String>,
    /// When it was known.
    pub(crate) known_on: Date,
    /// The day that it tells of.
    pub(crate) day: Date,
    /// The number of the sentence, from 1.
    #[serde(rename(deserialize = "sentence_number"))]
    pub(crate) sentence: Option<usize>,
    /// The sentence.
    #[serde(rename(deserialize = "sentence"))]
    pub(crate) text: Option<String>,
    /// `seen` or `denied`.
    pub(crate) answer: String,
}

/// How far odds are to be trusted.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Trusted {
    /// The lowest that one of the grounds allows.
    pub(crate) level: String,
    /// The grounds.
    pub(crate) grounds: Vec<GroundRow>,
}

/// A ground for more or less confidence.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(crate) struct GroundRow {
    /// The most that it allows.
    pub(crate) allows: String,
    /// What was found.
    pub(crate) found: String,
}

/// A step between the odds before and now.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Moved {
    /// The indicator, or `base rate`.
    pub(crate) name: String,
    /// How it stood.
    pub(crate) from: Option<String>,
    /// How it stands.
    pub(crate) to: Option<String>,
    /// By how much it moved the logarithm of the odds.
    pub(crate) by: f64,
}

/// What is reported of the outcome itself.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(crate) struct OutcomeRow {
    /// Whether enough outlets tell of it.
    pub(crate) reported: bool,
    /// How many tell of it.
    pub(crate) n_outlets: usize,
    /// How many must.
    pub(crate) needs: usize,
    /// Where it is said to have come.
    pub(crate) citations: Vec<Cited>,
    /// Where it is denied.
    pub(crate) denials: Vec<Cited>,
}

/// Alarms that are raised.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Raised {
    /// Their names.
    pub(crate) raised: Vec<String>,
}

/// That a threshold was crossed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Crossing")]
pub(crate) struct CrossingRow {
    /// The day.
    pub(crate) day: Date,
    /// The threshold.
    pub(crate) threshold: String,
    /// Whether it was raised, or cleared.
    pub(crate) raised: bool,
    /// The probability that crossed it.
    pub(crate) probability: f64,
}

/// The odds of a day.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(from = "(Date, f64)")]
pub(crate) struct CoursePoint {
    /// The day.
    pub(crate) day: Date,
    /// How likely the outcome was.
    pub(crate) odds: f64,
}

/// When an alarm is raised.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Threshold")]
pub(crate) struct ThresholdRow {
    /// Its name.
    pub(crate) name: String,
    /// The probability at which it is raised.
    pub(crate) raise: f64,
    /// The probability below which it is cleared.
    pub(crate) clear: f64,
}

/// An indicator that is not seen.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(crate) struct LookedFor {
    /// The indicator.
    pub(crate) name: String,
    /// How it stands.
    pub(crate) state: String,
    /// What to look for, in words.
    pub(crate) look_for: Option<String>,
    /// What the probability would be if it were seen beyond doubt.
    pub(crate) if_seen: f64,
}

impl From<(Date, f64)> for CoursePoint {
    fn from((day, odds): (Date, f64)) -> Self {
        Self { day, odds }
    }
}

impl WarningPage {
    /// The page of a problem.
    pub(crate) fn new(id: &str, problem: &Problem, weighing: &Weighing) -> Result<Self, Trouble> {
        let ours = |error: serde_json::Error| Trouble::ours(&format!("a warning cannot be shown: {error}"));
        // The analysis serialises its own words; here they get the names of the wire.
        let value = serde_json::to_value(&weighing.warning).map_err(ours)?;
        let mut page: Self = serde_json::from_value(value).map_err(ours)?;
        id.clone_into(&mut page.id);
        let precedents = weighing.precedents.as_ref().map(serde_json::to_value).transpose().map_err(ours)?;
        page.precedents = precedents.map(serde_json::from_value).transpose().map_err(ours)?;
        let thresholds = problem.thresholds.iter();
        page.thresholds =
            thresholds.map(|one| ThresholdRow { name: one.name.clone(), raise: one.raise, clear: one.clear }).collect();
        page.level = highest(&page);
        for outlook in [&mut page.now, &mut page.before] {
            for (row, indicator) in outlook.indicators.iter_mut().zip(&problem.indicators) {
                row.group.clone_from(&indicator.group);
                row.look_for.clone_from(&indicator.look_for);
                row.because.clone_from(&indicator.because);
            }
        }
        // What stood behind the odds of a month ago can be asked for by that day.
        for row in &mut page.before.indicators {
            row.citations.clear();
            row.against.clear();
        }
        Ok(page)
    }

    /// Names reports by their headlines, and says in which reports the acts of the outside view stand.
    ///
    /// The analysis knows reports by their files, and where these lie on the machine of the server is no matter of who asks.
    pub(crate) fn look_up(&mut self, store: &Store) -> Result<(), StoreError> {
        let mut titles: BTreeMap<String, Option<String>> = BTreeMap::new();
        let outcome = self.outcome.citations.iter_mut().chain(&mut self.outcome.denials);
        let outlooks = [&mut self.now, &mut self.before].into_iter().flat_map(|outlook| &mut outlook.indicators);
        let of_indicators = outlooks.flat_map(|row| row.citations.iter_mut().chain(&mut row.against));
        for cited in outcome.chain(of_indicators) {
            let title = match &cited.report_id {
                Some(id) if !titles.contains_key(id) => {
                    let found = title_of(store, id)?;
                    titles.entry(id.clone()).or_insert(found).clone()
                }
                Some(id) => titles.get(id).cloned().flatten(),
                None => None,
            };
            cited.report = title.unwrap_or_else(|| without_folders(&cited.report));
        }
        for record in self.precedents.iter_mut().flat_map(|page| &mut page.outside).flat_map(|row| &mut row.records) {
            let Some(found) = store.find(&record.id, 1)?.pop() else { continue };
            let Some(head) = found.report.map_or(Ok(None), |report| store.head(report))? else { continue };
            record.report_id = Some(head.id.to_string());
            record.title = head.title;
            record.outlet = head.outlet;
        }
        Ok(())
    }

    /// The same as a line of a list.
    pub(crate) fn row(&self) -> ProblemRow {
        ProblemRow {
            id: self.id.clone(),
            title: self.title.clone(),
            question: self.question.clone(),
            odds: Some(self.now.probability),
            odds_before: self.before_has_reports.then_some(self.before.probability),
            base_rate: Some(self.now.base.probability),
            band: Some(self.band.clone()),
            confidence: Some(self.confidence.level.clone()),
            level: self.level.clone(),
            day: Some(self.now.day),
            because: None,
        }
    }
}

/// The headline of a report; none where it has none, or where it is no report but a row of a table.
fn title_of(store: &Store, id: &str) -> Result<Option<String>, StoreError> {
    let Ok(id) = id.parse::<Digest>() else { return Ok(None) };
    Ok(store.head(id)?.and_then(|head| head.title))
}

/// A name without the folders before it; an address as it is.
fn without_folders(name: &str) -> String {
    if is_web(name) { name.to_owned() } else { last_part(name) }
}

/// The raised alarm with the highest threshold.
fn highest(page: &WarningPage) -> Option<String> {
    let raised = page.thresholds.iter().filter(|one| page.alarm.raised.contains(&one.name));
    raised.max_by(|a, b| a.raise.total_cmp(&b.raise)).map(|one| one.name.clone())
}
