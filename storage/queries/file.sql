-- name: AddFile :exec
INSERT INTO file (id, content, remote, created)
VALUES (@id, @content, '', @created);

-- name: KeepSent :exec
INSERT INTO file (id, content, remote, created, owner)
VALUES (@id, NULL, @remote, @created, @owner);

-- name: FindSent :one
SELECT remote
FROM file
WHERE id = @id
  AND owner = @owner
  AND owner <> 0;

-- name: FindFile :one
SELECT content, remote
FROM file
WHERE id = @id;

-- name: SentFile :exec
UPDATE file
SET remote = @remote, content = NULL
WHERE id = @id;

-- name: PruneFiles :execrows
DELETE FROM file
WHERE created < @before;

-- name: AddErrand :exec
INSERT INTO errand (id, kind, chat, user_id, priority, state, attempts, due, body, asked, topic)
VALUES (@id, @kind, @chat, @user_id, @priority, 'waiting', 0, 0, @body, @asked, @topic);

-- name: SameErrand :one
SELECT id
FROM errand
WHERE kind = @kind
  AND chat = @chat
  AND user_id = @user_id
  AND body = @body
ORDER BY id
LIMIT 1;

-- name: NextErrand :one
SELECT id, kind, chat, user_id, priority, attempts, body, asked, topic
FROM errand
WHERE state = 'waiting'
  AND due <= @due
ORDER BY priority, id
LIMIT 1;

-- name: NextDue :one
SELECT CAST(COALESCE(MIN(due), -1) AS INTEGER) AS due
FROM errand
WHERE state = 'waiting';

-- name: ClaimErrand :exec
UPDATE errand
SET state = 'claimed', attempts = attempts + 1
WHERE id = @id;

-- name: RetryErrand :exec
UPDATE errand
SET state = 'waiting', due = @due
WHERE id = @id;

-- name: FreeErrands :exec
UPDATE errand
SET state = 'waiting'
WHERE state = 'claimed';

-- name: EndErrand :one
DELETE FROM errand
WHERE id = @id
RETURNING chat;

-- name: OpenErrands :one
SELECT COUNT(*)
FROM errand;

-- name: MoveErrands :exec
UPDATE errand
SET chat = @becomes
WHERE chat = @was;
