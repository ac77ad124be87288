-- +goose Up

-- 专项行动: what is recorded in its days, units and kinds counts, and what
-- names it.
CREATE TABLE campaign (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    unit INTEGER NOT NULL REFERENCES unit (id),
    type TEXT NOT NULL,
    categories TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    person INTEGER NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL
) STRICT;

-- Records whose words name a campaign.
CREATE TABLE campaign_record (
    campaign INTEGER NOT NULL REFERENCES campaign (id),
    record INTEGER NOT NULL REFERENCES record (number),
    PRIMARY KEY (campaign, record)
) STRICT;

CREATE INDEX campaign_of ON campaign_record (record);
