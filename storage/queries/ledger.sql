-- name: FindCourse :one
SELECT record, revision, owner, owner_unit, desk, body, measure, fixer, fixed_at, closer, first,
  extensions, review, visits, reviewed, percent, partners
FROM course
WHERE record = @record;

-- name: CoursesOf :many
SELECT record, revision, owner, owner_unit, desk, body, measure, fixer, fixed_at, closer, first,
  extensions, review, visits, reviewed, percent, partners
FROM course
WHERE record IN (sqlc.slice('records'))
ORDER BY record;

-- name: SaveCourse :exec
INSERT INTO course (
  record, revision, owner, owner_unit, desk, body, measure, fixer, fixed_at, closer, first,
  extensions, review, visits, reviewed, percent, partners
)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (record) DO UPDATE
SET revision = excluded.revision, owner = excluded.owner, owner_unit = excluded.owner_unit,
  desk = excluded.desk, body = excluded.body, measure = excluded.measure, fixer = excluded.fixer,
  fixed_at = excluded.fixed_at, closer = excluded.closer, first = excluded.first,
  extensions = excluded.extensions, review = excluded.review, visits = excluded.visits,
  reviewed = excluded.reviewed, percent = excluded.percent, partners = excluded.partners;

-- name: AddEvent :exec
INSERT INTO event (record, action, person, at, was, becomes, why, owner, unit, deadline_was, deadline, hash)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: LastHash :one
SELECT hash
FROM event
ORDER BY id DESC
LIMIT 1;

-- name: EventsOf :many
SELECT id, record, action, person, at, was, becomes, why, owner, unit, deadline_was, deadline, hash
FROM event
WHERE record = @record
ORDER BY id;

-- name: EventsAfter :many
SELECT id, record, action, person, at, was, becomes, why, owner, unit, deadline_was, deadline, hash
FROM event
WHERE id > @id
ORDER BY id
LIMIT @page;

-- name: StatesTold :many
SELECT event.record, event.becomes, record.status, record.withdrawn
FROM event
JOIN record ON record.number = event.record
WHERE event.id IN (SELECT MAX(last.id) FROM event AS last GROUP BY last.record)
ORDER BY event.record;

-- name: SamePlace :many
SELECT number
FROM record
WHERE kind = 'issue'
  AND unit = @unit
  AND category = @category
  AND date >= @since
  AND building = @building
  AND place = @place
  AND withdrawn = 0
ORDER BY number;

-- name: CardAt :one
SELECT card
FROM card
WHERE chat = @chat
  AND message = @message
ORDER BY card
LIMIT 1;

-- name: CardChats :many
SELECT chat, message
FROM card
WHERE card = @card
ORDER BY chat;

-- name: OwnedOpen :many
SELECT record.number
FROM record
JOIN course ON course.record = record.number
WHERE record.open = 1
  AND (
    course.owner = @owner
    OR course.owner IS NULL AND course.owner_unit IN (sqlc.slice('units'))
  );

-- name: ToReview :many
SELECT course.record
FROM course
JOIN record ON record.number = course.record
WHERE course.review <> 0
  AND course.review <= @until
  AND record.withdrawn = 0
ORDER BY course.review, course.record;
