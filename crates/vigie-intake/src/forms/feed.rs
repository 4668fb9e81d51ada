//! Feeds: RSS of any version, Atom, JSON Feed. An entry becomes a report of the text that the feed itself has.

use serde_json::Value;
use vigie_record::{ByteRange, Note, NoteKind, Report};

use super::FormFault;
use super::walker::{Flow, Walker};
use super::xml::{Element, only_title, tree};
use crate::date;
use crate::json::JsonReport;
use crate::language::language;
use crate::page::text_of_fragment;

/// A feed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Feed {
    /// Its name.
    pub title: Option<String>,
    /// The language that it says it is in.
    pub language: Option<String>,
    /// What is in it, in its order.
    pub entries: Vec<Entry>,
}

/// What a feed has of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// The name that the feed gives it, which does not change when the article does.
    pub id: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its title, as text.
    pub title: Option<String>,
    /// When it was published, as the feed writes it.
    pub published_at: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Its text, or the beginning of it, as text.
    pub text: String,
}

/// The words below which the text of an entry is taken for the beginning of an article.
const FEW_WORDS: usize = 100;

/// Reads a feed, or a sitemap of news as if it were one: its entries have titles and no text.
///
/// # Errors
/// When it is none, or damaged before its first entry.
pub fn entries(bytes: &[u8]) -> Result<Feed, FormFault> {
    let text = decode_xml(bytes);
    let text = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    if text.starts_with('{') { json_feed(text) } else { xml_feed(&tree(text)?) }
}

/// XML declares its encoding as pages do.
fn decode_xml(bytes: &[u8]) -> String {
    crate::encoding::decode_page(bytes).into_owned()
}

/// The entries of a feed, each a report.
pub(super) fn walk(walker: &mut Walker<'_>, bytes: &[u8]) -> Flow {
    // What is called XML may be a sitemap or a page.
    let feed = match entries(bytes) {
        Ok(feed) => feed,
        Err(fault) => return walker.fault(None, fault),
    };
    if feed.entries.is_empty() {
        return walker.fault(None, FormFault::NoText { what: "feed" });
    }
    for (at, entry) in feed.entries.iter().enumerate() {
        match entry.report(&feed) {
            Some(report) => {
                let id = entry.id.clone().or_else(|| entry.url.clone()).map(Value::String);
                walker.made(at + 1, JsonReport { id, report })?;
            }
            None => walker.fault(Some(at + 1), FormFault::NoText { what: "entry" })?,
        }
    }
    Flow::Continue(())
}

impl Entry {
    /// The report of what the feed has; nothing where that is not even a title.
    pub fn report(&self, feed: &Feed) -> Option<Report> {
        let text = if self.text.trim().is_empty() { self.title.clone()? } else { self.text.clone() };
        let mut report = Report::of_text(text);
        if self.text.trim().is_empty() {
            report.notes.push(only_title());
        } else if self.text.split_whitespace().count() < FEW_WORDS {
            let message = "this is what the feed has of the article, which may be its beginning only".to_owned();
            report.notes.push(Note { range: ByteRange::default(), kind: NoteKind::Truncated, message });
        }
        report.language = language(&report.text, feed.language.as_deref());
        report.title.clone_from(&self.title);
        report.url.clone_from(&self.url);
        report.outlet.clone_from(&feed.title);
        report.authors.clone_from(&self.authors);
        if let Some(found) = &self.published_at {
            date::set(&mut report, found);
        }
        Some(report)
    }
}

fn xml_feed(root: &Element) -> Result<Feed, FormFault> {
    if let Some(sitemap) = root.child("urlset") {
        return Ok(news(sitemap));
    }
    let none = || FormFault::Unsound { what: "feed", reason: "it is neither RSS nor Atom nor JSON Feed".to_owned() };
    let mut found = Vec::new();
    for name in ["channel", "feed", "atom:feed"] {
        root.all(name, &mut found);
    }
    let head = found.first().ok_or_else(none)?;
    let mut entries = Vec::new();
    for name in ["item", "entry", "atom:entry"] {
        root.all(name, &mut entries);
    }
    let language = head.text_of(&["language", "dc:language"]).or_else(|| head.attribute("xml:lang").map(str::to_owned));
    let title = head.text_of(&["title", "atom:title"]).map(|title| text_of_fragment(&title));
    Ok(Feed { title, language, entries: entries.into_iter().map(xml_entry).collect() })
}

