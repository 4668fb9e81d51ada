//! Acts: events, read or of tables, looked at as one.

use jiff::Timestamp;
use jiff::civil::Date;
use vigie_record::{Dataset, Digest, Place, PlacePrecision, Status};

use crate::events::moment;
use crate::party::Who;
use crate::record::Record;

/// Who did what to whom, when and where.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Act<'r> {
    pub(crate) id: Digest,
    pub(crate) dataset: Dataset,
    pub(crate) native_id: Option<&'r str>,
    pub(crate) start: Option<Date>,
    pub(crate) end: Option<Date>,
    /// When it became known.
    pub(crate) known_at: Option<Timestamp>,
    pub(crate) actor: Option<Who<'r>>,
    pub(crate) recipient: Option<Who<'r>>,
    pub(crate) directed: bool,
    pub(crate) event_type: Option<&'r str>,
    pub(crate) mode: Option<&'r str>,
    pub(crate) contexts: &'r [String],
    pub(crate) cameo: Option<&'r str>,
    pub(crate) quad_class: Option<u8>,
    pub(crate) goldstein: Option<f64>,
    pub(crate) place: Option<&'r Place>,
    pub(crate) place_precision: Option<PlacePrecision>,
    /// Mentions, sources, articles.
    pub(crate) counts: [Option<u32>; 3],
    pub(crate) outlet: Option<&'r str>,
    pub(crate) url: Option<&'r str>,
    pub(crate) language: Option<&'r str>,
    /// Absent for tables, which do not tell, unless somebody has said so.
    pub(crate) status: Option<Status>,
    /// From 0 to 1.
    pub(crate) probability: Option<f64>,
}

impl<'r> Act<'r> {
    /// The act of a record; none for claims, quotations and forecasts.
    pub(crate) fn of(record: Record<'r>) -> Option<Self> {
        match record {
            Record::Event(event, report) => Some(Self {
                id: event.id,
                dataset: Dataset::Vigie,
                native_id: None,
                start: event.event_date.as_ref().and_then(|time| time.start.or(time.end)),
                end: event.event_date.as_ref().and_then(|time| time.end.or(time.start)),
                known_at: report.published_at.and_then(moment),
                actor: event.actor.as_ref().map(Who::read),
                recipient: event.recipient.as_ref().map(Who::read),
                directed: true,
                event_type: Some(&event.event_type),
                mode: event.mode.as_deref(),
                contexts: &event.contexts,
                cameo: event.cameo.as_deref(),
                quad_class: Some(event.quad_class),
                goldstein: Some(event.goldstein),
                place: event.place.as_ref(),
                place_precision: None,
                counts: [Some(1); 3],
                outlet: report.outlet.as_deref(),
                url: report.url.as_deref(),
                language: report.language.as_deref(),
                status: Some(event.status),
                probability: event.probability.map(vigie_record::Probability::get),
            }),
            Record::TableEvent(event, status) => Some(Self {
                id: event.id,
                dataset: event.dataset,
                native_id: Some(&event.native_id),
                start: event.event_date.start.or(event.event_date.end),
                end: event.event_date.end.or(event.event_date.start),
                known_at: event.recorded_at,
                actor: event.actor.as_ref().map(Who::of_table),
                recipient: event.recipient.as_ref().map(Who::of_table),
                directed: event.directed,
                event_type: event.event_type.as_deref(),
                mode: event.mode.as_deref(),
                contexts: &event.contexts,
                cameo: event.cameo.as_deref(),
                quad_class: event.quad_class,
                goldstein: event.goldstein,
                place: event.place.as_ref(),
                place_precision: event.place_precision,
                counts: [event.n_mentions, event.n_sources, event.n_articles],
                outlet: event.outlet.as_deref(),
                url: event.url.as_deref(),
                language: None,
                status,
                probability: None,
            }),
            Record::Claim(..)
            | Record::Quotation(_)
            | Record::Forecast(..)
            | Record::Reading(_)
            | Record::Remark(_) => None,
        }
    }

    /// Whether it took place, or does: what a table without a column for that can hold. Rows of tables are taken at their word.
    pub(crate) fn is_real(&self) -> bool {
        self.status.is_none_or(|status| matches!(status, Status::Happened | Status::UnderWay | Status::Historical))
    }

    /// A number for it that every tool can hold: 52 bits of its id.
    pub(crate) fn number(&self) -> u64 {
        let first = self.id.as_bytes().iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        first >> 12
    }
}
