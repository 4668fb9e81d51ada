#!/usr/bin/env python3
"""Writes a first input of every kind into fuzz/corpus/TARGET, for the fuzz targets to start from.

    python3 fuzz/seeds.py

Everything here is made up, or taken from the examples and tables of this repository. It needs nothing but Python.
"""

import base64
import gzip
import hashlib
import io
import pathlib
import re
import tarfile
import zipfile
import zlib

FUZZ = pathlib.Path(__file__).resolve().parent
ROOT = FUZZ.parent
TABLES = ROOT / "crates/vigie-intake/src/tables"
# Columns of tables that are written as well as read stand where both find them.
SHARED = {"polecat": ROOT / "crates/vigie-codes/src/polecat.rs", "vigie": ROOT / "crates/vigie-record/src/columns.rs"}


def put(target, content):
    data = content if isinstance(content, bytes) else content.encode()
    folder = FUZZ / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha256(data).hexdigest()[:20]).write_bytes(data)


def columns(name, constant="COLUMNS"):
    """The columns that our reader of a format asks for."""
    text = SHARED.get(name, TABLES / f"{name}.rs").read_text()
    listed = re.search(rf"const \w*{constant}: [^=]*=\s*&?\[(.*?)\];", text, re.DOTALL)
    return re.findall(r'"([^"]+)"', listed.group(1))


def row(width, cells, delimiter="\t", empty=""):
    made = [empty] * width
    for at, cell in cells.items():
        made[at] = cell
    return delimiter.join(made)


GDELT = {
    0: "900000001", 1: "20300105", 5: "BLRMIL", 6: "BELARUS", 7: "BLR", 12: "MIL", 15: "UKR", 16: "UKRAINE", 17: "UKR", 25: "1",
    26: "154", 27: "154", 28: "15", 29: "4", 30: "-7.2", 31: "12", 32: "2", 33: "11", 51: "4", 52: "Gomel, Belarus", 53: "BO",
    54: "BO02", 56: "52.43", 57: "30.97", 59: "20300106101500", 60: "https://example.org/a",
}  # fmt: skip
GKG = {
    0: "20300106101500-7", 1: "20300106101500", 3: "example.org", 4: "https://example.org/b", 12: "Ana Example,35;Bo Sample,900",
    22: "50|21|SAID|we will not be moved #400|11||never again",
}  # fmt: skip
MENTION = "900000001\t20300106101500\t20300106103000\t1\texample.org\thttps://example.org/a\t3\t-1\t120\t140\t1\t70\t2400\t-3.5\t\t\n"
ICEWS = {
    0: "77", 1: "2030-03-04", 2: "Police (Mali)", 3: "Government,Police", 4: "Mali", 5: "Use \"force", 6: "180", 7: "-9.0",
    8: "Ukraine", 10: "Ukraine", 11: "9", 12: "4", 13: "Wire", 14: "Kidal", 17: "Mali", 18: "18.4", 19: "1.4",
}  # fmt: skip
POLECAT = {
    0: "20300110-1-x", 1: "2030-01-10", 2: "COERCE", 3: "arrest", 4: "-6.5", 6: "human_rights; political", 7: "Ana; Bo", 8: "BLR; RUS",
    10: "COP", 12: "chief", 13: "the chief", 15: "journalists", 16: "Belarus", 18: "JRN", 23: "Minsk", 24: "Minsk", 27: "BLR",
    28: "53.9", 29: "27.57", 33: "Wire", 34: "2030-01-11", 39: "Vers001-b2-Run-003",
}  # fmt: skip
ACLED = {
    0: "SYL12", 1: "04 March 2030", 2: "2030", 3: "2", 4: "Political violence", 5: "Battles", 6: "Armed clash", 7: "Forces of Mali",
    8: "Falcons; Kites", 9: "State forces", 10: "Falcons", 12: "Rebel group", 15: "466", 17: "Mali", 18: "Kidal", 21: "Kidal",
    22: "18.44", 23: "1.4", 24: "1", 25: "Radio A; Radio B", 27: '"On 4 March, ""heavy""\nfighting."', 28: "7", 30: "1900000000",
}  # fmt: skip
GED = {
    0: "4711", 1: "SYL-2030-1", 2: "2030", 5: "3", 14: "Government of Mali", 17: "Civilians", 18: "-1", 22: '"Village, attacked"',
    24: "2", 25: "Goma", 27: "Kivu", 29: "-1.67", 30: "29.22", 33: "DR Congo (Zaire)", 34: "490", 37: "3",
    38: "2030-05-01 00:00:00.000", 39: "2030-05-07 00:00:00.000", 42: "4", 44: "5", 45: "9", 46: "4", 47: "490",
}  # fmt: skip
PHOENIX = (
    "12\t20300601\t2030\t06\t01\tUSAGOV\tUSA\tGOV\t\tRUSMED\tRUS\tMED\t\t036\t03\t1\t4.0\t\t55.75\t37.61\tMoscow\tMoskva\tRUS\t"
    "AGG-7_3;AGG-9_1\thttps://example.org/c\twire_a;wire_b\n"
)
PETRARCH = (
    "20300601\tBLRGOV\t---\t0311\t\tstory_2\thttps://example.org/d\tWIRE\n20300602\tREB\tUKRMIL\t193\t\tstory_3\tWIRE\n"
)
PLAIN = "date,actor,actor_country,recipient,recipient_country,cameo,goldstein\n2030-02-01,Military,Russia,UKR,UKR,154,-7.2\n"


