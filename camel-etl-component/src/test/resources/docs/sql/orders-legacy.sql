CREATE TABLE orders (
    id         bigint      PRIMARY KEY,
    customer   text        NOT NULL,
    lines      jsonb       NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz
);
CREATE INDEX ON orders (updated_at, id);
