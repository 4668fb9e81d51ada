//! What a page states of itself: title, outlet, authors, date, address, language.
//!
//! Pages say it up to four times, and the first that says something sensible is believed: linked data (JSON), `meta`
//! elements, marked elements of the page (`h1`, `time`, `rel=author`), and the address.

use std::collections::VecDeque;

use serde_json::{Map, Value};
use vigie_record::PublishedAt;

use super::tree::{Id, Tree};
use crate::date;

/// What a page states of itself.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Statements {
    pub(super) title: Option<String>,
    pub(super) outlet: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) published_at: Option<PublishedAt>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
    /// Whether it says that a reader must pay to see all of it.
    pub(super) is_for_payers: bool,
}

/// The longest title, name of an outlet or of an author that is believed, in bytes.
const LONGEST: usize = 400;

/// The longest line with a day or an author that is looked for among the text of a page, in bytes.
const LONGEST_LINE: usize = 100;

/// Kinds of linked data that are about an article.
const ARTICLES: &[&str] = &["Article", "Posting", "Report", "WebPage"];

/// Names of `meta` elements, the ones that are meant more exactly first.
const TITLES: &[&str] = &["og:title", "twitter:title", "dc.title", "title"];
const OUTLETS: &[&str] = &["og:site_name", "application-name", "dc.publisher", "twitter:app:name:iphone"];
const AUTHORS: &[&str] = &["author", "article:author", "dc.creator", "byl", "sailthru.author", "parsely-author"];
const DATES: &[&str] = &[
    "article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "pubdate",
    "publishdate",
    "publish-date",
    "sailthru.date",
    "parsely-pub-date",
    "og:published_time",
    "og:article:published_time",
    "article.published",
    "rnews:datepublished",
    "cxenseparse:recs:publishtime",
    "timestamp",
];

/// Reads what a page states of itself.
pub(super) fn statements(tree: &Tree, linked: &[&str]) -> Statements {
    let data = Linked::of(linked);
    let page = Named::of(tree);
    let text = |of: Option<String>| of.filter(|text| !text.is_empty() && text.len() <= LONGEST);
    let url = page
        .url
        .clone()
        .or_else(|| page.meta(&["og:url"]))
        .or_else(|| data.string(&["url", "mainEntityOfPage", "@id"]));
    let url = url.filter(|url| url.starts_with("http"));
    let outlet =
        text(page.meta(OUTLETS)).or_else(|| text(data.name("publisher"))).or_else(|| url.as_deref().and_then(host));
    let title = text(data.string(&["headline"]))
        .or_else(|| text(page.meta(TITLES)))
        .or_else(|| text(page.heading.clone()))
        .or_else(|| text(page.title.clone()));
    let mut authors = data.names("author");
    if authors.is_empty() {
        authors = page
            .metas(AUTHORS)
            .into_iter()
            .filter(|name| !name.contains("://"))
            .flat_map(|list| people(&list))
            .collect();
    }
    if authors.is_empty() {
        authors = page.authors.iter().flat_map(|list| people(list)).collect();
    }
    authors.retain(|name| name.len() <= LONGEST);
    authors.dedup();
    let published_at = data
        .string(&["datePublished"])
        .and_then(|found| date::lenient(&found))
        .or_else(|| page.metas(DATES).iter().find_map(|found| date::lenient(found)))
        .or_else(|| page.times.iter().find_map(|found| date::lenient(found)))
        .or_else(|| url.as_deref().and_then(date::of_address));
    Statements {
        title: title.map(|title| without_outlet(&title, outlet.as_deref())),
        outlet,
        authors,
        published_at,
        language: page.language.clone(),
        is_for_payers: data.is_for_payers(),
        url,
    }
}

/// A list of names such as `By A. Writer and B. Reader`.
fn people(list: &str) -> Vec<String> {
    let list = list.trim();
    let list = list.strip_prefix("By ").or_else(|| list.strip_prefix("by ")).unwrap_or(list);
    let parts = list.split([',', ';', '|']).flat_map(|part| part.split(" and "));
    parts.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// A title without the name of the outlet at its end.
fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    let cut = |separator: &str| {
        let (before, after) = title.rsplit_once(separator)?;
        let is_outlet = outlet.is_some_and(|outlet| after.trim().eq_ignore_ascii_case(outlet.trim()));
        (is_outlet && !before.trim().is_empty()).then(|| before.trim().to_owned())
    };
    [" | ", " - ", " – ", " — ", " :: "].into_iter().find_map(cut).unwrap_or_else(|| title.to_owned())
}

