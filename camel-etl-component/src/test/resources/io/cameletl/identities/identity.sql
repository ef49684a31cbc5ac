CREATE TABLE identities (
    id           text        PRIMARY KEY,
    username     text        NOT NULL,
    email        text        NOT NULL,
    display_name text        NOT NULL,
    status       text        NOT NULL,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL
);

CREATE TABLE credentials (
    id          text        PRIMARY KEY,
    identity_id text        NOT NULL REFERENCES identities,
    type        text        NOT NULL,
    value       text        NOT NULL,
    is_active   boolean     NOT NULL,
    expires_at  timestamptz,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL
);

CREATE TABLE credential_identifiers (
    id            text        PRIMARY KEY,
    credential_id text        NOT NULL REFERENCES credentials,
    type          text        NOT NULL,
    value         text        NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL
);
