SELECT CAST(ARRAY[
  CAST(pg_catalog.pg_typeof(q."Updated ""At""") AS pg_catalog.oid),
  CAST(pg_catalog.pg_typeof(q."id") AS pg_catalog.oid)
] AS pg_catalog.text)
FROM (VALUES (1)) one (n)
LEFT JOIN (
SELECT q.*
FROM (
SELECT *
FROM orders
) q
LIMIT 0
) q ON true