fn xml_entry(entry: &Element) -> Entry {
    let content = entry.text_of(&["content:encoded", "content", "atom:content", "body"]);
    let content = content.or_else(|| entry.child("content").map(all_text).filter(|text| !text.trim().is_empty()));
    let summary = entry.text_of(&["description", "summary", "atom:summary", "itunes:summary"]);
    let texts = [content, summary].into_iter().flatten().map(|text| text_of_fragment(&text));
    let authors =
        entry.children.iter().filter(|child| matches!(child.name.as_str(), "author" | "dc:creator" | "atom:author"));
    let authors =
        authors.map(|author| author.text_of(&["name", "atom:name"]).unwrap_or_else(|| author.text.trim().to_owned()));
    Entry {
        id: entry.text_of(&["guid", "id", "atom:id"]),
        url: address(entry),
        title: entry
            .text_of(&["title", "atom:title"])
            .map(|title| text_of_fragment(&title))
            .filter(|title| !title.is_empty()),
        published_at: entry.text_of(&[
            "pubdate",
            "published",
            "dc:date",
            "atom:published",
            "updated",
            "atom:updated",
            "date",
        ]),
        authors: authors.filter(|name| !name.is_empty()).collect(),
        text: texts.max_by_key(String::len).unwrap_or_default(),
    }
}

/// The articles that a sitemap of news names.
fn news(sitemap: &Element) -> Feed {
    let mut feed = Feed::default();
    for address in sitemap.children.iter().filter(|child| child.name == "url") {
        let Some(news) = address.child("news:news") else { continue };
        let publication = news.child("news:publication");
        let of_outlet = |name| publication.and_then(|outlet| outlet.text_of(&[name]));
        feed.title = feed.title.or_else(|| of_outlet("news:name"));
        feed.language = feed.language.or_else(|| of_outlet("news:language"));
        feed.entries.push(Entry {
            url: address.text_of(&["loc"]),
            title: news.text_of(&["news:title"]),
            published_at: news.text_of(&["news:publication_date"]),
            ..Entry::default()
        });
    }
    feed
}

/// The text of an element and all in it, as XHTML content of Atom has it.
fn all_text(element: &Element) -> String {
    let inner: Vec<String> = element.children.iter().map(all_text).collect();
    format!("{}\n\n{}", element.text, inner.join("\n\n"))
}

/// The address of an entry: the text of its link, or the link of an Atom entry to its page.
fn address(entry: &Element) -> Option<String> {
    let links = || entry.children.iter().filter(|child| matches!(child.name.as_str(), "link" | "atom:link"));
    let page = links()
        .find(|link| link.attribute("rel").is_none_or(|rel| rel == "alternate"))
        .and_then(|link| link.attribute("href"));
    let guid = || {
        entry
            .child("guid")
            .filter(|guid| guid.attribute("ispermalink") != Some("false"))
            .map(|guid| guid.text.trim().to_owned())
    };
    entry
        .text_of(&["link"])
        .or_else(|| page.map(str::to_owned))
        .or_else(guid)
        .filter(|url| url.starts_with("http://") || url.starts_with("https://"))
}

