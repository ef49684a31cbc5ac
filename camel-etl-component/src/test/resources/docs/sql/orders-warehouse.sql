CREATE TABLE orders (
    id         bigint      PRIMARY KEY,
    customer   text        NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE TABLE order_lines (
    order_id   bigint      NOT NULL REFERENCES orders,
    line       integer     NOT NULL,
    article    text        NOT NULL,
    quantity   integer     NOT NULL,
    PRIMARY KEY (order_id, line)
);
