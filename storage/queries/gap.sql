-- name: AddGap :exec
INSERT INTO gap (first, last, copied, restored)
VALUES (@first, @last, @copied, @restored);

-- name: LastGap :one
SELECT first, last, copied, restored
FROM gap
ORDER BY first DESC
LIMIT 1;

-- name: InGap :one
SELECT COUNT(*)
FROM gap
WHERE first <= @number
  AND last >= @number;

-- name: LastRecord :one
SELECT number, created
FROM record
ORDER BY number DESC
LIMIT 1;

-- name: RecordsMade :many
SELECT unit, kind, COUNT(*) AS made
FROM record
WHERE created > @since
GROUP BY unit, kind;

-- name: NumbersGiven :one
SELECT record, draft
FROM counter
WHERE id = 1;

-- name: RecordMade :one
SELECT created
FROM record
WHERE number = @number;

-- name: Ledgers :many
SELECT unit.code, ledger.year, ledger.last
FROM ledger
JOIN unit ON unit.id = ledger.unit;

-- name: SetLedger :exec
INSERT INTO ledger (unit, year, last)
VALUES (@unit, @year, @last)
ON CONFLICT (unit, year) DO UPDATE
SET last = excluded.last;
