//! The options of `vigie record`: what a person adds that the program did not read.

use clap::{Args, Subcommand};
use jiff::civil::Date;

use super::reach::ReachArgs;
use super::store::{AuthorArgs, SidesArgs};

/// Adds an event, a claim or a forecast to a report by hand
#[derive(Debug, Args)]
#[command(
    before_help = "\
Examples:
  vigie record event 5d1c07 'shelled the depot' --type ASSAULT --actor RUS/MIL --recipient UKR
  vigie record claim 5d1c07 'the army will not cross the border' --source 'Alexander Lukashenko' --kind intention
  vigie record forecast 5d1c07 'a landing is likely before spring' --end 2022-03-20 --certainty likely",
    after_help = "\
The words stand in the text of the report; `vigie show` shows it. The record bears your name, counts at once, and is found like any other. `vigie undo ID` takes it back.

Exit codes: 0 done, 1 an option is wrong or the report does not say so, 2 a fault of the program."
)]
pub(crate) struct RecordArgs {
    #[command(subcommand)]
    pub(crate) says: RecordCommand,
}

/// What the words say.
#[derive(Debug, Subcommand)]
pub(crate) enum RecordCommand {
    /// Somebody does something to somebody
    Event(NewEventArgs),
    /// Somebody says something; the words are what he says
    Claim(NewClaimArgs),
    /// Something is said to be to come; the words are what is to be
    Forecast(NewForecastArgs),
}

/// Which words of which report, who says so, and where it is kept.
#[derive(Debug, Args)]
pub(crate) struct SpotArgs {
    /// The report: its id or the beginning of it
    #[arg(value_name = "REPORT")]
    pub(crate) report: String,

    /// The words of its text that say it
    #[arg(value_name = "WORDS")]
    pub(crate) words: String,

    /// Which of the places is meant, from 1, where the words stand in several
    #[arg(long, value_name = "N")]
    pub(crate) place: Option<usize>,

    #[command(flatten)]
    pub(crate) author: AuthorArgs,

    #[command(flatten)]
    pub(crate) reach: ReachArgs,
}

#[derive(Debug, Args)]
pub(crate) struct NewEventArgs {
    #[command(flatten)]
    pub(crate) spot: SpotArgs,

    /// The PLOVER type
    #[arg(long = "type", value_name = "TYPE")]
    pub(crate) event_type: String,

    /// The PLOVER mode
    #[arg(long, value_name = "MODE")]
    pub(crate) mode: Option<String>,

    /// happened, under-way, planned, threatened, possible, denied, hypothetical or historical
    #[arg(long, value_name = "STATUS", default_value = "happened")]
    pub(crate) status: String,

    #[command(flatten)]
    pub(crate) sides: SidesArgs,

    /// Its first day [default: that of the report]
    #[arg(long, value_name = "DATE")]
    pub(crate) start: Option<Date>,

    /// Its last day
    #[arg(long, value_name = "DATE")]
    pub(crate) end: Option<Date>,
}

#[derive(Debug, Args)]
pub(crate) struct NewClaimArgs {
    #[command(flatten)]
    pub(crate) spot: SpotArgs,

    /// Who says so: an id or a name [default: the outlet speaks in its own name]
    #[arg(long, value_name = "WHO")]
    pub(crate) source: Option<String>,

    /// The country of the source
    #[arg(long, value_name = "CODE", requires = "source")]
    pub(crate) source_country: Option<String>,

    /// The sector of the source
    #[arg(long, value_name = "CODE", requires = "source")]
    pub(crate) source_sector: Option<String>,

    /// report, assessment, explanation, forecast, analogy, intention, demand or denial
    #[arg(long, value_name = "KIND", default_value = "report")]
    pub(crate) kind: String,

    /// How sure the source is: a band such as `likely`, or numbers such as 0.55-0.8
    #[arg(long, value_name = "HOW")]
    pub(crate) certainty: Option<String>,

    /// The source says that it is not so
    #[arg(long)]
    pub(crate) denied: bool,
}

#[derive(Debug, Args)]
pub(crate) struct NewForecastArgs {
    #[command(flatten)]
    pub(crate) spot: SpotArgs,

    /// The claim that it is: its id or the beginning of it [default: the outlet speaks in its own name]
    #[arg(long, value_name = "ID")]
    pub(crate) claim: Option<String>,

    /// From when it speaks
    #[arg(long, value_name = "DATE")]
    pub(crate) start: Option<Date>,

    /// By when it is due
    #[arg(long, value_name = "DATE")]
    pub(crate) end: Option<Date>,

    /// How likely it is said to be: a band such as `likely`, or numbers such as 0.55-0.8
    #[arg(long, value_name = "HOW")]
    pub(crate) certainty: Option<String>,
}
