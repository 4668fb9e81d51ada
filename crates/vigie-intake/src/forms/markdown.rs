//! Markdown: its text without its marks, and what its front matter says.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use vigie_record::Report;

use crate::{date, headed, report_of_text};

/// Makes a report of a text in Markdown.
pub(super) fn report(text: &str) -> Report {
    let (head, body) = front_matter(text);
    // A head of fields is known in Markdown as in any text.
    let mut report = if head.is_some() { Report::of_text(String::new()) } else { report_of_text(body) };
    let source = if head.is_some() { body.to_owned() } else { std::mem::take(&mut report.text) };
    let (plain, heading) = plain(&source);
    report.id = Report::id_of(&plain);
    report.text = plain;
    for line in head.unwrap_or_default().lines() {
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim().trim_matches(['"', '\'']).to_owned();
        if value.is_empty() {
            continue;
        }
        match name.trim() {
            "title" => report.title = Some(value),
            "date" | "published_at" | "published" => date::set(&mut report, &value),
            "author" | "authors" => report.authors = headed::authors(value.trim_matches(['[', ']'])),
            "outlet" | "source" | "publisher" => report.outlet = Some(value),
            "url" | "link" => report.url = Some(value),
            _ => (),
        }
    }
    report.title = report.title.or(heading);
    report
}

/// What stands between two lines `---` at the top, and the text after it.
fn front_matter(text: &str) -> (Option<&str>, &str) {
    let inner = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n"));
    let parts = inner.and_then(|inner| inner.split_once("\n---"));
    parts.map_or((None, text), |(head, body)| (Some(head), body.trim_start_matches(['-', '\r', '\n'])))
}

/// The text without marks, and the first heading of the first order, which is left out of it.
fn plain(text: &str) -> (String, Option<String>) {
    let (mut plain, mut heading, mut title) = (String::new(), None::<String>, None);
    let mut n_pictures = 0_usize;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::Heading { level: pulldown_cmark::HeadingLevel::H1, .. }) if title.is_none() => {
                heading = Some(String::new());
            }
            Event::End(TagEnd::Heading(_)) if heading.is_some() => title = heading.take(),
            Event::Start(Tag::Image { .. }) => n_pictures += 1,
            Event::End(TagEnd::Image) => n_pictures = n_pictures.saturating_sub(1),
            Event::Text(run) | Event::Code(run) if n_pictures == 0 => {
                heading.as_mut().unwrap_or(&mut plain).push_str(&run);
            }
            Event::SoftBreak => heading.as_mut().unwrap_or(&mut plain).push(' '),
            Event::HardBreak | Event::End(TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead) => plain.push('\n'),
            Event::End(TagEnd::TableCell) => plain.push('\t'),
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::List(_) | TagEnd::Table,
            ) => {
                plain.truncate(plain.trim_end().len());
                plain.push_str("\n\n");
            }
            _ => (),
        }
    }
    (plain.trim().to_owned(), title.filter(|title| !title.trim().is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_text_stays() {
        let report = report(
            "---\ntitle: \"Drills begin\"\ndate: 2022-06-01\nauthors: [A. Writer, B. Reader]\n---\n\n# Headline\n\nTroops **moved** to \
             the [border](https://example.org) ![map](map.png).\nMore came.\n\n- one brigade\n- `two` brigades\n\n> Talks began.\n",
        );
        assert_eq!(report.text, "Troops moved to the border . More came.\n\none brigade\ntwo brigades\n\nTalks began.");
        assert_eq!(report.title.as_deref(), Some("Drills begin"));
        assert_eq!(report.authors, ["A. Writer", "B. Reader"]);
        assert_eq!(report.published_at.map(|at| at.to_string()).as_deref(), Some("2022-06-01"));
    }

    #[test]
    fn a_heading_is_the_title_of_a_text_without_one() {
        let report = report("# Drills begin\n\nTroops moved.\n\n## Later\n\nThey left.");
        assert_eq!(report.title.as_deref(), Some("Drills begin"));
        assert_eq!(report.text, "Troops moved.\n\nLater\n\nThey left.");
        let headed = super::report("title: Drills\noutlet: Wire\n\n*Troops* moved.");
        assert_eq!((headed.title.as_deref(), headed.text.as_str()), (Some("Drills"), "Troops moved."));
    }
}
