CREATE TABLE customers (
    id         bigint      PRIMARY KEY,
    name       text        NOT NULL,
    email      text,
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz
);
CREATE INDEX ON customers (updated_at, id);
