//! Reports out of every form, and what becomes of foreign bytes that mean harm.
#![expect(clippy::unwrap_used, reason = "a test says by this what must hold")]

use std::io::{Cursor, Read, Write as _};
use std::ops::ControlFlow;

use flate2::Compression;
use flate2::write::GzEncoder;
use vigie_intake::forms::{Found, Limits, Source, walk};
use zip::write::SimpleFileOptions;

/// What is found in some bytes: a line `place: text` for each report, `place! fault` for each fault.
fn found(bytes: &[u8], name: &str) -> Vec<String> {
    found_within(Source::Stream(Box::new(bytes)), name, Limits::default())
}

fn found_within(source: Source<'_>, name: &str, limits: Limits) -> Vec<String> {
    let mut lines = Vec::new();
    let _ = walk(source, name, None, limits, &mut |found| {
        let (place, said) = match found {
            Found::Raw(raw) => match raw.report() {
                Ok(read) => (raw.place, format!(": {}", read.report.text.trim())),
                Err(fault) => (raw.place, format!("! {fault}")),
            },
            Found::Fault { place, fault } => (place, format!("! {fault}")),
        };
        let number = place.number.map(|number| format!(":{number}")).unwrap_or_default();
        lines.push(format!("{}{number}{said}", place.entries.join("!")));
        ControlFlow::Continue(())
    });
    lines
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn tar(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in entries {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_entry_type(tar::EntryType::Regular);
        // Past the check of the library, as an enemy would.
        header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        archive.append(&header, *bytes).unwrap();
    }
    archive.into_inner().unwrap()
}

const LINES: &[u8] = b"{\"text\": \"Troops moved.\"}\n{\"text\": \"Talks began.\"}\n";
const PAGE: &[u8] = b"<html><body><p>Belarus has begun drills near its southern border, the ministry said on Wednesday.</p></body></html>";
const PAGE_TEXT: &str = "Belarus has begun drills near its southern border, the ministry said on Wednesday.";

#[test]
fn every_form_gives_its_reports() {
    struct Case(&'static str, Vec<u8>, Vec<String>);
    let own = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<String>>();
    let letter = "From: Wire <a@example.org>\nSubject: Drills\nDate: Wed, 1 Jun 2022 09:30:00 +0000\n\nTroops moved.\n";
    let warc = |body: &[u8]| {
        let answer = [b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n", body].concat();
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/1\r\nContent-Type: application/http;msgtype=response\r\nContent-Length: {}\r\n\r\n",
            answer.len()
        );
        [head.as_bytes(), &answer, b"\r\n\r\n"].concat()
    };
    let info = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n";
    let crawl = [gz(info), gz(&warc(PAGE)), gz(&warc(PAGE))].concat();
    let rss = b"<?xml version=\"1.0\"?><rss><channel><title>Wire</title><item><title>Drills</title><description>Troops moved.</description></item></channel></rss>";
    let map = b"<?xml version=\"1.0\"?><urlset><url><loc>https://example.org/1</loc><news:news><news:publication><news:name>Wire</news:name>\
        </news:publication><news:publication_date>2022-06-01</news:publication_date><news:title>Drills &amp; talks</news:title></news:news></url></urlset>";
    let cases = [
        Case("a.txt", b"Troops moved.".to_vec(), own(&[": Troops moved."])),
        Case("a.txt", b"title: Gr\xf6\xdfe\n\nTruppen in Gr\xf6\xdfe.".to_vec(), own(&[": Truppen in Größe."])),
        Case("a.md", b"# Drills\n\nTroops *moved*.".to_vec(), own(&[": Troops moved."])),
        Case("a.jsonl", LINES.to_vec(), own(&[":1: Troops moved.", ":2: Talks began."])),
        Case(
            "a.json",
            b"[\n {\"text\": \"Troops moved.\"},\n {\"text\": 1}\n]".to_vec(),
            own(&[":1: Troops moved.", ":2! `text` is not a string"]),
        ),
        Case("a.html", PAGE.to_vec(), vec![format!(": {PAGE_TEXT}")]),
        Case("a.eml", letter.as_bytes().to_vec(), own(&[": Troops moved."])),
        Case(
            "a.mbox",
            format!("From a Wed\n{letter}\n>From the border, more.\n\nFrom b Thu\n{letter}").into_bytes(),
            own(&[":1: Troops moved.\n\nFrom the border, more.", ":2: Troops moved."]),
        ),
        Case(
            "a.csv",
            b"id,Body\n1,\"Troops\nmoved.\"\n2,Talks began.\n3,\n".to_vec(),
            own(&[
                ":2: Troops\nmoved.",
                ":4: Talks began.",
                ":5! the object has no `text` (nor `body`, `content` or `article`)",
            ]),
        ),
        Case("a", b"Text;Titel\nTr\xfcppen;x\n".to_vec(), own(&[":2: Trüppen"])),
        Case("a.rss", rss.to_vec(), own(&[":1: Troops moved."])),
        Case("a.xml", map.to_vec(), own(&[":1: Drills & talks"])),
        Case("a.warc.gz", crawl, vec![format!(":2: {PAGE_TEXT}"), format!(":3: {PAGE_TEXT}")]),
        Case("a.txt.gz", gz(b"Troops moved."), own(&[": Troops moved."])),
        Case(
            "a.zip",
            zip(&[("x/a.jsonl", LINES), ("b.png", b"\x89PNG"), ("c.html", PAGE)]),
            vec![
                "x/a.jsonl:1: Troops moved.".to_owned(),
                "x/a.jsonl:2: Talks began.".to_owned(),
                format!("c.html: {PAGE_TEXT}"),
            ],
        ),
        Case(
            "a.tgz",
            gz(&tar(&[("a.txt", b"Troops moved."), ("b.txt.gz", &gz(b"Talks began."))])),
            own(&["a.txt: Troops moved.", "b.txt.gz: Talks began."]),
        ),
        Case("a.zip", zip(&[("in.tar", &tar(&[("a.txt", b"Troops moved.")]))]), own(&["in.tar!a.txt: Troops moved."])),
    ];
    for Case(name, bytes, expected) in cases {
        assert_eq!(found(&bytes, name), expected, "{name}");
        let unnamed = found(&bytes, "");
        assert!(matches!(name, "a.md" | "a.json") || unnamed == expected, "{name} without its name: {unnamed:?}");
    }
}

#[test]
fn a_table_of_columns_gives_its_rows() {
    use std::sync::Arc;

    use parquet::data_type::{ByteArray, ByteArrayType};
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    let schema = Arc::new(
        parse_message_type("message m { required binary title (UTF8); required binary text (UTF8); }").unwrap(),
    );
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, Arc::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    for column in [["Drills", "Talks"], ["Troops moved.", "They began."]] {
        let mut into = group.next_column().unwrap().unwrap();
        let values: Vec<ByteArray> = column.iter().map(|value| ByteArray::from(*value)).collect();
        into.typed::<ByteArrayType>().write_batch(&values, None, None).unwrap();
        into.close().unwrap();
    }
    group.close().unwrap();
    writer.close().unwrap();
    assert_eq!(found(&bytes, "a.parquet"), [":1: Troops moved.", ":2: They began."]);
    for end in (0..bytes.len()).step_by(11) {
        let _ = found(&bytes[..end], "a.parquet");
    }
}

#[test]
fn archives_cannot_do_harm() {
    let bomb = gz(&vec![b' '; 64 << 20]);
    let message = "! this unpacks to more than 200 times its size, as no report does; it was left alone";
    assert_eq!(found(&bomb, "a.txt.gz"), [message]);
    assert_eq!(found(&zip(&[("a.txt", &vec![b'a'; 48 << 20])]), "a.zip"), [format!("a.txt{message}")]);
    assert_eq!(
        found(&gz(&gz(&gz(b"Troops moved."))), "a.gz")[0],
        "! this archive stands in another that stands in a third; unpack the outer one first"
    );

    let deep = zip(&[("b.zip", &zip(&[("c.zip", &zip(&[("d.txt", b"Troops moved.")]))]))]);
    assert_eq!(
        found(&deep, "a.zip"),
        ["b.zip!c.zip! this archive stands in another that stands in a third; unpack the outer one first"]
    );

    let few = Limits { entries: 2, ..Limits::default() };
    let many = zip(&[("a.txt", b"a"), ("b.txt", b"b"), ("c.txt", b"c")]);
    assert_eq!(
        found_within(Source::Stream(Box::new(&many[..])), "", few),
        ["a.txt: a", "b.txt: b", "! this archive has more than 2 entries; the rest was left alone"]
    );
    assert_eq!(found(&tar(&[("../../etc/a.txt", b"Troops moved.")]), "a.tar"), ["etc/a.txt: Troops moved."]);

    let whole = zip(&[("a.txt", b"Troops moved."), ("b.txt", b"Talks began.")]);
    for end in 0..whole.len() {
        let _ = found(&whole[..end], "a.zip");
    }
}

#[test]
fn one_bad_piece_does_not_stop_the_rest() {
    let lines = b"{\"text\": \"a\"}\nno json\n{\"text\": \"b\"}\n";
    assert_eq!(found(lines, "a.jsonl"), [":1: a", ":2! this is no JSON: expected ident at character 2", ":3: b"]);
    let archive = zip(&[("a.pdf", b"%PDF-1.4 broken"), ("b.txt", b"Troops moved.")]);
    let said = found(&archive, "a.zip");
    assert!(said[0].starts_with("a.pdf! this is no sound PDF") && said[1] == "b.txt: Troops moved.", "{said:?}");
}

#[test]
fn what_is_too_much_is_named() {
    let columns = format!("text{}\na\n", ",x".repeat(1_000_000));
    assert_eq!(
        found(columns.as_bytes(), "a.csv"),
        [":1! this is no sound table of reports: it has 1000001 columns, and 10000 are read at most"]
    );
    let page = [b"<html><body><p>".to_vec(), vec![b'a'; 100 << 20]].concat();
    assert_eq!(found(&page, "a.html"), ["! this is longer than the 64 MiB that one report may have"]);
    let small = Limits { piece_bytes: 1000, ..Limits::default() };
    let endless = Source::Stream(Box::new(std::io::repeat(b'a').take(1 << 30)));
    assert_eq!(found_within(endless, "a.txt", small), ["! this is longer than the 0 MiB that one report may have"]);
    let quoted = Source::Stream(Box::new(Cursor::new(b"text\n\"").chain(std::io::repeat(b'a').take(1 << 30))));
    let said = found_within(quoted, "a.csv", Limits { piece_bytes: 1 << 20, ..Limits::default() });
    assert!(said.len() == 1 && said[0].contains("one record is longer than a report may be"), "{said:?}");
}

#[test]
fn what_is_no_report_is_named() {
    struct Case(&'static str, &'static [u8], &'static str);
    let cases = [
        Case(
            "a.txt",
            b"\0\0\0\x01\0\0\x02\0binary\0\0\x03",
            "! this is no text, and no form of report that can be read",
        ),
        Case("a.jpg", b"\xff\xd8\xff\xe0", "! this is a picture, and no form of report that can be read"),
        Case(
            "a.csv",
            b"name,age\na,1\n",
            "! no column of this table is called text, body, content or article; its columns are name, age",
        ),
        Case("a.pdf", b"%PDF-1.7", "! this is no sound PDF: "),
        Case("a.rss", b"<rss></rss>", "! this is no sound feed: it is neither RSS nor Atom nor JSON Feed"),
        Case(
            "a.warc",
            b"WARC/1.0\r\nWARC-Type: response\r\n\r\n",
            ":1! this is no sound web archive: a record does not say how long it is",
        ),
        Case(
            "a.warc",
            b"WARC/1.0\r\nContent-Length: 99999999999999\r\n\r\n",
            ":1! this is no sound web archive: it ends in the middle of a record",
        ),
    ];
    for Case(name, bytes, expected) in cases {
        let said = found(bytes, name);
        assert!(said.len() == 1 && said[0].starts_with(expected), "{name}: {said:?}");
    }
}

#[test]
fn odd_dates_and_signs_do_not_stop_a_report() {
    let lines = b"{\"text\": \"a\\u0000b\", \"published_at\": \"00000000\"}\n{\"text\": \"c\", \"published_at\": \"9999-99-99\"}\n";
    let said = found(lines, "a.jsonl");
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[1].ends_with(": c"), "{said:?}");
}
