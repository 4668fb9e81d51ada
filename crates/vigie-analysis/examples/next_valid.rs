//! Answers the questions of a part of an event graph, as `vigie forecast --split` does, with settings to try: for those who work on the ranking.
//!
//!     cargo run --release -p vigie-analysis --example next_valid -- DIR valid OUT threads=2 trees=150

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::num::NonZeroUsize;
use std::path::Path;

use vigie_analysis::next::{Fact, Forecaster, Graph, Query, Settings, read_facts, read_names};

type Fault = Box<dyn std::error::Error>;

fn main() -> Result<(), Fault> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, part, out, options @ ..] = arguments.as_slice() else {
        return Err(
            "usage: next_valid DIR valid|test OUT [threads=N] [trees=N] [leaves=N] [questions=N] [rows=N] [again=N] [thorough=1]".into()
        );
    };
    let folder = Path::new(folder);
    let names =
        |file: &str| -> Result<Vec<String>, Fault> { Ok(read_names(&fs::read_to_string(folder.join(file))?, file)?) };
    let (actors, relations) = (names("entity2id.txt")?, names("relation2id.txt")?);
    let facts = |part: &str| -> Result<Vec<Fact>, Fault> {
        let text = fs::read_to_string(folder.join(format!("{part}.txt")))?;
        Ok(read_facts(&text, part, actors.len(), relations.len())?)
    };
    let mut settings = Settings::new(NonZeroUsize::MIN);
    for option in options {
        let (name, value) = option.split_once('=').ok_or("an option is NAME=N")?;
        let value = value.parse()?;
        match name {
            "thorough" => {
                settings = Settings { n_threads: settings.n_threads, ..Settings::thorough(NonZeroUsize::MIN) }
            }
            "threads" => settings.n_threads = value,
            "trees" => settings.n_trees = value,
            "leaves" => settings.n_leaves = value,
            "questions" => settings.n_questions = value,
            "rows" => settings.n_rows = value,
            "again" => settings.n_again = value,
            _ => return Err(format!("there is no setting `{name}`").into()),
        }
    }
    let mut known = facts("train")?;
    if part == "test" {
        known.extend(facts("valid")?);
    }
    let mut asked: BTreeMap<u32, BTreeSet<Fact>> = BTreeMap::new();
    for fact in facts(part)? {
        asked.entry(fact.time).or_default().insert(fact);
    }
    let graph = Graph { actors: actors.clone(), relations: relations.clone(), facts: known };
    let mut forecaster = Forecaster::learn(&graph, &settings)?;
    eprintln!("learned");
    let mut writer = std::io::BufWriter::new(fs::File::create(out)?);
    for (time, facts) in asked {
        let of = |fact: &Fact| {
            let Fact { actor, relation, recipient, .. } = *fact;
            [(Query::Recipient { actor, relation }, 'o'), (Query::Actor { recipient, relation }, 's')]
        };
        let queries: BTreeSet<Query> = facts.iter().flat_map(of).map(|(query, _)| query).collect();
        let queries: Vec<Query> = queries.into_iter().collect();
        let lists = forecaster.answer(&queries, time)?;
        let lists: BTreeMap<Query, String> = queries
            .into_iter()
            .zip(lists)
            .map(|(query, list)| {
                let mut text = String::new();
                for answer in list.iter().take(200) {
                    let _ = write!(text, "{}:{:.5e} ", answer.actor, answer.probability.get());
                }
                (query, text)
            })
            .collect();
        for fact in &facts {
            for (query, direction) in of(fact) {
                let Fact { actor, relation, recipient, .. } = fact;
                writeln!(
                    writer,
                    "{actor}\t{relation}\t{recipient}\t{time}\t{direction}\t{}",
                    lists[&query].trim_end()
                )?;
            }
        }
        forecaster.take_in(&facts.into_iter().collect::<Vec<_>>(), time)?;
    }
    Ok(writer.flush()?)
}
