//! The options of the commands that work on a store.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use vigie_record::PublishedAt;
use vigie_store::{Cursor, Words};

use super::WorkArgs;
use super::days::Days;
use super::reach::ReachArgs;

/// Which store is meant.
#[derive(Debug, Clone, Args)]
pub(crate) struct StoreArgs {
    /// The store [default: vigie.db of the current folder where there is one, else vigie/vigie.db in `$XDG_DATA_HOME` or ~/.local/share]
    #[arg(long, value_name = "FILE", env = "VIGIE_STORE")]
    pub(crate) store: Option<PathBuf>,

    /// The folder of a user's data.
    #[arg(long, hide = true, env = "XDG_DATA_HOME", hide_env = true)]
    pub(crate) data_home: Option<PathBuf>,
}

/// Reads reports into the store; those that are there already are not read again
#[derive(Debug, Args)]
#[command(
    before_help = "\
Examples:
  vigie add story.txt                               read it, keep it
  vigie add reports/ dump.jsonl pages/              files, dumps and folders, at any depth
  vigie add --store desk.db reports/                into a store of its own
  vigie add --server https://desk.example.org reports/
                                                    to a server, which reads them with its own model",
    after_help = "\
Each report is on the disk, whole, before the next: a run that is broken off goes on where it was when you start it again. A report of the same address with another text is a new version; near-copies share a story.

Exit codes: 0 done, 1 an input or an option is wrong, 2 a fault of the program."
)]
pub(crate) struct AddArgs {
    /// Reports: files, folders, or - for standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// The date of reports that bring none, such as 2022-06-01
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<PublishedAt>,

    #[command(flatten)]
    pub(crate) reach: ReachArgs,

    #[command(flatten)]
    pub(crate) work: WorkArgs,

    /// A model file to read with instead of the one in the program
    #[arg(long, value_name = "FILE", env = "VIGIE_MODEL")]
    pub(crate) model: Option<PathBuf>,
}

/// What is asked for, alone and together.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "What is asked for")]
pub(crate) struct FilterArgs {
    /// Who acts: an id such as RUS/MIL, or a part of a name
    #[arg(long, value_name = "WHO")]
    pub(crate) actor: Option<String>,

    /// Who is acted on
    #[arg(long, value_name = "WHO")]
    pub(crate) recipient: Option<String>,

    /// Who acts or is acted on
    #[arg(long, value_name = "WHO")]
    pub(crate) party: Option<String>,

    /// A country that acts or is acted on, such as UKR, UA or Ukraine; several with commas
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(crate) country: Vec<String>,

    /// A country that acts on another: RUS:UKR, or RUS-UKR for both ways; names do as well
    #[arg(long, value_name = "DYAD")]
    pub(crate) dyad: Option<String>,

    /// PLOVER types or modes, or how a CAMEO code begins: ASSAULT, 19; several with commas
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    pub(crate) event_type: Vec<String>,

    /// happened, under-way, planned, threatened, possible, denied, hypothetical, historical; several with commas
    #[arg(long, value_name = "STATUS", value_delimiter = ',')]
    pub(crate) status: Vec<String>,

    /// Who is quoted: an id, or a part of a name or of the words that name him
    #[arg(long, value_name = "WHO")]
    pub(crate) source: Option<String>,

    /// How sure a source is: a band of ICD 203 such as likely, or numbers such as 0.55-0.8
    #[arg(long, value_name = "BAND")]
    pub(crate) certainty: Option<String>,

    /// The first day, month or year: 2022-02-24, 2022-02, 2022; of events any day that they lasted or may have been on counts
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<Days>,

    /// The last day, month or year
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<Days>,

    /// A part of the name of a place, another name of it such as Kiev, or the code of its country
    #[arg(long, value_name = "PLACE")]
    pub(crate) place: Option<String>,

    /// A story: its id or that of one of its reports, or the beginning of it
    #[arg(long, value_name = "ID")]
    pub(crate) story: Option<String>,

    /// A part of the name of who published it, first or as a copy to the letter
    #[arg(long, value_name = "NAME")]
    pub(crate) outlet: Option<String>,

    /// reports, tables, or a dataset such as gdelt
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) from: Option<String>,

    /// A tag
    #[arg(long, value_name = "TAG")]
    pub(crate) tag: Option<String>,

    /// Also reports that a newer version has replaced
    #[arg(long)]
    pub(crate) all_versions: bool,
}

/// How much is wanted, and in what form.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "How it is written")]
pub(crate) struct ListArgs {
    /// How it is written
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    pub(crate) format: ListFormat,

