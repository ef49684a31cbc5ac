SELECT s.c0, s.c1, s.total
FROM (
SELECT q."Updated ""At""" AS c0, q."id" AS c1,
  pg_catalog.row_number() OVER (ORDER BY q."Updated ""At""", q."id") AS place,
  pg_catalog.count(*) OVER () AS total
FROM (
SELECT *
FROM orders
) q
WHERE ROW(q."Updated ""At""", q."id") OPERATOR("pg_catalog".>) ROW(CAST(? AS "pg_catalog"."timestamptz"), CAST(? AS "pg_catalog"."int8"))
  AND q."Updated ""At""" OPERATOR("pg_catalog".<) CAST(? AS "pg_catalog"."timestamptz")
  AND q."Updated ""At""" IS DISTINCT FROM NULL
ORDER BY q."Updated ""At""", q."id"
) s
WHERE ((s.place OPERATOR(pg_catalog.*) CAST(? AS pg_catalog.int8)) OPERATOR(pg_catalog./) s.total)
  OPERATOR(pg_catalog.>) (((s.place OPERATOR(pg_catalog.-) 1) OPERATOR(pg_catalog.*) CAST(? AS pg_catalog.int8)) OPERATOR(pg_catalog./) s.total)
ORDER BY s.place
