WITH RECURSIVE step AS (
  SELECT a.attnum, a.atttypid AS type, 0 AS depth, false AS is_array
  FROM pg_catalog.pg_attribute AS a
  WHERE a.attrelid = ? AND a.attnum > 0 AND NOT a.attisdropped
  UNION ALL
  SELECT s.attnum, CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.typelem END, s.depth + 1,
    s.is_array OR t.typtype <> 'd'
  FROM step AS s
  JOIN pg_catalog.pg_type AS t ON t.oid = s.type
  WHERE t.typtype = 'd'
    OR t.typelem <> 0 AND t.typsubscript = 'pg_catalog.array_subscript_handler'::pg_catalog.regproc
), resolved AS (
  SELECT DISTINCT ON (s.attnum) s.attnum, s.type, s.is_array
  FROM step AS s
  ORDER BY s.attnum, s.depth DESC
)
SELECT a.attname, r.type, r.is_array, e.typdelim,
  a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' AND t.typdefault IS NULL AS by_records,
  a.attgenerated <> '' AS generated, a.attidentity = 'a' AS always_identity
FROM resolved AS r
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = ? AND a.attnum = r.attnum
JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
JOIN pg_catalog.pg_type AS e ON e.oid = r.type
ORDER BY a.attnum
