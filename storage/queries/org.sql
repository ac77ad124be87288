-- name: Revisions :one
SELECT org, people
FROM revision
WHERE id = 1;

-- name: TouchOrg :one
UPDATE revision
SET org = org + 1
WHERE id = 1
RETURNING org;

-- name: TouchPeople :one
UPDATE revision
SET people = people + 1
WHERE id = 1
RETURNING people;

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
