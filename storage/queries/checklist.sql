-- name: Checklists :many
SELECT id, name, unit
FROM checklist
ORDER BY id;

-- name: ChecklistItems :many
SELECT checklist, place, name
FROM checklist_item
ORDER BY checklist, place;

-- name: SaveChecklist :one
INSERT INTO checklist (name, unit)
VALUES (@name, @unit)
ON CONFLICT (name) DO UPDATE
SET unit = excluded.unit
RETURNING id;

-- name: DropChecklistItems :exec
DELETE FROM checklist_item
WHERE checklist = @checklist;

-- name: AddChecklistItem :exec
INSERT INTO checklist_item (checklist, place, name)
VALUES (@checklist, @place, @name);

-- name: AddTick :one
INSERT INTO tick (checklist, item, unit, done, person, at, hash)
VALUES (@checklist, @item, @unit, @done, @person, @at, @hash)
RETURNING id;

-- name: LastTick :one
SELECT id, checklist, item, unit, done, person, at, hash
FROM tick
ORDER BY id DESC
LIMIT 1;

-- name: TicksAfter :many
SELECT id, checklist, item, unit, done, person, at, hash
FROM tick
WHERE id > @id
ORDER BY id
LIMIT @page;

-- name: SealTick :exec
UPDATE tick
SET hash = @hash
WHERE id = @id;

-- name: Ticks :many
SELECT id, checklist, item, unit, done, person, at, hash
FROM tick
WHERE checklist = @checklist
ORDER BY id;
