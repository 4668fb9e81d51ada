//! Which form some bytes have, by how they begin; a name decides where forms look alike.

/// A form that reports come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// Plain text, with or without a head.
    Text,
    /// Markdown.
    Markdown,
    /// JSON objects, one a line.
    Lines,
    /// JSON that runs over lines: a list of objects, or one.
    Json,
    /// A page of HTML.
    Page,
    /// PDF.
    Pdf,
    /// A letter of e-mail.
    Letter,
    /// Letters in one file (mbox).
    Mailbox,
    /// A table of text with named columns.
    Delimited,
    /// A table of columns (Parquet).
    Parquet,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// A sitemap of news.
    Sitemap,
    /// An archive of the web.
    Warc,
    /// Something packed by gzip.
    Gzip,
    /// An archive.
    Zip,
    /// An archive.
    Tar,
    /// Something else that is no text.
    Other(&'static str),
}

/// Endings of the names of whatever can be a report, or hold some.
pub const ENDINGS: &[(&str, Form)] = &[
    (".txt", Form::Text),
    (".text", Form::Text),
    (".md", Form::Markdown),
    (".markdown", Form::Markdown),
    (".jsonl", Form::Lines),
    (".ndjson", Form::Lines),
    (".json", Form::Json),
    (".html", Form::Page),
    (".htm", Form::Page),
    (".xhtml", Form::Page),
    (".pdf", Form::Pdf),
    (".eml", Form::Letter),
    (".mbox", Form::Mailbox),
    (".csv", Form::Delimited),
    (".tsv", Form::Delimited),
    (".parquet", Form::Parquet),
    (".rss", Form::Feed),
    (".atom", Form::Feed),
    (".xml", Form::Feed),
    (".warc", Form::Warc),
    (".zip", Form::Zip),
    (".tar", Form::Tar),
    (".tgz", Form::Tar),
];

/// How many bytes are looked at.
pub(super) const HEAD: usize = 8192;

/// The beginnings of files that are no text.
const MAGIC: &[(&[u8], Form)] = &[
    (b"\x1f\x8b", Form::Gzip),
    (b"PK\x03\x04", Form::Zip),
    (b"PK\x05\x06", Form::Zip),
    (b"%PDF-", Form::Pdf),
    (b"PAR1", Form::Parquet),
    (b"WARC/", Form::Warc),
    (b"\x89PNG", Form::Other("a picture")),
    (b"\xff\xd8\xff", Form::Other("a picture")),
    (b"GIF8", Form::Other("a picture")),
    (b"RIFF", Form::Other("a picture or a film")),
    (b"\xd0\xcf\x11\xe0", Form::Other("a document of an old office program")),
    (b"7z\xbc\xaf\x27\x1c", Form::Other("a 7z archive")),
    (b"Rar!", Form::Other("a RAR archive")),
    (b"BZh", Form::Other("packed by bzip2")),
    (b"\xfd7zXZ", Form::Other("packed by xz")),
    (b"\x28\xb5\x2f\xfd", Form::Other("packed by zstd")),
    (b"SQLite format 3", Form::Other("an SQLite database")),
    (b"\x7fELF", Form::Other("a program")),
];

/// Tells the form of what begins with `head`; `name` is the name of its file, or empty.
pub fn form_of(head: &[u8], name: &str) -> Form {
    if let Some((_, form)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return match form {
            Form::Zip => document(head).map_or(Form::Zip, Form::Other),
            form => *form,
        };
    }
    if head.get(257..262) == Some(b"ustar") {
        return Form::Tar;
    }
    let named = form_of_name(name);
    let text = crate::decode(head, None).text;
    let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let by_content = form_of_text(text);
    match (named, by_content) {
        // Text can be anything; what its name says decides.
        (
            Some(named @ (Form::Text | Form::Markdown | Form::Lines | Form::Page | Form::Delimited | Form::Letter)),
            _,
        ) => named,
        (Some(Form::Json), Some(Form::Lines | Form::Json | Form::Feed)) | (None, Some(_)) => {
            by_content.unwrap_or(Form::Text)
        }
        (Some(Form::Json), _) => Form::Lines,
        (Some(Form::Mailbox), _) => Form::Mailbox,
        (_, Some(known)) => known,
        _ => Form::Text,
    }
}

/// What office programs and e-books pack with ZIP, told by the first entry of the archive.
fn document(head: &[u8]) -> Option<&'static str> {
    const NAME: usize = 30;
    let length = usize::from(u16::from_le_bytes([*head.get(26)?, *head.get(27)?]));
    let name = head.get(NAME..NAME + length)?;
    let has = |words: &[u8]| head.windows(words.len()).any(|window| window == words);
    match name {
        b"[Content_Types].xml" | b"_rels/.rels" => {
            Some("a document of Word, Excel or PowerPoint (save it as text, HTML, PDF or CSV)")
        }
        b"mimetype" if has(b"application/epub+zip") => Some("an e-book (save it as text or HTML)"),
        b"mimetype" if has(b"application/vnd.oasis.opendocument") => {
            Some("a document of LibreOffice (save it as text, HTML, PDF or CSV)")
        }
        _ => None,
    }
}

