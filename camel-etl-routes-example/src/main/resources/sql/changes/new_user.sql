-- Signs up with a password; the first parameter, an existing user, invited the newcomer.
WITH given AS (SELECT CAST(? AS text) AS invited_by, CAST(? AS text) AS word),
     newcomer AS (
         INSERT INTO users (username, email, display_name)
         SELECT word, word || '@example.com', 'Guest of ' || invited_by FROM given
         RETURNING id, email)
INSERT INTO user_creds (user_id, cred_type, identifier, cred_value)
SELECT id, 'password', email, md5(email) FROM newcomer
