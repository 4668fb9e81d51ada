//! `vigie search`, `events`, `claims`, `forecasts` and `stories`: lists out of a store or of a server, a page at a time.

use std::io;
use std::process::ExitCode;

use vigie::lines::CountLine;
use vigie_store::{Access, Bin, Cursor, Filter, Over, Words};

use super::filter;
use crate::answers::{Answer, Answers, open};
use crate::cli::store::{
    AskArgs, ClaimsArgs, CountBin, EventsArgs, ForecastsArgs, ListArgs, ListFormat, SearchArgs, StoriesArgs,
};
use crate::format::found::{self, Listed};
use crate::format::records::{put, put_styled};
use crate::speech::Failure;

/// Rows of a page where all are wanted.
const ALL_AT_ONCE: usize = 500;

/// Searches the reports.
pub(crate) fn search(args: &SearchArgs) -> Result<ExitCode, Failure> {
    let answers = open(&args.reach, Access::Read)?;
    let asked = args.words.join(" ");
    let words = if asked.trim().is_empty() { None } else { Some(asked.parse::<Words>().map_err(Failure::Words)?) };
    let filter = filter(&*answers, &args.filter, words, &[])?;
    pages(&args.list, |most, from| answers.search(&filter, most, from))
}

/// Lists or counts events.
pub(crate) fn events(args: &EventsArgs) -> Result<ExitCode, Failure> {
    let (answers, filter) = asked(&args.ask, &[])?;
    match args.count {
        Some(bin) => counts(&*answers, args, &filter, bin),
        None => pages(&args.ask.list, |most, from| answers.events(&filter, most, from)),
    }
}

/// Lists claims.
pub(crate) fn claims(args: &ClaimsArgs) -> Result<ExitCode, Failure> {
    let (answers, filter) = asked(&args.ask, &args.kind)?;
    pages(&args.ask.list, |most, from| answers.claims(&filter, most, from))
}

/// Lists forecasts.
pub(crate) fn forecasts(args: &ForecastsArgs) -> Result<ExitCode, Failure> {
    let (answers, filter) = asked(&args.ask, &[])?;
    pages(&args.ask.list, |most, from| answers.forecasts(&filter, most, from))
}

/// Lists stories.
pub(crate) fn stories(args: &StoriesArgs) -> Result<ExitCode, Failure> {
    let (answers, filter) = asked(&args.ask, &[])?;
    pages(&args.ask.list, |most, from| answers.stories(&filter, args.least.get(), most, from))
}

/// What is to answer, and what is asked of it.
fn asked(args: &AskArgs, kinds: &[String]) -> Result<(Box<dyn Answers>, Filter), Failure> {
    let answers = open(&args.reach, Access::Read)?;
    let filter = filter(&*answers, &args.filter, args.words.clone(), kinds)?;
    Ok((answers, filter))
}

fn counts(answers: &dyn Answers, args: &EventsArgs, filter: &Filter, bin: CountBin) -> Result<ExitCode, Failure> {
    let bin = match bin {
        CountBin::Day => Bin::Day,
        CountBin::Month => Bin::Month,
        CountBin::Year => Bin::Year,
    };
    let over = if args.occurrences { Over::Occurrences } else { Over::Records };
    let (rows, n_wide) = answers.counts(filter, bin, over)?;
    let mut output = Output::begin::<CountLine>(args.ask.list.format);
    output.write(&rows)?;
    if n_wide > 0 {
        let (events, word) = (if n_wide == 1 { "event is" } else { "events are" }, length_word(bin));
        tell!("{n_wide} {events} longer than a {word}, or not known to the {word}, and counted in none");
    }
    Ok(told(rows.is_empty() && n_wide == 0, None))
}

const fn length_word(bin: Bin) -> &'static str {
    match bin {
        Bin::Day => "day",
        Bin::Month => "month",
        Bin::Year => "year",
    }
}

/// Writes one page, or all of them.
fn pages<T: Listed>(
    args: &ListArgs,
    mut ask: impl FnMut(usize, Option<Cursor>) -> Answer<T>,
) -> Result<ExitCode, Failure> {
    let most = if args.all { ALL_AT_ONCE } else { args.limit.get() };
    let mut output = Output::begin::<T>(args.format);
    let (mut from, mut is_empty) = (args.after, true);
    loop {
        let page = ask(most, from)?;
        is_empty &= page.items.is_empty();
        match output.write(&page.items) {
            Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(ExitCode::SUCCESS),
            other => other?,
        }
        from = page.next;
        if !args.all || from.is_none() {
            return Ok(told(is_empty, from));
        }
    }
}

/// Says on stderr that there is nothing, or where the next page begins.
fn told(is_empty: bool, next: Option<Cursor>) -> ExitCode {
    if is_empty {
        tell!("nothing was found");
        return ExitCode::from(Failure::USER);
    }
    if let Some(next) = next {
        tell!("there is more: go on with --after {next}, or take --all");
    }
    ExitCode::SUCCESS
}

/// Where a list goes.
struct Output {
    format: ListFormat,
    header: Option<Vec<u8>>,
}

impl Output {
    fn begin<T: Listed>(format: ListFormat) -> Self {
        Self { format, header: (format == ListFormat::Csv).then(|| found::csv_header::<T>()) }
    }

    fn write<T: Listed>(&mut self, items: &[T]) -> Result<(), Failure> {
        let mut out = self.header.take().unwrap_or_default();
        match self.format {
            ListFormat::Table => {
                found::table(items, &mut out);
                return put_styled(&out).map_err(Failure::Output);
            }
            ListFormat::Jsonl => found::lines(items, &mut out),
            ListFormat::Csv => found::csv(items, &mut out),
        }
        put(&out).map_err(Failure::Output)
    }
}
