-- Version 9: the words by which the sources of claims are called, each once, so that a part of them is looked for in few rows; and how long an event
-- lasts in the indexes that events are counted from, so that nothing but these is read.
CREATE TABLE source_words (words TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO source_words SELECT source_text FROM claim;
CREATE TRIGGER claim_source_words AFTER INSERT ON claim BEGIN
    INSERT OR IGNORE INTO source_words VALUES (new.source_text);
END;
CREATE INDEX claim_by_source_text ON claim (source_text);
DROP INDEX event_by_dyad;
CREATE INDEX event_by_dyad ON event (actor_country, recipient_country, day, n_days);
DROP INDEX event_by_day;
CREATE INDEX event_by_day ON event (day, key, code, actor_country, recipient_country, status, dataset, n_days);
