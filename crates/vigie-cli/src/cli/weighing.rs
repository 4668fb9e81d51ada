//! The options of the commands that weigh and warn.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;
use vigie_analysis::hypotheses::Consistency;
use vigie_record::PublishedAt;

use super::WorkArgs;
use super::reach::ServerArgs;
use super::store::StoreArgs;

/// What a warning is drawn from.
#[derive(Debug, Args)]
pub(crate) struct EvidenceArgs {
    /// What to draw on instead of the store: files and folders of reports, what `vigie read --format jsonl` wrote, tables of events that
    /// `vigie import` takes [default: the store that is named, else what the problem names, else the store of this folder]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) store: StoreArgs,

    /// The date of reports that bring none, such as 2022-06-01
    #[arg(long, value_name = "DATE")]
    pub(crate) published: Option<PublishedAt>,

    #[command(flatten)]
    pub(crate) work: WorkArgs,

    /// A model file to read with instead of the one in the program
    #[arg(long, value_name = "FILE", env = "VIGIE_MODEL")]
    pub(crate) model: Option<PathBuf>,
}

/// Says how likely an outcome is, what speaks for it, and what to look for
#[derive(Debug, Args)]
#[command(
    before_help = "\
Examples:
  vigie warn examples/belarus-2022/problem.toml                    as of the day of the newest report
  vigie warn problem.toml --store desk.db                          against all that a store has
  vigie warn problem.toml --date 2022-05-28                        with what was known by that day
  vigie warn problem.toml --cite                                   with the sentences
  vigie read --format jsonl news/ > read.jsonl                     read once,
  vigie warn problem.toml read.jsonl                               ask often
  vigie warn problem.toml --format json | jq .now.probability
  vigie warn problem.toml --record ledger.jsonl                    and put the odds on the ledger
  vigie warn problem.toml --store desk.db --record                 on that of the store
  vigie warn problem.toml --server https://desk.example.org        against all that a server has",
    after_help = "\
A problem is a TOML file: an outcome, a base rate, indicators with what each is worth, hypotheses, thresholds. docs/components/warnings.md
has its fields, examples/belarus-2022/problem.toml is one.

What nobody looked for is `unmonitored` and moves no odds; it is `absent` where a report says so, or where enough reports would have told.

Exit codes: 0 done, 1 the problem or an input is wrong, 2 a fault of the program."
)]
pub(crate) struct WarnArgs {
    /// The file of the problem
    #[arg(value_name = "FILE")]
    pub(crate) problem: PathBuf,

    #[command(flatten)]
    pub(crate) evidence: EvidenceArgs,

    #[command(flatten)]
    pub(crate) server: ServerArgs,

    /// The day that is asked about; nothing that came later is used [default: the day of the newest report]
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<Date>,

    /// What to write
    #[arg(long, value_enum, default_value_t = PageFormat::Text)]
    pub(crate) format: PageFormat,

    /// Give every sentence behind a line, not only the newest
    #[arg(long)]
    pub(crate) cite: bool,

    /// Put the odds on a ledger, as a forecast of Vigie: that of this file, or without one that of the store
    #[arg(long, value_name = "LEDGER", num_args = 0..=1, default_missing_value = "-", hide_default_value = true)]
    pub(crate) record: Option<PathBuf>,
}

/// Looks at a problem again and again, and calls out once for each crossing of a threshold
#[derive(Debug, Args)]
#[command(
    before_help = "\
Examples:
  vigie watch problem.toml news/                                   look every ten minutes
  vigie watch problem.toml news/ --every 60 --command ./page-the-desk
  vigie watch problem.toml --store desk.db                         as records come into a store, which remembers what was told
  vigie watch problem.toml news/ --once                            look once, as from cron; the state file remembers

A crossing goes to the command (the crossing as JSON on its standard input, and VIGIE_PROBLEM, VIGIE_THRESHOLD, VIGIE_CROSSING and
VIGIE_PROBABILITY in its environment), to the web hook (as JSON by POST) and to the mail address (through sendmail) that the
problem's [alert] names, or these options. One that could not be delivered is tried again at the next look.",
    after_help = "Exit codes: 0 done, 1 the problem, an input or a delivery is wrong, 2 a fault of the program."
)]
pub(crate) struct WatchArgs {
    /// The file of the problem
    #[arg(value_name = "FILE")]
    pub(crate) problem: PathBuf,

