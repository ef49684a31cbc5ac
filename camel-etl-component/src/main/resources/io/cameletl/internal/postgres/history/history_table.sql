SELECT
  f.atttypid OPERATOR(pg_catalog.=) v.atttypid AND u.atttypid OPERATOR(pg_catalog.=) v.atttypid AS same_types,
  pg_catalog.format_type(v.atttypid, v.atttypmod) AS version_type,
  EXISTS (
    SELECT
    FROM pg_catalog.pg_index AS i
    WHERE i.indrelid OPERATOR(pg_catalog.=) v.attrelid
      AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indexprs IS NULL
      AND pg_catalog.pg_get_expr(i.indpred, i.indrelid) OPERATOR(pg_catalog.=) pg_catalog.format('(%I IS NULL)', u.attname)
      AND (
        SELECT pg_catalog.array_agg(a.attname::pg_catalog.text ORDER BY a.attname::pg_catalog.text COLLATE "C")
        FROM pg_catalog.unnest(i.indkey) WITH ORDINALITY AS k (attnum, place)
        JOIN pg_catalog.pg_attribute AS a
          ON a.attrelid OPERATOR(pg_catalog.=) i.indrelid AND a.attnum OPERATOR(pg_catalog.=) k.attnum
        WHERE k.place OPERATOR(pg_catalog.<=) i.indnkeyatts) OPERATOR(pg_catalog.=) (
        SELECT pg_catalog.array_agg(w.name ORDER BY w.name COLLATE "C")
        FROM pg_catalog.unnest(?::pg_catalog.text[]) AS w (name))) AS one_open
FROM pg_catalog.pg_attribute AS v
JOIN pg_catalog.pg_attribute AS f
  ON f.attrelid OPERATOR(pg_catalog.=) v.attrelid AND f.attname OPERATOR(pg_catalog.=) ?::pg_catalog.name
JOIN pg_catalog.pg_attribute AS u
  ON u.attrelid OPERATOR(pg_catalog.=) v.attrelid AND u.attname OPERATOR(pg_catalog.=) ?::pg_catalog.name
WHERE v.attrelid OPERATOR(pg_catalog.=) ?::pg_catalog.regclass::pg_catalog.oid
  AND v.attname OPERATOR(pg_catalog.=) ?::pg_catalog.name
