-- +goose Up

-- Days of published arrangements that were imported: kind is holiday or workday.
CREATE TABLE calendar_day (
    date INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    source TEXT NOT NULL
) STRICT;

-- Who is away from day to day, and who gets their reminders meanwhile.
CREATE TABLE leave (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES person (id),
    stand_in INTEGER NOT NULL REFERENCES person (id),
    first INTEGER NOT NULL,
    last INTEGER NOT NULL
) STRICT;

-- Somebody said of a record's deadline that they see to it: nobody is reminded
-- of that deadline again.
CREATE TABLE acknowledged (
    record INTEGER NOT NULL REFERENCES record (number),
    deadline INTEGER NOT NULL,
    person INTEGER NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (record, deadline)
) STRICT;