def tables():
    gdelt = row(61, GDELT)
    put("tables", gdelt + "\n" + gdelt.replace("900000001", "900000002") + "\n")
    old = [cell for at, cell in enumerate(gdelt.replace("20300106101500", "20300106").split("\t")) if at not in (39, 47, 55)]
    put("tables", "\t".join(old) + "\n")
    put("tables", "\t".join(old[:57]) + "\n")
    put("tables", MENTION)
    put("tables", row(27, GKG) + "\n")
    for name, cells, delimiter, empty in [
        ("icews", ICEWS, "\t", "NA"),
        ("polecat", POLECAT, "\t", "None"),
        ("acled", ACLED, ",", ""),
        ("ucdp", GED, ",", ""),
    ]:
        names = columns(name)
        put("tables", delimiter.join(names) + "\n" + row(len(names), cells, delimiter, empty) + "\n")
    put("tables", row(40, POLECAT, "\t", "None") + "\n")
    put("tables", "event_id_cnty,deleted_timestamp\nSYL12,1900000002\n")
    put("tables", PHOENIX)
    put("tables", PETRARCH)
    put("tables", PLAIN)
    put("tables", PLAIN.replace(",", ";"))
    names = columns("vigie")
    made = {
        "dataset": "gdelt", "native_id": "900000001", "version": "1", "start_date": "2030-01-05", "end_date": "2030-01-05",
        "date_precision": "day", "actor": "Army", "actor_country": "BLR", "recipient_country": "UKR", "directed": "true",
        "event_type": "MOBILIZE", "mode": "troops", "contexts": "military;intelligence", "cameo": "154", "quad_class": "4",
        "goldstein": "-7.2", "magnitude": "killed 3", "place": "Gomel", "lat": "52.4", "lon": "30.9", "n_mentions": "3",
    }  # fmt: skip
    put("tables", ",".join(names) + "\n" + ",".join(made.get(name, "") for name in names) + "\n")
    digest, day = "0" * 64, '"event_date":{"start":"2030-01-05","end":"2030-01-05","precision":"day"}'
    origin = f'"origin":{{"file":"{digest}","line":1}},"raw":"x"'
    of_table = f'"id":"{digest}","dataset":"gdelt","native_id":"900000001","version":1,{origin}'
    put("tables", f'{{"record":"table-event",{of_table},{day},"directed":true,"contexts":[],"magnitude":[]}}\n')
    put("tables", f'{{"record":"table-deletion",{of_table}}}\n')
    report = f'"report":{{"id":"{digest}","text":"Troops moved.","authors":[],"notes":[]}}'
    put("tables", f'{{"record":"reading",{report},"events":[],"claims":[],"forecasts":[],"sentences":[[0,13]],"notes":[]}}\n')
    put("tables", f'{{{report},"events":[],"claims":[],"forecasts":[],"sentences":[[0,13]],"notes":[]}}\n')


