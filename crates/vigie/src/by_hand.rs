//! Records by hand: an event, a claim or a forecast that a person reads in a report where the program did not.
//!
//! Takes the words of the text and what the person says of them; gives a record like those of the reader, with the sentence around the words, the codes that go
//! with its type, and a provenance that names the person and the moment.

use jiff::Timestamp;
use jiff::civil::Date;
use vigie_codes::{EventCodes, TableError, UserTables};
use vigie_record::{
    Action, ByteRange, Certainty, Claim, ClaimForm, ClaimKind, Content, Digest, Event, Forecast, ForecastStatus,
    Identity, Party, Polarity, Precision, Probability, Provenance, Reading, Source, Status, TimeSpan,
};

use crate::parties::{self, PartyError};

/// The component that such records name as their maker.
pub const COMPONENT: &str = "by hand";

/// What all records by hand have.
#[derive(Debug, Clone)]
pub struct Words<'r> {
    /// The report.
    pub reading: &'r Reading,
    /// The words that say it.
    pub range: ByteRange,
    /// Who adds it.
    pub author: &'r str,
    /// When.
    pub at: Timestamp,
}

/// Who did what to whom, as a person says.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// The PLOVER type.
    pub event_type: String,
    /// The PLOVER mode.
    pub mode: Option<String>,
    /// Whether it happened.
    pub status: Status,
    /// Who acts.
    pub actor: Option<Identity>,
    /// Who is acted on.
    pub recipient: Option<Identity>,
    /// Its first day; that of the report where it is left out.
    pub start_date: Option<Date>,
    /// Its last day.
    pub end_date: Option<Date>,
}

/// Who says what, as a person says.
#[derive(Debug, Clone)]
pub struct NewClaim {
    /// Who says so; nobody where the outlet speaks in its own name.
    pub source: Option<Identity>,
    /// What kind of statement it is.
    pub kind: ClaimKind,
    /// How sure the source is.
    pub probability: Option<[Probability; 2]>,
    /// Whether the source affirms or denies.
    pub polarity: Polarity,
}

/// What is said to be to come, as a person says.
#[derive(Debug, Clone)]
pub struct NewForecast {
    /// The claim that it is; none where the outlet speaks in its own name.
    pub claim_id: Option<Digest>,
    /// From when it speaks.
    pub start_date: Option<Date>,
    /// By when it is due.
    pub end_date: Option<Date>,
    /// How likely it is said to be.
    pub probability: Option<[Probability; 2]>,
}