fn json_feed(text: &str) -> Result<Feed, FormFault> {
    let value: Value = serde_json::from_str(text).map_err(|error| crate::JsonFault::of(&error))?;
    let string = |value: &Value, name: &str| {
        value.get(name)?.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let entry = |item: &Value| Entry {
        id: string(item, "id"),
        url: string(item, "url").or_else(|| string(item, "external_url")),
        title: string(item, "title"),
        published_at: string(item, "date_published"),
        authors: item
            .get("authors")
            .and_then(Value::as_array)
            .map(|authors| authors.iter().filter_map(|author| string(author, "name")).collect())
            .unwrap_or_default(),
        text: string(item, "content_text")
            .or_else(|| string(item, "content_html").map(|html| text_of_fragment(&html)))
            .or_else(|| string(item, "summary"))
            .unwrap_or_default(),
    };
    let items = value.get("items").and_then(Value::as_array);
    Ok(Feed {
        title: string(&value, "title"),
        language: string(&value, "language"),
        entries: items.map(|items| items.iter().map(entry).collect()).unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_of_all_kinds_are_read() {
        let rss = "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>Example Wire</title><language>en</language>\
            <item><title>Drills &amp; talks</title><link>https://example.org/1</link><guid isPermaLink='false'>a1</guid>\
            <pubDate>Wed, 01 Jun 2022 09:30:00 GMT</pubDate><dc:creator>A. Writer</dc:creator>\
            <description>&lt;p&gt;Troops &amp;amp; tanks moved.&lt;/p&gt;&lt;p&gt;Talks began.&lt;/p&gt;</description></item></channel></rss>";
        let atom = "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'><title>Example Wire</title><entry><title type='html'>Drills &amp;amp; talks</title>\
            <link rel='alternate' href='https://example.org/1'/><id>a1</id><published>2022-06-01T09:30:00Z</published>\
            <author><name>A. Writer</name></author><content type='html'><![CDATA[<p>Troops &amp; tanks moved.</p><p>Talks began.</p>]]></content></entry></feed>";
        let json = "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Example Wire\", \"language\": \"en\", \"items\": [{\"id\": \"a1\", \
            \"url\": \"https://example.org/1\", \"title\": \"Drills & talks\", \"date_published\": \"2022-06-01T09:30:00Z\", \
            \"authors\": [{\"name\": \"A. Writer\"}], \"content_html\": \"<p>Troops &amp; tanks moved.</p><p>Talks began.</p>\"}]}";
        for text in [rss, atom, json] {
            let feed = entries(text.as_bytes()).unwrap();
            let report = feed.entries[0].report(&feed).unwrap();
            assert_eq!(report.text, "Troops & tanks moved.\n\nTalks began.", "{text}");
            assert_eq!(report.title.as_deref(), Some("Drills & talks"), "{text}");
            assert_eq!(report.outlet.as_deref(), Some("Example Wire"), "{text}");
            assert_eq!(report.url.as_deref(), Some("https://example.org/1"), "{text}");
            assert_eq!(report.authors, ["A. Writer"], "{text}");
            assert_eq!(report.published_at.map(|at| at.to_string()).as_deref(), Some("2022-06-01T09:30:00Z"), "{text}");
            assert_eq!(feed.entries[0].id.as_deref(), Some("a1"), "{text}");
            assert_eq!(report.notes[0].kind, NoteKind::Truncated);
        }
    }

    #[test]
    fn a_sitemap_of_news_is_gone_through_as_a_feed() {
        let text = "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>https://example.org/about</loc></url>\
            <url><loc>https://example.org/1</loc><news:news><news:publication><news:name>Example Wire</news:name><news:language>en</news:language>\
            </news:publication><news:publication_date>2022-06-01</news:publication_date><news:title>Drills</news:title></news:news></url></urlset>";
        let feed = entries(text.as_bytes()).unwrap();
        assert_eq!((feed.title.as_deref(), feed.entries.len()), (Some("Example Wire"), 1));
        let report = feed.entries[0].report(&feed).unwrap();
        assert_eq!((report.text.as_str(), report.url.as_deref()), ("Drills", Some("https://example.org/1")));
    }

    #[test]
    fn a_feed_cut_short_gives_what_came() {
        let cut =
            "<rss><channel><title>Wire</title><item><title>Drills</title></item><item><title>Talks</title><descri";
        let feed = entries(cut.as_bytes()).unwrap();
        let titles: Vec<_> = feed.entries.iter().filter_map(|entry| entry.title.as_deref()).collect();
        assert_eq!(titles, ["Drills", "Talks"]);
        assert!(entries(b"<html><body>no feed</body></html>").is_err());
    }
}
