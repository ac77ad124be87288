-- name: AddBulletin :one
INSERT INTO bulletin (unit, year, number, first, last, topic, body, updated)
VALUES (@unit, @year, @number, @first, @last, @topic, @body, @updated)
RETURNING id;

-- name: SaveBulletin :execrows
UPDATE bulletin
SET number = @number, body = @body, updated = @updated
WHERE id = @id;

-- name: FindBulletin :one
SELECT id, unit, year, number, first, last, topic, body, updated
FROM bulletin
WHERE id = @id;

-- name: SameBulletin :one
SELECT id, unit, year, number, first, last, topic, body, updated
FROM bulletin
WHERE unit = @unit
  AND year = @year
  AND first = @first
  AND last = @last
  AND topic = @topic;

-- name: LastBulletin :one
SELECT CAST(COALESCE(MAX(number), 0) AS INTEGER) AS number
FROM bulletin
WHERE unit = @unit
  AND year = @year;

-- name: BulletinsOf :many
SELECT id, unit, year, number, first, last, topic, body, updated
FROM bulletin
WHERE unit = @unit
ORDER BY updated DESC, id DESC
LIMIT @most;

-- name: AddHighlight :exec
INSERT INTO highlight (record, person, at)
VALUES (@record, @person, @at)
ON CONFLICT (record) DO NOTHING;

-- name: DropHighlight :execrows
DELETE FROM highlight
WHERE record = @record;

-- name: FindHighlight :one
SELECT COUNT(*)
FROM highlight
WHERE record = @record;

-- name: Highlights :many
SELECT r.number, r.unit
FROM highlight AS h
JOIN record AS r ON r.number = h.record
WHERE r.date >= @first
  AND r.date <= @last
  AND r.withdrawn = 0
ORDER BY r.number;
