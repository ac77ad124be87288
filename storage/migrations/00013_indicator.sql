-- +goose Up

-- The indicators of an assessment, as imported. max is in hundredths of a
-- point, evidence the rules that count records; retired ones are not in force.
CREATE TABLE indicator (
    id INTEGER PRIMARY KEY,
    type TEXT NOT NULL,
    item TEXT NOT NULL,
    clause TEXT NOT NULL,
    text TEXT NOT NULL,
    max INTEGER NOT NULL,
    evidence TEXT NOT NULL,
    retired INTEGER NOT NULL,
    UNIQUE (type, item, clause)
) STRICT;

-- Rows are added and never changed: the last one of an indicator, a unit, a
-- year and a stage counts, those before are its history.
CREATE TABLE score (
    id INTEGER PRIMARY KEY,
    indicator INTEGER NOT NULL REFERENCES indicator (id),
    unit INTEGER NOT NULL REFERENCES unit (id),
    year INTEGER NOT NULL,
    stage TEXT NOT NULL,
    points INTEGER NOT NULL,
    reason TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL
) STRICT;

CREATE INDEX score_of ON score (unit, year);

-- Records tied to an indicator: as evidence, or (issue is 1) as the issue that
-- its gap became.
CREATE TABLE proof (
    indicator INTEGER NOT NULL REFERENCES indicator (id),
    unit INTEGER NOT NULL REFERENCES unit (id),
    year INTEGER NOT NULL,
    record INTEGER NOT NULL REFERENCES record (number),
    issue INTEGER NOT NULL,
    person INTEGER NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (unit, year, indicator, record)
) STRICT;
