-- name: OutgoingReply :one
SELECT reply
FROM outbox
WHERE id = @id
  AND state IN ('waiting', 'claimed');

-- name: RefuseOutgoing :exec
UPDATE outbox
SET state = 'failed', attempts = attempts + 1, error = @error, settled = @settled
WHERE id = @id
  AND state IN ('waiting', 'claimed');

-- name: RefusedFiles :many
SELECT id, reply, error, settled
FROM outbox
WHERE state = 'failed'
  AND reply IS NOT NULL
ORDER BY id;

-- name: RefusedReply :one
SELECT reply
FROM outbox
WHERE id = @id
  AND state = 'failed'
  AND reply IS NOT NULL;

-- name: ForgetRefused :execrows
UPDATE outbox
SET reply = NULL
WHERE id = @id
  AND state = 'failed'
  AND reply IS NOT NULL;

-- name: CountRefused :one
SELECT COUNT(*)
FROM outbox
WHERE state = 'failed'
  AND reply IS NOT NULL;

-- name: ForgetRefusedOf :exec
UPDATE outbox
SET reply = NULL
WHERE chat = @chat
  AND state = 'failed'
  AND reply IS NOT NULL;
