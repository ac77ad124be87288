-- +goose Up

-- Times are milliseconds since 1970-01-01 UTC, 0 for "not yet"; dates are days
-- since 1970-01-01, 0 for "none"; flags are 0 and 1. A state's words are part
-- of the schema: docs and chat.Fate name them.

-- Every writer reads this row first and writes it last. org and people say how
-- often those changed, so that every process sees when its copy in memory is
-- old; the others are the last numbers given out, none of them twice.
CREATE TABLE counter (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    org INTEGER NOT NULL,
    people INTEGER NOT NULL,
    inbox INTEGER NOT NULL,
    outbox INTEGER NOT NULL,
    draft INTEGER NOT NULL,
    record INTEGER NOT NULL
) STRICT;

INSERT INTO counter (id, org, people, inbox, outbox, draft, record)
VALUES (1, 1, 1, 0, 0, 0, 0);

CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE unit (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL,
    level TEXT NOT NULL,
    name TEXT NOT NULL,
    short TEXT NOT NULL,
    parent INTEGER REFERENCES unit (id),
    pilot INTEGER NOT NULL,
    tags TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX unit_code ON unit (UPPER(code));
CREATE INDEX unit_parent ON unit (parent);

CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL UNIQUE,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    chat INTEGER NOT NULL
) STRICT;

CREATE INDEX person_chat ON person (chat);

CREATE TABLE person_grant (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    unit INTEGER REFERENCES unit (id),
    type TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX person_grant_once ON person_grant (person, role, COALESCE(unit, 0), type);

CREATE TABLE invitation (
    hash TEXT NOT NULL PRIMARY KEY,
    role TEXT NOT NULL,
    unit INTEGER REFERENCES unit (id),
    type TEXT NOT NULL,
    inviter INTEGER REFERENCES person (id),
    expires INTEGER NOT NULL,
    used_by INTEGER NOT NULL,
    used_at INTEGER NOT NULL
) STRICT;

CREATE TABLE bound_group (
    chat INTEGER NOT NULL PRIMARY KEY,
    unit INTEGER NOT NULL REFERENCES unit (id),
    title TEXT NOT NULL,
    since INTEGER NOT NULL,
    gone INTEGER NOT NULL
) STRICT;

CREATE TABLE schedule (
    chat INTEGER NOT NULL PRIMARY KEY,
    day INTEGER NOT NULL,
    week INTEGER NOT NULL,
    month INTEGER NOT NULL,
    silent INTEGER NOT NULL
) STRICT;

CREATE TABLE draft (
    id INTEGER PRIMARY KEY,
    chat INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    body BLOB NOT NULL,
    updated INTEGER NOT NULL
) STRICT;

CREATE INDEX draft_open ON draft (chat, user_id);

CREATE TABLE record (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    unit INTEGER NOT NULL REFERENCES unit (id),
    grids TEXT NOT NULL,
    building TEXT NOT NULL,
    place TEXT NOT NULL,
    date INTEGER NOT NULL,
    date_end INTEGER NOT NULL,
    part TEXT NOT NULL,
    category TEXT NOT NULL,
    type TEXT NOT NULL,
    outcome TEXT NOT NULL,
    status TEXT NOT NULL,
    found INTEGER,
    fixed INTEGER,
    visited INTEGER,
    participants INTEGER,
    handbooks INTEGER,
    cases INTEGER,
    resolved INTEGER,
    persons INTEGER,
    amount INTEGER,
    agreement TEXT NOT NULL,
    title TEXT NOT NULL,
    source TEXT NOT NULL,
    level TEXT NOT NULL,
    ledger INTEGER NOT NULL,
    deadline INTEGER NOT NULL,
    origin INTEGER REFERENCES record (number),
    reporter INTEGER REFERENCES person (id),
    via TEXT NOT NULL,
    text TEXT NOT NULL,
    chat INTEGER NOT NULL,
    message INTEGER NOT NULL,
    created INTEGER NOT NULL,
    closed_at INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL,
    open INTEGER NOT NULL,
    tally INTEGER NOT NULL
) STRICT;

-- open is 1 while somebody has to act on a dispute or an issue. All that digests count: they read these two and never the table.
CREATE INDEX record_fact ON record (date, unit, tally);
CREATE INDEX record_late ON record (created, date, unit, tally);
CREATE INDEX record_message ON record (chat, message) WHERE message <> 0;
CREATE INDEX record_reporter ON record (reporter);
CREATE INDEX record_open ON record (date, unit) WHERE open = 1;
CREATE INDEX record_closed ON record (closed_at) WHERE closed_at <> 0 AND withdrawn = 0 AND kind IN ('dispute', 'issue');

CREATE TABLE ledger (
    unit INTEGER NOT NULL REFERENCES unit (id),
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (unit, year)
) STRICT;

CREATE TABLE material (
    record INTEGER NOT NULL REFERENCES record (number),
    place INTEGER NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    approximate INTEGER NOT NULL,
    PRIMARY KEY (record, place)
) STRICT;

CREATE TABLE change (
    id INTEGER PRIMARY KEY,
    record INTEGER NOT NULL REFERENCES record (number),
    field TEXT NOT NULL,
    was TEXT NOT NULL,
    becomes TEXT NOT NULL,
    person INTEGER REFERENCES person (id),
    at INTEGER NOT NULL,
    why TEXT NOT NULL
) STRICT;

CREATE INDEX change_record ON change (record);
CREATE INDEX change_at ON change (at);

CREATE TABLE attachment (
    id INTEGER PRIMARY KEY,
    record INTEGER NOT NULL REFERENCES record (number),
    message INTEGER NOT NULL,
    album TEXT NOT NULL,
    file TEXT NOT NULL,
    lat REAL NOT NULL,
    lon REAL NOT NULL
) STRICT;

CREATE UNIQUE INDEX attachment_once ON attachment (record, file, lat, lon);
CREATE INDEX attachment_album ON attachment (album) WHERE album <> '';

-- waiting -> done | dead; dead -> waiting | done. See the inbox's Go file.
CREATE TABLE inbox (
    seq INTEGER PRIMARY KEY,
    update_id INTEGER NOT NULL UNIQUE,
    received INTEGER NOT NULL,
    state TEXT NOT NULL,
    raw BLOB,
    error TEXT NOT NULL
) STRICT;

CREATE INDEX inbox_waiting ON inbox (seq) WHERE state = 'waiting';
CREATE INDEX inbox_dead ON inbox (seq) WHERE state = 'dead';

-- waiting -> claimed -> sent and the other fates. See the outbox's Go file.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    chat INTEGER NOT NULL,
    state TEXT NOT NULL,
    once INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    due INTEGER NOT NULL,
    reply BLOB,
    message INTEGER NOT NULL,
    error TEXT NOT NULL,
    created INTEGER NOT NULL,
    settled INTEGER NOT NULL
) STRICT;

CREATE INDEX outbox_unsent ON outbox (chat, id) WHERE state IN ('waiting', 'claimed');

CREATE TABLE card (
    chat INTEGER NOT NULL,
    card TEXT NOT NULL,
    message INTEGER NOT NULL,
    PRIMARY KEY (chat, card)
) STRICT;

-- One row for each digest or reminder that was ever due and made.
CREATE TABLE run (
    job TEXT NOT NULL,
    chat INTEGER NOT NULL,
    slot INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (job, chat, slot)
) STRICT;

CREATE TABLE guide (
    slug TEXT NOT NULL PRIMARY KEY,
    body BLOB NOT NULL,
    updated INTEGER NOT NULL
) STRICT;
