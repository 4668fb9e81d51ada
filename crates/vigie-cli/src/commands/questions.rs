//! Questions on lines of JSON, each answered by one line, in their order: the common part of `code`, `actor`, `when` and
//! `where`.
//!
//! A line that is no question is named with file and line, skipped and counted, and the rest is answered.

use std::io;
use std::ops::ControlFlow;
use std::process::ExitCode;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use vigie::ordered::in_order;
use vigie_intake::JsonFault;
use vigie_lang::ReadError;
use vigie_record::ByteRange;

use crate::cli::QuestionArgs;
use crate::format::Characters;
use crate::format::records::put;
use crate::incoming::{Fault, Form, Piece, Pieces};
use crate::inputs::{self, Input};
use crate::progress::Progress;
use crate::speech::Failure;

/// Why a question has no answer.
pub(super) enum NoAnswer {
    /// The question is at fault.
    Bad(String),
    /// The model is.
    Failed(ReadError),
}

/// An answer, and what is to be said of its question.
pub(super) struct Answered<A> {
    pub(super) answer: A,
    /// What in the question could not be understood, and was left out.
    pub(super) note: Option<String>,
}

impl<A> From<A> for Answered<A> {
    fn from(answer: A) -> Self {
        Self { answer, note: None }
    }
}

impl From<ReadError> for NoAnswer {
    fn from(error: ReadError) -> Self {
        Self::Failed(error)
    }
}

/// Answers all questions of the inputs.
pub(super) fn answer<Q: DeserializeOwned, A: Serialize>(
    args: &QuestionArgs,
    answer: impl Fn(Q) -> Result<Answered<A>, NoAnswer> + Sync,
) -> Result<ExitCode, Failure> {
    let (mut n_skipped, mut n_noted) = (0, 0);
    let inputs = inputs::find_all(&args.paths, inputs::LINES, &mut n_skipped)?;
    let progress = Progress::start(inputs.iter().map(Input::n_bytes).sum());
    let pieces = Pieces::new(inputs, Some(Form::Lines));
    let jobs = args.work.n_jobs();
    let work = |piece: Result<Piece, Fault>| {
        let n_bytes = piece.as_ref().map_or(0, Piece::n_bytes);
        (n_bytes, piece.map_err(Trouble::Skipped).and_then(|piece| answer_piece(&piece, &answer)))
    };
    let mut failed = None;
    in_order(jobs, pieces, work, |(n_bytes, answered)| {
        progress.advance(n_bytes);
        match answered {
            Ok((line, note)) => {
                if let Some(note) = note {
                    n_noted += 1;
                    progress.aside(|| tell!("note: {note}"));
                }
                failed = put(&line).map_err(Failure::Output).err();
            }
            Err(Trouble::Failed(error)) => failed = Some(error.into()),
            Err(Trouble::Skipped(fault)) => {
                n_skipped += 1;
                progress.aside(|| fault.say());
            }
        }
        if failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    drop(progress);
    match failed {
        Some(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(ExitCode::SUCCESS),
        Some(failure) => return Err(failure),
        None => {}
    }
    if n_skipped > 0 {
        tell!("{n_skipped} of the inputs were skipped");
    }
    Ok(if n_skipped + n_noted == 0 { ExitCode::SUCCESS } else { ExitCode::from(Failure::USER) })
}

enum Trouble {
    Skipped(Fault),
    Failed(ReadError),
}

fn answer_piece<Q: DeserializeOwned, A: Serialize>(
    piece: &Piece,
    answer: impl Fn(Q) -> Result<Answered<A>, NoAnswer>,
) -> Result<(Vec<u8>, Option<String>), Trouble> {
    let text = piece.text();
    let bad = |reason: String| Trouble::Skipped(piece.origin.fault(&reason));
    let question = serde_json::from_str(&text).map_err(|error| {
        let is_wrong_field = error.classify() == serde_json::error::Category::Data;
        bad(if is_wrong_field {
            format!("this is not the question that is expected: {error}")
        } else {
            JsonFault::of(&error).to_string()
        })
    })?;
    let Answered { answer, note } = answer(question).map_err(|error| match error {
        NoAnswer::Bad(reason) => bad(reason),
        NoAnswer::Failed(error) => Trouble::Failed(error),
    })?;
    let mut line = serde_json::to_vec(&answer).map_err(|error| bad(error.to_string()))?;
    line.push(b'\n');
    Ok((line, note.map(|note| format!("{}: {note}", piece.origin.place()))))
}

/// The bytes that a span of characters stands for.
pub(super) fn bytes(characters: &Characters<'_>, name: &str, span: [usize; 2]) -> Result<ByteRange, NoAnswer> {
    let fault = || NoAnswer::Bad(format!("`{name}` [{}, {}] does not lie in the text", span[0], span[1]));
    characters.bytes(span).ok_or_else(fault)
}

/// The date that a question brings, as `read` makes one of a text; one that cannot be understood gives a note, and the
/// question is answered without it.
pub(super) fn date<D>(
    name: &str,
    found: Option<&Value>,
    read: impl Fn(&str) -> Option<D>,
) -> (Option<D>, Option<String>) {
    let text = match found {
        None | Some(Value::Null) => return (None, None),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    if text.trim().is_empty() {
        return (None, None);
    }
    match read(&text) {
        Some(date) => (Some(date), None),
        None => (None, Some(format!("{name}: `{text}` is no date, and is left out: write 2022-06-01"))),
    }
}
