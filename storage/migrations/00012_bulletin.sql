-- +goose Up

-- Issues of bulletins with what people changed in their drafts (body, JSON).
CREATE TABLE bulletin (
    id INTEGER PRIMARY KEY,
    unit INTEGER NOT NULL REFERENCES unit (id),
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    topic TEXT NOT NULL,
    body BLOB NOT NULL,
    updated INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX bulletin_once ON bulletin (unit, year, first, last, topic);

-- Records that a lead marked as worth telling (亮点).
CREATE TABLE highlight (
    record INTEGER PRIMARY KEY REFERENCES record (number),
    person INTEGER NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL
) STRICT;
