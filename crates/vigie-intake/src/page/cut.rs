//! Scripts, styles, drawings and comments cut out of a page before it becomes a tree.
//!
//! They are most of the bytes of many pages and none of their text. The one kind of script that is kept, apart, is that in
//! which a page states what it is: JSON for linked data.

/// A page without its scripts, and what it states of itself in them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Cut<'p> {
    pub(super) page: String,
    pub(super) statements: Vec<&'p str>,
}

/// Elements whose content is no text of the page.
const OUT: [&str; 4] = ["script", "style", "svg", "noscript"];

/// Cuts a page.
pub(super) fn cut(page: &str) -> Cut<'_> {
    let mut cut = Cut { page: String::with_capacity(page.len() / 2), statements: Vec::new() };
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        cut.page.push_str(before);
        if let Some(comment) = tag.strip_prefix("<!--") {
            // A comment without an end runs to the end of the page, as browsers have it.
            rest = after(comment, "-->");
        } else if let Some(name) = OUT.into_iter().find(|name| opens(tag, name)) {
            let (element, after) = element(tag, name);
            if name == "script"
                && let Some(statement) = statement(element)
            {
                cut.statements.push(statement);
            }
            cut.page.push(' ');
            rest = after;
        } else {
            cut.page.push('<');
            rest = &tag[1..];
        }
    }
    cut.page.push_str(rest);
    cut
}

fn after<'t>(text: &'t str, mark: &str) -> &'t str {
    text.find(mark).map_or("", |at| &text[at + mark.len()..])
}

/// Whether a text begins with the tag of `name`.
fn opens(tag: &str, name: &str) -> bool {
    let bytes = &tag.as_bytes()[1..];
    bytes.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
        && bytes.get(name.len()).is_none_or(|next| matches!(next, b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r' | 0x0c))
}

/// An element that begins a text, without its end tag, and what comes after it.
fn element<'t>(text: &'t str, name: &str) -> (&'t str, &'t str) {
    let mut from = 1;
    while let Some(at) = text[from..].find("</") {
        let at = from + at;
        if opens(&text[at + 1..], name) {
            return (&text[..at], after(&text[at..], ">"));
        }
        from = at + 2;
    }
    (text, "")
}

/// The linked data in a script, if it is that.
fn statement(script: &str) -> Option<&str> {
    let (tag, content) = script.split_once('>')?;
    tag.to_ascii_lowercase().contains("ld+json").then_some(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_go_and_text_stays() {
        struct Case(&'static str, &'static str);
        let cases = [
            Case("a<script>x<b</script>b", "a b"),
            Case("a<SCRIPT src=x></Script >b", "a b"),
            Case("a<!-- <p> -->b<!---->c", "abc"),
            Case("a<!-- no end", "a"),
            Case("a<scripture>b</scripture>", "a<scripture>b</scripture>"),
            Case("a<script>no end </scrip", "a "),
            Case("<svg><path/></svg><p>a < b</p>", " <p>a < b</p>"),
            Case("é<style>é</style>é", "é é"),
            Case("<", "<"),
        ];
        for Case(page, expected) in cases {
            assert_eq!(cut(page).page, expected, "{page}");
        }
    }

    #[test]
    fn linked_data_is_kept_apart() {
        let page = "<script type=\"application/ld+json\">{\"a\": 1}</script><script>var a</script>";
        assert_eq!(cut(page).statements, ["{\"a\": 1}"]);
    }
}
