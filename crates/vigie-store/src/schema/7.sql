-- Version 7: copies are looked for by runs of six words. What was kept of runs of three goes; stories and occurrences are found anew, from the texts.
DELETE FROM band;
DELETE FROM signature;
UPDATE report SET story = NULL WHERE story IS NOT NULL;
UPDATE event SET occurrence = NULL WHERE occurrence IS NOT NULL;
