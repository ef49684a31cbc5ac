SELECT q.*
FROM (
SELECT *
FROM orders
) q
WHERE ROW(q."Updated ""At""", q."id") OPERATOR("pg_catalog".>) ROW(CAST(? AS "pg_catalog"."timestamptz"), CAST(? AS "pg_catalog"."int8"))
  AND q."Updated ""At""" OPERATOR("pg_catalog".<) CAST(? AS "pg_catalog"."timestamptz")
  AND q."Updated ""At""" IS DISTINCT FROM NULL
ORDER BY q."Updated ""At""", q."id"
LIMIT ?
