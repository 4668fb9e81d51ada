//! The options of `vigie export`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use vigie_store::Words;

use super::Only;
use super::reach::ReachArgs;
use super::store::FilterArgs;

/// Writes records of the store, or of a server that has one, in the formats of other tools
#[derive(Debug, Args)]
#[command(
    before_help = "\
Examples:
  vigie export --dyad RUS:UKR --since 2022-01-01 > events.csv
  vigie export --format geojson --country UKR --type ASSAULT --output attacks.geojson
  vigie export --format spreadsheet --only claims --source Lukashenko > claims.csv
  vigie export --format stix --words militia > bundle.json
  vigie export --format jsonl > all.jsonl           all that `vigie import` puts into another store
  vigie export --format graphml --nodes countries --from gdelt > network.graphml",
    after_help = "\
csv, spreadsheet and parquet hold one kind of records: events unless --only says otherwise. jsonl without --only writes the reports that fulfil the filters with all their records, and the rows of tables. geojson, graphml, gdelt and polecat hold events. Columns and what each format leaves out: docs/export.md.

Exit codes: 0 done, 1 nothing was found or an option is wrong, 2 a fault of the program."
)]
pub(crate) struct ExportArgs {
    /// The format
    #[arg(long, value_enum, default_value_t = ExportFormat::Csv)]
    pub(crate) format: ExportFormat,

    /// One kind of records
    #[arg(long, value_enum, value_name = "KIND")]
    pub(crate) only: Option<Only>,

    /// What the nodes of a network are
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = NodesAre::Actors)]
    pub(crate) nodes: NodesAre,

    /// The file to write, instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Words of the report
    #[arg(long, value_name = "WORDS")]
    pub(crate) words: Option<Words>,

    /// Kinds of claims: report, assessment, explanation, forecast, analogy, intention, demand, denial; several with commas
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub(crate) kind: Vec<String>,

    #[command(flatten)]
    pub(crate) filter: FilterArgs,

    #[command(flatten)]
    pub(crate) reach: ReachArgs,
}

/// Formats of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// A table with commas
    Csv,
    /// The same, with cells that would be formulas guarded
    Spreadsheet,
    /// Lines of JSON, which `vigie import` reads back whole
    Jsonl,
    /// A typed table in columns
    Parquet,
    /// Points on a map
    Geojson,
    /// Who acts on whom, as a network
    Graphml,
    /// A bundle of STIX 2.1
    Stix,
    /// The 61 columns of GDELT 2.0
    Gdelt,
    /// The 40 columns of POLECAT
    Polecat,
}

/// What the nodes of a network are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum NodesAre {
    /// Actors
    Actors,
    /// Countries
    Countries,
}
