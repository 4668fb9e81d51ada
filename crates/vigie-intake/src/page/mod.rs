//! Saved web pages: the article of a page, without its menus, notices and comments.
//!
//! Scripts are cut out, the rest becomes a tree and then blocks of text, and of these the article is chosen; what the page
//! states of itself (title, date, outlet, authors) comes from its linked data and its `meta` elements. A date is taken only
//! as the page has it; a page without one stays without one.

mod article;
mod blocks;
mod cut;
mod marks;
mod phrases;
mod statements;
mod tree;

use vigie_record::{ByteRange, Note, NoteKind, Report};

use self::article::Article;
use self::statements::Statements;
use self::tree::{MOST_DEPTH, Tree};
use crate::encoding::decode_served_page;
use crate::language::language;

/// The most bytes of a page; what is longer is no article.
const MOST_BYTES: usize = 16 << 20;

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
    report_of_served_page(bytes, None)
}

/// Makes a report of a page in the encoding that its server told, if it did.
pub(crate) fn report_of_served_page(bytes: &[u8], encoding: Option<&str>) -> Result<Report, PageFault> {
    if bytes.len() > MOST_BYTES {
        return Err(PageFault::TooLong { found: bytes.len(), most: MOST_BYTES });
    }
    let text = decode_served_page(bytes, encoding);
    let cut = cut::cut(&text);
    let tree = Tree::of(&cut.page).ok_or(PageFault::TooDeep)?;
    let stated = statements::statements(&tree, &cut.statements);
    let article = article::article(&tree, stated.title.as_deref());
    if article.text.trim().is_empty() {
        return Err(PageFault::NoArticle { reason: "it has no text of its own".to_owned() });
    }
    Ok(report(article, stated))
}

/// The text of a piece of HTML, such as an entry of a feed, an empty line between its blocks; nothing is left out but what is
/// not to be seen.
pub(crate) fn text_of_fragment(html: &str) -> String {
    let as_it_is = || html.split_whitespace().collect::<Vec<_>>().join(" ");
    if !html.contains(['<', '&']) {
        return as_it_is();
    }
    let Some(tree) = Tree::of(&cut::cut(html).page) else { return as_it_is() };
    let blocks = blocks::blocks(&tree);
    blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n\n")
}

fn report(article: Article, stated: Statements) -> Report {
    let doubt = doubt(&article, &stated);
    let mut report = Report::of_text(article.text);
    report.notes.extend(doubt.map(|(kind, message)| Note { range: ByteRange::default(), kind, message }));
    report.language = language(&report.text, stated.language.as_deref());
    report.title = stated.title;
    report.outlet = stated.outlet;
    report.authors = stated.authors;
    report.url = stated.url;
    report.published_at = stated.published_at;
    report
}

/// The words below which an article is doubted to be whole, and those below which one that must be paid for is.
const FEW_WORDS: usize = 30;
const FEW_WORDS_FREE: usize = 200;

/// What an article looks like, if it does not look like a whole one.
fn doubt(article: &Article, stated: &Statements) -> Option<(NoteKind, String)> {
    if !article.has_text {
        return Some((NoteKind::Furniture, "nothing in this page looks like the text of an article".to_owned()));
    }
    let n_words = blocks::n_words(&article.text);
    let reason = if stated.is_for_payers && n_words < FEW_WORDS_FREE {
        format!("the page is for subscribers and shows {n_words} words")
    } else if n_words < FEW_WORDS {
        format!("the page shows {n_words} words")
    } else if ends_open(&article.text) {
        "its last sentence has no end".to_owned()
    } else {
        return None;
    };
    Some((NoteKind::Truncated, format!("this looks like the beginning of an article only: {reason}")))
}

