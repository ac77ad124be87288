-- name: Spend :exec
INSERT INTO effort (day, unit, records, messages, taps, seconds, cells)
VALUES (@day, @unit, @records, @messages, @taps, @seconds, @cells)
ON CONFLICT (day, unit) DO UPDATE
SET records = effort.records + excluded.records,
    messages = effort.messages + excluded.messages,
    taps = effort.taps + excluded.taps,
    seconds = effort.seconds + excluded.seconds,
    cells = effort.cells + excluded.cells;

-- name: Efforts :many
SELECT day, unit, records, messages, taps, seconds, cells
FROM effort
WHERE day >= @first
  AND day <= @last;

-- name: PushesBetween :many
SELECT chat, pushes, nights
FROM push
WHERE day >= @first
  AND day <= @last;
