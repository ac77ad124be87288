-- name: AddRecord :exec
INSERT INTO record (
  number, kind, unit, grids, building, place, date, date_end, part, category, type, outcome, status,
  found, fixed, visited, participants, handbooks, cases, resolved, persons, amount, agreement, title,
  source, level, ledger, deadline, origin, reporter, via, text, chat, message, created, closed_at,
  withdrawn, open, tally, sensitive
)
VALUES (
  ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
  ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
  ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
  ?, ?, ?, ?
);

-- name: UpdateRecord :exec
UPDATE record
SET kind = @kind, unit = @unit, grids = @grids, building = @building, place = @place,
  date = @date, date_end = @date_end, part = @part, category = @category, type = @type,
  outcome = @outcome, status = @status, found = @found, fixed = @fixed, visited = @visited,
  participants = @participants, handbooks = @handbooks, cases = @cases, resolved = @resolved,
  persons = @persons, amount = @amount, agreement = @agreement, title = @title, source = @source,
  level = @level, ledger = @ledger, deadline = @deadline, origin = @origin, reporter = @reporter,
  via = @via, text = @text, chat = @chat, message = @message, closed_at = @closed_at,
  withdrawn = @withdrawn, open = @open, tally = @tally, sensitive = @sensitive
WHERE number = @number;

-- name: FindRecord :one
SELECT number, kind, unit, grids, building, place, date, date_end, part, category, type, outcome, status,
  found, fixed, visited, participants, handbooks, cases, resolved, persons, amount, agreement, title,
  source, level, ledger, deadline, origin, reporter, via, text, chat, message, created, closed_at,
  withdrawn, open, tally, sensitive
FROM record
WHERE number = @number;

-- name: RecordsByNumber :many
SELECT number, kind, unit, grids, building, place, date, date_end, part, category, type, outcome, status,
  found, fixed, visited, participants, handbooks, cases, resolved, persons, amount, agreement, title,
  source, level, ledger, deadline, origin, reporter, via, text, chat, message, created, closed_at,
  withdrawn, open, tally, sensitive
FROM record
WHERE number IN (sqlc.slice('numbers'))
ORDER BY number;

-- name: RecordsOfMessage :many
SELECT number, kind, unit, grids, building, place, date, date_end, part, category, type, outcome, status,
  found, fixed, visited, participants, handbooks, cases, resolved, persons, amount, agreement, title,
  source, level, ledger, deadline, origin, reporter, via, text, chat, message, created, closed_at,
  withdrawn, open, tally, sensitive
FROM record
WHERE chat = @chat
  AND message = @message
  AND message <> 0
ORDER BY number;

-- name: RecordsBefore :many
SELECT number, kind, unit, grids, building, place, date, date_end, part, category, type, outcome, status,
  found, fixed, visited, participants, handbooks, cases, resolved, persons, amount, agreement, title,
  source, level, ledger, deadline, origin, reporter, via, text, chat, message, created, closed_at,
  withdrawn, open, tally, sensitive
FROM record
WHERE number < @number
ORDER BY number DESC
LIMIT @page;

-- name: RecordsByReporter :many
SELECT number, kind, unit, grids, building, place, date, date_end, part, category, type, outcome, status,
  found, fixed, visited, participants, handbooks, cases, resolved, persons, amount, agreement, title,
  source, level, ledger, deadline, origin, reporter, via, text, chat, message, created, closed_at,
  withdrawn, open, tally, sensitive
FROM record
WHERE reporter = @reporter
  AND number < @number
ORDER BY number DESC
LIMIT @page;

-- name: OpenNumbers :many
SELECT number, unit
FROM record
WHERE open = 1;

-- name: NumbersBetween :many
SELECT number, unit
FROM record
WHERE date >= @first
  AND date <= @last;

-- name: NextLedger :one
INSERT INTO ledger (unit, year, last)
VALUES (@unit, @year, 1)
ON CONFLICT (unit, year) DO UPDATE
SET last = ledger.last + 1
RETURNING last;

-- name: AddMaterial :exec
INSERT INTO material (record, place, title, kind, quantity, approximate)
VALUES (@record, @place, @title, @kind, @quantity, @approximate);

-- name: DropMaterials :exec
DELETE FROM material
WHERE record = @record;

-- name: Materials :many
SELECT record, place, title, kind, quantity, approximate
FROM material
WHERE record = @record
ORDER BY place;

-- name: MaterialsOf :many
SELECT record, place, title, kind, quantity, approximate
FROM material
WHERE record IN (sqlc.slice('records'))
ORDER BY record, place;

-- name: AddChange :exec
INSERT INTO change (record, field, was, becomes, person, at, why)
VALUES (@record, @field, @was, @becomes, @person, @at, @why);

-- name: Changes :many
SELECT id, record, field, was, becomes, person, at, why
FROM change
WHERE record = @record
ORDER BY id;

-- name: AddAttachment :exec
INSERT INTO attachment (record, message, album, file, lat, lon, after)
VALUES (@record, @message, @album, @file, @lat, @lon, @after)
ON CONFLICT (record, file, lat, lon) DO NOTHING;

-- name: Attachments :many
SELECT id, record, message, album, file, lat, lon, after
FROM attachment
WHERE record = @record
ORDER BY id;

-- name: AlbumRecords :many
SELECT DISTINCT record
FROM attachment
WHERE album = @album
  AND album <> ''
ORDER BY record;

-- name: MoveRecords :exec
UPDATE record
SET chat = @becomes, message = 0
WHERE chat = @was
  AND message <> 0;

-- name: ForgetTexts :execrows
UPDATE record
SET text = ''
WHERE created < @before
  AND text <> '';