PAGE = """<!doctype html><html lang='en'><head><title>Drills &amp; talks - Wire</title><meta charset='utf-8'>
<meta property='article:published_time' content='2022-06-01T09:30:00Z'><meta property='og:site_name' content='Wire'>
<meta name='author' content='Ana Example'><link rel='canonical' href='https://example.org/1'>
<script type='application/ld+json'>{"@context":"https://schema.org","@type":"NewsArticle","headline":"Drills","datePublished":
"2022-06-01","author":[{"@type":"Person","name":"Ana"}],"publisher":{"name":"Wire"},"articleBody":"Troops moved."}</script></head>
<body><nav><a href='/'>Home</a><a href='/a'>World</a></nav><main><article><h1>Drills</h1><p class='byline'>By Ana Example, 1 June 2022</p>
<p>Troops moved towards the border on Monday, the ministry said in a statement that was read on television.</p><ul><li>One</li></ul>
<blockquote>We will see.</blockquote><table><tr><td>1</td></tr></table><p>Officials declined to say how many soldiers took part, or why.</p>
<div class='related'><a href='/x'>Read more</a></div></article></main><footer>Copyright 2022. All rights reserved.</footer></body></html>"""
RSS = """<?xml version='1.0' encoding='utf-8'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>
<title>Wire</title><language>en</language><item><title>Drills &amp; talks</title><link>https://example.org/1</link><guid isPermaLink='false'>a</guid>
<pubDate>Wed, 01 Jun 2022 09:30:00 GMT</pubDate><description>&lt;p&gt;Troops moved.&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>Troops moved.</p>]]></content:encoded></item></channel></rss>"""
ATOM = """<feed xmlns='http://www.w3.org/2005/Atom'><title>Wire</title><entry><id>tag:a</id><title type='html'>Drills</title>
<link rel='alternate' href='https://example.org/1'/><updated>2022-06-01T09:30:00Z</updated><author><name>Ana</name></author>
<content type='xhtml'><div><p>Troops moved.</p></div></content></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><channel><title>W</title></channel>
<item rdf:about='https://example.org/1'><title>D</title><link>https://example.org/1</link><description>Troops.</description></item></rdf:RDF>"""
SITEMAP = """<urlset xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>https://example.org/1</loc><news:news>
<news:publication><news:name>W</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2022-06-01</news:publication_date><news:title>D</news:title></news:news></url></urlset>"""
INDEX = "<sitemapindex><sitemap><loc>https://example.org/a.xml</loc><lastmod>2022-06-01</lastmod></sitemap></sitemapindex>"
JSON_FEED = """{"version":"https://jsonfeed.org/version/1.1","title":"Wire","items":[{"id":"1","url":"https://example.org/1","title":"Drills",
"content_html":"<p>Troops moved.</p>","date_published":"2022-06-01T09:30:00Z","authors":[{"name":"Ana"}]}]}"""
JSON = '[{"id": 1, "text": "Troops moved.", "published_at": "2022-06-01", "authors": ["A"]}, {"text": "Talks \\u00e9"}]'
LINES = '{"id": "1", "text": "Troops moved.", "title": "D", "published_at": "2022-06-01T01:02:03+03:00"}\n{"body": "Talks began."}\n'
LETTER = """From: a@example.org\r\nTo: b@example.org\r\nSubject: =?utf-8?B?RHJpbGxz?=\r\nDate: Wed, 01 Jun 2022 09:30:00 +0000\r\nMIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: quoted-printable\r
\r\nTroops =E4 moved.\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>Troops moved.</p>\r\n--x\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\nIn.\r\n--x--\r\n"""
HTTP = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{PAGE}"
CHUNKED = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n1f\r\n<html><p>Troops moved.</p></html>\r\n0\r\n\r\n"
CSV = 'title,text,date,outlet\r\n"A","Troops, moved","2022-06-01",W\r\n"B","Talks ""began""",1 June 2022,W\r\n'
MARKDOWN = "---\ntitle: Drills\ndate: 2022-06-01\n---\n# Drills\n\n*Troops* [moved](x).\n\n> Talks\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nx\n```\n"
TEXT = "title: Drills\noutlet: Wire\npublished_at: 2022-06-01\n\nTroops moved to the border on Monday, the ministry said."
# A table with the columns `title` and `text` and two rows, as the tests of vigie-intake make it.
PARQUET = base64.b64decode(
    "UEFSMRUEFSYVJkwVBBUAEgAABgAAAERyaWxscwUAAABUYWxrcxUAFQYVBiwVBBUQFQYVBgAAAQMCFQQVQBVATBUEFQASAAANAAAAVHJvb3BzIG1vdmVk"
    "LgsAAABUaGV5IGJlZ2FuLhUAFQYVBiwVBBUQFQYVBgAAAQMCGRICGRgGRHJpbGxzGRgFVGFsa3MVAhkWAAAZEgIZGAtUaGV5IGJlZ2FuLhkYDVRyb29w"
    "cyBtb3ZlZC4VAhkWAAAZHBZKFSgWAAAZFhYAGRwWzgEVKBYAABkWMAAVAhk8SAFtFQQAFQwlABgFdGl0bGUlAAAVDCUAGAR0ZXh0JQAAFgQZHBksJgAc"
    "FQwZNQAGEBkYBXRpdGxlFQAWBBZqFmomSiYIHDYAKAVUYWxrcxgGRHJpbGxzEREAGSwVBBUAFQIAFQAVEBUCADwWFgAAFvgCFRoW9gEVNAAmABwVDBk1"
    "AAYQGRgEdGV4dBUAFgQWhAEWhAEmzgEmchw2ACgNVHJvb3BzIG1vdmVkLhgLVGhleSBiZWdhbi4REQAZLBUEFQAVAgAVABUQFQIAPBYwAAAWkgMVHBaq"
    "AhVOABbuARYEJggW7gEUAAAoGXBhcnF1ZXQtcnMgdmVyc2lvbiA2MC4xLjAZLBwAABwAAAARAQAAUEFSMQ=="
)