/// The host of an address, as the name of an outlet that gives none.
fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (host.contains('.')).then(|| host.to_ascii_lowercase())
}

/// What the elements of a page state.
#[derive(Debug, Default)]
struct Named {
    metas: Vec<(String, String)>,
    title: Option<String>,
    heading: Option<String>,
    url: Option<String>,
    language: Option<String>,
    authors: Vec<String>,
    times: VecDeque<String>,
}

impl Named {
    fn of(tree: &Tree) -> Self {
        let mut named = Self::default();
        for id in 0..tree.len() {
            named.take(tree, id);
        }
        named
    }

    fn take(&mut self, tree: &Tree, id: Id) {
        let is = |name: &str, value: &str| {
            tree.attribute(id, name)
                .is_some_and(|found| found.split_whitespace().any(|word| word.eq_ignore_ascii_case(value)))
        };
        match tree.name(id) {
            "" => return,
            "html" => self.language = tree.attribute(id, "lang").map(str::to_owned).filter(|code| !code.is_empty()),
            "meta" => {
                let name = ["property", "name", "itemprop"].iter().find_map(|name| tree.attribute(id, name));
                if let (Some(name), Some(content)) = (name, tree.attribute(id, "content")) {
                    self.metas.push((name.to_ascii_lowercase(), content.trim().to_owned()));
                }
                return;
            }
            "title" if self.title.is_none() => self.title = Some(tree.text(id)),
            "h1" if self.heading.is_none() => self.heading = Some(tree.text(id)),
            "link" if is("rel", "canonical") => self.url = tree.attribute(id, "href").map(str::to_owned),
            "time" => {
                let written = || tree.text_at_most(id, LONGEST_LINE);
                let Some(day) = tree.attribute(id, "datetime").map(str::to_owned).or_else(written) else { return };
                // One that says it is the day of publication goes before the others.
                if tree.attribute(id, "pubdate").is_some() || is("itemprop", "datePublished") {
                    self.times.push_front(day);
                } else {
                    self.times.push_back(day);
                }
                return;
            }
            _ => (),
        }
        if is("itemprop", "datePublished") {
            let written = || tree.text_at_most(id, LONGEST_LINE);
            if let Some(day) = tree.attribute(id, "content").map(str::to_owned).or_else(written) {
                self.times.push_front(day);
            }
        }
        if self.authors.is_empty()
            && (is("rel", "author") || is("itemprop", "author") || is("class", "byline") || is("class", "author-name"))
        {
            self.authors.extend(tree.text_at_most(id, LONGEST_LINE).filter(|name| !name.is_empty()));
        }
    }

    fn metas(&self, names: &[&str]) -> Vec<String> {
        let values = |wanted: &&str| {
            let wanted = (*wanted).to_owned();
            self.metas
                .iter()
                .filter(move |(name, value)| *name == wanted && !value.is_empty())
                .map(|(_, value)| value.clone())
        };
        names.iter().map(|name| values(name).collect::<Vec<_>>()).find(|found| !found.is_empty()).unwrap_or_default()
    }

    fn meta(&self, names: &[&str]) -> Option<String> {
        self.metas(names).into_iter().next()
    }
}

/// The objects of the linked data of a page that are about an article, the most exact first.
struct Linked(Vec<Map<String, Value>>);

impl Linked {
    fn of(texts: &[&str]) -> Self {
        let mut objects = Vec::new();
        for text in texts {
            // Old pages hide their data from older browsers.
            let text = text
                .trim()
                .trim_start_matches("<!--")
                .trim_end_matches("-->")
                .trim_start_matches("//<![CDATA[")
                .trim_end_matches("//]]>");
            if let Ok(value) = serde_json::from_str::<Value>(text.trim()) {
                collect(value, &mut objects);
            }
        }
        let place =
            |object: &Map<String, Value>| ARTICLES.iter().position(|kind| is_a(object, kind)).unwrap_or(ARTICLES.len());
        objects.retain(|object| place(object) < ARTICLES.len());
        objects.sort_by_key(place);
        Self(objects)
    }

