//! The reader of reports: annotates the text once, and asks each part of the reader in turn.

use std::collections::BTreeMap;

use vigie_lang::{Annotator, Document, ReadError};
use vigie_record::{ByteRange, Claim, Event, Forecast, Identity, Note, PublishedAt, Report};

use crate::event::{self, EventReader};
use crate::furniture;
use crate::knowledge::{TableError, UserTables};
use crate::tree::Tree;

/// Reads reports with one model and one set of tables.
#[derive(Debug)]
pub struct Reader {
    annotator: Annotator,
    events: EventReader,
}

/// A report with everything that was read in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The report.
    pub report: Report,
    /// Who did what to whom.
    pub events: Vec<Event>,
    /// Who says what.
    pub claims: Vec<Claim>,
    /// What is said to be to come.
    pub forecasts: Vec<Forecast>,
    /// The places of the sentences of the text, so that a record's sentence has a number.
    pub sentences: Vec<ByteRange>,
    /// What could not be read as one would wish.
    pub notes: Vec<Note>,
}

impl Reader {
    /// Makes a reader from a model and the tables, a user's own before ours.
    ///
    /// # Errors
    /// When a table is broken.
    pub fn new(annotator: Annotator, user: &UserTables) -> Result<Self, TableError> {
        Ok(Self { annotator, events: EventReader::new(user)? })
    }

    /// The engine that it reads with.
    pub fn annotator(&self) -> &Annotator {
        &self.annotator
    }

    /// Reads a report.
    ///
    /// # Errors
    /// When the model cannot be loaded, or stops: never because of the text.
    pub fn read(&self, report: Report) -> Result<Reading, ReadError> {
        let document = self.annotator.annotate(&report.text)?;
        Ok(self.read_document(report, &document))
    }

    /// Reads a report that the engine has annotated.
    pub fn read_document(&self, report: Report, document: &Document) -> Reading {
        let tree = Tree::new(document);
        let published_at = report.published_at;
        let claims: Vec<Claim> = Vec::new();
        let who = |_: ByteRange| Identity::default();
        let page = event::Page {
            tree: &tree,
            report_id: report.id,
            published_at,
            who: &who,
            claims: &claims,
            times: &[],
            places: &[],
            provenance: document.provenance(),
        };
        let mut events = self.events.events(&page);
        let furniture = furniture::ranges(&report.text);
        events.retain(|event| !event.action.spans.iter().any(|&span| furniture::holds(&furniture, span)));
        let mut notes = report.notes.clone();
        notes.extend(document.notes().iter().cloned());
        let sentences = document.sentences().map(vigie_lang::Sentence::range).collect();
        Reading { report, events, claims, forecasts: Vec::new(), sentences, notes }
    }
}

/// Ties each claim to the events that it carries.
fn tie_events(claims: &mut [Claim], events: &[Event]) {
    let mut carried: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for event in events {
        if let Some(claim) = event.claim_id {
            carried.entry(claim.to_string()).or_default().push(event.id);
        }
    }
    for claim in claims {
        claim.event_ids = carried.remove(&claim.id.to_string()).unwrap_or_default();
    }
}
