GRANT TEMPORARY ON DATABASE warehouse TO etl;
GRANT SELECT, INSERT, UPDATE, DELETE ON customers, orders, order_lines TO etl;
CREATE SCHEMA etl_state AUTHORIZATION etl;
