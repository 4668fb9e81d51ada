//! The options of the program: the one home of commands, flags and environment variables.

pub(crate) mod by_hand;
pub(crate) mod days;
pub(crate) mod export;
pub(crate) mod fetch;
mod history;
pub(crate) mod reach;
mod serve;
pub(crate) mod store;
mod weighing;

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread::available_parallelism;

use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};
use vigie_record::PublishedAt;

pub(crate) use self::history::{
    InfluenceArgs, InfluenceFormat, OddsFormat, OnsetArgs, SeriesArgs, SeriesFormat, SourceArgs, StepName,
};
pub(crate) use self::serve::ServeArgs;
pub(crate) use self::weighing::{
    EvidenceArgs, HypothesesArgs, LedgerAddArgs, LedgerArgs, LedgerCommand, LedgerExportArgs, LedgerFile,
    LedgerImportArgs, LedgerListArgs, LedgerPlace, LedgerPlotArgs, LedgerReadArgs, LedgerResolveArgs, LedgerScoreArgs,
    LedgerSettleArgs, OutcomeArg, PageFormat, PrecedentsArgs, WarnArgs, WatchArgs,
};

/// What the words of the command line mean: in a search `-peace` is a word that must not be there, and no option.
///
/// Options of a search have long names, save for help.
pub(crate) fn as_meant(given: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut meant: Vec<OsString> = Vec::new();
    let (mut is_search, mut has_ended) = (false, false);
    let command = Cli::command();
    let search = command.find_subcommand("search");
    let takes_value = |option: &str| {
        search.into_iter().flat_map(clap::Command::get_arguments).any(|known| {
            known.get_long().is_some_and(|name| option.strip_prefix("--") == Some(name))
                && known.get_action().takes_values()
        })
    };
    for (place, word) in given.enumerate() {
        is_search |= place == 1 && word == "search";
        has_ended |= word == "--";
        let unwanted = word.to_str().and_then(|word| word.strip_prefix('-')).filter(|rest| {
            rest.len() > 1 && rest.starts_with(|first: char| first.is_alphanumeric() || matches!(first, '"' | '('))
        });
        // What stands behind an option is its value, as `--after -12.5` has one.
        let is_value = meant.last().and_then(|last| last.to_str()).is_some_and(takes_value);
        match unwanted {
            Some(rest) if is_search && !has_ended && !is_value => meant.push(format!("NOT {rest}").into()),
            _ => meant.push(word),
        }
    }
    meant
}

/// Reads the news the way an analyst does.
#[derive(Debug, Parser)]
#[command(
    name = "vigie",
    version,
    about,
    arg_required_else_help = true,
    before_help = "\
Examples:
  vigie read story.txt                              a page for people: what happened, who says so, what is predicted
  vigie read --format jsonl reports/ > records.jsonl
  vigie add reports/ && vigie search border guards          into the store, and found there
  vigie serve reports/                              the same in a browser, with all that is made of it
  vigie annotate story.txt                          the words, names and attributions themselves"
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Read(ReadArgs),
    Add(store::AddArgs),
    Fetch(fetch::FetchArgs),
    Search(store::SearchArgs),
    Show(store::ShowArgs),
    Events(store::EventsArgs),
    Claims(store::ClaimsArgs),
    Forecasts(store::ForecastsArgs),
    Stories(store::StoriesArgs),
    Status(store::StatusArgs),
    Import(store::ImportArgs),
    Export(Box<export::ExportArgs>),
    Correct(store::CorrectArgs),
    Tag(store::TagArgs),
    Judge(store::JudgeArgs),
    Record(Box<by_hand::RecordArgs>),
    Undo(store::UndoArgs),
    Check(store::CheckArgs),
    Backup(store::BackupArgs),
    Restore(store::RestoreArgs),
    Annotate(AnnotateArgs),
    Extract(ExtractArgs),
    Code(CodeArgs),
    Actor(ActorArgs),
    When(WhenArgs),
    Where(WhereArgs),
    Forecast(ForecastArgs),
    Onset(OnsetArgs),
    Series(SeriesArgs),
    Influence(InfluenceArgs),
    Warn(WarnArgs),
    Watch(WatchArgs),
    Precedents(PrecedentsArgs),
    Hypotheses(HypothesesArgs),
    Ledger(LedgerArgs),
    Serve(ServeArgs),
}

