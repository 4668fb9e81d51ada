//! Events: a line of a list, and the same with its places in the text.

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use vigie_record::{Event, Magnitude, TableEvent, TimeSpan};
use vigie_store::{Correction, EventItem, EventRecord, Remark, RemarkBody, ReportHead, Store, Support};

use super::party::{PartyRow, PlaceRow};
use super::remark::StatusName;
use super::units::{Places, Units};
use crate::trouble::Trouble;

/// How well a record is borne out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Standing")]
pub(crate) enum State {
    /// No report tells of it.
    Unsupported,
    /// One voice tells of it.
    SingleSource,
    /// Several voices tell of it.
    Corroborated,
    /// Some tell of it and some deny it.
    Conflicted,
    /// An analyst has looked at it.
    Reviewed,
    /// An analyst has said that it is none, or its report was replaced by a newer version.
    Superseded,
}

/// An event as a line of a list: as the reader made it, or as an analyst has corrected it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct EventRow {
    /// Its id, or `DATASET:ID` for a row of a table.
    pub(crate) id: String,
    /// Its first day.
    pub(crate) day: Option<Date>,
    /// Its last day.
    pub(crate) end_day: Option<Date>,
    /// How exact the day is: `day`, `month`, `vague` and so on.
    pub(crate) precision: Option<String>,
    /// Who acts.
    pub(crate) actor: Option<PartyRow>,
    /// Who is acted on.
    pub(crate) recipient: Option<PartyRow>,
    /// The lemma of the word that says the act.
    pub(crate) action: Option<String>,
    /// The PLOVER type.
    pub(crate) event_type: Option<String>,
    /// The PLOVER mode.
    pub(crate) mode: Option<String>,
    /// The CAMEO code.
    pub(crate) cameo: Option<String>,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub(crate) quad_class: Option<u8>,
    /// From −10 to 10.
    pub(crate) goldstein: Option<f64>,
    /// Whether it happened; null where a table does not say.
    pub(crate) status: Option<StatusName>,
    /// How likely it is real.
    pub(crate) probability: Option<f64>,
    /// Where.
    pub(crate) place: Option<PlaceRow>,
    /// The report that tells of it.
    pub(crate) report_id: Option<String>,
    /// The headline of that report.
    pub(crate) title: Option<String>,
    /// Who published it.
    pub(crate) outlet: Option<String>,
    /// When it was published.
    pub(crate) published_at: Option<String>,
    /// The number of the sentence, from 1.
    pub(crate) sentence: Option<usize>,
    /// The sentence; what a table says in words.
    pub(crate) sentence_text: Option<String>,
    /// The dataset, where a table has it.
    pub(crate) dataset: Option<String>,
    /// How well it is borne out.
    pub(crate) state: State,
    /// Whether an analyst has corrected it.
    pub(crate) is_corrected: bool,
    /// Whether an analyst has said that it is none.
    pub(crate) is_rejected: bool,
    /// The person who added it by hand; null where the program read it.
    pub(crate) added_by: Option<String>,
    /// When that was.
    pub(crate) added_at: Option<Timestamp>,
}

/// An event with its places in the text of its report.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct EventDetail {
    /// The event as a line.
    #[serde(flatten)]
    pub(crate) row: EventRow,
    /// The sentences that tell of it.
    pub(crate) spans: Vec<Units>,
    /// Where the sentence names who acts.
    pub(crate) actor_spans: Vec<Units>,
    /// Where it names who is acted on.
    pub(crate) recipient_spans: Vec<Units>,
    /// The words that say the act.
    pub(crate) action_spans: Vec<Units>,
    /// The words that say when.
    pub(crate) date_spans: Vec<Units>,
    /// The words that say where.
    pub(crate) place_spans: Vec<Units>,
    /// The PLOVER contexts.
    pub(crate) contexts: Vec<String>,
    /// Numbers that the sentence gives.
    pub(crate) magnitude: Vec<MagnitudeRow>,
    /// The claim that carries it.
    pub(crate) claim_id: Option<String>,
    /// What reports of the same event share.
    pub(crate) occurrence_id: Option<String>,
    /// The part of the reader that made it.
    pub(crate) made_by: String,
}

/// A number that tells how large an event is.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Magnitude")]
pub(crate) struct MagnitudeRow {
    /// What is counted.
    pub(crate) kind: String,
    /// The least.
    pub(crate) low: f64,
    /// The most.
    pub(crate) high: f64,
    /// The unit where it is not persons.
    pub(crate) unit: Option<String>,
    /// The words.
    pub(crate) span: Units,
}

impl EventRow {
    /// The line of an event that was found.
    pub(crate) fn of(store: &Store, item: EventItem) -> Result<Self, Trouble> {
        let support = store.support(item.key)?;
        let mut row = match item.record {
            EventRecord::Told { event, head, sentence, number, .. } => Self::told(&event, &head, number, sentence),
            EventRecord::Row(event) => Self::of_table(*event),
        };
        let remarks = store.remarks(&row.id)?;
        row.judge(support, &remarks);
        Ok(row)
    }

