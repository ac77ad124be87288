-- name: ClaimRun :execrows
INSERT INTO run (job, chat, slot, body)
VALUES (@job, @chat, @slot, @body)
ON CONFLICT (job, chat, slot) DO NOTHING;

-- name: LastRun :one
SELECT slot, body
FROM run
WHERE job = @job
  AND chat = @chat
ORDER BY slot DESC
LIMIT 1;

-- name: CopyRuns :exec
INSERT INTO run (job, chat, slot, body)
SELECT r.job, CAST(@becomes AS INTEGER), r.slot, r.body
FROM run AS r
WHERE r.chat = @was
ON CONFLICT (job, chat, slot) DO NOTHING;

-- name: DropRuns :exec
DELETE FROM run
WHERE chat = @chat;

-- name: SaveGuide :exec
INSERT INTO guide (slug, body, updated)
VALUES (@slug, @body, @updated)
ON CONFLICT (slug) DO UPDATE
SET body = excluded.body, updated = excluded.updated;

-- name: Guides :many
SELECT slug, body, updated
FROM guide
ORDER BY slug;

-- name: FindMeta :one
SELECT value
FROM meta
WHERE key = @key;

-- name: SetMeta :exec
INSERT INTO meta (key, value)
VALUES (@key, @value)
ON CONFLICT (key) DO UPDATE
SET value = excluded.value;
