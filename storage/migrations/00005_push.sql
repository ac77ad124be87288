-- +goose Up

-- How many messages went to somebody's chat unasked on a day, and when the
-- last one did: digests, reminders and news alike.
CREATE TABLE push (
    chat INTEGER NOT NULL,
    day INTEGER NOT NULL,
    pushes INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (chat, day)
) STRICT;

-- What somebody is still to be told, with the next push or in one of its own.
-- urgent is 1 where they have to act.
CREATE TABLE news (
    id INTEGER PRIMARY KEY,
    chat INTEGER NOT NULL,
    person INTEGER NOT NULL REFERENCES person (id),
    record INTEGER REFERENCES record (number),
    urgent INTEGER NOT NULL,
    line TEXT NOT NULL,
    since INTEGER NOT NULL
) STRICT;

CREATE INDEX news_chat ON news (chat, id);
