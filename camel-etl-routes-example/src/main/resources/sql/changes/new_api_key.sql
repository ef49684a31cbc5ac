WITH given AS (SELECT CAST(? AS text) AS id, CAST(? AS text) AS word),
     moved AS (
         UPDATE users AS u SET updated_at = now() FROM given
          WHERE u.id = given.id AND u.deleted_at IS NULL
         RETURNING u.id, word)
INSERT INTO user_creds (user_id, cred_type, identifier, cred_value, expires_at)
SELECT id, 'api_key', 'key ' || word, md5(word), now() + interval '1 year' FROM moved
