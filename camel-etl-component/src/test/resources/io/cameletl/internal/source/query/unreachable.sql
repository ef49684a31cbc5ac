SELECT
  pg_catalog.count(*) FILTER (WHERE q."Updated ""At""" IS NOT DISTINCT FROM NULL),
  pg_catalog.count(*) FILTER (WHERE q."id" IS NOT DISTINCT FROM NULL),
  pg_catalog.count(*) FILTER (WHERE q."Updated ""At""" OPERATOR("pg_catalog".=) CAST('infinity' AS "pg_catalog"."timestamptz"))
FROM (
SELECT *
FROM orders
) q
WHERE q."Updated ""At""" IS NOT DISTINCT FROM NULL
  OR q."id" IS NOT DISTINCT FROM NULL
  OR q."Updated ""At""" OPERATOR("pg_catalog".=) CAST('infinity' AS "pg_catalog"."timestamptz")
