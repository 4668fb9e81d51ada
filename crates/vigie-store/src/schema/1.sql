-- The schema of a store, version 1. What each table is for: docs/store.md.
-- Days are counted from 1970-01-01. A name that is not known is '' in a dictionary, so that its rows are unique.

-- Dictionaries: what many rows share, under a small number.
CREATE TABLE country (key INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE outlet (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE actor (
    key INTEGER PRIMARY KEY,
    actor_id TEXT NOT NULL,
    name TEXT NOT NULL,
    country INTEGER NOT NULL REFERENCES country (key),
    sector TEXT NOT NULL,
    UNIQUE (actor_id, name, country, sector)
) STRICT;
CREATE TABLE code (
    key INTEGER PRIMARY KEY,
    event_type TEXT NOT NULL,
    mode TEXT NOT NULL,
    cameo TEXT NOT NULL,
    quad_class INTEGER NOT NULL,
    goldstein REAL NOT NULL,
    has_goldstein INTEGER NOT NULL,
    UNIQUE (event_type, mode, cameo, quad_class, goldstein, has_goldstein)
) STRICT;
CREATE TABLE place (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    country INTEGER NOT NULL REFERENCES country (key),
    adm1 TEXT NOT NULL,
    lat REAL NOT NULL, -- 1000 where it is not known, as for lon
    lon REAL NOT NULL,
    UNIQUE (name, country, adm1, lat, lon)
) STRICT;

-- Reports: what is asked for in one narrow row, the text beside it, all that was read in it as one packed body.
CREATE TABLE report (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    day INTEGER,
    outlet INTEGER REFERENCES outlet (key),
    story INTEGER REFERENCES report (key),
    replaced_by INTEGER REFERENCES report (key),
    first_event INTEGER NOT NULL,
    first_claim INTEGER NOT NULL,
    first_forecast INTEGER NOT NULL,
    published_at TEXT,
    url TEXT,
    language TEXT,
    source_file TEXT,
    read_at TEXT NOT NULL
) STRICT;
CREATE INDEX report_by_day ON report (day);
CREATE INDEX report_by_story ON report (story) WHERE story IS NOT NULL;
CREATE INDEX report_pending ON report (key) WHERE story IS NULL;
CREATE INDEX report_by_url ON report (url) WHERE url IS NOT NULL;
CREATE TABLE report_text (key INTEGER PRIMARY KEY REFERENCES report (key), title TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE TABLE reading (
    key INTEGER PRIMARY KEY REFERENCES report (key),
    n_bytes INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE TABLE sighting (
    report INTEGER NOT NULL REFERENCES report (key),
    outlet TEXT NOT NULL,
    url TEXT NOT NULL,
    published_at TEXT NOT NULL,
    source_file TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    PRIMARY KEY (report, outlet, url, published_at, source_file)
) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE report_words USING fts5 (
    title, body, content = 'report_text', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2'
);

-- Ids of records that reports gave and of remarks: kind 1 event, 2 claim, 3 forecast, 4 remark.
CREATE TABLE record (id BLOB PRIMARY KEY, kind INTEGER NOT NULL, key INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- Events, of reports (dataset 0) and of tables, as they stand now.
CREATE TABLE event (
    key INTEGER PRIMARY KEY,
    day INTEGER,
    n_days INTEGER NOT NULL,
    actor INTEGER NOT NULL REFERENCES actor (key),
    recipient INTEGER NOT NULL REFERENCES actor (key),
    code INTEGER NOT NULL REFERENCES code (key),
    dataset INTEGER NOT NULL,
    flags INTEGER NOT NULL,
    status INTEGER,
    probability INTEGER,
    occurrence INTEGER,
    actor_country INTEGER NOT NULL REFERENCES country (key),
    recipient_country INTEGER NOT NULL REFERENCES country (key),
    place INTEGER REFERENCES place (key),
    report INTEGER REFERENCES report (key),
    claim INTEGER REFERENCES claim (key),
    native,
    version INTEGER NOT NULL
);
CREATE INDEX event_by_dyad ON event (actor_country, recipient_country, day);
CREATE INDEX event_by_day ON event (day);
CREATE UNIQUE INDEX event_by_native ON event (dataset, native) WHERE native IS NOT NULL;
CREATE INDEX event_by_report ON event (report) WHERE report IS NOT NULL;
CREATE INDEX event_by_occurrence ON event (occurrence) WHERE occurrence IS NOT NULL;
-- Events that stand no more: replaced by a newer row, deleted by their dataset, told by an older version of a report, or
-- taken out by an analyst. `because` says which; `by_key` is the key of the newer event, report or remark.
CREATE TABLE event_past (
    key INTEGER PRIMARY KEY,
    day INTEGER,
    n_days INTEGER NOT NULL,
    actor INTEGER NOT NULL,
    recipient INTEGER NOT NULL,
    code INTEGER NOT NULL,
    dataset INTEGER NOT NULL,
    flags INTEGER NOT NULL,
    status INTEGER,
    probability INTEGER,
    occurrence INTEGER,
    actor_country INTEGER NOT NULL,
    recipient_country INTEGER NOT NULL,
    place INTEGER,
    report INTEGER,
    claim INTEGER,
    native,
    version INTEGER NOT NULL,
    because TEXT NOT NULL,
    by_key INTEGER
);
CREATE INDEX event_past_by_native ON event_past (dataset, native) WHERE native IS NOT NULL;
CREATE INDEX event_past_by_report ON event_past (report) WHERE report IS NOT NULL;
-- What datasets have taken out, so that an older copy of a row does not bring it back.
CREATE TABLE deletion (
    dataset INTEGER NOT NULL,
    native NOT NULL,
    version INTEGER NOT NULL,
    file INTEGER NOT NULL REFERENCES file (key),
    line INTEGER NOT NULL,
    PRIMARY KEY (dataset, native)
) WITHOUT ROWID;

-- Files of event tables, and their rows as they stood there, packed in blocks of consecutive keys.
CREATE TABLE file (
    key INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    begun_at TEXT NOT NULL,
    done_at TEXT,
    n_rows INTEGER NOT NULL DEFAULT 0,
    n_added INTEGER NOT NULL DEFAULT 0,
    n_replaced INTEGER NOT NULL DEFAULT 0,
    n_known INTEGER NOT NULL DEFAULT 0,
    n_rejected INTEGER NOT NULL DEFAULT 0
) STRICT;
-- A block of n rows with the key k holds the rows of the events k to k + n - 1, one line of JSON each.
CREATE TABLE event_block (
    key INTEGER PRIMARY KEY,
    file INTEGER NOT NULL REFERENCES file (key),
    n_rows INTEGER NOT NULL,
    n_bytes INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE TABLE mention_block (
    key INTEGER PRIMARY KEY,
    file INTEGER NOT NULL REFERENCES file (key),
    n_rows INTEGER NOT NULL,
    n_bytes INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE TABLE quotation_block (
    key INTEGER PRIMARY KEY,
    file INTEGER NOT NULL REFERENCES file (key),
    n_rows INTEGER NOT NULL,
    n_bytes INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE TABLE mention (
    key INTEGER PRIMARY KEY,
    hash INTEGER NOT NULL UNIQUE,
    dataset INTEGER NOT NULL,
    native NOT NULL,
    outlet INTEGER REFERENCES outlet (key),
    day INTEGER NOT NULL
);
CREATE INDEX mention_by_event ON mention (dataset, native);

-- Claims of reports and quotations of tables (dataset not 0, no report).
CREATE TABLE claim (
    key INTEGER PRIMARY KEY,
    report INTEGER REFERENCES report (key),
    dataset INTEGER NOT NULL,
    hash INTEGER,
    day INTEGER,
    source INTEGER REFERENCES actor (key),
    source_text TEXT NOT NULL,
    kind TEXT NOT NULL,
    form TEXT NOT NULL,
    polarity TEXT NOT NULL,
    band TEXT NOT NULL,
    low REAL,
    high REAL
) STRICT;
CREATE INDEX claim_by_report ON claim (report) WHERE report IS NOT NULL;
CREATE INDEX claim_by_day ON claim (day);
CREATE INDEX claim_by_source ON claim (source);
CREATE UNIQUE INDEX claim_by_hash ON claim (dataset, hash) WHERE hash IS NOT NULL;

-- Forecasts of reports, with what became of them by an analyst's word.
CREATE TABLE forecast (
    key INTEGER PRIMARY KEY,
    report INTEGER NOT NULL REFERENCES report (key),
    claim INTEGER REFERENCES claim (key),
    issued_on INTEGER,
    start_day INTEGER,
    end_day INTEGER,
    low REAL,
    high REAL,
    status TEXT NOT NULL,
    resolved_on INTEGER
) STRICT;
CREATE INDEX forecast_by_report ON forecast (report);
CREATE INDEX forecast_by_end ON forecast (end_day);

-- What people add: corrections, tags, judgements, and the taking back of each. Rows are only ever added, save for `undone_by`.
CREATE TABLE remark (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    author TEXT NOT NULL,
    made_at TEXT NOT NULL,
    body TEXT NOT NULL,
    undone_by INTEGER REFERENCES remark (key)
) STRICT;
CREATE INDEX remark_by_target ON remark (target);

-- Stories: the shingles of each report in short, and the bands that near-copies share.
CREATE TABLE signature (report INTEGER PRIMARY KEY REFERENCES report (key), n_words INTEGER NOT NULL, minima BLOB NOT NULL) STRICT;
CREATE TABLE band (hash INTEGER NOT NULL, report INTEGER NOT NULL, PRIMARY KEY (hash, report)) STRICT, WITHOUT ROWID;

-- The same, for a person with any SQLite tool.
CREATE VIEW reports AS
SELECT r.key, lower(hex(r.id)) AS id, t.title, o.name AS outlet, r.published_at, date(r.day * 86400, 'unixepoch') AS day,
       r.url, r.language, r.source_file, lower(hex(s.id)) AS story_id, r.replaced_by, r.read_at, t.body AS text
FROM report AS r
JOIN report_text AS t ON t.key = r.key
LEFT JOIN outlet AS o ON o.key = r.outlet
LEFT JOIN report AS s ON s.key = r.story;
CREATE VIEW events AS
SELECT e.key, date(e.day * 86400, 'unixepoch') AS start_date, date((e.day + e.n_days) * 86400, 'unixepoch') AS end_date,
       a.actor_id, a.name AS actor_name, ac.code AS actor_country, a.sector AS actor_sector,
       b.actor_id AS recipient_id, b.name AS recipient_name, bc.code AS recipient_country, b.sector AS recipient_sector,
       c.event_type, c.mode, c.cameo, c.quad_class, CASE WHEN c.has_goldstein THEN c.goldstein END AS goldstein,
       CASE e.status WHEN 0 THEN 'happened' WHEN 1 THEN 'under-way' WHEN 2 THEN 'planned' WHEN 3 THEN 'threatened'
            WHEN 4 THEN 'possible' WHEN 5 THEN 'denied' WHEN 6 THEN 'hypothetical' WHEN 7 THEN 'historical' END AS status,
       e.probability / 10000.0 AS probability, p.name AS place, pc.code AS place_country, NULLIF(p.lat, 1000.0) AS lat,
       NULLIF(p.lon, 1000.0) AS lon,
       CASE e.dataset WHEN 0 THEN 'reports' WHEN 1 THEN 'gdelt' WHEN 2 THEN 'icews' WHEN 3 THEN 'polecat' WHEN 4 THEN 'acled'
            WHEN 5 THEN 'ucdp-ged' WHEN 6 THEN 'phoenix' WHEN 7 THEN 'vigie' WHEN 8 THEN 'plain' END AS dataset,
       e.native AS native_id, e.version, e.report, e.claim, e.occurrence
FROM event AS e
JOIN actor AS a ON a.key = e.actor
JOIN country AS ac ON ac.key = e.actor_country
JOIN actor AS b ON b.key = e.recipient
JOIN country AS bc ON bc.key = e.recipient_country
JOIN code AS c ON c.key = e.code
LEFT JOIN place AS p ON p.key = e.place
LEFT JOIN country AS pc ON pc.key = p.country;

-- What is not known, so that joins need no outer join.
INSERT INTO country (key, code) VALUES (0, '');
INSERT INTO actor (key, actor_id, name, country, sector) VALUES (0, '', '', 0, '');
