-- How many blocks a table has that can be sampled: a partitioned one has those of its partitions. No row for a view, or
-- another thing without blocks of its own.
SELECT greatest(
         pg_catalog.pg_relation_size(c.oid),
         (SELECT pg_catalog.sum(pg_catalog.pg_relation_size(p.relid)) FROM pg_catalog.pg_partition_tree(c.oid) AS p))
       OPERATOR(pg_catalog./) CAST(pg_catalog.current_setting('block_size') AS pg_catalog.int8)
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
WHERE n.nspname OPERATOR(pg_catalog.=) ?::pg_catalog.text AND c.relname OPERATOR(pg_catalog.=) ?::pg_catalog.text
  AND (c.relkind OPERATOR(pg_catalog.=) 'r' OR c.relkind OPERATOR(pg_catalog.=) 'p'
    OR c.relkind OPERATOR(pg_catalog.=) 'm')
