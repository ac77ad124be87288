-- name: AddOutgoing :exec
INSERT INTO outbox (id, chat, state, once, attempts, due, reply, message, error, created, settled)
VALUES (?, ?, 'waiting', ?, 0, ?, ?, 0, '', ?, 0);

-- name: PendingOutgoing :many
SELECT id, attempts, due, reply
FROM outbox
WHERE state IN ('waiting', 'claimed')
ORDER BY chat, id;

-- name: PendingOfChat :many
SELECT id, reply
FROM outbox
WHERE chat = @chat
  AND state IN ('waiting', 'claimed')
ORDER BY id;

-- name: ClaimOutgoing :exec
UPDATE outbox
SET state = 'claimed'
WHERE id = @id
  AND state = 'waiting';

-- name: DoubtClaimed :exec
UPDATE outbox
SET state = 'unsure', reply = NULL, settled = @settled
WHERE state IN ('waiting', 'claimed')
  AND state = 'claimed'
  AND once = 1;

-- name: FreeClaimed :exec
UPDATE outbox
SET state = 'waiting'
WHERE state IN ('waiting', 'claimed')
  AND state = 'claimed'
  AND once = 0;

-- name: FinishOutgoing :exec
UPDATE outbox
SET state = ?, attempts = attempts + 1, reply = NULL, message = ?, error = ?, settled = ?
WHERE id = ?
  AND state IN ('waiting', 'claimed');

-- name: RetryOutgoing :exec
UPDATE outbox
SET state = 'waiting', attempts = attempts + 1, due = @due, error = @error
WHERE id = @id
  AND state IN ('waiting', 'claimed');

-- name: ExpireChat :exec
UPDATE outbox
SET state = 'expired', reply = NULL, settled = @settled
WHERE chat = @chat
  AND state IN ('waiting', 'claimed');

-- name: MoveOutgoing :exec
UPDATE outbox
SET chat = @chat, reply = @reply
WHERE id = @id;

-- name: PruneOutbox :execrows
DELETE FROM outbox
WHERE settled <> 0
  AND settled < @before;

-- name: SaveCard :exec
INSERT INTO card (chat, card, message)
VALUES (@chat, @card, @message)
ON CONFLICT (chat, card) DO UPDATE
SET message = excluded.message;

-- name: FindCard :one
SELECT message
FROM card
WHERE chat = @chat
  AND card = @card;

-- name: DropCards :exec
DELETE FROM card
WHERE chat = @chat;
