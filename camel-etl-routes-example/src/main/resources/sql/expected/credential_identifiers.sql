SELECT c.id || '_identifier',
       c.id,
       CASE c.cred_type
            WHEN 'password' THEN 'email'
            WHEN 'oauth' THEN 'oauth_provider'
            WHEN 'api_key' THEN 'api_key_name'
            ELSE 'unknown'
       END,
       c.identifier,
       c.created_at,
       c.updated_at
  FROM user_creds AS c
  JOIN users AS u ON u.id = c.user_id
 WHERE c.deleted_at IS NULL AND u.deleted_at IS NULL
