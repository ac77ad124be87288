-- name: People :many
SELECT id, user_id, name, language, chat
FROM person
ORDER BY id;

-- name: Grants :many
SELECT id, person, role, unit, type
FROM person_grant
ORDER BY id;

-- name: AddPerson :one
INSERT INTO person (user_id, name, language, chat)
VALUES (@user_id, @name, @language, @chat)
RETURNING id;

-- name: UpdatePerson :exec
UPDATE person
SET name = @name, language = @language, chat = @chat
WHERE id = @id;

-- name: AddGrant :exec
INSERT INTO person_grant (person, role, unit, type)
VALUES (@person, @role, @unit, @type);

-- name: DropGrant :exec
DELETE FROM person_grant
WHERE person = @person
  AND role = @role
  AND COALESCE(unit, 0) = CAST(@unit AS INTEGER)
  AND type = @type;

-- name: AddInvitation :exec
INSERT INTO invitation (hash, role, unit, type, inviter, expires, used_by, used_at)
VALUES (@hash, @role, @unit, @type, @inviter, @expires, 0, 0);

-- name: FindInvitation :one
SELECT hash, role, unit, type, inviter, expires, used_by, used_at
FROM invitation
WHERE hash = @hash;

-- name: UseInvitation :exec
UPDATE invitation
SET used_by = @used_by, used_at = @used_at
WHERE hash = @hash;
