-- name: AddDraft :exec
INSERT INTO draft (id, chat, user_id, revision, body, updated)
VALUES (@id, @chat, @user_id, 1, @body, @updated);

-- name: FindDraft :one
SELECT id, chat, user_id, revision, body, updated
FROM draft
WHERE id = @id;

-- name: OpenDraft :one
SELECT id, chat, user_id, revision, body, updated
FROM draft
WHERE chat = @chat
  AND user_id = @user_id
ORDER BY updated DESC, id DESC
LIMIT 1;

-- name: SaveDraft :one
UPDATE draft
SET body = @body, updated = @updated, revision = revision + 1
WHERE id = @id
RETURNING chat, user_id, revision;

-- name: DropDraft :exec
DELETE FROM draft
WHERE id = @id;

-- name: MoveDrafts :exec
UPDATE draft
SET chat = @becomes
WHERE chat = @was;

-- name: PruneDrafts :execrows
DELETE FROM draft
WHERE updated < @before;
