-- name: Indicators :many
SELECT id, type, item, clause, text, max, evidence, retired
FROM indicator
ORDER BY id;

-- name: SaveIndicator :exec
INSERT INTO indicator (type, item, clause, text, max, evidence, retired)
VALUES (@type, @item, @clause, @text, @max, @evidence, 0)
ON CONFLICT (type, item, clause) DO UPDATE
SET text = excluded.text, max = excluded.max, evidence = excluded.evidence, retired = 0;

-- name: RetireIndicator :exec
UPDATE indicator
SET retired = 1
WHERE id = @id;

-- name: AddScore :exec
INSERT INTO score (indicator, unit, year, stage, points, reason, person, at)
VALUES (@indicator, @unit, @year, @stage, @points, @reason, @person, @at);

-- name: Scores :many
SELECT id, indicator, unit, year, stage, points, reason, person, at
FROM score
WHERE unit = @unit
  AND year = @year
ORDER BY id;

-- name: AddProof :exec
INSERT INTO proof (indicator, unit, year, record, issue, person, at)
VALUES (@indicator, @unit, @year, @record, @issue, @person, @at)
ON CONFLICT (unit, year, indicator, record) DO NOTHING;

-- name: DropProof :execrows
DELETE FROM proof
WHERE unit = @unit
  AND year = @year
  AND indicator = @indicator
  AND record = @record
  AND issue = 0;

-- name: Proofs :many
SELECT indicator, unit, year, record, issue, person, at
FROM proof
WHERE unit = @unit
  AND year = @year
ORDER BY record;
