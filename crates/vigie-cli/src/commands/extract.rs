//! `vigie extract`: saved pages in, their articles out. Nothing is read for meaning, so it needs no model.

use std::io::{self, BufWriter, Write, stdout};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;
use std::thread::available_parallelism;

use serde::Serialize;
use serde_json::Value;
use vigie::ordered::in_order;
use vigie_record::{NoteKind, Report};

use crate::cli::{ExtractArgs, ExtractFormat};
use crate::incoming::{Fault, Incoming, Piece, Pieces};
use crate::inputs::{self, Input};
use crate::progress::Progress;
use crate::speech::Failure;

/// An article as it is written.
#[derive(Serialize)]
struct Article<'r> {
    id: &'r Value,
    #[serde(rename = "articleBody")]
    text: &'r str,
    title: Option<&'r str>,
    published_at: Option<String>,
    outlet: Option<&'r str>,
    authors: &'r [String],
    url: Option<&'r str>,
    language: Option<&'r str>,
    notes: Vec<ArticleNote<'r>>,
}

/// What is doubtful about an article.
#[derive(Serialize)]
struct ArticleNote<'r> {
    kind: NoteKind,
    message: &'r str,
}

/// What became of an input.
struct Done {
    n_bytes: usize,
    made: Result<Vec<u8>, Fault>,
}

/// Takes the articles out of the inputs.
pub(crate) fn run(args: &ExtractArgs) -> Result<ExitCode, Failure> {
    let mut n_skipped = 0;
    let inputs = inputs::find_all(&args.paths, inputs::REPORTS, &mut n_skipped)?;
    let progress = Progress::start(inputs.iter().map(Input::n_bytes).sum());
    let jobs = args.jobs.or_else(|| available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    let mut out = BufWriter::new(stdout().lock());
    let mut written = Ok(());
    in_order(
        jobs,
        Pieces::new(inputs, None),
        |piece| extract(piece, args.format),
        |Done { n_bytes, made }| {
            progress.advance(n_bytes);
            match made {
                Ok(article) => written = out.write_all(&article),
                Err(fault) => {
                    n_skipped += 1;
                    progress.aside(|| fault.say());
                }
            }
            if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        },
    );
    drop(progress);
    match written.and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(ExitCode::SUCCESS),
        Err(error) => return Err(Failure::Output(error)),
        Ok(()) => (),
    }
    if n_skipped > 0 {
        tell!("{n_skipped} of the inputs were skipped");
        return Ok(ExitCode::from(Failure::USER));
    }
    Ok(ExitCode::SUCCESS)
}

fn extract(piece: Result<Piece, Fault>, format: ExtractFormat) -> Done {
    let n_bytes = piece.as_ref().map_or(0, Piece::n_bytes);
    let made = piece.and_then(|piece| piece.report()).map(|Incoming { id, report }| match format {
        ExtractFormat::Jsonl => line(&without_endings(id), &report),
        ExtractFormat::Text => text(&report).into_bytes(),
    });
    Done { n_bytes, made }
}

/// An id that is the name of a file, without the endings that say what the file is.
fn without_endings(id: Value) -> Value {
    let Value::String(name) = id else { return id };
    let base = Path::new(&name).file_name().map_or(name.clone(), |base| base.to_string_lossy().into_owned());
    let lower = base.to_ascii_lowercase();
    let unpacked = lower.strip_suffix(".gz").unwrap_or(&lower);
    let ending = inputs::REPORTS.iter().filter(|ending| unpacked.ends_with(*ending)).map(|ending| ending.len()).max();
    let kept = unpacked.len() - ending.unwrap_or(0);
    if kept == 0 { Value::String(base) } else { Value::String(base[..kept].to_owned()) }
}

fn line(id: &Value, report: &Report) -> Vec<u8> {
    let article = Article {
        id,
        text: &report.text,
        title: report.title.as_deref(),
        published_at: report.published_at.map(|at| at.to_string()),
        outlet: report.outlet.as_deref(),
        authors: &report.authors,
        url: report.url.as_deref(),
        language: report.language.as_deref(),
        notes: report.notes.iter().map(|note| ArticleNote { kind: note.kind, message: &note.message }).collect(),
    };
    let mut line = serde_json::to_vec(&article).expect("strings become JSON");
    line.push(b'\n');
    line
}

/// A text with a head, as `vigie read` takes it.
fn text(report: &Report) -> String {
    let mut text = String::new();
    let published_at = report.published_at.map(|at| at.to_string());
    let authors = Some(report.authors.join("; ")).filter(|authors| !authors.is_empty());
    let fields = [
        ("title", report.title.as_deref()),
        ("outlet", report.outlet.as_deref()),
        ("published_at", published_at.as_deref()),
        ("url", report.url.as_deref()),
        ("authors", authors.as_deref()),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            let value: Vec<&str> = value.split_whitespace().collect();
            text.extend([name, ": ", &value.join(" "), "\n"]);
        }
    }
    text.push('\n');
    text.push_str(report.text.trim());
    text.push_str("\n\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_lose_their_endings() {
        struct Case(&'static str, &'static str);
        let cases = [
            Case("a1b2.html.gz", "a1b2"),
            Case("2022.06.01.HTM", "2022.06.01"),
            Case("wire/drills.html", "drills"),
            Case("noending", "noending"),
            Case(".html", ".html"),
            Case("-", "-"),
        ];
        for Case(id, expected) in cases {
            assert_eq!(without_endings(id.into()), Value::from(expected), "{id}");
        }
        assert_eq!(without_endings(7.into()), Value::from(7));
    }

    #[test]
    fn the_text_is_one_that_read_takes() {
        let mut report = Report::of_text("Troops moved.".to_owned());
        report.title = Some("Drills\nbegin".to_owned());
        report.authors = vec!["A. Writer".to_owned(), "B. Reader".to_owned()];
        let read = vigie_intake::report_of_text(&text(&report));
        assert_eq!((read.title.as_deref(), read.text.trim()), (Some("Drills begin"), "Troops moved."));
        assert_eq!(read.authors, report.authors);
    }
}
