-- Version 6: a page of events by type, country and status is found in the index by day alone. The key stands in it as a column of its own, so that the events of a
-- day are gone through by key as well.
DROP INDEX event_by_day;
CREATE INDEX event_by_day ON event (day, key, code, actor_country, recipient_country, status, dataset);