def warc():
    records = []
    for kind, body in [("warcinfo", "software: x\r\n"), ("response", HTTP), ("response", CHUNKED), ("request", "GET / HTTP/1.1\r\n\r\n")]:
        head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://example.org/{kind}\r\nWARC-Date: 2022-06-01T09:30:00Z\r\n"
        head += f"Content-Type: application/http\r\nContent-Length: {len(body.encode())}\r\n\r\n"
        records.append((head + body + "\r\n\r\n").encode())
    return records


def pdf():
    stream = b"BT /F1 12 Tf 10 10 Td (Troops moved) Tj [(to) -250 (the) 20 (border)] TJ T* (Talks) ' ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        None,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Title(Drills)/Author(Ana)/CreationDate(D:20220601093000Z)>>",
    ]
    for packed in (False, True):
        data = zlib.compress(stream) if packed else stream
        filters = b"/Filter/FlateDecode" if packed else b""
        objects[3] = b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), filters, data)
        made, places = b"%PDF-1.4\n", []
        for number, content in enumerate(objects, 1):
            places.append(len(made))
            made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
        start = len(made)
        made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        made += b"".join(b"%010d 00000 n \n" % place for place in places)
        made += b"trailer<</Size %d/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
        yield made


def archives():
    inner = {"a.txt": TEXT.encode(), "b/c.html": PAGE.encode(), "d.jsonl": LINES.encode(), "../e.csv": CSV.encode()}
    inner_zip = b""
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", method) as archive:
            for name, data in inner.items():
                archive.writestr(name, data)
            if inner_zip:
                archive.writestr("f.zip", inner_zip)
        inner_zip = made.getvalue()
        yield ".zip", inner_zip
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, data in inner.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    yield ".tar", made.getvalue()
    yield ".tgz", gzip.compress(made.getvalue(), mtime=0)


def forms():
    text = (ROOT / "crates/vigie-intake/src/forms/sniff.rs").read_text()
    endings = re.findall(r'\("(\.\w+)", Form::', re.search(r"ENDINGS.*?\];", text, re.DOTALL).group(0))

    def form(ending, content):
        data = content if isinstance(content, bytes) else content.encode()
        put("forms", bytes([endings.index(ending)]) + data)
        put("forms", b"\xff" + data)

    for ending, content in [
        (".txt", TEXT), (".md", MARKDOWN), (".jsonl", LINES), (".json", JSON), (".html", PAGE), (".eml", LETTER),
        (".mbox", f"From a@example.org Wed Jun  1 09:30:00 2022\n{LETTER}\n\nFrom b@example.org Wed Jun  1 09:30:00 2022\n{LETTER}"),
        (".csv", CSV), (".tsv", CSV.replace(",", "\t")), (".parquet", PARQUET), (".rss", RSS), (".atom", ATOM), (".xml", SITEMAP),
        (".xml", RDF), (".xml", INDEX), (".json", JSON_FEED), (".warc", b"".join(warc())),
        (".warc", b"".join(gzip.compress(record, mtime=0) for record in warc())), (".txt", gzip.compress(TEXT.encode(), mtime=0)),
    ]:  # fmt: skip
        form(ending, content)
    for content in pdf():
        form(".pdf", content)
    for ending, content in archives():
        form(ending, content)
    for content in (RSS, ATOM, RDF, SITEMAP, INDEX, JSON_FEED, PAGE):
        put("web", content)
    put("web", "User-agent: *\nDisallow: /a*b$\nAllow: /a\nCrawl-delay: 2\nSitemap: https://example.org/s.xml\n")
    for address in ("https://example.org:8443/a/../b?x=1#y\n../c?d=e", "http://0x7f.1/\n//[::1]/", "http://[::ffff:127.0.0.1]/\nx:y",
                    "http://0177.0.0.1/\n?q", "https://user@\u00e9.example/%2e%2e/\n#z", "http://169.254.169.254/\n/"):  # fmt: skip
        put("web", address)
    for content in (PAGE, PAGE.replace("'", '"').replace("<article>", ""), HTTP):
        put("page", content)
    put("page", PAGE.encode("utf-16"))
    put("page", PAGE.replace("Troops", "\u0412\u043e\u0439\u0441\u043a\u0430").replace("utf-8", "windows-1251").encode("cp1251"))


