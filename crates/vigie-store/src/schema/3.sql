-- Version 3: the people of a server: who may see and judge, what they did, and what they watch for.

-- Accounts. `secret` is what a password is checked against; the store does not know how. Closed ones are kept for the log.
CREATE TABLE account (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    secret TEXT NOT NULL,
    made_at TEXT NOT NULL,
    closed_at TEXT
) STRICT;
-- Sessions of browsers and tokens of programs, by the digest of what the holder shows. `role` is the most that it allows.
CREATE TABLE token (
    key INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    account INTEGER NOT NULL REFERENCES account (key),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    made_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    closed_at TEXT
) STRICT;
CREATE INDEX token_by_account ON token (account);
-- What was done by whom. Rows are only ever added.
CREATE TABLE audit (
    key INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    author TEXT NOT NULL,
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
-- Saved searches, and where a new hit is told. `newest` is the key of the newest report that was looked at.
CREATE TABLE saved_search (
    key INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES account (key),
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    made_at TEXT NOT NULL,
    newest INTEGER NOT NULL,
    last_hit TEXT,
    last_error TEXT,
    closed_at TEXT
) STRICT;
-- How reliable people hold those who publish: A to F of the Admiralty scale. The newest row of an outlet stands.
CREATE TABLE reliability (key INTEGER PRIMARY KEY, outlet TEXT NOT NULL, grade TEXT NOT NULL, author TEXT NOT NULL, made_at TEXT NOT NULL) STRICT;
CREATE INDEX reliability_by_outlet ON reliability (outlet, key);
-- From an event back to its id, for lists that have thousands.
CREATE INDEX record_by_event ON record (key) WHERE kind = 1;
