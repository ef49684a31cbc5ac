SELECT c.id, c.user_id, c.cred_type, c.cred_value, c.is_active, c.expires_at, c.created_at, c.updated_at
  FROM user_creds AS c
  JOIN users AS u ON u.id = c.user_id
 WHERE c.deleted_at IS NULL AND u.deleted_at IS NULL
