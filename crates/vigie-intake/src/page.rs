//! Saved web pages: the article of a page, without its menus, notices and comments.
//!
//! The article and what the page states of itself (title, date, outlet, authors) are taken out by `rs-trafilatura`, in
//! the encoding that the page declares. A date is taken only as the page has it; a page without one stays without one.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rs_trafilatura::{ExtractResult, Options, extract_bytes_with_options};
use vigie_record::{PublishedAt, Report};

use crate::headed::authors;

/// The most bytes of a page; what is longer is no article.
const MOST_BYTES: usize = 16 << 20;

/// The most elements that may be open at once. A browser stops at some hundreds; the time that the article finder takes
/// grows with the square of the depth.
const MOST_DEPTH: usize = 1000;

/// Elements that have no end, or whose end need not be written.
const UNCLOSED: &[&[u8]] = &[
    b"area",
    b"base",
    b"br",
    b"col",
    b"colgroup",
    b"dd",
    b"dt",
    b"embed",
    b"hr",
    b"img",
    b"input",
    b"li",
    b"link",
    b"meta",
    b"option",
    b"p",
    b"param",
    b"source",
    b"tbody",
    b"td",
    b"tfoot",
    b"th",
    b"thead",
    b"tr",
    b"track",
    b"wbr",
];

/// Why there is no report in a page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PageFault {
    /// It is too long.
    #[error("this page has {found} bytes; {most} are read at most")]
    TooLong {
        /// Its bytes.
        found: usize,
        /// The most that are read.
        most: usize,
    },
    /// Its elements stand in each other too deep.
    #[error("more than {MOST_DEPTH} elements of this page stand one in the other")]
    TooDeep,
    /// No article was found in it.
    #[error("no article is found in this page: {reason}")]
    NoArticle {
        /// What is missing.
        reason: String,
    },
}

/// Makes a report of a page of HTML.
///
/// # Errors
/// When the page is too long, or has no article. An article of a few words counts as a report; whether it tells anything
/// is for others to say.
pub fn report_of_page(bytes: &[u8]) -> Result<Report, PageFault> {
    if bytes.len() > MOST_BYTES {
        return Err(PageFault::TooLong { found: bytes.len(), most: MOST_BYTES });
    }
    if depth(bytes) > MOST_DEPTH {
        return Err(PageFault::TooDeep);
    }
    let options = Options { include_comments: false, include_tables: false, ..Options::default() };
    let fault = |reason: String| PageFault::NoArticle { reason };
    let ExtractResult { content_text, metadata, .. } =
        extract_bytes_with_options(bytes, &options).map_err(|error| fault(error.to_string()))?;
    if content_text.trim().is_empty() {
        return Err(fault("it has no text of its own".to_owned()));
    }
    let mut report = Report::of_text(content_text);
    report.title = metadata.title;
    report.outlet = metadata.sitename.or(metadata.hostname);
    report.authors = metadata.author.as_deref().map(authors).unwrap_or_default();
    report.url = metadata.url;
    report.language = metadata.language;
    report.published_at = metadata.date.and_then(|date| moment(date.timestamp()));
    Ok(report)
}

/// How many elements are open at once at most, by a look at the tags alone.
fn depth(bytes: &[u8]) -> usize {
    let (mut open, mut most) = (0_usize, 0);
    for tag in bytes.split(|&byte| byte == b'<').skip(1) {
        let (is_end, tag) = tag.strip_prefix(b"/").map_or((false, tag), |tag| (true, tag));
        let length = tag.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let name = tag[..length].to_ascii_lowercase();
        if name.is_empty() || UNCLOSED.contains(&name.as_slice()) {
            continue;
        }
        let is_closed_at_once =
            tag.iter().position(|&byte| byte == b'>').is_some_and(|end| end > 0 && tag[end - 1] == b'/');
        if is_end {
            open = open.saturating_sub(1);
        } else if !is_closed_at_once {
            open += 1;
            most = most.max(open);
        }
    }
    most
}

/// A moment in seconds since 1970; one that falls on midnight is a day of which no more is known.
fn moment(seconds: i64) -> Option<PublishedAt> {
    let instant = Timestamp::from_second(seconds).ok()?;
    let is_day = seconds.rem_euclid(86_400) == 0;
    Some(if is_day { PublishedAt::Day(instant.to_zoned(TimeZone::UTC).date()) } else { PublishedAt::Instant(instant) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PAGE: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Drills begin</title>\
        <meta property=\"og:site_name\" content=\"Example Wire\">\
        <meta property=\"article:published_time\" content=\"2022-06-01T09:30:00Z\"></head><body>\
        <nav><a href=\"/\">Home</a> <a href=\"/world\">World</a></nav><article><h1>Drills begin</h1>\
        <p>Belarus has begun drills near its southern border, the ministry of defence said on Wednesday morning in Größe.</p>\
        <p>The drills follow a run of announcements, and several thousand soldiers of two brigades take part in them.</p>\
        <p>Nobody in the town could say how long the soldiers would stay, or what would follow when they left again.</p>\
        </article><footer>Subscribe to our newsletter</footer></body></html>";

    #[test]
    fn an_article_is_taken_out_of_its_page() {
        let report = report_of_page(PAGE.as_bytes()).unwrap();
        assert!(report.text.contains("Belarus has begun drills") && report.text.contains("Größe"), "{}", report.text);
        assert!(!report.text.contains("Subscribe") && !report.text.contains("World"), "{}", report.text);
        assert_eq!(report.title.as_deref(), Some("Drills begin"));
        assert_eq!(report.outlet.as_deref(), Some("Example Wire"));
        assert_eq!(report.published_at.map(|at| at.date().to_string()).as_deref(), Some("2022-06-01"));
    }

    #[test]
    fn a_page_without_an_article_is_a_fault() {
        assert!(matches!(report_of_page(b"<html><body></body></html>"), Err(PageFault::NoArticle { .. })));
        assert!(matches!(report_of_page(&vec![b' '; MOST_BYTES + 1]), Err(PageFault::TooLong { .. })));
    }

    #[test]
    fn a_page_nested_deep_is_no_trap() {
        let page = format!("<html><body>{}Drills began.", "<div>".repeat(200_000));
        assert_eq!(report_of_page(page.as_bytes()), Err(PageFault::TooDeep));
        assert_eq!(depth(b"<html><body><br><p>a<p>b<img/><b>c</b><i>d</i></body>"), 3);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn no_page_panics(page in "(</?(html|body|article|p|div|table|td|script|!--|a href=x)>|\\PC{0,8}){0,30}") {
            let _ = report_of_page(page.as_bytes());
        }
    }
}