    #[command(flatten)]
    pub(crate) evidence: EvidenceArgs,

    /// Look once and end
    #[arg(long)]
    pub(crate) once: bool,

    /// Seconds between two looks
    #[arg(long, value_name = "SECONDS", default_value_t = 600, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub(crate) every: u64,

    /// The day that is asked about, with --once [default: today]
    #[arg(long, value_name = "DATE", requires = "once")]
    pub(crate) date: Option<Date>,

    /// A file that remembers which thresholds are crossed [default: the store that is watched, else the problem's file with the ending
    /// .state.json]
    #[arg(long, value_name = "FILE")]
    pub(crate) state: Option<PathBuf>,

    /// A command to run at each crossing, by the shell
    #[arg(long, value_name = "COMMAND")]
    pub(crate) command: Option<String>,

    /// An address to post each crossing to
    #[arg(long, value_name = "URL")]
    pub(crate) web_hook: Option<String>,

    /// An address to mail each crossing to
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) mail: Option<String>,
}

/// Ranks explanations by how little the evidence contradicts them
#[derive(Debug, Args)]
#[command(
    before_help = "\
Examples:
  vigie hypotheses matrix.toml                                     the table, what it hangs on, and what to look for
  vigie hypotheses matrix.toml --keep belarus --store desk.db      keep it in a store, where several people rate,
  vigie hypotheses belarus --store desk.db                         and show it by its name; without a name all are listed
  vigie hypotheses matrix.csv --format json
  vigie hypotheses matrix.toml --propose problem.toml news/        evidence and ratings for people to judge
  vigie hypotheses matrix.toml --rate militia --hypothesis join --as I --by ana --because 'it frees soldiers, no more'

docs/components/hypotheses.md has the fields of the file. A rating is added at its end, with its author and time; nothing is overwritten.",
    after_help = "Exit codes: 0 done, 1 the file or an option is wrong, 2 a fault of the program."
)]
pub(crate) struct HypothesesArgs {
    /// The matrix: a file in TOML or CSV, or the name of one in the store
    #[arg(value_name = "MATRIX")]
    pub(crate) matrix: Option<PathBuf>,

    /// Keep the matrix of the file in the store, under this name
    #[arg(long, value_name = "NAME", requires = "matrix", conflicts_with_all = ["propose", "rate"])]
    pub(crate) keep: Option<String>,

    /// Add what the indicators of this warning problem find as evidence, with proposed ratings
    #[arg(long, value_name = "PROBLEM", conflicts_with = "rate")]
    pub(crate) propose: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) evidence: EvidenceArgs,

    /// What to write
    #[arg(long, value_enum, default_value_t = PageFormat::Text)]
    pub(crate) format: PageFormat,

    /// Rate this piece of evidence
    #[arg(long, value_name = "EVIDENCE", requires_all = ["hypothesis", "value", "by"])]
    pub(crate) rate: Option<String>,

    /// For this hypothesis
    #[arg(long, value_name = "HYPOTHESIS", requires = "rate")]
    pub(crate) hypothesis: Option<String>,

    /// As this: II, I, N, C, CC or N/A
    #[arg(long = "as", value_name = "RATING", requires = "rate")]
    pub(crate) value: Option<Consistency>,

    /// Who rates
    #[arg(long, value_name = "NAME", requires = "rate")]
    pub(crate) by: Option<String>,

    /// Why
    #[arg(long, value_name = "WORDS", requires = "rate")]
    pub(crate) because: Option<String>,
}

/// Keeps forecasts until their day comes, and scores them
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  vigie ledger add --store desk.db --statement 'Belarus enters the war' --probability 0.05 --issued-on 2022-06-01 --due 2022-12-31 --source ana
  vigie ledger read --store desk.db                                put the forecasts of its reports on it
  vigie ledger due --store desk.db                                 what is to be settled
  vigie ledger resolve --store desk.db 3f2a no --by ana --because 'no unit was found in Ukraine'
  vigie ledger settle --store desk.db --problem problem.toml       by the event patterns of an outcome
  vigie ledger score --store desk.db                               Brier and log scores and calibration, by source
  vigie ledger plot --store desk.db --svg calibration.svg
  vigie ledger read --ledger desk.jsonl examples/belarus-2022      a ledger in a file of its own

