-- A password for everyone, an OAuth account for half of them, an API key for two thirds, and for one third an old
-- password, deleted: 2.5 each.
INSERT INTO user_creds (user_id, cred_type, identifier, cred_value, is_active, expires_at, created_at, updated_at,
                        deleted_at)
SELECT u.id,
       kind.cred_type,
       CASE kind.cred_type
            WHEN 'password' THEN u.email
            WHEN 'oauth' THEN 'google'
            ELSE 'key of ' || u.username
       END,
       md5(u.id || kind.cred_type || kind.is_old),
       u.status = 'active' AND NOT kind.is_old,
       CASE WHEN kind.cred_type = 'api_key' THEN u.created_at + interval '1 year' END,
       u.created_at,
       u.updated_at,
       CASE WHEN kind.is_old THEN u.updated_at END
  FROM users AS u
  JOIN (VALUES ('password', false, 1, 0), ('oauth', false, 2, 1), ('api_key', false, 3, 1), ('api_key', false, 3, 2),
               ('password', true, 3, 0)) AS kind (cred_type, is_old, every, remainder)
    ON substr(u.id, 2)::bigint % kind.every = kind.remainder
