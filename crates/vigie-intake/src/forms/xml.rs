//! XML as feeds and sitemaps have it: a tree of elements with texts, in bounded memory and depth.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::json;
use vigie_record::{ByteRange, Note, NoteKind};

use super::FormFault;
use super::walker::{Flow, Walker};
use crate::json::report_of_value;

/// How many elements may stand one in the other.
const MOST_DEPTH: usize = 100;

/// An element with its name without prefix, its attributes and its text.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// The name, with its prefix, in small letters.
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) text: String,
    pub(super) children: Vec<Element>,
}

impl Element {
    /// The first child of a name.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of the first child of one of the names that has any.
    pub(super) fn text_of(&self, names: &[&str]) -> Option<String> {
        let text = |name: &&str| {
            self.children
                .iter()
                .filter(|child| child.name == *name)
                .map(|child| child.text.trim())
                .find(|text| !text.is_empty())
        };
        names.iter().find_map(text).map(str::to_owned)
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// All elements of a name at any depth.
    pub(super) fn all<'e>(&'e self, name: &str, into: &mut Vec<&'e Element>) {
        for child in &self.children {
            if child.name == name {
                into.push(child);
            }
            child.all(name, into);
        }
    }
}

/// The tree of a text. What is wrong after some elements ends the tree there: feeds are cut short and mixed up often.
pub(super) fn tree(text: &str) -> Result<Element, FormFault> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) if open.len() < MOST_DEPTH => open.push(element(&tag)),
            Ok(Event::Start(_)) => return Err(unsound("its elements stand too deep in each other")),
            Ok(Event::Empty(tag)) => add(&mut open, element(&tag)),
            Ok(Event::End(_)) => close(&mut open),
            Ok(Event::Text(text)) => push(&mut open, &text),
            Ok(Event::CData(text)) => push(&mut open, &text),
            Ok(Event::GeneralRef(name)) => push(&mut open, &entity(&name)),
            Ok(Event::Eof) => break,
            Ok(_) => (),
            Err(error) if open.len() == 1 && open[0].children.is_empty() => return Err(unsound(&error.to_string())),
            Err(_) => break,
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().ok_or_else(|| unsound("it is empty"))
}

fn unsound(reason: &str) -> FormFault {
    FormFault::Unsound { what: "XML", reason: reason.to_owned() }
}

fn element(tag: &BytesStart<'_>) -> Element {
    let mut attributes = tag.attributes();
    attributes.with_checks(false);
    let attributes = attributes.filter_map(Result::ok).map(|attribute| {
        let value = attribute.value.into_owned();
        let value = quick_xml::escape::unescape(&value).map(std::borrow::Cow::into_owned).unwrap_or(value);
        (attribute.key.as_ref().to_ascii_lowercase(), value)
    });
    Element { name: tag.name().as_ref().to_ascii_lowercase(), attributes: attributes.collect(), ..Element::default() }
}

fn add(open: &mut [Element], child: Element) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(child);
    }
}

fn close(open: &mut Vec<Element>) {
    if open.len() > 1
        && let Some(closed) = open.pop()
    {
        add(open, closed);
    }
}

fn push(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

/// What `&name;` stands for; what nobody knows stands for itself.
fn entity(name: &str) -> String {
    let written = format!("&{name};");
    quick_xml::escape::unescape(&written)
        .map_or_else(|_| crate::page::text_of_fragment(&written), std::borrow::Cow::into_owned)
}

/// The articles that a sitemap of news names: what is known of each, its title as the text.
pub(super) fn sitemap(walker: &mut Walker<'_>, bytes: &[u8]) -> Flow {
    let root = match tree(&crate::decode(bytes, None).text) {
        Ok(root) => root,
        Err(fault) => return walker.fault(None, fault),
    };
    let mut addresses = Vec::new();
    root.all("url", &mut addresses);
    let mut n_given = 0;
    for (at, address) in addresses.into_iter().enumerate() {
        let Some(news) = address.child("news:news") else { continue };
        let Some(title) = news.text_of(&["news:title"]) else { continue };
        let publication = news.child("news:publication");
        let fields = json!({
            "id": address.text_of(&["loc"]), "text": title, "title": title, "url": address.text_of(&["loc"]),
            "published_at": news.text_of(&["news:publication_date"]),
            "outlet": publication.and_then(|outlet| outlet.text_of(&["news:name"])),
            "language": publication.and_then(|outlet| outlet.text_of(&["news:language"])),
        });
        if let Ok(mut read) = report_of_value(fields) {
            read.report.notes.push(only_title());
            n_given += 1;
            walker.made(at + 1, read)?;
        }
    }
    if n_given == 0 { walker.fault(None, FormFault::NoText { what: "sitemap" }) } else { Flow::Continue(()) }
}

/// The note of a report of which only the title is known.
pub(super) fn only_title() -> Note {
    let message = "only the title of this article is known".to_owned();
    Note { range: ByteRange::default(), kind: NoteKind::Truncated, message }
}
