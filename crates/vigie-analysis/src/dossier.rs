//! The dossier: all that is known for a warning, each row with the place that it can be cited by.
//!
//! Rows come from records that the reader made or from event tables made by others. The analysis reads no language: the
//! sentences are carried as citations, and the words of a [pattern](crate::pattern) are compared with them letter by
//! letter. Every row knows the day on which it was known, so that an answer for a day uses nothing that came later.

use std::collections::BTreeMap;

use crate::history::{Actor, Day, Entry, History, HistoryBuilder, Kind, TooMany};
use crate::pattern::EVENT_TYPES;
use jiff::civil::Date;
use serde::Serialize;
use vigie_record::{ByteRange, Claim, ClaimKind, Digest, Event, Identity, Polarity, Report, Status, TableEvent};

/// A report, as far as a warning needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportRow {
    /// The name that people know it by: its file, or its id.
    pub name: String,
    /// The id of the report, or of the row of a table; absent where it is a row of a history.
    pub id: Option<Digest>,
    /// Who published it.
    pub outlet: Option<String>,
    /// What near-copies share; its outlet and name where nothing is known to be shared.
    pub story: String,
    /// When it was known.
    pub known_on: Date,
}

/// A party of a row.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct PartyRow {
    /// The id of the actor.
    pub actor_id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Its country.
    pub country: Option<String>,
    /// Its sector.
    pub sector: Option<String>,
}

impl From<&Identity> for PartyRow {
    fn from(identity: &Identity) -> Self {
        Self {
            actor_id: identity.actor_id.clone(),
            name: identity.name.clone(),
            country: identity.country.clone(),
            sector: identity.sector.clone(),
        }
    }
}

/// A sentence of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentenceRow {
    /// The report, by its place among the reports.
    pub report: usize,
    /// Its number in the report, from 1.
    pub number: usize,
    /// Its words.
    pub text: String,
}

/// An event with what a pattern asks of it.
#[derive(Debug, Clone, PartialEq)]
pub struct EventRow {
    /// The report, by its place among the reports.
    pub report: usize,
    /// The id of the record.
    pub record: String,
    /// When it was.
    pub day: Date,
    /// The PLOVER type.
    pub event_type: String,
    /// The PLOVER mode.
    pub mode: Option<String>,
    /// The PLOVER contexts.
    pub contexts: Vec<String>,
    /// The CAMEO code.
    pub cameo: Option<String>,
    /// Whether it happened.
    pub status: Status,
    /// How likely it is real.
    pub probability: Option<f64>,
    /// Who acts.
    pub actor: PartyRow,
    /// Who is acted on.
    pub recipient: PartyRow,
    /// The country in which it was.
    pub place_country: Option<String>,
    /// The country of the source that says so, where one does.
    pub said_by: Option<String>,
    /// The sentence that it stands in, by its place among the sentences.
    pub sentence: Option<usize>,
}

/// A claim with what a pattern asks of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimRow {
    /// The report, by its place among the reports.
    pub report: usize,
    /// The id of the record.
    pub record: String,
    /// Who says so.
    pub source: PartyRow,
    /// What kind of statement it is.
    pub kind: ClaimKind,
    /// Whether the source affirms or denies.
    pub polarity: Polarity,
    /// What is said.
    pub content: String,
    /// The sentence that it stands in, by its place among the sentences.
    pub sentence: Option<usize>,
}

/// All that is known for a warning.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Dossier {
    /// The reports.
    pub reports: Vec<ReportRow>,
    /// Their sentences.
    pub sentences: Vec<SentenceRow>,
    /// The events that they tell of.
    pub events: Vec<EventRow>,
    /// The claims that they carry.
    pub claims: Vec<ClaimRow>,
    /// Rows of tables that no pattern can match and that are not among the events: how many were known on each day.
    pub unread: BTreeMap<Date, Unread>,
}

/// Rows that show that somebody was watching, and no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unread {
    /// How many there are.
    pub n_rows: u64,
    /// How many of them tell of the countries that are watched.
    pub n_watched: u64,
}

/// What the reader made of one report.
#[derive(Debug, Clone, Copy)]
pub struct ReadReport<'a> {
    /// The name that people know the report by.
    pub name: &'a str,
    /// The report.
    pub report: &'a Report,
    /// Its events.
    pub events: &'a [Event],
    /// Its claims.
    pub claims: &'a [Claim],
    /// Its sentences: their places, in the same count as the spans of the records, and their words.
    pub sentences: &'a [(ByteRange, &'a str)],
}

