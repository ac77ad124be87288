-- +goose Up

-- 三个一: named items that every community of a unit ticks off.
CREATE TABLE checklist (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    unit INTEGER NOT NULL REFERENCES unit (id)
) STRICT;

CREATE TABLE checklist_item (
    checklist INTEGER NOT NULL REFERENCES checklist (id),
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (checklist, place)
) STRICT;

-- Rows are added and never changed: the last one of an item and a unit counts,
-- those before are its history.
CREATE TABLE tick (
    id INTEGER PRIMARY KEY,
    checklist INTEGER NOT NULL REFERENCES checklist (id),
    item TEXT NOT NULL,
    unit INTEGER NOT NULL REFERENCES unit (id),
    done INTEGER NOT NULL,
    person INTEGER NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL
) STRICT;

CREATE INDEX tick_of ON tick (checklist, item, unit);
