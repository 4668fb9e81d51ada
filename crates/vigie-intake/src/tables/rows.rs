//! Rows of a table, one after another.

use std::collections::{HashMap, VecDeque};
use std::io::BufRead;

use jiff::civil::Date;
use vigie_codes::Codes;
use vigie_record::{
    Dataset, Digest, Origin, Reading, Remark, TableDeletion, TableEvent, TableMention, TableQuotation, TimeSpan,
};

use super::cell::Cells;
use super::format::{Format, Plan, petrarch_missing, places, plan};
use super::record::{Lines, Read, Record};
use super::reject::{Reason, RowFault, TableFault};
use super::{acled, gdelt, gkg, icews, mentions, phoenix, plain, polecat, ucdp, vigie};

/// The most rows of one day whose likeness is counted; see [`Context::id_of_content`].
const MOST_ALIKE: usize = 1 << 20;

/// What a row of a table is.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    /// An event.
    Event(Box<TableEvent>),
    /// Word that an event is no more.
    Deletion(TableDeletion),
    /// A text that mentions an event.
    Mention(Box<TableMention>),
    /// Words between quotation marks.
    Quotation(Box<TableQuotation>),
    /// A report that Vigie read once, with its records.
    Reading(Box<Reading>),
    /// What somebody said of a record, in Vigie's own exports.
    Remark(Box<Remark>),
}

/// What is said of a table from outside.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// The digest of its file.
    pub file: Digest,
    /// The version of rows that do not say their own: larger for a later edition of the dataset.
    pub version: u64,
}

impl Settings {
    /// Those of a file of which no more is known.
    pub fn of_file(file: Digest) -> Self {
        Self { file, version: 0 }
    }
}

/// The rows of a table, in its order.
#[derive(Debug)]
pub struct Rows<'c, R> {
    lines: Lines<R>,
    record: Record,
    plan: Plan,
    context: Context<'c>,
    /// Rows read with the last line and not yet given.
    pending: VecDeque<Row>,
    is_over: bool,
}

impl<'c, R: BufRead> Rows<'c, R> {
    /// Finds out what table this is.
    ///
    /// # Errors
    /// When it is none that we know, is empty, or cannot be read.
    pub fn new(reader: R, codes: &'c Codes, settings: Settings) -> Result<Self, TableFault> {
        let mut lines = Lines::new(reader);
        let plan = plan(&mut lines)?;
        let mut record = Record::default();
        if plan.has_header {
            record.read(&mut lines, plan.dialect).map_err(TableFault::Unreadable)?;
        }
        let context = Context { codes, settings, alike: HashMap::new(), day: None };
        Ok(Self { lines, record, plan, context, pending: VecDeque::new(), is_over: false })
    }

    /// The line on which the last row began.
    pub fn line(&self) -> u64 {
        self.record.line
    }

    /// What the table turned out to be.
    pub fn format(&self) -> Format {
        self.plan.format
    }

    fn read(&mut self) -> Result<Option<Row>, Reason> {
        let Self { record, plan, context, .. } = self;
        if plan.format == Format::VigieLines {
            return vigie::of_json(record, context).map(Some);
        }
        if plan.format == Format::Petrarch {
            let missing = petrarch_missing(record.len());
            let missing = missing.ok_or(Reason::Cells { found: record.len(), expected: plan.width })?;
            plan.places = places(plan.names.len(), missing);
        } else if record.len() != plan.width {
            return Err(Reason::Cells { found: record.len(), expected: plan.width });
        }
        let cells = Cells { record, names: plan.names, places: &plan.places, nothing: plan.nothing };
        let event = match plan.format {
            Format::GdeltEvents => gdelt::event(cells, context),
            Format::Icews => icews::event(cells, context),
            Format::Polecat => polecat::event(cells, context),
            Format::Acled => acled::event(cells, context),
            Format::UcdpGed => ucdp::event(cells, context),
            Format::Phoenix => phoenix::event(cells, context),
            Format::Petrarch => phoenix::petrarch::event(cells, context),
            Format::VigieTable => vigie::event(cells, context),
            Format::Plain | Format::VigieLines => plain::event(cells, context),
            Format::AcledDeletions => return acled::deletion(cells, context).map(|row| Some(Row::Deletion(row))),
            Format::GdeltMentions => {
                return mentions::mention(cells, context).map(|row| Some(Row::Mention(Box::new(row))));
            }
            Format::GdeltQuotations => {
                let quotations = gkg::quotations(cells, context)?;
                self.pending.extend(quotations.into_iter().map(|row| Row::Quotation(Box::new(row))));
                return Ok(self.pending.pop_front());
            }
        };
        event.map(|event| Some(Row::Event(Box::new(event))))
    }
}

