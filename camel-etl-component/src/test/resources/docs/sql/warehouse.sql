CREATE TABLE customers (
    id         bigint      PRIMARY KEY,
    name       text        NOT NULL,
    email      text,
    updated_at timestamptz NOT NULL
);
