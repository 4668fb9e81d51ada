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

-- Which events have an actor (a and its key), a recipient (r), a place (p). An index of words is written in one go where an index of a table would be written in
-- as many places as there are actors, and so costs an import next to nothing. Who an event had before it was corrected stays in it: whoever asks looks at the event, too.
CREATE VIRTUAL TABLE event_who USING fts5 (who, content = '', columnsize = 0, detail = none, tokenize = 'ascii');
INSERT INTO event_who (rowid, who) SELECT key, 'a' || actor || ' r' || recipient || ifnull(' p' || place, '') FROM event;
-- What filters ask of the events of a report, found in the index alone.
DROP INDEX event_by_report;
CREATE INDEX event_by_report ON event (report, code, actor_country, recipient_country, status) WHERE report IS NOT NULL;

-- Words of tables: of the names of actors and places, which many rows share, and of rows that bring a text of their own, with their names. Contents stay
-- where they are: a row here is the key of an actor, a place, an event.
CREATE VIRTUAL TABLE actor_words USING fts5 (name, content = '', tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO actor_words (rowid, name) SELECT key, name FROM actor WHERE name <> '';
CREATE VIRTUAL TABLE place_words USING fts5 (name, content = '', tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO place_words (rowid, name) SELECT key, name FROM place WHERE name <> '';
CREATE VIRTUAL TABLE row_words USING fts5 (words, content = '', tokenize = 'unicode61 remove_diacritics 2');
