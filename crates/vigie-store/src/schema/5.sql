-- Version 5: records that people add by hand, whole, with the ranges in bytes. They stand apart from what was read, which is never edited, and have keys of their
-- own among the events, claims and forecasts. Rows are only ever added, save for who took one back and when.
CREATE TABLE addition (
    kind INTEGER NOT NULL, -- as in `record`
    key INTEGER NOT NULL,
    id BLOB NOT NULL UNIQUE,
    report INTEGER NOT NULL REFERENCES report (key),
    author TEXT NOT NULL,
    made_at TEXT NOT NULL,
    body TEXT NOT NULL,
    withdrawn_by TEXT,
    withdrawn_at TEXT,
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX addition_by_report ON addition (report);