/// Whether a text ends as a teaser does.
fn ends_open(text: &str) -> bool {
    let text = text.trim_end().trim_end_matches([']', ')']);
    text.ends_with('\u{2026}') || text.ends_with("...")
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
    fn what_looks_short_or_empty_is_doubted() {
        let kinds = |page: &str| {
            report_of_page(page.as_bytes()).unwrap().notes.iter().map(|note| note.kind).collect::<Vec<_>>()
        };
        assert_eq!(kinds(PAGE), []);
        let lead =
            "<p>Belarus has begun drills near its southern border, the ministry of defence said on Wednesday.</p>";
        assert_eq!(kinds(lead), [NoteKind::Truncated]);
        assert_eq!(kinds("<ul><li>World</li><li>Business</li></ul>"), [NoteKind::Furniture]);
        let teaser = PAGE.replace("when they left again.", "when they…");
        assert_eq!(kinds(&teaser), [NoteKind::Truncated]);
    }

    #[test]
    fn what_stands_beside_the_article_is_left_out() {
        let beside = [
            "<div class=share-bar><p>Share this long article with all of your friends, and theirs, wherever they may be.</p></div>",
            "<figure><img><figcaption>Soldiers of a brigade that nobody has named, on the road to the border, on Tuesday.</figcaption></figure>",
            "<div id=comments><p>I have never read such a thing in my whole life, and I have read a lot of things, believe me.</p></div>",
            "<p>Sign up for our daily newsletter.</p>",
            "<p hidden>These are words that no reader of this page has ever seen, since it is hidden from all of them.</p>",
            "<div style='display: none'>These are words that no reader of this page has ever seen, since it is hidden.</div>",
            "<ul class=related><li><a href=/1>Another story about drills and the border, and about what comes of both</a></li></ul>",
            "<aside>Vigie Weekly tells you each Friday what has happened in the world, and what has not happened.</aside>",
        ];
        let clean = report_of_page(PAGE.as_bytes()).unwrap().text;
        for furniture in beside {
            let page = PAGE.replace("<p>Nobody", &format!("{furniture}<p>Nobody"));
            assert_eq!(report_of_page(page.as_bytes()).unwrap().text, clean, "{furniture}");
        }
    }

    #[test]
    fn a_page_without_an_article_is_a_fault() {
        assert!(matches!(report_of_page(b"<html><body></body></html>"), Err(PageFault::NoArticle { .. })));
        assert!(matches!(report_of_page(&vec![b' '; MOST_BYTES + 1]), Err(PageFault::TooLong { .. })));
    }

    /// The guard counted tags, and believed end tags that close nothing: the parser went as deep as the page had tags, which takes hours.
    #[test]
    fn a_page_nested_deep_is_no_trap() {
        let deep = ["<div>", "<div></x>", "<div/>", "<div></br>", "<a title='</div>'><div>"];
        for tags in deep {
            let page = format!("<html><body>{}Drills began.", tags.repeat(200_000));
            assert_eq!(report_of_page(page.as_bytes()), Err(PageFault::TooDeep), "{tags}");
        }
        assert_eq!(text_of_fragment(&"<div></x>".repeat(2000)).len(), 9 * 2000, "what is too deep is left as it is");
        let flat = [
            "<p>Drills began.<br>",
            "<ul><li>Drills<li>began.</ul>",
            "<div><span>Drills began.</div>",
            "<p><font size=1>Drills began.</p>",
            "<img></div>",
        ];
        for tags in flat {
            let page = format!("<html><body>{}Drills began.", tags.repeat(2000));
            assert!(report_of_page(page.as_bytes()).is_ok(), "{tags}");
        }
    }

    /// The whole text of each element that may name a day or an author was copied and kept: sixteen gigabytes of this page.
    #[test]
    fn elements_round_a_whole_page_do_not_copy_it_each() {
        let tags = "<time><span itemprop=datePublished><span rel=author>".repeat(300);
        let page = format!("{tags}{}", "Drills began. ".repeat(1 << 20));
        let report = report_of_page(page.as_bytes()).unwrap();
        assert_eq!((report.published_at, report.authors.len()), (None, 0));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn no_page_panics(page in "(</?(html|body|article|p|div|table|td|script|!--|a href=x)>|\\PC{0,8}){0,30}") {
            let _ = report_of_page(page.as_bytes());
        }
    }
}
