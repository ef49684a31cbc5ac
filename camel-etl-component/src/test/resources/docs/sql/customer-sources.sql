CREATE TABLE customer_sources (
    customer_id bigint REFERENCES customers ON DELETE CASCADE,
    system      text,
    PRIMARY KEY (customer_id, system)
);
