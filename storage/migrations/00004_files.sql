-- +goose Up

ALTER TABLE counter ADD COLUMN file INTEGER NOT NULL DEFAULT 0;
ALTER TABLE counter ADD COLUMN errand INTEGER NOT NULL DEFAULT 0;

-- Files that replies carry. content is NULL once Telegram has it; remote is
-- Telegram's id of it, empty until then.
CREATE TABLE file (
    id INTEGER PRIMARY KEY,
    content BLOB,
    remote TEXT NOT NULL,
    created INTEGER NOT NULL
) STRICT;

-- Slow work, done after the commit that asked for it: waiting -> claimed ->
-- (gone). A claimed one that a crash left waits again. See the errand's Go file.
CREATE TABLE errand (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    chat INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    due INTEGER NOT NULL,
    body BLOB NOT NULL,
    asked INTEGER NOT NULL
) STRICT;

CREATE INDEX errand_waiting ON errand (priority, id) WHERE state = 'waiting';
