//! The ranges of records, all of them, to be turned from one way of counting into another.
//!
//! Inside the house ranges are bytes; outside they are characters. The walk takes each record apart by all its fields, so that a field
//! that is added to a record does not compile until somebody has said whether it holds a range.

use crate::{
    Action, ByteRange, Certainty, Claim, Content, Cue, Event, Forecast, Magnitude, Note, Party, Phrase, Place, Reading,
    Report, Source, TimeSpan,
};

/// What is done to a range.
pub type Turn<'t> = &'t mut dyn FnMut(&mut ByteRange);

/// A record with ranges in it.
pub trait Ranged {
    /// Does `turn` to each of its ranges.
    fn turn_ranges(&mut self, turn: Turn<'_>);
}

impl Ranged for Report {
    fn turn_ranges(&mut self, turn: Turn<'_>) {
        for note in &mut self.notes {
            note.turn_ranges(turn);
        }
    }
}

impl Ranged for Reading {
    fn turn_ranges(&mut self, turn: Turn<'_>) {
        let Reading { report, events, claims, forecasts, sentences, notes } = self;
        report.turn_ranges(turn);
        sentences.iter_mut().for_each(&mut *turn);
        for note in notes {
            note.turn_ranges(turn);
        }
        for event in events {
            event.turn_ranges(turn);
        }
        for claim in claims {
            claim.turn_ranges(turn);
        }
        for forecast in forecasts {
            forecast.turn_ranges(turn);
        }
    }
}

impl Ranged for Note {
    fn turn_ranges(&mut self, turn: Turn<'_>) {
        turn(&mut self.range);
    }
}

impl Ranged for Event {
    fn turn_ranges(&mut self, turn: Turn<'_>) {
        let Event {
            spans,
            actor,
            recipient,
            action: Action { spans: action, lemma: _ },
            magnitude,
            event_date,
            place,
            id: _,
            report_id: _,
            event_type: _,
            mode: _,
            contexts: _,
            cameo: _,
            quad_class: _,
            goldstein: _,
            status: _,
            probability: _,
            claim_id: _,
            occurrence_id: _,
            provenance: _,
        } = self;
        spans.iter_mut().chain(action).for_each(&mut *turn);
        for Party { spans, text: _, identity: _ } in actor.iter_mut().chain(recipient) {
            spans.iter_mut().for_each(&mut *turn);
        }
        for Magnitude { span, kind: _, low: _, high: _, unit: _ } in magnitude {
            turn(span);
        }
        if let Some(Place { spans, name: _, lat: _, lon: _, country: _, adm1: _ }) = place {
            spans.iter_mut().for_each(&mut *turn);
        }
        time_ranges(event_date, turn);
    }
}

impl Ranged for Claim {
    fn turn_ranges(&mut self, turn: Turn<'_>) {
        let Claim {
            spans,
            source,
            cue,
            content: Content { spans: content, text: _ },
            certainty: Certainty { markers, probability: _, band: _, polarity: _ },
            told_to,
            id: _,
            report_id: _,
            form: _,
            kind: _,
            parent_id: _,
            event_ids: _,
            provenance: _,
        } = self;
        spans.iter_mut().chain(content).chain(markers).for_each(&mut *turn);
        if let Some(Source { spans, text: _, identity: _, named: _, unnamed_because: _ }) = source {
            spans.iter_mut().for_each(&mut *turn);
        }
        if let Some(Cue { spans, lemma: _ }) = cue {
            spans.iter_mut().for_each(&mut *turn);
        }
        phrase_ranges(told_to, turn);
    }
}

impl Ranged for Forecast {
    fn turn_ranges(&mut self, turn: Turn<'_>) {
        let Forecast {
            spans,
            statement: Content { spans: statement, text: _ },
            condition,
            horizon,
            id: _,
            report_id: _,
            claim_id: _,
            probability: _,
            status: _,
            resolved_at: _,
            brier_score: _,
            provenance: _,
        } = self;
        spans.iter_mut().chain(statement).for_each(&mut *turn);
        phrase_ranges(condition, turn);
        time_ranges(horizon, turn);
    }
}

fn phrase_ranges(phrase: &mut Option<Phrase>, turn: Turn<'_>) {
    if let Some(Phrase { spans, text: _ }) = phrase {
        spans.iter_mut().for_each(turn);
    }
}

fn time_ranges(time: &mut Option<TimeSpan>, turn: Turn<'_>) {
    if let Some(TimeSpan { expression, start: _, end: _, precision: _, relative: _ }) = time {
        expression.iter_mut().for_each(turn);
    }
}
