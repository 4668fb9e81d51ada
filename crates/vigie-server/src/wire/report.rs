//! Reports: a line of a list, and a whole one with all that was read in it.

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use vigie_record::{ByteRange, PublishedAt, Reading};
use vigie_store::{RemarkBody, ReportHead, Sighting, Store, Version};

use super::claim::{ClaimDetail, ClaimRow};
use super::event::{EventDetail, EventRow};
use super::forecast::{ForecastDetail, ForecastRow};
use super::remark::RemarkRow;
use super::units::{Places, Units};
use crate::trouble::Trouble;

/// A report as a line of a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct ReportRow {
    /// Its id.
    pub(crate) id: String,
    /// Its headline.
    pub(crate) title: Option<String>,
    /// Who published it.
    pub(crate) outlet: Option<String>,
    /// When it was published, as it was given.
    pub(crate) published_at: Option<String>,
    /// The day of publication.
    pub(crate) day: Option<Date>,
    /// Where it can be found.
    pub(crate) url: Option<String>,
    /// The file that it was read from.
    pub(crate) source_file: Option<String>,
    /// What near-copies share.
    pub(crate) story_id: Option<String>,
    /// How many reports its story has, itself among them.
    pub(crate) n_in_story: u64,
    /// Whether a newer version has replaced it.
    pub(crate) is_replaced: bool,
}

/// A report with all that was read in it and said of it.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ReportDetail {
    /// The report as a line.
    #[serde(flatten)]
    pub(crate) row: ReportRow,
    /// Who wrote it.
    pub(crate) authors: Vec<String>,
    /// Its language, as `en`.
    pub(crate) language: Option<String>,
    /// What it says. All ranges lie here.
    pub(crate) text: String,
    /// Its sentences.
    pub(crate) sentences: Vec<SentenceRow>,
    /// Who did what to whom.
    pub(crate) events: Vec<EventDetail>,
    /// Who says what.
    pub(crate) claims: Vec<ClaimDetail>,
    /// What is said to be to come.
    pub(crate) forecasts: Vec<ForecastDetail>,
    /// What people say of it and of its records.
    pub(crate) remarks: Vec<RemarkRow>,
    /// What could not be read as one would wish.
    pub(crate) notes: Vec<NoteRow>,
    /// Where it was met.
    pub(crate) sightings: Vec<SightingRow>,
    /// The reports of the same address, the oldest first.
    pub(crate) versions: Vec<VersionRow>,
}

/// A sentence of a report.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct SentenceRow {
    /// Its number, from 1.
    pub(crate) number: usize,
    /// Where it begins.
    pub(crate) start: usize,
    /// Where it ends.
    pub(crate) end: usize,
}

/// What a reader should know about how a text was read.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct NoteRow {
    /// The stretch of text that it is about.
    pub(crate) span: Units,
    /// What it says.
    pub(crate) message: String,
}

/// A place where a report was met.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct SightingRow {
    /// Who published it there.
    pub(crate) outlet: Option<String>,
    /// Its address there.
    pub(crate) url: Option<String>,
    /// When it was published there.
    pub(crate) published_at: Option<String>,
    /// The file that it was read from.
    pub(crate) source_file: Option<String>,
    /// When it was met.
    pub(crate) seen_at: Timestamp,
}

/// A report of the same address.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct VersionRow {
    /// Its id.
    pub(crate) id: String,
    /// The day of its publication.
    pub(crate) day: Option<Date>,
    /// Whether a newer one has replaced it.
    pub(crate) is_replaced: bool,
}

impl From<ReportHead> for ReportRow {
    fn from(head: ReportHead) -> Self {
        let day = head.published_at.as_deref().and_then(|at| at.parse::<PublishedAt>().ok()).map(PublishedAt::date);
        Self {
            id: head.id.to_string(),
            title: head.title,
            outlet: head.outlet,
            published_at: head.published_at,
            day,
            url: head.url.filter(|url| is_web(url)),
            source_file: head.source_file.as_deref().map(last_part),
            story_id: head.story_id.map(|id| id.to_string()),
            n_in_story: head.n_in_story,
            is_replaced: head.is_replaced,
        }
    }
}

