-- +goose Up

-- How far a dispute or an issue has come: one row from its first step on.
CREATE TABLE course (
    record INTEGER PRIMARY KEY REFERENCES record (number),
    revision INTEGER NOT NULL,
    owner INTEGER REFERENCES person (id),
    owner_unit INTEGER REFERENCES unit (id),
    desk INTEGER REFERENCES unit (id),
    body TEXT NOT NULL,
    measure TEXT NOT NULL,
    fixer INTEGER REFERENCES person (id),
    fixed_at INTEGER NOT NULL,
    closer INTEGER REFERENCES person (id),
    first INTEGER NOT NULL,
    extensions INTEGER NOT NULL,
    review INTEGER NOT NULL,
    visits INTEGER NOT NULL,
    reviewed INTEGER NOT NULL
) STRICT;

CREATE INDEX course_review ON course (review) WHERE review <> 0;

-- Every change of a record's state. Rows are added and never changed: hash is
-- that of the row before and of this one, so that a change shows.
CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    record INTEGER NOT NULL REFERENCES record (number),
    action TEXT NOT NULL,
    person INTEGER REFERENCES person (id),
    at INTEGER NOT NULL,
    was TEXT NOT NULL,
    becomes TEXT NOT NULL,
    why TEXT NOT NULL,
    owner INTEGER REFERENCES person (id),
    unit INTEGER REFERENCES unit (id),
    deadline_was INTEGER NOT NULL,
    deadline INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT;

CREATE INDEX event_record ON event (record);

-- Which chats show a card, and issues of one place.
CREATE INDEX card_name ON card (card);
CREATE INDEX record_place ON record (unit, category, date) WHERE kind = 'issue';

-- 1 for what shows an issue after it was mended.
ALTER TABLE attachment ADD COLUMN after INTEGER NOT NULL DEFAULT 0;
