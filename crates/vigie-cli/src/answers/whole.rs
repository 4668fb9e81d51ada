//! Whole records: each with its report, as files of other tools have it. Ranges count bytes of the report's text.

use vigie_export::Record;
use vigie_record::{Claim, Digest, Event, Forecast, Report, Status, TableEvent, TableQuotation};
use vigie_store::{ClaimItem, EventItem, EventRecord, ForecastItem, ReportHead};

/// A record with its report.
#[derive(Debug)]
pub(crate) enum Whole {
    /// An event of a report.
    Event(Box<Event>, Box<Report>),
    /// A row of a table, and whether it happened, where somebody has said so.
    Row(Box<TableEvent>, Option<Status>),
    /// A claim of a report.
    Claim(Box<Claim>, Box<Report>),
    /// Words between quotation marks that a table has.
    Quotation(Box<TableQuotation>),
    /// A forecast of a report.
    Forecast(Box<Forecast>, Box<Report>),
}

/// Whose records are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    /// Those of reports and of tables.
    All,
    /// Those of tables alone.
    Tables,
}

impl Whole {
    /// The record as a file takes it.
    pub(crate) fn record(&self) -> Record<'_> {
        match self {
            Self::Event(event, report) => Record::Event(event, report),
            Self::Row(row, status) => Record::TableEvent(row, *status),
            Self::Claim(claim, report) => Record::Claim(claim, report),
            Self::Quotation(quotation) => Record::Quotation(quotation),
            Self::Forecast(forecast, report) => Record::Forecast(forecast, report),
        }
    }

    /// An event of a store, where it is one of those that are wanted.
    pub(super) fn event(item: EventItem, whose: Whose) -> Option<Self> {
        match item.record {
            EventRecord::Row(row) => Some(Self::Row(row, item.status)),
            EventRecord::Told { .. } if whose == Whose::Tables => None,
            EventRecord::Told { event, head, text, .. } => Some(Self::Event(event, report(&head, &text))),
        }
    }

    /// A claim of a store, where it is one of those that are wanted.
    pub(super) fn claim(item: ClaimItem, whose: Whose) -> Option<Self> {
        match item {
            ClaimItem::Quotation(quotation) => Some(Self::Quotation(quotation)),
            ClaimItem::Told { .. } if whose == Whose::Tables => None,
            ClaimItem::Told { claim, head, text, .. } => Some(Self::Claim(claim, report(&head, &text))),
        }
    }

    /// A forecast of a store.
    pub(super) fn forecast(item: ForecastItem) -> Self {
        let report = report(&item.head, &item.text);
        Self::Forecast(Box::new(item.forecast), report)
    }
}

/// The report that a head and a text are of, as far as records need it.
pub(super) fn report(head: &ReportHead, text: &str) -> Box<Report> {
    Box::new(Report {
        id: head.id,
        title: head.title.clone(),
        outlet: head.outlet.clone(),
        authors: Vec::new(),
        published_at: head.published_at.as_deref().and_then(|text| text.parse().ok()),
        url: head.url.clone(),
        language: None,
        text: text.to_owned(),
        source_file: head.source_file.clone(),
        story_id: head.story_id.map(|id: Digest| id.to_string()),
        notes: Vec::new(),
    })
}