MATRIX = """question = "Why?"
[[hypothesis]]
id = "join"
text = "It joins."
[[hypothesis]]
id = "bluff"
text = "It bluffs."
[[evidence]]
id = "drills"
text = "Drills."
observed = 2022-06-01
[[evidence.source]]
name = "Wire"
grade = "B2"
[[rating]]
evidence = "drills"
hypothesis = "join"
value = "C"
by = "Ana"
"""
GEONAMES = "703448\tKyiv\tKyiv\tKiev,Kyjiw\t50.45466\t30.5238\tP\tPPLC\tUA\t\t12\t\t\t\t2797553\t\t187\tEurope/Kiev\t2022-01-01\n"
WIKIDATA = (
    '{"id":"Q1","labels":{"en":{"value":"Ana Example"}},"claims":{"P39":[{"rank":"normal","mainsnak":{"datavalue":{"value":{"id":"Q2"}}},'
    '"qualifiers":{"P580":[{"datavalue":{"value":{"time":"+2030-01-01T00:00:00Z"}}}]}}],"P27":[{"mainsnak":{"datavalue":{"value":{"id":"Q3"}}}}]}},\n'
    '{"id":"Q2","labels":{"en":{"value":"defence minister"}},"claims":{"P31":[{"mainsnak":{"datavalue":{"value":{"id":"Q83307"}}}}]}},\n'
    '{"id":"Q3","claims":{"P298":[{"mainsnak":{"datavalue":{"value":"BLR"}}}]}}\n'
)


def desk():
    def of(number, content):
        put("desk", bytes([number]) + content.encode())

    of(0, (ROOT / "examples/belarus-2022/problem.toml").read_text())
    of(1, MATRIX)
    of(2, "evidence,join,bluff\ndrills,C,I\n")
    of(3, GEONAMES)
    of(4, head("places-extra.tsv"))
    of(5, "ANA_EXAMPLE_\n+ANA_E_\n\t[BLRGOV >300101]\n\t[BLR]\nFALCONS_ [REB]\n")
    of(6, "!SET!=A,B\nSOLDIER{SOLDIERS} [~MIL]\n!SET!_CHIEF [~GOV]\n")
    of(7, WIKIDATA)
    of(8, "Ana\t0\nBo\t1\n")
    of(8, "0\t1\t2\t3\n1\t0\t0\t30\n")
    names = re.findall(r'"([a-z-]+\.tsv)",', (FUZZ / "fuzz_targets/desk.rs").read_text())
    for nth, name in enumerate(names):
        of(9 + nth, head(name))


def head(name, n=12):
    lines = [line for line in (ROOT / "knowledge" / name).read_text().splitlines() if not line.startswith("#")]
    return "\n".join(lines[:n]) + "\n"


def others():
    for path in sorted((ROOT / "examples/reports").glob("*.txt")):
        put("annotate", path.read_text()[:3000])
    put("annotate", 'Officials said on Monday: "We will not go." Dr. A. B. Smith\u2019s $3.5m isn\u2019t\n\n- one\n- two\n')
    put("store", bytes(range(64)))
    # Changes of the head, and in the middle of pages of 4 KiB.
    for page in (0, 1, 2, 3, 10, 50):
        put("store", b"".join((page * 4096 + at).to_bytes(3, "big") + b"\xff" for at in (0, 3, 5, 8, 100, 4000)))
    with (ROOT / "models/vigie-en.model").open("rb") as model:
        put("model", model.read(4000))


for write in (tables, forms, desk, others):
    write()
for folder in sorted((FUZZ / "corpus").iterdir()):
    print(folder.name, len(list(folder.iterdir())))