/// Reads reports: what happened, who says what and how sure, what is predicted, each with its sentence
#[derive(Debug, Args)]
#[command(
    before_help = "\
Examples:
  vigie read story.txt                              a brief for people
  vigie read --cite story.txt                       with the sentence under each line
  vigie read --format jsonl news/ > records.jsonl   one JSON object for each report
  vigie read --format csv --only claims dump.jsonl
  vigie read --explain 3f2a91 story.txt             why the record 3f2a91... says what it says
  echo 'Police said he had fled.' | vigie read -",
    after_help = "\
A report is a text file (with a head of lines `title: ...`, `outlet: ...`, `published_at: ...` and an empty line, if you like), or a
line {\"id\", \"text\", \"title\"?, \"published_at\"?, \"outlet\"?} of a .jsonl dump, or a saved web page, a Markdown or PDF file, a letter
(.eml, .mbox), a row of a CSV or Parquet table with a column `text`, an entry of a feed, a page of a web archive (.warc); also in .zip, .tar and .gz.
What is no report is named on stderr with its place, and skipped.

Exit codes: 0 done, 1 an input or an option is wrong, 2 a fault of the program."
)]
pub(crate) struct ReadArgs {
    /// Reports: files, folders (whatever can be a report, by its ending, at any depth), or - for standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// What to write
    #[arg(long, value_enum, default_value_t = RecordFormat::Brief)]
    pub(crate) format: RecordFormat,

    /// Write one kind of record only; in CSV, events unless another is asked for
    #[arg(long, value_enum, value_name = "KIND")]
    pub(crate) only: Option<Only>,

    /// The date of reports that bring none, such as 2022-06-01
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<PublishedAt>,

    /// Give the sentence under each line of the brief
    #[arg(long)]
    pub(crate) cite: bool,

    /// Say why a record says what it says; RECORD is its id, or the beginning of it
    #[arg(long, value_name = "RECORD", conflicts_with_all = ["only", "cite"])]
    pub(crate) explain: Option<String>,

    #[command(flatten)]
    pub(crate) work: WorkArgs,

    /// A model file to read with instead of the one in the program
    #[arg(long, value_name = "FILE", env = "VIGIE_MODEL")]
    pub(crate) model: Option<PathBuf>,
}

/// How much is done at once, and with whose knowledge.
#[derive(Debug, Args)]
pub(crate) struct WorkArgs {
    /// How many reports are read at once; changes nothing but the time [default: all cores]
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,

    /// A folder with tables of your own (people.tsv, frames.tsv, ...), whose rows go before those in the program
    #[arg(long, value_name = "DIR")]
    pub(crate) knowledge: Option<PathBuf>,
}

impl WorkArgs {
    /// How many reports are read at once.
    pub(crate) fn n_jobs(&self) -> NonZeroUsize {
        at_once(self.jobs)
    }
}

/// More than so many things at once only take memory.
const MOST_AT_ONCE: NonZeroUsize = NonZeroUsize::new(256).expect("it is not nought");

