SELECT 1
FROM (
SELECT *
FROM orders
) q
WHERE q."Updated ""At""" OPERATOR("pg_catalog".=) CAST(? AS "pg_catalog"."timestamptz")
  AND q."id" OPERATOR("pg_catalog".=) CAST(? AS "pg_catalog"."int8")
  AND q."Updated ""At""" OPERATOR("pg_catalog".=) CAST(? AS "pg_catalog"."timestamptz")
  AND q."id" OPERATOR("pg_catalog".=) CAST(? AS "pg_catalog"."int8")
LIMIT 1
