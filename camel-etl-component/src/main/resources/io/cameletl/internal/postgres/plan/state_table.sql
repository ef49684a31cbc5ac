-- Of a table and those that inherit from it: one of camel-etl's own, by its name, in a schema that has all those of the
-- first version.
WITH RECURSIVE family AS (
  SELECT ?::pg_catalog.oid AS oid
  UNION
  SELECT i.inhrelid
  FROM family AS f
  JOIN pg_catalog.pg_inherits AS i ON i.inhparent OPERATOR(pg_catalog.=) f.oid
), own (name, added) AS (
  VALUES ('etl_pipeline'::pg_catalog.name, false), ('etl_run'::pg_catalog.name, false),
    ('etl_skipped_page'::pg_catalog.name, false), ('etl_rejected_record'::pg_catalog.name, false),
    ('etl_action'::pg_catalog.name, true),
    ('etl_load'::pg_catalog.name, true), ('etl_shard'::pg_catalog.name, true),
    ('etl_verification'::pg_catalog.name, true)
)
SELECT n.nspname, c.relname
FROM family AS f
JOIN pg_catalog.pg_class AS c ON c.oid OPERATOR(pg_catalog.=) f.oid
JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
JOIN own ON own.name OPERATOR(pg_catalog.=) c.relname
WHERE NOT EXISTS (
  SELECT
  FROM own AS each
  WHERE NOT each.added AND NOT EXISTS (
    SELECT
    FROM pg_catalog.pg_class AS s
    WHERE s.relnamespace OPERATOR(pg_catalog.=) c.relnamespace AND s.relname OPERATOR(pg_catalog.=) each.name))
LIMIT 1
