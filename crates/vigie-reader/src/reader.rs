//! The reader of reports: annotates the text once, and asks each part of the reader in turn.

use std::collections::BTreeMap;

use vigie_lang::{Annotator, Document, NameKind, ReadError};
use vigie_record::{ByteRange, Claim, Event, Place, PublishedAt, Reading, Report, TimeSpan};

use crate::actor::{self, ActorBook};
use crate::claim::{Lexicon, claims_with};
use crate::event::{self, EventReader};
use crate::forecast::forecasts_with;
use crate::furniture;
use crate::knowledge::{TableError, UserTables};
use crate::place::{self, Gazetteer};
use crate::time;
use crate::tree::Tree;

/// Reads reports with one model and one set of tables.
#[derive(Debug)]
pub struct Reader {
    annotator: Annotator,
    actors: ActorBook,
    claims: Lexicon,
    events: EventReader,
    gazetteer: Gazetteer,
}

impl Reader {
    /// Makes a reader from a model and the tables, a user's own before ours.
    ///
    /// # Errors
    /// When a table is broken.
    pub fn new(annotator: Annotator, user: &UserTables) -> Result<Self, TableError> {
        let embedded = Gazetteer::embedded();
        let gazetteer = match user.get(PLACES) {
            Some(text) => embedded.with_table(PLACES, text)?,
            None => embedded.clone(),
        };
        Ok(Self {
            annotator,
            actors: ActorBook::new(user)?,
            claims: Lexicon::new(user)?,
            events: EventReader::new(user)?,
            gazetteer,
        })
    }

    /// The engine that it reads with.
    pub fn annotator(&self) -> &Annotator {
        &self.annotator
    }

    /// The ontology that it codes events with.
    pub fn ontology(&self) -> &crate::event::Ontology {
        self.events.ontology()
    }

    /// What reads its events.
    pub fn events_mut(&mut self) -> &mut EventReader {
        &mut self.events
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
        let (published_at, provenance) = (report.published_at, document.provenance());
        let times: Vec<(ByteRange, TimeSpan)> =
            time::expressions(&report.text, published_at).into_iter().map(|found| (found.range, found.span)).collect();
        let today = published_at.map(PublishedAt::date).or_else(|| time::latest_day(&times));
        let people = actor::Page::read(document, &self.actors, today);
        let who = |range: ByteRange| people.identity(range);
        let places = self.places(document);
        let mut claims = claims_with(&self.claims, document, report.id, &who, provenance);
        let mut forecasts =
            forecasts_with(&self.claims, document, report.id, &claims, &times, published_at, provenance);
        let furniture = furniture::ranges(&report.text);
        let page = event::Page {
            tree: &tree,
            report_id: report.id,
            published_at,
            today,
            who: &who,
            claims: &claims,
            times: &times,
            places: &places,
            furniture: &furniture,
            provenance,
        };
        let events = self.events.events(&page);
        let is_free = |spans: &[ByteRange]| !spans.iter().any(|&span| furniture::holds(&furniture, span));
        claims.retain(|claim| is_free(&claim.content.spans));
        forecasts.retain(|forecast| is_free(&forecast.statement.spans));
        tie_events(&mut claims, &events);
        let mut notes = report.notes.clone();
        notes.extend(document.notes().iter().cloned());
        let sentences = document.sentences().map(vigie_lang::Sentence::range).collect();
        Reading { report, events, claims, forecasts, sentences, notes }
    }

    /// The places that a document names, resolved together.
    fn places(&self, document: &Document) -> Vec<(ByteRange, Place)> {
        let named: Vec<ByteRange> =
            document.names().filter(|name| name.kind() == NameKind::Loc).map(vigie_lang::Name::range).collect();
        let resolved = place::resolve(&self.gazetteer, document.full_text(), &named);
        named.into_iter().zip(resolved).filter_map(|(range, place)| Some((range, place?))).collect()
    }
}

/// The user's table of places.
const PLACES: &str = "places-extra.tsv";

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