    /// The line of an event that a report tells of, as the reader made it.
    pub(crate) fn told(event: &Event, head: &ReportHead, number: Option<usize>, sentence: Option<String>) -> Self {
        let (day, end_day, precision) = days(event.event_date.as_ref());
        Self {
            id: event.id.to_string(),
            day,
            end_day,
            precision,
            actor: event.actor.as_ref().map(|party| PartyRow::new(&party.text, &party.identity)),
            recipient: event.recipient.as_ref().map(|party| PartyRow::new(&party.text, &party.identity)),
            action: Some(event.action.lemma.clone()),
            event_type: Some(event.event_type.clone()),
            mode: event.mode.clone(),
            cameo: event.cameo.clone(),
            quad_class: Some(event.quad_class),
            goldstein: Some(event.goldstein),
            status: Some(event.status.into()),
            probability: event.probability.map(vigie_record::Probability::get),
            place: event.place.as_ref().map(PlaceRow::from),
            report_id: Some(event.report_id.to_string()),
            title: head.title.clone(),
            outlet: head.outlet.clone(),
            published_at: head.published_at.clone(),
            sentence: number,
            sentence_text: sentence,
            dataset: None,
            state: State::SingleSource,
            is_corrected: false,
            is_rejected: false,
            added_by: event.provenance.author.clone(),
            added_at: event.provenance.made_at,
        }
    }

    fn of_table(event: TableEvent) -> Self {
        let (day, end_day, precision) = days(Some(&event.event_date));
        Self {
            id: format!("{}:{}", event.dataset, event.native_id),
            day,
            end_day,
            precision,
            actor: event.actor.as_ref().map(|party| PartyRow::new(&party.text, &party.identity)),
            recipient: event.recipient.as_ref().map(|party| PartyRow::new(&party.text, &party.identity)),
            action: event.original_code,
            event_type: event.event_type,
            mode: event.mode,
            cameo: event.cameo,
            quad_class: event.quad_class,
            goldstein: event.goldstein,
            status: None,
            probability: None,
            place: event.place.as_ref().map(PlaceRow::from),
            report_id: None,
            title: None,
            outlet: event.outlet,
            published_at: event.recorded_at.map(|at| at.to_string()),
            sentence: None,
            sentence_text: event.text,
            dataset: Some(event.dataset.to_string()),
            state: State::Unsupported,
            is_corrected: false,
            is_rejected: false,
            added_by: None,
            added_at: None,
        }
    }

    /// Says how it stands, and puts what analysts have said of it into it.
    pub(crate) fn judge(&mut self, support: Support, remarks: &[Remark]) {
        self.is_corrected = support.is_corrected;
        self.is_rejected = support.is_rejected;
        // Who adds an event has looked at it.
        let mut is_reviewed = self.added_by.is_some();
        for remark in remarks.iter().filter(|remark| remark.undone_by.is_none()) {
            match &remark.body {
                RemarkBody::Correction(correction) => {
                    is_reviewed = true;
                    self.correct(correction);
                }
                RemarkBody::Judgement(_) => is_reviewed = true,
                _ => {}
            }
        }
        self.state = match support {
            Support { is_rejected: true, .. } | Support { is_superseded: true, .. } => State::Superseded,
            _ if is_reviewed => State::Reviewed,
            Support { n_for: 1.., n_against: 1.., .. } => State::Conflicted,
            Support { n_for: 2.., .. } => State::Corroborated,
            _ if self.report_id.is_some() => State::SingleSource,
            _ => State::Unsupported,
        };
    }

    fn correct(&mut self, correction: &Correction) {
        if let Some(event_type) = &correction.event_type {
            self.event_type = Some(event_type.clone());
            // The mode and the codes were those of the type which was wrong.
            (self.mode, self.cameo) = (None, None);
        }
        self.mode = correction.mode.clone().or(self.mode.take());
        if let Some(status) = correction.status {
            self.status = Some(status.into());
            self.probability = None;
        }
        let party = |identity: &vigie_record::Identity, own: &Option<PartyRow>| {
            PartyRow::new(own.as_ref().map_or("", |party| &party.text), identity)
        };
        if let Some(actor) = &correction.actor {
            self.actor = Some(party(actor, &self.actor));
        }
        if let Some(recipient) = &correction.recipient {
            self.recipient = Some(party(recipient, &self.recipient));
        }
        if let Some(start) = correction.start_date {
            self.day = Some(start);
            self.end_day = self.end_day.filter(|end| *end >= start).or(Some(start));
            self.precision = Some("day".to_owned());
        }
        self.end_day = correction.end_date.or(self.end_day);
    }
}

impl EventDetail {
    /// An event of a report with its places.
    pub(crate) fn new(row: EventRow, event: &Event, places: &Places<'_>) -> Self {
        let party = |party: &Option<vigie_record::Party>| {
            party.as_ref().map(|party| places.ranges(&party.spans)).unwrap_or_default()
        };
        let magnitude = |one: &Magnitude| MagnitudeRow {
            kind: one.kind.clone(),
            low: one.low,
            high: one.high,
            unit: one.unit.clone(),
            span: places.range(one.span),
        };
        let date = event.event_date.as_ref().and_then(|date| date.expression);
        Self {
            row,
            spans: places.ranges(&event.spans),
            actor_spans: party(&event.actor),
            recipient_spans: party(&event.recipient),
            action_spans: places.ranges(&event.action.spans),
            date_spans: date.map(|range| places.range(range)).into_iter().collect(),
            place_spans: event.place.as_ref().map(|place| places.ranges(&place.spans)).unwrap_or_default(),
            contexts: event.contexts.clone(),
            magnitude: event.magnitude.iter().map(magnitude).collect(),
            claim_id: event.claim_id.map(|id| id.to_string()),
            occurrence_id: event.occurrence_id.map(|id| id.to_string()),
            made_by: event.provenance.component.clone(),
        }
    }
}

/// The days of a span, and how exact they are.
pub(crate) fn days(span: Option<&TimeSpan>) -> (Option<Date>, Option<Date>, Option<String>) {
    let precision = span.map(|span| word(&span.precision));
    (span.and_then(|span| span.start.or(span.end)), span.and_then(|span| span.end.or(span.start)), precision)
}

/// The word that records have for a value.
pub(crate) fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
