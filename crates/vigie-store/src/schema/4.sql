-- Version 4: the desk. A ledger of forecasts, matrices of hypotheses with what people rated, and what watches remember.

-- Forecasts and what became of them, each as a line of a ledger file. Rows are only ever added; a later resolution stands.
CREATE TABLE ledger (
    key INTEGER PRIMARY KEY,
    kind TEXT NOT NULL, -- forecast, resolution
    forecast BLOB NOT NULL, -- the id of the forecast
    due INTEGER, -- of a forecast
    source TEXT,
    problem TEXT, -- the name of the problem whose outcome settles it
    entered_at TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX ledger_forecast ON ledger (forecast) WHERE kind = 'forecast';
CREATE INDEX ledger_resolution ON ledger (forecast, key) WHERE kind = 'resolution';
CREATE INDEX ledger_due ON ledger (due) WHERE kind = 'forecast';

-- Matrices by name: hypotheses and evidence as the text of a matrix file, which only grows.
CREATE TABLE matrix (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, made_at TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE TABLE rating (
    key INTEGER PRIMARY KEY,
    matrix INTEGER NOT NULL REFERENCES matrix (key),
    evidence TEXT NOT NULL,
    hypothesis TEXT NOT NULL,
    value TEXT NOT NULL,
    author TEXT NOT NULL,
    made_at TEXT NOT NULL,
    because TEXT
) STRICT;
CREATE INDEX rating_by_matrix ON rating (matrix);

-- What a watch remembers of a problem, and the crossings that it told.
CREATE TABLE watch (problem TEXT PRIMARY KEY, last_day INTEGER NOT NULL, looked_at TEXT NOT NULL, seen TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE crossing (
    key INTEGER PRIMARY KEY,
    problem TEXT NOT NULL,
    threshold TEXT NOT NULL,
    raised INTEGER NOT NULL,
    day INTEGER NOT NULL,
    probability REAL NOT NULL,
    told_at TEXT NOT NULL
) STRICT;
CREATE INDEX crossing_by_problem ON crossing (problem, threshold, key);
