//! The form for machines: both questions of every event of a part of a graph.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use vigie_analysis::next::{Answer, Fact, Forecaster, Query, Settings};

use crate::cli::{ForecastArgs, Split, at_once};
use crate::graph_folder::GraphFolder;
use crate::output_file::{OutputFile, keep_apart};
use crate::speech::Failure;

/// At most so many answers a question.
const N_ANSWERS: usize = 200;

/// From so many events on, more questions to learn from are worth their time.
const LARGE: usize = 200_000;

/// Learns from what lies before the part asked about, and answers both questions of each of its events.
pub(super) fn run(folder: &GraphFolder, split: Split, args: &ForecastArgs) -> Result<ExitCode, Failure> {
    let mut known = folder.part("train")?;
    if split == Split::Test && folder.has("valid") {
        known.extend(folder.part("valid")?);
    }
    let mut asked: BTreeMap<u32, BTreeSet<Fact>> = BTreeMap::new();
    for fact in folder.part(split.name())? {
        asked.entry(fact.time).or_default().insert(fact);
    }
    let mut output = Output::begin(folder, args.out.as_deref())?;
    if !asked.is_empty() {
        let threads = at_once(args.threads);
        let settings = if known.len() < LARGE { Settings::new(threads) } else { Settings::thorough(threads) };
        let mut forecaster = Forecaster::learn(&folder.graph(known), &settings)?;
        for (time, facts) in asked {
            answer_day(&forecaster, &facts, time, &mut output.writer)?;
            forecaster.take_in(&facts.into_iter().collect::<Vec<_>>(), time)?;
        }
    }
    match output.writer.flush() {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(Failure::Output(error)),
        _ => {}
    }
    output.file.map_or(Ok(()), OutputFile::keep)?;
    Ok(ExitCode::SUCCESS)
}

/// Where the answers go.
struct Output {
    writer: Box<dyn Write>,
    /// The file; none where it is standard output.
    file: Option<OutputFile>,
}

impl Output {
    fn begin(folder: &GraphFolder, path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path.filter(|path| path.as_os_str() != "-") else {
            return Ok(Self { writer: Box::new(BufWriter::new(io::stdout())), file: None });
        };
        keep_apart(path, None, folder.files().iter().map(PathBuf::as_path))?;
        let file = OutputFile::begin(path)?;
        Ok(Self { writer: Box::new(BufWriter::new(file.handle()?)), file: Some(file) })
    }
}

/// Answers each question of a day once, and writes the answer for each event that asks it.
fn answer_day(
    forecaster: &Forecaster,
    facts: &BTreeSet<Fact>,
    time: u32,
    writer: &mut impl Write,
) -> Result<(), Failure> {
    let queries: Vec<Query> = facts.iter().flat_map(|fact| queries_of(fact).map(|(query, _)| query)).collect();
    let queries: Vec<Query> = BTreeSet::from_iter(queries).into_iter().collect();
    let lists = forecaster.answer(&queries, time)?;
    let lists: BTreeMap<Query, String> = queries.into_iter().zip(lists.iter().map(|list| written(list))).collect();
    for fact in facts {
        for (query, direction) in queries_of(fact) {
            let list = lists.get(&query).map_or("", String::as_str);
            let Fact { actor, relation, recipient, .. } = fact;
            writeln!(writer, "{actor}\t{relation}\t{recipient}\t{time}\t{direction}\t{list}")
                .map_err(Failure::Output)?;
        }
    }
    Ok(())
}

/// Both questions of an event, and the letter that the contract gives each.
fn queries_of(fact: &Fact) -> [(Query, char); 2] {
    let Fact { actor, relation, recipient, .. } = *fact;
    [(Query::Recipient { actor, relation }, 'o'), (Query::Actor { recipient, relation }, 's')]
}

fn written(answers: &[Answer]) -> String {
    let pairs = answers.iter().take(N_ANSWERS).map(|it| format!("{}:{:.5e}", it.actor, it.probability.get()));
    pairs.collect::<Vec<_>>().join(" ")
}
