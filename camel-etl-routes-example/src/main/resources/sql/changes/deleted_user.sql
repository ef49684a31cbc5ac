-- The creds are left as they are: without their user they are gone all the same.
WITH given AS (SELECT CAST(? AS text) AS id, CAST(? AS text) AS word)
UPDATE users AS u
   SET deleted_at = now(), updated_at = now()
  FROM given
 WHERE u.id = given.id AND u.deleted_at IS NULL
