SELECT id, username, email, display_name, status, created_at, updated_at
  FROM users
 WHERE deleted_at IS NULL