/// The form that the ending of a name says.
pub(super) fn form_of_name(name: &str) -> Option<Form> {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    ENDINGS.iter().find(|(ending, _)| name.ends_with(ending)).map(|(_, form)| *form)
}

/// Whether the ending of a name says that tabs stand between columns.
pub(super) fn is_tabbed(name: &str) -> bool {
    std::path::Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("tsv"))
}

fn form_of_text(text: &str) -> Option<Form> {
    let begins = |mark: &str| text.get(..mark.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(mark));
    if text.starts_with('{') {
        return Some(if text.contains("//jsonfeed.org/version/") { Form::Feed } else { lines_or_json(text) });
    }
    if text.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with('{')) {
        return Some(Form::Json);
    }
    if begins("<") {
        return form_of_markup(text);
    }
    if begins("From ") && text.lines().skip(1).take(20).filter(|line| is_letter_head(line)).count() >= 2 {
        return Some(Form::Mailbox);
    }
    let heads = text.lines().take_while(|line| !line.trim().is_empty()).take(60);
    if text.lines().next().is_some_and(is_any_head) && heads.filter(|line| is_letter_head(line)).count() >= 2 {
        return Some(Form::Letter);
    }
    super::delimited::looks_like_table(text).then_some(Form::Delimited)
}

/// An object that begins and does not end on the first line runs over lines.
fn lines_or_json(text: &str) -> Form {
    let first = text.lines().next().unwrap_or_default();
    if first.trim() == "{" { Form::Json } else { Form::Lines }
}

fn form_of_markup(text: &str) -> Option<Form> {
    let lower = text.get(..text.floor_char_boundary(2048)).unwrap_or_default().to_ascii_lowercase();
    let has = |mark: &str| lower.contains(mark);
    if has("<!doctype html") || has("<html") {
        return Some(Form::Page);
    }
    if has("<rss") || has("<feed") || has("<rdf:rdf") {
        return Some(Form::Feed);
    }
    if has("<urlset") || has("<sitemapindex") {
        return Some(Form::Sitemap);
    }
    let is_page = ["<head", "<body", "<article", "<div", "<p>", "<title", "<meta", "<!--"]
        .iter()
        .any(|mark| lower.starts_with(mark));
    is_page.then_some(Form::Page)
}

/// Fields of a letter that no other head has.
fn is_letter_head(line: &str) -> bool {
    [
        "from:",
        "received:",
        "message-id:",
        "return-path:",
        "mime-version:",
        "delivered-to:",
        "dkim-signature:",
        "to:",
        "date:",
        "subject:",
    ]
    .iter()
    .any(|field| line.get(..field.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(field)))
}

fn is_any_head(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_by_content_and_name() {
        struct Case(&'static str, &'static [u8], Form);
        let cases = [
            Case("", b"", Form::Text),
            Case("", b"Drills", Form::Text),
            Case("", b"\xef\xbb\xbf \n{\"id\"", Form::Lines),
            Case("", b" [", Form::Text),
            Case("", b"[ {\"text\"", Form::Json),
            Case("", b"{\n \"text\": 1", Form::Json),
            Case("", b"\n<!DOCTYPE html>", Form::Page),
            Case("a.html", b"<?xml version='1.0'?><html>", Form::Page),
            Case("", b"<?xml version='1.0'?><rss version='2.0'>", Form::Feed),
            Case("a.xml", b"<urlset>", Form::Sitemap),
            Case("", b"{\"version\": \"https://jsonfeed.org/version/1.1\"", Form::Feed),
            Case("a.txt", b"\x1f\x8b\x08", Form::Gzip),
            Case("a.txt", b"%PDF-1.7", Form::Pdf),
            Case("a.md", b"# Drills", Form::Markdown),
            Case("", b"Received: from x\r\nFrom: a@example.org\r\nSubject: b\r\n\r\nText", Form::Letter),
            Case("", b"From a@example.org Wed Jun  1\nFrom: a@example.org\nSubject: b\n\nText", Form::Mailbox),
            Case("", b"title: Drills\n\nText", Form::Text),
            Case("", b"id,title,text\n1,a,b\n", Form::Delimited),
            Case("", b"Text, as it is, begins\n", Form::Text),
            Case("a.jpg", b"\xff\xd8\xff\xe0", Form::Other("a picture")),
            Case("a.jsonl.gz", b"not json", Form::Lines),
            Case("a.zip", b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x05\0\0\0a.txt", Form::Zip),
            Case(
                "a.docx",
                b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x13\0\0\0[Content_Types].xml",
                Form::Other("a document of Word, Excel or PowerPoint (save it as text, HTML, PDF or CSV)"),
            ),
        ];
        for Case(name, head, expected) in cases {
            assert_eq!(form_of(head, name), expected, "{name} {:?}", String::from_utf8_lossy(head));
        }
    }
}
