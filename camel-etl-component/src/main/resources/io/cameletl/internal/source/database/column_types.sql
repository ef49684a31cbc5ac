SELECT k.place,
  CASE
    WHEN t.typtype OPERATOR(pg_catalog.=) 'p' THEN NULL
    WHEN n.nspname OPERATOR(pg_catalog.=) 'pg_catalog' THEN pg_catalog.format_type(t.oid, s.typmod)
    ELSE pg_catalog.concat(
      pg_catalog.format('%I.%I', n.nspname, t.typname),
      pg_catalog."substring"(pg_catalog.format_type(t.oid, s.typmod), '\([^()]*\)$'))
  END AS type,
  COALESCE(a.attnotnull, false) AS required,
  pg_catalog.array_position(x.indkey::pg_catalog.int2[], a.attnum) AS key_place,
  x.indnkeyatts AS key_columns
FROM ROWS FROM (
  pg_catalog.unnest(?::pg_catalog.oid[]), pg_catalog.unnest(?::pg_catalog.text[]),
  pg_catalog.unnest(?::pg_catalog.text[]), pg_catalog.unnest(?::pg_catalog.text[]))
  WITH ORDINALITY AS k (type, schema, relation, name, place)
LEFT JOIN pg_catalog.pg_namespace AS rn ON rn.nspname OPERATOR(pg_catalog.=) k.schema::pg_catalog.name
LEFT JOIN pg_catalog.pg_class AS r
  ON r.relnamespace OPERATOR(pg_catalog.=) rn.oid AND r.relname OPERATOR(pg_catalog.=) k.relation::pg_catalog.name
LEFT JOIN pg_catalog.pg_attribute AS a
  ON a.attrelid OPERATOR(pg_catalog.=) r.oid AND a.attname OPERATOR(pg_catalog.=) k.name::pg_catalog.name
    AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped
LEFT JOIN pg_catalog.pg_index AS x ON x.indrelid OPERATOR(pg_catalog.=) r.oid AND x.indisprimary
CROSS JOIN LATERAL (
  SELECT COALESCE(a.atttypid, k.type) AS type, COALESCE(a.atttypmod, (-1)::pg_catalog.int4) AS typmod) AS s
JOIN pg_catalog.pg_type AS t ON t.oid OPERATOR(pg_catalog.=) s.type
JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) t.typnamespace
ORDER BY k.place
