//! The forms in which reports come, and the way from any of them to its reports, one after the other.
//!
//! [`walk`] goes through whatever a reader gives: it knows the form by its content (a name is a hint, and decides between forms
//! that look alike), unpacks what is packed, and hands on each report as a [`Raw`] piece that becomes a report when it is
//! asked for, by any thread. Memory is that of one piece. What is wrong is handed on too, and the rest goes on.
//!
//! Foreign archives cannot do harm: their entries are counted, the bytes that they unpack to are counted as they come, an archive
//! may stand in an archive once, and names in them are labels and never paths.

mod archive;
pub(crate) mod columns;
mod delimited;
mod feed;
mod letter;
mod lines;
mod mailbox;
mod markdown;
mod metered;
mod parquet;
mod pdf;
mod sniff;
mod walker;
mod warc;
mod xml;

use std::io::{Read, Seek};
use std::ops::ControlFlow;

use vigie_record::Report;

pub use self::feed::{Entry, Feed, entries as feed_entries};
pub use self::sniff::{ENDINGS, Form, form_of};
use crate::json::JsonReport;
use crate::page::report_of_served_page;
use crate::{JsonFault, PageFault, decode, report_of_json, report_of_text};

/// What may be unpacked and taken into memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes of one report, and of a feed or a table of columns, which are taken as a whole.
    pub piece_bytes: u64,
    /// The most bytes of an archive that comes as a stream but must be read from its end.
    pub archive_bytes: u64,
    /// The most entries of an archive.
    pub entries: usize,
    /// How many times as long as what is packed the unpacked may be, once it is longer than [`Self::free_bytes`].
    pub ratio: u64,
    /// How much may be unpacked without regard to the ratio.
    pub free_bytes: u64,
    /// How many archives may stand one in the other.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            piece_bytes: 64 << 20,
            archive_bytes: 512 << 20,
            entries: 1_000_000,
            ratio: 200,
            free_bytes: 16 << 20,
            depth: 2,
        }
    }
}

/// Bytes that can be read from any place.
pub trait ReadSeek: Read + Seek {}

impl<R: Read + Seek> ReadSeek for R {}

/// Where bytes come from.
pub enum Source<'a> {
    /// A stream, which goes by once.
    Stream(Box<dyn Read + 'a>),
    /// Something that can be read from any place, such as a file.
    Seekable(Box<dyn ReadSeek + 'a>),
}

/// Where in its input a piece stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The names of the entries that it stands in, from the outermost archive on.
    pub entries: Vec<String>,
    /// Its line in lines of text, or its number in a table, a feed, a mailbox or an archive of the web, from 1.
    pub number: Option<usize>,
}

/// A report that is still to be made.
#[derive(Debug)]
pub struct Raw {
    /// Where it stands.
    pub place: Place,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Bytes(Form, Vec<u8>),
    /// A page as a server sent it, with its address and the encoding that the server told.
    Served {
        page: Vec<u8>,
        url: String,
        encoding: Option<String>,
    },
    Made(Box<JsonReport>),
}

/// What is found on the way.
#[derive(Debug)]
pub enum Found {
    /// A report.
    Raw(Raw),
    /// Something that is none.
    Fault {
        /// Where it stands.
        place: Place,
        /// What is wrong with it.
        fault: FormFault,
    },
}

