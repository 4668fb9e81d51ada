//! `vigie code`: what one marked party of a text does to another.
//!
//! The model answers for the marked pair: the likeliest quad class first, then the likeliest type in it. A question
//! that marks one party only, or one that the model cannot read, is answered from the reader's events. Mode and status come from the event of that type that the reader finds in the
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
    source: Option<[usize; 2]>,
    target: Option<[usize; 2]>,
}

#[derive(Serialize)]
struct Answer {
    id: Value,
    event: Option<String>,
    mode: Option<String>,
    status: Option<Status>,
    confidence: Option<f64>,
}

/// Types that are told apart by how one gives way; their chances count together.
const ALIKE: [&str; 2] = ["CONCEDE", "RETREAT"];

/// How likely it must be that the one does nothing to the other.
const SURELY_NOTHING: f64 = 0.5;

/// The parties that are marked; a question may leave one out.
#[derive(Clone, Copy)]
struct Pair {
    source: Option<ByteRange>,
    target: Option<ByteRange>,
}

/// Answers the questions.
pub(crate) fn run(args: &CodeArgs) -> Result<ExitCode, Failure> {
    let folder = args.questions.work.knowledge.as_deref();
    let user = knowledge::load(folder)?;
    let model = model::open(args.model.as_deref())?.load().map_err(Failure::Model)?;
    let settings = Settings { n_threads: NonZeroUsize::MIN, line_paragraphs: false, events: true };
    let reader = new_reader(Annotator::with_model(model, settings), &user, folder)?;
    answer(&args.questions, |question| code(&reader, question).map(Answered::from))
}

fn code(reader: &Reader, question: Question) -> Result<Answer, NoAnswer> {
    let Question { id, text, source, target } = question;
    let pair = {
        let characters = Characters::new(&text, 0);
        let range = |name, at: Option<[usize; 2]>| at.map(|at| bytes(&characters, name, at)).transpose();
        Pair { source: range("source", source)?, target: range("target", target)? }
    };
    let (mut event, mut confidence) = (None, None);
    if let (Some(source), Some(target)) = (pair.source, pair.target) {
        let (answer, probability) = likeliest(reader, reader.annotator().pair(&text, source, target)?);
        confidence = probability.map(|probability| (probability.get() * 1000.0).round() / 1000.0);
        if answer.is_none() && probability.is_some() {
            return Ok(Answer { id, event: None, mode: None, status: None, confidence });
        }
        event = answer;
    }
    let events = reader.read(Report::of_text(text))?.events;
    if confidence.is_none()
        && let Some(found) = events.iter().find(|found| pair.missed(found) == 0)
    {
        event = Some(found.event_type.clone());
    }
    let Some(event) = event else { return Ok(Answer { id, event: None, mode: None, status: None, confidence }) };
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

/// The likeliest answer: the event, if it is one, and how likely it is. That there is nothing must be likelier than not.
///
/// The quad class whose types are together the likeliest goes before the likeliest type: chances that are spread over near types do not
/// lose to a single far one.
fn likeliest(reader: &Reader, reading: Option<PairReading>) -> (Option<String>, Option<Probability>) {
    let answers = reading.map(|reading| reading.answers).unwrap_or_default();
    let nothing = answers.iter().find(|(label, _)| label == NOTHING).map(|(_, probability)| *probability);
    if nothing.is_some_and(|probability| probability.get() >= SURELY_NOTHING) {
        return (None, nothing);
    }
    let types: Vec<_> = answers
        .into_iter()
        .filter_map(|(label, probability)| {
            Some((reader.ontology().scores(&label, None)?.quad_class, label, probability))
        })
        .collect();
    let in_class =
        |class: u8| types.iter().filter(|(of, ..)| *of == class).map(|(.., likely)| likely.get()).sum::<f64>();
    let alike = |label: &str| {
        let same = types
            .iter()
            .filter(|(_, other, _)| other == label || ALIKE.contains(&label) && ALIKE.contains(&other.as_str()));
        same.map(|(.., likely)| likely.get()).sum::<f64>()
    };
    let best = types.iter().max_by(|a, b| {
        let classes = in_class(a.0).total_cmp(&in_class(b.0));
        classes.then(alike(&a.1).total_cmp(&alike(&b.1))).then(a.2.get().total_cmp(&b.2.get()))
    });
    match best {
        Some((_, label, _)) => (Some(label.clone()), Probability::nearest(alike(label))),
        None => (None, None),
    }
}

impl Pair {
    /// How many of the marked parties an event lacks.
    fn missed(self, event: &Event) -> usize {
        let lacks =
            |party: Option<&Party>, marked: Option<ByteRange>| marked.is_some_and(|marked| !names(party, marked));
        usize::from(lacks(event.actor.as_ref(), self.source))
            + usize::from(lacks(event.recipient.as_ref(), self.target))
    }
}

/// The event of a type that fits the marked parties best; of equals the first.
fn best_fit<'e>(events: &'e [Event], event_type: &str, pair: Pair) -> Option<&'e Event> {
    let of_type = events.iter().filter(|event| event.event_type == event_type);
    of_type.min_by_key(|event| (pair.missed(event), distance(event, pair)))
}

fn names(party: Option<&Party>, marked: ByteRange) -> bool {
    party.is_some_and(|party| party.spans.iter().any(|span| span.start() < marked.end() && marked.start() < span.end()))
}

/// How many bytes the words of an event lie from the stretch between the two parties.
fn distance(event: &Event, pair: Pair) -> usize {
    let Some(between) = [pair.source, pair.target].into_iter().flatten().reduce(ByteRange::cover) else { return 0 };
    let from =
        |span: &ByteRange| between.start().saturating_sub(span.end()).max(span.start().saturating_sub(between.end()));
    event.action.spans.iter().map(from).min().unwrap_or(usize::MAX)
}
