WITH given AS (SELECT CAST(? AS text) AS id, CAST(? AS text) AS word)
UPDATE users AS u
   SET display_name = word, updated_at = now()
  FROM given
 WHERE u.id = given.id AND u.deleted_at IS NULL
