-- name: AddVisit :one
INSERT INTO visit (person, unit, date, text, at, withdrawn)
VALUES (@person, @unit, @date, @text, @at, 0)
RETURNING id;

-- name: FindVisit :one
SELECT id, person, unit, date, text, at, withdrawn
FROM visit
WHERE id = @id;

-- name: WithdrawVisit :exec
UPDATE visit
SET withdrawn = @at
WHERE id = @id
  AND withdrawn = 0;

-- name: VisitsSince :many
SELECT id, person, unit, date, text, at, withdrawn
FROM visit
WHERE date >= @since
  AND withdrawn = 0
ORDER BY date DESC, id DESC;