impl Dossier {
    /// Adds what was read in a report; false where it has no day, so that nobody can say when it was known.
    pub fn add(&mut self, read: ReadReport<'_>) -> bool {
        let Some(published) = read.report.published_at else { return false };
        let (report, known_on) = (self.reports.len(), published.date());
        let story = read.report.story_id.clone().unwrap_or_else(|| read.report.id.to_string());
        self.reports.push(ReportRow {
            name: read.name.to_owned(),
            id: Some(read.report.id),
            outlet: read.report.outlet.clone(),
            story,
            known_on,
        });
        let first = self.sentences.len();
        for (index, (_, text)) in read.sentences.iter().enumerate() {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            self.sentences.push(SentenceRow { report, number: index + 1, text });
        }
        let sentence = |spans: &[ByteRange]| {
            let start = spans.iter().map(|span| span.start()).min()?;
            let after = read.sentences.partition_point(|(range, _)| range.start() <= start);
            (after > 0).then(|| first + after - 1)
        };
        let source_of = |id: Option<Digest>| {
            let claim = read.claims.iter().find(|claim| Some(claim.id) == id)?;
            claim.source.as_ref()?.identity.country.clone()
        };
        let party = |party: &Option<vigie_record::Party>| {
            party.as_ref().map(|party| PartyRow::from(&party.identity)).unwrap_or_default()
        };
        for event in read.events {
            self.events.push(EventRow {
                report,
                record: event.id.to_string(),
                day: day_of(event, known_on),
                event_type: event.event_type.clone(),
                mode: event.mode.clone(),
                contexts: event.contexts.clone(),
                cameo: event.cameo.clone(),
                status: event.status,
                probability: event.probability.map(vigie_record::Probability::get),
                actor: party(&event.actor),
                recipient: party(&event.recipient),
                place_country: event.place.as_ref().and_then(|place| place.country.clone()),
                said_by: source_of(event.claim_id),
                sentence: sentence(&event.spans),
            });
        }
        for claim in read.claims {
            self.claims.push(ClaimRow {
                report,
                record: claim.id.to_string(),
                source: claim.source.as_ref().map(|source| PartyRow::from(&source.identity)).unwrap_or_default(),
                kind: claim.kind,
                polarity: claim.certainty.polarity,
                content: claim.content.text.clone(),
                sentence: sentence(&claim.spans),
            });
        }
        true
    }

    /// Adds a row of an event table made by others, which goes by `name`; false where it has no day or no type.
    ///
    /// It was known when the dataset took it up, or on the day of the event where it does not say. Tables hold what happened; `status`
    /// is that which somebody has corrected it to.
    pub fn add_table_event(&mut self, name: &str, row: &TableEvent, status: Option<Status>) -> bool {
        let Some(day) = row.event_date.end.or(row.event_date.start) else { return false };
        let Some(event_type) = row.event_type.clone() else { return false };
        let recorded = row.recorded_at.map(|at| at.to_zoned(jiff::tz::TimeZone::UTC).date());
        let report = self.reports.len();
        self.reports.push(ReportRow {
            name: format!("{name}:{}", row.origin.line),
            id: Some(row.id),
            outlet: Some(row.outlet.clone().unwrap_or_else(|| row.dataset.to_string())),
            story: row.story.clone().or_else(|| row.url.clone()).unwrap_or_else(|| row.id.to_string()),
            known_on: recorded.map_or(day, |recorded| recorded.max(day)),
        });
        let sentence = row.text.as_ref().map(|text| {
            self.sentences.push(SentenceRow { report, number: 1, text: text.clone() });
            self.sentences.len() - 1
        });
        let party = |party: &Option<vigie_record::TableParty>| {
            party.as_ref().map(|party| PartyRow::from(&party.identity)).unwrap_or_default()
        };
        self.events.push(EventRow {
            report,
            record: row.id.to_string(),
            day,
            event_type,
            mode: row.mode.clone(),
            contexts: row.contexts.clone(),
            cameo: row.cameo.clone(),
            status: status.unwrap_or(Status::Happened),
            probability: None,
            actor: party(&row.actor),
            recipient: party(&row.recipient),
            place_country: row.place.as_ref().and_then(|place| place.country.clone()),
            said_by: None,
            sentence,
        });
        true
    }