    /// The most of a page
    #[arg(long, value_name = "N", default_value = "20", value_parser = at_least_one)]
    pub(crate) limit: NonZeroUsize,

    /// All of them, page after page
    #[arg(long, conflicts_with_all = ["limit", "after"])]
    pub(crate) all: bool,

    /// Go on after a place that the page before gave
    #[arg(long, value_name = "PLACE", allow_hyphen_values = true)]
    pub(crate) after: Option<Cursor>,
}

pub(super) fn at_least_one(text: &str) -> Result<NonZeroUsize, String> {
    text.parse().map_err(|_| "write a number from 1 on".to_owned())
}

/// A form of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// For people
    Table,
    /// One JSON object a line
    Jsonl,
    /// One row each, as RFC 4180 has it
    Csv,
}

/// What a list of records is asked for, and how it is written.
#[derive(Debug, Clone, Args)]
pub(crate) struct AskArgs {
    /// Words of the report, or of the row of a table
    #[arg(long, value_name = "WORDS")]
    pub(crate) words: Option<Words>,

    #[command(flatten)]
    pub(crate) filter: FilterArgs,

    #[command(flatten)]
    pub(crate) list: ListArgs,

    #[command(flatten)]
    pub(crate) reach: ReachArgs,
}

/// Searches the reports of the store, and shows the sentence that was hit
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  vigie search drills border                        both words
  vigie search '\"people'\\''s militia\" milit*'        a phrase, and the beginning of a word
  vigie search 'tank* OR guns -peace' --country UKR --since 2022-01-01
  vigie search --source Yalowitz --certainty likely without words: what the store has of it
  vigie search drills --server https://desk.example.org --token-file ~/.vigie-token

Words: all must be there; \"a phrase\"; milit*; OR between two; -word for what must not be there; ( ); title:word.")]
pub(crate) struct SearchArgs {
    /// Words to search for
    #[arg(value_name = "WORDS")]
    pub(crate) words: Vec<String>,

    #[command(flatten)]
    pub(crate) filter: FilterArgs,

    #[command(flatten)]
    pub(crate) list: ListArgs,

    #[command(flatten)]
    pub(crate) reach: ReachArgs,
}

/// Lists events, of reports and of tables, or counts them
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  vigie events --dyad RUS:UKR --type ASSAULT --since 2022-02-01
  vigie events --country BLR --status planned,threatened
  vigie events --dyad RUS-UKR --count month --format csv > counts.csv
  vigie events --count day --occurrences            an event of five reports counts once")]
pub(crate) struct EventsArgs {
    /// Count them by day, month or year instead, all bins at once; what is known less precisely is in none, and told of
    #[arg(long, value_enum, value_name = "BIN", conflicts_with_all = ["limit", "after"])]
    pub(crate) count: Option<CountBin>,

    /// Count occurrences: what several reports tell of counts once
    #[arg(long, requires = "count")]
    pub(crate) occurrences: bool,

    #[command(flatten)]
    pub(crate) ask: AskArgs,
}

/// What counts are taken by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CountBin {
    /// By day
    Day,
    /// By month
    Month,
    /// By year
    Year,
}

/// Lists claims: who says what, how sure
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  vigie claims --source Lukashenko
  vigie claims --kind denial,intention --country UKR --since 2022-01-01
  vigie claims --certainty 'very likely' --format jsonl")]
pub(crate) struct ClaimsArgs {
    /// report, assessment, explanation, forecast, analogy, intention, demand, denial; several with commas
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub(crate) kind: Vec<String>,

    #[command(flatten)]
    pub(crate) ask: AskArgs,
}

/// Lists forecasts, those that are due last first; --since and --until are about the day they are due
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  vigie forecasts
  vigie forecasts --source Yalowitz --certainty likely
  vigie forecasts --until 2027-06-01                due by then")]
pub(crate) struct ForecastsArgs {
    #[command(flatten)]
    pub(crate) ask: AskArgs,
}

/// Lists stories: reports that are near-copies of each other
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  vigie stories                                     those of two reports or more
  vigie stories --least 5 --country UKR --format jsonl")]
pub(crate) struct StoriesArgs {
    /// The least number of reports
    #[arg(long, value_name = "N", default_value = "2", value_parser = at_least_one)]
    pub(crate) least: NonZeroUsize,

    #[command(flatten)]
    pub(crate) ask: AskArgs,
}

/// Shows a report with its records, or why a record says what it says
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  vigie show 3f2a91                                 the report or record whose id begins so
  vigie show --format jsonl 3f2a91
  vigie show gdelt:410412347                        a row of a table, by dataset and what the dataset calls it")]
