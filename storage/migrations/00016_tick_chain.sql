-- +goose Up

-- What a community says of a checklist's item is a link of a chain, as events
-- are. Ticks from before are sealed with the first new one.
ALTER TABLE tick ADD COLUMN hash TEXT NOT NULL DEFAULT '';