impl<R: BufRead> Iterator for Rows<'_, R> {
    type Item = Result<Row, RowFault>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.pending.pop_front() {
                return Some(Ok(row));
            }
            if self.is_over {
                return None;
            }
            match self.record.read(&mut self.lines, self.plan.dialect) {
                Err(source) => {
                    self.is_over = true;
                    return Some(Err(RowFault::Unreadable { line: self.lines.number(), source }));
                }
                Ok(Read::End) => self.is_over = true,
                Ok(Read::Rejected(reject)) => return Some(Err(RowFault::Rejected(reject))),
                Ok(Read::Row) => match self.read() {
                    Ok(Some(row)) => return Some(Ok(row)),
                    // A text without a quotation.
                    Ok(None) => {}
                    Err(reason) => return Some(Err(RowFault::Rejected(self.record.rejected(reason)))),
                },
            }
        }
    }
}

/// What the readers of rows share.
#[derive(Debug)]
pub(super) struct Context<'c> {
    pub(super) codes: &'c Codes,
    settings: Settings,
    /// How often each row came on the day that is being read, where rows have no names.
    alike: HashMap<Digest, u32>,
    day: Option<Date>,
}

impl Context<'_> {
    pub(super) fn origin(&self, record: &Record) -> Origin {
        Origin { file: self.settings.file, line: record.line }
    }

    /// An event of which only name, day and row are known.
    pub(super) fn event(&self, dataset: Dataset, native_id: &str, event_date: TimeSpan, record: &Record) -> TableEvent {
        TableEvent {
            id: dataset.id_of(native_id),
            dataset,
            native_id: native_id.to_owned(),
            version: self.settings.version,
            event_date,
            recorded_at: None,
            actor: None,
            recipient: None,
            directed: true,
            event_type: None,
            mode: None,
            contexts: Vec::new(),
            cameo: None,
            quad_class: None,
            goldstein: None,
            original_code: None,
            magnitude: Vec::new(),
            place: None,
            place_precision: None,
            n_mentions: None,
            n_sources: None,
            n_articles: None,
            outlet: None,
            url: None,
            story: None,
            sentence: None,
            text: None,
            origin: self.origin(record),
            raw: record.raw().to_owned(),
        }
    }

    /// Puts in what a CAMEO code says. A code without a place in PLOVER keeps its value on Goldstein's scale.
    pub(super) fn code_with_cameo(&self, event: &mut TableEvent, code: &str) {
        let events = &self.codes.events;
        if let Some((kind, mode)) = events.of_cameo(code) {
            event.event_type = Some(kind.to_owned());
            event.mode = mode.map(str::to_owned);
            event.quad_class = events.quad_class(kind);
        }
        event.goldstein = events.goldstein_of_cameo(code);
        event.cameo = Some(code.to_owned());
        event.original_code = Some(code.to_owned());
    }

    /// Puts in a type and mode of PLOVER, with what goes with them.
    pub(super) fn code(&self, event: &mut TableEvent, kind: &str, mode: Option<&str>) {
        let scores = self.codes.events.scores(kind, mode).unwrap_or_default();
        event.event_type = Some(kind.to_owned());
        event.mode = mode.map(str::to_owned);
        event.quad_class = (1..=4).contains(&scores.quad_class).then_some(scores.quad_class);
        event.goldstein = Some(scores.goldstein);
        event.cameo = scores.cameo;
    }

    /// A name for a row of a table that gives none: what it says, and the how many-th it is of rows that say the same on that day. So the
    /// same table read again, or with rows added to it, gives the same names, and two equal rows count as two. Only rows of a day that
    /// stand together are counted; in a table that is not in order of days equal rows that stand apart are one.
    pub(super) fn id_of_content(&mut self, day: Date, raw: &str) -> String {
        if self.day != Some(day) || self.alike.len() >= MOST_ALIKE {
            self.day = Some(day);
            self.alike.clear();
        }
        let digest = Digest::of(raw.as_bytes());
        let nth = self.alike.entry(digest).or_insert(0);
        *nth += 1;
        let mut id = digest.to_string();
        id.truncate(32);
        if *nth > 1 {
            id = format!("{id}-{nth}");
        }
        id
    }
}
