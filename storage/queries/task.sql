-- name: OpenTasks :many
SELECT number, unit
FROM record
WHERE kind = 'task'
  AND open = 1;

-- name: TasksSetBy :many
SELECT number, date, closed_at
FROM record
WHERE kind = 'task'
  AND reporter = @reporter
  AND source = @source
  AND withdrawn = 0
ORDER BY number;

-- name: FindTaskLine :one
SELECT key, record, body
FROM task_line
WHERE key = @key;

-- name: SaveTaskLine :exec
INSERT INTO task_line (key, record, body)
VALUES (@key, @record, @body)
ON CONFLICT (key) DO UPDATE
SET record = excluded.record, body = excluded.body;
