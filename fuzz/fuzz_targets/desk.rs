//! Reads any text as a file that a user of the desk writes or brings; the first byte says which: a warning problem, a matrix, tables of
//! knowledge, a GeoNames dump, dictionaries of actors, a Wikidata dump, names and facts of a graph.
//!
//! `cargo +nightly fuzz run desk`, from the root of the repository.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use vigie_analysis::hypotheses::{matrix_of_csv, matrix_of_toml, weigh};
use vigie_analysis::next::{read_facts, read_names};
use vigie_analysis::warning::Problem;
use vigie_codes::{Codes, UserTables};
use vigie_reader::actor::{ActorBook, petrarch, wikidata::Offices};
use vigie_reader::claim::Lexicon;
use vigie_reader::event::EventReader;
use vigie_reader::place::Gazetteer;

static BOOK: LazyLock<ActorBook> = LazyLock::new(|| ActorBook::new(&UserTables::new()).expect("our own tables are sound"));

/// Tables that a user may have, those that are read fast; others go the same way through `vigie_codes::Table`.
const TABLES: [&str; 14] = [
    "acled.tsv",
    "cameo.tsv",
    "countries.tsv",
    "country-codes.tsv",
    "event-modes.tsv",
    "event-types.tsv",
    "sector-codes.tsv",
    "frames.tsv",
    "light-verbs.tsv",
    "status-words.tsv",
    "topics.tsv",
    "word-classes.tsv",
    "cues.tsv",
    "certainty.tsv",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    match first % 32 {
        0 => {
            if let Ok(problem) = Problem::parse("a.toml", text) {
                let _ = format!("{problem:?}");
            }
        }
        1 => {
            if let Ok(matrix) = matrix_of_toml("a.toml", text) {
                let _ = weigh(&matrix);
            }
        }
        2 => {
            if let Ok(matrix) = matrix_of_csv("a.csv", text) {
                let _ = weigh(&matrix);
            }
        }
        3 => {
            let (gazetteer, _) = Gazetteer::embedded().with_geonames(text);
            text.split_whitespace().take(20).for_each(|name| drop(gazetteer.candidates(name)));
        }
        4 => {
            if let Ok(gazetteer) = Gazetteer::embedded().with_table("places-extra.tsv", text) {
                text.split_whitespace().take(20).for_each(|name| drop(gazetteer.candidates(name)));
            }
        }
        5 => {
            for (name, table) in petrarch::actor_tables(text) {
                let read = vigie_codes::Table::parse(&name, &table, &[]);
                assert!(read.is_ok(), "what is written reads back");
            }
        }
        6 => {
            for (name, table) in petrarch::agent_tables(text) {
                let read = vigie_codes::Table::parse(&name, &table, &[]);
                assert!(read.is_ok(), "what is written reads back");
            }
        }
        7 => {
            let mut offices = Offices::default();
            text.lines().for_each(|line| offices.learn(line));
            text.lines().for_each(|line| drop(offices.rows(line, &BOOK)));
        }
        8 => {
            if let Ok(names) = read_names(text, "a") {
                let _ = read_facts(text, "b", names.len(), 3);
            }
            let _ = read_facts(text, "b", 5, 3);
        }
        nth => {
            let at = usize::from(nth) - 9;
            let name = TABLES[at % TABLES.len()];
            let user: UserTables = [(name.to_owned(), text.to_owned())].into();
            if at < 7 {
                let _ = Codes::new(&user);
            } else if at < 12 {
                let _ = EventReader::new(&user);
            } else {
                let _ = Lexicon::new(&user);
            }
        }
    }
});