The ledger lies in the file of --ledger or VIGIE_LEDGER, else in the store of --store or VIGIE_STORE, else in ledger.jsonl where the folder
has one, else in the store of the folder or the user; without any of these a ledger.jsonl is begun.")]
pub(crate) struct LedgerArgs {
    #[command(subcommand)]
    pub(crate) command: LedgerCommand,
}

/// What is done with a ledger.
#[derive(Debug, Subcommand)]
pub(crate) enum LedgerCommand {
    /// Adds a forecast of a person
    Add(LedgerAddArgs),
    /// Adds the forecasts that reports carry, each once
    Read(LedgerReadArgs),
    /// Lists the forecasts
    List(LedgerListArgs),
    /// Lists the open forecasts whose day has come
    Due(LedgerListArgs),
    /// Settles a forecast by hand
    Resolve(LedgerResolveArgs),
    /// Settles what is due by the event patterns of a problem's outcome
    Settle(LedgerSettleArgs),
    /// Scores what is settled: Brier, logarithm, calibration, by source
    Score(LedgerScoreArgs),
    /// Draws the calibration
    Plot(LedgerPlotArgs),
    /// Brings the entries of a ledger file in, each once
    Import(LedgerImportArgs),
    /// Writes all entries as the lines of a ledger file
    Export(LedgerExportArgs),
}

#[derive(Debug, Args)]
pub(crate) struct LedgerImportArgs {
    #[command(flatten)]
    pub(crate) place: LedgerPlace,

    /// The file
    #[arg(value_name = "FROM")]
    pub(crate) from: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct LedgerExportArgs {
    #[command(flatten)]
    pub(crate) place: LedgerPlace,

    /// Where to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

/// A ledger in a file of its own.
#[derive(Debug, Args)]
pub(crate) struct LedgerFile {
    /// A ledger in a file instead of the store: one JSON object a line, which only grows
    #[arg(long, value_name = "FILE", env = "VIGIE_LEDGER")]
    pub(crate) ledger: Option<PathBuf>,
}

/// Where a ledger lies.
#[derive(Debug, Args)]
pub(crate) struct LedgerPlace {
    #[command(flatten)]
    pub(crate) file: LedgerFile,

    #[command(flatten)]
    pub(crate) store: StoreArgs,
}

#[derive(Debug, Args)]
pub(crate) struct LedgerAddArgs {
    #[command(flatten)]
    pub(crate) place: LedgerPlace,

    /// What is to be, so that it can come true or fail
    #[arg(long, value_name = "WORDS")]
    pub(crate) statement: String,

    /// How likely, from 0 to 1
    #[arg(long, value_name = "P")]
    pub(crate) probability: f64,

    /// By when
    #[arg(long, value_name = "DATE")]
    pub(crate) due: Date,

    /// Who says so
    #[arg(long, value_name = "NAME")]
    pub(crate) source: String,

    /// When it was said, on the day that it is due or before [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) issued_on: Option<Date>,

    /// A problem whose outcome settles it
    #[arg(long, value_name = "PROBLEM")]
    pub(crate) problem: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct LedgerReadArgs {
    #[command(flatten)]
    pub(crate) file: LedgerFile,

    #[command(flatten)]
    pub(crate) evidence: EvidenceArgs,
}

#[derive(Debug, Args)]
pub(crate) struct LedgerListArgs {
    #[command(flatten)]
    pub(crate) place: LedgerPlace,

    /// The day that is asked about [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<Date>,

    /// What to write
    #[arg(long, value_enum, default_value_t = PageFormat::Text)]
    pub(crate) format: PageFormat,
}

#[derive(Debug, Args)]
pub(crate) struct LedgerResolveArgs {
    #[command(flatten)]
    pub(crate) place: LedgerPlace,

    /// The id of the forecast, or the beginning of it
    #[arg(value_name = "ID")]
    pub(crate) id: String,

    /// What became of it
    #[arg(value_name = "OUTCOME", value_enum)]
    pub(crate) outcome: OutcomeArg,

    /// Who settles it
    #[arg(long, value_name = "NAME")]
    pub(crate) by: String,

    /// When [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<Date>,

    /// Why
    #[arg(long, value_name = "WORDS")]
    pub(crate) because: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct LedgerSettleArgs {
    #[command(flatten)]
    pub(crate) file: LedgerFile,

    /// The problem whose outcome settles the forecasts that name it
    #[arg(long, value_name = "PROBLEM")]
    pub(crate) problem: PathBuf,

    #[command(flatten)]
    pub(crate) evidence: EvidenceArgs,

    /// The day that is asked about [default: the day of the newest report]
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<Date>,
}

#[derive(Debug, Args)]
pub(crate) struct LedgerScoreArgs {
    #[command(flatten)]
    pub(crate) place: LedgerPlace,

    /// What to write
    #[arg(long, value_enum, default_value_t = PageFormat::Text)]
    pub(crate) format: PageFormat,
}

#[derive(Debug, Args)]
pub(crate) struct LedgerPlotArgs {
    #[command(flatten)]
    pub(crate) place: LedgerPlace,

    /// Write a picture there instead of drawing on the terminal
    #[arg(long, value_name = "FILE")]
    pub(crate) svg: Option<PathBuf>,

    /// The forecasts of this source only
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Option<String>,
}

/// What became of a forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutcomeArg {
    /// It came true
    Yes,
    /// It failed
    No,
    /// It can no longer be settled
    Void,
}

/// How a page of results is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PageFormat {
    /// A page for people
    Text,
    /// One JSON object
    Json,
}

/// Says what followed when it stood so before: how often, how soon, and how often nothing did
#[derive(Debug, Args)]
#[command(
    before_help = "\
Examples:
  vigie precedents BLR UKR                                         in the store of this folder
  vigie precedents BLR UKR reports/                                what stands between the two now, and what followed it before
  vigie precedents Russia Ukraine --events events.tsv --date 2014-02-20 --then 19
  vigie precedents --rule MOBILIZE ASSAULT --events events.tsv     how far an act goes before another, by recency and frequency
  vigie precedents --disputes mid5/                                after a show of force, does the use of force follow?

Sides are countries by code or name, or actors of no country by name. Kinds of acts are PLOVER types, or roots of CAMEO codes (19) in tables that have those.",
    after_help = "\
Beside each rate stand its interval at 95 % (Wilson) and the base rate: how often it comes on any day between the same pairs.
--disputes wants a folder with the incidents of the Correlates of War project (MIDI-5.0.csv and MIDIP-5.0.csv).

Exit codes: 0 done, 1 an input or an option is wrong, 2 a fault of the program."
)]
pub(crate) struct PrecedentsArgs {
    /// Who acts, such as BLR or Belarus
    #[arg(value_name = "ACTOR", required_unless_present_any = ["rule", "disputes"])]
    pub(crate) actor: Option<String>,

