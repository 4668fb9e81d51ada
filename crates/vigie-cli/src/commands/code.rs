//! `vigie code`: what one marked party of a text does to another.
//!
//! The model answers for the marked pair. Mode and status come from the event of that type that the reader finds in the
//! text and whose parties, or else whose place, fit the marked ones best; without such an event there is no mode, and the
//! act is told as having happened.

use std::num::NonZeroUsize;
use std::process::ExitCode;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use vigie_lang::{Annotator, PairReading, Settings};
use vigie_reader::Reader;
use vigie_record::{ByteRange, Event, Party, Probability, Report, Status};

use super::questions::{Answered, NoAnswer, answer, bytes};
use super::read::new_reader;
use crate::cli::CodeArgs;
use crate::format::Characters;
use crate::knowledge;
use crate::model;
use crate::speech::Failure;

/// The model's answer that the one does nothing to the other.
const NOTHING: &str = "none";

#[derive(Deserialize)]
struct Question {
    id: Value,
    text: String,
    source: [usize; 2],
    target: [usize; 2],
}

#[derive(Serialize)]
struct Answer {
    id: Value,
    event: Option<String>,
    mode: Option<String>,
    status: Option<Status>,
    confidence: Option<f64>,
}

/// The two parties that are marked.
#[derive(Clone, Copy)]
struct Pair {
    source: ByteRange,
    target: ByteRange,
}

/// Answers the questions.
pub(crate) fn run(args: &CodeArgs) -> Result<ExitCode, Failure> {
    let folder = args.questions.work.knowledge.as_deref();
    let user = knowledge::load(folder)?;
    let model = model::open(args.model.as_deref())?.load().map_err(Failure::Model)?;
    let settings = Settings { n_threads: NonZeroUsize::MIN, line_paragraphs: false };
    let reader = new_reader(Annotator::with_model(model, settings), &user, folder)?;
    answer(&args.questions, |question| code(&reader, question).map(Answered::from))
}

fn code(reader: &Reader, question: Question) -> Result<Answer, NoAnswer> {
    let Question { id, text, source, target } = question;
    let pair = {
        let characters = Characters::new(&text, 0);
        Pair { source: bytes(&characters, "source", source)?, target: bytes(&characters, "target", target)? }
    };
    let reading = reader.annotator().pair(&text, pair.source, pair.target)?;
    let (event, probability) = likeliest(reading);
    let confidence = probability.map(|probability| (probability.get() * 1000.0).round() / 1000.0);
    let Some(event) = event else { return Ok(Answer { id, event: None, mode: None, status: None, confidence }) };
    let events = reader.read(Report::of_text(text))?.events;
    let told = best_fit(&events, &event, pair);
    let status = told.map_or(Status::Happened, |told| told.status);
    Ok(Answer {
        id,
        event: Some(event),
        mode: told.and_then(|told| told.mode.clone()),
        status: Some(status),
        confidence,
    })
}

/// The likeliest answer: the event if it is one, and how likely it is.
fn likeliest(reading: Option<PairReading>) -> (Option<String>, Option<Probability>) {
    let answers = reading.map(|reading| reading.answers).unwrap_or_default();
    let best = answers.into_iter().max_by(|a, b| a.1.get().total_cmp(&b.1.get()));
    match best {
        Some((label, probability)) => ((label != NOTHING).then_some(label), Some(probability)),
        None => (None, None),
    }
}

/// The event of a type that fits the marked parties best; of equals the first.
fn best_fit<'e>(events: &'e [Event], event_type: &str, pair: Pair) -> Option<&'e Event> {
    let of_type = events.iter().filter(|event| event.event_type == event_type);
    of_type.min_by_key(|event| {
        let n_missed = usize::from(!names(event.actor.as_ref(), pair.source))
            + usize::from(!names(event.recipient.as_ref(), pair.target));
        (n_missed, distance(event, pair))
    })
}

fn names(party: Option<&Party>, marked: ByteRange) -> bool {
    party.is_some_and(|party| party.spans.iter().any(|span| span.start() < marked.end() && marked.start() < span.end()))
}

/// How many bytes the words of an event lie from the stretch between the two parties.
fn distance(event: &Event, pair: Pair) -> usize {
    let between = pair.source.cover(pair.target);
    let from =
        |span: &ByteRange| between.start().saturating_sub(span.end()).max(span.start().saturating_sub(between.end()));
    event.action.spans.iter().map(from).min().unwrap_or(usize::MAX)
}
