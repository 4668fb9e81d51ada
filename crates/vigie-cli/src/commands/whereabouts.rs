//! `vigie where`: which place a name means. The file is not called after the command, whose name is a keyword of Rust.

use std::process::ExitCode;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use vigie_reader::place::{Gazetteer, resolve_or_near};

use super::questions::{Answered, NoAnswer, answer, bytes};
use crate::cli::WhereArgs;
use crate::format::Characters;
use crate::knowledge;
use crate::speech::Failure;

#[derive(Deserialize)]
struct Question {
    id: Value,
    text: String,
    span: [usize; 2],
}

#[derive(Serialize)]
struct Answer {
    id: Value,
    name: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    country: Option<String>,
    adm1: Option<String>,
}

/// Answers the questions.
pub(crate) fn run(args: &WhereArgs) -> Result<ExitCode, Failure> {
    let folder = args.questions.work.knowledge.as_deref();
    let mut gazetteer = Gazetteer::embedded().clone();
    for (name, text) in &knowledge::load(folder)? {
        if name == knowledge::PLACES {
            gazetteer = gazetteer.with_table(name, text).map_err(|fault| Failure::knowledge(folder, fault))?;
        }
    }
    answer(&args.questions, |question| place(&gazetteer, question))
}

fn place(gazetteer: &Gazetteer, question: Question) -> Result<Answered<Answer>, NoAnswer> {
    let characters = Characters::new(&question.text, 0);
    let range = bytes(&characters, "span", question.span)?;
    let found = resolve_or_near(gazetteer, &question.text, &[range]).into_iter().flatten().next();
    let answer = match found {
        Some(place) => Answer {
            id: question.id,
            name: Some(place.name),
            lat: place.lat,
            lon: place.lon,
            country: place.country,
            adm1: place.adm1,
        },
        None => Answer { id: question.id, name: None, lat: None, lon: None, country: None, adm1: None },
    };
    Ok(answer.into())
}
