-- Version 8: events of more than a day by their days, so that what overlaps some days is found; and where texts were met by who published them there.
CREATE INDEX event_by_length ON event (day, n_days) WHERE n_days > 0;
CREATE INDEX sighting_by_outlet ON sighting (outlet, report);
