-- The page of cheap.sql that camel-sql asks for.
SELECT *
  FROM (
       SELECT u.id, u.username, u.email, u.display_name, u.status, u.created_at, u.updated_at, u.deleted_at,
              u.updated_at AS changed_at,
              (SELECT CAST(json_agg(c ORDER BY c.id) AS text) FROM user_creds AS c WHERE c.user_id = u.id) AS creds
         FROM users AS u
       ) AS page
 WHERE (changed_at, id) > (:#afterAt, :#afterId)
   AND changed_at < :#beforeAt
 ORDER BY changed_at, id
 LIMIT :#limit
