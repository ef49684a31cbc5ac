SELECT k.conname, n.nspname, p.relname,
  ARRAY(
    SELECT a.attname::pg_catalog.text
    FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY AS u (attnum, place)
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = u.attnum
    ORDER BY u.place) AS columns,
  ARRAY(
    SELECT a.attname::pg_catalog.text
    FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY AS u (attnum, place)
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.confrelid AND a.attnum = u.attnum
    ORDER BY u.place) AS parent_columns
FROM pg_catalog.pg_constraint AS k
JOIN pg_catalog.pg_class AS p ON p.oid = k.confrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = p.relnamespace
WHERE k.conrelid = pg_catalog.to_regclass(?) AND k.contype = 'f' AND NOT k.condeferred
  AND COALESCE((pg_catalog.to_jsonb(k) ->> 'conenforced')::pg_catalog.bool, true)
ORDER BY k.conname
