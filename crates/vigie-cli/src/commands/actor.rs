//! `vigie actor`: who a phrase means.

use std::process::ExitCode;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use vigie_reader::actor::{ActorBook, day_of};

use super::questions::{Answered, answer, date};
use crate::cli::ActorArgs;
use crate::knowledge;
use crate::speech::Failure;

#[derive(Deserialize)]
struct Question {
    id: Value,
    phrase: String,
    #[serde(default)]
    context: Option<String>,
    #[serde(default)]
    date: Option<Value>,
}

#[derive(Serialize)]
struct Answer {
    id: Value,
    name: Option<String>,
    country: Option<String>,
    sector: Option<String>,
    actor_id: Option<String>,
}

/// Answers the questions.
pub(crate) fn run(args: &ActorArgs) -> Result<ExitCode, Failure> {
    let folder = args.questions.work.knowledge.as_deref();
    let user = knowledge::load(folder)?;
    let book = ActorBook::new(&user).map_err(|fault| Failure::knowledge(folder, fault))?;
    answer(&args.questions, |question| Ok(who(&book, question)))
}

fn who(book: &ActorBook, question: Question) -> Answered<Answer> {
    let (date, note) = date("date", question.date.as_ref(), day_of);
    let context = question.context.unwrap_or_default();
    let identity = book.resolve(&question.phrase, &context, date);
    let answer = Answer {
        id: question.id,
        name: identity.name,
        country: identity.country,
        sector: identity.sector,
        actor_id: identity.actor_id,
    };
    Answered { answer, note }
}
