WITH given AS (SELECT CAST(? AS text) AS id, CAST(? AS text) AS word),
     moved AS (
         UPDATE users AS u SET updated_at = now() FROM given
          WHERE u.id = given.id AND u.deleted_at IS NULL
         RETURNING u.id, u.updated_at, word)
UPDATE user_creds AS c
   SET cred_value = md5(word), updated_at = moved.updated_at
  FROM moved
 WHERE c.user_id = moved.id AND c.cred_type = 'password' AND c.deleted_at IS NULL
