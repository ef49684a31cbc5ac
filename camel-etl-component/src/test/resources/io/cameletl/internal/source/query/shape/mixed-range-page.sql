SELECT q.*
FROM (
SELECT *
FROM orders
) q
WHERE (q."Updated ""At""" OPERATOR("pg_catalog".<=) CAST(? AS "pg_catalog"."timestamptz") AND (q."Updated ""At""" OPERATOR("pg_catalog".<) CAST(? AS "pg_catalog"."timestamptz") OR (q."code" OPERATOR("ext".<=) CAST(? AS "ext"."citext") AND (q."code" OPERATOR("ext".<) CAST(? AS "ext"."citext") OR ROW(q."id", q."id") OPERATOR("pg_catalog".<=) ROW(CAST(? AS "pg_catalog"."int8"), CAST(? AS "pg_catalog"."int8"))))))
  AND q."Updated ""At""" OPERATOR("pg_catalog".<) CAST(? AS "pg_catalog"."timestamptz")
  AND q."Updated ""At""" IS DISTINCT FROM NULL
ORDER BY q."Updated ""At""", q."code", q."id", q."id"
LIMIT ?
