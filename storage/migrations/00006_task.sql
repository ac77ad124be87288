-- +goose Up

-- What only tasks have: how much is done, and who helps, as a JSON list of
-- {"unit","name"}.
ALTER TABLE course ADD COLUMN percent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE course ADD COLUMN partners TEXT NOT NULL DEFAULT '';

-- The rows of imported lists as they were last taken in, by their key, so that
-- the same file again changes nothing that people have done since.
CREATE TABLE task_line (
    key TEXT NOT NULL PRIMARY KEY,
    record INTEGER NOT NULL REFERENCES record (number),
    body TEXT NOT NULL
) STRICT;

CREATE INDEX record_task ON record (unit) WHERE kind = 'task';
