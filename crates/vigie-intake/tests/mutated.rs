//! Sound inputs with something wrong in them: bytes flipped, cut out, doubled, put together from two. Whatever comes, it is read or refused.
//!
//! A long run by hand: `cargo test -p vigie-intake --test mutated -- --ignored`. What looks for weak places by itself is in `fuzz/`.

use std::ops::ControlFlow;

use vigie_codes::{Codes, UserTables};
use vigie_intake::forms::{Found, Limits, Source, feed_entries, report_of_answer, walk};
use vigie_intake::tables::{RowFault, Rows, Settings};
use vigie_intake::web::{Robots, WebUrl};
use vigie_record::Digest;

const PAGE: &str = "<html lang='en'><head><title>Drills &amp; talks</title><meta property='article:published_time' content='2022-06-01T09:30:00Z'>\
                    <script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Drills\",\"datePublished\":\"2022-06-01\"}</script></head>\
                    <body><nav><a href='/'>Home</a></nav><article><h1>Drills</h1><p>Troops moved towards the border on Monday, the ministry said.</p>\
                    <ul><li>One</li><li>Two</li></ul><p>Officials declined to say how many.</p></article><!-- end --></body></html>";
const RSS: &str = "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>Wire</title><item><title>Drills &amp; talks</title>\
                   <link>https://example.org/1</link><guid isPermaLink='false'>a</guid><pubDate>Wed, 01 Jun 2022 09:30:00 GMT</pubDate>\
                   <description>&lt;p&gt;Troops moved.&lt;/p&gt;</description></item></channel></rss>";
const SITEMAP: &str = "<urlset><url><loc>https://example.org/1</loc><news:news><news:publication><news:name>W</news:name></news:publication>\
                       <news:publication_date>2022-06-01</news:publication_date><news:title>D</news:title></news:news></url></urlset>";
const JSON: &str = "[{\"id\": 1, \"text\": \"Troops moved.\", \"published_at\": \"2022-06-01\", \"authors\": [\"A\"]}, {\"text\": \"Talks \\u00e9\"}]";
const LETTER: &str = "From: a@example.org\r\nSubject: =?utf-8?B?RHJpbGxz?=\r\nDate: Wed, 01 Jun 2022 09:30:00 +0000\r\nMIME-Version: 1.0\r\n\
                      Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nTroops moved.\r\n--x--\r\n";
const WARC: &str = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/\r\nContent-Length: 78\r\n\r\nHTTP/1.1 200 OK\r\n\
                    Content-Type: text/html\r\n\r\n<html><p>Troops moved on Monday.</p></html>\r\n\r\n";
const CSV: &str =
    "title,text,date\r\n\"A\",\"Troops, moved\",2022-06-01\r\n\"B\",\"Talks \"\"began\"\"\",1 June 2022\r\n";
const PDF: &str = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R\
                   /Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n4 0 obj<</Length 44>>stream\nBT /F1 12 Tf 10 10 Td (Troops moved) Tj ET\nendstream endobj\n\
                   5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Size 6/Root 1 0 R>>\nstartxref\n0\n%%EOF";
const TABLE: &str = "date\tactor\tactor_country\trecipient\trecipient_country\tcameo\tgoldstein\n2030-02-01\tMilitary\tRussia\tUkraine\tUkraine\t154\t-7.2\n";
const ACLED: &str = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,\
                     inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,\
                     notes,fatalities,tags,timestamp\nUKR1,2022-06-01,2022,1,Political violence,Battles,Armed clash,A,,1,B,,1,11,,804,Europe,Ukraine,K,K,K,Kharkiv,\
                     50.0,36.2,1,S,N,Notes here,3,,1654041600\n";
const WORDS: &str = "title: Drills\noutlet: Wire\npublished_at: 2022-06-01\n\nTroops moved to the border.";
const ROBOTS: &str = "User-agent: *\nDisallow: /a*b$\nAllow: /a\nCrawl-delay: 2";
const ADDRESS: &str = "https://example.org:8443/a/../b?x=1#y\n../c?d=e";

