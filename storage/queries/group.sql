-- name: FindGroup :one
SELECT chat, unit, title, since, gone, topic
FROM bound_group
WHERE chat = @chat;

-- name: Groups :many
SELECT chat, unit, title, since, gone, topic
FROM bound_group
ORDER BY chat;

-- name: SaveGroup :exec
INSERT INTO bound_group (chat, unit, title, since, gone, topic)
VALUES (@chat, @unit, @title, @since, @gone, @topic)
ON CONFLICT (chat) DO UPDATE
SET unit = excluded.unit, title = excluded.title, since = excluded.since, gone = excluded.gone,
  topic = excluded.topic;

-- name: DropGroup :exec
DELETE FROM bound_group
WHERE chat = @chat;

-- name: LeaveGroup :exec
UPDATE bound_group
SET gone = 1
WHERE chat = @chat;

-- name: FindSchedule :one
SELECT chat, day, week, month, silent
FROM schedule
WHERE chat = @chat;

-- name: Schedules :many
SELECT chat, day, week, month, silent
FROM schedule;

-- name: SaveSchedule :exec
INSERT INTO schedule (chat, day, week, month, silent)
VALUES (@chat, @day, @week, @month, @silent)
ON CONFLICT (chat) DO UPDATE
SET day = excluded.day, week = excluded.week, month = excluded.month, silent = excluded.silent;

-- name: DropSchedule :exec
DELETE FROM schedule
WHERE chat = @chat;
