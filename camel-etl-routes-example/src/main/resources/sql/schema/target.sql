-- The identity database. Its foreign keys are real: parents must come first, and go last.
CREATE TABLE IF NOT EXISTS identities (
    id           text        PRIMARY KEY,
    username     text        NOT NULL,
    email        text        NOT NULL,
    display_name text        NOT NULL,
    status       text        NOT NULL,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL
);

CREATE TABLE IF NOT EXISTS credentials (
    id          text        PRIMARY KEY,
    identity_id text        NOT NULL REFERENCES identities,
    type        text        NOT NULL,
    value       text        NOT NULL,
    is_active   boolean     NOT NULL,
    expires_at  timestamptz,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS credentials_of_identity ON credentials (identity_id);

CREATE TABLE IF NOT EXISTS credential_identifiers (
    id            text        PRIMARY KEY,
    credential_id text        NOT NULL REFERENCES credentials,
    type          text        NOT NULL,
    value         text        NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS credential_identifiers_of_credential ON credential_identifiers (credential_id);

CREATE TABLE IF NOT EXISTS organizations (
    id         bigint      PRIMARY KEY,
    name       text        NOT NULL,
    country    text        NOT NULL,
    updated_at timestamptz NOT NULL
);
