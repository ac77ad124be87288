-- +goose Up

-- The topic of a forum, 0 for none: where a group's digests go, and where
-- somebody asked for slow work.
ALTER TABLE bound_group ADD COLUMN topic INTEGER NOT NULL DEFAULT 0;
ALTER TABLE errand ADD COLUMN topic INTEGER NOT NULL DEFAULT 0;
