//! An article that was fetched becomes a report, or what its feed has of it does.

use std::sync::OnceLock;

use vigie_intake::forms::{self, Feed, Form, FormFault, form_of};
use vigie_intake::web::WebUrl;
use vigie_record::{ByteRange, Digest, Note, NoteKind, Report};

use super::{FetchError, Response};

/// How often an article that cannot be had is tried, in as many rounds.
pub(super) const MOST_TRIES: u32 = 4;

/// How much longer the text of a feed must be than that of the page to be taken in its place: pages for subscribers show a few lines.
const FAR_LONGER: usize = 2;

/// Something to fetch.
#[derive(Debug, Clone)]
pub(super) struct Task {
    /// Where it is; where the feed is, of an entry without a link.
    pub(super) url: WebUrl,
    /// What stands for the address of an entry without a link: nothing is fetched, and its text is the feed's own.
    pub(super) entry: Option<String>,
    /// Which of the visits named it.
    pub(super) visit: usize,
    /// A digest of what its feed said of it; none for a page that is a source itself.
    pub(super) stamp: Option<Digest>,
    /// What its feed has of it.
    pub(super) of_feed: Option<Box<Report>>,
    /// How often in a row it could not be had.
    pub(super) n_failures: u32,
}

/// Something that was fetched, or not.
pub(super) struct Fetched {
    pub(super) task: Task,
    /// None of an entry without a link.
    found: Option<Result<(WebUrl, Response), FetchError>>,
    /// Why the feed's text stands in its place, found out as its report is made.
    pub(super) instead: OnceLock<Instead>,
}

/// Why an article is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Instead {
    pub(super) reason: String,
    /// Whether it may be otherwise another time.
    pub(super) is_passing: bool,
}

/// A feed as it is gone through.
pub(super) struct Named {
    pub(super) name: String,
    pub(super) articles: Vec<Task>,
}

impl Task {
    /// A page that nothing is known of.
    pub(super) fn of_page(url: WebUrl, visit: usize) -> Self {
        Self { url, entry: None, visit, stamp: None, of_feed: None, n_failures: 0 }
    }

    /// What it is known by in the store.
    pub(super) fn address(&self) -> String {
        self.entry.clone().unwrap_or_else(|| self.url.to_string())
    }
}

impl Fetched {
    pub(super) fn new(task: Task, found: Result<(WebUrl, Response), FetchError>) -> Self {
        Self { task, found: Some(found), instead: OnceLock::new() }
    }

    /// An entry without a link, which the feed brought whole.
    pub(super) fn of_entry(task: Task) -> Self {
        Self { task, found: None, instead: OnceLock::new() }
    }
}

/// The articles that a feed or a sitemap of news names; nothing where it is neither. `base` is where it was found.
pub(super) fn of_feed(body: &[u8], base: &WebUrl) -> Option<Result<Named, String>> {
    if !matches!(form_of(body, ""), Form::Feed | Form::Sitemap) {
        return None;
    }
    Some(match forms::feed_entries(body) {
        Ok(feed) => Ok(Named { name: feed.title.clone().unwrap_or_default(), articles: articles(&feed, base) }),
        Err(fault) => Err(fault.to_string()),
    })
}

fn articles(feed: &Feed, base: &WebUrl) -> Vec<Task> {
    let entries = feed.entries.iter().filter_map(|entry| {
        let of_feed = entry.report(feed).map(Box::new);
        let said = [&entry.title, &entry.published_at, &Some(entry.text.clone())];
        let stamp = Digest::of(serde_json::to_string(&said).unwrap_or_default().as_bytes());
        let task = |url| Task { stamp: Some(stamp), of_feed: of_feed.clone(), ..Task::of_page(url, 0) };
        match entry.url.as_deref().and_then(|url| base.join(url).ok()) {
            Some(url) => Some(task(url)),
            // Without a link it is what the feed has, if that is anything, under the name that the feed gives it.
            None if of_feed.is_some() => {
                let name = entry.id.clone().unwrap_or_else(|| stamp.to_string());
                let name =
                    name.split(|sign: char| sign.is_whitespace() || sign.is_control()).collect::<Vec<_>>().join("%20");
                Some(Task { entry: Some(format!("{base}#{name}")), ..task(base.clone()) })
            }
            None => None,
        }
    });
    entries.collect()
}

/// The report of what was fetched: of the page, with what the feed knows besides; or of the feed alone, with a note.
pub(super) fn report_of(fetched: &Fetched) -> Result<Report, Instead> {
    let Fetched { task, found, instead } = fetched;
    let missing = match found {
        None => {
            let nothing = || Instead { reason: "the feed has no text of it".to_owned(), is_passing: false };
            let mut report = task.of_feed.as_deref().cloned().ok_or_else(nothing)?;
            report.url = Some(task.address());
            return Ok(report);
        }
        Some(Ok((at, response))) => {
            match forms::report_of_answer(&response.body, &at.to_string(), response.charset.as_deref()) {
                Ok(report) => match shorter_than_feed(task, &report) {
                    None => return Ok(with_feed(task, report)),
                    Some(reason) => Instead { reason, is_passing: false },
                },
                Err(fault) => Instead { reason: reason_of(&fault), is_passing: false },
            }
        }
        Some(Err(error)) => Instead { reason: error.to_string(), is_passing: error.is_passing() || is_for_now(error) },
    };
    let Some(of_feed) = &task.of_feed else { return Err(missing) };
    let mut report = (**of_feed).clone();
    report.url = Some(task.url.to_string());
    let message = format!("the article could not be had ({}): this is what the feed has of it", missing.reason);
    report.notes.push(Note { range: ByteRange::default(), kind: NoteKind::Truncated, message });
    let _ = instead.set(missing);
    Ok(report)
}

/// What is not for everybody now may be tomorrow.
fn is_for_now(error: &FetchError) -> bool {
    matches!(error, FetchError::Status { status: 401..=403 | 406, .. } | FetchError::NoHost { .. })
}

fn reason_of(fault: &FormFault) -> String {
    match fault {
        FormFault::Unreadable(source) => format!("{fault}: {source}"),
        _ => fault.to_string(),
    }
}

/// Why the feed's text is the better one, if it is.
fn shorter_than_feed(task: &Task, report: &Report) -> Option<String> {
    let of_feed = task.of_feed.as_ref()?;
    (of_feed.text.len() > report.text.len().saturating_mul(FAR_LONGER))
        .then(|| "the page shows the beginning only".to_owned())
}

/// A page's report, with what the feed knows and the page does not say.
fn with_feed(task: &Task, mut report: Report) -> Report {
    // Versions of an article are told by its address, so it is the one that was asked for.
    report.url = Some(task.url.to_string());
    let Some(feed) = &task.of_feed else { return report };
    report.title = report.title.take().or_else(|| feed.title.clone());
    report.outlet = report.outlet.take().or_else(|| feed.outlet.clone());
    report.published_at = report.published_at.or(feed.published_at);
    report.language = report.language.take().or_else(|| feed.language.clone());
    if report.authors.is_empty() {
        report.authors.clone_from(&feed.authors);
    }
    report
}
