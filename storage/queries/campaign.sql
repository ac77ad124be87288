-- name: Campaigns :many
SELECT id, name, unit, type, categories, first, last, person, at
FROM campaign
ORDER BY first, id;

-- name: SaveCampaign :one
INSERT INTO campaign (name, unit, type, categories, first, last, person, at)
VALUES (@name, @unit, @type, @categories, @first, @last, @person, @at)
ON CONFLICT (name) DO UPDATE
SET unit = excluded.unit, type = excluded.type, categories = excluded.categories, first = excluded.first,
  last = excluded.last, person = excluded.person, at = excluded.at
RETURNING id;

-- name: TagRecord :exec
INSERT INTO campaign_record (campaign, record)
VALUES (@campaign, @record)
ON CONFLICT (campaign, record) DO NOTHING;

-- name: UntagRecord :exec
DELETE FROM campaign_record
WHERE record = @record;

-- name: TaggedRecords :many
SELECT record
FROM campaign_record
WHERE campaign = @campaign
ORDER BY record;