const SEEDS: &[(&str, &str)] = &[
    ("a.html", PAGE),
    ("a.rss", RSS),
    ("a.xml", SITEMAP),
    ("a.json", JSON),
    ("a.jsonl", JSON),
    ("a.eml", LETTER),
    ("a.mbox", LETTER),
    ("a.warc", WARC),
    ("a.csv", CSV),
    ("a.pdf", PDF),
    ("a.md", WORDS),
    ("a.txt", WORDS),
    ("table", TABLE),
    ("table", ACLED),
    ("robots", ROBOTS),
    ("address", ADDRESS),
];

/// Numbers that look like chance and are the same in every run (`SplitMix64`).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % (n.max(1) as u64)).unwrap_or(0)
    }
}

/// Pieces that are likely to hurt.
const PIECES: &[&[u8]] = &[
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"&#x110000;",
    b"&amp",
    b"<",
    b"\"",
    b"\\u",
    b"99999999999999999999",
    b"-0",
    b"1e999",
    b"NaN",
    b"\r\n\r\n",
    b"9999-12-31",
    b"0000-00-00",
    b"\xf0\x9f\x92\xa3",
    b"\xed\xa0\x80",
    b"%",
    b"[",
    b"{",
    b"=?utf-8?Q?=",
    b"stream",
    b"://",
];

fn mutate(chance: &mut Chance, seed: &[u8], other: &[u8]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=chance.below(6) {
        let at = chance.below(bytes.len() + 1);
        let end = (at + chance.below(40)).min(bytes.len());
        match chance.below(7) {
            0 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
            1 if at < bytes.len() => bytes[at] = u8::try_from(chance.below(256)).unwrap_or(0),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let piece = PIECES[chance.below(PIECES.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
            4 => {
                let doubled = bytes[at..end].repeat(1 + chance.below(20));
                bytes.splice(at..at, doubled);
            }
            5 => bytes.truncate(at),
            _ => bytes.splice(at..end, other[chance.below(other.len())..].iter().copied().take(60)).for_each(drop),
        }
    }
    bytes
}

fn read(name: &str, bytes: &[u8], codes: &Codes) {
    match name {
        "table" => {
            let Ok(rows) = Rows::new(bytes, codes, Settings::of_file(Digest::of(b"mutated"))) else { return };
            for row in rows {
                assert!(!matches!(row, Err(RowFault::Unreadable { .. })), "bytes can be read");
            }
        }
        "robots" => drop(Robots::of(&String::from_utf8_lossy(bytes), "vigie").allows("/a/b?c")),
        "address" => {
            let text = String::from_utf8_lossy(bytes);
            let (first, link) = text.split_once('\n').unwrap_or((&text, "x"));
            if let Ok(url) = first.parse::<WebUrl>() {
                assert_eq!(url.to_string().parse(), Ok(url.clone()));
                if let Ok(found) = url.join(link) {
                    assert_eq!(found.to_string().parse(), Ok(found));
                }
            }
        }
        name => {
            if let Ok(feed) = feed_entries(bytes) {
                feed.entries.iter().for_each(|entry| drop(entry.report(&feed)));
            }
            drop(report_of_answer(bytes, "https://example.org/", Some("windows-1252")));
            let _ = walk(Source::Stream(Box::new(bytes)), name, None, Limits::default(), &mut |found| {
                if let Found::Raw(raw) = found {
                    drop(raw.report());
                }
                ControlFlow::Continue(())
            });
        }
    }
}

fn run(n_times: usize, seed: u64) {
    let codes = Codes::new(&UserTables::new()).expect("our own tables are sound");
    let mut chance = Chance(seed);
    for (name, sound) in SEEDS {
        read(name, sound.as_bytes(), &codes);
        for nth in 0..n_times {
            let other = SEEDS[chance.below(SEEDS.len())].1;
            let bytes = mutate(&mut chance, sound.as_bytes(), other.as_bytes());
            let outcome = std::panic::catch_unwind(|| read(name, &bytes, &codes));
            assert!(outcome.is_ok(), "{name}, the {nth}th of seed {seed}: {:?}", String::from_utf8_lossy(&bytes));
        }
    }
}

#[test]
fn what_is_wrong_is_read_or_refused() {
    run(60, 1);
}

#[test]
#[ignore = "it takes some minutes"]
fn what_is_wrong_is_read_or_refused_many_times() {
    for seed in 2..12 {
        run(2000, seed);
    }
}
