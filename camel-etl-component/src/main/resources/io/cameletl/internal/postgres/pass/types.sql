SELECT CAST(pg_catalog.array_agg(a.atttypid ORDER BY c.place) AS pg_catalog.text),
  CAST(pg_catalog.array_agg(a.atttypmod ORDER BY c.place) AS pg_catalog.text)
FROM (SELECT pg_catalog.to_regclass(CAST(? AS pg_catalog.text)) AS oid) AS r
JOIN pg_catalog.unnest(CAST(? AS pg_catalog.text[])) WITH ORDINALITY AS c (name, place) ON true
JOIN pg_catalog.pg_attribute AS a ON a.attrelid OPERATOR(pg_catalog.=) r.oid
  AND a.attname OPERATOR(pg_catalog.=) c.name AND NOT a.attisdropped
