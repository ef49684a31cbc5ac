-- The application moves a user's updated_at with each change of the user or of one of its creds.
SELECT u.id, u.username, u.email, u.display_name, u.status, u.created_at, u.updated_at, u.deleted_at,
       u.updated_at AS changed_at,
       (SELECT CAST(json_agg(c ORDER BY c.id) AS text) FROM user_creds AS c WHERE c.user_id = u.id) AS creds
  FROM users AS u
