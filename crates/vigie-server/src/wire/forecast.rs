//! Forecasts: a line of a list, and the same with its places in the text.

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use vigie_record::{Forecast, Source};
use vigie_store::{ForecastItem, ReportHead};

use super::event::days;
use super::party::PartyRow;
use super::remark::Resolution;
use super::units::{Places, Units};

/// A forecast as a line of a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct ForecastRow {
    /// Its id.
    pub(crate) id: String,
    /// The first day of which it speaks.
    pub(crate) day: Option<Date>,
    /// The day by which it is due.
    pub(crate) end_day: Option<Date>,
    /// How exact the day is.
    pub(crate) precision: Option<String>,
    /// What is to be.
    pub(crate) statement: String,
    /// Under what condition.
    pub(crate) condition: Option<String>,
    /// How likely, in the words of whoever says so.
    pub(crate) probability: Option<[f64; 2]>,
    /// What became of it.
    pub(crate) status: Resolution,
    /// When that was settled.
    pub(crate) resolved_on: Option<Date>,
    /// Who says so; null where the outlet speaks in its own name, or the text does not say.
    pub(crate) source: Option<PartyRow>,
    /// The claim that it is.
    pub(crate) claim_id: Option<String>,
    /// The report that has it.
    pub(crate) report_id: String,
    /// The headline of that report.
    pub(crate) title: Option<String>,
    /// Who published it.
    pub(crate) outlet: Option<String>,
    /// When it was published.
    pub(crate) published_at: Option<String>,
    /// The number of the sentence, from 1.
    pub(crate) sentence: Option<usize>,
    /// The sentence.
    pub(crate) sentence_text: Option<String>,
    /// The person who added it by hand; null where the program read it.
    pub(crate) added_by: Option<String>,
    /// When that was.
    pub(crate) added_at: Option<Timestamp>,
}

/// A forecast with its places in the text of its report.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct ForecastDetail {
    /// The forecast as a line.
    #[serde(flatten)]
    pub(crate) row: ForecastRow,
    /// The sentences that it stands in.
    pub(crate) spans: Vec<Units>,
    /// Where what is to be stands.
    pub(crate) statement_spans: Vec<Units>,
    /// Where the condition stands.
    pub(crate) condition_spans: Vec<Units>,
    /// The words that say by when.
    pub(crate) date_spans: Vec<Units>,
    /// The part of the reader that made it.
    pub(crate) made_by: String,
}

impl ForecastRow {
    /// The line of a forecast that was found.
    pub(crate) fn of(item: ForecastItem) -> Self {
        Self::told(&item.forecast, item.source.as_ref(), &item.head, item.number, item.sentence)
    }

    /// The line of a forecast that a report has.
    pub(crate) fn told(
        forecast: &Forecast,
        source: Option<&Source>,
        head: &ReportHead,
        number: Option<usize>,
        sentence: Option<String>,
    ) -> Self {
        let (day, end_day, precision) = days(forecast.horizon.as_ref());
        Self {
            id: forecast.id.to_string(),
            day,
            end_day,
            precision,
            statement: forecast.statement.text.clone(),
            condition: forecast.condition.as_ref().map(|phrase| phrase.text.clone()),
            probability: forecast.probability.map(|[low, high]| [low.get(), high.get()]),
            status: forecast.status.into(),
            resolved_on: forecast.resolved_at,
            source: source.map(|source| PartyRow::new(&source.text, &source.identity)),
            claim_id: forecast.claim_id.map(|id| id.to_string()),
            report_id: forecast.report_id.to_string(),
            title: head.title.clone(),
            outlet: head.outlet.clone(),
            published_at: head.published_at.clone(),
            sentence: number,
            sentence_text: sentence,
            added_by: forecast.provenance.author.clone(),
            added_at: forecast.provenance.made_at,
        }
    }
}

impl ForecastDetail {
    /// A forecast of a report with its places.
    pub(crate) fn new(row: ForecastRow, forecast: &Forecast, places: &Places<'_>) -> Self {
        let date = forecast.horizon.as_ref().and_then(|horizon| horizon.expression);
        let condition = forecast.condition.as_ref().map(|phrase| places.ranges(&phrase.spans));
        Self {
            row,
            spans: places.ranges(&forecast.spans),
            statement_spans: places.ranges(&forecast.statement.spans),
            condition_spans: condition.unwrap_or_default(),
            date_spans: date.map(|range| places.range(range)).into_iter().collect(),
            made_by: forecast.provenance.component.clone(),
        }
    }
}