    /// The first of the fields that is a text.
    fn string(&self, names: &[&str]) -> Option<String> {
        let field = |name: &&str| {
            self.0.iter().find_map(|object| object.get(*name)?.as_str().map(|text| unescaped(text.trim())))
        };
        names.iter().find_map(field).filter(|text| !text.is_empty())
    }

    fn names(&self, field: &str) -> Vec<String> {
        self.0
            .iter()
            .map(|object| object.get(field).map(names_in).unwrap_or_default())
            .find(|names| !names.is_empty())
            .unwrap_or_default()
    }

    fn name(&self, field: &str) -> Option<String> {
        self.names(field).into_iter().next()
    }

    fn is_for_payers(&self) -> bool {
        let free = self.0.iter().find_map(|object| object.get("isAccessibleForFree"));
        free.is_some_and(|free| {
            *free == Value::Bool(false) || free.as_str().is_some_and(|text| text.eq_ignore_ascii_case("false"))
        })
    }
}

/// Takes the objects out of lists and graphs.
fn collect(value: Value, into: &mut Vec<Map<String, Value>>) {
    match value {
        Value::Array(list) => list.into_iter().for_each(|value| collect(value, into)),
        Value::Object(mut object) => {
            if let Some(graph) = object.remove("@graph") {
                collect(graph, into);
            }
            into.push(object);
        }
        _ => (),
    }
}

fn is_a(object: &Map<String, Value>, kind: &str) -> bool {
    match object.get("@type") {
        Some(Value::String(name)) => name.ends_with(kind),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(|name| name.ends_with(kind)),
        _ => false,
    }
}

fn names_in(value: &Value) -> Vec<String> {
    match value {
        Value::String(name) => people(&unescaped(name)),
        Value::Array(list) => list.iter().flat_map(names_in).collect(),
        Value::Object(object) => object.get("name").map(names_in).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// The few signs that linked data has as HTML does, though it should not.
fn unescaped(text: &str) -> String {
    let pairs = [
        ("&#039;", "'"),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&apos;", "'"),
        ("&quot;", "\""),
        ("&rsquo;", "’"),
        ("&lsquo;", "‘"),
        ("&#8217;", "’"),
        ("&#8216;", "‘"),
        ("&#8220;", "“"),
        ("&#8221;", "”"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    pairs
        .iter()
        .fold(text.to_owned(), |text, (from, to)| if text.contains('&') { text.replace(from, to) } else { text })
}

#[cfg(test)]
mod tests {
    use super::super::cut::cut;
    use super::*;

    fn read(page: &str) -> Statements {
        let cut = cut(page);
        statements(&Tree::of(&cut.page).unwrap(), &cut.statements)
    }

    #[test]
    fn linked_data_goes_first() {
        let found = read(
            "<html lang=en-GB><title>Drills | Wire</title><meta property=og:site_name content=Wire>\
             <script type=application/ld+json>{\"@graph\": [{\"@type\": \"NewsArticle\", \"headline\": \"Drills &amp; talks\", \
             \"datePublished\": \"2022-06-01T09:30:00+0300\", \"author\": [{\"name\": \"A. Writer\"}, {\"name\": \"B. Reader\"}], \
             \"isAccessibleForFree\": \"False\"}]}</script>",
        );
        assert_eq!(found.title.as_deref(), Some("Drills & talks"));
        assert_eq!(found.outlet.as_deref(), Some("Wire"));
        assert_eq!(found.authors, ["A. Writer", "B. Reader"]);
        assert_eq!(found.published_at.map(|at| at.to_string()).as_deref(), Some("2022-06-01T06:30:00Z"));
        assert_eq!(found.language.as_deref(), Some("en-GB"));
        assert!(found.is_for_payers);
    }

    #[test]
    fn a_page_without_data_is_read_by_its_elements() {
        let found = read(
            "<title>Drills begin - example.org</title><link rel=canonical href='https://www.example.org/2022/06/01/drills'>\
             <h1>Drills begin</h1><span class=byline>By A. Writer and B. Reader</span>",
        );
        assert_eq!(found.title.as_deref(), Some("Drills begin"));
        assert_eq!(found.outlet.as_deref(), Some("example.org"));
        assert_eq!(found.authors, ["A. Writer", "B. Reader"]);
        assert_eq!(found.published_at.map(|at| at.to_string()).as_deref(), Some("2022-06-01"));
        assert_eq!(without_outlet("Drills – Wire", Some("wire")), "Drills");
    }
}
