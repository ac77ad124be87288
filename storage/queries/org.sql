-- name: Counters :one
SELECT id, org, people, inbox, outbox, draft, record, file, errand
FROM counter
WHERE id = 1;

-- name: SaveCounters :exec
UPDATE counter
SET org = @org, people = @people, inbox = @inbox, outbox = @outbox, draft = @draft, record = @record,
    file = @file, errand = @errand
WHERE id = 1;

-- name: Units :many
SELECT id, code, level, name, short, parent, pilot, tags
FROM unit
ORDER BY id;

-- name: AddUnit :one
INSERT INTO unit (code, level, name, short, parent, pilot, tags)
VALUES (@code, @level, @name, @short, @parent, @pilot, @tags)
RETURNING id;

-- name: UpdateUnit :exec
UPDATE unit
SET level = @level, name = @name, short = @short, parent = @parent, pilot = @pilot, tags = @tags
WHERE id = @id;
