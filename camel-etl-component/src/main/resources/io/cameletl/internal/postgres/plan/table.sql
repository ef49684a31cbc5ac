SELECT c.oid, n.nspname, c.relname, c.relkind, EXISTS (
  SELECT
  FROM pg_catalog.pg_trigger AS g
  WHERE NOT g.tgisinternal
    AND g.tgtype & 4 <> 0
    AND (g.tgrelid = c.oid OR g.tgrelid IN (SELECT p.relid FROM pg_catalog.pg_partition_tree(c.oid) AS p))
) AS triggers_on_insert
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.oid = pg_catalog.to_regclass(?)
