//! The options of the commands that ask a history of events.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::store::{StoreArgs, at_least_one};
use crate::pick::WrittenPair;

/// Where events come from.
#[derive(Debug, Args)]
pub(crate) struct SourceArgs {
    /// A table of events to ask instead of the store, packed or not: date, `actor_country`, `recipient_country` and cameo with tabs between, or
    /// any that `vigie import` takes; can be given more than once
    #[arg(long, value_name = "FILE")]
    pub(crate) events: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) store: StoreArgs,

    /// A folder with tables of your own (cameo.tsv, country-codes.tsv, ...), whose rows go before those in the program
    #[arg(long, value_name = "DIR")]
    pub(crate) knowledge: Option<PathBuf>,
}

/// Says how likely it is that one country uses force against another, for every pair that has dealings
#[derive(Debug, Args)]
#[command(
    before_help = "\
Examples:
  vigie onset                                       the likeliest pairs, as of the last day of the store
  vigie onset --events events.tsv.gz                the same of a table
  vigie onset --events events.tsv --explain 'Russia > Ukraine'
  vigie onset --events events.tsv --from 2014-01-05 --to 2014-12-01 --every 7 --out odds.csv",
    after_help = "\
A plain table has a line of names and tabs between its cells: date, actor_country, recipient_country and cameo at least; actor,
recipient and goldstein are used where there. Odds as of a day come from the events up to and on that day alone: the model is learned from
them as the walk goes on. A pair needs five events to have odds.

Columns out: date, actor_country, recipient_country, probability.

Exit codes: 0 done, 1 an input or an option is wrong, 2 a fault of the program."
)]
pub(crate) struct OnsetArgs {
    #[command(flatten)]
    pub(crate) source: SourceArgs,

    /// Which CAMEO codes count as force: what they begin with
    #[arg(long, value_name = "CODES", value_delimiter = ',', value_parser = cameo, default_values = ["18", "19", "20"])]
    pub(crate) roots: Vec<String>,

    /// How many days ahead the odds look
    #[arg(long, value_name = "DAYS", default_value_t = 30)]
    pub(crate) horizon: i32,

    /// How many days lie between one answer and the next
    #[arg(long, value_name = "DAYS", default_value_t = 7)]
    pub(crate) every: i32,

    /// The first day as of which odds are given [default: the last]
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<jiff::civil::Date>,

    /// The last day as of which odds are given [default: the last of the events]
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<jiff::civil::Date>,

    /// Where to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// What to write; a table of the likeliest pairs on a terminal, CSV of all where output goes elsewhere
    #[arg(long, value_enum)]
    pub(crate) format: Option<OddsFormat>,

    /// Say why the odds of a pair are what they are on the last day, as 'Russia > Ukraine'
    #[arg(long, value_name = "PAIR", value_parser = WrittenPair::parse, conflicts_with_all = ["out", "format"])]
    pub(crate) explain: Option<WrittenPair>,
}

/// How a CAMEO code begins: two figures from 01 to 20, and up to two more.
fn cameo(text: &str) -> Result<String, String> {
    let code = text.trim();
    let is_root = |root: &str| root.parse::<u8>().is_ok_and(|root| (1..=20).contains(&root));
    let is_code = (2..=4).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit());
    if is_code && is_root(&code[..2]) {
        return Ok(code.to_owned());
    }
    Err("write how CAMEO codes begin, with commas between: two to four figures such as 18, 19 or 043".to_owned())
}

/// How odds are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OddsFormat {
    /// The likeliest pairs, for people
    Table,
    /// One row for each pair and day
    Csv,
}

/// Counts what was done by day, week or month, and says where the level changed and what stands out
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  vigie series --pair 'RUS > UKR' --codes 18,19,20                   of the store
  vigie series --events events.tsv.gz --pair 'Russia > Ukraine' --codes 18,19,20
  vigie series --events events.tsv --pair '* > Israel' --by month --format csv > israel.csv

