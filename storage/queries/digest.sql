-- name: Facts :many
SELECT date, unit, tally
FROM record
WHERE date >= @first
  AND date <= @last
  AND tally <> 0;

-- name: LateFacts :many
SELECT date, unit, tally
FROM record
WHERE created >= @since
  AND created < @until
  AND date < @before
  AND tally <> 0;

-- name: OpenItems :many
SELECT number, kind, unit, category, building, place, date, deadline, status, level, cases, resolved,
  reporter, closed_at, sensitive, title, type, course.owner, course.owner_unit, course.body
FROM record
LEFT JOIN course ON course.record = record.number
WHERE open = 1
  AND date <= @until;

-- name: ClosedItems :many
SELECT number, kind, unit, category, building, place, date, deadline, status, level, cases, resolved,
  reporter, closed_at, sensitive
FROM record
WHERE closed_at >= @since
  AND closed_at <> 0
  AND withdrawn = 0
  AND kind IN ('dispute', 'issue')
  AND date <= @until;

-- name: ReviewItems :many
SELECT record.number, record.kind, record.unit, record.category, record.building, record.place, record.date, record.status,
  record.level, record.reporter, record.closed_at, record.sensitive, course.review, course.fixer
FROM course
JOIN record ON record.number = course.record
WHERE course.review <> 0
  AND course.review <= @until
  AND record.withdrawn = 0;