/// How much is done at once where so much is asked for: all cores without that, and no more than is of use.
pub(crate) fn at_once(asked: Option<NonZeroUsize>) -> NonZeroUsize {
    let asked = asked.or_else(|| available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    if asked > MOST_AT_ONCE {
        tell!("note: {asked} at once are more than are of use; it is done with {MOST_AT_ONCE}");
    }
    asked.min(MOST_AT_ONCE)
}

/// Where questions come from and how answers are written.
#[derive(Debug, Args)]
pub(crate) struct QuestionArgs {
    /// Files of JSON lines, or - for standard input, which is also read where no file is named
    #[arg(value_name = "FILE")]
    pub(crate) paths: Vec<PathBuf>,

    /// What to write
    #[arg(long, value_enum, default_value_t = AnswerFormat::Jsonl)]
    pub(crate) format: AnswerFormat,

    #[command(flatten)]
    pub(crate) work: WorkArgs,
}

/// Says what one marked party does to another, as a PLOVER code
#[derive(Debug, Args)]
#[command(before_help = r#"
Examples:
  echo '{"id":"1","text":"Russia invaded Ukraine.","source":[0,6],"target":[15,22]}' | vigie code
  vigie code pairs.jsonl > codes.jsonl

Each line in: {"id", "text", "source": [start, end], "target": [start, end]}, in characters of the text.
Each line out: {"id", "event", "mode", "status", "confidence"}; `event` is null where the one does nothing to the other."#)]
pub(crate) struct CodeArgs {
    #[command(flatten)]
    pub(crate) questions: QuestionArgs,

    /// A model file to read with instead of the one in the program
    #[arg(long, value_name = "FILE", env = "VIGIE_MODEL")]
    pub(crate) model: Option<PathBuf>,
}

/// Says who a phrase means: name, country and sector
#[derive(Debug, Args)]
#[command(before_help = r#"
Examples:
  echo '{"id":"1","phrase":"the Belarusian leader","context":"","date":"2022-06-01"}' | vigie actor
  vigie actor --knowledge desk/ phrases.jsonl

Each line in: {"id", "phrase", "context"?, "date"?}. Each line out: {"id", "name", "country", "sector", "actor_id"}; null where it is not known."#)]
pub(crate) struct ActorArgs {
    #[command(flatten)]
    pub(crate) questions: QuestionArgs,
}

/// Finds expressions of time and says which days they mean
#[derive(Debug, Args)]
#[command(before_help = r#"
Examples:
  echo '{"id":"1","text":"Talks begin next Monday.","published_at":"2022-06-01"}' | vigie when

Each line in: {"id", "text", "published_at"?}.
Each line out: {"id", "expressions": [{"span", "start", "end", "precision", "timex3_type", "timex3_value"}]}, `span` in characters of the text."#)]
pub(crate) struct WhenArgs {
    #[command(flatten)]
    pub(crate) questions: QuestionArgs,
}

/// Says which place a name means
#[derive(Debug, Args)]
#[command(before_help = r#"
Examples:
  echo '{"id":"1","text":"Shells hit Odesa.","span":[11,16]}' | vigie where

Each line in: {"id", "text", "span": [start, end]}, in characters of the text.
Each line out: {"id", "name", "lat", "lon", "country", "adm1"}; null where the place is not known."#)]
pub(crate) struct WhereArgs {
    #[command(flatten)]
    pub(crate) questions: QuestionArgs,
}

/// Reads raw English text: words, tags, trees, names, who says what, and what is told as having happened
#[derive(Debug, Args)]
#[command(
    before_help = "\
Examples:
  vigie annotate story.txt                          a reading view on the terminal
  vigie annotate --format conllu news/ > news.conllu
  echo 'Police said he had fled.' | vigie annotate -",
    after_help = "\
Exit codes: 0 done, 1 an input or an option is wrong, 2 a fault of the program."
)]
pub(crate) struct AnnotateArgs {
    /// Text files, folders (their .txt files, at any depth), or - for standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// What to write; a reading view on a terminal, CoNLL-U where output goes elsewhere
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,

    /// How many threads read; changes nothing but the time [default: all cores]
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,

    /// A model file to read with instead of the one in the program
    #[arg(long, value_name = "FILE", env = "VIGIE_MODEL")]
    pub(crate) model: Option<PathBuf>,

    /// Take each line as a paragraph, also where the text looks hard-wrapped
    #[arg(long)]
    pub(crate) lines: bool,
}

/// Takes the article out of saved web pages: its text, title, date, outlet and authors
#[derive(Debug, Args)]
#[command(
    before_help = "\
Examples:
  vigie extract page.html                           the article, as a text that `vigie read` takes
  vigie extract --format jsonl pages/ > articles.jsonl
  curl -s https://example.org/story | vigie extract -",
    after_help = "\
Each line of JSON: {\"id\", \"articleBody\", \"title\", \"published_at\", \"outlet\", \"authors\", \"url\", \"language\", \"notes\"}; `id` is the name of the file
without its endings, and what is not known is null. A note says where a page looks cut short, or has nothing but furniture.

Exit codes: 0 done, 1 an input or an option is wrong, 2 a fault of the program."
)]
pub(crate) struct ExtractArgs {
    /// Pages: files, folders (whatever can be a report, at any depth), or - for standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// What to write
    #[arg(long, value_enum, default_value_t = ExtractFormat::Text)]
    pub(crate) format: ExtractFormat,

    /// How many pages are taken at once; changes nothing but the time [default: all cores]
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
}

/// How articles are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExtractFormat {
    /// Text under a head of fields
    Text,
    /// One JSON object for each article, a line each
    Jsonl,
}

