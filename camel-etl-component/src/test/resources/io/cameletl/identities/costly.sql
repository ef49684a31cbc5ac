-- Nobody maintains anything: a user changed when it or one of its creds did.
SELECT u.id, u.username, u.email, u.display_name, u.status, u.created_at, u.updated_at, u.deleted_at,
       greatest(u.updated_at, u.deleted_at, max(c.updated_at), max(c.deleted_at)) AS changed_at,
       CAST(json_agg(c ORDER BY c.id) FILTER (WHERE c.id IS NOT NULL) AS text) AS creds
  FROM users AS u
  LEFT JOIN user_creds AS c ON c.user_id = u.id
 GROUP BY u.id