pub(crate) struct ShowArgs {
    /// An id, or the beginning of one; or DATASET:ID for a row of a table
    #[arg(value_name = "ID", required = true)]
    pub(crate) ids: Vec<String>,

    /// How it is written: a page for people, or JSON
    #[arg(long, value_enum, default_value_t = ShowFormat::Page)]
    pub(crate) format: ShowFormat,

    /// Give the sentence under each line
    #[arg(long)]
    pub(crate) cite: bool,

    #[command(flatten)]
    pub(crate) reach: ReachArgs,
}

/// A form of one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ShowFormat {
    /// A page for people
    Page,
    /// One JSON object a line
    Jsonl,
}

/// Says what the store holds
#[derive(Debug, Args)]
pub(crate) struct StatusArgs {
    /// How it is written: for people, or JSON
    #[arg(long, value_enum, default_value_t = ShowFormat::Page)]
    pub(crate) format: ShowFormat,

    #[command(flatten)]
    pub(crate) reach: ReachArgs,
}

/// Checks the whole store, and says what is lost where it is damaged
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  vigie check
  vigie check --store desk.db --mend                make the index of words anew

Exit codes: 0 the store is sound, 1 it is not, 2 a fault of the program.")]
pub(crate) struct CheckArgs {
    /// Make the index of words anew from the texts
    #[arg(long)]
    pub(crate) mend: bool,

    #[command(flatten)]
    pub(crate) store: StoreArgs,
}

/// Writes the store to a file, whole and checked; others may go on writing meanwhile
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  vigie backup backups/2026-11-25.db")]
pub(crate) struct BackupArgs {
    /// The file, which must not be there yet
    #[arg(value_name = "FILE")]
    pub(crate) to: PathBuf,

    #[command(flatten)]
    pub(crate) store: StoreArgs,
}

/// Puts a backup in the place of the store; what was there is kept beside it
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  vigie restore backups/2026-11-25.db

Nothing else may have the store open.")]
pub(crate) struct RestoreArgs {
    /// The backup
    #[arg(value_name = "FILE")]
    pub(crate) from: PathBuf,

    #[command(flatten)]
    pub(crate) store: StoreArgs,
}

/// Who says so.
#[derive(Debug, Clone, Args)]
pub(crate) struct AuthorArgs {
    /// Who you are: it stands with what you say [default: your user name]
    #[arg(long, value_name = "NAME", env = "VIGIE_AUTHOR")]
    pub(crate) author: Option<String>,

    /// The name of the user.
    #[arg(long, hide = true, env = "USER", hide_env = true)]
    pub(crate) user: Option<String>,
}

/// Corrects an event: the machine's record stays, queries and counts go by the correction
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  vigie correct 3f2a91 --status planned --because 'the text says will'
  vigie correct 3f2a91 --type COERCE --actor BLR/GOV --actor-country BLR
  vigie correct gdelt:410412347 --reject --because 'a football match'")]
pub(crate) struct CorrectArgs {
    /// The event: its id or the beginning of it, or DATASET:ID
    #[arg(value_name = "ID")]
    pub(crate) id: String,

    /// It is no event at all
    #[arg(long)]
    pub(crate) reject: bool,

    /// The PLOVER type
    #[arg(long = "type", value_name = "TYPE")]
    pub(crate) event_type: Option<String>,

    /// The PLOVER mode
    #[arg(long, value_name = "MODE")]
    pub(crate) mode: Option<String>,

    /// happened, under-way, planned, threatened, possible, denied, hypothetical or historical
    #[arg(long, value_name = "STATUS")]
    pub(crate) status: Option<String>,

    #[command(flatten)]
    pub(crate) sides: SidesArgs,

    /// Its first day
    #[arg(long, value_name = "DATE")]
    pub(crate) start: Option<Date>,

    /// Its last day
    #[arg(long, value_name = "DATE")]
    pub(crate) end: Option<Date>,

    /// Why
    #[arg(long, value_name = "WORDS")]
    pub(crate) because: Option<String>,

    #[command(flatten)]
    pub(crate) author: AuthorArgs,

    #[command(flatten)]
    pub(crate) reach: ReachArgs,
}

/// Who acts on whom, as a person says it.
#[derive(Debug, Args)]
pub(crate) struct SidesArgs {
    /// Who acts: an id or a name
    #[arg(long, value_name = "WHO")]
    pub(crate) actor: Option<String>,

    /// The country of who acts
    #[arg(long, value_name = "CODE", requires = "actor")]
    pub(crate) actor_country: Option<String>,