/// Whether an address can be followed without harm: a page must not get one that runs a script.
pub(crate) fn is_web(url: &str) -> bool {
    let begins = |scheme: &str| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    begins("http://") || begins("https://")
}

/// The name of a file without its folders, which are no matter of who asks.
pub(crate) fn last_part(path: &str) -> String {
    path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned()
}

impl From<Sighting> for SightingRow {
    fn from(sighting: Sighting) -> Self {
        let known = |text: String| (!text.is_empty()).then_some(text);
        Self {
            outlet: known(sighting.outlet),
            url: known(sighting.url).filter(|url| is_web(url)),
            published_at: known(sighting.published_at),
            source_file: known(last_part(&sighting.source_file)),
            seen_at: sighting.seen_at,
        }
    }
}

impl From<Version> for VersionRow {
    fn from(Version { id, day, is_replaced }: Version) -> Self {
        Self { id: id.to_string(), day, is_replaced }
    }
}

impl ReportDetail {
    /// A reading with what is said of it.
    pub(crate) fn of(store: &Store, reading: Reading, head: ReportHead) -> Result<Self, Trouble> {
        let Reading { report, events, claims, forecasts, sentences, notes } = reading;
        let places = Places::new(&report.text);
        let number = |spans: &[ByteRange]| {
            let first = spans.iter().min()?;
            sentences.iter().rposition(|sentence| sentence.start() <= first.start()).map(|index| index + 1)
        };
        let words = |number: Option<usize>| {
            let sentence = sentences.get(number?.checked_sub(1)?)?;
            report.text.get(sentence.as_range()).map(str::to_owned)
        };
        let mut remarks = store.remarks(&report.id.to_string())?;
        let mut detailed = Vec::new();
        for event in &events {
            let number = number(&event.spans);
            let mut row = EventRow::told(event, &head, number, words(number));
            let own = store.remarks(&row.id)?;
            let support = store.event_key(event.id)?.map(|key| store.support(key)).transpose()?;
            row.judge(support.unwrap_or_default(), &own);
            remarks.extend(own);
            detailed.push(EventDetail::new(row, event, &places));
        }
        let mut detailed_claims = Vec::new();
        for claim in &claims {
            let number = number(&claim.spans);
            remarks.extend(store.remarks(&claim.id.to_string())?);
            detailed_claims.push(ClaimDetail::new(ClaimRow::told(claim, &head, number, words(number)), claim, &places));
        }
        let mut detailed_forecasts = Vec::new();
        for forecast in &forecasts {
            let number = number(&forecast.spans);
            let own = store.remarks(&forecast.id.to_string())?;
            let claim = claims.iter().find(|claim| Some(claim.id) == forecast.claim_id);
            let source = claim.and_then(|claim| claim.source.as_ref());
            let mut row = ForecastRow::told(forecast, source, &head, number, words(number));
            for remark in own.iter().filter(|remark| remark.undone_by.is_none()) {
                if let RemarkBody::Judgement(judgement) = &remark.body
                    && let Some(resolution) = judgement.resolution
                {
                    row.status = resolution.into();
                    row.resolved_on = judgement.resolved_on;
                }
            }
            remarks.extend(own);
            detailed_forecasts.push(ForecastDetail::new(row, forecast, &places));
        }
        remarks.sort_by_key(|remark| remark.made_at);
        let sentence = |(index, range): (usize, &ByteRange)| {
            let [start, end] = places.range(*range);
            SentenceRow { number: index + 1, start, end }
        };
        let note =
            |note: &vigie_record::Note| NoteRow { span: places.range(note.range), message: note.message.clone() };
        let notes = report.notes.iter().chain(&notes).map(note).collect();
        Ok(Self {
            sentences: sentences.iter().enumerate().map(sentence).collect(),
            events: detailed,
            claims: detailed_claims,
            forecasts: detailed_forecasts,
            remarks: remarks.into_iter().map(RemarkRow::from).collect(),
            notes,
            sightings: store.sightings(report.id)?.into_iter().map(SightingRow::from).collect(),
            versions: store.versions(report.id)?.into_iter().map(VersionRow::from).collect(),
            authors: report.authors.clone(),
            language: report.language.clone(),
            row: head.into(),
            text: report.text,
        })
    }
}
