-- name: CalendarDays :many
SELECT date, kind, name, source
FROM calendar_day
ORDER BY date;

-- name: SaveCalendarDay :exec
INSERT INTO calendar_day (date, kind, name, source)
VALUES (@date, @kind, @name, @source)
ON CONFLICT (date) DO UPDATE
SET kind = excluded.kind, name = excluded.name, source = excluded.source;

-- name: LeavesUntil :many
SELECT id, person, stand_in, first, last
FROM leave
WHERE last >= @since
ORDER BY id;

-- name: AddLeave :exec
INSERT INTO leave (person, stand_in, first, last)
VALUES (@person, @stand_in, @first, @last);

-- name: DropLeaves :execrows
DELETE FROM leave
WHERE person = @person
  AND last >= @since;

-- name: Acknowledge :execrows
INSERT INTO acknowledged (record, deadline, person, at)
VALUES (@record, @deadline, @person, @at)
ON CONFLICT (record, deadline) DO UPDATE
SET person = excluded.person, at = excluded.at
WHERE EXISTS (
  SELECT 1
  FROM event
  WHERE event.record = acknowledged.record
    AND event.at > acknowledged.at
    AND event.action IN ('assign', 'return', 'reopen')
);

-- name: AcknowledgedOpen :many
SELECT acknowledged.record, acknowledged.deadline
FROM record
JOIN acknowledged ON acknowledged.record = record.number AND acknowledged.deadline = record.deadline
WHERE record.open = 1
  AND NOT EXISTS (
    SELECT 1
    FROM event
    WHERE event.record = record.number
      AND event.at > acknowledged.at
      AND event.action IN ('assign', 'return', 'reopen')
  );