    /// The sector of who acts, such as GOV or MIL
    #[arg(long, value_name = "CODE", requires = "actor")]
    pub(crate) actor_sector: Option<String>,

    /// Who is acted on: an id or a name
    #[arg(long, value_name = "WHO")]
    pub(crate) recipient: Option<String>,

    /// The country of who is acted on
    #[arg(long, value_name = "CODE", requires = "recipient")]
    pub(crate) recipient_country: Option<String>,

    /// The sector of who is acted on
    #[arg(long, value_name = "CODE", requires = "recipient")]
    pub(crate) recipient_sector: Option<String>,
}

/// Tags a report or a record with a word of your own
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  vigie tag 3f2a91 border-crisis
  vigie search --tag border-crisis")]
pub(crate) struct TagArgs {
    /// The report or record: its id or the beginning of it, or DATASET:ID
    #[arg(value_name = "ID")]
    pub(crate) id: String,

    /// The word
    #[arg(value_name = "TAG")]
    pub(crate) tag: String,

    #[command(flatten)]
    pub(crate) author: AuthorArgs,

    #[command(flatten)]
    pub(crate) reach: ReachArgs,
}

/// Judges a report or a record: by the Admiralty scale, in words, or what became of a forecast
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  vigie judge 3f2a91 --reliability B --credibility 3
  vigie judge 77c0de --resolution came-true --on 2026-11-20
  vigie judge 3f2a91 --note 'no second source'")]
pub(crate) struct JudgeArgs {
    /// The report or record: its id or the beginning of it, or DATASET:ID
    #[arg(value_name = "ID")]
    pub(crate) id: String,

    /// How reliable the source is, from A (completely) to E (not), or F (cannot be judged)
    #[arg(long, value_name = "A-F")]
    pub(crate) reliability: Option<char>,

    /// How credible the information is, from 1 (confirmed) to 5 (improbable), or 6 (cannot be judged)
    #[arg(long, value_name = "1-6")]
    pub(crate) credibility: Option<u8>,

    /// What became of a forecast: came-true, failed, void or open
    #[arg(long, value_name = "WHAT")]
    pub(crate) resolution: Option<String>,

    /// The day on which that was settled
    #[arg(long, value_name = "DATE", requires = "resolution")]
    pub(crate) on: Option<Date>,

    /// In words
    #[arg(long, value_name = "WORDS")]
    pub(crate) note: Option<String>,

    #[command(flatten)]
    pub(crate) author: AuthorArgs,

    #[command(flatten)]
    pub(crate) reach: ReachArgs,
}

/// Takes a correction, tag or judgement back, or an undo, or a record that was added by hand
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  vigie undo 9b1e04                                 the id that `vigie correct` or `vigie record` gave, or `vigie show` shows")]
pub(crate) struct UndoArgs {
    /// The remark or record: its id or the beginning of it
    #[arg(value_name = "ID")]
    pub(crate) id: String,

    #[command(flatten)]
    pub(crate) author: AuthorArgs,

    #[command(flatten)]
    pub(crate) reach: ReachArgs,
}

/// Puts event tables of others into the store: GDELT, ICEWS, POLECAT, ACLED, UCDP GED, Phoenix, and Vigie's own exports
#[derive(Debug, Args)]
#[command(
    before_help = "\
Examples:
  vigie import 20240101*.export.CSV.zip             GDELT events, mentions or quotations
  vigie import acled.csv acled-deleted.csv
  vigie import --version 251 ged251.csv             a later edition of a dataset whose rows do not say their version",
    after_help = "\
What a table is, is seen from its header or its columns, never from the name of the file. The same file again adds nothing; a newer version of a row takes the place of the older; a run that is broken off goes on where it was.

Exit codes: 0 done, 1 a file or a row does not fit, 2 a fault of the program."
)]
pub(crate) struct ImportArgs {
    /// Files, also packed by gzip, archives of zip with all tables in them, and folders
    #[arg(value_name = "FILE", required = true)]
    pub(crate) paths: Vec<PathBuf>,

    /// The version of rows that do not say their own: larger for a later edition
    #[arg(long, value_name = "N", default_value = "0")]
    pub(crate) version: u64,

    /// Where rows go that do not fit, with file, line and reason [default: the name of the store with .rejects.jsonl]
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,

    /// A folder with tables of your own (cameo.tsv, countries.tsv, ...), whose rows go before those in the program
    #[arg(long, value_name = "DIR")]
    pub(crate) knowledge: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) store: StoreArgs,
}
