CREATE TABLE stock (
    article  text    PRIMARY KEY,
    quantity integer NOT NULL
);
