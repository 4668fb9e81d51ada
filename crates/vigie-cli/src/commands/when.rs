//! `vigie when`: which days the expressions of time in a text mean.

use std::process::ExitCode;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use vigie_reader::time::{self, TimexType};
use vigie_record::Precision;

use super::questions::{Answered, answer, date};
use crate::cli::WhenArgs;
use crate::format::Characters;
use crate::speech::Failure;

#[derive(Deserialize)]
struct Question {
    id: Value,
    text: String,
    #[serde(default)]
    published_at: Option<Value>,
}

#[derive(Serialize)]
struct Answer {
    id: Value,
    expressions: Vec<Expression>,
}

#[derive(Serialize)]
struct Expression {
    span: [usize; 2],
    start: Option<jiff::civil::Date>,
    end: Option<jiff::civil::Date>,
    precision: Precision,
    #[serde(skip_serializing_if = "Option::is_none")]
    relative: Option<String>,
    timex3_type: TimexType,
    timex3_value: String,
}

/// Answers the questions.
pub(crate) fn run(args: &WhenArgs) -> Result<ExitCode, Failure> {
    answer(&args.questions, |question| Ok(expressions(question)))
}

fn expressions(question: Question) -> Answered<Answer> {
    let (published_at, note) = date("published_at", question.published_at.as_ref(), |text| text.parse().ok());
    let characters = Characters::new(&question.text, 0);
    let found = time::expressions(&question.text, published_at).into_iter().map(|found| Expression {
        span: characters.range(found.range),
        start: found.span.start,
        end: found.span.end,
        precision: found.span.precision,
        relative: found.span.relative,
        timex3_type: found.timex3_type,
        timex3_value: found.timex3_value,
    });
    let expressions = found.collect();
    Answered { answer: Answer { id: question.id, expressions }, note }
}
