-- +goose Up

-- Telegram id of the person who sent the file, 0 for what the bot made: nobody
-- else has it filled.
ALTER TABLE file ADD COLUMN owner INTEGER NOT NULL DEFAULT 0;
