-- Version 2: sources that are visited again and again, and what makes the events of an actor, and the words of a table, found at once.

-- Pages and feeds that are fetched, and how their last visits went. `every` is in seconds.
CREATE TABLE source (
    key INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL, -- feed, page; '' until the first answer shows it
    name TEXT NOT NULL, -- as it calls itself
    every INTEGER NOT NULL,
    added_at TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    last_success TEXT,
    last_error TEXT,
    next_try TEXT,
    n_failures INTEGER NOT NULL DEFAULT 0,
    n_added INTEGER NOT NULL DEFAULT 0 -- reports that came from it and were new
) STRICT;
-- Articles that feeds named: what the feed said of each the last time, so that nothing is fetched again that did not change.
CREATE TABLE article (
    url TEXT PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES source (key) ON DELETE CASCADE,
    stamp BLOB NOT NULL, -- a digest of what the feed said
    tried_at TEXT NOT NULL,
    last_error TEXT, -- why the feed's own text had to do
    n_failures INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX article_by_source ON article (source);

-- The events of an actor by day.
CREATE INDEX event_by_actor ON event (actor, day);
CREATE INDEX event_by_recipient ON event (recipient, day);
