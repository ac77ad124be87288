-- +goose Up

-- Files that Telegram refused for good keep their reply until somebody has had
-- them sent again or given them up.
CREATE INDEX outbox_refused ON outbox (id) WHERE state = 'failed' AND reply IS NOT NULL;
