-- name: FindPush :one
SELECT chat, day, pushes, last
FROM push
WHERE chat = @chat
  AND day = @day;

-- name: CountPush :exec
INSERT INTO push (chat, day, pushes, nights, last)
VALUES (@chat, @day, 1, @nights, @last)
ON CONFLICT (chat, day) DO UPDATE
SET pushes = push.pushes + 1, nights = push.nights + excluded.nights,
  last = CASE WHEN excluded.last > push.last THEN excluded.last ELSE push.last END;

-- name: PrunePushes :execrows
DELETE FROM push
WHERE day < CAST(@before AS BIGINT) / 86400000;

-- name: AddNews :exec
INSERT INTO news (chat, person, record, urgent, line, since)
VALUES (@chat, @person, @record, @urgent, @line, @since);

-- name: NewsAll :many
SELECT id, chat, person, record, urgent, line, since
FROM news
ORDER BY id;

-- name: NewsOfChat :many
SELECT id, chat, person, record, urgent, line, since
FROM news
WHERE chat = @chat
ORDER BY id;

-- name: PruneNews :execrows
DELETE FROM news
WHERE since < @before;

-- name: DropNews :exec
DELETE FROM news
WHERE chat = @chat;
