-- A page of users, each with all of its credentials as a JSON array: one source row per user.
SELECT u.id, u.username, u.email, u.display_name, u.status, u.created_at, u.updated_at, u.deleted_at,
       (SELECT CAST(json_agg(c ORDER BY c.id) AS text) FROM user_creds AS c WHERE c.user_id = u.id) AS creds
  FROM users AS u
 WHERE (u.updated_at, u.id) > (:#afterAt, :#afterId)
   AND u.updated_at < :#beforeAt
 ORDER BY u.updated_at, u.id
 LIMIT :#limit