/// Says who acts next: with whom an actor will have to do, ranked and with probabilities
#[derive(Debug, Args)]
#[command(
    before_help = "\
Examples:
  vigie forecast --recipient UKR --type THREATEN                              who will threaten it next, by the store
  vigie forecast --data graph/ --actor Japan --type 'Host a visit'            whom will it host? with reasons
  vigie forecast --data graph/ --begins 2014-01-01 --date 2014-12-02 --actor Japan --type 'Host a visit'
  vigie forecast --data graph/ --recipient Japan --type Threaten --date 8040  who will threaten it at time 8040?
  vigie forecast --data graph/ --split valid --out ranked.txt                 both questions of every event of graph/valid.txt",
    after_help = "\
DIR holds train.txt, valid.txt and test.txt with a line `actor relation recipient time` for each event, in numbers with tabs between; the names \
stand in entity2id.txt and relation2id.txt. Each event asks two questions: to whom (o), and who (s). A day is answered from what lies before it, \
the earlier days of its own part included. `--split test` learns from train.txt and valid.txt.

Each line out: actor, relation, recipient, time, o or s, and at most 200 of `number:probability`, likeliest first.

Exit codes: 0 done, 1 an input or an option is wrong, 2 a fault of the program."
)]
pub(crate) struct ForecastArgs {
    /// The folder of an event graph [default: the events of the store, or of --events]
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) source: SourceArgs,

    /// Ask to whom this one will do it; part of a name is enough where no other has it
    #[arg(long, value_name = "NAME", requires = "event_type")]
    pub(crate) actor: Option<String>,

    /// Ask who will do it to this one; with --actor, show this one's chance alone
    #[arg(long, value_name = "NAME", requires = "event_type")]
    pub(crate) recipient: Option<String>,

    /// What is done: a type of event such as THREATEN, or with --data as relation2id.txt has it
    #[arg(long = "type", value_name = "TYPE", required_unless_present = "data", conflicts_with_all = ["split", "out"])]
    pub(crate) event_type: Option<String>,

    /// The day that is asked about, such as 2014-12-01, or a time as the graph counts it; only what lies before is known [default: the
    /// step after the last]
    #[arg(long, value_name = "DATE", requires = "event_type")]
    pub(crate) date: Option<When>,

    /// The day on which the times of the graph begin, so that days can be asked for: 2014-01-01 for ICEWS14, 2018-01-01 for ICEWS18
    #[arg(long, value_name = "DATE", requires = "data")]
    pub(crate) begins: Option<jiff::civil::Date>,

    /// How many answers to show
    #[arg(long, value_name = "N", default_value_t = 10, conflicts_with = "split")]
    pub(crate) top: usize,

    /// Answer both questions of every event of this part [default: valid]
    #[arg(long, value_enum, requires = "data")]
    pub(crate) split: Option<Split>,

    /// Where to write; standard output if it is not given, or is -
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// How many threads work; changes nothing but the time [default: all cores]
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
}

/// A day, or a time as a graph counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    /// A day of the calendar.
    Day(jiff::civil::Date),
    /// A time of a graph.
    Time(u32),
}

impl std::str::FromStr for When {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let time = text.parse().map(Self::Time).ok();
        let found = time.or_else(|| text.parse().map(Self::Day).ok());
        found.ok_or_else(|| "write a day such as 2014-12-01, or a whole number as the graph counts time".to_owned())
    }
}

/// A part of an event graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Split {
    /// valid.txt, learned for from train.txt
    Valid,
    /// test.txt, learned for from train.txt and valid.txt
    Test,
}

impl Split {
    /// The name of the file, without its ending.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Test => "test",
        }
    }
}

/// How a reading is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// CoNLL-U, with names, attributions and factuality in MISC
    Conllu,
    /// One JSON object for each input
    Json,
    /// Marked text for a person to read
    View,
}

/// How records are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RecordFormat {
    /// A page for people
    Brief,
    /// One JSON object for each report, a line each
    Jsonl,
    /// One JSON array of all reports, indented
    Json,
    /// One row for each record
    Csv,
}

/// A kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Only {
    /// Who did what to whom
    Events,
    /// Who says what
    Claims,
    /// What is said to be to come
    Forecasts,
}

/// How answers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnswerFormat {
    /// One JSON object for each question, a line each
    Jsonl,
}
