-- +goose Up

-- What recording costs people and saves them, by day and by the unit that the
-- records belong to: counts only (see community.Effort).
CREATE TABLE effort (
    day INTEGER NOT NULL,
    unit INTEGER NOT NULL REFERENCES unit (id),
    records INTEGER NOT NULL,
    messages INTEGER NOT NULL,
    taps INTEGER NOT NULL,
    seconds INTEGER NOT NULL,
    cells INTEGER NOT NULL,
    PRIMARY KEY (day, unit)
) STRICT;

-- Of the pushes, those in the quiet hours.
ALTER TABLE push ADD COLUMN nights INTEGER NOT NULL DEFAULT 0;