What is planned, feared or denied is counted by its status and not among the events. A bin of which no day has data is a gap and
not a nought. Exit codes: 0 done, 1 an input or an option is wrong or nothing fits, 2 a fault of the program.")]
pub(crate) struct SeriesArgs {
    #[command(flatten)]
    pub(crate) source: SourceArgs,

    /// Who acts on whom, as 'Russia > Ukraine'; * is anybody [default: all events]
    #[arg(long, value_name = "PAIR", value_parser = WrittenPair::parse)]
    pub(crate) pair: Option<WrittenPair>,

    /// Which acts: the beginnings of CAMEO codes, or PLOVER types [default: all]
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub(crate) codes: Vec<String>,

    /// How long a bin is
    #[arg(long, value_enum, default_value_t = StepName::Week)]
    pub(crate) by: StepName,

    /// The first day [default: the first of the events]
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<jiff::civil::Date>,

    /// The last day [default: the last of the events]
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<jiff::civil::Date>,

    /// A bin is unusual where chance brings the like of it once in so many bins
    #[arg(long, value_name = "BINS", default_value = "200", value_parser = one_or_more)]
    pub(crate) one_in: f64,

    /// What to write; a page on a terminal, CSV where output goes elsewhere
    #[arg(long, value_enum)]
    pub(crate) format: Option<SeriesFormat>,
}

fn one_or_more(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number: &f64| number.is_finite() && *number >= 1.0);
    number.ok_or_else(|| "write a number from 1 on".to_owned())
}

/// How long a bin of a series is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StepName {
    /// A day
    Day,
    /// A week from Monday to Sunday
    Week,
    /// A month of the calendar
    Month,
}

/// How a series is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SeriesFormat {
    /// A page for people
    Table,
    /// One row for each bin
    Csv,
    /// One JSON object
    Json,
}

/// Says how far one stream of acts follows another, beyond what both share
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  vigie influence --store desk.db --follower 'BLR > UKR' --leader 'RUS > UKR'
  vigie influence --events events.tsv --follower 'Belarus > Ukraine' --leader 'Russia > Ukraine' --within 14
  vigie influence --events events.tsv --follower 'Japan > China' --leader 'United States > China' --shared 'China > *'

Both streams may answer to something else; name it with --shared. Without one, it is what everybody else does to those whom
the follower acts on. Both directions are given. Exit codes: 0 done, 1 an input or an option is wrong, 2 a fault of the program.")]
pub(crate) struct InfluenceArgs {
    #[command(flatten)]
    pub(crate) source: SourceArgs,

    /// The stream that may follow, as 'Belarus > Ukraine'
    #[arg(long, value_name = "PAIR", value_parser = WrittenPair::parse)]
    pub(crate) follower: WrittenPair,

    /// The stream that it may follow
    #[arg(long, value_name = "PAIR", value_parser = WrittenPair::parse)]
    pub(crate) leader: WrittenPair,

    /// A stream that both may answer to; can be given more than once
    #[arg(long, value_name = "PAIR", value_parser = WrittenPair::parse)]
    pub(crate) shared: Vec<WrittenPair>,

    /// Which acts: the beginnings of CAMEO codes, or PLOVER types [default: all]
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub(crate) codes: Vec<String>,

    /// Within how many days an act must follow
    #[arg(long, value_name = "DAYS", default_value_t = 14)]
    pub(crate) within: usize,

    /// How many times lots are drawn for the interval and for what chance gives
    #[arg(long, value_name = "N", default_value = "199", value_parser = at_least_one)]
    pub(crate) draws: NonZeroUsize,

    /// The first day [default: the first of the events]
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<jiff::civil::Date>,

    /// The last day [default: the last of the events]
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<jiff::civil::Date>,

    /// What to write; text on a terminal, JSON where output goes elsewhere
    #[arg(long, value_enum)]
    pub(crate) format: Option<InfluenceFormat>,
}

/// How influence is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InfluenceFormat {
    /// Sentences for people
    Text,
    /// One JSON array, an object for each direction
    Json,
}