    /// On whom, such as UKR or Ukraine
    #[arg(value_name = "RECIPIENT", requires = "actor")]
    pub(crate) recipient: Option<String>,

    #[command(flatten)]
    pub(crate) evidence: EvidenceArgs,

    #[command(flatten)]
    pub(crate) server: ServerArgs,

    /// A table of events: date, `actor_country`, `recipient_country` and cameo with tabs between, or any that `vigie import` takes; can be
    /// given more than once
    #[arg(long, value_name = "FILE")]
    pub(crate) events: Vec<PathBuf>,

    /// The day that is asked about; nothing that came later is used [default: the day of the newest event]
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<Date>,

    /// How many days up to that day make the situation
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(i32).range(1..=365))]
    pub(crate) window: i32,

    /// Ask about this kind of act only
    #[arg(long, value_name = "KIND")]
    pub(crate) then: Option<String>,

    /// How often the second kind of act follows the first within 30 days, by recency and frequency
    #[arg(long, num_args = 2, value_names = ["LEAD", "SEQUEL"], conflicts_with = "actor")]
    pub(crate) rule: Option<Vec<String>>,

    /// With --rule: the sequel comes from the other side
    #[arg(long, requires = "rule")]
    pub(crate) answered: bool,

    /// A folder with the incidents of militarised disputes
    #[arg(long, value_name = "DIR", conflicts_with_all = ["actor", "rule"])]
    pub(crate) disputes: Option<PathBuf>,

    /// Days within which force follows, with --disputes
    #[arg(long, value_name = "DAYS", default_value_t = 90, requires = "disputes", value_parser = clap::value_parser!(i32).range(1..=3660))]
    pub(crate) horizon: i32,

    /// What to write
    #[arg(long, value_enum, default_value_t = PageFormat::Text)]
    pub(crate) format: PageFormat,
}