/// Why something cannot be added.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ByHandError {
    /// No such type.
    #[error("`{found}` is none of PLOVER's types, such as CONSULT or ASSAULT")]
    Type {
        /// What was given.
        found: String,
    },
    /// The days stand the wrong way round.
    #[error("the last day, {end}, lies before the first, {start}")]
    Days {
        /// The first.
        start: Date,
        /// The last.
        end: Date,
    },
    /// No words, or words outside the text.
    #[error("bytes {start} to {end} are no words of the text of the report")]
    Words {
        /// Where they begin.
        start: usize,
        /// Where they end.
        end: usize,
    },
    /// A party is of a country or sector that there is not.
    #[error(transparent)]
    Party(#[from] PartyError),
    /// A forecast is due before it is made.
    #[error("it is due on {due}, before its report was published on {published}")]
    DueBefore {
        /// By when.
        due: Date,
        /// When the report was published.
        published: Date,
    },
    /// A table of the program is broken.
    #[error("the table of event types cannot be read")]
    Codes(#[from] TableError),
}

impl Words<'_> {
    /// Makes the event that these words tell of.
    ///
    /// # Errors
    /// When the type is none, a party is of no country that there is, the days stand the wrong way round, or the words do not stand in the text.
    pub fn event(&self, new: NewEvent) -> Result<Event, ByHandError> {
        [&new.actor, &new.recipient].into_iter().flatten().try_for_each(parties::check)?;
        let codes = EventCodes::new(&UserTables::default())?;
        let scores = codes
            .scores(&new.event_type, new.mode.as_deref())
            .ok_or_else(|| ByHandError::Type { found: new.event_type.clone() })?;
        let published = self.reading.report.published_at.map(vigie_record::PublishedAt::date);
        let words = self.text()?.to_owned();
        Ok(Event {
            id: self.reading.report.id,
            report_id: self.reading.report.id,
            spans: self.sentences(),
            actor: new.actor.map(|identity| self.party(identity)),
            recipient: new.recipient.map(|identity| self.party(identity)),
            action: Action { spans: vec![self.range], lemma: words },
            event_type: new.event_type,
            mode: new.mode,
            contexts: Vec::new(),
            cameo: scores.cameo,
            quad_class: scores.quad_class,
            goldstein: scores.goldstein,
            magnitude: Vec::new(),
            event_date: days(new.start_date.or(published), new.end_date)?,
            place: None,
            status: new.status,
            probability: None,
            claim_id: None,
            occurrence_id: None,
            provenance: self.provenance(),
        })
    }

    /// Makes the claim whose content these words are.
    ///
    /// # Errors
    /// When the source is of no country that there is, or the words do not stand in the text.
    pub fn claim(&self, new: NewClaim) -> Result<Claim, ByHandError> {
        new.source.iter().try_for_each(parties::check)?;
        let text = self.text()?.to_owned();
        let source = new.source.map(|identity| {
            let Party { spans, text, identity } = self.party(identity);
            Source { spans, text, named: identity.name.is_some(), unnamed_because: None, identity }
        });
        let band =
            new.probability.map(|[low, high]| vigie_analysis::likelihood::band(f64::midpoint(low.get(), high.get())));
        Ok(Claim {
            id: self.reading.report.id,
            report_id: self.reading.report.id,
            spans: self.sentences(),
            source,
            cue: None,
            content: Content { spans: vec![self.range], text },
            form: ClaimForm::Indirect,
            kind: new.kind,
            certainty: Certainty {
                probability: new.probability,
                band: band.map(str::to_owned),
                markers: Vec::new(),
                polarity: new.polarity,
            },
            told_to: None,
            parent_id: None,
            event_ids: Vec::new(),
            provenance: self.provenance(),
        })
    }

    /// Makes the forecast whose statement these words are.
    ///
    /// # Errors
    /// When the days stand the wrong way round, the last lies before the report, or the words do not stand in the text.
    pub fn forecast(&self, new: &NewForecast) -> Result<Forecast, ByHandError> {
        let published = self.reading.report.published_at.map(vigie_record::PublishedAt::date);
        if let Some((due, published)) = new.end_date.zip(published).filter(|(due, published)| due < published) {
            return Err(ByHandError::DueBefore { due, published });
        }
        Ok(Forecast {
            id: self.reading.report.id,
            report_id: self.reading.report.id,
            spans: self.sentences(),
            claim_id: new.claim_id,
            statement: Content { spans: vec![self.range], text: self.text()?.to_owned() },
            condition: None,
            horizon: days(new.start_date, new.end_date)?,
            probability: new.probability,
            status: ForecastStatus::Open,
            resolved_at: None,
            brier_score: None,
            provenance: self.provenance(),
        })
    }

    fn text(&self) -> Result<&str, ByHandError> {
        let text = self.reading.report.text.get(self.range.as_range()).map(str::trim).filter(|text| !text.is_empty());
        text.ok_or(ByHandError::Words { start: self.range.start(), end: self.range.end() })
    }

    /// The sentences that the words lie in; the words alone where they lie in none.
    fn sentences(&self) -> Vec<ByteRange> {
        let touches =
            |sentence: &&ByteRange| sentence.start() < self.range.end() && self.range.start() < sentence.end();
        let found: Vec<ByteRange> = self.reading.sentences.iter().filter(touches).copied().collect();
        if found.is_empty() { vec![self.range] } else { found }
    }

    /// A party, at the words that name it where its sentences have them.
    fn party(&self, identity: Identity) -> Party {
        let text = [&identity.name, &identity.actor_id, &identity.country].into_iter().flatten().next();
        let text = text.cloned().unwrap_or_default();
        let place = |sentence: &ByteRange| {
            let words = self.reading.report.text.get(sentence.as_range())?;
            let at = words.find(&text).filter(|_| !text.is_empty())? + sentence.start();
            Some(ByteRange::new(at, at + text.len()))
        };
        let spans = self.sentences().iter().find_map(place).into_iter().collect();
        Party { spans, text, identity }
    }

    fn provenance(&self) -> Provenance {
        Provenance {
            program_version: env!("CARGO_PKG_VERSION").to_owned(),
            // No model had a part in it.
            model_digest: Digest::of(b""),
            component: COMPONENT.to_owned(),
            author: Some(self.author.to_owned()),
            made_at: Some(self.at),
        }
    }
}

/// A stretch of days, where one of the two is known.
fn days(start: Option<Date>, end: Option<Date>) -> Result<Option<TimeSpan>, ByHandError> {
    if let (Some(start), Some(end)) = (start, end)
        && end < start
    {
        return Err(ByHandError::Days { start, end });
    }
    Ok(match (start, end) {
        (None, None) => None,
        (Some(day), None) => Some(TimeSpan::of_day(day)),
        (start, end) if start == end => start.map(TimeSpan::of_day),
        (start, end) => Some(TimeSpan { start, end, precision: Precision::Span, expression: None, relative: None }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_an_order() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert!(matches!(days(Some(day("2022-06-02")), Some(day("2022-06-01"))), Err(ByHandError::Days { .. })));
        assert_eq!(days(None, None).unwrap(), None);
        assert_eq!(days(Some(day("2022-06-02")), None).unwrap().unwrap().precision, Precision::Day);
        let open = days(None, Some(day("2022-06-02"))).unwrap().unwrap();
        assert_eq!((open.start, open.end, open.precision), (None, Some(day("2022-06-02")), Precision::Span));
    }
}
