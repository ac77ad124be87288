-- +goose Up

-- Numbers of records that are not given out again: their records were made
-- after a copy that has taken the database's place, and are gone.
CREATE TABLE gap (
    first INTEGER PRIMARY KEY,
    last INTEGER NOT NULL,
    copied INTEGER NOT NULL,
    restored INTEGER NOT NULL
) STRICT;