/// Why something is no report, or holds none.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FormFault {
    /// Its bytes cannot be read.
    #[error("this cannot be read")]
    Unreadable(#[source] std::io::Error),
    /// It is too long.
    #[error("this is longer than the {} MiB that {what} may have", .most >> 20)]
    TooLong {
        /// What is too long.
        what: &'static str,
        /// The most bytes that it may have.
        most: u64,
    },
    /// Its form is none that reports come in.
    #[error("this is {what}, and no form of report that can be read")]
    OtherForm {
        /// What it looks like.
        what: &'static str,
    },
    /// What is packed in it is out of all proportion.
    #[error("this unpacks to more than {most} times its size, as no report does; it was left alone")]
    Bomb {
        /// How many times as long it may be.
        most: u64,
    },
    /// An archive has too many entries.
    #[error("this archive has more than {most} entries; the rest was left alone")]
    TooManyEntries {
        /// The most that are read.
        most: usize,
    },
    /// Archives stand in archives.
    #[error("this archive stands in another that stands in a third; unpack the outer one first")]
    Nested,
    /// It is damaged, or does not keep to its format.
    #[error("this is no sound {what}: {reason}")]
    Unsound {
        /// What it should be.
        what: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// A table has no column that could be the text.
    #[error("no column of this table is called text, body, content or article; its columns are {columns}")]
    NoTextColumn {
        /// The first of its columns.
        columns: String,
    },
    /// There is no text in it.
    #[error("there is no text in this {what}")]
    NoText {
        /// What it is.
        what: &'static str,
    },
    /// It is a page without an article.
    #[error(transparent)]
    Page(#[from] PageFault),
    /// It is no report in JSON.
    #[error(transparent)]
    Json(#[from] JsonFault),
}

/// Who takes what is found; says whether to go on.
pub type Take<'t> = dyn FnMut(Found) -> ControlFlow<()> + 't;

/// Goes through whatever `source` gives and hands what is found to `take`, in order. `name` is the name of the file, `form` its form
/// where that is known beforehand.
///
/// ```
/// use std::ops::ControlFlow;
/// use vigie_intake::forms::{Found, Limits, Source, walk};
///
/// let lines: &[u8] = b"{\"text\": \"Troops moved.\"}\n{\"text\": \"Talks began.\"}\n";
/// let mut texts = Vec::new();
/// let _ = walk(Source::Stream(Box::new(lines)), "dump.jsonl", None, Limits::default(), &mut |found| {
///     if let Found::Raw(raw) = found {
///         texts.push(raw.report().map(|read| read.report.text));
///     }
///     ControlFlow::Continue(())
/// });
/// assert_eq!(texts.len(), 2);
/// ```
pub fn walk(
    source: Source<'_>,
    name: &str,
    form: Option<Form>,
    limits: Limits,
    take: &mut Take<'_>,
) -> ControlFlow<()> {
    walker::Walker::new(limits, take).source(source, name, form)
}

/// The report in what a server sent for an address; `encoding` is what it told of its text.
///
/// # Errors
/// When it is no report: a picture, an archive, a page without an article.
pub fn report_of_answer(bytes: &[u8], url: &str, encoding: Option<&str>) -> Result<Report, FormFault> {
    let content = match form_of(bytes, "") {
        Form::Page => {
            Content::Served { page: bytes.to_vec(), url: url.to_owned(), encoding: encoding.map(str::to_owned) }
        }
        form @ (Form::Text | Form::Markdown | Form::Pdf) => Content::Bytes(form, bytes.to_vec()),
        Form::Other(what) => return Err(FormFault::OtherForm { what }),
        _ => return Err(FormFault::OtherForm { what: "data or an archive" }),
    };
    let mut report = Raw { place: Place::default(), content }.report()?.report;
    report.url.get_or_insert_with(|| url.to_owned());
    Ok(report)
}

impl Raw {
    fn bytes(place: Place, form: Form, bytes: Vec<u8>) -> Self {
        Self { place, content: Content::Bytes(form, bytes) }
    }

    fn made(place: Place, made: JsonReport) -> Self {
        Self { place, content: Content::Made(Box::new(made)) }
    }

    /// About how many bytes it has.
    pub fn n_bytes(&self) -> usize {
        match &self.content {
            Content::Bytes(_, bytes) | Content::Served { page: bytes, .. } => bytes.len(),
            Content::Made(made) => made.report.text.len(),
        }
    }

    /// Its bytes as text, in whatever encoding they are.
    pub fn text(&self) -> String {
        match &self.content {
            Content::Bytes(_, bytes) | Content::Served { page: bytes, .. } => decode(bytes, None).text.into_owned(),
            Content::Made(made) => made.report.text.clone(),
        }
    }

    /// The report that it is, with the id that it brings.
    ///
    /// # Errors
    /// When it is no report after all.
    pub fn report(&self) -> Result<JsonReport, FormFault> {
        let of = |report: Report| JsonReport { id: None, report };
        match &self.content {
            Content::Made(made) => Ok((**made).clone()),
            Content::Served { page, url, encoding } => {
                let mut report = report_of_served_page(page, encoding.as_deref())?;
                report.url.get_or_insert_with(|| url.clone());
                Ok(of(report))
            }
            Content::Bytes(form, bytes) => match form {
                Form::Page => Ok(of(report_of_served_page(bytes, None)?)),
                Form::Lines => Ok(report_of_json(self.text().trim_start_matches('\u{feff}').trim_end())?),
                Form::Markdown => Ok(of(markdown::report(&self.text()))),
                Form::Pdf => pdf::report(bytes).map(of),
                Form::Letter => letter::report(bytes),
                _ => Ok(of(report_of_text(&plain(&self.text())?))),
            },
        }
    }
}

/// Plain text; what has signs that no text has is none.
fn plain(text: &str) -> Result<String, FormFault> {
    let is_odd = |sign: &char| matches!(sign, '\0'..='\u{8}' | '\u{e}'..='\u{1a}' | '\u{1c}'..='\u{1f}' | '\u{fffd}');
    let sample = text.chars().take(4096);
    let n_odd = sample.filter(is_odd).count();
    if n_odd * 20 > text.len().min(4096) {
        return Err(FormFault::OtherForm { what: "no text" });
    }
    Ok(text.to_owned())
}
