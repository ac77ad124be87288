-- +goose Up

-- 走访记录: what leaders saw in the units that they are linked to.
CREATE TABLE visit (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES person (id),
    unit INTEGER NOT NULL REFERENCES unit (id),
    date INTEGER NOT NULL,
    text TEXT NOT NULL,
    at INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL
) STRICT;

CREATE INDEX visit_date ON visit (date);
