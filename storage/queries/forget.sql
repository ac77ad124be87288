-- name: ForgetPerson :exec
UPDATE person
SET user_id = -id, name = @name, language = '', chat = 0
WHERE id = @id;

-- name: DropGrants :exec
DELETE FROM person_grant
WHERE person = @person;

-- name: DropDraftsOf :exec
DELETE FROM draft
WHERE user_id = @user_id;

-- name: DropErrandsOf :exec
DELETE FROM errand
WHERE user_id = @user_id;

-- name: DropSentOf :exec
DELETE FROM file
WHERE owner = @owner
  AND owner <> 0;

-- name: DropLeavesOf :exec
DELETE FROM leave
WHERE person = @person
   OR stand_in = @person;

-- name: DropPushes :exec
DELETE FROM push
WHERE chat = @chat;

-- name: DropNewsOf :exec
DELETE FROM news
WHERE person = @person;

-- name: ForgetInvited :exec
UPDATE invitation
SET used_by = -1
WHERE used_by = @user_id;

-- name: ForgetMessages :exec
UPDATE record
SET chat = 0, message = 0
WHERE reporter = @reporter;

-- name: CountRecordsOf :one
SELECT COUNT(*)
FROM record
WHERE reporter = @reporter;

-- name: BareRecords :execrows
UPDATE record
SET reporter = NULL, text = '', place = '', building = '', title = '', chat = 0, message = 0
WHERE created < @before
  AND open = 0
  AND (reporter IS NOT NULL OR text <> '' OR place <> '' OR building <> '' OR title <> '' OR message <> 0);

-- name: BareAttachments :exec
DELETE FROM attachment
WHERE record IN (
    SELECT number
    FROM record
    WHERE created < @before
      AND open = 0
);

-- name: BareChanges :exec
DELETE FROM change
WHERE record IN (
    SELECT number
    FROM record
    WHERE created < @before
      AND open = 0
);

-- name: BareCourses :exec
UPDATE course
SET measure = '', body = ''
WHERE (measure <> '' OR body <> '')
  AND record IN (
    SELECT number
    FROM record
    WHERE created < @before
      AND open = 0
);