    /// Adds the events of a history, which goes by `name`: each was known on its last day, and is cited by its reference in the
    /// history. `type_of` gives the PLOVER type of a CAMEO code; events without a type are left out.
    pub fn add_history(&mut self, name: &str, history: &History, type_of: &dyn Fn(&str) -> Option<String>) {
        let types: Vec<Option<String>> = history
            .kinds()
            .map(|(_, kind)| if kind.plover.is_empty() { type_of(kind.cameo) } else { Some(kind.plover.to_owned()) })
            .collect();
        let party = |actor: Option<Actor<'_>>| {
            let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            actor.map_or_else(PartyRow::default, |actor| PartyRow {
                actor_id: some(actor.id),
                name: some(actor.name),
                country: some(actor.country),
                sector: some(actor.sector),
            })
        };
        for event in history.events() {
            let Some(event_type) = types[event.kind_id().number()].clone() else { continue };
            let Some(day) = event.end().date() else { continue };
            let report = self.reports.len();
            let place = format!("{name}:{}", event.record());
            self.reports.push(ReportRow {
                name: place.clone(),
                id: None,
                outlet: Some(name.to_owned()),
                story: place.clone(),
                known_on: day,
            });
            self.events.push(EventRow {
                report,
                record: place,
                day,
                event_type,
                mode: None,
                contexts: Vec::new(),
                cameo: Some(event.kind().cameo.to_owned()).filter(|code| !code.is_empty()),
                status: event.status(),
                probability: event.probability().map(vigie_record::Probability::get),
                actor: party(event.actor()),
                recipient: party(event.recipient()),
                place_country: None,
                said_by: None,
                sentence: None,
            });
        }
    }

    /// The history of its events, whose references are their places among the events: those that were known by a day, or all.
    ///
    /// # Errors
    /// Where there are more than a history can hold.
    pub fn history(&self, known_by: Option<Date>) -> Result<History, TooMany> {
        let mut builder = HistoryBuilder::new();
        for (record, event) in (0..).zip(&self.events) {
            if known_by.is_some_and(|by| self.known_on(event.report) > by) {
                continue;
            }
            let mut actor = |party: &PartyRow| {
                let text = |field: &Option<String>| field.clone().unwrap_or_default();
                let (id, name, country, sector) =
                    (text(&party.actor_id), text(&party.name), text(&party.country), text(&party.sector));
                let known = [&id, &name, &country].iter().any(|part| !part.is_empty());
                known.then(|| builder.actor(Actor { id: &id, name: &name, country: &country, sector: &sector }))
            };
            let (actor, recipient) = (actor(&event.actor), actor(&event.recipient));
            let kind = builder.kind(Kind { plover: &event.event_type, cameo: "" });
            let day: Day = event.day.into();
            builder.push(Entry {
                day,
                end: day,
                actor,
                recipient,
                kind,
                quad_class: quad_class(&event.event_type),
                goldstein: 0.0,
                status: event.status,
                probability: event.probability.and_then(vigie_record::Probability::nearest),
                occurrence: None,
                record,
            })?;
        }
        Ok(builder.build())
    }

    /// Where the event with a reference of [`Dossier::history`] stands: the name of its report and the number of its sentence.
    pub fn cite(&self, record: u64) -> String {
        let Some(event) = usize::try_from(record).ok().and_then(|place| self.events.get(place)) else {
            return String::new();
        };
        let name = &self.reports[event.report].name;
        event.sentence.map_or_else(|| name.clone(), |place| format!("{name}:{}", self.sentences[place].number))
    }

    /// When a row of a report was known.
    pub fn known_on(&self, report: usize) -> Date {
        self.reports[report].known_on
    }

    /// The day of the newest report that is not dated after `last`: such a date is a slip, and whoever goes by it sees nothing that
    /// is fresh. Where there are no others, the first of those days.
    pub fn newest(&self, last: Date) -> Option<Date> {
        let of_reports = || self.reports.iter().map(|report| report.known_on);
        let of_rows = self.unread.range(..=last).next_back().map(|(day, _)| *day);
        let newest = of_reports().filter(|day| *day <= last).chain(of_rows).max();
        newest.or_else(|| self.oldest())
    }

    /// The day of the oldest report.
    pub fn oldest(&self) -> Option<Date> {
        self.reports.iter().map(|report| report.known_on).chain(self.unread.keys().next().copied()).min()
    }
}

/// The quad class of a PLOVER type, by its place in the list of types.
fn quad_class(event_type: &str) -> u8 {
    match EVENT_TYPES.iter().position(|known| *known == event_type) {
        Some(0..=2) => 1,
        Some(3..=6) => 2,
        Some(7..=10) => 3,
        Some(_) => 4,
        None => 0,
    }
}

/// The day of an event: its own where that lies before the report, the report's where it is still to come or unknown.
fn day_of(event: &Event, known_on: Date) -> Date {
    let last = event.event_date.as_ref().and_then(|span| span.end.or(span.start));
    last.map_or(known_on, |day| day.min(known_on))
}
