-- name: AcceptUpdate :execrows
INSERT INTO inbox (seq, update_id, received, state, raw, error)
VALUES (?, ?, ?, 'waiting', ?, '')
ON CONFLICT (update_id) DO NOTHING;

-- name: TakeUpdate :execrows
INSERT INTO inbox (seq, update_id, received, state, raw, error)
VALUES (?, ?, ?, 'done', NULL, '')
ON CONFLICT (update_id) DO NOTHING;

-- name: FirstWaiting :one
SELECT CAST(COALESCE(MIN(seq), 0) AS INTEGER) AS seq
FROM inbox
WHERE state = 'waiting';

-- name: WaitingUpdates :many
SELECT seq, update_id, received, raw
FROM inbox
WHERE state = 'waiting'
ORDER BY seq
LIMIT @batch;

-- name: FinishUpdates :exec
UPDATE inbox
SET state = 'done', raw = NULL
WHERE state = 'waiting'
  AND seq <= @last;

-- name: BuryUpdate :exec
UPDATE inbox
SET state = 'dead', raw = @raw, error = @error
WHERE seq = @seq;

-- name: DeadUpdates :many
SELECT seq, update_id, received, raw, error
FROM inbox
WHERE state = 'dead'
ORDER BY seq;

-- name: RetryUpdate :execrows
UPDATE inbox
SET state = 'waiting', error = ''
WHERE seq = @seq
  AND state = 'dead'
  AND raw IS NOT NULL;

-- name: DropUpdate :execrows
UPDATE inbox
SET state = 'done', raw = NULL, error = ''
WHERE seq = @seq
  AND state = 'dead';

-- name: PruneInbox :execrows
DELETE FROM inbox
WHERE state = 'done'
  AND received < @before;

-- name: InboxState :one
SELECT
    COUNT(*) AS waiting,
    CAST(COALESCE(MIN(received), 0) AS INTEGER) AS oldest,
    (SELECT COUNT(*) FROM inbox AS d WHERE d.state = 'dead') AS dead
FROM inbox
WHERE state = 'waiting';
