CREATE TABLE users (
    id           text        PRIMARY KEY,
    username     text        NOT NULL,
    email        text        NOT NULL,
    display_name text        NOT NULL,
    status       text        NOT NULL,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    deleted_at   timestamptz
);

CREATE TABLE user_creds (
    id         text        PRIMARY KEY,
    user_id    text        NOT NULL REFERENCES users,
    cred_type  text        NOT NULL,
    identifier text        NOT NULL,
    cred_value text        NOT NULL,
    is_active  boolean     NOT NULL,
    expires_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    deleted_at timestamptz
);

-- Bob, charlie and dave changed at the same time; dave, eve and an old password of alice's were deleted long ago.
INSERT INTO users
SELECT id, username, username || '@example.com', initcap(username), status,
       now() - interval '30 days', now() - changed, now() - deleted
  FROM (VALUES ('user1', 'alice', 'active', interval '5 days', NULL),
               ('user2', 'bob', 'active', '10 days', NULL),
               ('user3', 'charlie', 'inactive', '10 days', NULL),
               ('user_deleted_1', 'dave', 'active', '10 days', '10 days'::interval),
               ('user_deleted_2', 'eve', 'active', '3 days', '3 days')) AS u (id, username, status, changed, deleted);

INSERT INTO user_creds
SELECT id, user_id, cred_type, identifier, 'value of ' || id, is_active, now() + expires,
       now() - interval '30 days', now() - changed, now() - deleted
  FROM (VALUES ('cred1', 'user1', 'password', 'alice@example.com', true, NULL, interval '10 days', NULL),
               ('cred2', 'user1', 'oauth', 'google', true, NULL, '10 days', NULL),
               ('cred_deleted_2', 'user1', 'password', 'old-alice@example.com', true, NULL, '20 days', '5 days'::interval),
               ('cred3', 'user2', 'password', 'bob@example.com', true, NULL, '10 days', NULL),
               ('cred4', 'user2', 'api_key', 'bobs-key', true, interval '1 year', '10 days', NULL),
               ('cred5', 'user3', 'password', 'charlie@example.com', false, NULL, '10 days', NULL),
               ('cred_deleted_1', 'user_deleted_1', 'password', 'dave@example.com', true, NULL, '10 days', '10 days'))
       AS c (id, user_id, cred_type, identifier, is_active, expires, changed, deleted);
