SELECT a.attname,
  CASE
    WHEN n.nspname OPERATOR(pg_catalog.=) 'pg_catalog' THEN pg_catalog.format_type(a.atttypid, a.atttypmod)
    ELSE pg_catalog.concat(
      pg_catalog.format('%I.%I', n.nspname, t.typname),
      pg_catalog."substring"(pg_catalog.format_type(a.atttypid, a.atttypmod), '\([^()]*\)$'))
  END AS type
FROM pg_catalog.pg_attribute AS a
JOIN pg_catalog.pg_type AS t ON t.oid OPERATOR(pg_catalog.=) a.atttypid
JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) t.typnamespace
WHERE a.attrelid OPERATOR(pg_catalog.=) ?::pg_catalog.regclass::pg_catalog.oid
  AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped
ORDER BY a.attnum
